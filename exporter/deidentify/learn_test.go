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
	files = slices.DeleteFunc(files, func(f string) bool { return strings.Contains(*held, filepath.Base(f)) })
	weights = quantised(learn(lessonsIn(t, files)))
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
	lastRounds    = 4 // the weights are the mean of those after each of them
	step          = .1
	ridge         = 1. // the penalty of large weights
	leftCounts    = 10
	swappedCounts = 5 // what the rules leave of a text with other names
	missedCounts  = 2
	handCounts    = 3
	stayingCounts = 4
	rare          = 3  // features met less often teach nothing
	readingsOfOne = 8  // so often a text is read as rules would leave it that overlook
	overlooks     = .2 // so much of what they find
	swappings     = 4  // so often it is read with what is marked swapped for the like
	swapsOf       = .8 // so much of it
	besideSwaps   = .3 // so much is learned anew of the words beside
)

// A lesson is an example to learn from.
type lesson struct {
	at     []uint32 // the upper halves of the features' hashes
	told   bool
	counts float32
}

// lessonsIn are the lessons of some files: each text as it is, as rules would leave it that
// overlook, and with other names.
func lessonsIn(t *testing.T, files []string) (all []lesson) {
	swap := newSwapper()
	for _, f := range files {
		eachLine(t, f, func(_ *lineIn, g *goldText) { swap.gather(g) })
	}
	for _, f := range files {
		eachLine(t, f, func(l *lineIn, g *goldText) {
			p := beforeLearned(t, l)
			all = append(all, p.lessons(g)...)
			all = append(all, p.overlooked(g, swap.chance)...)
			for range swappings {
				l, g := swap.swapped(l, g)
				all = append(all, beforeLearned(t, l).swappedLessons(g, swap.chance)...)
			}
		})
	}
	return all
}

// lessons are those of a text as it is.
func (t *passage) lessons(g *goldText) (all []lesson) {
	for i := range t.toks {
		for _, e := range t.example(i, g) {
			all = append(all, e.lesson(leftCounts))
		}
	}
	return all
}

// swappedLessons are those of what was swapped and of some of the words that are left.
func (t *passage) swappedLessons(g *goldText, chance *rand.Rand) (all []lesson) {
	for i := range t.toks {
		if !t.within(i, g.Spans) && (!t.free(i) || chance.Float64() >= besideSwaps) {
			continue
		}
		for _, e := range t.example(i, g) {
			all = append(all, e.lesson(swappedCounts))
		}
	}
	return all
}

// overlooked are lessons as they would be if the rules had overlooked some of what they
// find: so the weights learn whole names and numbers, not only what is left beside them.
func (t *passage) overlooked(g *goldText, chance *rand.Rand) (all []lesson) {
	found := slices.Clone(t.marks)
	for range readingsOfOne {
		for _, i := range t.overlook(found, chance) {
			for _, e := range t.example(i, g) {
				all = append(all, e.lesson(missedCounts))
			}
		}
	}
	return all
}

// lesson is an example that counts so much if the rules left it.
func (e *example) lesson(left float32) lesson {
	l := lesson{at: make([]uint32, len(e.features)), told: e.told, counts: 1}
	for i, f := range e.features {
		l.at[i] = uint32(f >> 32)
	}
	if e.left {
		l.counts *= left
	}
	if e.hand {
		l.counts *= handCounts
	}
	if e.negative {
		l.counts *= stayingCounts
	}
	return l
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

// A scale is a weight while it is learned.
type scale struct {
	weight, squares float64 // squares is the sum of the slopes' squares
	pull            float64 // towards 0, of one lesson
}

// learn fits a logistic regression by stochastic gradient descent with AdaGrad's steps. The
// same texts give the same weights.
func learn(all []lesson) []float64 {
	scales, mean := make([]scale, 1<<weightBits), make([]float64, 1<<weightBits)
	for f, met := range withoutRare(all) {
		scales[f].pull = ridge / max(met, 1)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for round := range rounds {
		for _, i := range chance.Perm(len(all)) {
			miss := all[i].miss(scales)
			for _, f := range all[i].at {
				scales[f].step(miss)
			}
		}
		if round >= rounds-lastRounds {
			for f := range scales {
				mean[f] += scales[f].weight / lastRounds
			}
		}
	}
	return mean
}

func (s *scale) step(miss float64) {
	slope := miss + s.pull*s.weight
	s.squares += slope * slope
	s.weight -= step * slope / math.Sqrt(s.squares+1e-8)
}

// miss is by how much the weights miss the lesson.
func (l *lesson) miss(scales []scale) float64 {
	z := 0.
	for _, f := range l.at {
		z += scales[f].weight
	}
	miss := 1 / (1 + math.Exp(-z))
	if l.told {
		miss--
	}
	return miss * float64(l.counts)
}

// withoutRare leaves of each lesson the places of those features that are not rare, and
// tells how often each place is met.
func withoutRare(all []lesson) (met []float64) {
	const bits = 28 // of a feature's hash: enough to tell features apart
	count := make([]uint8, 1<<bits)
	for _, l := range all {
		for _, f := range l.at {
			count[f>>(32-bits)] = min(count[f>>(32-bits)]+1, rare)
		}
	}
	met = make([]float64, 1<<weightBits)
	for i, l := range all {
		kept := l.at[:0]
		for _, f := range l.at {
			if count[f>>(32-bits)] == rare {
				kept = append(kept, f>>(32-weightBits))
				met[f>>(32-weightBits)]++
			}
		}
		all[i].at = kept
	}
	return met
}

func quantised(w []float64) string {
	b := make([]byte, len(w))
	for i, v := range w {
		b[i] = byte(int8(max(-127, min(127, math.Round(v*weightUnit)))))
	}
	return string(b)
}
