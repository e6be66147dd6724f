package deidentify

import (
	"slices"
	"strings"
)

// nameCutShort reports whether a known name stands at i without capitals, cut short by a
// full stop or a hyphen ("гофман вильг. рудольф.").
func (t *passage) nameCutShort(i int) bool {
	k, n := t.tok(i), t.tok(i+1)
	return t.free(i) && k.kind == word && k.shape == lower && k.size >= 2 && k.before == spaced && n.before == glued &&
		(n.is(".") && !(k.size == 2 && smallWords[k.fold]) || k.size > 2 && n.is("-") && t.tok(i+2).kind == word && t.tok(i+2).size <= 3) && t.words.cut(k.fold)
}

// cutBehind reports whether a known patronymic cut short, or a first name, stands in small
// letters at i behind a known name: «железняк фекла поликарп». With a capital it ends the name
// of who bears that surname: «Буторина Ст 7 л».
func (t *passage) cutBehind(i int) bool {
	k := t.tok(i)
	if k.shape == title && k.before == spaced && k.size < 6 && t.free(i) && cyrillic(k.fold) && !k.any(measuring|heading|medical|medicinal|abbreviated) && (t.closes(i+1) || t.tok(i+1).kind == number) {
		h, ok := t.words.nameOf(t.toks[i-1])
		return ok && h.part == family && (t.words.cutPart(k, given) || t.words.cutPart(k, patronymic))
	}
	if !t.free(i) || k.shape != lower || k.kind != word || k.before != spaced || k.size < 3 || t.tok(i+1).before == glued && t.tok(i+1).kind != sign {
		return false
	}
	if k.size > 4 && t.closes(i+1) {
		return t.words.cut(k.fold)
	}
	h, ok := t.words.nameOf(t.toks[i-1])
	if !ok || h.part != given || k.any(measuring|heading|callingWord|medical|medicinal) || smallWords[k.fold] {
		return false
	}
	if k.any(inDictionary) && k.size < 5 && !k.any(firstName) {
		if h, ok = t.words.nameOf(t.tok(i - 2)); !ok || h.part != family {
			return false
		}
	}
	return t.words.cutPart(k, patronymic)
}

// cutFirst reports whether the word at i of an English text, which nothing explains, is the
// patient's first name cut short or a pet form of it: with a capital, in quotation marks, where
// nothing has one, or where somebody says who it is.
func (t *passage) cutFirst(i int) bool {
	k := t.toks[i]
	if !t.english() || k.size < 3 || k.any(explaining|abbreviated|shortForm|measuring|credentialed|callingWord|common|medicinal|eponymous) || abbreviationsEn()[k.fold] {
		return false
	}
	return (k.shape == title || k.size > 3 && t.bare() || t.quotedAlone(i) || t.saysWho(i) || t.besideFamily(i)) && (t.words.shortened(k.fold) || t.words.fondled(k.fold))
}

// saysWho reports whether the word at i is who speaks or is spoken to: "hey its des", "this is
// lech", "dear ana", «здравствуйте, это роман».
func (t *passage) saysWho(i int) bool {
	k, p, q := t.toks[i], t.tok(i-1), t.tok(i-2)
	if p.is(",") && p.before == glued && greets[q.fold] {
		return t.closes(i + 1)
	}
	if k.before > spaced {
		return false
	}
	switch p.fold {
	case "это", "зовут":
		return t.closes(i + 1)
	case "im", "its":
		return k.shape == lower || k.any(firstName) || t.closes(i+1) || t.tok(i+1).fold == "again"
	case "m", "s":
		return p.before == glued && t.tok(i-2).is("'") && (t.tok(i-3).fold == "i" || t.tok(i-3).fold == "it" || t.tok(i-3).fold == "name")
	case "is":
		return q.fold == "this" || q.fold == "name"
	case "name", "names":
		return q.fold == "my"
	}
	return greets[p.fold] && t.closes(i+1)
}

// greets are words before whoever is greeted.
var greets = wordSet("hi hey hello dear thanks привет здравствуйте здравствуй дорогая дорогой уважаемая уважаемый милая")

// besideFamily reports whether the patient's surname stands beside the word at i: "Okonjo, Ode".
func (t *passage) besideFamily(i int) bool {
	for _, j := range []int{t.overInitial(i, -1), t.overInitial(i, 1)} {
		if k := t.tok(j); k.kind == word && !(j > i && k.before > spaced) && !(j < i && t.toks[i].before > spaced) {
			if h, ok := t.words.nameOf(k); ok && h.kind == typePatient && h.part == family && (!h.weak || k.shape != lower) {
				return true
			}
		}
	}
	return false
}

// fondLatin make a pet form of the head of a first name: "Kwabs", "Rafi", "Clemmie".
var fondLatin = []string{"ie", "ey", "y", "i", "o", "a", "s", "z", "er"}

// fondled reports whether a word is the patient's first name cut short with such an ending.
func (m *matcher) fondled(w string) bool {
	for _, end := range fondLatin {
		st, cut := strings.CutSuffix(w, end)
		if n := len(st); cut && n > 3 && st[n-1] == st[n-2] {
			st = st[:n-1]
		}
		if cut && len(st) > 2 && slices.ContainsFunc(m.names, func(n knownName) bool {
			return n.part == given && n.kind == typePatient && len(n.list) > 0 && len(n.list[0]) > len(st) && strings.HasPrefix(n.list[0], st)
		}) {
			return true
		}
	}
	return false
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

// ownEnds make of a name what is that somebody's: «Машина мама», «Олегов брат», «Ершовская палата».
var ownEnds = []string{"ин", "ина", "ино", "ины", "иной", "ину", "иному", "иным", "иных", "ов", "ова", "овой", "ову", "овы", "овых", "овым", "ев", "ева", "евой", "еву", "евы",
	"ский", "ская", "ской", "ского", "скому", "ским", "скую", "ские", "ских"}

// belongsTo reports whether the word at i says that something is a known person's. An everyday
// word does only before a relative.
func (t *passage) belongsTo(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.size < 5 || k.shape == lower && !t.bare() || !cyrillic(k.fold) || n.before != spaced || k.any(medicinal|callingWord|monthly) {
		return false
	}
	if of := kin()[n.fold] || n.any(triggerWord) || hasAnyPrefix(n.fold, []string{"родител", "родн", "палат", "анализ", "койк", "карт", "телефон"}); !of && (k.any(inDictionary|medical|built|eponymStemmed) || n.kind != word || t.opens(i)) {
		return false
	}
	for n, end := range ownEnds {
		st, cut := strings.CutSuffix(k.fold, end)
		if !cut || lettersIn(st) < 2 {
			continue
		}
		for _, e := range []string{"", "а", "я", "ь", "й"} {
			if h, ok := t.words.name(st + e); ok && (h.part == given || h.part == family && e == "" && (lettersIn(st) > 3 || n < 11)) && h.part != patronymic {
				return true
			}
		}
	}
	return false
}

// fondEnds make a pet form of any first name: "эмирчик", "соломонушка".
var fondEnds = []string{"чик", "чика", "чику", "чиком", "ушка", "ушки", "ушке", "ушку", "юшка", "юшки", "енька", "еньки", "еньке", "еньку", "очка", "очки", "очке", "очку", "ечка", "ечки", "ечку"}

// fondly reads a known first name with the ending of a pet form.
func (t *passage) fondly(w string) (h hit, ok bool) {
	if !cyrillic(w) {
		return h, false
	}
	for _, end := range fondEnds {
		if st, cut := strings.CutSuffix(w, end); cut && lettersIn(st) > 3 {
			if h, ok = t.words.name(st); !ok {
				h, ok = t.words.name(st + "а")
			}
			return h, ok && h.part == given && !h.weak
		}
	}
	return h, false
}

// withJoint steps over the small word of a known name behind its other words: «Рауф кызы».
func (t *passage) withJoint(to int) int {
	if len(t.words.joints) == 0 {
		return to
	}
	j := to
	if t.tok(j).is("-") {
		j++
	}
	k := t.tok(j)
	if !t.free(j) || k.kind != word || k.size < 2 || k.before > wrapped {
		return to
	}
	for _, w := range t.words.joints {
		if w == k.fold || len(w) > 3 && first(w) == first(k.fold) && !k.any(inDictionary) && withinOne(w, k.fold) {
			return j + 1
		}
	}
	return to
}
