package paper

import "math"

// Bar shows where a value lies in its reference interval. A bound that is not
// stated is NaN; without both bounds the bar is open on that side.
type Bar struct {
	Low, High, Value float64
	Alarm            bool
}

// position places the value on a track whose middle half is the interval.
func (b Bar) position() float64 {
	switch {
	case !math.IsNaN(b.Low) && !math.IsNaN(b.High):
		return clip(0.25 + 0.5*(b.Value-b.Low)/(b.High-b.Low))
	case !math.IsNaN(b.High):
		return clip(0.75 * b.Value / b.High)
	}
	return clip(0.25 * b.Value / b.Low)
}

func clip(v float64) float64 {
	if math.IsNaN(v) {
		return 0.5
	}
	return min(max(v, 0.02), 0.98)
}

// Valid reports whether there is an interval to draw.
func (b Bar) Valid() bool {
	low, high := !math.IsNaN(b.Low), !math.IsNaN(b.High)
	switch {
	case math.IsNaN(b.Value) || math.IsInf(b.Value, 0):
		return false
	case low && high:
		return b.High > b.Low && !math.IsInf(b.High-b.Low, 0)
	case high:
		return b.High > 0 && b.Value >= 0
	}
	return low && b.Low > 0 && b.Value >= 0
}

// bar draws b: a track, the interval, and the value as a stroke inside its
// interval or a diamond outside, so that shades of grey tell them apart.
func (s *Sheet) bar(b Bar, x0, x1, y float64) {
	w := x1 - x0
	from, to := 0.25, 0.75
	if math.IsNaN(b.Low) {
		from = 0
	}
	if math.IsNaN(b.High) {
		to = 1
	}
	s.block(x0, y-2.4, w, 4.8, color{232, 235, 238})
	s.block(x0+w*from, y-2.4, w*(to-from), 4.8, color{178, 214, 189})
	at := x0 + w*b.position()
	if !b.Alarm {
		s.block(at-1.2, y-4, 2.4, 8, color{36, 84, 56})
		return
	}
	s.diamond(min(max(at, x0+4.2), x1-4.2), y, 4.2, alarm)
}

func (s *Sheet) diamond(x, y, r float64, c color) {
	b := s.appendFill(s.buf[:0], c)
	for i, p := range [4][2]float64{{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}} {
		b = append(appendNumber(b, p[0]), ' ')
		b = append(appendNumber(b, pageHeight-p[1]), ' ', "mlll"[i], ' ')
	}
	s.write(append(b, "h f"...))
}
