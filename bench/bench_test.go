package main

import (
	"strings"
	"testing"
	"time"
)

// A peer that printed less than we do would look fast for nothing.
func TestThePeersPrintWhatWePrint(t *testing.T) {
	o, err := newOurs()
	if err != nil {
		t.Fatal(err)
	}
	c := contentOf(o.extract)
	page := c.html()
	for _, want := range append(analytes, "Щукина Шура Игоревна", "112-233-445 95", "E11.9", "×10⁹/л", "4,0–9,0", o.number.String(), "Заключение: норма.") {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if n := strings.Count(page, "×10⁹/л</td>"); n != len(o.rec.Observations) {
		t.Errorf("%d results on the page, want %d", n, len(o.rec.Observations))
	}
	if n := strings.Count(page, "инфильтративных"); n != 24 {
		t.Errorf("%d sentences of the reports, want 24", n)
	}
}

func TestEveryMakersDocumentHasThreePages(t *testing.T) {
	makers, stop, err := line(t.TempDir() + "/copy.pdf")
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for _, m := range makers {
		if m.missing != "" {
			t.Log(m.name, m.missing)
			continue
		}
		pdf, err := m.make()
		if err != nil || pagesOf(pdf) != 3 {
			t.Errorf("%s: %d pages, %v, want 3", m.name, pagesOf(pdf), err)
		}
	}
}

func TestTimesOfAProcess(t *testing.T) {
	parent, used := times("12 (a b) c) S 7 12 12 0 -1 4194304 1 2 3 4 100 50 7 3 20 0 1 0 5")
	if parent != 7 || used != 1600*time.Millisecond {
		t.Errorf("parent %d, used %v", parent, used)
	}
	if !below(map[int]int{9: 8, 8: 7, 7: 1}, 9, 7) || below(map[int]int{9: 8, 8: 1}, 9, 7) {
		t.Error("a process is counted to the wrong tree")
	}
}
