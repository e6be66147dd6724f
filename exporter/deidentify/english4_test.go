package deidentify

import "testing"

func TestEnglishDaysInWordsAndRows(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"an ordinal and a month":     {"seen on the fourteenth of november by the team", "seen on the [date] by the team"},
		"a birth date in words":      {"date of birth twenty first of august nineteen thirty eight new line", "date of birth [date] new line"},
		"a birth date and its year":  {"date of birth sixteenth of january 1949 and more", "date of birth [date] and more"},
		"a month and the day":        {"next appointment january the ninth at ten", "next appointment [date] at ten"},
		"a month that is an ordinal": {"reviewed ninth of the eleventh by us", "reviewed [date] by us"},
		"an ordinal of no day":       {"the second of the three cores, the third toe and the first of many", "the second of the three cores, the third toe and the first of many"},
		"a march that is none":       {"first march on the spot, second may help", "first march on the spot, second may help"},
		"two days of one month":      {"Clinic 3rd and 5th May, then on November 7 and 8.", "Clinic [date] and [date], then on [date]."},
		"a row of days":              {"given on 4,5,6 March at home", "given on [date],[date],[date] at home"},
		"two days with a stroke":     {"away 1st/2nd June with them", "away [date]/[date] with them"},
		"a range before a whole day": {"on the ward 4-6/11/2024 with them", "on the ward [date]-2024 with them"},
		"two days and their months":  {"events on 8 September, 31 October and again", "events on [date], [date] and again"},
		"a year cut short":           {"transfer #4 Aug '24 and dob 3/4/'42 here", "transfer #2024 and dob [date] here"},
		"a month of a year":          {"Prior film 2024-12 is here, the years 2008-12 were good", "Prior film 2024 is here, the years 2008-12 were good"},
		"a month and a short year":   {"last seen Nov-24 by us", "last seen [date] by us"},
		"a month with a nought":      {"the next recall 09/25 and recall 2/3", "the next recall [date] and recall 2/3"},
		"a day with hyphens":         {"a tattoo with the date 6-14-08 on the arm", "a tattoo with the date 2008 on the arm"},
		"a day with a dot":           {"Adm. 20.10.24 with pain. Clips out 3.11 at home, back on 5.11, EF 55.10 and INR 2.1.", "Adm. 2024 with pain. Clips out [date] at home, back on [date], EF 55.10 and INR 2.1."},
		"an hour with a dot":         {"Seen 20.10.24 with pain. Called back 11.09, spoke to them.", "Seen 2024 with pain. Called back 11.09, spoke to them."},
		"no days with dots":          {"The clips 3.11 and the score 2.04 are values.", "The clips 3.11 and the score 2.04 are values."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestDaysOfOtherCalendars(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a Hijri day in figures": {"DOB 29/07/1409 H and a scan", "DOB [date] H and a scan"},
		"a Hijri year first":     {"the scan of 1446/05/15 was read", "the scan of [date] was read"},
		"a Hijri month":          {"the exam (16 Ramadan 1445) was read", "the exam ([date]) was read"},
		"a month of two words":   {"the exam of 15 Jumada al-awwal 1446 AH was read", "the exam of [date] was read"},
		"a month before its day": {"the exam of Rajab 27, 1446 was read", "the exam of [date] was read"},
		"a month alone":          {"She fasts in Ramadan and comes after it.", "She fasts in Ramadan and comes after it."},
		"a year of Thailand":     {"born 12/03/2510 in the north", "born [date] in the north"},
		"a month of Ethiopia":    {"the card says Tikimt 3, 2017 and no more", "the card says [date] and no more"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestRussianAgesOfNinety(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"behind a name cut short": {"Патронаж по кругу. Пижамкина Евд., 97г. Лежит", "Патронаж по кругу. [ФИО]., 90+г. Лежит"},
		"behind a dash":           {"Отец Иванов Пётр — 97 г., ходит сам", "Отец [ФИО] — 90+ г., ходит сам"},
		"that was reached":        {"Бабушка прожила до 98, дед до 70", "Бабушка прожила до 90+, дед до 70"},
		"behind the birth":        {"Род. 12.04.1931 (94), ходит сам", "Род. 1931 (90+), ходит сам"},
		"that may be a year":      {"Мать умерла в 93 от инсульта", "Мать умерла в 93 от инсульта"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishAgesOfNinety(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"with dots":            {"Room by the door, 94 y.o. and frail", "Room by the door, 90+ y.o. and frail"},
		"behind the birth":     {"Nobody came. DOB 2/12/1931 (93), keysafe", "Nobody came. DOB [date] (90+), keysafe"},
		"glued to its unit":    {"Nobody came, 95yrs, keysafe by the door", "Nobody came, 90+, keysafe by the door"},
		"at a sentence's head": {"The chart was begun. 94 and still asks for her mother.", "The chart was begun. 90+ and still asks for her mother."},
		"behind the sex":       {"F/93 was found by the warden. A fall, female, 91.", "F/90+ was found by the warden. A fall, female, 90+."},
		"before the sex":       {"A fall. 93/F, alone. 92 M, alone. 95 male.", "A fall. 90+/F, alone. 90+ M, alone. 90+ male."},
		"of kin":               {"Mum (97) and dad 96 alive, her sister is 98 and well. MGM d 99.", "Mum (90+) and dad 90+ alive, her sister is 90+ and well. MGM d 90+."},
		"that is near":         {"She's 97, nearly 100! It was her 95th birthday.", "She's 90+, nearly 90+! It was her 90+th birthday."},
		"in words":             {"a ninety-four year old lady; she is ninety six; ninety percent", "a 90+ year old lady; she is 90+; ninety percent"},
		"that somebody had":    {"At 94 she declines. He died at 93.", "At 90+ she declines. He died at 90+."},
		"values":               {"Sats 94 on air, HR 92, BP 96/60, F 95 mg, PT 96 secs, 98 and 97 percent. 94 kg. Gap 92 m.", "Sats 94 on air, HR 92, BP 96/60, F 95 mg, PT 96 secs, 98 and 97 percent. 94 kg. Gap 92 m."},
		"no age at a clause":   {"Saturation now 94 on air. Pulse now 96 and regular.", "Saturation now 94 on air. Pulse now 96 and regular."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestEnglishWithoutCapitals(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a name of any origin":      {"bed by the door, thandeka was up all night and wants to see the team, hanumanthappa asleep", "bed by the door, [name] was up all night and wants to see the team, [name] asleep"},
		"two names in brackets":     {"the contacts are two small children (nomvula and kutlwano) who go to school in the village", "the contacts are two small children ([name] and [name]) who go to school in the village"},
		"words cut short and slips": {"she reassur, chole done, recieved the meds, oncall doc aware, discharg home tmrw with the letter", "she reassur, chole done, recieved the meds, oncall doc aware, discharg home tmrw with the letter"},
		"a medicine no list has":    {"she will start quavirofix today, the rest of the plan is as before", "she will start quavirofix today, the rest of the plan is as before"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
