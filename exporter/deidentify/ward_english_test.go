package deidentify

import "testing"

func TestEnglishPatientsBesideTheirName(t *testing.T) {
	s := NewScrubber(patientOf("Kowalczyk", "Grace", ""), "en")
	for name, c := range map[string][2]string{
		"a nickname that is a word":        {"He was a plumber, known as \"Sparky\".", "He was a plumber, known as \"[name]\"."},
		"a nickname without marks":         {"She likes to be called Tammy and smiles.", "She likes to be called [name] and smiles."},
		"what an illness is called":        {"a rash, known as \"long Covid\" to all", "a rash, known as \"long Covid\" to all"},
		"initials before an age":           {"Bed by the door. GK, 58, day 3 after the operation.", "Bed by the door. [name], 58, day 3 after the operation."},
		"a letter behind a title":          {"We saw that Ms K has a sore knee and that she limps.", "We saw that Ms [name] has a sore knee and that she limps."},
		"a letter that ends a message":     {"can you send it to the shop thx G\nThe reply was sent at noon.", "can you send it to the shop thx [name]\nThe reply was sent at noon."},
		"a name that is a score and a day": {"Grace 03/04/1961 came, the GRACE score is low.", "[name] 1961 came, the GRACE score is low."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishCodesOfThings(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a plate that is driven":         {"She may drive 5TRW904 from Monday, they said.", "She may drive [number] from Monday, they said."},
		"a plate somebody left in":       {"He left in WQT 4417, a grey van, with his dog.", "He left in [number], a grey van, with his dog."},
		"a dose is no plate":             {"He was told not to drive 24 hours after the scan.", "He was told not to drive 24 hours after the scan."},
		"a machine's number":             {"The fridge alarm KL-402 rang, concentrator 8841-2207 was sent.", "The fridge alarm [number] rang, concentrator [number] was sent."},
		"a machine's rate":               {"The pump 5-10 and the monitor 120 were right.", "The pump 5-10 and the monitor 120 were right."},
		"a unit of blood":                {"The unit G1012 24 318805 was given over two hours.", "The unit [number] was given over two hours."},
		"a specimen without capitals":    {"the skin of the arm (gp25-00412) was a melanoma in situ", "the skin of the arm ([number]) was a melanoma in situ"},
		"a booking reference of the NHS": {"The form went off, UBRN 0000 4410 2275 is hers.", "The form went off, UBRN [number] is hers."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
