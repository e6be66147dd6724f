package deidentify

// roads are words of numbered roads: those of sureRoads are hardly anything else, the others
// need a mile, an exit or a small word of place.
var (
	roads     = wordSet("i us sr hwy highway rte route rt fm cr interstate turnpike")
	sureRoads = wordSet("hwy highway rte interstate")
	roadMarks = wordSet("mm mp mile milepost marker exit")
	bounds    = wordSet("eb wb nb sb n s e w ne nw se sw north south east west northbound southbound eastbound westbound")
	roadLeads = wordSet("on off near along of by nr from walking")
)

// numberedRoad reads "I-70 EB MM 214", "us 163 mp 391", "off HWY 549" and "Hwy 12 & County Rd B".
func (t *passage) numberedRoad(i int) bool {
	k, to := t.toks[i], i+1
	if !k.in(roads) || k.fold == "us" && t.tok(i-1).fold == "mp" {
		return false
	}
	if t.tok(to).is("-") && t.tok(to).before == glued {
		to++
	}
	if n := t.tok(to); n.kind != number || n.size > 4 || n.before > spaced || !t.free(to) {
		return false
	}
	to++
	marked := false
	for bounds[t.tok(to).fold] && t.tok(to).before == spaced {
		to++
	}
	for n := 0; n < 2 && roadMarks[t.tok(to).fold] && t.tok(to).before == spaced; n++ {
		if to++; t.tok(to).kind == number {
			to, marked = to+1, true
		}
	}
	if j := t.tok(to); (j.is("&") || j.fold == "and") && (t.tok(to+1).fold == "county" || roads[t.tok(to+1).fold]) && t.tok(to+2).kind != sign {
		to, marked = to+3, true
		if t.tok(to-1).fold == "rd" || t.tok(to-1).fold == "road" {
			to++
		}
	}
	led := roadLeads[t.tok(i-1).fold] && t.toks[i].before == spaced
	if !marked && !(led && k.fold != "i" && k.fold != "us" && k.fold != "cr") && !(sureRoads[k.fold] && (k.shape != lower || t.bare())) {
		return false
	}
	t.mark(i, to, typeAddress)
	return true
}

// ruralBox reads "HC 30 Box 44", "Rt 2 Box 118" with the town behind: how the country gets its mail.
func (t *passage) ruralBox(i int) bool {
	k := t.toks[i]
	if n, b := t.tok(i+2), t.tok(i+3); k.fold == "rural" && t.tok(i+1).fold == "route" && n.kind == number {
		to := i + 3
		if b.is(",") && t.tok(i+4).fold == "box" && t.tok(i+5).kind == number {
			to = t.houseEnd(i + 5)
		}
		t.mark(i, t.addressTail(to), typeAddress)
		return true // Rural Route 3, Box 45A
	}
	if k.fold != "hc" && k.fold != "hcr" && k.fold != "rr" && k.fold != "rfd" && k.fold != "rd" && k.fold != "rt" && k.fold != "rte" && k.fold != "route" || t.tok(i+1).kind != number || t.tok(i+2).fold != "box" || t.tok(i+3).kind != number || t.tok(i+1).before != spaced {
		return false
	}
	t.mark(i, t.addressTail(i+4), typeAddress)
	return true
}

// crossing reads "corner of 5th and Elm" and "at Main & 4th": two streets that cross, one of
// them with a number.
func (t *passage) crossing(i int) bool {
	p := t.tok(i - 1)
	ordinal := t.toks[i].kind == number && t.tok(i+1).before == glued && (p.fold == "from" || p.fold == "to" || p.fold == "outside" || p.fold == "lives" || p.is(":") || p.is(","))
	if !ordinal && p.fold != "at" && p.fold != "of" && p.fold != "near" && p.fold != "on" && !p.is("@") && p.fold != "corner" && !(p.is(".") && cornerWords[t.tok(i-2).fold]) || t.toks[i].before > spaced {
		return false
	}
	a := t.crossEnd(i)
	if j := t.tok(a); a == i || j.fold != "and" && !j.is("&") && !j.is("/") || j.before > spaced {
		return false
	}
	b := t.crossEnd(a + 1)
	cornered := (p.fold == "of" || p.is(".")) && cornerWords[t.tok(i-2).fold]
	if b == a+1 || !cornered && (t.toks[i].kind == number) == (t.toks[a+1].kind == number) {
		return false
	}
	if cornered {
		i -= 2
	}
	if k := t.tok(b); k.kind == word && k.in(shortStreets) && k.before == spaced {
		b++
	}
	t.mark(i, b, typeAddress)
	return true
}

// cornerWords say that two streets meet.
var cornerWords = wordSet("corner cnr cor intersection junction jct crossing")

// crossEnd is the end of "5th" or of a street's name of one word at i, or i.
func (t *passage) crossEnd(i int) int {
	k, n := t.tok(i), t.tok(i+1)
	switch {
	case k.kind == number && k.size <= 3 && n.before == glued && (n.fold == "th" || n.fold == "st" || n.fold == "nd" || n.fold == "rd"):
		return i + 2
	case k.kind == word && k.size > 2 && t.free(i) && (k.shape == title || t.bare() && t.tellingName(i)) && !k.any(heading|medicinal|monthly|eponymous):
		return i + 1
	}
	return i
}

// theHouses reads "44 the willows" and "12 The Paddocks, Kilcock" at the name behind the house
// at i, and gives its end, or i.
func (t *passage) theHouses(i int) int {
	k, n := t.tok(i), t.tok(i+1)
	if k.fold != "the" || k.before != spaced || n.kind != word || n.size < 4 || n.before != spaced || n.any(medicinal|callingWord|monthly|measuring) || n.shape == lower && !t.bare() {
		return i
	}
	if m := t.tok(i + 2); t.nameWord(i+2) && m.before == spaced && (m.shape == title && n.shape == title || streetWordEn[m.fold]) {
		return i + 3
	}
	return i + 2
}

// plotWords stand before the number of a plot that an address begins with.
var plotWords = wordSet("lot stand erf plot site pitch lp house hse flat unit box shop")

// wordOfHouse goes back over "Lot", "No.", "Hse No", "LP#" and "Rm 1402" before an address, and
// over the number of a house before a street of another tongue; or gives i.
func (t *passage) wordOfHouse(i int) int {
	j := i - 1
	if k, n := t.toks[i], t.tok(j); k.kind == word && k.before == spaced && n.kind == number && n.size <= 4 && t.free(j) {
		if h := t.tok(j - 1); (h.fold == "rm" || h.fold == "room" || plotWords[h.fold]) && n.before == spaced && h.capital() {
			return j - 1
		}
		if foreignStreet[k.fold] && k.capital() && n.before > glued {
			return t.wordOfHouse(j)
		}
	}
	if t.toks[i].kind != number && t.toks[i].size > 1 || t.toks[i].before > spaced {
		return i
	}
	for t.tok(j).is(".") && t.tok(j).before == glued || t.tok(j).is("#") || t.tok(j).fold == "no" && t.tok(j).before <= spaced && t.free(j) {
		j--
	}
	switch k := t.tok(j); {
	case k.kind == word && t.free(j) && (plotWords[k.fold] || k.fold == "h" && j < i-1) && t.toks[j+1].before <= spaced:
		return j
	case j < i-1 && (t.tok(j+1).fold == "no" || t.tok(j+1).is("#")):
		return j + 1
	}
	return i
}

// namedHouses end the names of houses: "The Old Forge".
var namedHouses = wordSet("forge cottage rectory vicarage barn mill lodge stables bungalow granary gatehouse schoolhouse manse croft elms firs willows limes oaks beeches gables hollies laurels cedars paddocks orchard coppice chantry priory grange manor hall farm farmhouse maltings smithy toft haven hermitage chestnuts poplars sycamores birches pines hawthorns larches conifers homestead house cottages barns")

// namedHouse reads "The Old Forge, Wall Houses" behind a comma or at a line's head: a house
// of a name and the village.
func (t *passage) namedHouse(i int) bool {
	p, to := t.tok(i-1), i+1
	if t.toks[i].fold != "the" || t.toks[i].shape != title || !p.is(",") && !p.is(":") && t.toks[i].before < wrapped {
		return false
	}
	for to < i+4 && t.tok(to).shape == title && t.tok(to).before == spaced && !t.tok(to).any(heading|callingWord) {
		to++
	}
	if to == i+1 || !namedHouses[t.tok(to-1).fold] || !t.tok(to).is(",") || t.tok(to+1).shape != title || t.tok(to+1).before > wrapped || t.tok(to+1).any(heading|callingWord) {
		return false
	}
	t.mark(i, t.addressTail(t.nameRun(to+1)), typeAddress)
	return true
}
