package deidentify

// A cue is a word of a ward, a laboratory or an ambulance right behind which a number of its
// journal stands, of so many figures at least; joined says that fewer are enough where a
// hyphen or a stroke parts them ("посев 61-8").
type cue struct {
	kind          string
	least, joined int
}

// journalCues are those words. What else they say with a number has a unit, a comma or fewer
// figures.
var journalCues = cuesOf(map[string]cue{
	"фог фг флюшка флюшку флюшке флюорка флюра ммг рэг спг рвг крт": {typeAccession, 4, 4},
	"грамма граммы гр графия": {typeAccession, 3, 3},
	"хим бак бакан бакпосев посев посева биоптат мазок гист цит гисто цито cito": {typeAccession, 3, 3},
	"код кодом":      {typeAccession, 3, 5},
	"кр крови кровь": {typeAccession, 2, 4},
	"труп трупа ячейка ячейки ячейке шкафчик сейф сейфе мешок": {typeAccession, 2, 4},
	"дисп диспансерный учетный учетн эпид эпидном":             {typeMRN, 3, 3},
	"борт": {typePlate, 3, 3},
	"гистология гистологии гистологию кусп пакс pacs этикетка этикетки": {typeAccession, 3, 3},
	"лмк регистр удост": {typeAccession, 4, 4},
	"браслет браслета браслете дубликат дубликата скипас": {typeMRN, 3, 3},
	"fmf иин": {typeMRN, 4, 4},
	"imei сенсор сенсора реагента":   {typeDevice, 3, 3},
	"стент стента кислородник помпа": {typeDevice, 4, 4},
})

func cuesOf(lines map[string]cue) map[string]cue {
	all := map[string]cue{}
	for line, c := range lines {
		for w := range wordSet(line) {
			all[w] = c
		}
	}
	return all
}

// journalNumber reads the number of a journal right behind its word: "R-гр 3391", "моча код
// 5517", "в раб. кр. 55", "(хим 122)", "посев б/п 61-8".
func (t *passage) journalNumber(i int) bool {
	k := t.toks[i]
	if !k.any(listed) || t.english() {
		return false
	}
	c, ok := journalCues[k.fold]
	if !ok || !t.cued(i) {
		return false
	}
	j := i + 1
	for j < i+4 && (t.tok(j).is(".") || t.tok(j).is(":") || t.tok(j).is("!") || t.tok(j).is("№")) && t.tok(j).before <= spaced {
		j++
	}
	if k.fold == "код" && hasAnyPrefix(t.tok(j).fold, codedThings) {
		j++
	}
	if b := t.tok(j); b.fold == "б" && t.tok(j+1).is("/") && t.tok(j+2).fold == "п" {
		j += 3
	}
	named := t.tok(j - 1).is("№")
	n := t.tok(j)
	if !t.free(j) || n.kind != number || n.before > spaced {
		return false
	}
	to, digits := t.codeEnd(j)
	least := c.least
	if to > j+1 {
		least = c.joined
	}
	if named {
		least = 2
	}
	if to == j || digits < least || t.measured(to) || t.isMeasure(j, to) || !named && t.amount(j, to) {
		return false
	}
	t.mark(j, t.moreGroups(j, to), c.kind)
	return true
}

// cued reports whether the word at i is one behind which a journal's number stands: a blood of
// the work's, a photograph of X-rays, a code of what was taken.
func (t *passage) cued(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if p.is(".") {
		p = t.tok(i - 2)
	}
	switch k.fold {
	case "кр", "крови", "кровь":
		return hasAnyPrefix(p.fold, []string{"раб"})
	case "грамма", "граммы", "гр", "графия":
		return t.tok(i-1).is("-") && k.before == glued && rays[t.tok(i-2).fold] || k.before == spaced && t.tok(i-1).in(rays) && k.fold == "гр"
	case "код", "кодом":
		return hasAnyPrefix(p.fold, codedThings) || hasAnyPrefix(t.tok(i+1).fold, codedThings)
	}
	return true
}

// codedThings are stems of what was taken from somebody, or of the two a code is of.
var codedThings = []string{"моч", "кров", "проб", "образ", "слюн", "пац", "донор", "реципиент", "врач"}

// rays are letters of X-rays before a hyphen.
var rays = wordSet("r rg р рг рентгено флюоро")

// amount reports whether the plain figures at i..to may be so much of something, a year or the
// number people dial, and no number of a journal.
func (t *passage) amount(i, to int) bool {
	k, n := t.toks[i], t.tok(to)
	if to > i+1 {
		return false
	}
	if yearly(k) || emergency[k.fold] || k.size > 2 && k.fold[k.size-2:] == "00" {
		return true
	}
	return (n.is(",") || n.is(".") || n.is(":")) && n.before == glued && t.tok(to+1).kind == number && t.tok(to+1).before == glued || n.fold == "на" || n.is("-") && n.before == glued
}
