package deidentify

import "strings"

// settlement words stand before the name of a place. Those of one letter need a dot.
var settlement = wordSet(`г гор город города городе городу пос поселок поселка поселке пгт с село села селе д дер деревня деревни деревне
	аул аула ауле улус улуса улусе слобода слободы слободе станица станицы станице хутор хутора хуторе ст-ца рп обл район района районе рн р-н область области край края
	кишлак починок снт днт местечко х хут сумон сумона сумоне ауыл разъезд урочище ур`)

// villages say even in capitals that a name stands behind.
var villages = wordSet("пгт рп деревня деревни деревне поселок поселка поселке станица станицы станице хутор хутора хуторе аул аула ауле")

var settlementCut = wordSet("д дер с пос ст")

// live are stems of words after which "в" and a capital mean a place.
var live = []string{"прожива", "живет", "живущ", "родил", "уроже", "житель", "переех", "приех", "прибы", "направлен", "доставлен", "родом", "прописан", "эваку", "перевед", "перевели", "вахт", "командиров", "отбывал", "освободил", "служил", "вернул", "едет", "уехал", "поехал", "ездил", "летал", "отдыхал", "погиб", "отправл", "returned", "disembark", "flying", "flew", "trip", "going", "fled", "driving",
	"resident", "lives", "living", "born", "moved", "travel", "visited"}

// places takes out settlements: by the word before them, by a verb of living,
// and well-known cities wherever a capital begins them.
func (t *passage) places() {
	for i, k := range t.toks {
		if k.kind != word || !t.free(i) {
			continue
		}
		switch {
		case k.in(waters) && t.watered(i, i+1):
		case (k.fold == "р" || k.fold == "н") && t.tok(i+1).is(".") && t.tok(i+2).fold == "п" && t.tok(i+2).before == glued:
			t.settlement(i)
		case k.fold == "ст" && t.tok(i+1).is("-") && t.tok(i+1).before == glued && strings.HasPrefix(t.tok(i+2).fold, "ц") && t.tok(i+2).size == 2 && t.properName(i+3) > i+3:
			t.mark(i, t.properName(i+3), typeLocation)
		case k.shape == upper && k.size == 1 && (k.fold == "с" || k.fold == "д" || k.fold == "п" || k.fold == "г") && t.shouted() && t.tok(i+1).is(".") && t.tok(i+2).kind == word && t.tok(i+2).size > 3 && (t.tok(i-1).fold == "в" || t.tok(i-1).fold == "из" || t.tok(i-1).is(".") && hasAnyPrefix(t.tok(i-2).fold, addressLabel) || t.tok(i-1).any(living)),
			k.shape == upper && t.shouted() && k.in(villages) && t.free(i+1) && t.tok(i+1).before == spaced:
			t.settlement(i)
		case k.shape == upper && (k.fold == "снт" || k.fold == "днт" || k.fold == "тсн" || k.fold == "жк" && !t.shouted() || k.fold == "кп") && t.tok(i+1).shape == title && t.tok(i+1).before == spaced && t.free(i+1) && !t.tok(i+1).any(heading):
			t.mark(i, t.properName(i+1), typeLocation)
		case k.any(settling) && k.shape != upper && (k.size > 1 || t.tok(i+1).is(".")):
			t.settlement(i)
		case k.fold == "ст" && t.tok(i+1).is(".") && t.tok(i+2).shape == title && (hasAnyPrefix(t.tok(i-1).fold, addressLabel) || t.tok(i-1).is(".") && hasAnyPrefix(t.tok(i-2).fold, addressLabel)):
			t.mark(i, max(i+3, t.properName(i+2)), typeLocation) // прож. ст. Полтавская
		case k.fold == "ст" && t.tok(i+1).is(".") && t.tok(i+2).shape == title && t.tok(i+2).any(adjectival) && !t.tok(i+2).any(heading) && !t.tok(i+2).any(inDictionary) && t.tok(i+2).before <= wrapped, t.hamlet(i):
			t.mark(i, i+3, typeLocation)
		case t.district(i), t.metro(i), t.namedSpot(i), t.barePlace(i), t.townAlone(i), t.surePlace(i), t.countyPlace(i), t.pairedPlace(i):
		case k.fold == "порту" && t.tok(i+1).shape == title && t.tok(i+1).before == spaced && t.free(i+1) && !t.tok(i+1).any(heading):
			t.mark(i+1, t.properName(i+1), typeLocation)
		case t.native(i):
		case k.shape == lower && k.size > 3 && t.smallTown(i):
			t.mark(i, t.cityAt(i), typeLocation)
		case (k.fold == "в" || k.fold == "из") && t.townByEnding(i+1):
			t.mark(i+1, i+2, typeLocation)
		case k.fold == "в" || k.fold == "из" || k.fold == "of" || k.fold == "in" || k.fold == "to" || k.fold == "from":
			t.placeAfter(i)
		case k.shape == title || k.shape == upper && k.size > 3:
			if to := t.cityAt(i); to > i && !t.cityIsWord(i, to) && !t.borne(i, to) {
				t.mark(i, to, typeLocation)
			}
		}
	}
}

// hamlet reads "п. Северный" at a clause's end: no point of a list.
func (t *passage) hamlet(i int) bool {
	n := t.tok(i + 2)
	return t.toks[i].fold == "п" && t.toks[i].shape == lower && i > 0 && t.tok(i-1).kind != number && t.tok(i+1).is(".") && n.shape == title && n.before <= spaced && n.any(adjectival) && !n.any(heading|medicinal|monthly) &&
		hasEnd(n.fold, []string{"ый", "ий", "ой", "ое", "ом"}, 5) && (t.closes(i+3) || t.tok(i+3).is("("))
}

func (t *passage) settlement(i int) {
	j := i + 1
	if t.toks[i].size == 1 && t.tok(i-1).is(".") && t.tok(i-2).fold == "п" && t.tok(i-3).kind == number {
		return // ст. 68 п. г. Удост.
	}
	if t.toks[i].fold == "р" || t.toks[i].fold == "н" || t.toks[i].fold == "с" && t.tok(i+2).fold == "п" { // р.п. Чик
		j += 2
	}
	if t.tok(j).is(".") {
		j++
	}
	if k := t.tok(j); k.size == 1 && k.shape == upper && t.tok(j+1).is(".") && t.tok(j+2).capital() && t.tok(j+2).before <= spaced && !t.toks[i].capital() && settlementCut[t.toks[i].fold] && !t.tok(j+2).any(strongly) {
		j += 2 // «д. М. Козлы»
	}
	if b := t.toks[i].fold; strings.HasPrefix(b, "обл") && (t.tok(j).shape == lower || t.tok(j-1).is(".") && b != "обл") {
		return // обл. сердца, области. Метеоризм
	}
	to := t.properName(j)
	if to == j && t.tok(j).capital() && t.tok(j).any(adjectival) && t.tok(j+1).before == spaced {
		to = max(j, t.properName(j+1)) // Верхняя Пышма: the first word begins headings too
		if to == j+1 {
			to = j
		}
	}
	if p := t.tok(i - 1); to == j && t.tok(j).shape == title && t.tok(j).before <= spaced && (p.fold == "в" || p.fold == "из" || p.fold == "до") && p.shape == lower {
		to = j + 1 // из п. Светлый
	}
	if k := t.tok(j); to == j && t.hushed() && k.kind == word && k.size > 2 && k.before <= spaced && (!k.any(inDictionary|heading) || t.inTown(i, j)) {
		to = max(j+1, t.cityAt(j))
		if n := t.tok(to); to == j+1 && k.any(adjectival) && n.kind == word && n.shape == lower && n.before == spaced && n.size > 3 && !n.any(addressing|abbreviated|heading) && (t.closes(to+1) || t.tok(to+1).kind == number) {
			to++ // д. верхние мочалки
		}
	}
	if t.toks[i].size == 1 && t.toks[i].fold != "р" && t.toks[i].fold != "н" && (t.tok(i-1).kind == number || t.tok(i-1).is("/")) || to == j || t.tok(j).before > spaced || t.tok(j).size < 2 || t.kept[j] {
		return
	}
	t.mark(i, to, typeLocation)
}

// inTown reports whether a cut word for a town at i, behind a preposition or a label, says
// that even an everyday word at j is its name: "в г. шахты".
func (t *passage) inTown(i, j int) bool {
	p := t.tok(i - 1)
	if p.is(".") && hasAnyPrefix(t.tok(i-2).fold, addressLabel) {
		return true // прож. д. гарь
	}
	return j == i+2 && t.toks[i].size <= 3 && (toPlace[p.fold] || p.is(":") || p.is(",") || p.any(living))
}

// smallTown reads a known town without its capital: behind a small word, or anywhere in a
// passage without capitals if it means nothing else there.
func (t *passage) smallTown(i int) bool {
	k, to := t.toks[i], t.cityAt(i)
	if to == i || k.any(inDictionary) && to == i+1 && k.fold != "баку" || !toPlace[t.tok(i-1).fold] && !(t.tok(i-1).is(":") && hasAnyPrefix(t.tok(i-2).fold, addressLabel)) && (!t.hushed() || t.borne(i, to) || to == i+1 && k.any(explaining&^built|firstName)) {
		return false
	}
	t.mark(i, to, typeLocation)
	return true
}

// native reads where somebody comes from: "уроженец Клина", "жительница шумихи".
func (t *passage) native(i int) bool {
	p, k := t.tok(i-1), t.toks[i]
	if p.size < 6 || !hasAnyPrefix(p.fold, []string{"урожен", "жительниц"}) && p.fold != "житель" || k.before != spaced || k.size < 3 || k.any(settling|addressing) || inside[k.fold] || countries()[k.fold] || hasAnyPrefix(k.fold, abroad) || t.region(i) {
		return false
	}
	to := max(t.properName(i), t.cityAt(i))
	if to == i && t.hushed() && hasEnd(k.fold, genitiveEnds, 4) {
		to = i + 1
	}
	if to == i {
		return false
	}
	t.mark(i, to, typeLocation)
	return true
}

// abroad are stems of countries of which patients are natives; what is larger than a
// region may stay.
var abroad = []string{"росси", "казахстан", "узбекистан", "таджикистан", "кыргыз", "киргиз", "туркмен", "армени", "грузии", "азербайджан", "украин", "белорус", "молдав", "молдов", "литвы", "латвии", "эстони", "китая", "вьетнам", "кореи", "монголи", "сирии", "афганистан", "индии", "германии", "ссср"}

// genitiveEnds are those of a town's name behind "уроженец".
var genitiveEnds = []string{"а", "я", "и", "ы", "ого", "ой", "ых", "их", "ей", "о"}

// properName is the end of a run of capitalised words joined by spaces or
// hyphens ("Нижний Тагил", "Ростов-на-Дону", "Красная Горка").
func (t *passage) properName(i int) int {
	j := i
	for j < i+5 && j < len(t.toks) {
		k := t.toks[j]
		if j > i && k.before > spaced {
			break
		}
		if k.is("-") && k.before == glued && t.tok(j+1).kind == word && t.tok(j+1).before == glued {
			j += 2
			continue
		}
		if !k.capital() || t.kept[j] || k.any(heading) {
			break
		}
		j++
	}
	return j
}

// placeAfter reads "проживает в Туле", "resident of Boise".
func (t *passage) placeAfter(i int) {
	n := t.tok(i + 1)
	if t.hushed() && n.kind == word && n.shape == lower && (n.size > 3 && !n.any(explaining) || n.size > 2 && t.cityAt(i+1) > i+1) {
		t.smallPlace(i)
		return
	}
	if !n.capital() || n.before > wrapped || n.any(shortForm|heading) || n.in(wards) || countries()[n.fold] || n.size == 1 && t.tok(i+2).is(".") {
		return
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if t.toks[j].is(".") {
			return
		}
		if t.toks[j].any(living) {
			if to := t.properName(i + 1); to > i+1 && t.free(i+1) && !t.tok(i+1).any(organised) {
				t.mark(i+1, to, typeLocation)
			}
			return
		}
	}
}

// smallPlace reads "проживает в каменске-уральском" in a passage without capitals.
func (t *passage) smallPlace(i int) {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if t.toks[j].any(living) {
			to := max(i+2, t.cityAt(i+1))
			for t.tok(to).is("-") && t.tok(to).before == glued && t.tok(to+1).before == glued {
				to += 2
			}
			t.mark(i+1, to, typeLocation)
			return
		}
	}
}

// cityIsWord reports whether the city's name may be an ordinary word here: at
// the head of a sentence, or a scale's (классификация Чикаго, Los Angeles grade B).
func (t *passage) cityIsWord(i, to int) bool {
	p, n := t.tok(i-1), t.tok(to)
	for j := i - 1; j > i-5 && j >= 0; j-- {
		if hasAnyPrefix(t.toks[j].fold, []string{"читает", "читал", "слушает", "слушал", "играет"}) {
			return true // слушает Баха и Чайковского
		}
	}
	if t.opens(i) && to == i+1 && t.toks[i].any(inDictionary) && hasEnd(t.toks[i].fold, []string{"ать", "ить", "еть"}, 5) {
		return true // «Забрать кровь»
	}
	if to > i+1 && cyrillic(t.toks[i].fold) {
		return false // Старая Русса
	}
	if t.watered(i, to) {
		return true
	}
	if n.shape == upper && n.size == 1 && n.before == spaced && (n.fold == "а" || n.fold == "в" || n.fold == "с") && cyrillic(t.toks[i].fold) && to > i+1 && !t.tok(to+1).is(".") {
		return true // Лос-Анджелес В
	}
	if n.before <= spaced && (n.any(tailWord) || n.fold == "grade" || n.shape == upper && n.size == 1 && "a" <= n.fold && n.fold <= "d" && !t.tok(to+1).is(".")) {
		return true
	}
	return p.kind == word && (p.fold == "по" || p.any(headWord)) || t.opens(i) && t.toks[i].any(common)
}

// waters are towns whose mineral water is known by their name.
var waters = wordSet("ессентуки ессентуков боржоми нарзан нарзана смирновская славяновская джермук арзни")

// watered reports whether the town at i..to is its water: "пьёт Ессентуки 17".
func (t *passage) watered(i, to int) bool {
	if !waters[t.toks[i].fold] {
		return false
	}
	if n := t.tok(to); n.kind == number && n.size <= 2 || (n.is("№") || n.is("-")) && t.tok(to+1).kind == number {
		return true
	}
	for j := i - 1; j >= 0 && j > i-6; j-- {
		if hasAnyPrefix(t.toks[j].fold, []string{"пьет", "пил", "пить", "вод", "минер", "мин"}) {
			return true
		}
	}
	return false
}

// townEnds are endings of towns behind "в", and townEndsFrom behind "из".
var (
	townEnds     = []string{"ске", "цке", "граде", "бурге", "поле", "овке", "евке", "ино", "ово", "ево"}
	townEndsFrom = []string{"ска", "цка", "града", "бурга", "поля", "овки", "евки", "ино", "ово", "ево"}
)

// townByEnding reads "в Покровске" and "из Партизанска": no other word with a capital
// inside a sentence ends so behind the small word.
func (t *passage) townByEnding(i int) bool {
	k, in := t.tok(i), t.tok(i-1).fold == "в"
	if k.shape != title || k.before != spaced || k.size < 6 || !t.free(i) || k.any(heading|medicinal|organised|monthly|eponymous) || t.tok(i-1).shape != lower || t.tok(i+1).is("-") {
		return false
	}
	return in && hasEnd(k.fold, townEnds, 6) || !in && hasEnd(k.fold, townEndsFrom, 6)
}
