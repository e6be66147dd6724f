package deidentify

import (
	_ "embed" // the hospitals
	"strings"
	"sync"
)

//go:embed lexicon/hospitals-en.txt
var hospitalLines string

// hospitalsEn are the other words of hospitals' names by their first.
var hospitalsEn = sync.OnceValue(func() map[string][][]string {
	m := map[string][][]string{}
	for line := range strings.Lines(hospitalLines) {
		if words := strings.Fields(line); len(words) > 0 && words[0] != "#" {
			m[words[0]] = append(m[words[0]], words[1:])
		}
	}
	return m
})

// knownHospital reads "op at Castle Hill" and "agreed to go to treliske": a hospital everybody
// knows, of one word behind a word of place.
func (t *passage) knownHospital(i int) bool {
	k := t.toks[i]
	if k.shape == lower && !t.bare() {
		return false
	}
	rests := hospitalsEn()[k.fold]
	if rests == nil {
		return false
	}
	best := i
	for _, rest := range rests {
		best = max(best, t.hospitalEnd(i+1, rest, k.shape))
	}
	for best > i && orgEnds[t.tok(best).fold] && t.tok(best).before == spaced && t.tok(best).shape == k.shape {
		best++
	}
	p := t.tok(i - 1)
	led := p.kind == sign || p.in(placeLeads) || t.leadsHospital(i) || p.fold == "the" || t.toks[i].before > spaced
	if best == i || best == i+1 && !led || best > i+1 && !led && !t.closes(best) && t.tok(best).kind == word && !t.tok(best).in(stopsName) && t.tok(best).shape == lower && !t.bare() {
		return false
	}
	t.mark(i, best, typeOrg)
	return true
}

// hospitalLeads are what was done at a hospital, or is there, right before its name.
var hospitalLeads = wordSet("stent stents list cxr xr scan op admitted adm clinic seen follow fup ref referred tx bloods dialysis surgery er ed icu theatre")

// leadsHospital reports whether such a word or "A&E" stands before the name at i.
func (t *passage) leadsHospital(i int) bool {
	p := t.tok(i - 1)
	return p.kind == word && (hospitalLeads[p.fold] || p.fold == "e" && (t.tok(i-2).is("&") || t.tok(i-2).is("+")))
}

// hospitalEnd is the end of the other words of a hospital's name at i, with 's where it is
// written, or 0.
func (t *passage) hospitalEnd(i int, rest []string, shape letterCase) int {
	if t.tok(i).is("'") && t.tok(i+1).fold == "s" && t.tok(i).before == glued {
		i += 2
	}
	for _, w := range rest {
		k := t.tok(i)
		if k.is(".") && k.before == glued {
			i++
			k = t.tok(i)
		}
		if k.before > spaced || k.fold != w && k.fold+"s" != w || k.kind == word && shape != lower && k.shape == lower && k.size > 3 {
			return 0
		}
		if i++; k.fold+"s" == w && t.tok(i).is("'") && t.tok(i+1).fold == "s" {
			i += 2
		} else if k.fold != w {
			return 0
		}
	}
	return i
}

// doubleLetters are capitals of well-known hospitals and universities that are words or
// abbreviations of medicine too: they must stand where a place does.
var doubleLetters = wordSet("gosh qmc rph uhl rsh cmh dhh uci msu fsh cgh nuh uch kem cmc gmh pch rah bch nhs cuh sph kgh hsc lgh mgh rvh rgh bgh dri bri gri nmh pmh tgh ucc kfu cumh rdh usgs npcc")

// doctorWords are departments and deeds right before the capitals of where they are.
var doctorWords = wordSet("clinic visit itu icu nicu picu seen eval neurosurg neurosurgery neurology cardiology oncology ortho ent opd renal surg surgery ward ed fellow adm wing grinder hydrologist university college school grad a+e tx retired cur")

// doubleMeant reads "ITU QMC", "Seen CMH emerg", "at GOSH, had" and "# CLINIC   DHH".
func (t *passage) doubleMeant(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	listed := k.in(doubleLetters)
	if k.shape != upper || t.shouted() || !listed && !t.unknownLetters(i, 3) || n.kind == number && n.before == glued || p.is("-") || n.is("-") && n.before == glued {
		return false
	}
	placed := p.kind == word && (p.in(doctorWords) || listed && p.in(placeLeads) && p.shape == lower || p.fold == "w" && listed)
	if adm := t.tok(i - 2); p.fold == "e" && (adm.is("+") || adm.is("&")) {
		placed = true // A+E UHL
	}
	if p.fold == "u" && t.tok(i-2).is("/") && listed || (p.is("→") || p.is(">") && t.tok(i-2).is("-")) && listed {
		placed = true // w/u TGH, -> CUH
	}
	if !placed || !listed && k.before > spaced {
		return false
	}
	t.mark(i, i+1, typeOrg)
	return true
}

// placeTrades are lower nouns of places of work behind a name.
var placeTrades = wordSet("garage depot mill colliery pit shipyard brewery quarry mine docks barracks airbase steelworks cannery sawmill abattoir")

// tradePlace reads "bus inspector (Merton garage)" and "at Tolland colliery".
func (t *passage) tradePlace(i int) bool {
	n := t.tok(i + 1)
	if !n.in(placeTrades) || n.shape != lower || n.before != spaced || t.opens(i) && !t.tok(i-1).is("(") || t.toks[i].any(heading|medicinal|callingWord|monthly) {
		return false
	}
	t.mark(t.titlesBefore(i), i+2, typeOrg)
	return true
}

// namedBranch are what a practice is for, behind the name that it has; placeSites are everyday
// words that practices are named by.
var (
	namedBranch = wordSet("heart skin eye kidney spine cardiology derm dermatology urology gi neurology oncology pulmonary ent lab diabetes physiotherapy physio pediatrics paediatrics radiology pathology orthopedics orthopaedics ortho dental rehab women")
	placeSites  = wordSet("riverside lakeside hillside seaside bayside parkside northside southside westside eastside harbour harbor valley hillcrest grove meadow meadows sunrise evergreen lakeview bayou beacon summit oak cedar maple willow")
)

// branchOf reads "f/u Sandmoor Heart", "ENCOUNTER - Windward Skin" and "at Riverside Women's Health".
func (t *passage) branchOf(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if !k.in(namedBranch) || k.before != spaced || p.shape != title || !t.free(i-1) || p.any(heading|callingWord|medicinal|monthly|built) || bareKinds[p.fold] {
		return false
	}
	to := i + 1
	if k.fold == "women" {
		if to = i + 4; t.tok(i+2).fold != "s" || t.tok(i+3).fold != "health" {
			return false
		}
	}
	from := t.titlesBefore(i)
	if t.sitesOnly(from, i) && to == i+1 {
		t.mark(from, to, typeOrg)
		return true
	}
	if p.any(inDictionary) && !p.in(placeSites) && !t.tok(i-2).is("-") && !t.tok(i-2).is("–") || t.tok(to).is(":") || t.tok(to).capital() && t.tok(to).before <= spaced {
		return false
	}
	q := t.tok(from - 1)
	if !(q.is("-") || q.is("–") || q.is(":") || q.is(",") || q.is("(") || q.is("@") || q.kind == word && (q.in(placeLeads) || q.fold == "u" || q.fold == "fu" || q.fold == "with" || q.fold == "w")) {
		return false
	}
	t.mark(from, to, typeOrg)
	return true
}

// sitesOnly reports whether the two words and more at from..to-1 are of a place, one of them
// of a street, a shore or a town: "Harbour Street Neurology", "East Coast Physio".
func (t *passage) sitesOnly(from, to int) bool {
	tells := false
	for j := from; j < to; j++ {
		k := t.toks[j]
		if k.any(medical|medicinal|monthly) || bareKinds[k.fold] && !compassWords[k.fold] && !k.any(townlike|firstName) {
			return false
		}
		tells = tells || !k.any(inDictionary) || k.any(townlike) || streetWordEn[k.fold] || placeEnds[k.fold] || placeSites[k.fold] || k.fold == "coast" || k.fold == "counties"
	}
	return tells && to >= from+2
}

// theNames are hospitals that have an article.
var theNames = wordSet("mater coombe christie rotunda priory marsden nuffield brompton whittington lister alfred dumont hague beeches willows laurels limes elms oaks cedars poplars firs pines grange hollies haven lodge manor croft dell maltings orchards gables birches chestnuts sycamores glebe")

// theKnown reads "told the Mater (Ms Yang)" and "To the Beeches": a hospital or a home with its article.
func (t *passage) theKnown(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if !k.in(theNames) || p.fold != "the" || k.before != spaced || !t.free(i-1) {
		return false
	}
	if n := t.tok(i + 1); k.any(inDictionary) && k.fold != "priory" && k.fold != "mater" && p.shape == lower && n.kind == word && n.shape == lower && n.before == spaced && !inside[n.fold] && !stopsName[n.fold] && !homeStaff[n.fold] {
		return false
	}
	t.mark(i-1, t.capitalTail(i+1), typeOrg)
	return true
}
