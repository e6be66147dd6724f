package deidentify

import (
	"strings"
	"unicode/utf8"
)

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

// babies are letters of a child that has no first name yet: baby girl, baby boy.
var babies = wordSet("bg bb nb bga bgb bba bbb")

// babyBehind steps over such letters behind a comma and a known surname: "Tran, BG".
func (t *passage) babyBehind(to int, h hit) int {
	if b := t.tok(to + 1); t.tok(to).is(",") && h.part == family && b.shape == upper && b.before == spaced && babies[b.fold] {
		return to + 2
	}
	return to
}

// fondEnds make a pet form of any first name: "эмирчик", "соломонушка".
var fondEnds = []string{"чик", "чика", "чику", "чиком", "ушка", "ушки", "ушке", "ушку", "юшка", "юшки", "енька", "еньки", "еньке", "еньку", "очка", "очки", "очке", "очку", "ечка", "ечки", "ечку"}

// fondly reads a known first name with the ending of a pet form.
func (t *passage) fondly(w string) (h hit, ok bool) {
	if !cyrillic(w) {
		return h, false
	}
	for _, end := range fondEnds {
		if st, cut := strings.CutSuffix(w, end); cut && utf8.RuneCountInString(st) > 3 {
			if h, ok = t.words.name(st); !ok {
				h, ok = t.words.name(st + "а")
			}
			return h, ok && h.part == given && !h.weak
		}
	}
	return h, false
}
