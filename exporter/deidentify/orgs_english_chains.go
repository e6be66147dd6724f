package deidentify

// chainsEn are names of chains and houses of hospitals as people call them for short;
// givenChains are first names and everyday words too.
var (
	chainsEn = askable(union(givenChains, wordSet(`mayo duke ochsner kaiser methodist baptist adventist presbyterian lutheran deaconess sutter geisinger ascension dignity banner sanford essentia avera northwell montefiore emory vanderbilt
		hopkins stanford beaumont corewell froedtert unitypoint novant wakemed wellstar adventhealth moffitt hermann christus lahey dartmouth upmc sentara carilion promedica mclaren ohiohealth intermountain
		apollo fortis manipal narayana aravind medanta yashoda wockhardt lilavati hinduja kokilaben jaslok mediclinic netcare bupa spire nuffield circle ramsay healthscope epworth cabrini westmead sunnybrook`)))
	givenChains = wordSet("mercy providence trinity emmanuel faith max care aster rainbow")
)

// chain reads "Urology, Methodist Stone Oak", "per Mayo Eau Claire", "DO (Duke)" and
// "GLENDALE ADVENTIST".
func (t *passage) chain(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if !k.capital() || !k.in(chainsEn) || k.before > spaced && k.before != wrapped && i > 0 {
		return false
	}
	cued := p.is(",") || p.is("(") || p.is(":") || p.kind == word && (inside[p.fold] && p.shape == lower || p.fold == "per" || p.fold == "via") || n.shape == title && t.cityAt(i+1) > i+1
	alone := p.is("(") && n.is(")") && t.tok(i-2).any(credentialed) || t.closes(i+1) && (p.is(",") && t.markedAs(i-2, typeDate) || t.orgSaidBefore(i)) || p.fold == "at" && p.shape == lower && (t.closes(i+1) || n.kind == word && n.shape == lower && n.before == spaced && !n.any(tailWord))
	town := n.before == spaced && (n.shape == title || n.shape == upper && t.shouted() && !n.any(inDictionary)) && n.size > 2 && !n.any(heading|medicinal|monthly|callingWord|eponymous|tailWord) && (cued || orgEnds[n.fold])
	if !alone && !town || town && givenChains[k.fold] && !n.any(townlike) && !orgEnds[n.fold] && !inside[p.fold] {
		return false
	}
	to := i + 1
	for town && to < i+4 && t.tok(to).capital() && t.tok(to).size > 1 && t.tok(to).before == spaced && !t.tok(to).any(heading|callingWord|monthly) {
		to++
	}
	t.mark(i, to, typeOrg)
	return true
}

// shoutedEnd reads "GLENDALE ADVENTIST": a name and the last word of a hospital's in capitals.
func (t *passage) shoutedEnd(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != upper || !orgEnds[k.fold] || k.fold == "general" || k.fold == "regional" || k.fold == "veterans" || p.shape != upper || k.before != spaced || p.size < 4 || p.any(inDictionary|heading|callingWord) && !p.any(townlike) || !t.free(i-1) {
		return false
	}
	t.mark(i-1, i+1, typeOrg)
	return true
}

// keptHospitals are names of medicine that are hospitals too, with their 's or before
// another word of a hospital's name.
var keptHospitals = wordSet("addenbrooke ochsner christie papworth maudsley")

// keptHospital reads "Addenbrooke's" where no examination of that name stands.
func (t *passage) keptHospital(i int) bool {
	k, j := t.toks[i], i+1
	if !keptHospitals[k.fold] || k.shape != title {
		return false
	}
	if t.tok(j).is("'") && t.tok(j+1).fold == "s" && k.fold != "ochsner" {
		j += 2
	} else if !orgEnds[t.tok(j).fold] || t.tok(j).shape != title {
		return false
	}
	if n := t.tok(j); n.any(tailWord) || n.fold == "cognitive" || n.shape == title && n.any(inDictionary) && !orgEnds[n.fold] {
		return false
	}
	t.mark(i, t.capitalTail(j), typeOrg)
	return true
}

// childrensOf reads "Children's St Paul" and "Women's and Children's": the hospital's word
// is left out.
func (t *passage) childrensOf(i int) bool {
	k := t.toks[i]
	if k.shape != title || k.fold != "children" && k.fold != "women" || !t.tok(i+1).is("'") || t.tok(i+2).fold != "s" {
		return false
	}
	n := t.tok(i + 3)
	if n.before != spaced || n.shape != title || n.any(heading|orgEnglish) || n.any(inDictionary) && n.fold != "st" {
		return false
	}
	to := i + 4
	if n.fold == "st" && t.tok(to).is(".") {
		to++
	}
	t.mark(t.titlesBefore(i), t.capitalTail(to), typeOrg)
	return true
}

// militaryUnit reads "hav. Assam Rifles" and "retired Coldstream Guards".
func (t *passage) militaryUnit(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != title || !k.in(regimental) || p.shape != title || k.before != spaced || p.any(heading|callingWord|medicinal) {
		return false
	}
	t.mark(t.titlesBefore(i), i+1, typeOrg)
	return true
}

// regimental end the names of regiments.
var regimental = wordSet("rifles regiment guards fusiliers lancers hussars gurkhas battalion brigade grenadiers dragoons infantry artillery engineers")

// seats are nouns whose "of" says which: "Univ of Keele", "Diocese of Truro".
var seats = wordSet("university univ uni college church diocese archdiocese bank borough city consulate embassy medicaid port")

// seatOf reads "Univ. of Keele" and "the University of Michigan Health".
func (t *passage) seatOf(i int) bool {
	j := i + 1
	if !seats[t.toks[i].fold] {
		return false
	}
	if t.tok(j).is(".") {
		j++
	}
	n := t.tok(j + 1)
	if t.tok(j).fold != "of" || n.shape != title || n.before != spaced || n.size < 3 || n.any(medical|medicinal|heading) || n.any(inDictionary) && !n.any(townlike|firstName|common) {
		return false
	}
	t.mark(t.titlesBefore(i), t.capitalTail(t.properName(j+1)), typeOrg)
	return true
}

// headStart reads "at Kettle Creek Head Start": a preschool of the United States.
func (t *passage) headStart(i int) bool {
	if t.toks[i].fold != "head" || t.tok(i+1).fold != "start" || t.tok(i+1).shape != title || t.tok(i+1).before != spaced {
		return false
	}
	from := t.titlesBefore(i)
	if from == i {
		return false
	}
	t.mark(from, i+2, typeOrg)
	return true
}
