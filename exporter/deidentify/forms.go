package deidentify

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A hit says what a known word is. weak words are ordinary words too, or so
// short that they need a capital letter and a neighbour.
type hit struct {
	kind string
	part namePart
	weak bool
}

// tags are words that names carry and that identify nobody.
var particles = wordSet("улы угли углы угл кизы гызы оглу vd abu абу ибни аль оглы кызы кизи заде фон ван де ди дель ла ле эль аль бен ибн бин тер van von de der den di del da la le el al bin ibn mac mc st")

// addPerson puts all forms of a person's name into the matcher.
func (m *matcher) addPerson(p person) {
	g := p.gender
	if g == androgynous {
		g = guessGender(p.patronymic)
	}
	m.addPart(p.kind, family, p.family, g)
	for _, w := range p.given {
		m.addPart(p.kind, given, w, g)
	}
	m.addPart(p.kind, patronymic, p.patronymic, g)
	for _, w := range p.loose {
		if looksPatronymic(fold([]rune(w))) {
			m.addPart(p.kind, patronymic, w, g)
			continue
		}
		m.addPart(p.kind, given, w, g)
		m.addPart(p.kind, family, w, g)
	}
	m.addInitials(p)
}

func (m *matcher) addInitials(p person) {
	for _, w := range append(append([]string{p.family, p.patronymic}, p.given...), p.loose...) {
		for _, part := range nameWords(w) {
			m.initials[[]rune(part)[0]] = true
		}
	}
	if g := nameWords(strings.Join(p.given, " ")); len(g) > 0 && p.patronymic != "" {
		a, b := first(g[0]), first(fold([]rune(p.patronymic)))
		m.pairs[a+b], m.pairs[b+a] = true, true
		if f := first(fold([]rune(p.family))); f != "" && p.kind == typePatient {
			m.triples[f+a+b], m.triples[a+b+f] = true, true
		}
	} else if len(g) > 1 {
		m.pairs[first(g[0])+first(g[1])] = true
	}
}

func first(w string) string {
	for _, r := range w {
		return string(r)
	}
	return ""
}

// addPart adds the forms of each word of one part of a name, and of a double
// name written as one word ("Римский-Корсаков" broken over lines).
func (m *matcher) addPart(kind string, part namePart, text string, g gender) {
	words := nameWords(text)
	for i, w := range words {
		if len([]rune(w)) < 2 || particles[w] && len(words) > 1 {
			continue
		}
		m.addWord(kind, part, w, g, i == 0 && len(words) > 1)
	}
	if part == family && len(words) == 2 {
		forms := map[string]bool{}
		surnameForms(words[0]+words[1], false, forms)
		m.put(hit{kind: kind, part: part}, weighed(forms))
	}
}

func nameWords(text string) []string {
	var out []string
	for _, t := range tokenise(normalise(text)) {
		if t.kind == word {
			out = append(out, t.fold)
		}
	}
	return out
}

func (m *matcher) addWord(kind string, part namePart, w string, g gender, first bool) {
	if part == given && cyrillic(w) {
		for _, st := range petStems(w) {
			m.pets[firstTwo(st)] = append(m.pets[firstTwo(st)], pet{st, kind})
		}
	}
	m.put(hit{kind: kind, part: part}, spellingsOf(part, w, g, first))
}

// A spelling is one form of a name. A weak one is an ordinary word too, or so
// short that it needs a neighbour.
type spelling struct {
	text string
	size int
	weak bool
}

// spelled keeps the spellings of first names and patronymics the lexicon has; no
// surname is kept.
var spelled sync.Map

type nameKey struct {
	part   namePart
	gender gender
	word   string
}

// spellingsOf lists all forms of one word of a name, in both scripts.
func spellingsOf(part namePart, w string, g gender, first bool) []spelling {
	if part == family || !firstNames()[w] && !patronymics()[w] {
		return spell(part, w, g, first)
	}
	key := nameKey{part, g, w}
	if known, ok := spelled.Load(key); ok {
		return known.([]spelling)
	}
	all := spell(part, w, g, first)
	spelled.Store(key, all)
	return all
}

func spell(part namePart, w string, g gender, first bool) []spelling {
	forms := map[string]bool{w: true}
	switch {
	case !cyrillic(w):
		unaccented(w, forms)
		for _, pet := range petNames()[w] {
			forms[pet] = part == given
		}
		return weighed(forms)
	case part == family:
		surnameForms(w, first, forms)
	case part == given:
		givenForms(w, g, forms)
	default:
		patronymicForms(w, forms)
	}
	latinForms(part, w, forms)
	return weighed(forms)
}

// latinForms adds the Latin spellings of the name as it stands in passports, and
// of a surname's pair (Korotkov, Korotkova).
func latinForms(part namePart, w string, forms map[string]bool) {
	latin(w, forms)
	if part != family {
		return
	}
	for _, p := range pairs {
		for i := range p {
			if st, ok := strings.CutSuffix(w, p[i]); ok && st != "" {
				latin(st+p[1-i], forms)
			}
		}
	}
}

func weighed(forms map[string]bool) []spelling {
	all := make([]spelling, 0, len(forms))
	for f, ok := range forms {
		if n := utf8.RuneCountInString(f); ok && n >= 2 {
			weak := n <= 2 || ordinary()[f] || n <= 3 && (everydayWord(f) || shortForms[f] || unitWord[f]) || n <= 4 && !cyrillic(f) && english().has(f)
			all = append(all, spelling{f, n, weak})
		}
	}
	return all
}

// put stores spellings. A form of the patient is never overwritten by somebody
// else's, and a strong form never by a weak one.
func (m *matcher) put(h hit, forms []spelling) {
	for _, f := range forms {
		if old, has := m.words[f.text]; has && (old.kind == typePatient || old.kind == h.kind) {
			continue
		}
		h.weak = f.weak
		m.words[f.text] = h
		if f.size >= 6 && !h.weak {
			head, _ := utf8.DecodeRuneInString(f.text)
			m.long[head] = append(m.long[head], f.text)
		}
	}
}

func guessGender(patronymic string) gender {
	w := fold([]rune(patronymic))
	switch {
	case strings.HasSuffix(w, "ич"), strings.HasSuffix(w, "оглы"):
		return male
	case strings.HasSuffix(w, "на"), strings.HasSuffix(w, "кызы"):
		return female
	}
	return androgynous
}

// withinOne reports whether one letter added, lost, changed or swapped turns a
// into b. The first letters are equal already.
func withinOne(a, b string) bool {
	if d := len(a) - len(b); d > utf8.UTFMax || d < -utf8.UTFMax {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for i > 0 && (i < len(a) && !utf8.RuneStart(a[i]) || i < len(b) && !utf8.RuneStart(b[i])) {
		i-- // to the head of the letter that differs
	}
	a, b = a[i:], b[i:]
	ra, na := utf8.DecodeRuneInString(a)
	rb, nb := utf8.DecodeRuneInString(b)
	switch {
	case a == b, a[na:] == b, a == b[nb:], a != "" && b != "" && a[na:] == b[nb:]:
		return true
	}
	sa, ma := utf8.DecodeRuneInString(a[na:])
	sb, mb := utf8.DecodeRuneInString(b[nb:])
	return ma > 0 && mb > 0 && ra == sb && rb == sa && a[na+ma:] == b[nb+mb:]
}
