package deidentify

// orgCues stand right before the name of where somebody works, learns, lives or is seen, in
// notes without capitals; cuedNouns end such a name in short.
var (
	orgCues   = wordSet("works worked employer gp surgery practice pharm pharmacy chemist school nursery daycare creche uni college hotel hostel hospice nh rh snf alf church mosque agency carers backup insurer ins club yard shelter refuge hosp tfr xfer")
	cuedNouns = wordSet("drugs drug med medical ctr centre center elem elementary primary gen general birthing rad radiology pathology dental house lodge court clinic hosp surgery practice bay park road st health healthcare pharmacy school academy nursery college")
	notCued   = wordSet("please pls asap full part time nights days shifts hard as at in on from for with outside outdoors note notes letter nurse says said called rang informed aware run runs team review appt appointment visit visits bag bags form forms reports age aged based trip fees meals work nil none ok done today tomorrow phone phoned staff manager leave holiday holidays closed open list bus driver counsellor counselor psych psychologist doctor dr and or if but re")
)

// cuedOrg reads "works fulton hogan", "gp kawau bay" and "pharm publix inverness" where
// nobody used capitals: up to four words behind such a cue, one of which tells.
func (t *passage) cuedOrg(i int) bool {
	p, k := t.tok(i-1), t.toks[i]
	placed := p.is("@") || p.kind == word && (p.fold == "at" || p.fold == "from")
	sent := p.fold == "to" && t.tok(i-2).in(sentTo)
	if !placed && !sent && (p.kind != word || !p.in(orgCues)) || (placed || sent) && bareKinds[k.fold] || k.shape == title || k.before != spaced || !t.bare() || k.in(notCued) || k.any(measuring|heading|medicinal) {
		return false
	}
	to, tells := i, false
	for to < i+4 && t.free(to) && t.nameWord(to) && (to == i || t.toks[to].before == spaced) && !t.toks[to].in(notCued) && (t.toks[to].in(cuedNouns) || !t.toks[to].any(medical|takingWord)) {
		w := t.toks[to]
		tells = tells || !w.any(explaining|abbreviated|shortForm|measuring) && w.size > 3 && spokenLatin(w.fold) || w.any(townlike|branded) && w.size > 3 || to > i && w.in(cuedNouns)
		to++
	}
	if to == i || !tells || placed && (to == i+1 || !t.tok(to-1).in(cuedNouns)) || k.any(firstName) && to == i+1 && p.fold != "works" {
		return false
	}
	t.mark(i, to, typeOrg)
	return true
}

// sentTo are words before "to" and where something or somebody is sent.
var sentTo = wordSet("script scripts rx prescription faxed fax refer referred referral transfer transferred tfr xfer dc discharged films records copy")

// hospitalInSmall reads "a+e uhg" and "scan at kgh": capitals of hospitals everybody knows where
// nobody used any.
func (t *passage) hospitalInSmall(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != lower || k.size < 3 || k.size > 6 || !k.in(hospitalLettersEn) && !k.in(doubleLetters) || k.any(inDictionary|measuring) || !t.bare() || k.before != spaced {
		return false
	}
	if !p.in(placeLeads) && p.fold != "a&e" && !(p.fold == "e" && (t.tok(i-2).is("+") || t.tok(i-2).is("&"))) && p.fold != "ed" && p.fold != "er" && p.fold != "for" && p.fold != "under" {
		return false
	}
	t.mark(i, i+1, typeOrg)
	return true
}

// smallSaint reads "for st johns eye" and "in st lukes hospice" where nobody used capitals.
func (t *passage) smallSaint(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.fold != "st" || k.shape != lower || !t.bare() || n.kind != word || n.before != spaced || n.size < 4 || !placeLeads[p.fold] && p.fold != "for" && p.fold != "under" && !orgCues[p.fold] {
		return false
	}
	named := n.any(firstName) || len(n.fold) > 4 && n.fold[len(n.fold)-1] == 's' && firstNames().has(n.fold[:len(n.fold)-1]) || !n.any(explaining|medical)
	if !named {
		return false
	}
	to := i + 2
	if m := t.tok(to); m.before == spaced && m.kind == word && (tailNouns[m.fold] || m.fold == "eye" || m.fold == "primary" || m.fold == "school") {
		to++
	}
	t.mark(i, to, typeOrg)
	return true
}

// keptTowns are towns that scales, signs and criteria are called after.
var keptTowns = wordSet("boston bristol denver edinburgh glasgow geneva vienna paris chicago toronto nottingham manchester oxford cambridge montreal london philadelphia atlanta rome ottawa norton columbia seattle baltimore cincinnati milwaukee minnesota vancouver lyon heidelberg leiden dublin helsinki stockholm copenhagen marburg lille tokyo kyoto los angeles sydney lund milan prague budapest braden karnofsky rochester rotterdam utrecht hannover")

// keptTown reads "son Padraig in Boston" and "from Paris at bedside": a town, where no scale of
// that name can stand.
func (t *passage) keptTown(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	led := p.shape == lower && (p.fold == "in" || p.fold == "from" || p.fold == "near" || p.fold == "via" || p.fold == "ex") && keptTowns[k.fold]
	if k.shape != title || k.before != spaced || !led && !((keptTowns[k.fold] || wordTowns[k.fold]) && t.placeCue(i) == 2) {
		return false
	}
	if !t.closes(i+1) && !(n.kind == word && n.shape == lower && (inside[n.fold] || goesOn[n.fold] || stopsName[n.fold])) {
		return false
	}
	t.mark(i, i+1, typeLocation)
	return true
}
