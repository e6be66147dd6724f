package deidentify

// shortCode reads a short number of an English text by the words before it.
func (t *passage) shortCode(i int) (int, string) {
	if !t.english() {
		return i, ""
	}
	for _, read := range []func(*passage, int) (int, string){(*passage).accountGroups, (*passage).socialGroups, (*passage).elevenGroups, (*passage).saidPhone, (*passage).implantNumber, (*passage).bookEntry, (*passage).eastPlate, (*passage).scotsSpecimen, (*passage).veteranFile, (*passage).lastFour, (*passage).iban, (*passage).yearCode, (*passage).paperNo, (*passage).studyNo, (*passage).noteCode, (*passage).tailed, (*passage).tailNumber, (*passage).foreignPlate, (*passage).saidCode, (*passage).vaccineLot, (*passage).nursePin, (*passage).officerNumber, (*passage).vehiclePlate, (*passage).lotAmongOthers} {
		if to, kind := read(t, i); to > i {
			return to, kind
		}
	}
	return i, ""
}

// cardWords are of what has a number whose last four figures are told.
var cardWords = wordSet("card ssn sin acct account visa mastercard amex debit credit last iban bank social sec medicare")

// lastFour reads "card ending 4471", "SSN ends in 4471", "last four 7798", "visa 4021" and "*4417".
func (t *passage) lastFour(i int) (int, string) {
	k, j := t.toks[i], i-1
	if k.kind != number || k.size != 4 || t.tok(i+1).before == glued && t.tok(i+1).kind != sign || t.isMeasure(i, i+1) {
		return i, ""
	}
	if p := t.tok(j); (p.is("*") || p.fold == "xx" || p.fold == "xxx" || p.fold == "xxxx") && k.before == glued && (p.kind == word || t.tok(j-1).is("*") || p.before == spaced) {
		return i + 1, "CARD"
	}
	if t.tok(j).is(":") {
		j--
	}
	if w := t.tok(j); (w.fold == "in" || w.fold == "with") && t.tok(j-1).kind == word {
		j--
	}
	switch w := t.tok(j); w.fold {
	case "ending", "ends", "digits":
	case "visa", "mastercard", "amex", "debit", "maestro":
		return i + 1, "CARD"
	case "four", "4":
		if t.tok(j-1).fold == "last" && w.before <= spaced {
			return i + 1, "SSN"
		}
		return i, ""
	default:
		return i, ""
	}
	for n := j - 1; n >= 0 && n > j-6; n-- {
		if cardWords[t.toks[n].fold] {
			return i + 1, "CARD"
		}
	}
	return i, ""
}

// iban reads "IL62 0108 0000 0009 9488 117": two letters, two figures and groups of four.
func (t *passage) iban(i int) (int, string) {
	k, n := t.toks[i], t.tok(i+1)
	if k.kind != word || k.size != 2 || k.shape != upper || n.kind != number || n.size != 2 || n.before != glued {
		return i, ""
	}
	to, groups := i+2, 0
	for t.tok(to).kind != sign && t.tok(to).before == spaced && t.tok(to).size <= 4 && t.tok(to).shape != title && !(t.tok(to).kind == word && t.tok(to).shape == lower) && to < i+10 {
		if t.tok(to).size == 4 {
			groups++
		}
		to++
	}
	if groups < 3 {
		return i, ""
	}
	return to, "CARD"
}

// yearCode reads "24M0617730" and "W24.1189036": a laboratory's letter, the year and five
// figures or more.
func (t *passage) yearCode(i int) (int, string) {
	a, b, c := t.toks[i], t.tok(i+1), t.tok(i+2)
	if a.kind == number && a.size == 2 && b.kind == word && b.size <= 2 && b.shape == upper && b.before == glued && c.kind == number && c.size >= 5 && c.before == glued {
		return i + 3, typeAccession
	}
	if d := t.tok(i + 3); a.kind == word && a.size == 1 && a.shape == upper && b.kind == number && b.size == 2 && b.before == glued && c.is(".") && d.kind == number && d.size >= 5 && d.before == glued {
		return i + 4, typeAccession
	}
	return i, ""
}

// numberedPapers are papers and studies whose number stands behind "No", "N" or "Nr".
var numberedPapers = wordSet("protocol report conclusion certificate extract record study examination referral analysis biopsy slide sample hist histology cytology histo cyto sr serial order receipt epicrisis sheet discharge opinion contract passport visa invoice registration reg card history")

// paperNo reads "OPERATION PROTOCOL No. 218", "hist N 9114" and "Sr.No 653".
func (t *passage) paperNo(i int) (int, string) {
	k, j := t.toks[i], i-1
	if k.kind != number || k.size > 6 || k.size < 2 || k.before > spaced {
		return i, ""
	}
	for n := 0; n < 2 && (t.tok(j).is(".") || t.tok(j).is(":")); n++ {
		j--
	}
	if w := t.tok(j); w.kind != word || w.fold != "no" && w.fold != "n" && w.fold != "nr" || t.isMeasure(i, i+1) {
		return i, ""
	}
	if j--; t.tok(j).is(".") {
		j--
	}
	if w := t.tok(j); w.kind != word || !numberedPapers[w.fold] || t.toks[j+1].before > spaced {
		return i, ""
	}
	to, _, _ := t.glued(i)
	return to, typeAccession
}

// studyLetters are studies behind which four figures and more are the study's own.
var studyLetters = wordSet("usg ctg opg cxr hsg dexa mammo sono xray histology histo cytology hpe fnac")

// studyNo reads "USG 9322", "OPG P274" and "histology 4471-77".
func (t *passage) studyNo(i int) (int, string) {
	k, p := t.toks[i], t.tok(i-1)
	if p.kind != word || !p.in(studyLetters) || k.before != spaced || k.kind == word && (k.size != 1 || k.shape != upper) {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	if digits < 4 && (digits < 3 || letters != 1) || letters > 1 || t.isMeasure(i, to) || k.kind == number && yearly(k) || t.tok(i+1).is(".") && t.tok(i+2).kind == number || k.size <= 2 && t.tok(i+1).is("/") {
		return i, ""
	}
	return to, typeAccession
}

// noteCode reads "fit note FN798-0", "sick note 552/4" and "acct HB1153".
func (t *passage) noteCode(i int) (int, string) {
	k, p, q := t.toks[i], t.tok(i-1), t.tok(i-2)
	noted := p.fold == "note" && (q.fold == "fit" || q.fold == "sick") || p.fold == "acct" || p.fold == "account" || p.fold == "incident" || p.fold == "cad"
	if !noted || k.before != spaced || k.kind == word && k.shape != upper {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	if digits < 3 || letters > 4 || letters == 0 && to == i+1 && p.fold != "cad" || t.isMeasure(i, to) {
		return i, ""
	}
	return to, typeAccession
}

// tailed reads "PJN 612204S": two to four capitals, six figures or seven and a letter.
func (t *passage) tailed(i int) (int, string) {
	k, n, l := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind != word || k.shape != upper || k.size < 2 || k.size > 4 || k.any(shortForm|inDictionary|labelling) || n.kind != number || n.size != 6 && n.size != 7 || n.before != spaced || l.kind != word || l.size != 1 || l.shape != upper || l.before != glued {
		return i, ""
	}
	return i + 3, typeNumber
}

// tailCues stand before the registration of an aircraft.
var tailCues = wordSet("tail helicopter helo plane airframe medevac aircraft jet flight")

// tailNumber reads "tail N417LF" and "5Y-FDK": an aircraft's registration that begins with a figure.
func (t *passage) tailNumber(i int) (int, string) {
	a, b, h, c := t.toks[i], t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if t.tok(i-1).in(tailCues) && a.fold == "n" && a.shape == upper && a.before == spaced && b.kind == number && b.before == glued && b.size <= 5 {
		if h.kind == word && h.before == glued && h.shape == upper && h.size <= 2 {
			return i + 3, typePlate
		}
		return i + 2, typePlate // tail N417LF
	}
	if a.kind == number && a.size == 1 && b.kind == word && b.size == 1 && b.shape == upper && b.before == glued && h.is("-") && h.before == glued && c.kind == word && c.shape == upper && c.size == 3 && c.before == glued && (t.tok(i+4).before > glued || t.tok(i+4).kind == sign) {
		return i + 4, typePlate
	}
	return i, ""
}

// emirates are the capitals of plates of the Gulf.
var emirates = wordSet("dxb auh shj ajm rak fuj uaq dubai sharjah")

// foreignPlate reads "DXB L 40772", and figures beside letters of another script.
func (t *passage) foreignPlate(i int) (int, string) {
	k, b, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind == word && k.in(emirates) && b.kind == word && b.size == 1 && b.shape == upper && n.kind == number && n.size >= 3 && n.size <= 5 && n.before == spaced {
		return i + 3, typePlate
	}
	if k.kind != number || k.size > 2 || b.kind != word || b.before != glued || b.fold[0] < 0xe0 || b.size > 3 {
		return i, ""
	}
	if n.is("-") {
		n = t.tok(i + 3)
	}
	if n.kind != number || n.size < 2 || n.size > 4 || n.before > spaced {
		return i, ""
	}
	if t.tok(i + 2).is("-") {
		return i + 4, typePlate
	}
	return i + 3, typePlate
}
