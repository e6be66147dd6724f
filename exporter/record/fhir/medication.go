package fhir

import "vypiska/exporter/record"

type medication struct {
	head
	Code       concept `json:"code"`
	Form       concept `json:"form"`
	Amount     ratio   `json:"amount"`
	Ingredient []struct {
		Item      concept   `json:"itemCodeableConcept"`
		Reference reference `json:"itemReference"`
		Strength  ratio     `json:"strength"`
	} `json:"ingredient"`
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
	Subject         reference    `json:"subject"`
	Encounter       reference    `json:"encounter"`
	Because         concept      `json:"statusReason"`
	Authored        date         `json:"authoredOn"`
	Requester       reference    `json:"requester"`
	Reason          []concept    `json:"reasonCode"`
	ReasonReference []reference  `json:"reasonReference"`
	Course          concept      `json:"courseOfTherapyType"`
	Dosage          []dosage     `json:"dosageInstruction"`
	Note            []annotation `json:"note"`
	Dispense        struct {
		Valid    period   `json:"validityPeriod"`
		Refills  decimal  `json:"numberOfRepeatsAllowed"`
		Quantity quantity `json:"quantity"`
		Lasts    quantity `json:"expectedSupplyDuration"`
	} `json:"dispenseRequest"`
	Substitution struct {
		Allowed *bool   `json:"allowedBoolean"`
		Kind    concept `json:"allowedCodeableConcept"`
	} `json:"substitution"`
}

func (m *medicationRequest) owners() ([]reference, bool) { return []reference{m.Subject}, true }

type medicationStatement struct {
	head
	drug
	Subject         reference    `json:"subject"`
	Context         reference    `json:"context"`
	Because         []concept    `json:"statusReason"`
	Asserted        date         `json:"dateAsserted"`
	Effective       date         `json:"effectiveDateTime"`
	EffectivePeriod period       `json:"effectivePeriod"`
	Source          reference    `json:"informationSource"`
	Reason          []concept    `json:"reasonCode"`
	ReasonReference []reference  `json:"reasonReference"`
	Dosage          []dosage     `json:"dosage"`
	Note            []annotation `json:"note"`
}

func (m *medicationStatement) owners() ([]reference, bool) { return []reference{m.Subject}, true }

func (s *scene) prescription(m *medicationRequest) record.Medication {
	out := record.Medication{
		Meta: s.meta(m.Encounter), Status: record.Status(m.Status), Because: texts([]concept{m.Because}),
		Dosage: s.directions(m.Dosage, m.Note), Authored: m.Authored.Date, Course: m.Course.text(),
		Why: s.why(m.Reason, m.ReasonReference...), Supply: m.supply(), Requester: s.onePerformer(m.Requester),
	}
	s.name(&out, m.drug)
	return out
}

// supply also says where no substitute is allowed (v3-substanceAdminSubstitution, N).
func (m *medicationRequest) supply() record.Supply {
	d, allowed := m.Dispense, m.Substitution.Allowed
	return record.Supply{Quantity: words(d.Quantity.plain()), Refills: record.Number(d.Refills), Lasts: words(d.Lasts.plain()), Valid: d.Valid.record(),
		Exactly: allowed != nil && !*allowed || m.Substitution.Kind.has("N")}
}

func (s *scene) statement(m *medicationStatement) record.Medication {
	out := record.Medication{
		Meta: s.meta(m.Context), Status: record.Status(m.Status), Because: texts(m.Because),
		Dosage: s.directions(m.Dosage, m.Note), Authored: stated(m.Asserted, m.Effective, m.EffectivePeriod.Start),
		Taken: when(m.Effective, m.EffectivePeriod, quantity{}, span{}, "").Period,
		Why:   s.why(m.Reason, m.ReasonReference...), Requester: s.onePerformer(m.Source),
	}
	s.name(&out, m.drug)
	return out
}

// directions are the dosages, and what else was written about taking it.
func (s *scene) directions(list []dosage, remarks []annotation) []record.Personal {
	return append(dosages(list), s.h.remarks(remarks)...)
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
		out.Composition = m.composition()
		if out.Drug = m.Code.text(); !out.Drug.Text.Empty() {
			return
		}
	}
	out.Drug = record.Text{Text: words(d.Reference.Display)}
}

// composition is "таблетки, эналаприл 10 мг / 1 таб., 28 таб.".
func (m *medication) composition() record.Personal {
	parts := []record.Personal{words(m.Form.plain())}
	for _, i := range m.Ingredient {
		name := i.Item.plain()
		if name == "" {
			name = i.Reference.Display
		}
		parts = append(parts, record.Join(" ", words(name), words(i.Strength.plain())))
	}
	return record.Join(", ", append(parts, words(m.Amount.plain()))...)
}
