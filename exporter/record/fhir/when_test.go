package fhir

import (
	"testing"

	"vypiska/exporter/record"
)

func TestADiagnosisSaysWhenHoweverItIsStated(t *testing.T) {
	years := func(low, high string) record.Age {
		a := record.Age{Low: record.Number(low), LowUnit: "a", High: record.Number(high)}
		if high != "" {
			a.HighUnit = "a"
		}
		return a
	}
	for _, c := range []struct {
		name, stated string
		want         record.Age
	}{
		{"an age", `"onsetAge":{"value":12,"unit":"years","system":"http://unitsofmeasure.org","code":"a"}`, years("12", "")},
		{"an age in words of a Russian source", `"onsetAge":{"value":12,"unit":"лет"}`, years("12", "")},
		{"an age with a point", `"onsetAge":{"value":1,"unit":"Г."}`, years("1", "")},
		{"an age in months by its code", `"onsetAge":{"value":3.5,"unit":"м-цев","code":"mo"}`, record.Age{Low: "3.5", LowUnit: "mo"}},
		{"a unit nobody knows", `"onsetAge":{"value":3,"unit":"зимы"}`, record.Age{Low: "3", LowUnit: "зимы"}},
		{"no unit", `"onsetAge":{"value":3}`, record.Age{Low: "3"}},
		{"before an age", `"onsetAge":{"value":18,"comparator":"<","code":"a"}`, record.Age{Comparator: "<", Low: "18", LowUnit: "a"}},
		{"a range", `"onsetRange":{"low":{"value":10,"unit":"лет"},"high":{"value":12,"unit":"лет"}}`, years("10", "12")},
		{"a range with one unit for both", `"onsetRange":{"low":{"value":10},"high":{"value":12,"unit":"лет"}}`, years("10", "12")},
		{"a range of two units", `"onsetRange":{"low":{"value":6,"code":"mo"},"high":{"value":2,"code":"a"}}`, record.Age{Low: "6", LowUnit: "mo", High: "2", HighUnit: "a"}},
		{"a range open above", `"onsetRange":{"low":{"value":60,"unit":"years"}}`, record.Age{Comparator: ">=", Low: "60", LowUnit: "a"}},
		{"a range open below", `"onsetRange":{"high":{"value":5,"unit":"years"}}`, record.Age{Comparator: "<=", Low: "5", LowUnit: "a"}},
		{"a range that is one age", `"onsetRange":{"low":{"value":5,"unit":"years"},"high":{"value":5,"unit":"years"}}`, years("5", "")},
		{"nothing", `"onsetAge":null`, record.Age{}},
	} {
		r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
			`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Мигрень"},`+c.stated+`}`)}), "p1")
		if got := one(t, r.Diagnoses).Onset.Age; got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestADiagnosisKeepsBothEndsAndItsSigns(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Астма"},
			"clinicalStatus":{"coding":[{"system":"urn:local","code":"1"},{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"remission"}]},
			"verificationStatus":{"text":"под вопросом"},
			"onsetPeriod":{"end":"2019"},"abatementPeriod":{"start":"2023-01","end":"2023-05"},
			"severity":{"coding":[{"system":"http://snomed.info/sct","code":"24484000"}]},
			"stage":[{"type":{"text":"GINA"},"summary":{"text":"3"}},{"summary":{"coding":[{"code":"II"}]}}],
			"evidence":[{"code":[{"text":"одышка"},{"coding":[{"code":"R05"}]}]}]}`,
		`{"resourceType":"Condition","id":"d","subject":{"reference":"Patient/p1"},"code":{"text":"Корь"},"abatementAge":{"value":8,"code":"a"},"severity":{"coding":[{"code":"24484000","display":"тяжело"}]}}`)}), "p1")
	c, d := r.Diagnoses[1], r.Diagnoses[0]
	if c.Code.Text.Reveal() != "Астма" {
		c, d = d, c
	}
	if c.Clinical != "remission" || c.Verification != "под вопросом" {
		t.Errorf("statuses %q, %q", c.Clinical, c.Verification)
	}
	if c.Onset.Period.End.Day() != "2019" || c.Abated.Period.Start.Day() != "2023-01" || c.Abated.Period.End.Day() != "2023-05" {
		t.Errorf("onset %v, abated %v", c.Onset.Period, c.Abated.Period)
	}
	wantText(t, "severity without words", c.Severity, "severe")
	wantText(t, "severity in words", d.Severity, "тяжело")
	wantText(t, "stages", record.Join("; ", c.Stages...), "GINA: 3; II")
	wantText(t, "signs", record.Join("; ", c.Evidence[0].Text, c.Evidence[1].Text), "одышка; R05")
	if d.Abated.Age != (record.Age{Low: "8", LowUnit: "a"}) {
		t.Errorf("abated %+v", d.Abated.Age)
	}
}
