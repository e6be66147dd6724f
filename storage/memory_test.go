//go:build !race

// Memory is that of the program as it is, without the race detector's.

package storage_test

import (
	"runtime"
	"testing"
)

// A copy of 20 MB passes through client and server together with far less than
// itself allocated in all: nowhere is it held a second time.
func TestMemoryIsFlat(t *testing.T) {
	_, e := embedded(t)
	s := storeOf(t, e.Config())
	big := signedCopy(t, 20<<20)
	o, err := s.Put(t.Context(), big) // once to fill pools
	if err != nil {
		t.Fatal(err)
	}
	for name, do := range map[string]func() error{
		"put": func() error { _, err := s.Put(t.Context(), big); return err },
		"get": func() error { return s.Verify(t.Context(), o) },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := do(); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
			t.Errorf("%s of 20 MB allocates %d KB", name, used>>10)
		} else {
			t.Logf("%s of 20 MB allocates %d KB", name, used>>10)
		}
	}
}
