package deidentify

import "testing"

func TestEnglishPeopleByWhatStandsAround(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a letter's greeting":              {"Dear Guy,\nThank you for the scan of his chest.", "Dear [name],\nThank you for the scan of his chest."},
		"nobody is greeted":                {"Dear Sir,\nThe claim was late and was refused.", "Dear Sir,\nThe claim was late and was refused."},
		"a name that is a month":           {"Reviewed by Dr April Penrose before lunch", "Reviewed by Dr [name] before lunch"},
		"a month":                          {"The pain was better by May and went in June", "The pain was better by May and went in June"},
		"a name in brackets":               {"tube passed by anaesthesia (Joy) at noon", "tube passed by anaesthesia ([name]) at noon"},
		"a list of staff with callings":    {"seen by Petrakis (physio), Wood (palliative) today", "seen by [name] (physio), [name] (palliative) today"},
		"an everyday first name and more":  {"assessed with the AMHP Joy Marlowe at home", "assessed with the AMHP [name] at home"},
		"who lies in a bed":                {"Bed 4 Xu has a cough and bed 5 is empty", "Bed 4 [name] has a cough and bed 5 is empty"},
		"a son of somebody":                {"Name: the child s/o Late Hari Lal, from the village", "Name: the child s/o Late [name], from the village"},
		"without contrast":                 {"CT head w/o contrast, MRI W/O CONTRAST next", "CT head w/o contrast, MRI W/O CONTRAST next"},
		"particles inside a name":          {"the case of Consuelo van der Meer was told", "the case of [name] was told"},
		"an apostrophe and a small letter": {"the nurse Hemi Fa'alupe came with Soo-jin again", "the nurse [name] came with [name] again"},
		"a title's words":                  {"Department of Cardiology, Institute of Health", "Department of Cardiology, Institute of Health"},
		"a tablet is no initial":           {"Advice: T. Xarelto 10 at night and T. Ultracet", "Advice: T. Xarelto 10 at night and T. Ultracet"},
		"a list's letter is no initial":    {"Specimens:\nA. Skin of the arm\nB. Lymph node of the neck", "Specimens:\nA. Skin of the arm\nB. Lymph node of the neck"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishEponymsStay(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for _, text := range []string{
		"Murphy's positive, Palmer's point, Smith's fracture and Bier's block, Cameron lesions",
		"free fluid in the pouch of Douglas, stones at the ampulla of Vater",
		"Hawkins-Kennedy +, Neer +, Spurling -, Weil-Felix neg, Durie-Salmon IIIA",
		"EF 60% by Simpson, demyelination by McDonald 2017 criteria, Dawson fingers",
		"St John's wort interacts; Ludwig's angina, Fournier gangrene and Todd paresis were thought of",
		"on Tazocin and Keppra, Menopur given, Noradrenaline running, Salmonella grown, Vaseline gauze",
		"a Bangladeshi man from Kuwait who speaks Sylheti and Tamil",
	} {
		t.Run(text, func(t *testing.T) { scrubRow(t, s, text, text) })
	}
	scrubRow(t, s, "the theatre list: Dr Murphy, Mr Palmer and the registrar Thomas", "the theatre list: Dr [name], Mr [name] and the registrar [name]")
}

func TestEnglishOrganizations(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"letters behind what is sent":      {"the block was sent to UCLH for review", "the block was sent to [organization] for review"},
		"an abbreviation is none":          {"transferred to HDU, seen at ICU, referred to CAMHS", "transferred to HDU, seen at ICU, referred to CAMHS"},
		"a saint without his s":            {"he was followed at Providence St. Brendan for years", "he was followed at [organization] for years"},
		"a region's":                       {"films came from Larkspur Regional, and were read", "films came from [organization], and were read"},
		"an everyday word behind the":      {"sober since leaving the Priory, he says", "sober since leaving [organization], he says"},
		"the ward is nobody's":             {"taken to the Ward, then to the Emergency Department", "taken to the Ward, then to the Emergency Department"},
		"a name in brackets":               {"at daycare (Little Oaks) there is a cough", "at daycare ([organization]) there is a cough"},
		"a numbered hospital":              {"Treated at City Hospital No. 15 in the winter", "Treated at [organization] in the winter"},
		"a place of care in capitals":      {"BROUGHT BY EMS FROM MAPLE CARE HOME, SHE WAS FOUND DOWN BY THE NURSE", "BROUGHT BY EMS FROM [organization], SHE WAS FOUND DOWN BY THE NURSE"},
		"a department is no organisation":  {"Dept of General Surgery, Department of Diagnostic Imaging", "Dept of General Surgery, Department of Diagnostic Imaging"},
		"an insurer and the number behind": {"Insurance: Aetna ID Q638385940", "Insurance: [organization] ID [number]"},
		"a firm with a hyphen":             {"the script went to Bi-Mart Pharmacy today", "the script went to [organization] today"},
		"police of a country":              {"the officer of Police Scotland came", "the officer of [organization] came"},
		"no capitals at all":               {"she was seen at larkford hospital by the team and was told to come back after two weeks", "she was seen at [organization] by the team and was told to come back after two weeks"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishNumbers(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"India's":                      {"Aadhaar 4821 7730 1942, PAN ABCPS4816K seen", "Aadhaar [number], PAN [number] seen"},
		"Britain's":                    {"she gave QQ 12 34 56 C as hers", "she gave [number] as hers"},
		"Australia's":                  {"Medicare 6304 58373 9-1, Ph 03 5550 4062", "Medicare [number], Ph [phone]"},
		"a council's":                  {"GMC 7012345, lic. 98904, collar 1412", "GMC [number], lic. [number], collar [number]"},
		"Singapore's telephones":       {"his son (HP 9123 0456) was told", "his son (HP [phone]) was told"},
		"a vehicle's":                  {"Plate on the van 596-KLT noted, in vehicle MH47AB9750", "Plate on the van [number] noted, in vehicle [number]"},
		"an aircraft's":                {"flown by VH-ODJ at dawn", "flown by [number] at dawn"},
		"a batch":                      {"TT batch 83686 given", "TT batch [number] given"},
		"everyday words are no labels": {"The batch was 20 tablets, contact in 2 weeks, bill paid, run 5 km", "The batch was 20 tablets, contact in 2 weeks, bill paid, run 5 km"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
