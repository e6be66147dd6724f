package deidentify

import "testing"

func TestEnglishOrganizationsOfOneEverydayWord(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"who insures":              {"She is insured with Pioneer and pays monthly.", "She is insured with [organization] and pays monthly."},
		"to whom a script goes":    {"Script to Falcon please, he has three days left.", "Script to [organization] please, he has three days left."},
		"who drives":               {"Dialysis three times a week. Taxi: Swift at noon.", "Dialysis three times a week. Taxi: [organization] at noon."},
		"letters and a firm":       {"The lift is by ABD Cabs, and he works at DQ World.", "The lift is by [organization], and he works at [organization]."},
		"a label without a colon":  {"Born in spring.   Employer Ember Air   Carrier unknown", "Born in spring.   Employer [organization]   Carrier unknown"},
		"a department is none":     {"She was referred to Cardiology and sent back to Theatre.", "She was referred to Cardiology and sent back to Theatre."},
		"a paper's head":           {"HOSPICE DEATH NOTE and the Hospice Plan were read.", "HOSPICE DEATH NOTE and the Hospice Plan were read."},
		"in small letters":         {said + "works at falcon, script to pioneer please", said + "works at [organization], script to [organization] please"},
		"in small letters no name": {said + "works at night, seen in clinic and sent to theatre", said + "works at night, seen in clinic and sent to theatre"},
		"in capitals":              {"THE PATIENT COMPLAINS OF PAIN IN THE LOWER BACK. HE IS A DRIVER FOR SUMMIT. HE WORKS AT NIGHT.", "THE PATIENT COMPLAINS OF PAIN IN THE LOWER BACK. HE IS A DRIVER FOR [organization]. HE WORKS AT NIGHT."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishOrganizationsGoWhole(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"the article":             {"He was told by the Mater that the bed is free.", "He was told by [organization] that the bed is free."},
		"the first word":          {"The scan of Ladow Horby Hospital was sent.", "The scan of [organization] was sent."},
		"a chain and its town":    {"The plate came from us. Mayo Eau Claire has it.", "The plate came from us. [organization] has it."},
		"the last noun":           {"The films of Brennock Garage were lost.", "The films of [organization] were lost."},
		"whose state":             {"She is insured with Molina of NM in spring.", "She is insured with [organization] in spring."},
		"a hyphen":                {"She was at DMC Sinai-Grace Hospital.", "She was at [organization]."},
		"a practice by its coast": {"Copy: East Coast Physio has the notes.", "Copy: [organization] has the notes."},
		"a score at a place":      {"The angiogram at Epworth showed nothing, the Epworth score was 9.", "The angiogram at [organization] showed nothing, the Epworth score was 9."},
		"a firm of the sun":       {"She packs fruit at Sun Valley Packing. Labs today.", "She packs fruit at [organization]. Labs today."},
		"an instrument is none":   {"It was cut with Mayo scissors and Ochsner clamps.", "It was cut with Mayo scissors and Ochsner clamps."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
