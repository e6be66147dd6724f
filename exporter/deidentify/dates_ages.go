package deidentify

import "strings"

// ages makes every age of ninety and more "90+" (45 CFR 164.514(b)(2)(i)(C)), and takes
// out the patient's own where the copy's group was counted by it.
func (t *passage) ages() {
	for i, k := range t.toks {
		if k.any(counting) && !t.taken[i] {
			t.markAs(i, t.agedInWords(i), typeAge90, "90+")
		}
		if k.kind != number || t.taken[i] || k.size > 3 {
			continue
		}
		switch n := atoi(k.fold); {
		case n >= 90 && n <= 125 && t.isAge(i):
			t.markAs(i, t.overUnit(i+1), typeAge90, "90+")
		case t.own[1] > 0 && n >= t.own[0] && n <= t.own[1] && (t.isAge(i) || t.tok(i-1).is(",") && t.tok(i+1).fold == "г" && t.tok(i+2).is(".")):
			t.mark(i, i+1, typeAge)
		}
	}
}

// overUnit steps over the "yrs" glued to an age.
func (t *passage) overUnit(i int) int {
	if k := t.tok(i); k.before == glued && (k.fold == "yrs" || k.fold == "yr" || k.fold == "years") {
		return i + 1
	}
	return i
}

// ofAge reports whether an age stands right behind the word: "бабушка 93", "ему 94".
func ofAge(w string) bool {
	switch w {
	case "возр", "ему", "ей", "мне", "дед", "деду", "бабе", "баба", "женщина", "мужчина":
		return true
	}
	return hasAnyPrefix(w, []string{"бабушк", "бабул", "дедушк", "старушк", "старик", "прабабуш", "прадед", "пенсионер", "долгожител"})
}

// livedTill stand before "до" and the age somebody reached.
var livedTill = wordSet("прожил прожила прожили дожил дожила дожили")

func (t *passage) isAge(i int) bool {
	a := t.tok(i + 1)
	if a.is("-") {
		a = t.tok(i + 2)
	}
	switch a.fold {
	case "лет", "года", "год", "летний", "летняя", "летнего", "летней", "летнему", "year", "years", "yo", "yr", "yrs", "yom", "yof":
		return true
	case "y":
		if t.tok(i+2).is("/") && t.tok(i+3).fold == "o" {
			return true
		}
	case "г":
		return t.tok(i-1).is(",") && t.tok(i+2).is(".") && t.tok(i+3).is(",") || t.closes(i+2) && i > 0 && (t.taken[i-1] || t.tok(i-2).is(":") && t.tok(i-1).kind == number && t.toks[i].before == spaced)
	case "л":
		return t.tok(i + 2).is(".")
	}
	if a.before == glued && a.kind == word && (a.fold == "f" || a.fold == "m" || a.fold == "y" || a.fold == "ж" || a.fold == "м") && t.tok(i-1).kind != number {
		return a.size == 1 && (t.opens(i) || a.shape == upper && a.fold != "м")
	}
	if w := t.tok(i - 1); w.kind == word && w.any(callingWord) && t.toks[i].before == spaced && cyrillic(w.fold) && (kin()[w.fold] || hasAnyPrefix(w.fold, []string{"больн", "пациент"})) && !t.measured(i+1) && (a.kind == word || t.closes(i+1)) {
		return true // бабушка 93 не открывает
	}
	if t.tok(i-1).is("(") && t.taken[max(0, i-2)] && t.markedAs(i-2, typeDate) && (t.tok(i+1).is(")") || t.tok(i+1).kind == word && t.tok(i+2).is(")") && ageUnit[t.tok(i+1).fold]) {
		return true // DOB 2/12/34 (91), 12.04.1931 (94 г)
	}
	if p := t.tok(i - 1); p.fold == "до" && t.tok(i-2).in(livedTill) && (t.closes(i+1) || a.kind == word && a.before == spaced && !a.any(measuring)) {
		return true // дед дожил до 96; who died «в 93» may have died in 1993
	}
	if strings.HasPrefix(t.tok(i-1).fold, "исполн") || t.ageEnglish(i) {
		return true
	}
	if p := t.tok(i - 1); p.kind == word && ofAge(p.fold) && a.kind == word && !a.any(measuring) && a.before == spaced || p.kind == word && ofAge(p.fold) && t.closes(i+1) {
		return true
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if w := t.toks[j].fold; strings.HasPrefix(w, "возраст") || w == "age" || w == "aged" {
			return true
		}
	}
	return false
}
