package main

import (
	"bytes"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/fontrepository"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// drawMaroto draws c with maroto's rows and columns.
func drawMaroto(c content, fonts fontFiles) ([]byte, error) {
	loaded, err := fontrepository.New().
		AddUTF8FontFromBytes("sans", fontstyle.Normal, bytes.Clone(fonts.regular)).
		AddUTF8FontFromBytes("sans", fontstyle.Bold, bytes.Clone(fonts.bold)).Load()
	if err != nil {
		return nil, err
	}
	m := maroto.New(config.NewBuilder().WithCustomFonts(loaded).WithDefaultFont(&props.Font{Family: "sans", Size: 8.5}).
		WithLeftMargin(20).WithTopMargin(20).WithRightMargin(10).WithBottomMargin(20).WithCompression(true).Build())
	if err := m.RegisterFooter(text.NewRow(5, c.foot, props.Text{Size: 7.5})); err != nil {
		return nil, err
	}
	bold := props.Text{Style: fontstyle.Bold, Size: 10, Top: 2, Bottom: 1}
	m.AddRows(text.NewAutoRow(c.title, props.Text{Style: fontstyle.Bold, Size: 13}), text.NewAutoRow(c.aside))
	for _, f := range c.facts {
		m.AddRow(4.5, text.NewCol(2, f[0]), text.NewCol(10, f[1], props.Text{Style: fontstyle.Bold}))
	}
	for _, p := range c.parts {
		m.AddRows(text.NewAutoRow(p.heading, bold))
		marotoPart(m, p)
	}
	for _, l := range c.mark {
		m.AddRows(text.NewAutoRow(l, props.Text{Size: 8}))
	}
	doc, err := m.Generate()
	if err != nil {
		return nil, err
	}
	return doc.GetBytes(), nil
}

func marotoPart(m core.Maroto, p part) {
	rows := p.rows
	if len(rows) > 0 {
		rows = append([][]string{p.columns}, rows...)
	}
	for _, r := range rows {
		var cols []core.Col
		for i, c := range r {
			cols = append(cols, text.NewCol(widths[i], c))
		}
		m.AddRow(5.6, cols...)
	}
	for _, t := range p.text {
		m.AddRows(text.NewAutoRow(t, props.Text{VerticalPadding: 1.2}))
	}
}
