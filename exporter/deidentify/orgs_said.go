package deidentify

// unitNouns are the second words of institutions with numbers, behind their adjective:
// "женская консультация №5", "войсковая часть 12345", "детский дом № 2".
var unitNouns = map[string][]string{
	"консультаци": {"женск"}, "част": {"войсков", "военн", "воинск", "медико", "санитарн", "пожарн"}, "дом": {"детск", "родильн"}, "сад": {"детск"}, "ясл": {"детск"},
	"отделени": {"почтов"}, "отдел": {"полици"}, "училищ": {"суворовск", "речн", "медицинск"}, "корпус": {"кадетск"}, "депо": {"локомотивн", "вагонн", "трамвайн"}, "интернат": {"психоневрологическ", "детск"}, "диспансер": {"психоневрологическ", "наркологическ", "туберкулезн"}, "школ": {"музыкальн", "художественн", "спортивн", "начальн", "средн", "коррекционн", "вечерн", "общеобразовательн"}, "колони": {"исправительн"}, "парк": {"таксомоторн", "автобусн", "трамвайн", "троллейбусн"},
}

// unitHeads are stems of the first words of institutions.
func unitHeads() []string {
	heads := []string{"дом", "поликл"}
	for _, first := range unitNouns {
		heads = append(heads, first...)
	}
	return heads
}

// unitNumber reads an institution's two words with its number or its name behind.
func (t *passage) unitNumber(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if n.before > spaced || k.size < 3 || !n.any(unitNoun) && !n.is(".") && !n.in(houseOf) {
		return false
	}
	if (hasStem(k.fold, "дом") && (n.in(houseOf)) || hasStem(k.fold, "поликл") && n.is(".")) && t.orgTail(i+2) > i+2 {
		t.mark(i, t.orgTail(i+2), typeOrg)
		return true
	}
	if heads := unitNouns[stem(n.fold)]; hasAnyPrefix(k.fold, heads) {
		to := t.orgTail(i + 2)
		if d := t.tok(i + 2); to == i+2 && d.kind == number && d.before == spaced && (d.size >= 4 || d.size <= 3 && !t.measured(i+3) && t.closes(i+3)) {
			to = i + 3
		}
		if to > i+2 {
			t.mark(i, to, typeOrg)
			return true
		}
	}
	return false
}

// houseOf are what houses are of: "дом культуры «Маяк»".
var houseOf = wordSet("отдыха культуры творчества пионеров офицеров ребенка престарелых ветеранов")

// learners are stems of those who study or serve somewhere, right before its name.
var learners = []string{"студент", "аспирант", "курсант", "выпускни", "слушател", "преподавател", "работник", "сотрудни", "ординатор", "учени"}

// studies reads "Аспирант ИТМО", "Студентка 3 курса КГМУ": capitals that are no word
// behind one who studies.
func (t *passage) studies(i int) bool {
	if !t.toks[i].any(engaged) || !hasAnyPrefix(t.toks[i].fold, learners) {
		return false
	}
	j := i + 1
	for j < i+4 && t.tok(j).before <= spaced && (t.tok(j).kind == number || t.tok(j).fold == "курса" || t.tok(j).fold == "курс" || t.tok(j).fold == "класса" || t.tok(j).is("-") || t.tok(j).fold == "го") {
		j++
	}
	if k := t.tok(j); k.kind != word || k.shape != upper || k.size < 3 || k.size > 8 || k.before > spaced || k.any(inDictionary|shortForm|firstName) || t.shouted() || t.initialed(j) {
		return false
	}
	t.mark(j, t.townBehind(t.orgTail(j+1)), typeOrg)
	return true
}

// namedPlain reports whether the word at i is the name of the institution before it
// without quotation marks: "мед. центр Авиценна", "Клиника Медикал-Он".
func (t *passage) namedPlain(i int) bool {
	k, p := t.tok(i), t.tok(i-1)
	if k.shape != title || k.before != spaced || !cyrillic(k.fold) || k.size < 4 || !p.any(organised) || p.shape == upper || k.any(heading|callingWord|monthly|eponymous|eponymStemmed|medicinal|patronymical) || t.kept[i] || t.tok(i+1).is(":") || t.initialed(i) {
		return false
	}
	if t.opens(i-1) || k.any(adjectival) && k.any(inDictionary) {
		return !k.any(inDictionary) && !k.isSurname()
	}
	return !k.any(firstName|surnamed) || !k.any(inDictionary)
}

// treated are stems of what is done in a clinic, a firm or a school.
var treated = []string{"оперир", "прооперир", "лечи", "лечен", "лежа", "наблюда", "консульт", "перевед", "перевод", "направл", "обслед", "госпитал", "выписан", "доставл", "прикрепл", "работа", "служи", "учи", "учеб", "обуча", "состоит", "рожал", "вызван", "звон", "эвак", "тренир", "занима", "материал", "отправ", "отпр", "передан", "сообщ", "стекл", "образ"}

// wards are capitals that are parts of any hospital.
var wards = wordSet("дкц рдкц орит оар рао апо пит бит палате опн пдо осп пбк ао рхо оро оим брит рсц пнмк нрс огк дкс дэс орт лор узи кт мрт экг чс ниц пср дтп жкт днк внч рэп су ии вкк вмп кми пцр ифа мсэ вк кэк гдс фгдс эгдс кабинет рг цсо")

// acronymSaid reads "оперирован в КОКБ", "переведён из СКММЦ Беслан": capitals that
// are no word behind what is done there.
func (t *passage) acronymSaid(i int) bool {
	k := t.toks[i]
	if k.shape != upper || k.size < 3 || k.size > 8 || !cyrillic(k.fold) || (k.any(inDictionary|shortForm) && !t.townOwns(i)) || k.any(firstName|heading) || k.in(wards) || k.in(noForm) || k.any(legal) || t.shouted() || k.before > spaced || t.initialed(i) {
		return false
	}
	p := t.tok(i - 1)
	if c := t.tok(i + 1); c.is(",") && t.tok(i+2).capital() && t.cityAt(i+2) > i+2 && !t.opens(i) {
		t.mark(i, i+1, typeOrg) // СХК, Северск
		return true
	}
	if to := t.townBehind(i + 1); to > i+1 && (p.kind == word && p.shape == lower || p.is(",") || p.is("(")) {
		t.mark(i, to, typeOrg)
		return true
	}
	if k.in(dispensaries) || !t.treatedIn(i) {
		return false
	}
	t.mark(i, t.townBehind(t.orgTail(i+1)), typeOrg)
	return true
}

// treatedIn reports whether what is done in a clinic, a firm or a school stands before "в"
// and "из" at i-1.
func (t *passage) treatedIn(i int) bool {
	if p := t.tok(i - 1).fold; p != "в" && p != "из" && p != "на" && p != "от" {
		return false
	}
	for j := i - 2; j >= 0 && j >= i-4; j-- {
		if w := t.toks[j]; w.kind == sign || t.toks[j+1].before > spaced {
			return false
		} else if hasAnyPrefix(w.fold, treated) {
			return true
		}
	}
	return false
}

// townBehind steps over the town an institution lies in.
func (t *passage) townBehind(i int) int {
	if k := t.tok(i); k.kind == word && k.shape == title && k.before == spaced {
		return max(i, t.cityAt(i))
	}
	return i
}

// firms are legal forms behind which any word is a firm's name.
var firms = wordSet("ао ооо оао пао зао муп гуп чоп нко")

// smallForm reads "направлен из црб г. буй": a legal form written without capitals,
// with what names it behind.
func (t *passage) smallForm(i int) bool {
	k := t.toks[i]
	if k.shape != lower || k.size < 3 && k.fold != "ао" || !k.any(legal) || k.any(inDictionary) {
		return false
	}
	to := t.orgTail(i + 1)
	if n := t.tok(i + 1); to == i+1 && n.kind == word && n.size == 2 && (t.tok(i+2).is("«") || t.tok(i+2).is("\"")) && t.quoteEnd(i+2) > i+2 {
		to = t.quoteEnd(i + 2) // гбуз но «павловская црб»
	}
	if n := t.tok(i + 1); to == i+1 && n.kind == word && n.shape == lower && n.size > 3 && n.before == spaced && t.hushed() && firms[k.fold] {
		to = i + 2
	} else if to == i+1 && n.kind == number && n.size <= 3 && n.before == spaced && !t.measured(i+2) {
		to = i + 2
	} else if to == i+1 && t.hushed() && t.unknownTown(i+1) {
		to = i + 2 // кгбуз ккцомд, ровд камешково
	}
	from := i
	if p := t.tok(i - 1); p.any(adjectival) && k.before == spaced && (!p.any(inDictionary) && t.hushed() || p.shape == title && t.townAdjective(i-1)) {
		from = i - 1 // сокольской црб
	}
	if n := t.tok(i + 1); to == i+1 && (n.any(legal) && !n.any(inDictionary) || n.in(unitLetters)) && n.before == spaced && t.orgTail(i+2) > i+2 {
		to = t.orgTail(i + 2) // фку сизо-2
	}
	if to == i+1 && from == i {
		return false
	}
	t.mark(from, to, typeOrg)
	return true
}

// hospitalEnds end the capitals of hospitals and dispensaries, of which reports write
// no other thing with them.
var hospitalEnds = endingsOf([]string{"ркб", "окб", "гкб", "ккб", "црб", "цгб", "цкб", "дкб", "грб", "нрб", "ркц", "кркц", "цссх", "фцн", "ркоб", "ооб", "мсч", "кдц", "ккод", "ркод", "окод", "мкод", "цгиэ", "окд", "ккд", "пнд", "онд", "птд", "оод", "лрц", "мнтк", "цито", "рвк", "отб"})

// dispensaries are letters every town has: alone they tell nothing.
var dispensaries = wordSet("пнд птд квд онд")

// hospitalLetters reports whether capitals are those of a hospital.
func hospitalLetters(k *token) bool {
	return k.size <= 6 && hospitalEnds.ends(k.fold, 3)
}

// regional are stems of what an institution of a whole region or town is called.
var regional = []string{"областн", "краев", "республиканск", "окружн", "городск", "районн", "межрайонн", "центральн"}

// clinical are stems of the nouns of clinics that need no other name beside such a word,
// and special those of what a centre is for.
var (
	clinical = []string{"больниц", "онкодиспансер", "кардиодиспансер", "диспансер", "госпитал", "роддом", "кардиоцентр", "онкоцентр", "онкологическ", "наркодиспансер", "психдиспансер", "тубдиспансер", "перинатальн"}
	special  = []string{"перинатальн", "эндокринн", "сосудист", "кардиологическ", "онкологическ", "диагностическ", "реабилитационн", "нейрохирургическ", "ожогов", "гематологическ", "нефрологическ", "офтальмологическ"}
)

// ofRegion reports whether from..i is "областной онкодиспансер" or "перинатальный
// центр": there is one in a region.
func (t *passage) ofRegion(from, i int) bool {
	if from == i {
		return false
	}
	k, a := t.toks[i], t.toks[i-1].fold
	return hasAnyPrefix(k.fold, clinical) && (hasAnyPrefix(t.toks[from].fold, regional) || hasAnyPrefix(t.toks[min(from+1, i-1)].fold, regional) || hasAnyPrefix(a, []string{"военн", "гарнизонн", "участков"})) || hasStem(k.fold, "центр") && hasAnyPrefix(a, special)
}

// quotedBehind steps over at most three small words and the name in quotation marks
// behind them: "центр лучевой диагностики «Хехцир»"; or stays at i.
func (t *passage) quotedBehind(i int) int {
	j := i
	for ; j < i+3 && t.tok(j).kind == word && (t.tok(j).shape == lower || t.shouted()) && t.tok(j).before == spaced && t.tok(j).any(inDictionary) && t.tok(j).size > 3; j++ {
	}
	if j > i && t.tok(j).is("«") && t.tok(j).before == spaced && t.tok(j+1).capital() && t.quoteEnd(j) > j {
		return t.quoteEnd(j)
	}
	return i
}

// ministryCapitals are capitals behind which "России по ... области" belongs to the name.
var ministryCapitals = wordSet("умвд уфмс увд оуфмс гувд омвд мвд уфсин гуфсин ифнс оувм уфссп")

// ministry reads "УМВД России по Омской обл.".
func (t *passage) ministry(i int) bool {
	if k := t.toks[i]; k.shape != upper || !k.in(ministryCapitals) {
		return false
	}
	to := t.stateTail(i + 1)
	if to == i+1 || ofState[t.tok(to-1).fold] {
		return false
	}
	t.mark(i, to, typeOrg)
	return true
}
