package deidentify

import "testing"

func TestWhatIsWrittenInPartsGoesWhole(t *testing.T) {
	for _, lang := range []string{"ru", "en"} {
		s := NewScrubber(Identity{}, lang)
		for name, c := range map[string][3]string{
			"a picture":        {"en", "Wound photo IMG8485 was taken.", "Wound photo [number] was taken."},
			"a flat":           {"ru", "155800, Кинешма, ул. Щорса, 1А–33\nстудентка", "[адрес]\nстудентка"},
			"a house":          {"ru", "У Скляр (дом 91 по Луговой) козёл бодал", "У [ФИО] (дом [адрес]) козёл бодал"},
			"an age":           {"ru", "умер дома, возр 93, один", "умер дома, возр 90+, один"},
			"a day of its own": {"en", "Foot clinic. 12 2 25. Seen by Mrs Grzegorzewska.", "Foot clinic. 2025. Seen by Mrs [name]."},
			"a range stays":    {"ru", "паспорт 4509 112233, шов 3-5 дней", "паспорт [номер], шов 3-5 дней"},
		} {
			if c[0] == lang {
				t.Run(name, func(t *testing.T) { scrubRow(t, s, c[1], c[2]) })
			}
		}
	}
}

func TestNumbersBehindWordsOfThings(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for text, want := range map[string]string{
		"Вещи: мобильный Nokia, IMEI 19973, ключи": "Вещи: мобильный Nokia, IMEI [номер], ключи",
		"Риск рассчитан, код врача 4771. Плод жив": "Риск рассчитан, код врача [номер]. Плод жив",
		"помпа есть, сенсор 4610, гипо 3,1 ночью":  "помпа есть, сенсор [номер], гипо 3,1 ночью",
		"браслет 612 снят, стент 275 мкм":          "браслет [номер] снят, стент 275 мкм",
	} {
		scrubRow(t, s, text, want)
	}
}
