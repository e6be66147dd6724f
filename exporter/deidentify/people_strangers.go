package deidentify

import "strings"

// strangers fails closed: a word with a capital that no dictionary, no list of
// the trade and no medicine explains is taken for somebody. Where a sentence
// begins or all is in capitals, the capital says nothing and the word must look
// like a surname, or be followed by what only people do.
func (t *passage) strangers() {
	for i, k := range t.toks {
		if k.kind == word && t.free(i) && (k.shape != lower || t.hushed()) && t.strange(i) {
			t.person(i, i+1)
		}
	}
}

// strange reports whether nothing but a person explains the word at i.
func (t *passage) strange(i int) bool {
	k := t.toks[i]
	switch {
	case k.shape == lower:
		return k.size > 3 && t.strangeSmall(i)
	case t.english() && (t.everydayEnglish(i) || t.capitalInside(i)), t.everydayPerson(i) && !k.any(heading|callingWord|firstName|medicinal), t.capitalName(i):
		return true
	case k.size < 3 || !t.suspect(i):
		return false
	case cyrillic(k.fold):
		return t.strangeRussian(i)
	}
	return t.strangeLatin(i)
}

// suspect reports whether nothing explains the word at i.
func (t *passage) suspect(i int) bool {
	return !t.toks[i].any(common|shortForm|medicinal) && !t.inQuotes(i) && !t.explained(i)
}

// explained reports whether the trade, the calendar or what stands around explains the word at i.
func (t *passage) explained(i int) bool {
	k := t.toks[i]
	return k.any(heading|callingWord|monthly|genericWord|addressing|eponymous) || t.labels(i) || t.headed(i) || t.headFollows(i) || t.product(i) || t.region(i) || t.scored(i)
}

// labels reports whether the word says what the number behind it was.
func (t *passage) labels(i int) bool {
	if !t.toks[i].any(labelling) || !t.english() {
		return false
	}
	j := i + 1
	for n := 0; n < 3 && (t.tok(j).is(":") || t.tok(j).is(".") || t.tok(j).is("#") || t.tok(j).fold == "no" || t.tok(j).fold == "number"); n++ {
		j++
	}
	return j < len(t.toks) && t.taken[j] && t.toks[j].before <= spaced && (t.toks[j].kind == number || t.tok(j+1).kind == number)
}

// found are what is written behind the name of a sign or a test.
var found = []string{"отр", "пол", "neg", "pos", "искл", "справа", "слева", "норм", "сомнит", "абс", "absent", "present", "patent", "midline", "central"}

// scored reports whether a number, a grade or a finding stands behind the word:
// it is a scale, a sign or a model then, unless the number is an age.
func (t *passage) scored(i int) bool {
	n, a := t.tok(i+1), t.tok(i+2)
	if i+1 < len(t.toks) && t.taken[i+1] {
		return false // a date or a number somebody marked
	}
	switch {
	case n.kind == number && n.size <= 2 && n.before == spaced && t.toks[i].any(firstName) && !t.toks[i].any(eponymStemmed) && (a.is(",") || a.is(")")) && !t.english():
		return false // 2 дет. (Рома 5, Злата 3)
	case n.is("+") && t.toks[i].any(firstName) && !t.toks[i].any(eponymStemmed):
		return false // Люся + санитарка
	case t.toks[i].any(strongly), t.tok(i-1).any(callingWord|curtailed) && t.toks[i].before == spaced && n.kind == number:
		return n.kind == number && n.before == glued
	case n.before >= wrapped || n.kind == sign && !n.is("+"):
		return false
	case n.kind == number && a.is(":") && a.before == glued, n.kind == number && t.tok(i+3).fold == "ago":
		return false // an hour; "came from Quetzaltepec 3 yrs ago"
	case n.kind == number && isYear(n.fold) && n.before == spaced && t.english():
		return false // treated Fresno 2019
	case n.kind == number:
		return n.before == glued || !(a.kind == word && ageUnit[a.fold]) && !t.tok(i+3).is(".") || t.english() && a.kind != number && !(n.size == 2 && a.is(","))
	case n.is("+"):
		return !(t.english() && a.kind == word && a.before == spaced && t.tok(i+3).capital())
	}
	return n.kind == word && (n.shape == lower && n.any(finding) || n.shape == upper && romanMonths[n.fold] > 0) && n.before == spaced
}

var ageUnit = wordSet("л лет г год года г.р y yo yr m f м ж")

// region reports whether the word is the name of a region, which may stay.
func (t *passage) region(i int) bool {
	return t.tok(i-1).any(regionKind) || t.tok(i+1).any(regionKind)
}

var regionWord = wordSet("республика республики республике республику область области областью край края крае округ округа округе обл респ")

func (t *passage) strangeRussian(i int) bool {
	k := t.toks[i]
	if k.shape == title && !t.opens(i) && (t.apposed(i) || t.bedded(i)) || k.shape == upper && t.shouted() && k.isSurname() && t.bedded(i) {
		return true
	}
	if k.any(inDictionary) && !k.isSurname() && hasEnd(k.fold, []string{"ое", "ее", "ые", "ие", "ит", "ет", "ют", "ние", "ость"}, 5) {
		return false // a sentence begins without a stop before it
	}
	if p := t.tok(i - 1); k.shape == title && !t.opens(i) && p.kind == word && p.shape == lower && k.before == spaced && k.any(inDictionary) && !k.any(medical) && !t.compound(i) {
		return true
	}
	if k.shape == title && !t.opens(i) && t.called(i) && k.any(inDictionary) && !k.any(medical) && !t.compound(i) {
		return true
	}
	if p := t.tok(i - 1); k.shape == title && k.any(strongly) && k.size > 5 && (p.is(".") || p.is(")")) && t.tok(i-2).kind == number && t.tok(i-2).before >= wrapped {
		return true // 1. Скворцова
	}
	if p := t.tok(i - 1); k.shape == title && k.any(strongly) && k.size > 5 && p.is(",") && t.tok(i+1).is(")") && t.bracketOpens(i) {
		return true // (ФЦССХ Красноярск, Протопопов)
	}
	if k.any(inDictionary) || t.compound(i) || k.shape == mixed && i+1 < len(t.toks) && k.size < 5 {
		return false
	}
	switch {
	case k.shape == upper:
		return k.size >= 5 && (k.any(strongly) || spoken(k.fold) && !k.any(built))
	case t.opens(i) && !t.afterCut(i):
		if t.bedded(i) {
			return true
		}
		return k.any(strongly) || t.actsAlone(i) || !k.any(built) && !t.cutShort(i) && !slipped(k.fold)
	case t.listed(i):
		return k.any(strongly)
	}
	return !k.any(medical)
}

// bracketOpens reports whether a bracket opens a few words before i.
func (t *passage) bracketOpens(i int) bool {
	for j := i - 2; j >= 0 && j > i-8 && !t.toks[j].is(")"); j-- {
		if t.toks[j].is("(") {
			return true
		}
	}
	return false
}

// strangeSmall decides in a passage without capitals: a surname's ending or a
// first name that nothing else explains.
func (t *passage) strangeSmall(i int) bool {
	k := t.toks[i]
	if k.any(explaining) || k.any(abbreviated) || k.any(measuring) || k.any(shortForm) || t.tok(i+1).is(".") && t.tok(i+1).before == glued && cutWord(k.fold) || !t.suspect(i) {
		return false
	}
	return k.any(firstName) || cyrillic(k.fold) && k.isSurname() || !cyrillic(k.fold) && (hasEnd(k.fold, latinEnds, 5) || t.english() && t.smallStranger(i))
}

// apposed reports whether a capital that everyday speech does not write stands
// alone between commas, or behind "у" and "к" where a clause ends.
func (t *passage) apposed(i int) bool {
	p, pp := t.tok(i-1), t.tok(i-2)
	if !t.closes(i+1) && !t.tok(i+1).is("(") {
		return false
	}
	if p.fold == "у" || p.fold == "к" {
		return p.shape == lower
	}
	return p.is(",") && pp.kind == word && pp.shape == lower && (calling(pp.fold) || triggers()[pp.fold]) && t.tok(i+1).is(",")
}

// bedded reports whether a ward or a bed stands in brackets behind the word.
func (t *passage) bedded(i int) bool {
	w := t.tok(i + 2).fold
	n := t.tok(i + 1)
	if n.fold == "п" && t.tok(i+2).is(".") && t.tok(i+3).kind == number || (n.fold == "пал" || n.fold == "палата" || n.fold == "койка") && n.before == spaced && t.tok(i+2).kind == number {
		return true // Катамадзе п.1, Катамадзе пал 3
	}
	return t.tok(i+1).is("(") && (w == "пал" || w == "палата" || w == "койка" || w == "бокс")
}

// afterCut reports whether the word stands behind a calling cut short ("ортоп.
// Рюмин") or an initial, so that no sentence begins with it.
func (t *passage) afterCut(i int) bool {
	if !t.tok(i-1).is(".") || t.toks[i].before > spaced {
		return false
	}
	p := t.tok(i - 2)
	return p.kind == word && (p.size == 1 && p.shape == upper && !t.noInitial(i-2) || p.any(curtailed))
}

// listed reports whether the word follows a comma and a word with a capital that
// was left: the list is of one kind («Кубити, Форсига»).
func (t *passage) listed(i int) bool {
	p := t.tok(i - 2)
	return t.tok(i-1).is(",") && p.kind == word && p.shape == title && !t.taken[i-2] && !p.any(inDictionary)
}

// compound reports whether a hyphen makes the word part of a term (Кокс-артроз,
// ВИЧ-Ассоциированный) whose other part is everyday speech or capitals.
func (t *passage) compound(i int) bool {
	if t.glottal(i+1) > i+1 {
		return false // Soo-jin
	}
	for _, j := range []int{i - 2, i + 2} {
		h, o := t.tok((i+j)/2), t.tok(j)
		if h.is("-") && h.before == glued && o.kind == word && !(o.shape == title && t.toks[i].shape == title && !t.toks[i].any(inDictionary)) && (o.shape == lower || o.shape == upper && t.toks[i].shape != upper || o.any(inDictionary)) {
			return true
		}
	}
	return false
}

// does are stems of what is said of people alone.
var does = []string{"доставлен", "поступил", "госпитализ", "жалу", "осмотр", "выписан", "отказ", "обратил", "находил", "чувств", "переведен", "консульт", "звонил",
	"сообщил", "пояснил", "просил", "проси", "привез", "подпис", "согласи", "предупрежд", "рожд", "родил", "прожива", "работа", "пришел", "пришла", "приехал", "ушел", "ушла", "говорит", "отмеча",
	"принима", "спит", "спал", "проснул", "прооперир", "оперирован", "описал", "проводил", "назначил", "рекомендовал"}

// actsAlone reports whether what follows the word is said of people alone, or an
// age, or a title stands behind it.
func (t *passage) actsAlone(i int) bool {
	n := t.tok(i + 1)
	if n.is(",") || n.is("-") || n.is("(") {
		a := t.tok(i + 2)
		return a.kind == number && a.size <= 3 && (t.tok(i+3).fold == "л" || t.tok(i+3).fold == "г" || t.tok(i+3).fold == "лет" || t.tok(i+3).fold == "года" || t.tok(i+3).fold == "год")
	}
	return n.kind == word && n.before <= wrapped && n.shape == lower && n.any(doing)
}

// taking are stems of words behind which a medicine, a device or a brand stands.
var taking = []string{"принима", "принял", "получа", "получил", "назнач", "препарат", "терапи", "таб", "капс", "мазь", "мази", "крем", "гель", "геле", "свеч", "спре", "капл", "кап", "инъекц",
	"отмен", "доз", "лечен", "лечит", "вакцин", "привит", "привив", "аллерг", "непереносим", "курс", "контраст", "раствор", "амп", "рекоменд", "введен", "вводил", "прием", "приема", "внутрь", "наркоз",
	"аппарат", "томограф", "сканер", "датчик", "стимулятор", "протез", "линз", "стент", "катетер", "игл", "тест", "систем", "эндопрот", "насос", "фоне", "сироп", "порошок", "смес", "смесь",
	"чувств", "резист", "устойчив", "замен", "добав", "врем", "паст", "набор", "материал", "импл", "фирм", "производ", "марк", "модел", "taking", "takes", "started", "tablet", "tab", "dose", "medication", "continue", "allerg", "vaccin", "prescrib", "scanner", "device", "stent", "catheter", "brand", "pump", "concentrator", "implant", "pacemaker", "icd", "prosthesis", "machine", "ventilator", "lens", "model", "monitor", "resistant", "sensitive", "lot"}

// product reports whether the word is a medicine, a device or the like: by what
// stands before it in the clause, by the dose behind it, or by its ending.
func (t *passage) product(i int) bool {
	k := t.toks[i]
	if k.any(drugEnded) || t.dosed(i+1) || t.serial(i+1) {
		return true
	}
	if k.any(strongly) && cyrillic(k.fold) || t.tok(i-1).fold == "у" {
		return false
	}
	if t.besideMedicine(i) || t.takenBeside(i) {
		return true
	}
	for j := i - 1; j >= 0 && j >= i-12; j-- {
		w := t.toks[j]
		if t.toks[j+1].before >= parted || t.toks[j+1].before >= wrapped && (w.is(".") || w.is(";")) || w.is(".") && t.toks[j+1].capital() && t.tok(j-1).size > 3 || w.is(";") {
			return false
		}
		if w.kind == word && w.any(callingWord) {
			return false
		}
		if w.kind == word && (w.any(takingWord) && !strings.HasPrefix(w.fold, "приемн") || w.fold == "на" && t.tok(j+1).fold == "фоне") || w.is("/") && (t.tok(j-1).fold == "в" || t.tok(j-1).fold == "п" && t.tok(j+1).fold != "м") {
			return true
		}
	}
	return false
}

// besideMedicine reports whether a medicine stands over a comma from the word at i, in a
// list of them: "Реладорм, Тиаприд".
func (t *passage) besideMedicine(i int) bool {
	k := t.toks[i]
	if k.shape != title || k.any(firstName|common|surnameToo|patronymical) || !t.opens(i) && !t.tok(i-1).is(",") {
		return false
	}
	for _, step := range []int{-1, 1} {
		o := t.tok(i + 2*step)
		if t.tok(i+step).is(",") && o.shape == title && o.any(medicinal|drugEnded) && !o.any(firstName|common|surnamed) {
			return true
		}
	}
	return false
}

// serial reports whether a serial number stands at i, or behind one more word of
// a device's name.
func (t *passage) serial(i int) bool {
	for j := i; j < i+2; j++ {
		switch w := t.tok(j); {
		case w.kind == word && (w.fold == "sn" || w.fold == "ser" || w.fold == "serial" || w.fold == "model" || w.fold == "lot") || w.fold == "s" && t.tok(j+1).is("/") && t.tok(j+2).fold == "n":
			return true
		case !w.capital() || w.before != spaced:
			return false
		}
	}
	return false
}

// dosed reports whether a dose stands at i: "5 мг", "0,5% - 2,0", "по 1 таб".
func (t *passage) dosed(i int) bool {
	for j := i; j < i+5; j++ {
		k := t.tok(j)
		if k.kind == number {
			n := t.tok(j + 1)
			if (n.is(",") || n.is(".") || n.is("-") || n.is("+") || n.is("/")) && t.tok(j+2).kind == number {
				j += 2
				n = t.tok(j + 1)
			}
			return n.is("%") || n.in(doseUnit)
		}
		if k.kind != word && !k.is("-") && !k.is("(") || k.kind == word && k.fold != "по" && k.shape != lower || k.before >= wrapped {
			return false
		}
	}
	return false
}

var doseUnit = wordSet("мг мкг г гр мл ед ме таб табл т капс капсул кап капель доз дозы доза амп табл таблетки таблетке таблетка р раз раза mg mcg g ml units iu tab tabs tablet tablets puffs")

var drugTails = endingsOf(drugEnds)

// drugEnds are endings the names of medicines share (INN stems of the WHO, and
// those of common brands).
var drugEnds = []string{"прил", "прила", "сартан", "сартана", "зартан", "зартана", "олол", "олола", "статин", "статина", "азол", "азола", "азолом", "циллин", "циллина", "мицин", "мицина", "оксацин", "оксацина", "ксабан", "ксабана",
	"глиптин", "глифлозин", "парин", "парина", "профен", "профена", "фенак", "фенака", "лукаст", "тидин", "тидина", "дипин", "дипина", "пам", "пама", "зепам", "ксон", "ксона", "солон", "золон", "метазон", "метазона", "метформин", "метформина",
	"цеф", "ципро", "форте", "ретард", "кард", "карда", "кор", "гель", "вит", "фер", "фарм", "мед", "септ", "септин", "тромб", "лакс", "цид", "мивир", "мавир", "ловир", "цикловир", "тиазид", "семид", "семида", "спирон",
	"трексат", "платин", "платина", "таксел", "рубицин", "тиниб", "мумаб", "зумаб", "ксимаб", "умаб", "инаб", "опрам", "зидон", "апин", "перидол", "триптан", "сетрон", "прост", "донат", "дронат"}

// spoken reports whether capitals can be said as a word, and are no run of
// initials (ФЭГДС).
func spoken(w string) bool {
	vowels, run, size := 0, 0, 0
	for _, r := range w {
		size++
		if strings.ContainsRune("аеиоуыэюя", r) {
			vowels, run = vowels+1, 0
		} else if run++; run > 3 {
			return false
		}
	}
	return vowels*4 >= size
}

// spokenLatin is spoken for Latin letters.
func spokenLatin(w string) bool {
	vowels, run := 0, 0
	for _, r := range w {
		if strings.ContainsRune("aeiouy", r) {
			vowels, run = vowels+1, 0
		} else if run++; run > 4 {
			return false
		}
	}
	return vowels*4 >= len(w)
}

// cutShort reports whether the word at i is an everyday word cut short, by the
// dot or colon behind it («Послеоп. период», «Заключ:»).
func (t *passage) cutShort(i int) bool {
	n := t.tok(i + 1)
	return (n.is(".") || n.is(":")) && n.before == glued && t.toks[i].size >= 3 && cutWord(t.toks[i].fold)
}
