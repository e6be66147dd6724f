package deidentify

import (
	_ "embed" // the brands
	"strings"
	"sync"
)

//go:embed lexicon/brands.txt
var brandLines string

// brands are employers, insurers and laboratories everybody knows; true are those
// that are everyday words too.
var brands = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(brandLines) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		rest, word := strings.CutPrefix(line, "word ")
		for _, w := range strings.Fields(rest) {
			m[w] = word
		}
	}
	return m
})

// brandAt reports whether a word is a brand in any case, and an everyday word too.
func brandAt(w string) (word, ok bool) {
	if word, ok = brands()[w]; ok || !cyrillic(w) {
		return word, ok
	}
	for _, end := range []string{"а", "у", "е", "ом", "ы"} {
		if st, cut := strings.CutSuffix(w, end); cut {
			if word, ok = brands()[st]; ok {
				return word, ok
			}
		}
	}
	for _, end := range []string{"ке", "ки", "ку", "кой"} {
		if st, cut := strings.CutSuffix(w, end); cut && !ok {
			word, ok = brands()[st+"ка"]
		}
	}
	return word, ok
}

// firmTails end the words that tell which of a concern's firms is meant: "трансгаз", "нефть".
var firmTails = []string{"газ", "нефть", "нефти", "добыча", "бурение", "переработка", "энерго", "сервис", "логистика", "строй", "медиа"}

// brand reads "в Пятёрочке", "ВТБ Страхование", "Tricare West".
func (t *passage) brand(i int) bool {
	k := t.toks[i]
	if !k.any(branded) || !k.capital() && !t.hushed() && (k.any(inDictionary) || k.size < 5) || k.size < 3 {
		return false
	}
	everyday, ok := brandAt(k.fold)
	if everyday && !k.capital() && hasAnyPrefix(k.fold, []string{"здоров", "соглас", "верн", "капитал", "лент"}) {
		return false // words first
	}
	if n := t.tok(i + 1); n.kind == number && t.product(i) || t.model(i) || t.markedAs(i+1, typePlate) {
		return false // аппарат Fresenius 4008S
	}
	if p := t.tok(i - 1); !ok || everyday && !((inside[p.fold] || nearHouse[p.fold]) && p.shape == lower || p.is(":") || hasAnyPrefix(p.fold, []string{"страх", "полис", "клиент", "insur"})) {
		return false
	}
	to := i + 1
	if m := t.tok(to); brandMate[m.fold] && m.before == spaced && cyrillic(k.fold) {
		to++
	}
	for n := 0; n < 2 && k.capital(); n++ {
		a := t.tok(to)
		if a.fold == "of" && t.tok(to+1).capital() {
			to += 2
			continue
		}
		if a.is(".") && a.before == glued && t.tok(to+1).shape == title && t.tok(to+1).before == glued {
			to += 2 // Яндекс.Такси
			continue
		}
		if cyrillic(k.fold) && a.kind == word && a.before == spaced && (a.shape == lower && hasEnd(a.fold, firmTails, 5) || a.shape == upper && a.size > 3 && !a.any(inDictionary|shortForm) && !t.shouted()) && t.free(to) {
			to++ // Газпром трансгаз Ухта, ЭВРАЗ НТМК
			continue
		}
		if !(a.capital() && !a.any(heading|callingWord) && (a.shape == title || k.shape != upper || a.size < 4) || strings.HasPrefix(a.fold, "страхов")) || a.before > spaced || t.taken[to] {
			break
		}
		to++
	}
	if t.shouted() && placeLeads[t.tok(i-1).fold] && to == i+1 && !cyrillic(k.fold) {
		end := to
		for end < to+3 && t.nameWord(end) && t.tok(end).before == spaced && !t.taken[end] {
			end++
		}
		if end > to && t.closes(end) {
			to = end // AT DAVITA PINEY GROVE.
		}
	}
	if n := t.tok(to); k.shape == lower && n.shape == lower && n.before == spaced && n.any(townlike) && !n.any(inDictionary) && t.closes(to+1) && !cyrillic(k.fold) {
		to++ // publix inverness
	}
	for t.tok(to).is("-") && t.tok(to).before == glued && t.tok(to+1).kind == word && t.tok(to+1).before == glued {
		to += 2
	}
	if t.tok(to-1).fold == "st" && t.tok(to).is(".") && t.tok(to+1).shape == title && t.tok(to+1).before == spaced {
		to = t.capitalTail(to + 1) // Providence St. Patrick
	}
	if on := t.tok(to); on.fold == "on" && t.tok(to+1).shape == title && !t.tok(to+1).any(heading|monthly) && t.tok(to+1).before == spaced && !cyrillic(k.fold) {
		to += 2 // CVS on Main
	}
	from := i
	if k.shape == upper {
		from = t.capitalAdjective(i)
	}
	t.mark(from, t.orgTail(to), typeOrg)
	return true
}

// model reports whether figures of a machine's model stand right behind the Latin brand at i
// of a Russian text: "апп. Fresenius 5008".
func (t *passage) model(i int) bool {
	n := t.tok(i + 1)
	return n.kind == number && n.size > 2 && n.before == spaced && !cyrillic(t.toks[i].fold) && !t.english()
}

// inside are the small words before the place where somebody works or shops.
var inside = wordSet("в во из на с от у at from for in by to the")

// orgLabels are words behind whose colon an organisation stands.
var orgLabels = []string{"организац", "учрежден", "страхов", "лпу", "предприят", "insurance", "insurer", "payer", "funding", "facility", "carrier", "agency", "school", "employer", "hospital", "kindergarten", "university", "payor"}

// orgLabel takes the clause behind "Организация:", "Место работы:", "Insurance:".
func (t *passage) orgLabel(i int) bool {
	k, j := t.toks[i], i+1
	job := k.fold == "место" && (t.tok(j).fold == "работы" || t.tok(j).fold == "учебы" || t.tok(j).fold == "службы")
	for job && j < i+5 && !t.tok(j).is(":") && t.tok(j).before <= spaced && (t.tok(j).kind == word && t.tok(j).shape == lower && hasAnyPrefix(t.tok(j).fold, []string{"работ", "учеб", "служб", "должн", "и"}) || t.tok(j).is(",") || t.tok(j).is("/")) {
		j++
	}
	if !job && (!k.any(engaged) || !hasAnyPrefix(k.fold, orgLabels)) {
		return false
	}
	if t.tok(j).fold == "copy" {
		j++ // Employer copy: Royal Mail
	}
	colon := t.tok(j).is(":")
	if colon {
		j++
	}
	v := t.tok(j)
	if payer := (k.fold == "payer" || k.fold == "payor" || k.fold == "insurer") && v.capital() && !v.any(inDictionary); !colon && !job && !payer || j >= len(t.toks) || v.before > spaced && v.before != tabbed || v.kind == sign && !v.is("«") && !v.is("\"") || v.any(heading) && !job {
		return false
	}
	if v.kind == word && v.shape == lower && !v.any(organised) && !job && !t.hushed() {
		return false
	}
	to := max(t.clause(j), j+1)
	for q := j + 1; q < to; q++ {
		if w := t.toks[q]; !job && t.english() && (w.before == tabbed || w.is(".") && t.tok(q-1).size > 4 || w.any(labelling) && (t.tok(q+1).kind == number || t.tok(q+1).is("#") || t.tok(q+1).is(":") || t.tok(q+1).shape == upper && t.tok(q+2).kind == number)) {
			to = q // Aetna ID Q12345
		}
	}
	if end, joints, _ := t.firmRun(j); joints > 0 && t.english() {
		to = max(to, end)
	}
	t.mark(j, to, typeOrg)
	return true
}

// cues are what is done at an organisation or with one, in English.
var cues = wordSet("works working worked employed drives job transferred transfer tx xfer conveyed admitted discharged discharge conveyed attends attending treated operated delivered auth authorization referred seen allow resident accepted")

// englishCue reads "transferred from Lakeside Orthopaedics", "conveyed to the
// Mater", "allow Spire Leeds to give": capitals behind a cue.
func (t *passage) englishCue(i int) bool {
	if !t.toks[i].any(cueing) || !t.english() {
		return false
	}
	j := i + 1
	for n := 0; n < 2 && (t.tok(j).in(inside) || t.tok(j).fold == "the") && t.tok(j).fold != "by" && t.tok(j).before <= spaced; n++ {
		j++
	}
	k := t.tok(j)
	if j == i+1 && !t.toks[i].in(directCues) || !k.capital() || k.before > spaced || k.any(callingWord|heading|firstName|monthly) || t.shouted() && k.any(inDictionary) && t.tok(j+1).any(inDictionary) && !t.tok(j+1).any(orgEnglish) || k.size == 1 || k.shape == upper && (abbreviationsEn()[k.fold] || k.in(wardsEn)) && !t.lettersFirm(j) || k.in(plainNouns) && t.capitalRun(j+1) <= j+2 && !t.tok(j+1).in(orgEnds) && !t.tok(j+1).is("'") {
		return false
	}
	if t.tok(j-1).fold == "the" {
		j--
	}
	to := t.orgNumber(t.capitalRun(j + 1))
	if to <= j+1 && t.tok(j).fold == "the" {
		to = j + 2
	}
	if end, joints, _ := t.firmRun(j); joints > 0 {
		to = max(to, end)
	}
	if t.anyDepartment(j, max(to, j+1)) {
		return false
	}
	t.mark(j, max(to, j+1), typeOrg)
	return true
}

// anyDepartment reports whether the words from..to-1 are of any hospital: "referred to
// Outpatient Physiotherapy".
func (t *passage) anyDepartment(from, to int) bool {
	for _, k := range t.toks[from:to] {
		if k.kind != word || !bareKinds[k.fold] && !namedBranch[k.fold] && !k.any(medical) || k.any(townlike|firstName) {
			return false
		}
	}
	return true
}

// directCues need no small word between them and the organisation.
var directCues = wordSet("allow works conveyed attends attended attending")

// capitalRun steps over capitals, "of" between them and 's.
func (t *passage) capitalRun(i int) int {
	for n := 0; n < 6; n++ {
		k := t.tok(i)
		switch {
		case k.is("'") && k.before == glued && (t.tok(i+1).fold == "s" || t.tok(i+1).kind == word && t.tok(i+1).before == glued && t.tok(i+1).size > 3):
			i += 2
		case k.fold == "st" && k.shape == title && t.tok(i+1).is(".") && t.tok(i+2).shape == title && t.tok(i+2).before == spaced:
			i += 3
		case k.is("-") && k.before == glued && t.tok(i+1).capital() && t.tok(i+1).before == glued, (k.fold == "of" || k.is("&")) && t.tok(i+1).capital() && k.before <= spaced:
			i += 2
		case k.capital() && k.before <= spaced && !t.columned(i) && !k.any(callingWord|monthly) && !(t.shouted() && !k.any(orgEnglish) && k.any(inDictionary)):
			i++
		default:
			return i
		}
	}
	return i
}

// saint reads "St. Luke's" and "St Brendan's".
func (t *passage) saint(i int) bool {
	k, j := t.toks[i], i+1
	if k.fold != "st" && k.fold != "saint" || k.shape != title || !t.english() {
		return false
	}
	if t.tok(j).is(".") {
		j++
	}
	if !t.tok(j).capital() || t.tok(j).before > spaced || !t.tok(j+1).is("'") || t.tok(j+2).fold != "s" || t.tok(j+3).shape == lower && t.tok(j+3).kind == word && hasAnyPrefix(t.tok(j+3).fold, []string{"wort", "day", "fire", "dance"}) {
		return false
	}
	t.mark(i, t.capitalRun(j+3), typeOrg)
	return true
}

// employer takes the words behind "Работодатель:", "обучается в", "работает на".
func (t *passage) employer(i int) {
	j, colon := i+1, false
	if d := t.tok(i + 1); t.toks[i].fold == "раб" || d.is(".") && d.before == glued {
		if d.is(".") {
			j++
		}
		t.worksAt(j)
		return
	}
	if to := t.worksHow(j); to > j {
		t.mark(to-1, to, typeOrg)
		return
	}
	for n := 0; n < 4; n++ {
		k := t.tok(j)
		if k.is(":") {
			colon = true
		} else if !(k.kind == word && k.shape == lower && (k.size <= 2 || k.fold == "предприятии" || k.fold == "компании" || k.fold == "as" || k.fold == "for")) {
			break
		}
		j++
	}
	k := t.tok(j)
	if j == i+1 || j >= len(t.toks) || k.before > spaced || k.kind == word && k.any(heading) {
		return
	}
	if !colon && k.any(branded) && k.shape == lower {
		t.mark(j, j+1, typeOrg)
		return
	}
	if !colon && !k.capital() && !k.is("«") && !k.is("\"") && !k.any(organised) {
		return
	}
	to := t.clause(j)
	if !colon {
		to = min(to, j+8)
	}
	if end, joints, _ := t.firmRun(j); joints > 0 && t.english() {
		to = end
	}
	for q := j; q < to; q++ {
		if end := t.quoteEnd(q); end > q && end < to && t.tok(end).shape == lower && t.tok(end).kind == word && (t.tok(q).is("«") || t.tok(q).is("\"")) {
			to = end // what somebody is there stays
		}
	}
	t.mark(j, to, typeOrg)
}

// clause is the end of a short clause: a line end, a comma outside quotes, or the
// stop of a sentence.
func (t *passage) clause(i int) int {
	j := i
	for ; j < len(t.toks) && j < i+14; j++ {
		k := t.toks[j]
		if j > i && k.before >= wrapped || k.is(";") || k.is(",") {
			break
		}
		if k.is("«") {
			if end := t.quoteEnd(j); end > j {
				j = end - 1
				continue
			}
		}
		if k.is(".") && (t.tok(j+1).capital() || j+1 >= len(t.toks) || t.tok(j+1).before >= wrapped) && (t.tok(j-1).size > 2 || t.tok(j-1).is("»") || t.tok(j-1).is("\"")) {
			break
		}
	}
	for j > i && t.toks[j-1].is(".") {
		j--
	}
	return j
}
