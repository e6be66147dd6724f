package form

import (
	"math"
	"reflect"
	"time"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

// number is n for drawing, NaN where it is none.
func number(n exporter.Number) float64 {
	if f, ok := n.Float(); ok && !math.IsInf(f, 0) {
		return f
	}
	return math.NaN()
}

// chart draws a trend. A curve cannot be copied and not everybody sees it:
// forms print its values in words as well, and the check that all is printed
// asks for that.
func (e env) chart(n node) (block, error) {
	f, err := n.fields("of", "band")
	if err != nil {
		return nil, err
	}
	of, err := f.need("of")
	if err != nil {
		return nil, err
	}
	v, err := e.typed(of, reflect.TypeFor[exporter.Trend](), "a trend, like t in each: trends, as: t")
	if err != nil {
		return nil, err
	}
	band, err := e.maybe(f, "band")
	return func(p *page) error {
		p.sheet.Chart(chartOf(p.words, as[exporter.Trend](v.raw(&p.scope)), band(&p.scope)))
		return nil
	}, err
}

func chartOf(w *Words, t exporter.Trend, band string) paper.Chart {
	c := paper.Chart{Low: number(t.Range.Low), High: number(t.Range.High), BandLabel: band, Comma: w.comma, DateLayout: w.axis}
	for _, pt := range t.Points {
		v := number(pt.Value)
		if math.IsNaN(v) || pt.Date.IsZero() {
			continue
		}
		day := ""
		if d := pt.Date.Day(); len(d) < len("2006-01-02") {
			day = w.date(pt.Date)
		}
		c.Points = append(c.Points, paper.ChartPoint{Day: day, At: pt.Date.Start(time.UTC), Value: v,
			Label: w.decimal(pt.Value), Alarm: pt.Flag > exporter.FlagNormal})
	}
	return c
}

// image draws a picture of the record with its caption.
func (e env) image(n node) (block, error) {
	f, err := n.fields("of", "caption", "spoilt")
	if err != nil {
		return nil, err
	}
	of, err := f.need("of")
	if err != nil {
		return nil, err
	}
	v, err := e.typed(of, reflect.TypeFor[exporter.Text](), "the data of an image, like i.data in each: r.images, as: i")
	if err != nil {
		return nil, err
	}
	e.uses(v.path)
	caption, err := e.maybe(f, "caption")
	if err != nil {
		return nil, err
	}
	said, err := f.need("spoilt")
	if err != nil {
		return nil, err
	}
	spoilt, err := e.text(said)
	return func(p *page) error {
		p.sheet.Image(paper.Picture{File: as[exporter.Text](v.raw(&p.scope)).Reveal(), Caption: caption(&p.scope), Spoilt: spoilt(&p.scope)})
		return nil
	}, err
}

// seal is a signature mark and the code beside it; either may be missing.
type seal struct {
	of                *value // the mark is drawn where there is one
	head, lines, foot func(*scope) []string
	address, printed  text
	notes             func(*scope) []string
}

func (e env) mark(n node) (block, error) {
	var c seal
	err := e.readMark(n, &c)
	return c.block(), err
}

func (e env) code(n node) (block, error) {
	var c seal
	err := e.readCode(n, &c)
	return c.block(), err
}

// closing is a mark and the code behind it, drawn side by side on one page.
func (e env) closing(mark, code node) (block, error) {
	m, err := mark.pairs()
	if err != nil {
		return nil, err
	}
	q, err := code.pairs()
	if err != nil {
		return nil, err
	}
	var c seal
	if err := e.readMark(m[0].value, &c); err != nil {
		return nil, err
	}
	err = e.readCode(q[0].value, &c)
	return c.block(), err
}

func (e env) readMark(n node, c *seal) error {
	f, err := n.fields("of", "head", "lines", "foot")
	if err != nil {
		return err
	}
	of, err := f.need("of")
	if err != nil {
		return err
	}
	v, err := e.typed(of, reflect.TypeFor[*exporter.Mark](), "the signature mark of the data: of: mark")
	if err != nil {
		return err
	}
	c.of, e.reader.marks = &v, true
	for key, to := range map[string]*func(*scope) []string{"head": &c.head, "lines": &c.lines, "foot": &c.foot} {
		if *to, err = e.maybeList(f, key); err != nil {
			return err
		}
	}
	return nil
}

func (e env) maybeList(f fields, key string) (func(*scope) []string, error) {
	n, ok := f.values[key]
	if !ok {
		return func(*scope) []string { return nil }, nil
	}
	return e.textList(n)
}

func (e env) readCode(n node, c *seal) error {
	f, err := n.fields("address", "printed", "note")
	if err != nil {
		return err
	}
	address, err := f.need("address")
	if err != nil {
		return err
	}
	if c.address, err = e.text(address); err != nil {
		return err
	}
	if c.printed, err = e.maybe(f, "printed"); err != nil {
		return err
	}
	c.notes, err = e.maybeList(f, "note")
	return err
}

func (c seal) block() block {
	return func(p *page) error {
		var out paper.Closing
		if c.of != nil && !c.of.raw(&p.scope).IsNil() {
			out.Stamp = &paper.Stamp{Head: c.head(&p.scope), Lines: c.lines(&p.scope), Foot: said(" ", c.foot(&p.scope)...)}
		}
		if c.address != nil {
			if out.Address = c.address(&p.scope); out.Address != "" {
				out.Printed, out.Notes = c.printed(&p.scope), c.notes(&p.scope)
			}
		}
		if out.Stamp == nil && out.Address == "" {
			return nil
		}
		return p.sheet.Closing(out)
	}
}
