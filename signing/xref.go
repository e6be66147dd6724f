package signing

import (
	"bytes"
	"errors"
	"fmt"
)

const (
	// maxObjects bounds /Size: a cross-reference table of compressed zeros
	// would otherwise ask for any amount of memory.
	maxObjects = 500_000
	// maxSections bounds the chain of revisions.
	maxSections = 512
)

type placeKind uint8

const (
	placeUnknown placeKind = iota
	placeFree
	placeOffset // at is a byte offset
	placePacked // at is the number of an object stream, index the place in it
)

// place says where an object is.
type place struct {
	kind  placeKind
	gen   int32
	at    int
	index int32
}

// section is one cross-reference section: one revision of the file.
type section struct {
	at      int
	trailer object
	stream  bool // a cross-reference stream (ISO 32000-1, 7.5.8)
}

// readSections follows startxref and /Prev from the newest revision to the
// oldest; what a newer one says of an object stands.
func (d *document) readSections() error {
	at, err := lastSection(d.src)
	if err != nil {
		return err
	}
	seen := make(map[int]bool)
	for {
		if seen[at] || len(d.sections) == maxSections {
			return fmt.Errorf("byte %d: the chain of revisions is a ring or too long", at)
		}
		seen[at] = true
		s, err := d.readSection(at)
		if err != nil {
			return fmt.Errorf("cross-reference section: %w", err)
		}
		d.sections = append(d.sections, s)
		prev := s.trailer.get("Prev")
		if prev.kind == kindNull {
			return nil
		}
		if at = prev.n; prev.kind != kindInteger || at <= 0 || at >= len(d.src) {
			return fmt.Errorf("byte %d: /Prev does not point into the file", s.at)
		}
	}
}

// lastSection reads "startxref 123 %%EOF" at the very end. One end of line may
// follow, nothing else: appended bytes are how a signed file is altered.
func lastSection(src []byte) (int, error) {
	end := len(src)
	if bytes.HasSuffix(src, []byte("\r\n")) {
		end -= 2
	} else if end > 0 && (src[end-1] == '\n' || src[end-1] == '\r') {
		end--
	}
	if !bytes.HasSuffix(src[:end], []byte("%%EOF")) {
		return 0, errors.New("the file does not end with %%EOF: it is cut off, or something was appended")
	}
	tail := max(0, end-64)
	i := bytes.LastIndex(src[tail:end], []byte("startxref"))
	if i < 1 || !isEOL(src[tail+i-1]) || !isEOL(src[tail+i+len("startxref")]) {
		return 0, errors.New("no line startxref before the end of the file")
	}
	nodes := 1
	p := parser{src: src[:end-len("%%EOF")], pos: tail + i + len("startxref"), nodes: &nodes}
	at, err := p.number()
	if err != nil {
		return 0, fmt.Errorf("startxref: %w", err)
	}
	if len(bytes.TrimSpace(p.src[p.pos:])) > 0 || at >= len(src) {
		return 0, errors.New("startxref does not point into the file, or something follows it")
	}
	return at, nil
}

func isEOL(c byte) bool { return c == '\n' || c == '\r' }

func (d *document) readSection(at int) (section, error) {
	p := d.parser(at)
	var s section
	var err error
	if bytes.HasPrefix(d.src[at:], []byte("xref")) {
		s, err = d.readTable(p)
	} else {
		s, err = d.readXrefStream(at)
	}
	if err != nil {
		return section{}, err
	}
	if s.trailer.has("Encrypt") {
		return section{}, errEncrypted
	}
	if s.trailer.has("XRefStm") {
		return section{}, errors.New("a hybrid file (/XRefStm) is not supported: write it with one kind of cross-reference")
	}
	return s, nil
}

// size sets the number of objects by the newest section.
func (d *document) size(trailer object) error {
	n := trailer.get("Size")
	if n.kind != kindInteger || n.n < 1 || n.n > maxObjects {
		return fmt.Errorf("/Size is missing or not from 1 to %d", maxObjects)
	}
	if d.places == nil {
		d.places = make([]place, n.n)
	}
	return nil
}

// put records a place unless a newer revision already has one.
func (d *document) put(num int, pl place) error {
	if num < 0 || num >= len(d.places) {
		return fmt.Errorf("object %d is beyond /Size %d", num, len(d.places))
	}
	if num == 0 && pl.kind != placeFree {
		return errors.New("object 0 is not free")
	}
	switch d.places[num].kind {
	case placeUnknown:
		d.places[num] = pl
	case placeFree:
		d.freed = d.freed || pl.kind != placeFree
	}
	return nil
}

// readTable reads a classic section. The trailer comes after the entries, and
// the entries need its /Size, so the table is passed over twice.
func (d *document) readTable(p *parser) (section, error) {
	s := section{at: p.pos}
	var spans [][3]int // first number, count, offset of the entries
	if err := p.keyword("xref"); err != nil {
		return s, err
	}
	for p.space(); p.peek(0) != 't'; p.space() {
		span, err := tableSpan(p)
		if err != nil {
			return s, err
		}
		spans = append(spans, span)
	}
	if err := p.keyword("trailer"); err != nil {
		return s, err
	}
	var err error
	if s.trailer, err = p.value(); err != nil || s.trailer.kind != kindDict {
		return s, errors.Join(p.fail("want a trailer dictionary"), err)
	}
	if err := d.size(s.trailer); err != nil {
		return s, err
	}
	for _, span := range spans {
		if err := d.readEntries(span); err != nil {
			return s, err
		}
	}
	return s, nil
}

// entryLen is the length of an entry: ten digits, five digits, n or f, and an
// end of line of two bytes (ISO 32000-1, 7.5.4).
const entryLen = 20

func tableSpan(p *parser) ([3]int, error) {
	first, err := p.number()
	if err != nil {
		return [3]int{}, err
	}
	count, err := p.number()
	if err != nil {
		return [3]int{}, err
	}
	p.space()
	at := p.pos
	if count > (len(p.src)-at)/entryLen || first > maxObjects {
		return [3]int{}, p.fail("a table says it is longer than the file")
	}
	p.pos += count * entryLen
	return [3]int{first, count, at}, nil
}

func (d *document) readEntries(span [3]int) error {
	for i := range span[1] {
		at := span[2] + i*entryLen
		e := d.src[at : at+entryLen]
		offset, ok1 := digits(e[:10])
		gen, ok2 := digits(e[11:16])
		if !ok1 || !ok2 || e[10] != ' ' || e[16] != ' ' || !isSpace(e[18]) || !isSpace(e[19]) || gen > 65535 {
			return fmt.Errorf("byte %d: malformed cross-reference entry", at)
		}
		pl := place{kind: placeFree}
		switch {
		case e[17] == 'n' && offset > 0 && offset < len(d.src):
			pl = place{kind: placeOffset, gen: int32(gen), at: offset}
		case e[17] != 'f':
			return fmt.Errorf("byte %d: a cross-reference entry points nowhere", at)
		}
		if err := d.put(span[0]+i, pl); err != nil {
			return err
		}
	}
	return nil
}

// readXrefStream reads a cross-reference stream.
func (d *document) readXrefStream(at int) (section, error) {
	s := section{at: at, stream: true}
	_, o, err := d.definition(at)
	if err != nil {
		return s, err
	}
	if s.trailer = o; !o.hasData || !o.get("Type").isName("XRef") {
		return s, fmt.Errorf("byte %d: neither a table nor a cross-reference stream", at)
	}
	if err := d.size(o); err != nil {
		return s, err
	}
	var w [3]int
	if len(o.get("W").items) != 3 {
		return s, errors.New("cross-reference stream: /W has not three widths")
	}
	for i, x := range o.get("W").items {
		if w[i] = x.n; x.kind != kindInteger || x.n < 0 || x.n > 7 {
			return s, errors.New("cross-reference stream: /W is out of bounds")
		}
	}
	rows, err := d.inflate(o)
	if err != nil {
		return s, fmt.Errorf("cross-reference stream: %w", err)
	}
	return s, d.readRows(o, w, rows)
}

func (d *document) readRows(o object, w [3]int, rows []byte) error {
	width := w[0] + w[1] + w[2]
	index := o.get("Index").items
	if !o.has("Index") {
		index = []object{{kind: kindInteger}, {kind: kindInteger, n: o.get("Size").n}}
	}
	if len(index)%2 != 0 || width == 0 {
		return errors.New("cross-reference stream: /Index or /W is malformed")
	}
	for ; len(index) > 0; index = index[2:] {
		first, count := index[0], index[1]
		if first.kind != kindInteger || count.kind != kindInteger || count.n < 0 || count.n > len(rows)/width {
			return errors.New("cross-reference stream: /Index says it is longer than the stream")
		}
		for i := range count.n {
			if err := d.readRow(first.n+i, w, rows[:width]); err != nil {
				return err
			}
			rows = rows[width:]
		}
	}
	return nil
}

func (d *document) readRow(num int, w [3]int, row []byte) error {
	field := func(from, width int) (n int) {
		for _, c := range row[from : from+width] {
			n = n<<8 | int(c)
		}
		return n
	}
	sort, a, b := 1, field(w[0], w[1]), field(w[0]+w[1], w[2])
	if w[0] > 0 {
		sort = field(0, w[0])
	}
	switch {
	case sort == 0:
		return d.put(num, place{kind: placeFree})
	case sort == 1 && a > 0 && a < len(d.src) && b <= 65535:
		return d.put(num, place{kind: placeOffset, at: a, gen: int32(b)})
	case sort == 2 && a <= maxObjects && b <= maxObjects:
		return d.put(num, place{kind: placePacked, at: a, index: int32(b)})
	}
	return fmt.Errorf("cross-reference stream: the entry of object %d is malformed", num)
}
