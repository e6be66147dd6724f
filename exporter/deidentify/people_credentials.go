package deidentify

// credential are letters English-speaking staff write behind their names.
var credential = wordSet("rmn rgn rnld rscn rnmh rhv rcn bds dnb nnp pnp rnfa mrcpsych frcpath lcpc hha cmhn ocn pta ascp cpht chpn slpa bdsc mfds licsw lmft lmhc lmsw lcpc pmhnp cpnp agnp whnp acnp cnp facc faan facog frcpath frcr frca frcp fracp frcpc frcsed mbbs mbchb mch dnb rph bcps mls rdms rdcs cma rma ccc slpd otd md do rn np pa lpn crna cna dnp msn bsn phd psyd pharmd dds dmd dpm facs frcs mrcp mrcgp lcsw msw lpc ot otr pt dpt slp emt rt rrt rd cnm aprn fnp")

// byCredential reads "ANESTHESIA: Bill Week, CRNA", "siddiqui RN" and "mark hand,
// md": whoever stands before a credential, back to a colon or the line's head.
func (t *passage) byCredential(i int) bool {
	k := t.toks[i]
	if !k.any(credentialed) || !t.english() || k.shape != upper && k.size < 3 && !t.tok(i-1).is(",") && !t.closes(i+1) || k.before > spaced || t.tok(i+1).kind == number && t.tok(i+1).before == glued {
		return false // pT1a
	}
	if k.fold == "do" && k.shape == lower && !t.closes(i+1) {
		return false // advice, do not fast
	}
	from := t.signedFrom(i)
	if from == i {
		return false
	}
	t.mark(from, t.nameEnd(i), typeDoctor)
	return true
}

// nameEnd leaves out the comma before the credential at i.
func (t *passage) nameEnd(i int) int {
	if t.tok(i - 1).is(",") {
		return i - 1
	}
	return i
}

// signedFrom goes back over at most four words of a name, its initials and the
// comma of "Week, Will".
func (t *passage) signedFrom(i int) int {
	from, words, commas := i, 0, 0
	for j := i - 1; j >= 0 && words < 4; j-- {
		k := t.toks[j]
		if t.toks[j+1].before > spaced && j+1 < i {
			break
		}
		switch {
		case k.is(",") && j == i-1, k.is("-") || k.is("'"), k.is(".") && t.tok(j-1).kind == word && t.tok(j-1).size == 1:
			continue
		case k.is(",") && commas == 0 && words == 1:
			commas++
			continue
		case k.kind != word || k.any(callingWord) || t.taken[j] || k.any(heading|credentialed):
			return from
		case k.shape == lower && (k.size < 3 || k.any(inDictionary) && words > 0 && !t.lineHead(j)):
			return from
		case words == 0 && !t.hushed() && k.before <= spaced && t.noneOfStaff(k):
			return from
		}
		words++
		from = j
	}
	return from
}

// noneOfStaff reports whether the word right before a credential says where or as what
// somebody works: "charge RN", "SNF PT/OT", "Hospice RN".
func (t *passage) noneOfStaff(k *token) bool {
	if k.any(firstName|common|surnameToo) || t.somebody(k) || t.shouted() {
		return false
	}
	return k.any(inDictionary) && (k.shape == lower || k.any(genericWord|orgEnglish)) || k.shape == upper && k.size > 2 && abbreviationsEn()[k.fold]
}

// lineHead reports whether a line or a label's value begins at i.
func (t *passage) lineHead(i int) bool {
	return i == 0 || t.toks[i].before >= wrapped || t.tok(i-1).is(":")
}
