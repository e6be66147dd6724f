package deidentify

// smallSignatures reads who signs an English note without capitals: an initial and a
// surname, or a first name and an initial, that end a line ("k. adeyemi st4", "tarek m.").
func (t *passage) smallSignatures() {
	if !t.english() {
		return
	}
	for i, k := range t.toks {
		if k.kind != word || k.shape != lower || !t.free(i) || k.before == glued {
			continue
		}
		if to := max(t.initialThenName(i), t.nameThenInitial(i)); to > i {
			t.mark(i, to, typeDoctor)
		}
	}
}

// initialThenName is the end of "k. adeyemi" and "m hartley-boyle" at i, or i: at a line's
// head, with a grade behind or nothing; inside a line only with a grade behind what nothing
// else explains.
func (t *passage) initialThenName(i int) int {
	j := i + 1
	if t.toks[i].size != 1 || i == 0 {
		return i
	}
	dotted := t.tok(j).is(".") && t.tok(j).before == glued
	if dotted {
		j++
	}
	k := t.tok(j)
	if k.kind != word || k.shape != lower || k.size < 3 || k.before != spaced && !(dotted && k.before == glued) || !t.free(j) || k.any(heading|callingWord|medicinal|measuring|abbreviated|drugEnded|eponymous) {
		return i
	}
	to := t.smallDouble(j + 1)
	graded := t.gradeAt(to)
	strange := to > j+1 || !k.any(explaining)
	head := t.toks[i].before >= wrapped
	switch {
	case graded && (strange && (dotted || head) || head && dotted && k.any(common|firstName|surnameToo)), dotted && head && strange && t.lineEnds(to):
		return to
	}
	return i
}

// smallDouble is the end of the second half of a double name without capitals at i, or i.
func (t *passage) smallDouble(i int) int {
	s, n := t.tok(i), t.tok(i+1)
	if (s.is("-") || s.is("'")) && s.before == glued && n.kind == word && n.before == glued && n.size > 2 {
		return i + 2
	}
	return i
}

// nameThenInitial is the end of "tarek m." at i, alone on the last line of a text, or i.
func (t *passage) nameThenInitial(i int) int {
	l, to := t.tok(i+1), i+2
	if t.toks[i].before < wrapped || !t.toks[i].any(firstName) && !t.unexplained(i) || t.toks[i].any(inDictionary) || l.kind != word || l.size != 1 || l.shape != lower || l.before != spaced {
		return i
	}
	if t.tok(to).is(".") && t.tok(to).before == glued {
		to++
	}
	if to < len(t.toks) && !t.gradeAt(to) {
		return i
	}
	return to
}

// lineEnds reports whether a line or the text ends before the token at i.
func (t *passage) lineEnds(i int) bool { return i >= len(t.toks) || t.toks[i].before >= wrapped }

// gradeAt reports whether the grade of who signs stands at i and ends the line: "st4",
// ", sn", "pgy 2".
func (t *passage) gradeAt(i int) bool {
	if t.tok(i).is(",") {
		i++
	}
	k := t.tok(i)
	if k.kind != word || k.before > spaced || !k.any(credentialed) && !signedGrades[k.fold] {
		return false
	}
	if n := t.tok(i + 1); n.kind == number && n.before <= spaced && n.size == 1 && signedGrades[k.fold] {
		i++
	}
	return t.lineEnds(i + 1)
}

// signedGrades are what English staff are, behind their names, with a year's figure or without.
var signedGrades = wordSet("r pgy st ct fy ft f sho spr str reg sn ssn rmn rgn anp acp enp np hca hcsw mw rm cns cons consultant fellow intern resident registrar ho hmo rmo jmo srmo ms gp cnm lmsw msw lcsw para emt crna pa slt slp ot pt physio dietitian pharm pharmd rph tech phn lpn cna gpst ipt")
