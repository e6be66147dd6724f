package templates

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

// reports prints the diagnostic reports in words.
func (p *printer) reports() {
	if len(p.x.Reports) == 0 {
		return
	}
	p.sheet.Section(p.words.reports)
	for _, r := range p.x.Reports {
		p.report(r)
	}
}

func (p *printer) report(r exporter.Report) {
	w := p.words
	p.sheet.Sub(or(r.Title.Reveal(), w.untitled), or(w.date(r.Date), w.noDate))
	p.sheet.Paragraphs(paper.Small, said(" · ", w.categories.word(r.Category), with(w.accession, r.Accession.Reveal()),
		with(w.issued, w.date(r.Issued)), with(w.status, w.statuses.word(string(r.Status)))))
	if r.Preliminary {
		p.sheet.Paragraphs(paper.Warn, w.preliminary)
	}
	if r.Amended {
		p.sheet.Paragraphs(paper.Warn, w.amended)
	}
	p.sheet.Paragraphs(paper.Story, lines(r.Body))
	p.conclusion(lines(r.Conclusion))
	for _, f := range r.Findings {
		p.sheet.Paragraphs(paper.Text, said(" — ", f.Code, f.Name.Reveal()))
	}
	if r.Unreadable > 0 {
		p.sheet.Paragraphs(paper.Small, w.unreadable+" "+strconv.Itoa(r.Unreadable))
	}
	p.sheet.Paragraphs(paper.Small, with(w.performer, list(r.Performers)))
}

// boldest is the length above which a conclusion in bold would tire the eye.
const boldest = 1500

func (p *printer) conclusion(text string) {
	text = strings.TrimSpace(text)
	first, _, _ := strings.Cut(text, ":")
	switch n := utf8.RuneCountInString(text); {
	case text == "":
	case n <= boldest && strings.EqualFold(first+":", p.words.conclusion), n <= boldest && strings.EqualFold(first, "заключение"):
		p.sheet.Paragraphs(paper.Claim, text) // the source wrote the label itself
	case n > boldest:
		p.sheet.Sub(p.words.conclusion, "")
		p.sheet.Paragraphs(paper.Story, text)
	default:
		p.sheet.Paragraphs(paper.Claim, p.words.conclusion+" "+text)
	}
}

func (p *printer) studies() {
	w := p.words
	var rows []paper.Row
	for _, s := range p.x.Studies {
		counts := said(", ", counted(w.series, s.Series), counted(w.images, s.Instances))
		rows = append(rows, p.dated(s.Started, or(s.Description.Reveal(), w.untitled),
			said(" · ", w.modalities.list(s.Modalities), with(w.accession, s.Accession.Reveal()), counts)))
	}
	p.section(w.studies, dateColumns(), rows)
}

func counted(label string, n int) string {
	if n == 0 {
		return ""
	}
	return label + " " + strconv.Itoa(n)
}

func dateColumns() []paper.Column {
	return []paper.Column{{Width: 34 * mm}, {Width: 146 * mm}}
}

// dated is a row that begins with a day.
func (p *printer) dated(d exporter.Date, text string, under ...string) paper.Row {
	return p.at(or(p.words.date(d), p.words.noDate), text, under...)
}

func (p *printer) at(when, text string, under ...string) paper.Row {
	return paper.Row{Cells: []paper.Cell{{Text: when, Dim: true}, {Text: text, Under: under}}}
}
