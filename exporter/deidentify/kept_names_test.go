package deidentify

import "testing"

// What is nobody's stays; a person of the same shape goes.
func TestWhatLooksLikeANameOfSomebody(t *testing.T) {
	s := NewScrubber(Identity{}, "ru")
	for name, text := range map[string]string{
		"a plant in a list of medicines": "Ранее: Пентоксифиллин, Валериана, Лидаза, Камилла-крем",
		"a stage is no credential":       "DIAGNOSIS: Melanoma, pT1a; re-excision advised",
		"quarters of the teeth":          "Flexible splint UR2-UL2 fitted, UL1 mobile today",
		"codes of the nomenclature":      "Reported to the registry. SNOMED T-56000 M-73320 coded",
		"which side":                     "Small nodule seen. L. Thyroid nodule 14 mm, biopsy of R. Prostate base",
		"a note's heading":               "PT DAILY NOTE\nKnee is better today, less pain",
		"words cut short":                "Репоз. закрытая. Наджелудочк. экстрасистолы. Инфильтр. туберкулёз",
		"eponyms alone":                  "Стома Брикера работает. Чеддока отр. Перфоранты Коккета, Бойда, Додда состоятельны",
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, text, text) })
	}
	for name, c := range map[string][2]string{
		"a sister in a list of people": {"звонили Мария, Валериана, Лидия", "звонили [ФИО], [ФИО], [ФИО]"},
		"a therapist":                  {"Seen by Garrett Tolliver, PT", "Seen by [ФИО], PT"},
		"two initials":                 {"Seen by L. Tolliver today", "Seen by [ФИО] today"},
		"a physiotherapist's patient":  {"PT GARRETT, WALKING WELL", "PT [ФИО], WALKING WELL"},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
