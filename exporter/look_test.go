package exporter

import (
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
)

// Whatever a patient has can be found in the list, once, and ordered from it.
func TestEveryReportStudyAndResultCanBeChosen(t *testing.T) {
	src, err := fhir.OpenDir(t.Context(), "../testdata/fhir-ru")
	if err != nil {
		t.Fatal(err)
	}
	ids, err := src.Patients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	items := 0
	for _, id := range ids {
		rec, err := src.Record(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		all, _ := Select(rec, granted(t, func(*policy.Ask) {}))
		want := map[record.Ref]bool{}
		for _, r := range all.Reports {
			want[r.Ref] = true
		}
		for _, s := range all.Studies {
			want[s.Ref] = true
		}
		for _, o := range all.Observations {
			want[o.Ref] = true
		}
		got := map[record.Ref]bool{}
		for _, i := range Look(rec, granted(t, func(*policy.Ask) {})).Items {
			items++
			if len(i.Refs) == 0 || i.Kind == "" {
				t.Fatalf("%s: an item nobody can order: %+v", id, i)
			}
			part, _ := Select(rec, granted(t, func(a *policy.Ask) { a.Items = i.Refs }))
			for _, r := range part.Reports {
				got[r.Ref] = true
			}
			for _, s := range part.Studies {
				got[s.Ref] = true
			}
			for _, o := range part.Observations {
				got[o.Ref] = true
			}
		}
		for ref := range want {
			if !got[ref] {
				t.Errorf("%s: no item orders %s", id, ref)
			}
		}
	}
	if items < 100 {
		t.Errorf("only %d items were looked at", items)
	}
}

func TestAnItemTellsWhatItIs(t *testing.T) {
	rec := record.Record{
		Reports: []record.Report{
			{Meta: meta("DiagnosticReport/ct"), Categories: []record.Code{{Code: "CT"}}, Issued: day(t, "2025-02-01"), Studies: []record.Ref{"ImagingStudy/told"}, BasedOn: []record.Ref{"ServiceRequest/1"}},
			{Meta: meta("DiagnosticReport/lab"), Issued: day(t, "2025-01-01"), Results: []record.Ref{"Observation/told"}, Status: "preliminary"},
			{Meta: meta("DiagnosticReport/letter"), Issued: day(t, "2025-03-01")},
			{Meta: record.Meta{Ref: "DiagnosticReport/hidden", Labels: []record.Label{{Code: "R"}}}, Issued: day(t, "2025-04-01")},
		},
		Studies: []record.ImagingStudy{{Meta: meta("ImagingStudy/told"), Started: day(t, "2025-02-01")}, {Meta: meta("ImagingStudy/alone"), Started: day(t, "2025-05-01")}},
		Observations: []record.Observation{
			{Meta: meta("Observation/told"), Effective: day(t, "2025-01-01")},
			{Meta: meta("Observation/a"), Effective: day(t, "2024-01-01T08:00:00+03:00"), Members: []record.Ref{"Observation/m", "Observation/nowhere"}},
			{Meta: meta("Observation/m"), Effective: day(t, "2024-01-01")},
			{Meta: meta("Observation/b"), Effective: day(t, "2024-01-01")},
			{Meta: meta("Observation/lab"), Effective: day(t, "2024-01-01"), Categories: []string{"laboratory"}},
		},
	}
	want := []struct {
		kind string
		refs int
	}{{ItemStudy, 1}, {ItemReport, 1}, {ItemImaging, 1}, {ItemLaboratory, 1}, {ItemMeasured, 3}, {ItemLaboratory, 1}}
	got := Look(rec, granted(t, func(*policy.Ask) {})).Items
	if len(got) != len(want) {
		t.Fatalf("%d items: %+v", len(got), got)
	}
	for n, w := range want {
		if got[n].Kind != w.kind || len(got[n].Refs) != w.refs {
			t.Errorf("item %d: %s with %v, want %s with %d", n, got[n].Kind, got[n].Refs, w.kind, w.refs)
		}
	}
	if !got[3].Preliminary || len(got[3].Rows) != 1 || got[2].BasedOn[0] != "ServiceRequest/1" {
		t.Errorf("%+v", got)
	}
}
