package deidentify

// spacedOut reads a name whose letters stand apart, as forms want them:
// "М И Р З О Е В", "Д . И . Н У Р О В".
func (t *passage) spacedOut() {
	for i := 0; i < len(t.toks); i++ {
		if t.toks[i].size > 1 {
			continue
		}
		if to, letters := t.lettersApart(i); letters >= 5 {
			t.mark(i, to, typePerson)
			i = to - 1
		}
	}
}

func (t *passage) lettersApart(i int) (to, letters int) {
	if !t.single(i) || t.single(i-1) {
		return i, 0
	}
	first := t.toks[i]
	for j := i; j < len(t.toks); j++ {
		k := t.toks[j]
		switch {
		case t.single(j) && !(first.shape == lower && k.shape != lower) && cyrillic(k.fold) == cyrillic(first.fold) && (j == i || k.before == spaced || k.before == glued && t.tok(j-1).is(".")):
			letters++
			to = j + 1
		case k.is(".") && j > i && k.before <= spaced, k.is("-") && j > i && t.single(j+1):
		default:
			return to, letters
		}
	}
	return to, letters
}

// single reports whether one letter stands at i that nobody took.
func (t *passage) single(i int) bool {
	return t.free(i) && t.toks[i].kind == word && t.toks[i].size == 1
}

// byGluedInitials reads "ЁлкинымЕ.Ф." and "бабаджановымб.ш.": a surname with its
// first initial stuck to it.
func (t *passage) byGluedInitials(i int) bool {
	k, o := t.toks[i], t.tok(i+2)
	if k.size < 4 || !t.tok(i+1).is(".") || t.tok(i+1).before != glued || o.kind != word || o.size != 1 || o.before != glued || k.any(explaining|abbreviated|curtailed) {
		return false
	}
	if n := t.tok(i + 3); n.kind == word && n.before == glued || !n.is(".") && k.shape == lower {
		return false
	}
	to := i + 3
	if t.tok(to).is(".") {
		to++
	}
	t.mark(i, to, t.roleOf(i))
	return true
}
