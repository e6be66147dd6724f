package deidentify

import "testing"

func TestEnglishCodesBehindTheirNouns(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a lot over a word":             {"Given at nine, lot of betameth KW2207 was the last.", "Given at nine, lot of betameth [number] was the last."},
		"a slip of figures":             {"She has the appt slip 81-3390 with her.", "She has the appt slip [number] with her."},
		"a study without figures alone": {"The XR ZEN518 shows a tuft fracture.", "The XR [number] shows a tuft fracture."},
		"letters apart from figures":    {"Police were told, ref NWP 6628 was given.", "Police were told, ref [number] was given."},
		"a study of a year":             {"The EEG 31/88 was slow.", "The EEG [number] was slow."},
		"a lot behind a vaccine":        {"Shingrix R7734 was given in the left arm.", "Shingrix [number] was given in the left arm."},
		"an officer":                    {"It was sent to PC 3107 Hartwell by post.", "It was sent to PC [number] [name] by post."},
		"a plate of a vehicle":          {"He came in a corolla KDJ 229X with his aunt.", "He came in a corolla [number] with his aunt."},
		"a card's last figures":         {"The visa 5512 was turned down.", "The visa [number] was turned down."},
		"a week of pregnancy":           {"The OB ultrasound 20w3d was normal.", "The OB ultrasound 20w3d was normal."},
		"a printed form":                {"It stands in the card (form 027/u) of the boy.", "It stands in the card (form 027/u) of the boy."},
		"a code of a disease":           {"The right code K5712 is not in use.", "The right code K5712 is not in use."},
		"a day behind a day's count":    {"The drug is stopped (3d = 22/10), the next starts on day 14 = 23/05.", "The drug is stopped (3d = [date]), the next starts on day 14 = [date]."},
		"days of a course":              {"Verorab was given D0 6/9 - D3 6/12 - D7 6/16 as planned.", "Verorab was given D0 [date] - D3 [date] - D7 [date] as planned."},
		"a dextrose is no day":          {"The drip is D5 1/2 NS at 75.", "The drip is D5 1/2 NS at 75."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishTwoNamesOfMedicineStay(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for _, text := range []string{
		"Lennox-Gastaut was ruled out, Charles Bonnet was spoken of, Bence Jones was sent.",
		"Judkins could not be seated, Papile gr I on the left, Cavilon and Sudocrem for the skin.",
	} {
		scrubRow(t, s, text, text)
	}
}

func TestEnglishLotsPinsAndHours(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"lots of vaccines":           {"She had DTaP C7718AB and HepA R4J7Y today.", "She had DTaP [number] and HepA [number] today."},
		"a hearing aid":              {"He lost the Phonak 2417X0AV at home.", "He lost the Phonak [number] at home."},
		"a nurse's number":           {"Home on Monday. Midwife 18D3372E was told.", "Home on Monday. Midwife [number] was told."},
		"from one hour to another":   {"The visit was 0930-1015, the call 0215-0310 line 2.", "The visit was 0930-1015, the call 0215-0310 line 2."},
		"a house of a name":          {"Miss D, born 31.08.1966,\nThe Old Forge, Wallingtree\nPlease send it.", "Miss [name], born [date],\n[address]\nPlease send it."},
		"a denial's day":             {"The claim was denied 6/9 in error.", "The claim was denied [date] in error."},
		"a code of diseases and ICD": {"It is ICD M51.16, CPT 63030.", "It is ICD M51.16, CPT 63030."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
