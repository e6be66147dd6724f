package deidentify

// wholeCode widens in English the number that was taken out over the letters and groups of its
// code: "⟦LG⟧ 330 8812", "A8930⟦CK⟧", "KT/1694⟦/RB⟧", "7734 ⟦882 19⟧".
func (t *passage) wholeCode(m *mark) {
	for n := 0; n < 3; n++ {
		step := t.codeGoesOn(m)
		if step == 0 {
			break
		}
		m.to += step
	}
	if t.toks[m.from].kind == number {
		m.from -= t.codeBefore(m.from)
	}
}

// codeGoesOn is how many tokens behind the mark belong to its code.
func (t *passage) codeGoesOn(m *mark) int {
	i := m.to
	last, k, n := t.toks[i-1], t.tok(i), t.tok(i+1)
	switch {
	case !t.free(i) || k.before > spaced || last.kind != number && !(last.kind == word && last.before == glued):
		return 0
	case k.before == glued && k.kind == word && k.shape == upper && k.size <= 4 && last.kind == number && !k.any(measuring):
		return 1
	case k.is("/") && k.before == glued && n.before == glued && t.free(i+1) && last.size > 1 && (n.kind == number && n.size >= 2 && !t.dayShaped(i-1) || n.kind == word && n.shape == upper && n.size <= 3) && !t.measured(i+2) && !t.tok(i+2).is("/"):
		return 2
	case k.is(".") && k.before == glued && n.kind == number && n.before == glued && t.free(i+1) && last.size >= 4:
		return 2
	case k.before == spaced && k.kind == word && k.shape == upper && k.size == 2 && last.size >= 3 && t.closes(i+1) && t.figuresIn(m.from, m.to) >= 8 && !k.any(measuring) && !usStates[k.fold]:
		return 1
	case k.before == spaced && k.kind == number && k.size >= 2 && k.size <= 4 && last.kind == number && last.size >= 3 && last.size <= 5 && t.codesNumber(m) && !yearly(k) && !t.timeOfDay(i) && !t.measured(i+1) && (t.closes(i+1) || n.kind == number && n.before == spaced && n.size <= 4 && t.closes(i+2)) && !t.dayShaped(i):
		return 1
	}
	return 0
}

// codesNumber reports whether the mark begins right behind a label, so that what follows in groups is
// of one number.
func (t *passage) codesNumber(m *mark) bool {
	p := t.tok(m.from - 1)
	return m.to-m.from <= 3 && (p.any(labelling|papered) || p.in(codeNouns) || p.is(":") || p.is("#") || p.fold == "no" || p.fold == "id" || m.kind == typeInsurance)
}

// codeBefore is how many tokens right before the figures at i are the letters of their code: behind a
// label or a colon.
func (t *passage) codeBefore(i int) int {
	k, p, q := t.toks[i], t.tok(i-1), t.tok(i-2)
	if p.is("/") && p.before == glued && k.before == glued && t.free(i-1) && t.free(i-2) && q.kind == word && q.shape == upper && q.size <= 4 {
		return 2
	}
	if k.before != spaced || p.kind != word || p.shape != upper || p.size < 2 || p.size > 4 || !t.free(i-1) || p.any(labelling|papered|measuring|inDictionary) || p.in(codeNouns) || p.before > spaced && p.before != tabbed {
		return 0
	}
	signed := q.is("#") || q.fold == "no" || q.fold == "id" || q.fold == "number"
	labelled := q.kind == word && (q.in(codeNouns) || labels[q.fold].kind != "")
	if signed || labelled && p.size == 2 || (labelled || q.is(":")) && !abbreviationsEn()[p.fold] {
		return 1
	}
	return 0
}
