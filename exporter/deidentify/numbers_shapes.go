package deidentify

import "strings"

// numberShapes takes out numbers that show by their shape alone what they are.
func (t *passage) numberShapes() {
	next := 0 // number behind i
	for i, k := range t.toks {
		if !t.free(i) || k.kind == sign && !k.is("+") && !k.is("(") || k.kind == word && k.shape == lower && k.size > 3 {
			continue // no number begins with a small word
		}
		for next <= i || next < len(t.toks) && t.toks[next].kind != number {
			next++
		}
		if k.kind == word && (next > i+5 || k.shape == title && k.size > 3 && !t.leadsCode(i)) && !t.runsOn(i) {
			continue // nor with a word no figures stand near
		}
		if !t.english() && (k.kind == word && t.tok(i+1).kind != number || k.kind == number && k.size < 3 && next > i+4) && !t.tok(i+1).is("-") && !t.gluedTo(i) {
			continue // in Russian, nor with a word before another, nor is it a figure or two alone
		}
		if i > 0 && k.before == glued && t.toks[i-1].kind != sign {
			continue
		}
		for _, shape := range shapes[k.kind] {
			if to, kind := shape(t, i); to > i {
				if p := t.tok(i - 1); p.is("+") || k.size == 5 && p.kind == number && p.size >= 3 && k.before == spaced && t.free(i-1) {
					i--
				}
				if kind == typeDevice && k.is("(") {
					i++
				}
				t.mark(i, to, kind)
				break
			}
		}
	}
}

// leadsCode reports whether a code may begin with the longer word with one capital at i:
// where figures are glued to it, a hyphen follows, or it is a make of cars or an emirate.
func (t *passage) leadsCode(i int) bool {
	k, n := t.toks[i], t.tok(i+1)
	return n.is("-") || n.kind == number && n.before == glued || k.in(carMakes) || k.in(emirates)
}

// gluedTo reports whether a word or a number is glued to the one at i, or a sign joins it.
func (t *passage) gluedTo(i int) bool {
	n := t.tok(i + 1)
	return n.before == glued && n.kind != sign || t.runsOn(i)
}

// runsOn reports whether a sign joins the word at i to another word or number.
func (t *passage) runsOn(i int) bool {
	s, n := t.tok(i+1), t.tok(i+2)
	return s.before == glued && s.kind == sign && n.before == glued && n.kind != sign
}

// shapes are the readings of a number by what it begins with; the first that fits says
// what it is.
var shapes = [...][]func(*passage, int) (int, string){
	word:   {(*passage).mixedCode, (*passage).serialGlued, (*passage).serumSeries, (*passage).smallCode, (*passage).strawCode, (*passage).shortCode, (*passage).celled, (*passage).passportCode, (*passage).deviceCode, (*passage).letterOverStroke, (*passage).bracketedCode, (*passage).drivenPlate, (*passage).donation, (*passage).machineCode, (*passage).specimenCode, (*passage).seriesOfTwo, (*passage).carPlate, (*passage).britishPlate, (*passage).carVIN, (*passage).indianPlate, (*passage).panCard, (*passage).niNumber, (*passage).aircraft, (*passage).maskedSSN, (*passage).letteredNumber, (*passage).spacedCode, (*passage).seriesBehind, (*passage).letterCode, (*passage).certificate, (*passage).foreignCertificate, (*passage).hyphenedCode, (*passage).bareCode},
	number: {(*passage).mixedCode, (*passage).serumSeries, (*passage).phoneSerial, (*passage).policySeries, (*passage).paddedPair, (*passage).maskedCard, (*passage).machineSerial, (*passage).figuresOfJournal, (*passage).dotted, (*passage).shortCode, (*passage).celled, (*passage).drivenPlate, (*passage).machineCode, (*passage).afterValue, (*passage).groups, (*passage).joined, (*passage).seriesOfTwo, (*passage).carVIN, (*passage).memberCode, (*passage).ofCourt, (*passage).sickLeave, (*passage).hyphenedCode, (*passage).spelledOut, (*passage).longNumber},
	sign:   {(*passage).groups},
}

// dotted reads IPv4 addresses and object identifiers (DICOM UIDs, PS3.5, 9).
func (t *passage) dotted(i int) (int, string) {
	k := t.toks[i]
	if k.kind != number {
		return i, ""
	}
	j, parts, ip, single := i+1, 1, k.size <= 3 && atoi(k.fold) <= 255, k.size == 1
	for j-i < longestCode && t.tok(j).is(".") && t.tok(j).before == glued && t.tok(j+1).kind == number && t.tok(j+1).before == glued {
		ip = ip && t.tok(j+1).size <= 3 && atoi(t.tok(j+1).fold) <= 255
		single = single && t.tok(j+1).size == 1
		j, parts = j+2, parts+1
	}
	if n := t.tok(i + 4); k.size == 2 && t.tok(i+1).is(":") && t.tok(i+2).size == 2 && t.tok(i+3).is(":") && n.kind == number && n.size >= 6 && n.size <= 7 && t.tok(i+5).is(":") && t.tok(i+6).kind == number {
		return i + 7, typeNumber // of a house in the cadastre
	}
	switch {
	case parts == 4 && single && t.tok(i-1).fold != "ip":
		return i, "" // a paragraph of a list of hazards
	case parts == 4 && ip:
		return j, typeIP
	case parts >= 4 && (k.fold == "1" || k.fold == "2"):
		return j, typeAccession
	}
	return i, ""
}

// grouping is how a number is written in groups: their lengths, and what stands
// between them ("-" hyphen, "." dot, " " space, "*" any of these or a bracket).
type grouping struct {
	sizes []int
	sep   string
	kind  string
}

var groupings = []grouping{
	{[]int{3, 3, 3, 2}, "*", "SNILS"}, {[]int{4, 4, 4, 4}, "*", "CARD"}, {[]int{4, 12}, " ", "CARD"}, {[]int{6, 10}, "*", "OMS"},
	{[]int{1, 3, 3, 2, 2}, "*", typePhone}, {[]int{1, 3, 3, 4}, "*", typePhone}, {[]int{1, 3, 7}, "*", typePhone}, {[]int{1, 4, 6}, "*", typePhone},
	{[]int{1, 4, 2, 2, 2}, "*", typePhone}, {[]int{1, 10}, "*", typePhone},
	{[]int{3, 3, 2, 2}, "*", typePhone}, {[]int{3, 3, 4}, "*", typePhone}, {[]int{5, 5}, " ", typePhone}, {[]int{3, 7}, "(", typePhone}, {[]int{3, 2, 2}, "-", typePhone},
	{[]int{3, 2, 4}, "-", "SSN"}, {[]int{4, 2, 6}, "*", typeAccession}, {[]int{3, 6}, " ", typeInsurance}, {[]int{4, 6}, "*", "PASSPORT"}, {[]int{2, 7}, " ", "PASSPORT"}, {[]int{2, 2, 6}, "*", "PASSPORT"}, {[]int{4, 4, 4, 4, 3}, "*", "CARD"}, {[]int{7, 3, 2}, " ", typeDevice},
}

// groups compares runs of digit groups with the groupings of identifiers.
func (t *passage) groups(i int) (int, string) {
	start := i
	for start-i < 3 && (t.tok(start).is("+") || t.tok(start).is("(")) {
		start++
	}
	if t.tok(start).kind != number {
		return i, ""
	}
	var sizes [6]int
	seps := ""
	n, j, ends := 0, start, [6]int{}
	for n < len(sizes) && t.tok(j).kind == number && (n == 0 || t.tok(j).before <= spaced) {
		sizes[n], ends[n] = t.tok(j).size, j+1
		n++
		s, next := t.groupSeparator(j + 1)
		if s == "" || s == ")" && n > 2 {
			break
		}
		seps, j = seps+s, next
	}
	if i < start && t.tok(i).is("(") {
		seps = "(" + seps
	}
	if n < 2 {
		return i, ""
	}
	for _, g := range groupings {
		if g.fits(sizes[:n], seps, t.tok(i).is("+")) {
			return ends[len(g.sizes)-1], g.kind
		}
	}
	return i, ""
}

// groupSeparator reads what stands between two groups: a space, a hyphen, a dot
// or brackets with spaces.
func (t *passage) groupSeparator(i int) (s string, next int) {
	if k := t.tok(i); k.kind == number {
		return " ", i
	}
	for j := i; j < i+3; j++ {
		k := t.tok(j)
		if k.kind == number {
			return s, j
		}
		if k.kind != sign || k.before > spaced || !strings.Contains("-.()–№", k.fold) {
			break
		}
		s = k.fold
	}
	return "", i
}

func (g grouping) fits(sizes []int, seps string, plus bool) bool {
	if len(sizes) < len(g.sizes) {
		return false
	}
	for i, n := range g.sizes {
		if sizes[i] != n {
			return false
		}
	}
	switch g.sep {
	case "-":
		return strings.HasPrefix(seps, strings.Repeat("-", len(g.sizes)-1)) && len(sizes) == len(g.sizes)
	case "(":
		return strings.ContainsAny(seps, "(-") || plus
	}
	return len(sizes) == len(g.sizes) || g.kind == typePhone
}

// carVIN reads the 17 capitals and digits of a vehicle (ISO 3779).
func (t *passage) carVIN(i int) (int, string) {
	j, size, digits := i, 0, 0
	for ; j < len(t.toks) && (j == i || t.toks[j].before == glued) && t.toks[j].kind != sign; j++ {
		if t.toks[j].kind == word && t.toks[j].shape == lower && t.tok(i-1).fold != "vin" {
			return i, ""
		}
		if t.toks[j].kind == number {
			digits += t.toks[j].size
		}
		size += t.toks[j].size
	}
	if size == 17 && digits >= 3 && digits < 17 {
		return j, typePlate
	}
	return i, ""
}

// celled reads a code that has a cell of a table to itself: "| A271575 |", "| 212-6620 |".
func (t *passage) celled(i int) (int, string) {
	if k := t.toks[i]; !t.tok(i-1).is("|") || k.kind == word && k.shape != upper && !t.hushed() {
		return i, ""
	}
	to, digits, letters := i, 0, 0
	for k := t.tok(to); to < i+6 && (to == i || k.before == glued) && (k.kind != sign || k.is("-") || k.is("/")); k = t.tok(to) {
		if k.kind == number {
			digits += k.size
		} else if k.kind == word {
			letters += k.size
		}
		to++
	}
	if n := t.tok(to); !n.is("|") && n.before < wrapped || digits < 4 || letters > 3 || letters == 0 && (digits == 4 || to > i+1 && digits < 7) || letters == 0 && strings.HasSuffix(t.toks[to-1].fold, "000") {
		return i, ""
	}
	return to, typeDevice
}

// afterValue reads five figures and more in brackets behind a value, "ПСА 20,2 (95243)",
// and five alone at the end of a list: "антител нет, 93205.".
func (t *passage) afterValue(i int) (int, string) {
	k := t.toks[i]
	if w := t.tok(i - 2); k.kind == number && k.size == 5 && t.tok(i-1).is(",") && w.kind == word && w.shape == lower && !w.any(valueWord|measuring) && (t.tok(i+1).is(".") || i+1 == len(t.toks)) && t.tok(i+2).kind != number && !strings.HasSuffix(k.fold, "00") {
		return i + 1, typeAccession
	}
	if k.kind != number || k.size < 5 || !t.tok(i-1).is("(") || t.tok(i-2).kind != number || !t.tok(i+1).is(")") || strings.HasSuffix(k.fold, "000") {
		return i, ""
	}
	return i + 1, typeAccession
}

// letteredNumber reads capitals and five digits or more (MR465529, ЛАБ-3277423,
// PJN7038857-A).
func (t *passage) letteredNumber(i int) (int, string) {
	k := t.toks[i]
	if k.kind == word && k.shape == lower && k.size >= 2 && k.size <= 4 && t.hushed() && t.tok(i+1).kind == number && t.tok(i+1).before == glued && t.tok(i+1).size >= 6 && !k.any(measuring|inDictionary) {
		to, _, _ := t.glued(i + 1)
		return to, typeAccession // nvq9216743
	}
	if k.kind != word || k.shape != upper || k.size > 5 {
		return i, ""
	}
	j := i + 1
	if t.tok(j).is("-") && t.tok(j).before == glued {
		j++
	}
	if n := t.tok(j); n.kind != number || n.before != glued || n.size < 5 {
		return i, ""
	}
	to, _, _ := t.glued(i)
	return to, typeAccession
}

// spacedCode reads "ВЗР 77-1194-02": capitals and seven figures or more with hyphens.
func (t *passage) spacedCode(i int) (int, string) {
	k, n := t.toks[i], t.tok(i+1)
	if k.kind != word || k.shape != upper || k.size < 2 || k.size > 4 || k.any(shortForm|inDictionary) || n.kind != number || n.before != spaced || t.taken[i+1] {
		return i, ""
	}
	to, digits, letters := t.glued(i + 1)
	if digits < 7 || letters > 0 || to < i+4 || t.isMeasure(i+1, to) || !t.tok(i+2).is("-") {
		return i, ""
	}
	return to, typeNumber
}

// hyphenedCode reads capitals, figures and hyphens with five figures and more
// (S24-18871, ИГ-2025-18822).
func (t *passage) hyphenedCode(i int) (int, string) {
	k := t.toks[i]
	if k.kind == sign || k.kind == word && (k.shape != upper || k.size > 4 || k.in(pressured)) {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	hyphen := false
	for j := i; j < to; j++ {
		hyphen = hyphen || t.toks[j].is("-") || t.toks[j].is("/")
		if t.toks[j].kind == word && t.toks[j].shape == lower || t.taken[j] {
			return i, ""
		}
	}
	if !hyphen || digits < 5 || letters > digits || letters == 0 || k.kind == number && t.isMeasure(i, to) {
		return i, ""
	}
	return to, typeAccession
}

// pressured are capitals before two values over a stroke: "АД-140/90".
var pressured = wordSet("ад сад дад чсс bp hr")

// spelledOut reads a telephone number figure by figure: "8 9 1 2 …".
func (t *passage) spelledOut(i int) (int, string) {
	j := i
	for j-i <= 12 && t.free(j) && t.toks[j].kind == number && t.toks[j].size == 1 && (j == i || t.toks[j].before == spaced) {
		j++
	}
	if j-i < 10 || j-i > 12 {
		return i, ""
	}
	return j, typePhone
}

// joined reads groups of figures with hyphens that are too long for a range
// (2401-5566-0923), and figures with one capital behind (8812-П, 1190/К).
func (t *passage) joined(i int) (int, string) {
	if t.toks[i].kind != number {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	if to == i+1 || t.isMeasure(i, to) {
		return i, ""
	}
	groups, long := 0, false
	for j := i; j < to; j++ {
		if t.toks[j].kind == number {
			groups++
			long = long || t.toks[j].size >= 5 || t.toks[j].size == 4 && t.toks[j].fold[0] == '0'
		}
	}
	last := t.toks[to-1]
	switch {
	case letters == 0 && to == i+3 && t.tok(i+1).is("/") && (t.toks[i].size >= 5 || t.toks[i].size == 4 && last.fold >= "19" && last.fold < "40" && !isYear(t.toks[i].fold)) && last.size == 2:
		return to, typeMRN
	case letters == 0 && to == i+3 && digits >= 7 && t.tok(i+1).is("-") && (t.toks[i].fold[0] == '0' || last.fold[0] == '0' && last.size >= 4):
		return to, typeAccession
	case letters == 0 && to == i+5 && digits == 8 && t.toks[i].size == 2 && t.toks[i+2].size == 4 && t.tok(i+1).is("-") && t.tok(i+3).is("-"):
		return to, typeAccession // 26-4992-04
	case letters == 0 && to == i+5 && digits >= 9 && t.toks[i].size >= 4 && !isYear(t.toks[i].fold) && t.tok(i+1).is("-") && t.tok(i+3).is("-"):
		return to, typeAccession // 5504-118-22
	case letters == 0 && digits >= 8 && (long || groups >= 3 && digits >= 11 && !t.pressures(i, to)) && t.tok(i+1).is("-"):
		return to, typeAccession
	case letters == 1 && to == i+3 && t.toks[i].size >= 4 && last.kind == word && last.shape == upper && (t.tok(i+1).is("-") || t.tok(i+1).is("/")):
		return to, typeAccession
	}
	return i, ""
}

// pressures reports whether the figures are ranges of two values beside each other:
// "130-150/90-100".
func (t *passage) pressures(i, to int) bool {
	stroke := false
	for j := i; j < to; j++ {
		stroke = stroke || t.toks[j].is("/")
	}
	return stroke && t.toks[i].size <= 3
}

// seriesOfTwo reads "35 АА 1180022" and "II-МЮ № 512345": papers with a series of
// two letters.
func (t *passage) seriesOfTwo(i int) (int, string) {
	a, b, c := t.tok(i), t.tok(i+1), t.tok(i+2)
	if r := t.tok(i + 3); a.kind == word && b.is("-") && b.before == glued && romanMonths[a.fold] > 0 && c.kind == word && c.size == 2 && c.before == glued && r.kind == number && r.size == 6 && r.before <= spaced {
		return i + 4, typeNumber // II-АГ 555725
	}
	if a.kind == number && a.size == 2 && b.kind == word && (b.shape == upper || t.hushed() && !b.any(measuring|inDictionary)) && b.size == 2 && b.before <= spaced && c.kind == number && c.size >= 6 && c.before <= spaced {
		return i + 3, typeNumber
	}
	return i, ""
}

// longNumber takes seven digits and more in one run: no result is written so,
// except round counts and figures with a unit.
func (t *passage) longNumber(i int) (int, string) {
	k := t.toks[i]
	if k.kind == number && k.size > 3 && k.size < 6 && strings.HasPrefix(k.fold, "00") && strings.Trim(k.fold, "0") != "" && k.before != glued && !(t.tok(i+1).kind == sign && t.tok(i+1).before == glued && t.tok(i+2).kind == number) {
		return i + 1, typeNumber // 00417: no value begins with two noughts
	}
	if k.kind != number || k.size < 6 || strings.HasSuffix(k.fold, "0000") || k.size == 6 && (strings.HasSuffix(k.fold, "000") || t.valued(i)) {
		return i, ""
	}
	if n := t.tok(i + 1); (n.is(".") || n.is(",")) && n.before == glued && t.tok(i+2).kind == number && t.tok(i+2).before == glued {
		return i, ""
	}
	to, _, _ := t.glued(i)
	if k.size < 12 && t.isMeasure(i, to) {
		return i, "" // «9100000000017 с 12.11»: no seconds
	}
	switch k.size {
	case 11:
		if k.fold[0] == '7' || k.fold[0] == '8' {
			return to, typePhone
		}
		return to, "SNILS"
	case 12:
		return to, "INN"
	case 16:
		return to, "OMS"
	}
	return to, typeNumber
}
