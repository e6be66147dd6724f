package deidentify

// firmCues are words of work and insurance before the small word and a firm.
var firmCues = wordSet("works work worked working employed employee employer retired insured insurance job shifts nights driver manager clerk engineer welder cashier laborer labourer contractor")

// firmLeads stand right before a firm's name.
var firmLeads = wordSet("at for by from with")

// firmNames reads "works at Larsen, Wood and Cole", "employed by smith-hale" and "INSURED WITH
// HALE AND SONS": names that are joined, behind a word of work.
func (t *passage) firmNames(i int) bool {
	p := t.tok(i - 1)
	if !t.worksBefore(i-1, p.is(",") || p.fold == "from") || !t.nameWord(i) || t.toks[i].size < 3 && !t.tok(i+1).is(",") {
		return false
	}
	to, joints, tells := t.firmRun(i)
	if joints == 0 && !(t.bare() && t.tellingName(i) && !t.toks[i].any(common|firstName) && !p.is(",")) || !tells {
		return false
	}
	t.mark(i, to, typeOrg)
	return true
}

// worksBefore reports whether a word of work stands within three words before i, right
// before it where a comma does.
func (t *passage) worksBefore(i int, comma bool) bool {
	most := i - 4
	if comma {
		most = i - 2
	}
	for j := i - 1; j >= 0 && j > most; j-- {
		k := t.toks[j]
		if k.kind == sign && !k.is(":") || t.toks[j+1].before > wrapped {
			return false
		}
		if k.in(firmCues) {
			return true
		}
	}
	return t.tok(i).is(":") && (t.tok(i-1).fold == "employer" || t.tok(i-1).fold == "insurer")
}

// firmRun steps over names joined by commas, hyphens, "and" and "&", and over a firm's form
// behind them.
func (t *passage) firmRun(i int) (to, joints int, tells bool) {
	for to = i; to < i+12; {
		if !t.nameWord(to) || t.taken[to] || t.tok(to).any(heading|genericWord) {
			break
		}
		tells = tells || t.tellingName(to)
		to++
		s, next := t.tok(to), to+1
		if s.is(",") && (t.tok(next).fold == "and" || t.tok(next).is("&")) {
			next++
		}
		if !(s.is(",") && t.firmGoesOn(next)) && !s.is("&") && !(s.is("-") && s.before == glued) && !(s.fold == "and" && (t.tellingName(next) || firmForms[t.tok(next).fold])) || !t.nameWord(next) || t.tok(next).before > wrapped {
			break
		}
		joints, to = joints+1, next
	}
	for t.tok(to).kind == word && t.tok(to).before == spaced && firmForms[t.tok(to).fold] {
		to, joints = to+1, joints+1
	}
	return to, joints, tells
}

// firmGoesOn reports whether the name at i is followed by another joint of a firm's names.
func (t *passage) firmGoesOn(i int) bool {
	n := t.tok(i + 1)
	return t.nameWord(i) && (n.fold == "and" || n.is("&")) && t.nameWord(i+2)
}

// firmForms stand behind the names of a firm.
var firmForms = wordSet("sons bros group ltd llc inc plc llp pllc pc co company corp corporation associates partners limited gmbh kg ag sa srl pty pvt daughters holdings enterprises services")

// firmNouns end the names of firms that begin with letters: "ABC Cabs", "DP World".
var firmNouns = wordSet("cabs cab taxis taxi cars motors world aviation logistics transit transport systems foods express freight buses coaches travel trains airways energy power steel metals mining plastics packaging electronics electric engineering construction builders building scaffolding cleaning security services couriers haulage autos tyres tires tools paints paper chemicals shipping lines ambulance meats bakery stores supermarket industries holdings group enterprises warehousing recruitment staffing insurance mutual pharmacy pharma healthcare homecare oxygen")

// lettersFirm reports whether letters at i begin a firm's name of two words.
func (t *passage) lettersFirm(i int) bool {
	k, n := t.tok(i), t.tok(i+1)
	return k.shape == upper && (k.size == 2 || k.size == 3) && n.shape == title && n.before == spaced && n.size > 3 && !n.any(heading|medicinal|medical|callingWord|monthly|measuring|triggerWord)
}

// firmInShort reads "ABC Cabs" and "AB Motors".
func (t *passage) firmInShort(i int) bool {
	if n := t.tok(i + 1); !t.lettersFirm(i) || !n.in(firmNouns) || shipMarks[t.toks[i].fold] || t.toks[i].fold == "icu" {
		return false
	}
	t.mark(i, t.capitalTail(i+2), typeOrg)
	return true
}
