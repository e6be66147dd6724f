package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
)

// crowd is a source that has one patient of the sample clinic many times.
type crowd struct {
	record.Source
	model  record.PatientID
	people int
}

func (c crowd) Patients(context.Context) ([]record.PatientID, error) {
	all := make([]record.PatientID, c.people)
	for i := range all {
		all[i] = record.PatientID(fmt.Sprintf("%s-%d", c.model, i))
	}
	return all, nil
}

func (c crowd) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	rec, err := c.Source.Record(ctx, c.model)
	rec.Patient.ID = id
	return rec, err
}

// BenchmarkPackage makes a package of 200 people, and the same reports as copies
// by the operator's order, by the same workers. The two take turns and the
// quietest turn of each counts: "x-of-copies" is what the package costs beside
// its documents made, sealed and registered without it.
func BenchmarkPackage(b *testing.B) {
	s := newService(b)
	s.Source = crowd{s.Source, "ru-p01", 200}
	desk, err := app.NewDesk(s.house, s.Setup)
	if err != nil {
		b.Fatal(err)
	}
	april := record.Period{Start: record.DateOf(2025, 4, 1), End: record.DateOf(2025, 4, 30)}
	contract, err := app.ParseContract([]byte(contractA))
	if err != nil {
		b.Fatal(err)
	}
	people, _ := s.Source.Patients(b.Context())
	name := filepath.Join(b.TempDir(), "p.asice")
	pack, copies := time.Hour, time.Hour
	for b.Loop() {
		start := time.Now()
		made, err := desk.Package(b.Context(), askOf(contract, april), "ru", s.now(), name)
		if err != nil || made.Package.Documents() != len(people) {
			b.Fatal(made.Package.Documents(), err)
		}
		between := time.Now()
		for _, err := range app.InOrder(b.Context(), runtime.GOMAXPROCS(0), people, func(id record.PatientID) error {
			_, err := desk.Build(b.Context(), policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: id, Kind: policy.Signed,
				Items: []record.Ref{"DiagnosticReport/ru-p01-dr37"}, Lang: "ru", Basis: "test"}, s.now())
			return err
		}) {
			if err != nil {
				b.Fatal(err)
			}
		}
		pack, copies = min(pack, between.Sub(start)), min(copies, time.Since(between))
	}
	b.ReportMetric(float64(pack)/float64(copies), "x-of-copies")
	b.ReportMetric(float64(pack.Milliseconds())/float64(len(people)), "ms/person")
}
