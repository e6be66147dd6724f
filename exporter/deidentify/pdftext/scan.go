package pdftext

import (
	"bytes"
	"errors"
	"fmt"
)

// leftover gathers bytes that belong to no object.
type leftover struct {
	from int // where the run of such bytes began, -1 for none
	all  [][]byte
}

// raw keeps bytes that belong to no object. Once the budget is used up it
// keeps no more; read refuses the file then.
func (d *document) raw(b []byte) {
	if len(bytes.Trim(b, "\x00\t\n\f\r ")) > 0 && d.budget >= 0 {
		d.leftover.all = append(d.leftover.all, b)
		d.budget -= len(b) + 64
	}
}

func (d *document) junk(from int) {
	if d.leftover.from < 0 {
		d.leftover.from = from
	}
}

// flush ends a run of leftover bytes.
func (d *document) flush(to int) {
	if d.leftover.from >= 0 {
		d.raw(d.src[d.leftover.from:to])
		d.leftover.from = -1
	}
}

// scan reads the file from its first byte to its last, so that no object is
// overlooked whether or not a cross-reference table names it.
func (d *document) scan() error {
	d.leftover.from = -1
	l := &lexer{src: d.src, pos: headerLength(d.src), comment: d.comment, budget: &d.budget}
	for {
		l.skip()
		if l.pos >= len(d.src) {
			d.flush(len(d.src))
			return d.abandoned()
		}
		if err := d.item(l); err != nil {
			return err
		}
	}
}

// abandoned refuses cross-reference sections that no revision uses: what the
// objects they name look like cannot be known.
func (d *document) abandoned() error {
	for at, s := range d.sections {
		if !s.used {
			return fmt.Errorf("cross-reference section at byte %d belongs to no revision", at)
		}
	}
	return nil
}

// headerLength measures "%PDF-1.7" and the line of bytes beyond ASCII that may
// follow it to tell transfer programs that the file is binary (7.5.2).
func headerLength(src []byte) int {
	n := min(len("%PDF-1.7"), len(src))
	rest := bytes.TrimLeft(src[n:], "\r\n")
	if end := bytes.IndexAny(rest, "\r\n"); end == 5 && rest[0] == '%' && len(rest) < len(src)-n {
		for _, c := range rest[1:end] {
			if c < 0x80 {
				return n
			}
		}
		return len(src) - len(rest) + end
	}
	return n
}

// comment keeps what a comment says; the end mark says nothing.
func (d *document) comment(text []byte) {
	if !bytes.Equal(text, []byte("%EOF")) {
		d.raw(text)
	}
}

// item reads one thing at the top level of the file.
func (d *document) item(l *lexer) error {
	start, rest := l.pos, d.src[l.pos:]
	switch {
	case rest[0] >= '0' && rest[0] <= '9':
		o, err := d.indirect(l)
		if err != nil {
			return err
		}
		if o != nil {
			d.flush(start)
			d.objects = append(d.objects, o)
			d.byOffset[start] = o
			return nil
		}
	case keyword(rest, "xref"):
		d.flush(start)
		s, err := d.section(start)
		if err != nil {
			return err
		}
		l.pos = s.end
		return nil
	case keyword(rest, "startxref"):
		d.flush(start)
		l.pos += len("startxref")
		_, err := l.next(0)
		return err
	}
	d.junk(start)
	for l.pos = start; l.pos < len(d.src) && class[d.src[l.pos]] != space; {
		l.pos++
	}
	return nil
}

func keyword(b []byte, word string) bool {
	return bytes.HasPrefix(b, []byte(word)) && (len(b) == len(word) || class[b[len(word)]] != 0)
}

// header passes "12 0 obj". It looks at a few bytes only, so that trying it
// everywhere stays cheap.
func (l *lexer) header() (num int, ok bool) {
	mark := l.pos
	num, ok = l.digits()
	if _, ok2 := l.digits(); ok && ok2 && keyword(l.src[l.pos:], "obj") {
		l.pos += len("obj")
		return num, true
	}
	l.pos = mark
	return 0, false
}

// digits reads a whole number and the white space around it.
func (l *lexer) digits() (n int, ok bool) {
	l.blank()
	start := l.pos
	for l.pos < len(l.src) && l.pos < start+10 && l.src[l.pos] >= '0' && l.src[l.pos] <= '9' {
		n = n*10 + int(l.src[l.pos]-'0')
		l.pos++
	}
	ok = l.pos > start
	l.blank()
	return n, ok
}

func (l *lexer) blank() {
	for l.pos < len(l.src) && class[l.src[l.pos]] == space {
		l.pos++
	}
}

// indirect reads "12 0 obj … endobj" at the lexer's place; nil where there is none.
func (d *document) indirect(l *lexer) (*object, error) {
	at := l.pos
	num, ok := l.header()
	if !ok {
		return nil, nil
	}
	o := &object{num: num, at: at}
	if num > maxNumber {
		return nil, fmt.Errorf("object at byte %d: number too large", at)
	}
	if err := d.body(l, o); err != nil {
		return nil, fmt.Errorf("%s: %w", o.place(), err)
	}
	return o, nil
}

// body reads an object from after "obj" to after "endobj".
func (d *document) body(l *lexer, o *object) (err error) {
	if o.v, err = l.object(); err != nil {
		return err
	}
	if o.v.kind == kindKeyword {
		if string(o.v.text) == "endobj" { // an object without a value is null
			o.v = value{}
			return nil
		}
		return errors.New("keyword in place of a value")
	}
	end, err := l.next(0)
	if err != nil {
		return err
	}
	if o.v.kind == kindDict && string(end.text) == "stream" && end.kind == kindKeyword {
		if err := d.stream(l, o); err != nil {
			return err
		}
		if end, err = l.next(0); err != nil {
			return err
		}
	}
	if end.kind != kindKeyword || string(end.text) != "endobj" {
		return errors.New("no endobj after the value")
	}
	return nil
}

var errLength = errors.New("stream's /Length does not lead to its endstream: the file is damaged")

// stream takes the bytes of a stream (ISO 32000-1, 7.3.8).
func (d *document) stream(l *lexer, o *object) error {
	rest := l.src[l.pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		l.pos += 2
	case bytes.HasPrefix(rest, []byte("\n")):
		l.pos++
	default:
		return errors.New("no line end after the word stream")
	}
	length := o.v.get("Length")
	if n, ok := length.integer(); ok {
		return l.take(o, n)
	}
	if length.kind == kindRef {
		// Every revision may have its own idea of the length; only one fits.
		for _, e := range d.entries[int(length.num)] {
			if e.free || e.offset < 0 || e.offset >= len(d.src) {
				continue
			}
			if n, ok := d.lengthAt(e.offset, int(length.num)); ok && l.take(o, n) == nil {
				return nil
			}
		}
	}
	return errLength
}

// lengthAt reads "12 0 obj 345".
func (d *document) lengthAt(offset, num int) (int, bool) {
	l := lexer{src: d.src, pos: offset}
	if n, ok := l.header(); !ok || n != num {
		return 0, false
	}
	return l.digits()
}

// take cuts n bytes of stream and passes endstream.
func (l *lexer) take(o *object, n int) error {
	if n > len(l.src)-l.pos {
		return errLength
	}
	tail := l.src[l.pos+n:]
	gap := 0
	for gap < len(tail) && gap < 2 && (tail[gap] == '\r' || tail[gap] == '\n') {
		gap++
	}
	if !keyword(tail[gap:], "endstream") {
		return errLength
	}
	o.stream = l.src[l.pos : l.pos+n : l.pos+n]
	if o.stream == nil {
		o.stream = []byte{}
	}
	l.pos += n + gap + len("endstream")
	return nil
}

// unpackMembers reads the objects inside every object stream (ISO 32000-1, 7.5.7).
func (d *document) unpackMembers() error {
	for _, o := range d.objects[:len(d.objects):len(d.objects)] {
		if !o.isStream() || !o.v.get("Type").isName("ObjStm") {
			continue
		}
		if err := d.members(o); err != nil {
			return fmt.Errorf("%s: %w", o.place(), err)
		}
		d.objects = append(d.objects, o.members...)
		o.read = true
	}
	return nil
}

func (d *document) members(o *object) error {
	data, err := d.decode(o)
	if err != nil {
		return err
	}
	count, ok := o.v.get("N").integer()
	first, ok2 := o.v.get("First").integer()
	if !ok || !ok2 || first > len(data) || count > first {
		return errors.New("object stream's /N or /First is wrong")
	}
	head := lexer{src: data[:first], comment: d.raw}
	body := lexer{src: data, pos: first, comment: d.raw, budget: &d.budget}
	for range count {
		num, err1 := head.next(0)
		offset, err2 := head.next(0)
		n, ok := num.integer()
		at, ok2 := offset.integer()
		if err1 != nil || err2 != nil || !ok || !ok2 || n > maxNumber || at > len(data)-first || first+at < body.pos {
			return errors.New("object stream's list of members is wrong")
		}
		d.raw(data[body.pos : first+at])
		body.pos = first + at
		v, err := body.object()
		if err == nil && v.kind == kindKeyword {
			err = errors.New("keyword in place of a value")
		}
		if err != nil {
			return fmt.Errorf("member %d of the object stream: %w", n, err)
		}
		o.members = append(o.members, &object{num: n, at: o.at, v: v})
	}
	d.raw(data[body.pos:])
	d.raw(data[head.pos:first])
	return nil
}
