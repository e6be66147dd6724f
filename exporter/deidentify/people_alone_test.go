package deidentify

import "testing"

func TestPeopleByWhatStandsAround(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"kin before a bracket":             {"заявление внучки (Дрозд Нина) принято", "заявление внучки ([ФИО]) принято"},
		"kin, a bracket and an initial":    {"Мать не участвует (Скрипаль А.). Взят", "Мать не участвует ([ФИО]). Взят"},
		"kin in a bracket":                 {"Ответ: Верба (мама) получила", "Ответ: [ФИО] (мама) получила"},
		"a bracket without kin stays":      {"Зрачки равны (Норма)", "Зрачки равны (Норма)"},
		"a calling at the line's end":      {"фельдшер, водитель\nСорока\nПовод: судороги", "фельдшер, водитель\n[ФИО]\nПовод: судороги"},
		"a heading on the next line stays": {"осмотрел терапевт\nЖалобы\nнет", "осмотрел терапевт\nЖалобы\nнет"},
		"who made an examination":          {"УЗИ дел. Круглых. Всё сообщено", "УЗИ дел. [ФИО]. Всё сообщено"},
		"from whom it was recommended":     {"рекомендация от Заслон", "рекомендация от [ФИО]"},
		"kin, a comma and two names":       {"Снимок взял племянник, Верба Белек", "Снимок взял племянник, [ФИО]"},
		"a degree before initials":         {"Проверено: к.м.н. О.В. Травкин", "Проверено: к.м.н. [ФИО]"},
		"a hamlet":                         {"хирург по м/ж п. Дальний (летом)", "хирург по м/ж [место] (летом)"},
		"a nurse is no unit":               {"Активный визит 22.01 м/с Серова", "Активный визит [дата] м/с [ФИО]"},
		"tomorrow with a stroke":           {"завтра 13/10 перевязка", "завтра [дата] перевязка"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}

func TestInitialsOfSomebodyKnownBehindAnothersSurname(t *testing.T) {
	s := NewScrubber(patientOf("Кедров", "Андрей", "Яковлевич"), "ru")
	scrubRow(t, s, "отдел кадров, Толстых А.Я.", "отдел кадров, [ФИО]")
	scrubRow(t, s, "Согласен. Подписал А.Я.", "Согласен. Подписал [ФИО]")
}
