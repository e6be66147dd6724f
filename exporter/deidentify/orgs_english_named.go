package deidentify

// Organisations whose noun stands before their name, or that have a number for one: "Church of
// the Nazarene", "Masjid Al-Noor", "Villas at Oak Hill", "VFW Post 2204", "2 Para".

// namedOf are nouns whose "of" or "at" says which, beside those of seats.
var namedOf = wordSet("krewe wheels hands hearts mall galleria church sisters daughters brothers order assembly house temple iglesia lady shrine knights friends lighthouse villas residences terraces cottages shops shoppes promenade outlets americana arbors arbours pavilion estates")

// ofWhich reads "Church of the Nazarene", "Our Lady of Fatima", "Mall of Lucena" and "Villas at
// Oak Hill".
func (t *passage) ofWhich(i int) bool {
	k, j := t.toks[i], i+2
	if of := t.tok(i + 1); !k.in(namedOf) || of.fold != "of" && of.fold != "at" || of.shape != lower || of.before != spaced {
		return false
	}
	if t.tok(j).fold == "the" && t.tok(j).shape == lower {
		j++
	}
	if n := t.tok(j); n.shape != title || n.before != spaced || n.size < 3 || n.any(medical|medicinal|heading|monthly|callingWord) && !n.any(common|firstName) {
		return false
	}
	from := t.titlesBefore(i)
	if t.tok(from-1).fold == "our" && t.tok(from-1).shape == title {
		from--
	}
	t.mark(from, t.capitalTail(t.properName(j)), typeOrg)
	return true
}

// nounFirst are nouns of other tongues that stand before an organisation's name.
var nounFirst = wordSet("masjid gurdwara iglesia mandir vihara krewe loge sk smk smjk sjk sekolah klinik kampong escuela colegio ecole lycee clinique hopital spital klinikum krankenhaus hospice ospedale gymnasium kita")

// nounBefore reads "Masjid Al-Noor", "Gurdwara Sri Guru Nanak" and "SK Taman Melawati".
func (t *passage) nounBefore(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if !k.in(nounFirst) || !k.capital() || k.size == 2 && k.shape != upper || n.shape != title || n.before != spaced || n.any(heading|callingWord|monthly) {
		return false
	}
	t.mark(i, t.capitalRun(i+1), typeOrg)
	return true
}

// camelEnds end the names of health systems and laboratories that have a capital inside.
var camelEnds = []string{"care", "kids", "labs", "lab", "partners", "point", "line", "tech", "net", "plus", "health", "star", "rad"}

// publicCare are schemes of a whole country and accounts of any clinic.
var publicCare = wordSet("myagedcare philhealth myhealth ehealth medicare")

// camelOrg reads "ThedaCare", "UnityPoint" and "OrthoPartners": one word with a capital inside.
func (t *passage) camelOrg(i int) bool {
	k := t.toks[i]
	if k.shape != mixed || k.size < 4 || k.size < 7 && t.tok(i+1).is("-") || !hasEnd(k.fold, camelEnds, 3) || k.in(publicCare) || k.any(inDictionary|medicinal|built) || t.tok(i+1).kind == number && t.tok(i+1).before == glued {
		return false
	}
	t.mark(i, t.capitalTail(i+1), typeOrg)
	return true
}

// arms are what units of the services are of, postOf the posts and lodges of veterans.
var (
	arms   = wordSet("para paras rifles signals rar cdo commando sqn squadron bn bde regt rep ranger rangers airborne cav cavalry marines infantry inf engr engineers medic mash csh fusiliers gurkhas scots yorks lancs mercian anglian anglians rsme loyals artillery lancers hussars")
	postOf = wordSet("vfw amvets legion elks moose eagles kofc rsl")
)

// unitOfArms reads "2 Para", "82nd Airborne", "3/75 Ranger" and "40 Cdo".
func (t *passage) unitOfArms(i int) bool {
	k := t.toks[i]
	if !k.in(arms) || k.shape == lower || k.before != spaced {
		return false
	}
	j := i - 1
	if t.tok(j).in(ordinalEnds) && t.tok(j).before == glued {
		j--
	}
	if t.tok(j).kind != number || t.tok(j).size > 3 || t.tok(j-1).is(":") && t.tok(j).before == glued {
		return false // 07:46 Rep
	}
	if t.tok(j-1).is("/") && t.tok(j).before == glued && t.tok(j-2).kind == number {
		j -= 2
	}
	if p := t.tok(j - 1); p.fold == "gravida" || p.fold == "g" || p.fold == "p" || t.tok(i+1).kind == number || p.any(measuring) {
		return false // gravida 2 Para 1
	}
	t.mark(j, t.capitalTail(i+1), typeOrg)
	return true
}

// postNumbered reads "VFW Post 2204" and "American Legion Post 40".
func (t *passage) postNumbered(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if !postOf[k.fold] || !k.capital() {
		return false
	}
	from, to := i, i+1
	if k.fold == "legion" {
		if from = i - 1; t.tok(from).fold != "american" && t.tok(from).fold != "british" && t.tok(from).fold != "foreign" || t.tok(from).shape == lower {
			return false
		}
	}
	if (n.fold == "post" || n.fold == "lodge") && n.before == spaced {
		if to = i + 2; t.tok(to).is("#") {
			to++
		}
		if t.tok(to).kind == number {
			to++
		}
	} else if k.fold != "legion" && k.fold != "vfw" {
		return false
	}
	t.mark(from, to, typeOrg)
	return true
}

// crownNames are hospitals and colleges by whose they are, which a town or a word of place tells
// from anybody's.
var crownNames = wordSet("queen king guy george bart thomas mary luke john barnaby prince princess")

// crowned reads "Queen's, Romford" and "at King's": whose hospital, and where.
func (t *passage) crowned(i int) bool {
	k, j := t.toks[i], i+3
	if !crownNames[k.fold] || k.shape != title || !t.tok(i+1).is("'") || t.tok(i+2).fold != "s" || t.tok(i+2).before != glued {
		return false
	}
	p, n := t.tok(i-1), t.tok(j+1)
	if t.tok(j).is(",") && n.shape == title && n.before == spaced && (k.fold == "queen" || k.fold == "king") && !n.any(heading|callingWord|medicinal|monthly) {
		t.mark(i, t.capitalTail(j+2), typeOrg)
		return true
	}
	if (k.fold == "queen" || k.fold == "king") && (p.in(placeLeads) && p.shape == lower || p.is("@")) && (t.closes(j) || t.tok(j).shape == lower && t.tok(j).in(stopsName)) {
		t.mark(i, j, typeOrg)
		return true
	}
	return false
}

// wardBehind are parts of a hospital right behind its letters, who is of it or what was done
// there; wardOfAny those that stand behind letters of anything.
var (
	wardBehind = wordSet("hems ward ccu icu itu nicu picu ed er a&e opd mopd sopd ae crew ambulance paramedics medics switchboard theatres mortuary psych psychiatry caseworker keyworker switch porters")
	wardOfAny  = union(wardBehind, wordSet("stroke neurosurg neurosurgery plastics burns txp transplant paeds peds o&g ortho onc oncology cardiology renal induction maternity accept accepted histo bloods labs student students staff script driver neuro gynae haem radiology path"))
)

// lettersOfWard reads "PWH CCU", "RVI neurosurg" and "AMR 204 crew" at the head of a text or a line
// too: capitals known for a hospital's, or ending as those do, and a part of one.
func (t *passage) lettersOfWard(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape == upper && t.headLetters(i) {
		t.mark(i, i+1, typeOrg)
		return true
	}
	if k.shape != upper || k.size < 3 || k.size > 6 || k.before == glued || t.shouted() || n.before != spaced || k.any(inDictionary|shortForm|heading|medicinal|firstName|measuring) || wardsEn[k.fold] {
		return false
	}
	if n.kind == number && n.size <= 3 {
		n = t.tok(i + 2) // TTSH 7B, AMR 204 crew
	}
	known := hospitalLettersEn[k.fold] && (wardOfAny[n.fold] || n.size == 1 && n.before == glued && k.size > 3 || (n.fold == "o" || n.fold == "a") && t.tok(i+2).is("&"))
	double := k.in(doubleLetters) && wardOfAny[n.fold]
	ended := !abbreviationsEn()[k.fold] && wardBehind[n.fold] && (hasEnd(k.fold, []string{"h", "mc"}, 3) || n.fold == "crew")
	if !known && !double && !ended {
		return false
	}
	to := i + 1
	if n != t.tok(i+1) && n.fold == "crew" {
		to = i + 2
	}
	t.mark(i, to, typeOrg)
	return true
}

// cooperative reads "Nooksack Fish Co-op" and "Sunpick Tomato Co-op".
func (t *passage) cooperative(i int) bool {
	if k, o := t.toks[i], t.tok(i+2); k.fold != "co" || k.shape != title || !t.tok(i+1).is("-") || t.tok(i+1).before != glued || o.fold != "op" || o.before != glued || k.before != spaced {
		return false
	}
	from := t.titlesBefore(i)
	if from == i {
		return false
	}
	t.mark(from, i+3, typeOrg)
	return true
}

// headNouns end the names of practices at the head of their papers.
var headNouns = wordSet("care neurology cardiology oncology dermatology urology orthopedics orthopaedics pediatrics paediatrics health medicine dental imaging radiology pathology gastroenterology nephrology rheumatology ophthalmology psychiatry surgery physio physiotherapy dialysis hospice ed er wellness diagnostics fertility audiology podiatry")

// letterhead reads "Harbour Street Neurology", "Pettibone Family Eye Care" and "Settlement Health,
// Hamilton" alone at the head of a text, where one of the words tells, before a gap, a dash, a day
// or the line's end.
func (t *passage) letterhead() {
	if !t.english() || len(t.toks) == 0 || t.bare() {
		return
	}
	to, tells := 0, false
	for to < 8 && to < len(t.toks) && (t.toks[to].shape == title || to > 0 && t.toks[to].shape == upper && headNouns[t.toks[to].fold]) && (to == 0 || t.toks[to].before == spaced) && !t.taken[to] {
		tells = tells || to < 4 && !headNouns[t.toks[to].fold] && (!t.toks[to].any(explaining) || t.toks[to].any(townlike) || streetWordEn[t.toks[to].fold] && to > 0)
		to++
	}
	if to < 2 || !tells || !headNouns[t.toks[to-1].fold] || t.toks[0].any(callingWord|medicinal) {
		return
	}
	if n := t.tok(to); n.is(",") && t.tok(to+1).shape == title && t.tok(to+2).before >= tabbed {
		to += 2
	} else if to < len(t.toks) && !t.columned(to) && !(n.is("-") && n.before == spaced) && !(n.kind == number && t.taken[to]) {
		return
	}
	t.mark(0, to, typeOrg)
}
