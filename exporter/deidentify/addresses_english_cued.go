package deidentify

// houseEnd is the token behind a house's number at i, with what is joined to it ("5/44",
// "12-B", "7a"), or i.
func (t *passage) houseEnd(i int) int {
	if k := t.tok(i); k.kind != number || k.size > 5 {
		return i
	}
	j := i + 1
	for n := 0; n < 2; n++ {
		s, k := t.tok(j), t.tok(j+1)
		switch {
		case s.kind == word && s.size == 1 && s.before == glued:
			j++
		case (s.is("/") || s.is("-")) && s.before == glued && k.before == glued && (k.kind == number && k.size <= 4 || k.kind == word && k.size <= 2):
			j += 2
		}
	}
	return j
}

// dwellCues are words right before "at" or "to" and an address, ownCues those that need no
// small word.
var (
	dwellCues = wordSet("lives living live lived resides residing resident stays staying stayed found seen visit visited discharged moved home based address domiciled registered attended called collapsed addr")
	sentCues  = wordSet("results copy letter letters post posted deliver delivered sent send taxi ambulance report films")
	ownCues   = wordSet("lives resides resid residing residence address addr addr. visit hostel")
)

// dwellCued reports whether the words before i say that an address stands there: 2 that they
// hardly say anything else, 1 that a small word does.
func (t *passage) dwellCued(i int) int {
	p := t.tok(i - 1)
	if p.is(":") || p.is(".") && ownCues[t.tok(i-2).fold] {
		i--
		p = t.tok(i - 1)
	}
	q := t.tok(i - 2)
	switch {
	case t.tok(i).before > wrapped:
		return 0
	case p.kind == word && ownCues[p.fold], p.fold == "o" && q.is("/") && (t.tok(i-3).fold == "r" || t.tok(i-3).fold == "h"):
		return 2
	case (p.fold == "at" || p.fold == "to" || p.fold == "in" || p.fold == "from") && dwellCues[q.fold]:
		return 2
	case (p.fold == "at" || p.fold == "to") && t.dwelledBefore(i-1):
		return 2
	case (p.fold == "at" || p.is("@")) && p.before == spaced, p.fold == "to" && sentCues[q.fold]:
		return 1
	}
	return 0
}

// longDwells say, some words before "at" or "to", that an address stands behind.
var longDwells = wordSet("lives living lived staying stays stayed resides residing moved discharged dc mail post send deliver dropped")

// dwelledBefore reports whether one of them stands within four words before i.
func (t *passage) dwelledBefore(i int) bool {
	for j := i - 1; j >= 0 && j > i-5 && t.toks[j].kind == word && t.toks[j+1].before <= spaced; j-- {
		if longDwells[t.toks[j].fold] {
			return true
		}
	}
	return false
}

// cuedAddress reads "lives at 29/313, Padma Chowk", "found at 957 Pratt Mission" and "address:
// 12 elm grove suite 4": a house and a name behind a word of dwelling, whatever the street.
func (t *passage) cuedAddress(i int) bool {
	n := t.houseEnd(i)
	if n == i || !t.free(i) || t.toks[i].before > wrapped || t.measured(i+1) && n == i+1 {
		return false
	}
	cue := t.dwellCued(t.unitBefore(i))
	if cue == 0 && t.lineOfAddress(i, n) {
		cue = 2
	}
	if t.tok(n).is(",") && t.tok(n).before == glued {
		n++
	}
	if cue == 0 && t.nameWord(n) && t.unitBehind(t.nameRun(n)) {
		cue = 2
	}
	if to := t.lowerStreet(n, cue); to > n {
		t.mark(t.unitBefore(i), t.addressTail(to), typeAddress)
		return true
	}
	if to := t.theHouses(n); cue == 2 && to > n {
		t.mark(t.unitBefore(i), t.addressTail(to), typeAddress)
		return true
	}
	if cue == 0 || !t.nameWord(n) || t.tok(n).before > wrapped || t.tok(n).before == glued {
		return false
	}
	to := t.nameRun(n)
	if cue == 1 && (!t.tellingName(n) || t.tok(n).any(heading|genericWord) || to == n+1 && !t.closes(to)) {
		return false
	}
	if t.bare() && to == n+1 && !t.tellingName(n) || t.toks[n].any(measuring|counting) {
		return false
	}
	t.mark(t.unitBefore(i), t.addressTail(to), typeAddress)
	return true
}

// lowerStreet is the end of a street in small letters at i: up to three words and a street's
// noun, of which one tells where nothing else says that an address stands there; or i.
func (t *passage) lowerStreet(i, cue int) int {
	tells := false
	for j := i; j < i+4; j++ {
		k := t.tok(j)
		if k.kind != word || k.shape != lower || k.before != spaced || k.any(measuring|medicinal|counting) || k.in(stopsName) {
			return i
		}
		if j > i && (k.in(shortStreets) || cue == 2 && streetWordEn[k.fold]) && (cue == 2 || tells) {
			if n := t.tok(j + 1); cue == 2 && n.kind == word && n.shape == lower && n.before == spaced && t.tellingName(j+1) && !n.in(stopsName) && !n.any(medicinal) {
				return j + 2
			}
			return j + 1
		}
		tells = tells || !k.any(explaining|abbreviated|shortForm) || k.any(townlike)
	}
	return i
}

// unitBefore goes back over "Unit 10", "Studio 4," before a house's number.
func (t *passage) unitBefore(i int) int {
	j := i - 1
	if t.tok(j).is(",") {
		j--
	}
	if k, w := t.tok(j), t.tok(j-1); k.kind == number && k.size <= 4 && (w.in(houses) || w.fold == "studio" || w.fold == "room" || w.fold == "lot") && w.kind == word && t.tok(j+1).before <= wrapped {
		return j - 1
	}
	return i
}

// nameRun is the end of at most four words of a name at i.
func (t *passage) nameRun(i int) int {
	to := i
	for to < i+5 && t.nameWord(to) && !t.taken[to] && !(to > i && unitsOf[t.toks[to].fold]) && (to == i || t.tok(to).before <= spaced) {
		if to++; t.tok(to).is("-") && t.tok(to).before == glued || t.tok(to).is("'") && t.tok(to+1).before == glued {
			if t.nameWord(to+1) || t.tok(to+1).kind == word && t.tok(to+1).before == glued {
				to += 2
			}
		}
	}
	return to
}

// addressTail goes on from the end of a street over its unit, its town, its state and its
// postal code, over commas and line ends.
func (t *passage) addressTail(to int) int {
	if k, a, b := t.tok(to), t.tok(to+1), t.tok(to+2); k.kind == number && k.before == glued && t.tok(to-1).kind == word && t.tok(to-1).size <= 2 && a.kind == number && a.size == 1 && a.before == spaced && b.kind == word && b.size == 2 && b.before == glued {
		to += 3 // the rest of a postal code, cut behind its letters
	}
	for n := 0; n < 5 && to < len(t.toks); n++ {
		j := to
		comma := t.tok(j).is(",") && t.tok(j).before == glued
		if comma {
			j++
		}
		k := t.tok(j)
		switch {
		case k.before > wrapped || !t.free(j):
			return to
		case k.kind == word && (unitsOf[k.fold] || comma && blocks[k.fold]):
			if t.tok(j+1).is(".") || t.tok(j+1).is("#") {
				j++
			}
			if t.houseEnd(j+1) == j+1 || k.before > spaced && !comma {
				return to
			}
			to = t.houseEnd(j + 1)
		case k.kind == word && k.size <= 2 && t.tok(j+1).kind == number && t.tok(j+1).size <= 2 && t.tok(j+1).before == glued && t.tok(j+2).kind == number && t.tok(j+2).size == 1 && t.tok(j+2).before == spaced && t.tok(j+3).kind == word && t.tok(j+3).size == 2 && t.tok(j+3).before == glued:
			to = j + 4 // dn31 3la
		case k.fold == "rd" && t.tok(j+1).kind == number && t.tok(j+1).size <= 2 && k.before >= spaced:
			to = j + 2 // rural delivery
		case k.kind == number && k.size >= 4 && k.size <= 6 && k.before != glued && (comma || t.tok(to-1).kind == word) && !yearly(k) && !t.measured(j+1):
			if to = j + 1; comma && k.size <= 5 && t.nameWord(to) && t.tok(to).before == spaced && (t.placeRun(to) || k.size == 4 && t.closes(to+1)) {
				to = t.nameRun(to) // 45145 Moers, 3900 Brig
			}
		case k.kind == word && k.before <= spaced && k.size <= 3 && inStates(k.fold) && (k.shape == upper || t.hushed()) && (comma || t.tok(j+1).kind == number || t.closes(j+1)):
			to = j + 1
		case k.before == spaced && !comma && (t.tok(to-1).kind == number && (unitsOf[t.tok(to-2).fold] || t.tok(to-2).is(".")) || streetWordEn[t.tok(to-1).fold]) && t.nameWord(j) && t.placeRun(j):
			to = t.nameRun(j)
		case (comma || k.before == wrapped && t.lineOfPlace(j)) && t.nameWord(j) && !t.tok(j+1).is(":") && (!t.bare() || t.placeRun(j)):
			to = t.nameRun(j)
		default:
			return to
		}
	}
	return to
}

// placeRun reports whether one of the words of a name at i tells, or a postal code follows.
func (t *passage) placeRun(i int) bool {
	to := t.nameRun(i)
	for j := i; j < to; j++ {
		if t.tellingName(j) {
			return true
		}
	}
	return false
}

// lineOfPlace reports whether the line that begins at i holds a place alone: names, a state
// and a postal code.
func (t *passage) lineOfPlace(i int) bool {
	to := t.nameRun(i)
	if to == i || !t.placeRun(i) || to > i+3 {
		return false
	}
	k := t.tok(to)
	if k.is(",") {
		k = t.tok(to + 1)
		return k.kind == number && k.size >= 4 || k.kind == word && inStates(k.fold)
	}
	return to >= len(t.toks) || k.before >= wrapped || k.is(".") && t.tok(to+1).before >= wrapped || k.kind == number && k.size >= 4
}

// lineOfAddress reports whether a line holds nothing but the house at i..n and names behind
// it, one of which tells: the line of a letterhead.
func (t *passage) lineOfAddress(i, n int) bool {
	if i > 0 && t.toks[i].before < wrapped || t.bare() || t.tok(n).is(",") || t.toks[i].size < 2 {
		return false
	}
	to := t.nameRun(n)
	if to < n+2 || !t.placeRun(n) || t.tok(n).any(measuring) {
		return false
	}
	to = t.addressTail(to)
	return to < len(t.toks) && t.tok(to).before >= wrapped || t.tok(to).is(",") && t.tok(to+1).before >= wrapped
}

// restOfAddresses goes on over what stands before and behind the addresses found: half a
// house's number, the town on the next line.
func (t *passage) restOfAddresses() {
	for _, m := range t.marks {
		if m.kind != typeAddress {
			continue
		}
		if from := t.houseBefore(m.from); from < m.from {
			t.mark(from, m.from+1, typeAddress)
		}
		if to := t.addressTail(t.flatOfBlock(m.to)); to > m.to {
			t.mark(m.to, to, typeAddress)
		}
	}
}

// houseBefore goes back over "5/", "21,", "Studio 4" and "B24 L92" before an address.
func (t *passage) houseBefore(i int) int {
	from, s := i, t.tok(i-1)
	if to := t.wordOfHouse(i); to < i {
		return to
	}
	if n := t.tok(i - 2); i > 1 && (s.is("/") || s.is("-") || s.is(",")) && n.kind == number && n.size <= 4 && s.before == glued && t.free(i-2) && (s.is(",") && t.toks[i].kind == word && t.toks[i].before == wrapped && t.tok(i-2).before > glued || !s.is(",") && t.toks[i].kind == number && t.toks[i].before == glued) && t.toks[i].before <= wrapped {
		from = i - 2
	}
	return t.unitBefore(from)
}

// unitBehind reports whether "Suite 12" or "Apt. 4" stands at i.
func (t *passage) unitBehind(i int) bool {
	j := i + 1
	if t.tok(j).is(".") || t.tok(j).is("#") {
		j++
	}
	return t.tok(i).kind == word && unitsOf[t.tok(i).fold] && t.tok(i).before == spaced && t.tok(j).kind == number
}

// caStates are the provinces of Canada.
var caStates = wordSet("on qc bc ab mb sk ns nb nl pe nt yt nu")

func inStates(w string) bool { return usStates[w] || auStates[w] || caStates[w] }
