package deidentify

// codeNouns are things and papers behind which English notes write a code of letters and
// figures, right behind or over a word or two: "lot of betameth HV2231", "appt slip 70-2284".
var codeNouns = wordSet(`lot batch bag pack vial bottle slip card code case ref reference report rpt tag label slide tube swab token tkt ticket docket file folder badge loaner unit block item claim auth approval job order req requisition booking appt
	receipt voucher permit visa pass licence license wristband band bracelet box parcel tray kit ob cas cad fir log inc crime police orange chas medcard script rx prescription consent voucher locker property stent lens iol plate implant device pump sensor monitor pacemaker ppm
	xr xray cxr eeg ecg ekg emg ncs ct mri us usg uss scan echo film path bx histo histology cyto cytology specimen sample lab labs urine blood bloods csf stool sputum smear culture cultures mantoux ctg nst ultrasound radiology micro virology pcr prf epcr datix trip conf confirmation incident run audiogram wristband waybill panel intake unos optn donor strand asset bib request cert certificate img cartridge folio ilr lvad rvad`)

// studiesByYear are studies numbered within a year.
var studiesByYear = wordSet("eeg emg ncs bx histo histology cyto cytology slide biopsy autopsy pm path smear fnac hpe")

// saidCode reads the code behind such a noun.
func (t *passage) saidCode(i int) (int, string) {
	k := t.toks[i]
	if k.kind == word && (k.shape != upper && !(k.shape == lower && k.size <= 3 && t.bare()) || k.size > 5) || k.before != spaced && !t.tok(i-1).is("#") && !t.tok(i-1).is(":") {
		return i, ""
	}
	noun, steps := t.codeNoun(i - 1)
	if to, _ := t.donation(i); noun == nil || to > i || t.formNumber(i) > i {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	hyphens := 0
	for j := i; j < to; j++ {
		if t.taken[j] || t.kept[j] || t.toks[j].kind == word && t.toks[j].shape == lower && !(j == i && t.bare()) || t.toks[j].is(":") || t.toks[j].is(".") && letters == 0 {
			return i, ""
		}
		if t.toks[j].is("-") || t.toks[j].is("/") {
			hyphens++
		}
	}
	if to == i+1 && k.kind == word && steps == 0 { // LAS 4410, BB 0662
		if to, digits = t.spacedFigures(i + 1); digits == 0 || k.any(measuring|shortForm|medicinal) || k.any(labelling) && k.size > 2 {
			return i, ""
		}
		return to, codeKind(noun)
	}
	if t.isMeasure(i, to) || t.vertebra(i) && digits < 3 || noun.fold == "code" && letters == 1 && hyphens == 0 {
		return i, ""
	}
	switch {
	case letters > 0 && letters <= 6 && digits >= 3 && (steps == 0 || hyphens > 0 || digits >= 4 || noun.fold == "lot" || noun.fold == "batch" || noun.any(papered)), letters >= 2 && digits >= 1 && digits+letters >= 4 && steps == 0 && (noun.fold == "lot" || noun.fold == "batch"):
	case letters == 0 && hyphens > 0 && steps == 0 && digits >= 5 && !(hyphens == 1 && digits <= 6 && t.toks[i+1].is("/")) && !(hyphens > 1 && digits <= 8 && t.dayShaped(i)):
	case letters == 0 && hyphens == 1 && digits >= 4 && steps == 0 && studiesByYear[noun.fold] && t.toks[i+1].is("/") && atoi(t.toks[to-1].fold) > 12 && atoi(k.fold) > 12:
	case letters == 0 && to == i+1 && k.size == 4 && steps == 0 && noun.in(fourFigured) && !yearly(k) && (t.closes(to) || t.tok(to).kind == word && !t.tok(to).any(measuring) && t.tok(to).before == spaced):
	default:
		return i, ""
	}
	return to, codeKind(noun)
}

// fourFigured are nouns of codes right behind which even four figures are one.
var fourFigured = wordSet("specimen sample slip ticket tkt docket file folder badge loaner locker job req requisition booking receipt voucher permit case claim ref reference run incident rx prescription order auth approval tag wristband band folio request cert certificate waybill panel")

// codeNoun goes back from j to a noun of codes, over signs and two small words; steps is how
// many words it went over.
func (t *passage) codeNoun(j int) (noun *token, steps int) {
	for ; j >= 0 && steps < 3 && t.tok(j+1).before <= spaced; j-- {
		k := t.toks[j]
		switch {
		case k.is(":") || k.is("#") || k.is(".") && t.tok(j-1).fold == "no" || k.fold == "no" || k.fold == "num" || k.fold == "number":
		case k.kind != word:
			return nil, 0
		case k.in(codeNouns):
			return k, steps
		case k.shape != lower && !t.shouted() || k.any(measuring) || t.taken[j]:
			return nil, 0
		default:
			steps++
		}
	}
	return nil, 0
}

// spacedFigures is the end of the figures at i behind the letters of a code, four or more,
// three behind a stroke or a nought, and how many they are, or 0.
func (t *passage) spacedFigures(i int) (to, digits int) {
	n := t.tok(i)
	if n.kind != number || n.before != spaced || t.taken[i] {
		return i, 0
	}
	to, digits, letters := t.glued(i)
	if digits < 4 || letters > 1 || t.isMeasure(i, to) || to == i+1 && yearly(n) || t.dayShaped(i) && digits < 5 {
		return i, 0
	}
	for j := i; j < to; j++ {
		if t.toks[j].is(":") || t.toks[j].is(".") || t.taken[j] {
			return i, 0
		}
	}
	return to, digits
}

// dayShaped reports whether two or three small numbers over strokes or hyphens stand at i, as
// those of a day.
func (t *passage) dayShaped(i int) bool {
	a, s, b := t.tok(i), t.tok(i+1), t.tok(i+2)
	return a.kind == number && b.kind == number && (s.is("/") || s.is("-")) && (a.size <= 2 && b.size <= 2 && atoi(a.fold) <= 31 && atoi(b.fold) <= 31 || a.size == 4)
}

// codeKind is the kind of what the noun numbers.
func codeKind(noun *token) string {
	switch noun.fold {
	case "lot", "batch", "bag", "pack", "vial", "loaner", "unit", "stent", "lens", "iol", "implant", "device", "pump", "sensor", "monitor", "ilr", "lvad", "rvad", "ppm", "pacemaker", "asset", "cartridge":
		return typeDevice
	case "orange", "chas", "card", "medcard":
		return typeInsurance
	}
	return typeAccession
}

// vaccineWords are vaccines in short, before their lot.
var vaccineWords = wordSet("td tdap dtap mmr mmrv att hepa hepb hib ipv opv flu vac vax vaccine pcv ppsv rsv bcg hpv menacwy menb var varicella zoster covid")

// vaccineLot reads "Td U7486AA", "HepA R4J7Y" and "Phonak 2318X0AV": the lot or the number
// right behind what was given or is worn.
func (t *passage) vaccineLot(i int) (int, string) {
	k, p := t.toks[i], t.tok(i-1)
	vaccine := p.in(vaccineWords)
	if k.before != spaced || p.kind != word || k.kind == word && k.shape != upper || !vaccine && !p.any(medicinal) {
		return i, ""
	}
	to, digits, letters := t.glued(i)
	least := 3
	if vaccine {
		least = 2
	}
	if letters == 0 || letters > 5 || digits < least || digits+letters < 5 || k.kind == number && digits+letters < 7 || t.isMeasure(i, to) || t.measured(to) {
		return i, ""
	}
	for j := i; j < to; j++ {
		if k := t.toks[j]; k.kind == sign || k.kind == word && (k.shape != upper || k.any(measuring) && k.size > 1) || t.kept[j] {
			return i, ""
		}
	}
	return to, typeDevice
}

// nursePin reads "17D2281E": the number of a nurse of Britain.
func (t *passage) nursePin(i int) (int, string) {
	a, b, c, d := t.toks[i], t.tok(i+1), t.tok(i+2), t.tok(i+3)
	if a.kind != number || a.size != 2 || b.kind != word || b.size != 1 || b.shape != upper || b.before != glued || c.kind != number || c.size != 4 || c.before != glued || d.kind != word || d.size != 1 || d.shape != upper || d.before != glued {
		return i, ""
	}
	return i + 4, typeMRN
}

// officers stand before the number of one.
var officers = wordSet("pc wpc dc ds sgt const constable officer badge collar")

// officerNumber reads "PC 2218 Mellor" and "BADGE 412".
func (t *passage) officerNumber(i int) (int, string) {
	k, p := t.toks[i], t.tok(i-1)
	if k.kind != number || k.size < 3 || k.size > 5 || !officers[p.fold] || p.fold != "badge" && p.fold != "collar" && p.shape == lower || k.before != spaced || t.isMeasure(i, i+1) || t.tok(i+1).before == glued && t.tok(i+1).kind != sign {
		return i, ""
	}
	named := p.shape == upper && k.size == 4 && t.tok(i-2).shape == title && !yearly(k)
	if n := t.tok(i + 1); p.fold != "badge" && p.fold != "collar" && !n.capital() && !named {
		return i, ""
	}
	return i + 1, typeMRN
}

// vehicles are what people came in, before its plate.
var vehicles = wordSet("ambulance polo golf corsa fiesta astra micra corolla hilux ranger bakkie taxi matatu boda tuk motorbike lorry minibus ute quad tractor camry civic prius altima silverado kombi combi bajaj auto rickshaw tricycle jeepney uber pickup sedan boat vessel dinghy hatchback transit vito sprinter probox")

// vehiclePlate reads "ambulance GKB 417K" and "a Polo CA 488 739".
func (t *passage) vehiclePlate(i int) (int, string) {
	k := t.toks[i]
	if k.kind != word || k.shape != upper || k.size > 3 || k.before != spaced || !vehicles[t.tok(i-1).fold] && !(vehicles[t.tok(i-2).fold] && (t.tok(i-1).fold == "reg" || t.tok(i-1).fold == "no" || t.tok(i-1).is("("))) || t.tok(i+1).kind != number {
		return i, ""
	}
	if to := t.plate(i); to > i+1 && (t.tok(to).before != glued || t.closes(to)) {
		return to, typePlate
	}
	return i, ""
}
