package deidentify

// authorBeside reads a surname that medicine took for a word of its own, where it stands beside
// a name as surnames do: "Donncha Lynch 54y", "Graves, Thandi 12/4/61", «Кушинг Дондук (зять)».
func (t *passage) authorBeside(m mark) {
	if m.to != m.from+1 || t.toks[m.from].shape != title {
		return
	}
	if !t.english() {
		if i := m.from - 1; t.isAuthor(i) && t.toks[m.from].before == spaced && (t.opens(i) || t.numbered(i)) && t.endsName(m.to) {
			t.mark(i, m.to, typePerson)
		}
		return
	}
	if i := m.from - 2; t.tok(m.from-1).is(",") && t.toks[m.from].before == spaced && t.isAuthor(i) && (t.opens(i) || t.numbered(i)) && t.endsName(m.to) {
		t.mark(i, m.to, typePerson)
		return
	}
	if k := t.toks[m.from]; t.isAuthor(m.to) && t.toks[m.to].before == spaced && !k.any(medicinal|drugEnded) && t.endsName(m.to+1) {
		t.mark(m.to, m.to+1, typePerson)
	}
}

// isAuthor reports whether the word at i is a name of medicine with one capital; that it was kept as
// one does not matter beside a name.
func (t *passage) isAuthor(i int) bool {
	k := t.tok(i)
	return i >= 0 && k.kind == word && k.shape == title && k.size > 2 && k.any(eponymous|eponymStemmed) && !t.taken[i]
}

// numbered reports whether i stands behind a number at a line's head, as in a list.
func (t *passage) numbered(i int) bool {
	p := t.tok(i - 1)
	return p.kind == number && t.opens(i-1) || p.kind == sign && t.tok(i-2).kind == number && t.opens(i-2)
}

// endsName reports whether what stands at i goes on from a person, not from a name of medicine:
// "disease", "sign", "+", "neg".
func (t *passage) endsName(i int) bool {
	n := t.tok(i)
	switch {
	case t.closes(i), n.is("("), n.is("-"), n.is("–"), n.is(":"), n.kind == number && n.before == spaced:
		return true
	case n.kind != word || n.before != spaced:
		return false
	}
	return n.any(callingWord|triggerWord) || !n.any(tailWord|headWord|medicinal|abbreviated) && !findingsEn[n.fold] && !gradesEn[n.fold] && n.shape == lower
}
