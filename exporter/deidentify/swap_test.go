//go:build learn

package deidentify

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var (
	swapped = flag.String("swap", "", `a language and a type ("en ORG"): print where it fails most; without it every type's figure is printed`)
	swaps   = flag.Int("swaps", 1500, "how many texts a type is measured by")
)

// place is where a text has something of somebody or something no record knows.
type place struct {
	text  []rune
	lang  string
	span  goldSpan
	style string
}

// TestSwap puts what stands in a marked place of one blind text into a place of its type in
// another, and says how often it stays there. A place at which most things stay wants a rule,
// a thing that stays at most places wants a word in a list: texts nobody had to write.
func TestSwap(t *testing.T) {
	places := swapPlaces(t)
	for _, of := range slices.Sorted(maps.Keys(places)) {
		if *swapped == "" || *swapped == of {
			swap(t, of, places[of])
		}
	}
}

// swapPlaces are the places of all blind texts, by language and type.
func swapPlaces(t *testing.T) map[string][]place {
	files, err := filepath.Glob("testdata/blind/batches/batch-*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no texts to swap between", err)
	}
	places := map[string][]place{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			var g struct {
				goldText
				Lang string
			}
			if err := json.Unmarshal([]byte(line), &g); err != nil {
				t.Fatal(err)
			}
			for _, s := range g.Spans {
				if !s.Known {
					of := g.Lang + " " + s.Type
					places[of] = append(places[of], place{[]rune(g.Text), g.Lang, s, lettering(s.Text)})
				}
			}
		}
	}
	return places
}

// lettering tells what is written with capitals, without and in capitals alone apart: who
// writes a name in small letters writes no other one with a capital in its place.
func lettering(s string) string {
	switch {
	case strings.ToLower(s) == s:
		return "small"
	case strings.ToUpper(s) == s:
		return "capitals"
	}
	return "mixed"
}

// swap measures one type of one language.
func swap(t *testing.T, of string, places []place) {
	chance := rand.New(rand.NewPCG(7, 7))
	met, stayed, example := map[string]int{}, map[string]int{}, map[string]string{}
	all, left := 0, 0
	for range *swaps {
		in, from := places[chance.IntN(len(places))], places[chance.IntN(len(places))]
		if in.style != from.style {
			continue
		}
		all++
		where, what := in.around(), fmt.Sprintf("%q", from.span.Text)
		met[where]++
		met[what]++
		if in.keeps(from.span.Text) {
			left++
			stayed[where]++
			stayed[what]++
			example[where], example[what] = what, where
		}
	}
	if all == 0 {
		return
	}
	t.Logf("%-14s %5.1f %% of %d go", of, 100*(1-float64(left)/float64(all)), all)
	if *swapped == "" {
		return
	}
	worst := slices.SortedFunc(maps.Keys(stayed), func(a, b string) int {
		return cmp.Or(cmp.Compare(stayed[b], stayed[a]), cmp.Compare(met[a], met[b]), cmp.Compare(a, b))
	})
	for _, w := range worst[:min(len(worst), 150)] {
		t.Logf("%3d of %3d  %s  (as %s)", stayed[w], met[w], w, example[w])
	}
}

// keeps reports whether what is put into the place stays there, at least in part.
func (p place) keeps(what string) bool {
	put := []rune(what)
	text := slices.Concat(p.text[:p.span.Start], put, p.text[p.span.End:])
	span := goldSpan{Start: p.span.Start, End: p.span.Start + len(put), Type: p.span.Type}
	gone := make([]bool, len(text))
	_, spans := NewScrubber(Identity{}, p.lang).Scrub(string(text))
	for _, s := range spans {
		fill(gone, s.Start, s.End)
	}
	return leaks(text, gone, span)
}

// around is the place with some of its text before and behind.
func (p place) around() string {
	before := string(p.text[max(0, p.span.Start-35):p.span.Start])
	behind := string(p.text[p.span.End:min(len(p.text), p.span.End+20)])
	return fmt.Sprintf("%q", before+"⟨⟩"+behind)
}
