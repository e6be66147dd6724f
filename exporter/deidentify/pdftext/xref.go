package pdftext

import (
	"bytes"
	"errors"
	"fmt"
)

// A section is one cross-reference table or stream with its trailer.
type section struct {
	trailer value
	end     int  // offset after the section
	used    bool // by a revision
	rows    []row
}

type row struct {
	num int
	entry
}

const (
	maxRevisions = 128
	maxNumber    = 1 << 23 // ISO 32000-1, annex C
	rowSize      = 64      // bytes of a row in memory
)

// open reads the chain of cross-reference sections, newest first, from the
// last startxref.
func (d *document) open() error {
	at, err := d.lastStart()
	if err != nil {
		return err
	}
	var newestFirst []*section
	seen := map[int]bool{}
	for {
		if seen[at] || len(seen) >= maxRevisions {
			return fmt.Errorf("cross-reference sections go round in a circle or are more than %d", maxRevisions)
		}
		seen[at] = true
		s, err := d.section(at)
		if err != nil {
			return err
		}
		if err := d.hybrid(s); err != nil {
			return err
		}
		s.used = true
		newestFirst = append(newestFirst, s)
		prev := s.trailer.get("Prev")
		if prev.kind == kindNull {
			break
		}
		var ok bool
		if at, ok = prev.integer(); !ok {
			return errors.New("trailer's /Prev is not an offset")
		}
	}
	d.index(newestFirst)
	return nil
}

// lastStart finds the offset after the last startxref.
func (d *document) lastStart() (int, error) {
	i := bytes.LastIndex(d.src, []byte("startxref"))
	if i < 0 {
		return 0, errors.New("no startxref: the file is cut off or no PDF")
	}
	l := lexer{src: d.src, pos: i + len("startxref")}
	v, err := l.next(0)
	at, ok := v.integer()
	if err != nil || !ok {
		return 0, errors.New("startxref is not followed by an offset")
	}
	return at, nil
}

// section reads the cross-reference section at an offset, of either sort.
func (d *document) section(at int) (*section, error) {
	if s := d.sections[at]; s != nil {
		return s, nil
	}
	if at >= len(d.src) {
		return nil, fmt.Errorf("cross-reference section at byte %d lies outside the file", at)
	}
	l := &lexer{src: d.src, pos: d.start(at), comment: d.comment, budget: &d.budget}
	read := d.streamSection
	if bytes.HasPrefix(d.src[l.pos:], []byte("xref")) {
		read = d.table
	}
	s, err := read(l)
	if err != nil {
		return nil, fmt.Errorf("cross-reference section at byte %d: %w", at, err)
	}
	if s.trailer.get("Encrypt").kind != kindNull {
		return nil, errors.New("file is encrypted: make the copy without a password")
	}
	d.sections[at] = s
	d.trailers = append(d.trailers, s.trailer)
	return s, nil
}

var errTable = errors.New("table is malformed")

// table reads a classic table and its trailer (ISO 32000-1, 7.5.4, 7.5.5).
func (d *document) table(l *lexer) (*section, error) {
	l.pos += len("xref")
	s := &section{}
	for {
		v, err := l.next(0)
		if err != nil {
			return nil, err
		}
		if v.kind == kindKeyword && string(v.text) == "trailer" {
			break
		}
		first, ok := v.integer()
		v, err = l.next(0)
		count, ok2 := v.integer()
		if err != nil || !ok || !ok2 || first > maxNumber {
			return nil, errTable
		}
		if err := s.subsection(l, first, count); err != nil {
			return nil, err
		}
		if err := d.spend(rowSize * count); err != nil {
			return nil, err
		}
	}
	v, err := l.next(0)
	if err != nil || v.kind != kindDict {
		return nil, errors.New("trailer is no dictionary")
	}
	s.trailer, s.end = v, l.pos
	return s, nil
}

func (s *section) subsection(l *lexer, first, count int) error {
	for i := range count {
		offset, err := l.next(0)
		if err != nil {
			return errTable
		}
		if _, err = l.next(0); err != nil {
			return errTable
		}
		use, err := l.next(0)
		at, ok := offset.integer()
		if err != nil || !ok || use.kind != kindKeyword || first+i > maxNumber {
			return errTable
		}
		switch string(use.text) {
		case "n":
			s.rows = append(s.rows, row{first + i, entry{offset: at}})
		case "f":
			s.rows = append(s.rows, row{first + i, entry{free: true}})
		default:
			return errTable
		}
	}
	return nil
}

// streamSection reads a cross-reference stream (ISO 32000-1, 7.5.8).
func (d *document) streamSection(l *lexer) (*section, error) {
	o, err := d.indirect(l)
	if err != nil {
		return nil, err
	}
	if o == nil || !o.v.get("Type").isName("XRef") || !o.isStream() {
		return nil, errors.New("neither a table nor a cross-reference stream begins there")
	}
	data, err := d.decode(o)
	if err != nil {
		return nil, err
	}
	s := &section{trailer: o.v, end: l.pos}
	return s, d.rows(s, data)
}

// rows reads the rows of a cross-reference stream (7.5.8.3).
func (d *document) rows(s *section, data []byte) error {
	width, err := widths(s.trailer.get("W"))
	if err != nil {
		return err
	}
	index := s.trailer.get("Index").items
	if len(index) == 0 {
		index = []value{{kind: kindNumber, whole: true}, s.trailer.get("Size")}
	}
	for ; len(index) >= 2; index = index[2:] {
		first, ok := index[0].integer()
		count, ok2 := index[1].integer()
		if !ok || !ok2 || first+count > maxNumber || count > len(data)/(width[0]+width[1]+width[2]) {
			return errTable
		}
		if err := d.spend(rowSize * count); err != nil {
			return err
		}
		for i := range count {
			var f [3]int
			for j, w := range width {
				for _, b := range data[:w] {
					f[j] = f[j]<<8 | int(b)
				}
				data = data[w:]
			}
			if width[0] == 0 {
				f[0] = 1
			}
			s.row(first+i, f)
		}
	}
	return nil
}

// row keeps one row of a stream. A type not known counts as free (table 18).
func (s *section) row(num int, f [3]int) {
	switch f[0] {
	case 1:
		s.rows = append(s.rows, row{num, entry{offset: f[1]}})
	case 2:
		s.rows = append(s.rows, row{num, entry{offset: -1, stream: f[1], index: f[2]}})
	default:
		s.rows = append(s.rows, row{num, entry{free: true}})
	}
}

// widths reads /W; no field is wider than 4 bytes.
func widths(w value) (out [3]int, err error) {
	if len(w.items) != 3 {
		return out, errTable
	}
	for i, v := range w.items {
		n, ok := v.integer()
		if !ok || n > 4 {
			return out, errTable
		}
		out[i] = n
	}
	if out[0]+out[1]+out[2] == 0 {
		return out, errTable
	}
	return out, nil
}

// hybrid adds the rows of a stream that stands beside a table. They count
// where the table has the object free or not at all (ISO 32000-1, 7.5.8.4).
func (d *document) hybrid(s *section) error {
	v := s.trailer.get("XRefStm")
	if v.kind == kindNull {
		return nil
	}
	at, ok := v.integer()
	if !ok {
		return errors.New("trailer's /XRefStm is not an offset")
	}
	extra, err := d.section(at)
	if err != nil {
		return err
	}
	extra.used = true
	used := map[int]bool{}
	for _, r := range s.rows {
		used[r.num] = !r.free
	}
	for _, r := range extra.rows {
		if !used[r.num] {
			s.rows = append(s.rows, r)
		}
	}
	return nil
}

// index makes the table of all revisions, oldest first.
func (d *document) index(newestFirst []*section) {
	for i := len(newestFirst) - 1; i >= 0; i-- {
		s := newestFirst[i]
		d.chain = append(d.chain, s)
		for _, r := range s.rows {
			r.revision = len(d.chain) - 1
			if r.offset >= 0 && !r.free {
				r.offset = d.start(r.offset)
			}
			d.entries[r.num] = append(d.entries[r.num], r.entry)
		}
	}
}

// start passes white space before an object; tables that point at the line
// end before it are common.
func (d *document) start(offset int) int {
	for offset < len(d.src) && class[d.src[offset]] == space {
		offset++
	}
	return offset
}
