package deidentify

import (
	_ "embed" // the abbreviations
	"sync"
)

//go:embed lexicon/abbreviations-en.txt
var abbreviationLines string

// abbreviationsEn are capitals of medicine that name no organisation.
var abbreviationsEn = sync.OnceValue(func() map[string]bool { return readSet(abbreviationLines) })

var orgWordsEn = wordSet(`hospital clinic center centre university institute laboratory laboratories medical healthcare pharmacy school college academy primary elementary surgery practice imaging diagnostics nursery preschool inn hotel motel trust nhs church company group associates partners bank foundation hospice infirmary rehab radiology labs factory docks warehouse bakery garage restaurant cafe library llc inc corp ltd insurance home lodge manor jail prison reformatory shelter stadium sheriff clinics pharmacies sciences rail railway railways airways airlines constabulary council motors industries logistics construction foods farms orchards dairy brewery depot hub univ surgeons physicians specialists house health
	hospitals schools daycare creche kindergarten montessori ambulance police dental dentistry orthopaedics orthopedics nh ctr hosp pathology seafood market supermarket stores salon gym tavern pub airport authority office regiment rifles battalion plc gmbh llp bros society charity federation club theatre museum farm ranch quarry refinery temple mosque gurdwara chapel cathedral synagogue parish monastery convent tpa hostel pathlabs clinicals nursing casino glassworks steelworks ironworks waterworks packers carers csb cannery creamery winery distillery shipyard haulage scaffolding colliery freight trucking roofing plumbing grammar`)

// englishOrg reads a run of capitals that ends in an organisation's noun.
func (t *passage) englishOrg(i int) {
	if t.toks[i].fold == "health" && (t.tok(i-1).any(heading) || ofAnybody[t.tok(i-1).fold]) {
		return
	}
	from := t.orgHead(i)
	to := i + 1
	for t.tok(to).capital() && (t.tok(to).any(orgEnglish) || orgTails[t.tok(to).fold]) && t.tok(to).before == spaced {
		to++
	}
	if of := t.tok(to); (of.fold == "of" || of.fold == "for" && (t.toks[i].fold == "centre" || t.toks[i].fold == "center" || t.toks[i].fold == "institute")) && t.tok(to+1).capital() {
		to = t.properName(to + 1)
	}
	numbered := t.orgNumber(to) > to
	to = t.orgNumber(to)
	if from == i-1 && t.opens(from) && t.toks[i].shape == upper && t.toks[from].any(inDictionary) {
		return // FRACTURE CLINIC
	}
	for j := from; j < i; j++ {
		if partsEn[t.toks[j].fold] {
			return // Dept of General Surgery
		}
	}
	if n := t.tok(to); n.shape == title && n.before == spaced && !n.any(inDictionary|heading|callingWord|labelling|firstName) && !t.tok(to+1).is(":") && to == i+1 && from < i {
		to++ // American Hospital Dubai
		from = min(from, i-1)
		t.mark(from, to, typeOrg)
		return
	}
	if from < i && (numbered || !(from == i-1 && t.opens(from) && t.toks[from].any(genericWord))) {
		t.mark(from, to, typeOrg)
	}
}

// orgHead is where the name begins that ends in the organisation's noun at i.
func (t *passage) orgHead(i int) int {
	from := i
	for from > 0 && from > i-6 {
		p := t.toks[from-1]
		if t.toks[from].before > spaced && !t.brokenName(from) || !(p.capital() || p.is("'") || p.is("&") || p.is("-") && p.before == glued || p.is(".") && cutBeforeNoun[t.tok(from-2).fold] || p.fold == "of" || p.fold == "s" && t.tok(from-2).is("'")) {
			break
		}
		if p.shape == upper && p.size > 1 && (orgStops[p.fold] || t.toks[i].shape == title && p.size > 4 && p.any(inDictionary)) {
			break // BROUGHT FROM SUNRISE HOME; DISCHARGE NOTE Mill Hospital
		}
		from--
	}
	for from < i && (!t.toks[from].capital() || from < i-1 && t.opens(from) && (cues[t.toks[from].fold] || leadsOrg[t.toks[from].fold])) {
		from++
	}
	return from
}

// cutBeforeNoun are cut words of an organisation's name: "St. Luke's Hospital", "Hinds Co. Jail".
var cutBeforeNoun = wordSet("st co mt ft univ mem")

// orgNumber steps over "No. 15" behind an organisation's noun.
func (t *passage) orgNumber(to int) int {
	if t.tok(to-1).fold == "no" {
		to--
	}
	n := to + 1
	if t.tok(n).is(".") {
		n++
	}
	if t.tok(to).fold == "no" && t.tok(n).kind == number && t.tok(n).size <= 4 {
		return n + 1
	}
	return to
}

// partsEn are parts of an organisation, whose words name none.
var partsEn = wordSet("dept department division unit section faculty date head director course history")

// orgStops are small words in capitals that end the way back from an organisation's noun.
var orgStops = wordSet("at by from for in on to via with and or the per into near")

// leadsOrg are words of a sentence's head that are no part of the organisation behind.
var leadsOrg = wordSet("attends attended visits visited at from to for with gp school tpa employer seen scan insurance pharmacy clinic studies the uses used takes via runs owns works lives needs")

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
var wardsEn = wordSet("nsicu cvicu cticu nccu pcu imcu dou mau amu sau cdu eau acu scbu lnu nicu picu pacu sicu micu cicu stat icu emergency theatre home rest work school night recovery reception triage majors minors resus")

// ofAnybody are words before "health" that make it nobody's name.
var ofAnybody = wordSet("mental public home behavioral behavioural occupational women's womens men's global oral community sexual physical reproductive s good general occ")
