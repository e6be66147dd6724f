package deidentify

// bareNouns are nouns of organisations in texts where capitals say nothing, and bareKinds
// words before them that name none; bareTails go on behind.
var (
	bareNouns = askable(union(hushedNouns, wordSet("general memorial regional hosp diagnostics radiology physiotherapy physio pediatrics paediatrics orthopedics orthopaedics dental pathology school elementary academy infirmary center centre manor lodge rehab labs laboratory opticians dentistry oncology healthcare daycare preschool montessori ed er foods logistics motors industries holdings enterprises trucking plumbing roofing snf alf nh rh ltc llc ltd inc plc corp corporation gmbh pvt sons bros")))
	bareKinds = union(notBefore, ofAnybody, wordSet(`no any first last next prior old new follow up seen at the in on to by via from of for with is was are were all both each some such he she it they we you i not had has have did does do can could will would should may might must be been being
		medical health care nursing senior adult child childrens infant family primary secondary middle elementary junior public private community specialist tertiary teaching district university college acute rehab rehabilitation day outpatient inpatient ambulatory surgical cancer breast heart chest eye ear nose throat skin foot hand spine back pain sleep wound
		diabetes diabetic renal stroke trauma burn burns asthma anticoagulation inr warfarin memory falls fracture preop postop pre post op antenatal postnatal maternity gynae gynaecology obs ortho orthopedic orthopaedic neuro cardiac cardiology dermatology urology oncology hematology haematology gi ent respiratory chemo infusion dialysis endoscopy imaging radiology ct mri xray lab blood test clinic clinics
		methadone travel wellness walkin walk-in telehealth video phone nurse gp dental veterinary high grade charter boarding sunday medicine pediatrics paediatrics psychiatry psychology physical speech occupational early head start residential assisted skilled long term short stay home hospital main local nearby big small regular usual own online retail`))
)

// bareMates are the words before the last of an organisation's noun of two words.
var bareMates = map[string]map[string]bool{
	"home": wordSet("care nursing funeral rest group"), "living": wordSet("assisted senior independent supported"), "health": wordSet("womens women childrens children behavioral mental community"),
	"practice": wordSet("family medical dental group"), "care": wordSet("urgent hospice memory primary dental eye kidney"), "services": wordSet("ambulance imaging health pathology"), "group": wordSet("medical dental"),
	"school": wordSet("high primary middle elementary secondary grammar infant junior"), "district": wordSet("school"),
}

// bareHead is where an organisation's noun begins that ends at i, or -1.
func (t *passage) bareHead(i int) int {
	j := i - 1
	if t.tok(j).fold == "s" && t.tok(j-1).is("'") {
		j -= 2
	}
	if j >= 0 && bareMates[t.toks[i].fold][t.toks[j].fold] && t.toks[i].before <= spaced {
		return j
	}
	if t.toks[i].in(bareNouns) {
		return i
	}
	return -1
}

// bareOrg reads "at pettyburgh nursing home", "COPY TO BEACON PEDIATRICS" and "kettle creek
// women's health": the words before an organisation's noun, back to a small word, where one
// of them tells.
func (t *passage) bareOrg(i int) bool {
	k := t.toks[i]
	if !k.in(bareNouns) && bareMates[k.fold] == nil || !t.bare() || t.tok(i+1).is(":") {
		return false
	}
	head := t.bareHead(i)
	if head < 0 {
		return false
	}
	from, tells := head, false
	for from > 0 && from > head-5 && t.toks[from].before <= spaced && t.bareName(from-1) {
		from--
		if t.toks[from].is("'") && t.tok(from-1).kind == word {
			from--
		}
		tells = tells || !bareKinds[t.toks[from].fold] && t.tellingName(from)
	}
	for from < head && (bareKinds[t.toks[from].fold] && !t.toks[from].any(townlike|firstName) && !compassWords[t.toks[from].fold] && t.toks[from].fold != "new" || t.toks[from].kind == sign) {
		from++
	}
	if p := t.tok(from - 1); from == head || !tells && !(head-from >= 2 && (p.in(placeLeads) || t.toks[from].before >= wrapped) && !t.toks[from].any(heading)) {
		return false
	}
	if p := t.tok(from - 1); looseNouns[k.fold] && !p.in(placeLeads) && t.toks[from].before < wrapped {
		return false
	}
	to := i + 1
	for t.tok(to).kind == word && t.tok(to).before == spaced && t.tok(to).in(bareNouns) {
		to++
	}
	t.mark(from, to, typeOrg)
	return true
}

// looseNouns are of medicine as well: a small word of place or a line's head must stand before.
var looseNouns = wordSet("surgery pathology dental rehab oncology radiology physio physiotherapy diagnostics labs academy school ed er general memorial regional infirmary")

// bareName reports whether the token at i may be of an organisation's name without the help
// of capitals.
func (t *passage) bareName(i int) bool {
	k := t.tok(i)
	if k.is("'") && k.before == glued || k.is("&") {
		return true
	}
	return k.kind == word && !t.taken[i] && !k.in(stopsName) && !k.any(medicinal|monthly|measuring) && !(k.any(callingWord) && !k.any(common|firstName))
}

// placeLeads stand right before a place or an organisation.
var placeLeads = wordSet("at from to in by near via")
