package deidentify

// partNumber is the end of the number at i, with or without a dot before it, or i.
func (t *passage) partNumber(i int) int {
	j := i
	if t.tok(j).is(".") {
		j++
	}
	if n := t.tok(j); n.kind == number && n.before <= spaced && n.size <= 4 {
		return j + 1
	}
	return i
}

// flatDash reports whether the dash at i parts a house from its flat: "Гоголя 5 — 11".
func (t *passage) flatDash(i int) bool {
	n := t.tok(i + 1)
	return t.tok(i-1).kind == number && n.kind == number && n.size <= 3 && n.before <= spaced && t.closes(i+2)
}

// flatAt reports whether the number at i is that of a flat.
func (t *passage) flatAt(i int) bool {
	p := t.tok(i - 1)
	if p.is(".") {
		p = t.tok(i - 2)
	}
	return t.tok(i).kind == number && (p.fold == "кв" || p.fold == "квартира")
}

// addressGoesOn reports whether a line end parts an address before i: the number of a flat
// from its word, or the house from its street.
func (t *passage) addressGoesOn(i int) bool {
	k, p, n := t.tok(i), t.tok(i-1), t.tok(i+1)
	if k.before != wrapped || k.kind != number || k.size > 4 {
		return false
	}
	if p.is(".") {
		p = t.tok(i - 2)
	}
	if p.kind == word && p.any(addressing) {
		return !wholeWord[p.fold] || p.fold == "дом" || p.fold == "квартира"
	}
	return p.is(",") && (t.flatBehind(i+1) || n.kind == word && n.size == 1 && n.before == glued && n.shape == upper)
}

// dayAt reports whether a day in figures was marked at i: no part of an address.
func (t *passage) dayAt(i int) bool {
	s := t.tok(i + 1)
	return i < len(t.toks) && t.taken[i] && s.kind == sign && s.before == glued && (s.is(".") || s.is("/") || s.is("-")) && t.tok(i+2).kind == number && t.markedAs(i, typeDate)
}

// house reads "д. 43, кв. 154" where no street stands before it.
func (t *passage) house(i int) {
	n := i + 1
	if t.tok(n).is(".") {
		n++
	}
	if t.tok(n).kind != number || t.tok(n).before > spaced || t.tok(n).size > 4 {
		return
	}
	w := t.toks[i].fold
	if w == "д" && !t.flatFollows(n) || w == "дом" && !t.flatFollows(n) && !t.opens(i) {
		return
	}
	from := i
	if t.hushed() {
		from, _ = t.hushedStreet(i)
	}
	t.mark(from, t.houseAfter(n), typeAddress)
}

func (t *passage) flatFollows(i int) bool {
	for j := i; j < i+8 && j < len(t.toks); j++ {
		if w := t.toks[j].fold; w == "кв" || w == "квартира" || w == "корп" || w == "корпус" {
			return true
		}
	}
	return false
}

// streetsBehindPlaces reads "Вологда, Козлёнская 40": a place somebody marked, a
// comma, a name with a house.
func (t *passage) streetsBehindPlaces() {
	t.housesBehindPlaces()
	for _, m := range t.marks {
		if s := t.stateBehind(m); s > m.to {
			t.mark(m.to, s, typeLocation)
		}
		if m.kind == typeLocation {
			t.streetBehind(m.to)
		}
	}
}

// streetBehind reads ", Козлёнская 40", ", Искры, 12", ", Почтовая, вл. 9" and " Дорожная 19В-8"
// behind a place at i.
func (t *passage) streetBehind(i int) {
	from := i
	if t.tok(from).is(",") {
		from++
	}
	j := from
	for t.tok(j).kind == word && t.tok(j).shape == title && t.tok(j).before <= spaced && j < from+3 && !t.tok(j).any(heading) {
		j++
	}
	if j == from || !t.free(from) {
		return
	}
	h, parted := j, t.tok(j).is(",")
	if parted {
		h++
	}
	if w := t.tok(h); w.fold == "вл" || w.fold == "д" || w.fold == "дом" || w.fold == "стр" {
		h = t.pastDot(h + 1)
	}
	n := t.tok(h)
	if n.kind != number || n.size > 3 || n.before > spaced || t.isMeasure(h, h+1) || t.dayAt(h) {
		return
	}
	tail := t.houseTail(h+1) || t.flatBehind(h+1) || h > j+1
	if from == i && !tail || parted && !tail && !t.closes(h+1) {
		return
	}
	t.mark(from, t.partsEnd(max(h+1, t.houseAfter(h))), typeAddress)
}

// numberSoon reports whether a name with a capital and a house stand at i.
func (t *passage) numberSoon(i int) bool {
	if !t.tok(i).capital() || t.tok(i).any(heading) {
		return false
	}
	for j := i + 1; j < i+6 && t.tok(j).before <= spaced; j++ {
		if t.tok(j).kind == number {
			return true
		}
	}
	return false
}
