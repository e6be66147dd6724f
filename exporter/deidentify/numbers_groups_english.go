package deidentify

// Numbers of English notes that are told by their groups and by a word near them: telephones
// of fewer figures than a country has, accounts, the national number of Switzerland, numbers of
// police books.

// phoneCues stand before a telephone's number, single letters with a capital too; phoneTails
// right behind it: whose it is, or which.
var (
	phoneCues  = wordSet("cb callback call calls ring rings rang phone phoned tel text texts txt contact reach mob cell fax line on h w c m hm wk home work")
	phoneTails = wordSet("husb husband wife son dtr daughter mum mom mother dad father sister sis brother bro partner niece nephew aunt uncle neighbour neighbor friend carer hm home mob mobile cell work wk nok gp")
)

// saidPhone reads "cb 555 0118", "H 9555 1182", "9811 182 774 husb." and "ring 1300 813 325".
func (t *passage) saidPhone(i int) (int, string) {
	k, p := t.toks[i], t.tok(i-1)
	if k.kind != number || k.size < 3 || k.size > 5 || k.before == glued && p.kind != sign {
		return i, ""
	}
	r := t.figures(i)
	if r.first != i || r.groups < 2 || r.groups > 3 || r.count < 7 || r.count > 12 || r.bracket || t.isMeasure(i, r.to) || !t.dialGroups(i, r) {
		return i, ""
	}
	if r.groups == 3 && (r.count == 10 && (k.fold == "1300" || k.fold == "1800") || r.count >= 11 && k.fold[0] == '0') {
		return r.to, typePhone
	}
	if p.is(":") || p.is(".") || p.fold == "on" || p.fold == "back" {
		if c := t.tok(i - 2); p.kind == sign || phoneCues[c.fold] || p.fold == "back" && c.fold == "call" {
			p = c
		}
	}
	n := t.tok(r.to)
	if n.is("(") || n.is("-") {
		n = t.tok(r.to + 1)
	}
	if p.is("(") && t.tok(r.to).is(")") && r.groups == 2 && k.size > 2 && t.tok(i-2).shape == title && !t.tok(i-2).any(heading|medicinal|built) && (t.tok(i-2).any(firstName) || !t.tok(i-2).any(inDictionary)) {
		return r.to, typePhone // Glenys (5682 0118)
	}
	cued := p.kind == word && phoneCues[p.fold] && p.fold != "on" && (p.size > 1 || p.shape == upper)
	if !cued && !(n.kind == word && n.before <= spaced && phoneTails[n.fold]) {
		return i, ""
	}
	return r.to, typePhone
}

// dialGroups reports whether every group of the run has three to five figures and no other sign
// than a hyphen or a space parts them: no hours, no values.
func (t *passage) dialGroups(i int, r figuresRun) bool {
	for j := i; j < r.to; j++ {
		switch k := t.toks[j]; {
		case k.kind == number && (k.size < 3 || k.size > 5), k.kind == sign && !k.is("-"), j > i && k.before > spaced, k.kind == number && yearly(k) && r.groups == 2:
			return false
		}
	}
	return true
}

// accountWords have a number of a bank's behind them.
var accountWords = wordSet("acct account acc checking savings chequing bank refund card bsb sort routing deposit")

// accountGroups reads "acct 0118 2774 4711", "BSB 062-118" and "acct 071115519 061000": groups of
// figures behind a word of a bank, or four groups of four, anywhere.
func (t *passage) accountGroups(i int) (int, string) {
	k := t.toks[i]
	if k.kind != number || k.size < 3 || k.before == glued && t.tok(i-1).kind != sign {
		return i, ""
	}
	r := figuresRun{to: i}
	fours := true
	for j := i; j < i+12 && t.tok(j).kind == number && t.free(j) && (j == i || t.tok(j).before <= spaced); j++ {
		fours = fours && t.tok(j).size == 4
		r.groups, r.count, r.to = r.groups+1, r.count+t.tok(j).size, j+1
		if t.tok(j + 1).is("-") {
			j++
		}
	}
	if h := t.tok(r.to); r.groups < 2 || r.count < 6 || t.isMeasure(i, r.to) || h.before == glued && (h.kind != sign || t.tok(r.to+1).kind == word && t.tok(r.to+1).before == glued) {
		return i, ""
	}
	if fours && r.groups == 4 {
		return r.to, "CARD"
	}
	for j := i - 1; j >= 0 && j > i-7 && t.toks[j+1].before <= spaced; j-- {
		if w := t.toks[j]; accountWords[w.fold] && (r.count >= 10 || w.fold == "bsb" || w.fold == "sort" || j == i-1) {
			return r.to, "CARD"
		} else if w.is(".") || w.kind == number {
			return i, ""
		}
	}
	return i, ""
}

// socialGroups reads "social 447 11 8228" and the number of Switzerland's insurance of old age,
// "756.4410.2281.09".
func (t *passage) socialGroups(i int) (int, string) {
	k := t.toks[i]
	if k.kind != number || k.size != 3 {
		return i, ""
	}
	a, b, c := t.tok(i+2), t.tok(i+4), t.tok(i+6)
	if s := t.tok(i + 1); k.fold == "756" && s.kind == sign && s.before == glued && a.size == 4 && b.size == 4 && c.size == 2 && a.kind == number && b.kind == number && c.kind == number && c.before == glued {
		return i + 7, "SSN"
	}
	p := t.tok(i - 1)
	if p.is(":") || p.is("#") {
		p = t.tok(i - 2)
	}
	if a, b = t.tok(i+1), t.tok(i+2); (p.fold == "social" || p.fold == "ssn" || p.fold == "soc" || p.fold == "sec" || p.fold == "ss") && a.kind == number && a.size == 2 && a.before == spaced && b.kind == number && b.size == 4 && b.before == spaced {
		return i + 3, "SSN"
	}
	return i, ""
}

// elevenGroups reads "ResMed 23219 440 871": the number on a machine that helps to breathe.
func (t *passage) elevenGroups(i int) (int, string) {
	k, a, b, n := t.toks[i], t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if k.kind != number || k.size != 5 || k.fold[0] == '0' || t.tok(i-1).kind != word || k.before != spaced || a.kind != number || a.size != 3 || a.before != spaced || b.kind != number || b.size != 3 || b.before != spaced || n.kind == number && n.before == spaced || t.isMeasure(i, i+3) {
		return i, ""
	}
	return i + 3, typeDevice
}

// policeBooks are books in which every entry has a number and a year.
var policeBooks = wordSet("fir ob gd mlr ddr csr")

// bookEntry reads "FIR 118/24" and "OB 14/22/3/24".
func (t *passage) bookEntry(i int) (int, string) {
	k, j := t.toks[i], i-1
	for n := 0; n < 2 && (t.tok(j).is(".") || t.tok(j).is(":") || t.tok(j).fold == "no"); n++ {
		j--
	}
	p := t.tok(j)
	if k.kind != number || p.shape != upper || !policeBooks[p.fold] {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	strokes := 0
	for n := i; n < to; n++ {
		if t.toks[n].is("/") {
			strokes++
		}
	}
	if letters > 0 || strokes == 0 || p.fold == "ob" && strokes < 3 && digits < 6 {
		return i, ""
	}
	return to, typeAccession
}

// eastPlate reads "KBX 247J" and "UAX 118T": plates of Kenya and Uganda.
func (t *passage) eastPlate(i int) (int, string) {
	k, n, l := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind != word || k.shape != upper || k.size != 3 || k.fold[0] != 'k' && k.fold[0] != 'u' || n.kind != number || n.size != 3 || n.before > spaced || l.kind != word || l.size != 1 || l.shape != upper || l.before != glued || k.any(shortForm|inDictionary|measuring) {
		return i, ""
	}
	return i + 3, typePlate
}

// lotAmongOthers reads "tib 4 KX2945A" where a lot stands before in the sentence: letters, four
// figures and more, and a letter or none.
func (t *passage) lotAmongOthers(i int) (int, string) {
	k, n := t.toks[i], t.tok(i+1)
	if k.kind != word || k.shape != upper || k.size > 3 || k.before != spaced || n.kind != number || n.before != glued || n.size < 4 || k.any(measuring) {
		return i, ""
	}
	to, _, letters := t.glued(i)
	if letters > 4 || t.isMeasure(i, to) {
		return i, ""
	}
	for j := i - 1; j >= 0 && j > i-16 && t.toks[j+1].before <= wrapped; j-- {
		switch t.toks[j].fold {
		case "lot", "batch", "serial", "sn":
			return to, typeDevice
		}
	}
	return i, ""
}

// scotsSpecimen reads "H,25.382751.K": a laboratory's letter, the year, the number, a letter.
func (t *passage) scotsSpecimen(i int) (int, string) {
	k, y, n := t.toks[i], t.tok(i+2), t.tok(i+4)
	if k.kind != word || k.size != 1 || k.shape != upper || !t.tok(i+1).is(",") || y.kind != number || y.size != 2 || y.before != glued || !t.tok(i+3).is(".") || n.kind != number || n.size < 4 || n.before != glued {
		return i, ""
	}
	to := i + 5
	if t.tok(to).is(".") && t.tok(to+1).size == 1 && t.tok(to+1).kind == word && t.tok(to+1).before == glued {
		to += 2
	}
	return to, typeAccession
}

// veteranFile reads "VA 1147": a veteran's last four figures.
func (t *passage) veteranFile(i int) (int, string) {
	k, p := t.toks[i], t.tok(i-1)
	if p.is("#") || p.is(":") {
		p = t.tok(i - 2)
	}
	if k.kind != number || k.size != 4 || yearly(k) || p.fold != "va" || p.shape != upper || k.before > spaced || !t.closes(i+1) || t.tok(i+1).is("/") {
		return i, ""
	}
	return i + 1, typeMRN
}

// makers are letters of makers of implants, implants what has such letters before its number.
var (
	makers   = wordSet("bsc mdt sjm abt bio btk liv stj gdt cpi ela mcr nvt pjn")
	implants = wordSet("icd aicd crt crtd crtp ppm pacer pacemaker ilr device generator implant loop leadless pm lvad")
)

// implantNumber reads "ICD BSC 447120" and "PPM MDT 881 224": the number of an implant behind its
// maker's letters.
func (t *passage) implantNumber(i int) (int, string) {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.kind != word || !k.in(makers) || k.shape != upper || !p.in(implants) && !p.any(medicinal|branded) && !(p.size == 1 && t.tok(i-3).in(implants)) || n.kind != number || n.before > spaced || n.size < 3 {
		return i, ""
	}
	to := i + 2
	for t.tok(to).kind == number && t.tok(to).size >= 3 && t.tok(to).before == spaced && !yearly(t.tok(to)) {
		to++
	}
	return to, typeDevice
}
