package deidentify

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A hit says what a known word is. weak words are ordinary words too, or so
// short that they need a capital letter and a neighbour.
type hit struct {
	kind string
	part namePart
	weak bool
	nick bool // of the list of nicknames: an everyday word is weak
}

// tags are words that names carry and that identify nobody.
var particles = wordSet("улы угли углы угл кизы гызы оглу vd abu абу ибни аль оглы кызы кизи заде фон ван де ди дель ла ле эль аль бен ибн бин тер van von de der den di del da la le el al bin ibn mac mc st bte binti binte")

// addPerson puts all forms of a person's name into the matcher.
func (m *matcher) addPerson(p person) {
	g := p.gender
	if g == androgynous {
		g = guessGender(p.patronymic)
	}
	m.addPart(p.kind, family, p.family, g)
	var firsts []string
	for _, w := range p.given {
		firsts = append(firsts, m.addPart(p.kind, given, w, g)...)
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
	m.addPairs(p, firsts)
	if p.kind == typePatient {
		m.addOwn(p, firsts)
		m.addLogins(p, firsts)
	}
}

// addPairs keeps with which letters first name, patronymic and surname begin together.
func (m *matcher) addPairs(p person, firsts []string) {
	if len(firsts) > 0 && p.patronymic != "" {
		a, b := first(firsts[0]), first(fold([]rune(p.patronymic)))
		m.pairs = append(m.pairs, a+b, b+a)
		if f := first(fold([]rune(p.family))); f != "" && p.kind == typePatient {
			m.triples = append(m.triples, f+a+b, a+b+f)
		}
	} else if len(firsts) > 1 {
		m.pairs = append(m.pairs, first(firsts[0])+first(firsts[1]))
	}
}

func firstRune(w string) rune {
	r, _ := utf8.DecodeRuneInString(w)
	return r
}

func first(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return w[:n]
}

// addPart adds the forms of each word of one part of a name, and of a double name
// written as one word ("Римский-Корсаков" broken over lines), and gives the words.
func (m *matcher) addPart(kind string, part namePart, text string, g gender) []string {
	words := nameWords(text)
	for i, w := range words {
		m.initials = append(m.initials, firstRune(w))
		if lettersIn(w) < 2 || len(words) > 1 && particles[w] {
			if m.joints = append(m.joints, w); cyrillic(w) {
				m.joints = append(m.joints, latinTables[0].spell(w))
			}
			continue
		}
		m.addName(knownName{kind, part, m.spellingsOf(nameKey{part, g, w}, i == 0 && len(words) > 1)})
	}
	if len(words) > 1 {
		m.addJoined(kind, part, words)
	}
	return words
}

func (m *matcher) addName(n knownName) {
	m.names = append(m.names, n)
	m.starts.join(&n.starts)
	m.heads |= n.heads
}

// nameWords gives the folded words of a text.
func nameWords(text string) (words []string) {
	if strings.IndexFunc(text, unusualInName) < 0 {
		var room [48]rune
		word := room[:0]
		for _, r := range text {
			if r != ' ' && r != '-' {
				word = append(word, r)
			} else if len(word) > 0 {
				words, word = append(words, fold(word)), word[:0]
			}
		}
		if len(word) > 0 {
			words = append(words, fold(word))
		}
		return words
	}
	r := readingOf(text)
	defer r.forget()
	for _, t := range r.toks {
		if t.kind == word {
			words = append(words, t.fold)
		}
	}
	return words
}

// unusualInName reports what makes a name more than letters, spaces and hyphens.
func unusualInName(r rune) bool {
	return r != ' ' && r != '-' && (r >= utf8.RuneSelf && (r < 'А' || r > 'я') || !isLetter(r))
}

// A knownName is one word of the name of somebody known, in all its forms.
type knownName struct {
	kind string
	part namePart
	*nameForms
}

// name says whose name a folded word is, if somebody's. What it is to the patient goes
// before what it is to others; of others the last counts.
func (m *matcher) name(w string) (h hit, ok bool) {
	h, ok = m.nameFrom(w, startOf(w))
	h.weak = ok && (weak(w) || h.nick && everydayWord(w))
	return h, ok
}

// nameOf says whose name a word of a text is, if somebody's.
func (m *matcher) nameOf(k *token) (h hit, ok bool) {
	h, ok = m.nameFrom(k.fold, k.lead)
	h.weak = ok && (k.weak() || h.nick && k.any(inDictionary|medicinal|abbreviated))
	return h, ok
}

func (m *matcher) nameFrom(w string, start uint8) (h hit, ok bool) {
	if !m.starts.has(start) {
		return h, false
	}
	for i := range m.names {
		n := &m.names[i]
		if !n.starts.has(start) || ok && (h.kind == typePatient || h.kind == n.kind) {
			continue
		}
		whole := n.has(w)
		if whole || n.nicks != nil && n.nicks.starts.has(start) && n.nicks.has(w) {
			h, ok = hit{kind: n.kind, part: n.part, nick: !whole}, true
		}
	}
	return h, ok
}

// weak reports whether a form of a name is an ordinary word too, or so short that it
// needs a neighbour.
func weak(w string) bool {
	n := lettersIn(w)
	return n <= 2 || ordinary()[w] || n <= 3 && (everydayWord(w) || shortForms[w] || unitWord[w]) || n <= 4 && !cyrillic(w) && english().has(w)
}

// weak is what the function says, by what the lists said of the word.
func (k *token) weak() bool {
	return k.size <= 2 || k.any(common) || k.size <= 3 && k.any(inDictionary|shortForm|measuring) || k.size <= 4 && !cyrillic(k.fold) && english().has(k.fold)
}

// cut reports whether a first name or a patronymic that is known begins so.
func (m *matcher) cut(w string) bool {
	start := startOf(w)
	for i := range m.names {
		n := &m.names[i]
		if n.part != family && n.starts.has(start) && slices.ContainsFunc(n.list, func(f string) bool { return strings.HasPrefix(f, w) }) {
			return true
		}
	}
	return false
}

// shortened reports whether a word of three letters and more is the head of a longer first
// name of the patient, or its tail, of four: "Rigo" of Rigoberto, "Sade" of Folasade.
func (m *matcher) shortened(w string) bool {
	return len(w) > 2 && slices.ContainsFunc(m.names, func(n knownName) bool {
		return n.part == given && n.kind == typePatient && len(n.list) > 0 && len(n.list[0]) > len(w)+1 && (strings.HasPrefix(n.list[0], w) || len(w) > 3 && strings.HasSuffix(n.list[0], w))
	})
}

// near reports whether a word is a form of a known name with one slip of the pen.
func (m *matcher) near(k *token) bool {
	if k.any(common) {
		return false
	}
	w, bit := k.fold, headOf(k.fold)
	if m.heads&bit == 0 {
		return false
	}
	head := first(w)
	for i := range m.names {
		if m.names[i].heads&bit == 0 {
			continue
		}
		for _, f := range m.names[i].list {
			if len(f) <= len(w)+utf8.UTFMax && len(f) >= len(w)-utf8.UTFMax && strings.HasPrefix(f, head) && withinOne(w, f) && lettersIn(f) >= 6 && !weak(f) {
				return true
			}
		}
	}
	return false
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
	if a != "" && b != "" && a[len(a)-1] != b[len(b)-1] && i+2*utf8.UTFMax < min(len(a), len(b)) {
		return false // the slip would be at the end, and they differ before
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
