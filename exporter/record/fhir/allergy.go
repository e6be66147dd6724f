package fhir

import "vypiska/exporter/record"

type allergyIntolerance struct {
	head
	Patient      reference    `json:"patient"`
	Encounter    reference    `json:"encounter"`
	Clinical     concept      `json:"clinicalStatus"`
	Verification concept      `json:"verificationStatus"`
	Type         string       `json:"type"`
	Category     []string     `json:"category"`
	Code         concept      `json:"code"`
	Criticality  string       `json:"criticality"`
	Onset        date         `json:"onsetDateTime"`
	OnsetPeriod  period       `json:"onsetPeriod"`
	OnsetAge     quantity     `json:"onsetAge"`
	OnsetRange   span         `json:"onsetRange"`
	OnsetWords   string       `json:"onsetString"`
	LastSeen     date         `json:"lastOccurrence"`
	Recorded     date         `json:"recordedDate"`
	Note         []annotation `json:"note"`
	Recorder     reference    `json:"recorder"`
	Asserter     reference    `json:"asserter"`
	Reaction     []reaction   `json:"reaction"`
}

type reaction struct {
	Substance     concept      `json:"substance"`
	Manifestation []concept    `json:"manifestation"`
	Description   string       `json:"description"`
	Onset         date         `json:"onset"`
	Severity      string       `json:"severity"`
	Route         concept      `json:"exposureRoute"`
	Note          []annotation `json:"note"`
}

func (a *allergyIntolerance) owners() ([]reference, bool) { return []reference{a.Patient}, true }

func (s *scene) allergy(a *allergyIntolerance) record.Allergy {
	s.ref(a.Recorder)
	s.ref(a.Asserter)
	out := record.Allergy{
		Meta: s.meta(a.Encounter), Clinical: a.Clinical.status(), Verification: a.Verification.status(),
		Code: a.Code.text(), Type: a.Type, Categories: a.Category, Criticality: a.Criticality,
		Onset:    when(a.Onset, a.OnsetPeriod, a.OnsetAge, a.OnsetRange, a.OnsetWords),
		LastSeen: a.LastSeen.Date, Recorded: a.Recorded.Date, Note: record.Join("\n", noteText(a.Note), a.additional()),
	}
	for _, r := range a.Reaction {
		out.Reactions = append(out.Reactions, r.record())
	}
	return out
}

func (r reaction) record() record.Reaction {
	return record.Reaction{Signs: texts(r.Manifestation), Severity: r.Severity, Substance: r.Substance.text(), Route: words(r.Route.plain()),
		Began: r.Onset.Date, Story: words(r.Description), Note: noteText(r.Note)}
}
