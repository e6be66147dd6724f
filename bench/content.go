package main

import (
	"fmt"
	"os"
	"strings"

	"vypiska/exporter"
)

// content is what the peers print: the words and numbers of our extract. Chart,
// interval bars and QR code are left out, which spares the peers their cost.
type content struct {
	title, aside string
	facts        [][2]string
	parts        []part
	mark         []string
	foot         string
}

// part is a heading with a table, paragraphs, or both.
type part struct {
	heading string
	columns []string
	rows    [][]string
	text    []string
}

// widths of a table's columns in parts of twelve.
var widths = []int{6, 2, 2, 2}

func contentOf(x exporter.Extract) content {
	c := content{
		title: "Выписка из медицинской карты",
		aside: fmt.Sprintf("№ %s от %s", x.Number, x.IssuedAt.Format("02.01.2006")),
		facts: [][2]string{{"Пациент", x.Patient.Name.Reveal()}, {"Дата рождения", x.Patient.Birth.Reveal().Day()},
			{"СНИЛС", x.Patient.SNILS.Reveal()}, {"Основание", x.Basis}},
		foot: fmt.Sprintf("Документ № %s · сформировано %s", x.Number, x.IssuedAt.Format("02.01.2006 15:04")),
	}
	for _, d := range x.Diagnoses {
		c.parts = append(c.parts, part{heading: "Диагнозы", text: []string{d.Code + " " + d.Name.Reveal()}})
	}
	for _, p := range x.Laboratory {
		c.parts = append(c.parts, panel(p))
	}
	for _, t := range x.Trends {
		c.parts = append(c.parts, trend(t))
	}
	for _, r := range x.Reports {
		c.parts = append(c.parts, reportOf(r))
	}
	if x.Mark != nil {
		c.mark = []string{"ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ", "Сертификат: " + x.Mark.Serial, "Владелец: " + x.Mark.Owner, x.VerifyURL}
	}
	return c
}

func panel(p exporter.Panel) part {
	out := part{heading: "Лабораторные исследования, " + p.Date.Day(), columns: []string{"Показатель", "Результат", "Ед. изм.", "Референс"}}
	for _, r := range p.Rows {
		sign := map[exporter.Flag]string{exporter.FlagHigh: " ↑", exporter.FlagLow: " ↓"}[r.Flag]
		out.rows = append(out.rows, []string{r.Name.Reveal(), comma(r.Value.Number) + sign, r.Value.Unit, comma(r.Range.Low) + "–" + comma(r.Range.High)})
	}
	return out
}

func trend(t exporter.Trend) part {
	var values []string
	for _, p := range t.Points {
		values = append(values, p.Date.Day()+" — "+comma(p.Value))
	}
	return part{heading: t.Name.Reveal() + ", " + t.Unit, text: []string{strings.Join(values, "; ")}}
}

func reportOf(r exporter.Report) part {
	out := part{heading: r.Title.Reveal() + ", " + r.Issued.Day()}
	for _, t := range append(r.Body, r.Conclusion...) {
		out.text = append(out.text, t.Reveal())
	}
	return out
}

func comma(n exporter.Number) string { return strings.ReplaceAll(string(n), ".", ",") }

// fontFiles are whole DejaVu faces, which have every sign the extract uses.
type fontFiles struct{ regular, bold []byte }

func readFonts() (f fontFiles, err error) {
	if f.regular, err = os.ReadFile("../templates/paper/fonts/DejaVuSans.ttf"); err != nil {
		return f, fmt.Errorf("read the peers' font (run in the folder bench): %w", err)
	}
	f.bold, err = os.ReadFile("../templates/paper/fonts/DejaVuSans-Bold.ttf")
	return f, err
}
