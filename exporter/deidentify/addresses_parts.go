package deidentify

// What Russian calls and slips say of an address beyond its street and flat: the storey,
// a house near by, a plot behind a place. The key of a door tells nobody.

// storeys stand behind a figure or alone for where in a house somebody is.
var storeys = wordSet("эт этаж этаже подъезд подъезде под п-д парадная подвал цоколь цок мансарда чердак вахта полуподвал")

// guestHouses stand behind an address for what kind of house it is.
var guestHouses = wordSet("общ общежитие общага гост гостиница отель хостел барак кемпинг")

// guestRoomsRu stand before the number of a room behind the name of a house of guests.
var guestRoomsRu = wordSet("ком комн комната н ном номер")

// sided are parts of the body, of which there is a right one.
var sided = []string{"бедр", "голен", "плеч", "предплеч", "кист", "стоп", "колен", "локт", "почк", "легк", "глаз", "ух", "рук", "ног", "щек", "доле", "доля", "яичник", "надпочечник", "ключиц", "лопатк", "висок", "бок", "пах"}

// breathTests are tests that no street is called after.
var breathTests = wordSet("штанге генчи генча ромберга реберга")

// partEnd is the end of what stands at i and says more of the address before it: ", 1 эт.",
// "(общ.)", "у д. 30", "подвал"; or i.
func (t *passage) partEnd(i int) int {
	j := i
	if t.tok(j).is(",") && t.tok(j).before == glued {
		j++
	}
	k, n := t.tok(j), t.tok(j+1)
	if k.before > spaced || t.english() {
		return i
	}
	switch {
	case k.is("(") && (n.fold == "общ" || hasStem(n.fold, "общежити")):
		if e := t.pastDot(j + 2); t.tok(e).is(")") {
			return e + 1
		}
	case (k.fold == "н" || k.fold == "ном") && n.is(".") && t.partNumber(j+1) > j+1:
		return t.partNumber(j + 1) // of a hotel
	case k.in(guestHouses):
		to := t.pastDot(j + 1)
		if q := t.tok(to); q.is("«") || q.is("\"") {
			if to = max(to, t.quoteEnd(to)); !guestRoomsRu[t.tok(to).fold] {
				return i
			}
		}
		if to > j+1 || t.closes(to) {
			return to
		}
	case k.kind == number && k.size <= 2 && n.in(storeys) && n.before <= spaced:
		return t.pastDot(j + 2)
	case j == i && k.in(storeys) && t.tok(i-1).kind == number && t.tok(j+1).kind != number:
		return t.pastDot(j + 1) // , 2 эт.
	case k.in(storeys) && k.size > 4 && !(n.kind == number):
		return j + 1
	case k.in(storeys) && t.partNumber(j+1) > j+1:
		return t.partNumber(j + 1)
	case nearHouse[k.fold] && t.nearEnd(j+1) > j+1:
		return t.nearEnd(j + 1)
	}
	return i
}

// pastDot steps over a dot at i.
func (t *passage) pastDot(i int) int {
	if t.tok(i).is(".") {
		return i + 1
	}
	return i
}

// nearEnd is the end of the house at i somebody was found at: "д. 30", "дома 7", "41"; or i.
func (t *passage) nearEnd(i int) int {
	j := i
	if w := t.tok(j).fold; w == "д" || w == "дом" || w == "дома" {
		j = t.pastDot(j + 1)
	}
	if n := t.tok(j); n.kind == number && n.size <= 3 && n.before <= spaced && (j > i || t.closes(j+1) || t.tok(j+1).fold == "в") {
		return j + 1
	}
	return i
}

// partsEnd steps over all parts of a house behind an address that ends at i.
func (t *passage) partsEnd(i int) int {
	for to := t.partEnd(i); to > i; to = t.partEnd(i) {
		i = to
	}
	return i
}

// plotHouses stand before the number of a house or a plot behind the name of a place.
var plotHouses = wordSet("д дом уч участок участке кв квартира корп корпус общ общежитие стр вл бокс гараж ком комн")

// housesBehindPlaces reads "д. Заболотье, д. 7" and "СНТ «Вишенка», уч. 114": a village or a
// settlement of gardens that has no streets.
func (t *passage) housesBehindPlaces() {
	for _, m := range t.marks {
		if m.kind != typeLocation && (m.kind != typeOrg || !t.gardens(m)) {
			continue
		}
		j := m.to
		if t.tok(j).is(",") {
			j++
		}
		w := t.tok(j)
		if w.kind != word || !plotHouses[w.fold] || w.before > spaced || !t.free(j) {
			continue
		}
		if to := t.partNumber(j + 1); to > j+1 && !t.measured(to) && !(w.fold == "д" && to == j+2) {
			t.mark(j, t.partsEnd(max(to, t.houseAfter(to-1))), typeAddress)
		}
	}
}

// gardens reports whether the mark is of gardens or of houses that have a name.
func (t *passage) gardens(m mark) bool {
	switch t.toks[m.from].fold {
	case "снт", "днт", "тсн", "днп", "жк", "ж", "сад", "кп":
		return true
	}
	return false
}

// housesBehindNames reads the house behind a street that was taken for a person or a place:
// "прописан: пенза, суворова 144а", "вернули на Некрасова 40".
func (t *passage) housesBehindNames() {
	if t.english() {
		return
	}
	for _, m := range t.marks {
		if m.kind != typeLocation && !isPerson(m.kind) || m.to-m.from > 3 || !t.streetLed(m) {
			continue
		}
		j := m.to
		if t.tok(j).is(",") {
			j++
		}
		n := t.tok(j)
		if n.kind != number || n.size > 3 || n.before != spaced || !t.free(j) || t.dayAt(j) || atoi(n.fold) == 0 || t.tok(j+1).is(":") {
			continue
		}
		if t.houseTail(j+1) || t.flatBehind(j+1) || t.closes(j+1) && !t.measured(j+1) {
			t.mark(j, t.partsEnd(max(j+1, t.houseAfter(j))), typeAddress)
		}
	}
}

// streetLed reports whether what stands before the mark says that it may be a street: a label
// of an address, a word of dwelling, "на" before what many streets are called.
func (t *passage) streetLed(m mark) bool {
	j := m.from - 1
	for n := 0; n < 3 && (t.tok(j).is(".") || t.tok(j).is(":") || t.tok(j).is(",") || t.tok(j).is("—") || t.tok(j).is("-")); n++ {
		if t.tok(j).is(",") {
			return t.markedAs(j-1, typeLocation)
		}
		j--
	}
	p := t.tok(j)
	if p.fold == "на" || p.fold == "по" || p.fold == "с" {
		return commonStreets[t.toks[m.from].fold] || commonStreets[t.toks[m.to-1].fold] || t.dwells(j)
	}
	return hasAnyPrefix(p.fold, addressLabel) || p.any(dwellingWord) && !hasStem(p.fold, "дом") || dwellingCut[p.fold] || p.fold == "дому" || p.fold == "жит"
}

// townLed reports whether a word with a capital that may be a town opens a line, a bracket or
// what stands behind a colon at i.
func (t *passage) townLed(i int) bool {
	k, p := t.tok(i), t.tok(i-1)
	if k.kind != word || k.shape != title || k.size < 4 && !k.in(cutTowns) || !cyrillic(k.fold) || !t.free(i) || k.any(heading|callingWord|medicinal|monthly|patronymical|strongly) {
		return false
	}
	return i == 0 || k.before >= wrapped || p.is(":") || p.is("(") || t.cityAt(i) > i
}

// cutTowns are towns by their letters.
var cutTowns = wordSet("мск спб екб нск нн крд рнд")

// streetLike reports whether the word at i is no surname but what streets are called: "Почтовая",
// "Искры", "Коминтерна".
func (t *passage) streetLike(i int) bool {
	k := t.tok(i)
	if commonStreets[k.fold] || hasEnd(k.fold, []string{"ая", "яя"}, 5) {
		return true
	}
	return (k.any(inDictionary) || !k.any(surnamed)) && !k.any(firstName|strongly|medicinal|eponymous) && hasEnd(k.fold, []string{"а", "ы", "и", "я", "ов", "ей"}, 5)
}

// smallStreet reports whether the small word at i is of a street's name that a house follows
// within three words.
func (t *passage) smallStreet(i int) bool {
	for j := i; j < i+3; j++ {
		if k := t.tok(j); !t.nameOfStreet(j) || k.before > spaced || nearHouse[k.fold] || k.any(abbreviated) {
			return false
		}
		h := j + 1
		if t.tok(h).is(",") {
			h++
		}
		if n := t.tok(h); n.kind == number {
			return n.size <= 3 && n.before == spaced && !t.measured(h+1)
		}
	}
	return false
}

// smallHouse is the house of a street in small letters right behind the label at i: "до адреса
// сибирская, 53, кв 9"; or i. Two words at most, and nothing but a house may end it.
func (t *passage) smallHouse(i int) int {
	j := i + 1
	if t.tok(j).is(":") {
		j++
	}
	for n := 0; n < 2 && t.nameOfStreet(j) && t.tok(j).before == spaced; n++ {
		h := j + 1
		if t.tok(h).is(",") {
			h++
		}
		if k := t.tok(h); k.kind == number {
			if k.size <= 3 && k.before == spaced && atoi(k.fold) > 0 && (t.flatBehind(h+1) || t.houseTail(h+1) || t.closes(h+1) && !t.tok(h+1).is("/")) && (commonStreets[t.tok(j).fold] || t.tok(j).any(adjectival)) {
				return h
			}
			return i
		}
		j++
	}
	return i
}
