package deidentify

import "testing"

func TestEnglishNamesInHaste(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a brother-in-law":                 {"his brother-in-law Okeke signs the form", "his brother-in-law [name] signs the form"},
		"a first name in quotation marks":  {"she wants \"Siobhan\" and nobody else", "she wants \"[name]\" and nobody else"},
		"a surname in capitals":            {"the waste was witnessed by SALAZAR at noon", "the waste was witnessed by [name] at noon"},
		"a scale in capitals is none":      {"the score of DASH and the level of TSH are normal, on WARFARIN", "the score of DASH and the level of TSH are normal, on WARFARIN"},
		"a doctor without capitals":        {"seen by dr bishop on the round, she was told to rest and to come back if it is worse", "seen by dr [name] on the round, she was told to rest and to come back if it is worse"},
		"a doctor who was told":            {"the dr was notified and dr aware of the fall, no new orders were given by phone today", "the dr was notified and dr aware of the fall, no new orders were given by phone today"},
		"an eponym that is a first name":   {"the meeting with Graham was long", "the meeting with [name] was long"},
		"two names that are one eponym":    {"a Graham Steell murmur, Marcus Gunn absent, Ann Arbor IIA, Forrest III", "a Graham Steell murmur, Marcus Gunn absent, Ann Arbor IIA, Forrest III"},
		"a month and its day in words":     {"since May the 24th, and in June of 2021", "since [date], and in 2021"},
		"a year behind a town is no scale": {"she was treated Fresno 2019 for this", "she was treated [name] 2019 for this"},
		"a street and the house behind":    {"he lives on Bauman st 44, second floor", "he lives on [address], second floor"},
		"a hospital that is a word":        {"the PT at Duke with the team went well", "the PT at [organization] with the team went well"},
		"a people and a firm's word":       {"the ride with Navajo Transit, which was late", "the ride with [organization], which was late"},
		"a county of Ireland":              {"the boy of Ballymore, Co. Kildare, came", "the boy of [address], came"},
		"an age in haste":                  {"a 93 yom found on the floor", "a 90+ yom found on the floor"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestSurnamesBehindFirstNames(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	const quiet = "headache since monday, worse in the evening, no rash and no fever. "
	for name, c := range map[string][2]string{
		"an everyday word, small":      {quiet + "plan agreed with husband rhys green today", quiet + "plan agreed with husband [name] today"},
		"small words of names":         {quiet + "interpreter karel van der heyden present", quiet + "interpreter [name] present"},
		"a region":                     {"Discussed with Mary Holland today.", "Discussed with [name] today."},
		"an initial somebody spoke to": {"We informed A. Kelly of the delay.", "We informed [name] of the delay."},
		"what somebody is stays":       {quiet + "wife mary was happy", quiet + "wife [name] was happy"},
		"initials called so":           {"Subject 14-203, initials WF, 68 years.", "Subject [number], initials [name], 68 years."},
		"a class stays":                {"Angle cl I. OPG of the jaw was done.", "Angle cl I. OPG of the jaw was done."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
