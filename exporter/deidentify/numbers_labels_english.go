package deidentify

import "maps"

// labels are the words that say what the number behind them is.
var labels = func() map[string]label {
	all := maps.Clone(commonLabels)
	maps.Copy(all, englishLabels)
	return all
}()

// englishLabels are those of English-speaking countries, India, the Gulf, Israel and
// the Far East.
var englishLabels = func() map[string]label {
	all := map[string]label{
		"pan": {kind: typeNumber, loose: true}, "medicare": {kind: typeInsurance, digits: []int{11, 10}, loose: true}, "mcare": {kind: typeInsurance, digits: []int{11, 10}, loose: true},
		"aadhaar": {kind: typeNumber, digits: []int{12}, least: 4}, "aadhar": {kind: typeNumber, digits: []int{12}, least: 4}, "batch": {kind: typeDevice, loose: true, least: 4},
		"ends": {kind: typeNumber, loose: true}, "ending": {kind: typeNumber, loose: true},
	}
	all["sin"] = label{kind: "SSN", digits: []int{9}, loose: true}
	all["i/b"], all["job"] = label{kind: typeMRN}, label{kind: typeAccession, loose: true}
	all["ubrn"] = label{kind: typeAccession, digits: []int{12}}
	for kind, words := range map[string]map[string]bool{
		typeMRN:       wordSet("hrn rio csn nhn srn goc acct emis systmone udi folder uhid mrd uhn urn ur chi nhi hcn phn ipd opd payroll staffno hospno cad ppid"),
		typeNumber:    wordSet("iqama eid nric fin tz zehut pps ppsn abha cnic nic nino ni tin ein upin dni pesel bsn cpf voter passbook"),
		typeInsurance: wordSet("ihi dva crn ohip ramq tpa ccn preauth grp mbs"),
	} {
		for w := range words {
			all[w] = label{kind: kind, least: 4}
		}
	}
	for w := range wordSet("nzmc slmc pmdc mdcn hpcsa mpdc mcrn mcr bmdc kmpdc haad tnmc ahpra clia gmc nmc hcpc gphc gdc imc smc mci ahpra irc lic licn collar dd warrant pin jmc mlc") {
		all[w] = label{kind: typeMRN, least: 3}
	}
	for w := range wordSet("log pot kit custody scope run receipt rcpt invoice bill token booking ticket docket flight locker seal bag adj file enrolment enrollment registration regn payment form envelope bib") {
		all[w] = label{kind: typeAccession, loose: true}
	}
	for w := range wordSet("mob mobile cell hp handphone landline gsm contact ph hotline") {
		all[w] = label{kind: typePhone, digits: []int{12, 11, 10, 9, 8, 7}}
	}
	for w := range wordSet("drives chevy chevrolet ford toyota honda nissan mazda hyundai kia vauxhall peugeot renault dodge jeep subaru vw volkswagen skoda audi bmw maruti suzuki mahindra rego aircraft car van") {
		all[w] = label{kind: typePlate, loose: true}
	}
	return all
}()

// panCard reads the ten signs of India's tax number (ABCDE1234F).
func (t *passage) panCard(i int) (int, string) {
	a, b, c := t.toks[i], t.tok(i+1), t.tok(i+2)
	if a.kind == word && a.shape == upper && a.size == 5 && b.kind == number && b.size == 4 && b.before == glued && c.kind == word && c.size == 1 && c.before == glued && !cyrillic(a.fold) {
		return i + 3, typeNumber
	}
	return i, ""
}

// niNumber reads Britain's national insurance number (QQ 12 34 56 C).
func (t *passage) niNumber(i int) (int, string) {
	if a := t.toks[i]; a.kind != word || a.shape != upper || a.size != 2 || cyrillic(a.fold) {
		return i, ""
	}
	j, digits := i+1, 0
	for ; t.tok(j).kind == number && t.tok(j).before <= spaced && digits < 6; j++ {
		digits += t.tok(j).size
	}
	if c := t.tok(j); digits == 6 && (j == i+2 || j == i+4) && c.kind == word && c.size == 1 && c.shape == upper && c.before <= spaced && c.fold <= "d" {
		return j + 1, typeNumber
	}
	return i, ""
}

// aircraft reads "VH-ODJ" and "C-GKAY": what retrieval teams of Australia, Canada and others fly in.
func (t *passage) aircraft(i int) (int, string) {
	a, h, b := t.toks[i], t.tok(i+1), t.tok(i+2)
	far := (a.fold == "vh" || (a.fold == "zk" || a.fold == "ei") && a.shape == upper && b.shape == upper) && b.size == 3 || (a.fold == "c" || a.fold == "g") && a.shape == upper && b.shape == upper && b.size == 4 && (a.fold == "g" && t.tok(i-1).in(tailCues) || a.fold == "c" && (b.fold[0] == 'g' || b.fold[0] == 'f'))
	if far && h.is("-") && h.before == glued && b.before == glued && b.kind != sign {
		return i + 3, typePlate
	}
	return i, ""
}
