package paper

import (
	"encoding/binary"
	"slices"
)

// Flags of a composite glyph's component (OpenType, glyf table).
const (
	wordArguments = 1 << 0
	oneScale      = 1 << 3
	moreParts     = 1 << 5
	twoScales     = 1 << 6
	fourScales    = 1 << 7
	instructions  = 1 << 8
)

// subset builds a font file that holds only the glyphs given, in their order,
// and the parts they are composed of. It is fit for a CIDFontType2 whose CIDs
// are glyph numbers (ISO 32000-1, 9.7.4.2, 9.9): no cmap, names or hints.
func (f *sfnt) subset(gids []uint16) []byte {
	order := append(make([]uint16, 0, len(gids)+16), gids...)
	glyf, loca := make([]byte, 0, 128*len(gids)), make([]byte, 0, 4*len(gids)+64)
	for i := 0; i < len(order); i++ {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = appendGlyph(glyf, f.glyphs[order[i]], func(part uint16) uint16 {
			if int(part) >= len(f.glyphs) {
				return 0
			}
			place := slices.Index(order, part)
			if place < 0 {
				place, order = len(order), append(order, part)
			}
			return uint16(place)
		})
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	return f.assemble(order, glyf, loca)
}

// appendGlyph copies one glyph without its hints, renumbering its parts.
func appendGlyph(out, g []byte, renumber func(uint16) uint16) []byte {
	if len(g) < 12 {
		return out
	}
	if int16(binary.BigEndian.Uint16(g)) >= 0 {
		return pad(appendOutline(out, g))
	}
	out = append(out, g[:10]...)
	for at := 10; at+4 <= len(g); {
		flags := binary.BigEndian.Uint16(g[at:])
		size := 4 + componentSize(flags)
		if at+size > len(g) {
			break
		}
		out = binary.BigEndian.AppendUint16(out, flags&^instructions)
		out = binary.BigEndian.AppendUint16(out, renumber(binary.BigEndian.Uint16(g[at+2:])))
		out = append(out, g[at+4:at+size]...)
		at += size
		if flags&moreParts == 0 {
			break
		}
	}
	return pad(out)
}

func componentSize(flags uint16) int {
	size := 2
	if flags&wordArguments != 0 {
		size = 4
	}
	switch {
	case flags&oneScale != 0:
		return size + 2
	case flags&twoScales != 0:
		return size + 4
	case flags&fourScales != 0:
		return size + 8
	}
	return size
}

func appendOutline(out, g []byte) []byte {
	ends := 10 + 2*int(binary.BigEndian.Uint16(g))
	if ends+2 > len(g) {
		return out
	}
	hints := int(binary.BigEndian.Uint16(g[ends:]))
	if ends+2+hints > len(g) {
		return out
	}
	out = append(out, g[:ends]...)
	out = append(out, 0, 0)
	return append(out, g[ends+2+hints:]...)
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// assemble writes the table directory and the tables, sorted by tag.
func (f *sfnt) assemble(order []uint16, glyf, loca []byte) []byte {
	head, hhea, maxp := clone(f.head), clone(f.hhea), clone(f.maxp)
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets in loca
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	clear(maxp[14:28]) // no program, no storage: there are no hints
	binary.BigEndian.PutUint16(maxp[14:], 1)
	hmtx := make([]byte, 0, 4*len(order))
	for _, g := range order {
		hmtx = append(hmtx, f.metrics[4*int(g):4*int(g)+4]...)
	}
	tables := []struct {
		tag  string
		body []byte
	}{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}
	at := 12 + 16*len(tables)
	out := make([]byte, 0, at+len(glyf)+len(hmtx)+len(loca)+256)
	out = append(out, 0, 1, 0, 0, 0, 6, 0, 64, 0, 2, 0, 32)
	for _, t := range tables {
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.body))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.body)))
		at += len(t.body) + (4-len(t.body)%4)%4
	}
	headAt := 0
	for _, t := range tables {
		if t.tag == "head" {
			headAt = len(out)
		}
		out = pad(append(out, t.body...))
	}
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) (sum uint32) {
	for len(b) >= 4 {
		sum += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	var last [4]byte
	copy(last[:], b)
	return sum + binary.BigEndian.Uint32(last[:])
}

func clone(b []byte) []byte { return append([]byte(nil), b...) }
