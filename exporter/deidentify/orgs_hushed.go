package deidentify

// orgSigla reports whether a small word is spelled like the capitals of an institution:
// "пспбгму", "ткпб", "сизо".
func orgSigla(w string) bool {
	if n := len(w) / 2; n < 3 || n > 9 || !cyrillic(w) {
		return false
	}
	return unitLetters[w] || militaryHospital[w] || hospitalEnds.ends(w, 3) || hasEnd(w, acronymEnds[:2], 4) || hasEnd(w, longEnds, 3) || w == "вмеда"
}

// longEnds end the letters of institutions of which no other word ends so.
var longEnds = []string{"гму", "мапо", "нмиц", "бсмп", "мниои", "гмуи", "рнимц", "кдц", "нкц", "нимц", "пб"}

// hushedLetters reads the letters of an institution where nothing has capitals: "в сибгму",
// "442 овкг", "нмиц онкологии".
func (t *passage) hushedLetters(i int) bool {
	k := t.toks[i]
	if k.shape != lower || k.any(inDictionary) || k.in(noForm) || !t.hushed() || !k.any(sigla) && !t.unheardIn(i) {
		return false
	}
	from, to := i, t.orgTail(i+1)
	if p := t.tok(i - 1); k.before == spaced && (p.any(adjectival) && !p.any(inDictionary|heading) || p.kind == number && p.size <= 4 && k.in(militaryHospital)) {
		from = i - 1
	}
	if n := t.tok(i + 1); to == i+1 && n.before == spaced && (n.kind == number && n.size <= 3 && !t.measured(i+2) || institutes[k.fold] && hasEnd(n.fold, ofScience, 7)) {
		to = i + 2
	} else if to == i+1 && n.kind == word && n.before == spaced && t.cityAt(i+1) > i+1 {
		to = t.cityAt(i + 1)
	} else if to == i+1 && t.unknownTown(i+1) && hospitalEnds.ends(k.fold, 3) {
		to = i + 2 // из црб шатки
	}
	if from == i && to == i+1 && (k.in(unitLetters) && !t.treatedIn(i) || dispensaries[k.fold]) {
		return false
	}
	t.mark(from, to, typeOrg)
	return true
}

// hushedOwner reads "ип гуляев" and "кфх абакаров" where nothing has capitals.
func (t *passage) hushedOwner(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.fold != "ип" && k.fold != "кфх" || k.shape != lower || n.kind != word || n.size < 4 || n.before != spaced || n.any(explaining) && !n.any(surnamed) || !t.hushed() {
		return false
	}
	t.mark(i, i+2, typeOrg)
	return true
}

// unheardIn reports whether a short word nobody explains stands where a clinic, a firm or a
// school does: "лежал в скммц".
func (t *passage) unheardIn(i int) bool {
	k := t.toks[i]
	return k.size > 2 && k.size < 7 && cyrillic(k.fold) && !k.any(explaining|shortForm|measuring|abbreviated|firstName) && !wards[k.fold] && !t.tok(i+1).is(".") && k.before == spaced && !spoken(k.fold) && t.treatedIn(i)
}

// unknownTown reports whether a small word nobody explains ends the clause at i.
func (t *passage) unknownTown(i int) bool {
	k := t.tok(i)
	return k.kind == word && k.shape == lower && k.before == spaced && k.size > 4 && cyrillic(k.fold) && t.free(i) && !k.any(explaining|abbreviated|measuring|firstName|callingWord) && t.closes(i+1)
}
