package storage_test

import (
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"

	"vypiska/storage"
)

// What S3 does not take in one request is put back in parts, and once.
func TestALongObjectIsRestoredInParts(t *testing.T) {
	_, from := embedded(t)
	s := storeOf(t, from.Config())
	o, err := s.Put(t.Context(), signedCopy(t, 40<<20))
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "copies")
	if n, err := s.Backup(t.Context(), backup); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if err := s.Delete(t.Context(), o.Key); err != nil {
		t.Fatal(err)
	}
	storage.AtOnce(t, 20<<20)
	c := from.Config()
	var longest atomic.Int64
	c.Measure = func(over http.RoundTripper) http.RoundTripper { return measuring{over, &longest} }
	limited := storeOf(t, c)
	for _, put := range []int{1, 0} {
		if n, err := limited.Restore(t.Context(), backup); err != nil || n != put {
			t.Fatalf("%d put back, want %d: %v", n, put, err)
		}
	}
	if err := s.Verify(t.Context(), o); err != nil {
		t.Error(err)
	}
	if n := longest.Load(); n == 0 || n > 20<<20 {
		t.Errorf("a request of %d bytes", n)
	}
}

type measuring struct {
	http.RoundTripper
	longest *atomic.Int64
}

func (m measuring) RoundTrip(q *http.Request) (*http.Response, error) {
	for was := m.longest.Load(); q.ContentLength > was && !m.longest.CompareAndSwap(was, q.ContentLength); {
		was = m.longest.Load()
	}
	return m.RoundTripper.RoundTrip(q)
}
