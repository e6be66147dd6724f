package deidentify

// englishEponym reads "Parkinson's disease", "Hawkins-Kennedy +", "Smith's fracture" and
// "pouch of Douglas": a name of English medicine by what stands behind it or before.
func (t *passage) englishEponym(i int) bool {
	k := t.toks[i]
	if k.fold[0] >= 0x80 {
		return false
	}
	if t.tok(i-1).fold == "of" && organs[t.tok(i-2).fold] && t.tok(i-2).shape == lower {
		return true
	}
	j, partner := t.behindEponym(i)
	n, owned := t.tok(j), t.tok(j-1).fold == "s" && t.tok(j-2).is("'")
	known := k.any(eponymStemmed) || partner
	switch {
	case n.any(tailWord) && n.before <= spaced && (owned || n.shape == lower):
		return owned || !t.somebody(k) || k.any(eponymous)
	case t.somebody(k):
		return false
	case owned && k.any(eponymous), partner && (k.any(eponymous) || t.tok(i-2).any(eponymous)):
		return true
	case !owned && !known, n.before > spaced:
		return false
	case n.is("+") || n.is("-") && n.before == spaced && t.tok(j+1).before != glued || n.is("−"):
		return true
	}
	return n.kind == word && n.shape == lower && findingsEn[n.fold] || known && (gradesEn[n.fold] && n.shape != lower || n.kind == word && n.fold == "type")
}

// behindEponym steps over the other halves of a double name and over "'s"; partner says
// that another half is a name of medicine.
func (t *passage) behindEponym(i int) (j int, partner bool) {
	j = i + 1
	if h := t.tok(i - 1); (h.is("-") || h.is("–")) && h.before == glued && t.tok(i-2).capital() {
		partner = t.tok(i - 2).any(eponymStemmed)
	}
	for n := 0; n < 2; n++ {
		h, o := t.tok(j), t.tok(j+1)
		joint := (h.is("-") || h.is("–") || h.is("/")) && o.before == glued || (h.fold == "and" || h.is("&")) && h.before == spaced && o.before == spaced && o.any(eponymStemmed)
		if !joint || !o.capital() || o.size < 3 {
			break
		}
		partner = partner || o.any(eponymStemmed)
		j += 2
	}
	if t.tok(j).is("'") && t.tok(j+1).fold == "s" {
		j += 2
	}
	return j, partner
}

// byAuthor reads "EF 60% by Simpson" and "McDonald 2017 criteria".
func (t *passage) byAuthor(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.fold[0] >= 0x80 || t.somebody(k) {
		return false
	}
	if eponymPairs[k.fold] != "" && eponymPairs[k.fold] == n.fold && n.capital() || p.capital() && eponymPairs[p.fold] == k.fold {
		return true
	}
	if n.kind == number && isYear(n.fold) && t.tok(i+2).any(tailWord) {
		return true
	}
	return p.fold == "by" && k.any(eponymStemmed) && (t.tok(i-2).is("%") || t.tok(i-2).kind == number || n.kind == number && isYear(n.fold))
}

// eponymPairs are names of medicine made of a first name and a surname.
var eponymPairs = map[string]string{"graham": "steell", "marcus": "gunn", "ann": "arbor", "austin": "flint", "ramsay": "hunt", "mary": "joseph", "pierre": "robin", "argyll": "robertson", "bradford": "hill", "carey": "coombs", "austen": "moore", "robert": "jones", "st": "jude"}

// gradesEn are grades behind a name.
var gradesEn = wordSet("i ii iii iv v vi ia ib ic iia iib iic iiia iiib iiic iva ivb ivc")

// organs are what lies "of" somebody.
var organs = wordSet("pouch circle canal line node nodes bundle space islets ligament sphincter ampulla foramen triangle fascia crypts tetralogy gland glands duct organ valve angle zone membrane fissure fold plexus sign triad law rule bodies sinus angles crescents macula area areas method test syndrome disease criteria sulcus tunica sheath")

// findingsEn are what is said of a sign.
var findingsEn = wordSet("neg negative pos positive absent present normal abnormal equivocal neither unremarkable nil strongly weakly")
