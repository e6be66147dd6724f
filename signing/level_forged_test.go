package signing

import (
	"errors"
	"fmt"
	"testing"
)

// TestNothingButValidationDataMayFollow: behind a seal of any level a further
// revision that shows something else is refused by all who look.
func TestNothingButValidationDataMayFollow(t *testing.T) {
	w, a, _ := newWorld(t)
	for _, l := range levels {
		good, err := signerAt(t, w.P256, l, a).Seal(t.Context(), onePage(), request())
		if err != nil {
			t.Fatal(err)
		}
		d := mustOpen(t, good)
		cat, err := d.catalog()
		if err != nil {
			t.Fatal(err)
		}
		catalog := func(more string) map[int]string {
			raw := string(cat.raw)
			return map[int]string{1: raw[:len(raw)-2] + more + ">>"}
		}
		n := len(d.places)
		with := func(m map[int]string, num int, text string) map[int]string { m[num] = text; return m }
		rows := map[string]map[int]string{
			"another page":                      evilPage,
			"other contents alone":              {4: stream(evil)},
			"an action when it is opened":       catalog(" /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"),
			"names that run scripts":            catalog(" /Names <</JavaScript <<>>>>"),
			"another page tree":                 with(catalog(""), 2, "<</Type /Pages /Kids [3 0 R 3 0 R] /Count 2>>"),
			"a certification that is not there": catalog(fmt.Sprintf(" /Perms <</DocMDP %d 0 R>>", n)),
			"an annotation over the page":       {3: evilPage[3][:len(evilPage[3])-2] + fmt.Sprintf("/Annots [%d 0 R]>>", n), n: "<</Type /Annot /Subtype /FreeText /Rect [0 0 500 800] /DA (/F 9 Tf) /Contents (x)>>"},
		}
		for name, objects := range rows {
			forged := revise(good, objects)
			if err := Intact(forged); !errors.Is(err, ErrInvalid) {
				t.Errorf("%s, %s: Intact says %v", l, name, err)
			}
			if _, _, err := a.Extend(t.Context(), forged, LevelLTA); !errors.Is(err, ErrInvalid) {
				t.Errorf("%s, %s: Extend says %v", l, name, err)
			}
			if r, err := Check(t.Context(), forged, w.Roots(), noon); r.Valid || err == nil {
				t.Errorf("%s, %s: Check takes it", l, name)
			}
		}
	}
}

// TestEveryByteUnderADocumentTimeStampCounts: no byte outside of its own gap can
// change, those of validation data and of the older signature's CMS included.
func TestEveryByteUnderADocumentTimeStampCounts(t *testing.T) {
	w, a, _ := newWorld(t)
	out, err := signerAt(t, w.P256, LevelLTA, a).Seal(t.Context(), onePage(), request())
	if err != nil {
		t.Fatal(err)
	}
	_, last := revision(t, out)
	if !last.stamp || last.reach != len(out) {
		t.Fatal("the last signature is no document time stamp over all")
	}
	for at := 0; at < len(out); at += 11 {
		if at >= last.gap && at < last.end {
			continue
		}
		out[at] ^= 1
		if err := Intact(out); err == nil {
			t.Fatalf("byte %d: not noticed", at)
		}
		out[at] ^= 1
	}
	if err := Intact(out); err != nil {
		t.Fatal(err)
	}
}
