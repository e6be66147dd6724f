package deidentify

import (
	"strings"
	"testing"
)

func TestNamesOfMedicineAreSurnamesBesideNames(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for text, gone := range map[string]string{
		"Bloods sent. Thandeka Lynch 54y lives alone.":      "Lynch",
		"Bloods sent. Copy to Oisin Crohn, ward clerk.":     "Crohn",
		"Bloods sent.\nWhipple, Mary 12/4/61 seen at noon.": "Whipple",
		"Bloods sent.\n3. Kaposi, Pedro (new), bed 4":       "Kaposi",
	} {
		if got, _ := s.Scrub(text); strings.Contains(got, gone) {
			t.Errorf("%q gives %q", text, got)
		}
	}
	for text, gone := range map[string]string{
		"Режим прежний. Кушинг Дондук 54 года, один.": "Кушинг",
		"Кровь сдана.\n2. Вебер Гюнтер (зять)":        "Вебер",
	} {
		if got, _ := NewScrubber(Identity{}, "ru").Scrub(text); strings.Contains(got, gone) {
			t.Errorf("%q gives %q", text, got)
		}
	}
	for text, stays := range map[string]string{
		"Bloods sent. Whipple, Kausch modification done.":     "Whipple",
		"Bloods sent. Seen by Okafor. Murphy positive.":       "Murphy",
		"Bloods sent. Thandeka has Lynch syndrome.":           "Lynch",
		"Bloods sent.\nBabinski, Hoffmann neg, bed 4 better.": "Babinski",
	} {
		if got, _ := s.Scrub(text); !strings.Contains(got, stays) {
			t.Errorf("%q gives %q", text, got)
		}
	}
}

func TestDaysOfThreeGluedPartsGoWhole(t *testing.T) {
	s := NewScrubber(Identity{}, "en")
	for text, want := range map[string]string{
		"DOI 19MAY20, reported later.": "DOI 2020, reported later.",
		"Board of 7FEB61. Case 4.":     "Board of 1961. Case 4.",
	} {
		if got, _ := s.Scrub(text); got != want {
			t.Errorf("%q gives %q", text, got)
		}
	}
}
