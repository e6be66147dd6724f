package deidentify

import "testing"

func TestEnglishCodesGoWhole(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"letters before the figures":     {"Sedation given, hosp no LG 330 8812. Home today.", "Sedation given, hosp no [number]. Home today."},
		"letters behind them":            {"The armband says A7731CK and is wrong.", "The armband says [number] and is wrong."},
		"letters behind a stroke":        {"Her file KT/1694/RB was sent.", "Her file [number] was sent."},
		"the letters of a member":        {"Member ID 20364465 HD. Signed today.", "Member [number]. Signed today."},
		"four figures of a thing":        {"Specimen 4006 was sent, run 9322 is closed.", "Specimen [number] was sent, run [number] is closed."},
		"an abbreviation is no letter":   {"Plan: COC 7324964644, negative. UA 2023-17873-W sent.", "Plan: COC [number], negative. UA [number] sent."},
		"a year and an hour stay":        {"Since 2019 the specimen 1430 ml was drained at 0930.", "Since 2019 the specimen 1430 ml was drained at 0930."},
		"a pressure behind it stays too": {"MRN 7734882, 120 on standing, 140 at rest.", "MRN [number], 120 on standing, 140 at rest."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishDaysOfPapers(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"received":               {"The block was received 15/7, reported 16/7.", "The block was received [date], reported [date]."},
		"rec'd":                  {"The tube was rec'd 9/8 by the lab.", "The tube was rec'd [date] by the lab."},
		"no score is above most": {"We agreed a recall 31/1 with the family.", "We agreed a recall [date] with the family."},
		"a score stays":          {"Her recall 2/3 and MMSE 24/30 were noted.", "Her recall 2/3 and MMSE 24/30 were noted."},
		"dated and of":           {"I write to appeal the denial dated 4/6 of the drug.", "I write to appeal the denial dated [date] of the drug."},
		"the next session":       {"The next session 9/11 is with his mother.", "The next session [date] is with his mother."},
		"days with their values": {"INR 29/10 2.5, 12/11 3.7 and a dose 3/4 mg.", "INR [date] 2.5, [date] 3.7 and a dose 3/4 mg."},
		"a review in fourteen":   {"Review 14/12 with the scan, off for 14/7.", "Review [date] with the scan, off for 14/7."},
		"the next with a dot":    {"She is well. Next 11.28. K 4.28 is fine.", "She is well. Next [date]. K 4.28 is fine."},
		"a session of many":      {"She had session 9/12 with her mother.", "She had session 9/12 with her mother."},
		"may and a day":          {said + "no pain since may 4 when he fell, he may 2 days later stop", said + "no pain since [date] when he fell, he may 2 days later stop"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
