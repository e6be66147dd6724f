package signing

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

// TestNothingButValidationDataMayFollow: behind a seal of any level a further
// revision that shows something else is refused by all who look.
func TestNothingButValidationDataMayFollow(t *testing.T) {
	w, a, _ := newWorld(t)
	for i := range 2 * len(levels) {
		l, r := levels[i/2], request()
		r.Certify = i%2 == 1
		good, err := signerAt(t, w.P256, l, a).Seal(t.Context(), onePage(), r)
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

// TestEachSealOfEachLevelIsGuarded damages the signature and the newest seal of
// files of every level, certified or not, in every way that readers were fooled by.
func TestEachSealOfEachLevelIsGuarded(t *testing.T) {
	w, a, _ := newWorld(t)
	for i := range 2 * len(levels) {
		l, r := levels[i/2], request()
		r.Certify = i%2 == 1
		good, err := signerAt(t, w.P256, l, a).Seal(t.Context(), onePage(), r)
		if err != nil {
			t.Fatal(err)
		}
		seals, err := mustOpen(t, good).seals()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range seals {
			for name, pdf := range damaged(good, s) {
				got, err := Check(t.Context(), pdf, w.Roots(), noon)
				if got.Valid || got.Verdict.Indication == TotalPassed || !errors.Is(err, ErrInvalid) {
					t.Errorf("%s, certified %t, time stamp %t, %s: %+v", l, r.Certify, s.stamp, name, got)
				}
			}
		}
	}
}

func damaged(good []byte, s seal) map[string][]byte {
	f := forger{good, s, s.field.dict.get("V").ref.num, string(good[s.gap:s.end])}
	inGap := func(fill string) []byte {
		return f.edit(func(b []byte) []byte {
			copy(b[s.gap+1:s.end-1], bytes.Repeat([]byte(fill), s.end))
			return b
		})
	}
	size := len(good)
	out := map[string][]byte{
		"contents zeroed":                         inGap("0"),
		"contents garbage":                        inGap("A5"),
		"the dictionary overridden":               f.dict(f.ranges(), "/Contents "+f.contents),
		"the dictionary overridden with garbage":  f.dict(f.ranges(), "/Contents <00>"),
		"the dictionary overridden, no contents":  f.dict(f.ranges(), ""),
		"the dictionary overridden, no range":     f.dict("", "/Contents "+f.contents),
		"the end cut off":                         good[:size-30],
		"cut off behind the seal's gap":           good[:s.end+9],
		"bytes after the end":                     append(bytes.Clone(good), "\n%more"...),
		"a further end of file":                   append(bytes.Clone(good), "%%EOF\n"...),
		"a byte before the gap flipped":           f.edit(func(b []byte) []byte { b[s.gap/2] ^= 1; return b }),
		"a byte of the seal's dictionary flipped": f.edit(func(b []byte) []byte { b[s.gap-9] ^= 1; return b }),
	}
	for name, n := range map[string][4]int{
		"negative": {0, -1, 0, -1}, "huge": {0, 9999999999, 1, 1}, "larger than the file": {0, s.gap, s.end, size},
		"overlapping": {0, s.end, s.gap, s.reach - s.gap}, "not from 0": {1, s.gap - 1, s.end, s.reach - s.end},
		"short": {0, s.gap, s.end, s.reach - s.end - 10}, "wide": {0, s.gap - 1, s.end, s.reach - s.end}, "zeros": {0, 0, 0, 0},
	} {
		at := bytes.LastIndex(good[:s.gap], []byte("/ByteRange ["))
		if at < 0 || bytes.Contains(good[at:s.gap], []byte("endobj")) {
			at = s.end + bytes.Index(good[s.end:], []byte("/ByteRange ["))
		}
		tail := forger{pdf: good[at:]}.byteRange(n[0], n[1], n[2], n[3])
		out["a byte range that is "+name] = append(bytes.Clone(good[:at]), tail...)
	}
	return out
}

// A certification against every change forbids what P=2 forbids, and more.
func TestAPageSwappedUnderAStrictCertification(t *testing.T) {
	w, a, _ := newWorld(t)
	k, r := signerAt(t, w.P256, LevelB, nil), request()
	r.Certify = true
	certified, err := k.Seal(t.Context(), onePage(), r)
	if err != nil {
		t.Fatal(err)
	}
	forged := revise(resealed(t, k, certified), evilPage)
	for _, pdf := range [][]byte{forged, overStamped(t, a, forged)} {
		if got, err := Check(t.Context(), pdf, w.Roots(), noon); got.Valid || !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v", got)
		}
	}
}
