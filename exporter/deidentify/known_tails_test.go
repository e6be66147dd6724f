package deidentify

import "testing"

func TestKnownNumbersByTheirTailsAndInWords(t *testing.T) {
	k := &knowledge{people: []person{{kind: typePatient, family: "Quayle", given: []string{"Juan"}}}}
	k.phone("+1 (307) 555-0148")
	k.number(typeMRN, "441902")
	k.number("SSN", "521-70-6374")
	s := NewScrubber(Identity{k}, "en")
	for name, c := range map[string][2]string{
		"the last four":     {"Verified by last four (6374), phone ending in 0148.", "Verified by last four ([number]), phone ending in [number]."},
		"behind a star":     {"A call from *0148 at noon.", "A call from *[number] at noon."},
		"a value":           {"WBC 6374 cells, 0148.5 mg and 6375 stay.", "WBC 6374 cells, 0148.5 mg and 6375 stay."},
		"said in words":     {"His cell is three oh seven five five five oh one four eight thanks.", "His cell is [phone] thanks."},
		"said twice":        {"Cell three zero seven, triple five, oh one four eight.", "Cell [phone]."},
		"a record in words": {"Medical record four four one nine oh two of march.", "Medical record [number] of march."},
		"words for nothing": {"One of four in five, two or three times.", "One of four in five, two or three times."},
	} {
		t.Run(name, func(t *testing.T) { scrubRow(t, s, c[0], c[1]) })
	}
}
