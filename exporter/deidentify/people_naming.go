package deidentify

// stopsName are words that no name of a place, a firm or a street in English has inside or
// behind it.
var stopsName = wordSet(`with by for and or who whom which that is was were are be been being on in at from to of the a an his her their its our my your last this these since as w showed shows reviewed yesterday today tomorrow tonight but not no nil if has had have
	he she they it we i you him them pt will would then so because due after before during until while when where near opp dear re cc tel ph phone mob mobile dob nhs mrn age aged yo yr yrs year years old month months week weeks day days hour hours hr hrs min mins am pm daily nightly now currently alone also
	for last next first off noon midnight work job mother father wife husband son daughter brother sister partner family mum dad friend neighbour neighbor neighbours neighbors carer patient seen sent came went returned moved lives living works working born married retired visiting visit visited said says told reports denies has`)

// nameWord reports whether the word at i may be one of a name, however the passage is
// written: by its capital, or by being no word that ends a name.
func (t *passage) nameWord(i int) bool {
	k := t.tok(i)
	if k.kind != word || k.size < 2 || k.in(stopsName) || k.any(medicinal|monthly|callingWord) && !k.any(common|firstName) || cyrillic(k.fold) {
		return false
	}
	if t.bare() {
		return !k.any(measuring)
	}
	return k.capital() && !k.any(heading) && (k.shape != upper || k.size > 3 && !k.any(shortForm))
}

// tellingName reports whether the word at i tells more than everyday speech: a name, or no
// word at all.
func (t *passage) tellingName(i int) bool {
	k := t.tok(i)
	return !k.any(inDictionary|built|heading|abbreviated|shortForm) || k.any(common|firstName|townlike)
}

// bare reports whether capitals say nothing in the passage.
func (t *passage) bare() bool { return t.hushed() || t.shouted() || t.careless() }
