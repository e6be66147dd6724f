package deidentify

// latinEnds are Russian surnames' endings in Latin letters.
var latinEnds = []string{"ov", "ova", "ev", "eva", "enko", "sky", "skiy", "skii", "skaya", "skaia", "shvili", "dze", "chuk", "yan", "ian", "ulin", "ulina", "vich", "vna"}

// strangeLatin decides in Russian text by the ending alone, where devices and
// germs have Latin names; in English text by the dictionary.
func (t *passage) strangeLatin(i int) bool {
	k := t.toks[i]
	if k.fold[0] > 'z' && !t.english() {
		return false
	}
	if !t.english() {
		return hasEnd(k.fold, latinEnds, 5) && !k.any(inDictionary)
	}
	if p := t.tok(i - 1); k.shape == title && !t.opens(i) && p.kind == word && p.shape == lower && k.before == spaced && k.any(inDictionary) && !k.any(medical) && !t.termRun(i) && !t.compound(i) && !toBe[p.fold] && !t.titled(i) {
		return true
	}
	if k.any(inDictionary|built) || t.compound(i) || hasEnd(k.fold, germEnds, 6) && !k.any(firstName) {
		return false
	}
	if k.shape == upper && !t.shouted() {
		return k.size > 4 && !k.any(surnamed|eponymous|shortForm) && !abbreviationsEn()[k.fold] && t.uttered(i)
	}
	if k.shape == upper {
		return t.shouted() && k.size > 3 && !k.any(credentialed) && spokenLatin(k.fold)
	}
	if k.shape == mixed && !hasAnyPrefix(k.fold, []string{"mc", "mac", "de", "o", "la", "le", "van", "di", "fitz", "st"}) {
		return false // DaTSCAN, EverFlo
	}
	return !t.opens(i) || t.afterCut(i) || t.actsEnglish(i) || k.shape == title && k.size > 3 && !k.any(eponymStemmed)
}

// termRun reports whether the everyday word with a capital at i stands in a run of them
// of which one is medicine's: "Obstructive Sleep Apnea".
func (t *passage) termRun(i int) bool {
	if t.toks[i].any(firstName | common | surnameToo) {
		return false
	}
	for _, step := range []int{-1, 1} {
		for j := i + step; t.tok(j).shape == title && t.tok(max(j, j-step)).before == spaced && t.tok(j).any(inDictionary) && !t.tok(j).any(firstName|common|surnameToo); j += step {
			if t.tok(j).any(medical | medicinal) {
				return true
			}
		}
	}
	return false
}

// uttered reports whether capitals inside English text read like a surname where one may
// stand: "witnessed SAVAGE", "crew HODGSON/IQBAL".
func (t *passage) uttered(i int) bool {
	p, n := t.tok(i-1), t.tok(i+1)
	if !spokenLatin(t.toks[i].fold) || n.kind == number || n.before == glued && n.kind != sign || n.is("-") && n.before == glued || p.is("-") && t.toks[i].before == glued || t.toks[i].before > spaced {
		return false
	}
	return p.kind == word && p.shape == lower && !p.any(takingWord|dateAsking) && !smallLeads[p.fold] || p.any(triggerWord) || p.is("/") && t.taken[i-2] || n.is(",") && t.tok(i+2).shape == title && t.tok(i+2).any(firstName)
}

// smallLeads are small words behind which capitals are a medicine or a scale as well.
var smallLeads = wordSet("on of the a an with for in no not and or plus mg ml started given via per using iv po")

// germEnds are endings of the Latin names of germs and of parts of the body.
var germEnds = []string{"ella", "coccus", "cocci", "bacter", "bacterium", "monas", "plasma", "bacillus", "spora", "myces", "virus", "viridae", "ium", "oides", "asis"}

// titled reports whether the word at i is one of a heading's: "Department of Cardiology".
func (t *passage) titled(i int) bool {
	w := t.tok(i - 2)
	return headingJoints[t.tok(i-1).fold] && w.capital() && w.any(inDictionary|heading)
}

var headingJoints = wordSet("of and for in the on with to")

// toBe are words behind which a capital says no name («The lungs are Clear»).
var toBe = wordSet("is are was were be been the a an no")

var doesEnglish = wordSet("presents presented presenting denies denied reports reported states stated complains complained was is has had seen returns returned called underwent lives works says said")

func (t *passage) actsEnglish(i int) bool {
	n := t.tok(i + 1)
	return n.shape == lower && n.before == spaced && doesEnglish[n.fold]
}
