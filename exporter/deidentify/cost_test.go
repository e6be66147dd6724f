//go:build !race && unix

package deidentify

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// Four times the text costs about four times the work, whatever it is made of: no
// text may hold up an order. The processor's time is counted, and the least of a few
// tries: what else runs on the machine only adds to it.
func TestNoTextCostsTheSquareOfItsLength(t *testing.T) {
	s := NewScrubber(Gather(smallRecord()), "ru")
	cost := func(text string) time.Duration {
		begun := worked(t)
		s.Scrub(text)
		return worked(t) - begun
	}
	for _, what := range []string{"Ж", "1", "Ж-", "Ж.", "1.", "1 ", "12.", "a@", "А. ", "№ 1/", "ул. ", "Ж\n", "ooo «", "иванова", "Иванов ", "х/", "(", "ГБУЗ "} {
		n := 50_000 / len(what)
		ratio, small, large := 99.0, time.Hour, time.Hour
		for tries := 0; tries < 20 && ratio > 8; tries++ {
			small, large = min(small, cost(strings.Repeat(what, n))), min(large, cost(strings.Repeat(what, 4*n)))
			ratio = float64(large) / float64(small)
		}
		if ratio > 8 {
			t.Errorf("four times %q costs %.1f times as much", what, ratio)
		}
	}
}

// worked is how long the processor has worked for this process.
func worked(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
