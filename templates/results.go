package templates

import (
	"math"
	"strings"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

const mm = 72 / 25.4

// panels prints the laboratory's tables, or those of measurements.
func (p *printer) panels(title string, panels []exporter.Panel) {
	if len(panels) == 0 {
		return
	}
	p.sheet.Section(title)
	for _, panel := range panels {
		p.panel(panel)
	}
}

func (p *printer) panel(panel exporter.Panel) {
	w := p.words
	p.sheet.Sub(or(panel.Title.Reveal(), w.single), or(w.date(panel.Date), w.noDate))
	if panel.Preliminary {
		p.sheet.Paragraphs(paper.Warn, w.preliminary)
	}
	rows := make([]paper.Row, 0, len(panel.Rows))
	bars := false
	for i, r := range panel.Rows {
		row := p.result(r)
		if i+1 < len(panel.Rows) && panel.Rows[i+1].Indent && !r.Indent && (r.Value == exporter.Value{}) {
			row.Cells[1].Text = "" // its components below hold the values
		}
		bars = bars || row.Cells[4].Bar != nil
		rows = append(rows, row)
	}
	p.sheet.Table(paper.Table{Columns: p.resultColumns(bars), Rows: rows})
	p.sheet.Skip(3)
	p.sheet.Paragraphs(paper.Text, with(w.comment, panel.Comment.Reveal()))
	p.sheet.Paragraphs(paper.Small, with(w.performer, list(panel.Performers)))
}

func (p *printer) resultColumns(bars bool) []paper.Column {
	w := p.words
	c := []paper.Column{
		{Title: w.test, Width: 64 * mm},
		{Title: w.result, Width: 27 * mm, Right: true},
		{Title: w.unit, Width: 24 * mm},
		{Title: w.reference, Width: 31 * mm},
		{Title: w.position, Width: 34 * mm},
	}
	if !bars {
		c[0].Width += 12 * mm
		c[3].Width += 21 * mm
		c[4] = paper.Column{Width: 1 * mm}
	}
	return c
}

func (p *printer) result(r exporter.Row) paper.Row {
	w := p.words
	alarm := r.Flag > exporter.FlagNormal
	p.signs[r.Flag] = true
	name := paper.Cell{Text: or(r.Name.Reveal(), w.untitled)}
	if r.Preliminary {
		name.Under = append(name.Under, w.preliminaryRow)
	}
	name.Under = append(name.Under, r.Note.Reveal())
	unit := paper.Cell{Text: r.Value.Unit}
	value := paper.Cell{Text: w.value(r.Value), Alarm: alarm, Arrow: sign(r.Flag), Left: r.Value.Number == ""}
	reference := paper.Cell{Text: w.bounds(r.Range), Dim: true, Under: w.rangeWords(r.Range, r.Value.Unit)}
	if unit.Text == "" {
		value.Spill = 1
		if reference.Text == "" && len(reference.Under) == 0 {
			value.Spill = 3
		}
	}
	return paper.Row{Indent: r.Indent, Cells: []paper.Cell{name, value, unit, reference, {Bar: bar(r, alarm)}}}
}

// sign is the mark of an abnormal value; colour and weight only repeat it.
func sign(f exporter.Flag) string {
	switch f {
	case exporter.FlagLow:
		return "↓"
	case exporter.FlagHigh:
		return "↑"
	case exporter.FlagLowCritical:
		return "↓↓"
	case exporter.FlagHighCritical:
		return "↑↑"
	case exporter.FlagAbnormal:
		return "!"
	}
	return ""
}

// legend explains the signs that were printed.
func (p *printer) legend() {
	var parts []string
	for f := exporter.FlagLow; f <= exporter.FlagAbnormal; f++ {
		if p.signs[f] {
			parts = append(parts, sign(f)+" — "+p.words.signs[f])
		}
	}
	if len(parts) > 0 {
		p.sheet.Skip(3)
		p.sheet.Paragraphs(paper.Small, strings.Join(parts, "; "))
	}
}

// bar is the value's place in its interval, where both are plain numbers.
func bar(r exporter.Row, alarm bool) *paper.Bar {
	v, ok := r.Value.Number.Float()
	if !ok || r.Value.Comparator != "" {
		return nil
	}
	b := paper.Bar{Low: number(r.Range.Low), High: number(r.Range.High), Value: v, Alarm: alarm}
	if !b.Valid() {
		return nil
	}
	return &b
}

// number is n for drawing, NaN where it is none.
func number(n exporter.Number) float64 {
	if f, ok := n.Float(); ok && !math.IsInf(f, 0) {
		return f
	}
	return math.NaN()
}

// trends prints a chart and, below it, every value in words: a curve cannot be
// copied, and not everybody sees it.
func (p *printer) trends() {
	if len(p.x.Trends) == 0 {
		return
	}
	p.sheet.Section(p.words.trends)
	for _, t := range p.x.Trends {
		p.trend(t)
	}
}

func (p *printer) trend(t exporter.Trend) {
	w := p.words
	p.sheet.Sub(said(", ", or(t.Name.Reveal(), w.untitled), t.Unit), with(w.referenceIs, w.bounds(t.Range)))
	c := paper.Chart{Low: number(t.Range.Low), High: number(t.Range.High), Comma: w.comma, DateLayout: w.axisDay}
	if b := w.bounds(t.Range); b != "" {
		c.BandLabel = w.referenceIs + " " + b
	}
	var values []string
	for _, pt := range t.Points {
		p.signs[pt.Flag] = true
		text := w.decimal(pt.Value)
		values = append(values, said(" ", or(w.date(pt.Date), w.noDate)+" —", text, sign(pt.Flag)))
		if v := number(pt.Value); !math.IsNaN(v) && !pt.Date.IsZero() {
			day := ""
			if d := pt.Date.Day(); len(d) < len("2006-01-02") {
				day = w.date(pt.Date)
			}
			c.Points = append(c.Points, paper.ChartPoint{Day: day, At: pt.Date.Start(p.x.IssuedAt.Location()), Value: v, Label: text, Alarm: pt.Flag > exporter.FlagNormal})
		}
	}
	p.sheet.Chart(c)
	p.sheet.Paragraphs(paper.Small, strings.Join(values, "; "))
	for _, r := range w.rangeWords(t.Range, t.Unit) {
		p.sheet.Paragraphs(paper.Small, with(w.referenceIs, r))
	}
}
