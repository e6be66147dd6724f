package deidentify

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// An example is a word or number of a marked text and what is said of it.
type example struct {
	features []feature
	told     bool // marked by who wrote the text
	negative bool // marked as what must stay
	left     bool // by the layers before
	arguable bool
	least    int
	hand     bool // the text is hand-written
}

// examplesOf reads marked texts as the learned layer would see them.
func examplesOf(t *testing.T, file string) (all []example) {
	t.Helper()
	eachMarked(t, file, func(p *passage, g *goldText) {
		p.sight.look(p)
		for i := range p.toks {
			all = append(all, p.example(i, g)...)
		}
	})
	return all
}

// eachMarked calls look with each text of a file after all layers before the learned one.
func eachMarked(t *testing.T, file string, look func(*passage, *goldText)) {
	t.Helper()
	eachLine(t, file, func(l *lineIn, g *goldText) { look(beforeLearned(t, l), g) })
}

// eachLine calls look with each text of a file and what is marked in it.
func eachLine(t *testing.T, file string, look func(*lineIn, *goldText)) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var l lineIn
		var g goldText
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(line), &g); err != nil {
			t.Fatal(err)
		}
		look(&l, &g)
	}
}

// example is token i of a marked text, unless it is a sign.
func (t *passage) example(i int, g *goldText) []example {
	if t.toks[i].kind == sign {
		return nil
	}
	return []example{{
		features: slices.Clone(t.sight.features(t, i)), told: t.within(i, g.Spans), negative: t.within(i, g.Negatives),
		left: t.free(i), arguable: t.arguable(i), least: t.least(i), hand: !strings.HasPrefix(g.ID, "g") && !strings.Contains(g.ID, "gen"),
	}}
}

// beforeLearned is a text after all layers before the learned one.
func beforeLearned(t *testing.T, l *lineIn) *passage {
	t.Helper()
	r := &line{in: *l}
	if err := r.know(Strict); err != nil {
		t.Fatal(err)
	}
	p := &passage{words: r.words}
	p.read(l.Text)
	for _, y := range layers {
		if y.name == "learned" {
			break
		}
		p.layer = y.name
		y.look(p)
	}
	p.sight.look(p)
	return p
}

// within reports whether token i lies in one of the spans.
func (t *passage) within(i int, spans []goldSpan) bool {
	from, to := t.at[t.toks[i].start], t.endOf(i)
	return slices.ContainsFunc(spans, func(s goldSpan) bool { return s.Start < to && from < s.End })
}

// Whoever changes a feature and does not teach the weights anew has a layer that says
// anything: by its features alone it must tell most of what a text's writer marked.
func TestTheWeightsFitTheFeatures(t *testing.T) {
	var told, found, others, taken int
	for _, e := range examplesOf(t, "testdata/blind/batches/batch-24.jsonl") {
		yes := odds(e.features) >= 0
		if e.told {
			told++
			if yes {
				found++
			}
		} else {
			others++
			if yes {
				taken++
			}
		}
	}
	if found*20 < told*17 || taken*20 > others {
		t.Errorf("the weights tell %d of %d marked words and take %d of %d others: teach them anew (make deid-learn)", found, told, taken, others)
	}
}

func TestTheLearnedLayerFindsWhatNoRuleKnows(t *testing.T) {
	found := 0
	for text, gone := range map[string]string{
		"handover: bed 4 Storm, bed 7 Pearl (new), sister Dot on til 9. /amw":        "amw",
		"перевязала м/с Ива, план согласован с Бор Н\nталон 4471-р, отпр 60218":      "60218",
		"intern Sky to recheck K, ward clerk Bay informed, bloods tube 60218":        "Sky",
		"res called by Quill at reception; box 5521 left w/ driver Ash":              "5521",
		"направила фельд Заря, привёз Степь А., кровь кт-88120 отпр":                 "Заря",
		"Гемоглобин 112 г/л, лейкоциты 8.4, осмотр в 0930 и 14:30, посев 100000 КОЕ": "",
		"The patient was seen at 0930 and given 1200 mg of ibuprofen, HR 104, BMI":   "",
	} {
		_, spans := NewScrubber(Identity{}, "").Scrub(text)
		for _, s := range spans {
			switch taken := string([]rune(text)[s.Start:s.End]); {
			case s.Rule == "learned" && taken == gone:
				found++
			case gone == "":
				t.Errorf("%q lost %q", text, taken)
			}
		}
	}
	if found < 3 {
		t.Errorf("the learned layer finds %d of 5 that no rule knows", found)
	}
}

func TestFiguresTeachNothing(t *testing.T) {
	one, other := beforeLearned(t, &lineIn{Text: "отпр к310277 в цех"}), beforeLearned(t, &lineIn{Text: "отпр к318845 в цех"})
	for i := range one.toks {
		if !slices.Equal(one.sight.features(one, i), other.sight.features(other, i)) {
			t.Errorf("the features of token %d tell more of a number than its length and beginning", i)
		}
	}
}

// What a rule had a reason for stays out, however much it stands as a term.
func TestOnlyStrangersArePutBack(t *testing.T) {
	for text, gone := range map[string]string{
		"Осмотрен доктором Бельским, проба Бельского отр.":            "Бельским",
		"Seen by Dr Kovar; Murphy neg, Kernig neg, Lasegue neg.":      "Kovar",
		"Кернига отр, Ласега отр. Осмотрел Бельский И. И., проба отр": "Бельский",
	} {
		masked, _ := NewScrubber(Identity{}, "").Scrub(text)
		if strings.Contains(masked, gone) {
			t.Errorf("%q keeps %q: %q", text, gone, masked)
		}
	}
}

// The weights know words by their letters: terms nobody listed come back where they stand as terms do.
func TestSomeStrangersArePutBack(t *testing.T) {
	back := 0
	eachMarked(t, "testdata/blind/batches/batch-37.jsonl", func(p *passage, g *goldText) {
		was := slices.Clone(p.taken)
		p.sight.look(p)
		p.putBack()
		for i, k := range p.toks {
			if k.kind != sign && was[i] && !p.taken[i] {
				back++
			}
		}
	})
	if back < 5 {
		t.Errorf("of 250 texts %d words were put back, not even 5", back)
	}
}
