package fhir

import (
	"strings"
	"testing"

	"vypiska/exporter/record"
)

func TestAResultSaysOfWhatAndForHowLong(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Specimen","id":"s","status":"unsatisfactory","subject":{"reference":"Patient/p1"},"type":{"text":"моча"},"condition":[{"text":"мутная"}],"note":[{"text":"мало"}],
			"collection":{"collectedDateTime":"2025-03-01","bodySite":{"text":"катетер"},"method":{"text":"стерильно"}}}`,
		observed("a", "Patient/p1", `,"valueInteger":1,"specimen":{"reference":"Specimen/s"}`),
		observed("b", "Patient/p1", `,"valueInteger":1,"effectivePeriod":{"start":"2025-03-02","end":"2025-03-03"},"focus":[{"display":"плод"},{"reference":"Condition/c"}]`),
		observed("c", "Patient/p1", `,"effectiveTiming":{"event":["2025-03-04"]},"dataAbsentReason":{"coding":[{"system":"urn:lab","code":"17","display":"пробирка разбита"}]},
			"component":[{"code":{"text":"x"},"dataAbsentReason":{"coding":[{"system":"urn:lab","code":"17"}]}},
				{"code":{"text":"y"},"dataAbsentReason":{"coding":[{"system":"urn:lab","code":"17","display":"z"},{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"error"}]}}]`),
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Беременность"}}`)}), "p1")
	a, b, c := r.Observations[0], r.Observations[1], r.Observations[2]
	if !a.Unfit || b.Unfit || a.Effective.Day() != "2025-03-01" || c.Effective.Day() != "2025-03-04" {
		t.Errorf("unfit %v, dates %v and %v", a.Unfit, a.Effective, c.Effective)
	}
	if b.Effective.Day() != "2025-03-02" || b.Ended.Day() != "2025-03-03" || !a.Ended.IsZero() || one(t, b.About.Of) != "Condition/c" {
		t.Errorf("have %+v", b)
	}
	sayings{
		"specimen":                    {a.Specimen, "моча, катетер, стерильно, мутная, мало"},
		"about":                       {one(t, b.About.Reasons).Text, "плод"},
		"why there is no value":       {c.Value.Words, "пробирка разбита"},
		"of a part, by its code":      {c.Components[0].Value.Words, "17"},
		"of a part, by HL7's own one": {c.Components[1].Value.Words, ""},
	}.check(t)
	if c.Value.Absent != "" || c.Components[1].Value.Absent != "error" {
		t.Errorf("absent %q, %q", c.Value.Absent, c.Components[1].Value.Absent)
	}
}

func TestAVisitAStudyAndAReferralSayWhatTheyWereFor(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Practitioner","id":"d","name":[{"text":"Врач"}]}`,
		`{"resourceType":"RelatedPerson","id":"m","patient":{"reference":"Patient/p1"},"name":[{"text":"Мать"}]}`,
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Пневмония"}}`,
		`{"resourceType":"Encounter","id":"e","status":"finished","class":{"system":"urn:x","code":"7","display":"дневной приём"},"subject":{"reference":"Patient/p1"},"serviceType":{"text":"пульмонология"},
			"reasonCode":[{"text":"кашель"}],"reasonReference":[{"reference":"Condition/c"}],"diagnosis":[{"condition":{"reference":"Condition/c"}}],
			"hospitalization":{"dischargeDisposition":{"coding":[{"code":"home"}]}},
			"participant":[{"individual":{"reference":"Practitioner/d"}},{"individual":{"reference":"RelatedPerson/m","display":"Мать"}},{"individual":{"display":"Дежурный врач"}}]}`,
		`{"resourceType":"ImagingStudy","id":"i","status":"available","subject":{"reference":"Patient/p1"},"procedureCode":[{"text":"МРТ колена"}],"reasonCode":[{"text":"травма"}],"note":[{"text":"с контрастом"}],
			"series":[{"uid":"1","modality":{"code":"MR"},"bodySite":{"display":"колено"},"laterality":{"code":"7771000"}},{"uid":"2","modality":{"code":"MR"},"bodySite":{"display":"колено"},"laterality":{"code":"24028007","display":"правое"}}]}`,
		`{"resourceType":"ServiceRequest","id":"q","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"code":{"text":"КТ"},"reasonCode":[{"coding":[{"code":"R05"}]}],"reasonReference":[{"reference":"Condition/c"}],"note":[{"text":"исключить очаг"}]}`,
		`{"resourceType":"DiagnosticReport","id":"r","status":"final","subject":{"reference":"Patient/p1"},"code":{"text":"Биопсия"},"basedOn":[{"reference":"ServiceRequest/q"}],"specimen":[{"display":"край язвы"}]}`,
	)}), "p1")
	e, i, q := one(t, r.Encounters), one(t, r.Studies), one(t, r.Referrals)
	sayings{
		"kind and service": {record.Join("; ", e.Types[0].Text, e.Types[1].Text), "пульмонология; дневной приём"},
		"why":              {one(t, e.Why.Reasons).Text, "кашель"},
		"where to":         {e.Outcome.Text, "home"},
		"the side":         {record.Join("; ", i.BodySites...), "колено, L; колено, правое"},
		"what was done":    {one(t, i.Steps).Text, "МРТ колена"},
		"why it was done":  {one(t, i.Why.Reasons).Text, "травма"},
		"remark":           {one(t, i.Notes), "с контрастом"},
		"why it was asked": {one(t, q.Why.Reasons).Text, "R05"},
		"remark of it":     {one(t, q.Notes), "исключить очаг"},
		"material":         {one(t, one(t, r.Reports).Specimens), "край язвы"},
	}.check(t)
	if e.Class != "" || one(t, e.Found.Of) != "Condition/c" || one(t, e.Why.Of) != "Condition/c" {
		t.Errorf("have %+v", e)
	}
	var doctors []string
	for _, d := range e.Doctors {
		doctors = append(doctors, string(d.Ref)+d.Display.Reveal())
	}
	if got := strings.Join(doctors, " "); got != "Practitioner/d Дежурный врач" {
		t.Errorf("seen by %q", got)
	}
}
