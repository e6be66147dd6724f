package deidentify

// englishOrganizations looks for organisations that no noun of theirs shows: capitals
// behind "at", saints without their 's, "the Priory", a name in brackets behind a noun.
func (t *passage) englishOrganizations() {
	if !t.english() {
		return
	}
	t.letterhead()
	for i, k := range t.toks {
		switch {
		case k.is("&"):
			t.firmOfTwo(i)
		case k.fold == "co" && t.cooperative(i):
		case k.kind != word || t.taken[i]:
		case (t.tok(i-1).in(firmLeads) || t.tok(i-1).is(":") || t.tok(i-1).is(",")) && t.firmNames(i):
		case t.kept[i]:
			if !t.keptHospital(i) && !t.keptTown(i) && !t.countyPlace(i) {
				t.chain(i)
			}
		case t.knownHospital(i):
		case k.shape == upper && (t.firmInShort(i) || t.postNumbered(i) || t.lettersOfWard(i) || t.doubleMeant(i) || t.lettersSaid(i) || t.lettersPlaced(i) || t.emergencyRoom(i) || t.messageHead(i) || t.shoutedEnd(i)):
		case k.shape == title && t.titleOrg(i):
		case t.bracketOrg(i), t.hushedOrg(i), t.cuedOrg(i), t.hospitalInSmall(i), t.smallSaint(i), t.bareOrg(i), t.attentionOf(i), t.bare() && t.sureOrg(i):
		case k.shape != lower && (t.camelOrg(i) || t.nounBefore(i) || t.unitOfArms(i) || t.postNumbered(i) || t.chain(i) || t.ship(i) || t.paperHome(i) || t.brandPair(i) || t.sureOrg(i)):
		}
	}
}

// titleOrg reads an organisation by a word of it that has a capital at its head.
func (t *passage) titleOrg(i int) bool {
	return t.theKnown(i) || t.seatOf(i) || t.ofWhich(i) || t.crowned(i) || t.headStart(i) || t.commonOrg(i) || t.genericRun(i) || t.saintAlone(i) || t.endedOrg(i) || t.theOrg(i) || t.policeOf(i) || t.byNouns(i) || t.everydayHome(i) || t.pairedCare(i) || t.nameBehindNoun(i) || t.camp(i) || t.childrensOf(i) || t.tradePlace(i) || t.branchOf(i) || t.militaryUnit(i)
}

// from where, and to where behind what is sent.
var (
	fromWhere = wordSet("at from via")
	sentWhere = wordSet("sent transferred transfer referred ref refer back admitted admit taken tx send results handover discharge discharged went go goes return returned known asked works")
)

// lettersSaid reads "sent to UCLH", "@ CGH", "the DVLA": capitals that are no word and no
// abbreviation of medicine where an organisation is meant.
func (t *passage) lettersSaid(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	least := 3
	if p.fold == "the" {
		least = 4
	}
	veterans := p.fold == "the" && (k.fold == "va" || k.fold == "pa")
	if t.shouted() && !(veterans && (t.closes(i+1) || inside[t.tok(i+1).fold])) || k.shape != upper || k.size < least && !veterans || k.size > 7 || !veterans && (k.any(inDictionary|shortForm|heading|medicinal|firstName) || abbreviationsEn()[k.fold] || wardsEn[k.fold]) || k.before > spaced || t.tok(i+1).kind == number && t.tok(i+1).before == glued || t.tok(i-1).is("-") {
		return false
	}
	switch {
	case p.is("@"), p.is("→"), p.fold == "to" && p.shape == title && t.opens(i-1) && hasEnd(k.fold, []string{"h", "mc", "hs"}, 3), fromWhere[p.fold] && p.shape == lower, veterans, p.fold == "the" && p.shape == lower:
	case (p.fold == "to" || p.fold == "for" || p.fold == "with") && sentWhere[t.tok(i-2).fold]:
	default:
		return false
	}
	from, to := i, t.capitalTail(i+1)
	if p.fold == "the" {
		from--
	}
	if n := t.tok(to); (n.fold == "in" || n.fold == "on") && t.tok(to+1).before == spaced {
		for to < i+5 && t.tok(to+1).before == spaced && (t.tok(to+1).shape == title || t.shouted() && t.nameWord(to+1)) {
			to++
		}
		to++
	}
	t.mark(from, to, typeOrg)
	return true
}

// commonOrg reads "PT at Duke with": an everyday word that is a name too, where something
// is done.
func (t *passage) commonOrg(i int) bool {
	k := t.toks[i]
	if k.shape != title || !k.any(common) || k.any(heading|monthly|medicinal|callingWord|genericWord) || k.before != spaced || t.tok(i-1).fold != "at" || t.tok(i-1).shape != lower {
		return false
	}
	to := t.capitalTail(i + 1)
	if n := t.tok(to); !t.closes(to) && n.kind == word && !goesOn[n.fold] && !inside[n.fold] {
		return false
	}
	t.mark(i, to, typeOrg)
	return true
}

// genericRun reads "Navajo Transit", "Assam Rifles" and "Boise Cascade": a place's or a
// people's name and another capital inside a sentence.
func (t *passage) genericRun(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != title || !k.any(genericWord|townlike) || t.opens(i) || n.shape != title || n.before != spaced || n.size < 4 || !n.any(inDictionary) || n.any(heading|medicinal|monthly|genericWord|callingWord|triggerWord|tailWord|eponymous|headWord|orgEnglish) || !t.closes(i+2) && !t.tok(i+2).is("(") || t.kept[i] || t.kept[i+1] {
		return false
	}
	t.mark(i, i+2, typeOrg)
	return true
}

// columned reports whether more than one space parts token i from what stands before: in forms and
// letterheads another column begins there.
func (t *passage) columned(i int) bool {
	k := t.tok(i)
	return k.before >= tabbed || k.before == spaced && i > 0 && k.start-t.toks[i-1].end > 1
}

// capitalTail steps over capitalised words that no list explains.
func (t *passage) capitalTail(i int) int {
	for n := 0; n < 3 && t.tok(i).shape == title && t.tok(i).before == spaced && !t.columned(i) && !t.tok(i).any(heading|callingWord|medicinal|monthly) && !t.tok(i).in(tailStops); n++ {
		i++
	}
	return i
}

// tailStops begin with a capital what is no part of the name before.
var tailStops = wordSet("our my your re tel ph phone fax dear cc dob nhs mrn the i he she we they")

// saintAlone reads "Providence St. Patrick" and "at St Vincent".
func (t *passage) saintAlone(i int) bool {
	k, j := t.toks[i], i+1
	if k.fold != "st" || k.shape != title {
		return false
	}
	if t.tok(j).is(".") {
		j++
	}
	n, p := t.tok(j), t.tok(i-1)
	if n.shape != title || n.before > spaced || n.size < 3 || t.tok(j+1).is("'") || n.fold == "jude" || n.any(addressing) {
		return false
	}
	from := i
	for from > i-3 && t.toks[from].before == spaced && t.tok(from-1).shape == title && !t.tok(from-1).any(heading|callingWord) && t.free(from-1) {
		from--
	}
	if t.tok(from-1).kind == number || from == i && !(fromWhere[p.fold] || p.is("(") || p.is(",")) || t.tok(from-1).any(triggerWord) || from < i && t.toks[from].any(firstName) {
		return false
	}
	t.mark(from, t.capitalTail(j+1), typeOrg)
	return true
}

// orgEnds end the names of hospitals that have no other noun.
var orgEnds = wordSet("teaching comprehensive regional general memorial royal infirmary methodist presbyterian deaconess adventist veterans lutheran sinai samaritan baptist base")

// surelyEnds are those of them that no verb or noun behind makes another thing, and letterEnds
// capitals that end the names of schools, crews and brigades.
var (
	surelyEnds = wordSet("comprehensive memorial base methodist presbyterian deaconess")
	letterEnds = wordSet("ems isd")
)

// endedOrg reads "Rapides Regional" and "Inverness Royal".
func (t *passage) endedOrg(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if n := t.tok(i + 1); letterEnds[n.fold] && n.shape == upper && n.before == spaced && k.shape == title && k.size > 3 && (!t.opens(i) || !k.any(inDictionary)) && !k.any(heading|callingWord|triggerWord|medicinal|drugEnded|built|monthly|eponymous) {
		t.mark(t.titlesBefore(i), i+2, typeOrg)
		return true // Kenai Borough EMS
	}
	if surelyEnds[k.fold] && k.shape == title && p.shape == title && k.before == spaced && !p.any(explaining) && t.free(i-1) {
		t.mark(i-1, t.capitalTail(i+1), typeOrg)
		return true // Mildura Base resus
	}
	if !orgEnds[k.fold] || k.fold == "base" || k.shape != title || p.shape != title || k.before != spaced || p.any(heading|callingWord|triggerWord|orgEnglish) || !t.free(i-1) || t.tok(i+1).kind == word && t.tok(i+1).shape == lower && !inside[t.tok(i+1).fold] && t.tok(i+1).fold != "and" && t.tok(i+1).before == spaced && !(inside[t.tok(i-2).fold] || t.tok(i-2).fold == "of") || t.opens(i-1) && p.any(inDictionary) && !(t.toks[i-1].before == wrapped && (inside[t.tok(i-2).fold] || t.tok(i-2).fold == "of")) {
		return false
	}
	t.mark(i-1, t.capitalTail(i+1), typeOrg)
	return true
}

// nounsBefore are nouns behind which an organisation's name stands in brackets.
var nounsBefore = wordSet("emp empl emplr camp carers carer hostel hotel preschool optician optometrist chemist dentist physio vet shop employers club tpa cardiologist daycare school nursery pharmacy work employer hospital clinic surgery insurer insurance uni university college job gym church agency hospice lab laboratory creche kindergarten firm company shop")

// bracketOrg reads "daycare (Little Acorns)" and "at work (TfL)".
func (t *passage) bracketOrg(i int) bool {
	if c := t.tok(i + 1); c.is(":") && c.before == glued && t.toks[i].in(nounsBefore) {
		return t.labelledPlace(i + 2)
	}
	if !t.toks[i].in(nounsBefore) || t.toks[i].shape != lower || !t.tok(i+1).is("(") || !t.tok(i+2).capital() || t.tok(i+2).any(heading) {
		return false
	}
	to := i + 2
	for to < i+7 && t.tok(to).kind != sign && t.tok(to).before <= spaced && (t.tok(to).capital() || to > i+2 && inside[t.tok(to).fold]) || t.tok(to).is("'") || t.tok(to).is("&") {
		to++
	}
	if n := t.tok(to); !n.is(")") && !n.is(",") && !(n.kind == word && n.shape == lower && (inside[n.fold] || n.fold == "on")) {
		return false
	}
	t.mark(i+2, to, typeOrg)
	return true
}

// labelledPlace reads "Gym: Planet Fitness" and "Pharmacy: Boots" at the name behind the colon.
func (t *passage) labelledPlace(i int) bool {
	k := t.tok(i)
	if k.shape != title && !(k.shape == upper && t.unknownLetters(i, 3)) || k.before > spaced || !t.free(i) || k.any(heading|monthly|medicinal|callingWord|measuring) || notPlaced[k.fold] {
		return false
	}
	to := t.capitalRun(i + 1)
	if n := t.tok(to); !t.closes(to) && n.kind == word && n.before <= spaced && n.shape == lower && !stopsName[n.fold] {
		return false
	}
	t.mark(i, to, typeOrg)
	return true
}

// notPlaced stand behind the colon of such a noun and name none.
var notPlaced = wordSet("none nil not full part year grade retired unemployed self yes no unknown same see sent called faxed local patient pt closed open please as at primary special mainstream home online private public")

// leadThe are words before "the" with a name behind, and plainNouns what everybody has.
var (
	leadThe    = wordSet("at to from leaving via left under behind outside near opposite")
	plainNouns = wordSet(`operating operation room rooms bases base recovery nursing facility waiting floor radiology skilled hospital trust ward clinic unit department emergency team doctor consultant coroner court judge police council university school college practice surgery pharmacy home house centre center service services office bay theatre lab laboratory registrar family board
		red blue green book gp ed er icu nurse care plan patient mother father parents uk us usa gulf bible internet web states kingdom emirates netherlands philippines bahamas gambia north south east west midlands highlands state government army navy force`)
)

// theOrg reads "since leaving the Priory," and "at the Post Office".
func (t *passage) theOrg(i int) bool {
	k := t.toks[i]
	if k.shape != title || t.tok(i-1).fold != "the" || t.tok(i-1).shape != lower || !leadThe[t.tok(i-2).fold] || k.before != spaced || k.any(heading|medicinal|eponymous|monthly|genericWord|callingWord|triggerWord|eponymStemmed) || plainNouns[k.fold] && (t.tok(i+1).shape != title || plainNouns[t.tok(i+1).fold]) {
		return false
	}
	to := t.capitalRun(i + 1)
	n := t.tok(to)
	if !(t.closes(to) || n.kind == sign || n.kind == number || n.before > spaced || goesOn[n.fold] || inside[n.fold] || n.fold == "yesterday" || n.fold == "today" || n.fold == "last" || n.fold == "this") {
		return false
	}
	t.mark(i-1, to, typeOrg)
	return true
}

// hushedNouns are nouns of organisations met without capitals, and notBefore words that
// name none of them.
var (
	hushedNouns = wordSet("hospital clinic surgery pharmacy nursery infirmary imaging university college hospice")
	notBefore   = wordSet("the a an his her their our my your local this that another day eye pain walk fracture outpatient family community mental public private urgent nearest any primary high nursing in out previous other same dental for general and or open own heart cataract bariatric hand spine spinal emergency elective day plastic brain chest children minor major")
)

// hushedOrg reads "seen at derby hospital by" in a passage without capitals.
func (t *passage) hushedOrg(i int) bool {
	if !t.toks[i].in(hushedNouns) || !t.hushed() {
		return false
	}
	from := i
	for from > i-3 && t.tok(from-1).kind == word && t.toks[from].before == spaced && !inside[t.tok(from-1).fold] && t.free(from-1) {
		from--
	}
	if from == i || from == i-3 || !inside[t.tok(from-1).fold] || notBefore[t.toks[from].fold] || notBefore[t.toks[i-1].fold] || t.toks[from].any(heading|medicinal) {
		return false
	}
	t.mark(from, i+1, typeOrg)
	return true
}

// policeOf reads "Police Scotland".
func (t *passage) policeOf(i int) bool {
	if n := t.tok(i + 1); t.toks[i].fold != "police" || t.toks[i].shape != title || n.shape != title || n.before != spaced || n.any(heading|callingWord|firstName) {
		return false
	}
	t.mark(i, i+2, typeOrg)
	return true
}
