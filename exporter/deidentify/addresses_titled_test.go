package deidentify

import "testing"

func TestStreetsThatBearACutTitle(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"with a flat":        {"Осмотр дома. Сов. Космонавтов 45-17, дверь открыта.", "Осмотр дома. [адрес], дверь открыта."},
		"behind living":      {"Прож. Ген. Ватутина 8, дверь открыта.", "Прож. [адрес], дверь открыта."},
		"with a word for it": {"Адрес: Мол. Рабочих, д. 6 кв 11, дверь открыта.", "Адрес: [адрес], дверь открыта."},
		"a value":            {"Проф. осмотра 12 не было, кр. клетки 4-6, нар. ротация 30.", "Проф. осмотра 12 не было, кр. клетки 4-6, нар. ротация 30."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
