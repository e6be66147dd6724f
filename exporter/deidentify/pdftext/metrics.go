package pdftext

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// Metrics hold widths of codes in thousandths of an em. They only decide
// whether two strings touch, so oddities in them are no errors.
type metrics struct {
	standard float64
	ranges   []widthRange
}

type widthRange struct {
	first, last uint32
	each        []value // one for each code; nil for the same for all
	same        float64
}

func (m *metrics) of(code uint32) float64 {
	i, exact := slices.BinarySearchFunc(m.ranges, code, func(r widthRange, c uint32) int { return cmp.Compare(r.first, c) })
	if !exact {
		i--
	}
	if i < 0 || code > m.ranges[i].last {
		return m.standard
	}
	if r := m.ranges[i]; r.each != nil {
		return r.each[code-r.first].num
	}
	return m.ranges[i].same
}

var errWidths = errors.New("font's widths are malformed")

// cidWidths reads /DW and /W (9.7.4.3).
func (p *drawing) cidWidths(m *metrics, v value) error {
	m.standard = 1000
	standard, err := p.d.under(v, "DW", p.rev)
	if err != nil {
		return err
	}
	if standard.kind == kindNumber {
		m.standard = standard.num
	}
	w, err := p.d.under(v, "W", p.rev)
	if err != nil {
		return err
	}
	for items := w.items; len(items) > 0; {
		if len(items) < 2 {
			return errWidths
		}
		second, err := p.d.value(items[1], p.rev)
		first, ok := items[0].integer()
		if err != nil || !ok {
			return errWidths
		}
		if second.kind == kindArray {
			if n := len(second.items); n > 0 {
				m.ranges = append(m.ranges, widthRange{first: uint32(first), last: uint32(first + n - 1), each: second.items})
			}
			items = items[2:]
			continue
		}
		last, ok := second.integer()
		if !ok || len(items) < 3 {
			return errWidths
		}
		m.ranges = append(m.ranges, widthRange{first: uint32(first), last: uint32(last), same: items[2].num})
		items = items[3:]
	}
	slices.SortStableFunc(m.ranges, func(a, b widthRange) int { return cmp.Compare(a.first, b.first) })
	return nil
}

// simpleWidths reads /FirstChar and /Widths, or takes those of the standard
// fonts (9.6.2).
func (p *drawing) simpleWidths(m *metrics, v, desc value, base string) error {
	missing, err := p.d.under(desc, "MissingWidth", p.rev)
	if err != nil {
		return err
	}
	m.standard = missing.num
	first, err := p.d.under(v, "FirstChar", p.rev)
	if err != nil {
		return err
	}
	w, err := p.d.under(v, "Widths", p.rev)
	if err != nil {
		return err
	}
	if n, ok := first.integer(); ok && len(w.items) > 0 && n < 256 {
		m.ranges = []widthRange{{first: uint32(n), last: uint32(n + len(w.items) - 1), each: w.items}}
		return nil
	}
	m.standardFont(base)
	return nil
}

// standardFont sets the widths of a standard font in ASCII; other characters
// get the width of a digit. Slanted cuts are taken for upright ones.
func (m *metrics) standardFont(base string) {
	if strings.HasPrefix(base, "Courier") {
		m.standard = 600
		return
	}
	bold := strings.Contains(base, "Bold")
	list, digit := &helvetica, 556.0
	switch serif := strings.HasPrefix(base, "Times"); {
	case serif && bold:
		list, digit = &timesBold, 500
	case serif:
		list, digit = &times, 500
	case bold:
		list = &helveticaBold
	}
	m.standard = digit
	each := make([]value, len(list))
	for i, w := range list {
		each[i] = value{kind: kindNumber, num: float64(w)}
	}
	m.ranges = []widthRange{{first: ' ', last: ' ' + uint32(len(list)) - 1, each: each}}
}
