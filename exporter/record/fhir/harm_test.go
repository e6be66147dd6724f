package fhir

import (
	"testing"

	"vypiska/exporter/record"
)

func TestAnAllergySaysHowItShowedItself(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"AllergyIntolerance","id":"a","patient":{"reference":"Patient/p1"},"type":"allergy","category":["medication","food"],"criticality":"high",
			"code":{"text":"Пенициллины"},"onsetAge":{"value":7,"unit":"лет"},"lastOccurrence":"2021-05-01","recordedDate":"2022",
			"reaction":[{"substance":{"coding":[{"code":"J01CA01","display":"ампициллин"}]},"manifestation":[{"text":"отёк Квинке"},{"coding":[{"code":"247472004"}]}],
				"severity":"severe","exposureRoute":{"text":"внутрь"},"onset":"2021-05-01","description":"через час","note":[{"text":"реанимация"}]},
				{"description":"зуд после еды"}]}`)}), "p1")
	a := one(t, r.Allergies)
	if a.Type != "allergy" || len(a.Categories) != 2 || a.Onset.Age != (record.Age{Low: "7", LowUnit: "a"}) || a.LastSeen.Day() != "2021-05-01" || len(a.Reactions) != 2 {
		t.Fatalf("have %+v", a)
	}
	e := a.Reactions[0]
	if e.Severity != "severe" || e.Began.Day() != "2021-05-01" {
		t.Errorf("severity %q, began %v", e.Severity, e.Began)
	}
	wantText(t, "substance", e.Substance.Text, "ампициллин")
	wantText(t, "signs", record.Join("; ", e.Signs[0].Text, e.Signs[1].Text), "отёк Квинке; 247472004")
	wantText(t, "route", e.Route, "внутрь")
	wantText(t, "story", e.Story, "через час")
	wantText(t, "note", e.Note, "реанимация")
	wantText(t, "a story without signs", a.Reactions[1].Story, "зуд после еды")
}

func TestAVaccinationSaysWhetherAndHowItWasGiven(t *testing.T) {
	r := mustRecord(t, files(t, map[string]string{"a.json": bundle(patientOne,
		`{"resourceType":"Immunization","id":"a","status":"completed","patient":{"reference":"Patient/p1"},"vaccineCode":{"text":"АКДС"},"occurrenceString":"весной 2019",
			"reportOrigin":{"text":"со слов матери"},"manufacturer":{"display":"Завод вакцин"},"lotNumber":"У-11","expirationDate":"2020-01","doseQuantity":{"value":0.5,"unit":"мл"},
			"route":{"text":"в/м"},"site":{"text":"левое бедро"},"note":[{"text":"перенёс хорошо"}],"reasonCode":[{"text":"по календарю"}],
			"reasonReference":[{"reference":"Condition/c"},{"reference":"Condition/nowhere","display":"контакт"},{"reference":"Condition/theirs","display":"чужое"}],
			"isSubpotent":true,"subpotentReason":[{"text":"нарушена холодовая цепь"}],
			"reaction":[{"date":"2019-04-02","detail":{"reference":"Observation/o"},"reported":true}],
			"protocolApplied":[{"series":"первичная","targetDisease":[{"text":"столбняк"}],"doseNumberPositiveInt":2,"seriesDosesPositiveInt":3},{"doseNumberString":"ревакцинация"}]}`,
		`{"resourceType":"Immunization","id":"b","status":"not-done","patient":{"reference":"Patient/p1"},"vaccineCode":{"text":"Корь"},"occurrenceDateTime":"2020","statusReason":{"text":"медотвод"}}`,
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"},"code":{"text":"Спленэктомия"}}`, patientTwo,
		`{"resourceType":"Condition","id":"theirs","subject":{"reference":"Patient/p2"},"code":{"text":"Чужое"}}`,
		observed("o", "Patient/p1", `,"valueString":"отёк"`))}), "p1")
	a, b := r.Immunizations[0], r.Immunizations[1]
	for name, c := range map[string]struct {
		have record.Personal
		want string
	}{
		"when": {a.Occurred.Words, "весной 2019"}, "told": {a.Told.Text, "со слов матери"}, "manufacturer": {a.Manufacturer.Display, "Завод вакцин"},
		"dose": {a.Dose, "0.5 мл"}, "route": {a.Route, "в/м"}, "site": {a.Site, "левое бедро"}, "note": {one(t, a.Notes), "перенёс хорошо"},
		"reasons":               {record.Join("; ", a.Why.Reasons[0].Text, a.Why.Reasons[1].Text), "по календарю; контакт"},
		"why it does not count": {one(t, a.WeakReasons).Text, "нарушена холодовая цепь"},
		"series":                {a.Courses[0].Series, "первичная"}, "against": {one(t, a.Courses[0].Diseases).Text, "столбняк"},
		"the place in it": {record.Join("/", a.Courses[0].Dose, a.Courses[0].Of), "2/3"}, "a place in words": {a.Courses[1].Dose, "ревакцинация"},
		"why not": {b.NotDone.Text, "медотвод"},
	} {
		wantText(t, name, c.have, c.want)
	}
	if len(a.Why.Reasons) != 2 || one(t, a.Why.Of) != "Condition/c" || one(t, one(t, a.Reactions).What.Of) != "Observation/o" || !a.Reactions[0].Self || !a.Weak {
		t.Errorf("have %+v", a)
	}
	if b.Status != "not-done" || a.Expires.Day() != "2020-01" {
		t.Errorf("status %q, expires %v", b.Status, a.Expires)
	}
}
