package paper

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strconv"
	"testing"

	"rsc.io/qr"
)

// The squares on the page must be the code's, row by row, with nothing drawn
// in the quiet zone.
func TestCodeIsDrawnAsEncoded(t *testing.T) {
	const address = "https://example.org/v/7K3M-9QXA-2D4F"
	s := sheet(t)
	if err := s.Closing(Closing{Address: address, Printed: "example.org/v/7K3M-9QXA-2D4F"}); err != nil {
		t.Fatal(err)
	}
	s.pdf.SetPage(1)
	raw := finishedRaw(t, s)
	want, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	module := codeSize / float64(want.Size+2*quietZone)
	left, top := rightEdge-codeSize+quietZone*module, pageHeight-topEdge-quietZone*module
	got := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\n`).FindAllSubmatch(raw, -1) {
		x, y, w := point(m[1]), point(m[2]), point(m[3])
		row, from := int((top-y)/module-0.5), int((x-left)/module+0.5)
		for col := from; col < from+int(w/module+0.5); col++ {
			got[[2]int{col, row}] = true
		}
	}
	for row := -quietZone; row < want.Size+quietZone; row++ {
		for col := -quietZone; col < want.Size+quietZone; col++ {
			if got[[2]int{col, row}] != want.Black(col, row) {
				t.Fatalf("module %d,%d is drawn %v", col, row, got[[2]int{col, row}])
			}
		}
	}
}

func point(b []byte) float64 {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		panic(err)
	}
	return f
}

// finishedRaw is the first page's content as written.
func finishedRaw(t testing.TB, s *Sheet) []byte {
	t.Helper()
	pdf := finished(t, s).PDF
	m := regexp.MustCompile(`(?s)\n4 0 obj\n(.*?)\nendobj\n`).FindSubmatch(pdf)
	if m == nil {
		t.Fatal("the first page has no content")
	}
	return inflate(t, m[1])
}

// A letter made of parts must find its parts in the subset, unhinted.
func TestSubsetKeepsTheParts(t *testing.T) {
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	font := lib[spareSans]
	g := font.gids['é']
	if int16(binary.BigEndian.Uint16(font.glyphs[g])) >= 0 {
		t.Fatal("é is not composed of parts in this font; choose another letter for the test")
	}
	small, err := glyphsOf(font.subset([]uint16{0, g}))
	if err != nil {
		t.Fatal(err)
	}
	part := binary.BigEndian.Uint16(small[1][12:])
	if int(part) >= len(small) || part < 2 {
		t.Fatalf("é names part %d of %d glyphs", part, len(small))
	}
	want := appendOutline(nil, font.glyphs[binary.BigEndian.Uint16(font.glyphs[g][12:])])
	if !bytes.HasPrefix(small[part], want) {
		t.Error("the part is not the letter's own")
	}
}

// glyphsOf reads the glyphs of a subset back.
func glyphsOf(file []byte) ([][]byte, error) {
	s := &scan{b: file}
	tables := map[string]*scan{}
	for i := range s.u16(4) {
		at := 12 + 16*i
		tables[string(s.bytes(at, 4))] = &scan{b: s.bytes(s.u32(at+8), s.u32(at+12))}
	}
	n := tables["maxp"].u16(4)
	var out [][]byte
	for g := range n {
		from, to := tables["loca"].u32(4*g), tables["loca"].u32(4*g+4)
		out = append(out, tables["glyf"].bytes(from, to-from))
	}
	if checksum(file) != 0xB1B0AFBA || s.bad || tables["glyf"].bad || tables["loca"].bad {
		return nil, errFont
	}
	return out, nil
}

func TestSubsetOfAnyGlyphs(t *testing.T) {
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	for i, font := range lib {
		var all []uint16
		for g := 0; g < len(font.glyphs); g += 3 {
			all = append(all, uint16(g))
		}
		if _, err := glyphsOf(font.subset(all)); err != nil {
			t.Errorf("%s: %v", fontFiles[i].name, err)
		}
	}
}

func TestDigestIsStable(t *testing.T) {
	a, err := Digest()
	if err != nil || a == [32]byte{} {
		t.Fatalf("digest %x, %v", a, err)
	}
}
