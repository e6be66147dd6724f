package deidentify

// What is left beside an address, a place or a name that is an address's: the house's number before,
// the flat behind, the street's noun.

// beforeHouses are words and signs before a house's number; notHouses number other things.
var (
	beforeHouses = wordSet("at on from to of in lives live living resides address addr home outside near caravan shop is now old new")
	notHouses    = wordSet("bed room rm ward cell bay cot chair table page level floor grade stage day week wk age aged approx case no type")
)

// houseNumerals are the words of a house's number.
var houseNumerals = wordSet("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred")

// restOfAddress widens what was found over the parts of an address beside it.
func (t *passage) restOfAddress(m mark) {
	from, to := m.from, m.to
	if m.kind != typeDoctor {
		from = t.houseAlone(m)
	}
	if m.kind != typeAddress {
		to = t.streetNounBehind(m)
	}
	if m.kind != typeDoctor {
		to = t.flatOnward(to, m.kind)
	}
	if from < m.from || to > m.to {
		t.mark(from, to, typeAddress)
	}
}

// houseAlone goes back over a house's number and its words: "⟦12⟧ Kersland", "⟦Box 71,⟧ Bastrop",
// "⟦RR1⟧ Tupper Lake", "⟦guest house⟧ Rodnik".
func (t *passage) houseAlone(m mark) int {
	j := m.from - 1
	k, p, q := t.tok(j), t.tok(j-1), t.tok(j-2)
	switch {
	case j < 0 || !t.free(j) || t.toks[m.from].before != spaced || t.columned(m.from):
	case k.kind == number && k.before == glued && t.free(j-1) && (p.fold == "rr" || p.fold == "rd" || p.fold == "hc") && k.size <= 2:
		return j - 1
	case k.kind == number && k.size <= 5 && k.before != glued && t.toks[m.from].shape == title && t.toks[m.from].size > 2 && !t.timeOfDay(j) && !(k.size == 4 && yearly(k)):
		street := m.kind == typeAddress || m.kind == typeLocation || m.to > m.from+1
		led := p.kind == word && beforeHouses[p.fold] && p.shape != upper || (p.is(",") || p.is(":") && !notHouses[q.fold] || p.is("(") || p.is("–")) && street || k.before >= wrapped && (m.kind == typeAddress || m.kind == typeLocation) && t.closes(m.to)
		if led && !(p.fold == "of" && m.kind == typePerson) && !(p.is(",") && m.kind == typePerson) && !(p.is(",") && t.markedAs(j-2, typeDate)) {
			return j
		}
	case m.kind == typeAddress && k.fold == "of" && (p.fold == "end" || p.fold == "top" || p.fold == "bottom" || p.fold == "corner") && t.free(j-1):
		return j - 1
	case k.is(",") && p.kind == number && p.size <= 4 && t.free(j-1) && q.kind == word && t.free(j-2) && (q.fold == "box" || q.fold == "stand" || q.fold == "trailer" || q.fold == "trlr" || q.fold == "mooring" || q.fold == "bay" || q.fold == "space" || q.fold == "pitch" || q.fold == "cabin" || q.fold == "rd" && q.shape == upper) && p.before == spaced:
		return j - 2
	case k.fold == "house" && (p.fold == "guest" || p.fold == "boarding" || p.fold == "rooming") && t.free(j-1) && t.toks[m.from].shape == title:
		return j - 1
	}
	return m.from
}

// streetNounBehind steps over the noun of a street behind a name, and its number: "⟦Peach Bottom⟧ Rd",
// "⟦Pulkovskoye⟧ highway, 72".
func (t *passage) streetNounBehind(m mark) int {
	k := t.tok(m.to)
	if !t.free(m.to) || k.kind != word || k.before != spaced || t.columned(m.to) || k.size < 2 || k.fold == "dr" || k.fold == "st" && t.tok(m.to+1).capital() || !k.in(shortStreets) && k.fold != "ct" && k.fold != "close" && k.fold != "cres" && k.fold != "tce" || k.shape == lower && !(t.tok(m.to+1).is(",") && t.tok(m.to+2).kind == number) && !t.bare() || t.toks[m.to-1].shape == lower && m.kind != typeLocation || k.shape == upper && !t.shouted() || t.tok(m.to+1).is("(") {
		return m.to
	}
	to := m.to + 1
	if t.tok(to).is(",") && t.tok(to+1).kind == number && t.tok(to+1).size <= 3 && t.tok(to+1).before == spaced && t.closes(to+2) {
		to += 2
	}
	return to
}

// flatNouns stand before the number of a flat, a room or a plot; nameFlats behind the name of a place or
// somebody's too, and orgFlats behind that of an organisation.
var (
	flatNouns = wordSet("flat apt app apartment room rm unit suite ste space spc trailer trlr lot stand house hse villa block blk cabin bay berth plot shop level floor box platform")
	nameFlats = wordSet("flat apt apartment house hse villa block blk plot trailer")
	orgFlats  = wordSet("flat apt suite ste")
)

// flatOnward steps over "room 911", ", flat 11" and "house 512" behind an address or a name.
func (t *passage) flatOnward(to int, kind string) int {
	j := to
	if c, d := t.tok(j), t.tok(j+1); kind == typeAddress && c.shape == upper && c.size <= 2 && c.kind == word && c.before == spaced && d.kind == number && d.size <= 2 && d.before == glued && t.free(j) && t.closes(j+2) {
		return j + 2 // 52a Dallow Rd Luton LU1
	}
	if t.tok(j).is(",") && t.tok(j).before == glued {
		j++
	}
	k := t.tok(j)
	if k.kind != word || !k.in(flatNouns) || !t.free(j) || k.before != spaced || t.columned(j) {
		return to
	}
	if k.fold == "platform" && j == to && kind == typeAddress {
		return j + 1
	}
	if kind == typeOrg && !orgFlats[k.fold] || (kind == typeLocation || kind == typePerson) && !nameFlats[k.fold] {
		return to
	}
	n := j + 1
	if t.tok(n).is(".") || t.tok(n).is("#") {
		n++
	}
	if h := t.tok(n); h.kind != number || h.size > 4 || h.before > spaced || !t.free(n) || t.measured(n+1) {
		return to
	}
	end := t.houseEnd(n)
	if (k.fold == "level" || k.fold == "floor" || k.fold == "bay" || k.fold == "room" || k.fold == "rm") && j == to {
		return to // Mercy room 12
	}
	return max(end, n+1)
}

// boxTown reads "Box 40, Lame Deer MT": a box at the post office of a town.
func (t *passage) boxTown(i int) bool {
	n, town := t.tok(i+1), t.tok(i+3)
	if t.toks[i].fold != "box" || t.toks[i].shape == lower || n.kind != number || n.size > 5 || n.before != spaced || !t.tok(i+2).is(",") || town.shape != title || town.before != spaced || town.any(heading|callingWord|medicinal|monthly) {
		return false
	}
	to := t.addressTail(t.nameRun(i + 3))
	if s := t.tok(to); s.shape == upper && s.size == 2 && usStates[s.fold] && s.before == spaced {
		to++
	}
	t.mark(i, to, typeAddress)
	return true
}

// wordHouse reads "forty two Maple Street": a house whose number is in words.
func (t *passage) wordHouse(i int) bool {
	j := i
	for j < i+4 && t.tok(j).in(houseNumerals) {
		j++
	}
	if j == i || t.tok(i-1).in(houseNumerals) {
		return false
	}
	to := j
	for to < j+3 && t.tok(to).shape == title && t.tok(to).before == spaced && !t.tok(to).any(heading|callingWord|medicinal) {
		to++
	}
	if to < j+2 || !streetWordEn[t.toks[to-1].fold] {
		return false
	}
	t.mark(i, t.addressTail(to), typeAddress)
	return true
}

// blockOf reads "1600 block of Pine" and "Halsted, 800 block".
func (t *passage) blockOf(i int) bool {
	h, n := t.tok(i-1), t.tok(i+2)
	if k := t.toks[i]; k.fold != "block" && k.fold != "blk" || h.kind != number || h.size < 3 || h.size > 5 || !t.free(i-1) || k.before != spaced {
		return false
	}
	if t.tok(i+1).fold == "of" && n.kind == word && (n.shape == title || t.bare()) && !n.any(medicinal|medical) {
		t.mark(i-1, max(i+3, t.addressTail(i+3)), typeAddress)
		return true
	}
	if p := t.tok(i - 3); t.tok(i-2).is(",") && p.shape == title && t.closes(i+1) {
		t.mark(t.titlesBefore(i-2), i+1, typeAddress)
		return true
	}
	return false
}

// roadByNumber reads "County Rd 412", "State Route 12" and "off FM 1960": roads that have a number for
// a name.
func (t *passage) roadByNumber(i int) bool {
	k, j := t.toks[i], i+1
	if k.fold == "county" || k.fold == "state" || k.fold == "forest" || k.fold == "farm" {
		if w := t.tok(j); w.fold != "rd" && w.fold != "road" && w.fold != "route" && w.fold != "rte" && w.fold != "hwy" && w.fold != "highway" || w.before != spaced {
			return false
		}
		j++
	} else if p := t.tok(i - 1); k.shape != upper && !t.bare() || k.fold != "fm" && k.fold != "cr" && k.fold != "sr" || !p.in(roadCues) && !p.is(":") && !p.is(",") || t.tok(j).size < 3 || p.is(",") && k.fold == "cr" {
		return false
	}
	n := t.tok(j)
	if n.kind != number || n.size > 4 || n.before != spaced || !t.free(j) || t.measured(j+1) || t.tok(j+1).is(".") && t.tok(j+2).kind == number {
		return false
	}
	to := j + 1
	for bounds[t.tok(to).fold] && t.tok(to).before == spaced {
		to++
	}
	t.mark(i, t.addressTail(to), typeAddress)
	return true
}

// roadCues stand right before the number of a road.
var roadCues = wordSet("lives at on off near along to from outside address addr by via resides past")
