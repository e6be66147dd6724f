package deidentify

import "strings"

// Staff of English notes by two or three letters of a role, and by the letters they are
// known by: "CRNA Summer", "typed 16/9 PG", "Many thanks. TL".

// roleLetters stand before somebody's name; many are abbreviations of something else too,
// so that the name must be one, or nothing else.
var roleLetters = wordSet(`crna np pa ma rn sn spn ssn en cn st cns cna gna pct psr cma rma lvn lpn tvn dsn dn hv cpn cmhn rmn rgn rnld rscn odp ot pt slt slp rd rt rrt mw sm sho spr reg str cst fy gp pca hca hcsw
	pharmd pharm phlebotomist ranp anp acp dr prof mr mrs pc dc ds di dci pcso wpc sgt insp ofc imca amhp isva idva sw asw msw lcsw wkr rep tech typist clerk receptionist secretary porter chaplain aide dietitian dietician activities keyworker bunkmate cellmate
	scribe steward warden matron sister pastor bishop rev imam rabbi father fr deacon elder coach teacher pharmacist psychologist counsellor counselor interpreter translator caseworker advocate interp physio maid helper ayah driver escort foreman supervisor cleaner`)

// strokeRoles are roles people write with a stroke: "n/s", "s/n", "c/n".
var strokeRoles = wordSet("ns sn cn hv sw nic na en sr st")

// byRole reads "CRNA Summer", "aide Precious" and "RD Kirandeep + RN".
func (t *passage) byRole(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if p.kind == number && t.tok(i-2).fold == "fy" || p.kind == number && (t.tok(i-2).fold == "st" || t.tok(i-2).fold == "ct") && p.before == glued {
		p = t.tok(i - 2) // FY1 Summer
	}
	if t.tok(i-2).is("/") && p.before == glued && strokeRoles[t.tok(i-3).fold+p.fold] && k.any(firstName) && !k.any(inDictionary) && k.before == spaced && k.size > 2 {
		t.person(i, i+1)
		return true // asked by n/s shirley
	}
	if !p.any(staffWord) || !roleLetters[p.fold] || k.before != spaced || k.size < 3 || k.shape == upper && !t.shouted() || k.any(heading|genericWord|measuring|callingWord|eponymous|credentialed) || t.headFollows(i) || n.is("-") && n.before == glued && t.tok(i+2).shape == lower {
		return false
	}
	switch {
	case k.shape == lower && !(t.hushed() && (k.any(firstName) || t.unexplained(i))):
		return false
	case k.any(medicinal|drugEnded|monthly) && !k.any(firstName):
		return false
	case k.any(inDictionary|built) && !k.any(firstName|common):
		return false
	case k.any(inDictionary) && !k.any(firstName) && !t.closes(i+1) && !n.is("("):
		return false
	}
	t.person(i, i+1)
	return true
}

// roleWords say that a person stands behind, whatever everyday word or eponym the name is:
// "Physio Rice", "GP Wharton", "Chaperone: Wells".
var roleWords = wordSet(`physio gp dietitian dietician matron phlebotomist chaperone coder intern student caseworker reg registrar crc embryologist embryol
	chaplain porter scribe typist receptionist physiotherapist audiologist optometrist podiatrist paramedic coordinator interp interpreter sonographer radiographer copy cc witness staff carer`)

// roleNouns stand behind them and are nobody.
var roleNouns = wordSet(`review reviewed assessment note notes surgery surgeries clinic health service services team referral referred letter input plan visit round session sessions led only seen
	nurse nurses meeting member members room union year loan support exercises discharge records record form forms practice appointment appt report ward gym notified aware informed present requested declined offered available to for and or of on in the a`)

// byRoleWord takes a word with a capital behind a role.
func (t *passage) byRoleWord(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != title || k.size < 3 || !t.behindRole(i) || t.shouted() || roleNouns[k.fold] || t.headFollows(i) {
		return false
	}
	if k.any(heading|genericWord|measuring|callingWord|credentialed|medicinal|medical|orgEnglish|organised|built|staffWord|papered|valueWord) && !k.any(firstName|surnameToo|eponymous) || k.any(monthly) && n.kind == number {
		return false
	}
	if n.is("-") && n.before == glued && t.tok(i+2).shape == lower || n.kind == word && n.shape == lower && n.before == spaced && n.any(orgEnglish|genericWord|headWord|tailWord|papered) {
		return false
	}
	t.person(i, i+1)
	return true
}

// behindRole reports whether a role stands right before i, or before its colon.
func (t *passage) behindRole(i int) bool {
	p := t.tok(i - 1)
	if p.is(":") && p.before == glued {
		p = t.tok(i - 2)
	} else if p.fold == "copy" || p.fold == "cc" {
		return false
	}
	return t.toks[i].before == spaced && p.in(roleWords)
}

// taskPeople reads "Bloods Page to chase", "R/V by Best (reg)" and "Eklund/Frank to decide":
// a name that is an everyday word, and what its bearer is to do or is.
func (t *passage) taskPeople(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != title || k.size < 3 || !k.any(common|firstName) && k.fold != "summer" || k.any(medicinal|monthly|orgEnglish|genericWord) || n.before > spaced {
		return false
	}
	task := n.fold == "to" && tasks[t.tok(i+2).fold] && (!t.opens(i) || k.any(firstName))
	r := t.tok(i + 2)
	role := n.is("(") && (p.fold == "by" && r.kind == word && t.tok(i+3).is(")") || r.any(staffWord|credentialed) && (t.tok(i+3).is(")") || t.tok(i+3).kind == number && t.tok(i+4).is(")")))
	if !task && !role {
		return false
	}
	t.person(i, i+1)
	return true
}

// byFormal reads "seen by doctor Page" and "a man called Mr Best": an everyday name behind
// how one speaks to somebody.
func (t *passage) byFormal(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if !(p.in(formal) && p.shape == title || p.fold == "doctor" || p.fold == "professor") || k.shape != title || k.before != spaced || k.size < 3 || !k.any(common|firstName) {
		return false
	}
	t.person(i, i+1)
	return true
}

// byOwner reads "his cousin beau's party": whose something of the family's is.
func (t *passage) byOwner(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != lower || k.size < 3 || k.before != spaced || !kin()[p.fold] || !t.tok(i+1).is("'") || t.tok(i+2).fold != "s" || k.any(callingWord|triggerWord|heading) || !t.hushed() {
		return false
	}
	t.mark(i, i+1, typeRelative)
	return true
}

// byThread reads who writes in a thread: ">> TW 10:40 denied", ">> lisa p 11:02".
func (t *passage) byThread(i int) bool {
	if !t.tok(i-1).is(">") || t.tok(i-1).before < wrapped && !t.tok(i-2).is(">") {
		return false
	}
	to := i + 1
	if t.tok(to).kind == word && t.tok(to).before == spaced {
		to++
	}
	if h := t.tok(to); h.kind != number || h.size > 2 || h.before != spaced || !t.tok(to+1).is(":") || t.tok(to+2).kind != number {
		return false
	}
	t.mark(i, to, typeDoctor)
	return true
}

// byFarewell reads "Ta, Wing" at the end of a message.
func (t *passage) byFarewell(i int) bool {
	k := t.toks[i]
	if k.shape != title || k.size < 3 || !t.tok(i-1).is(",") || !signOffs[t.tok(i-2).fold] && t.tok(i-2).fold != "ta" || k.any(heading) || i+1 < len(t.toks) && t.tok(i+1).before < wrapped {
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}

// byDeed reads "Mercy did obs", "Angel fed him" and "Jean slept in the chair": a first name
// that opens a sentence, and what only people do.
func (t *passage) byDeed(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != title || k.size < 3 || !k.any(firstName) || !t.opens(i) || k.any(heading|medicinal|monthly) || n.kind != word || n.shape != lower || n.before != spaced {
		return false
	}
	complains := n.fold == "c" && t.tok(i+2).is("/") && t.tok(i+3).fold == "o"
	if !deeds[n.fold] && !complains && !(n.fold == "off" && t.tok(i+2).fold == "sick") && !(n.fold == "very" && moods[t.tok(i+2).fold]) {
		return false
	}
	t.person(i, i+1)
	return true
}

// deeds are done by people alone, in the past; moods are theirs.
var (
	deeds = wordSet(`did fed took gave washed helped brought came went told slept sat stayed drove held cried wept woke ate drank walked sang visited phoned rang called texted asked wanted wants refused declined agreed said says thinks knows feels cares lives works
		met saw spoke wrote signed checked chased ordered booked found let left made bought cooked cleaned moved died recovered will describes attends presents reports denies appears sleeps eats takes smokes drinks complains admits understands remembers`)
	moods = wordSet("upset happy sad tired tearful anxious angry worried pleased keen poorly unwell supportive kind helpful")
)

// byTelephone reads "Con (0412 555 093) informed": a name before somebody's telephone.
func (t *passage) byTelephone(i int) bool {
	k := t.toks[i]
	j := i + 1
	if t.tok(j).is("(") {
		j++
	}
	if j >= len(t.toks) || !t.taken[j] || k.shape != title || k.size < 3 || !k.any(firstName|common) && k.any(inDictionary|built) && !ambiguousName[k.fold] || k.any(heading|orgEnglish|genericWord|labelling|addressing|dwellingWord|callingWord|medicinal) || t.toks[j].kind == word || t.toks[j].before > spaced {
		return false
	}
	for n := len(t.marks) - 1; n >= 0; n-- {
		if m := t.marks[n]; m.kind == typePhone && (m.from == j || m.from == j-1) {
			t.person(i, i+1)
			return true
		}
	}
	return false
}

// ambiguousName are names no list of names has, for they are something else.
var ambiguousName = wordSet("con gab shade safari wing beat dot sal mo lou")

// typistWords say that the letters behind them, and behind a day, are somebody's.
var typistWords = wordSet("typed dictated transcribed transcriber transcriptionist typist scribe scribed sec secretary tech dict trans cosigned verified")

// byTypist reads "typed 11/12/24 mjk", "Transcribed: kd", "SCRIBE KT", "PA: jfm" and
// "T: 10/22/24 KJP".
func (t *passage) byTypist(i int) bool {
	k := t.toks[i]
	if k.size < 2 || k.size > 4 || k.shape == title || k.before > spaced || k.before == glued && !t.tok(i-1).is(":") || k.any(inDictionary|credentialed|heading) && k.shape == lower && (k.any(credentialed) || strings.ContainsAny(k.fold, "aeiou")) || k.any(heading|callingWord) && k.size > 3 {
		return false
	}
	if n := t.tok(i + 1); !t.closes(i+1) && n.kind != sign && n.before < tabbed {
		return false
	}
	j, dated := i-1, false
	for j > 0 && (t.taken[j] && t.toks[j].kind != word || t.toks[j].is(":") || t.toks[j].fold == "by" || t.toks[j].fold == "on") {
		dated = dated || t.toks[j].kind == number
		j--
	}
	w := t.tok(j)
	lettered := t.tok(j+1).is(":") && (dated && (w.fold == "t" || w.fold == "d") || w.fold == "pa" && k.shape == lower)
	if w.kind != word || !(w.any(staffWord) && typistWords[w.fold]) && !lettered || i-j > 9 || notTypists[k.fold] {
		return false
	}
	t.mark(i, i+1, typeDoctor)
	return true
}

// notTypists are small words and roles behind who typed, which are nobody's letters.
var notTypists = wordSet("by on at in not but and the via for to with dr md do pa np rn who was")

// byLastLetters reads the letters somebody signs with: alone as the last sentence of a
// line, behind a dash that ends one, between "per" and what they said, before a grade.
func (t *passage) byLastLetters(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.size < 2 || k.size > 3 || k.shape == title || k.shape == mixed || k.before == glued || k.before > wrapped && k.shape == lower || t.shouted() || lastForms[k.fold] {
		return false
	}
	if t.bySignature(i) {
		t.mark(i, i+1, typeDoctor)
		return true
	}
	if k.any(inDictionary | measuring | shortForm | credentialed | heading | callingWord | medicinal | abbreviated) {
		return false
	}
	ends := i+1 >= len(t.toks) || n.before >= wrapped
	alone := ends && (p.is(".") || p.is("!") || p.is("?") || p.is(")") && k.shape == upper)
	thanked := (p.is(".") || p.is(",")) && (t.tok(i-2).fold == "thanks" || t.tok(i-2).fold == "ta" || t.tok(i-2).fold == "thx") && (ends || n.is("("))
	told := p.fold == "per" && k.shape == upper && n.kind == word && n.shape == lower && (n.fold == "ok" || n.in(acting) || n.fold == "to")
	dashed := ends && p.is("-") && p.before == spaced && k.shape == upper && i+1 >= len(t.toks)
	if !alone && !thanked && !told && !dashed || k.shape == upper && alone && !thanked && abbreviationsEn()[k.fold] && i+1 < len(t.toks) {
		return false
	}
	t.mark(i, i+1, typeDoctor)
	return true
}

// bySignature reports whether letters end the text behind a whole sentence, or a grade that
// ends the line stands behind them, so that even an abbreviation is somebody: "d/c home. - PK",
// "settled overnight. tm RN".
func (t *passage) bySignature(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	dash := (p.is("-") || p.is("–") || p.is("—")) && k.before <= spaced && (p.before >= wrapped || p.before == spaced && t.sentenceEnds(i-1) || t.tok(i-2).is("-"))
	if p.kind == word && (p.fold == "sig" || p.fold == "sgd" || signedGrades[p.fold] && p.size > 1) && k.before == spaced && t.sentenceEnds(i-1) && i+1 >= len(t.toks) && !stopsName[k.fold] && !k.any(measuring|credentialed) {
		return true // sig tk
	}
	if !dash && !(t.sentenceEnds(i) && k.before != glued) || stopsName[k.fold] || k.any(measuring) {
		return false
	}
	graded := n.before <= spaced && t.gradeAt(i+1) && !k.any(credentialed|triggerWord|staffWord)
	return graded || i+1 >= len(t.toks) && i > 6 && (k.shape == upper && !k.any(credentialed) || k.shape == lower && !hasAnyInside(k.fold, []string{"a", "e", "i", "o", "u"}) && t.bare())
}

// sentenceEnds reports whether a sentence or a line ends before the token at i.
func (t *passage) sentenceEnds(i int) bool {
	p := t.tok(i - 1)
	return i > 0 && (t.toks[i].before >= wrapped || p.is(".") || p.is("!") || p.is("?") || p.is(")"))
}

// lastForms end sentences of notes and are no letters of anybody.
var lastForms = wordSet("rpt rv fu nv gp rn dw mob sob bo bno pu mcs lft fbc crp esr tft inr tca tci ooh nfa wnl dna sos fbs rbs rrr nt nd gcs nof ntr hdu wr nbm kiv tcu tto ttos cvs cns rs ncs dvt pe mi cva tia uti lrti ccf copd ckd aki af dm htn ihd sah sdh gi gu bp hr rr dc ci pa np md do rpn cc bg fh sh dh nk nkda mse tlc lmp edd fm fhh sve cx hie ivh rds pda nas sc sq tid cbc bmp cmp lfts ua bs bm ns lr d5 nacl kcl tpn ngt peg dnr cmo icd ppm prbc ffp iol rom pcm ors bd tds tid bid qid qds od prn stat nad ok nil npo nbm po iv im sc lol pls thx asap eta ama dnr cpr nkda wnl rtc ed er icu ccu hdu mdt opd tto tta fit cxr ecg ekg ct mri uss mso ptb mds tb hiv stable imp rx dx hx tx fx sx px pt obs ivi ivf abx am pm ss fu rv dc sos vss etc hs qhs qam mane nocte usd gbp")

// letteredPeople reads dotted letters that are somebody's in English: "E.W. & Dr Hooks",
// "O.B-H.", "P B-W".
func (t *passage) letteredPeople(i int) bool {
	k, o := t.toks[i], t.tok(i+2)
	if k.size != 1 || k.shape != upper || k.before == glued && t.tok(i-1).kind != sign || cyrillic(k.fold) {
		return false
	}
	one := func(j int) bool {
		return t.free(j) && t.tok(j).kind == word && t.tok(j).size == 1 && t.tok(j).shape == upper
	}
	if !t.tok(i + 1).is(".") { // P B-W
		if to := i + 4; one(i+1) && t.tok(i+1).before == spaced && t.tok(i+2).is("-") && t.tok(i+2).before == glued && one(i+3) && t.tok(i+3).before == glued && (t.closes(to) || t.tok(to).before >= wrapped) {
			t.mark(i, to, typePerson)
			return true
		}
		return false
	}
	if !one(i+2) || o.before != glued {
		return false
	}
	to := i + 3
	if t.tok(to).is("-") && one(to+1) && t.tok(to+1).before == glued {
		to += 2
	} else if dottedForms[k.fold+o.fold] || dottedForms[k.fold+o.fold+t.tok(to+1).fold] {
		return false
	}
	if !t.tok(to).is(".") || t.tok(to).before != glued || t.tok(to+1).kind == word && t.tok(to+1).before == glued || t.tok(to+1).kind == number || t.tok(i-1).is(".") && k.before == glued {
		return false
	}
	t.mark(i, to+1, typePerson)
	return true
}

// dottedForms are two or three capitals with dots that are words cut short.
var dottedForms = wordSet(`us uk eu md do rn np pa bs ba ms am pm po iv im sc pr pv od os ou bd td gp er ed id ie eg nb ps pt ot ad bc ct mr bp hr rr tb ld rx dx sp st ns la ny dc va tx ca nj sa wa nsw al il co ph vs pg hs qd qh op ip dr mc lt sr jr sw ne nw se cc ao te ti fl cf ml mg iq ep ac
	phd usa uae bid tid qid prn cva mva dob usn cpr icu npo aka fka poc fao rsvp wc`)

// childWords open lists of somebody's children.
var childWords = wordSet("household stepkids fosterkids kids children sibs siblings sisters brothers sons daughters dtrs twins grandkids grandchildren")

// byChildren reads the children of "Sibs: Tong 5, Angel 3" and "children: Blessing 7".
func (t *passage) byChildren(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != title || k.size < 3 || k.any(heading|medicinal|genericWord) || n.kind != number && !n.is("(") || n.before > spaced || n.kind == number && (n.size > 2 || t.measured(i+2)) {
		return false
	}
	for j := i - 1; j >= 0 && j >= i-14 && t.toks[j+1].before <= wrapped; j-- {
		w := t.toks[j]
		if childWords[w.fold] {
			t.mark(i, i+1, typeRelative)
			return true
		}
		if w.is(".") || w.is(";") || w.kind == word && w.shape == lower && w.fold != "and" && w.fold != "yrs" && w.fold != "big" && w.fold != "y" && w.fold != "mo" && w.fold != "m" {
			return false
		}
	}
	return false
}
