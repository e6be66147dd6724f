package deidentify

import (
	_ "embed" // the towns
	"sync"
)

//go:embed lexicon/towns-world.txt
var worldLines string

// worldTowns are larger towns of the world of one word.
var worldTowns = sync.OnceValue(func() map[string]bool { return readSet(worldLines) })

// worldTown reports whether a folded word is one of them and nothing else in a report.
func worldTown(w string) bool { return worldTowns()[w] && !explainedTown(w) && !ordinary()[w] }

// townAlone reads ", CHENNAI" and "from lahore" where capitals say nothing: a town behind a
// comma, a small word of place or at the end of its line.
func (t *passage) townAlone(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.size < 5 || !t.english() || !t.bare() || k.any(inDictionary) || !worldTown(k.fold) || t.tok(i+1).kind == number && t.tok(i+1).before == spaced || t.borne(i, i+1) {
		return false
	}
	if k.before == glued || !t.hushed() && !p.is(",") && !p.is("(") && !p.in(placeLeads) && p.fold != "ex" && p.fold != "nr" && !(i+1 >= len(t.toks) || t.tok(i+1).before >= tabbed) {
		return false
	}
	t.mark(i, i+1, typeLocation)
	return true
}

// placeHeads begin the names of places before a name or a word.
var placeHeads = wordSet("new east west north south port lake san santa fort st mount mt el la los las upper lower great little old saint point cape")

// placeEnds end the names of places made of a name and a word.
var placeEnds = wordSet("ville hill hills flats city park springs beach creek falls heights valley bay lake lakes island islands green bridge cross junction town village grove ridge point harbor harbour river rock mills mill forest county parish hts jct twp")

// liveCues are words of living and travelling before the small word and a place.
var liveCues = wordSet("lives live lived living stays staying stayed born moved moving returned resident residents native travelled traveled travel flew flown visiting visited farmer pt patient originally hails comes came raised grew trip holiday refugee student student's man woman lady gentleman male female emigrated immigrated fisherman teacher nurse driver miner clerk worker based relocated")

// barePlace reads "lives in east harlowe", "RETIRED FARMER FROM PORT NIGEL" and "pharmacy in
// ticonderoga": a place where capitals say nothing.
func (t *passage) barePlace(i int) bool {
	p, q := t.tok(i-1), t.tok(i-2)
	if p.kind != word || !t.english() || p.fold != "in" && p.fold != "from" && p.fold != "of" && p.fold != "to" && p.fold != "near" && p.fold != "nr" && p.fold != "at" && p.fold != "via" || !t.bare() || t.toks[i].before > wrapped {
		return false
	}
	lives := liveCues[q.fold] || q.fold == "up" || q.fold == "back"
	if !lives && p.fold != "from" && p.fold != "near" && p.fold != "nr" && p.fold != "via" && !(p.fold == "in" && countyWords[t.tok(i+1).fold]) && !(p.fold == "at" && placeVerbs[q.fold]) && !(p.fold == "in" && (t.toks[i].any(townlike) || placeNounsEn[q.fold])) {
		return false
	}
	to := t.placeWords(i, lives)
	if to == i {
		return false
	}
	t.mark(i, to, typeLocation)
	return true
}

// placeWords is the end of a place's name at i: a name or a word nobody knows, words of
// places before and behind it; or i.
func (t *passage) placeWords(i int, lives bool) int {
	j := i
	if placeHeads[t.toks[i].fold] && lives {
		j++
	}
	k := t.tok(j)
	named := k.kind == word && k.size > 3 && k.before <= spaced && t.nameWord(j) && !t.taken[j]
	switch {
	case !named:
		return i
	case j > i && (t.tellingName(j) || placeEnds[k.fold]):
	case lives && t.tellingName(j) && !k.any(medicinal) && (!k.any(common) || placeEnds[t.tok(j+1).fold]):
	case countyWords[t.tok(j+1).fold] && t.tok(j+1).before == spaced && !k.any(medicinal|medical):
	case k.size > 4 && t.strangeRun(j) > j+1:
		return t.strangeRun(j)
	case k.size > 4 && !k.any(explaining|common|firstName|abbreviated|shortForm|measuring|drugEnded) && (t.closes(j+1) || t.tok(j+1).in(stopsName) || t.tok(j+1).kind == number) && !t.product(j) && !hasEnd(k.fold, noPlaceEnds, 5):
	default:
		return i
	}
	for j++; t.tok(j).kind == word && t.tok(j).before == spaced && placeEnds[t.tok(j).fold]; j++ {
	}
	return j
}

// countyWords say that the word before is a place.
var countyWords = wordSet("county parish township twp borough")

// strangeRun is the end of two or three words at i that no list explains and that end a
// clause, or i.
func (t *passage) strangeRun(i int) int {
	to := i
	for ; to < i+3 && t.free(to); to++ {
		if k := t.toks[to]; k.kind != word || k.size < 4 || to > i && k.before != spaced || k.any(explaining|abbreviated|shortForm|measuring|drugEnded|credentialed) || hasEnd(k.fold, noPlaceEnds, 5) || t.product(to) || abbreviationsEn()[k.fold] {
			break
		}
	}
	if to < i+2 || !t.closes(to) && !stopsName[t.tok(to).fold] && t.tok(to).kind == word {
		return i
	}
	return to
}

// noPlaceEnds end words of medicine.
var noPlaceEnds = []string{"itis", "osis", "emia", "aemia", "oma", "pathy", "ectomy", "otomy", "ostomy", "scopy", "gram", "graphy", "ology", "uria", "algia", "plasty", "ase", "ine", "ate", "ide", "al", "ic", "ous", "ally", "ed", "ing", "ies"}

// placeVerbs stand before "at" and where it was.
var placeVerbs = wordSet("seen treated fellow reg registrar consultant delivered surgery scan mri ct admitted op operated appt clinic clinics echo angio done followed known under born school works worked team friday monday tuesday wednesday thursday court hearing")

// placeNounsEn are what a town has, before "in" and its name.
var placeNounsEn = wordSet("pharmacy clinic hospital school shop store house home flat apartment prison church mosque temple hotel office surgery university college factory farm hostel practice imaging radiology family parents mother father brother sister son daughter kids children job work")
