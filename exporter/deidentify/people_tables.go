package deidentify

// byCell reads who fills a cell of a table: "| Кулебякин Ф.Г |" and ";"Цимбал";".
func (t *passage) byCell(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	stroke, quote := p.is("|"), p.is("\"")
	if !stroke && !quote || k.size < 2 || k.any(heading|callingWord|medicinal|monthly|organised) || !k.capital() && !t.hushed() {
		return false
	}
	to := i
	for to < i+4 && to < len(t.toks) && !t.taken[to] && (t.toks[to].kind == word && t.toks[to].before <= spaced || to > i && t.toks[to].is(".")) {
		to++
	}
	end := t.tok(to)
	switch {
	case stroke && !end.is("|") && to < len(t.toks) && end.before < wrapped:
		return false
	case quote && (!end.is("\"") || !t.tok(to+1).is(";") && to+1 < len(t.toks) && t.tok(to+1).before < wrapped):
		return false
	case quote && !t.tok(i-2).is(";") && i > 1 && t.toks[i-1].before < wrapped:
		return false
	}
	dated := quote && t.tok(to+1).is(";") && t.tok(to+2).is("\"") && to+3 < len(t.toks) && t.taken[to+3]
	if !t.nameInCell(i, to) && !dated {
		return false
	}
	t.mark(i, to, typePerson)
	return true
}

// nameInCell reports whether the words of a cell are somebody's: a first name, initials or
// a surname among them, and no word that says something else.
func (t *passage) nameInCell(from, to int) bool {
	named := false
	for j := from; j < to; j++ {
		switch k := t.toks[j]; {
		case k.kind != word:
		case k.any(heading|shortForm) || !cyrillic(k.fold) && to == from+1:
			return false
		case k.size == 1 || k.size == 2 && k.shape == upper && j > from:
			named = true
		case k.any(firstName|patronymical) || k.any(surnamed) && (k.capital() || !k.any(inDictionary)):
			named = named || j > from || !k.any(inDictionary) || k.any(strongly)
		case k.any(inDictionary) && to > from+1:
		case k.any(explaining):
			return false
		default:
			named = true
		}
	}
	return named
}

// otherHalf takes the first half of a double name whose second half is marked.
func (t *passage) otherHalf(from int) {
	h, k := t.tok(from-1), t.tok(from-2)
	if !h.is("-") || h.before != glued || t.toks[from].before != glued || k.kind != word || !t.free(from-2) || k.size < 2 {
		return
	}
	if k.shape == lower && t.toks[from].shape != lower || k.any(callingWord) || k.any(inDictionary) && k.shape == lower && !t.knownWord(k) {
		return
	}
	t.mark(from-2, from, typePerson)
}

// knownWord reports whether the word is part of a known name.
func (t *passage) knownWord(k *token) bool {
	_, ok := t.words.name(k.fold)
	return ok
}

// hatted reads the next part of a name in a message, "Mamatov^Bakyt^Toktarovich", and the
// next of a list with semicolons, "Лилия, 2011; Виктория."
func (t *passage) hatted(i int) {
	if k := t.tok(i + 1); t.tok(i).is("^") && t.free(i+1) && k.capital() && k.size > 1 && k.before == glued {
		t.mark(i+1, i+2, typePerson)
	}
	for j := i; j < i+4; j++ {
		if k := t.tok(j + 1); t.tok(j).is(";") && t.free(j+1) && k.shape == title && k.any(firstName) && !k.any(heading|medicinal) && k.before <= spaced && t.closes(j+2) {
			t.mark(j+1, j+2, typePerson)
			return
		}
	}
}
