package fhir

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vypiska/exporter/record"
)

func TestObservationValues(t *testing.T) {
	for _, c := range []struct {
		name, value, number, comparator, unit, words, absent string
	}{
		{"a quantity as written", `"valueQuantity":{"value":4.70,"unit":"ммоль/л","code":"mmol/L"}`, "4.70", "", "ммоль/л", "", ""},
		{"a comparator", `"valueQuantity":{"value":5,"comparator":"<","code":"mg"}`, "5", "<", "mg", "", ""},
		{"a concept", `"valueCodeableConcept":{"coding":[{"code":"1","display":"Отрицательно"}]}`, "", "", "", "Отрицательно", ""},
		{"a text", `"valueString":" не обнаружено "`, "", "", "", "не обнаружено", ""},
		{"yes", `"valueBoolean":true`, "", "", "", "true", ""},
		{"no", `"valueBoolean":false`, "", "", "", "false", ""},
		{"a whole number", `"valueInteger":-3`, "-3", "", "", "", ""},
		{"a range", `"valueRange":{"low":{"value":1,"unit":"г"},"high":{"value":2,"unit":"г"}}`, "", "", "", "1–2 г", ""},
		{"a titre", `"valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}`, "", "", "", "1:128", ""},
		{"a ratio of units", `"valueRatio":{"numerator":{"value":5,"unit":"мг"},"denominator":{"value":1,"unit":"л"}}`, "", "", "", "5 мг / 1 л", ""},
		{"a time", `"valueTime":"10:30:00"`, "", "", "", "10:30:00", ""},
		{"a date and time", `"valueDateTime":"2025-02-01T10:30:00+03:00"`, "", "", "", "2025-02-01 10:30", ""},
		{"a period", `"valuePeriod":{"start":"2025-01","end":"2025-02"}`, "", "", "", "2025-01 – 2025-02", ""},
		{"a curve", `"valueSampledData":{"data":"1 2 3"}`, "", "", "", "", "unsupported"},
		{"nothing, with a reason", `"dataAbsentReason":{"coding":[{"code":"not-performed"}]}`, "", "", "", "", "not-performed"},
		{"a null is nothing", `"valueQuantity":null`, "", "", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne, observed("o", "Patient/p1", ","+c.value))}), "p1")
			v := one(t, r.Observations).Value
			if string(v.Number) != c.number || v.Comparator != c.comparator || v.Unit != c.unit || v.Absent != c.absent {
				t.Errorf("have %+v", v)
			}
			wantText(t, "words", v.Words, c.words)
		})
	}
}

func TestRangesAndComponents(t *testing.T) {
	const mmol, g = `"unit":"ммоль/л","code":"mmol/L"`, `"unit":"г/л","code":"g/L"`
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne, observed("o", "Patient/p1", `,
		"valueQuantity":{"value":5.0,`+mmol+`},
		"referenceRange":[{"low":{"value":3.90,`+mmol+`},"high":{"value":6,`+mmol+`}},{"low":{"value":1,`+g+`},"high":{"value":2,`+g+`}},{"text":"до 6"}],
		"component":[{"code":{"text":"САД"},"valueQuantity":{"value":120},"interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"H"}]}]}],
		"specimen":{"reference":"#s"},"contained":[{"resourceType":"Specimen","id":"s","type":{"text":"Кровь"}}],
		"note":[{"text":"а"},{"text":"б"}],"effectivePeriod":{"start":"2025-03-01"}`))}), "p1")
	o := one(t, r.Observations)
	if len(o.Ranges) != 3 || o.Ranges[0].Low != "3.90" || o.Ranges[0].High != "6" || o.Ranges[1].Low != "" || o.Ranges[1].Text != "1–2 г/л" || o.Ranges[2].Text != "до 6" {
		t.Errorf("ranges %+v", o.Ranges)
	}
	c := one(t, o.Components)
	if c.Value.Number != "120" || len(c.Interpretation) != 1 || c.Interpretation[0].Codes[0].Code != "H" || o.Effective.Day() != "2025-03-01" {
		t.Errorf("component %+v", c)
	}
	wantText(t, "specimen", o.Specimen, "Кровь")
	wantText(t, "note", o.Note, "а\nб")
}

func TestPeopleOfARecord(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(
		`{"resourceType":"Patient","id":"p1","name":[{"family":"Гусейнов","given":["Мамед","Али","оглы"]},
			{"family":"Тестов","given":["Пётр"],"extension":[{"url":"https://x/patronymic","valueString":"Ильич"}]},
			{"family":"Тестов","given":["Пётр"],"_family":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/humanname-fathers-family","valueString":"Кузьмич"}]}}],
			"extension":[{"url":"m","valueString":"Девичья"},{"url":"n","extension":[{"url":"b","valueAddress":{"city":"Рождения","line":["ул. 1"]}}]}],
			"contact":[{"name":{"text":"Мать"},"telecom":[{"system":"phone","value":"1"}]}],"managingOrganization":{"reference":"Organization/c"}}`,
		`{"resourceType":"Organization","id":"c","name":"Клиника"}`,
		`{"resourceType":"RelatedPerson","id":"f","patient":{"reference":"Patient/p1"},"name":[{"text":"Отец"}]}`,
		`{"resourceType":"Coverage","id":"k","status":"active","beneficiary":{"reference":"Patient/p1"},"payor":[{"reference":"Organization/ins"}],"subscriber":{"reference":"RelatedPerson/f"},"subscriberId":"77"}`,
		`{"resourceType":"Practitioner","id":"d","name":[{"text":"Врач"}]}`,
		`{"resourceType":"PractitionerRole","id":"role","practitioner":{"reference":"Practitioner/d"},"organization":{"reference":"Organization/c"},"specialty":[{"text":"терапевт"}]}`,
		`{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"requester":{"reference":"PractitionerRole/role","display":"Врач В. В."},
			"medicationReference":{"reference":"#drug"},"contained":[{"resourceType":"Medication","id":"drug","code":{"text":"Эналаприл"}},{"resourceType":"Practitioner","id":"x"}],
			"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":10,"unit":"мг"}}],"timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}}}]}`,
	)}), "p1")
	n := r.Patient.Names
	wantText(t, "given", one(t, n[0].Given), "Мамед")
	wantText(t, "two patronymics", n[0].Patronymic, "Али оглы")
	wantText(t, "patronymic of an extension", n[1].Patronymic, "Ильич")
	wantText(t, "patronymic of the family's extension", n[2].Patronymic, "Кузьмич")
	if len(r.Patient.Hidden) != 3 || r.Issuer != "Organization/c" {
		t.Errorf("%d hidden, issuer %q", len(r.Patient.Hidden), r.Issuer)
	}
	relations := map[record.Ref]record.Relation{}
	for _, p := range r.People {
		relations[p.Ref] = p.Relation
	}
	if len(r.People) != 3 || relations[""] != record.Relative || relations["RelatedPerson/f"] != record.Payer || relations["Practitioner/d"] != record.Staff {
		t.Errorf("people %v", relations)
	}
	m := one(t, r.Medications)
	if m.Requester.Ref != "Practitioner/d" || one(t, r.Coverages).Payors[0] != "Organization/ins" {
		t.Errorf("requester %q, payors %v", m.Requester.Ref, r.Coverages[0].Payors)
	}
	wantText(t, "drug", m.Drug.Text, "Эналаприл")
	wantText(t, "dose", one(t, m.Dosage), "10 мг, 2 / 1 d")
	wantText(t, "policy", one(t, r.Coverages[0].Identifiers).Value, "77")
}

func TestConsentsTakeTheStricterReading(t *testing.T) {
	for _, c := range []struct {
		name, provision string
		actors          []record.Ref
	}{
		{"a permission of a named actor", `"type":"permit","actor":[{"reference":{"reference":"Organization/i"}}]`, []record.Ref{"Organization/i"}},
		{"a permission of a role is its practitioner's", `"type":"permit","actor":[{"reference":{"reference":"PractitionerRole/r"}}]`, []record.Ref{"Practitioner/d"}},
		{"a permission of somebody unknown is nobody's", `"type":"permit","actor":[{"reference":{"display":"x"}}]`, []record.Ref{Nobody}},
		{"a permission for some data is nobody's", `"type":"permit","code":[{"text":"x"}]`, []record.Ref{Nobody}},
		{"a prohibition to somebody unknown is for all", `"type":"deny","actor":[{"reference":{"reference":"PractitionerRole/none"}}]`, nil},
		{"a prohibition for some data is for all data", `"type":"deny","dataPeriod":{"start":"2020"},"actor":[{"reference":{"reference":"Practitioner/d"}}]`, []record.Ref{"Practitioner/d"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
				`{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/d"}}`,
				`{"resourceType":"Practitioner","id":"d"}`,
				`{"resourceType":"Consent","id":"c","status":"active","patient":{"reference":"Patient/p1"},"provision":{"type":"permit","provision":[{`+c.provision+`}]}}`)}), "p1")
			if got := one(t, one(t, r.Consents).Provision.Provisions).Actors; !slices.Equal(got, c.actors) {
				t.Errorf("actors %v, want %v", got, c.actors)
			}
		})
	}
}

func TestContractsAndReferrals(t *testing.T) {
	d := files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Coverage","id":"k","status":"active","beneficiary":{"reference":"Patient/p1"},"contract":[{"reference":"Contract/c"}]}`,
		`{"resourceType":"Contract","id":"c","status":"executed","applies":{"start":"2025-01-01T00:00:00+03:00","end":"2025-12-31"},"term":[
			{"applies":{"start":"2024-12-31T21:00:00Z","end":"2025-12-31"},"asset":[{"type":[{"coding":[{"code":"CT"}]}]}],"group":[{"asset":[{"type":[{"coding":[{"code":"MR"}]}]}]}]},
			{"applies":{"start":"2025-06-01","end":"2025-12-31"},"asset":[{"type":[{"coding":[{"code":"LAB"}]}]}]}]}`,
		`{"resourceType":"ServiceRequest","id":"a","status":"active","authoredOn":"2025-01-01","subject":{"reference":"Patient/p1"},"occurrenceDateTime":"2025-02-03"}`,
		`{"resourceType":"ServiceRequest","id":"b","status":"active","authoredOn":"2025-01-02","subject":{"reference":"Patient/p1"},"occurrenceTiming":{"event":["2025-03-05","2025-03-01"]}}`,
		`{"resourceType":"ServiceRequest","id":"c","status":"active","subject":{"reference":"Patient/p1"},"occurrenceTiming":{"repeat":{"frequency":1}}}`)})
	r := mustRecord(t, d, "p1")
	services := ""
	for _, s := range one(t, r.Contracts).Services {
		services += s.Code + " "
	}
	if services != "CT MR " {
		t.Errorf("services %q: a term with its own time must not count", services)
	}
	if len(r.Referrals) != 2 || r.Referrals[0].Valid.End.Day() != "2025-02-03" || r.Referrals[1].Valid.Start.Day() != "2025-03-01" || r.Referrals[1].Valid.End.Day() != "2025-03-05" {
		t.Errorf("referrals %+v", r.Referrals)
	}
	if !strings.Contains(said(d.Notices()), "ServiceRequest/c: left out: its occurrenceTiming") {
		t.Errorf("notices %q", said(d.Notices()))
	}
}

func TestLabelsOfAContainedResultAreItsReports(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"DiagnosticReport","id":"r","status":"final","subject":{"reference":"Patient/p1"},"meta":{"versionId":"3","security":[{"system":"s","code":"R"}]},
			"result":[{"reference":"#o"}],"contained":[{"resourceType":"Observation","id":"o","status":"final","valueString":"ВИЧ"}]}`)}), "p1")
	if o := one(t, r.Observations); !o.Restricted() || o.VersionID != "3" || !r.Reports[0].Restricted() {
		t.Errorf("labels %v", o.Labels)
	}
}

func TestAFileThatChangedIsNotRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	if err := os.WriteFile(path, []byte(bundle(patientOne)), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := OpenDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(bundle(strings.Replace(patientOne, "Анна", "Инна", 1))), 0o600); err != nil {
		t.Fatal(err)
	}
	var f *record.Fault
	if _, err := d.Record(t.Context(), "p1"); !errors.As(err, &f) || !strings.Contains(f.What, "changed since") {
		t.Errorf("record: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Record(t.Context(), "p1"); !errors.As(err, &f) || !strings.Contains(f.What, "no such file") {
		t.Errorf("record: %v", err)
	}
}

func TestAnEndedContextStopsReading(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := OpenDir(ctx, fhirRu); !errors.Is(err, context.Canceled) {
		t.Errorf("open: %v", err)
	}
}
