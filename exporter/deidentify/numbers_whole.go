package deidentify

// partedKinds are kinds of what is written in several parts.
var partedKinds = map[string]bool{
	typeNumber: true, typeAccession: true, typeMRN: true, typeDevice: true, typePhone: true,
	typeInsurance: true, typeAddress: true,
}

// wholeNumbers widens numbers that were taken out over what is written with them as one:
// "T34 0662-19", "IMG8485", "1А–33", "зав № 88 0131".
func (t *passage) wholeNumbers() {
	for at := range t.marks {
		m := &t.marks[at]
		if !partedKinds[m.kind] {
			continue
		}
		for n := 0; n < 4 && t.toks[m.from].kind == number; n++ {
			m.from -= t.writtenBefore(m.from)
		}
		for n := 0; n < 4 && t.figured(m.to-1); n++ {
			m.to += t.writtenBehind(m.to)
		}
		if t.english() && m.kind != typeAddress && m.kind != typePhone {
			t.wholeCode(m)
		}
		for i := m.from; i < m.to; i++ {
			t.taken[i] = true
		}
	}
}

// figured reports whether token i is a number or the letter behind one: "1А".
func (t *passage) figured(i int) bool {
	k := t.toks[i]
	return k.kind == number || k.size == 1 && k.kind == word && k.before == glued && t.tok(i-1).kind == number
}

// writtenBefore is how many tokens right before i are written with the figures there.
func (t *passage) writtenBefore(i int) int {
	k, p := t.toks[i], t.tok(i-1)
	switch {
	case k.before != glued || !t.free(i-1):
		return 0
	case p.kind == word:
		if p.shape == upper && p.size < 5 && (p.before != glued || i < 2 || t.tok(i-2).kind == sign) {
			return 1
		}
	case (p.is("-") || p.is("–")) && p.before == glued && t.free(i-2):
		if q := t.tok(i - 2); q.kind == number || q.kind == word && q.shape == upper && q.size < 4 {
			return 2
		}
	}
	return 0
}

// writtenBehind is how many tokens from i on are written with the figures before it.
func (t *passage) writtenBehind(i int) int {
	k, n := t.tok(i), t.tok(i+1)
	switch {
	case !t.free(i) || k.before > spaced:
		return 0
	case k.before == spaced:
		if k.kind == number && k.size > 2 && k.fold[0] == '0' && !t.timeOfDay(i) && (n.before > glued || n.kind == sign && !n.is(".")) {
			return 1
		}
	case (k.is("-") || k.is("–")) && n.kind == number && n.before == glued && t.free(i+1) && !t.isMeasure(i+1, i+2) && (t.tok(i+2).before > glued || t.tok(i+2).kind == sign):
		return 2
	}
	return 0
}
