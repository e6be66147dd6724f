package deidentify

import "testing"

// quiet is a sentence without capitals, so that what follows it is read as one who writes so.
const quiet = "кашель с мокротой вторую неделю, по вечерам озноб, аппетит хуже обычного. "

func TestAddressesWithoutCapitals(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a highway and a pair":        {"прож. ш. лепсе 8-203", "прож. [адрес]"},
		"a district and a flat":       {"вызов на дом мкр. степной, 70-89", "вызов на [адрес]"},
		"a stroke and a flat":         {"домашний адрес ул. пихтовая 106/4 кв 12", "домашний адрес [адрес]"},
		"no word for a street":        {"прож. поперечный д 5 кв 12, телефон тот же", "прож. [адрес], телефон тот же"},
		"a house with a block":        {"адрес: пер. кузнечный д 132 корп 2 кв 9", "адрес: [адрес]"},
		"initials of whom it honours": {"адрес: наб. о.дундича, 23-120", "адрес: [адрес]"},
		"two words":                   {"забрали с улицы: красных зорь 4, кв 2", "забрали с улицы: [адрес]"},
		"a lobe in millimetres stays": {"узи: пр. доля 12-14 мм, лев. доля 10 мм", "узи: пр. доля 12-14 мм, лев. доля 10 мм"},
		"a pressure stays":            {"дома давление 140/90, пульс 80", "дома давление 140/90, пульс 80"},
		"doses stay":                  {"эналаприл 5, 10 утром и вечером", "эналаприл 5, 10 утром и вечером"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, quiet+c[0], quiet+c[1]) })
	}
}

func TestTownsWithoutCapitals(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a native":                       {"уроженец зарайска, холост", "уроженец [место], холост"},
		"a woman of a town nobody knows": {"жительница малокамышинки, вдова", "жительница [место], вдова"},
		"an everyday word":               {"проживает в г. шахты с сыном", "проживает в [место] с сыном"},
		"two words":                      {"ездила в нижний тагил к брату", "ездила в [место] к брату"},
		"a label":                        {"регистрация: мончегорск, временная", "регистрация: [место], временная"},
		"a village's native stays":       {"житель села, охотник", "житель села, охотник"},
		"a country's native stays":       {"уроженец казахстана, повар", "уроженец казахстана, повар"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, quiet+c[0], quiet+c[1]) })
	}
}

func TestFirmsWithoutCapitals(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a form and an everyday word": {"работает в зао рассвет токарем", "работает в [организация] токарем"},
		"a relative's surname":        {"приехала мать пак елена, согласна", "приехала мать [ФИО], согласна"},
		"what a relative did":         {"вечером мать звонила елена спит", "вечером мать звонила [ФИО] спит"},
		"quoted":                      {"сотрудник «рассвет-юг», стаж 12 лет", "сотрудник [организация], стаж 12 лет"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, quiet+c[0], quiet+c[1]) })
	}
	scrubRow(t, s, "Медосмотр для «Рассвет плюс».", "Медосмотр для [организация].")
	scrubRow(t, s, "Уроженец Клина, не работает.", "Уроженец [место], не работает.")
	scrubRow(t, s, "КАШЕЛЬ С МОКРОТОЙ ВТОРУЮ НЕДЕЛЮ, ОЗНОБ ВЕЧЕРАМИ, ПРОЖИВАЕТ В Г. КОСТРОМЕ, ВДОВЕЦ", "КАШЕЛЬ С МОКРОТОЙ ВТОРУЮ НЕДЕЛЮ, ОЗНОБ ВЕЧЕРАМИ, ПРОЖИВАЕТ В [место], ВДОВЕЦ")
}
