package deidentify

import "testing"

func TestEnglishPeopleSaidShortly(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a sister with a dot":        {"The Mantoux was read by Sr. Annamma 9 mm, all well.", "The Mantoux was read by Sr. [name] 9 mm, all well."},
		"a serum cut short":          {"The Sr. Creatinine was 1.2 and Sr. Amylase was not sent.", "The Sr. Creatinine was 1.2 and Sr. Amylase was not sent."},
		"police by an eponym":        {"The report was left with Dep Rasmussen at noon, PC Bell palsy is old.", "The report was left with [name] at noon, PC Bell palsy is old."},
		"a brother called by a day":  {"Her brother Sunday will donate blood on Sunday.", "Her brother [name] will donate blood on Sunday."},
		"a first name and a letter":  {"There is a rash on Max R. who has the next bunk.", "There is a rash on [name] who has the next bunk."},
		"rooms of a list":            {"CATH LOG of today\nR1 Pike 71M LHC done\nR2 Marsh 60F stent", "CATH LOG of today\nR1 [name] 71M LHC done\nR2 [name] 60F stent"},
		"a nickname before the name": {"The veteran \"Dutch\" Odell Beauregard came with his wife.", "The veteran \"[name] came with his wife."},
		"a nickname inside a name":   {"Devon \"Bigga\" Plummer came in with a wound of the leg.", "[name] came in with a wound of the leg."},
		"an age and a letter of sex": {"OKEKE, Chisom 5F has severe malaria and a fever.", "[name] 5F has severe malaria and a fever."},
		"a nickname with the":        {"He is \"Denny the Bridge\" in the parish.", "He is \"[name]\" in the parish."},
		"who writes":                 {"pt Des Halloran: \"hey its des. out of pills since sunday\" and the nurse said so.", "pt [name]: \"hey its [name]. out of pills since sunday\" and the nurse said so."},
		"letters before a credential": {"The prescription was cancelled at noon. kt/PharmD, the doctor knows.",
			"The prescription was cancelled at noon. [name]/PharmD, the doctor knows."},
		"letters of two at the end": {"The book was checked and all of it is right, jp/kw", "The book was checked and all of it is right, [name]"},
		"letters behind an hour":    {"The splint was taken off on 11/03/25 1020 RP\nThe next bed.", "The splint was taken off on 2025 1020 [name]\nThe next bed."},
		"letters behind a stroke":   {"The labs and the letter are here.\n/mjt", "The labs and the letter are here.\n/[name]"},
		"at the head of a note":     {"Peds ED: Zaiden 4M, bitten by a dog. Well now.", "Peds ED: [name] 4M, bitten by a dog. Well now."},
		"a word of respect":         {"The pt Kamakshi ammal came with her son.", "The pt [name] came with her son."},
		"a name said twice":         {"The hubby Jun-jun holds her hand.", "The hubby [name] holds her hand."},
		"a health worker":           {"The visit was made by CHEW Glory. Chew well.", "The visit was made by [name]. Chew well."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
