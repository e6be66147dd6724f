package deidentify

// Organisations called by one everyday word or by words nobody knows, right behind what says that
// an organisation stands there.

// sureCues are what is done at, with or for an organisation, by the small word behind them.
var sureCues = map[string]map[string]bool{
	"at":   wordSet("works worked working work job jobs shift shifts nights driver manager guard cleaner cook chef cashier teacher porter supervisor student pupil grader apprentice volunteer volunteers volunteering worships worship attends enrolled studying employed receptionist registered insured club resident placement placed staff"),
	"for":  wordSet("works worked working drives drove driver plays played rides employed drives contractor contracts"),
	"with": wordSet("insured insurance registered policy cover covered banks account enrolled employed works worked working contract plan coverage"),
	"by":   wordSet("insured covered employed accepted supplied billed"),
	"from": wordSet("script scripts meds carer carers staff crew oxygen supplies retired films fired laid chaplain pastor rep"),
	"to":   wordSet("script scripts rx prescription prescriptions billed bill fax faxed copy refer referred referral returned back"),
	"of":   wordSet("member members parishioner customer employee resident owner coach"),
}

// sureLabels stand right before the name of an organisation, with a colon or without.
var sureLabels = wordSet("taxi taxis cab dme transport ride rides tpa insur hha mortuary undertaker undertakers employer school chemist pharmacy daycare preschool kindergarten nursery hospice insurer insurance payer payor carrier carriers agency home health ambulance crew club creche")

// sureGate are the words right before such a name.
var sureGate = askable(union(sureLabels, wordSet("at for with by from to of the")))

// labelPairs are the words before the last of a label of two words, without which it is none.
var labelPairs = map[string]map[string]bool{"home": wordSet("funeral care nursing"), "health": wordSet("home occupational")}

// sureOrg reads "insured with Pioneer", "Script to Falcon please", "Taxi: Swift" and "Employer
// Guardian Air".
func (t *passage) sureOrg(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if !p.is(":") && !p.in(sureGate) {
		return false
	}
	if t.bare() {
		return t.bareSure(i)
	}
	if !k.capital() || k.size < 3 || !t.orgSaidBefore(i) || k.before > spaced || t.noOrg(i) {
		return false
	}
	to := t.capitalRun(i + 1)
	if n := t.tok(to); k.shape == upper && to == i+1 && abbreviationsEn()[k.fold] || t.anyDepartment(i, to) || k.any(inDictionary) && !k.any(common|townlike) && n.kind == word && n.shape == lower && n.before == spaced && !stopsName[n.fold] && !afterOrg[n.fold] {
		return false
	}
	t.mark(i, to, typeOrg)
	return true
}

// afterOrg are small words behind an organisation's name that go on with what is said of it.
var afterOrg = wordSet("please pls as re van bus driver staff crew today yesterday per about branch form plan policy card member id acct account asap")

// noOrg reports whether the capital word at i is a word of medicine, a ward or a head of what
// follows.
func (t *passage) noOrg(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.any(medicinal|medical|monthly|measuring|addressing|triggerWord) || k.any(heading|callingWord) && !k.any(common) || n.is(":") || n.is("/") || wardsEn[k.fold] || notPlaced[k.fold] || stopsName[k.fold] {
		return true
	}
	return (plainNouns[k.fold] || bareKinds[k.fold] || namedBranch[k.fold] || tailNouns[k.fold]) && !k.any(common|townlike|firstName) && n.shape != title
}

// orgSaidBefore reports whether a cue or a label stands before the name at i.
func (t *passage) orgSaidBefore(i int) bool {
	j := i - 1
	if t.tok(j).fold == "the" {
		j--
	}
	p := t.tok(j)
	if cues := sureCues[p.fold]; cues != nil && p.kind == word && p.shape == lower {
		for n := j - 1; n > j-4 && n >= 0 && t.toks[n].kind == word && t.toks[n+1].before <= spaced; n-- {
			if cues[t.toks[n].fold] {
				return true
			}
		}
		return false
	}
	colon := p.is(":")
	if colon {
		j--
		p = t.tok(j)
	}
	if !p.in(sureLabels) || p.kind != word || !colon && (t.toks[i].shape == upper || t.columned(i)) {
		return false
	}
	if mates := labelPairs[p.fold]; mates != nil {
		return mates[t.tok(j-1).fold]
	}
	return colon || t.toks[i].shape == title
}

// bareCues are those of the cues behind which even an everyday word without capitals names an
// organisation, anyPlace what names none there.
var (
	bareCues = map[string]map[string]bool{
		"at":   wordSet("works worked working work job shift shifts nights driver manager guard cleaner cook chef cashier teacher porter supervisor student pupil grader apprentice volunteer volunteers worships employed receptionist seen ct mri xr xray cxr labs bloods done scan scans echo booked born op surgery delivered treated admitted placed cardiologist consultant club clinic gp staff"),
		"for":  wordSet("works worked working drives drove driver employed"),
		"with": wordSet("insured employed registered"), "by": wordSet("employed insured covered"),
		"from": wordSet("retired fired laid script scripts meds carer carers staff crew films transferred transfer tfr xfer oxygen"),
		"to":   wordSet("script scripts rx prescription billed fax faxed transferred transfer tx tfr xfer sent refer referred ref admitted back"),
		"of":   wordSet("member"),
	}
	bareLabels = wordSet("taxi dme insurance insurer employer school pharmacy hospice daycare tpa payer payor chemist")
	anyPlace   = wordSet(`himself herself themselves self council govt government army navy force police council railway railways charity farm farms mine mines oil gas builders building site sites shop shops office offices factory warehouse supermarket restaurant garage bank depot port docks firm company companies employer
		agency agencies practice surgery pharmacy clinic clinics hospice carers carer manager nurse teaching nursing farming mining plumbing driving building cleaning gardening hospitality retail bar pub hotel cafe kitchen airport station church temple mosque gym salon bedside bed bay side front back bottom top rest risk once least last night times best high low room rooms
		rehab hospice crisis triage recovery resus majors minors discharge admission review base line level follow school seclusion custody lab labs storage records reception switchboard switch social services safeguarding dietitian dietician physio ot pt slt salt gp gps specialist specialists surgeon surgeons oncology cardiology doctor doctors dr nurse nurses them us everyone anyone family house mobile chair toilet lounge dining day wing unit floor side theatre theatres door grade sixth secondary security amazon parents mums grandmas council desk computer heights height present moment pay wage wages cash money living nhs ward wards icu itu`)
)

// bareSure reads "script to falcon please" and "DRIVER FOR PIONEER." where capitals say nothing: up
// to three words behind such a cue that end a clause.
func (t *passage) bareSure(i int) bool {
	k, j := t.toks[i], i-1
	if t.tok(j).fold == "the" {
		j--
	}
	p := t.tok(j)
	cues := bareCues[p.fold]
	said := cues != nil && (cues[t.tok(j-1).fold] || p.fold != "to" && p.fold != "of" && p.fold != "from" && cues[t.tok(j-2).fold] && t.tok(j-1).kind == word)
	if p.is(":") {
		said = t.tok(j - 1).in(bareLabels)
	}
	if !said || k.before > spaced || !t.nameWord(i) || k.size < 3 && (k.any(inDictionary|measuring) || !t.nameWord(i+1)) || anyPlace[k.fold] || bareKinds[k.fold] && !k.any(townlike) || k.in(notCued) || namedBranch[k.fold] || tailNouns[k.fold] {
		return false
	}
	to := i
	for to < i+3 && t.free(to) && (t.nameWord(to) && !t.toks[to].in(notCued) || t.toks[to].any(orgEnglish)) && (to == i || t.toks[to].before == spaced) && !t.toks[to].any(medical|medicinal|measuring) {
		to++
	}
	n := t.tok(to)
	if to == i || n.is("'") && n.before == glued || to == i+1 && k.any(orgEnglish|callingWord) || !t.closes(to) && !n.is("(") && !n.is("-") && n.kind == word && !n.in(stopsName) && n.fold != "please" && n.fold != "pls" && n.fold != "re" {
		return false
	}
	t.mark(i, to, typeOrg)
	return true
}
