package deidentify

// hospitalLettersEn are capitals of hospitals, trusts and ambulance services of Asia,
// Australia, Britain and Ireland, India, Africa, Canada, the United States and the Gulf
// that are no words of medicine.
var hospitalLettersEn = wordSet(`ttsh sgh ktph skh kkh kkwch ntfgh nuhs singhealth hkl hrpb htar hukm ummc ppum hsajb husm qmh pyneh
	kemh rdh rpah rnsh rbwh tqeh scgh wch svhm powh gcuh tuh tpch qch lcch nswa qas swasft secamb emas wmas nwas yas neas eeast scas nias
	uclh gosh nuth uhcw uhnm rluh ruh jrh gstt wgh qeuh uhw wwgh swah sjuh cuh muh uhg uhk olol olhc tuh mmuh svuh sjh
	pgimer sgpgi jipmer nimhans kgmu sskm rgkar lnjp lhmc skims igmc neigrihms gmch mtrh kbth kath luth lasuth upth unth abuth akth ubth juth uith buth oauthc chbah cmjah
	ialch dgmah rcwmch chuk kcmc qech philbh vgh bcch cheo iwk lhsc bidmc ucsf ucla ucsd upmc sfgh choc lpch rchsd msk mskcc mdacc utsw nyp cchmc unmh ohsu vumc uams uihc hcmc zsfg
	qeh qehb qehkl qeqm qeqmh qcch qmc rfh rlh rsch rsuh rvi nnuh jpuh wmuh bhrut pruh kgh ngh whh nmgh wuth coch jcuh uhnd rduh ydh bhh ghh
	aav nmmc rhh rjah wxh cxh nmuh bsuh edgh mkuh elht uhmb fvrh dgri ygc kch rie gri luh mrhp mrhm mrht rmh rwh jhh sjog pwh tmh kwh ahnh ahmlnh ymch tkoh olmh hkbh hksh hkch kkh nhcs nccs hqe hsnz hrpz htaa hoshas
	pgh nkti slmc eamc jrrmmc vsmmc spmc bghmc cvmc drmc wvmc zcmc uerm omcc qmmc pcmc ncmh brtth jblmgh afpmc dswd owwa lauth umth uduth nauth esuth fnph nohi delsuth absuth kutrrh jootrh cgtrh akuh kemri jkuat unilag uniben unilorin
	knh mnh bmc gsh rxh tbh hjh rmmch sbah kdh vjh uhwi ewmsc posgh gphc khmh kph gtbh mamc ltmgh kims rgggh mgims gmers chuv usz ukbb luks kssg lumc umcu umcg hegp aphp nuig rcsi uplb upd ateneo unza
	utmb unmc ouhsc dhmc skmc kfsh kfshrc kamc kfmc kauh kkuh squh seha amr nemt`)

// placedDirect are words right before an institution's capitals, placedBehind right
// behind them.
var (
	placedDirect = wordSet("inpt inpatient admitted adm student handover transport ambulance works worked employer provider payer payor university uni school hosp hospital agency funder carers consult consults flight")
	placedBehind = wordSet("ed er a&e opd crew ambulance paramedics medics switchboard theatres wards mortuary")
)

// unknownLetters reports whether capitals are no word and no abbreviation of medicine.
func (t *passage) unknownLetters(i, least int) bool {
	k, n := t.tok(i), t.tok(i+1)
	if k.shape != upper || k.size < least || k.size > 7 || k.any(inDictionary|shortForm|heading|medicinal|firstName|measuring) || abbreviationsEn()[k.fold] || wardsEn[k.fold] || cyrillic(k.fold) {
		return false
	}
	return k.before <= spaced && !t.tok(i-1).is("-") && !(n.before == glued && (n.kind != sign || n.is("-")))
}

// lettersPlaced reads "inpt TTSH", "handover 0735 KEMH", "crew (NSWA case 7)", "KEMH ED" and
// letters everybody knows.
func (t *passage) lettersPlaced(i int) bool {
	k := t.toks[i]
	if k.shape != upper || k.size < 3 || t.shouted() || !t.unknownLetters(i, 3) {
		return false
	}
	p, n := t.tok(i-1), t.tok(i+1)
	if p.is(":") || p.kind == number && p.size == 4 {
		p = t.tok(i - 2)
	}
	known := hospitalLettersEn[k.fold] && n.kind != number
	placed := placedDirect[p.fold] && n.kind != number || placedBehind[n.fold] && n.before == spaced || t.tok(i-1).is("(") && (n.fold == "case" || n.fold == "job" || n.kind == number && yearly(n) && t.tok(i+2).is(")"))
	ending := k.size >= 4 && (hasEnd(k.fold, []string{"h", "mc"}, 4)) && (inside[p.fold] && p.kind == word || p.fold == "via" || p.is("@"))
	if !known && !placed && !ending {
		return false
	}
	t.mark(i, i+1, typeOrg)
	return true
}

// emergencyRoom reads "Kettle Crossing ED", "LAKESIDE ER" and "Panchpura PS": the capitals
// of a department, a hospital or a police station behind what it is called.
func (t *passage) emergencyRoom(i int) bool {
	k, p := t.toks[i], t.tok(i-1)
	if k.shape != upper || k.before != spaced || k.fold != "ed" && k.fold != "er" && k.fold != "hc" && k.fold != "gh" && k.fold != "dgh" && k.fold != "phc" && k.fold != "chc" && k.fold != "mc" && k.fold != "ps" && k.fold != "cboc" && k.fold != "vamc" && k.fold != "ihs" && k.fold != "fqhc" {
		return false
	}
	from := i
	if t.shouted() || p.shape == upper {
		if p.kind != word || p.size < 5 || p.any(inDictionary|medicinal|heading|shortForm) || abbreviationsEn()[p.fold] || !t.free(i-1) {
			return false
		}
		from = i - 1
	} else if from = t.titlesBefore(i); from == i || from == i-1 && (p.any(inDictionary) || p.any(medicinal|built)) || t.toks[from].any(callingWord) || k.fold == "ps" && t.product(i) {
		return false
	}
	t.mark(from, i+1, typeOrg)
	return true
}

// shipMarks stand before the name of a ship, and rankMarks before that of a regiment.
var shipMarks = wordSet("ms mv hms uss hmas hmcs ss fv rv mt ins mfv rms")

// ship reads "crew of MV Orient Star" and "M/V Aurora".
func (t *passage) ship(i int) bool {
	k, j := t.toks[i], i+1
	if (k.fold == "m" || k.fold == "f" || k.fold == "s") && t.tok(j).is("/") && (t.tok(j+1).fold == "v" || t.tok(j+1).fold == "t") && k.shape == upper {
		j += 2
	} else if k.shape != upper || !shipMarks[k.fold] || t.shouted() {
		return false
	}
	to := j
	for to < j+3 && t.tok(to).kind == word && t.tok(to).before == spaced && (t.tok(to).shape == title || t.tok(to).shape == upper && t.tok(to).size > 3) && !t.tok(to).any(callingWord|medicinal|monthly) {
		to++
	}
	if to == j || t.tok(j).size < 3 || k.fold == "ms" && to < j+2 || (k.fold == "ss" || k.fold == "mt" || k.fold == "mv" || k.fold == "ins") && to == j+1 && !inside[t.tok(i-1).fold] {
		return false
	}
	t.mark(i, to, typeOrg)
	return true
}

// messageHead reads the applications and the facilities at the head of a message of HL7:
// "MSH|^~\&|LAB|MERCY|EHR|CLINIC".
func (t *passage) messageHead(i int) bool {
	if t.toks[i].fold != "msh" || !t.tok(i+1).is("|") {
		return false
	}
	field, from := 0, i
	for j := i + 1; j < i+40 && j < len(t.toks) && t.toks[j].before < wrapped && field < 6; j++ {
		if !t.toks[j].is("|") {
			continue
		}
		if field++; field == 4 || field == 6 {
			t.mark(from, j, typeOrg)
		}
		from = j + 1
	}
	return true
}

// headLetters reports whether letters of a hospital stand at a line's head before a gap ("RRMC    LAB 2")
// or behind "at" and "from", in capitals too.
func (t *passage) headLetters(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.size < 3 || k.size > 6 || k.any(inDictionary|medicinal|heading|firstName|measuring) || wardsEn[k.fold] || t.tok(i+1).before == glued && n.kind != sign || n.is("-") && n.before == glued {
		return false
	}
	known := hospitalLettersEn[k.fold] || doubleLetters[k.fold]
	ended := k.size > 3 && hasEnd(k.fold, []string{"h", "mc", "hs"}, 4) && !abbreviationsEn()[k.fold] && !k.any(shortForm)
	if k.before >= wrapped || i == 0 {
		return (known || ended) && (t.columned(i+1) || n.fold == "call" || wardOfAny[n.fold])
	}
	return t.shouted() && k.before == spaced && (p.fold == "at" || p.fold == "from" || p.fold == "via") && (known || ended) && t.closes(i+1)
}
