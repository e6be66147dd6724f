package deidentify

// spacedDate reads "26 10 25" where a line begins with it, and "11 08 1977" anywhere.
func (t *passage) spacedDate(i int) (writtenDate, bool) {
	b, c := t.tok(i+1), t.tok(i+2)
	if d, ok := t.yearFirst(i); ok {
		return d, true
	}
	if d, ok := t.strokesApart(i); ok {
		return d, true
	}
	if d, ok := t.clauseDate(i); ok {
		return d, true
	}
	if t.toks[i].size != 2 && !(t.toks[i].size == 1 && t.asksDate(i)) || b.kind != number || b.size != 2 || b.before != spaced || c.kind != number || c.before != spaced || c.size != 2 && c.size != 4 || t.measured(i+3) {
		return writtenDate{}, false
	}
	if t.toks[i].before < wrapped && !isYear(c.fold) && t.yearWord(i+3) == i+3 && !t.leadsDate(i) && !t.asksDate(i) && !t.words.visits.has(day{0, atoi(b.fold), atoi(t.toks[i].fold)}) && !t.words.visits.has(day{0, atoi(t.toks[i].fold), atoi(b.fold)}) {
		return writtenDate{}, false
	}
	d, ok := threeParts(t.toks[i], b, c)
	d.from, d.to = i, t.yearWord(i+3)
	return d, ok
}

// clauseDate reads "12 2 25" that is a clause of its own.
func (t *passage) clauseDate(i int) (d writtenDate, ok bool) {
	a, b, c, p, n := t.toks[i], t.tok(i+1), t.tok(i+2), t.tok(i-1), t.tok(i+3)
	if a.size > 2 || b.kind != number || b.size > 2 || b.before != spaced || c.kind != number || c.size != 2 || c.before != spaced || !p.is(".") || a.before == glued || !n.is(".") || t.tok(i+4).before == glued {
		return d, false
	}
	if yy := atoi(c.fold); yy < 19 || yy > 35 {
		return d, false
	}
	d, ok = threeParts(a, b, c)
	d.from, d.to = i, i+3
	return d, ok
}

// strokesApart reads "11 / 11 / 24" at the end of a line or of a clause.
func (t *passage) strokesApart(i int) (writtenDate, bool) {
	a, b, c := t.toks[i], t.tok(i+2), t.tok(i+4)
	for n := 1; n < 5; n++ {
		if k := t.tok(i + n); k.before != spaced || n%2 == 1 && !k.is("/") || n%2 == 0 && k.kind != number {
			return writtenDate{}, false
		}
	}
	if a.size != 2 || b.size != 2 || c.size != 2 && c.size != 4 || atoi(a.fold) > 31 || atoi(b.fold) > 12 || c.size == 2 && (atoi(c.fold) < 19 || atoi(c.fold) > 35) || !t.closes(i+5) || t.tok(i+5).is("/") {
		return writtenDate{}, false
	}
	d, ok := threeParts(a, b, c)
	d.from, d.to = i, i+5
	return d, ok
}

// yearFirst reads "1951 05 25".
func (t *passage) yearFirst(i int) (writtenDate, bool) {
	y, m, d := t.toks[i], t.tok(i+1), t.tok(i+2)
	out := writtenDate{year: atoi(y.fold), month: atoi(m.fold), day: atoi(d.fold), from: i, to: i + 3}
	return out, isYear(y.fold) && m.kind == number && m.size == 2 && d.kind == number && d.size == 2 && m.before == spaced && d.before == spaced &&
		out.month >= 1 && out.month <= 12 && out.day >= 1 && out.day <= 31 && !t.measured(i+3) && t.tok(i+3).kind != number
}
