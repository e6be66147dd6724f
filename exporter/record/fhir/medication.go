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
