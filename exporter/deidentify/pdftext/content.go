package pdftext

import (
	"errors"
	"fmt"
)

// A drawing interprets content streams as far as text is concerned.
type drawing struct {
	*reader
	rev    int
	canvas *canvas
	open   map[*object]bool // forms being drawn
	buf    []byte
}

func newDrawing(r *reader, rev int) *drawing {
	return &drawing{reader: r, rev: rev, canvas: &canvas{}, open: map[*object]bool{}}
}

// A state is what q keeps and Q brings back, of what concerns text (8.4, 9.3).
type state struct {
	ctm                             matrix
	font                            *font
	fontErr                         error
	fontName                        []byte
	size, char, word, leading, rise float64
	scale                           float64 // horizontal, 1 for 100 %
}

// A stream is one content stream being read.
type stream struct {
	*drawing
	lex       lexer
	resources value
	state
	saved    []state
	matrix   matrix // text matrix
	line     matrix // text line matrix
	operands []value
	lenient  int    // depth of BX … EX
	marks    []bool // open marked content; true for one with /ActualText
	hits     map[string]map[string]hit
}

const (
	maxForms    = 32
	maxSaved    = 512
	maxOperands = 256
	runCost     = 1024 // what beginning a content stream takes of the budget
)

// run interprets content. Costs count even for content seen before, so that
// forms drawing forms cannot multiply without end.
func (p *drawing) run(content []byte, resources value, ctm matrix) error {
	if err := p.d.spend(len(content) + runCost); err != nil {
		return err
	}
	s := &stream{drawing: p, resources: resources, state: state{ctm: ctm, scale: 1}, matrix: unit, line: unit}
	s.lex = lexer{src: content, comment: p.d.raw, budget: &p.d.budget}
	for {
		s.lex.skip()
		if s.lex.pos >= len(content) {
			for range s.marks {
				s.endMarked()
			}
			return nil
		}
		v, err := s.lex.next(0)
		if err != nil {
			return fmt.Errorf("content: %w", err)
		}
		if v.kind != kindKeyword {
			if s.operands = append(s.operands, v); len(s.operands) > maxOperands {
				return fmt.Errorf("content: %w", s.lex.at(errors.New("too many operands")))
			}
			continue
		}
		if err := s.operator(string(v.text)); err != nil {
			return err
		}
		s.operands = s.operands[:0]
		s.lex.arena = s.lex.arena[:0] // no operand outlives its operator
	}
}

// An operator of ISO 32000-1, annex A; nil where it does not concern text.
type operator func(*stream) error

var operators map[string]operator

func init() { // init, because Do leads back here
	operators = map[string]operator{
		"q": (*stream).save, "Q": (*stream).restore, "cm": (*stream).concat, "gs": (*stream).external,
		"BT": (*stream).begin, "ET": nil,
		"Tc": number1(func(s *stream, n float64) { s.char = n }), "Tw": number1(func(s *stream, n float64) { s.word = n }),
		"Tz": number1(func(s *stream, n float64) { s.scale = n / 100 }), "TL": number1(func(s *stream, n float64) { s.leading = n }),
		"Ts": number1(func(s *stream, n float64) { s.rise = n }), "Tr": nil, "Tf": (*stream).setFont,
		"Td": (*stream).move, "TD": (*stream).moveLeading, "Tm": (*stream).place, "T*": (*stream).nextLine,
		"Tj": (*stream).showOne, "TJ": (*stream).showMany, "'": (*stream).showNext, "\"": (*stream).showSpaced,
		"Do": (*stream).draw, "BI": (*stream).inlineImage,
		"BMC": (*stream).beginMarked, "BDC": (*stream).beginMarked, "MP": (*stream).point, "DP": (*stream).point,
		"EMC": func(s *stream) error { s.endMarked(); return nil },
		"BX":  func(s *stream) error { s.lenient++; return nil }, "EX": func(s *stream) error { s.lenient--; return nil },
	}
	for _, name := range []string{"b", "B", "b*", "B*", "c", "cs", "CS", "d", "d0", "d1", "f", "F", "f*", "g", "G", "h", "i",
		"j", "J", "k", "K", "l", "m", "M", "n", "re", "rg", "RG", "ri", "s", "S", "sc", "SC", "scn", "SCN", "sh", "v", "w",
		"W", "W*", "y"} {
		operators[name] = nil
	}
}

// operator carries one operator out.
func (s *stream) operator(name string) error {
	op, known := operators[name]
	if !known && s.lenient <= 0 {
		return fmt.Errorf("content: %w", s.lex.at(errors.New("operator this reader does not know")))
	}
	if op != nil {
		return op(s)
	}
	for _, v := range s.operands {
		if v.kind == kindString || v.kind == kindDict || v.kind == kindArray {
			s.sweep.walk(v, roleNone)
		}
	}
	return nil
}

var errOperands = errors.New("operator with wrong operands")

// numbers returns the last n operands, all of which must be numbers.
func (s *stream) numbers(n int) ([]value, error) {
	if len(s.operands) != n {
		return nil, s.lex.at(errOperands)
	}
	for _, v := range s.operands {
		if v.kind != kindNumber {
			return nil, s.lex.at(errOperands)
		}
	}
	return s.operands, nil
}

// number1 makes an operator that takes one number.
func number1(set func(*stream, float64)) operator {
	return func(s *stream) error {
		n, err := s.numbers(1)
		if err == nil {
			set(s, n[0].num)
		}
		return err
	}
}

func (s *stream) save() error {
	if len(s.saved) >= maxSaved {
		return s.lex.at(errors.New("graphics states are nested too deeply"))
	}
	s.saved = append(s.saved, s.state)
	return nil
}

// restore without a save is passed over, as viewers do.
func (s *stream) restore() error {
	if n := len(s.saved); n > 0 {
		s.state, s.saved = s.saved[n-1], s.saved[:n-1]
	}
	return nil
}

// six reads the six numbers of a matrix.
func (s *stream) six() (m matrix, err error) {
	n, err := s.numbers(6)
	for i := range n {
		m[i] = n[i].num
	}
	return m, err
}

func (s *stream) concat() error {
	m, err := s.six()
	s.ctm = m.times(s.ctm)
	return err
}

func (s *stream) begin() error {
	s.matrix, s.line = unit, unit
	return nil
}

func (s *stream) place() error {
	m, err := s.six()
	s.matrix, s.line = m, m
	return err
}

func (s *stream) move() error {
	n, err := s.numbers(2)
	if err == nil {
		s.advanceLine(n[0].num, n[1].num)
	}
	return err
}

func (s *stream) moveLeading() error {
	n, err := s.numbers(2)
	if err == nil {
		s.leading = -n[1].num
		s.advanceLine(n[0].num, n[1].num)
	}
	return err
}

func (s *stream) advanceLine(x, y float64) {
	s.line = matrix{1, 0, 0, 1, x, y}.times(s.line)
	s.matrix = s.line
}

func (s *stream) nextLine() error {
	s.advanceLine(0, -s.leading)
	return nil
}

// A hit is a resource found before.
type hit struct {
	v   value
	o   *object
	err error
}

// resource finds an entry of the current resources. Dictionaries are searched
// from end to end, so what was found once is kept.
func (s *stream) resource(category string, name []byte) (value, *object, error) {
	if h, ok := s.hits[category][string(name)]; ok {
		return h.v, h.o, h.err
	}
	var h hit
	var dict value
	if dict, h.err = s.d.under(s.resources, category, s.rev); h.err == nil {
		h.v, h.o, h.err = s.d.object(dict.get(string(name)), s.rev)
	}
	if s.hits == nil {
		s.hits = map[string]map[string]hit{}
	}
	if s.hits[category] == nil {
		s.hits[category] = map[string]hit{}
	}
	s.hits[category][string(name)] = h
	return h.v, h.o, h.err
}

// draw carries out Do: it follows forms and leaves images to account.
func (s *stream) draw() error {
	if len(s.operands) != 1 || s.operands[0].kind != kindName {
		return s.lex.at(errOperands)
	}
	_, o, err := s.resource("XObject", s.operands[0].text)
	if err != nil {
		return err
	}
	if o == nil || !o.isStream() {
		return s.lex.at(errors.New("content draws an object that is not there"))
	}
	if !o.v.get("Subtype").isName("Form") {
		return nil
	}
	return s.form(o, s.resources, s.ctm)
}

// form draws a form XObject or a tiling pattern (8.10, 8.7.3). A form without
// resources uses those of the content that draws it.
func (p *drawing) form(o *object, outer value, ctm matrix) error {
	if p.open[o] || len(p.open) >= maxForms {
		return fmt.Errorf("%s: form draws itself or forms are nested too deeply", o.place())
	}
	p.open[o] = true
	defer delete(p.open, o)
	o.read = true
	content, err := p.d.decode(o)
	if err != nil {
		return fmt.Errorf("%s: %w", o.place(), err)
	}
	resources, err := p.d.under(o.v, "Resources", p.rev)
	if err != nil {
		return err
	}
	if resources.kind == kindNull {
		resources = outer
	}
	own, err := p.d.under(o.v, "Matrix", p.rev)
	if err != nil {
		return err
	}
	if m, ok := own.matrix(); ok {
		ctm = m.times(ctm)
	}
	if err = p.run(content, resources, ctm); err != nil && len(p.open) == 1 {
		return fmt.Errorf("form %s: %w", o.place(), err)
	}
	return err
}

// external carries out gs, which may set a font (8.4.5).
func (s *stream) external() error {
	if len(s.operands) != 1 || s.operands[0].kind != kindName {
		return s.lex.at(errOperands)
	}
	v, _, err := s.resource("ExtGState", s.operands[0].text)
	if err != nil {
		return err
	}
	set, err := s.d.under(v, "Font", s.rev)
	if err != nil || set.kind != kindArray || len(set.items) != 2 {
		return err
	}
	size, err := s.d.value(set.items[1], s.rev)
	if err != nil {
		return err
	}
	s.size, s.fontName = size.num, s.operands[0].text
	font, o, err := s.d.object(set.items[0], s.rev)
	if err != nil {
		return err
	}
	s.font, s.fontErr = s.loadFont(font, o)
	return nil
}
