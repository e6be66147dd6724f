package deidentify

import "strings"

// clinicalFigures is the end of the figures of medicine at i that look like a day, a number
// or somebody, or i: units behind a number, hours, weeks, doses, changes of a gene.
func (t *passage) clinicalFigures(i int) int {
	k := t.toks[i]
	if k.kind == number {
		return max(t.weeks(i), t.dottedHours(i), t.hoursInRow(i))
	}
	if k.kind != word {
		return i
	}
	n := t.tok(i + 1)
	switch {
	case n.kind == number && n.before == spaced && k.any(medicinal|drugEnded) && !k.any(firstName):
		return behind(i, t.dose(i+1))
	case n.kind == number && k.in(countedCells) && n.before == spaced && n.size == 3:
		return i + 2
	case k.in(shortInRows) && k.shape == upper && n.kind == number && n.before == spaced:
		return i + 1
	case k.size > 6:
		return t.countedNumber(i)
	case k.size > 1 && t.tok(i-1).kind == number && k.before <= spaced && k.in(unitsOfFlow):
		return i + 1
	case n.kind == number && n.before == spaced && k.in(clockWords):
		return behind(i, t.clockAt(i+1))
	case k.size == 1 && n.is(".") && n.before == glued && strings.Contains("cgnmr", k.fold):
		return t.geneChange(i)
	}
	return i
}

// behind is the end of what stands behind i, or i where nothing does.
func behind(i, end int) int {
	if end == i+1 {
		return i
	}
	return end
}

// unitsOfFlow are units whose letters no list has.
var unitsOfFlow = wordSet("mmhg kpa wu cmh2o dyn")

// countedCells are analyses whose letters are a plot's too, shortInRows measures whose are a first name's.
var (
	countedCells = wordSet("plt plts")
	shortInRows  = wordSet("ava mva lva")
)

// clockWords stand before an hour written with a dot or without one.
var clockWords = wordSet("tod tourniquet clamp kts dial rosc verified жгут жгута турникет")

// clockAt is the end of an hour of four figures at i ("0058", "07.30"), or i.
func (t *passage) clockAt(i int) int {
	if k := t.toks[i]; k.size == 4 && k.fold < "2400" && k.fold[2] < '6' && (t.tok(i+1).before != glued || t.tok(i+1).kind == sign && t.tok(i+2).before > glued) {
		return i + 1
	}
	if t.dottedHour(i) {
		return i + 3
	}
	return i
}

// dottedHour reports whether two figures, a dot and two figures that may be an hour stand at i.
func (t *passage) dottedHour(i int) bool {
	h, d, m := t.tok(i), t.tok(i+1), t.tok(i+2)
	return h.kind == number && h.size == 2 && d.is(".") && d.before == glued && m.kind == number && m.size == 2 && m.before == glued && h.fold < "24" && m.fold < "60" &&
		!(t.tok(i+3).is(".") && t.tok(i+4).kind == number && t.tok(i+4).before == glued)
}

// dottedHours is the end of "09.12-09.58" and "09.12 to 09.58" at i, of which one is no day, or i.
func (t *passage) dottedHours(i int) int {
	if !t.dottedHour(i) || t.toks[i].before == glued {
		return i
	}
	j := i + 3
	for n := 0; n < 2 && t.tok(j).before <= spaced && (t.tok(j).is("-") || t.tok(j).is("–") || t.tok(j).is(",") || t.tok(j).is(";") || t.tok(j).in(untilWords)); n++ {
		j++
	}
	if j == i+3 || !t.dottedHour(j) || t.toks[i].fold+t.toks[i+2].fold > t.toks[j].fold+t.toks[j+2].fold || t.toks[i+2].fold <= "12" && t.toks[j+2].fold <= "12" {
		return i
	}
	return j + 3
}

var untilWords = wordSet("to off out down until end finish до")

// hoursInRow is the end of three hours of four figures and more, each later than the one
// before ("0200 0400 0600"), or i.
func (t *passage) hoursInRow(i int) int {
	j, last := i, ""
	for t.tok(j).kind == number && t.tok(j).size == 4 && t.clockAt(j) == j+1 && t.tok(j).fold > last && (j == i || t.tok(j).before == spaced) {
		last = t.tok(j).fold
		j++
	}
	if j < i+3 || !t.english() || t.tok(i-1).kind == number || t.tok(j).kind == number {
		return i
	}
	return j
}

// weeks is the end of a number of weeks as British wards write it ("6/52"), or i.
func (t *passage) weeks(i int) int {
	k, s, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.size < 3 && k.before != glued && s.is("/") && s.before == glued && n.fold == "52" && n.before == glued && t.english() && atoi(k.fold) < 53 && !(t.tok(i+3).before == glued && !t.tok(i+3).is(",") && !t.tok(i+3).is(".") && !t.tok(i+3).is(";") && !t.tok(i+3).is(")")) {
		return i + 3
	}
	return i
}

// dose is the end of a half or a quarter at i ("2.5", "6.25", "12,5"), which no day has, or i.
func (t *passage) dose(i int) int {
	d, f := t.tok(i+1), t.tok(i+2)
	if t.toks[i].size < 3 && t.toks[i].fold[0] != '0' && (d.is(".") || d.is(",")) && d.before == glued && f.before == glued && f.in(fractions) && !(t.tok(i+3).is(".") && t.tok(i+4).kind == number && t.tok(i+4).before == glued) {
		return i + 3
	}
	return i
}

var fractions = wordSet("5 25 75 125 375 625")

// geneChange is the end of a change in a gene at i ("c.68_69delAG"), or i.
func (t *passage) geneChange(i int) int {
	changed := false
	j := i + 2
	for ; j < len(t.toks) && t.toks[j].before == glued && j < i+14; j++ {
		k := t.toks[j]
		changed = changed || k.is(">") || k.kind == word && hasAnyPrefix(k.fold, []string{"del", "ins", "dup", "inv"})
	}
	if !changed || t.tok(i+2).kind != number {
		return i
	}
	return j
}

// countedNumber is the end of what a Russian word of medicine counts at i, and no paper's number:
// "донаций 29", "протокол № 1", "Ессентуки 4"; or i.
func (t *passage) countedNumber(i int) int {
	k, j := t.toks[i], i+1
	if !k.in(countedRu) {
		return i
	}
	if t.tok(j).is("№") || t.tok(j).is("-") && t.tok(j).before == glued {
		j++
	}
	n := t.tok(j)
	switch {
	case n.kind != number || n.before > spaced || t.tok(j+1).before == glued && t.tok(j+1).kind != sign:
		return i
	case k.fold == "донаций" && n.size < 4, k.fold == "протокол" && n.size == 1 && t.tok(j+1).fold != "от", k.fold == "ессентуки" && springs[n.fold]:
		return j + 1
	}
	return i
}

var (
	countedRu = wordSet("донаций протокол ессентуки")
	springs   = wordSet("2 4 17 20")
)
