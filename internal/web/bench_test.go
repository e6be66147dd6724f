package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"vypiska/exporter/policy"
)

// A page of a cabinet, asked for by several at once: session and account are
// read from the database at each, and the page is rendered. The slowest of a
// hundred is told beside the mean.
func BenchmarkAPageOfACabinet(b *testing.B) {
	r := newClinic(b)
	cookie := r.holder(policy.Reception, "front-desk").browser.jar["__Host-session"]
	var mu sync.Mutex
	var took []time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		var mine []time.Duration
		for pb.Next() {
			req := httptest.NewRequest("GET", "https://clinic.example/reception", nil)
			req.Header.Set("Accept", page)
			req.AddCookie(cookie)
			w, begun := httptest.NewRecorder(), time.Now()
			r.Handler().ServeHTTP(w, req)
			mine = append(mine, time.Since(begun))
			if w.Code != http.StatusOK {
				b.Errorf("status %d", w.Code)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		took = append(took, mine...)
	})
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
