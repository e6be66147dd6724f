package deidentify

// keepRows keeps what stands in a row of medicines, names of medicine and trade names and
// that nothing else explains: of the items commas part, three nearby are known for such.
func (t *passage) keepRows() {
	for i, k := range t.toks {
		if k.kind == word && k.size > 2 && !t.kept[i] && (t.tok(i-1).is(",") || t.inRowBefore(i)) && t.rowWord(k) && t.endsItem(i+1) && t.inClinicalRow(i) {
			t.kept[i] = true
		}
	}
}

// inRowBefore reports whether a comma ends the item the word at i begins.
func (t *passage) inRowBefore(i int) bool {
	for j := i + 1; j < i+6 && t.tok(j).before < wrapped; j++ {
		if t.tok(j).is(",") {
			return t.tok(i-1).kind == sign || t.tok(i-1).shape == lower && t.tok(i-1).size > 3
		}
	}
	return false
}

// rowWord reports whether the word may be an item that no list knows.
func (t *passage) rowWord(k *token) bool {
	return (k.shape == title || k.shape == mixed) && !k.any(patronymical|callingWord|triggerWord|monthly|townlike|genericWord) && (!k.any(firstName) || k.any(eponymStemmed) && t.english()) && !t.somebody(k)
}

// endsItem reports whether what stands at i ends an item: a comma, a stop, figures or a finding.
func (t *passage) endsItem(i int) bool {
	k := t.tok(i)
	switch {
	case k.before >= wrapped || i >= len(t.toks), k.is(","), k.is("+"), k.is("?"):
		return true
	case k.is(".") || k.is(";"):
		return t.tok(i+1).before > glued
	case k.kind == number:
		return k.before == spaced && !t.tok(i+1).is(":")
	}
	return k.kind == word && k.before == spaced && (k.shape == lower && (plainFinding[k.fold] || findingsEn[k.fold] || k.any(tailWord|measuring)) || k.shape == upper && romanMonths[k.fold] > 0)
}

// inClinicalRow reports whether three items of the row around i are known, and nobody's
// name or calling stands in it.
func (t *passage) inClinicalRow(i int) bool {
	known := 0
	if t.toks[i].any(eponymStemmed | medicinal) {
		known = 1
	}
	for _, step := range []int{-1, 1} {
		for j, items := i, 0; items < 5; j += step {
			if next := t.tok(j + max(step, 0)); j+step < 0 || j+step >= len(t.toks) || next.before >= wrapped {
				break
			}
			k := t.tok(j + step)
			if t.breaksRow(j + step) {
				break
			}
			if k.kind == word && k.any(callingWord|triggerWord|patronymical) && !k.any(medicinal|eponymStemmed) && !t.cutLabel(j+step) {
				return false
			}
			if k.is(",") {
				items++
			}
			if t.knownItem(j + step) {
				known++
			}
		}
	}
	return known > 2
}

// cutLabel reports whether a calling cut short heads the row: "GI surg: Bentall, Ross".
func (t *passage) cutLabel(i int) bool {
	return t.tok(i).any(curtailed|shortForm) && t.tok(i+1).is(":") && t.tok(i+1).before == glued
}

// breaksRow reports whether the sign at i ends a row.
func (t *passage) breaksRow(i int) bool {
	k := t.tok(i)
	return k.is(";") || k.is("(") || k.is(")") || k.is("!") || (k.is(".") || k.is("?")) && t.tok(i+1).before > glued
}

// knownItem reports whether the word at i begins an item and is known to be nobody.
func (t *passage) knownItem(i int) bool {
	k, p := t.tok(i), t.tok(i-1)
	if !k.capital() || k.size < 3 || k.any(firstName) || t.somebody(k) {
		return false
	}
	if p.is(",") && k.shape == title && k.any(inDictionary) {
		return !k.any(common | surnameToo | townlike | heading) // a thing called by an everyday word
	}
	return (p.is(",") || p.is(":") || p.shape == lower || k.before >= wrapped || i == 0) && k.any(medicinal|drugEnded|eponymStemmed)
}
