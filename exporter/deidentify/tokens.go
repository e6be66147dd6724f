package deidentify

import (
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
	start, end int
	fold       string
	size       int // letters or digits
	until      int // where its fold ends among those of the passage
	traits     trait
}

// capital reports whether the word begins with a capital letter.
func (t *token) capital() bool {
	return t.kind == word && (t.shape == title || t.shape == upper || t.shape == mixed)
}

// is reports whether the token is this one sign.
func (t *token) is(s string) bool { return t.kind == sign && t.fold == s }

func tokenise(p plain) []*token {
	toks := make([]token, 0, len(p.runes)/5+8)
	folds := make([]byte, 0, 2*len(p.runes))
	before := parted
	for i := 0; i < len(p.runes); {
		r := p.runes[i]
		if unicode.IsSpace(r) {
			before = widen(before, r)
			i++
			continue
		}
		k, end := sign, i+1
		switch {
		case isLetter(r):
			k, end = word, run(p.runes, i, isLetter)
		case isDigit(r):
			k, end = number, run(p.runes, i, isDigit)
		}
		t := token{kind: k, before: before, start: i, end: end, size: end - i}
		folds = foldToken(folds, k, p.runes[i:end])
		t.until = len(folds)
		if k == word {
			t.shape = shapeOf(p.runes[i:end])
		}
		toks = append(toks, t)
		before, i = glued, end
	}
	all, from, out := string(folds), 0, make([]*token, len(toks))
	for i := range toks {
		toks[i].fold = all[from:toks[i].until]
		from = toks[i].until
		out[i] = &toks[i]
	}
	return out
}

// foldToken appends the folded token.
func foldToken(to []byte, k kind, rs []rune) []byte {
	switch k {
	case word:
		return appendFold(to, rs)
	case number:
		return append(to, digits(rs)...)
	}
	for _, r := range rs {
		to = utf8.AppendRune(to, r)
	}
	return to
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

func run(rs []rune, i int, is func(rune) bool) int {
	for i < len(rs) && is(rs[i]) {
		i++
	}
	return i
}

func isLetter(r rune) bool {
	switch {
	case r >= 'а' && r <= 'я', r >= 'А' && r <= 'Я', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return true
	case r < utf8.RuneSelf:
		return false
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

// isDigit leaves out raised digits (10⁹), which are no decimal digits.
func isDigit(r rune) bool {
	return r >= '0' && r <= '9' || r > utf8.RuneSelf && unicode.Is(unicode.Nd, r)
}

// digits writes decimal digits of any script as ASCII.
func digits(rs []rune) string {
	out := make([]byte, len(rs))
	for i, r := range rs {
		if r > '9' {
			r = '0' + rune(digitValue(r))
		}
		out[i] = byte(r)
	}
	return string(out)
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

func isUpper(r rune) bool {
	switch {
	case r >= 'а' && r <= 'я', r >= 'a' && r <= 'z':
		return false
	case r >= 'А' && r <= 'Я', r >= 'A' && r <= 'Z':
		return true
	}
	return unicode.IsUpper(r)
}

func shapeOf(rs []rune) letterCase {
	ups := 0
	for _, r := range rs {
		if isUpper(r) {
			ups++
		}
	}
	switch {
	case ups == 0:
		return lower
	case ups == len(rs):
		return upper
	case ups == 1 && unicode.IsUpper(rs[0]):
		return title
	}
	return mixed
}
