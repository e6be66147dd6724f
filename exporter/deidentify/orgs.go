package deidentify

import "strings"

// legalForms stand before the name of an organisation, in capitals.
var legalForms = wordSet(`мнтк буз бу ооо оао зао пао ао ип нко ано тоо гауз гбуз мбуз муз гуз фгбу фгбуз фгку фгуп фгау гбу гау мау мбу мбоу гбоу мкоу маоу сош грэс тэц аэс гэс нпз гок цбк мдоу мбдоу
	фгбоу нии ниу ск мсч чуз огбуз обуз боу крб гкб ркб окб црб дркб крб мц кдц цмт азс ик сизо лпу мо нмиц фмба рвк овк отб спк кфх чоп тсж жск пкф нпо нпп рсу жэу жэк муп рждмед фку фкуз фкп фцн цмсч фгаоу огауз огбуз кгбуз фбуз фгкуз`)

// noForm are capitals before "№" that name no organisation, and shortOrg those
// written with a stroke.
var (
	noForm   = wordSet("скт ммг уздс узи вич ивл лфк гбо увч свч смт дмв кмв квч уфо ирт увт эвт ддт уфт нмп рф фз мз таб амп капс фл доз уп туб свечи снип тэс лод сзп пува эм эв пувa увч магнит пмпк дс смп ссмп кокав вк мк гд опер хо пхо сро умо кк кт мрт узи экг каб отд пал рг эгдс фгдс ид иб мсэ днк рнк элн лн")
	shortOrg = wordSet("п/ст д/с д/сад с/х в/ч ж/д ж/к п/о")
)

// orgWords are stems of the nouns of organisations.
var orgWords = []string{"больниц", "поликлиник", "клиник", "госпитал", "диспансер", "роддом", "медцентр", "амбулатор", "санатори", "медсанчаст",
	"лицей", "лице", "гимнази", "школ", "техникум", "колледж", "университет", "академи", "завод", "фабрик", "кафе", "ресторан", "магазин", "компани",
	"фирм", "холдинг", "комбинат", "агентств", "лаборатор", "институт", "центр", "банк", "часть", "части", "отель", "птицефабрик", "совхоз", "колхоз", "детсад", "сад",
	"предприяти", "хоспис", "военкомат", "гостиниц", "салон", "лагер", "колони", "универмаг", "супермаркет", "пекарн", "автосервис", "ателье", "музе", "театр", "библиотек", "типографи", "кинотеатр", "спортклуб", "медучилищ", "училищ", "общежити", "монастыр", "пол-ки", "интернат", "пансионат", "аптек", "трест", "депо", "шахт", "рудник", "такси", "хостел", "лесхоз", "автобаз", "автопарк", "прокуратур", "медколледж", "вытрезвит", "прииск", "столов", "стадион", "детдом", "приют", "консульств", "посольств", "редакц", "перинатальн", "поликл", "страхов", "политех", "доу", "онкодиспанс", "кванториум", "техноло", "онкоцентр", "кардиоцентр", "горбольниц", "госуниверситет", "агрофирм", "комиссариат", "агрохолдинг", "филиал", "бюро", "травмпункт", "травмопункт", "администрац", "загс", "почтамт", "сельсовет", "горсовет", "собес", "лесничеств", "райбольниц", "облбольниц", "госпитал"}

func orgWord(w string) bool {
	return (orgHeads.begin(w) || courts[w] || hasAnyInside(w, orgInside)) && !notOrg[w] && !strings.HasPrefix(w, "госпитализ")
}

var orgHeads = beginnings(orgWords)

// orgInside are nouns of organisations that stand at the end of longer ones.
var orgInside = []string{"университет", "компани", "промхоз", "завод", "комбинат", "больниц", "колледж", "институт", "фабрик", "поликлиник", "диспансер", "школа", "школы", "школе", "школу"}

var courts = wordSet("суд суда суде судом суду горсуд горсуда горсуде райсуд райсуда райсуде облсуд облсуда мехфак мехфака")

func hasAnyInside(w string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(w, p) {
			return true
		}
	}
	return false
}

var notOrg = wordSet("доула доулы доуле доулу доулой клинический клиническая клинически клинические клинической клинических клинического центральный центральная центральной центральные центрально центральных частью школьный школьного садовая садить центра сада садик частый частые страховой страхового лицензия лице лица банка банки школьник")

// employer are the words of labels behind which an organisation stands.
var employer = []string{"работодател", "обуча", "учится", "учащ", "работает", "работа", "трудоустр", "служит", "страховщик", "страхователь", "employer", "employed", "works", "предприят"}

// organizations takes out clinics, schools, employers and insurers.
func (t *passage) organizations() {
	for i, k := range t.toks {
		if k.kind == sign {
			if (k.is("«") || k.is("\"") || k.is("“") || k.is("„")) && t.quotedOrg(i) {
				from := i
				if p := t.tok(i - 1); p.kind == word && (p.shape == upper || t.hushed() && t.ownLetters(p)) && p.size >= 2 && p.size <= 5 && t.free(i-1) {
					from = i - 1 // ТЦ «Апельсин»
				} else if (hasAnyPrefix(p.fold, orgWords) || hasAnyPrefix(p.fold, []string{"разрез", "карьер", "прииск", "бассейн", "порт"})) && t.free(i-1) && t.toks[i].before <= spaced {
					from = t.orgAdjectives(i - 1)
				}
				t.mark(from, t.quoteEnd(i), typeOrg)
			}
			continue
		}
		if k.kind != word || t.taken[i] || t.kept[i] && k.in(pressureLetters) || k.shape == lower && k.size > 3 && !k.any(opensOrg) {
			continue
		}
		if k.shape == lower && k.size < 3 && t.tok(i+1).kind == word && !k.any(opensOrg) && !t.hushed() {
			continue // nothing begins with a small word before another
		}
		switch {
		case k.shape != lower && (t.builtFirm(i) || t.scanFirm(i)), t.agency(i), t.station(i), t.ministry(i), t.tradesman(i), t.orgLabel(i), t.brand(i), t.englishCue(i), t.saint(i), t.unitNumber(i), t.adjectiveOrg(i), t.bracketedOrg(i), t.studies(i), t.numberedLetters(i), t.acronymSaid(i), t.smallForm(i), t.lettersAt(i), t.hushedLetters(i), t.hushedOwner(i), t.centreOf(i), (k.shape == title || t.hushed()) && t.ofDistrict(i), k.any(organised) && t.whichOfMany(i), k.any(clinicSaid) && (t.cutBetween(i) || t.calledClinic(i) || t.policeUnit(i) || t.regionAlone(i) || t.cutNumbered(i) || t.namedUnit(i) || t.siteNamed(i)), t.smallUnit(i):
		case k.shape == upper && hospitalLetters(k) && !dispensaries[k.fold] && t.orgTail(i+1) == i+1 && t.capitalAdjective(i) == i && !(t.tok(i+1).kind == number && t.tok(i+1).before == spaced && !yearly(t.tok(i+1))) && !(t.tok(i+1).shape == title && t.townBehind(i+1) == i+1 && t.tok(i+1).before == spaced):
			t.mark(i, t.townBehind(i+1), typeOrg)
		case k.shape == upper && k.any(legal):
			t.legalForm(i)
		case k.shape == upper && k.size >= 2 && k.size <= 5 && !t.shouted() && !t.kept[i] && !k.any(inDictionary) && !k.in(noForm) && t.tok(i+1).is("№") && t.tok(i+2).kind == number && t.tok(i+2).size <= 3 && t.tok(i+3).kind != number:
			t.mark(i, t.overYear(i+3), typeOrg)
		case k.size == 1 && t.tok(i+1).is("/") && shortOrg[k.fold+"/"+t.tok(i+2).fold] && t.slashedEnd(i+3) > i+3:
			t.mark(i, t.slashedEnd(i+3), typeOrg)
		case k.kind == word && k.shape != lower && k.size >= 2 && t.acronym(i):
			from := t.capitalAdjective(i)
			if p := t.tok(from - 1); p.in(cutTowns) && p.shape != lower && t.toks[from].before == spaced && t.free(from-1) {
				from-- // СПб НИИФ
			}
			t.mark(from, t.centreTail(t.orgTail(i+1)), typeOrg)
		case t.cutOrg(i):
		case k.size == 1 && k.fold == "в" && t.tok(i+1).is("/") && t.tok(i+2).fold == "ч" && t.numberAt(i+3) > 0:
			t.mark(i, t.numberAt(i+3), typeOrg)
		case k.any(engaged) && hasAnyPrefix(k.fold, employer) || k.fold == "раб" && (t.tok(i+1).is(".") || t.bareLetters(i+1)):
			t.employer(i)
		case k.shape == title && k.size > 6 && !k.any(inDictionary|surnamed) && !t.opens(i) && hasEnd(k.fold, banks, 7):
			t.mark(i, t.orgTail(i+1), typeOrg) // в Совкомбанке
		case k.any(organised):
			t.institution(i)
		case k.any(orgEnglish) && (k.capital() || t.tok(i-1).shape == title && t.tok(i-2).shape == title && t.toks[i].before == spaced):
			t.englishOrg(i)
		}
	}
	t.englishOrganizations()
}

// legalForm reads "ООО «Диагност»", "ГКБ №15", "ЦРБ г. Арска", "ИК-18", "ИП Иванов".
func (t *passage) legalForm(i int) {
	to := t.orgTail(i + 1)
	if from := t.capitalAdjective(i); to > i+1 || from < i {
		t.mark(min(from, t.orgAdjectives(i)), to, typeOrg)
		return
	}
	if k := t.tok(i + 1); k.kind == word && k.shape != lower && k.before == spaced && (!t.kept[i+1] || k.any(surnamed)) {
		if j := t.orgTail(i + 2); k.shape == upper && j > i+2 && t.tok(i+2).kind == sign { // ООО СМК «Астрамед»
			t.mark(i, j, typeOrg)
		} else if k.any(legal) {
			t.mark(i, i+1, typeOrg)
		} else if to := t.properName(i + 1); to > i+1 && t.toks[i].fold != "мо" {
			t.mark(i, t.stationTail(to), typeOrg)
		}
	}
}

// stationTail steps over the station or the town a clinic lies at: "п-ка ст. Лиски".
func (t *passage) stationTail(i int) int {
	if s, n := t.tok(i), t.tok(i+2); (s.fold == "ст" || s.any(settling)) && s.before == spaced && s.size <= 3 && t.tok(i+1).is(".") && n.capital() && n.before <= spaced {
		return max(i+3, t.properName(i+2))
	}
	return i
}

// banks end the names of banks, in any case.
var banks = []string{"банк", "банка", "банку", "банке", "банком"}

// capitalAdjective goes left over "Кизлярская" before "ЦРБ" inside a sentence.
func (t *passage) capitalAdjective(i int) int {
	p := t.tok(i - 1)
	if p.kind == word && (p.shape == title || t.shouted() && !p.any(inDictionary)) && t.toks[i].before == spaced && p.any(adjectival) && !p.any(heading) && t.free(i-1) {
		return i - 1
	}
	return i
}

// cutOrg reads "дет. пол-ки №5" and "Сев. б-цу": cut words for clinics with what
// names them.
func (t *passage) cutOrg(i int) bool {
	k, h, e := t.toks[i], t.tok(i+1), t.tok(i+2)
	if !h.is("-") || h.before != glued || e.before != glued || e.kind != word || !(k.size == 1 && halvedOrg[k.fold+"-"+e.fold]) && k.fold != "п" && k.fold != "пол" && k.fold != "б" && k.fold != "пол-к" && k.fold != "гор" || !halvedOrg[k.fold+"-"+e.fold] && !hasAnyPrefix(e.fold, []string{"ка", "ки", "ку", "ке", "кой", "ца", "цу", "цы", "це", "цей"}) || e.size > 3 {
		return false
	}
	from, to := i, t.orgTail(i+3)
	if p := t.tok(i - 2); t.tok(i-1).is(".") && p.kind == word && p.size <= 4 && t.tok(i-2).before <= spaced {
		from = i - 2
	}
	if t.townAdjective(from - 1) {
		from--
	}
	if n := t.tok(to); to == i+3 && n.kind == number && n.size <= 3 && n.before == spaced && !t.measured(to+1) && (t.closes(to+1) || t.tok(to+1).kind == word) {
		to++ // пол-ки 117
	}
	to = t.stationTail(to)
	if p := t.tok(from - 1); from == i && halvedOrg[k.fold+"-"+e.fold] && p.shape == title && p.any(adjectival) && k.before == spaced && t.free(from-1) && !p.any(heading) {
		from-- // Мебельная ф-ка
	}
	if to == i+3 && !(from < i && t.toks[from].shape != lower) {
		return false
	}
	t.mark(from, to, typeOrg)
	return true
}

// numberAt is the end of a number at i, with or without "№", or 0.
func (t *passage) numberAt(i int) int {
	if t.tok(i).is("№") {
		i++
	}
	if k := t.tok(i); k.kind == number && k.size >= 2 && k.before <= spaced {
		return i + 1
	}
	return 0
}

// orgTail steps over what names an organisation behind its form: quoted names,
// numbers, a town, "имени Кого-то".
func (t *passage) orgTail(i int) int {
	to := i
	for n := 0; n < 6; n++ {
		k := t.tok(to)
		switch {
		case k.before > spaced:
			return to
		case k.is("«") || k.is("\"") || k.is("“") || k.is("„"):
			end := t.quoteEnd(to)
			if end == to {
				return to
			}
			to = end
		case k.is("№") && t.tok(to+1).kind == number:
			to += 2
		case k.is("-") && k.before == glued && (t.tok(to+1).kind == number || to > i && t.tok(to+1).kind == word && t.tok(to+1).before == glued):
			to += 2
		case k.fold == "плюс" && to > i && k.before == spaced:
			to++
		case k.kind == number && k.before == spaced && to == i && k.size <= 3 && t.tok(i-1).shape == upper && t.tok(i-1).size > 2 && !t.tok(to+1).is(":"):
			to++
		case k.shape == upper && to == i && k.size >= 2 && k.size <= 6 && k.before == spaced && t.tok(i-1).any(organised) && !k.any(shortForm|inDictionary) && !k.in(noForm):
			to++ // клиника УГМК
		case k.kind == number && to == i && k.size <= 3 && k.before == spaced && numbered(t.tok(i-1).fold) && !t.measured(to+1) && !strings.HasPrefix(t.tok(to+1).fold, "этаж") && !(t.tok(to+1).is(".") && t.tok(to+2).kind == number) && !t.tok(to+1).is("-"):
			to++ // гимназия 11
		case k.shape == title && to == i && k.before == spaced && t.tok(i-1).any(organised) && k.size > 4 && hasEnd(k.fold, ofSomebody, 5) && !t.opens(to) && !hasStem(t.tok(to+1).fold, "район"):
			to++ // центр Шумакова
		case t.orgTailRu(i, to) > to:
			to = t.orgTailRu(i, to)
		case to > i && k.shape == upper && (k.fold == "мо" || k.fold == "мз" || k.fold == "мвд" || k.fold == "фмба") && (t.tok(to+1).fold == "рф" || t.tok(to+1).fold == "россии"):
			to += 2
		case to == i && t.namedPlain(i):
			to = t.properName(i) // центр Авиценна
		case k.shape == lower && to == i && k.before == spaced && (t.tok(i-1).shape == upper || t.hushed() && institutes[t.tok(i-1).fold]) && hasEnd(k.fold, ofScience, 7):
			to++ // НМИЦ гематологии
		case k.shape == lower && k.kind == word && to == i && k.before == spaced && k.size > 5 && institutes[t.tok(i-1).fold] && t.tok(i-1).shape == upper:
			to++ // НИИ медтруда
		case (k.shape == lower || t.shouted()) && to == i && k.before == spaced && hasAnyPrefix(t.tok(i-1).fold, []string{"госпитал"}) && (k.fold == "ветеранов" || k.fold == "инвалидов" || k.fold == "войн"):
			to++
		case (k.shape == title || t.hushed() || t.shouted() || courts[t.tok(i-1).fold]) && to == i && k.before == spaced && k.any(adjectival) && t.districtEnd(to+1) > to+1:
			to = t.districtEnd(to + 1) // комиссариата Кировского района
		case k.fold == "св" && t.tok(to+1).is(".") && t.tok(to+2).kind == word && t.tok(to+2).before <= spaced:
			to += 3
		case k.kind == word && k.shape == lower && k.before == spaced && k.any(organised) && to > i-1 && t.tok(to+1).is("«"):
			to++ // медсанчасти завода «Знамя»
		case (k.fold == "г" || k.fold == "имени" || k.fold == "им" || k.fold == "города" || k.fold == "n") && k.kind == word:
			end := t.namedAfter(to + 1)
			if end == to+1 {
				return to
			}
			to = end
		default:
			next := t.rareTail(i, to)
			if next == to {
				return to
			}
			to = next
		}
	}
	return to
}

// institutes are capitals behind which a small word says what is studied.
var institutes = wordSet("нии нмиц нц фц нкц фнкц гнц")

// numbered reports whether organisations of that noun have numbers.
func numbered(w string) bool {
	return hasAnyPrefix(w, []string{"школ", "гимнази", "лице", "поликлиник", "больниц", "роддом", "садик", "травмпункт", "травмопункт", "хоспис", "диспансер", "автобаз", "столов", "интернат", "детсад", "амбулатор"}) || strings.HasSuffix(w, "школа") || strings.HasSuffix(w, "школе")
}

// ofSomebody and ofScience end the names of those whom institutions are called after,
// and of what they study.
var (
	ofSomebody = []string{"ова", "ева", "ина", "ына", "ского", "цкого", "ко", "ого"}
	ofScience  = []string{"логии", "терапии", "хирургии", "медицины", "акушерства", "педиатрии", "здоровья", "травматологии", "генетики"}
)

// namedAfter reads "им. С.П. Боткина", "г. Арска".
func (t *passage) namedAfter(i int) int {
	if t.tok(i).is(".") {
		i++
	}
	if k := t.tok(i); k.kind == word && k.shape == lower && k.before <= spaced && !k.any(heading) && (t.hushed() && !k.any(inDictionary) || t.cityAt(i) > i) {
		return max(i+1, t.cityAt(i))
	}
	j := i
	for n := 0; n < 3 && t.tok(j).kind == word && t.tok(j).size == 1 && t.tok(j+1).is("."); n++ {
		j += 2
	}
	if to := t.properName(j); to > j || !t.tok(j).capital() || t.tok(j).before > spaced {
		return to
	}
	return j + 1 // им. Боткина, whose illness stays
}

// institution reads a noun with what names it: adjectives before, a name or a
// number behind. The noun alone stays.
func (t *passage) institution(i int) {
	if n := t.tok(i + 1); t.toks[i].any(adjectival) && hasStem(n.fold, "центр") && n.before == spaced {
		i++
	}
	from, to := t.orgAdjectives(i), t.orgTail(i+1)
	if p := t.tok(i - 2); t.tok(i-1).is("-") && t.toks[i].before == glued && p.kind == word && (p.any(organised) || p.shape == upper && !hasStem(t.toks[i].fold, "центр") || p.fold == "дома" || p.fold == "дом" || p.fold == "доме") {
		from = i - 2
	}
	if o := t.tok(from - 1); o.kind == word && o.size <= 2 && o.before == glued && t.tok(from-2).is("-") && t.tok(from-3).kind == number && t.tok(from-3).size <= 2 && t.toks[from].before == spaced {
		t.mark(from-3, to, typeOrg) // 3-й горбольницы
		return
	}
	if from == i && to == i+3 && hasStem(t.toks[i].fold, "аптек") && t.toks[i].shape == lower && t.tok(i+1).is("№") {
		return // every town has an аптека № 4
	}
	if to == i+1 {
		to = max(t.quotedBehind(i+1), t.onStreet(i+1))
	}
	if to == i+1 && t.subjected(i) {
		t.mark(from, t.subjectEnd(i+1), typeOrg)
		return
	}
	if from == i && t.toks[i].fold == "бюро" {
		return // of the examination, as there are many
	}
	if to == i+1 && from == i && !soleOrg[t.toks[i].fold] {
		return
	}
	named := to > i+1 || t.ofRegion(from, i) || soleOrg[t.toks[i].fold]
	for j := from; j < i; j++ {
		named = named || t.toks[j].shape != lower && !(t.shouted() && t.toks[j].any(inDictionary)) && (!t.opens(j) || i-from > 1 || t.toks[j].any(adjectival) && (t.tok(j-1).is(":") || hasAnyInside(t.toks[i].fold, []string{"университет", "техникум", "комбинат", "райсуд", "горсуд", "лесхоз", "комиссариат"})))
	}
	if named {
		t.mark(from, to, typeOrg)
	}
}

// orgAdjectives goes left over adjectives and legal forms.
func (t *passage) orgAdjectives(i int) int {
	from := i
	if p := t.tok(i - 2); t.tok(i-1).is(".") && t.toks[i].before == glued && p.kind == word && p.size > 2 && t.free(i-2) {
		return i - 2 // перин.центр
	}
	for from > 0 && from > i-4 {
		p := t.toks[from-1]
		if c := t.toks[from-1]; c.is(".") && from > 1 && cutRegional[t.toks[from-2].fold] && t.tok(from-3).any(adjectival) && t.toks[from].before <= spaced {
			from -= 2 // Сахалинский обл. диспансер
			continue
		}
		if p.kind != word || t.toks[from].before > spaced || t.taken[from-1] && !(p.any(adjectival) && t.markedAs(from-1, typeLocation)) {
			break
		}
		if !(p.any(legal) && p.shape == upper || p.size > 5 && p.any(adjectival)) {
			break
		}
		from--
	}
	return from
}

// cutRegional are adjectives of clinics cut short.
var cutRegional = wordSet("обл гор респ краев район дет межрайон")

// adjectiveEnds are endings of adjectives, and of some more words.
var adjectiveEnds = []string{"ая", "ой", "ую", "ий", "ый", "ого", "ому", "ым", "ом", "ое", "яя", "ей", "его", "ским", "цким"}
