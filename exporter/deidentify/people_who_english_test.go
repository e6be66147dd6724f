package deidentify

import "testing"

func TestEnglishWhoInSmallLetters(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a relative called by a word":   {"settled night, son ray rang at six and carer dawn from the agency came", "settled night, son [name] rang at six and carer [name] from the agency came"},
		"a relative no list has":        {"knee swollen again, gf ozlemka to bring him home, ice and rest", "knee swollen again, gf [name] to bring him home, ice and rest"},
		"what a relative is":            {"mum happy with plan, dad will call, son may need a scan, wife bright and well", "mum happy with plan, dad will call, son may need a scan, wife bright and well"},
		"a clerk of a careful note":     {"Transport is booked, Ward clerk jan aware.", "Transport is booked, Ward clerk [name] aware."},
		"a doctor of one letter":        {"Seen on the round by Dr R - home today. The case was d/w Dr K, who agrees.", "Seen on the round by Dr [name] - home today. The case was d/w Dr [name], who agrees."},
		"letters behind a dash":         {"For a scan of the head in the morning. - PK", "For a scan of the head in the morning. - [name]"},
		"letters before a grade":        {"Off legs since the weekend, poor intake. TW RN\nThe bed is low.", "Off legs since the weekend, poor intake. [name] RN\nThe bed is low."},
		"an abbreviation ends a note":   {"Off legs since the weekend, poor intake. Discussed with the family. NAD", "Off legs since the weekend, poor intake. Discussed with the family. NAD"},
		"a problem behind a dash":       {"History of stroke and of falls - DM", "History of stroke and of falls - DM"},
		"a shop in a note without case": {"sore back for a week, works at dunelm and lifts boxes", "sore back for a week, works at [organization] and lifts boxes"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishNamesCutAndInSmallLetters(t *testing.T) {
	s := NewScrubber(patientOf("Quintanilla", "Wilhelmina", ""), "en")
	for name, c := range map[string][2]string{
		"a first name cut":              {"She is \"wilhel\" to all, Helmina to her aunt.", "She is \"[name]\" to all, [name] to her aunt."},
		"two surnames":                  {"Wilhelmina Quintanilla y Ocampo came at nine.", "[name] came at nine."},
		"a first name and a surname":    {"The Policy holder siobhan mcgarrigle was told.", "The Policy holder [name] was told."},
		"an officer of medicine":        {"The report was read, MO Thilini takes over.", "The report was read, MO [name] takes over."},
		"a short name before another":   {"The Husband Sal Ferraris was told.", "The Husband [name] was told."},
		"whose daughter":                {"burns of both hands, d/o zahra begum, from the camp, dressed and fed", "burns of both hands, d/o [name], from the camp, dressed and fed"},
		"a noun behind a name of place": {"Born at Kaikohe hosp, the weight is good.", "Born at [organization], the weight is good."},
		"who went home":                 {"We took Nadia home at noon.", "We took [name] home at noon."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishNotesInHaste(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a first name that is told":      {"The Ward was full, after a call w kelly re access he slept.", "The Ward was full, after a call w [name] re access he slept."},
		"a relative in brackets":         {"still wheezy today, mom (crystal) wants a note, school is closed", "still wheezy today, mom ([name]) wants a note, school is closed"},
		"who will do it":                 {"the rx was wrong. mags will amend, needs a new script", "the rx was wrong. [name] will amend, needs a new script"},
		"a practice of unknown words":    {"back pain for a week, gp kawaroa bay, older kids with nana at home", "back pain for a week, gp [organization], older kids with nana at home"},
		"what a worker works":            {"back pain for a week, works full time nights, smokes ten a day", "back pain for a week, works full time nights, smokes ten a day"},
		"a county":                       {"dad is in otterman county, lives alone, walks with a frame", "dad is in [place], lives alone, walks with a frame"},
		"a court":                        {"He works nights at Wednesbury Magistrates Court as a guard.", "He works nights at [organization] as a guard."},
		"a label with a colon":           {"The diet is good. Gym: Stone Bridge, trainer to follow.", "The diet is good. Gym: [organization], trainer to follow."},
		"a town that a scale is called":  {"The Glasgow scale was used, her son is in Boston and her aunt from Paris came.", "The Glasgow scale was used, her son is in [place] and her aunt from [place] came."},
		"a shop of two words":            {"She slept behind the Dairy Queen and works at Home Depot.", "She slept behind [organization] and works at [organization]."},
		"letters behind a word for them": {"seen in the van, no issues, all meds given. sig tk", "seen in the van, no issues, all meds given. sig [name]"},
		"a day at the head of a note":    {"Prison nurse Altcourse 4/6. He punched a wall.", "Prison nurse [name] [date]. He punched a wall."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishChatsBabiesAndSaintsInSmallLetters(t *testing.T) {
	s := NewScrubber(patientOf("Trandafir", "Ionela", ""), "en")
	for name, c := range map[string][2]string{
		"who writes in a chat":     {"19:02 dr: can you hear me\n19:03 zuri: sorry the wifi is bad today", "19:02 dr: can you hear me\n19:03 [name]: sorry the wifi is bad today"},
		"who ate":                  {"The Clinic got a text: sorry late, zubaidu ate a cookie at noon.", "The Clinic got a text: sorry late, [name] ate a cookie at noon."},
		"a baby without a name":    {"Trandafir, BG twin of 31 weeks, weight 1510 g.", "[name] twin of 31 weeks, weight 1510 g."},
		"a saint in small":         {"squint since birth, for st brendans eye in june, taxi booked by school", "squint since birth, for [organization] in june, taxi booked by school"},
		"a segment of the heart":   {"chest pain at rest, in st elevation the lab is called, for st depression not", "chest pain at rest, in st elevation the lab is called, for st depression not"},
		"letters of a hospital":    {"if bleeding go to a+e uhl, else recheck in six weeks at home", "if bleeding go to a+e [organization], else recheck in six weeks at home"},
		"where the script is sent": {"hb is low, script to mcgonagles today, recheck in six weeks at home", "hb is low, script to [organization] today, recheck in six weeks at home"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
