package deidentify

import "testing"

func TestASuspectedNumberGoesWithItsGroups(t *testing.T) {
	for text, want := range map[string]int{
		"622 911 044 873 was read":  4, // all groups
		"45216446.016 was read":     3,
		"641 229 mg were given":     1, // a dose
		"622 2024 was the year":     1,
		"622 91 was the pressure":   1,
		"9322 4797 is their number": 2,
	} {
		p := new(passage)
		p.read(text)
		if got := p.restOfGroups(1); got != want {
			t.Errorf("%q: the number ends at %d, want %d", text, got, want)
		}
	}
}
