//go:build !race

package deidentify

import (
	"strings"
	"testing"
	"time"
)

// Four times the text costs about four times the work, whatever it is made of: no
// text may hold up an order. On a busy machine one of a few tries must show it.
func TestNoTextCostsTheSquareOfItsLength(t *testing.T) {
	s := NewScrubber(Gather(smallRecord()), "ru")
	cost := func(text string) time.Duration {
		begun := time.Now()
		s.Scrub(text)
		return time.Since(begun)
	}
	for _, what := range []string{"Ж", "1", "Ж-", "Ж.", "1.", "1 ", "12.", "a@", "А. ", "№ 1/", "ул. ", "Ж\n", "ooo «", "иванова", "Иванов ", "х/", "(", "ГБУЗ "} {
		n := 50_000 / len(what)
		ratio, small, large := 99.0, time.Hour, time.Hour
		for tries := 0; tries < 20 && ratio > 8; tries++ { // the least of each: what others do at the time only adds
			small, large = min(small, cost(strings.Repeat(what, n))), min(large, cost(strings.Repeat(what, 4*n)))
			ratio = float64(large) / float64(small)
		}
		if ratio > 8 {
			t.Errorf("four times %q costs %.1f times as much", what, ratio)
		}
	}
}
