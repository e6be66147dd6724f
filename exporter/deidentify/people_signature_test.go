package deidentify

import "testing"

func TestKnownNamesInDisguise(t *testing.T) {
	known := linePatient{lineName: lineName{Family: "Шишканова", Given: "Роза", Patronymic: "Алимовна"}, Practitioner: lineName{Family: "Волк", Given: "Семён", Patronymic: "Сергеевич"}}
	var k knowledge
	if err := known.tell(&k); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string][2]string{
		"a scanner's figures":          {"Ф.И.О. Шишкан0ва, катаракта", "Ф.И.О. [ФИО], катаракта"},
		"a signature without capitals": {"Киари 1, 7 мм\nволк с с", "Киари 1, 7 мм\n[ФИО]"},
		"an initial stuck to a name":   {"осмотр ШишкановойР.А. завтра", "осмотр [ФИО] завтра"},
		"an animal is none":            {"в лесу видел: волк и лиса", "в лесу видел: волк и лиса"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := NewScrubber(Identity{&k}, "ru").Scrub(c[0]); got != c[1] {
				t.Errorf("%q gives %q, want %q", c[0], got, c[1])
			}
		})
	}
}
