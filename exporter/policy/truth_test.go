package policy_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
)

// TestTheTableAgreesWithTheSampleClinic decides for every doctor and patient of
// testdata/fhir-ru and compares with the truth the data were made by.
func TestTheTableAgreesWithTheSampleClinic(t *testing.T) {
	const data = "../../testdata/"
	text, err := os.ReadFile(data + "fhir-ru.index.json")
	if err != nil {
		t.Fatal(err)
	}
	var index struct {
		Rules    struct{ AsOf string }
		Patients []struct {
			ID     record.PatientID
			Access struct {
				Doctors map[string]struct {
					Access bool
					Reason string
				}
			}
		}
	}
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	asOf, err := time.ParseInLocation(time.DateOnly, index.Rules.AsOf, moscow)
	if err != nil {
		t.Fatal(err)
	}
	src, err := fhir.OpenDir(t.Context(), data+"fhir-ru")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, p := range index.Patients {
		rec, err := src.Record(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		facts := policy.FactsOf(rec, policy.Settings{})
		for doctor, truth := range p.Access.Doctors {
			asked++
			a := policy.Ask{Asker: policy.Asker{Role: policy.Doctor, Subject: record.Ref("Practitioner/" + doctor)}, Patient: p.ID, Kind: policy.Anonymized}
			for _, at := range []time.Time{asOf, asOf.Add(24*time.Hour - time.Nanosecond)} {
				if _, err := policy.Decide(a, facts, at); (err == nil) != truth.Access {
					t.Errorf("%s asks for %s: got %v, want access %v (%s)", doctor, p.ID, err, truth.Access, truth.Reason)
				}
			}
			a.Kind = policy.Signed
			if _, err := policy.Decide(a, facts, asOf); err == nil {
				t.Errorf("%s got a signed copy of %s", doctor, p.ID)
			}
		}
	}
	if asked != 72 {
		t.Errorf("asked %d times, want 24 patients times 3 doctors", asked)
	}
}
