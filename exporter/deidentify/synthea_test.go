package deidentify_test

import (
	"context"
	"testing"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/record/fhir"
)

func TestSyntheaPatientsAreNotNamed(t *testing.T) {
	src, err := fhir.OpenDir(context.Background(), samples+"/fhir-synthea")
	if err != nil {
		t.Fatal(err)
	}
	ids, err := src.Patients(context.Background())
	if err != nil || len(ids) == 0 {
		t.Fatalf("%d patients, %v", len(ids), err)
	}
	for _, id := range ids {
		rec, err := src.Record(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := deidentify.Record(rec, deidentify.Gather(rec), deidentify.Strict, "ru", asOf)
		if err != nil {
			t.Fatal(err)
		}
		text := allText(out)
		for _, n := range rec.Patient.Names {
			for _, w := range append(n.Given, n.Family) {
				if !w.Empty() && wholeWord(text, w.Reveal()) {
					t.Errorf("patient %d: a name is still there", len(id))
				}
			}
		}
		for _, i := range rec.Patient.Identifiers {
			if wholeWord(text, i.Value.Reveal()) {
				t.Errorf("an identifier (%s) is still there", i.Kind)
			}
		}
		for _, p := range rec.People {
			for _, n := range p.Names {
				if !n.Family.Empty() && len(n.Family.Reveal()) > 4 && wholeWord(text, n.Family.Reveal()) {
					t.Error("a name of the staff is still there")
				}
			}
		}
	}
}
