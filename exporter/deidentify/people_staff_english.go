package deidentify

// byStaff reads staff of English texts: who sits on a board, who speaks in a chat, an
// initial before a surname that is a word.
func (t *passage) byStaff(i int) bool {
	k := t.toks[i]
	if !k.capital() || k.size < 3 || k.shape == upper && k.any(inDictionary) || k.any(heading|monthly) && !k.any(common) || k.any(genericWord|orgEnglish) && !k.any(common|firstName) {
		return false
	}
	return t.byPresence(i) || t.byHour(i) || t.byBallot(i) || t.byLoneLetter(i) || t.byWith(i) || t.byReading(i) || t.byTeam(i) || t.byBoy(i)
}

// attending are words behind which those who are there are named, at a sentence's head.
var attending = wordSet("present attendees attending apologies minutes chair chairing inked typed replied replies scribe presenter presenting")

// byPresence reads "Present Frost, Marsh, Lane; minutes Joy" and "Replied Dawn.".
func (t *passage) byPresence(i int) bool {
	p, n := t.tok(i-1), t.tok(i+1)
	if !attending[p.fold] || p.kind != word || t.toks[i].before != spaced || !t.closes(i+1) && n.shape != title || p.shape == lower && !t.tok(i-2).is(";") && !t.tok(i-2).is(",") {
		return false
	}
	if n.is(".") && n.before == glued && t.tok(i+2).before == glued {
		return false
	}
	t.person(i, i+1)
	for j := i + 1; t.tok(j).is(",") && t.tok(j+1).shape == title && t.tok(j+1).size > 2 && t.closes(j+2) && !t.tok(j+1).any(heading|medicinal); j += 2 {
		t.mark(j+1, j+2, typeDoctor)
	}
	return true
}

// byHour reads who writes in a chat: "18:03 Frost (triage): hello".
func (t *passage) byHour(i int) bool {
	h, c, m := t.tok(i-1), t.tok(i-2), t.tok(i-3)
	if h.kind != number || h.size != 2 || !c.is(":") && !c.is(".") || m.kind != number || t.toks[i].before != spaced {
		return false
	}
	n := t.tok(i + 1)
	role := n.is("(") && t.tok(i+2).kind == word && t.tok(i+3).is(")") && t.tok(i+4).is(":")
	if !role && !(n.is(":") && t.toks[i].any(firstName|common)) {
		return false
	}
	t.person(i, i+1)
	return true
}

// byBallot reads "Frost against, Marsh for.": who is for something and who is not.
func (t *passage) byBallot(i int) bool {
	n := t.tok(i + 1)
	if n.fold != "against" && n.fold != "for" && n.fold != "disagrees" && n.fold != "agrees" || n.before != spaced || !t.closes(i+2) {
		return false
	}
	if o := t.tok(i + 4); t.toks[i].any(inDictionary) && !t.toks[i].any(common) && !(t.tok(i+2).is(",") && t.tok(i+3).capital() && (o.fold == "for" || o.fold == "against")) {
		return false
	}
	t.mark(i, i+1, typeDoctor)
	return true
}

// byLoneLetter reads "J Bright RMN", "B. Day /" and "sent to S Marsh, the": a letter and a
// surname that is an everyday word, where a clause ends or a calling stands behind.
func (t *passage) byLoneLetter(i int) bool {
	k, from := t.toks[i], i-1
	if !k.any(common) || k.before > spaced {
		return false
	}
	if t.tok(from).is(".") && t.tok(from).before == glued {
		from--
	}
	l, p, n := t.tok(from), t.tok(from-1), t.tok(i+1)
	if l.kind != word || l.size != 1 || l.shape != upper || from+1 == i && k.before != spaced || !t.free(from) || l.fold == "i" || l.fold == "a" && t.opens(from) {
		return false
	}
	if p.kind == word && (lettered[p.fold] || p.any(measuring) || p.shape == title && p.any(firstName)) || p.kind == number && l.before != parted || p.is("-") && l.before == glued || p.is("/") && l.before == glued {
		return false
	}
	if !t.closes(i+1) && !n.any(credentialed|callingWord) && !(n.shape == upper && n.size > 1 && n.size <= 4 && n.before == spaced && t.closes(i+2)) && !n.is("(") && !(n.is("-") && n.before == spaced) && !n.is("–") {
		return false
	}
	t.mark(from, i+1, typeDoctor)
	return true
}

// byWith reads "checked w/ Joy.": who somebody did it with.
func (t *passage) byWith(i int) bool {
	k := t.toks[i]
	if !t.tok(i-1).is("/") || t.tok(i-2).fold != "w" || k.before > spaced || !k.any(firstName|common) || !t.closes(i+1) && t.tok(i+1).kind != number {
		return false
	}
	t.person(i, i+1)
	return true
}

// byReading reads "Second reader Marsh.".
func (t *passage) byReading(i int) bool {
	p, o := t.tok(i-1), t.tok(i-2).fold
	if p.fold != "reader" && p.fold != "observer" && p.fold != "checker" || t.toks[i].before != spaced || o != "first" && o != "second" && o != "third" && o != "2nd" && o != "1st" {
		return false
	}
	t.person(i, i+1)
	return true
}

// told are words of somebody who was told.
var told = wordSet("informed aware notified told advised contacted updated agrees agreed happy")

// byTeam reads "Kettleby (IPC) informed": somebody, of what team, and that they know.
func (t *passage) byTeam(i int) bool {
	a := t.tok(i + 2)
	if !t.tok(i+1).is("(") || a.kind != word || a.shape != upper || a.size > 5 || !t.tok(i+3).is(")") || !told[t.tok(i+4).fold] {
		return false
	}
	t.person(i, i+1)
	return true
}

// byBoy reads "her boy Tamati 9,": a child behind a word for one.
func (t *passage) byBoy(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if p.fold != "boy" && p.fold != "girl" && p.fold != "lad" && p.fold != "toddler" || p.shape != lower || k.before != spaced || k.shape != title || k.any(inDictionary) && !k.any(firstName) {
		return false
	}
	t.person(i, i+1)
	return true
}

// typists reads "KR/jm" and "(PH/jt)": who dictated and who typed, in brackets or alone at
// the end of a line.
func (t *passage) typists() {
	if !t.english() {
		return
	}
	for i := 1; i+1 < len(t.toks); i++ {
		a, b := t.toks[i-1], t.toks[i+1]
		if !t.toks[i].is("/") && !t.toks[i].is(":") || a.kind != word || b.kind != word || a.shape != upper || b.shape != lower || a.size < 2 || a.size > 3 || b.size < 2 || b.size > 4 || t.toks[i].before != glued || b.before != glued {
			continue
		}
		inside := t.tok(i-2).is("(") && t.tok(i+2).is(")")
		alone := t.opens(i-1) && (i+2 >= len(t.toks) || t.tok(i+2).before >= tabbed) || t.tok(i-2).is(":") && t.tok(i-3).fold == "ref" && t.toks[i].is("/")
		if !inside && !alone || !t.free(i-1) || rates[b.fold] || alone && t.unlike(a) && t.unlike(b) {
			continue
		}
		t.mark(i-1, i+2, typeDoctor)
	}
}

// unlike reports whether two or three letters are a unit or an abbreviation, no initials.
func (t *passage) unlike(k *token) bool {
	return k.any(measuring|shortForm) || abbreviationsEn()[k.fold]
}

// rates stand behind a stroke and are what something is counted by.
var rates = wordSet("hr hrs min mins sec day wk mth yr sat sats dl ml kg hpf lpf ul ht wt or and")
