package deidentify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"vypiska/exporter/record"
)

// A Sampled is one report chosen for a reader to compare: its text as the record
// has it with what goes in brackets, and as a copy would show it.
type Sampled struct {
	Marked string // ⟦what goes|TYPE⟧
	Clean  string
	Spans  int
}

// Sample chooses up to n reports of a source at random, each as likely as any
// other, and de-identifies their texts strictly. Patients whose record cannot be
// read are left out and counted.
func Sample(ctx context.Context, src record.Source, n int, r *rand.Rand) (chosen []Sampled, unread int, err error) {
	ids, err := src.Patients(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("sample reports: %w", err)
	}
	seen := 0
	for _, id := range ids {
		rec, err := src.Record(ctx, id)
		if ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		if err != nil {
			unread++
			continue
		}
		for _, text := range reportTexts(rec) {
			seen++
			place := r.IntN(seen) // reservoir sampling: one pass, n texts held
			if len(chosen) < n {
				place = len(chosen)
				chosen = append(chosen, Sampled{})
			}
			if place < n {
				chosen[place] = sampled(rec, text)
			}
		}
	}
	r.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
	return chosen, unread, nil
}

// reportTexts are the free texts of a record's reports, one for each report.
func reportTexts(rec record.Record) []string {
	var all []string
	for _, rep := range rec.Reports {
		parts := []string{rep.Conclusion.Reveal()}
		for _, d := range rep.Documents {
			parts = append(parts, d.Text.Reveal())
		}
		if text := strings.TrimSpace(strings.Join(parts, "\n")); text != "" {
			all = append(all, text)
		}
	}
	return all
}

func sampled(rec record.Record, text string) Sampled {
	clean, spans := NewScrubber(Gather(rec), languageOf(text)).Scrub(text)
	in := []rune(text)
	var b strings.Builder
	done := 0
	for _, s := range spans {
		b.WriteString(string(in[done:s.Start]) + "⟦" + string(in[s.Start:s.End]) + "|" + s.Type + "⟧")
		done = s.End
	}
	b.WriteString(string(in[done:]))
	return Sampled{Marked: b.String(), Clean: clean, Spans: len(spans)}
}
