package deidentify

import "strings"

// dwelling are stems of words behind which a street's name and a house stand without
// a word for the street.
var dwelling = []string{"прожив", "живет", "живут", "живу", "жил", "адрес", "вызов", "выезд", "снима", "комнат", "квартир", "дом", "пропис", "зарегистр", "переехал", "общежити", "lives", "address"}

// callout reads "Вызов на Гоголя 15, кв. 3", "снимает комнату на Садовой, 12" and
// "Мира 4-18, кв 2": a name with a house behind a word of dwelling, or with a flat.
func (t *passage) callout(i int) bool {
	k := t.toks[i]
	if k.capital() && k.any(dwellingWord) {
		return false
	}
	if !k.capital() || !cyrillic(k.fold) || k.size < 3 || !t.free(i) || k.any(heading|monthly|organised|callingWord) || t.kept[i] || k.shape == upper && !t.shouted() {
		return false
	}
	to := i + 1
	if n := t.tok(to); n.shape == title && n.before == spaced && cyrillic(n.fold) && !n.any(heading) {
		to++ // Красных Зорь 15
	}
	n := to
	if t.tok(n).is(",") {
		n++
	}
	if h := t.tok(n); h.kind != number || h.size > 3 || h.before > spaced || t.tok(n+1).is(":") || t.measured(n+1) && !t.houseTail(n+1) || atoi(h.fold) == 0 {
		return false
	}
	street := to == i+1 && k.shape == title && hasEnd(k.fold, []string{"ская", "цкая"}, 7) && t.closes(n+1) && !t.tok(i-1).any(callingWord)
	if !street && !t.flatBehind(n+1) && !t.dwells(i) {
		return false
	}
	t.mark(i, max(n+1, t.houseAfter(n)), typeAddress)
	return true
}

// corner reads "угол Садовой и Лермонтова": two streets that meet.
func (t *passage) corner(i int) bool {
	f, a, and, b := t.toks[i].fold, t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if f != "угол" && f != "углу" && f != "перекресток" && f != "перекрестке" || a.shape != title || and.fold != "и" || b.shape != title || a.before != spaced || b.before != spaced || t.taken[i] {
		return false
	}
	t.mark(i+1, i+4, typeAddress)
	return true
}

// houseTail reports whether "-45", "/2" or a letter is glued to a house number.
func (t *passage) houseTail(i int) bool {
	k := t.tok(i)
	return (k.is("-") || k.is("/")) && k.before == glued && t.tok(i+1).kind == number && t.tok(i+1).before == glued && t.tok(i+2).kind != word || k.kind == word && k.size == 1 && k.before == glued
}

// flatBehind reports whether "кв. 3" or "корп 2" stands behind a house.
func (t *passage) flatBehind(i int) bool {
	if t.houseTail(i) {
		if i++; t.tok(i).kind == number {
			i++
		}
	}
	if t.tok(i).is(",") {
		i++
	}
	w, j := t.tok(i), i+1
	if t.tok(j).is(".") {
		j++
	}
	return w.kind == word && w.before <= spaced && (w.fold == "кв" || w.fold == "квартира" || w.fold == "корп" || w.fold == "подъезд" || w.fold == "комн") && t.tok(j).kind == number
}

// dwells reports whether a word of dwelling stands before i in its clause.
func (t *passage) dwells(i int) bool {
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		k := t.toks[j]
		if t.toks[j+1].before > wrapped || k.is(".") && !t.tok(j-1).any(addressing|abbreviated) || k.is(";") || k.kind == number {
			return false
		}
		if k.any(dwellingWord) && !strings.HasPrefix(k.fold, "дома") {
			return true
		}
	}
	return false
}

// britishCode reads "TA1 3QX": the code of a British postal town, as Royal Mail
// builds it (its last two letters are none of CIKMOV, so that no dose is one), and
// "K1A 0B1" of Canada.
func (t *passage) britishCode(i int) bool {
	k := t.toks[i]
	if k.kind != word || k.shape != upper || k.size > 2 || cyrillic(k.fold) || t.tok(i+1).kind != number || t.tok(i+1).size > 2 || t.tok(i+1).before != glued {
		return false
	}
	j := i + 2
	if a := t.tok(j); a.kind == word && a.size == 1 && a.before == glued && a.shape == upper {
		j++
	}
	n, w := t.tok(j), t.tok(j+1)
	if n.kind != number || n.size != 1 || n.before != spaced || w.kind != word || w.before != glued || w.shape != upper {
		return false
	}
	switch to := j + 2; {
	case w.size == 2 && !strings.ContainsAny(w.fold, "cikmov"):
		t.codedAddress(i, to)
		return true
	case k.size == 1 && j == i+3 && w.size == 1 && t.tok(to).kind == number && t.tok(to).size == 1 && t.tok(to).before == glued:
		t.codedAddress(i, to+1)
		return true
	}
	return false
}
