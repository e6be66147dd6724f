package deidentify

import "testing"

func TestMeasuresAreNoNumbersOfPeople(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, text := range map[string]string{
		"a pelvis":                 "Размеры таза 25-28-31-20, ромб Михаэлиса 11х11",
		"organs":                   "Поджелудочная 26-17-22. Щитовидная: правая 15-16-48, левая 14-15-46. Печень 150-80-60",
		"pressures over a day":     "АД 110-140-150/70-80-90, САД 160-150",
		"fats":                     "Хол 6,71 ЛПНП 4,02 ТГ 2,9",
		"fats in English":          "LIPID: TC 228 TG 190 HDL 39",
		"limits behind a unit":     "HGB 13.9 g/dL   (12.0-16.0)",
		"limits behind a value":    "Калий 4,9 (3,5-5,1)",
		"thresholds of a machine":  "THRESH RA 0.7@0.4 RV 0.9@0.4. TCP 70@80mA, tube 7.5 @22",
		"acuity":                   "VA R 6/24 ph 6/18, L 6/9",
		"one of several visits":    "visit 7/12 today",
		"a size":                   "гиподенс. обр. 31х28",
		"a lens":                   "ИОЛ Alcon SN60WF +20,5 D",
		"a printed form":           "Рецепт 107-1/у-НП, направление 057/у-04",
		"an hour on the telephone": "Передано по телефону 23:40 дежурному",
		"teeth":                    "Отсутствуют зубы 1.6, 2.6 и 3.6",
		"what is counted":          "диабет 1-го типа, сегмент 2-го порядка, в течение 1-го дня",
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, text, text) })
	}
	for name, c := range map[string][2]string{
		"a telephone":              {"печень, тел. 26-17-22", "печень, тел. [телефон]"},
		"a telephone behind organ": {"клиника Пульс тел 26-17-22", "клиника Пульс тел [телефон]"},
		"a day":                    {"УЗИ печени 25-11-24, матка 12.05.24", "УЗИ печени 2024, матка 2024"},
		"an account":               {"телеграм 12345, почта 12@34.com", "[ссылка], почта [e-mail]"},
		"a day of the month":       {"явка 5-го утром", "явка [дата] утром"},
		"a form and its number":    {"НАПРАВЛЕНИЕ 057/у-04 № 58/2887", "НАПРАВЛЕНИЕ 057/у-04 № [номер]"},
		"a kindergarten":           {"детский сад 15", "[организация]"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
