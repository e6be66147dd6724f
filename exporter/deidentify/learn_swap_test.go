//go:build learn

package deidentify

import (
	"math/rand/v2"
	"slices"
)

// A swapper puts what is marked in some texts into marked places of others, so that the
// weights learn what stands around apart from what stands there.
type swapper struct {
	fillings map[standIn][]filling
	chance   *rand.Rand
}

// A filling is what stands in a marked place of some text.
type filling struct{ text, of string }

// A standIn says which fillings may stand in a place.
type standIn struct {
	lang, kind string
	known      bool
	style      string
}

func newSwapper() *swapper {
	return &swapper{map[standIn][]filling{}, rand.New(rand.NewPCG(5, 6))}
}

func standInOf(lang string, s goldSpan) standIn {
	return standIn{lang, s.Type, s.Known, lettering(s.Text)}
}

func (w *swapper) gather(g *goldText) {
	for _, s := range g.Spans {
		to := standInOf(g.Lang, s)
		w.fillings[to] = append(w.fillings[to], filling{s.Text, g.ID})
	}
}

// swapped is a text with most of its marked places filled from other texts: alike where
// the text had the same.
func (w *swapper) swapped(l *lineIn, g *goldText) (*lineIn, *goldText) {
	text, chosen := []rune(g.Text), map[string]string{}
	var out []rune
	to, at := &goldText{ID: g.ID, Lang: g.Lang}, 0
	for _, s := range byStart(g) {
		if s.Start < at {
			continue
		}
		out = append(out, text[at:s.Start]...)
		at = s.End
		if !s.stays {
			if _, met := chosen[s.Text]; !met {
				chosen[s.Text] = w.choose(g, s.goldSpan)
			}
			s.Text = chosen[s.Text]
		}
		s.Start = len(out)
		out = append(out, []rune(s.Text)...)
		s.End = len(out)
		to.add(s)
	}
	other := *l
	to.Text = string(append(out, text[at:]...))
	other.Text = to.Text
	return &other, to
}

// A labelledSpan is marked, or must stay.
type labelledSpan struct {
	goldSpan
	stays bool
}

// byStart are all labelled places of a text in their order.
func byStart(g *goldText) (all []labelledSpan) {
	for _, s := range g.Spans {
		all = append(all, labelledSpan{s, false})
	}
	for _, s := range g.Negatives {
		all = append(all, labelledSpan{s, true})
	}
	slices.SortStableFunc(all, func(a, b labelledSpan) int { return a.Start - b.Start })
	return all
}

func (g *goldText) add(s labelledSpan) {
	if s.stays {
		g.Negatives = append(g.Negatives, s.goldSpan)
	} else {
		g.Spans = append(g.Spans, s.goldSpan)
	}
}

// choose is a filling for the place of s, or what stands there.
func (w *swapper) choose(g *goldText, s goldSpan) string {
	all := w.fillings[standInOf(g.Lang, s)]
	if w.chance.Float64() >= swapsOf {
		return s.Text
	}
	if f := all[w.chance.IntN(len(all))]; f.of != g.ID {
		return f.text
	}
	return s.Text
}
