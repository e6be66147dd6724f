package deidentify

import "testing"

func TestEnglishDaysWithoutAYear(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a clinic's day":                   {"back to hand clinic 6/9 with films", "back to hand clinic [date] with films"},
		"a day and an hour":                {"family meeting 11/9 2pm in the day room", "family meeting [date] 2pm in the day room"},
		"a list of days":                   {"she had falls on 14/3 & 17/3 at home", "she had falls on [date] & [date] at home"},
		"a day no fraction can be":         {"DEXA 13/2, then we decide", "DEXA [date], then we decide"},
		"a weekday and its day":            {"sutures out Tues 28th if dry", "sutures out Tues [date] if dry"},
		"the fourth of a month":            {"dressing due on the 4th and the 11th toe is fine", "dressing due on the [date] and the 11th toe is fine"},
		"a day with a hyphen":              {"the last PET 4-15: partial response", "the last PET [date]: partial response"},
		"a birthday with hyphens":          {"he is dob 9-2-63 and well", "he is dob [date] and well"},
		"a power is no day":                {"power 4/5 on the left, 5/5 elsewhere, seen today", "power 4/5 on the left, 5/5 elsewhere, seen today"},
		"a sight is no day":                {"the vision is 6/9 and 6/24 with glasses, 6/6 pinhole", "the vision is 6/9 and 6/24 with glasses, 6/6 pinhole"},
		"days, weeks and months as counts": {"cough for 3/7, review in 2/52, bloods in 3/12", "cough for 3/7, review in 2/52, bloods in 3/12"},
		"a pain is no day":                 {"pain 8/10 at its worst and 3/10 now", "pain 8/10 at its worst and 3/10 now"},
		"settings of a ventilator":         {"on BiPAP 14/6 overnight, IOP 18/12 by day", "on BiPAP 14/6 overnight, IOP 18/12 by day"},
		"half a tablet":                    {"started on 1/2 tab at night for sleep", "started on 1/2 tab at night for sleep"},
		"the fifth toe":                    {"the 5th toe and the 4th metatarsal are fine", "the 5th toe and the 4th metatarsal are fine"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishAddresses(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a house without a number and its code": {"lives alone at The Old Dairy, Mill Lane, Bampton OX18 4NA. She is well.", "lives alone at [address]. She is well."},
		"an Irish code":                         {"seen at home, Tigh na Mara, Spiddal, Co. Galway, H91 X4E2, with her sister", "seen at home, [address], [address], with her sister"},
		"a state and its code":                  {"Lives 417 Camino Viejo Apt 2, Las Vegas NM 87701. The port was flushed.", "Lives [address]. The port was flushed."},
		"an Indian house":                       {"R/o H.No. 88, Gali No 2, Uttam Nagar, Delhi 110059. No fever was seen.", "R/o [address] [number]. No fever was seen."},
		"a villa of the Gulf":                   {"the driver waits at Villa 9, Street 4C, Jumeirah 1, for the discharge", "the driver waits at [address], for the discharge"},
		"a Russian street":                      {"residing at Omsk, ul. Mira 7-21. The wound is dry.", "residing at [address]. The wound is dry."},
		"a house without a street's word":       {"Address 28 Lisgar E unit 3, Sudbury. The foot is warm.", "Address [address]. The foot is warm."},
		"a street without a house":              {"she uses the pharmacy on Union Ave and walks there", "she uses the pharmacy on [address] and walks there"},
		"a level of a building":                 {"the rooms are at Level 1, 19 Pascoe Vale Rd now", "the rooms are at [address] now"},
		"a mutation is no house":                {"BRAF V600E. Path pending, LASIX 40 MG given", "BRAF V600E. Path pending, LASIX 40 MG given"},
		"an age and a doctor are no house":      {"EEG of a man, 49 M. Ref Dr. Hill saw him", "EEG of a man, 49 M. Ref Dr. [name] saw him"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
