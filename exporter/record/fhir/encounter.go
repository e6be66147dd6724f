package fhir

import (
	"strings"

	"vypiska/exporter/record"
)

type encounter struct {
	head
	Subject         reference   `json:"subject"`
	Class           coding      `json:"class"`
	Type            []concept   `json:"type"`
	Service         concept     `json:"serviceType"`
	ReasonCode      []concept   `json:"reasonCode"`
	ReasonReference []reference `json:"reasonReference"`
	Period          period      `json:"period"`
	Provider        reference   `json:"serviceProvider"`
	Diagnosis       []struct {
		Condition reference `json:"condition"`
	} `json:"diagnosis"`
	Hospitalization struct {
		Outcome concept `json:"dischargeDisposition"`
	} `json:"hospitalization"`
	Participant []struct {
		Individual reference `json:"individual"`
	} `json:"participant"`
}

func (e *encounter) owners() ([]reference, bool) { return []reference{e.Subject}, true }

func (s *scene) encounter(e *encounter) record.Encounter {
	out := record.Encounter{
		Meta: s.meta(reference{}), Status: record.Status(e.Status), Types: texts(append(e.Type, e.Service)),
		Why: s.why(e.ReasonCode, e.ReasonReference...), Outcome: e.Hospitalization.Outcome.text(),
		Period: e.Period.record(), Provider: s.ref(e.Provider),
	}
	if c := e.Class; c.Display != "" && !strings.Contains(c.System, "v3-ActCode") { // a word of the source's own
		out.Types = append(out.Types, concept{Coding: []coding{c}}.text())
	} else {
		out.Class = c.Code
	}
	var found []reference
	for _, d := range e.Diagnosis {
		found = append(found, d.Condition)
	}
	out.Found = s.why(nil, found...)
	for _, p := range e.Participant {
		for _, d := range s.performer(p.Individual) {
			if staff(d.Ref) || p.Individual.Reference == "" && p.Individual.Type != "RelatedPerson" {
				out.Doctors = append(out.Doctors, d)
			}
		}
	}
	return out
}

// staff reports whether a reference is to a practitioner; relatives take part in visits too.
func staff(r record.Ref) bool {
	return strings.HasPrefix(string(r), "Practitioner/") || strings.Contains(string(r), "#")
}
