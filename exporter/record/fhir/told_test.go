package fhir

import (
	"strings"
	"testing"

	"vypiska/exporter/record"
)

func TestADosageSaysAllItsParts(t *testing.T) {
	for _, c := range []struct{ name, dosage, want string }{
		{"as needed, and how much at most", `"doseAndRate":[{"doseQuantity":{"value":500,"unit":"мг"}}],"asNeededCodeableConcept":{"text":"при боли"},
			"maxDosePerPeriod":{"numerator":{"value":4,"unit":"г"},"denominator":{"value":24,"unit":"ч"}}`, "500 мг, p.r.n. при боли, ≤ 4 г / 24 ч"},
		{"as needed without a reason", `"doseAndRate":[{"doseQuantity":{"value":1,"unit":"таб."}}],"asNeededBoolean":true`, "1 таб., p.r.n."},
		{"not as needed", `"doseAndRate":[{"doseQuantity":{"value":1,"unit":"таб."}}],"asNeededBoolean":false`, "1 таб."},
		{"a rate", `"doseAndRate":[{"rateQuantity":{"value":20,"unit":"мл/ч"}}],"route":{"text":"в/в"},"method":{"text":"капельно"}`, "20 мл/ч, капельно, в/в"},
		{"a rate as a ratio", `"doseAndRate":[{"rateRatio":{"numerator":{"value":1,"unit":"л"},"denominator":{"value":8,"unit":"ч"}}}]`, "1 л / 8 ч"},
		{"hours, days and for how long", `"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["mon","thu"],"timeOfDay":["08:00:00"],"boundsDuration":{"value":10,"unit":"нед."}}}`,
			"1 / 1 wk, mon thu, 08:00, → 10 нед."},
		{"before a meal, from one to three times", `"timing":{"repeat":{"frequency":1,"frequencyMax":3,"period":1,"periodMax":2,"periodUnit":"d","when":["ACM"],"offset":30,"count":6}}`,
			"1–3 / 1–2 d, ACM 30 min, × 6"},
		{"every eight hours is once in eight hours", `"timing":{"repeat":{"period":8,"periodUnit":"h","boundsPeriod":{"start":"2025-01-01","end":"2025-01-10"}}}`,
			"1 / 8 h, 2025-01-01 – 2025-01-10"},
		{"on stated days", `"timing":{"event":["2025-01-01","2025-01-08"]}`, "2025-01-01, 2025-01-08"},
		{"text, and what it leaves to the patient", `"text":"10 мг утром","patientInstruction":"не сочетать с алкоголем","additionalInstruction":[{"text":"утром"}],"route":{"text":"внутрь"}`,
			"10 мг утром, не сочетать с алкоголем"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
				`{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","subject":{"reference":"Patient/p1"},
					"medicationCodeableConcept":{"text":"Х"},"dosageInstruction":[{`+c.dosage+`}]}`)}), "p1")
			wantText(t, "dosage", one(t, one(t, r.Medications).Dosage), c.want)
		})
	}
}

func TestDosagesStandInTheirSequence(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":"Х"},
			"dosageInstruction":[{"sequence":2,"text":"потом по одной"},{"sequence":1,"text":"сначала две"},{"sequence":2,"text":"и запивать"}]}`)}), "p1")
	wantText(t, "dosages", record.Join("; ", one(t, r.Medications).Dosage...), "сначала две; потом по одной; и запивать")
}

// FHIR R4, 2.4.1: whoever reads an element must understand what modifies it.
func TestWhatModifiesAPartIsNotIgnored(t *testing.T) {
	const changed = `"modifierExtension":[{"url":"x","valueBoolean":true}]`
	for _, c := range []struct {
		name, resource string
		read           bool
	}{
		{"a component", observed("o", "Patient/p1", `,"component":[{"code":{"text":"а"},"valueInteger":1,`+changed+`}]`), false},
		{"a reference range", observed("o", "Patient/p1", `,"referenceRange":[{"text":"а",`+changed+`}]`), false},
		{"a reaction", `{"resourceType":"AllergyIntolerance","id":"a","patient":{"reference":"Patient/p1"},"reaction":[{"manifestation":[{"text":"сыпь"}],` + changed + `}]}`, false},
		{"nothing in it", observed("o", "Patient/p1", `,"component":[{"code":{"text":"а"},"valueInteger":1,"modifierExtension":[]}]`), true},
		{"a text that only speaks of it", observed("o", "Patient/p1", `,"valueString":"modifierExtension"`), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := files(t, map[string]string{"a.json": bundle(patientOne, c.resource)})
			if told := said(d.Faults()); strings.Contains(told, "modifierExtension") == c.read {
				t.Errorf("faults: %s", told)
			}
		})
	}
}

func TestWhatIsSaidOfAResultIsKept(t *testing.T) {
	const g = `"unit":"г/л","code":"g/L"`
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		observed("a", "Patient/p1", `,"dataAbsentReason":{"coding":[{"code":"error"}],"text":"проба гемолизирована"},"referenceRange":[{"low":{"value":1,`+g+`},"high":{"value":2,`+g+`}}]`),
		observed("b", "Patient/p1", `,"valueQuantity":{"value":5,`+g+`},"bodySite":{"text":"левая рука"},"interpretation":[{"text":"пограничное"},{"coding":[{"system":"urn:lab","code":"H","display":"Особое"}]}],
			"referenceRange":[{"low":{"value":1,`+g+`},"type":{"coding":[{"code":"treatment"}],"text":"при лечении"}},{"low":{"value":3,`+g+`},"type":{"coding":[{"code":"normal"}]},"age":{"low":{"value":18,"unit":"лет"}}}]`))}), "p1")
	a, b := r.Observations[0], r.Observations[1]
	wantText(t, "why there is no value", a.Value.Words, "проба гемолизирована")
	if a.Value.Absent != "error" || a.Ranges[0].Low != "" || a.Ranges[0].Text != "1–2 г/л" {
		t.Errorf("a range without a value has lost its unit: %+v", a.Ranges)
	}
	wantText(t, "site", b.Site, "левая рука")
	wantText(t, "interpretation in words", b.Interpretation[0].Text, "пограничное")
	if len(b.Interpretation[1].Codes) != 0 {
		t.Error("a code of another system was taken for HL7's")
	}
	if b.Ranges[0].Low != "" || b.Ranges[0].Text != "≥ 1 г/л" || b.Ranges[1].Low != "3" {
		t.Errorf("a range that is no normal one is compared with: %+v", b.Ranges)
	}
	wantText(t, "what the range is for", one(t, b.Ranges[0].AppliesTo).Text, "при лечении")
	if got := b.Ranges[1].Ages; got != (record.Age{Comparator: ">=", Low: "18", LowUnit: "a"}) {
		t.Errorf("the ages it is for: %+v", got)
	}
}

func TestWhereADiagnosisAndAProcedureWereIsKept(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(
		strings.Replace(patientOne, `"id":"p1"`, `"id":"p1","deceasedBoolean":true`, 1),
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Перелом"},"severity":{"text":"тяжёлая"},"bodySite":[{"text":"левое предплечье"},{"text":"левая кисть"}]}`,
		`{"resourceType":"Procedure","id":"q","status":"completed","subject":{"reference":"Patient/p1"},"bodySite":[{"text":"левая"}]}`)}), "p1")
	c := one(t, r.Diagnoses)
	wantText(t, "severity", c.Severity, "тяжёлая")
	wantText(t, "site", c.Site, "левое предплечье, левая кисть")
	wantText(t, "site of a procedure", one(t, one(t, r.Procedures).Sites), "левая")
	if !r.Patient.Dead || !r.Patient.Deceased.IsZero() {
		t.Error("the patient died on a day nobody wrote down")
	}
}

// FHIR R4, 2.4.2: a narrative marked additional says what no field says.
func TestWhatOnlyTheNarrativeSaysIsKept(t *testing.T) {
	narrative := func(status, text string) string {
		return `,"text":{"status":"` + status + `","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>` + text + `</p></div>"}`
	}
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"DiagnosticReport","id":"r","status":"final","subject":{"reference":"Patient/p1"},"code":{"text":"КТ"}`+narrative("additional", "Очаг S6.")+`}`,
		`{"resourceType":"DiagnosticReport","id":"s","status":"final","subject":{"reference":"Patient/p1"},"code":{"text":"КТ"}`+narrative("generated", "КТ")+`}`,
		observed("o", "Patient/p1", `,"note":[{"text":"натощак"}]`+narrative("additional", "Сгусток.")),
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Рак"},"stage":[{"summary":{"text":"T2N0M0"}}],"onsetString":"в юности"`+narrative("additional", "Операция отложена.")+`}`,
		`{"resourceType":"Procedure","id":"q","status":"completed","subject":{"reference":"Patient/p1"}`+narrative("additional", "Кровопотеря 300 мл.")+`}`,
		`{"resourceType":"AllergyIntolerance","id":"a","patient":{"reference":"Patient/p1"}`+narrative("additional", "Со слов матери.")+`}`,
		`{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":"Х"},
			"dosageInstruction":[{"text":"1 таб."}],"note":[{"text":"отменить при сыпи"}]`+narrative("additional", "Выдано 10 таб.")+`}`)}), "p1")
	wantText(t, "report", one(t, r.Reports[0].Documents).Text, "Очаг S6.")
	if len(r.Reports[1].Documents) != 0 {
		t.Error("a generated narrative says what the fields say")
	}
	wantText(t, "observation", one(t, r.Observations).Note, "натощак\nСгусток.")
	wantText(t, "condition", one(t, r.Diagnoses).Note, "Операция отложена.")
	wantText(t, "onset", r.Diagnoses[0].Onset.Words, "в юности")
	wantText(t, "stage", one(t, r.Diagnoses[0].Stages), "T2N0M0")
	wantText(t, "procedure", one(t, one(t, r.Procedures).Notes), "Кровопотеря 300 мл.")
	wantText(t, "allergy", one(t, r.Allergies).Note, "Со слов матери.")
	dosage := one(t, r.Medications).Dosage
	if len(dosage) != 3 {
		t.Fatalf("%d lines of a prescription", len(dosage))
	}
	wantText(t, "prescription", dosage[1], "отменить при сыпи")
	wantText(t, "its narrative", dosage[2], "Выдано 10 таб.")
}

func TestANarrativeThatPlainTextWouldMisstateIsCounted(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"DiagnosticReport","id":"r","status":"final","subject":{"reference":"Patient/p1"},"code":{"text":"КТ"},
			"text":{"status":"additional","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Очаг <del>есть</del> нет.</p></div>"}}`)}), "p1")
	if report := one(t, r.Reports); report.Unreadable != 1 || len(report.Documents) != 0 {
		t.Errorf("%d unreadable, %d documents: what is struck out must not be printed, nor pass unsaid", report.Unreadable, len(report.Documents))
	}
}

func TestWhatIsSaidInWordsInThePlaceOfADateIsKept(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Гастрит"},"onsetString":"в юности","abatementString":"после операции"}`,
		`{"resourceType":"Procedure","id":"q","status":"completed","subject":{"reference":"Patient/p1"},"performedString":"весной",
			"complication":[{"text":"кровотечение"}],"note":[{"text":"без швов"}]}`,
		`{"resourceType":"AllergyIntolerance","id":"a","patient":{"reference":"Patient/p1"},"reaction":[{"manifestation":[{"text":"сыпь"}],"description":"через час, на руках"}]}`,
		observed("o", "Patient/p1", `,"valueTime":"23:59:60"`))}), "p1")
	wantText(t, "illness", one(t, r.Diagnoses).Onset.Words, "в юности")
	wantText(t, "its end", r.Diagnoses[0].Abated.Words, "после операции")
	p := one(t, r.Procedures)
	wantText(t, "procedure", record.Join("; ", p.Performed.Words, one(t, p.Complications.Reasons).Text, one(t, p.Notes)), "весной; кровотечение; без швов")
	wantText(t, "reaction", record.Join("; ", r.Allergies[0].Reactions[0].Signs[0].Text, r.Allergies[0].Reactions[0].Story), "сыпь; через час, на руках")
	wantText(t, "a leap second", one(t, r.Observations).Value.Words, "23:59:60")
}

func TestALabelOfTheMedicineIsThePrescriptions(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Medication","id":"d","meta":{"security":[{"system":"s","code":"R"}]},"code":{"text":"Ламивудин"}}`,
		`{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"medicationReference":{"reference":"Medication/d"}}`,
		`{"resourceType":"MedicationStatement","id":"n","status":"active","subject":{"reference":"Patient/p1"},"medicationReference":{"reference":"Medication/d"}}`)}), "p1")
	for _, m := range r.Medications {
		if !m.Restricted() {
			t.Errorf("%s names a restricted medicine to everybody", m.Ref)
		}
	}
}

func TestAResultThatIsNotInTheSourceIsCounted(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne, patientTwo,
		observed("here", "Patient/p1", ""), observed("theirs", "Patient/p2", ""),
		strings.Replace(observed("wrong", "Patient/p1", ""), `"final"`, `"entered-in-error"`, 1),
		`{"resourceType":"DiagnosticReport","id":"r","status":"final","subject":{"reference":"Patient/p1"},"code":{"text":"Кровь"},
			"contained":[{"resourceType":"Observation","id":"in","status":"final"}],
			"result":[{"reference":"Observation/here"},{"reference":"Observation/nowhere"},{"reference":"Observation/theirs"},{"reference":"Observation/wrong"},{"reference":"#in"}]}`)}), "p1")
	if got := r.Reports[0].Missing; got != 2 {
		t.Errorf("%d results are missing, want 2: one is nowhere, one another patient's", got)
	}
}

// FHIR R4, 6.2.2: where the provision does not say, the base rule does.
func TestAConsentWhoseRuleIsToOptOutIsAProhibition(t *testing.T) {
	for _, c := range []struct {
		name, rule string
		want       record.Decision
	}{
		{"the rule alone", `"policyRule":{"coding":[{"code":"OPTOUT"}]}`, record.Deny},
		{"with exceptions", `"policyRule":{"coding":[{"code":"OPTOUTE"}]},"provision":{"provision":[{"type":"permit"}]}`, record.Deny},
		{"the provision says otherwise", `"policyRule":{"coding":[{"code":"OPTOUT"}]},"provision":{"type":"permit"}`, record.Permit},
		{"a rule to opt in", `"policyRule":{"coding":[{"code":"OPTIN"}]}`, ""},
	} {
		r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
			`{"resourceType":"Consent","id":"c","status":"active","patient":{"reference":"Patient/p1"},"category":[{"coding":[{"code":"doctor-cabinet"}]}],`+c.rule+`}`)}), "p1")
		if got := one(t, r.Consents).Provision.Type; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
