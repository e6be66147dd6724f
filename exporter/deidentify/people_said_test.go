package deidentify

import "testing"

func TestWhoIsSaidInRussianNotes(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, c := range map[string][2]string{
		"a place of work before initials": {"Начальник медчасти Е.В. Чижов, фельдшер Балданова", "Начальник медчасти [ФИО], фельдшер [ФИО]"},
		"a physicist":                     {"Физик Подгорный. План утверждён.", "Физик [ФИО]. План утверждён."},
		"who speaks behind a dash":        {"Чат\n— Кира: калий 6,2\n— Боли: нет", "Чат\n— [ФИО]: калий 6,2\n— Боли: нет"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
	scrubRow(t, NewScrubber(Identity{}, "en"), "R Oticon s/n 43689320 L 68601403, drank 2 L", "R Oticon [number] L [number], drank 2 L")
}
