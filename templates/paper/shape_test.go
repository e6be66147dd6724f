package paper

import (
	"math"
	"testing"
)

// A table that differed from its rules would measure one glyph and draw
// another, or lose a letter of a name.
func TestShapesFollowTheRules(t *testing.T) {
	s := sheet(t)
	for f := range spareSans {
		for r := rune(-1); r <= 0x10000; r++ {
			look, read := r, r
			switch r {
			case 0xA0:
				look, read = ' ', ' '
			case softHyphen:
				look = '-'
			}
			g, known := faceFor(s.lib, f, look)
			if !known {
				g, look, read = spareOf(f), replacement, replacement
			}
			got := s.shapes[f].of(r)
			if got.known != known || got.face != g || rune(got.rune) != read || got.gid == 0 || got.gid != s.lib[g].gids[look] {
				t.Fatalf("face %d, %U: %+v, want face %d, known %v, read back as %U", f, r, got, g, known, read)
			}
			drawn := float64(s.lib[g].advance[got.gid])
			if g >= spareSans {
				drawn *= spareScale
			}
			if math.Abs(drawn-float64(got.advance)) > 0.5 {
				t.Fatalf("face %d, %U: %d wide, drawn %.1f", f, r, got.advance, drawn)
			}
		}
	}
}

func TestNumbersOnPaper(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want string
	}{
		{0, "0"}, {7, "7"}, {-7, "-7"}, {0.5, "0.5"}, {0.05, "0.05"}, {12.34, "12.34"}, {-0.25, "-0.25"},
		{841.889999, "841.89"}, {9.999, "10"}, {-0.001, "0"}, {100.1, "100.1"},
	} {
		if got := string(appendNumber(nil, c.v)); got != c.want {
			t.Errorf("%v is written %q, want %q", c.v, got, c.want)
		}
	}
	for c, want := range map[color]string{{}: "0.000 0.000 0.000 ", {255, 255, 255}: "1.000 1.000 1.000 ", {20, 24, 128}: "0.078 0.094 0.502 "} {
		if got := string(appendColor(nil, c)); got != want {
			t.Errorf("colour %v is written %q, want %q", c, got, want)
		}
	}
}

// A file that gofpdf gave in pieces would be cut at the first.
func TestTheFinishingPassTakesOneWholeFile(t *testing.T) {
	s := sheet(t)
	s.Paragraphs(Text, "текст")
	f := finisher{sheet: s}
	if err := s.pdf.Output(&f); err != nil || len(f.file) == 0 {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("%%EOF\n")); err == nil {
		t.Error("a second piece was taken")
	}
}
