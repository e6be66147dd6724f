package deidentify

import "strings"

// labelledNumbers takes out the number behind a word that says what it is.
func (t *passage) labelledNumbers() {
	for i, k := range t.toks {
		if k.kind == sign && k.fold != "№" && k.fold != "#" {
			continue
		}
		if k.kind != sign && !k.any(labelling) {
			continue
		}
		if k.fold == "ph" && t.tok(i+1).kind == number && (t.tok(i+2).is(".") || t.tok(i+2).is("/")) || k.fold == "dl" && t.tok(i-1).is("/") {
			continue // of the blood, of the eyes, a unit
		}
		l, n := t.labelAt(i)
		if k.fold == "sin" && !t.english() {
			continue // the left one
		}
		if n == 0 || l.dot && (!t.tok(i+1).is(".") || k.capital() && k.size == 1 || t.tok(i-1).is(".")) {
			continue
		}
		if l.kind == typeDevice && t.tok(i-1).is(":") && strings.HasPrefix(t.tok(i-2).fold, "контрол") {
			continue // of what the analyser is checked with
		}
		from := i + n
		for steps := 0; steps < 6 && t.skipsToNumber(from); steps++ {
			if t.toks[from].is("*") {
				l.least = 4
			}
			if t.toks[from].is("№") && k.kind == word && l.kind != typePhone && !l.counts {
				l.least = 2
			}
			from++
		}
		if l.loose && t.tok(from).before == wrapped && t.tok(from+1).is(":") {
			continue // the next line's hour
		}
		for steps := 0; l.kind == typePlate && steps < 4 && t.tok(from).kind == word && t.tok(from).shape == lower && t.tok(from).before == spaced && t.english(); steps++ {
			from++
		}
		if far := t.farNumber(i+n, l); k.kind == word && far > from {
			if from = far; t.tok(far - 1).is("№") {
				l.least = 2
			}
		}
		if to := t.identifier(from, l); to > from {
			if s := t.tok(from - 1); s.kind == word && s.shape == upper && s.size == 2 && t.toks[from].size > 5 && t.toks[from].before == spaced {
				from-- // Билет ВК 273750166: the series
			}
			if (l.kind == typeDevice || t.saysNumber(i-1) && from == i+1) && printedLabel[k.fold] {
				from = i // s/n, SN, № КУСП: part of the number as people write it
			}
			from = t.policyLetters(from, l)
			if to = t.sameGroups(from, to); l.kind == typeDevice {
				to = t.moreGroups(from, to)
			}
			t.mark(t.seriesBefore(from), to, l.kind)
			if w := t.tok(to); w.kind == word && w.shape == upper && w.size == 2 && w.before == spaced && cyrillic(w.fold) && (!w.any(shortForm) || l.kind == "OMS" || l.kind == "PASSPORT") && t.free(to) && t.tok(to+1).kind == number && t.tok(to+1).size >= 4 && t.tok(to+1).before == spaced {
				t.mark(to, to+2, l.kind) // полис 24 0118 ДМ 4471
			}
			if t.tok(to).is("№") && t.tok(to).before == spaced && t.tok(to+1).kind == number {
				t.mark(to+1, to+2, l.kind) // Направление 88-н № 42
			}
		}
	}
}

// labelAt reads a label of one token, or of three ("s/n").
func (t *passage) labelAt(i int) (label, int) {
	k := t.toks[i]
	if k.is("#") && t.tok(i+1).before == glued && t.tok(i-1).kind == word {
		return label{kind: typeAccession, loose: true, least: 4}, 1
	}
	if n := t.tok(i + 1); (n.is("/") || n.is("-") && n.before == glued) && t.tok(i+2).kind == word {
		if l, ok := labels[k.fold+n.fold+t.tok(i+2).fold]; ok {
			return l, 3
		}
	}
	if k.is("№") && t.tok(i-1).in(timetabled) {
		return label{}, 0
	}
	if k.is("№") {
		l := label{kind: typeAccession, digits: []int{12, 11, 10, 9}, loose: true, least: 4}
		if !t.counts(i - 1) {
			l.least = 3
		}
		return l, 1
	}
	if t.tok(i+1).is(".") && t.tok(i+2).kind == word && t.tok(i+2).before == glued && !(k.fold == "т" && k.capital()) { // и.б.
		if l, ok := labels[k.fold+"/"+t.tok(i+2).fold]; ok {
			return l, 3
		}
	}
	if l, ok := labels[k.fold]; ok {
		if k.fold == "запись" && !t.inJournal(i) {
			return label{}, 0
		} else if hasStem(k.fold, "карт") && ofClient[t.tok(i+1).fold] {
			return label{kind: typeMRN, least: 2}, 2
		}
		if k.fold == "дело" && t.tok(i-1).fold == "личное" {
			l.least = 2
		}
		return l, 1
	}
	if l, ok := labels[stem(k.fold)]; ok && k.size > 5 {
		return l, 1
	}
	return label{}, 0
}

// seriesBefore goes back to the word "серия", so that the placeholder stands for
// the whole.
func (t *passage) seriesBefore(i int) int {
	if w, r := t.tok(i-2), t.tok(i-4); t.tok(i-1).is("№") && w.kind == word && w.size == 2 && t.tok(i-3).is("-") && w.before == glued && romanMonths[r.fold] > 0 || t.tok(i-1).is("№") && t.tok(i-3).is("-") && w.before == glued && romanMonths[w.fold] > 0 && r.kind == word && r.size <= 2 && r.shape == upper {
		i -= 4 // I-АК № 528560
	}
	if h, b := t.tok(i-3), t.tok(i-4); t.tok(i-1).is("№") && t.toks[i].size >= 5 && h.is("-") && h.before == glued && t.tok(i-2).kind == number && t.tok(i-2).size == 2 && b.kind == number && b.size == 2 && t.free(i-4) {
		i -= 4 // 04-04 №1180237
	}
	if a, b := t.tok(i-2), t.tok(i-3); t.tok(i-1).is("№") && t.toks[i].size >= 5 && a.kind == number && a.size == 2 && b.kind == number && b.size == 2 && t.free(i-2) && t.free(i-3) && a.before == spaced {
		i -= 3 // 67 26 № 6183690
	}
	if s, n := t.tok(i-1), t.tok(i-2); s.is("№") && t.free(i-2) && !(t.tok(i-3).shape == title && !cyrillic(t.tok(i-3).fold) || t.tok(i-3).shape == mixed) && (t.toks[i].size >= 5 || t.toks[i].size == 4 && n.fold[0] == '0' && n.size == 2 && n.before == spaced) && t.toks[i].kind == number && n.kind == number && n.size >= 2 && n.size <= 4 && s.before <= spaced {
		if i = i - 2; t.tok(i-1).is("-") && t.tok(i-1).before == glued && t.toks[i].before == glued && t.tok(i-2).kind == word && t.tok(i-2).shape == upper {
			return i - 2 // МСЭ-2019 № 0417733
		}
	}
	if w := t.tok(i - 2); t.tok(i-1).is("№") && w.kind == word && w.shape == upper && w.size == 2 && t.toks[i].size >= 5 && t.free(i-2) && w.before == spaced && !w.any(labelling|shortForm|papered) {
		if d := t.tok(i - 3); d.kind == number && d.size <= 2 && w.before == spaced && t.free(i-3) {
			return i - 3 // 14 АА № 5730235
		}
		return i - 2 // АБ № 118403
	}
	if w := t.tok(i - 1).fold; strings.HasPrefix(w, "сери") {
		return i - 1
	}
	return i
}

// identifier is the end of the number that begins at token i behind a label, or i:
// the first reading that fits says where it ends.
func (t *passage) identifier(i int, l label) int {
	if !t.free(i) || t.toks[i].kind == sign && !t.toks[i].is("+") && !t.toks[i].is("(") || t.formNumber(i) > i || t.isValue(i, l) {
		return i
	}
	if t.toks[i].in(spokenFigure) {
		return t.dictated(i, 4)
	}
	if to := t.lettered(i); to > i {
		return to
	}
	if l.kind == typePlate {
		if to, _ := t.indianPlate(i); to > i {
			return to
		}
		if to := max(t.plate(i), t.russianPlate(i)); to > i || !t.english() {
			return to
		}
	}
	for _, read := range []func(int, label) int{t.dialled, t.counted, t.thousands, t.threeAndLetter, t.grouping, t.sealedCode} {
		if to := read(i, l); to > i {
			return to
		}
	}
	return t.plainCode(i, l)
}

// isValue reports whether the figures behind a label are a size ("обр. 31х28"), an hour
// ("по телефону 23:40"), one of several visits ("visit 7/12") or a model ("SN60WF").
func (t *passage) isValue(i int, l label) bool {
	k, by, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind != number || k.size > 3 || by.before != glued {
		return false
	}
	switch {
	case by.kind == word:
		return (by.fold == "х" || by.fold == "x") && n.kind == number && n.before == glued && n.size <= 3 && (t.tok(i+3).kind == sign || t.tok(i+3).before > glued) || k.size == 2 && k.before == glued && t.tok(i-1).fold == "sn"
	case by.is("/") && k.size == 3 && n.kind == number && n.before == glued && n.size <= 3 && atoi(k.fold) < 260 && atoi(n.fold) < 160 && l.loose && (l.kind == typeAccession || l.kind == typeDevice):
		return true // BP log 128/65
	case n.kind != number || n.before != glued || k.size > 2 || n.size > 2:
		return false
	case by.is(":"):
		return l.kind == typePhone && n.size == 2 && atoi(k.fold) < 24
	}
	return by.is("/") && l.kind == typeAccession && l.loose && hasAnyPrefix(t.tok(i-1).fold, []string{"visit", "визит"}) && atoi(k.fold) <= atoi(n.fold)
}

// dialled reads a telephone number in groups.
func (t *passage) dialled(i int, l label) int {
	if l.kind != typePhone {
		return i
	}
	if r := t.figures(i); r.count >= 9 && r.groups > 1 {
		return r.to
	}
	return i
}

// counted reads as many figures as numbers with that label have, whatever parts them.
func (t *passage) counted(i int, l label) int {
	if len(l.digits) == 0 {
		return i
	}
	to := t.grouped(i, l.digits)
	if to == i {
		return i
	}
	end, _, _ := t.glued(to - 1)
	return max(to, end)
}

// grouping reads a series and a number, three groups of three, and other groups.
func (t *passage) grouping(i int, l label) int {
	k := t.toks[i]
	if s, n := t.tok(i+1), t.tok(i+2); k.kind == number && k.size <= 4 && s.is("№") && n.kind == number && n.size >= 5 {
		return i + 3
	}
	if n := t.tok(i + 1); l.kind == "PASSPORT" && k.kind == number && k.size == 2 && n.kind == number && n.size == 2 && n.before == spaced && !t.measured(i+2) && !t.tok(i+2).is("№") {
		if a, b := t.tok(i+3), t.tok(i+4); t.tok(i+2).is(",") && a.kind == number && a.size == 3 && b.kind == number && b.size == 3 && b.before == spaced {
			return i + 5 // 22 18, 447 190
		}
		return i + 2 // серии 82 16 выдан
	}
	if k.kind == number && k.size == 3 {
		if to := t.grouped(i, []int{9}); to == i+3 {
			return to
		}
	}
	if l.kind != typePhone && l.kind != typeDevice {
		if to := t.allGroups(i); to > i+1 {
			return to
		}
	}
	return i
}

// sealedCode reads letters, figures and strokes of one code.
func (t *passage) sealedCode(i int, l label) int {
	to, digits, letters := t.glued(i)
	if t.diagnosisCode(i, to) || t.regimen(i, to) {
		return i
	}
	code := l.kind != typePhone && digits >= 2 && digits+letters >= 3 && t.sealed(i, to)
	device := l.kind == typeDevice && digits >= 2 && (letters >= 2 || letters == 1 && digits >= 3 && t.toks[i].kind == number && !t.english() && t.toks[to-1].kind == number) && to > i+1
	if code || device {
		return t.tailGroup(to)
	}
	return i
}

// diagnosisCode reports whether i..to is a code of ICD-10 ("K85.9").
func (t *passage) diagnosisCode(i, to int) bool {
	k, n := t.toks[i], t.tok(i+1)
	if k.kind != word || k.size != 1 || k.shape != upper || n.kind != number || n.size != 2 || n.before != glued {
		return false
	}
	return to == i+2 || to == i+4 && t.tok(i+2).is(".") && t.tok(i+3).size == 1
}

// regimen reports whether i..to is the name of a chemotherapy behind "протокол" (CHOP-21).
func (t *passage) regimen(i, to int) bool {
	k := t.toks[i]
	return to == i+3 && k.kind == word && k.size > 2 && !cyrillic(k.fold) && t.tok(i+2).kind == number && t.tok(i+2).size <= 3 && strings.HasPrefix(t.tok(i-1).fold, "протокол")
}

// plainCode reads what is left: figures enough for that label, no value.
func (t *passage) plainCode(i int, l label) int {
	to, digits, letters := t.glued(i)
	n := t.tok(to)
	if k := t.toks[i]; k.kind == word && k.shape == upper && k.size <= 3 && to == i+1 && n.kind == number && n.size >= 5 && n.before == spaced {
		return to + 1 // AC 2217804
	}
	if l.kind == typeDevice && digits >= 5 && n.kind == number && n.before == spaced && n.size >= 3 && !t.isMeasure(to, to+1) {
		return to + 1
	}
	padded := t.toks[i].kind == number && (t.toks[i].size >= 4 || t.toks[i].size == 3 && l.kind == typeAccession) && t.toks[i].fold[0] == '0' && to == i+1 // 0147: no value begins so
	if k := t.toks[i]; l.loose && to == i+1 && isYear(k.fold) && !t.tok(i-1).is("№") {
		return i
	}
	few := digits < l.enough() && (digits < 4 || letters == 0) && !padded
	if few || letters > 6 && digits < letters || t.isMeasure(i, to) && !t.tok(i-1).is("№") {
		return i
	}
	return to
}

// enough is how many figures make a number behind the label.
func (l label) enough() int {
	switch {
	case l.least > 0:
		return l.least
	case l.loose:
		return 5
	}
	return 3
}

// allGroups is the end of the groups of figures that begin at i, where they have
// six figures and more between them.
func (t *passage) allGroups(i int) int {
	to, digits := i, 0
	for t.free(to) && to < i+5 && (t.toks[to].kind == number && t.toks[to].size >= 2 && (to == i || t.toks[to].before == spaced || t.numberSign(to-1)) || to > i && t.numberSign(to) && t.tok(to+1).kind == number) {
		if t.toks[to].kind == number {
			digits += t.toks[to].size
		}
		to++
	}
	if n := t.tok(to); to == i || digits < 6 || t.isMeasure(i, to) || n.before == glued && n.kind == sign && t.tok(to+1).kind == number && t.tok(to+1).before == glued {
		return i
	}
	return to
}

// numberSign reports whether "№" or an N for it stands at i.
func (t *passage) numberSign(i int) bool {
	k := t.tok(i)
	return k.is("№") || k.kind == word && k.fold == "n" && t.tok(i+1).kind == number && t.tok(i+1).before == glued
}

// grouped reads digits in groups until their count is one of want; the series of
// a passport may be parted from its number by words.
func (t *passage) grouped(i int, want []int) int {
	count, best := 0, i
	for j := i; j < len(t.toks) && j < i+14; j++ {
		k := t.toks[j]
		switch {
		case k.before > wrapped || t.taken[j]:
			return best
		case k.kind == number:
			count += k.size
			for _, w := range want {
				if count == w && !(t.tok(j+1).kind == number && t.tok(j+1).before == glued) {
					best = j + 1
				}
			}
		case k.kind == sign && strings.Contains("+-() №./–#", k.fold):
		case k.kind == word && (between[k.fold]):
		default:
			return best
		}
		if count >= want[0] {
			return best
		}
	}
	return best
}

// sealed reports whether the run is no plain number: a letter, a stroke or a
// hyphen is inside, and it is no date, fraction or range with a unit.
func (t *passage) sealed(i, to int) bool {
	letter, joint := false, false
	for j := i; j < to; j++ {
		k := t.toks[j]
		letter = letter || k.kind == word
		joint = joint || k.is("/") || k.is("-") || k.is("–")
	}
	return joint && !t.isMeasure(i, to) || letter && to > i+1 && t.toks[i].shape != lower
}

// tailGroup steps over one more group of figures or of capitals behind a number.
func (t *passage) tailGroup(to int) int {
	if k := t.tok(to); k.before == spaced && k.kind == number && k.size >= 3 && !t.isMeasure(to, to+1) && !(t.tok(to+1).is(".") && t.tok(to+2).kind == number) {
		return to + 1
	}
	return to
}

// longestCode is in tokens more than any code has: a page of letters and hyphens
// is read once, not once for each of them.
const longestCode = 64

// glued reads letters, digits and the signs inside a number without a space.
func (t *passage) glued(i int) (to, digits, letters int) {
	j := i
	for end := min(len(t.toks), i+longestCode); j < end; j++ {
		k := t.toks[j]
		if j > i && k.before != glued {
			break
		}
		switch {
		case k.kind == number:
			digits += k.size
		case k.kind == word && (k.shape != lower || j > i || k.size <= 4 && t.tok(i+1).kind == number && t.tok(i+1).before == glued && t.tok(i+1).size >= 4 && t.hushed()):
			letters += k.size
		case k.kind == sign && strings.Contains("-/.–_:", k.fold) && j > i && t.tok(j+1).before == glued && t.tok(j+1).kind != sign:
			continue
		default:
			return j, digits, letters
		}
	}
	return j, digits, letters
}
