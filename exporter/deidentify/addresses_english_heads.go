package deidentify

// What addresses of the English-speaking world begin with beside a house and its street: the
// box a road's mail lies in, the block and the flat of Singapore, the crosses of Bengaluru,
// numbers behind a cabin or a berth, a house that has a name alone.

// headsEn are all words such an address may begin with.
var headsEn = askable(union(mailBags, spotWords, blocks, wordSet("private locked")))

// mailBags are boxes and bags with a number that a town or a line's end follows.
var mailBags = wordSet("pmb rmb cmb rmd gpo rapid")

// mailBag reads "RMB 2180, Boort", "PMB 2014, Ughelli" and "Private Bag 12, Gweru".
func (t *passage) mailBag(i int) bool {
	k, n := t.toks[i], i+1
	bag := (k.fold == "private" || k.fold == "locked") && t.tok(n).fold == "bag"
	if bag || k.fold == "rapid" && (t.tok(n).fold == "no" || t.tok(n).fold == "number") {
		n++
	} else if !mailBags[k.fold] || k.fold == "rapid" {
		return false
	}
	if t.tok(n).is(".") {
		n++
	}
	if d := t.tok(n); k.shape == lower || d.kind != number || d.before > spaced || d.size < 2 || d.size > 5 || t.measured(n+1) {
		return false
	}
	t.mark(i, t.addressTail(n+1), typeAddress)
	return true
}

// crossWords are streets and parts of a town that have a number in India.
var crossWords = wordSet("cross main block stage phase sector floor lane avenue street road")

// crossRoad reads "618, 4th Cross, Jayanagar" and "24/3 Kumaran Nagar 2nd Main" from the
// ordinal at i: a house before it, names around it.
func (t *passage) crossRoad(i int) bool {
	if k, n := t.toks[i], t.tok(i+2); k.kind != number || k.size > 2 || !ordinalEnds[t.tok(i+1).fold] || t.tok(i+1).before != glued || !crossWords[n.fold] || n.shape != title || n.before != spaced {
		return false
	}
	from := i
	for j := i - 1; j >= 0 && j > i-10 && t.toks[j+1].before <= wrapped; j-- {
		switch k := t.toks[j]; {
		case k.kind == number && k.size <= 5:
			from = j
		case k.is("#") && from == j+1:
			from = j
		case k.capital() && !k.any(heading|callingWord) && !t.tok(j+1).is(":"), k.is(",") && t.toks[j+1].before == spaced, k.kind == sign && (k.is("/") || k.is("-")) && k.before == glued:
		default:
			j = 0
		}
	}
	to := t.addressTail(i + 3)
	if from == i && to == i+3 {
		return false
	}
	t.mark(from, to, typeAddress)
	return true
}

// ordinalEnds are glued to the number of a street.
var ordinalEnds = wordSet("st nd rd th")

// blocks are words for a block of flats.
var blocks = wordSet("blk block bk apt")

// blockOfFlats reads "Blk 447 Clementi Ave 3 309-118", "Blk 87 Toa Payoh Lor 4 05-213" and
// "Blk 213 Bishan St 23 #07-118": the block, its street, the flat.
func (t *passage) blockOfFlats(i int) bool {
	if k := t.toks[i]; !blocks[k.fold] || !k.capital() && !t.hushed() {
		return false
	}
	n := t.houseEnd(i + 1)
	if n == i+1 || t.tok(i+1).before != spaced || !t.nameWord(n) || t.tok(n).before != spaced || t.tok(n).any(callingWord|triggerWord) {
		return false
	}
	to := t.nameRun(n)
	if k := t.tok(to); k.kind == word && k.shape != lower && streetWordEn[k.fold] && k.before == spaced {
		to++
	}
	if k := t.tok(to); k.kind == number && k.size <= 3 && k.before == spaced && !t.measured(to+1) && !t.tok(to+1).is("-") {
		to++
	}
	t.mark(i, t.flatOfBlock(to), typeAddress)
	return true
}

// flatOfBlock steps over "#07-118", "309-118" and the postal code "S670417" behind a block.
func (t *passage) flatOfBlock(to int) int {
	j := to
	if t.tok(j).is(",") {
		j++
	}
	if t.tok(j).is("#") {
		j++
	}
	if a, b := t.tok(j), t.tok(j+2); a.kind == number && a.size <= 3 && a.before <= spaced && (t.tok(j+1).is("-") || t.tok(j+1).is("/")) && b.kind == number && b.size <= 4 && b.before == glued {
		to = j + 3
	}
	j = to
	if t.tok(j).is(",") {
		j++
	}
	if s := t.tok(j); s.kind == word && (s.fold == "s" || s.fold == "singapore") {
		j++
		if t.tok(j).is("(") {
			j++
		}
	}
	switch a, b := t.tok(j), t.tok(j+1); {
	case j > to && a.kind == number && a.size == 6:
		to = j + 1
	case j > to && a.kind == number && a.size == 3 && b.kind == number && b.size == 3:
		to = j + 2
	}
	return to
}

// spotWords have a number and a place behind them; siteWords need no more than the number
// where the clause asks where somebody lives.
var spotWords = wordSet("purok cabin berth site zone stand shop stall pitch slip pier hse shack kiosk bungalow caravan trailer room house")

// spotOf reads "Cabin 4, Trapper Creek", "Purok 3, Brgy. Sta. Cruz", "Berth 14, Quay 3" and
// "1187 Zone 6 Diepsloot": a number and a name behind it.
func (t *passage) spotOf(i int) bool {
	k := t.toks[i]
	if !spotWords[k.fold] || k.shape != title && !(k.shape == lower && (t.tok(i-1).fold == "at" || t.tok(i-1).fold == "in")) || t.tok(i+1).before != spaced {
		return false
	}
	n := t.houseEnd(i + 1)
	j := n
	if t.tok(j).is(",") {
		j++
	}
	if w := t.tok(j); n == i+1 || t.measured(n) || !t.nameWord(j) || !w.capital() || w.before != spaced || w.any(callingWord|triggerWord|staffWord|genericWord|medicinal) || w.any(medical) && !t.namedTwice(j) || !t.placeRun(j) && t.nameRun(j) == j+1 && t.tok(j+1).kind != number || t.tok(j+1).is(":") || (k.fold == "room" || k.fold == "house") && (j == n || !t.namedTwice(j)) || j == n && k.fold != "zone" && k.fold != "purok" && k.fold != "stand" && k.fold != "shop" {
		return false
	}
	t.mark(i, t.addressTail(t.partsOrNames(j)), typeAddress)
	return true
}

// namedTwice reports whether two names stand at i with a comma between: the house and the town.
func (t *passage) namedTwice(i int) bool {
	to := t.nameRun(i)
	if k := t.tok(to); k.shape == upper && k.size <= 4 && k.before == spaced {
		to++
	}
	return t.tok(to).is(",") && t.nameWord(to+1) && t.tok(to+1).before <= spaced
}

// partsOrNames is the end of the names at i, with the number of the last ("Quay 3").
func (t *passage) partsOrNames(i int) int {
	to := t.nameRun(i)
	if t.tok(to).is(".") && t.tok(to).before == glued && t.tok(to-1).size <= 4 && t.nameWord(to+1) && t.tok(to+1).before == spaced {
		to = t.nameRun(to + 1) // Brgy. San Roque
	}
	for n := 0; n < 3 && t.tok(to).before == spaced && t.tok(to).kind == word; n++ {
		switch k := t.tok(to); {
		case homesInShort[k.fold] && k.shape == upper:
			to++
		case k.capital() && streetWordEn[k.fold]:
			to = t.nameRun(to + 1)
		case k.capital() && unitsOf[k.fold] && t.tok(to+1).size <= 3 && t.tok(to+1).kind != sign && t.tok(to+1).before == spaced:
			to += 2
		}
	}
	if k := t.tok(to); k.kind == number && k.size <= 3 && k.before == spaced && !t.measured(to+1) {
		to++
	}
	return to
}

// gridStreet reads "1207 W 8th", "405 S 12th Ave" and "88 Pearl #4": a house of a town whose
// streets have numbers, or a name and the flat.
func (t *passage) gridStreet(i int) bool {
	k, to := t.toks[i], i+1
	if k.kind != number || k.size < 2 || k.size > 5 || t.tok(to).before != spaced || t.toks[i].before == glued {
		return false
	}
	compass := compassWords[t.tok(to).fold] && (t.tok(to).capital() || ordinalEnds[t.tok(to+2).fold] && t.tok(to+2).before == glued)
	if compass {
		if to++; t.tok(to).is(".") {
			to++
		}
	}
	switch n := t.tok(to); {
	case compass && n.kind == number && n.size <= 3 && n.before == spaced && ordinalEnds[t.tok(to+1).fold] && t.tok(to+1).before == glued:
		to += 2
	case compass && k.size > 2 && n.shape == title && n.size > 3 && n.before == spaced && t.tellingName(to) && t.tok(to-1).shape == upper && t.closes(to+1):
		to++
	case t.nameWord(to) && n.before == spaced && t.tok(to+1).is("#") && t.tok(to+2).kind != sign:
		to++
	default:
		return false
	}
	t.mark(i, t.addressTail(max(to, t.englishEnd(to))), typeAddress)
	return true
}

// gridHouse reads "N4471 Cty Rd QQ, Waupaca" and "W1184 Elm Ln": a house of Wisconsin.
func (t *passage) gridHouse(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.size != 1 || k.shape != upper || !compassWords[k.fold] || n.kind != number || n.before != glued || n.size < 3 || n.size > 5 || t.tok(i+2).shape != title || t.tok(i+2).before != spaced {
		return false
	}
	for j := i + 2; j < i+6 && t.tok(j).capital() && t.tok(j).before == spaced; j++ {
		if streetWordEn[t.toks[j].fold] {
			to := j + 1
			if l := t.tok(to); l.shape == upper && l.size <= 2 && l.before == spaced {
				to++
			}
			t.mark(i, t.addressTail(max(to, t.englishEnd(to))), typeAddress)
			return true
		}
	}
	return false
}

// livedIn reads "lived alone The Old Forge, Wickhambrook" and "D/c to Willow Barn, Nether End":
// a house with a name, behind a word of dwelling, and what it is near.
func (t *passage) livedIn(i int) bool {
	k := t.toks[i]
	if k.shape != title || t.toks[i].before > wrapped || !t.free(i) {
		return false
	}
	to := i
	for to < i+4 && t.tok(to).shape == title && (to == i || t.tok(to).before == spaced) {
		if to++; t.tok(to).is("'") && t.tok(to+1).fold == "s" {
			to += 2
		}
	}
	if to < i+2 || !namedHouses[t.tok(to-1).fold] || !t.tok(to).is(",") || t.tok(to+1).shape != title || t.tok(to+1).before > wrapped || t.tok(to+1).any(heading|callingWord) || !t.dwelledBefore(i) && t.dwellCued(i) < 2 {
		return false
	}
	t.mark(i, t.addressTail(t.nameRun(to+1)), typeAddress)
	return true
}

// flatOverStroke reports whether the number at i is a house's whose flat stands before it over
// a stroke, though both may be a day ("1/19 Hope St").
func (t *passage) flatOverStroke(i int) bool {
	s, n := t.tok(i-1), t.tok(i+1)
	return t.taken[i] && s.is("/") && s.before == glued && t.toks[i].before == glued && t.tok(i-2).kind == number && (i < 3 || t.toks[i-2].before > glued) && n.shape == title && n.before == spaced && t.free(i+1) && t.english()
}

// townedHouse reads "19 Heron Marsh, Bluffton SC": a house, a street without a word for it, the
// town and its state.
func (t *passage) townedHouse(i int) bool {
	n := t.houseEnd(i)
	if n == i || t.toks[i].before == glued || t.tok(n).shape != title || t.tok(n).before != spaced || t.measured(n) {
		return false
	}
	to := t.nameRun(n)
	if !t.tok(to).is(",") || t.tok(to+1).shape != title || t.tok(to+1).before != spaced {
		return false
	}
	s := t.nameRun(to + 1)
	if t.tok(s).is(",") {
		s++
	}
	if k := t.tok(s); s == to+1 || k.shape != upper || k.size != 2 || !usStates[k.fold] && !caStates[k.fold] || k.before != spaced {
		return false
	}
	t.mark(i, t.addressTail(s+1), typeAddress)
	return true
}
