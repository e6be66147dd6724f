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
