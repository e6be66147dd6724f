package deidentify

import "strings"

// addressWord holds the words that stand inside an address.
var addressWord = wordSet(`г город ул улица улице улицы пр т просп проспект проспекте пер переулок пл площадь бульвар б р бул шоссе ш наб набережная
	проезд пр-д мкр микрорайон тракт аллея тупик линия д дом корп корпус к стр строение кв квартира оф офис ком пос поселок с село дер деревня
	пгт обл область респ республика район рн край а станица хутор аул улус слобода подъезд подъезде этаж общежитие общежития комната комн литер владение снт квартал мкрн`)

// addressPart are short words that belong to an address only before a number.
var addressPart = wordSet("зд пом линия квартал под эт ком лит вл общ дмф секция стр вагон бокс гараж участок уч комн дмфн корп парадная пар")

var numeral = wordSet("один два три четыре пять шесть семь восемь девять десять")

// streetWord begins or ends a street's name.
var streetWord = wordSet(`ул улица улице улицы улицу пр-т пр-д просп проспект проспекту проспекте проспекта пер переулок переулке бульвар бульваре бул б-р шоссе прос прсп
	набережная набережной проезд проезде мкр микрорайон микрорайоне тракт тракте аллея аллее тупик линия линии квартал`)

var streetWordEn = wordSet("terr lp str cres cresc pde tce cct st street ave avenue road rd blvd boulevard lane ln drive dr court ct way place pl terrace ter circle cir highway hwy parkway pkwy trail square sq row alley loop path crossing plaza close crescent gardens grove rise walk mews hill view parade quay wharf broadway approach yard croft meadow meadows heights ridge turnpike esplanade embankment villas drove fields brow lea clough nook leys acres hollow paddock paddocks mews copse spinney dell brae wynd orchard maltings moorings knoll glen holler overlook landing cove cottages")

// addressLabel is a stem of words after which an address stands.
var addressLabel = []string{"адрес", "прож", "пропис", "зарегистр", "регистрац", "жительств", "address"}

// addresses takes out streets with their houses, and all of an address before
// and behind them.
func (t *passage) addresses() {
	for i, k := range t.toks {
		switch {
		case t.britishCode(i):
		case k.kind == word && k.in(headsEn) && t.english() && t.free(i) && (t.blockOfFlats(i) || t.mailBag(i) || t.spotOf(i)):
		case k.kind == number && t.free(i) && t.anniversary(i):
			t.mark(t.addressStart(i), max(i+3, t.addressEnd(i+2)), typeAddress)
		case k.kind == number && t.hushedHouse(i):
		case k.kind == number && k.size <= 6 && (t.free(i) || t.flatOverStroke(i)):
			t.englishStreet(i)
		case k.in(housesSaid) && t.houseOn(i):
		case k.any(opensAddress) && t.addressAt(i):
		case k.kind == word && k.any(counting) && t.spokenHouse(i):
		case k.kind == word && (k.in(corners) && t.corner(i) || k.capital() && t.callout(i)):
		}
	}
	t.englishAddresses()
}

// addressAt reads an address that the word at i opens or is of, if it does.
func (t *passage) addressAt(i int) bool {
	k := t.toks[i]
	switch {
	case k.fold == "пр" && t.tok(i+1).is(".") && breathTests[t.tok(i+2).fold]:
		return false // пр. Штанге 51
	case k.fold == "пр" && t.tok(i+1).is(".") && k.before == spaced && hasAnyPrefix(t.tok(i-1).fold, sided) && t.tok(i-1).shape != upper:
		return false // бедро пр. Жгут с 11.20
	case k.fold == "пер" && t.tok(i+1).is(".") && t.tok(i+2).any(eponymous|eponymStemmed) && t.tok(i+3).kind != number && !t.tok(i+3).is(","):
		return false // пер. Беннета
	case streetWord[t.hyphened(i)] && t.free(i):
		if strings.HasPrefix(k.fold, "лини") && (t.tok(i-1).fold != "я" || t.tok(i-3).kind != number) || k.fold == "квартал" && t.tok(i+1).kind != number && t.tok(i-1).kind != number {
			return false // Z-линия; 9-я линия
		}
		t.street(i)
	case k.in(shortStreet) && t.free(i) && t.toks[i].before == spaced && t.tok(i-1).capital() && t.tok(i-1).any(adjectival) && (t.tok(i+1).is(".") || t.tok(i+1).is(",") || t.tok(i+1).kind == number && t.houseTail(i+2)):
		t.street(i)
	case k.in(shortStreet) && t.tok(i+1).is(".") && t.free(i) && t.numberSoon(i+2):
		t.street(i)
	case k.fold == "наб" && t.free(i) && (t.tok(i+1).capital() || t.tok(i+1).fold == "реки" || t.tok(i+1).fold == "р") && t.numberSoon(i+2):
		t.street(i)
	case hasAnyPrefix(k.fold, addressLabel) && !(k.fold == "address" && t.english()) || k.fold == "рег" || k.fold == "адр" || k.fold == "очаг" && t.tok(i+1).shape == title && t.tok(i+1).before == spaced:
		t.labelledAddress(i)
	case (k.fold == "po" || k.fold == "p" && t.tok(i+1).is(".") || (k.fold == "flat" || k.fold == "apt") && !t.english()) && t.free(i):
		t.postBox(i)
	case (k.fold == "кв" || k.fold == "д" || k.fold == "дом" || k.fold == "квартира") && t.free(i):
		t.house(i)
	case (k.fold == "zip" || k.fold == "индекс") && t.free(i):
		t.postalCode(i)
	default:
		return false
	}
	return true
}

// addressLeads are the words an address may open with, beside those of streets and labels.
var addressLeads = wordSet("пр б м мк рег адр очаг po p flat apt кв д дом квартира zip индекс")

// jubilees are what streets keep the years of ("50 лет Октября").
var jubilees = wordSet("влксм октября победы ссср комсомола пионерии рсфср рккa октябрьской советской независимости казахстана татарстана башкирии якутии целины")

// anniversary reports whether "50 лет ВЛКСМ" stands at i.
func (t *passage) anniversary(i int) bool {
	n := t.tok(i + 1)
	return t.toks[i].size <= 3 && (n.fold == "лет" || n.fold == "летия" || n.is("-") && t.tok(i+2).fold == "летия") && (jubilees[t.tok(i+2).fold] || jubilees[t.tok(i+3).fold] && n.is("-"))
}

// shortStreet are cut words for streets that may be other words as well.
var shortStreet = wordSet("пр пл ш туп лин пер просп наб")

// hyphened gives a word with its other half ("пр-т", "б-р").
func (t *passage) hyphened(i int) string {
	k := t.toks[i]
	if n := t.tok(i + 2); (k.fold == "кв" && n.fold == "л" || k.fold == "м" && n.fold == "н" || k.fold == "мк" && n.fold == "н") && t.tok(i+1).is("-") && t.tok(i+3).capital() {
		return "мкр" // кв-л Весенний, м-н Южный
	}
	if n := t.tok(i + 2).fold; k.fold == "пр" && t.tok(i+1).is("-") && (n == "кт" || n == "зд") {
		return "пр-т"
	}
	if n := t.tok(i + 2); (k.fold == "пр" || k.fold == "б") && t.tok(i+1).is("-") && (n.size == 1 || n.shape == mixed && strings.HasPrefix(n.fold, "р")) {
		return k.fold + "-" + first(n.fold) // «б-рЮбилейная» too
	}
	return k.fold
}

// quarters have numbers before them too.
var quarters = wordSet("мкр мкрн микрорайон микрорайоне микрорайона квартал квартале")

// street marks the street at i with the address around it, if names or numbers
// stand beside the word.
func (t *passage) street(i int) {
	begin := i
	if t.tok(i+1).is("-") && t.tok(i+1).before == glued && t.toks[i].size <= 2 {
		begin = i + 2
	}
	if t.tok(begin+1).is(".") && begin+2 < len(t.toks) && t.kept[begin+2] && t.toks[i].fold == "пер" && !t.tok(begin+3).is(",") {
		return // пер. Беннета
	}
	to := t.addressEnd(begin)
	from := t.addressStart(i)
	if p, q := t.tok(from-1), t.tok(from-2); p.fold == "по" && q.kind == number && q.size <= 3 && t.free(from-2) {
		if d := t.tok(from - 3); d.is("№") {
			from -= 3 // во дворе дома № 14 по ул. Космонавтов
		} else if hasStem(d.fold, "дом") || d.is(".") && t.tok(from-4).fold == "д" {
			from -= 2
		}
	}
	if p := t.tok(from - 1); from == i && quarters[t.toks[i].fold] && p.kind == number && p.size <= 3 && t.toks[i].before == spaced && t.free(i-1) {
		from-- // 5 мкр, д. 12
	}
	if p := t.tok(from - 1); from == i && p.kind == word && p.shape == lower && p.any(adjectival) && t.toks[i].before == spaced && t.nameOfStreet(i-1) && t.hushed() {
		from-- // комсомольский пр-т 44
	}
	if n := t.tok(begin + 1); t.hushed() && to <= begin+1 && n.kind == word && n.shape == lower && n.before <= spaced && t.free(begin+1) && t.toks[i].fold != "линии" && (commonStreets[n.fold] || n.size > 4 && !n.any(explaining|abbreviated)) {
		t.mark(from, begin+2, typeAddress) // упал на ул гайдара
		return
	}
	for j := from; j < to; j++ {
		k := t.toks[j]
		if j != i && (k.kind == number || k.capital() && !k.any(addressing)) {
			t.mark(from, to, typeAddress)
			return
		}
	}
}

// addressEnd goes right over names, numbers and the words of addresses.
func (t *passage) addressEnd(i int) int {
	end := i + 1
	for j := i; j < len(t.toks) && j < i+30; j++ {
		k := t.toks[j]
		if j > i && (k.before >= wrapped && !t.addressGoesOn(j) || t.dayAt(j)) {
			return end
		}
		switch {
		case j > i && k.fold == "с" && t.tok(j+1).kind == number && t.tok(j+2).is(":"):
			return end // с 7:30
		case k.kind == number:
			end = j + 1
		case k.kind == word && k.any(addressing) && (k.size > 1 || t.tok(j+1).is(".") || k.before == glued || t.tok(j+1).kind == number):
			end = j + 1
		case k.kind == word && j > i && numeral[k.fold] && (t.tok(j-1).any(addressing) || t.tok(j-1).is(".")):
			end = j + 1
		case k.kind == word && addressPart[k.fold] && (t.tok(j+1).kind == number || t.tok(j+1).is(".") && t.tok(j+2).kind == number):
			end = j + 1
		case k.kind == word && t.tok(j-1).is(",") && !k.any(addressing) && t.flatAt(j-2):
			return end // кв. 14, инвалид
		case k.kind == word && j > i && t.tok(j-1).is(",") && !t.tok(j).any(addressing) && k.any(inDictionary) && (k.shape == lower && t.hushed() || k.shape == upper && t.shouted()) && t.tok(j+1).kind == word:
			return end // another clause
		case k.kind == word && k.shape == lower && j > i && t.hushed() && !k.any(heading|callingWord) && k.before <= spaced && (!t.tok(j-1).is(".") || streetWord[t.tok(j-2).fold]):
			end = j + 1
		case k.kind == word && k.shape == lower && j > i && t.toks[i].fold == "ул" && !t.hasNumber(i, j) && t.smallStreet(j):
			end = j + 1 // ул большая серпуховская 43
		case k.kind == word && k.shape != lower && (!k.any(heading) || t.tok(j-1).is(".") && k.before == glued):
			end = j + 1
		case k.kind == word && (k.before == glued && t.tok(j-1).kind == number || k.before == glued && t.tok(j-1).is("-") || k.fold == "я"):
			end = j + 1
		case k.kind == word && k.shape == lower && j > i+1 && t.tok(j-1).shape == title && k.before == spaced && k.any(inDictionary) && (t.tok(j+1).kind == number || t.tok(j+1).is(",") && t.tok(j+2).kind == number):
			end = j + 1 // ул. Дружбы народов, 133а
		case k.fold == "лет" && t.tok(j-1).kind == number && t.tok(j+1).capital(), k.fold == "реки" && t.tok(j+1).capital():
			end = j + 1
		case k.is(".") && t.stopsSentence(j):
			return end
		case k.kind == sign && strings.Contains(".,-/№", k.fold):
		default:
			return t.partsEnd(end)
		}
	}
	return t.partsEnd(end)
}

// wholeWord are words of addresses that nobody cuts: a dot behind ends a sentence.
var wholeWord = wordSet("улица улице улицы дом село села селе город городе города деревня деревни поселок поселке шоссе аллея проезд площадь этаж подъезд комната квартира")

// stopsSentence reports whether the dot at j ends a sentence and not an
// abbreviation of an address.
func (t *passage) stopsSentence(j int) bool {
	p := t.tok(j - 1)
	return !(p.kind == word && ((p.any(addressing) || addressPart[p.fold]) && !wholeWord[p.fold] || p.size == 1)) && t.tok(j+1).before != glued
}

// addressStart goes left over the town and the postal code.
func (t *passage) addressStart(i int) int {
	from := i
	for j := i - 1; j >= 0 && j > i-14; j-- {
		k, next := t.toks[j], t.toks[j+1]
		if next.before >= wrapped {
			return from
		}
		switch {
		case k.kind == number && (k.size == 6 || k.size <= 3 && next.is("-")):
			from = j
		case k.kind == word && k.shape != lower && !k.any(heading):
			from = j
		case k.kind == word && k.any(addressing) && (k.size > 1 || next.is(".")):
			from = j
		case k.kind == word && k.size == 1 && (next.is("-") && next.before == glued || k.before == glued && t.tok(j-1).is("-")):
		case k.is(",") || k.is("-") || k.is(".") && j > 0 && t.toks[j-1].any(addressing):
		default:
			return from
		}
	}
	return from
}

// labelledAddress takes what stands behind "адрес:" or "проживает по адресу".
func (t *passage) labelledAddress(i int) {
	j := i + 1
	for j < len(t.toks) && j < i+6 && (t.toks[j].is(":") || t.toks[j].is("(") || t.toks[j].is("–") || t.toks[j].is("-") || t.toks[j].is(".") || t.toks[j].kind == word && t.toks[j].shape == lower && !t.toks[j].any(addressing)) {
		if t.toks[j].before >= parted {
			return
		}
		j++
	}
	k := t.tok(j)
	if t.toks[i].fold == "рег" && k.kind == number && k.size < 5 || t.dayAt(j) {
		return // of a valve
	}
	if h := t.smallHouse(i); h > i {
		t.mark(i+1, t.partsEnd(t.houseAfter(h)), typeAddress)
		return
	}
	if j >= len(t.toks) || k.before >= wrapped || k.kind == sign || k.kind == word && k.shape == lower && !k.any(addressing) || k.kind == word && k.any(heading) {
		return
	}
	if to := t.addressEnd(j); to > j && t.hasNumber(j, to) {
		if t.hushed() {
			j, _ = t.hushedStreet(j)
		}
		t.mark(max(j, i+1), to, typeAddress)
	}
}

func (t *passage) hasNumber(from, to int) bool {
	for j := from; j < to; j++ {
		if t.toks[j].kind == number {
			return true
		}
	}
	return false
}

func (t *passage) postalCode(i int) {
	j := i + 1
	for t.tok(j).is(":") || t.tok(j).fold == "code" {
		j++
	}
	if k := t.tok(j); k.kind == number && (k.size == 5 || k.size == 6) {
		t.mark(j, j+1, typeAddress)
	}
}

// englishStreet reads "6235 Oak Hill Avenue, Springfield, MA 37403".
func (t *passage) englishStreet(i int) {
	j, names := i+1, 0
	if t.tok(j).is(".") || t.tok(j).any(measuring) && !(t.tok(j).shape == upper && t.tok(j+1).shape == title && t.tok(j+1).in(streetWordEn)) || t.toks[i].before == glued && (t.tok(i-1).kind == word || t.tok(i-1).is(".")) {
		return // 5. Dr, V600E, 40 mg
	}
	for ; j < i+7; j++ {
		k := t.tok(j)
		if n := t.tok(j + 1); k.fold == "dr" && (k.shape == title || t.shouted() || t.tok(j-1).fold == "by") && (n.capital() && n.before == spaced && !unitsOf[n.fold] || n.is(".") && t.tok(j+2).capital() && t.tok(j+2).before < wrapped) {
			return // bed 4 GP Dr Smith
		}
		if k.before != spaced && !(k.before == glued && (k.kind == word || k.is(".") || k.is("'"))) {
			return
		}
		if (k.capital() || k.kind == word && k.before == spaced) && k.in(streetWordEn) && names > 0 && !((t.tok(j+1).capital() || t.hushed() && t.tok(j+1).in(shortStreets) && t.tok(j+1).before == spaced) && t.tok(j+1).in(streetWordEn)) {
			break
		}
		if !k.capital() && k.kind != number && !(k.before == glued) && !(t.hushed() && k.kind == word) {
			return
		}
		names++
	}
	if j == i+7 {
		return
	}
	if h := t.tok(i - 2); t.tok(i-1).is("-") && t.toks[i].before == glued && h.kind == number && h.size <= 3 && t.tok(i-1).before == glued {
		i -= 2 // 41-118 Palm Rd
	} else if t.flatOverStroke(i) {
		i -= 2
	}
	if t.flatBefore(i) < i {
		i = t.flatBefore(i)
	}
	t.mark(i, t.englishEnd(j+1), typeAddress)
}

// postBox reads "PO Box 442, Silver Springs" and "Flat 9, Kelso House, Gateshead NE8".
func (t *passage) postBox(i int) {
	k := t.toks[i]
	n := i + 1
	if k.fold == "po" || k.fold == "p" {
		for t.tok(n).is(".") || t.tok(n).fold == "o" {
			n++
		}
		if t.tok(n).fold != "box" {
			return
		}
		n++
	}
	if t.tok(n).kind == number && t.tok(n).size <= 5 && (k.capital() || t.hushed()) {
		t.mark(i, t.englishEnd(t.unitEnd(n)), typeAddress)
	}
}

func (t *passage) unitEnd(n int) int {
	if k := t.tok(n + 1); k.kind == word && k.size == 1 && k.before == glued {
		return n + 2
	}
	return n + 1
}

// englishEnd steps over unit, city, state and ZIP code.
func (t *passage) englishEnd(i int) int {
	end := i
	if t.tok(i).is(".") && t.tok(i).before == glued && (t.tok(i+1).is(",") || t.tok(i+1).kind == number) {
		i++
		end = i
	}
	for j := i; j < i+10 && j < len(t.toks); j++ {
		k := t.toks[j]
		switch {
		case k.before >= tabbed && !(k.before == wrapped && (t.tok(j-1).is(",") || t.tok(j-1).before == spaced && unitsOf[t.tok(j-1).fold] && k.kind == number)), t.tok(j + 1).is(":"), k.any(heading | callingWord):
			return end
		case k.is(",") || k.is("#") || k.is("-"), (j > i && (t.tok(j-1).is(",") || t.tok(j-1).kind == number) || j == i && k.before == spaced) && unitsOf[k.fold] && (t.tok(j+1).kind == number || t.flatLetter(j+1)):
		case k.kind == word && j > i && unitsOf[t.tok(j-1).fold] && t.flatLetter(j):
			end = j + 1
		case k.kind == number && k.size <= 5:
			if u := t.tok(j + 1); u.kind == word && u.before == glued && u.size > 2 {
				return end // 14 Elm St, 67yom
			}
			end = j + 1
			if k.size == 5 && t.tok(j+1).kind == number {
				return j // a telephone number
			}
			if k.size == 5 && !t.tok(j+1).is("-") {
				return end
			}
		case k.kind == word && k.before == glued && k.size <= 2 && t.tok(j-1).kind == number, k.kind == word && compassWords[k.fold] && k.before == spaced && j == i:
			end = j + 1
		case (k.capital() || t.hushed() && k.kind == word && (t.tok(j-1).is(",") || k.size == 2)) && t.commaBefore(j):
			end = j + 1
		default:
			return end
		}
	}
	return end
}

// flatLetter reports whether the letter of a flat stands at i: "apt B".
func (t *passage) flatLetter(i int) bool {
	k := t.tok(i)
	return t.english() && k.kind == word && k.size == 1 && k.shape == upper && k.before == spaced && !(t.tok(i+1).before == glued && t.tok(i+1).kind != sign)
}

// compassWords stand right behind a street's name.
var compassWords = wordSet("north south east west nth sth n s e w ne nw se sw")

// unitsOf are parts of a house.
var unitsOf = wordSet("space apt unit flat lot suite ste rm room floor fl trailer #")

func (t *passage) commaBefore(j int) bool {
	for n := 1; n <= 3; n++ {
		if t.tok(j - n).is(",") {
			return true
		}
		if k := t.tok(j - n); !k.capital() && k.kind != number && !(k.kind == word && k.before == glued) && !t.hushed() {
			return false
		}
	}
	return false
}
