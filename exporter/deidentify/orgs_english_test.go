package deidentify

import "testing"

func TestEnglishLettersOfInstitutions(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"where somebody lies":         {"Her husband is an inpt QWTH with a stroke.", "Her husband is an inpt [organization] with a stroke."},
		"to whom a patient goes over": {"Handover 0815 ZKMH to the registrar, labour ward full.", "Handover 0815 [organization] to the registrar, labour ward full."},
		"what a department is of":     {"He came from the Otter Crossings ED last night.", "He came from [organization] last night."},
		"an illness in two letters":   {"He has severe ED and takes nothing for it.", "He has severe ED and takes nothing for it."},
		"a service everybody knows":   {"The SWASFT run sheet was left with UCLH notes.", "[organization] run sheet was left with [organization] notes."},
		"a hormone is none":           {"The FSH was 41 and the LH was 20 in the last test.", "The FSH was 41 and the LH was 20 in the last test."},
		"a ship":                      {"The cook of MV Amber Tide came ashore with a fever.", "The cook of [organization] came ashore with a fever."},
		"the head of a message":       {"MSH|^~\\&|LIS|PINEHURST|EHR|OAKDALE|2021", "MSH|^~\\&|LIS|[organization]|EHR|[organization]|2021"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishHomesAndChains(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a home of everyday words":     {"She was seen at Maple Ridge with a cough.", "She was seen at [organization] with a cough."},
		"a home that is a head":        {"COPPER HAVEN - weekly weights\nResident is well.", "[organization] - weekly weights\nResident is well."},
		"a view is no home":            {"The lateral view and the Apical View show no fluid.", "The lateral view and the Apical View show no fluid."},
		"assisted living":              {"He lives at Cedar Bluff Assisted Living and is well.", "He lives at [organization] and is well."},
		"whose health":                 {"An ultrasound at Harbor Women's Health was normal.", "An ultrasound at [organization] was normal."},
		"health of nobody":             {"Mental Health and Women's Health were told of this.", "Mental Health and Women's Health were told of this."},
		"a service of genetics":        {"Moorland Clinical Genetics Service\nThe letter was typed.", "[organization]\nThe letter was typed."},
		"who cares":                    {"The carers Redwing come twice a day to wash her.", "The carers [organization] come twice a day to wash her."},
		"where a child stays":          {"The daycare (Tiny Steps on the hill) asks for a note.", "The daycare ([organization] on the hill) asks for a note."},
		"two names that are words":     {"It was done by her optician (Black & Stone) in spring.", "It was done by her optician ([organization]) in spring."},
		"a chain and its town":         {"The films of her surgeon, Methodist Stone Creek, are lost.", "The films of her surgeon, [organization], are lost."},
		"a chain behind a credential":  {"The copy goes to Dr Lindqvist, DO (Duke) by fax.", "The copy goes to Dr [name], DO ([organization]) by fax."},
		"a hospital that is a test":    {"She was seen at the clinic, Addenbrooke's, and the Addenbrooke's cognitive examination was 88.", "She was seen at the clinic, [organization], and the Addenbrooke's cognitive examination was 88."},
		"a hospital in capitals alone": {"The films came from\nFERNDALE ADVENTIST\nand were read here.", "The films came from\n[organization]\nand were read here."},
		"a regiment":                   {"He is a retired sergeant of the Burma Rifles and walks.", "He is a retired sergeant of [organization] and walks."},
		"the children's hospital":      {"The bronchiolitis was treated at Children's St Anne in spring.", "The bronchiolitis was treated at [organization] in spring."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishHospitalsByName(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a hospital of two words":      {"The op at Castle Hill went well and he is home.", "The op at [organization] went well and he is home."},
		"a hospital of one word":       {said + "he will go to derriford by car", said + "he will go to [organization] by car"},
		"a general in small letters":   {said + "similar pain, seen at etobury general, sent home", said + "similar pain, seen at [organization], sent home"},
		"a general condition":          {said + "his condition in general is good, under general anaesthesia", said + "his condition in general is good, under general anaesthesia"},
		"letters behind a department":  {"He was in the ITU QMC with a stroke, then neurosurg RPH.", "He was in the ITU [organization] with a stroke, then neurosurg [organization]."},
		"letters of a test":            {"The MSU and the UCI were sent and the RPH left.", "The MSU and the UCI were sent and the RPH left."},
		"a depot behind a calling":     {"He is a retired bus inspector (Marton garage) and is well.", "He is a retired bus inspector ([organization]) and is well."},
		"a clinic by its branch":       {"The f/u Sandmoor Heart is in two weeks.", "The f/u [organization] is in two weeks."},
		"a branch of medicine":         {"The f/u Cardiology and the Normal Heart are noted.", "The f/u Cardiology and the Normal Heart are noted."},
		"a firm of a father and a son": {"The funeral is by Moss & Son on Friday.", "The funeral is by [organization] on Friday."},
		"an insurer of two words":      {"The form of Blue Cross of Texas was sent, Sun Life too.", "The form of [organization] was sent, [organization] too."},
		"a home accepts":               {"Referrals: Orchard Park (accepts, bed on Friday).", "Referrals: [organization] (accepts, bed on Friday)."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishPracticesByTheirSites(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a practice by a river":       {"Please send a copy to Riverside Physiotherapy.", "Please send a copy to [organization]."},
		"a practice of women":         {"She was seen at Hillcrest Women's Health on Monday.", "She was seen at [organization] on Monday."},
		"a department is no practice": {"She was referred to Outpatient Physiotherapy on Monday.", "She was referred to Outpatient Physiotherapy on Monday."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
