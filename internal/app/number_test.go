package app

import (
	"context"
	"sync"
	"testing"
	"time"

	"vypiska/exporter/issued"
	"vypiska/internal/db"
)

// Numbers of a block are as lasting as single ones, and no two copies get one.
func TestABlockOfNumbersGivesEachOnce(t *testing.T) {
	h, err := OpenRegister(t.Context(), Address{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.DB.Close() })
	b := &block{numbers: numbers{h}, size: 8}
	var mu sync.Mutex
	var all sync.WaitGroup
	seen := map[issued.Number]bool{}
	for range 20 {
		all.Go(func() {
			n, err := b.Reserve(t.Context())
			mu.Lock()
			defer mu.Unlock()
			if err != nil || seen[n] {
				t.Errorf("%v twice: %v, %v", n, seen[n], err)
			}
			seen[n] = true
		})
	}
	all.Wait()
	if len(b.left) != 4 {
		t.Errorf("%d are left of three blocks of 8, want 4", len(b.left))
	}
	for n := range seen {
		err := h.DB.Tx(t.Context(), func(tx *db.Tx) error { return tx.ReserveNumber(t.Context(), n.String()) })
		if err == nil {
			t.Fatalf("%v was not reserved", n)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&block{numbers: numbers{h}, size: 8}).Reserve(ended); err == nil {
		t.Error("a block that was not stored gives numbers")
	}
}

func BenchmarkNumbers(b *testing.B) {
	for name, size := range map[string]int{"one": 1, "block of 64": 64} {
		b.Run(name, func(b *testing.B) {
			h, err := OpenHouse(b.Context(), Address{Dir: b.TempDir()}, SealKey{}, time.Now())
			if err != nil {
				b.Fatal(err)
			}
			defer h.Close()
			numbers := &block{numbers: numbers{h}, size: size}
			for b.Loop() {
				if _, err := numbers.Reserve(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
