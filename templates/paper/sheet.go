package paper

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// A4 with the margins of ГОСТ Р 7.0.97-2016, 3.2: left 20 mm, right 10 mm, top
// and bottom 20 mm. The footer lies in the lower margin.
const (
	mm         = 72 / 25.4
	pageWidth  = 595.28
	pageHeight = 841.89
	leftEdge   = 20 * mm
	rightEdge  = pageWidth - 10*mm
	topEdge    = 20 * mm
	bottomEdge = pageHeight - 20*mm
	fullWidth  = rightEdge - leftEdge
)

// pageful is what the operators of a full page take, in bytes.
const pageful = 24 << 10

type color struct{ r, g, b uint8 }

// Colours, chosen to stay apart in shades of grey.
var (
	ink   = color{20, 24, 28}
	grey  = color{88, 96, 104}
	navy  = color{27, 73, 116}
	alarm = color{170, 20, 40}
	hair  = color{206, 212, 218}
	tint  = color{243, 246, 249}
)

// style is how a run of text looks.
type style struct {
	face    Face
	size    float64
	ink     color
	leading float64
}

var (
	plainText = style{Sans, 9.5, ink, 12.4}
	smallText = style{Sans, 8, grey, 10.2}
	bodyText  = style{Serif, 10, ink, 13.6}
)

// A Box says where something was drawn, for tests: corners in points from the
// upper left of a page counted from 1. Text is empty for shapes that hold others.
type Box struct {
	Page           int
	X0, Y0, X1, Y1 float64
	Text           string
}

// Setup is what a Sheet needs to know beforehand.
type Setup struct {
	// Title, Keywords and Creator go into the file's metadata: never personal data.
	Title, Keywords, Creator string
	Lang                     string // of the text: "ru", "en"
	Made                     time.Time
	// Profile is what the file conforms to: PDF/A "1b", "2b" or "2u"; empty means "2b".
	Profile string
	// Trace, where set, hears of every run of text drawn.
	Trace func(Box)
}

// A Sheet is one document being drawn, from the top of its first page down.
type Sheet struct {
	setup   Setup
	pdfa    pdfa
	pdf     *gofpdf.Fpdf
	lib     *[faces]*sfnt
	shapes  *[spareSans]shapes
	used    [faces]usage
	y       float64 // the next free place on the page
	fill    color
	set     bool // fill is what the page has
	face    Face
	size    float64
	buf     []byte
	waiting []byte // operators not yet handed to gofpdf
	pending []heading
	missing []rune
	mark    MarkPlace
	gallery gallery
}

// MarkPlace is where the signature mark was drawn: the page counted from 0, -1
// for none, and lower left and upper right corners as PDF counts, from below.
type MarkPlace struct {
	Page int
	Rect [4]float64
}

// New starts a document with one empty page.
func New(setup Setup) (*Sheet, error) {
	if setup.Made.IsZero() {
		return nil, errors.New("start a printed form: the time of issue is not set; give Setup.Made")
	}
	claim, err := pdfaOf(setup.Profile)
	if err != nil {
		return nil, fmt.Errorf("start a printed form: %w", err)
	}
	lib, err := library()
	if err != nil {
		return nil, fmt.Errorf("start a printed form: %w", err)
	}
	tables, err := shapeTables()
	if err != nil {
		return nil, fmt.Errorf("start a printed form: %w", err)
	}
	s := &Sheet{setup: setup, pdfa: claim, lib: lib, shapes: tables, mark: MarkPlace{Page: -1}, waiting: make([]byte, 0, pageful)}
	s.pdf = gofpdf.New("P", "pt", "A4", "")
	s.pdf.SetCompression(false) // the finishing pass does it, with a pooled writer
	s.pdf.SetCatalogSort(true)
	s.pdf.SetCreationDate(setup.Made)
	s.pdf.SetModificationDate(setup.Made)
	s.pdf.SetMargins(leftEdge, topEdge, pageWidth-rightEdge)
	s.pdf.SetAutoPageBreak(false, 0)
	s.newPage()
	return s, nil
}

func (s *Sheet) newPage() {
	s.canvas().AddPage()
	s.y = topEdge
	s.forget()
}

// forget drops what is known of the page's graphics state.
func (s *Sheet) forget() { s.set, s.size = false, 0 }

// left is the height still free on the page.
func (s *Sheet) left() float64 { return bottomEdge - s.y }

// room makes sure that h points, with the headings that wait for them, fit on
// the page, by starting another if they do not.
func (s *Sheet) room(h float64) {
	need := h
	for _, p := range s.pending {
		need += p.height()
	}
	// A third of a page is worth a break; more must flow.
	if need > s.left()+0.01 && s.y > topEdge {
		if need <= bottomEdge-topEdge || s.left() < 60 {
			s.newPage()
		}
	}
	waiting := s.pending
	s.pending = nil
	for _, p := range waiting {
		s.drawHeading(p)
	}
	if h > s.left()+0.01 && s.y > topEdge && h <= bottomEdge-topEdge {
		s.newPage()
	}
}

// Skip leaves h points free, unless a page begins here.
func (s *Sheet) Skip(h float64) {
	if s.y > topEdge {
		s.y += h
	}
}

// The operators below are written by hand: gofpdf formats each number through
// fmt, which made up a fifth of a document's time.

// write adds operators to the page.
func (s *Sheet) write(operators []byte) {
	s.waiting = append(append(s.waiting, operators...), '\n')
}

// canvas is gofpdf with all operators written so far: they are handed over
// together, because its buffers grow by doubling.
func (s *Sheet) canvas() *gofpdf.Fpdf {
	if n := len(s.waiting); n > 0 {
		s.pdf.RawWriteStr(string(s.waiting[:n-1])) // which ends the line itself
		s.waiting = s.waiting[:0]
	}
	return s.pdf
}

func (s *Sheet) setFill(c color) { s.write(s.appendFill(s.buf[:0], c)) }

// appendFill writes the colour of shapes and letters, if it is another.
func (s *Sheet) appendFill(b []byte, c color) []byte {
	if s.set && s.fill == c {
		return b
	}
	s.fill, s.set = c, true
	return append(appendColor(b, c), "rg "...)
}

// appendColor writes a colour's three parts from 0 to 1 (ISO 32000-1, 8.6.4.3).
func appendColor(b []byte, c color) []byte {
	for _, part := range [3]uint8{c.r, c.g, c.b} {
		n := (int(part)*1000 + 127) / 255
		b = append(b, '0'+byte(n/1000), '.', '0'+byte(n/100%10), '0'+byte(n/10%10), '0'+byte(n%10), ' ')
	}
	return b
}

// pen sets the colour and thickness of the strokes gofpdf draws next.
func (s *Sheet) pen(thick float64, c color) {
	b := append(appendColor(s.buf[:0], c), "RG "...)
	s.write(append(appendNumber(b, thick), " w"...))
}

// rule draws a line from left to right.
func (s *Sheet) rule(x0, x1, y, thick float64, c color) {
	b := append(appendColor(s.buf[:0], c), "RG "...)
	b = append(appendNumber(b, thick), " w "...)
	b = append(appendNumber(append(appendNumber(b, x0), ' '), pageHeight-y), " m "...)
	b = append(appendNumber(append(appendNumber(b, x1), ' '), pageHeight-y), " l S"...)
	s.write(b)
}

func (s *Sheet) block(x, y, w, h float64, c color) {
	b := appendRect(s.appendFill(s.buf[:0], c), x, pageHeight-y-h, w, h)
	s.write(append(b, 'f'))
}

// baseline is where letters stand in a line of st whose top is y.
func (st style) baseline(y float64) float64 { return y + st.leading/2 + 0.35*st.size }

// put draws a tidy line with its left end at x and its top at y.
func (s *Sheet) put(st style, x, y float64, l line) {
	if l.text == "" {
		return
	}
	base := st.baseline(y)
	s.buf = append(s.appendFill(s.buf[:0], st.ink), "BT "...)
	s.buf = s.appendText(s.buf, st, x, base, l)
	s.write(append(s.buf, " ET"...))
	if s.setup.Trace != nil {
		text := strings.ReplaceAll(l.text, string(softHyphen), "")
		s.setup.Trace(Box{s.pdf.PageNo(), x, base - 0.74*st.size, x + l.width, base + 0.22*st.size, text})
	}
}

// say draws text that is known to fit.
func (s *Sheet) say(st style, x, y float64, text string) float64 {
	l := line{text: tidy(text)}
	l.width = s.width(st, l.text)
	s.put(st, x, y, l)
	return l.width
}

// sayRight draws text whose right end is at x, and returns its left end.
func (s *Sheet) sayRight(st style, x, y float64, text string) float64 {
	l := line{text: tidy(text)}
	l.width = s.width(st, l.text)
	s.put(st, x-l.width, y, l)
	return x - l.width
}

// miss remembers a rune no face has.
func (s *Sheet) miss(r rune) {
	if !slices.Contains(s.missing, r) {
		s.missing = append(s.missing, r)
	}
}
