package deidentify

// whoWords say who the name right behind them belongs to, as notes written in haste call
// relatives and staff; kin() and staffWord have the rest.
var whoWords = wordSet(`gf bf gma gpa nan nana gran granny grandad granddad grandpa grandma mam mummy daddy da bro sis hubby husb missus wifey mate roomie flatmate housemate roommate lodger lad lass fob mil dil
	son sons dtr daughters stepdad stepmum stepmom stepson stepdaughter auntie aunty uncle cuz twin gdtr gson granddtr grandson babysitter childminder neighbour nok poa sponsor boss landlord landlady keyworker worker wkr bystander clerk law pal colleague baby bub moms mums dads bros student sitter trainer cellmate bunkmate physio dietician dietitian recep tchr abuela abuelo doula maid helper ayah amah nanny hub hubs gogo koro tia tio chacha mamu nani dadi newborn eldest youngest twin`)

// noWho are names that are verbs, adjectives and small words first: behind a relative they
// say what that one is or does.
var noWho = wordSet("will may can al ed den art bill chase don happy pretty bright rich curt gay major earnest rusty kit skip tip silver max peer rod bob pat drew grant hope favour favor promise barb charity essence sage gift peg lance pam ally dom reg fortune innocent miracle april june august shade patient")

// doneBy ends verbs in the forms notes have behind who did it.
var doneBy = []string{"ed", "ing", "es", "ks", "ls", "ns", "rs", "ts", "ds", "ps"}

// sayable reports whether the clause goes on behind somebody: it ends, a small word or a
// verb follows.
func (t *passage) sayable(i int) bool {
	n := t.tok(i)
	if t.closes(i) || n.kind != word {
		return !n.is("'") || t.tok(i+1).fold == "s"
	}
	return stopsName[n.fold] || goesOn[n.fold] || inside[n.fold] || acting[n.fold] || deeds[n.fold] || told[n.fold] || sayings[n.fold] || n.size > 3 && hasEnd(n.fold, doneBy, 4) && n.any(inDictionary)
}

// sayings go on behind somebody: "ash rang", "dawn here", "jan away".
var sayings = wordSet("outside inside asleep downstairs upstairs also away back here there too still now can could would should happy keen worried upset very did does do on off out in up still only got gets wont cant didnt sees took unsure concerned present visiting via till until staying full")

// byWho reads who is called by an everyday word or by one that no list has behind who they
// are, in small letters: "son ray rang", "carer dawn from", "gf anush to bring home".
func (t *passage) byWho(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	double := k.shape == title && t.tok(i+1).is("-") && t.tok(i+1).before == glued && t.tok(i+2).kind == word && t.tok(i+2).before == glued
	if k.shape != lower && !(k.shape == title && (k.any(firstName) || double) && p.shape == lower) || k.size < 3 || k.before != spaced || p.kind != word || !whoWords[p.fold] && !(p.any(staffWord|triggerWord) && (kin()[p.fold] || roleLetters[p.fold] && p.size > 2)) || !t.sayable(i+1) {
		return false
	}
	if noWho[k.fold] && k.shape == lower || stopsName[k.fold] || k.any(heading|callingWord|staffWord|measuring|shortForm|abbreviated|credentialed) && k.shape == lower || k.any(monthly) && !told[t.tok(i+1).fold] && !acting[t.tok(i+1).fold] {
		return false
	}
	if !(k.any(firstName) || double || t.bare() && !k.any(explaining|drugEnded) && !abbreviationsEn()[k.fold] && spokenLatin(k.fold) && !hasEnd(k.fold, []string{"ed", "ing", "s", "ly"}, 3)) {
		return false
	}
	if k.shape == title {
		t.person(i, i+1)
	} else {
		t.mark(i, t.smallNames(t.smallDouble(i+1)), t.roleOf(i))
	}
	return true
}

// roleCapitals are letters of what somebody is that mean something else in small ones.
var roleCapitals = wordSet("chew jchew chw hew anm phn bhw mo ho hs gs so sn pe dao cho eho cfo co")

// byCapitals reads "MO Arunan takes over" and "rpt MO Cherry ok".
func (t *passage) byCapitals(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != title || k.size < 3 || k.before != spaced || p.shape != upper || !roleCapitals[p.fold] || t.shouted() || k.any(heading|medicinal|monthly) || k.any(inDictionary) && !(k.any(firstName|common) && t.sayable(i+1)) {
		return false
	}
	t.mark(i, t.capitalTail(i+1), typeDoctor)
	return true
}

// bySmallPair reads a first name in small letters and a word behind it that nothing explains,
// however the rest is written: "Policy holder niamh mcgarrigle".
func (t *passage) bySmallPair(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != lower || k.size < 3 || !k.any(firstName) || k.any(explaining|medicinal|drugEnded|abbreviated|measuring|shortForm) || abbreviationsEn()[k.fold] || n.before != spaced || n.kind != word || n.shape != lower || n.size < 3 || !t.free(i+1) || n.any(explaining|abbreviated|measuring|shortForm|credentialed) || abbreviationsEn()[n.fold] {
		return false
	}
	if !n.any(firstName) && n.fold[0] < 0x80 && (!spokenLatin(n.fold) || cutEnglish(n.fold)) {
		return false
	}
	t.mark(i, t.smallDouble(i+2), t.roleOf(i))
	return true
}

// shortNames takes out a short word of a name between who somebody is and the rest of the
// name, which was found: "HUSBAND SAL FERRARO", "grandmother Bah Begaye", "Chaplain Pa Houa".
func (t *passage) shortNames(i int) {
	k, p := t.tok(i-1), t.tok(i-2)
	if i < 2 || !t.english() || !t.free(i-1) || k.kind != word || k.size < 2 || k.size > 4 || k.shape != t.toks[i].shape || k.shape == lower && !k.any(firstName) || k.before != spaced || t.toks[i].before != spaced {
		return
	}
	if k.in(formal) {
		return
	}
	who := p.any(staffWord|triggerWord) || whoWords[p.fold] || kin()[p.fold]
	if who && p.kind == word && p.fold != "by" && !stopsName[k.fold] && !noWho[k.fold] && !acting[k.fold] && !deeds[k.fold] && !told[k.fold] && (k.shape == title || !k.any(callingWord|staffWord|credentialed|shortForm)) {
		t.mark(i-1, i, t.roleOf(i))
	}
}

// bracketedKin reads "mom (crystal) called": one word in brackets behind a relative, where
// nobody used capitals.
func (t *passage) bracketedKin(i int) bool {
	k, w := t.toks[i], t.tok(i-2)
	if k.shape != lower || k.size < 3 || !t.tok(i-1).is("(") || !t.tok(i+1).is(")") || !t.bare() || !kin()[w.fold] && !whoWords[w.fold] || k.any(heading|callingWord|triggerWord|medicinal|measuring|shortForm) || stopsName[k.fold] || noWho[k.fold] {
		return false
	}
	if k.any(inDictionary) && !k.any(firstName|common|surnameToo) {
		return false
	}
	t.mark(i, i+1, typeRelative)
	return true
}

// saidTo are words right before somebody who was asked, told or called.
var saidTo = wordSet("w with call called rang ring spoke told ask asked bleep bleeped texted text paged page phoned phone inform informed tell")

// bySaidTo reads "after call w kelly re access" and "call renee, the iv team": a first name
// that is a word too behind whom something is said to, in small letters.
func (t *passage) bySaidTo(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != lower || k.size < 3 || !k.any(firstName) || noWho[k.fold] || k.before != spaced || p.kind != word || !saidTo[p.fold] || k.any(heading|callingWord|medicinal|monthly|measuring) || k.any(medical) && k.any(inDictionary) {
		return false
	}
	if n := t.tok(i + 1); !t.sayable(i+1) && !(n.kind == word && (n.fold == "re" || n.fold == "about" || n.any(staffWord|callingWord))) && k.any(inDictionary) {
		return false
	}
	t.mark(i, t.smallNames(i+1), t.roleOf(i))
	return true
}

// bySmallDeed reads "mags will amend" at a sentence's head in small letters, and "sorry late,
// shanu ate a cookie": a first name, or a word that nothing explains, and what only people do.
func (t *passage) bySmallDeed(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.shape != lower || k.size < 3 || n.kind != word || n.before != spaced || noWho[k.fold] || k.any(heading|callingWord|medicinal|monthly|measuring) {
		return false
	}
	did := deeds[n.fold] && n.fold != "left" && n.fold != "found" && n.fold != "made"
	named := k.any(firstName) && t.bare() && t.opens(i) && (did || acting[n.fold] || n.fold == "to" && tasks[t.tok(i+2).fold])
	strange := did && n.fold != "will" && k.size > 3 && (t.opens(i) || t.tok(i-1).is(",")) && t.unexplained(i)
	if !named && !strange {
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}

// noSpeakers are what those who write in a chat are called that is nobody's name.
var noSpeakers = wordSet("dr doc pt gp me him her us them you patient nurse clinic mum mom dad reception recep admin bot system agent user staff on off at am pm hrs")

// bySmallSpeaker reads who writes in a chat in small letters: "19:03 shade: sorry".
func (t *passage) bySmallSpeaker(i int) bool {
	k, m, c, h := t.toks[i], t.tok(i-1), t.tok(i-2), t.tok(i-3)
	if k.shape != lower || k.size < 2 || k.before != spaced || !t.tok(i+1).is(":") || t.tok(i+1).before != glued || m.kind != number || m.size != 2 || !c.is(":") || h.kind != number || h.before < wrapped && i > 3 {
		return false
	}
	if noSpeakers[k.fold] || stopsName[k.fold] || k.any(heading|callingWord|labelling|measuring|valueWord|medicinal) || k.any(inDictionary) && !k.any(firstName|common) && !ambiguousName[k.fold] {
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}
