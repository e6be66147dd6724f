package deidentify

// What is left beside an organisation that was found: the article and the first words of its
// name, its last noun, what "and" and a hyphen join to it, the number of a shop.

// homesInShort are kinds of homes, schools and departments in capitals behind the name of one.
var homesInShort = wordSet("snf alf ltc ltac ltach irf rcf icf hmo hd dc hs afb ems fc cic")

// storeBrands are chains whose shops have numbers.
var storeBrands = wordSet("walgreens walmart cvs publix kroger safeway costco target meijer heb albertsons riteaid aid wegmans vee hyvee winndixie sams lowes starbucks mcdonalds dunkin shaws vons ralphs smiths osco rexall shoppers tesco boots")

// restOfOrgEnglish widens an organisation found to both sides, and the town or the name behind a
// chain of hospitals to the whole: "⟦Mayo⟧ Eau Claire".
func (t *passage) restOfOrgEnglish(m mark) {
	if p := t.tok(m.from - 1); m.kind != typeOrg && p.shape == title && p.in(chainsEn) && !t.taken[m.from-1] && t.toks[m.from].before == spaced && t.toks[m.from].shape == title && !givenChains[p.fold] {
		t.mark(m.from-1, m.to, typeOrg)
		return
	}
	if m.kind != typeOrg {
		return
	}
	from, to := t.orgBefore(m), t.storeNumber(m.from, t.orgBehind(m.to))
	if from < m.from || to > m.to {
		t.mark(from, to, typeOrg)
	}
}

// orgBefore goes left from an organisation over the capitals that lead to it and the article:
// "⟦the Horton⟧ Park", "⟦Balfour⟧ Beatty", "⟦Royal Devon and⟧ Exeter Hospital".
func (t *passage) orgBefore(m mark) int {
	from := m.from
	for n := 0; n < 3 && from > 0 && t.toks[from].before == spaced && t.toks[from].capital(); n++ {
		if and := t.tok(from - 1); (and.is("&") || and.fold == "and") && t.firstOfOrg(from-2) && !t.opens(from-2) {
			from -= 2
			continue
		}
		if !t.firstOfOrg(from - 1) {
			break
		}
		from--
	}
	if p := t.tok(from - 1); p.fold == "the" && t.free(from-1) && t.toks[from].before == spaced && (t.toks[from].capital() || t.bare()) {
		from--
	}
	return from
}

// firstOfOrg reports whether the capital word at i, which nobody took, belongs to the name of
// the organisation right behind it.
func (t *passage) firstOfOrg(i int) bool {
	k := t.tok(i)
	if k.kind != word || k.shape != title || k.size < 3 || t.tok(i+1).before != spaced || k.any(heading|callingWord|triggerWord|monthly|measuring|credentialed|staffWord) || cyrillic(k.fold) {
		return k.fold == "sun" && k.shape == title && t.free(i) && !t.opens(i) && t.tok(i+1).before == spaced
	}
	if i < 0 || t.taken[i] || t.kept[i] && !chainsEn[k.fold] && !keptTowns[k.fold] && k.any(inDictionary) {
		return false
	}
	if bareKinds[k.fold] && !k.any(townlike|firstName) || stopsName[k.fold] || leadsOrg[k.fold] || cues[k.fold] || partsEn[k.fold] || k.in(sureLabels) || nounsBefore[k.fold] || k.fold == "ins" || k.any(medicinal|medical|genericWord) && !t.kept[i] {
		return false
	}
	return !k.any(inDictionary) || k.any(common|firstName|townlike) || placeSites[k.fold] || !t.opens(i)
}

// lastNouns end the names of organisations whatever stands before.
var lastNouns = wordSet("fund physio workshops workshop forestry logistics assoc assocs associates care program programme facility charter hub garage office chemist diner depot warehouse packing chemists opticians heart children childrens parish ctr centre center clinic hospital health")

// orgBehind goes right from the end of an organisation over its last nouns, what "of" says of it
// and what a hyphen joins to it.
func (t *passage) orgBehind(to int) int {
	for n := 0; n < 3; n++ {
		k, o := t.tok(to), t.tok(to+1)
		switch {
		case k.is("-") && k.before == glued && o.kind == word && o.before == glued && o.capital() && t.free(to+1), t.toks[to-1].fold == "co" && k.is("-") && o.fold == "op" && o.before == glued:
			to += 2 // DMC Sinai-Grace, Nooksack Fish Co-op
		case !t.free(to) || k.kind != word || k.before != spaced:
			return to
		case k.shape == upper && homesInShort[k.fold], k.in(lastNouns) && (k.capital() || t.toks[to-1].capital() || t.bare()), k.shape == title && (k.any(orgEnglish) || k.in(firmNouns)) && !t.tok(to+1).is(":"):
			to++
		case k.fold == "of" && o.shape == upper && usStates[o.fold] && o.before == spaced:
			to += 2 // Molina of NM
		case (k.fold == "of" || k.fold == "and") && k.shape == lower && t.markedAs(to+1, typeOrg, typeLocation) && o.before == spaced && o.capital() && t.toks[to-1].shape == title:
			to++
			for t.tok(to).before <= spaced && t.markedAs(to, typeOrg, typeLocation) {
				to++
			}
		default:
			return to
		}
	}
	return to
}

// storeNumber steps over the number of a shop behind its name: "CVS #4410", "Rite Aid No. 12".
func (t *passage) storeNumber(from, to int) int {
	j := to
	if t.tok(j).is("#") {
		j++
	} else if t.tok(j).fold == "no" && t.tok(j+1).is(".") {
		j += 2
	}
	k := t.tok(j)
	if k.kind != number || k.size < 3 || k.size > 5 || yearly(k) || k.before > spaced || t.kept[j] || t.isMeasure(j, j+1) || t.tok(j+1).is("/") || t.tok(j+1).is("-") || !storeBrands[t.toks[to-1].fold] && !storeBrands[t.toks[from].fold] {
		return to
	}
	return j + 1
}
