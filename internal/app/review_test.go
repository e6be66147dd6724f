package app_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
	"vypiska/internal/app"
)

// A copy that would leak is not made; the asker learns that it needs review, the
// officer where and why, and nobody the value.
func TestACopyThatWouldLeakIsTheOfficersToLookAt(t *testing.T) {
	s, ctx := newService(t), context.Background()
	rec := recordOf(t, "ru-p01")
	name := rec.Patient.Name().Full().Reveal()
	set := s.Setup
	set.Clinic.Issuer = exporter.Issuer{Name: record.NewPersonal("Клиника " + name)} // a form that prints what it must not
	desk, err := app.NewDesk(s.house, set)
	fatal(t, err)
	o, err := desk.Order(ctx, doctor, app.OrderAsk{Patient: "ru-p01", Kind: "anonymized"})
	fatal(t, err)
	fatal(t, desk.Run(ctx, o.ID))
	got, err := desk.FindOrder(ctx, doctor, o.ID)
	fatal(t, err)
	if got.Status != app.Failed || got.Refusal != "needs-review" || got.Number != "" {
		t.Errorf("the asker sees %+v", got)
	}
	list, err := desk.Reviews(ctx, officer, "")
	fatal(t, err)
	if len(list) != 1 || list[0].Order != o.ID || list[0].Code != "needs-review" || !strings.Contains(list[0].Why, "PATIENT by rule") || !strings.Contains(list[0].Why, "page 1") {
		t.Fatalf("the officer sees %+v", list)
	}
	for _, word := range strings.Fields(name) {
		if strings.Contains(list[0].Why, word) {
			t.Error("the list tells the value")
		}
	}
	for _, v := range []app.Visitor{doctor, patient, reception, {}} {
		if _, err := desk.Reviews(ctx, v, ""); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s: %v", v.Role, err)
		}
	}
}

// No order stands for a copy made at the machine: that it would have leaked is in
// the register, and counted, without the value.
func TestALeakAtTheMachineIsInTheRegister(t *testing.T) {
	s, ctx := newService(t), context.Background()
	name := recordOf(t, "ru-p01").Patient.Name().Full().Reveal()
	set := s.Setup
	set.Clinic.Issuer = exporter.Issuer{Name: record.NewPersonal("Клиника " + name)}
	desk, err := app.NewDesk(s.house, set)
	fatal(t, err)
	var heard []app.Word
	s.house.Hear = func(w app.Word) { heard = append(heard, w) }
	ask := policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "ru-p01", Kind: policy.Anonymized, Lang: "ru"}
	if c, err := desk.Build(ctx, ask, s.now()); !errors.Is(err, deidentify.ErrLeak) || c.Valid() {
		t.Fatal(err)
	}
	log := s.log(t)
	if !strings.Contains(log, `"reason":"needs-review: PATIENT by rule`) || !strings.Contains(log, `"patient":"ru-p01"`) {
		t.Errorf("the register says %s", log)
	}
	for _, word := range strings.Fields(name) {
		if strings.Contains(log, word) {
			t.Error("the register tells the value")
		}
	}
	if len(heard) != 1 || !heard[0].Leak || heard[0].Ended != "" {
		t.Errorf("counted: %+v", heard)
	}
}

// In a small group the operator gets one code and no reason; the register has it.
func TestASmallGroupIsWithheldWithoutAReason(t *testing.T) {
	s, ctx := newService(t), context.Background()
	set := s.Setup
	set.Groups = &deidentify.Groups{Source: set.Source, K: 25, Population: 20} // 24 patients: nobody can look like 25
	desk, err := app.NewDesk(s.house, set)
	fatal(t, err)
	ask := policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "ru-p01", Kind: policy.Anonymized, Lang: "ru"}
	c, err := desk.Build(ctx, ask, s.now())
	var refusal *policy.Refusal
	if !errors.As(err, &refusal) || refusal.Rule != "withheld" || c.Valid() || strings.Contains(err.Error(), "group") {
		t.Errorf("%v", err)
	}
	if _, err := desk.Build(ctx, policy.Ask{Asker: policy.Asker{Role: policy.Doctor, Subject: doctor.Subject}, Patient: "ru-p01", Kind: policy.Anonymized, Lang: "ru"}, s.now()); err != nil {
		t.Errorf("a treating doctor's report was counted: %v", err)
	}
}

// What was taken out of a copy is kept with it, for the officer, without a value.
func TestAnAuditTellsTypesRulesAndPlaces(t *testing.T) {
	s, ctx := newService(t), context.Background()
	o := s.ready(t, doctor, "anonymized")
	found, err := s.Audit(ctx, officer, o.Number)
	fatal(t, err)
	rules := map[string]int{}
	for _, f := range found {
		rules[f.Rule]++
		if f.Type == "" || f.Rule == "" || f.Text == 0 || f.End <= f.Start {
			t.Errorf("%+v", f)
		}
	}
	if rules["date"] == 0 || rules["known-name"] == 0 {
		t.Errorf("rules %v", rules)
	}
	if _, err := s.Audit(ctx, doctor, o.Number); !errors.Is(err, app.ErrVisitor) {
		t.Error(err)
	}
	if _, err := s.Audit(ctx, officer, s.ready(t, patient, "signed").Number); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("a signed copy has an audit: %v", err)
	}
}

func recordOf(t *testing.T, id record.PatientID) record.Record {
	t.Helper()
	src, err := fhir.OpenDir(context.Background(), filepath.Join(root, "testdata/fhir-ru"))
	fatal(t, err)
	rec, err := src.Record(context.Background(), id)
	fatal(t, err)
	return rec
}
