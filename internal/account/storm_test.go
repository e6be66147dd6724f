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
	measure := func() (apart float64) {
		for name, login := range map[string]string{"known": a.Login.String(), "unknown": "P-0000-0000", "no login": "x", "spent": spent.Login.String()} {
			begun := time.Now()
			if _, err := h.Enter(t.Context(), login, "another password", ""); err != ErrWrong {
				t.Fatal(err)
			}
			if d := time.Since(begun); took[name] == 0 || d < took[name] {
				took[name] = d
			}
		}
		for _, d := range took {
			ratio := float64(d) / float64(took["known"])
			apart = max(apart, ratio, 1/ratio)
		}
		return apart
	}
	apart := 0.0
	for tries := 0; tries < 5 || apart > 2 && tries < 30; tries++ { // the quietest of a few: the machine is shared
		apart = measure()
	}
	if apart > 2 {
		t.Errorf("told apart by the time: %v", took)
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
