package deidentify

// homeNouns end the names of homes, schools and clinics that are made of everyday words.
// homeCues stand before such a name, homeStaff right behind it.
var (
	homeNouns = wordSet("manor lodge court grove gardens heights oaks pines meadows acres villa haven springs ridge lakes hills village estates grange willows elms cedars beeches priory abbey croft park view hall cottage cottages landing pointe commons glen brook woods house crossing crossings plaza terrace farm mills bluff bluffs harbor harbour town")
	homeCues  = wordSet("at from to of for in by resident residents lives living staff carers carer home nh rh facility alf snf with via near res re")
	homeStaff = wordSet("staff list nurse nurses nh rh carers carer manager bed beds resident residents alf snf rehab care clinic opd ed er hc")
)

// everydayHome reads "at Prairie Ridge" and "Willow Court staff": two everyday words with
// capitals, the last of which names homes.
func (t *passage) everydayHome(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if !k.in(homeNouns) || k.shape != title || p.shape != title || k.before != spaced || !t.free(i-1) || p.any(heading|callingWord|medicinal|monthly) {
		return false
	}
	from := t.titlesBefore(i)
	q := t.tok(from - 1)
	cued := (q.kind == word && q.in(homeCues) && q.shape == lower || q.is("@") || q.is("(")) && t.toks[from].before <= spaced
	if !cued && !(n.kind == word && n.before == spaced && n.in(homeStaff)) && !((q.is(":") || q.is(",")) && (n.is("(") || n.is(","))) || q.kind == number {
		return false
	}
	t.mark(from, t.capitalTail(i+1), typeOrg)
	return true
}

// paperHome reads the name at the head of a paper: "PINE HAVEN - weekly weights".
func (t *passage) paperHome(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if i == 0 || i > 3 || !homeNouns[k.fold] || !k.capital() || k.before != spaced || !n.is("-") && !n.is("–") && !n.is("—") && !n.is(",") && !n.is("|") && n.before < tabbed {
		return false
	}
	for j := range i {
		if w := t.toks[j]; w.kind != word || !w.capital() || w.any(heading|medicinal|callingWord) || j > 0 && w.before != spaced {
			return false
		}
	}
	t.mark(0, i+1, typeOrg)
	return true
}

// careMates are the words before the last of a name of two words or more that an
// organisation alone has; where none is listed, two other capitals must stand before.
var careMates = map[string]map[string]bool{
	"living": wordSet("assisted senior independent supported"), "care": wordSet("memory nursing day dental eye health primary family kidney respite residential hospice home extended"),
	"health": wordSet("womens women childrens behavioral behavioural sexual mental community"), "nursing": wordSet("skilled"), "medicine": wordSet("family internal sports"),
	"service": wordSet("genetics retrieval ambulance transfusion pathology imaging screening"), "services": wordSet("genetics pathology imaging ambulance health"),
	"associates": nil, "assoc": nil, "assocs": nil, "wellness": nil, "ortho": nil, "eye": nil, "works": nil,
}

// pairedCare reads "Maple Assisted Living", "Holm Women's Health", "Dale Clinical Genetics
// Service" and "North Ridge Pathology Assoc".
func (t *passage) pairedCare(i int) bool {
	k := t.toks[i]
	mates, ok := careMates[k.fold]
	if !ok || k.shape != title || k.before != spaced {
		return false
	}
	before := i - 1
	if t.tok(before).fold == "s" && t.tok(before-1).is("'") {
		before -= 2
	}
	if t.tok(before).shape != title || mates != nil && !mates[t.tok(before).fold] {
		return false
	}
	from := t.titlesBefore(before)
	for from < before && (t.tok(from).any(callingWord|inDictionary) && cues[t.tok(from).fold] || ofAnybody[t.tok(from).fold]) {
		from++
	}
	if from == before {
		return false
	}
	t.mark(from, i+1, typeOrg)
	return true
}

// nounThen are nouns in small letters right behind which an organisation's name stands.
var nounThen = wordSet("carers agency daycare nursery preschool school chemist pharmacy employer insurer hospice shelter hostel hotel restaurant church gym club college uni university factory helo helicopter airlift camp clinic hospital surgery practice lab company firm")

// nameBehindNoun reads "carers Bluebird" and "daycare Little Sprouts".
func (t *passage) nameBehindNoun(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if !nounThen[p.fold] || p.kind != word || k.shape != title || k.before != spaced || k.size < 3 || p.shape == upper || k.any(heading|callingWord|medicinal|monthly|triggerWord) || p.shape == title && !t.opens(i-1) || t.tok(i+1).is(":") {
		return false
	}
	if k.any(inDictionary) && !k.any(common) && t.tok(i+1).shape == lower && t.tok(i+1).before == spaced && p.fold != "carers" && p.shape == title {
		return false
	}
	to := t.capitalRun(i + 1)
	t.mark(i, to, typeOrg)
	return true
}

// camp reads "at Camp Wapiti".
func (t *passage) camp(i int) bool {
	n := t.tok(i + 1)
	if t.toks[i].fold != "camp" || t.toks[i].shape != title || n.shape != title || n.before != spaced || n.any(heading|callingWord) || n.size < 4 {
		return false
	}
	t.mark(i, t.capitalRun(i+1), typeOrg)
	return true
}

// firmOfTwo reads "Black & Stone" where no sentence begins: two names that are everyday words.
func (t *passage) firmOfTwo(i int) bool {
	a, b := t.tok(i-1), t.tok(i+1)
	if !t.toks[i].is("&") || a.shape != title || b.shape != title || b.before > spaced || t.toks[i].before > spaced || a.size < 4 || b.size < 4 || !t.free(i-1) || !t.free(i+1) {
		return false
	}
	for _, k := range []*token{a, b} {
		if k.any(heading|medicinal|monthly|callingWord|eponymous|built) || k.any(inDictionary) && !k.any(common|firstName) {
			return false
		}
	}
	if t.opens(i-1) && a.any(inDictionary) {
		return false
	}
	t.mark(t.titlesBefore(i-1), t.capitalTail(i+2), typeOrg)
	return true
}
