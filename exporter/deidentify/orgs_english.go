package deidentify

var orgWordsEn = wordSet("hospital clinic center centre university institute laboratory laboratories medical healthcare pharmacy school college academy primary elementary surgery practice imaging diagnostics nursery preschool inn hotel motel trust nhs church company group associates partners bank foundation hospice infirmary rehab radiology labs factory docks warehouse bakery garage restaurant cafe library llc inc corp ltd insurance home lodge manor jail prison reformatory shelter stadium sheriff clinics pharmacies sciences rail railway railways airways airlines constabulary council motors industries logistics construction foods farms orchards dairy brewery depot hub univ")

// englishOrg reads a run of capitals that ends in an organisation's noun.
func (t *passage) englishOrg(i int) {
	from := i
	for from > 0 && from > i-6 {
		p := t.toks[from-1]
		if t.toks[from].before > spaced || !(p.capital() || p.is("'") || p.is("&") || p.is(".") && t.tok(from-2).fold == "st" || p.fold == "of" || p.fold == "s" && t.tok(from-2).is("'")) {
			break
		}
		from--
	}
	for from < i && !t.toks[from].capital() {
		from++
	}
	to := i + 1
	for t.tok(to).capital() && orgWordsEn[t.tok(to).fold] && t.tok(to).before == spaced {
		to++
	}
	if t.tok(to).fold == "of" && t.tok(to+1).capital() {
		to = t.properName(to + 1)
	}
	if from < i && !(from == i-1 && t.opens(from) && t.toks[from].any(genericWord)) {
		t.mark(from, to, typeOrg)
	}
}
