package deidentify

// tailNouns stand behind the name of an organisation that other rules read as a place, a
// person or without its noun: "Kaitaia hosp", "Lumlang pharmacy", "Kettering General ED".
var tailNouns = wordSet("hosp hospital clinic pharmacy chemist surgery practice nursery school elem academy court courthouse chamber chambers college uni university hc infirmary hospice home church mosque temple store depot ed er opd dialysis physio physiotherapy radiology pathology pediatrics paediatrics rehab dental opticians foundation trust prison jail")

// nounBehind widens the mark of that number over such a noun right behind it.
func (t *passage) nounBehind(n int) {
	m := t.marks[n]
	k, last := t.tok(m.to), t.toks[m.to-1]
	if !t.english() || !t.free(m.to) || k.kind != word || k.before != spaced || !tailNouns[k.fold] || last.kind != word || last.size < 3 || (k.fold == "ed" || k.fold == "er") && k.shape != upper && !t.bare() {
		return
	}
	if p := t.tok(m.from - 1); m.kind == typePerson && (last.shape == lower && !t.bare() || p.any(triggerWord|staffWord) || p.is(".") && t.tok(m.from-2).any(triggerWord|curtailed) || formal[p.fold] || whoWords[p.fold]) {
		return
	}
	if m.kind == typePerson && (k.fold == "home" || k.fold == "school" || k.fold == "church" || k.fold == "store") && k.shape == lower && !t.bare() {
		return // took Nadia home
	}
	t.marks[n].to, t.marks[n].kind = m.to+1, typeOrg
	t.taken[m.to] = true
}
