//go:build learn

package deidentify

import (
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var held = flag.String("held", "", "files of texts to measure by and not to learn from")

// TestLearn teaches lexicon/weights.bin, or with -held prints what the layer would find in
// texts it has not learned from.
func TestLearn(t *testing.T) {
	files, err := filepath.Glob("testdata/blind/batches/batch-*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no texts to learn from", err)
	}
	var all []lesson
	for _, f := range files {
		if !strings.Contains(*held, filepath.Base(f)) {
			for _, e := range examplesOf(t, f) {
				all = append(all, lesson{example: e})
			}
			all = append(all, overlooked(t, f)...)
		}
	}
	weights = quantised(learn(all))
	if *held == "" {
		if err := os.WriteFile("lexicon/weights.bin", []byte(weights), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range strings.Fields(*held) {
		findings(t, f)
		givenBack(t, f)
	}
}

// findings prints what the weights find of what the rules have left, by odds.
func findings(t *testing.T, file string) {
	all := examplesOf(t, file)
	for _, more := range []int{2 * weightUnit, weightUnit, weightUnit / 2, 0, -weightUnit / 2, -weightUnit} {
		var leaked, found, lost, negatives int
		for _, e := range all {
			if e.left && e.told {
				leaked++
			}
			if !e.arguable || odds(e.features) < e.least+more {
				continue
			}
			switch {
			case e.told:
				found++
			case e.negative:
				negatives++
				fallthrough
			default:
				lost++
			}
		}
		t.Logf("%s: odds from %+.1f: found %d of %d left by the rules, took %d of %d words, %d of them hard negatives",
			filepath.Base(file), float64(more)/weightUnit, found, leaked, lost, len(all), negatives)
	}
}

// givenBack prints how many words the weights put back, and of those how many are marked.
func givenBack(t *testing.T, file string) {
	var told, staying, all int
	eachMarked(t, file, func(p *passage, g *goldText) {
		was := slices.Clone(p.taken)
		p.sight.look(p)
		p.putBack()
		for i, k := range p.toks {
			if k.kind == sign || !was[i] || p.taken[i] {
				continue
			}
			all++
			if p.within(i, g.Spans) {
				told++
			}
			if p.within(i, g.Negatives) {
				staying++
			}
		}
	})
	t.Logf("%s: put back %d words, %d of them marked, %d hard negatives", filepath.Base(file), all, told, staying)
}

// The teaching: what the rules leave counts more than what they find, hand-written texts
// more than generated ones, what must stay more than other words. Found by trying on
// batches that were held back.
const (
	rounds        = 8
	step          = .1
	ridge         = 1. // the penalty of large weights
	leftCounts    = 10
	missedCounts  = 2
	handCounts    = 3
	stayingCounts = 4
	rare          = 3  // features met less often teach nothing
	readingsOfOne = 8  // so often a text is read as rules would leave it that overlook
	overlooks     = .2 // so much of what they find
)

// A lesson is an example to learn from.
type lesson struct {
	example
	missed bool // the rules find it, and are made to overlook it
}

func (e *lesson) counts() float64 {
	w := 1.
	switch {
	case e.missed:
		w *= missedCounts
	case e.left:
		w *= leftCounts
	}
	if e.hand {
		w *= handCounts
	}
	if e.negative {
		w *= stayingCounts
	}
	return w
}

// overlooked are examples as they would be if the rules had overlooked some of what they
// find: so the weights learn whole names and numbers, not only what is left beside them.
func overlooked(t *testing.T, file string) (all []lesson) {
	chance := rand.New(rand.NewPCG(3, 4))
	eachMarked(t, file, func(p *passage, g *goldText) {
		found := slices.Clone(p.marks)
		for range readingsOfOne {
			for _, i := range p.overlook(found, chance) {
				for _, e := range p.example(i, g) {
					all = append(all, lesson{e, true})
				}
			}
		}
	})
	return all
}

// overlook leaves some of the marks out and gives the tokens in and beside them.
func (t *passage) overlook(found []mark, chance *rand.Rand) (near []int) {
	t.marks = t.marks[:0]
	clear(t.taken)
	seen := map[int]bool{}
	for _, m := range found {
		if chance.Float64() >= overlooks {
			t.markAs(m.from, m.to, m.kind, m.instead)
			continue
		}
		for i := max(0, m.from-2); i < min(len(t.toks), m.to+2); i++ {
			seen[i] = true
		}
	}
	t.sight.look(t)
	for i := range seen {
		if t.free(i) {
			near = append(near, i)
		}
	}
	slices.Sort(near)
	return near
}

// learn fits a logistic regression by stochastic gradient descent with AdaGrad's steps. The
// same texts give the same weights.
func learn(all []lesson) []float64 {
	places, met := rowsOf(all)
	w, squares := make([]float64, 1<<weightBits), make([]float64, 1<<weightBits)
	chance := rand.New(rand.NewPCG(1, 2))
	for range rounds {
		for _, i := range chance.Perm(len(all)) {
			z := 0.
			for _, f := range places[i] {
				z += w[f]
			}
			miss := 1 / (1 + math.Exp(-z))
			if all[i].told {
				miss--
			}
			miss *= all[i].counts()
			for _, f := range places[i] {
				slope := miss + ridge*w[f]/met[f]
				squares[f] += slope * slope
				w[f] -= step * slope / math.Sqrt(squares[f]+1e-8)
			}
		}
	}
	return w
}

// rowsOf are the places of each example's features that are not rare, and how often
// each place is met.
func rowsOf(all []lesson) (places [][]uint32, met []float64) {
	count := map[feature]uint8{}
	for _, e := range all {
		for _, f := range e.features {
			count[f] = min(count[f]+1, rare)
		}
	}
	places, met = make([][]uint32, len(all)), make([]float64, 1<<weightBits)
	for i, e := range all {
		for _, f := range e.features {
			if count[f] == rare {
				at := uint32(f >> (64 - weightBits))
				places[i] = append(places[i], at)
				met[at]++
			}
		}
	}
	return places, met
}

func quantised(w []float64) string {
	b := make([]byte, len(w))
	for i, v := range w {
		b[i] = byte(int8(max(-127, min(127, math.Round(v*weightUnit)))))
	}
	return string(b)
}
