package paper

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// usage is what one document has used of a face. Every rune gets a number of
// its own (its CID), so the text layer gives back exactly the runes drawn.
type usage struct {
	pages [256]*[256]uint16 // rune to CID; 0 means not used yet
	runes []rune            // by CID; the first stands for .notdef
	gids  []uint16          // by CID
}

// cid numbers r, which the face is known to have as glyph gid.
func (u *usage) cid(r rune, gid uint16) uint16 {
	page := u.pages[r>>8]
	if page == nil {
		page = new([256]uint16)
		u.pages[r>>8] = page
	}
	if page[r&0xFF] == 0 {
		if len(u.runes) == 0 {
			u.runes, u.gids = append(u.runes, 0), append(u.gids, 0)
		}
		page[r&0xFF] = uint16(len(u.runes))
		u.runes, u.gids = append(u.runes, r), append(u.gids, gid)
	}
	return page[r&0xFF]
}

// appendText writes the operators of one line: position, then a run of glyphs
// for each face. Text moves on by itself, so runs need no positions of their own.
func (s *Sheet) appendText(b []byte, st style, x, base float64, l line) []byte {
	placed, open := false, false
	run := faces
	for i, r := range l.text {
		if r == softHyphen && !(l.hyphen && i+utf8.RuneLen(r) == len(l.text)) {
			continue
		}
		f, cid := s.glyph(st.face, r)
		if f != run {
			if open {
				b = append(b, ") Tj "...)
			}
			b = s.appendFont(b, f, st.size)
			if !placed {
				b = appendNumber(append(appendNumber(b, x), ' '), pageHeight-base)
				b, placed = append(b, " Td "...), true
			}
			b, run, open = append(b, '('), f, true
		}
		b = appendByte(appendByte(b, byte(cid>>8)), byte(cid))
	}
	if open {
		b = append(b, ") Tj"...)
	}
	return b
}

// glyph finds the face and number r is drawn with. A line's end hyphen keeps
// its soft hyphen in the text layer, so that copied words join again.
func (s *Sheet) glyph(f Face, r rune) (Face, uint16) {
	g := s.shapes[f].of(r)
	if !g.known {
		s.miss(r)
	}
	return g.face, s.used[g.face].cid(rune(g.rune), g.gid)
}

func (s *Sheet) appendFont(b []byte, f Face, size float64) []byte {
	if f >= spareSans {
		size *= spareScale
	}
	if s.face == f && s.size == size {
		return b
	}
	s.face, s.size = f, size
	b = append(b, '/', 'F', byte('0'+f), ' ')
	return append(appendNumber(b, size), " Tf "...)
}

// appendNumber writes v with at most two decimals. Lengths on paper are far
// from what an int64 can hold.
func appendNumber(b []byte, v float64) []byte {
	n := int64(math.Round(v * 100))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/100, 10)
	switch tenth, rest := byte(n/10%10), byte(n%10); {
	case rest != 0:
		return append(b, '.', '0'+tenth, '0'+rest)
	case tenth != 0:
		return append(b, '.', '0'+tenth)
	}
	return b
}

// appendByte writes one byte of a literal string (ISO 32000-1, 7.3.4.2).
func appendByte(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	case '\n':
		return append(b, '\\', 'n')
	}
	return append(b, c)
}
