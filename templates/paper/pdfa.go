package paper

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// pdfa is a part of ISO 19005 and a conformance level of it, with what a file
// that claims them must have beside what all our files have.
type pdfa struct {
	part, level string // as XMP says them
	header      string // the newest PDF the part is founded on
	cidSet      bool   // subset fonts list their CIDs (ISO 19005-1, 6.3.5)
}

// pdfaOf finds the profile a Setup names. Level U promises no more than our
// 2b files keep anyhow: every CID has its one rune (ISO 19005-2, 6.2.11.7).
func pdfaOf(name string) (pdfa, error) {
	switch name {
	case "1b":
		return pdfa{part: "1", level: "B", header: "%PDF-1.4", cidSet: true}, nil
	case "", "2b":
		return pdfa{part: "2", level: "B", header: "%PDF-1.7"}, nil
	case "2u":
		return pdfa{part: "2", level: "U", header: "%PDF-1.7"}, nil
	}
	return pdfa{}, fmt.Errorf(`PDF/A profile %q: want "1b", "2b" or "2u", or nothing for "2b"`, name)
}

// CheckProfile returns an error, which says what would do, for a
// Setup.Profile that New would refuse.
func CheckProfile(name string) error {
	_, err := pdfaOf(name)
	return err
}

// claim is how the metadata say which profile the file conforms to
// (ISO 19005-1, 6.7.11; ISO 19005-2, 6.6.4).
func (p pdfa) claim() string {
	return `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>` + p.part +
		`</pdfaid:part><pdfaid:conformance>` + p.level + `</pdfaid:conformance></rdf:Description>`
}

// cidSet has a bit for each CID of an embedded font program, the first in the
// highest bit. As our CIDs are glyph numbers, that is each glyph: .notdef and
// the parts of composed letters, which are never shown by themselves, as well.
func cidSet(program []byte) []byte {
	glyphs := glyphCount(program)
	set := bytes.Repeat([]byte{0xFF}, (glyphs+7)/8)
	if rest := glyphs % 8; rest > 0 {
		set[len(set)-1] = 0xFF << (8 - rest)
	}
	return set
}

// glyphCount reads the number of glyphs from the maxp table of a subset, whose
// directory assemble wrote.
func glyphCount(program []byte) int {
	for entry := program[12:]; ; entry = entry[16:] {
		if string(entry[:4]) == "maxp" {
			at := binary.BigEndian.Uint32(entry[8:])
			return int(binary.BigEndian.Uint16(program[at+4:]))
		}
	}
}
