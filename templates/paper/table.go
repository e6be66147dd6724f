package paper

import "slices"

// A Table is drawn with its head repeated on every page it reaches.
type Table struct {
	Columns []Column
	Rows    []Row
	Ground  bool // tinted, without rules between rows

	head []placed // the titles, laid once; nil without any
}

// Column is one column; the widths of all add up to the page's 180 mm.
type Column struct {
	Title string
	Width float64
	Right bool // values stand at the right, with room for their arrow
}

// Row is kept on one page unless it is longer than a page.
type Row struct {
	Cells  []Cell
	Indent bool // the first cell is set in
}

// Cell is one cell.
type Cell struct {
	Text  string
	Bold  bool
	Alarm bool
	Dim   bool
	Left  bool     // stands at the left of a Right column: words, not numbers
	Arrow string   // after the text, in bold
	Under []string // small lines below the text
	Spill int      // columns to the right the text may use if its own is too narrow
	Bar   *Bar
}

const (
	cellGap   = 6   // between columns
	rowPad    = 1.7 // above and below a row's text
	arrowRoom = 24  // at the right of a Right column, for the widest sign
	indentBy  = 9
)

// tallestHead leaves room for rows below a head on every page.
const tallestHead = (bottomEdge - topEdge) / 2

// placed is a cell whose text has been wrapped.
type placed struct {
	x, right float64
	alignR   bool
	spilled  bool // uses the columns to its right
	lines    []styled
	arrow    string
	bar      *Bar
}

type styled struct {
	line
	st style
}

// Table draws t.
func (s *Sheet) Table(t Table) {
	t.head = s.headCells(t)
	if tall := t.head; len(t.Rows) > 0 && t.headHeight() > tallestHead { // once, as a row
		t.head = nil
		s.row(t, tall)
	}
	for i, r := range t.Rows {
		cells := s.layRow(t, r)
		h := rowHeight(cells)
		if i == 0 {
			s.room(min(t.headHeight()+h, bottomEdge-topEdge))
			s.head(t)
		} else if h > s.left()+0.01 && h <= bottomEdge-topEdge-t.headHeight() {
			s.newPage()
			s.head(t)
		}
		s.row(t, cells)
	}
}

func (t Table) titled() bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Title != "" })
}

func (s *Sheet) headCells(t Table) []placed {
	if !t.titled() {
		return nil
	}
	var r Row
	for _, c := range t.Columns {
		r.Cells = append(r.Cells, Cell{Under: []string{c.Title}})
	}
	return s.layRow(t, r)
}

func (t Table) headHeight() float64 {
	if t.head == nil {
		return 0
	}
	return rowHeight(t.head)
}

func (s *Sheet) head(t Table) {
	if t.head == nil {
		return
	}
	h := t.headHeight()
	s.drawCells(t.head, h)
	s.y += h
	s.rule(leftEdge, rightEdge, s.y, 0.6, grey)
}

// layRow wraps the cells of a row.
func (s *Sheet) layRow(t Table, r Row) []placed {
	out := make([]placed, 0, len(r.Cells))
	x := leftEdge
	if t.Ground {
		x += 8
	}
	for i, c := range r.Cells {
		col := t.Columns[i]
		p := placed{x: x, right: x + col.Width - cellGap, arrow: c.Arrow, bar: c.Bar, alignR: col.Right && !c.Left}
		if i == len(t.Columns)-1 {
			p.right = rightEdge
			if t.Ground {
				p.right -= cellGap
			}
		}
		if i == 0 && r.Indent {
			p.x += indentBy
		}
		if col.Right {
			p.right -= arrowRoom - cellGap
		}
		s.layCell(t, i, c, &p)
		out = append(out, p)
		x += col.Width
	}
	return out
}

func (s *Sheet) layCell(t Table, i int, c Cell, p *placed) {
	st := c.style()
	own := p.right - p.x
	for _, par := range paragraphs(c.Text) {
		if c.Spill > 0 && !p.spilled && s.width(st, par) > own {
			p.alignR, p.spilled = false, true
			for _, col := range t.Columns[i+1 : min(i+1+c.Spill, len(t.Columns))] {
				p.right += col.Width
			}
			own = p.right - p.x
		}
		for _, l := range s.wrap(st, par, own) {
			p.lines = append(p.lines, styled{l, st})
		}
	}
	for _, u := range c.Under {
		for _, par := range paragraphs(u) {
			for _, l := range s.wrap(smallText, par, own) {
				p.lines = append(p.lines, styled{l, smallText})
			}
		}
	}
}

func (c Cell) style() style {
	st := plainText
	if c.Bold || c.Alarm {
		st.face = Bold
	}
	switch {
	case c.Alarm:
		st.ink = alarm
	case c.Dim:
		st.ink = grey
	}
	return st
}

func (p placed) height() (h float64) {
	for _, l := range p.lines {
		h += l.st.leading
	}
	return h
}

func rowHeight(cells []placed) float64 {
	h := plainText.leading
	for _, c := range cells {
		h = max(h, c.height())
	}
	return h + 2*rowPad
}

// row draws one row, over as many pages as it needs.
func (s *Sheet) row(t Table, cells []placed) {
	for {
		h := rowHeight(cells)
		if h <= s.left()+0.01 {
			s.finishRow(t, cells, h)
			return
		}
		now, later := split(cells, s.left()-2*rowPad)
		if now == nil {
			s.newPage()
			s.head(t)
			continue
		}
		s.finishRow(t, now, rowHeight(now))
		cells = later
		s.newPage()
		s.head(t)
	}
}

func (s *Sheet) finishRow(t Table, cells []placed, h float64) {
	if t.Ground {
		s.block(leftEdge, s.y, fullWidth, h, tint)
	}
	s.drawCells(cells, h)
	s.y += h
	if !t.Ground {
		s.rule(leftEdge, rightEdge, s.y, 0.35, hair)
	}
}

// split cuts a row that is longer than a page; now is nil where not one line fits.
func split(cells []placed, h float64) (now, later []placed) {
	any := false
	for _, c := range cells {
		first, rest := c, c
		used, n := 0.0, 0
		for n < len(c.lines) && used+c.lines[n].st.leading <= h+0.01 {
			used += c.lines[n].st.leading
			n++
		}
		any = any || n > 0
		first.lines, rest.lines = c.lines[:n], c.lines[n:]
		rest.bar, rest.arrow = nil, ""
		now, later = append(now, first), append(later, rest)
	}
	if !any {
		return nil, cells
	}
	return now, later
}

func (s *Sheet) drawCells(cells []placed, h float64) {
	for _, c := range cells {
		y := s.y + rowPad
		for i, l := range c.lines {
			top := y
			if l.st.size < plainText.size && i == 0 {
				top += (plainText.leading-l.st.leading)/2 + 0.5 // stands level with its neighbours
			}
			x := c.x
			if c.alignR {
				x = c.right - l.width
			}
			s.put(l.st, x, top, l.line)
			if i == 0 && c.arrow != "" {
				s.arrow(c, x+l.width, top)
			}
			y += l.st.leading
		}
		if c.bar != nil {
			s.bar(*c.bar, c.x, c.right, s.y+rowPad+plainText.leading/2)
		}
	}
}

// arrow draws the sign of an abnormal value after it, a real space between them.
func (s *Sheet) arrow(c placed, x, y float64) {
	st := style{Bold, plainText.size, alarm, plainText.leading}
	if !c.alignR && x+arrowRoom > c.right+arrowRoom {
		x = c.right
	}
	s.put(st, x, y, line{text: " " + c.arrow, width: s.width(st, " "+c.arrow)})
}
