package deidentify

import "strings"

// seriesBehind reads "АС 3317214" and "МД 610515": the two letters of a paper's series
// and its number.
func (t *passage) seriesBehind(i int) (int, string) {
	k, n := t.toks[i], t.tok(i+1)
	if k.kind != word || k.shape != upper || k.size != 2 || !cyrillic(k.fold) || k.any(shortForm|measuring) || k.any(inDictionary) && t.shouted() || n.kind != number || n.before != spaced || n.size != 6 && n.size != 7 || t.taken[i+1] || t.isMeasure(i+1, i+2) {
		return i, ""
	}
	if s := t.tok(i + 2); (s.is(".") || s.is(",")) && s.before == glued && t.tok(i+3).kind == number && t.tok(i+3).before == glued {
		return i, ""
	}
	return i + 2, typeNumber
}

// modality are capitals of examinations, before whose hyphen no grade or dose stands.
var modality = wordSet("кт мрт мскт узи рг рг-гр экг ээг энмг фгдс эгдс фкс пэт хм смад")

// letterCode reads "Х-449", "Ш-45/2" and "КТ-848": one capital or an examination's, a
// hyphen and three figures or more; two where the code stands alone in brackets behind
// an examination ("посев от 01.06 (Б/23)").
func (t *passage) letterCode(i int) (int, string) {
	k, h, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if to, kind := t.lettersOfJournal(i); to > i {
		return to, kind
	}
	if k.kind != word || k.shape != upper || !cyrillic(k.fold) || h.before != glued || !h.is("-") && !h.is("/") || n.kind != number || n.before != glued || t.taken[i+2] {
		return i, ""
	}
	to, digits, _ := t.glued(i)
	alone := k.size == 1 && t.tok(i-1).is("(") && t.tok(to).is(")") && digits >= 2 && t.examined(i-1)
	if alone || h.is("-") && digits >= 3 && n.size >= 3 && (k.size == 1 || modality[k.fold]) && !t.isMeasure(i, to) {
		return to, typeAccession
	}
	return i, ""
}

// passportCode reads the letters and figures of a passport of another country, behind the
// country: "паспорт ФРГ C01X7KLM4", "пасп. Узб. FA 7719024".
func (t *passage) passportCode(i int) (int, string) {
	if k := t.toks[i]; k.before != spaced || k.shape != upper && (!t.hushed() || k.size != 2 || cyrillic(k.fold)) {
		return i, ""
	}
	to, digits, _ := t.glued(i)
	if to == i && t.tok(i+1).kind == number {
		to = i + 1 // kr 0418827
	}
	if n := t.tok(to); digits == 0 && n.kind == number && n.before == spaced && to == i+1 && t.toks[i].size == 2 {
		to, digits = to+1, n.size
	}
	if digits < 5 && !(digits == 4 && to > i+4) {
		return i, ""
	}
	for j := i - 1; j >= 0 && j > i-5 && t.toks[j+1].before <= spaced && t.toks[j].kind != number; j-- {
		if hasAnyPrefix(t.toks[j].fold, []string{"пасп", "загранпасп", "passport"}) {
			return to, "PASSPORT"
		}
	}
	return i, ""
}

// smallCode reads "ф-6120", "н/1190" and "к250411/3": one small letter of a journal with four
// figures and more. Counts of blood cells have such letters too.
func (t *passage) smallCode(i int) (int, string) {
	k, n := t.toks[i], t.tok(i+1)
	if k.kind != word || k.shape != lower || k.size > 2 || !cyrillic(k.fold) || k.before == glued && t.tok(i-1).kind != sign || n.before != glued || t.english() {
		return i, ""
	}
	least, j := 6, i+1
	if n.is("-") || n.is("/") {
		least, j = 4, i+2
	}
	d := t.tok(j)
	if d.kind != number || d.before != glued || d.size < least || counts[k.fold] || isYear(d.fold) || t.isMeasure(i, j+1) || t.taken[j] {
		return i, ""
	}
	to, _, _ := t.glued(j)
	return to, typeAccession
}

// counts are small letters before what is counted in the blood.
var counts = wordSet("л э т р с м г нв нb ле эр тр п")

// paddedPair reads "71-0419" and "84-0071926": figures whose second half begins with a nought,
// which no range and no day does.
func (t *passage) paddedPair(i int) (int, string) {
	k, h, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind != number || k.size > 4 || k.size < 2 || !h.is("-") || h.before != glued || n.kind != number || n.before != glued || n.size < 4 || n.fold[0] != '0' || t.taken[i+2] || t.isMeasure(i, i+3) || t.tok(i+3).before == glued && t.tok(i+3).is("-") {
		return i, ""
	}
	return i + 3, typeAccession
}

// policySeries reads "7712 МР 44321" behind a policy or a passport: figures, two letters and
// figures.
func (t *passage) policySeries(i int) (int, string) {
	k, l, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind != number || k.size < 2 || k.size > 4 || l.kind != word || l.size != 2 || l.before != spaced || l.shape != upper && !t.hushed() || n.kind != number || n.size < 5 || n.before != spaced || t.isMeasure(i+2, i+3) {
		return i, ""
	}
	for j := i - 1; j >= 0 && j > i-5 && t.toks[j+1].before <= spaced && t.toks[j].kind != number; j-- {
		switch w := t.toks[j]; {
		case policyWords[w.fold]:
			return i + 3, typeInsurance
		case hasAnyPrefix(w.fold, []string{"пасп", "удост", "вод", "права", "св"}):
			return i + 3, "PASSPORT"
		}
	}
	return i, ""
}

// foreignCertificate reads "KR-X 0418827": the letters of another country's certificate.
func (t *passage) foreignCertificate(i int) (int, string) {
	k, l, n := t.toks[i], t.tok(i+2), t.tok(i+3)
	if k.kind != word || k.size != 2 || k.shape != upper || cyrillic(k.fold) || !t.tok(i+1).is("-") || t.tok(i+1).before != glued || l.kind != word || l.size > 2 || l.shape != upper || l.before != glued || n.kind != number || n.size < 6 || n.before != spaced {
		return i, ""
	}
	return i + 4, "PASSPORT"
}

// bareCode reads capitals and figures nobody labelled, "РХ-288", "XR-5846", "V/7596" and
// "SW3174": letters that name no value, no scale and no model, and three figures behind a
// hyphen or a stroke, four without one. Round figures are a model's.
func (t *passage) bareCode(i int) (int, string) {
	k, j := t.toks[i], i+1
	least := 4
	if h := t.tok(j); (h.is("-") || h.is("/")) && h.before == glued {
		j, least = j+1, 3
	}
	if t.tok(j).kind != number {
		return i, ""
	}
	said := t.saysNumber(i - 1)
	if k.kind != word || k.shape != upper && !said || k.size > 4 || k.any(shortForm|valueWord|measuring|medicinal|eponymous) && !k.in(filed) || k.in(scaled) || k.in(carMakes) || t.product(i) || t.modelled(i) {
		return i, ""
	}
	if said {
		least = 2 // № н-414
	}
	n, d := t.tok(j), t.tok(j+1)
	if n.before != glued || n.size < least || n.size > 6 || strings.HasSuffix(n.fold, "00") || isYear(n.fold) || t.taken[j] || d.before == glued && (d.kind != sign || t.tok(j+2).kind != sign && t.tok(j+2).before == glued) || t.isMeasure(i, j+1) {
		return i, ""
	}
	return j + 1, typeAccession
}

// filed are capitals of studies and papers that are filed under their letters and a number.
var filed = wordSet("xr us usg ct mr mri dx fna fn pa bx tx cy path lab rx рх")

// modelled reports whether a maker stands before the letters of a model: "Olympus GIF-161".
func (t *passage) modelled(i int) bool {
	p := t.tok(i - 1)
	return p.shape == title && p.fold[0] <= 'z' && !p.any(papered|heading|labelling) && t.toks[i].before == spaced && !t.english() || p.fold == "code"
}

// scaled are capitals before a number that is a marker's, a scale's, a law's or a virus's.
var scaled = wordSet("уфб уфо пува ca са s ki hla cd il phq gad scl sf hpv впч hiv вич covid мкб icd iso исо гост ту фз i gli hb нв er tr wbc rbc plt ph ss sars ad ад сад дад чсс псс fx t т")

// strawCode reads "SV-34-01": letters and two pairs of figures of a frozen straw.
func (t *passage) strawCode(i int) (int, string) {
	k, a, b := t.toks[i], t.tok(i+2), t.tok(i+4)
	if k.kind != word || k.shape != upper || k.size < 2 || k.size > 3 || cyrillic(k.fold) || !t.tok(i+1).is("-") || t.tok(i+1).before != glued || a.kind != number || a.size != 2 || a.before != glued || !t.tok(i+3).is("-") || b.kind != number || b.size != 2 || b.before != glued || t.english() || t.tok(i+5).is("-") {
		return i, ""
	}
	return i + 5, typeAccession
}

// lettersOfJournal reads "V/7596", "D-2349" and "ТР-635": letters of a journal or a
// machine and its number, which no marker, isotope or value has.
func (t *passage) lettersOfJournal(i int) (int, string) {
	k, h, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind != word || k.shape != upper || k.size > 2 || k.before == glued && t.tok(i-1).kind != sign || h.before != glued || !h.is("-") && !h.is("/") || n.kind != number || n.before != glued || n.size < 3 || n.size > 6 || t.taken[i+2] || t.english() {
		return i, ""
	}
	if to, _, _ := t.glued(i); to != i+3 || t.isMeasure(i, i+3) || t.tok(i+3).is("/") && t.tok(i+3).before == glued || t.tok(i+3).is(",") && t.tok(i+4).kind == number && t.tok(i+4).before == glued {
		return i, ""
	}
	latin := !cyrillic(k.fold)
	switch {
	case k.size == 1 && latin && !isotopes[k.fold], k.size == 2 && !latin && h.is("-") && !noJournal[k.fold] && (n.size > 3 || !k.any(shortForm|measuring)):
		return i + 3, typeAccession
	}
	return i, ""
}

// isotopes are letters before the mass of an isotope or of an enzyme, noJournal those of
// markers, machines and values.
var (
	isotopes  = wordSet("i y p c s q e")
	noJournal = wordSet("фз гк ук нк тк ст са ад чд пс ту ил як са вг мг эк ис ик сн hs тс лг ск")
)

// figuresOfJournal reads "946-М" at a clause's end: three figures and a letter.
func (t *passage) figuresOfJournal(i int) (int, string) {
	k, h, l := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind != number || k.size != 3 || k.before != spaced || !h.is("-") || h.before != glued || l.kind != word || l.shape != upper || l.size != 1 || l.before != glued || t.english() || !t.closesOrColon(i+3) || t.tok(i+3).is("/") || t.tok(i-1).kind != word || t.tok(i-1).any(measuring|valueWord) {
		return i, ""
	}
	return i + 3, typeAccession
}

// machineSerial reads "7VEA2482": figures, capitals and figures of a machine in one.
func (t *passage) machineSerial(i int) (int, string) {
	k, l, n := t.toks[i], t.tok(i+1), t.tok(i+2)
	if k.kind != number || k.size > 2 || l.kind != word || l.shape != upper || l.size < 2 || l.size > 4 || l.before != glued || n.kind != number || n.before != glued || n.size < 4 && (n.size < 3 || l.size < 3) || l.any(measuring) {
		return i, ""
	}
	return i + 3, typeDevice
}

// serialGlued reads "SN4410": the letters of a serial number and four figures or more in one.
func (t *passage) serialGlued(i int) (int, string) {
	k, n := t.toks[i], t.tok(i+1)
	if (k.fold != "sn" && k.fold != "зав") || k.shape != upper || n.kind != number || n.before != glued || n.size < 4 {
		return i, ""
	}
	to, _, _ := t.glued(i)
	return to, typeDevice
}

// phoneSerial reads "35 684109 117744 2": the IMEI of a telephone in its groups.
func (t *passage) phoneSerial(i int) (int, string) {
	for n, size := range []int{2, 6, 6, 1} {
		if k := t.tok(i + n); k.kind != number || k.size != size || n > 0 && k.before != spaced && k.before != glued || !t.free(i+n) {
			return i, ""
		}
	}
	return i + 4, typeDevice
}

// maskedCard reads what is left of a bank card's number: "8169 **** **** 6813".
func (t *passage) maskedCard(i int) (int, string) {
	if k := t.toks[i]; k.kind != number || k.size != 4 {
		return i, ""
	}
	j := i + 1
	for t.tok(j).is("*") || t.tok(j).is("•") {
		j++
	}
	if n := t.tok(j); j < i+4 || n.kind != number || n.size != 4 || n.before > spaced {
		return i, ""
	}
	return j + 1, "CARD"
}

// examined reports whether an examination stands right before i, maybe with its day.
func (t *passage) examined(i int) bool {
	for j := i - 1; j >= 0 && j >= i-7; j-- {
		if k := t.toks[j]; k.kind == word && (modality[k.fold] || hasAnyPrefix(k.fold, []string{"посев", "биопс", "холтер", "гист", "цитол", "рентген", "снимок", "мазок", "анализ", "исслед", "биоптат"})) {
			return true
		} else if k.kind == word && k.fold != "от" || k.is(";") {
			return false
		}
	}
	return false
}

// certificate reads "II-АГ 555725": a certificate of birth, marriage or death.
func (t *passage) certificate(i int) (int, string) {
	k, l, n := t.toks[i], t.tok(i+2), t.tok(i+3)
	if !t.tok(i+1).is("-") || k.kind != word || romanMonths[k.fold] == 0 || l.kind != word || l.size != 2 || l.before != glued || !cyrillic(l.fold) {
		return i, ""
	}
	to := i + 3
	if n.is("№") {
		to++
	}
	if n = t.tok(to); n.kind == number && n.size == 6 {
		return to + 1, "PASSPORT"
	}
	if m := t.tok(to + 1); n.kind == number && n.size == 3 && m.kind == number && m.size == 3 && m.before == spaced {
		return to + 2, "PASSPORT"
	}
	return i, ""
}

// ofCourt reads "2-817/2025": the number of a case.
func (t *passage) ofCourt(i int) (int, string) {
	a, b, c := t.toks[i], t.tok(i+2), t.tok(i+4)
	if a.kind == number && a.size <= 2 && t.tok(i+1).is("-") && b.kind == number && b.before == glued && t.tok(i+3).is("/") && c.kind == number && c.before == glued && isYear(c.fold) {
		return i + 5, typeAccession
	}
	return i, ""
}

// sickLeave reads "910 419 580 629": the twelve figures of an electronic sick leave,
// which begin with a nine, in groups of three.
func (t *passage) sickLeave(i int) (int, string) {
	if t.toks[i].kind != number || t.toks[i].size != 3 || t.toks[i].fold[0] != '9' {
		return i, ""
	}
	for j := i + 1; j < i+4; j++ {
		if k := t.tok(j); k.kind != number || k.size != 3 || k.before != spaced || t.taken[j] {
			return i, ""
		}
	}
	return i + 4, typeAccession
}

// sameGroups steps over one more group of four behind three: "№ 3000 7495 9214 8439".
func (t *passage) sameGroups(from, to int) int {
	if n := t.tok(to); to == from+3 && n.kind == number && n.size == 4 && n.before == spaced && t.free(to) && t.toks[from].size == 4 && t.toks[from+1].size == 4 && t.toks[from+2].size == 4 && t.toks[from+1].kind == number {
		return to + 1
	}
	return to
}

// lettered reads "KQ 118 220 913" and "VZR 003 118 472": a short word in capitals
// and groups of figures behind a label.
func (t *passage) lettered(i int) int {
	k := t.toks[i]
	if k.kind != word || k.shape != upper || k.size > 4 || t.tok(i+1).kind != number || k.any(labelling) && k.size > 2 {
		return i
	}
	if to, digits, _ := t.glued(i + 1); digits >= 5 && t.tok(i+1).before == spaced && !t.isMeasure(i+1, to) {
		return to // АВ 0099-118/25
	}
	to, digits := i+1, 0
	for ; t.tok(i+1).before == spaced && t.free(to) && t.toks[to].kind == number && t.toks[to].before <= spaced && t.toks[to].size >= 2; to++ {
		digits += t.toks[to].size
	}
	if digits < 5 || t.isMeasure(i, to) {
		return i
	}
	return to
}

// mixedCode reads "W1C971V", "8V5SAB43" and "FAT17H715": capitals and figures by turns in one, which
// no stage, marker or model has.
func (t *passage) mixedCode(i int) (int, string) {
	if t.english() || t.toks[i].before == glued && t.tok(i-1).kind != sign || t.tok(i+1).before != glued || t.tok(i+2).before != glued {
		return i, ""
	}
	size, digits, longest, j := 0, 0, 0, i
	for ; j < i+longestCode && j < len(t.toks) && (j == i || t.toks[j].before == glued) && t.toks[j].kind != sign; j++ {
		k := t.toks[j]
		if k.kind == word && (k.shape != upper || cyrillic(k.fold)) || t.taken[j] {
			return i, ""
		}
		if size += k.size; k.kind == number {
			digits += k.size
		}
		longest = max(longest, k.size)
	}
	if a, b, l := t.toks[i].fold, t.tok(i+1).fold, t.tok(j-2).fold; a == "t" && (l == "m" || l == "n") || a == "0" && b == "x" || a == "g" && t.tok(i+2).fold == "p" || a == "d" && t.tok(i+2).fold == "s" {
		return i, "" // a stage, an address in memory, births, a locus
	}
	if j < i+3 || size < 7 || size > 14 || digits < 2 || longest < 2 || digits < 3 && j < i+4 || t.isMeasure(i, j) || t.tok(j).before == glued && (t.tok(j).is("-") || t.tok(j).is(":")) {
		return i, ""
	}
	return j, typeDevice
}
