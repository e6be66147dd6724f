package deidentify

// englishAddresses reads what the street's word does not show: a postal code with all
// before it, what stands behind "lives at", houses by their number, streets by their
// name.
func (t *passage) englishAddresses() {
	if !t.english() {
		return
	}
	for i, k := range t.toks {
		switch {
		case k.kind == number && k.size == 6 && t.taken[i] && t.postalEnd(i) > i:
			t.codedAddress(i, i+1)
		case k.kind == word && k.size == 1 && k.shape == upper && t.gridHouse(i):
		case k.kind == sign || !t.free(i):
		case k.kind == number && (t.crossRoad(i) || t.gridStreet(i) || t.townedHouse(i) || t.cuedAddress(i) || t.crossing(i)):
		case t.postalEnd(i) > i:
			t.codedAddress(i, t.postalEnd(i))
		case t.dwelling(i) > i && t.dwelt(t.dwelling(i), weakDwells[k.fold]):
		case t.houseNumber(i) > i:
			t.numberedHouse(i, t.houseNumber(i))
		case k.kind == word && (t.roadByNumber(i) || t.numberedRoad(i) || t.blockOf(i) || t.wordHouse(i) || t.boxTown(i)):
		case k.kind == word && k.in(shortStreets) && (t.houseBehind(i) || t.laneAlone(i)):
		case k.kind == word && (k.in(shortStreets) || k.fold == "dr" && t.tok(i+1).kind == word && t.tok(i+1).shape == lower && k.shape == title) && (k.capital() || t.hushed()):
			t.streetAlone(i)
		case k.kind == word && (k.in(foreignStreet) || t.cutStreet(i)):
			t.foreignAddress(i)
		case k.kind == word && (t.livedIn(i) || t.germanStreet(i) || t.russianStreet(i) || t.roomOf(i) || t.plotOf(i) || t.landmark(i) || t.milePost(i) || t.ruralBox(i) || t.crossing(i) || t.namedHouse(i)):
		}
	}
	t.restOfAddresses()
}

// postalEnd is the end of a postal code that begins at i: an Eircode, a state with its ZIP
// code, six figures of an Indian PIN behind a town; or i.
func (t *passage) postalEnd(i int) int {
	k, n := t.toks[i], t.tok(i+1)
	if k.kind == number && k.size == 6 && k.fold[0] != '0' && t.townBefore(i) && !t.measured(i+1) && n.kind != number {
		return i + 1
	}
	if k.fold == "co" && k.shape == title && n.shape == title && n.before == spaced && t.tok(i-1).is(",") && t.closes(i+2) {
		return i + 2 // Knockmore, Co Sligo
	}
	if k.fold == "co" && k.shape == title && n.is(".") && t.tok(i+2).shape == title && t.tok(i+2).before == spaced && t.tok(i-1).is(",") {
		return i + 3 // Cloyne, Co. Cork
	}
	if k.fold == "rr" && n.kind == number && t.tok(i+2).fold == "box" && t.tok(i+3).kind == number {
		return max(i+4, t.englishEnd(i+4))
	}
	if k.kind != word || k.shape != upper {
		return i
	}
	if n.kind == number && n.before == spaced && t.tok(i+2).kind != number && (n.size == 5 && k.size == 2 && usStates[k.fold] || n.size == 4 && auStates[k.fold]) {
		return i + 2
	}
	if k.size == 1 && n.kind == number && n.size == 2 && n.before == glued && eirLetters[k.fold] { // V92 K7H3
		size, digits, j := 0, 0, i+2
		for ; j < i+6 && t.tok(j).kind != sign && (j == i+2 || t.tok(j).before == glued) && (t.tok(j).kind == number || t.tok(j).shape == upper); j++ {
			if size += t.tok(j).size; t.tok(j).kind == number {
				digits += t.tok(j).size
			}
		}
		if size == 4 && digits > 0 && digits < 4 && t.tok(i+2).kind == word && t.tok(i+2).before <= spaced {
			return j
		}
	}
	return i
}

var (
	eirLetters = wordSet("a c d e f h k n p r t v w x y")
	usStates   = wordSet(`al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr`)
	auStates   = wordSet("nsw vic qld sa wa tas act nt")
)

// townBefore reports whether a capital that ends a list of names stands before the six
// figures at i: "Delhi 110041", "Hyderabad - 500072".
func (t *passage) townBefore(i int) bool {
	j := i - 1
	if t.tok(j).is("-") || t.tok(j).is("–") || t.tok(j).is(",") {
		j--
	}
	k := t.tok(j)
	if k.kind != word || !k.capital() || k.size < 4 || k.any(heading|callingWord|labelling) || t.toks[i].before > spaced {
		return false
	}
	for ; j > 0 && j > i-8; j-- {
		if t.toks[j].is(",") {
			return true
		}
		if t.toks[j].kind == word && t.toks[j].shape == lower {
			return false
		}
	}
	return false
}

// codedAddress marks a postal code with the names and numbers that lead to it.
func (t *passage) codedAddress(i, to int) {
	t.mark(t.addressBack(i), to, typeAddress)
}

// addressBack goes left over capitals, numbers and commas, and the small words of
// names of places.
func (t *passage) addressBack(i int) int {
	from := i
	for j := i - 1; j >= 0 && j > i-20; j-- {
		k, next := t.toks[j], t.toks[j+1]
		if t.taken[j] || next.before == tabbed || next.before >= parted || next.before == wrapped && !k.is(",") && !t.houseHead(j+1) {
			return from
		}
		switch {
		case k.kind == number && k.size <= 5, k.kind == word && k.size == 1 && k.before == glued && t.tok(j-1).kind == number:
			from = j
		case k.capital() && (!k.any(heading|callingWord|labelling|monthly) || smallOfPlaces[k.fold] && j > 0) && !(t.shouted() && k.any(inDictionary) && !streetWordEn[k.fold] && !k.any(townlike)):
			from = j
		case k.is(",") || k.is("-") || k.is("'") || k.is("/") || k.is("#") || k.is("."), smallOfPlaces[k.fold] && k.kind == word && k.shape == lower:
			if k.is(".") && !(next.before == glued || t.tok(j-1).size <= 3 && t.tok(j-1).capital()) {
				return from
			}
		default:
			return from
		}
	}
	return from
}

// houseHead reports whether a line begins at i with a house's number.
func (t *passage) houseHead(i int) bool { return t.toks[i].kind == number && t.toks[i].size <= 4 }

// smallOfPlaces are small words inside the names of places.
var smallOfPlaces = wordSet("of the yr y an na de del du des la le upon on under near opp off no apt flat unit next behind by s cross main floor space lot suite ste rm bis nd rd th st")

// dwelling is where the address begins behind "lives at", "residing at", "r/o", "Addr:",
// or i.
func (t *passage) dwelling(i int) int {
	k, j := t.toks[i], i+1
	switch {
	case k.fold == "add" && !t.tok(j).is(":") && !t.tok(j).is("."):
		return i // add Crestor 10
	case k.in(dwells) && k.kind == word:
	case k.fold == "r" && k.size == 1 && t.tok(j).is("/") && t.tok(j+1).fold == "o":
		j += 2
	default:
		return i
	}
	for n := 0; n < 4 && j < len(t.toks); n++ {
		w := t.tok(j)
		if w.before >= parted || !(w.is(":") || w.is("-") || w.is(".") && w.before == glued && (k.fold == "add" || k.fold == "addr") || w.kind == word && w.shape == lower && dwellSteps[w.fold]) {
			break
		}
		j++
	}
	if n := t.tok(j); n.before <= wrapped && j < len(t.toks) && t.free(j) && (n.kind == number && n.size <= 5 || n.capital() && (!n.any(heading|callingWord) || n.fold == "the" && t.tok(j+1).capital()) || n.is("#") || t.hushed() && n.kind == word && !n.any(inDictionary)) {
		return j
	}
	return i
}

var (
	dwells     = wordSet("lives living live lived resides residing resident address addr add loc location stays staying residence domiciled home house directions to from")
	weakDwells = wordSet("loc location stays staying home house directions to from")
	dwellSteps = wordSet("at in of alone with on the now currently here near is @ permanent current home local")
)

// dwelt marks the address at i where a number or a street's word is in it.
func (t *passage) dwelt(i int, weak bool) bool {
	to := t.addressOn(i)
	figures, named, comma := false, false, false
	for j := i; j < to; j++ {
		k := t.toks[j]
		figures = figures || k.kind == number
		comma = comma || k.is(",")
		named = named || k.capital() && k.size > 2
	}
	house := t.toks[i].kind == number && t.tok(i+1).capital()
	if !figures || !named || t.toks[i].kind == number && !house || weak && !house && !(comma && t.streetIn(i, to)) {
		return false
	}
	t.mark(i, to, typeAddress)
	return true
}

func (t *passage) streetIn(from, to int) bool {
	for j := from; j < to; j++ {
		if streetWordEn[t.toks[j].fold] && t.toks[j].kind == word {
			return true
		}
	}
	return false
}

// addressOn goes right over the names, numbers and small words of an address.
func (t *passage) addressOn(i int) int {
	end := i
	for j := i; j < len(t.toks) && j < i+24; j++ {
		k := t.toks[j]
		if j > i && (k.before == tabbed || k.before >= parted || k.before == wrapped && !t.tok(j-1).is(",")) || t.taken[j] {
			return end
		}
		switch {
		case k.kind == number && k.size <= 6:
			if t.measured(j+1) && t.tok(j+1).before != glued {
				return end
			}
			end = j + 1
		case k.kind == word && k.before == glued && j > i && t.tok(j-1).kind == number && k.size <= 2:
			end = j + 1
		case k.capital() && smallOfPlaces[k.fold], k.capital() && !k.any(heading|callingWord|monthly) && !t.tok(j+1).is(":") && !(k.any(labelling) && !streetWordEn[k.fold] && !k.in(houses)):
			end = j + 1
		case k.kind == word && k.shape == lower && (smallOfPlaces[k.fold] || streetWordEn[k.fold] || partsAbroad[k.fold] && t.tok(j+1).is(".")) && (t.tok(j+1).capital() || t.tok(j+1).kind == number || t.tok(j+1).is(".") && t.tok(j+2).kind == number):
		case k.is(",") || k.is("-") || k.is("/") || k.is("#") || k.is("'") || k.is("&"):
		case k.is("."):
			if p := t.tok(j - 1); t.tok(j+1).before > spaced || t.tok(j+1).before == spaced && !(p.kind == word && (streetWordEn[p.fold] || partsAbroad[p.fold] || p.fold == "no" || p.size == 1 && p.shape == upper)) {
				return end
			}
		default:
			return end
		}
	}
	return end
}

// houseNumber is the number behind a word for a dwelling: "H.No. 213", "Villa 14",
// "Flat No 302", "Sector 15", or i.
func (t *passage) houseNumber(i int) int {
	k, j := t.toks[i], i+1
	if k.kind != word || !(k.capital() || t.hushed()) || !k.in(houses) {
		return i
	}
	if (k.fold == "h" || k.fold == "d") && !(t.tok(j).is(".") && t.tok(j+1).fold == "no") {
		return i
	}
	for n := 0; n < 4 && (t.tok(j).is(".") || t.tok(j).is("#") || t.tok(j).is(":") || t.tok(j).fold == "no" || t.tok(j).fold == "number"); n++ {
		j++
	}
	if n := t.tok(j); n.kind == number && n.size <= 4 && n.before <= spaced || n.kind == word && n.size == 1 && n.shape == upper && n.before == spaced && (t.tok(j+1).is("-") || t.tok(j+1).kind == number) {
		return j
	}
	return i
}

var (
	houses = wordSet("level pitch suite h d hno house door plot villa flat apt apartment block blk sector unit erf stand building bldg gali shop street phase tower")
	// sureHouses are dwellings whose number alone tells enough.
	sureHouses = wordSet("h d hno house door plot villa flat apt apartment erf stand")
)

// numberedHouse marks an address that begins with a house's number, where the house is
// one for sure or names follow.
func (t *passage) numberedHouse(i, n int) {
	to := max(t.addressOn(n), n+1)
	named := false
	for j := n + 1; j < to; j++ {
		named = named || t.toks[j].capital() && t.toks[j].size > 3
	}
	if !sureHouses[t.toks[i].fold] && !(named && t.tok(n+1).is(",")) {
		return
	}
	t.mark(t.addressBack(i), to, typeAddress)
}

// shortStreets are words for streets that hardly are anything else.
var shortStreets = wordSet("st street ave avenue rd road lane ln blvd boulevard hwy highway pkwy parkway drive crescent terrace")

// streetLeads are words before a street's name without a house.
var streetLeads = wordSet("on at near in of off along outside opp opposite from and to by via behind down up @")

// streetAlone reads "on Lake St" and "Grand & Athens St": a street without a house
// behind a small word.
func (t *passage) streetAlone(i int) {
	from := i
	for from > 0 && from > i-5 && t.toks[from].before <= spaced && t.free(from-1) && (t.toks[from-1].capital() && !(t.toks[from-1].any(heading|callingWord) && t.opens(from-1)) || t.toks[from-1].is("&") || t.toks[from-1].kind == number && t.toks[from-1].size <= 2) {
		from--
	}
	p := t.tok(from - 1)
	if from == i || !t.toks[from].capital() || t.toks[from].size < 3 || !(p.kind == word && p.shape == lower && streetLeads[p.fold]) || t.tok(i+1).is("'") || t.toks[i].fold == "st" && (t.tok(i+1).capital() && t.tok(i+1).before == spaced || t.tok(i+1).is(".") && t.tok(i+2).capital() && t.tok(i+2).before == spaced) {
		return
	}
	t.mark(from, max(i+1, t.englishEnd(i+1)), typeAddress)
}

// houseBehind reads "Bauman st 44" and "Pulkovskoye highway, 72": the house behind the
// street.
func (t *passage) houseBehind(i int) bool {
	n := i + 1
	if t.tok(n).is(",") {
		n++
	}
	from := i
	for from > i-4 && t.toks[from].before == spaced && t.tok(from-1).shape == title && t.tok(from-1).size > 1 && !t.tok(from-1).any(heading|callingWord) && t.free(from-1) {
		from--
	}
	if from == i || t.tok(n).kind != number || t.tok(n).size > 3 || t.tok(n).before > spaced || !t.free(n) || t.measured(n+1) || t.tok(n+1).is("/") || t.tok(n+1).is(":") || t.tok(n+1).is(".") && t.tok(n+2).kind == number {
		return false
	}
	t.mark(from, max(n+1, t.addressOn(n)), typeAddress)
	return true
}

// flatBefore goes back over "Flat 2b," and "Apt 6,".
func (t *passage) flatBefore(i int) int {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		switch w := t.toks[j]; {
		case w.fold == "flat" || w.fold == "apt" || w.fold == "unit" || w.fold == "level" || w.fold == "suite" || w.fold == "pitch" || w.fold == "fl" || w.fold == "ste":
			return j
		case w.kind != number && !w.is(",") && w.size > 1:
			return i
		}
	}
	return i
}

// surelyStates are states whose two letters are hardly anything else behind a town.
var surelyStates = wordSet("nm tx ca az nv ut wy nd sd ne ks mn wi ia il ky tn ga fl nc sc va wv oh nj ny ct ri nh vt")

// stateBehind is the end of the state behind a place or an address somebody marked, in
// "Taos NM" and "Bend, OR", or 0.
func (t *passage) stateBehind(m mark) int {
	if m.kind != typeLocation && m.kind != typeAddress || !t.english() {
		return 0
	}
	i := m.to
	if t.tok(i).is(",") {
		i++
	}
	k := t.tok(i)
	if k.kind != word || k.shape != upper || k.size != 2 || k.before > spaced || !t.free(i) || !surelyStates[k.fold] && (i == m.to || !usStates[k.fold]) || !t.closes(i+1) && t.tok(i+1).kind != number {
		return 0
	}
	return i + 1
}
