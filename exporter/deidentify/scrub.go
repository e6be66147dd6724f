package deidentify

import (
	"slices"
	"strings"
	"sync"
)

// A Scrubber takes out of free text what tells who somebody is. It belongs to
// one record, is made once for it, and may be used by several goroutines.
type Scrubber struct {
	known *matcher
	lang  string
	days  int // written dates go back by so many days; 0: they are cut to the year

	noYears bool   // years go too
	ages    [2]int // the patient's own, from and to, go; 0 and 0: none
}

// NewScrubber makes a scrubber that looks for the identity and for everything
// else of its kind. lang ("ru", "en") chooses the words of the placeholders;
// texts of both languages are searched alike.
func NewScrubber(known Identity, lang string) *Scrubber {
	return &Scrubber{known: newMatcher(known.knowledge()), lang: lang}
}

// Scrub returns the text with placeholders, and what was taken out, in order
// and without overlaps.
func (s *Scrubber) Scrub(text string) (clean string, spans []Span) {
	if text == "" {
		return "", nil
	}
	t := s.open(text)
	defer t.forget()
	search([]*passage{t})
	return t.render(text, s.lang)
}

// open takes a text apart for the layers. Whoever has rendered it lets it be forgotten.
func (s *Scrubber) open(text string) *passage {
	t := passages.Get().(*passage)
	t.read(text)
	t.words, t.days, t.noYears, t.own = s.known, s.days, s.noYears, s.ages
	return t
}

// search lets each layer look at all passages before the next one does: so the processor
// keeps a layer's code at hand for many of them, which are no part of each other.
func search(all []*passage) {
	for _, l := range layers {
		for _, t := range all {
			t.layer = l.name
			l.look(t)
		}
	}
}

// passages are made once and serve one text after another.
var passages = sync.Pool{New: func() any { return new(passage) }}

// read takes a text apart and looks its words up.
func (t *passage) read(text string) {
	t.reading.read(text)
	for _, k := range t.toks {
		if k.kind == word {
			k.entry = entryOf(k.fold)
			t.count(k)
		}
	}
	t.settle()
	t.numeros()
	t.taken = append(t.taken[:0], make([]bool, len(t.toks))...)
	t.kept = append(t.kept[:0], make([]bool, len(t.toks))...)
}

// forget wipes the passage and leaves its room to the next text.
func (t *passage) forget() {
	if t.wipe() {
		clear(t.marks)
		*t = passage{reading: t.reading, taken: t.taken, kept: t.kept, marks: t.marks[:0], sight: t.sight}
		passages.Put(t)
	}
}

// layers in the order they look: what must stay first, then shapes, then what
// is known, then people and places nobody told us about. Their names are the
// rules an audit tells.
var layers = []struct {
	name string
	look func(*passage)
}{
	{"eponym", (*passage).keepEponyms},
	{"law", (*passage).keepLaws},
	{"code", (*passage).keepCodes},
	{"value", (*passage).keepValues},
	{"row", (*passage).keepRows},
	{"namesake", (*passage).keepNamesakes},
	{"web-address", (*passage).webAddresses},
	{"known-number", (*passage).knownNumbers},
	{"date", (*passage).dates},
	{"labelled-number", (*passage).labelledNumbers},
	{"paper-number", (*passage).paperNumbers},
	{"phone", (*passage).phones},
	{"number-shape", (*passage).numberShapes},
	{"age", (*passage).ages},
	{"address", (*passage).addresses},
	{"spaced-out-name", (*passage).spacedOut},
	{"known-name", (*passage).knownNames},
	{"nickname", (*passage).nicknames},
	{"known-phrase", (*passage).knownPhrases},
	{"patient-said", (*passage).patientsEnglish},
	{"organization", (*passage).organizations},
	{"place", (*passage).places},
	{"address-behind-place", (*passage).streetsBehindPlaces},
	{"unknown-person", (*passage).unknownPeople},
	{"stranger", (*passage).strangers},
	{"beside-person", (*passage).besidePeople},
	{"around-place", (*passage).aroundPlaces},
	{"learned", (*passage).learned},
	{"whole-number", (*passage).wholeNumbers},
}

// A passage is one text while the layers look at it.
type passage struct {
	reading
	taken []bool // tokens inside a mark
	kept  []bool // tokens that must stay: eponyms
	marks []mark
	words *matcher
	days  int    // dates go back by so many days; 0: they are cut to the year
	layer string // the layer that looks now

	noYears bool   // years go too
	own     [2]int // the patient's ages go

	written writing
	tally
	sight sight // what the learned layer sees

	dots byte // 0 not looked for yet, 1 days have no dots, 2 they do
}

// mark takes out the tokens from..to-1. instead replaces the placeholder, for
// what is generalised and not taken out ("2021 г.", "90+").
type mark struct {
	from, to int
	kind     string
	instead  string
	rule     string
}

func (t *passage) mark(from, to int, kind string) { t.markAs(from, to, kind, "") }

func (t *passage) markAs(from, to int, kind, instead string) {
	if to <= from {
		return
	}
	t.marks = append(t.marks, mark{from, to, kind, instead, t.layer})
	for i := from; i < to; i++ {
		t.taken[i] = true
	}
}

// free reports whether nobody has taken token i yet, nor must it stay.
func (t *passage) free(i int) bool { return i >= 0 && i < len(t.toks) && !t.taken[i] && !t.kept[i] }

// outside is what stands before and behind a text.
var outside = token{kind: sign, before: parted}

// tok returns the token at i, which nobody changes, or outside.
func (t *passage) tok(i int) *token {
	if uint(i) >= uint(len(t.toks)) {
		return &outside
	}
	return t.toks[i]
}

// opens reports whether token i begins a sentence, where a capital says nothing.
func (t *passage) opens(i int) bool {
	if i <= 0 || t.toks[i].before >= wrapped {
		return true
	}
	p := t.toks[i-1]
	if p.is("\"") || p.is("«") || p.is("(") || p.is("-") || p.is("•") || p.is("*") || p.is("–") || p.is("—") {
		return i == 1 || p.before >= wrapped || t.tok(i-2).kind == sign && strings.Contains(".!?:", t.tok(i-2).fold)
	}
	return p.kind == sign && strings.Contains(".!?:;•", p.fold)
}

// render merges marks that touch and writes the text with their placeholders.
func (t *passage) render(text, lang string) (string, []Span) {
	if len(t.marks) == 0 {
		return text, nil
	}
	merged := t.merged()
	var b strings.Builder
	b.Grow(len(text))
	spans := make([]Span, 0, len(merged))
	done := 0
	for _, m := range merged {
		start, end := t.at[t.toks[m.from].start], t.endOf(m.to-1)
		b.WriteString(text[t.bytes[done]:t.bytes[start]])
		if m.instead != "" {
			b.WriteString(m.instead)
		} else {
			b.WriteString(placeholder(m.kind, lang))
		}
		done = end
		spans = append(spans, Span{start, end, m.kind, m.rule})
	}
	b.WriteString(text[t.bytes[done]:])
	return b.String(), spans
}

// endOf is the input position after token i. What cannot be seen after its last
// letter goes with it.
func (t *passage) endOf(i int) int {
	last := t.toks[i].end
	return t.plain.at[last-1] + t.width(last)
}

func (t *passage) width(last int) int {
	return max(1, t.plain.at[last]-t.plain.at[last-1])
}

// merged orders the marks and joins those that overlap, and names of one person
// that only spaces, dots and hyphens part. Of two that overlap the longer one
// says what it is.
func (t *passage) merged() []mark {
	slices.SortFunc(t.marks, func(a, b mark) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	out := t.marks[:0]
	for _, m := range t.marks {
		if len(out) == 0 {
			out = append(out, m)
			continue
		}
		last := &out[len(out)-1]
		switch {
		case m.from < last.to:
			if m.to > last.to && m.to-m.from > last.to-last.from {
				last.kind, last.rule = m.kind, m.rule
			}
			if m.to > last.to {
				last.instead, last.to = "", m.to
			}
		case isPerson(m.kind) && isPerson(last.kind) && t.closeBy(last.to, m.from):
			last.to = m.to
			if last.kind == typePerson {
				last.kind = m.kind
			}
		default:
			out = append(out, m)
		}
	}
	return out
}

func isPerson(kind string) bool {
	return kind == typePatient || kind == typeRelative || kind == typeDoctor || kind == typePerson
}

// closeBy reports whether only dots and hyphens stand between two names.
func (t *passage) closeBy(from, to int) bool {
	for i := from; i < to; i++ {
		if !t.toks[i].is(".") && !t.toks[i].is("-") {
			return false
		}
	}
	return t.tok(to).before < parted && to-from <= 1
}
