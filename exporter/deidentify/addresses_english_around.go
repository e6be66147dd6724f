package deidentify

// aroundPlaces looks once more at what stands around the places, houses and organisations
// found in an English text: the rest of their name, how one gets there, the number before.
func (t *passage) aroundPlaces() {
	if !t.english() {
		return
	}
	for _, m := range t.marks {
		switch m.kind {
		case typeAddress, typeLocation, typeOrg, typePerson:
			t.restOfOrgEnglish(m)
			t.restOfName(m)
			t.joinedNames(m)
			t.restOfPlace(m)
			t.restOfAddress(m)
		case typeDoctor:
			t.restOfAddress(m)
			continue
		default:
			continue
		}
		if m.kind != typeOrg {
			t.houseNumbered(m)
			t.wayTo(m)
			t.spotBefore(m)
		}
		if m.kind != typePerson {
			t.describedBehind(m)
		}
	}
	for i, k := range t.toks {
		if k.sign == ':' && t.tok(i-1).kind == word && placeLabels[t.tok(i-1).fold] {
			t.labelledWay(i)
		}
	}
}

// firstOfNames begin the names of places and are everyday words, partsOfLand are written
// before the part of the country that has the name.
var (
	firstOfNames = wordSet("west east north south old new upper lower great little port lake mount fort saint northern southern eastern western")
	partsOfLand  = wordSet("po ps dist distt district teh tehsil taluk taluka mandal vill village post brgy barangay purok sitio lga mukim thana upazila")
)

// restOfName goes back over "West", "Old" and "PO" before a name, "Navajo" before a numbered
// road and "Fond du" before a street.
func (t *passage) restOfName(m mark) {
	i := m.from - 1
	p := t.tok(i)
	if !t.free(i) || p.kind != word || t.toks[m.from].before != spaced || t.shouted() || p.before > wrapped && t.opens(i) && !p.in(partsOfLand) {
		return
	}
	first := t.toks[m.from]
	switch {
	case p.shape != lower && p.in(partsOfLand), p.shape == title && p.in(firstOfNames) && first.shape == title && !t.opens(i):
		t.mark(i, m.to, m.kind)
	case m.kind == typeAddress && p.shape == title && !t.opens(i) && !p.any(heading|callingWord|medicinal|monthly|triggerWord) && p.size > 2 && (roads[first.fold] || sureRoads[first.fold] || first.fold == "rte"):
		t.mark(i, m.to, m.kind)
	case p.in(joints) && p.shape == lower && t.tok(i-1).shape == title && p.before == spaced && t.free(i-1) && !t.opens(i-1) && first.shape == title && !t.tok(i-1).any(heading|callingWord|medicinal|monthly):
		t.mark(i-1, m.to, m.kind)
	}
}

// joints are small words inside names of places.
var joints = wordSet("du de des la le del an na upon al el y")

// joinedNames takes the small word between two names found: "⟦Baile⟧ an ⟦Chinnéide⟧",
// "⟦Costco⟧ on ⟦Miller⟧".
func (t *passage) joinedNames(m mark) {
	k := t.tok(m.to)
	if n, po := t.tok(m.to+1), t.tok(m.to+2); k.is(",") && n.shape == title && n.before == spaced && t.free(m.to+1) && po.fold == "po" && po.shape == upper && po.before == spaced && t.closes(m.to+3) && !n.any(medicinal|heading|drugEnded) {
		t.mark(m.from, m.to+3, typeAddress)
		return // Padinjare Veedu, Pulpally PO
	}
	shop := m.kind == typeOrg || t.toks[m.to-1].fold == "s" && m.to > m.from+1
	if n := t.tok(m.to + 1); shop && k.fold == "on" && k.before == spaced && t.free(m.to+1) && n.shape == title && n.before == spaced && n.size > 3 && !n.any(heading|callingWord|medicinal|monthly) && (t.closes(m.to+2) || t.tok(m.to+2).is("?")) {
		t.mark(m.from, m.to+2, m.kind)
		return
	}
	if k.shape != lower || k.before != spaced || !t.free(m.to) || m.to+1 >= len(t.toks) || !t.taken[m.to+1] || t.toks[m.to+1].before != spaced || t.toks[m.to+1].kind != word || t.toks[m.to+1].shape == lower {
		return
	}
	if joints[k.fold] || k.fold == "the" || shop && (k.fold == "on" || k.fold == "of") && !t.markedAs(m.to+1, typeDate) {
		t.mark(m.from, m.to+1, m.kind)
	}
}

// estateWords end the names of streets and quarters found by their strangeness alone.
var estateWords = wordSet("nagar colony layout enclave vihar extn extension marg chowk bazar bazaar bagh puram peth wadi gali mohalla pk est hse hs gdns pde bvd cl cor estate park house court zone highway")

// houseNumbered reads the house before such a name: "12 ⟦Inver Pk⟧", "12 ⟦Jln Kayu⟧",
// "15/⟦F Mei Lam Hse⟧", "114-⟦B Mabini⟧ cor. ⟦Rizal⟧".
func (t *passage) houseNumbered(m mark) {
	j := m.from - 1
	if s := t.tok(j); (s.is("-") || s.is("/")) && s.before == glued && t.toks[m.from].before == glued && t.toks[m.from].size == 1 {
		j--
	}
	h := t.tok(j)
	if n, w := t.tok(j-1), t.tok(j-2); h.is(",") && m.kind != typePerson && m.to > m.from+1 && n.kind == number && n.size <= 3 && t.free(j-1) && (plotWords[w.fold] || spotWords[w.fold] || w.fold == "bay") && w.shape == title && n.before == spaced {
		t.mark(j-2, m.to, typeAddress)
		return // Bay 9, St Margaret's Halting Site
	}
	if h.kind != number || h.size > 5 || !t.free(j) || t.toks[m.from].before > spaced || m.to < m.from+2 {
		return
	}
	last := t.toks[m.to-1]
	if c := t.tok(m.to); !estateWords[last.fold] && !foreignStreet[t.toks[m.from].fold] && !spotWords[t.toks[m.from].fold] && c.fold != "cor" {
		return
	}
	if w := t.tok(j - 1); w.fold == "no" || plotWords[w.fold] && w.capital() && t.toks[j].before == spaced {
		j--
	}
	t.mark(j, m.to, m.kind)
	if c := t.tok(m.to); c.fold == "cor" && t.tok(m.to+1).is(".") && t.tok(m.to+2).capital() {
		t.mark(m.from, m.to+3, typeAddress)
	}
}

// farWords are of how far a place is.
var farWords = wordSet("mi mile miles km kms blocks block yards yds minutes min mins")

// wayTo reads "12 mi N of ⟦Ekalaka⟧", "lives off ⟦Cedar Rd⟧" and "behind ⟦Dollar Tree⟧".
func (t *passage) wayTo(m mark) {
	j := m.from - 1
	if p := t.tok(j); (p.fold == "of" || p.fold == "outside" || p.fold == "from") && t.free(j) && t.toks[m.from].before == spaced {
		if compassWords[t.tok(j-1).fold] {
			j--
		}
		if farWords[t.tok(j-1).fold] && t.tok(j-2).kind == number && t.free(j-2) && j < m.from-1 {
			t.mark(j-2, m.to, m.kind)
		}
		return
	}
	if p, q := t.tok(j), t.tok(j-1); m.kind == typeAddress && nearWords[p.fold] && t.free(j) && t.toks[m.from].before == spaced && (q.any(dwellingWord) || ownCues[q.fold] || dwellCues[q.fold] || q.is(",") || q.is(":") || t.opens(j)) {
		t.mark(j, m.to, m.kind)
	}
}

// nearWords tell a place by another.
var nearWords = wordSet("off behind near nr opp opposite outside beside past beyond across above below under")

// describedBehind reads what goes on behind a place: ", near the Catholic church",
// ", 2 mi past the Tsaile store, blue hogan" to the clause's end.
func (t *passage) describedBehind(m mark) {
	j := m.to
	if !t.tok(j).is(",") {
		return
	}
	for j++; t.tok(j).kind == number && t.tok(j).size <= 3 || t.tok(j).in(farWords) || t.tok(j).fold == "half" || t.tok(j).fold == "a"; j++ {
	}
	if k, n := t.tok(j), t.tok(j+1); !k.in(nearWords) || k.before > spaced || k.shape == upper || n.fold != "the" && n.fold != "a" && !n.capital() && n.kind != number {
		return
	}
	to := t.wayEnd(j)
	for n := j; n < to; n++ {
		if t.toks[n].is(",") && t.tok(n+1).in(stopsName) {
			to = n // , with his aunt
		}
	}
	for n := m.to; n < to; n++ {
		if k := t.toks[n]; k.any(medicinal|medical|measuring) && n > j {
			return
		}
	}
	t.mark(m.from, to, typeAddress)
}

// wayEnd is where the clause ends that tells the way at i: at a stop, a semicolon or a line's
// end, sixteen words on at most.
func (t *passage) wayEnd(i int) int {
	to := i
	for ; to < len(t.toks) && to < i+16; to++ {
		if k := t.toks[to]; k.before >= wrapped && to > i || k.is(";") || k.is("(") || k.is(".") && (t.tok(to+1).before > glued || to+1 >= len(t.toks)) && !(t.tok(to-1).size <= 4 && t.tok(to-1).capital() && t.tok(to+1).capital() && streetWordEn[t.tok(to-1).fold]) {
			break
		}
	}
	for to > i && t.toks[to-1].is(",") {
		to--
	}
	return to
}

// placeLabels stand before a colon and where something is.
var placeLabels = wordSet("loc location scene pickup pick p/u incident dest destination home directions residence addr address resides lives")

// labelledWay reads "Loc: boat ramp, ⟦Lake Pepin⟧, 4th & Main" and "Home: blue trailer, end of
// ⟦Gravel Pit Rd⟧": where a place was found or the way is told.
func (t *passage) labelledWay(c int) {
	i := c + 1
	if i >= len(t.toks) || t.toks[i].before > spaced {
		return
	}
	to := t.wayEnd(i)
	placed, told := false, t.tok(c-1).fold == "directions"
	for j := i; j < to; j++ {
		k := t.toks[j]
		told = told || nearWords[k.fold] && j+1 < to || spotNouns[k.fold] || k.is("&") || k.fold == "corner" || k.fold == "end" && t.tok(j+1).fold == "of"
		placed = placed || t.taken[j]
		if k.any(medicinal|medical) && !t.taken[j] || k.is(":") {
			return
		}
	}
	if told && (placed || t.tok(c-1).fold == "directions" || t.tok(c-1).fold == "home" && t.hasNumber(i, to)) {
		t.mark(i, to, typeAddress)
	}
}

// spotNouns are where people are found.
var spotNouns = wordSet("ramp launch lot trailhead campground layby underpass footbridge alley pier jetty towpath carpark rest parking trailer exit bridge overpass truckstop driveway")

// spotPairs are of two words.
var spotPairs = map[string]map[string]bool{"boat": wordSet("ramp launch landing"), "rest": wordSet("area stop"), "parking": wordSet("lot garage deck"), "car": wordSet("park"), "bus": wordSet("stop stand station"), "truck": wordSet("stop"), "picnic": wordSet("area site"), "gas": wordSet("station"), "petrol": wordSet("station pump")}

// spotBefore reads "boat launch, ⟦Lake Pepin⟧".
func (t *passage) spotBefore(m mark) {
	j := m.from - 1
	if !t.tok(j).is(",") || m.kind == typePerson && t.toks[m.from].fold != "lake" || j < 2 {
		return
	}
	if spotPairs[t.tok(j-2).fold][t.tok(j-1).fold] && t.free(j-2) && t.free(j-1) {
		t.mark(j-2, m.to, typeAddress)
	}
}
