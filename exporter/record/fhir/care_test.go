package fhir

import (
	"testing"

	"vypiska/exporter/record"
)

type sayings map[string]struct {
	have record.Personal
	want string
}

func (all sayings) check(t *testing.T) {
	t.Helper()
	for name, c := range all {
		wantText(t, name, c.have, c.want)
	}
}

func TestAPrescriptionSaysWhyAndHowMuch(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Гипертензия"}}`,
		`{"resourceType":"Medication","id":"d","code":{"text":"Эналаприл"},"form":{"text":"таблетки"},"amount":{"numerator":{"value":28,"unit":"таб."},"denominator":{"value":1,"unit":"уп."}},
			"ingredient":[{"itemCodeableConcept":{"text":"эналаприл"},"strength":{"numerator":{"value":10,"unit":"мг"},"denominator":{"value":1,"unit":"таб."}}},{"itemReference":{"display":"лактоза"}}]}`,
		`{"resourceType":"MedicationRequest","id":"m","status":"stopped","intent":"order","subject":{"reference":"Patient/p1"},"authoredOn":"2024","medicationReference":{"reference":"Medication/d"},
			"statusReason":{"text":"кашель"},"reasonCode":[{"coding":[{"code":"I10"}]}],"reasonReference":[{"reference":"Condition/c"}],"courseOfTherapyType":{"text":"длительно"},
			"dispenseRequest":{"validityPeriod":{"end":"2024-12"},"numberOfRepeatsAllowed":2,"quantity":{"value":60,"unit":"таб."},"expectedSupplyDuration":{"value":30,"unit":"дней"}},
			"substitution":{"allowedBoolean":false}}`,
		`{"resourceType":"MedicationStatement","id":"n","status":"not-taken","subject":{"reference":"Patient/p1"},"dateAsserted":"2025","medicationCodeableConcept":{"text":"Аспирин"},
			"statusReason":[{"text":"язва"},{"text":"страх"}],"effectivePeriod":{"start":"2010","end":"2012"},"reasonCode":[{"text":"профилактика"}]}`,
		`{"resourceType":"MedicationRequest","id":"o","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"authoredOn":"2026","medicationCodeableConcept":{"text":"Х"},
			"substitution":{"allowedCodeableConcept":{"coding":[{"code":"N"}]}}}`,
		`{"resourceType":"MedicationRequest","id":"q","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"authoredOn":"2027","medicationCodeableConcept":{"text":"Х"},
			"substitution":{"allowedBoolean":true}}`)}), "p1")
	m, n := r.Medications[0], r.Medications[1]
	sayings{
		"why it was stopped": {one(t, m.Because).Text, "кашель"},
		"what it is for":     {one(t, m.Why.Reasons).Text, "I10"},
		"its course":         {m.Course.Text, "длительно"},
		"what it is made of": {m.Composition, "таблетки, эналаприл 10 мг / 1 таб., лактоза, 28 таб. / 1 уп."},
		"how much":           {m.Supply.Quantity, "60 таб."},
		"for how long":       {m.Supply.Lasts, "30 дней"},
		"why not taken":      {record.Join(", ", n.Because[0].Text, n.Because[1].Text), "язва, страх"},
		"what it was for":    {one(t, n.Why.Reasons).Text, "профилактика"},
	}.check(t)
	if one(t, m.Why.Of) != "Condition/c" || m.Supply.Refills != "2" || m.Supply.Valid.End.Day() != "2024-12" {
		t.Errorf("have %+v", m)
	}
	if n.Authored.Day() != "2025" || n.Taken.Start.Day() != "2010" || n.Taken.End.Day() != "2012" {
		t.Errorf("asserted %v, taken %v", n.Authored, n.Taken)
	}
	if !m.Supply.Exactly || n.Supply.Exactly || !r.Medications[2].Supply.Exactly || r.Medications[3].Supply.Exactly {
		t.Error("whether another may be given instead is told wrongly")
	}
}

func TestAProcedureSaysWhyWhetherAndWhatFollowed(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Гематома"}}`,
		`{"resourceType":"Procedure","id":"p","status":"completed","subject":{"reference":"Patient/p1"},"code":{"text":"Эндопротезирование"},"performedAge":{"value":71,"code":"a"},
			"reasonCode":[{"text":"коксартроз"}],"outcome":{"text":"успешно"},"complication":[{"text":"анемия"}],"complicationDetail":[{"reference":"Condition/c"}],
			"followUp":[{"text":"ЛФК"},{"coding":[{"code":"F1"}]}],"usedCode":[{"text":"цемент"}],"usedReference":[{"display":"шовный материал"}],
			"focalDevice":[{"action":{"text":"установлен"},"manipulated":{"display":"эндопротез"}}],"note":[{"text":"без особенностей"}]}`,
		`{"resourceType":"Procedure","id":"q","status":"not-done","subject":{"reference":"Patient/p1"},"code":{"text":"Колоноскопия"},"performedRange":{"low":{"value":60,"unit":"лет"},"high":{"value":61,"unit":"лет"}},"statusReason":{"text":"отказ пациента"}}`)}), "p1")
	p, q := r.Procedures[0], r.Procedures[1]
	sayings{
		"what it was for":   {one(t, p.Why.Reasons).Text, "коксартроз"},
		"outcome":           {p.Outcome.Text, "успешно"},
		"complication":      {one(t, p.Complications.Reasons).Text, "анемия"},
		"follow-up":         {record.Join("; ", p.FollowUp[0].Text, p.FollowUp[1].Text), "ЛФК; F1"},
		"what was used":     {record.Join("; ", p.Used[0].Text, p.Used[1].Text, p.Used[2].Text), "цемент; установлен: эндопротез; шовный материал"},
		"note":              {one(t, p.Notes), "без особенностей"},
		"why it was not so": {q.Because.Text, "отказ пациента"},
	}.check(t)
	if one(t, p.Complications.Of) != "Condition/c" || p.Performed.Age != (record.Age{Low: "71", LowUnit: "a"}) {
		t.Errorf("have %+v", p)
	}
	if q.Status != "not-done" || q.Performed.Age != (record.Age{Low: "60", LowUnit: "a", High: "61", HighUnit: "a"}) {
		t.Errorf("have %+v", q)
	}
}
