package view

import (
	"fmt"
	"strings"
	"time"

	"vypiska/exporter"
	"vypiska/internal/text"
)

// Size of a plot and the border its marks need, in units of its own.
const (
	plotWidth  = 280
	plotHeight = 72
	plotBorder = 8
)

// Plot is a trend as a page draws it: a line over dots, with the reference range
// behind it. Label tells a screen reader what the line shows.
type Plot struct {
	Width, Height int
	Line          string
	Dots          []Dot
	Band          *Band
	Label         string
	First, Last   string
}

// Dot is one value.
type Dot struct {
	X, Y   string
	Beyond bool // outside its range
}

// Band is the reference range.
type Band struct{ Y, Height string }

// scale maps dates and numbers to places.
type scale struct {
	from, to  time.Time
	low, high float64
}

func plot(l text.Lang, t exporter.Trend) Plot {
	s := scaleOf(t)
	p := Plot{Width: plotWidth, Height: plotHeight, Band: s.band(t.Range)}
	var line []string
	for _, q := range t.Points {
		n, ok := q.Value.Float()
		if !ok {
			continue
		}
		d := Dot{X: place(s.x(q.Date.Start(time.UTC))), Y: place(s.y(n)), Beyond: q.Flag > exporter.FlagNormal}
		p.Dots, line = append(p.Dots, d), append(line, d.X+","+d.Y)
	}
	p.Line = strings.Join(line, " ")
	first, last := t.Points[0], t.Points[len(t.Points)-1]
	p.First, p.Last = point(l, first, t.Unit), point(l, last, t.Unit)
	p.Label = l.Say("trend.label", t.Name.Reveal(), len(t.Points), p.First, p.Last)
	return p
}

func point(l text.Lang, p exporter.Point, unit string) string {
	return number(l, p.Value) + "\u00a0" + unit + " (" + when(l, p.Date) + ")"
}

// scaleOf makes room for all values, and for the range where it is near them.
func scaleOf(t exporter.Trend) scale {
	s := scale{from: t.Points[0].Date.Start(time.UTC), to: t.Points[len(t.Points)-1].Date.Start(time.UTC)}
	first := true
	widen := func(n exporter.Number) {
		f, ok := n.Float()
		switch {
		case !ok:
		case first:
			s.low, s.high, first = f, f, false
		default:
			s.low, s.high = min(s.low, f), max(s.high, f)
		}
	}
	for _, p := range t.Points {
		widen(p.Value)
	}
	widen(t.Range.Low)
	widen(t.Range.High)
	if s.high == s.low {
		s.low, s.high = s.low-1, s.high+1
	}
	return s
}

func (s scale) x(at time.Time) float64 {
	whole := s.to.Sub(s.from)
	if whole <= 0 {
		return plotWidth / 2
	}
	return plotBorder + float64(at.Sub(s.from))/float64(whole)*(plotWidth-2*plotBorder)
}

func (s scale) y(n float64) float64 {
	return plotBorder + (s.high-n)/(s.high-s.low)*(plotHeight-2*plotBorder)
}

// band is nil where the range has no two bounds.
func (s scale) band(r exporter.Range) *Band {
	low, hasLow := r.Low.Float()
	high, hasHigh := r.High.Float()
	if !hasLow || !hasHigh || high <= low {
		return nil
	}
	return &Band{Y: place(s.y(high)), Height: place(s.y(low) - s.y(high))}
}

func place(f float64) string { return fmt.Sprintf("%.1f", f) }
