package exporter_test

import (
	"context"
	"fmt"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// BenchmarkRecordGrows makes signed extracts of records with ten to ten thousand
// observations, on days a week apart. µs/observation says whether the cost of one
// stays what it is.
func BenchmarkRecordGrows(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("observations=%d", n), func(b *testing.B) {
			e, _, kept := newExporter(b, grown(n))
			g := grant(b, policy.Signed)
			pages := 0
			b.ReportAllocs()
			for b.Loop() {
				c, err := e.Export(context.Background(), g)
				if err != nil {
					b.Fatal(err)
				}
				kept.kept, pages = kept.kept[:0], c.Pages()
			}
			b.ReportMetric(float64(pages), "pages")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/observation")
		})
	}
}

// grown is threePages with another number of observations.
func grown(n int) record.Record {
	rec := threePages()
	models := rec.Observations
	rec.Observations = make([]record.Observation, n)
	for i := range rec.Observations {
		o := models[i%len(models)]
		o.Ref = record.Ref(fmt.Sprintf("Observation/%d", i))
		week := i / 20
		o.Effective = date(fmt.Sprintf("%d-%02d-%02dT08:10:00+03:00", 2016+week/48%10, 1+week/4%12, 1+week%4*7))
		rec.Observations[i] = o
	}
	return rec
}
