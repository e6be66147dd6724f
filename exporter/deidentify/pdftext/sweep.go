package pdftext

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// A role says what a stream is for, as the key that names it tells.
type role uint8

const (
	roleNone   role = iota
	roleBinary      // fonts, colour profiles, tables of numbers: no text
	roleText        // XML and scripts
	roleFile        // an embedded file
)

var roles = map[string]role{
	"FontFile": roleBinary, "FontFile2": roleBinary, "FontFile3": roleBinary,
	"CIDToGIDMap": roleBinary, "CIDSet": roleBinary, "ToUnicode": roleBinary,
	"DestOutputProfile": roleBinary, "ICCBased": roleBinary, "Indexed": roleBinary,
	"Metadata": roleText, "JS": roleText, "XFA": roleText,
	"EF": roleFile,
}

// A sweep collects what all objects of a file say, whatever they are for.
type sweep struct {
	metadata, names, links []string
	seen                   [3]map[string]bool
	roles                  map[int]role
	defined                map[int]int // how often each number is defined
	budget                 *int
}

func newSweep(budget *int) *sweep {
	s := &sweep{roles: map[int]role{}, defined: map[int]int{}, budget: budget}
	for i := range s.seen {
		s.seen[i] = map[string]bool{}
	}
	return s
}

func (s *sweep) add(list *[]string, seen map[string]bool, text string) {
	if text != "" && !seen[text] && *s.budget >= 0 {
		*s.budget -= len(text) + 64
		seen[text] = true
		*list = append(*list, text)
	}
}

// text keeps a string, and once more with percent escapes written out: it may
// be an address.
func (s *sweep) text(b []byte) {
	for _, r := range readings(b) {
		s.add(&s.metadata, s.seen[0], r)
		if plain, err := url.PathUnescape(r); err == nil {
			s.add(&s.metadata, s.seen[0], plain)
		}
	}
}

func (s *sweep) name(b []byte) {
	if ordinary[string(b)] {
		return
	}
	for _, r := range readings(b) {
		s.add(&s.names, s.seen[1], r)
	}
}

// link keeps an address as written and with its escapes written out.
func (s *sweep) link(b []byte) {
	for _, r := range readings(b) {
		s.add(&s.links, s.seen[2], r)
		if plain, err := url.PathUnescape(r); err == nil {
			s.add(&s.links, s.seen[2], plain)
		}
		if plain, err := url.QueryUnescape(r); err == nil {
			s.add(&s.links, s.seen[2], plain)
		}
	}
}

// markup keeps XML as written and with its character references written out.
func (s *sweep) markup(b []byte) {
	for _, r := range readings(b) {
		s.add(&s.metadata, s.seen[0], r)
		if strings.Contains(r, "&") {
			s.add(&s.metadata, s.seen[0], html.UnescapeString(r))
		}
	}
}

// walk collects strings and names of a value and notes for what streams are used.
func (s *sweep) walk(v value, r role) {
	switch v.kind {
	case kindString:
		s.text(v.text)
	case kindName:
		s.name(v.text)
	case kindRef:
		if r != roleNone {
			s.roles[int(v.num)] = r
		}
	case kindArray:
		if len(v.items) > 0 && v.items[0].kind == kindName {
			r = max(r, roles[string(v.items[0].text)])
		}
		for _, item := range v.items {
			s.walk(item, r)
		}
	case kindDict:
		for i := 0; i+1 < len(v.items); i += 2 {
			key, item := v.items[i], v.items[i+1]
			s.name(key.text)
			if string(key.text) == "URI" && item.kind == kindString {
				s.link(item.text)
			}
			s.walk(item, max(roles[string(key.text)], within(r)))
		}
	}
}

// within is the role a dictionary hands down to its values.
func within(r role) role {
	if r == roleFile {
		return r
	}
	return roleNone
}

// sweep walks all objects and trailers of the file.
func (d *document) sweep() *sweep {
	s := newSweep(&d.budget)
	for _, o := range d.objects {
		s.defined[o.num]++
		s.walk(o.v, roleNone)
	}
	for _, t := range d.trailers {
		s.walk(t, roleNone)
	}
	return s
}

var errUnknownStream = errors.New("stream that no page draws and whose purpose this reader does not know: leave it out of the file")

// account looks at every stream that no page has drawn, so that none is left
// unread but those that cannot hold text.
func (r *reader) account() error {
	for _, o := range r.d.objects {
		if !o.isStream() || o.read {
			continue
		}
		if err := r.stream(o); err != nil {
			return fmt.Errorf("%s: %w", o.place(), err)
		}
	}
	return nil
}

func (r *reader) stream(o *object) error {
	kind, sub := o.v.get("Type"), o.v.get("Subtype")
	use := roleNone
	if r.sweep.defined[o.num] == 1 { // or else the number may once have named something else
		use = r.sweep.roles[o.num]
	}
	function, _ := o.v.get("FunctionType").integer()
	_, isPattern := o.v.get("PatternType").integer()
	switch {
	case sub.isName("Image"):
		r.out.Images++
	case kind.isName("EmbeddedFile"), use == roleFile:
		r.out.Attachments++
	case sub.isName("Form"), isPattern:
		return r.detached(o)
	case kind.isName("Metadata"), sub.isName("XML"), use == roleText, function == 4:
		text, err := r.d.decode(o)
		if err != nil {
			return err
		}
		r.sweep.markup(text)
	case kind.isName("XRef"), kind.isName("CMap"), use == roleBinary:
	case o.v.get("FunctionType").kind == kindNumber, o.v.get("ShadingType").kind == kindNumber:
	default:
		return errUnknownStream
	}
	return nil
}

// ordinary are names every file has; as words they say nothing of anybody.
var ordinary = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range bytes.Fields([]byte(`Type Subtype Length Filter FlateDecode Size Root Info ID Prev Pages Page Kids Count
		Parent Resources Contents MediaBox Catalog Font XObject ProcSet PDF Text ImageB ImageC ImageI Type0 Type1 TrueType
		CIDFontType2 BaseFont Encoding Identity-H WinAnsiEncoding ToUnicode DescendantFonts CIDSystemInfo FontDescriptor
		DW W CIDToGIDMap Registry Ordering Supplement FontName Ascent Descent CapHeight Flags FontBBox ItalicAngle StemV
		MissingWidth FontFile2 Producer Title Author Subject Keywords Creator CreationDate ModDate Annots Annot Link Rect
		Border A S URI Names EmbeddedFiles OpenAction FitH XYZ PageLayout OneColumn Length1 Outlines First Last Next Dest
		FirstChar LastChar Widths Differences Metadata XML OutputIntents OutputIntent Lang MarkInfo Marked F XRef ObjStm Index N`)) {
		m[string(w)] = true
	}
	return m
}()
