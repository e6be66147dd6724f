//go:build !race

package account

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"vypiska/exporter/policy"
)

func TestEveryFailureTakesTheSameTime(t *testing.T) {
	h := newHouse(t)
	a := h.settled(t, policy.Patient, "Patient/17")
	spent, first := h.add(t, policy.Patient, "Patient/18")
	if _, err := h.Enter(t.Context(), spent.Login.String(), first.Text(), ""); err != nil {
		t.Fatal(err)
	}
	took := map[string]time.Duration{}
	for range 5 {
		for name, login := range map[string]string{"known": a.Login.String(), "unknown": "P-0000-0000", "no login": "x", "spent": spent.Login.String()} {
			begun := time.Now()
			if _, err := h.Enter(t.Context(), login, "another password", ""); err != ErrWrong {
				t.Fatal(err)
			}
			if d := time.Since(begun); took[name] == 0 || d < took[name] {
				took[name] = d
			}
		}
	}
	for name, d := range took { // the quietest of five
		if d < took["known"]/2 || d > took["known"]*2 {
			t.Errorf("%s took %v, known %v", name, d, took["known"])
		}
	}
}

// A hash takes 19 MiB. Forty at once would take 760; two at a time, with what the
// collector has not yet taken of those before, must stay far below.
func TestAStormOfLoginsTakesTheMemoryOfItsSlots(t *testing.T) {
	h := newHouse(t)
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	var all sync.WaitGroup
	ended := make(chan struct{})
	for range 40 {
		all.Go(func() {
			if _, err := h.Enter(t.Context(), "P-0000-0000", "another password", ""); err != ErrWrong {
				t.Error(err)
			}
		})
	}
	go func() { all.Wait(); close(ended) }()
	var most uint64
	for watching := true; watching; {
		select {
		case <-ended:
			watching = false
		case <-time.After(2 * time.Millisecond):
		}
		runtime.ReadMemStats(&now)
		most = max(most, now.HeapInuse-min(before.HeapInuse, now.HeapInuse))
	}
	t.Logf("at most %d MiB above the beginning", most>>20)
	if most > 200<<20 {
		t.Errorf("%d MiB", most>>20)
	}
}
