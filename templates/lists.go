package templates

import (
	"strconv"

	"vypiska/templates/paper"
)

func (p *printer) diagnoses() {
	w := p.words
	var rows []paper.Row
	for _, d := range p.x.Diagnoses {
		under := said(" · ", w.clinical.word(string(d.Clinical)), w.verification.word(string(d.Verification)),
			with(w.since, w.date(d.Onset)), with(w.recorded, w.date(d.Recorded)))
		rows = append(rows, paper.Row{Cells: []paper.Cell{{Text: d.Code, Bold: true},
			{Text: or(d.Name.Reveal(), w.notStated), Under: []string{under, d.Note.Reveal()}}}})
	}
	p.section(w.diagnoses, []paper.Column{{Width: 20 * mm}, {Width: 160 * mm}}, rows)
}

// allergies stand near the top: who reads in a hurry must not miss them.
func (p *printer) allergies() {
	w := p.words
	var rows []paper.Row
	for _, a := range p.x.Allergies {
		under := said(" · ", with(w.criticality, w.criticalities.word(a.Criticality)), w.clinical.word(string(a.Clinical)),
			w.verification.word(string(a.Verification)))
		rows = append(rows, paper.Row{Cells: []paper.Cell{{Text: or(a.Name.Reveal(), w.notStated), Bold: true,
			Under: []string{with(w.reactions, list(a.Reactions)), under, a.Note.Reveal()}}}})
	}
	p.section(w.allergies, []paper.Column{{Width: 180 * mm}}, rows)
}

func (p *printer) medications() {
	w := p.words
	var rows []paper.Row
	for _, m := range p.x.Medications {
		text := said("\n", or(m.Name.Reveal(), w.notStated), lines(m.Dosage))
		rows = append(rows, p.dated(m.Authored, text,
			said(" · ", w.statuses.word(string(m.Status)), with(w.requester, m.Requester.Reveal()))))
	}
	p.section(w.medications, dateColumns(), rows)
}

func (p *printer) immunizations() {
	w := p.words
	var rows []paper.Row
	for _, i := range p.x.Immunizations {
		rows = append(rows, p.dated(i.Occurred, or(i.Vaccine.Reveal(), w.notStated),
			said(" · ", with(w.dose, i.Dose), with(w.lot, i.Lot.Reveal()))))
	}
	p.section(w.immunizations, dateColumns(), rows)
}

func (p *printer) procedures() {
	w := p.words
	var rows []paper.Row
	for _, x := range p.x.Procedures {
		under := append([]string{said(" · ", w.statuses.word(string(x.Status)), with(w.outcome, x.Outcome.Reveal()),
			with(w.performer, list(x.Performers)))}, reveal(x.Notes)...)
		rows = append(rows, p.at(w.happened(x.Performed), or(x.Name.Reveal(), w.notStated), under...))
	}
	p.section(w.procedures, dateColumns(), rows)
}

func (p *printer) encounters() {
	w := p.words
	var rows []paper.Row
	for _, e := range p.x.Encounters {
		text := said(", ", list(e.Types), w.classes.word(e.Class))
		rows = append(rows, p.at(w.happened(e.Period), or(text, w.visit), with(w.reason, list(e.Reasons))))
	}
	p.section(w.encounters, dateColumns(), rows)
}

// omissions says what the reader must know is missing.
func (p *printer) omissions() {
	if len(p.x.Omissions) == 0 {
		return
	}
	w := p.words
	p.sheet.Section(w.omissions)
	for _, o := range p.x.Omissions {
		p.sheet.Paragraphs(paper.Text, w.omitted.word(o.Code)+": "+strconv.Itoa(o.Count))
	}
}
