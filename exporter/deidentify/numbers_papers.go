package deidentify

import "strings"

// paperNumbers takes out numbers of papers, records, samples and studies that are short
// or stand behind more than their label: "справка 095/у № 23", "посев (Л-738)".
func (t *passage) paperNumbers() {
	for i, k := range t.toks {
		switch {
		case k.is("№"):
			t.datedNumber(i)
		case k.fold == "номер" && t.free(i):
			t.numberSaid(i)
		case k.kind == word && t.journalNumber(i):
		case k.kind == word && k.any(papered) && t.free(i) && (k.fold != "св" || t.tok(i+1).is("-")):
			t.paperAt(i, paperOf(k))
		case k.kind == word && k.any(counting) && spokenFigure[k.fold] && t.free(i) && !spokenFigure[t.tok(i-1).fold]:
			t.mark(i, t.dictated(i, 7), typeNumber)
		}
	}
}

// numberSaid takes out a code of letters and figures, or four figures, right behind the
// word "номер".
func (t *passage) numberSaid(i int) {
	j := i + 1
	if t.tok(j).is(":") {
		j++
	}
	if d := t.tok(j); d.kind == word && spokenFigure[d.fold] && !t.counts(i-1) {
		if to := t.dictated(j, 2); to > j+1 {
			t.mark(j, to, typeNumber) // номер четыреста двенадцать
		}
		return
	}
	if w := t.tok(j); w.kind == word && w.shape == lower && w.size > 6 && w.before == spaced && hasEnd(w.fold, []string{"а", "я", "и", "ы"}, 5) && !hasAnyPrefix(w.fold, ministerial) && t.tok(j+1).kind == number {
		j++ // номер кардиостимулятора 8238-00
	}
	if !t.free(j) || t.toks[j].kind != number || t.toks[j].before > spaced {
		return
	}
	if to, digits := t.codeEnd(j); digits >= 4 && t.tok(to).kind != number && !t.isMeasure(j, to) && !(to == j+1 && yearly(t.toks[j])) {
		t.mark(j, to, typeNumber)
	}
}

// paperAt walks from the noun at i to its number.
func (t *passage) paperAt(i int, p paper) {
	p.direct = true
	p.named = i > 0 && t.toks[i].before == spaced && t.saysNumber(i-1)
	if n := t.tok(i + 1); n.is(".") {
		p.least = t.ofBoard(i+2, p)
	} else {
		p.least = t.ofBoard(i+1, p)
	}
	if h, e := t.tok(i+1), t.tok(i+2); h.is("-") && h.before == glued && e.before == glued && e.kind == word && e.size <= 4 {
		i += 2 // спр-ка, закл-е
	}
	for j := i + 1; j < i+18 && j < len(t.toks); j++ {
		k := t.toks[j]
		if k.before > wrapped || k.before == wrapped && !p.direct {
			return
		}
		switch {
		case t.taken[j]:
			p.direct, p.days = false, true
		case t.saysNumber(j):
			if j > i+1 && (t.rides(j-1) || t.toks[j-1].kind == word && hasAnyPrefix(t.toks[j-1].fold, ministerial) && !t.toks[j-1].any(papered)) {
				return
			}
			t.papersHead(i, j, p)
			return
		case k.kind == sign && strings.Contains(".:(),-–", k.fold) && p.mayPass(t, i, j):
			if p.direct = p.direct && k.fold != ")"; k.is(":") && j > i+1 {
				p.steps = 5 // nothing but the number may follow
			}
		case k.kind == word && (k.fold == "к" && j == i+1 && t.toks[i].fold == "амб" || k.in(boards) && p.kind == typeAccession && p.direct && t.tok(j+1).before > glued):
		case k.kind == number && t.formNumber(j) > j:
			p.form = j
			j, p.direct = t.formNumber(j)-1, false
		case k.kind == number && t.seriesAt(j, p):
			return
		case k.kind == number, k.kind == word && (k.shape != lower || k.size <= 3 && (p.direct || p.kind == typeDevice) && t.tok(j+1).before == glued && !t.tok(j+1).is(".")) && t.digitBehind(j):
			t.paperCode(i, j, p)
			return
		case k.kind == word && k.shape == upper && k.size <= 3 && t.saysNumber(j+1) && !k.any(papered|shortForm): // АБ № 118403
			p.form = j
		case k.kind == word && k.in(spokenFigure):
			if to := t.dictated(j, 3); p.direct && to > j {
				t.marksList(j, to, p.kind)
			}
			return
		case k.kind == word && p.steps < 5 && (k.shape == lower || t.kept[j] && p.least == 0 || t.shouted() || k.any(shortForm|inDictionary) || p.isPolicy() || k.shape == upper && k.size > 5 || p.kind == typeDevice && p.steps == 0) && !hasAnyPrefix(k.fold, ministerial[:10]):
			if !between[k.fold] {
				p.direct = false
				p.steps++
			}
		default:
			return
		}
	}
}

// rides reports whether what goes by a timetable stands at i, whose number is no paper's.
func (t *passage) rides(i int) bool {
	return hasAnyPrefix(t.tok(i).fold, []string{"поезд", "рейс", "вагон"})
}

// mayPass reports whether the sign at j may stand between the noun at i and its number.
func (p paper) mayPass(t *passage, i, j int) bool {
	switch k := t.toks[j]; k.fold {
	case ".":
		return j == i+1 || t.toks[j-1].kind == word && (t.toks[j-1].size <= 5 || k.before == glued && t.toks[j-1].size <= 8 && t.tok(j+1).shape == lower && t.tok(j+1).kind == word && t.tok(j+1).before == spaced && !t.toks[j-1].any(inDictionary)) || t.taken[j-1]
	case ":":
		return true
	case ",":
		return p.days && t.taken[j-1]
	case "-", "–":
		return p.direct && k.before == spaced || k.before == glued && t.toks[j-1].kind == word && t.tok(j+1).kind == word && t.tok(j+1).before == glued
	}
	return true
}

// saysNumber reports whether a sign or a word for "number" stands at i.
func (t *passage) saysNumber(i int) bool {
	k := t.tok(i)
	return k.is("№") || k.is("#") || t.numberSign(i) || k.fold == "номер" || k.fold == "номером" || k.fold == "ном"
}

// papersHead reads the number behind "№" at j of the paper at i.
func (t *passage) papersHead(i, j int, p paper) {
	for j++; t.tok(j).is(":") || t.tok(j).is(".") || t.tok(j).is("№") || t.tok(j).kind == word && (between[t.tok(j).fold] || t.tok(j).any(papered) && t.tok(j).size > 2); j++ {
		if t.tok(j).before > wrapped {
			return
		}
	}
	if c := t.tok(j - 1); c.any(papered) && c.shape == upper {
		p.form = j - 1 // № КУСП 3652
	}
	least := 2
	if p.least > 0 && j <= i+4 && !between[t.tok(i+1).fold] && p.direct && t.tok(i+1).fold != "эко" && t.tok(i-2).fold != "эко" {
		least = 1
	}
	k := t.tok(j)
	if k.kind == word && spokenFigure[k.fold] {
		t.marksList(j, t.dictated(j, 2), p.kind)
		return
	}
	if !t.free(j) || k.kind == sign || k.before > wrapped || t.tok(j+1).is(")") && t.tok(j-1).is("(") && k.size < 2 {
		return
	}
	if k.kind == word && k.shape == lower && k.size <= 4 && t.tok(j+1).is(".") && t.tok(j+2).kind == number && t.tok(j+2).before == glued {
		j += 2 // № амб.70326
	}
	if to, digits := t.codeEnd(j); digits >= least && !t.ofAFew(j, to) {
		to = t.moreGroups(j, to)
		if n := t.tok(to); to == j+1 && k.kind == number && k.size <= 3 && n.kind == number && n.size == 3 && n.before == spaced && t.free(to) && t.closes(to+1) {
			to++ // № 40 611
		}
		if p.form > 0 && p.form > j-7 {
			j = p.form // 107/у № 45271: as people write it
		}
		t.marksList(j, to, p.kind)
	}
}

// seriesAt reads "92 № 118": a series and a number of the paper.
func (t *passage) seriesAt(j int, p paper) bool {
	from := j
	if n := t.tok(j + 1); t.toks[j].size == 2 && n.kind == number && n.size == 2 && n.before == spaced {
		j++ // 80 21 № 697290
	}
	k, n := t.toks[j], t.tok(j+2)
	if p.least == 0 || p.least > 5 || !t.free(j) || k.size > 4 || !t.saysNumber(j+1) || t.tok(j+1).before > spaced || n.kind != number || n.before > spaced {
		return false
	}
	to, _ := t.codeEnd(j + 2)
	t.mark(from, to, p.kind)
	return to > j+2
}

// paperCode reads the number at j that no "№" stands before.
func (t *passage) paperCode(i, j int, p paper) {
	k := t.toks[j]
	if !t.free(j) || p.days && !(t.tok(j-1).is("(") && k.kind == word) {
		return
	}
	if to := t.lettered(j); to > j && p.least > 0 {
		t.marksList(j, to, p.kind)
		return
	}
	if to := t.moreGroups(j, j+1); p.least > 0 && k.kind == number && (to > j+2 || to > j+1 && p.isPolicy()) {
		t.marksList(j, to, p.kind)
		return
	}
	to, digits := t.codeEnd(j)
	if k.kind == word && to == j+1 && p.kind == typeInsurance {
		if end, n := t.codeEnd(to); n >= 5 {
			to, digits = end, n // СПОРТ 7710-33
		}
	}
	if p.kind == typeDevice && t.isValue(j, label{kind: typeDevice, loose: true}) {
		return // АД сер. 104/60
	}
	if r := t.tok(to).fold; r == "р" && t.tok(to+1).is(".") || r == "руб" || r == "рублей" {
		return // чек 860 р.
	}
	if to == j || digits < 2 && !p.named || t.isMeasure(j, to) || t.measured(to) {
		return
	}
	if to > j+1 && t.isCode(i, j, to, digits, p) || to == j+1 && k.kind == number && (!yearly(k) || p.kind == typeMRN && k.fold > "2039") && !emergency[k.fold] && t.isNumberOf(i, j, p) {
		t.marksList(j, to, p.kind)
	}
}

// isCode reports whether letters, figures and signs at j..to are the number of the noun at i.
func (t *passage) isCode(i, j, to, digits int, p paper) bool {
	switch {
	case p.days:
		return t.lettersIn(j, to) && t.tok(to).is(")")
	case hertz[t.toks[j].fold] && t.tok(j+1).is("/"), t.regimen(j, to), p.least == 0 && to == j+2 && !cyrillic(t.toks[j].fold): // CD20, a marker
		return false
	case digits >= 7, p.steps <= 1 && digits >= 5 && to >= j+5 && t.lettersIn(j, to), t.lettersIn(j, to) && (p.direct || p.least > 0 && !t.vertebra(j)):
		return true
	case p.least > 0:
		return p.direct && digits >= 3 || p.steps <= 2 && t.ofYear(j, to) || p.isPolicy() && digits >= 5 || p.steps <= 2 && digits >= 5 && t.closes(to)
	}
	if h, l := t.tok(j+1), t.toks[to-1]; p.steps <= 2 && to == j+3 && (t.closes(to) || t.tok(to).kind == word && t.tok(to).shape != lower) {
		switch {
		case h.is("-") && t.toks[j].kind == number && t.toks[j].size == 2 && l.kind == number && l.size == 3: // ЭКГ на дому 12-555
			return true
		case h.is("/") && t.toks[j].kind == number && t.toks[j].size == 3 && l.kind == word && l.size == 1 && l.shape == lower && !cellUnits[l.fold]: // посев … 647/м
			return true
		}
	}
	return p.direct && digits >= 5 && t.toks[j].size >= 3 && (pathology[t.toks[i].fold] || t.tok(j+1).is("-") && to == j+3 && t.toks[j].size == 4 && t.toks[to-1].size == 2 || t.tok(j+1).is("/") && t.toks[to-1].size == 2 && t.toks[to-1].fold > "18" && t.toks[to-1].fold < "31")
}

// ofYear reports whether a number and two figures of our years stand at i..to: "33/24".
func (t *passage) ofYear(i, to int) bool {
	y := t.toks[to-1]
	return to == i+3 && t.tok(i+1).is("/") && t.toks[i].kind == number && y.kind == number && y.size == 2 && y.fold >= "19" && y.fold <= "30"
}

// isNumberOf reports whether the plain figures at j are the number of the noun at i.
func (t *passage) isNumberOf(i, j int, p paper) bool {
	k, n := t.toks[j], t.tok(j+1)
	ends := t.closes(j+1) || n.fold == "от"
	switch {
	case p.least == 0 && k.size >= 4 && pathology[t.toks[i].fold] && t.toks[j].before == spaced:
		return p.direct && (j == i+1 || j == i+2 && t.tok(i+1).is("."))
	case p.least == 0 && k.size >= 4 && (ends || n.is(":")) && t.toks[j].before == spaced:
		return p.direct && j == i+1
	case p.least == 0:
		return k.size >= 3 && p.direct && t.tok(j-1).is("(") && n.is(")")
	case p.named && p.direct:
		return true
	case t.tok(j - 1).is(":"):
		return p.direct && k.size >= 4
	case p.kind == typeDevice && p.steps <= 2 && k.size >= 4:
		return true
	case p.direct && k.size >= 3 && k.size >= p.least:
		return true
	case j > i+1 && t.tok(j-1).kind == word && t.tok(j-1).shape != lower && !boards[t.tok(j-1).fold]:
		return false
	case p.steps <= 3 && k.size >= 4 && (ends || afterNumber[n.fold] && n.size > 3) && !p.isPolicy(), p.steps <= 2 && k.size >= 3 && ends && p.least == 2:
		return true
	}
	return p.direct && k.size >= p.least && (ends || afterNumber[n.fold])
}

func (p paper) isPolicy() bool { return p.kind == typeInsurance }

// afterNumber stand right behind the number of a paper.
var afterNumber = wordSet("на о об из у для выдан выдана выдано закрыт закрыта открыт сдан сдана получен получена прилагается приложен действителен принят принята подан")

// ofAFew reports whether "№" says which of a few: "кусочки № 1-9".
func (t *passage) ofAFew(i, to int) bool {
	return to == i+3 && t.tok(i+1).is("-") && t.toks[i].size == 1 && t.tok(i+2).size == 1
}

// moreGroups is the end of a number that goes on behind to in groups of figures: "910 419
// 580 629", "A0417 24 118903"; or to.
func (t *passage) moreGroups(i, to int) int {
	digits, groups, end := 0, 1, to
	for j := i; j < to; j++ {
		if t.toks[j].kind == number {
			digits += t.toks[j].size
		}
	}
	if digits < 3 {
		return to
	}
	for k := t.tok(end); k.kind == number && k.before == spaced && k.size >= 2 && t.free(end) && groups < 5; k = t.tok(end) {
		digits, groups, end = digits+k.size, groups+1, end+1
	}
	if groups < 2 || digits < 9 || t.isMeasure(i, end) || t.tok(end).is(".") && t.tok(end+1).kind == number {
		return to
	}
	return end
}

// emergency are numbers people dial.
var emergency = wordSet("103 112 101 102")

// yearly reports whether the figures are a year of our time.
func yearly(k *token) bool { return k.size == 4 && (k.fold[:2] == "19" || k.fold[:2] == "20") }

// vertebra reports whether a capital before a figure is a level of the spine, a lead of
// an ECG or a segment (С5-С6, V4-V6, S6).
func (t *passage) vertebra(i int) bool {
	k := t.toks[i]
	return k.kind == word && k.size <= 2 && strings.Contains(" l th t c s v d л с т ф d v ad ", " "+k.fold+" ")
}

// lettersIn reports whether a letter is part of the code, and the code no level of the spine.
func (t *passage) lettersIn(from, to int) bool {
	if t.vertebra(from) && t.tok(from+1).size < 3 && t.tok(from+1).kind == number {
		return false
	}
	for j := from; j < to; j++ {
		if k := t.toks[j]; k.kind == word && k.size <= 4 {
			return true
		}
	}
	return false
}

// digitBehind reports whether the word at i is the head of a code: figures stand behind
// it, glued or with a hyphen, or six and more after a space.
func (t *passage) digitBehind(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.size > 6 || k.any(labelling) && k.size > 2 {
		return false
	}
	if (n.is("-") || n.is("/") || n.is("–") || n.is(".")) && n.before == glued {
		n = t.tok(i + 2)
		return n.kind == number && n.before == glued
	}
	return n.kind == number && (n.before == glued || n.before == spaced && n.size >= 5 && k.shape == upper)
}

// codeEnd is the end of the code at i, and how many figures it has: letters, figures,
// hyphens and strokes, no time of day and no fraction.
func (t *passage) codeEnd(i int) (int, int) {
	head := i
	if k, s := t.tok(i), t.tok(i+1); k.kind == word && k.shape == lower && k.size <= 4 && (s.is("-") || s.is("/")) && s.before == glued && t.tok(i+2).kind == number && t.tok(i+2).before == glued {
		head = i + 2 // ц-7637
	} else if k.kind == word && k.shape == lower && k.size <= 2 && s.kind == number && s.before == glued {
		head = i + 1 // ф63-926
	}
	to, digits, _ := t.glued(head)
	for j := head; j < to; j++ {
		k, p, n := t.toks[j], t.tok(j-1), t.tok(j+1)
		if k.kind == word && (k.fold == "х" || k.fold == "x") && p.kind == number || k.is("-") && ordinalEnd[n.fold] && j == to-2 && p.size <= 2 {
			return i, 0
		}
		if k.is(":") || k.is(".") && p.kind == number && p.size <= 2 && n.kind == number && n.size <= 2 && !(t.tok(j+2).is(".") && t.tok(j+2).before == glued && t.tok(j+3).kind == number && t.tok(j+3).size == 3) || k.is("_") {
			return i, 0
		}
	}
	if n := t.tok(to); to > head && n.is(":") && n.before == glued && t.tok(to+1).kind == number {
		return i, 0
	}
	return to, digits
}

// marksList takes out the number and those of the same build that follow behind commas:
// "бирки 77/1, 77/2".
func (t *passage) marksList(from, to int, kind string) {
	from = t.policyLetters(from, label{kind: kind})
	for n := 0; to > from && n < 8; n++ {
		if t.saysNumber(to) && t.tok(to).before <= spaced && t.tok(to+1).kind == number && t.free(to+1) {
			to, _ = t.codeEnd(to + 1) // рецепт 1624 номер 338
		}
		t.mark(from, to, kind)
		if k := t.tok(to); !(k.is(",") || k.is(";") || k.fold == "и") || t.tok(to+1).kind != t.toks[from].kind {
			return
		}
		next, digits := t.codeEnd(to + 1)
		same := next-to-1 == to-from && to-from > 1 && t.tok(to+2).is(t.toks[from+1].fold)
		same = same || next-to == 2 && to-from == 1 && t.tok(to+1).size == t.toks[from].size && t.closes(next) && !t.isMeasure(to+1, next)
		series := kind == typeDevice && digits >= 3 && t.closes(next) && !t.isMeasure(to+1, next)
		if !t.free(to+1) || !same && !series {
			return
		}
		from, to = to+1, next
	}
}
