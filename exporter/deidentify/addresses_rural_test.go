package deidentify

import "testing"

func TestEnglishAddressesOfTheCountry(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a mile of a road":        {"The crash was on I-70 EB MM 214 at noon, Belted.", "The crash was on [address] at noon, Belted."},
		"a road alone":            {"There was an accident on I-80 in May, she has neck pain.", "There was an accident on I-80 in May, she has neck pain."},
		"an isotope":              {"The dose of I 131 was given, then I-131 again.", "The dose of I 131 was given, then I-131 again."},
		"a box of the mail":       {"Mail the results to HC 30 Box 44, Datil, please.", "Mail the results to [address], please."},
		"a house of the willows":  {"dc home to 44 the willows, carers four times, key safe in place", "dc home to [address], carers four times, key safe in place"},
		"a lot before a street":   {"The boy lives with dad at Lot 7 Kangaroo Creek Rd now.", "The boy lives with dad at [address] now."},
		"a plot of a township":    {"She gave Erf 220 Khayamandi as hers.", "She gave [address] as hers."},
		"a pressure behind a log": {"The BP log 128/65, 131/85 was good.", "The BP log 128/65, 131/85 was good."},
		"pets":                    {"She lives with her cats Felix and Rose, the dog Bramble is shut away.", "She lives with her cats Felix and Rose, the dog Bramble is shut away."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
