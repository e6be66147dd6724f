package deidentify

// besidePart reports whether another part of a known name stands beside i, weak
// or not: "Stan Walker", "luz castro", "Do-yun".
func (t *passage) besidePart(i int, h hit) bool {
	for _, j := range []int{t.overInitial(i, -1), t.overInitial(i, 1)} {
		k := t.tok(j)
		if k.kind != word || j > i && k.before > spaced || j < i && t.toks[i].before > spaced {
			continue
		}
		o, ok := t.words.name(k.fold)
		if !ok && k.size >= 6 && !k.any(inDictionary) && t.words.near(k) {
			return true
		}
		if ok && o.kind == h.kind && (o.part != h.part || !o.weak || t.words.together(k.fold, t.toks[i].fold, j > i)) && k.fold != t.toks[i].fold {
			return true // both parts of one person's name side by side
		}
		if ok && k.fold != t.toks[i].fold && o.kind == h.kind && (o.part != h.part && (!o.weak || k.shape != lower && t.toks[i].shape != lower) || (j == i-2 || j == i+2)) {
			return true
		}
	}
	return false
}

// overInitial is the word before or behind i, over a comma, a generation or one initial
// ("week, iris", "mark j. glass", "stone iii, isidore").
func (t *passage) overInitial(i, way int) int {
	if way > 0 && generations[t.tok(i+1).fold] && t.tok(i+1).before == spaced {
		i++
	}
	if way < 0 {
		switch {
		case t.tok(i-1).kind == word && t.tok(i-1).size == 1 && t.tok(i-1).before == spaced && t.toks[i].before == spaced && !alone[t.tok(i-1).fold]:
			return i - 2
		case (t.tok(i-1).is(",") || t.tok(i-1).is("^")) && t.tok(i-1).before == glued, t.tok(i-1).is(".") && t.tok(i-1).before == glued && t.toks[i].before == glued && t.tok(i-2).size > 1:
			return i - 2
		case t.tok(i-1).is(".") && t.tok(i-2).kind == word && t.tok(i-2).size == 1:
			return i - 3
		}
		return t.before(i)
	}
	switch {
	case (t.tok(i+1).is(",") || t.tok(i+1).is("^")) && t.tok(i+1).before == glued, t.tok(i+1).is(".") && t.tok(i+1).before == glued && t.tok(i+2).before == glued && t.toks[i].size > 1:
		return i + 2
	case t.tok(i+1).kind == word && t.tok(i+1).size == 1 && t.tok(i+2).is("."):
		return i + 3
	case t.tok(i+1).kind == word && t.tok(i+1).size == 1 && t.tok(i+1).before == spaced && t.tok(i+2).before == spaced && !alone[t.tok(i+1).fold]:
		return i + 2
	}
	return t.after(i + 1)
}

// generations tell a father from a son of the same name.
var generations = wordSet("jr sr ii iii iv")

// besideName reports whether a word next to i is a name that is no ordinary word.
func (t *passage) besideName(i int) bool {
	for _, j := range []int{i - 1, i + 1} {
		k := t.tok(j)
		if k.kind != word || j > i && k.before > wrapped || j < i && t.toks[i].before > wrapped {
			continue
		}
		if h, ok := t.words.name(k.fold); ok && !h.weak && h.part != family {
			return true
		}
		if k.any(patronymical) && (k.shape != lower || patronymics()[lemma(k.fold)]) {
			return true
		}
		if k.shape != lower && t.toks[i].shape != lower && k.any(firstName) && !k.any(common) {
			return true
		}
	}
	return false
}
