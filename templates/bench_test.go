package templates

import "testing"

// BenchmarkDraw is the three-page extract the speed promise is about.
func BenchmarkDraw(b *testing.B) {
	f, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	x := thick(60)
	b.ReportAllocs()
	for b.Loop() {
		p, err := f.Draw(x)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(p.Pages), "pages")
		b.ReportMetric(float64(len(p.PDF)), "bytes")
	}
}
