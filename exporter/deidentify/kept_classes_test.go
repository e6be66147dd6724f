package deidentify

import "testing"

// Values that are shaped like days, papers, streets or people stay.
func TestValuesShapedLikeSomethingElse(t *testing.T) {
	ru := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"an hour behind a day":            {"Вызов 27.01. 15:00 участок 8", "Вызов [дата]. 15:00 участок 8"},
		"two hours":                       {"Воды отошли 04:35. Схватки 05:02. 05:21 мальчик", "Воды отошли 04:35. Схватки 05:02. 05:21 мальчик"},
		"an hour before a dash and a day": {"Рег. 14.01.2025 10:12 – 15.01.2025 10:05", "Рег. 2025 10:12 – 2025 10:05"},
		"a tumour's stage":                {"c-r mammae sin T2N1M0, Luminal B", "c-r mammae sin T2N1M0, Luminal B"},
		"a germ behind a heading":         {"Посев E. coli 10^5", "Посев E. coli 10^5"},
		"a grade of images":               {"Узи у Цыбулиной EU-TIRADS 2", "Узи у [ФИО] EU-TIRADS 2"},
		"an allergen":                     {"Анализ: Bet v 1 – 12, Ara h 2 0,4", "Анализ: Bet v 1 – 12, Ara h 2 0,4"},
		"an audiogram":                    {"Аудиограмма: 500/45, 1000/55, 4000/75 дБ", "Аудиограмма: 500/45, 1000/55, 4000/75 дБ"},
		"bones and air":                   {"костн 40-55-60, возд 65-70-80", "костн 40-55-60, возд 65-70-80"},
		"a scheme":                        {"По схеме 0-3-7-14-30-90 дней", "По схеме 0-3-7-14-30-90 дней"},
		"a fracture is no lane":           {"левая кисть. Пер. Беннета? гипс", "левая кисть. Пер. Беннета? гипс"},
		"a lane":                          {"живёт пер. Роландо, д. 5", "живёт [адрес]"},
		"an illness cut short":            {"вибр. бол. Рейно+. Подозр. Вильямса с-м", "вибр. бол. Рейно+. Подозр. Вильямса с-м"},
		"a patient cut short":             {"бол. Рейнов поступил", "бол. [ФИО] поступил"},
		"letters of wards":                {"Заключение: ДНК. Отд. МЛУ, далее СМТ, нарзан", "Заключение: ДНК. Отд. МЛУ, далее СМТ, нарзан"},
		"a corset":                        {"корсет Шено, вкладка", "корсет Шено, вкладка"},
		"a double eponym":                 {"Кататонии Буша-Фрэнсиса нет. Синдром Лоиса-Дитца?", "Кататонии Буша-Фрэнсиса нет. Синдром Лоиса-Дитца?"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, ru, c[0], c[1]) })
	}
	en := NewScrubber(Identity{}, "en")
	for name, c := range map[string][2]string{
		"charts and scales":       {"Snellen 6/31 R, Katz 4/6, Glasgow 9/15", "Snellen 6/31 R, Katz 4/6, Glasgow 9/15"},
		"antibodies":              {"No hemolysis. Anti-Kell found", "No hemolysis. Anti-Kell found"},
		"holidays":                {"mad about New Year sched, Waitangi Day on call", "mad about New Year sched, Waitangi Day on call"},
		"a valve":                 {"mech MV St. Jude 2009", "mech MV St. Jude 2009"},
		"a sign not looked for":   {"Haggitt n/a, Bezold neg", "Haggitt n/a, Bezold neg"},
		"a blade and its gag":     {"LMA 2.5, Boyle-Davis gag", "LMA 2.5, Boyle-Davis gag"},
		"people of the same name": {"Seen by Dr Evans and Mr Mulder today", "Seen by Dr [name] and Mr [name] today"},
		"a double surname":        {"Seen by Dr Soto-Hall today", "Seen by Dr [name] today"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, en, c[0], c[1]) })
	}
}
