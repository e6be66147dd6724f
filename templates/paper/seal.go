package paper

import (
	"fmt"
	"unicode/utf8"

	"rsc.io/qr"
)

// A Closing ends the document: the signature mark, a note and the QR code,
// kept together.
type Closing struct {
	// Stamp is the signature mark (ГОСТ Р 7.0.97-2016, 5.23); nil for none.
	Stamp *Stamp
	// Notes stand between mark and code, a paragraph each.
	Notes []string
	// Address is encoded in the code; Printed, the same address as people
	// type it, stands below. Empty for no code.
	Address, Printed string
}

// A Stamp is the text of a signature mark.
type Stamp struct {
	Head  []string // in the middle, bold
	Lines []string
	Foot  string // bold and red: a warning
}

const (
	stampWidth = 88 * mm
	codeSize   = 24 * mm
	closingMax = 120 * mm // more is no mark
	quietZone  = 4        // modules, ISO/IEC 18004, 9.1
)

var (
	stampHead = style{Bold, 9, navy, 11}
	stampText = style{Sans, 8, navy, 10.4}
	stampFoot = style{Bold, 8, alarm, 10.4}
	noteText  = style{Sans, 8, grey, 10.2}
)

// Closing draws c at the end of the last page, whole. The mark must be of a
// size a mark can have; a longer one is an error, because it cannot be cut.
func (s *Sheet) Closing(c Closing) error {
	code, err := encode(c.Address)
	if err != nil {
		return err
	}
	var stamp []styled
	if c.Stamp != nil {
		stamp = s.layStamp(*c.Stamp)
	}
	notes, x, w := s.layNotes(c, code != nil)
	printed := s.wrap(axisText, tidy(c.Printed), fullWidth)
	h := max(tall(stamp)+14, tall(notes), 0)
	if code != nil {
		h = max(h, codeSize)
	}
	h += float64(len(printed))*axisText.leading + 4
	if h > closingMax {
		return fmt.Errorf("draw the signature mark: it would be %.0f mm high; shorten the certificate owner's name or the public address", h/mm)
	}
	s.room(h + 14)
	s.Skip(14)
	top := s.y
	if c.Stamp != nil {
		s.stamp(stamp)
	}
	s.column(notes, x, w)
	if code != nil {
		s.code(code, top)
		s.printed(printed, top)
	}
	s.y = top + h
	return nil
}

func encode(address string) (*qr.Code, error) {
	if address == "" {
		return nil, nil
	}
	code, err := qr.Encode(address, qr.M)
	if err != nil || utf8.RuneCountInString(address) > 300 {
		return nil, fmt.Errorf("draw the QR code: an address of %d bytes; want at most 300", len(address))
	}
	return code, nil
}

func tall(lines []styled) (h float64) {
	for _, l := range lines {
		h += l.st.leading
	}
	return h
}

func (s *Sheet) layStamp(m Stamp) (out []styled) {
	add := func(st style, texts ...string) {
		for _, t := range texts {
			for _, p := range paragraphs(t) {
				for _, l := range s.wrap(st, p, stampWidth-20) {
					out = append(out, styled{l, st})
				}
			}
		}
	}
	add(stampHead, m.Head...)
	add(stampText, m.Lines...)
	add(stampFoot, m.Foot)
	return out
}

// layNotes wraps the notes into the place between mark and code.
func (s *Sheet) layNotes(c Closing, code bool) (out []styled, x, w float64) {
	x, w = leftEdge, fullWidth
	if c.Stamp != nil {
		x, w = x+stampWidth+12, w-stampWidth-12
	}
	if code {
		w -= codeSize + 14
	}
	for _, n := range c.Notes {
		for _, p := range paragraphs(n) {
			for _, l := range s.wrap(noteText, p, w) {
				out = append(out, styled{l, noteText})
			}
		}
	}
	return out, x, w
}

func (s *Sheet) column(lines []styled, x, w float64) {
	y := s.y
	for _, l := range lines {
		s.put(l.st, x, y, l.line)
		y += l.st.leading
	}
}

func (s *Sheet) stamp(lines []styled) {
	h := tall(lines) + 14
	s.pen(1, navy)
	s.canvas().RoundedRect(leftEdge, s.y, stampWidth, h, 5, "1234", "D")
	s.mark = MarkPlace{Page: s.pdf.PageNo() - 1, Rect: [4]float64{
		leftEdge, pageHeight - s.y - h, leftEdge + stampWidth, pageHeight - s.y}}
	y := s.y + 5
	for i, l := range lines {
		x := leftEdge + 10
		if l.st == stampHead {
			x = leftEdge + (stampWidth-l.width)/2
		} else if i > 0 && lines[i-1].st == stampHead {
			s.rule(leftEdge+10, leftEdge+stampWidth-10, y+1.8, 0.4, navy)
			y += 4
		}
		s.put(l.st, x, y, l.line)
		y += l.st.leading
	}
}

// code draws the matrix as one path, the quiet zone kept white around it.
func (s *Sheet) code(code *qr.Code, top float64) {
	module := codeSize / float64(code.Size+2*quietZone)
	x0 := rightEdge - codeSize + quietZone*module
	y0 := pageHeight - top - quietZone*module
	s.setFill(color{})
	b := s.buf[:0]
	for row := range code.Size {
		for col := 0; col < code.Size; col++ {
			from := col
			for col < code.Size && code.Black(col, row) {
				col++
			}
			if col == from {
				continue
			}
			b = appendRect(b, x0+float64(from)*module, y0-float64(row+1)*module, float64(col-from)*module, module)
		}
	}
	s.buf = append(b, 'f')
	s.write(s.buf)
}

func appendRect(b []byte, x, y, w, h float64) []byte {
	for _, v := range []float64{x, y, w, h} {
		b = append(appendNumber(b, v), ' ')
	}
	return append(b, "re\n"...)
}

func (s *Sheet) printed(lines []line, top float64) {
	y := top + codeSize + 1
	for _, l := range lines {
		s.put(axisText, rightEdge-l.width, y, l)
		y += axisText.leading
	}
}
