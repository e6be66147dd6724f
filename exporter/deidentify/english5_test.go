package deidentify

import "testing"

func TestEnglishSignaturesWithoutCapitals(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"an initial, a surname and a year": {"Plan: CT in the morning, Wells 4\nk. adeyemi st4", "Plan: CT in the morning, Wells 4\n[name] st4"},
		"a double surname and a comma":     {"Copied to the GP on Monday\nm. hartley-boyle, sn", "Copied to the GP on Monday\n[name], sn"},
		"no grade":                         {"Copied to the GP on Monday\nv. szymanska\nThe line was flushed.", "Copied to the GP on Monday\n[name]\nThe line was flushed."},
		"inside a line":                    {"Consent is on the file  o. rahmanov ct2\nBed 4 next.", "Consent is on the file  [name] ct2\nBed 4 next."},
		"a first name and an initial":      {"The form was done at the Clinic\ntarek m.", "The form was done at the Clinic\n[name]"},
		"a list is signed by nobody":       {"Plan for the Ward:\na. bloods\nb. chest film\nc. diet st2", "Plan for the Ward:\na. bloods\nb. chest film\nc. diet st2"},
		"germs are nobody":                 {"Grew in the Clinic:\ne. coli\nc. diff\ns. aureus", "Grew in the Clinic:\ne. coli\nc. diff\ns. aureus"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishPagersAndInnerTelephones(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a bleep":                   {"Seen on the round, bleep 43307. Chase the film.", "Seen on the round, bleep [phone]. Chase the film."},
		"cut short":                 {"Seen on the round, blp 3307\nPGR: 60218, pgr #4410", "Seen on the round, blp 3307\nPGR: [phone], pgr #[number]"},
		"an inner telephone":        {"Call the lab ext. 5530 or extn 771204 at night.", "Call the lab ext. [phone] or extn [phone] at night."},
		"x and five figures":        {"The fellow was paged x60417 at noon.", "The fellow was paged [phone] at noon."},
		"few figures, and a motion": {"Knee flex 100, ext 10, dental ext 36. Pager 14. Stent 3.0 x 28 mm, x4 daily.", "Knee flex 100, ext 10, dental ext 36. Pager 14. Stent 3.0 x 28 mm, x4 daily."},
		"hours":                     {"He was bleeped 0230 and the pager 09:00-17:00 was off.", "He was bleeped 0230 and the pager 09:00-17:00 was off."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishKnownNamesInAllTheyAreCalled(t *testing.T) {
	s := NewScrubber(patientOf("Bouchard-Morel", "Barnabas", ""), "en")
	for name, c := range map[string][2]string{
		"what friends call him":          {"To the house on the hill\nBarney came with his dog.", "To the house on the hill\n[name] came with his dog."},
		"a double name of an eponym":     {"MICROBIOLOGY\nBOUCHARD-MOREL,BARNABAS came to the ward", "MICROBIOLOGY\n[name],[name] came to the ward"},
		"the eponym itself":              {"Both hands show Bouchard's nodes today.", "Both hands show Bouchard's nodes today."},
		"a birth date a line end breaks": {"Birthdate: 07/19/\n1961 and more", "Birthdate: [date] and more"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
	scrubRow(t, NewScrubber(patientOf("Petersen", "Olaf", ""), "en"), "Called his niece, Agnes Petersen-Lake, at noon.", "Called his niece, [name], at noon.")
}

func TestEnglishStaffInSmallLetters(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a role with a stroke":      {"Asked by n/s glenda about the Film of Monday, OK.", "Asked by n/s [name] about the Film of Monday, OK."},
		"an Irish surname":          {"For the list of Monday, dr o'driscoll room 3", "For the list of Monday, dr [name] room 3"},
		"who did it":                {"The Block was put in by wozniacki\nNo leak was seen.", "The Block was put in by [name]\nNo leak was seen."},
		"what was done by a method": {"The Block was put in by ultrasound\nA scan by tomosynthesis.", "The Block was put in by ultrasound\nA scan by tomosynthesis."},
		"a bed glued to its number": {"bd3 KOWALSKI is well, MED bd 3 doses", "bd3 [name] is well, MED bd 3 doses"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishSeatsOfOrganisations(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a university":                  {"She reads law at the Univ. of Keele and at the University of Oregon now.", "She reads law at [organization] and at [organization] now."},
		"a college of a trade":          {"By the College of Midwives and the Bank of her youth.", "By the College of Midwives and the Bank of her youth."},
		"a preschool":                   {"The skin test was read at Otter Creek Head Start by the nurse.", "The skin test was read at [organization] by the nurse."},
		"a scheme of health":            {"The claim of Umlazi Medical Scheme was late.", "The claim of [organization] was late."},
		"an ambulance of the air":       {"LifeFlight took her, tail N28QX, at noon.", "[organization] took her, tail [number], at noon."},
		"letters of a hospital":         {"He is for the clinic of QEH tomorrow.", "He is for the clinic of [organization] tomorrow."},
		"a place and how long ago":      {"The boy came from Quetzaltepec 3 yrs ago with fever.", "The boy came from [place] 3 yrs ago with fever."},
		"a receipt":                     {"Ring and watch to the guards, rcpt 80417.", "Ring and watch to the guards, rcpt [number]."},
		"a score and how many are left": {"The Zorvex 3 was left for days.", "The Zorvex 3 was left for days."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishKnownAddressInSmallLetters(t *testing.T) {
	s := NewScrubber(Identity{&knowledge{things: []thing{{kind: typeAddress, text: "309 Elder Grove"}, {kind: typeLocation, text: "St Cloud"}}}}, "en")
	for name, c := range map[string][2]string{
		"a flat of a letter":       {"Staying with an uncle at 309 Elder Grove apt C since May.", "Staying with an uncle at [address] since May."},
		"a town behind the street": {"lives with the Clan on 88 Arden St apt 3 st cloud\nTremor of the hand.", "lives with the Clan on [address] [place]\nTremor of the hand."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishNamesOfFissuresAndThingsStay(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for _, text := range []string{
		"The Sylvian fissures are open, Pacchionian granulations are seen, no Duret haemorrhages.",
		"A Pipelle was taken, Octaplas was given, the Neopuff was ready and Ledermix was left in.",
		"Harrison's sulci are seen in the chest of the boy.",
	} {
		scrubRow(t, s, text, text)
	}
}
