package fhir

import (
	"testing"
)

// BenchmarkDirectory reads 24 patients, 1.1 MB: index and records apart.
func BenchmarkDirectory(b *testing.B) {
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			if _, err := OpenDir(b.Context(), fhirRu); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("records", func(b *testing.B) {
		d, err := OpenDir(b.Context(), fhirRu)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			for _, id := range d.patients {
				if _, err := d.Record(b.Context(), id); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

const fhirRu = "../../../testdata/fhir-ru"
