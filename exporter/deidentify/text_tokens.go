package deidentify

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	word   kind = iota // a run of letters
	number             // a run of decimal digits
	sign               // any other visible character
)

type letterCase uint8

const (
	lower letterCase = iota
	title            // Иванов
	upper            // ИВАНОВ, or one capital letter
	mixed            // МакКензи, иВанов
)

type gap uint8

const (
	glued   gap = iota // nothing before
	spaced             // a space
	tabbed             // a tab or three spaces: another cell
	wrapped            // a line end
	parted             // an empty line
)

// A token is the unit all layers work on. start and end are positions in the
// plain text.
type token struct {
	kind       kind
	shape      letterCase
	before     gap
	sign       byte  // its ASCII, otherSign, or 0 of words and numbers
	lead       uint8 // startOf its fold, of words and numbers
	start, end int
	fold       string
	size       int // letters or digits
	entry
}

// capital reports whether the word begins with a capital letter.
func (t *token) capital() bool {
	return t.kind == word && (t.shape == title || t.shape == upper || t.shape == mixed)
}

// is reports whether the token is this one sign.
func (t *token) is(s string) bool {
	if len(s) == 1 {
		return t.sign == s[0]
	}
	return t.sign == otherSign && t.fold == s
}

// otherSign stands for all signs that have no ASCII.
const otherSign = 0x80

// tokens are those of a text. Their room serves one text after another.
type tokens struct {
	toks  []*token
	room  []token
	folds []byte
	ends  []int // of the folds
}

// A reading is a text in its one spelling, taken apart.
type reading struct {
	plain
	tokens
}

func (r *reading) read(text string) {
	r.plain.read(text)
	r.split(r.runes)
}

// readings are made once and serve one short text after another.
var readings = sync.Pool{New: func() any { return new(reading) }}

// readingOf takes a text apart. Whoever has read it lets it be forgotten.
func readingOf(text string) *reading {
	r := readings.Get().(*reading)
	r.read(text)
	return r
}

// forget leaves the room of the reading to the next text. Folds stay valid.
func (r *reading) forget() {
	if r.wipe() {
		readings.Put(r)
	}
}

// longText is in code points a text whose room is not kept for the next one.
const longText = 1 << 16

// wipe clears the room, unless it is too much to be kept.
func (r *reading) wipe() bool {
	clear(r.in)
	clear(r.runes)
	clear(r.room)
	clear(r.folds)
	return cap(r.in) <= longText
}

// split takes a plain text apart.
func (t *tokens) split(runes []rune) {
	t.toks, t.room, t.folds, t.ends = t.toks[:0], t.room[:0], t.folds[:0], t.ends[:0]
	before := parted
	for i := 0; i < len(runes); {
		if r := runes[i]; classOf(r)&blank != 0 {
			before = widen(before, r)
			i++
			continue
		}
		t.room = append(t.room, token{before: before, start: i})
		k := &t.room[len(t.room)-1]
		t.folds = k.read(t.folds, runes)
		t.ends = append(t.ends, len(t.folds))
		before, i = glued, k.end
	}
	all, from := string(t.folds), 0
	for i := range t.room {
		k := &t.room[i]
		if k.fold, from = all[from:t.ends[i]], t.ends[i]; k.kind != sign {
			k.lead = startOf(k.fold)
		}
		t.toks = append(t.toks, k)
	}
}

// read reads the token where it starts, and appends its fold.
func (k *token) read(folds []byte, runes []rune) []byte {
	i := k.start
	switch c := classOf(runes[i]); {
	case c&letter != 0:
		folds, k.end, k.shape = wordAt(folds, runes, i)
	case c&decimalDigit != 0:
		k.kind, k.end = number, digitsEnd(runes, i)
		folds = appendDigits(folds, runes[i:k.end])
	default:
		k.kind, k.sign, k.end = sign, byte(min(runes[i], otherSign)), i+1
		folds = utf8.AppendRune(folds, runes[i])
	}
	k.size = k.end - i
	return folds
}

func widen(g gap, r rune) gap {
	switch {
	case r == '\n' && (g == wrapped || g == parted):
		return parted
	case r == '\n':
		return wrapped
	case g <= tabbed && r == '\t':
		return tabbed
	case g == glued:
		return spaced
	}
	return g
}

// appendDigits writes decimal digits of any script as ASCII.
func appendDigits(to []byte, rs []rune) []byte {
	for _, r := range rs {
		if r > '9' {
			r = '0' + rune(digitValue(r))
		}
		to = append(to, byte(r))
	}
	return to
}

// digitValue relies on Unicode's decimal digits lying in runs of ten (Unicode
// Standard, 4.6).
func digitValue(r rune) int {
	v := 0
	for v < 9 && unicode.Is(unicode.Nd, r-rune(v)-1) {
		v++
	}
	return v
}
