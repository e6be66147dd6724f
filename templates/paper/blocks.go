package paper

import "strings"

// heading waits until what it heads is drawn, so that it is never left alone
// at the foot of a page.
type heading struct {
	sub   bool
	first bool // a sub-heading right below its section's heading
	lines []line
	aside string
	x     float64 // where the aside begins, 0 for none on the first line
}

var (
	sectionText = style{Bold, 11.5, navy, 15}
	subText     = style{Bold, 9.8, ink, 13}
	asideText   = style{Sans, 8.5, grey, 13}
	titleText   = style{Bold, 15.5, ink, 20}
)

func (h heading) style() style {
	if h.sub {
		return subText
	}
	return sectionText
}

func (h heading) height() float64 {
	n := min(len(h.lines), 6)
	if h.sub {
		return 7 + float64(n)*subText.leading
	}
	return 12 + float64(n)*sectionText.leading + 5
}

// Section heads a part of the document.
func (s *Sheet) Section(title string) {
	s.await(heading{lines: s.wrap(sectionText, tidy(title), fullWidth)})
}

// Sub heads a table or a report inside a section; aside stands at the right.
func (s *Sheet) Sub(title, aside string) {
	aside = tidy(aside)
	w := s.width(asideText, aside)
	h := heading{sub: true, aside: aside}
	if w > 0 && w <= fullWidth/2 && strings.TrimSpace(title) != "" {
		h.x = rightEdge - w
		h.lines = s.wrap(subText, tidy(title), fullWidth-w-12)
	} else {
		h.lines = s.wrap(subText, tidy(strings.TrimSpace(title+" "+aside)), fullWidth)
	}
	s.await(h)
}

func (s *Sheet) await(h heading) {
	if len(h.lines) == 0 {
		return
	}
	if n := len(s.pending); n > 0 && h.sub {
		h.first = !s.pending[n-1].sub
	}
	s.pending = append(s.pending, h)
}

func (s *Sheet) drawHeading(h heading) {
	switch {
	case !h.sub:
		s.Skip(12)
	case h.first:
		s.Skip(1.5)
	default:
		s.Skip(7)
	}
	st := h.style()
	for i, l := range h.lines {
		s.line(st, leftEdge, l)
		if i == 0 && h.x > 0 {
			s.say(asideText, h.x, s.y-st.leading+0.4, h.aside)
		}
	}
	if !h.sub {
		s.rule(leftEdge, rightEdge, s.y+1.2, 0.7, navy)
		s.y += 4.5
	}
}

// line draws a line at x, on another page if this one is full.
func (s *Sheet) line(st style, x float64, l line) {
	if st.leading > s.left()+0.01 {
		s.newPage()
	}
	s.put(st, x, s.y, l)
	s.y += st.leading
}

// Letterhead names who issues the document; facts follow in small print.
func (s *Sheet) Letterhead(name string, facts []string) {
	s.y -= 4
	for _, p := range paragraphs(name) {
		for _, l := range s.wrap(style{Bold, 10, ink, 13}, p, fullWidth) {
			s.line(style{Bold, 10, ink, 13}, leftEdge, l)
		}
	}
	for _, p := range paragraphs(strings.Join(facts, " · ")) {
		for _, l := range s.wrap(smallText, p, fullWidth) {
			s.line(smallText, leftEdge, l)
		}
	}
	s.rule(leftEdge, rightEdge, s.y+4, 1.4, navy)
	s.y += 12
}

// Title names the document; aside (number and date) stands at the right where
// there is room, and below otherwise.
func (s *Sheet) Title(title, aside string) {
	aside = tidy(aside)
	beside := style{Sans, 9, grey, 20}
	w := s.width(beside, aside)
	lines := s.wrap(titleText, tidy(title), fullWidth)
	for _, l := range lines {
		s.line(titleText, leftEdge, l)
	}
	if len(lines) == 1 && lines[0].width+w+16 <= fullWidth {
		s.sayRight(beside, rightEdge, s.y-titleText.leading+1.2, aside)
		aside = ""
	}
	for _, l := range s.wrap(smallText, aside, fullWidth) {
		s.line(smallText, leftEdge, l)
	}
	s.y += 6
}

// Kind says what a paragraph is.
type Kind int

// Kinds of paragraph.
const (
	Text  Kind = iota // sans, for the form's own words
	Story             // serif, for a report's body
	Claim             // bold, for a conclusion
	Small             // small grey
	Warn              // bold and red, for what must not be overlooked
)

func (k Kind) style() style {
	switch k {
	case Story:
		return bodyText
	case Claim:
		return style{Bold, 9.5, ink, 12.8}
	case Small:
		return smallText
	case Warn:
		return style{Bold, 9, alarm, 12}
	}
	return plainText
}

// Paragraphs draws text, a paragraph for each of its lines, left-aligned and
// flowing over pages. No page begins or ends with a single line of a longer one.
func (s *Sheet) Paragraphs(k Kind, text string) {
	st := k.style()
	for _, p := range paragraphs(text) {
		s.flow(st, s.wrap(st, p, fullWidth))
		s.y += 2.5
	}
}

// bullet stands before each item of a list.
const (
	bullet     = "—"
	bulletRoom = 14
)

// List draws items, each behind a dash; a text with line ends goes on below
// its first line. Empty items are left out.
func (s *Sheet) List(items []string) {
	for _, item := range items {
		first := true
		for _, p := range paragraphs(item) {
			lines := s.wrap(plainText, p, fullWidth-bulletRoom)
			s.room(float64(min(len(lines), 2)) * plainText.leading)
			for _, l := range lines {
				if plainText.leading > s.left()+0.01 {
					s.newPage()
				}
				if first {
					s.say(plainText, leftEdge, s.y, bullet)
				}
				s.line(plainText, leftEdge+bulletRoom, l)
				first = false
			}
		}
		if !first {
			s.y += 2
		}
	}
}

// Break begins a page, unless one begins here.
func (s *Sheet) Break() {
	if s.y > topEdge {
		s.newPage()
	}
}

func (s *Sheet) flow(st style, lines []line) {
	s.room(float64(min(len(lines), 2)) * st.leading)
	for len(lines) > 0 {
		n := min(len(lines), int((s.left()+0.01)/st.leading))
		if len(lines)-n == 1 && n > 2 {
			n--
		}
		if n == 0 {
			s.newPage()
			continue
		}
		for _, l := range lines[:n] {
			s.put(st, leftEdge, s.y, l)
			s.y += st.leading
		}
		if lines = lines[n:]; len(lines) > 0 {
			s.newPage()
		}
	}
}

// Field is a label and its value in the block at the head of the first page.
type Field struct {
	Label, Value string
	Strong       bool
}

// Grid draws two columns of fields on a tinted ground.
func (s *Sheet) Grid(left, right []Field) {
	t := Table{Columns: []Column{{Width: 27 * mm}, {Width: 78 * mm}, {Width: 25 * mm}, {Width: 50 * mm}}, Ground: true}
	if len(right) == 0 {
		t.Columns = []Column{{Width: 27 * mm}, {Width: 153 * mm}}
	}
	for i := range max(len(left), len(right)) {
		var cells []Cell
		for _, side := range [][]Field{left, right} {
			if i < len(side) {
				cells = append(cells, Cell{Under: []string{side[i].Label}}, Cell{Text: side[i].Value, Bold: side[i].Strong})
			} else {
				cells = append(cells, Cell{}, Cell{})
			}
		}
		t.Rows = append(t.Rows, Row{Cells: cells[:len(t.Columns)]})
	}
	s.Table(t)
	s.Skip(2)
}
