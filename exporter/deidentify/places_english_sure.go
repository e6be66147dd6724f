package deidentify

// Places that are everyday words, eponyms or words nobody knows, behind what says that somebody
// lives there, comes from there or goes there: "born in Deal", "moved from Hull", "lives Stromness".

// wordTowns are towns whose names are everyday words.
var wordTowns = wordSet(`bath reading cork deal hull sale wells rugby ware street battle eye rye hythe stone ash beer box barking bury settle sandwich ham wash over tongue bow hook hope mold flint chard cheddar sandy barrow mallow trim birr ayr ely gore bluff levin bulls young hay orange bourke colac
	mobile normal paradise independence pueblo bend buffalo enterprise liberty defiance superior surprise needles hurricane price beaver eagle globe commerce industry sunset sunrise plantation bath sterling galena union hazard corbin hickory climax troy mentor medina lima toledo sisters seaside boring drain remote gold burns star post plains humble alice
	bowie snyder sweetwater corning bald golden boulder vail rifle craig delta helper page why chandler mesa tempe hatch grants hobbs gallup trail terrace vulcan banff olds gander coburg sarnia alliance aurora cadiz camden carson chester clay clinton cleveland columbus concord dover duke durham easton elgin erie eureka fairfield florence frankfort franklin fulton gary geneva georgetown grant
	greenville hamilton harrison hudson jackson jasper jefferson lancaster laurel lincoln logan madison marion marshall mason milton monroe moscow nelson newark newton norman oxford palmer paris perry pierce plymouth princeton quincy richmond rome salem shelby sidney springfield summit syracuse tyler vernon victoria warren waverly wayne windsor winchester york glasgow edinburgh london bristol cambridge
	nottingham manchester leeds norton harris essex kent norfolk suffolk devon dorset cornwall sussex surrey berlin boston denver vienna chicago toronto montreal atlanta ottawa seattle sydney dublin lyon copenhagen stockholm salem erode gaya karur jos aba kano ord opp ada nome diss reno hilo hove slough stoke crewe nice hub canton moraine flagstaff anchorage shire fleetwood deer`)

// Words of living and going before the small word and a place: "in" and "from", "to", "of" and "at".
var (
	placedIn = wordSet(`lives live lived living stays staying stayed born raised grew up works worked working commutes holiday holidaying vacation vacationing camping camped hiking fishing clinic school church funeral wedding house home flat farm family parents mother father mum mom mam dad son daughter sister brother aunt auntie uncle niece nephew cousin nan gran grandma grandad grandmother grandfather grandson granddaughter
		friend wife husband partner ex fiance fiancee kids children twins brothers sisters sons daughters relatives found resident residing based settled stationed pharmacy shop office crash rtc rta mva accident placement nun policeman teacher away funeral travel travelling college uni university job surgery born baby detained jail prison practising working years year hospital admitted seen done`)
	placedTo  = wordSet("going moved moving move trip travel travels travelled traveled travelling traveling flying flew flies fly retired relocated relocating relocate back returned returning returns visit visits commutes commute drives drove drive driving holiday way deployed posted emigrated off evacuated transferred repatriated windhoek heading headed")
	placedOf  = wordSet("resident residents native citizen people")
	placedAt  = wordSet("camping fishing wedding funeral holiday hiking camp lives living stays staying based born raised sister brother")
	placeSays = wordSet("lives resides living originally based visiting visits toured travel travelling scene village vill town city nr ex birthplace station hometown itinerary pob")
	notPlaces = wordSet(`home hospital clinic theatre theatres recovery resus triage majors minors reception waiting radiology casualty custody prison jail court school work college university church bed chair ward unit icu itu hdu care nursing residential english spanish french german arabic polish hindi urdu punjabi mandarin cantonese portuguese ramadan lent easter christmas diwali spring summer autumn winter
		north south east west law pain distress hurry fear poverty squalor sheltered supported assisted independent council rented private own shared temporary hostel hotel shelter car van tent caravan trailer annexe basement attic bungalow apartment house flat farm town city village country area region county state countryside general particular fact case light view need use addition future past person place order control charge touch room rooms isolation foster kinship
		group community rehab respite hospice icu er ed gp mri ct us toilet bathroom floor garden kitchen bedroom shower stairs outside abroad overseas uk usa uae line line bus train plane boat ship medical surgical surgery maternity delivery labour labor anaesthetics day night step stepdown step-down floor level phase stage grade class year utero situ vitro vivo vegetative remission turn full part green red blue yellow pink purple risk records desert storm epic mychart`)
)

// placeGate are the words right before such a place.
var placeGate = askable(union(placeSays, wordSet("in from near nr outside around past via off to of at is")))

// surePlace reads a place of one word and more at i behind such a cue.
func (t *passage) surePlace(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if !t.english() || !p.is(":") && !p.in(placeGate) {
		return false
	}
	cut := t.cutPlace(i)
	if k.before > wrapped || k.size < 3 && !cut || k.shape == mixed || t.opens(i) && !t.tok(i-1).is(":") || notPlaces[k.fold] || countries()[k.fold] && !placeTails[t.tok(i+1).fold] || k.any(medicinal|monthly|measuring|medical) && !wordTowns[k.fold] || weekdays[k.fold] {
		return false
	}
	cue := t.placeCue(i)
	if cue == 0 {
		return false
	}
	if t.bare() {
		return cue == 2 && t.bareTown(i)
	}
	if k.shape == lower || k.shape == upper && (k.size < 4 || abbreviationsEn()[k.fold] || wardsEn[k.fold]) && !cut || k.any(heading|callingWord|organised|orgEnglish|takingWord) && !wordTowns[k.fold] && !cut {
		return false
	}
	to := t.placeEnd(i)
	n := t.tok(to)
	if cue < 2 && n.fold == "to" && t.tok(i-1).fold == "from" {
		return false // switched from one medicine to another
	}
	if cue < 2 && k.any(inDictionary) && !wordTowns[k.fold] && to == i+1 || k.any(inDictionary) && !k.any(common|townlike) && !wordTowns[k.fold] && to == i+1 && !t.closes(to) && !stopsName[n.fold] && !goesOn[n.fold] && n.kind == word {
		return false
	}
	t.mark(i, to, typeLocation)
	return true
}

// cutHeads begin the names of places and are cut short: "Mt. Pleasant", "Co. Clare", "N. Platte".
var cutHeads = wordSet("mt ft pt st ste co n s e w")

// cutPlace reports whether such a word with its dot and a name stands at i.
func (t *passage) cutPlace(i int) bool {
	k, n := t.toks[i], t.tok(i+2)
	return k.in(cutHeads) && k.capital() && t.tok(i+1).is(".") && t.tok(i+1).before == glued && n.shape == title && n.before == spaced && n.size > 2 && !n.any(heading|medicinal|monthly)
}

// countyPlace reads "Harris County", "County Mayo" and "Co. Clare", the first an eponym too.
func (t *passage) countyPlace(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	switch {
	case k.shape != title || !t.english() || k.any(medicinal|monthly):
	case n.in(countyWords) && n.shape == title && n.before == spaced && k.size > 2 && !notPlaces[k.fold] && !k.any(heading|callingWord) && (!t.opens(i) || !k.any(inDictionary)) && !t.tok(i+2).any(orgEnglish):
		t.mark(i, i+2, typeLocation)
		return true
	case (p.fold == "county" && p.shape == title && k.before == spaced || p.is(".") && t.tok(i-2).fold == "co" && t.tok(i-2).shape == title && !t.taken[i-1]) && !k.any(orgEnglish|heading):
		from := i - 1
		if p.is(".") {
			from--
		}
		t.mark(from, i+1, typeLocation)
		return true
	}
	return false
}

// placeCue says how surely a place stands at i: 2 surely, 1 where the word is no other, 0 not.
func (t *passage) placeCue(i int) int {
	p, q := t.tok(i-1), t.tok(i-2)
	if p.is(":") {
		p = q
		if p.in(placeSays) {
			return 2
		}
		return 0
	}
	if p.kind != word || p.before > wrapped && i > 1 && t.toks[i].before > spaced {
		return 0
	}
	near := func(set words) bool { return set[q.fold] || q.kind == word && set[t.tok(i-3).fold] }
	switch p.fold {
	case "in":
		if near(placedIn) || q.is(")") || q.kind == word && q.shape == title && q.any(firstName) {
			return 2
		}
		return 1
	case "from":
		if near(placedIn) || near(placedTo) || q.fold == "originally" || q.fold == "comes" || q.fold == "came" || t.opens(i-1) && t.closes(i+1) || q.fold == "family" || q.fold == "farmer" {
			return 2
		}
		return 1
	case "near", "nr", "outside", "around", "past", "via":
		return 1
	case "off":
		if q.fold == "fishing" || q.fold == "way" {
			return 1
		}
	case "to":
		if near(placedTo) {
			return 2
		}
	case "of":
		if q.in(placedOf) {
			return 2
		}
	case "at":
		if q.in(placedAt) {
			return 1
		}
	case "is":
		if q.fold == "home" {
			return 1
		}
	default:
		if p.in(placeSays) && p.shape == lower || p.in(placeSays) && t.opens(i-1) {
			return 1
		}
	}
	return 0
}

// placeEnd is the end of the name of a place at i: capitals, and small words between two of them.
func (t *passage) placeEnd(i int) int {
	to := i + 1
	if s := t.tok(to); t.toks[i].size <= 2 && s.is(".") && t.tok(to+1).shape == title && t.tok(to+1).before == spaced {
		to += 2
	}
	for to < i+6 {
		k, n := t.tok(to), t.tok(to+1)
		switch {
		case t.columned(to):
			return to
		case k.is("-") && k.before == glued && n.kind == word && n.before == glued:
			to += 2
		case k.is("'") && k.before == glued && n.kind == word && n.before == glued && n.size > 1:
			to += 2
		case k.shape == title && k.before == spaced && !k.any(heading|callingWord|monthly|medicinal) && !weekdays[k.fold] && !k.in(tailStops) && t.free(to):
			to++
		case smallInPlaces[k.fold] && k.shape == lower && k.before == spaced && n.shape == title && n.before == spaced && to < i+3 && wordOrPlace(n):
			to += 2
		default:
			return to
		}
	}
	return to
}

// smallInPlaces stand inside the names of places.
var smallInPlaces = wordSet("of on by or upon le de la du del or")

func wordOrPlace(k *token) bool { return !k.any(heading | callingWord | monthly | medicinal) }

// bareTown marks a town that is an everyday word where capitals say nothing.
func (t *passage) bareTown(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if !wordTowns[k.fold] && !worldTowns()[k.fold] || t.toks[i].before > spaced || !t.closes(i+1) && n.kind == word && !stopsName[n.fold] && !goesOn[n.fold] && n.fold != "tmrw" && n.fold != "aware" {
		return false
	}
	t.mark(i, i+1, typeLocation)
	return true
}

// pairedPlace reads "Apache Junction" and "Sachs Harbour" inside a sentence, and "Orange, NJ".
func (t *passage) pairedPlace(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != title || !n.is(",") && !n.in(placePairs) || !t.english() || t.bare() || k.any(heading|callingWord|medicinal|monthly|medical|triggerWord|measuring) || notPlaces[k.fold] {
		return false
	}
	if s := t.tok(i + 2); n.is(",") && s.shape == upper && surelyStates[s.fold] && s.fold != "ct" && s.before == spaced && (wordTowns[k.fold] || countries()[k.fold]) && (t.closes(i+3) || t.tok(i+3).kind == number) {
		t.mark(i, i+3, typeLocation)
		return true
	}
	if n.shape != title || n.before != spaced || t.columned(i+1) || !placePairs[n.fold] || t.opens(i) || bareKinds[k.fold] || plainNouns[k.fold] || t.tok(i+2).capital() && t.tok(i+2).before <= spaced {
		return false
	}
	t.mark(i, i+2, typeLocation)
	return true
}

// placePairs end the names of places of two words.
var placePairs = wordSet("junction harbor harbour falls creek ferry rapids springs bay beach lake island bluff ridge gap inlet landing crossing mesa canyon prairie rock jaw deer lodge forks sound cove hollow bend")

// restOfPlace takes the small word behind a place that says what it is: "⟦Benin⟧ city", "⟦Channapatna⟧ tq".
func (t *passage) restOfPlace(m mark) {
	k := t.tok(m.to)
	if n := t.tok(m.to + 1); m.kind == typeLocation && (k.fold == "of" || k.fold == "or") && k.before == spaced && t.free(m.to) && n.shape == title && n.before == spaced && t.markedAs(m.to+1, typePerson, typeLocation) {
		t.mark(m.from, m.to+2, typeLocation)
		return
	}
	if m.kind != typeLocation && m.kind != typePerson || !t.free(m.to) || k.kind != word || k.before != spaced || t.columned(m.to) || !k.in(placeTails) || k.shape == upper && !t.shouted() || t.toks[m.to-1].shape == lower && !t.bare() {
		return
	}
	to := m.to + 1
	if k.size <= 4 && t.tok(to).is(".") && k.fold != "city" && k.fold != "town" {
		to++
	}
	t.mark(m.from, to, typeLocation)
}

// placeTails stand behind the name of a place in small letters too.
var placeTails = wordSet("city village town tq taluk taluka tal tehsil district dist veng colony col island islands county parish township province municipality mandal lga")
