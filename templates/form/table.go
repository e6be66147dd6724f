package form

import (
	"reflect"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

// textWidth is the width of the text in points: 180 mm, which shares divide.
const textWidth = 180 * mm

type column struct {
	title     text
	share     float64
	right     bool
	dropEmpty bool
}

// cell is one cell of each row.
type cell struct {
	text, arrow             text
	under                   func(*scope) []string
	bold, alarm, dim, aside func(*scope) bool
	spill                   bool
	bar                     func(*scope) *paper.Bar
}

func (e env) table(n node) (block, error) {
	f, err := n.fields("each", "as", "indent", "columns", "cells")
	if err != nil {
		return nil, err
	}
	columns, err := e.columns(f)
	if err != nil {
		return nil, err
	}
	l, err := e.loop(f)
	if err != nil {
		return nil, err
	}
	cells, err := l.env.cells(f, len(columns))
	if err != nil {
		return nil, err
	}
	indent, err := l.env.maybeTrue(f, "indent")
	return func(p *page) error {
		t := paper.Table{}
		l.run(&p.scope, func() {
			row := paper.Row{Indent: indent(&p.scope), Cells: make([]paper.Cell, len(cells))}
			for i, c := range cells {
				row.Cells[i] = c.fill(&p.scope)
			}
			t.Rows = append(t.Rows, row)
		})
		if len(t.Rows) > 0 {
			t.Columns = layOut(p, columns, t.Rows)
			spill(t.Rows, cells)
			p.sheet.Table(t)
		}
		return nil
	}, err
}

// narrowest is the least width of a column in millimetres: the widest letter
// that is drawn takes 6.2 at the size of tables.
const narrowest = 8

func (e env) columns(f fields) ([]column, error) {
	n, err := f.need("columns")
	if err != nil {
		return nil, err
	}
	items, err := n.list()
	if err != nil {
		return nil, err
	}
	if len(items) == 0 || len(items) > 12 {
		return nil, n.wrong("want from 1 to 12 columns")
	}
	out, sum := make([]column, len(items)), 0.0
	for i, item := range items {
		if out[i], err = e.column(item); err != nil {
			return nil, err
		}
		sum += out[i].share
	}
	for i, c := range out {
		if wide := c.share / sum * textWidth / mm; wide < narrowest {
			return nil, items[i].wrong("a column of %.1f mm; want at least %d mm of the 180: a letter may be that wide", wide, narrowest)
		}
	}
	return out, nil
}

func (e env) column(n node) (c column, err error) {
	f, err := n.fields("title", "width", "align", "drop_empty")
	if err != nil {
		return c, err
	}
	if c.title, err = e.maybe(f, "title"); err != nil {
		return c, err
	}
	width, err := f.need("width")
	if err != nil {
		return c, err
	}
	if c.share, err = width.measure(1, 1000); err != nil {
		return c, err
	}
	if align, ok := f.values["align"]; ok {
		word, _ := align.scalar()
		if c.right = word == "right"; !c.right && word != "left" {
			return c, align.wrong("want align: left or align: right")
		}
	}
	if drop, ok := f.values["drop_empty"]; ok {
		c.dropEmpty, err = drop.truth()
	}
	return c, err
}

// layOut gives the columns their widths; a column that may be dropped and is
// empty gets none, and the others its place.
func layOut(p *page, columns []column, rows []paper.Row) []paper.Column {
	out, sum := make([]paper.Column, len(columns)), 0.0
	for i, c := range columns {
		if c.dropEmpty && vacant(rows, i) {
			continue
		}
		out[i] = paper.Column{Title: c.title(&p.scope), Width: c.share, Right: c.right}
		sum += c.share
	}
	for i := range out {
		out[i].Width *= textWidth / max(sum, 1)
	}
	return out
}

func vacant(rows []paper.Row, i int) bool {
	for _, r := range rows {
		if !empty(r.Cells[i]) {
			return false
		}
	}
	return true
}

func empty(c paper.Cell) bool {
	return c.Text == "" && c.Bar == nil && said("", c.Under...) == ""
}

// spill lets long texts use the empty cells at their right.
func spill(rows []paper.Row, cells []cell) {
	for _, r := range rows {
		for i := range r.Cells {
			if !cells[i].spill {
				continue
			}
			for j := i + 1; j < len(r.Cells) && empty(r.Cells[j]); j++ {
				r.Cells[i].Spill++
			}
		}
	}
}

func (e env) cells(f fields, columns int) ([]cell, error) {
	n, err := f.need("cells")
	if err != nil {
		return nil, err
	}
	items, err := n.list()
	if err != nil {
		return nil, err
	}
	if len(items) != columns {
		return nil, n.wrong("%d cells for %d columns; want one for each", len(items), columns)
	}
	out := make([]cell, len(items))
	for i, item := range items {
		if out[i], err = e.cell(item); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (e env) cell(n node) (c cell, err error) {
	if n.isText() {
		c.text, err = e.text(n)
		c.defaults()
		return c, err
	}
	f, err := n.fields("text", "under", "bold", "alarm", "dim", "left", "arrow", "spill", "bar")
	if err != nil {
		return c, err
	}
	for key, to := range map[string]*text{"text": &c.text, "arrow": &c.arrow} {
		if *to, err = e.maybe(f, key); err != nil {
			return c, err
		}
	}
	for key, to := range map[string]*func(*scope) bool{"bold": &c.bold, "alarm": &c.alarm, "dim": &c.dim, "left": &c.aside} {
		if *to, err = e.maybeTrue(f, key); err != nil {
			return c, err
		}
	}
	if under, ok := f.values["under"]; ok {
		if c.under, err = e.textList(under); err != nil {
			return c, err
		}
	}
	if wide, ok := f.values["spill"]; ok {
		if c.spill, err = wide.truth(); err != nil {
			return c, err
		}
	}
	if bar, ok := f.values["bar"]; ok {
		c.bar, err = e.bar(bar)
	}
	c.defaults()
	return c, err
}

// defaults fill what a cell does not say.
func (c *cell) defaults() {
	never := func(*scope) bool { return false }
	for _, f := range []*func(*scope) bool{&c.bold, &c.alarm, &c.dim, &c.aside} {
		if *f == nil {
			*f = never
		}
	}
	if c.arrow == nil {
		c.arrow = nothing
	}
	if c.under == nil {
		c.under = func(*scope) []string { return nil }
	}
	if c.bar == nil {
		c.bar = func(*scope) *paper.Bar { return nil }
	}
}

func (c cell) fill(s *scope) paper.Cell {
	return paper.Cell{Text: c.text(s), Under: c.under(s), Bold: c.bold(s), Alarm: c.alarm(s), Dim: c.dim(s),
		Left: c.aside(s), Arrow: c.arrow(s), Bar: c.bar(s)}
}

func (e env) maybeTrue(f fields, key string) (func(*scope) bool, error) {
	n, ok := f.values[key]
	if !ok {
		return func(*scope) bool { return false }, nil
	}
	return e.condition(n)
}

// bar is a result's place in its reference interval.
func (e env) bar(n node) (func(*scope) *paper.Bar, error) {
	v, err := e.typed(n, reflect.TypeFor[exporter.Row](), "a result, like row")
	if err != nil {
		return nil, err
	}
	e.uses(join(v.path, "flag"))
	return func(s *scope) *paper.Bar { return barOf(as[exporter.Row](v.raw(s))) }, nil
}

// typed is the place n names, which must be of type t.
func (e env) typed(n node, t reflect.Type, want string) (value, error) {
	word, err := n.word()
	if err != nil {
		return value{}, err
	}
	v, err := e.resolve(n, word)
	if err != nil {
		return value{}, err
	}
	if v.typ != t {
		return value{}, n.wrong("want %s", want)
	}
	return v, nil
}

// barOf is drawn where value and interval are plain numbers.
func barOf(r exporter.Row) *paper.Bar {
	v, ok := r.Value.Number.Float()
	if !ok || r.Value.Comparator != "" {
		return nil
	}
	b := paper.Bar{Low: number(r.Range.Low), High: number(r.Range.High), Value: v, Alarm: r.Flag > exporter.FlagNormal}
	if !b.Valid() {
		return nil
	}
	return &b
}
