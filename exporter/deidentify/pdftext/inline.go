package pdftext

import (
	"bytes"
	"errors"
)

var errInline = errors.New("image inside the content cannot be passed over: draw it as an object")

// inlineImage passes BI … ID … EI (8.9.7) and counts the image. How long its
// bytes are must be certain, or text after it might be missed.
func (s *stream) inlineImage() error {
	var items []value
	for {
		v, err := s.lex.next(0)
		if err != nil {
			return s.lex.at(errInline)
		}
		if v.kind == kindKeyword {
			if string(v.text) != "ID" {
				return s.lex.at(errInline)
			}
			break
		}
		items = append(items, v)
	}
	if err := checkDict(items); err != nil || s.lex.pos >= len(s.lex.src) {
		return s.lex.at(errInline)
	}
	dict := value{kind: kindDict, items: items}
	s.sweep.walk(dict, roleNone)
	s.lex.pos++ // the one white space after ID
	n, ok := s.inlineLength(dict, s.lex.src[s.lex.pos:])
	if !ok {
		return s.lex.at(errInline)
	}
	s.lex.pos += n
	s.lex.skip()
	if !keyword(s.lex.src[s.lex.pos:], "EI") {
		return s.lex.at(errInline)
	}
	s.lex.pos += len("EI")
	s.out.Images++
	return nil
}

// either returns the value under a key or its abbreviation.
func (v value) either(long, short string) value {
	if e := v.get(long); e.kind != kindNull {
		return e
	}
	return v.get(short)
}

// inlineLength says how many bytes of b the image takes.
func (s *stream) inlineLength(dict value, b []byte) (int, bool) {
	if n, ok := dict.either("Length", "L").integer(); ok {
		return n, n <= len(b)
	}
	filter := dict.either("Filter", "F")
	if filter.kind == kindArray && len(filter.items) > 0 {
		filter = filter.items[0]
	}
	switch string(filter.text) {
	case "":
		n, ok := dict.plainLength()
		return n, ok && n <= len(b)
	case "FlateDecode", "Fl":
		_, rest, err := s.d.inflate(b)
		return len(b) - len(rest), err == nil
	case "ASCIIHexDecode", "AHx":
		i := bytes.IndexByte(b, '>')
		return i + 1, i >= 0
	case "ASCII85Decode", "A85":
		i := bytes.Index(b, []byte("~>"))
		return i + 2, i >= 0
	}
	return 0, false
}

// plainLength is the size of an image without a filter.
func (v value) plainLength() (int, bool) {
	w, ok1 := v.either("Width", "W").integer()
	h, ok2 := v.either("Height", "H").integer()
	bits, ok3 := v.either("BitsPerComponent", "BPC").integer()
	parts := 0
	switch cs := v.either("ColorSpace", "CS"); {
	case v.either("ImageMask", "IM").whole:
		parts, bits, ok3 = 1, 1, true
	case cs.isName("G"), cs.isName("DeviceGray"):
		parts = 1
	case cs.isName("RGB"), cs.isName("DeviceRGB"):
		parts = 3
	case cs.isName("CMYK"), cs.isName("DeviceCMYK"):
		parts = 4
	case cs.kind == kindArray && len(cs.items) > 0 && (cs.items[0].isName("I") || cs.items[0].isName("Indexed")):
		parts = 1
	}
	if !ok1 || !ok2 || !ok3 || parts == 0 || w > 1<<16 || h > 1<<16 || bits > 16 {
		return 0, false
	}
	return (w*parts*bits + 7) / 8 * h, true
}
