package paper

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"

	"github.com/klauspost/compress/zlib"
)

// A Document is a finished file.
type Document struct {
	PDF     []byte
	Pages   int
	Mark    MarkPlace
	Missing []rune // runes no face has; each was drawn as □
	Spoilt  int    // pictures that could not be drawn; each is a box that says so
}

// Footer gives the two ends of the line at the foot of a page, counted from 1.
type Footer func(page, pages int) (left, right string)

var footText = style{Sans, 7.5, grey, 9}

// Finish draws the footers, now that the pages are counted, and gives the file.
//
// gofpdf's file is taken apart and put together again as one revision with a
// classic cross-reference table: streams deflated, our subset fonts with an
// exact ToUnicode map, and what PDF/A (ISO 19005-1 and -2, chapter 6) asks for
// and gofpdf lacks: a binary comment, an /ID, XMP metadata equal to the
// information dictionary, an sRGB output intent, /Lang, no empty
// /EmbeddedFiles. The file calls itself what Setup.Profile says; veraPDF
// judges that (conformance/). The same drawing gives the same bytes.
func (s *Sheet) Finish(foot Footer) (Document, error) {
	s.room(0)
	pages := s.pdf.PageCount()
	for p := 1; p <= pages && foot != nil; p++ {
		s.canvas().SetPage(p)
		s.forget()
		left, right := foot(p, pages)
		if left == "" && right == "" {
			continue
		}
		s.rule(leftEdge, rightEdge, pageHeight-15*mm, 0.5, hair)
		right = s.shorten(footText, tidy(right), fullWidth/3)
		room := fullWidth - s.width(footText, right) - 12
		s.say(footText, leftEdge, pageHeight-14*mm, s.shorten(footText, tidy(left), room))
		s.sayRight(footText, rightEdge, pageHeight-14*mm, right)
	}
	out := finisher{sheet: s}
	if err := s.canvas().Output(&out); err != nil {
		return Document{}, fmt.Errorf("draw pages: %w", err)
	}
	return Document{PDF: out.file, Pages: pages, Mark: s.mark, Missing: s.missing, Spoilt: s.gallery.spoilt}, nil
}

// finisher takes gofpdf's file, which comes in one piece, without copying it.
type finisher struct {
	sheet *Sheet
	file  []byte
}

// Write implements io.Writer. A file in pieces is refused: none is whole.
func (f *finisher) Write(raw []byte) (int, error) {
	file, err := f.sheet.rebuild(raw)
	if err != nil || f.file != nil {
		return 0, fmt.Errorf("finish the file: %w", cmp.Or(err, errFrame))
	}
	f.file = file
	return len(raw), nil
}

var errFrame = errors.New("gofpdf's file is not laid out as expected; the finishing pass must be looked at")

// object is one indirect object's text between "obj" and "endobj".
type object []byte

// takeApart reads gofpdf's objects by its cross-reference table.
func takeApart(raw []byte) ([]object, error) {
	at := bytes.LastIndex(raw, []byte("startxref\n"))
	if at < 0 {
		return nil, errFrame
	}
	xref, err := strconv.Atoi(string(bytes.TrimSuffix(raw[at+len("startxref\n"):], []byte("\n%%EOF\n"))))
	if err != nil || xref <= 0 || xref >= at {
		return nil, errFrame
	}
	table := bytes.Split(raw[xref:at], []byte("\n"))
	if len(table) < 4 || string(table[0]) != "xref" || !bytes.HasPrefix(table[1], []byte("0 ")) {
		return nil, errFrame
	}
	n, err := strconv.Atoi(string(table[1][2:]))
	if err != nil || n < 5 || len(table) < n+2 {
		return nil, errFrame
	}
	objects := make([]object, n)
	for i := 1; i < n; i++ {
		if objects[i], err = cutObject(raw[:xref], i, table[2+i]); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

func cutObject(raw []byte, number int, entry []byte) (object, error) {
	if len(entry) < 10 {
		return nil, errFrame
	}
	off, err := strconv.Atoi(string(entry[:10]))
	head := strconv.Itoa(number) + " 0 obj\n"
	if err != nil || off < 0 || off >= len(raw) || !bytes.HasPrefix(raw[off:], []byte(head)) {
		return nil, errFrame
	}
	body := raw[off+len(head):]
	if length, ok := streamLength(body); ok {
		start := bytes.Index(body, []byte("stream\n")) + len("stream\n")
		if start+length > len(body) || !bytes.HasPrefix(body[start+length:], []byte("\nendstream\nendobj\n")) {
			return nil, errFrame
		}
		return object(body[:start+length]), nil
	}
	end := bytes.Index(body, []byte("endobj\n"))
	if end < 0 {
		return nil, errFrame
	}
	return object(body[:end]), nil
}

// streamLength reads "<</Length n>>\nstream\n", the only form gofpdf writes
// here: a page's content without compression.
func streamLength(body []byte) (int, bool) {
	rest, ok := bytes.CutPrefix(body, []byte("<</Length "))
	if !ok {
		return 0, false
	}
	digits, rest, ok := bytes.Cut(rest, []byte(">>\n"))
	if !ok || !bytes.HasPrefix(rest, []byte("stream\n")) {
		return 0, false
	}
	n, err := strconv.Atoi(string(digits))
	return n, err == nil && n >= 0
}

// writers keeps deflaters for the next page: a fresh one costs more than its
// work on a page. A sync.Pool would drop them at collections.
var writers = make(chan *zlib.Writer, 8)

func writer() (*zlib.Writer, error) {
	select {
	case w := <-writers:
		return w, nil
	default:
		return zlib.NewWriterLevel(nil, zlib.BestSpeed)
	}
}

func giveBack(w *zlib.Writer) {
	select {
	case writers <- w:
	default:
	}
}

func deflate(b []byte) ([]byte, error) {
	w, err := writer()
	if err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	defer giveBack(w)
	var out bytes.Buffer
	out.Grow(len(b)/2 + 64)
	w.Reset(&out)
	if _, err := w.Write(b); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return out.Bytes(), nil
}

// file is the file being put together.
type file struct {
	bytes.Buffer
	offsets []int
}

func (f *file) object(number int, body []byte) {
	f.open(number)
	f.Write(body)
	f.WriteString("\nendobj\n")
}

func (f *file) open(number int) {
	for len(f.offsets) <= number {
		f.offsets = append(f.offsets, 0)
	}
	f.offsets[number] = f.Len()
	f.WriteString(strconv.Itoa(number))
	f.WriteString(" 0 obj\n")
}

// stream writes a stream object; dict is what its dictionary holds beside /Length.
func (f *file) stream(number int, dict string, body []byte) {
	f.open(number)
	fmt.Fprintf(f, "<<%s/Length %d>>\nstream\n", dict, len(body))
	f.Write(body)
	f.WriteString("\nendstream\nendobj\n")
}

// deflated is stream with the body compressed.
func (f *file) deflated(number int, dict string, body []byte) error {
	z, err := deflate(body)
	if err != nil {
		return err
	}
	f.stream(number, dict+"/Filter/FlateDecode", z)
	return nil
}

// close writes the cross-reference table and the trailer. Both elements of the
// /ID are the digest of all before: the file is new.
func (f *file) close(root, info int) {
	id := sha256.Sum256(f.Bytes())
	at := f.Len()
	fmt.Fprintf(f, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets))
	for _, off := range f.offsets[1:] {
		f.WriteString(fmt.Sprintf("%010d 00000 n \n", off))
	}
	fmt.Fprintf(f, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%X><%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets), root, info, id[:16], id[:16], at)
}
