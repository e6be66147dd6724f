package deidentify

// Rosters of a ward: who lies in which room, the children of somebody by their ages, who made a
// study at what hour, a signature between strokes. Names there are everyday words as well.

// rosters reads them in Russian, before the neighbours of people are asked.
func (t *passage) rosters() {
	if t.english() {
		return
	}
	t.chatNames()
	for i, k := range t.toks {
		if k.kind == word && k.any(listed) {
			t.cuedByWork(i)
			if k.in(cutTitles) {
				t.titledStreet(i)
			}
		}
		switch {
		case k.kind == sign:
			if k.is("/") {
				t.betweenStrokes(i)
			} else if k.is("(") && i > 0 && t.taken[i-1] {
				t.bracketedBehindDay(i)
			}
		case !k.any(listed):
		case k.in(rooms) && k.before >= wrapped:
			t.lyingIn(i)
		case k.in(children):
			t.childrenBehind(i)
		case k.in(modality) && k.shape == upper:
			t.madeAtHour(i)
		}
	}
}

// rooms stand before the number of a room at the head of a line, children before their names.
var (
	rooms    = wordSet("п пал палата к койка")
	children = wordSet("дети детей детям детьми дет ребенка сибсы")
)

// mayBeSurnamed reports whether the word at i with a capital may be a surname, be it a word or not.
func (t *passage) mayBeSurnamed(i int) bool {
	k := t.tok(i)
	return k.kind == word && k.shape == title && k.size > 2 && cyrillic(k.fold) && t.free(i) && k.any(surnamed|strongly|surnameToo) && !k.any(heading|medicinal|monthly|organised|medical|eponymous) && (!k.any(callingWord) || k.any(strongly))
}

// lyingIn reads "п4 Жильцов ушёл" and "п.3 Мороз инсулин".
func (t *passage) lyingIn(i int) {
	j := t.pastDot(i + 1)
	if n := t.tok(j); n.kind != number || n.size > 2 || n.before > spaced {
		return
	}
	if j++; t.tok(j).is(":") || t.tok(j).is(".") && t.tok(j).before == glued && t.tok(j+1).before == spaced {
		j++
	}
	if t.tok(j).before == spaced && t.mayBeSurnamed(j) {
		t.mark(j, j+1, typePatient)
	}
}

// childrenBehind reads "2 дет. (Рома 5, Злата 3)" and "дети дома одни (Самира 7 л и Ильдан 3 г)": names
// with their ages behind the word for children at i.
func (t *passage) childrenBehind(i int) {
	for j, far := i+1, 0; j < i+24 && far < 5; j++ {
		k, n := t.tok(j), t.tok(j+1)
		if k.before >= wrapped || k.is(";") || k.is(".") && j > i+1 && t.tok(j-1).size > 3 {
			return
		}
		if k.kind != word || k.shape != title || k.before > spaced || k.size < 2 {
			far++
			continue
		}
		aged := n.kind == number && n.size <= 2 && n.before == spaced && atoi(n.fold) < 30 && !t.tok(j+2).any(calendar) && !(t.tok(j+2).is(".") && t.tok(j+3).kind == number)
		if aged && !k.any(heading|medicinal|monthly|callingWord|organised) && t.free(j) {
			t.mark(j, j+1, typeRelative)
		}
		far = 0
	}
}

// madeAtHour reads "ЭГДС Имамов 23:20".
func (t *passage) madeAtHour(i int) {
	h, c := t.tok(i+2), t.tok(i+3)
	if t.tok(i+1).before == spaced && t.mayBeSurnamed(i+1) && h.kind == number && h.size <= 2 && c.is(":") && c.before == glued && t.tok(i+4).kind == number {
		t.mark(i+1, i+2, typeDoctor)
	}
}

// betweenStrokes reads the name of who signed: "/Бок/" at the end of a line.
func (t *passage) betweenStrokes(i int) {
	k, e := t.tok(i+1), t.tok(i+2)
	if t.toks[i].before >= spaced && k.before == glued && e.is("/") && e.before == glued && t.closes(i+3) && !t.tok(i+3).is("/") && k.kind == word && k.shape == title && k.size > 2 && t.free(i+1) {
		t.mark(i+1, i+2, typeDoctor)
	}
}

// bracketedBehindDay reads who did what was done on the day before the bracket at i: "ЭхоКГ 04.02
// (Самохвалов)".
func (t *passage) bracketedBehindDay(i int) {
	if e := t.tok(i + 2); (e.is(")") || e.is(",")) && t.markedAs(i-1, typeDate) && t.toks[i].before <= spaced && t.mayBeSurnamed(i+1) && t.tok(i+1).any(strongly) {
		t.mark(i+1, i+2, typeDoctor)
	}
}
