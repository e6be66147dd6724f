package deidentify

var orgWordsEn = wordSet("hospital clinic center centre university institute laboratory laboratories medical healthcare pharmacy school college academy primary elementary surgery practice imaging diagnostics nursery preschool inn hotel motel trust nhs church company group associates partners bank foundation hospice infirmary rehab radiology labs factory docks warehouse bakery garage restaurant cafe library llc inc corp ltd insurance home lodge manor jail prison reformatory shelter stadium sheriff clinics pharmacies sciences rail railway railways airways airlines constabulary council motors industries logistics construction foods farms orchards dairy brewery depot hub univ surgeons physicians specialists house health")

// englishOrg reads a run of capitals that ends in an organisation's noun.
func (t *passage) englishOrg(i int) {
	from := i
	if t.toks[i].fold == "health" && (t.tok(i-1).any(heading) || ofAnybody[t.tok(i-1).fold]) {
		return
	}
	for from > 0 && from > i-6 {
		p := t.toks[from-1]
		if t.toks[from].before > spaced || !(p.capital() || p.is("'") || p.is("&") || p.is(".") && t.tok(from-2).fold == "st" || p.fold == "of" || p.fold == "s" && t.tok(from-2).is("'")) {
			break
		}
		from--
	}
	for from < i && (!t.toks[from].capital() || from < i-1 && t.opens(from) && (cues[t.toks[from].fold] || leadsOrg[t.toks[from].fold])) {
		from++
	}
	to := i + 1
	for t.tok(to).capital() && t.tok(to).any(orgEnglish) && t.tok(to).before == spaced {
		to++
	}
	if t.tok(to).fold == "of" && t.tok(to+1).capital() {
		to = t.properName(to + 1)
	}
	if from == i-1 && t.opens(from) && t.toks[i].shape == upper && t.toks[from].any(inDictionary) {
		return // FRACTURE CLINIC
	}
	if from < i && !(from == i-1 && t.opens(from) && t.toks[from].any(genericWord)) {
		t.mark(from, to, typeOrg)
	}
}

// leadsOrg are words of a sentence's head that are no part of the organisation behind.
var leadsOrg = wordSet("attends attended visits visited at from to for with gp school tpa employer seen scan insurance pharmacy clinic studies the")

// lettersAt reads "workup at SGPGI": capitals that are no word behind "at".
func (t *passage) lettersAt(i int) bool {
	k := t.toks[i]
	if !t.english() || t.shouted() || k.shape != upper || k.size < 4 || k.any(inDictionary|shortForm|heading) || t.tok(i-1).fold != "at" || wardsEn[k.fold] || k.before > spaced {
		return false
	}
	t.mark(i, i+1, typeOrg)
	return true
}

// wardsEn are capitals that are parts of any hospital.
var wardsEn = wordSet("nicu picu pacu sicu micu cicu stat icu emergency theatre home rest work school night")

// ofAnybody are words before "health" that make it nobody's name.
var ofAnybody = wordSet("mental public home behavioral behavioural occupational women's womens men's global oral community sexual physical reproductive s good general")
