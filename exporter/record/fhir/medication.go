package fhir

import (
	"strings"

	"vypiska/exporter/record"
)

type medication struct {
	head
	Code concept `json:"code"`
}

// drug is how a prescription names its medicine.
type drug struct {
	Concept   concept   `json:"medicationCodeableConcept"`
	Reference reference `json:"medicationReference"`
}

type medicationRequest struct {
	head
	order
	drug
	Subject   reference `json:"subject"`
	Encounter reference `json:"encounter"`
	Authored  date      `json:"authoredOn"`
	Requester reference `json:"requester"`
	Dosage    []dosage  `json:"dosageInstruction"`
}

func (m *medicationRequest) owners() ([]reference, bool) { return []reference{m.Subject}, true }

type medicationStatement struct {
	head
	drug
	Subject         reference `json:"subject"`
	Context         reference `json:"context"`
	Asserted        date      `json:"dateAsserted"`
	Effective       date      `json:"effectiveDateTime"`
	EffectivePeriod period    `json:"effectivePeriod"`
	Source          reference `json:"informationSource"`
	Dosage          []dosage  `json:"dosage"`
}

func (m *medicationStatement) owners() ([]reference, bool) { return []reference{m.Subject}, true }

func (s *scene) prescription(m *medicationRequest) record.Medication {
	return record.Medication{
		Meta: s.meta(m.Encounter), Status: record.Status(m.Status), Drug: s.drugText(m.drug),
		Dosage: dosages(m.Dosage), Authored: m.Authored.Date, Requester: s.onePerformer(m.Requester),
	}
}

func (s *scene) statement(m *medicationStatement) record.Medication {
	return record.Medication{
		Meta: s.meta(m.Context), Status: record.Status(m.Status), Drug: s.drugText(m.drug),
		Dosage: dosages(m.Dosage), Authored: stated(m.Asserted, m.Effective, m.EffectivePeriod.Start),
		Requester: s.onePerformer(m.Source),
	}
}

func (s *scene) drugText(d drug) record.Text {
	if t := d.Concept.text(); !t.Text.Empty() {
		return t
	}
	if m, ok := s.target(d.Reference, "Medication").(*medication); ok {
		if t := m.Code.text(); !t.Text.Empty() {
			return t
		}
	}
	return record.Text{Text: words(d.Reference.Display)}
}

// dosage is FHIR's Dosage; its own text comes first, else its parts as they are written.
type dosage struct {
	Text        string    `json:"text"`
	ForPatient  string    `json:"patientInstruction"`
	Additional  []concept `json:"additionalInstruction"`
	Route       concept   `json:"route"`
	Timing      timing    `json:"timing"`
	DoseAndRate []struct {
		Quantity quantity `json:"doseQuantity"`
		Range    span     `json:"doseRange"`
	} `json:"doseAndRate"`
}

func dosages(list []dosage) []record.Personal {
	var out []record.Personal
	for _, d := range list {
		if w := words(d.plain()); !w.Empty() {
			out = append(out, w)
		}
	}
	return out
}

func (d dosage) plain() string {
	if t := strings.TrimSpace(d.Text); t != "" {
		return t
	}
	var parts []string
	for _, r := range d.DoseAndRate {
		parts = append(parts, r.Quantity.plain(), r.Range.plain())
	}
	parts = append(parts, d.Timing.plain(), d.Route.plain())
	for _, a := range d.Additional {
		parts = append(parts, a.plain())
	}
	return joinParts(append(parts, d.ForPatient))
}

func joinParts(parts []string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

// timing is FHIR's Timing: when, or how often within a period.
type timing struct {
	Event  []date  `json:"event"`
	Code   concept `json:"code"`
	Repeat struct {
		Bounds    period  `json:"boundsPeriod"`
		Frequency decimal `json:"frequency"`
		Period    decimal `json:"period"`
		Unit      string  `json:"periodUnit"`
	} `json:"repeat"`
}

// plain is "2 / 1 d": how often, in how long.
func (t timing) plain() string {
	if c := t.Code.plain(); c != "" {
		return c
	}
	if t.Repeat.Frequency == "" || t.Repeat.Period == "" {
		return ""
	}
	return string(t.Repeat.Frequency) + " / " + string(t.Repeat.Period) + " " + t.Repeat.Unit
}
