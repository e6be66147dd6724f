package fhir

import "vypiska/exporter/record"

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
	Subject   reference    `json:"subject"`
	Encounter reference    `json:"encounter"`
	Authored  date         `json:"authoredOn"`
	Requester reference    `json:"requester"`
	Dosage    []dosage     `json:"dosageInstruction"`
	Note      []annotation `json:"note"`
}

func (m *medicationRequest) owners() ([]reference, bool) { return []reference{m.Subject}, true }

type medicationStatement struct {
	head
	drug
	Subject         reference    `json:"subject"`
	Context         reference    `json:"context"`
	Asserted        date         `json:"dateAsserted"`
	Effective       date         `json:"effectiveDateTime"`
	EffectivePeriod period       `json:"effectivePeriod"`
	Source          reference    `json:"informationSource"`
	Dosage          []dosage     `json:"dosage"`
	Note            []annotation `json:"note"`
}

func (m *medicationStatement) owners() ([]reference, bool) { return []reference{m.Subject}, true }

func (s *scene) prescription(m *medicationRequest) record.Medication {
	out := record.Medication{
		Meta: s.meta(m.Encounter), Status: record.Status(m.Status),
		Dosage: s.directions(m.Dosage, m.Note), Authored: m.Authored.Date, Requester: s.onePerformer(m.Requester),
	}
	s.name(&out, m.drug)
	return out
}

func (s *scene) statement(m *medicationStatement) record.Medication {
	out := record.Medication{
		Meta: s.meta(m.Context), Status: record.Status(m.Status),
		Dosage: s.directions(m.Dosage, m.Note), Authored: stated(m.Asserted, m.Effective, m.EffectivePeriod.Start),
		Requester: s.onePerformer(m.Source),
	}
	s.name(&out, m.drug)
	return out
}

// directions are the dosages, and what else was written about taking it.
func (s *scene) directions(list []dosage, remarks []annotation) []record.Personal {
	out := append(dosages(list), notes(remarks)...)
	if more := s.h.additional(); !more.Empty() {
		out = append(out, more)
	}
	return out
}

// name gives a prescription its medicine's name, and the labels of the resource
// the name is from: who may not see that may not see this.
func (s *scene) name(out *record.Medication, d drug) {
	if out.Drug = d.Concept.text(); !out.Drug.Text.Empty() {
		return
	}
	if m, ok := s.target(d.Reference, "Medication").(*medication); ok {
		for _, l := range m.Meta.Security {
			out.Labels = append(out.Labels, record.Label{System: l.System, Code: l.Code})
		}
		if out.Drug = m.Code.text(); !out.Drug.Text.Empty() {
			return
		}
	}
	out.Drug = record.Text{Text: words(d.Reference.Display)}
}
