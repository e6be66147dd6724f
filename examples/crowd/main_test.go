package main

import (
	"testing"

	"vypiska/exporter/record/fhir"
)

func TestEverybodyInACrowdIsSomebody(t *testing.T) {
	dir := t.TempDir()
	if err := crowd("../../testdata/fhir-ru", dir, "", 60); err != nil {
		t.Fatal(err)
	}
	src, err := fhir.OpenDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	all, err := src.Patients(t.Context())
	if err != nil || len(all) != 60 || len(src.Faults()) > 0 {
		t.Fatalf("%d people, %v, %v", len(all), src.Faults(), err)
	}
	for _, id := range all {
		rec, err := src.Record(t.Context(), id)
		if err != nil || len(rec.Reports) == 0 {
			t.Errorf("%s: %d reports, %v", id, len(rec.Reports), err)
		}
	}
	if err := crowd(t.TempDir(), dir, "", 5); err == nil {
		t.Error("a crowd of nobody")
	}
}
