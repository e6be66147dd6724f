package templates

import (
	"strings"

	"vypiska/exporter"
	"vypiska/templates/paper"
)

// patient prints the block at the head of the first page: who, for which
// period, on which legal basis.
func (p *printer) patient() {
	w, who := p.words, p.x.Patient
	var left, right []paper.Field
	strong := func(label, value string) {
		if value != "" {
			left = append(left, paper.Field{Label: label, Value: value, Strong: true})
		}
	}
	beside := func(label, value string) {
		if value != "" {
			right = append(right, paper.Field{Label: label, Value: value})
		}
	}
	if !p.anonymized {
		strong(w.patient, or(who.Name.Reveal(), w.notStated))
	}
	strong(w.born, w.birth(who))
	strong(w.ageBand, who.AgeBand)
	strong(w.sex, w.sexes.word(string(who.Sex)))
	strong(w.deceased, w.date(who.Deceased))
	strong(w.period, w.span(p.x.Period))
	strong(w.basis, p.x.Basis)
	beside(w.oms, who.OMS.Reveal())
	beside(w.snils, who.SNILS.Reveal())
	beside(w.card, who.Card.Reveal())
	beside(w.policy, lines(who.Policies))
	beside(w.region, who.Region.Reveal())
	beside(w.address, who.Address.Reveal())
	beside(w.telephone, who.Phone.Reveal())
	p.sheet.Grid(left, right)
}

// profile says how an anonymized copy was made, and what that means.
func (p *printer) profile() {
	a := p.x.Anonymized
	if a == nil {
		return
	}
	w := p.words
	text := w.profile + " " + or(a.Profile, w.notStated)
	if a.Version != "" {
		text += ", " + w.version + " " + a.Version
	}
	if methods := w.methods.list(a.Methods); methods != "" {
		text += ". " + w.methodsAre + " " + methods
	}
	p.sheet.Skip(4)
	p.sheet.Paragraphs(paper.Text, w.noIdentifiers)
	p.sheet.Paragraphs(paper.Small, text+".")
}

func or(s, otherwise string) string {
	if strings.TrimSpace(s) == "" {
		return otherwise
	}
	return s
}

// reveal gives the texts that are not empty.
func reveal(texts []exporter.Text) (out []string) {
	for _, t := range texts {
		if s := t.Reveal(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func lines(texts []exporter.Text) string { return strings.Join(reveal(texts), "\n") }

func list(texts []exporter.Text) string { return strings.Join(reveal(texts), ", ") }

// said joins what there is to say with a separator, leaving out the empty.
func said(sep string, parts ...string) string {
	out := parts[:0:0]
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}

// with puts a label before a value that is there.
func with(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}
