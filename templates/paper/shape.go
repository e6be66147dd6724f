package paper

import "sync"

// A shape is how a rune is drawn in a run of one face.
type shape struct {
	face    Face // the one that has the glyph
	known   bool // false for the visible replacement of a rune no face has
	rune    uint16
	gid     uint16
	advance uint16 // thousandths of the run's size
}

// shapes holds the shapes of all runes in a run of one face, 256 to a page;
// pages nobody has a glyph for are nil.
type shapes struct {
	pages   [256]*[256]shape
	unknown shape
}

// shapeTables are made once: asking fonts and rules for each rune of each
// document took a tenth of its time. They are read only.
var shapeTables = sync.OnceValues(func() (*[spareSans]shapes, error) {
	lib, err := library()
	if err != nil {
		return nil, err
	}
	t := new([spareSans]shapes)
	for f := range t {
		t[f].fill(lib, Face(f))
	}
	return t, nil
})

func (t *shapes) fill(lib *[faces]*sfnt, f Face) {
	t.unknown = newShape(lib, f, replacement)
	t.unknown.known = false
	for r := range rune(1 << 16) {
		s := newShape(lib, f, r)
		if !s.known {
			continue
		}
		if t.pages[r>>8] == nil {
			t.pages[r>>8] = new([256]shape)
			for i := range t.pages[r>>8] {
				t.pages[r>>8][i] = t.unknown
			}
		}
		t.pages[r>>8][r&0xFF] = s
	}
}

// newShape settles what stands for r: a no-break space is drawn and read back
// as a space; a soft hyphen, drawn at a line's end only, looks like a hyphen.
func newShape(lib *[faces]*sfnt, f Face, r rune) shape {
	look := r
	switch r {
	case 0xA0:
		r, look = ' ', ' '
	case softHyphen:
		look = '-'
	}
	g, ok := faceFor(lib, f, look)
	if !ok {
		return shape{}
	}
	gid := lib[g].gids[look]
	s := shape{face: g, known: true, rune: uint16(r), gid: gid, advance: lib[g].advance[gid]}
	if g >= spareSans {
		s.advance = uint16(float64(s.advance)*spareScale + 0.5)
	}
	return s
}

// of gives the shape of r, the visible replacement if no face has it.
func (t *shapes) of(r rune) shape {
	if r >= 0 && r <= 0xFFFF {
		if page := t.pages[r>>8]; page != nil {
			return page[r&0xFF]
		}
	}
	return t.unknown
}
