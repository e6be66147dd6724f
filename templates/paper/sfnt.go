package paper

import (
	"encoding/binary"
	"errors"
	"fmt"
)

var errFont = errors.New("not a TrueType font this package can read")

// sfnt is a parsed TrueType font. It is read only, so documents share it.
type sfnt struct {
	name    string
	em      int
	ascent  int // hhea, per mille of the em, as are the next four
	descent int
	cap     int
	bbox    [4]int
	advance []uint16 // by glyph
	weight  int
	gids    *[1 << 16]uint16 // by rune; 0 means no glyph
	glyphs  [][]byte         // by glyph, as in the file
	metrics []byte           // hmtx, four bytes a glyph
	head    []byte
	hhea    []byte
	maxp    []byte
}

// scan reads big-endian numbers and remembers the first read outside its bytes.
type scan struct {
	b   []byte
	bad bool
}

func (s *scan) bytes(at, n int) []byte {
	if at < 0 || n < 0 || at > len(s.b)-n {
		s.bad = true
		return make([]byte, max(n, 0))
	}
	return s.b[at : at+n]
}

func (s *scan) u16(at int) int { return int(binary.BigEndian.Uint16(s.bytes(at, 2))) }
func (s *scan) i16(at int) int { return int(int16(binary.BigEndian.Uint16(s.bytes(at, 2)))) }
func (s *scan) u32(at int) int { return int(binary.BigEndian.Uint32(s.bytes(at, 4))) }

// parse reads the tables drawing and embedding need.
func parse(name string, file []byte) (*sfnt, error) {
	s := &scan{b: file}
	tables := map[string]*scan{}
	for i := range s.u16(4) {
		at := 12 + 16*i
		tables[string(s.bytes(at, 4))] = &scan{b: s.bytes(s.u32(at+8), s.u32(at+12))}
	}
	for _, t := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "OS/2"} {
		if tables[t] == nil || s.bad {
			return nil, fmt.Errorf("font %s, table %s: %w", name, t, errFont)
		}
	}
	f := &sfnt{name: name}
	f.readHead(tables)
	f.readMetrics(tables)
	f.readGlyphs(tables)
	f.readRunes(tables["cmap"])
	for t, sc := range tables {
		if sc.bad {
			return nil, fmt.Errorf("font %s, table %s is cut short: %w", name, t, errFont)
		}
	}
	return f, nil
}

func (f *sfnt) readHead(t map[string]*scan) {
	head, hhea, os2 := t["head"], t["hhea"], t["OS/2"]
	f.head, f.hhea, f.maxp = head.bytes(0, 54), hhea.bytes(0, 36), t["maxp"].bytes(0, 32)
	f.em = max(head.u16(18), 1)
	for i := range f.bbox {
		f.bbox[i] = f.mille(head.i16(36 + 2*i))
	}
	f.ascent, f.descent = f.mille(hhea.i16(4)), f.mille(hhea.i16(6))
	f.weight, f.cap = os2.u16(4), f.ascent
	if os2.u16(0) > 1 {
		f.cap = f.mille(os2.i16(88))
	}
}

// mille turns font units into thousandths of the em, rounded.
func (f *sfnt) mille(v int) int {
	if v < 0 {
		return -f.mille(-v)
	}
	return (v*1000 + f.em/2) / f.em
}

func (f *sfnt) readMetrics(t map[string]*scan) {
	hmtx, n, long := t["hmtx"], t["maxp"].u16(4), max(t["hhea"].u16(34), 1)
	f.advance = make([]uint16, n)
	f.metrics = make([]byte, 0, 4*n)
	for g := range n {
		if g < long {
			f.metrics = append(f.metrics, hmtx.bytes(4*g, 4)...)
		} else {
			f.metrics = append(f.metrics, hmtx.bytes(4*(long-1), 2)...)
			f.metrics = append(f.metrics, hmtx.bytes(4*long+2*(g-long), 2)...)
		}
		f.advance[g] = uint16(f.mille(int(binary.BigEndian.Uint16(f.metrics[4*g:]))))
	}
}

func (f *sfnt) readGlyphs(t map[string]*scan) {
	loca, glyf := t["loca"], t["glyf"]
	long := t["head"].u16(50) == 1
	at := func(g int) int {
		if long {
			return loca.u32(4 * g)
		}
		return 2 * loca.u16(2*g)
	}
	f.glyphs = make([][]byte, len(f.advance))
	for g := range f.glyphs {
		f.glyphs[g] = glyf.bytes(at(g), at(g+1)-at(g))
	}
}

// readRunes reads the Basic Multilingual Plane from a format 4 subtable.
func (f *sfnt) readRunes(cmap *scan) {
	f.gids = new([1 << 16]uint16)
	for i := range cmap.u16(2) {
		platform, encoding, at := cmap.u16(4+8*i), cmap.u16(6+8*i), cmap.u32(8+8*i)
		if (platform == 0 || platform == 3 && encoding == 1) && cmap.u16(at) == 4 {
			f.readSegments(cmap, at)
			return
		}
	}
	cmap.bad = true
}

func (f *sfnt) readSegments(cmap *scan, at int) {
	n := cmap.u16(at+6) / 2
	ends, starts := at+14, at+16+2*n
	deltas, offsets := starts+2*n, starts+4*n
	for i := range n {
		first, last, offset := cmap.u16(starts+2*i), cmap.u16(ends+2*i), cmap.u16(offsets+2*i)
		for r := first; r <= last && r < 0xFFFF; r++ {
			g := r
			if offset != 0 {
				g = cmap.u16(offsets + 2*i + offset + 2*(r-first))
				if g == 0 {
					continue
				}
			}
			if g = (g + cmap.u16(deltas+2*i)) & 0xFFFF; g < len(f.glyphs) {
				f.gids[r] = uint16(g)
			}
		}
	}
}
