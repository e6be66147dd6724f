package pdftext

import (
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// setFont carries out Tf. A font that cannot be read is an error only once
// text is shown in it.
func (s *stream) setFont() error {
	if len(s.operands) != 2 || s.operands[0].kind != kindName || s.operands[1].kind != kindNumber {
		return s.lex.at(errOperands)
	}
	s.size, s.fontName = s.operands[1].num, s.operands[0].text
	v, o, err := s.resource("Font", s.operands[0].text)
	if err != nil {
		return err
	}
	s.font, s.fontErr = s.loadFont(v, o)
	return nil
}

// speakable is a resource name for an error: it may hold anything, so only
// what looks made by a program (F1, TT12, F288180be) is quoted.
func speakable(name []byte) string {
	for i, c := range name {
		digit := c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
		if i > 48 || i == 0 && c != 'F' && c != 'T' && c != 'C' && c != 'R' || i == 1 && c != 'T' && !digit || i > 1 && !digit {
			return "with a name of its own"
		}
	}
	return string(name)
}

func (s *stream) showOne() error {
	if len(s.operands) != 1 || s.operands[0].kind != kindString {
		return s.lex.at(errOperands)
	}
	return s.show(s.operands[0].text)
}

// showMany carries out TJ: numbers move back by thousandths of the size.
func (s *stream) showMany() error {
	if len(s.operands) != 1 || s.operands[0].kind != kindArray {
		return s.lex.at(errOperands)
	}
	for _, v := range s.operands[0].items {
		switch v.kind {
		case kindString:
			if err := s.show(v.text); err != nil {
				return err
			}
		case kindNumber:
			s.advance(-v.num / 1000 * s.size)
		default:
			return s.lex.at(errOperands)
		}
	}
	return nil
}

func (s *stream) showNext() error {
	s.advanceLine(0, -s.leading)
	return s.showOne()
}

func (s *stream) showSpaced() error {
	if len(s.operands) != 3 || s.operands[0].kind != kindNumber || s.operands[1].kind != kindNumber {
		return s.lex.at(errOperands)
	}
	s.word, s.char = s.operands[0].num, s.operands[1].num
	s.operands = s.operands[2:]
	return s.showNext()
}

// advance moves the pen along the line by unscaled text units.
func (s *stream) advance(by float64) {
	if s.font != nil && s.font.vertical { // down, if not by the very height of each glyph
		s.matrix = matrix{1, 0, 0, 1, 0, -by}.times(s.matrix)
		return
	}
	s.matrix = matrix{1, 0, 0, 1, by * s.scale, 0}.times(s.matrix)
}

var (
	errNoFont  = errors.New("text is shown in a font the resources do not have")
	errCode    = errors.New("text has a code that no map turns into a character: embed the font with a complete /ToUnicode")
	errBroken  = errors.New("text ends in the middle of a code")
	errHalf    = errors.New("text has half of a surrogate pair")
	errPrivate = errors.New("text has a code mapped to a character without a meaning of its own")
)

// stringCost is what every string drawn takes of the budget: it may need a run
// of its own.
const stringCost = 128

// show draws one string (9.4.3).
func (s *stream) show(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	err := s.fontErr
	if err == nil && s.font == nil {
		err = errNoFont
	}
	var by float64
	if err == nil {
		s.buf, by, err = s.decodeText(s.buf[:0], b)
	}
	if err == nil {
		err = s.d.spend(len(s.buf) + stringCost)
	}
	if err != nil {
		return fmt.Errorf("font %s: %w", speakable(s.fontName), err)
	}
	start := matrix{1, 0, 0, 1, 0, s.rise}.times(s.matrix).times(s.ctm)
	s.advance(by)
	end := matrix{1, 0, 0, 1, 0, s.rise}.times(s.matrix).times(s.ctm)
	s.canvas.add(s.buf, stretch(start, end, s.size, s.scale))
	return nil
}

// decodeText turns codes into UTF-8 and sums up their widths.
func (s *stream) decodeText(out, b []byte) (text []byte, by float64, err error) {
	var high rune
	for len(b) > 0 {
		code, n := s.font.code(b)
		if n == 0 {
			return nil, 0, errBroken
		}
		by += s.font.width(code)/1000*s.size + s.char
		if n == 1 && b[0] == ' ' {
			by += s.word
		}
		b = b[n:]
		r, more, err := s.font.character(code)
		switch {
		case err != nil:
			return nil, 0, err
		case high != 0:
			if r = utf16.DecodeRune(high, r); r == utf8.RuneError {
				return nil, 0, errHalf
			}
			high = 0
		case utf16.IsSurrogate(r):
			high = r
			continue
		}
		out = append(utf8.AppendRune(out, r), more...)
	}
	if high != 0 {
		return nil, 0, errHalf
	}
	return out, by, nil
}

// beginMarked opens marked content (14.6), which may say in /ActualText what
// its drawing means.
func (s *stream) beginMarked() error {
	if len(s.marks) >= maxSaved {
		return s.lex.at(errors.New("marked content is nested too deeply"))
	}
	properties, err := s.properties()
	if err != nil {
		return err
	}
	actual, err := s.d.under(properties, "ActualText", s.rev)
	if err != nil {
		return err
	}
	s.marks = append(s.marks, actual.kind == kindString)
	if actual.kind != kindString {
		return nil
	}
	text := ""
	if rs := readings(actual.text); len(rs) > 0 {
		text = rs[0]
	}
	s.canvas.replace(text)
	return s.d.spend(len(text))
}

func (s *stream) endMarked() {
	if n := len(s.marks); n > 0 {
		if s.marks[n-1] {
			s.canvas.endReplace()
		}
		s.marks = s.marks[:n-1]
	}
}

func (s *stream) point() error {
	_, err := s.properties()
	return err
}

// properties returns the property list of a marked-content operator and keeps
// what its operands say.
func (s *stream) properties() (value, error) {
	for _, v := range s.operands {
		s.sweep.walk(v, roleNone)
	}
	if len(s.operands) < 2 {
		return value{}, nil
	}
	v := s.operands[len(s.operands)-1]
	if v.kind == kindName {
		v, _, err := s.resource("Properties", v.text)
		return v, err
	}
	return v, nil
}
