package deidentify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"vypiska/exporter/record"
)

func TestASampleIsOfTheSizeAskedForAndFair(t *testing.T) {
	src := population{}
	for i := range 20 {
		rec := person1(i, 1960, true, "", "I10", 2024)
		rec.Patient.Names = []record.Name{{Family: pers("Кожемякин"), Given: []record.Personal{pers("Пётр")}}}
		rec.Reports[0].Conclusion = pers(fmt.Sprintf("Осмотрен Кожемякин П. Гемоглобин %d г/л", 110+i))
		src = append(src, rec)
	}
	times := map[string]int{}
	for seed := range uint64(400) {
		got, unread, err := Sample(context.Background(), src, 5, rand.New(rand.NewPCG(seed, 1)))
		if err != nil || unread != 0 || len(got) != 5 {
			t.Fatal(len(got), unread, err)
		}
		for _, s := range got {
			times[s.Clean]++
			if !strings.Contains(s.Marked, "⟦Кожемякин П.|PATIENT⟧") || strings.Contains(s.Clean, "Кожемякин") || s.Spans == 0 {
				t.Fatalf("%+v", s)
			}
		}
	}
	for text, n := range times { // 100 each are expected; 60 and 140 are four deviations away
		if n < 60 || n > 140 {
			t.Errorf("%q was chosen %d times of 400", text, n)
		}
	}
	if len(times) != 20 {
		t.Errorf("%d of 20 reports were ever chosen", len(times))
	}
}
