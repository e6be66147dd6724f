package deidentify

import "testing"

func TestEnglishOrganizationsByTheirNouns(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a church of the":           {"Meals come from the Church of the Redeemer on Sundays.", "Meals come from [organization] on Sundays."},
		"our lady":                  {"The nurse of Our Lady of Knock called about her.", "The nurse of [organization] called about her."},
		"a mall":                    {"She is a guard at the Mall of Lucena and stands all day.", "She is a guard at [organization] and stands all day."},
		"a mosque":                  {"The imam of Masjid Al-Falah asks about fasting.", "The imam of [organization] asks about fasting."},
		"a unit of the services":    {"He left 3 Para with a bad knee, his brother the 101st Airborne.", "He left [organization] with a bad knee, his brother the [organization]."},
		"children born":             {"She is gravida 3 Para 2 and well.", "She is gravida 3 Para 2 and well."},
		"a post of veterans":        {"He tends bar at VFW Post 9918 and drinks eight a day.", "He tends bar at [organization] and drinks eight a day."},
		"whose hospital, and where": {"The films are from Queen's, Romford, and are lost.", "The films are from [organization], and are lost."},
		"letters before a ward":     {"TTSH ward 7 has the old notes.\nPWH CCU sent a summary.", "[organization] ward 7 has the old notes.\n[organization] CCU sent a summary."},
		"a ward of any hospital":    {"The CCU ward and the AMU have no bed.", "The CCU ward and the AMU have no bed."},
		"a shop and its number":     {"Please send it to Walgreens 0417 by noon.", "Please send it to [organization] by noon."},
		"a fishing boat":            {"He is a cook on the F/V Amber Dawn and has a rash.", "He is a cook on [organization] and has a rash."},
		"a home in short":           {"DISPO: Pulaski Manor SNF, by ambulance at noon.", "DISPO: [organization], by ambulance at noon."},
		"where an ambulance went":   {"The nitro helped. To PDH then home again.", "The nitro helped. To [organization] then home again."},
		"a ward":                    {"She woke well. To NSICU. All was told.", "She woke well. To NSICU. All was told."},
		"the head of a letter":      {"Harbour Street Neurology\nThe patient was seen by me and is well.", "[organization]\nThe patient was seen by me and is well."},
		"a department is no letter": {"Outpatient Cardiology\nThe patient was seen by me and is well.", "Outpatient Cardiology\nThe patient was seen by me and is well."},
		"behind A&E":                {"She was seen in A&E Treliske with a rash, stent Derriford in spring.", "She was seen in A&E [organization] with a rash, stent [organization] in spring."},
		"a cooperative":             {"She works at Nooksack Fish Co-op and stands all day.", "She works at [organization] and stands all day."},
		"a chain in capitals":       {"SHE HAS DIALYSIS AT DAVITA PINEY GROVE. THE FAMILY WAS TOLD OF IT", "SHE HAS DIALYSIS AT [organization]. THE FAMILY WAS TOLD OF IT"},
		"a jail of a county":        {"He came from Hinds Co. Jail with a cough.", "He came from [organization] with a cough."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
