package deidentify

// People of English notes said shortly: nicknames in quotation marks, letters of whoever typed
// or checked, a name of the day of the week, who lies in a room of a list.

// dottedRoles are roles cut short with a dot before somebody's name; policing those of police,
// behind whom even the name of an illness is somebody.
var (
	dottedRoles = wordSet("sr sis bro ofc ofcr dep det tpr sgt lt capt cpl const cst hn fr pr rev smt kum sn")
	policing    = wordSet("dep deputy ofc ofcr det tpr trooper sgt const constable cst pc wpc officer sheriff lt capt")
)

// policed reports whether a rank of the police stands right before the word at i.
func (t *passage) policed(i int) bool {
	p := t.tok(i - 1)
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	return p.kind == word && policing[p.fold] && p.shape != lower && t.toks[i].before == spaced
}

// byDottedRole reads "read by Sr. Leelamma", "Ofc. Grant #221" and "Dep Rasmussen".
func (t *passage) byDottedRole(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	dotted := p.is(".") && p.before == glued
	if dotted {
		p = t.tok(i - 2)
	}
	if k.shape != title || k.size < 4 || k.before != spaced || p.kind != word || !(dotted && dottedRoles[p.fold] || policing[p.fold] && p.shape != lower) || k.any(heading|genericWord|measuring|callingWord|credentialed|monthly) {
		return false
	}
	if k.any(medicinal|drugEnded|medical) && !k.any(firstName) && !policing[p.fold] || k.any(inDictionary|built) && !k.any(firstName|common) {
		return false
	}
	if p.fold == "sr" && (t.tok(i+1).is(":") || t.tok(i+1).is("=")) || k.any(eponymous) && (!t.policed(i) || t.headFollows(i)) {
		return false
	}
	t.person(i, t.capitalTail(i+1))
	return true
}

// weekdayNames are given to children of that day in West Africa and elsewhere.
var weekdayNames = wordSet("sunday monday friday tuesday wednesday thursday saturday")

// byWeekday reads "brother Sunday will donate": a relative called after a day.
func (t *passage) byWeekday(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if !k.in(weekdayNames) || k.shape != title || k.before != spaced || !kin()[p.fold] && !p.in(whoWords) || p.shape != lower || n.before != spaced || n.kind != word {
		return false
	}
	if n.size > 5 && hasEnd(n.fold, []string{"ing"}, 5) || n.shape == title && !n.any(monthly|heading) || n.fold == "will" || n.fold == "is" || n.fold == "has" || n.in(acting) || n.in(told) {
		t.mark(i, i+1, typeRelative)
		return true
	}
	return false
}

// byFirstAndLetter reads "poison ivy on Max R. same bunk": a first name that is an everyday word,
// and a letter with its dot.
func (t *passage) byFirstAndLetter(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != title || k.size < 3 || !k.any(firstName) || k.before != spaced || p.kind != word || p.shape != lower || p.size > 4 || n.kind != word || n.size != 1 || n.shape != upper || n.before != spaced || !t.tok(i+2).is(".") || t.tok(i+2).before != glued || k.any(heading|monthly) {
		return false
	}
	t.person(i, i+3)
	return true
}

// byRoomAndAge reads "R1 Pike 71M" and "0800 Roach 70M": who lies in a room or stands in a list,
// by the age and the letter of sex behind.
func (t *passage) byRoomAndAge(i int) bool {
	k, p, a, s := t.toks[i], t.tok(i-1), t.tok(i+1), t.tok(i+2)
	if a.is(",") {
		a, s = t.tok(i+2), t.tok(i+3)
	}
	if s.shape == upper && s.before == spaced && (s.fold == "m" || s.fold == "f") && (t.closes(i+3) || t.tok(i+3).kind == word) {
		s = &token{kind: word, shape: upper, fold: s.fold} // 55 F
	}
	if k.shape != title && k.shape != upper || k.size < 3 || k.before != spaced || a.kind != number || a.size > 2 || s.before != glued || s.fold != "m" && s.fold != "f" || s.shape != upper || k.any(heading|medicinal|callingWord|monthly|shortForm|genericWord) || abbreviationsEn()[k.fold] {
		return false
	}
	if p.is(",") && t.tok(i-2).capital() && t.tok(i-2).size > 2 && (t.tok(i-2).shape == upper || t.taken[i-2] || !t.tok(i-2).any(inDictionary)) && (k.shape == title || t.shouted()) && (t.opens(i-2) || t.opens(i-3) && t.toks[i-2].before == spaced) && !t.tok(i-2).any(heading|medicinal|shortForm) && (!k.any(inDictionary|built) || k.any(firstName)) {
		t.mark(i-2, i+1, typePatient)
		return true // OKEKE, Chisom 5F
	}
	if strange := !k.any(inDictionary|built|drugEnded|eponymous) || k.any(firstName) && !k.any(inDictionary); strange && k.shape == title && s.start > 0 && (p.kind == sign && t.opens(i) || quoting(p) || p.kind == word && p.shape == lower && (kin()[p.fold] || whoWords[p.fold])) {
		t.mark(i, i+1, typePatient)
		return true // ED: Zaiden 4M
	}
	roomed := p.kind == number && (p.size == 4 && p.fold < "2400" || t.tok(i-2).is("#") || p.before == glued && (t.tok(i-2).fold == "r" || t.tok(i-2).fold == "rm" || t.tok(i-2).fold == "sr" || t.tok(i-2).fold == "b") && t.tok(i-2).kind == word)
	if !roomed {
		return false
	}
	t.mark(i, i+1, typePatient)
	return true
}

// quotedBefore reads the word in quotation marks before somebody found: "Dell" Odell Beauchamp.
func (t *passage) quotedBefore(m mark) {
	j := m.from - 1
	q, k, o := t.tok(j), t.tok(j-1), t.tok(j-2)
	if !t.english() || q.kind != sign || q.before != glued || o.kind != sign || k.before != glued || k.shape != title || !t.free(j-1) || !quoting(q) || !quoting(o) || t.toks[m.from].before != spaced || k.any(heading|callingWord|medicinal) {
		return
	}
	t.mark(j-1, m.to, m.kind)
}

// surnameBehindQuote reads the surname behind a nickname in quotation marks: Devon "Bigga" Plummer.
func (t *passage) surnameBehindQuote(m mark) {
	o, k, q, n := t.tok(m.to), t.tok(m.to+1), t.tok(m.to+2), t.tok(m.to+3)
	if !t.english() || !quoting(o) || o.before != spaced || k.kind != word || k.before != glued || !quoting(q) || q.before != glued || n.shape != t.toks[m.from].shape || n.before != spaced || m.to+3 >= len(t.toks) || t.taken[m.to+3] || n.size < 3 || !t.toks[m.from].any(firstName) && n.any(inDictionary) || n.any(heading|callingWord|monthly) {
		return
	}
	t.mark(m.from, m.to+4, m.kind)
}

// quoting reports whether a sign is a quotation mark.
func quoting(k *token) bool {
	return k.is("\"") || k.is("“") || k.is("”") || k.is("'") || k.is("‘") || k.is("’")
}

// byQuotedThe reads "Denny the Bridge" in quotation marks.
func (t *passage) byQuotedThe(i int) bool {
	k, n := t.toks[i], t.tok(i+2)
	if k.shape != title || k.size < 3 || !quoting(t.tok(i-1)) || k.before != glued || t.tok(i+1).fold != "the" || n.shape != title || n.before != spaced || !quoting(t.tok(i+3)) || t.tok(i+3).before != glued {
		return false
	}
	t.mark(i, i+3, typePerson)
	return true
}

// selfSaid are words right before the name of whoever writes a message.
var selfSaid = wordSet("its im")

// smallEchoes takes out, in small letters, the first name of somebody found whole in the same
// text, where the writer says who it is: "hey its des".
func (t *passage) smallEchoes() {
	if !t.english() {
		return
	}
	for i, k := range t.toks {
		if k.shape != lower || k.kind != word || k.before != spaced {
			continue
		}
		p := t.tok(i - 1)
		self := p.in(selfSaid) || p.fold == "s" && t.tok(i-2).is("'") && t.tok(i-3).fold == "it" || p.fold == "m" && t.tok(i-3).fold == "i" || p.fold == "is" && t.tok(i-2).fold == "this"
		if k.size < 3 || !t.free(i) || !self {
			continue
		}
		for _, m := range t.marks {
			if isPerson(m.kind) && m.to > m.from && t.toks[m.from].fold == k.fold && t.toks[m.from].kind == word {
				t.mark(i, i+1, m.kind)
				break
			}
		}
	}
}

// handLetters takes out the letters of whoever typed, checked or signed: "(tg)" at a line's end,
// "jp/fl" at the text's, "mg/PharmD", "ref SN/eh", "(dictated, checked CH)".
func (t *passage) handLetters() {
	if !t.english() {
		return
	}
	for i, k := range t.toks {
		if k.kind != word || k.size < 2 || k.size > 3 || !t.free(i) || k.shape == title || k.shape == mixed || t.unlike(k) && !t.tok(i+1).is("/") && !t.behindHour(i) || k.any(inDictionary|credentialed|medicinal) && !t.tok(i+1).is("/") {
			continue
		}
		p, n, o := t.tok(i-1), t.tok(i+1), t.tok(i+2)
		ends := i+2 >= len(t.toks) || o.before >= wrapped
		last := i+1 >= len(t.toks) || n.before >= wrapped
		switch {
		case k.shape == lower && p.is("(") && k.before == glued && n.is(")") && ends && !lastForms[k.fold] && (t.sentenceEnds(i-1) || p.before >= tabbed), k.shape == upper && p.fold == "checked" && n.is(")") && k.before == spaced && i+2 >= len(t.toks):
			t.mark(i, i+1, typeDoctor)
		case last && k.shape == lower && p.is("/") && k.before == glued && p.before >= wrapped, last && k.shape == upper && t.behindHour(i) && !lastForms[k.fold]:
			t.mark(i, i+1, typeDoctor) // /mjt; 11/03 1020 RP
		case !n.is("/") || n.before != glued || o.kind != word || o.before != glued || k.before == glued && p.kind != sign:
		case k.shape == lower && o.shape != lower && o.any(credentialed) && o.size > 1 && p.kind != number && (p.is(".") || p.is(",") || k.before >= wrapped):
			t.mark(i, i+1, typeDoctor)
		case k.shape == lower && o.shape == lower && o.size <= 3 && i+3 >= len(t.toks) && i > 6 && (p.is(".") || p.is(",")) && !lastForms[k.fold] && !lastForms[o.fold] && !(t.unlike(k) && t.unlike(o)) && !rates[o.fold],
			k.shape == upper && o.shape == lower && o.size <= 3 && p.fold == "ref" && (i+3 >= len(t.toks) || t.tok(i+3).before >= tabbed) && !rates[o.fold]:
			t.mark(i, i+3, typeDoctor)
		}
	}
}

// behindHour reports whether a day and an hour in four figures stand right before i.
func (t *passage) behindHour(i int) bool {
	h := t.tok(i - 1)
	return i > 1 && h.kind == number && h.size == 4 && h.fold < "2400" && h.fold[2] < '6' && t.taken[i-2] && t.toks[i].before == spaced
}

// elders are words of respect right behind a name in the East.
var elders = wordSet("ammal babu bhai ben bai abi bey hanim didi anna akka sahib saab")

// elderBehind reads "Kamakshi ammal" and "Mehmet abi": the word of respect in small letters
// behind somebody found.
func (t *passage) elderBehind(m mark) {
	if k := t.tok(m.to); t.english() && m.to < len(t.toks) && k.shape == lower && elders[k.fold] && k.before == spaced && t.free(m.to) && t.toks[m.to-1].shape == title {
		t.mark(m.from, m.to+1, m.kind)
	}
}

// byTwice reads "hubby Jun-jun": a name said twice behind who somebody is.
func (t *passage) byTwice(i int) bool {
	k, o, p := t.toks[i], t.tok(i+2), t.tok(i-1)
	if k.shape != title || k.before != spaced || !t.tok(i+1).is("-") || t.tok(i+1).before != glued || o.fold != k.fold || o.before != glued || p.kind != word || !kin()[p.fold] && !whoWords[p.fold] && !p.any(staffWord) {
		return false
	}
	t.person(i, i+3)
	return true
}
