package deidentify

// englishEponym reads "Parkinson's disease", "Hawkins-Kennedy +", "Smith's fracture" and
// "pouch of Douglas": a name of English medicine by what stands behind it or before.
func (t *passage) englishEponym(i int) bool {
	k := t.toks[i]
	if k.fold[0] >= 0x80 {
		return false
	}
	if t.tok(i-1).fold == "of" && organs[t.tok(i-2).fold] && (t.tok(i-2).shape == lower || t.opens(i-2) && t.tok(i-2).shape == title) || t.termBehind(i) {
		return true
	}
	j, partner := t.behindEponym(i)
	n, owned := t.tok(j), t.tok(j-1).fold == "s" && t.tok(j-2).is("'")
	known := k.any(eponymStemmed) || partner
	switch {
	case n.any(tailWord) && n.before <= spaced && (owned || n.shape == lower):
		return !t.somebody(k) || k.any(eponymous) || n.fold == "wort" || n.fold == "apple"
	case t.somebody(k):
		return false
	case owned && k.any(eponymous), partner && (k.any(eponymous) || t.tok(i-2).any(eponymous)):
		return true
	case !owned && !known, n.before > spaced:
		return false
	case n.is("+") || known && n.is("-") && n.before == spaced && t.tok(j+1).before != glued || n.is("−"):
		return true
	}
	if n.fold == "n" && t.tok(j+1).is("/") && t.tok(j+2).fold == "a" {
		return known // Haggitt n/a
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
	k := t.toks[i]
	return k.fold[0] < 0x80 && t.authored(i) && !t.somebody(k)
}

// authored is the same of whoever it is.
func (t *passage) authored(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if t.mated(i, i+1) || t.mated(i-1, i) {
		return true
	}
	if n.kind == number && isYear(n.fold) && t.tok(i+2).any(tailWord) {
		return true
	}
	if k.fold == "doppler" || p.fold == "by" && k.any(eponymStemmed) && k.before == spaced && (t.tok(i-2).shape == upper && !t.shouted() && t.tok(i-2).any(shortForm) || t.tok(i-2).shape == lower && t.tok(i-2).any(medical)) && !t.triggered(i-1) {
		return true // pulses by Doppler, TACS by Bamford
	}
	counted := t.tok(i-2).is("%") || t.tok(i-2).kind == number || t.tok(i-2).before == glued && t.tok(i-3).kind == number || t.tok(i-2).in(workedOut)
	return p.fold == "by" && k.any(eponymStemmed) && (counted || n.kind == number && (isYear(n.fold) || t.tok(i+2).is("%")))
}

// workedOut is what is counted by somebody's rule.
var workedOut = wordSet("edd edc ga ef lvef gfr egfr crcl auc bsa mca efw")

// mated reports whether the capitals at a and b, or at a and behind the hyphen at b, are
// the two halves of one name of medicine.
func (t *passage) mated(a, b int) bool {
	if k := t.tok(a); k.kind == word && !(k.capital() && k.in(eponymLeads)) {
		return false
	}
	mates := eponymPairs[t.tok(a).fold]
	if mates == nil {
		if h := t.tok(a); !h.is("-") && !h.is("–") || h.before != glued {
			return false
		}
		a--
		mates = eponymPairs[t.tok(a).fold]
	} else if h := t.tok(b); (h.is("-") || h.is("–")) && h.before == glued {
		b++
	}
	return mates[t.tok(b).fold] && t.tok(a).capital() && (t.tok(b).capital() || t.tok(b).kind == word && t.tok(b).size > 6) && t.tok(b).before <= spaced
}

// eponymPairs are names of medicine made of two words, by the first.
var eponymPairs = func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for first, seconds := range map[string]string{
		"marcus": "gunn", "ann": "arbor", "ramsay": "hunt", "mary": "joseph", "pierre": "robin", "argyll": "robertson", "bradford": "hill", "carey": "coombs", "austen": "moore", "robert": "jones", "st": "jude",
		"v": "leiden", "salmonella": "dublin newport heidelberg typhi enteritidis typhimurium virchow", "red": "bull", "wolff": "parkinson", "parkinson": "white", "arnold": "chiari", "budd": "chiari", "tyrer": "cuzick", "semmes": "weinstein", "lloyd": "davies", "loeys": "dietz", "muir": "torre",
		"pelger": "huet huët", "kellgren": "lawrence", "solu": "medrol cortef", "depo": "provera medrol", "kimmelstiel": "wilson", "dandy": "walker", "guillain": "barre barré", "lesch": "nyhan", "prader": "willi", "mallory": "weiss", "stevens": "johnson", "churg": "strauss", "henoch": "schonlein schönlein",
		"lennox": "gastaut", "charles": "bonnet", "bence": "jones", "otto": "bock", "da": "vinci", "mifflin": "st jeor", "quigley": "hein", "schmitt": "thompson", "austin": "flint moore", "wolf": "hirschhorn", "rubinstein": "taybi", "treacher": "collins", "peutz": "jeghers",
		"cronkhite": "canada", "rosai": "dorfman", "erdheim": "chester", "parry": "romberg", "werdnig": "hoffmann", "creutzfeldt": "jakob", "steele": "richardson", "shy": "drager", "roussy": "levy lévy", "miller": "fisher", "foster": "kennedy", "anton": "babinski", "raymond": "cestan",
		"bland": "altman white", "mann": "whitney", "watson": "jones", "smith": "magenis petersen", "hamilton": "russell", "denis": "browne", "brandt": "daroff", "jackson": "pratt", "hosmer": "lemeshow", "van": "gieson", "total": "gym",
		"lambert": "eaton", "eaton": "lambert", "fitz": "hugh", "epstein": "barr", "sturge": "weber", "romano": "ward", "jervell": "lange", "lange": "nielsen", "lown": "ganong", "birt": "hogg", "osler": "weber", "kaplan": "meier", "plummer": "vinson", "brown": "sequard séquard", "ehlers": "danlos",
		"charcot": "marie", "marie": "tooth", "dubin": "johnson", "crigler": "najjar", "blalock": "taussig", "osgood": "schlatter", "salter": "harris", "lauge": "hansen", "nottingham": "grade grading", "cornelia": "lange", "bannayan": "riley", "hawkins": "kennedy", "li": "fraumeni", "weil": "felix", "dr": "pepper", "earl": "grey", "granny": "smith", "peter": "rabbit pan", "peppa": "pig", "harry": "potter", "mickey": "mouse", "paw": "patrol", "jelly": "babies", "mars": "bar bars", "father": "christmas", "santa": "claus", "downton": "abbey", "silent": "night", "frank": "sinatra", "elvis": "presley", "bob": "marley", "purdue": "pegboard", "guy": "fawkes", "agent": "orange", "oji": "cree", "new": "year", "heritage": "day", "waitangi": "day", "anzac": "day", "australia": "day", "canada": "day", "boxing": "day", "memorial": "day", "labor": "day", "labour": "day", "veterans": "day", "republic": "day", "independence": "day", "graham": "steell crackers cracker", "corpora": "amylacea", "rapid": "rhino", "tri": "luma", "lacri": "lube", "martin": "bell gruber", "miami": "j", "mangar": "elk camel", "gates": "glidden", "nobel": "biocare", "sara": "stedy steady", "zimmer": "nexgen persona", "neville": "barnes", "spencer": "wells", "jobson": "horne", "norfolk": "norwich", "cawthorne": "cooksey", "nine": "hole", "hole": "peg", "ben": "pen", "bair": "hugger", "arctic": "sun", "artic": "sun", "gore": "tex", "golden": "virginia", "amber": "leaf", "silk": "cut", "irn": "bru", "fray": "bentos", "angel": "delight", "jaffa": "cakes cake", "rich": "tea", "jack": "daniels", "tommee": "tippee", "hellers": "myotomy", "campbell": "de", "timed": "up", "von": "willebrand hippel recklinghausen gierke",
	} {
		all[first] = wordSet(seconds)
	}
	return all
}()

var eponymLeads = askable(keys(eponymPairs))

// termsBehind are words of medicine right behind a name that many people bear.
var termsBehind = map[string]map[string]bool{
	"adams": wordSet("bend bending forward"), "bruce": wordSet("protocol treadmill stage"), "gail": wordSet("model score risk"), "duffy": wordSet("antigen neg negative pos positive null"), "kidd": wordSet("antigen neg negative pos positive"), "lewis": wordSet("antigen"), "kell": wordSet("antigen neg negative pos positive"),
	"lyme": wordSet("disease screen serology titre titer ab igg igm western arthritis rash"), "calvert": wordSet("formula auc"), "allen": wordSet("test normal neg negative pos positive nl patent"), "olga": wordSet("i ii iii iv"), "levine": wordSet("grade sign"), "westgard": wordSet("rule rules"), "seattle": wordSet("protocol biopsies"), "columbia": wordSet("scale low moderate suicide"),
	"corrigan": wordSet("pulse sign"), "rubin": wordSet("maneuver manoeuvre"), "evans": wordSet("index ratio blue syndrome"), "mulder": wordSet("click sign neg pos"), "zimmer": wordSet("frame walker aid splint"), "mckenzie": wordSet("ext extension extensions exercise exercises programme program protocol prone press approach"),
	"fuchs": wordSet("guttata guttae dystrophy endothelial corneal heterochromic uveitis iridocyclitis fed ou od os"), "barrett": wordSet("esoph esophagus oesophagus segment mucosa"), "jones": wordSet("fx fracture criteria tube dressing"), "todd": wordSet("paresis palsy paralysis"), "parker": wordSet("pen"), "timothy": wordSet("grass pollen"), "caesar": wordSet("salad dressing"), "bird": wordSet("flu fancier"), "berger": wordSet("disease iga exercises"), "kruger": wordSet("strict morphology"),
	"turner": wordSet("mosaic karyotype xo syndrome"), "down": wordSet("trisomy"), "edwards": wordSet("sapien valve trisomy lifesciences"), "wells": wordSet("low moderate high score criteria"), "hunt": wordSet("hess"), "jackson": wordSet("pratt table"), "noonan": wordSet("like phenotype"), "hudson": wordSet("mask neb"), "stewart": wordSet("treves"), "oxford": wordSet("hip knee grading scale"), "marshall": wordSet("score"), "webster": wordSet("pak"), "gibson": wordSet("murmur"), "reed": wordSet("sternberg"), "cooper": wordSet("ligament ligaments"), "bishop": wordSet("score"), "prague": wordSet("criteria"), "knudson": wordSet("predicted"), "fogelholm": wordSet("score"), "barbeau": wordSet("a b c d test"), "judkins": wordSet("right left catheter"), "ashman": wordSet("beat beats phenomenon"), "cobb": wordSet("angle"), "jefferson": wordSet("fracture"), "hoover": wordSet("sign"), "libman": wordSet("sacks"), "ghent": wordSet("not met nosology criteria score"), "russell": wordSet("traction viper"), "wilson": wordSet("risk frame"), "graves": wordSet("likely ophthalmopathy orbitopathy eye"), "damon": wordSet("braces brackets system"), "thomas": wordSet("splint test collar neg negative pos positive"), "stanley": wordSet("knife blade cup"), "bowie": wordSet("knife"), "ellis": wordSet("i ii iii class type fracture"), "philly": wordSet("collar"), "aspen": wordSet("collar"), "virginia": wordSet("native creeper"), "murray": wordSet("score lung valley"), "simpson": wordSet("biplane method ef"), "robinson": wordSet("drain catheter"), "edinburgh": wordSet("score scale"), "philadelphia": wordSet("collar chromosome positive ph"), "exeter": wordSet("stem hip cup"), "sims": wordSet("speculum position"), "wrigley": wordSet("forceps outlet"), "rhodes": wordSet("forceps"), "morris": wordSet("retractor"), "kerrison": wordSet("rongeur punch upcut"), "simcoe": wordSet("cannula"), "killian": wordSet("speculum dehiscence"), "shepard": wordSet("grommet grommets"), "tilley": wordSet("forceps"), "bamford": wordSet("classification tacs pacs lacs pocs"), "rivermead": wordSet("mobility index"), "gerber": wordSet("lift"), "kendrick": wordSet("splint extrication"), "ashby": wordSet("score"),
}

// termBehind reads "Adams forward bend", "Duffy neg" and "Calvert AUC 5".
func (t *passage) termBehind(i int) bool {
	n := t.tok(i + 1)
	if h, o := t.tok(i-1), t.tok(i-2); h.is("-") && h.before == glued && t.toks[i].before == glued && o.fold == "anti" {
		return true // anti-Kell
	}
	return n.before == spaced && n.kind == word && (termsBehind[t.toks[i].fold][n.fold] || flowers[t.toks[i].fold] && growing[n.fold]) && !t.personal(i) && !t.somebody(t.toks[i])
}

// flowers are names of women that grow, and growing what is said of them then.
var (
	flowers = wordSet("rosemary poppy daisy lily violet rose ivy heather holly jasmine iris laurel myrtle hazel olive basil sage lavender marigold fern willow")
	growing = wordSet("bush bushes garden gardens tree trees flower flowers seed seeds petal petals leaf leaves plant plants oil tea pollen bed beds root")
)

// gradesEn are grades behind a name.
var gradesEn = wordSet("i ii iii iv v vi ia ib ic iia iib iic iiia iiib iiic iva ivb ivc")

// organs are what lies "of" somebody.
var organs = wordSet("column columns pouch circle canal line node nodes bundle space islets ligament sphincter ampulla foramen triangle fascia crypts tetralogy gland glands duct organ valve angle zone membrane fissure fold plexus sign triad law rule bodies sinus angles crescents macula area areas method test syndrome disease criteria sulcus tunica sheath")

// findingsEn are what is said of a sign.
var findingsEn = wordSet("neg negative pos positive absent present normal abnormal equivocal neither unremarkable nil strongly weakly nl wnl nad unremarkable")
