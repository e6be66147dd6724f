package main

import (
	"bytes"
	"fmt"

	"github.com/jung-kurt/gofpdf"
)

// drawGofpdf draws c as gofpdf's own manual would: UTF-8 fonts added whole to
// each document, MultiCell and CellFormat, compression on.
func drawGofpdf(c content, fonts fontFiles) ([]byte, error) {
	p := gofpdf.New("P", "mm", "A4", "")
	p.AddUTF8FontFromBytes("sans", "", bytes.Clone(fonts.regular)) // gofpdf writes into what it is given
	p.AddUTF8FontFromBytes("sans", "B", bytes.Clone(fonts.bold))
	p.SetMargins(20, 20, 10)
	p.SetAutoPageBreak(true, 20)
	p.SetFooterFunc(func() {
		p.SetY(-15)
		p.SetFont("sans", "", 7.5)
		p.CellFormat(150, 5, c.foot, "T", 0, "L", false, 0, "")
		p.CellFormat(30, 5, fmt.Sprintf("Стр. %d", p.PageNo()), "T", 0, "R", false, 0, "")
	})
	p.AddPage()
	gofpdfHead(p, c)
	for _, part := range c.parts {
		gofpdfPart(p, part)
	}
	p.SetFont("sans", "", 8)
	for _, l := range c.mark {
		p.MultiCell(180, 3.7, l, "", "L", false)
	}
	var out bytes.Buffer
	err := p.Output(&out)
	return out.Bytes(), err
}

func gofpdfHead(p *gofpdf.Fpdf, c content) {
	p.SetFont("sans", "B", 13)
	p.MultiCell(180, 7, c.title, "", "L", false)
	p.SetFont("sans", "", 8)
	p.MultiCell(180, 4, c.aside, "", "L", false)
	for _, f := range c.facts {
		p.SetFont("sans", "", 8)
		p.CellFormat(30, 4.5, f[0], "", 0, "L", false, 0, "")
		p.SetFont("sans", "B", 8.5)
		p.CellFormat(150, 4.5, f[1], "", 1, "L", false, 0, "")
	}
}

func gofpdfPart(p *gofpdf.Fpdf, part part) {
	p.Ln(3)
	p.SetFont("sans", "B", 10)
	p.MultiCell(180, 5.5, part.heading, "B", "L", false)
	p.SetFont("sans", "", 7.5)
	if len(part.rows) > 0 {
		gofpdfRow(p, part.columns)
	}
	p.SetFont("sans", "", 8.5)
	for _, r := range part.rows {
		gofpdfRow(p, r)
	}
	for _, t := range part.text {
		p.MultiCell(180, 4.6, t, "", "L", false)
	}
}

func gofpdfRow(p *gofpdf.Fpdf, cells []string) {
	for i, c := range cells {
		p.CellFormat(15*float64(widths[i]), 5.6, c, "B", 0, "L", false, 0, "")
	}
	p.Ln(5.6)
}
