package deidentify

// byEnglish reads people of English texts by what stands around them where their names
// are everyday words or short: letters' greetings, brackets, beds, lists of staff, talk.
func (t *passage) byEnglish(i int) bool {
	k := t.toks[i]
	if !t.english() || cyrillic(k.fold) {
		return false
	}
	if k.size == 1 {
		return t.bySonOf(i) || t.letteredPeople(i) || t.byApostrophe(i)
	}
	if t.byDottedRole(i) || t.byWeekday(i) || t.byFirstAndLetter(i) || t.byRoomAndAge(i) || t.byQuotedThe(i) || t.byTwice(i) || t.byTypist(i) || t.byLastLetters(i) || t.byRole(i) || t.byRoleWord(i) || t.byFormal(i) || t.byThread(i) || t.byOwner(i) || t.byFarewell(i) || t.byWho(i) || t.byCapitals(i) || t.bySmallPair(i) || t.bracketedKin(i) || t.bySaidTo(i) || t.bySmallDeed(i) || t.bySmallSpeaker(i) {
		return true
	}
	if k.any(medicinal | callingWord | shortForm) {
		return false
	}
	return t.byDear(i) || t.byMonthName(i) || t.byBracket(i) || t.byPair(i) || t.byBedEnglish(i) || t.byTalk(i) || t.byIs(i) || t.byInLaw(i) || t.byQuote(i) || t.byTitle(i) || t.taskPeople(i) || t.byDeed(i) || t.byTelephone(i) || t.byChildren(i) || t.byStaff(i)
}

// strangers of letters: words behind "Dear" that are nobody's name.
var undear = wordSet("sir sirs madam doctor doctors dr colleague colleagues all team patient parent parents mr mrs ms miss mx prof professor sister friend friends both medical customer client editor hiring claims admissions member insured")

// byDear reads "Dear Dean," and "dear thomas,".
func (t *passage) byDear(i int) bool {
	k := t.toks[i]
	if t.tok(i-1).fold != "dear" || k.before != spaced || undear[k.fold] || k.shape == lower && k.any(inDictionary) && !k.any(firstName) {
		return false
	}
	t.person(i, i+1)
	return true
}

// byMonthName reads "Dr May Sutherland" and "ombudsman June Rivers".
func (t *passage) byMonthName(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.any(monthly) && k.shape == upper && t.shouted() && kin()[t.tok(i-1).fold] && k.before == spaced && n.kind == word && n.before == spaced {
		t.person(i, i+1)
		return true // DAUGHTER JUNE MANAGES
	}
	if !k.any(monthly) && k.fold != "summer" || k.shape != title || k.size < 3 || k.before != spaced || n.kind == number || n.before <= spaced && n.is(",") && t.tok(i+2).kind == number {
		return false
	}
	p := t.tok(i - 1)
	if p.fold == "by" && n.shape != title && !t.closes(i+1) || !(p.any(triggerWord|callingWord) || p.is(".") && t.tok(i-2).any(triggerWord|curtailed)) || k.fold != "may" && k.fold != "june" && k.fold != "april" && k.fold != "august" && k.fold != "summer" {
		return false
	}
	t.person(i, i+1)
	return true
}

// byBracket reads "(Lin)", "(lead Joy)" and "Tudor (physio), Church (palliative)".
func (t *passage) byBracket(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != title || k.any(heading|monthly|genericWord) || k.any(eponymous|orgEnglish|townlike) && !p.is(",") {
		return false
	}
	inside := (p.is("(") || p.kind == word && p.shape == lower && t.tok(i-2).is("(") && k.before == spaced && !p.any(takingWord)) && n.is(")")
	listed := p.is(",") && t.tok(i-2).is(")") && n.is("(") && t.tok(i+2).kind == word && t.tok(i+2).shape != title && t.tok(i+3).is(")")
	if !(inside && (k.any(firstName|common) || !k.any(inDictionary|built)) || listed) {
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}

// byPair reads "AMHP Sue Tapper": a first name that is an everyday word, inside a
// sentence, with another capital behind.
func (t *passage) byPair(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != title || !k.any(firstName) || !k.any(common) || t.opens(i) || k.any(monthly) || n.shape != title || n.before != spaced || n.size < 3 || n.any(heading|medicinal|monthly|orgEnglish|genericWord|callingWord|townlike) || n.any(eponymous) && !t.closes(i+2) || n.any(inDictionary) && !n.any(common) && !t.closes(i+2) {
		return false
	}
	t.person(i, i+1)
	return true
}

// byBedEnglish reads "Bed 4 Catriona Gethin –" and "bed 5 okonjo:".
func (t *passage) byBedEnglish(i int) bool {
	k := t.toks[i]
	if t.tok(i-1).kind != number || k.before != spaced || !beds[t.tok(i-2).fold] || k.any(heading|monthly|genericWord|measuring) || k.any(inDictionary|built) && !k.any(firstName|common) {
		return false
	}
	if k.shape == upper && (k.size < 2 || k.size < 5 && !t.shouted() && t.tok(i+1).kind != number) {
		return false
	}
	t.person(i, i+1)
	return true
}

// byTalk reads who speaks at the head of a line of a chat: "Grant: NOK", "00:10 – GRANT:".
func (t *passage) byTalk(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if !t.tok(i+1).is(":") || t.tok(i+1).before != glued || !k.capital() || k.size < 3 || !k.any(firstName) || k.any(monthly) {
		return false
	}
	clock := (p.is("-") || p.is("–") || p.is("]")) && (t.tok(i-2).kind == number || t.tok(i-2).fold == "am" || t.tok(i-2).fold == "pm")
	if k.before < wrapped && !clock || k.any(heading) {
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}

// isWho are words behind which "is" tells who somebody is.
var isWho = wordSet("pt patient consultant nok kin name contact caller gp interpreter partner carer husband wife son daughter mother father friend poa proxy")

// byIs reads "NOK is Thomas".
func (t *passage) byIs(i int) bool {
	k := t.toks[i]
	if k.shape == title && k.any(firstName) && t.tok(i-1).fold == "is" && t.tok(i-3).any(staffWord|triggerWord) && k.before == spaced && t.closes(i+1) && !k.any(heading) {
		t.person(i, i+1)
		return true // the nurse tomorrow is Patience)
	}
	if t.tok(i-1).fold != "is" || !isWho[t.tok(i-2).fold] || t.tok(i-3).in(things) || k.shape != title || k.before != spaced || k.any(heading|genericWord) || k.any(inDictionary) && !k.any(firstName) {
		return false
	}
	t.person(i, i+1)
	return true
}

// byInLaw reads "brother-in-law Dubey".
func (t *passage) byInLaw(i int) bool {
	k := t.toks[i]
	if t.tok(i-1).fold != "law" || !t.tok(i-2).is("-") && t.tok(i-2).fold != "in" || !k.capital() || k.before != spaced || k.any(heading) {
		return false
	}
	t.person(i, i+1)
	if j := i + 1; t.tok(j).fold == "ji" && t.free(j) {
		t.mark(i, j+1, typeRelative)
	}
	return true
}

// byQuote reads a first name alone in quotation marks: wants "Siobhan" the aide.
func (t *passage) byQuote(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	who := t.tok(i - 2)
	if who.is("(") {
		who = t.tok(i - 3)
	}
	if k.shape == title && (p.is("\"") || p.is("“")) && (n.is("\"") || n.is("”")) && k.any(firstName|common) && (who.any(staffWord|triggerWord) || who.fold == "pal" || who.fold == "prefers" || who.fold == "nurse") {
		t.mark(i, i+1, typePerson)
		return true
	}
	if !k.any(firstName) && k.any(medicinal|built) || k.any(inDictionary|monthly|heading|eponymous|genericWord) || k.shape != title || !(p.is("\"") || p.is("“")) || !(n.is("\"") || n.is("”")) {
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}

// formal stand right before a name, and notNamed are words that follow a doctor without
// one.
var (
	formal   = wordSet("dr mr mrs ms miss mx prof")
	notNamed = wordSet(`aware notified informed paged called call review reviewed reviews will was is has had said says told to on at and or if when who asked asks wants wanted ordered saw seen sees came there here today tomorrow please for with in of by about re advised
		agreed happy suggests suggested office appt appointment visit note letter not no may can could would should also then that this the a an as from but so again yet still only rounds rounding list team off away back bleep number surgery clinic`)
)

// irish are letters before the apostrophe of a surname.
var irish = wordSet("o d m n")

// byApostrophe reads "dr o'hare".
func (t *passage) byApostrophe(i int) bool {
	p, n := t.tok(i-1), t.tok(i+2)
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	if !irish[t.toks[i].fold] || t.toks[i].before != spaced || !p.in(formal) || !t.tok(i+1).is("'") || t.tok(i+1).before != glued || n.kind != word || n.before != glued || n.size < 4 {
		return false
	}
	t.mark(i, i+3, t.roleOf(i))
	return true
}

// byTitle reads "dr bishop" and "mrs day" where nobody used capitals.
func (t *passage) byTitle(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	if p.fold == "by" && k.shape == lower && k.size > 5 && k.before == spaced && t.closes(i+1) && t.tok(i-2).shape == lower && t.tok(i-1).before == spaced && t.unexplained(i) && !k.any(drugEnded|medicinal) {
		t.person(i, i+1)
		return true // a patch by grzybowski
	}
	lettered := p.size == 1 && p.kind == word && t.tok(i-2).in(formal) || t.tok(i-1).is(".") && p.size == 1 && t.tok(i-3).in(formal)
	if lettered {
		p = &token{kind: word, fold: "dr", shape: lower, entry: entryOf("dr")} // dr l. fung
	}
	if k.shape != lower || k.size < 3 || k.before != spaced || !p.in(formal) || p.shape == upper || notNamed[k.fold] || k.any(triggerWord) || !t.hushed() && !lettered {
		return false
	}
	t.person(i, i+1)
	return true
}

// lateOf stand between "s/o" and a name.
var lateOf = wordSet("late mr mrs ms dr shri sri smt sh md mohd")

// bySonOf reads "S/O LATE HARI PRASAD" and "w/o Mahendra Singh": father or husband as
// Indian papers name them.
func (t *passage) bySonOf(i int) bool {
	k := t.toks[i]
	if k.fold != "o" || !t.tok(i-1).is("/") || k.before != glued || t.tok(i-2).size != 1 {
		return false
	}
	switch t.tok(i - 2).fold {
	case "s", "d", "w", "b", "h", "f", "m":
	default:
		return false
	}
	j := i + 1
	for j < i+5 && (lateOf[t.tok(j).fold] || t.tok(j).is(".") || t.tok(j).is(":") || t.tok(j).is("-")) {
		j++
	}
	n := t.tok(j)
	if !n.capital() || !t.free(j) || n.before > spaced || n.size < 2 || n.any(heading|medicinal) || n.any(inDictionary) && n.shape == upper || n.any(inDictionary) && t.tok(i-2).fold == "w" && !n.any(common|firstName) {
		return false
	}
	to := j + 1
	for to < j+4 && t.tok(to).capital() && t.tok(to).before == spaced && !t.tok(to).any(heading|labelling|shortForm) && t.free(to) {
		to++
	}
	t.mark(j, to, typeRelative)
	return true
}

// overParticles steps over "van der" before another capital of a name that ends at to.
func (t *passage) overParticles(to int) int {
	for j := to; j < to+3 && t.tok(j).kind == word && !cyrillic(t.tok(j).fold) && t.tok(j).before == spaced; j++ {
		switch k := t.tok(j); {
		case j > to && k.shape == title && !k.any(heading):
			return j + 1
		case !k.any(particle) || k.fold == "st" || k.fold == "el" && k.shape != lower:
			return to
		}
	}
	return to
}

// glottal is the end of a name that goes on behind an apostrophe or a hyphen without a
// capital: Fa'alogo, Soo-jin.
func (t *passage) glottal(to int) int {
	s, w := t.tok(to), t.tok(to+1)
	if !t.english() || s.before != glued || w.before != glued || w.kind != word || w.shape != lower || t.tok(to-1).shape != title {
		return to
	}
	switch {
	case s.is("'") && w.size > 2:
		return to + 2
	case s.is("-") && w.size <= 5 && !hyphenTails[w.fold] && !t.tok(to-1).any(inDictionary):
		return to + 2
	}
	return to
}

var hyphenTails = wordSet("like type free neg pos site line tube view side based in out up off on to led style sized size shaped ray wave induced level test score only")
