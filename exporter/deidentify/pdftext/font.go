package pdftext

import (
	"errors"
	"fmt"
)

// A font is what reading text needs of one: how codes are cut, what they mean
// and how wide they are.
type font struct {
	composite bool
	vertical  bool
	encoding  *cmap        // embedded CMap of a composite font; nil for Identity
	unicode   *cmap        // ToUnicode; nil if there is none
	table     *[256]string // meaning of codes of a simple font by its encoding
	widths    metrics
	fault     error // why the font cannot be read
}

type fontKey struct {
	o        *object
	direct   *value // first key of a font dictionary written in place
	revision int
}

// loadFont reads a font dictionary, once for each revision.
func (p *drawing) loadFont(v value, o *object) (*font, error) {
	if v.kind == kindNull {
		return nil, nil
	}
	if v.kind != kindDict || len(v.items) == 0 {
		return nil, errors.New("font is no dictionary")
	}
	key := fontKey{o, &v.items[0], p.rev}
	if f, ok := p.d.fonts[key]; ok {
		return f, f.fault
	}
	f, err := p.newFont(v)
	if err != nil {
		f = &font{fault: err}
	}
	p.d.fonts[key] = f
	return f, err
}

func (p *drawing) newFont(v value) (*font, error) {
	f := &font{}
	sub, err := p.d.under(v, "Subtype", p.rev)
	if err != nil {
		return nil, err
	}
	if f.unicode, err = p.cmapUnder(v, "ToUnicode"); err != nil {
		return nil, err
	}
	switch string(sub.text) {
	case "Type0":
		return f, p.composite(f, v)
	case "Type1", "MMType1", "TrueType":
		return f, p.simple(f, v)
	case "Type3":
		return nil, errors.New("its glyphs are drawings (Type 3), whose meaning cannot be known: use an outline font")
	}
	return nil, errors.New("font is of an unknown sort")
}

// cmapUnder reads a CMap stream, nil where there is none.
func (p *drawing) cmapUnder(v value, key string) (*cmap, error) {
	_, o, err := p.d.object(v.get(key), p.rev)
	if err != nil || o == nil || !o.isStream() {
		return nil, err
	}
	o.read = true
	src, err := p.d.decode(o)
	if err != nil {
		return nil, fmt.Errorf("font's CMap: %w", err)
	}
	if err := p.d.spend(len(src)); err != nil {
		return nil, err
	}
	if o.v.get("UseCMap").kind != kindNull {
		return nil, errors.New("font's CMap builds on another one, which this reader does not do")
	}
	return parseCMap(src, p.d.raw)
}

// composite reads a Type 0 font (9.7).
func (p *drawing) composite(f *font, v value) error {
	f.composite = true
	enc, err := p.d.under(v, "Encoding", p.rev)
	if err != nil {
		return err
	}
	switch {
	case enc.isName("Identity-H"):
	case enc.isName("Identity-V"):
		f.vertical = true
	case enc.kind == kindDict:
		if f.encoding, err = p.cmapUnder(v, "Encoding"); err != nil {
			return err
		}
		f.vertical = enc.get("WMode").num == 1
		if f.encoding == nil || len(f.encoding.spaces) == 0 {
			return errCMap
		}
	default:
		return errors.New("font has a predefined CMap this reader does not know: use Identity-H")
	}
	if f.unicode == nil {
		return errors.New("font has no /ToUnicode: its codes cannot be turned into characters")
	}
	kids, err := p.d.under(v, "DescendantFonts", p.rev)
	if err != nil || len(kids.items) != 1 {
		return errors.Join(err, errors.New("font has not exactly one descendant"))
	}
	kid, err := p.d.value(kids.items[0], p.rev)
	if err != nil {
		return err
	}
	return p.cidWidths(&f.widths, kid)
}

// simple reads a font with codes of one byte (9.6).
func (p *drawing) simple(f *font, v value) error {
	base, err := p.d.under(v, "BaseFont", p.rev)
	if err != nil {
		return err
	}
	desc, err := p.d.under(v, "FontDescriptor", p.rev)
	if err != nil {
		return err
	}
	enc, err := p.d.under(v, "Encoding", p.rev)
	if err != nil {
		return err
	}
	if f.table, err = p.encodingTable(enc, builtIn(string(base.text), desc)); err != nil {
		return err
	}
	return p.simpleWidths(&f.widths, v, desc, string(base.text))
}

// encodingTable reads /Encoding (9.6.6): a base, and differences from it by
// glyph name. Codes it does not know stay empty.
func (p *drawing) encodingTable(enc value, base *[256]rune) (*[256]string, error) {
	name := enc
	var diffs value
	var err error
	if enc.kind == kindDict {
		if name, err = p.d.under(enc, "BaseEncoding", p.rev); err != nil {
			return nil, err
		}
		if diffs, err = p.d.under(enc, "Differences", p.rev); err != nil {
			return nil, err
		}
	}
	if name.kind == kindName && base != &noEncoding {
		if base = encodings[string(name.text)]; base == nil {
			return nil, errors.New("font has an encoding this reader does not know")
		}
	}
	table := &[256]string{}
	for i, r := range base {
		if r != 0 {
			table[i] = string(r)
		}
	}
	code := 0
	for _, d := range diffs.items {
		switch n, ok := d.integer(); {
		case ok:
			code = n
		case d.kind == kindName && code < 256:
			table[code], _ = glyphText(string(d.text))
			code++
		default:
			return nil, errors.New("font's /Differences are malformed")
		}
	}
	return table, nil
}

// code cuts the next code off b; n is 0 where none fits.
func (f *font) code(b []byte) (code uint32, n int) {
	switch {
	case !f.composite:
		return uint32(b[0]), 1
	case f.encoding != nil:
		n = f.encoding.length(b)
	case len(b) >= 2:
		return uint32(b[0])<<8 | uint32(b[1]), 2
	}
	for _, c := range b[:n] {
		code = code<<8 | uint32(c)
	}
	return code, n
}

// width of a code in thousandths of an em.
func (f *font) width(code uint32) float64 {
	if f.encoding != nil {
		m, ok := f.encoding.find(code)
		if !ok {
			return f.widths.standard
		}
		code = m.cid + code - m.lo
	}
	return f.widths.of(code)
}

// character says what a code means, first by ToUnicode and then by the
// encoding (9.10.2).
func (f *font) character(code uint32) (r rune, more string, err error) {
	if f.unicode != nil {
		r, more, found, err := f.unicode.character(code)
		if found || err != nil {
			return r, more, err
		}
	}
	if f.table == nil || f.table[code] == "" {
		return 0, "", errCode
	}
	for i, c := range f.table[code] {
		if i == 0 {
			r = c
			more = f.table[code][len(string(c)):]
		}
		if err := meaning(c); err != nil {
			return 0, "", err
		}
	}
	return r, more, nil
}
