package deidentify

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// goldText is a text with its personal data labelled (testdata/ward).
type goldText struct {
	ID, Lang  string
	Text      string
	Spans     []goldSpan
	Negatives []goldSpan
}

type goldSpan struct {
	Start, End int
	Type, Text string
	Known      bool
}

// score counts what became of the labelled places of a file.
type score struct {
	known, knownLeaked, unknown, unknownLeaked int
	texts, patientLeaked                       int
	negatives, negativesLost                   int
	words, wordsLost                           int
}

// The texts nobody tuned to became a floor: whoever changes a layer sees here what
// it costs, in people and in medicine.
func TestTheWardsTextsKeepTheirFloor(t *testing.T) {
	for file, least := range map[string]struct{ known, unknown, patient, negatives, words float64 }{
		"generated-ru.jsonl": {.997, .980, .005, .98, .98},
		"hand-ru.jsonl":      {.983, .925, .010, .95, .965},
		"hand-en.jsonl":      {.985, .885, .035, .92, .95},
	} {
		t.Run(file, func(t *testing.T) {
			s := scored(t, "testdata/ward/"+file)
			share := func(bad, all int) float64 { return 1 - float64(bad)/float64(all) }
			known, unknown := share(s.knownLeaked, s.known), share(s.unknownLeaked, s.unknown)
			patient, negatives, words := 1-share(s.patientLeaked, s.texts), share(s.negativesLost, s.negatives), share(s.wordsLost, s.words)
			if known < least.known || unknown < least.unknown || patient > least.patient || negatives < least.negatives || words < least.words {
				t.Errorf("known %.4f, unknown %.4f, texts with the patient's name %.4f, kept negatives %.4f and words %.4f; want %v", known, unknown, patient, negatives, words, least)
			}
		})
	}
}

func scored(t *testing.T, file string) (s score) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Lines(context.Background(), bytes.NewReader(raw), &out, Strict); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewScanner(&out)
	answers.Buffer(nil, maxLine)
	for line := range bytes.Lines(raw) {
		var g goldText
		var o lineOut
		if !answers.Scan() || json.Unmarshal(line, &g) != nil || json.Unmarshal(answers.Bytes(), &o) != nil || g.ID != o.ID {
			t.Fatalf("%s: no answer to a line", file)
		}
		s.add(g, o.Spans)
	}
	return s
}

var goldWord = regexp.MustCompile(`\p{L}+|\p{N}+`)

// dull are words inside a labelled place that tell nobody; one letter or figure
// tells nobody either.
var dull = wordSet("г ул кв д дом пр т серия номер город улица проспект ооо ао пао ип гауз больница поликлиника клиника школа завод детский сад года md dr st avenue road hospital medical center clinic")

func (s *score) add(g goldText, spans []lineSpan) {
	text := []rune(g.Text)
	gone, labelled := make([]bool, len(text)), make([]bool, len(text))
	for _, sp := range spans {
		fill(gone, sp.Start, sp.End)
	}
	leaked := false
	for _, sp := range g.Spans {
		fill(labelled, sp.Start, sp.End)
		bad := leaks(text, gone, sp)
		leaked = leaked || bad && sp.Type == typePatient
		s.count(sp.Known, bad)
	}
	if len(g.Spans) > 0 {
		s.texts++
		s.patientLeaked += truth(leaked)
	}
	for _, n := range g.Negatives {
		s.negatives++
		s.negativesLost += truth(anyOf(gone, n.Start, n.End))
	}
	for _, w := range goldWord.FindAllStringIndex(g.Text, -1) {
		from := len([]rune(g.Text[:w[0]]))
		to := from + len([]rune(g.Text[w[0]:w[1]]))
		if !anyOf(labelled, from, to) {
			s.words++
			s.wordsLost += truth(anyOf(gone, from, to))
		}
	}
}

func (s *score) count(known, bad bool) {
	if known {
		s.known++
		s.knownLeaked += truth(bad)
		return
	}
	s.unknown++
	s.unknownLeaked += truth(bad)
}

// leaks reports whether a telling word of a labelled place is still there.
func leaks(text []rune, gone []bool, sp goldSpan) bool {
	in := string(text[sp.Start:sp.End])
	for _, w := range goldWord.FindAllStringIndex(in, -1) {
		from := sp.Start + len([]rune(in[:w[0]]))
		to := from + len([]rune(in[w[0]:w[1]]))
		word := strings.ToLower(in[w[0]:w[1]])
		if to-from < 2 || dull[word] || sp.Type == typeDate && isYear(word) {
			continue
		}
		for i := from; i < to; i++ {
			if !gone[i] {
				return true
			}
		}
	}
	return false
}

func fill(b []bool, from, to int) {
	for i := from; i < to; i++ {
		b[i] = true
	}
}

func anyOf(b []bool, from, to int) bool {
	for i := from; i < to; i++ {
		if b[i] {
			return true
		}
	}
	return false
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}
