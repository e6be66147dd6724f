package deidentify

import "testing"

func TestEnglishStaffByRoleAndLetters(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a role of letters":            {"Propofol by CRNA Autumn. Seen with RD Harleen + RN Quade today.", "Propofol by CRNA [name]. Seen with RD [name] + RN [name] today."},
		"an abbreviation of no role":   {"PA Chest and RT Knee today, MA Scan is next.", "PA Chest and RT Knee today, MA Scan is next."},
		"who typed it":                 {"dictated 3/11, typed 5/11/24 qwk\nDear Mr Zabel\nTranscribed: jx\nT: 10/22/24 KJW", "dictated [date], typed 2024 [name]\nDear Mr [name]\nTranscribed: [name]\nT: 2024 [name]"},
		"letters that end a message":   {"The slip was sent today. RZ\nShe was told of it.\nMany thanks. TQ (practice nurse)", "The slip was sent today. [name]\nShe was told of it.\nMany thanks. [name] (practice nurse)"},
		"a sentence that is no name":   {"Take two at night. PRN\nGive it by mouth. PO\nThe pulse was fine. NAD", "Take two at night. PRN\nGive it by mouth. PO\nThe pulse was fine. NAD"},
		"a task and its bearer":        {"Bloods Page to chase, Eklundh/Frank to decide, seen by Marsh (reg).", "Bloods [name] to chase, [name]/[name] to decide, seen by [name] (reg)."},
		"what a name did":              {"He slept. Mercy did the round. Precious took him out. Angel fed him.", "He slept. [name] did the round. [name] took him out. [name] fed him."},
		"what no name did":             {"Comfort measures were agreed. Patience is asked for. Hope remains.", "Comfort measures were agreed. Patience is asked for. Hope remains."},
		"a name and its telephone":     {"The drug is held. Con (0412 555 713) was told. Home (0412 555 714).", "The drug is held. [name] [phone]) was told. Home [phone])."},
		"dotted letters":               {"Read at consensus, E.W. and the rest. Be well, O.B-H. (the team). See 4/12. P B-W", "Read at consensus, [name] and the rest. Be well, [name] (the team). See 4/12. [name]"},
		"dotted words":                 {"Seen at 9 P.M. in the U.S. by the E.R. staff.", "Seen at 9 P.M. in the U.S. by the E.R. staff."},
		"children":                     {"Big sibs: Zoltana 6, Angel 3 and Gab 2. She has 2 cats.", "Big sibs: [name] 6, [name] 3 and [name] 2. She has 2 cats."},
		"an initial behind a start":    {"The form was started with the worker G. Castellanoz, and sent.", "The form was started with the worker [name], and sent."},
		"a doctor in small letters":    {"seen by dr l. fung on the round, then he went home with the letter and the tablets", "seen by dr l. [name] on the round, then he went home with the letter and the tablets"},
		"an age behind the birth date": {"The resident, DOB 1/11/30, 94. She plays bridge.", "The resident, DOB [date], 90+. She plays bridge."},
		"a day, and the year behind":   {"Seen Feb 13/24 in the ward, placed since Nov/23 with them.", "Seen 2024 in the ward, placed since [date] with them."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishPeopleOfTalk(t *testing.T) {
	s := NewScrubber(patientOf("Delaunay-Adjei", "Emeric", ""), "en")
	for name, c := range map[string][2]string{
		"a doctor that is a word":    {"She was seen by doctor Page and by a man called Mr Best last week.", "She was seen by doctor [name] and by a man called Mr [name] last week."},
		"a role in brackets":         {"Summer (FY1) to do the letter, Precious (HCA) told.", "[name] (FY1) to do the letter, [name] (HCA) told."},
		"who writes in a thread":     {"The refill is due.\n>> TW 10:40 denied until seen\n>> lisa q 11:02 told her", "The refill is due.\n>> [name] 10:40 denied until seen\n>> [name] 11:02 told her"},
		"a farewell":                 {"The driver knows it.\nTa, Wing", "The driver knows it.\nTa, [name]"},
		"a nickname of two words":    {"Ola Bogle aka Miss Dimples, known as Chief to his friends, aka Bubba Ray at home.", "[name] aka [name], known as [name] to his friends, aka [name] at home."},
		"a month that is a daughter": {"THE DRUG WAS ADVISED BY THE TEAM. DAUGHTER JUNE MANAGES THE PILLS AT HOME AND WAS TOLD.", "THE DRUG WAS ADVISED BY THE TEAM. DAUGHTER [name] MANAGES THE PILLS AT HOME AND WAS TOLD."},
		"a nurse in marks":           {"The nurse (\"Precious\") owned up and your rep \"Chad\" called.", "The nurse (\"[name]\") owned up and your rep \"[name]\" called."},
		"a hyphen that is said":      {"this is a consult on emeric delaunay hyphen adjei for three months of numb feet", "this is a consult on [name] for three months of numb feet"},
		"who dictated, at a line":    {"The house has changed to another.\nTG/hmcp\nOur ref: QB/cd", "The house has changed to another.\n[name]\nOur ref: [name]"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishNamesBehindRoles(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"an everyday word":     {"Walked on stairs. Physio Rice was happy, chaperone Wells.", "Walked on stairs. Physio [name] was happy, chaperone [name]."},
		"an eponym":            {"Walked on stairs. GP Rutherford. Matron Graves on call.", "Walked on stairs. GP [name]. Matron [name] on call."},
		"a letter behind it":   {"Seen at home. Staff Blessing O. was told, staff nurse too.", "Seen at home. Staff [name] was told, staff nurse too."},
		"behind a colon":       {"Seen with mother. Copy: Rosemary, and student: Lamb.", "Seen with mother. Copy: [name], and student: [name]."},
		"what belongs to them": {"Student Note filed, Physio Review due, GP notified of it.", "Student Note filed, Physio Review due, GP notified of it."},
		"what they found":      {"Physio: Lachman neg, Thompson test pos.", "Physio: Lachman neg, Thompson test pos."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
