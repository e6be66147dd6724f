package pdftext

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// A mapping is one line of a CMap: codes from lo to hi mean the units, the
// last of which grows with the code, or the character ids from cid.
type mapping struct {
	lo, hi uint32
	units  []uint16
	cid    uint32
}

// A codespace is a range of codes of one length; every byte has its own bounds (9.7.6.2).
type codespace struct{ lo, hi []byte }

// A cmap is what a CMap stream says, from codes to text or from codes to
// character ids (9.7.5, 9.10.3).
type cmap struct {
	spaces []codespace
	maps   []mapping
}

var (
	errCMap  = errors.New("font's CMap is malformed")
	errTwice = errors.New("font's CMap gives one code two meanings")
)

// parseCMap reads the PostScript of a CMap as far as PDF uses it.
func parseCMap(src []byte, comment func([]byte)) (*cmap, error) {
	m := &cmap{}
	l := &lexer{src: src, comment: comment}
	var since []value // operands since the last keyword
	for {
		l.skip()
		if l.pos >= len(src) {
			return m, m.sort()
		}
		v, err := l.next(0)
		if err != nil {
			return nil, fmt.Errorf("font's CMap: %w", err)
		}
		if v.kind != kindKeyword {
			if since = append(since, v); len(since) > maxMappings {
				return nil, errCMap
			}
			continue
		}
		if err := m.operator(string(v.text), since); err != nil {
			return nil, err
		}
		if since = since[:0]; len(m.maps) > maxMappings {
			return nil, errCMap
		}
	}
}

func (m *cmap) operator(name string, vs []value) error {
	switch name {
	case "usecmap":
		return errors.New("font's CMap builds on another one, which this reader does not do")
	case "endcodespacerange":
		return each(vs, 2, func(v []value) error {
			if v[0].kind != kindString || v[1].kind != kindString || len(v[0].text) != len(v[1].text) || len(v[0].text) > 4 || len(v[0].text) == 0 {
				return errCMap
			}
			m.spaces = append(m.spaces, codespace{v[0].text, v[1].text})
			return nil
		})
	case "endbfchar":
		return each(vs, 2, func(v []value) error { return m.text(v[0], v[0], v[1]) })
	case "endbfrange":
		return each(vs, 3, func(v []value) error { return m.text(v[0], v[1], v[2]) })
	case "endcidchar":
		return each(vs, 2, func(v []value) error { return m.id(v[0], v[0], v[1]) })
	case "endcidrange":
		return each(vs, 3, func(v []value) error { return m.id(v[0], v[1], v[2]) })
	}
	return nil
}

// each hands operands on in groups of n.
func each(vs []value, n int, do func([]value) error) error {
	if len(vs)%n != 0 {
		return errCMap
	}
	for ; len(vs) > 0; vs = vs[n:] {
		if err := do(vs[:n]); err != nil {
			return err
		}
	}
	return nil
}

// codes reads the bounds of a range.
func codes(lo, hi value) (from, to uint32, err error) {
	if lo.kind != kindString || hi.kind != kindString || len(lo.text) != len(hi.text) || len(lo.text) == 0 || len(lo.text) > 4 {
		return 0, 0, errCMap
	}
	for i := range lo.text {
		from, to = from<<8|uint32(lo.text[i]), to<<8|uint32(hi.text[i])
	}
	if to < from {
		return 0, 0, errCMap
	}
	return from, to, nil
}

const (
	maxLigature = 32      // characters one code may stand for
	maxMappings = 1 << 17 // lines of a CMap
)

func (m *cmap) text(lo, hi, to value) error {
	from, until, err := codes(lo, hi)
	if err != nil {
		return err
	}
	if to.kind == kindArray {
		if uint32(len(to.items)) != until-from+1 {
			return errCMap
		}
		for i, item := range to.items {
			if err := m.one(from+uint32(i), from+uint32(i), item); err != nil {
				return err
			}
		}
		return nil
	}
	return m.one(from, until, to)
}

func (m *cmap) one(from, until uint32, to value) error {
	var units []uint16
	switch {
	case to.kind == kindString && len(to.text)%2 == 0 && len(to.text) <= 2*maxLigature:
		for i := 0; i < len(to.text); i += 2 {
			units = append(units, uint16(to.text[i])<<8|uint16(to.text[i+1]))
		}
	case to.kind == kindString && len(to.text) == 1:
		units = []uint16{uint16(to.text[0])}
	case to.kind == kindName && from == until:
		s, ok := glyphText(string(to.text))
		if !ok {
			return nil // a code without meaning; an error once text has it
		}
		units = utf16.Encode([]rune(s))
	default:
		return errCMap
	}
	if len(units) > 0 {
		m.maps = append(m.maps, mapping{lo: from, hi: until, units: units})
	}
	return nil
}

func (m *cmap) id(lo, hi, to value) error {
	from, until, err := codes(lo, hi)
	n, ok := to.integer()
	if err != nil || !ok {
		return errCMap
	}
	m.maps = append(m.maps, mapping{lo: from, hi: until, cid: uint32(n)})
	return nil
}

// sort prepares for find. A code with two meanings is refused: which of them a
// viewer takes cannot be known.
func (m *cmap) sort() error {
	slices.SortStableFunc(m.maps, func(a, b mapping) int {
		return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(a.hi, b.hi))
	})
	kept := m.maps[:0]
	for i, e := range m.maps {
		if n := len(kept); i > 0 && e.lo <= kept[n-1].hi {
			p := kept[n-1]
			if p.lo == e.lo && p.hi == e.hi && p.cid == e.cid && slices.Equal(p.units, e.units) {
				continue
			}
			return errTwice
		}
		kept = append(kept, e)
	}
	m.maps = kept
	return nil
}

func (m *cmap) find(code uint32) (mapping, bool) {
	if len(m.maps) == 1 { // the identity map of every font with all of UTF-16
		return m.maps[0], code >= m.maps[0].lo && code <= m.maps[0].hi
	}
	i, exact := slices.BinarySearchFunc(m.maps, code, func(e mapping, c uint32) int { return cmp.Compare(e.lo, c) })
	if !exact {
		i--
	}
	if i < 0 || code > m.maps[i].hi {
		return mapping{}, false
	}
	return m.maps[i], true
}

// character returns what a code means: its first character, which may be half
// of a surrogate pair, and those that follow.
func (m *cmap) character(code uint32) (r rune, more string, found bool, err error) {
	e, ok := m.find(code)
	if !ok || len(e.units) == 0 {
		return 0, "", false, nil
	}
	last := uint32(e.units[len(e.units)-1]) + code - e.lo
	if last > 0xffff {
		return 0, "", true, errCode
	}
	if len(e.units) == 1 {
		// That a code is the very character U+FFFD is no doubt about its meaning.
		if last == utf8.RuneError && code == last {
			return utf8.RuneError, "", true, nil
		}
		return rune(last), "", true, meaning(rune(last))
	}
	units := append(slices.Clone(e.units[:len(e.units)-1]), uint16(last))
	rs := utf16.Decode(units)
	for _, r := range rs {
		if err := meaning(r); err != nil {
			return 0, "", true, err
		}
	}
	return rs[0], string(rs[1:]), true, nil
}

// meaning refuses characters that say nothing by themselves: controls, private
// use, non-characters and the replacement character.
func meaning(r rune) error {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return nil
	case r < 0x20, r >= 0x7f && r < 0xa0, r >= 0xe000 && r <= 0xf8ff, r >= 0xf0000, r == utf8.RuneError,
		r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return errPrivate
	}
	return nil
}

// length says how many bytes the next code has by the code space ranges, 0
// where none fits.
func (m *cmap) length(b []byte) int {
	for _, s := range m.spaces {
		if len(b) < len(s.lo) {
			continue
		}
		fits := true
		for i := range s.lo {
			fits = fits && b[i] >= s.lo[i] && b[i] <= s.hi[i]
		}
		if fits {
			return len(s.lo)
		}
	}
	return 0
}
