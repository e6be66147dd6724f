package signing

import "testing"

// A file of PDF/A-1 stays one only if each field has an appearance, also the
// field nobody sees (ISO 19005-1, 6.9).
func TestAnInvisibleSealHasAnAppearanceToo(t *testing.T) {
	out, err := New(keyOf(t, p256())).Seal(t.Context(), onePage(), Request{Time: noon, Page: -1})
	if err != nil {
		t.Fatal(err)
	}
	d, s := revision(t, out)
	ap, err := d.resolve(s.field.dict.get("AP").get("N"))
	if err != nil {
		t.Fatal(err)
	}
	if box := string(ap.get("BBox").raw); ap.get("Subtype").name() != "Form" || box != "[0 0 0 0]" {
		t.Errorf("the appearance is a %q of %s, want an empty form", ap.get("Subtype").name(), box)
	}
}
