package deidentify

// patientsEnglish reads what English texts call the patient by besides the name: a
// nickname, two initials before an age, a letter behind "Ms", a letter that ends a
// message.
func (t *passage) patientsEnglish() {
	if !t.english() {
		return
	}
	for i, k := range t.toks {
		if k.kind != word || !t.free(i) || !k.capital() && !t.hushed() {
			continue
		}
		switch {
		case t.byAlias(i), t.byNickname(i), t.byAge(i), t.byLetter(i), t.bySignOff(i):
		}
	}
}

// byAlias reads "Doe, Maple": what somebody nobody knew yet was registered as.
func (t *passage) byAlias(i int) bool {
	k, n := t.toks[i], t.tok(i+2)
	if k.fold != "doe" || !t.tok(i+1).is(",") || t.tok(i+1).before != glued || !n.capital() || n.size < 3 || n.before != spaced || n.any(heading|medicinal) {
		return false
	}
	t.mark(i, i+3, typePatient)
	return true
}

// byNickname reads `known as "Sparky"`, "goes by Lou" and "likes to be called Bea".
func (t *passage) byNickname(i int) bool {
	k, at := t.toks[i], i-1
	quoted := t.tok(at).is("\"") || t.tok(at).is("“") || t.tok(at).is("'") && t.tok(at).before == spaced
	if quoted {
		at--
	}
	if t.byname(at) && k.in(formal) && k.shape == title && t.tok(i+1).shape == title && t.tok(i+1).before == spaced {
		t.mark(i, i+2, typePatient) // aka Miss Dimples
		return true
	}
	if !t.byname(at) || k.before > spaced || k.shape == upper && k.size < 3 || k.any(heading|medicinal|eponymous|monthly|callingWord|triggerWord) && !t.saidOfFriends(i) {
		return false
	}
	if k.shape != title && !t.shouted() || !quoted && (k.any(inDictionary) && !k.any(firstName) && !t.saidOfFriends(i) || t.headFollows(i)) {
		return false
	}
	to := i + 1
	if n := t.tok(to); quoted && n.kind == word && n.before == spaced && n.shape == k.shape && t.tok(to+1).kind == sign {
		to++ // "Big Al"
	}
	if n := t.tok(to); !quoted && t.tok(at).fold == "aka" && n.shape == title && n.before == spaced && !n.any(heading) {
		to++ // aka Bubba Ray
	}
	if quoted && t.tok(to).kind != sign {
		return false
	}
	t.mark(i, to, typePatient)
	return true
}

// saidOfFriends reports whether a capital behind "known as" is what friends call somebody.
func (t *passage) saidOfFriends(i int) bool {
	n := t.tok(i + 1)
	return t.toks[i].shape == title && t.tok(i-1).fold == "as" && !t.toks[i].any(genericWord|orgEnglish) && (n.fold == "to" || n.fold == "by" || n.fold == "at")
}

// byname reports whether the words that end at i say that a nickname follows.
func (t *passage) byname(i int) bool {
	w, p := t.tok(i).fold, t.tok(i-1).fold
	switch w {
	case "nicknamed", "nickname", "aka":
		return true
	case "is":
		return p == "nickname" || p == "name" && t.tok(i-2).fold == "preferred"
	case "called":
		return p == "be" || p == "being" || p == "is" || p == "was" || p == "gets" || p == "got"
	case "as":
		return p == "known" || p == "to" && t.tok(i-2).fold == "referred"
	case "me", "him", "her":
		return p == "called"
	case "by":
		return p == "goes" || p == "went" || p == "go"
	}
	return false
}

// byAge reads "RV, 61, post" and "Pt KM 74F": initials that are the patient's before an age.
func (t *passage) byAge(i int) bool {
	k, n := t.toks[i], i+1
	if k.shape != upper || k.size < 2 || k.size > 3 || len(t.words.initials) == 0 || !t.allInitials(k.fold) || !t.opens(i) && !t.tok(i-1).any(triggerWord) {
		return false
	}
	if t.tok(n).is(",") {
		n++
	}
	a, u := t.tok(n), t.tok(n+1)
	if a.kind != number || a.size > 3 || a.before != spaced || !(t.tok(n-1).is(",") && u.is(",") || ageUnit[u.fold] && u.before <= spaced) {
		return false
	}
	t.mark(i, i+1, typePatient)
	return true
}

// byLetter reads "Ms A has two children", "S/B Dr R -" and "d/w dr k,".
func (t *passage) byLetter(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	n := t.tok(i + 1)
	if k.size != 1 || k.before != spaced || n.before == glued && (n.kind != sign || n.is("'") || n.is("/") || n.is("&")) {
		return false
	}
	switch p.fold {
	case "mr", "mrs", "ms", "miss", "mx":
		if k.shape != upper || p.shape != title {
			return false
		}
	case "dr", "prof", "doctor":
		if k.shape == lower && (k.fold == "a" || p.shape != lower) || n.is(".") || n.capital() && n.before == spaced || k.shape == lower && n.kind == word && !t.sayable(i+1) {
			return false
		}
	default:
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}

// bySignOff reads the letter that ends a message: "thx J".
func (t *passage) bySignOff(i int) bool {
	k := t.toks[i]
	if k.size > 2 || k.shape != upper || !signOffs[t.tok(i-1).fold] || t.tok(i-1).fold == "from" || k.any(shortForm|measuring) && k.size > 1 || k.before > parted {
		return false
	}
	if i+1 < len(t.toks) && t.tok(i+1).before < wrapped {
		return false
	}
	t.mark(i, i+1, typePerson)
	return true
}
