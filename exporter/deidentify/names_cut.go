package deidentify

// nameCutShort reports whether a known name stands at i without capitals, cut short by a
// full stop or a hyphen ("гофман вильг. рудольф.").
func (t *passage) nameCutShort(i int) bool {
	k, n := t.tok(i), t.tok(i+1)
	return t.free(i) && k.kind == word && k.shape == lower && k.size >= 3 && k.before == spaced && n.before == glued &&
		(n.is(".") || n.is("-") && t.tok(i+2).kind == word && t.tok(i+2).size <= 3) && t.words.cut(k.fold)
}

// cutFirst reports whether the word at i of an English text, which nothing explains, is the
// patient's first name cut short: with a capital, in quotation marks, or where nothing has one.
func (t *passage) cutFirst(i int) bool {
	k := t.toks[i]
	if !t.english() || k.size < 3 || k.any(explaining|abbreviated|shortForm|measuring|credentialed|callingWord|common|medicinal|eponymous) || abbreviationsEn()[k.fold] {
		return false
	}
	return (k.shape == title || k.size > 3 && (t.bare() || t.quotedAlone(i))) && t.words.shortened(k.fold)
}

// quotedAlone reports whether the word at i has quotation marks to itself.
func (t *passage) quotedAlone(i int) bool {
	p, n := t.tok(i-1), t.tok(i+1)
	return (p.is("\"") || p.is("“") || p.is("'")) && (n.is("\"") || n.is("”") || n.is("'"))
}
