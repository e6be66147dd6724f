package pdftext

import (
	"bytes"
	"cmp"
	"math"
	"slices"
)

// A matrix is a transformation as PDF writes it (8.3.3).
type matrix [6]float64

var unit = matrix{1, 0, 0, 1, 0, 0}

// times applies m first and n afterwards.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// matrix reads an array of six numbers.
func (v value) matrix() (m matrix, ok bool) {
	if v.kind != kindArray || len(v.items) != 6 {
		return m, false
	}
	for i, n := range v.items {
		m[i] = n.num
	}
	return m, true
}

// A span is where a string stands: from its start to its end on the base
// line, the direction it runs, and the height of an em, all on the page.
type span struct{ x, y, endX, endY, dirX, dirY, em float64 }

func stretch(start, end matrix, size, scale float64) span {
	sp := span{x: start[4], y: start[5], endX: end[4], endY: end[5]}
	long := math.Hypot(start[0], start[1])
	sp.dirX, sp.dirY = start[0]/long, start[1]/long
	if size*scale < 0 {
		sp.dirX, sp.dirY = -sp.dirX, -sp.dirY
	}
	sp.em = math.Abs(size) * math.Hypot(start[2], start[3])
	for _, f := range []*float64{&sp.x, &sp.y, &sp.endX, &sp.endY, &sp.dirX, &sp.dirY, &sp.em} {
		if !(math.Abs(*f) < 1e9) { // not a number, or far off any page
			*f = 0
		}
	}
	if sp.dirX == 0 && sp.dirY == 0 {
		sp.dirX = 1
	}
	return sp
}

// A run is text without a gap.
type run struct {
	span
	from, to int // in canvas.drawn
}

// A canvas puts strings together in the order they are drawn, and by place.
type canvas struct {
	drawn []byte
	runs  []run
	last  span // of the string drawn last
	text  int  // where it begins in drawn

	replacing int    // depth of marked content with /ActualText
	pending   []byte // replacement not written yet
	actual    []byte
	replaced  bool
}

// Parts of an em. A base line may shift by an index's height, letters touch or
// overlap a little, and a space is a quarter of an em or more.
const (
	sameLine = 0.35
	gap      = 0.2
	overlap  = -0.3
	same     = 0.1
)

// between says how a string follows another: nothing, a space or a line end.
func between(a, b span) string {
	if a.dirX*b.dirX+a.dirY*b.dirY < 0.99 {
		return "\n"
	}
	dx, dy := b.x-a.endX, b.y-a.endY
	along, across := dx*b.dirX+dy*b.dirY, dx*b.dirY-dy*b.dirX
	em := min(a.em, b.em)
	switch {
	case math.Abs(across) > sameLine*max(a.em, b.em), along < overlap*em:
		return "\n"
	case along > gap*em:
		return " "
	}
	return ""
}

// add draws a string. Drawing the same once more over itself, as is done for
// bold type and shadows, adds nothing.
func (c *canvas) add(text []byte, sp span) {
	if len(c.runs) == 0 {
		c.start(text, sp, "")
		return
	}
	near := same * sp.em
	if math.Abs(sp.x-c.last.x) <= near && math.Abs(sp.y-c.last.y) <= near && bytes.Equal(text, c.drawn[c.text:]) && c.replacing == 0 {
		return
	}
	sep := between(c.last, sp)
	if sep != "" {
		c.start(text, sp, sep)
		return
	}
	c.text = len(c.drawn)
	c.drawn = append(c.drawn, text...)
	r := &c.runs[len(c.runs)-1]
	r.to, r.endX, r.endY = len(c.drawn), sp.endX, sp.endY
	c.last = sp
	c.mirror(text, "")
}

func (c *canvas) start(text []byte, sp span, sep string) {
	c.drawn = append(c.drawn, sep...)
	c.text = len(c.drawn)
	c.drawn = append(c.drawn, text...)
	c.runs = append(c.runs, run{sp, c.text, len(c.drawn)})
	c.last = sp
	c.mirror(text, sep)
}

// mirror keeps the text in which replacements stand for what they replace.
func (c *canvas) mirror(text []byte, sep string) {
	if !c.replaced {
		return
	}
	if c.replacing > 0 {
		if text = c.pending; text == nil {
			return
		}
		c.pending = nil
	}
	c.actual = append(append(c.actual, sep...), text...)
}

// replace begins text that stands for what is drawn until endReplace. Inside
// another replacement it counts for nothing (14.9.4).
func (c *canvas) replace(text string) {
	if !c.replaced {
		c.replaced = true
		c.actual = append(c.actual, c.drawn...)
	}
	if c.replacing++; c.replacing == 1 {
		c.pending = append([]byte{}, text...)
	}
}

func (c *canvas) endReplace() {
	if c.replacing--; c.replacing == 0 && c.pending != nil {
		c.actual = append(append(c.actual, ' '), c.pending...) // nothing was drawn
		c.pending = nil
	}
}

// page gives the texts away.
func (c *canvas) page() Page {
	return Page{Drawn: string(c.drawn), Sorted: string(c.sorted()), Actual: string(c.actual)}
}

// sorted arranges the runs by direction, base line and place on it.
func (c *canvas) sorted() []byte {
	type placed struct {
		run
		angle       int // degrees
		along, down float64
	}
	ps := make([]placed, len(c.runs))
	for i, r := range c.runs {
		ps[i] = placed{r, int(math.Round(math.Atan2(r.dirY, r.dirX) * 180 / math.Pi)), r.x*r.dirX + r.y*r.dirY, r.x*r.dirY - r.y*r.dirX}
	}
	slices.SortStableFunc(ps, func(a, b placed) int {
		return cmp.Or(cmp.Compare((a.angle+360)%360, (b.angle+360)%360), cmp.Compare(a.down, b.down))
	})
	out := make([]byte, 0, len(c.drawn)+len(ps))
	for i := 0; i < len(ps); {
		j := i + 1
		for j < len(ps) && ps[j].angle == ps[i].angle && ps[j].down-ps[i].down <= sameLine*max(ps[i].em, ps[j].em) {
			j++
		}
		line := ps[i:j]
		slices.SortStableFunc(line, func(a, b placed) int { return cmp.Compare(a.along, b.along) })
		for k, p := range line {
			sep := "\n"
			if k > 0 {
				if sep = between(line[k-1].span, p.span); sep == "\n" {
					sep = " "
				}
			}
			if len(out) == 0 {
				sep = ""
			}
			out = append(append(out, sep...), c.drawn[p.from:p.to]...)
		}
		i = j
	}
	return out
}
