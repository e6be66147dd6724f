package paper

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A Chart is a line of values over time with a reference band.
type Chart struct {
	Points []ChartPoint
	// Low and High bound the band; NaN where not stated.
	Low, High float64
	BandLabel string
	Comma     bool // decimal comma on the axis
	// DateLayout is how days are written below the axis, in time.Format's terms.
	DateLayout string
}

// ChartPoint is one value. Label is the value as the source wrote it. At is
// where it stands in time; points of one moment are spaced evenly, in their
// order. Day, if set, is written below the axis instead of At's day.
type ChartPoint struct {
	At    time.Time
	Day   string
	Value float64
	Label string
	Alarm bool
}

const (
	chartHeight = 34 * mm
	chartInset  = 10 * mm // for the axis' numbers, more where they are long
)

var (
	axisText  = style{Sans, 7.5, grey, 9}
	valueText = style{Bold, 8.5, ink, 10}
	bandText  = style{Sans, 7.5, color{44, 92, 62}, 9}
)

// frame maps values and times onto the page.
type frame struct {
	x, y, w, h float64
	lo, hi     float64
	step       float64
	from, span float64 // seconds
}

func (f frame) down(v float64) float64 { return f.y + f.h*(f.hi-v)/(f.hi-f.lo) }

func (f frame) across(c Chart, i int) float64 {
	pos := float64(i) / float64(max(len(c.Points)-1, 1))
	if f.span > 0 {
		pos = (float64(c.Points[i].At.Unix()) - f.from) / f.span
	}
	return f.x + 14 + (f.w-28)*pos
}

// Chart draws c, whole on one page. Fewer than two points, or numbers no axis
// can hold, draw nothing: the form prints the values in words as well.
func (s *Sheet) Chart(c Chart) {
	f, ok := frameOf(c)
	if !ok {
		return
	}
	s.room(chartHeight + 30)
	ticks, inset := s.ticks(c, f)
	f.x, f.y, f.w, f.h = leftEdge+inset, s.y+14, fullWidth-inset, chartHeight
	s.band(c, f)
	s.axis(f, ticks)
	s.curve(c, f)
	s.labels(c, f)
	s.y = f.y + f.h + 16
}

func frameOf(c Chart) (f frame, ok bool) {
	if len(c.Points) < 2 {
		return f, false
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, p := range c.Points {
		lo, hi = min(lo, p.Value), max(hi, p.Value)
	}
	if math.IsNaN(lo) || math.Abs(lo) > 1e12 || math.Abs(hi) > 1e12 {
		return f, false
	}
	reach := max(hi-lo, math.Abs(hi)*0.1, 1e-9)
	for _, bound := range []float64{c.Low, c.High} {
		// A bound far from all values would flatten the curve.
		if !math.IsNaN(bound) && bound > lo-2*reach && bound < hi+2*reach {
			lo, hi = min(lo, bound), max(hi, bound)
		}
	}
	f.step = niceStep(max(hi-lo, reach/2) / 4)
	f.lo, f.hi = f.step*math.Floor(lo/f.step), f.step*math.Ceil(hi/f.step)
	if f.hi <= f.lo {
		f.hi = f.lo + f.step
	}
	f.from = float64(c.Points[0].At.Unix())
	f.span = float64(c.Points[len(c.Points)-1].At.Unix()) - f.from
	for i := range c.Points[1:] {
		if !c.Points[i+1].At.After(c.Points[i].At) {
			f.span = 0 // not in order, or not known well enough: evenly spaced
		}
	}
	return f, f.step > 0 && !math.IsInf(f.hi-f.lo, 0)
}

// niceStep rounds up to 1, 2 or 5 times a power of ten.
func niceStep(v float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if v <= m*p*1.0001 {
			return m * p
		}
	}
	return 10 * p
}

func (s *Sheet) band(c Chart, f frame) {
	low, high := f.lo, f.hi
	if !math.IsNaN(c.Low) {
		low = max(c.Low, f.lo)
	}
	if !math.IsNaN(c.High) {
		high = min(c.High, f.hi)
	}
	if math.IsNaN(c.Low) && math.IsNaN(c.High) || high <= low {
		return
	}
	s.block(f.x, f.down(high), f.w, f.down(low)-f.down(high), color{222, 239, 228})
}

// ticks are the numbers of the axis from below, and the room they need.
func (s *Sheet) ticks(c Chart, f frame) (labels []string, inset float64) {
	inset = chartInset
	places := max(0, -int(math.Floor(math.Log10(f.step)+1e-9)))
	for i := 0; f.lo+float64(i)*f.step <= f.hi+f.step/2; i++ {
		label := strconv.FormatFloat(f.lo+float64(i)*f.step, 'f', places, 64)
		if c.Comma {
			label = strings.ReplaceAll(label, ".", ",")
		}
		labels = append(labels, label)
		inset = max(inset, s.width(axisText, label)+8)
	}
	return labels, inset
}

func (s *Sheet) axis(f frame, ticks []string) {
	for i, label := range ticks {
		y := f.down(f.lo + float64(i)*f.step)
		s.rule(f.x, f.x+f.w, y, 0.35, hair)
		s.sayRight(axisText, f.x-4, y-axisText.leading/2, label)
	}
}

func (s *Sheet) curve(c Chart, f frame) {
	s.pen(1.5, navy)
	s.canvas().SetLineJoinStyle("round")
	for i, p := range c.Points {
		x, y := f.across(c, i), f.down(p.Value)
		if i == 0 {
			s.canvas().MoveTo(x, y)
		} else {
			s.canvas().LineTo(x, y)
		}
	}
	s.canvas().DrawPath("D")
	for i, p := range c.Points {
		if p.Alarm {
			s.diamond(f.across(c, i), f.down(p.Value), 3.4, alarm)
			continue
		}
		s.setFill(navy)
		s.canvas().Circle(f.across(c, i), f.down(p.Value), 2.2, "F")
	}
}

// extent is a stretch of the page already written on.
type extent struct{ x0, y0, x1, y1 float64 }

func (e extent) meets(o extent) bool {
	return e.x0 < o.x1 && o.x0 < e.x1 && e.y0 < o.y1 && o.y0 < e.y1
}

func (c Chart) day(i int) string {
	if d := c.Points[i].Day; d != "" {
		return d
	}
	return c.Points[i].At.Format(c.DateLayout)
}

// labels writes days and values where they do not meet others: the first and
// the last before those between.
func (s *Sheet) labels(c Chart, f frame) {
	var days, values []extent
	for _, i := range labelOrder(len(c.Points)) {
		p, x := c.Points[i], f.across(c, i)
		if i == 0 || c.day(i) != c.day(i-1) {
			s.free(axisText, x, f.y+f.h+3, f, c.day(i), 5, &days)
		}
		st := valueText
		if p.Alarm {
			st.ink = alarm
		}
		s.free(st, x, f.down(p.Value)-14, f, p.Label, 2, &values)
	}
	// The band's own label goes where no value is written.
	if low, high := max(c.Low, f.lo), min(c.High, f.hi); c.BandLabel != "" {
		if math.IsNaN(c.Low) {
			low = f.lo
		}
		if math.IsNaN(c.High) {
			high = f.hi
		}
		for _, y := range []float64{f.down(low) - axisText.leading - 1, f.down(high) + 1} {
			w := s.width(bandText, tidy(c.BandLabel))
			if high > low && f.down(low)-f.down(high) > axisText.leading+2 &&
				s.free(bandText, f.x+f.w-w/2-3, y, f, c.BandLabel, 1, &values) {
				return
			}
		}
	}
}

// labelOrder lists the last, the first, then those between.
func labelOrder(n int) []int {
	order := []int{n - 1, 0}
	for i := n - 2; i > 0; i-- {
		order = append(order, i)
	}
	return order
}

// free writes text centred at x if the place is free, and takes the place.
func (s *Sheet) free(st style, x, y float64, f frame, text string, gap float64, taken *[]extent) bool {
	text = tidy(text)
	w := s.width(st, text)
	x0 := min(max(x-w/2, f.x), f.x+f.w-w)
	e := extent{x0 - gap, y, x0 + w + gap, y + st.leading}
	if w > f.w/3 || y < f.y-14.1 {
		return false
	}
	for _, t := range *taken {
		if t.meets(e) {
			return false
		}
	}
	*taken = append(*taken, e)
	s.say(st, x0, y, text)
	return true
}
