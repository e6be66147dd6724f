package deidentify

import "testing"

// What stands in a row of things of medicine is one of them; people in a row stay people.
func TestRowsOfThings(t *testing.T) {
	ru := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"instruments":           {"Лоток: Кохер, Микулич, Трубезников, Листон", "Лоток: Кохер, Микулич, Трубезников, Листон"},
		"waters":                {"Пьёт Нарзан, Боржоми, Славяновская, Липунская, Джермук", "Пьёт Нарзан, Боржоми, Славяновская, Липунская, Джермук"},
		"medicines and a nurse": {"Омез, Де-Нол, Креон, медсестра Шкварина", "Омез, Де-Нол, Креон, медсестра [ФИО]"},
		"medicines and a man":   {"Омез, Де-Нол, Креон. Шкварин А.П.", "Омез, Де-Нол, Креон. [ФИО]"},
		"a grade by a town":     {"ФГДС: рефлюкс-эзофагит, Лос-Анджелес C, язв нет", "ФГДС: рефлюкс-эзофагит, Лос-Анджелес C, язв нет"},
		"a scale":               {"Статус: Карнофский 60, ECOG 2", "Статус: Карнофский 60, ECOG 2"},
		"at the wheel":          {"ДТП, был за рулём Мазды", "ДТП, был за рулём Мазды"},
		"gifts of blood":        {"Келл отр. Донаций 17, отводов нет", "Келл отр. Донаций 17, отводов нет"},
		"a protocol of many":    {"ЭКО, протокол № 3", "ЭКО, протокол № 3"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, ru, c[0], c[1]) })
	}
	en := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"food":                {"Eats Weetabix, Marmite, Grumbles, Quorn, Twix", "Eats Weetabix, Marmite, Grumbles, Quorn, Twix"},
		"retractors":          {"Kerrison, Utrata, Slozberg, Gigli, Czerny", "Kerrison, Utrata, Slozberg, Gigli, Czerny"},
		"medicines and a son": {"Xarelto, Lasix, Coreg, son Slozberg", "Xarelto, Lasix, Coreg, son [name]"},
		"a pair":              {"Philadelphia collar, Bair Hugger on", "Philadelphia collar, Bair Hugger on"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, en, c[0], c[1]) })
	}
}

// Figures of wards that look like days, papers and telephones stay.
func TestFiguresOfWards(t *testing.T) {
	en := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"a pressure":          {"Peak gradient 52 mmHg, AVA 0.9", "Peak gradient 52 mmHg, AVA 0.9"},
		"an hour and a label": {"Coll: 14MAR22 08:51 Rep: 15MAR22", "Coll: 2022 08:51 Rep: 2022"},
		"weeks":               {"collar 6/52, sling 3/52", "collar 6/52, sling 3/52"},
		"hours with dots":     {"cuff up 10.11-10.57. Clamp on 11.02, off 11.31", "cuff up 10.11-10.57. Clamp on 11.02, off 11.31"},
		"the hour of death":   {"TOD 0114", "TOD 0114"},
		"hours of the night":  {"turned 0100 0300 0500", "turned 0100 0300 0500"},
		"a dose":              {"14 Elm Road, Leeds. Start ramipril 2.5; stop", "[address]. Start ramipril 2.5; stop"},
		"a gene":              {"BRCA1 c.68_69delAG carrier", "BRCA1 c.68_69delAG carrier"},
		"two days":            {"seen 06.11-09.12 and 03.02.2021", "seen [date]-[date] and 2021"},
		"a plate":             {"Driving truck PLT9646", "Driving truck [number]"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, en, c[0], c[1]) })
	}
}

// Everyday words and terms that are the record's own names too stay where they are none.
func TestNamesakesOfTheRecord(t *testing.T) {
	for name, c := range map[string][3]string{
		"a modal verb":   {"Will", "Patient will call back. Will attended", "Patient will call back. [name] attended"},
		"a cross match":  {"Cross", "Cross-match 2 units. Seen by Cross", "Cross-match 2 units. Seen by [name]"},
		"a score":        {"Grace", "GRACE 131. Grace seen", "GRACE 131. [name] seen"},
		"a ward":         {"Ward", "Moved to Ward 6", "Moved to Ward 6"},
		"a small name":   {"Will", "pt will, 54, chest pain", "pt [name], 54, chest pain"},
		"a birthday":     {"Grace", "ABAYOMI, GRACE 02/28/1992", "[name] 1992"},
		"a bed's makers": {"Hill", "Hill-Rom bed for Mr Hill", "Hill-Rom bed for Mr [name]"},
	} {
		t.Run(name, func(t *testing.T) {
			s := NewScrubber(Identity{&knowledge{people: []person{{kind: typePatient, family: c[0]}}}}, "en")
			scrubRow(t, s, c[1], c[2])
		})
	}
}

func TestCoursesSidesAndHormonesStay(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a course":    {"Вакцина по схеме 3-7-14-30-90, далее по календарю.", "Вакцина по схеме 3-7-14-30-90, далее по календарю."},
		"a side":      {"Травма: рог, бедро пр. Жгут с 11.20 лежит.", "Травма: рог, бедро пр. Жгут с 11.20 лежит."},
		"an avenue":   {"Травма: рог, живет пр. Мира 11, лежит.", "Травма: рог, живет [адрес], лежит."},
		"a hormone":   {"Контроль: калий 4.12, МНО 2.10, Т4 11.09, ТТГ 2,1.", "Контроль: калий 4.12, МНО 2.10, Т4 11.09, ТТГ 2,1."},
		"a telephone": {"Звонить 2-34-56-78 вечером.", "Звонить [телефон] вечером."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
