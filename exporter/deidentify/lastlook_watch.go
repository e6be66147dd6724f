package deidentify

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A watch is the last look's own list of what must not be seen. It is simple on
// purpose: whole words, digits, dates; the one thing it takes from the layers
// before is the identity itself and the tables of cases.
type watch struct {
	names   map[string]watched // one word of a name, in all cases
	numbers map[string]string  // digits only, six and more
	codes   map[string]string  // letters and digits, squeezed
	phrases []watchedPhrase
	births  map[string]bool // day, month and year in figures
	own     map[string]bool // telling words of the issuing clinic's letterhead
	printed map[string]bool // of the settings' letterhead: for places and organisations alone
}

type watched struct {
	kind string
	lone bool // found alone it is a leak; else it needs a neighbour
}

type watchedPhrase struct {
	kind  string
	words []string
}

func watchFor(known Identity) *watch {
	w := &watch{names: map[string]watched{}, numbers: map[string]string{}, codes: map[string]string{}, births: map[string]bool{}, own: map[string]bool{}, printed: map[string]bool{}}
	k := known.knowledge()
	w.letterhead(w.own, k.letterhead)
	w.letterhead(w.printed, append(k.letterhead, k.printed...))
	for _, p := range k.people {
		w.person(p)
	}
	for _, n := range k.numbers {
		w.number(n)
	}
	for _, t := range k.things {
		w.thing(t)
	}
	for _, b := range k.births {
		y, m, d := b.Start(utc).Date()
		for _, s := range []string{b.Day(), pad(d) + "." + pad(int(m)) + "." + itoa(y), pad(d) + "/" + pad(int(m)) + "/" + itoa(y),
			itoa(d) + "." + itoa(int(m)) + "." + itoa(y), pad(int(m)) + "/" + pad(d) + "/" + itoa(y), itoa(y) + pad(int(m)) + pad(d)} {
			w.births[s] = true
		}
	}
	return w
}

// letterhead notes the telling words of what a clinic prints of itself.
func (w *watch) letterhead(set map[string]bool, lines []string) {
	for _, l := range lines {
		for _, f := range lookWordsFolded(l) {
			if w.tells(f) {
				set[f] = true
			}
		}
	}
}

func itoa(n int) string {
	s := ""
	for ; n > 0; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return s
}

func pad(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}

func (w *watch) person(p person) {
	w.name(p.kind, p.family, surnameCases)
	for _, g := range p.given {
		w.name(p.kind, g, givenCases(p.gender))
	}
	w.name(p.kind, p.patronymic, patronymicForms)
	for _, l := range p.loose {
		w.name(p.kind, l, surnameCases)
		w.name(p.kind, l, givenCases(p.gender))
	}
}

func surnameCases(s string, out *forms) { surnameForms(s, false, out) }

func givenCases(g gender) func(string, *forms) {
	return func(s string, out *forms) {
		decline(s, given, male, false, out)
		if g != male {
			decline(s, given, female, false, out)
		}
	}
}

// name watches for each word of a name of three letters and more. Short ones,
// and those that are ordinary words, are no leak alone.
func (w *watch) name(kind, text string, cases func(string, *forms)) {
	for _, part := range lookWords(text) {
		base := lookFold(part)
		if n := len([]rune(base)); n < 2 || n < 3 && !cyrillic(base) || particles[base] || lookDigits(base) == base {
			continue
		}
		var all forms
		all.add(base)
		if cyrillic(base) {
			cases(base, &all)
		}
		for _, f := range all.list() {
			lone := len([]rune(f)) >= 4 && !ordinary()[f] && !headings()[f] && !generic[f]
			if old, ok := w.names[f]; !ok || !old.lone && old.kind != typePatient {
				w.names[f] = watched{kind, lone}
			}
		}
	}
}

func (w *watch) number(n thing) {
	if d := lookDigits(n.text); len(d) >= 6 {
		w.numbers[d] = n.kind
	}
	if c := lookSqueeze(n.text); len(c) >= 6 && lookDigits(n.text) != "" || n.kind == typeEmail {
		w.codes[c] = n.kind
	}
}

// thing watches for a place or an organisation by its own words in their order.
func (w *watch) thing(t thing) {
	var words []string
	telling := 0
	for _, p := range lookWords(t.text) {
		f := lookFold(p)
		if t.kind == typeAddress && (addressWord[f] || lookDigits(f) == f) {
			continue
		}
		words = append(words, f)
		if !generic[f] && len([]rune(f)) > 3 && lookDigits(f) == "" {
			telling++
		}
	}
	if telling == 0 || t.kind == typeAddress && len(words) < 2 {
		return
	}
	w.phrases = append(w.phrases, watchedPhrase{t.kind, words})
}

// look returns a *Leak when something watched for is in the text.
func (w *watch) look(place, text string) error {
	text = norm.NFC.String(strings.Map(visible, text))
	words := lookWords(text)
	folded := make([]string, len(words))
	for i, x := range words {
		folded[i] = lookFold(x)
	}
	for _, check := range []func([]string, []string) *Leak{w.lookNames, w.lookPhrases} {
		if l := check(words, folded); l != nil {
			l.Place = place
			return l
		}
	}
	if l := w.lookNumbers(text, folded); l != nil {
		l.Place = place
		return l
	}
	return nil
}

// lookNames finds a name as a whole word that begins with a capital; a name that
// may be an ordinary word only beside another name, initials or a patronymic.
func (w *watch) lookNames(words, folded []string) *Leak {
	for i, f := range folded {
		n, ok := w.names[f]
		if !ok || w.inLetterhead(w.own, folded, i, i+1) {
			continue
		}
		capital := unicode.IsUpper([]rune(words[i])[0])
		if n.lone && (capital || len([]rune(f)) >= 6 && w.neighbour(words, folded, i)) {
			return &Leak{Type: n.kind, Rule: "name"}
		}
		if !n.lone && capital && w.neighbour(words, folded, i) {
			return &Leak{Type: n.kind, Rule: "neighbour"}
		}
	}
	return nil
}

func (w *watch) neighbour(words, folded []string, i int) bool {
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= len(words) {
			continue
		}
		if n, ok := w.names[folded[j]]; ok && n.lone && folded[j] != folded[i] && unicode.IsUpper([]rune(words[j])[0]) {
			return true
		}
	}
	return false
}

func (w *watch) lookPhrases(_, folded []string) *Leak {
	for _, p := range w.phrases {
		for i := 0; i+len(p.words) <= len(folded); i++ {
			if samePhrase(folded[i:i+len(p.words)], p.words) && !w.inLetterhead(w.printed, folded, i, i+len(p.words)) {
				return &Leak{Type: p.kind, Rule: "phrase"}
			}
		}
	}
	return nil
}

// tells reports whether a word of a letterhead is its own: no number, no word
// of addresses.
func (w *watch) tells(f string) bool {
	return lookDigits(f) == "" && len([]rune(f)) > 2 && !addressWord[f]
}

// inLetterhead reports whether the words from..to-1 are the clinic's own: they and
// the next telling word before or behind them stand in the letterhead.
func (w *watch) inLetterhead(own map[string]bool, folded []string, from, to int) bool {
	for _, f := range folded[from:to] {
		if w.tells(f) && !own[f] {
			return false
		}
	}
	for j := from - 1; j >= 0 && j >= from-5; j-- {
		if w.tells(folded[j]) {
			if own[folded[j]] {
				return true
			}
			break
		}
	}
	for j := to; j < len(folded) && j < to+5; j++ {
		if w.tells(folded[j]) {
			return own[folded[j]]
		}
	}
	return false
}

func samePhrase(a, b []string) bool {
	for i := range b {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// lookNumbers compares runs of words with known numbers, with whatever stood
// between them left out. A run that is short does not begin or end inside a date
// or a time: the year and the hour of "26.11.2026 01:13" are not the number 2026/01.
func (w *watch) lookNumbers(text string, folded []string) *Leak {
	tied := tiedFigures(text)
	for i := range folded {
		codes, digits := "", ""
		for j := i; j < len(folded) && j < i+8 && len(codes) <= 80; j++ {
			codes += folded[j]
			whole := i == j || len(codes) >= 9 || !tied[i] && !tied[j+1]
			if kind, ok := w.codes[codes]; ok && whole {
				return &Leak{Type: kind, Rule: "number"}
			}
			if d := lookDigits(folded[j]); d != folded[j] {
				break
			}
			digits += folded[j]
			if kind, ok := w.numbers[digits]; ok && whole {
				return &Leak{Type: kind, Rule: "number"}
			}
		}
	}
	for _, f := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("(),;:«»\"", r) }) {
		if w.births[strings.TrimRight(f, ".")] || w.births[strings.TrimSuffix(f, "г.")] {
			return &Leak{Type: typeDate, Rule: "birth-date"}
		}
		if kind, ok := w.codes[lookSqueeze(f)]; ok {
			return &Leak{Type: kind, Rule: "number"}
		}
	}
	return nil
}

// tiedFigures tells of each word of lookWords, and of the end behind the last,
// whether it is a figure that a point, a colon or a slash ties to the figure before.
func tiedFigures(text string) []bool {
	var tied []bool
	var before, last rune // the two runes before the present one
	word := false
	for _, r := range text {
		in := unicode.IsLetter(r) || unicode.IsDigit(r)
		if in && !word {
			tied = append(tied, unicode.IsDigit(r) && unicode.IsDigit(before) && strings.ContainsRune(".:/", last))
		}
		word, before, last = in, last, r
	}
	return append(tied, false)
}

// visible drops what cannot be seen and makes hyphens alike.
func visible(r rune) rune {
	switch {
	case r == 0xAD || unicode.Is(unicode.Cf, r):
		return -1
	case unicode.Is(unicode.Pd, r) && r != '–' && r != '—':
		return '-'
	}
	return r
}

func lookWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func lookFold(s string) string {
	return strings.ReplaceAll(strings.ToLower(norm.NFC.String(s)), "ё", "е")
}

func lookDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func lookSqueeze(s string) string { return strings.Join(lookWordsFolded(s), "") }

func lookWordsFolded(s string) []string {
	ws := lookWords(s)
	for i := range ws {
		ws[i] = lookFold(ws[i])
	}
	return ws
}
