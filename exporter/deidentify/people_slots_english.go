package deidentify

// Somebody in English notes stands in the same few places however everyday the name is: "d/w
// Page", "bleeped wells twice", "Asst: March", "Rivers aware", "Page 74F sepsis".

// A slot says how surely somebody stands at a place.
type slot int

const (
	noSlot    slot = iota
	slot4Name      // a capital that is known as a name is somebody
	slot4All       // so is the same in small letters, and an eponym
	slot4Any       // and words that in small letters hardly ever are names
)

// bySlot reads somebody by the place, whose name is an everyday word, an eponym, or in small
// letters where others have capitals.
func (t *passage) bySlot(i int) bool {
	k := t.toks[i]
	if !t.english() || k.size < 3 || k.before == glued && t.tok(i-1).kind == word || !t.free(i) || !k.any(common|firstName|eponymous) && !k.in(wordSurnames) && (k.shape != lower || k.any(explaining)) && !(k.any(monthly) && t.apposedKin(i+1)) {
		return false
	}
	found := max(t.slotBefore(i), t.slotBehind(i))
	if found == noSlot || k.any(measuring|credentialed|medicinal) && !k.any(common|firstName) || t.headFollows(i) || t.tok(i+1).any(headWord|tailWord) && !t.tok(i+1).any(monthly) {
		return false
	}
	switch {
	case k.shape == title && t.tok(i+1).in(slotLies):
		t.mark(i, i+1, typePatient)
	case k.shape == lower && found >= slot4All && t.smallInSlot(i, found):
		t.mark(t.smallFamily(i), t.smallRest(i), t.roleOf(i))
	case k.shape == title && (found >= slot4All || !k.any(eponymous) || k.any(firstName)), k.shape == upper && t.shouted() && found >= slot4All:
		t.person(i, i+1)
	default:
		return false
	}
	return true
}

// slotted reports whether the eponym at i stands in a sure slot with no word of medicine behind.
func (t *passage) slotted(i int) bool {
	n := t.tok(i + 1)
	if !t.english() || !t.toks[i].any(eponymous|eponymStemmed) {
		return false
	}
	called := i > 1 && t.tok(i-2).fold != "known" && t.namedOtherwise(i-1) == i && (t.closes(i+1) || n.shape == lower && stopsName[n.fold])
	return (called || max(t.slotBefore(i), t.slotBehind(i)) >= slot4All) && !t.headFollows(i) && !n.any(headWord|tailWord) && !findingsEn[n.fold]
}

// smallInSlot reports whether the word at i in small letters is somebody's in a sure slot: one
// known as a name, or one that nothing explains.
func (t *passage) smallInSlot(i int, found slot) bool {
	k, n := t.toks[i], t.tok(i+1)
	if n.before == glued && n.kind == word || n.is("-") && n.before == glued && t.smallDouble(i+1) == i+1 || stopsName[k.fold] && !k.any(firstName) || k.in(seldomNames) && found < slot4Any || k.in(neverSmall) {
		return false
	}
	if found == slot4Any && k.any(common|firstName) {
		return true
	}
	if k.any(common | firstName) {
		return t.sayable(i+1) || !k.any(inDictionary) || n.kind == word && n.any(staffWord|callingWord|firstName)
	}
	return k.size > 3 && (k.any(eponymous) || t.unexplained(i)) && (n.kind != word || n.before >= wrapped || t.sayable(i+1) || !n.any(medical|medicinal))
}

// smallRest is the end of a name in small letters whose first word stands at i.
func (t *passage) smallRest(i int) int {
	to := t.smallNames(t.smallDouble(i + 1))
	if n := t.tok(to); to == i+1 && t.toks[i].any(firstName) && t.mayBeSmall(to) && !n.in(neverSmall) && (t.closes(to+1) || t.tok(to+1).is("(") || t.sayable(to+1) && !t.sayable(to)) {
		to++ // daughter joy finch has
	}
	return to
}

// smallFamily is where a name in small letters begins whose first name stands at i: "wilson,
// nicola 67m".
func (t *passage) smallFamily(i int) int {
	if t.tok(i-1).is(",") && t.tok(i-1).before == glued && t.toks[i].any(firstName) && t.mayBeSmall(i-2) && t.opens(i-2) && t.ageAndSex(i) {
		return i - 2
	}
	return i
}

// mayBeSmall reports whether the word at i in small letters is a name too or nothing else.
func (t *passage) mayBeSmall(i int) bool {
	k := t.tok(i)
	return t.free(i) && k.kind == word && k.shape == lower && k.size > 2 && k.before != glued && !k.any(heading&^common|callingWord|medicinal|measuring) && (k.any(common|firstName|eponymous) || t.unexplained(i))
}

// neverSmall are words that are names only with a capital.
var neverSmall = wordSet("pain cough chest happy pretty bright patient well ill major general nurse doctor present still her him them all one both now dear young old good little handy quick strong strange poor proud keen")

// bodily are names that at a sentence's head are something of the body or the ward.
var bodily = wordSet("pain blood bone bones hand hands foot heart head tongue tooth nail nails cheek cough chew pack mole moss cuff cage drain drum food water waters general major minor post test patient nurse doctor minister staff ward will may can day night english french")

// wordSurnames are more surnames that are words, and somebody's only in a slot.
var wordSurnames = wordSet("rice castle pond beach meadows mills moon newman nightingale goldsmith gamble peel rhodes pace perch mortimer lock laws diamond chandler child cutler coward bullock bunting bowman ash pitcher sexton tempest trotter swallow whistler twist trench stokes spence salisbury newcomb marble granger gage fleming driver")

// seldomNames are words that are names too and in small letters hardly ever are.
var seldomNames = wordSet(`will may can all her him them they you back out off over for the hand mouth name page by post line list best day night week field power case cross cover care charge pain sore blood found fine first fair good great general head heart foot neck nail skin tooth tongue bone cuff cage chest chew cough
	dose drain drum flow flood food general half hall hail heat hip home house hurt in keen lead left little long loss love major march mark mass mast minor moth mould no now of old one only or order own pack park pass patient patience plan plum pole pool poor pot present price prior proud quick rain raw read reader record
	rest right rise rock roof room root rose round rule rush sad said salt save seal see self sharp sheet shield shock short shot side silver skip slack sleep slow small smart smoke snow so social soft some son south spare speech speed spring staff stand star steady still stone stool storm straw stress strong summer sun
	sweet swift tall tape ten that thin thorn thrush time top total tray treat trial true turn under urgent use view voice wait wake walk wall warm wash waste water weak weeks well wells wet wheel white wide winter wise wish with woman wood work worth wound wrist yard year young yellow green black brown grey gray blue red pink orange
	nurse doctor minister sister porter officer worker driver cleaner church april june august sunday monday friday everyday hope faith joy comfort favour grace mercy promise chance change bill grant art bright happy pretty gay bob pat rob earnest frank kit don drew grand gift innocent miracle shade rich rusty max peer pope king queen prince judge capital carrier witness surnames`)

// Words right before somebody: who was told, what was done by or with somebody, and what came
// from, went to or was left for one.
var (
	slotTold = wordSet("update ring bleeped bleeping paged paging rang phoned texted emailed informed notified told")
	slotDone = wordSet(`led sited stitched swabbed catheterised prescribed operated held visited found phoned assisted chased verified reported inserted performed taken checked cannulated bled seen reviewed dictated typed signed written requested advised placed sited sutured scribed accepted admitted referred ordered read witnessed cosigned countersigned counselled consented prepared
		dispensed collected relieved accompanied clerked examined assessed attended triaged transcribed supervised intubated bronched scoped scrubbed booked obtained discussed confirmed approved vetted anaesthetised recorded completed`)
	slotWith = wordSet("c swapped swap turned mobilised appt appointment u up discuss speak check talk liaise discussed spoke spoken speaking reviewed checked seen agreed confirmed liaised rv r/v rounded consulted met meeting mtg")
	slotFrom = wordSet("letter advice callback handover handoff message email taken request instructions report over")
	slotTo   = wordSet("phoned faxed copy handed escalated referred endorsed handover handoff given over presented spoke spoken speak talk talked reported")
	slotFor  = wordSet("covering switch left message msg")
	// slotLabels are before the colon behind which somebody stands.
	slotLabels = wordSet(`rad endo path pager sig lab tech attg att radiologist pathologist cardiologist nic led gp dna cancelled tci locum referrer surgeon surg asst assistant anaes anaesthetist anaesthesia anesthesia anesthesiologist team call oncall scrub circ circulator verified reported op operator operators cc copy attendees present apologies witness checker consultant cons reg sho spr intern resident attending scribe
		author reviewer dictated typed sonographer radiographer presenter chair minutes nurse midwife physio by perfusionist assisting observer proceduralist endoscopist supervisor preceptor chaperone interpreter accepting requester requesting caller informant referrer`)
	// slotRoles are right before somebody, in small letters too.
	slotRoles = wordSet("reg sho spr fy1 fy2 checker asst anaes circ scrub perfusionist hcsw ssn")
)

// slotBefore says how surely the words before i say that somebody stands there.
func (t *passage) slotBefore(i int) slot {
	p, q := t.tok(i-1), t.tok(i-2)
	if p.is(":") && p.before == glued && q.in(slotLabels) && (q.fold != "cc" || q.shape == lower) {
		return slot4All
	}
	if found := t.slotOfKin(i); found > noSlot {
		return found
	}
	if p.kind == number && p.size <= 3 && q.in(beds) && t.toks[i].before == spaced && (t.closes(i+1) || t.tok(i+1).kind == sign || t.tok(i+1).kind == number) && !t.toks[i].any(monthly) {
		return slot4All
	}
	if (p.is(",") || p.is("/") || p.is("&") || p.is("+") || p.is(";") || p.fold == "and") && q.kind == word && q.size > 2 && q.shape == t.toks[i].shape && (q.shape == title || t.bare()) && i > 2 {
		if t.toks[i].any(monthly) && (t.tok(i+1).kind == number || t.tok(i-3).kind == number) {
			return noSlot
		}
		return t.slotBefore(i - 2) // Team: Page, Wells, Best
	}
	if p.is("/") && q.fold == "w" && p.before == glued && t.toks[i].before == spaced && t.toks[i].capital() {
		return slot4Name // lives w/ Grace
	}
	if p.is("(") && q.kind == word && q.any(staffWord) && t.tok(i+1).is(")") {
		return slot4All // Security (Page)
	}
	if !p.any(listed) || t.toks[i].before != spaced {
		return noSlot
	}
	stroke := q.is("/") && q.before == glued && p.before == glued
	switch p.fold {
	case "w", "b":
		if h := t.tok(i - 3); stroke && (h.fold == "d" && p.fold == "w" || h.fold == "s" && p.fold == "b") || p.fold == "w" && q.in(slotWith) {
			return slot4All
		}
	case "by":
		return t.ifBefore(q.in(slotDone))
	case "with":
		return t.ifBefore(q.in(slotWith))
	case "from":
		return t.ifBefore(q.in(slotFrom))
	case "to":
		return t.ifBefore(q.in(slotTo))
	case "for":
		return t.ifBefore(q.in(slotFor))
	case "per":
		if (t.tok(i+1).fold == "in" || t.tok(i+1).fold == "from") && t.tok(i+2).in(slotPlace) {
			return slot4Any // per sarah in ct
		}
		if !t.toks[i].any(eponymous) && (t.closes(i+1) || t.tok(i+1).fold == "in") {
			return slot4Name
		}
	case "of":
		return t.ifBefore(q.fold == "care")
	case "thanks", "thx", "ta", "cheers":
		if t.closes(i+1) && t.toks[i].any(firstName|common) {
			return slot4Any
		}
	case "under":
		if t.closes(i + 1) {
			return slot4Name
		}
	case "mrs", "mr", "miss", "ms", "dr":
		return t.behindFormal(i, p)
	}
	if p.in(slotTold) || p.in(slotRoles) || p.any(staffWord) && roleLetters[p.fold] && t.toks[i].shape == title && (t.closes(i+1) || t.sayable(i+1)) && t.tok(i+1).kind != number {
		return slot4All
	}
	return noSlot
}

// slotOfKin reads who a relative is: "son bill rang", "mum (rich) says", "mum/rose", "next of
// kin is gene", "neighbour Foley".
func (t *passage) slotOfKin(i int) slot {
	k, p, q, n := t.toks[i], t.tok(i-1), t.tok(i-2), t.tok(i+1)
	switch {
	case p.kind == word && k.before == spaced && t.kinAt(p):
		did := n.before == spaced && (deeds[n.fold] || acting[n.fold] || told[n.fold]) && n.fold != "will"
		if modals[k.fold] {
			did = did && n.fold != "has" && n.fold != "did"
		}
		if did || n.fold == "to" && tasks[t.tok(i+2).fold] && !modals[k.fold] || k.any(firstName) && k.fold != "will" && (n.fold == "at" || n.fold == "and" && t.tok(i+2).kind == number) || t.apposedKin(i+1) || k.any(firstName) && t.mayBeSmall(i+1) && (t.closes(i+2) || t.sayable(i+2)) {
			return slot4Any
		}
		if k.capital() && !t.opens(i) && !(n.kind == word && n.shape == title && n.any(heading|medical)) {
			return slot4All
		}
	case p.is("(") && t.kinAt(q) && n.is(")") && k.before == glued, p.is("/") && t.kinAt(q) && k.before == glued && p.before == glued && t.closes(i+1) && !t.kinAt(k):
		return slot4Any
	case p.fold == "is" && k.before == spaced && isWho[q.fold] && !t.tok(i-3).in(things) && (t.closes(i+1) || n.is("(")) && k.any(firstName):
		return slot4Any
	}
	return noSlot
}

// modals are names that are verbs before verbs.
var modals = wordSet("will may can")

// kinAt reports whether a word says who somebody is to the patient.
func (t *passage) kinAt(k *token) bool {
	return k.any(triggerWord|listed) && (kin()[k.fold] || k.in(whoWords)) && !k.any(measuring)
}

// apposedKin reports whether it says at i who the one right before is: ", her brother", "(daughter)".
func (t *passage) apposedKin(i int) bool {
	s, k, n := t.tok(i), t.tok(i+1), t.tok(i+2)
	switch {
	case s.is("("):
		return t.kinAt(k) && n.is(")")
	case s.is(","):
		return t.kinAt(k) && t.closes(i+2) || (k.fold == "her" || k.fold == "his" || k.fold == "their" || k.fold == "the") && t.kinAt(n) && (t.closes(i+3) || n.shape == lower)
	}
	return false
}

// ifBefore is a sure slot where the words before say so.
func (t *passage) ifBefore(said bool) slot {
	if said {
		return slot4All
	}
	return noSlot
}

// capitalInside reports whether a word that is a name too has a capital inside a sentence, behind
// a word without one, where nothing but a name explains it: "f/u with Page in clinic".
func (t *passage) capitalInside(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != title || k.size < 3 || !k.any(common|eponymous) || k.before != spaced || p.kind != word || p.shape != lower || t.opens(i) || t.careless() || k.any(medicinal|callingWord|genericWord|orgEnglish|organised|medical|measuring) || k.any(heading|monthly) {
		return false
	}
	if n.kind == word && n.shape == title && n.before == spaced || n.kind == number || n.is("-") && n.before == glued || n.any(headWord|tailWord) || !p.in(nameLeads) && !p.in(slotLeads) || k.any(eponymous) && findingsEn[n.fold] {
		return false
	}
	return !toBe[p.fold] && !p.any(takingWord|headWord) && !t.termRun(i) && !t.compound(i) && !t.titled(i) && !t.headed(i) && !t.headFollows(i)
}

// slotLeads are more words right before somebody with a capital.
var slotLeads = wordSet("saw see locum referrer gp signed call covering consultant cons usual path rad onc attg attending referring physio nic reader message msg under w absence named resident team coming rota")

// behindFormal tells "Mrs Foley" and "mrs black" from "mild mr seen" and "dr aware".
func (t *passage) behindFormal(i int, p *token) slot {
	k := t.toks[i]
	switch {
	case k.capital() && p.shape == title:
		return slot4All
	case p.fold == "mrs" && !stopsName[k.fold]:
		return slot4Any
	case p.shape == lower && !notNamed[k.fold] && !stopsName[k.fold] && (p.fold == "mr" || p.fold == "dr") && k.any(common|firstName):
		return slot4All
	}
	return noSlot
}

// Words right behind somebody: what one knows, and where one works.
var (
	slotSays  = wordSet("says said wants wanted happy keen advises advised suggests suggested recommends agrees agreed prescribed operated rang phoned")
	slotLies  = wordSet("nbm npo bay")
	slotBound = wordSet("ct mri theatre theatres scope surgery echo angio xray home discharge transfer")
	slotKnows = wordSet("aware informed notified updated contacted bleeped paged")
	slotOwn   = wordSet("team clinic list patient pt advice opinion secretary ward pts pager bleep")
	slotShift = wordSet("nights days lates earlies leave call")
	slotPlace = wordSet("pharmacy ct mri xray labs lab micro haem theatre theatres agency bloods blood transfusion radiology physio ot itu icu ed reception admissions records bookings social dietetics")
)

// slotBehind says how surely the words behind i say that somebody stands there.
func (t *passage) slotBehind(i int) slot {
	k, n, o := t.toks[i], t.tok(i+1), t.tok(i+2)
	switch {
	case n.kind == number:
		if k.any(common|firstName) && !k.any(monthly) && k.shape != upper && t.ageAndSex(i) {
			return slot4Any
		}
	case t.apposedKin(i+1) && (k.any(common|firstName) || k.shape == title), n.fold == "is" && (o.fold == "a" || o.fold == "an") && t.tok(i+3).kind == number && k.any(firstName):
		return slot4Any // dean (daughter), joy is a 54 yo
	case n.is(",") && o.kind == number && o.size <= 2 && o.before == spaced && t.tok(i+3).is(",") && t.opens(i) && k.any(firstName) && !k.any(monthly):
		return slot4All // Crystal, 6, fell
	case (n.is("-") || n.is("–")) && n.before == spaced && (t.tok(i-1).is(")") || t.tok(i-1).is(".")) && t.tok(i-2).kind == number && t.tok(i-2).size < 3 && k.capital():
		return slot4Name // 2) Page - CT today
	case n.is("'") && n.before == glued && o.fold == "s" && !k.any(eponymous) && t.tok(i+3).in(slotOwn):
		return slot4Name
	case n.is("(") && o.kind == word && (o.any(credentialed|staffWord) || signedGrades[o.fold]) && (t.tok(i+3).is(")") || t.tok(i+3).kind == number && t.tok(i+4).is(")")):
		return slot4All
	case n.is(",") && (o.fold == "now" || o.fold == "until") && t.tok(i-1).fold == "was":
		return slot4All // was Page, now uses the partner's name
	case n.kind != word || n.before != spaced || !n.any(listed):
	case (n.fold == "on" || n.fold == "in") && (t.tok(i-1).is("(") || t.tok(i-1).fold == "under") && t.oldPaper(i+2),
		n.fold == "before" && o.fold == "marriage", n.fold == "to" && o.in(friends) && t.tok(i-1).is("("):
		return slot4All // (Page on old chart)
	case n.in(slotKnows):
		if t.opens(i) || t.tok(i-1).is(",") {
			return slot4All
		}
	case n.in(slotSays) || n.fold == "not" && (o.fold == "happy" || o.fold == "keen"):
		if k.capital() && t.opens(i) && !k.in(bodily) && (!k.any(eponymous) || n.fold != "not") {
			return slot4All
		}
	case (n.fold == "reviewed" || n.fold == "r") && (o.is(":") || o.is("/") && t.tok(i+3).fold == "v"), n.in(slotLies) && (n.fold != "bay" || o.kind == number), n.fold == "for" && o.in(slotBound), n.fold == "on" && o.fold == "call":
		if k.capital() && t.opens(i) && !k.in(bodily) {
			return slot4Name
		}
	case n.fold == "to" && k.capital() && tasks[o.fold]:
		return slot4Name
	case n.fold == "on" && o.in(slotShift) && k.any(firstName):
		return slot4Name
	case n.fold == "from" && o.in(slotPlace) && (k.any(firstName) || k.capital()):
		return slot4All
	}
	return noSlot
}

// oldPaper reports whether at i stands what another name is on: "the old chart", "passport".
func (t *passage) oldPaper(i int) bool {
	if t.tok(i).fold == "the" || t.tok(i).fold == "her" || t.tok(i).fold == "his" {
		i++
	}
	if t.tok(i).in(elderly) {
		i++
	}
	return t.tok(i).in(nameBearers)
}

// ageAndSex reports whether an age and a sex stand right behind the word at i: "Page 74F
// sepsis", "wells 6 yo", "Pike 71 M".
func (t *passage) ageAndSex(i int) bool {
	a, s := t.tok(i+1), t.tok(i+2)
	if a.before != spaced || a.size > 2 || s.kind != word || t.tok(i-1).kind == number && t.toks[i].before == spaced && !beds[t.tok(i-2).fold] && t.tok(i-2).before < wrapped && i > 1 {
		return false
	}
	if s.fold == "m" || s.fold == "f" {
		if s.fold == "m" && s.shape == lower && atoi(a.fold) < 25 {
			return false // cough 6m
		}
		return s.before == glued || s.shape == upper && s.before == spaced && (t.closes(i+3) || t.tok(i+3).kind == word)
	}
	return s.fold == "yo" || s.fold == "y" && t.tok(i+3).is("/") && t.tok(i+4).fold == "o"
}
