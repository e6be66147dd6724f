package deidentify

import "testing"

func TestEnglishAddressesGoWhole(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a house and a name":     {"The alterations shop at 12 Kerslaw is shut.", "The alterations shop at [address] is shut."},
		"a house in words":       {"He lives at forty two Maple Street with a dog.", "He lives at [address] with a dog."},
		"a street's noun":        {"The new addr is Pulaskow Rd; husband Ambrose picks up.", "The new addr is [address]; husband [name] picks up."},
		"a flat behind it":       {"Lives at 4 Larkhay Ct, flat 11, with a dog.", "Lives at [address], with a dog."},
		"a block":                {"Found on the 1600 block of Pine and taken home.", "Found on the [address] and taken home."},
		"a road with a number":   {"Mail goes to HWY 549, or to County Rd 412 and State Route 12.", "Mail goes to [address], or to [address] and [address]."},
		"a rural route":          {"Post to Rural Route 3, Box 45A by Friday.", "Post to [address] by Friday."},
		"the end of a road":      {"He lives at the end of Gravel Pit Rd with a dog.", "He lives at the [address] with a dog."},
		"a county of Ireland":    {"Send it to her mother, Knockmorra, Co Sligo.", "Send it to her mother, [address]."},
		"a box and its town":     {"She wants to be at Box 40, Lame Deer MT. Her son knows.", "She wants to be at [address]. Her son knows."},
		"half a postal code":     {"Address: 52a Dallow Rd Luton LU1. His wife knows.", "Address: [address] [address]. His wife knows."},
		"a bed is no house":      {"Seen in bed 12 Mercer, room 4, and in block 2 of four.", "Seen in bed 12 [name], room 4, and in block 2 of four."},
		"creatinine and a level": {"The CR 214 was seen, level 5 of the tower, at 12 weeks.", "The CR 214 was seen, level 5 of the tower, at 12 weeks."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
