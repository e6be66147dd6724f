package deidentify

// tailNouns stand behind the name of an organisation that other rules read as a place, a
// person or without its noun: "Kaitaia hosp", "Lumlang pharmacy", "Kettering General ED".
var tailNouns = wordSet("hosp hospital clinic pharmacy chemist surgery practice nursery school elem academy court courthouse chamber chambers college uni university hc infirmary hospice home church mosque temple store depot ed er opd dialysis physio physiotherapy radiology pathology pediatrics paediatrics rehab dental opticians foundation trust prison jail gen general med medical ctr")

// tailCapitals are more of them with a capital behind a place, workSites where people work.
var (
	tailCapitals = union(lastNouns, homesInShort, wordSet("base comprehensive regional memorial isd ms jhs"))
	workSites    = wordSet("airport airfield mine mill plant quarry warehouse sawmill cannery refinery smelter")
)

// tailPairs are nouns of two words, by the first.
var tailPairs = map[string]map[string]bool{
	"magistrates": wordSet("court"), "crown": wordSet("court"), "county": wordSet("court hospital hosp council"), "community": wordSet("hospital hosp clinic"), "cottage": wordSet("hospital hosp"), "general": wordSet("hospital hosp"), "district": wordSet("hospital hosp"), "memorial": wordSet("hospital hosp"), "regional": wordSet("hospital hosp"), "base": wordSet("hospital hosp"), "home": wordSet("care"), "family": wordSet("practice lab dental medicine health docs doctors eye"), "health": wordSet("centre center ctr hub board authority unit post"), "head": wordSet("start"), "draw": wordSet("site"), "band": wordSet("club"), "convention": wordSet("centre center"), "road": wordSet("dept department"), "primary": wordSet("school care health"), "high": wordSet("school"),
	"nursing": wordSet("home"), "care": wordSet("home"), "medical": wordSet("centre center practice"), "police": wordSet("station"), "fire": wordSet("station"), "train": wordSet("station"), "air": wordSet("ambulance"), "city": wordSet("council hospital"), "urgent": wordSet("care"), "elementary": wordSet("school"),
}

// nounBehind widens the mark of that number over such a noun right behind it.
func (t *passage) nounBehind(n int) {
	m := t.marks[n]
	k, last := t.tok(m.to), t.toks[m.to-1]
	to := m.to + 1
	if mates, n := tailPairs[k.fold], t.tok(to); mates[n.fold] && n.before == spaced && t.free(to) {
		to++
	} else if named := m.kind != typePerson; !k.in(tailNouns) && !(named && k.shape != lower && tailCapitals[k.fold]) && !(named && k.in(workSites)) {
		return
	}
	if !t.english() || !t.free(m.to) || k.kind != word || k.before != spaced || last.kind != word || last.size < 3 && !(last.fold == "s" && t.tok(m.to-2).is("'")) || (k.fold == "ed" || k.fold == "er") && k.shape != upper && !t.bare() {
		return
	}
	if p := t.tok(m.from - 1); m.kind == typePerson && (last.shape == lower && !t.bare() || p.any(triggerWord|staffWord) || p.is(".") && t.tok(m.from-2).any(triggerWord|curtailed) || p.in(formal) || p.in(whoWords)) {
		return
	}
	if m.kind == typePerson && (k.fold == "home" || k.fold == "school" || k.fold == "church" || k.fold == "store") && k.shape == lower && !t.bare() {
		return // took Nadia home
	}
	t.marks[n].to, t.marks[n].kind = to, typeOrg
	for i := m.to; i < to; i++ {
		t.taken[i] = true
	}
}
