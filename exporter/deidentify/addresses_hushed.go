package deidentify

// In a passage without capitals a street looks like any other words: the house behind it
// tells that it is one, and how far to the left its name goes.

// hushedHouse reads "ш. высоцкого 8-203", "западный д 95 кв 82" and "прож. мостовая 12, 40":
// a house at i where nothing has capitals, with the street before it.
func (t *passage) hushedHouse(i int) bool {
	k := t.toks[i]
	if k.size > 3 || !t.free(i) || !t.hushed() || t.english() || atoi(k.fold) == 0 || t.isMeasure(i, i+1) {
		return false
	}
	begin := i
	if t.tok(begin - 1).is(".") {
		begin--
	}
	if w := t.tok(begin - 1).fold; w == "д" || w == "дом" {
		begin--
	} else {
		begin = i
	}
	if nearHouse[t.tok(begin-1).fold] {
		begin-- // салавата юлаева возле 41
	}
	from, named := t.hushedStreet(begin)
	if from == begin || !t.houseOf(named, from, i) {
		return false
	}
	t.mark(from, max(i+1, t.houseAfter(i)), typeAddress)
	return true
}

// A lead is what stands before a street without capitals.
type lead byte

const (
	bare     lead = iota // nothing that says so
	streeted             // a word for a street
	perhaps              // a cut word that may be one
	labelled             // "прож.", "адрес:", "вызов на дом"
)

// houseOf reports whether the number at i is a house: a flat behind it always says so,
// a street's word or a label as well unless something else is counted.
func (t *passage) houseOf(said lead, from, i int) bool {
	tail := t.flatBehind(i+1) || from < i-1 && t.tok(i-1).fold == "д" && t.flatFollows(i+1)
	pair := t.houseTail(i+1) || t.tok(i+1).is(",") && t.tok(i+2).kind == number && t.tok(i+2).size <= 3 && t.tok(i+2).before <= spaced && t.closes(i+3)
	switch said {
	case streeted, labelled:
		near := t.tok(i+1).before == spaced && (nearHouse[t.tok(i+1).fold] || inside[t.tok(i+1).fold] && !t.measured(i+1))
		return tail || pair && !t.measured(i+3) || t.closes(i+1) && !t.tok(i+1).is("/") || near && said == labelled
	case perhaps:
		return tail || pair && !t.measured(i+3)
	}
	return tail
}

// hushedStreet goes left from a house at i over a street's name of up to three words, and
// over the word for a street before or behind it.
func (t *passage) hushedStreet(i int) (from int, said lead) {
	from = i
	if t.tok(from - 1).is(",") {
		from--
	}
	behind := false
	if w := t.tok(from - 1); w.kind == word && t.free(from-1) {
		if h := t.tok(from - 2); w.size <= 2 && h.is("-") && h.before == glued && w.before == glued && streetWord[t.tok(from-3).fold+"-"+w.fold] {
			from, behind = from-3, true // комсомольский пр-т 44
		} else if streetWord[w.fold] && w.before == spaced && t.tok(from-2).any(adjectival) {
			from, behind = from-1, true // заречная улица 7
		}
	}
	names := 0
	for names < 3 && t.nameOfStreet(from-1) {
		from--
		names++
		if t.tok(from-1).is(".") && t.toks[from].before == glued && t.tok(from-2).size == 1 && !shortStreet[t.tok(from-2).fold] {
			from -= 2 // о.кошевого
		}
	}
	if names == 0 {
		return i, bare
	}
	if behind {
		return from, streeted
	}
	return t.leadOf(from)
}

// nameOfStreet reports whether the small word at i may be of a street's name.
func (t *passage) nameOfStreet(i int) bool {
	k := t.tok(i)
	return t.free(i) && k.kind == word && k.shape == lower && k.size > 2 && cyrillic(k.fold) && t.tok(i+1).before <= spaced && !inside[k.fold] && !k.any(addressing|measuring|abbreviated|callingWord|dwellingWord) &&
		!hasAnyPrefix(k.fold, addressLabel) && !hasStem(k.fold, "дом") && !shortStreet[k.fold] && !hasEnd(k.fold, saidOfPeople, 4)
}

// saidOfPeople end verbs, which no street is called after.
var saidOfPeople = []string{"ал", "ил", "ел", "ла", "ли", "ть", "ся", "сь", "ет", "ит", "ат", "ят"}

// leadOf takes the word for a street that stands before the name at i.
func (t *passage) leadOf(i int) (from int, said lead) {
	j := i - 1
	if t.tok(j).is(".") {
		j--
	}
	k := t.tok(j)
	if h := t.tok(j - 1); h.is("-") && h.before == glued && k.before == glued && k.size <= 2 {
		j -= 2 // пр-т, м-н, кв-л
		k = t.tok(j)
		if k.size <= 2 {
			return j, streeted
		}
		return i, bare
	}
	if c := t.tok(j - 1); k.is(",") && c.kind == word && c.before <= spaced && t.free(j-1) && t.cityAt(j-1) == j {
		if b := t.tok(j - 2); hasAnyPrefix(b.fold, addressLabel) || b.is(":") && hasAnyPrefix(t.tok(j-3).fold, addressLabel) || b.any(dwellingWord|settling) || b.is(".") && (t.tok(j-3).fold == "рег" || t.tok(j-3).any(settling) || hasAnyPrefix(t.tok(j-3).fold, addressLabel)) {
			return j - 1, labelled // рег. кемерово, весенняя 4
		}
	}
	if i < len(t.toks) && commonStreets[t.toks[i].fold] && (k.is(",") || k.kind == word && t.toks[i].before == spaced) {
		c := j
		if k.is(",") {
			c--
		}
		if t.tok(c).kind == word && t.free(c) && t.cityAt(c) == c+1 {
			return c, labelled // ливны гагарина 6
		}
	}
	if p := t.tok(j - 1); (k.fold == "на" || k.fold == "по") && p.any(dwellingWord) && i < len(t.toks) && hasEnd(t.toks[i].fold, []string{"ской", "цкой"}, 6) {
		return i, labelled // живет на бакинской 17
	}
	if (k.fold == "с" || k.fold == "на") && i < len(t.toks) && (commonStreets[t.toks[i].fold] || commonStreets[t.tok(i+1).fold]) {
		return i, labelled // забрали с ленина 40, с карла маркса 8
	}
	if k.any(dwellingWord) && !hasStem(k.fold, "дом") && i < len(t.toks) && (commonStreets[t.toks[i].fold] || commonStreets[t.tok(i+1).fold] || hasEnd(t.toks[i].fold, []string{"ая", "яя"}, 5)) {
		return i, labelled // живет гагарина 15
	}
	switch {
	case j >= 0 && t.free(j) && (streetWord[k.fold] || k.any(addressing) && k.size > 2):
		return j, streeted
	case j >= 0 && t.free(j) && shortStreet[k.fold] && t.tok(j+1).is("."):
		return j, perhaps
	case hasAnyPrefix(k.fold, addressLabel), k.is(":") && hasAnyPrefix(t.tok(j-1).fold, addressLabel), k.fold == "дом" && t.tok(j-1).fold == "на", k.is(":") && hasStem(t.tok(j-1).fold, "улиц"):
		return i, labelled
	}
	return i, bare
}
