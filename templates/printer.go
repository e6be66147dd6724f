package templates

import (
	"strings"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

// printer prints one extract. Each method is a section; one that has nothing
// to print prints nothing.
type printer struct {
	Form
	sheet *paper.Sheet
	x     exporter.Extract
	signs map[exporter.Flag]bool // flags printed so far, for the legend
}

func (p *printer) print() error {
	p.signs = map[exporter.Flag]bool{}
	p.letterhead()
	p.head()
	p.patient()
	p.profile()
	p.diagnoses()
	p.allergies()
	p.panels(p.words.laboratory, p.x.Laboratory)
	p.trends()
	p.panels(p.words.measurements, p.x.Measurements)
	p.legend()
	p.reports()
	p.studies()
	p.medications()
	p.immunizations()
	p.procedures()
	p.encounters()
	p.omissions()
	p.nothing()
	return p.closing()
}

func (p *printer) letterhead() {
	i := p.x.Issuer
	var facts []string
	for _, f := range [][2]string{{"", i.Address.Reveal()}, {p.words.phone, i.Phone.Reveal()},
		{p.words.ogrn, i.OGRN.Reveal()}, {p.words.licence, i.Licence.Reveal()}} {
		if f[1] != "" {
			facts = append(facts, strings.TrimSpace(f[0]+" "+f[1]))
		}
	}
	if i.Name.Empty() && len(facts) == 0 {
		return
	}
	p.sheet.Letterhead(i.Name.Reveal(), facts)
}

func (p *printer) head() {
	aside := p.words.of + " " + p.words.moment(p.x.IssuedAt)
	if p.x.Number != "" {
		aside = "№ " + p.x.Number + " " + aside
	}
	p.sheet.Title(p.title(), aside)
}

func (p *printer) footer(page, pages int) (left, right string) {
	parts := []string{p.title()}
	if p.x.Number != "" {
		parts[0] = p.words.short + " № " + p.x.Number
	}
	if !p.anonymized {
		if n := initials(p.x.Patient.Name.Reveal()); n != "" {
			parts = append(parts, n)
		}
	}
	parts = append(parts, p.words.made+" "+p.words.moment(p.x.IssuedAt)+" "+p.words.clock(p.x.IssuedAt))
	return strings.Join(parts, " · "), p.words.page(page, pages)
}

// initials shortens "Иванова Мария Петровна" to "Иванова М. П."; other shapes stay.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 3 {
		return strings.Join(words, " ")
	}
	out := words[0]
	for _, w := range words[1:] {
		out += " " + string([]rune(w)[:1]) + "."
	}
	return out
}

// nothing says that the record is empty, so that nobody takes the form for cut.
func (p *printer) nothing() {
	x := p.x
	if len(x.Diagnoses)+len(x.Allergies)+len(x.Laboratory)+len(x.Trends)+len(x.Measurements)+len(x.Reports)+len(x.Studies)+
		len(x.Medications)+len(x.Immunizations)+len(x.Procedures)+len(x.Encounters) == 0 {
		p.sheet.Skip(8)
		p.sheet.Paragraphs(paper.Text, p.words.nothing)
	}
}

// section prints a titled list, if it has rows.
func (p *printer) section(title string, columns []paper.Column, rows []paper.Row) {
	if len(rows) == 0 {
		return
	}
	p.sheet.Section(title)
	p.sheet.Table(paper.Table{Columns: columns, Rows: rows})
}

// closing is the signature mark, the way to check the copy, and the QR code.
func (p *printer) closing() error {
	c := paper.Closing{Address: p.x.VerifyURL, Printed: plainAddress(p.x.VerifyURL)}
	if c.Address != "" {
		c.Notes = append(c.Notes, p.words.check)
	}
	if m := p.x.Mark; m != nil {
		c.Stamp = p.stamp(*m)
	}
	if c.Stamp == nil && c.Address == "" {
		return nil
	}
	return p.sheet.Closing(c)
}

// plainAddress is the address as people type it: without the scheme.
func plainAddress(url string) string {
	return strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
}

// stamp has the words of ГОСТ Р 7.0.97-2016, 5.23.
func (p *printer) stamp(m exporter.Mark) *paper.Stamp {
	w := p.words
	s := &paper.Stamp{Head: w.sealed, Lines: []string{w.certificate + " " + m.Serial, w.owner + " " + m.Owner}}
	if !m.From.IsZero() || !m.To.IsZero() {
		s.Lines = append(s.Lines, w.valid(m.From, m.To))
	}
	if m.Demo {
		s.Foot = w.demo
	}
	return s
}
