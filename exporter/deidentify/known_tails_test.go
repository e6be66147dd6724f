package deidentify

import (
	"strings"
	"testing"
)

func TestTheNetworksCodeGoesWithAKnownTelephone(t *testing.T) {
	in := `{"id":"1","lang":"en","text":"The daughter rings 0152 409 1373 at noon, dose 12 as before.","patient":{"family":"Phua","given":"Thida","phone":"+11524091373"}}`
	var out strings.Builder
	if err := Lines(t.Context(), strings.NewReader(in), &out, Strict); err != nil || !strings.Contains(out.String(), "rings [phone] at noon, dose 12") {
		t.Errorf("%s, %v", out.String(), err)
	}
}

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
