package deidentify

import (
	"strings"
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
		m.put(hit{kind: kind, part: part}, forms)
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
	forms := map[string]bool{w: true}
	if !cyrillic(w) {
		unaccented(w, forms)
		for _, pet := range petNames()[w] {
			forms[pet] = part == given
		}
		m.put(hit{kind: kind, part: part}, forms)
		return
	}
	switch part {
	case family:
		surnameForms(w, first, forms)
	case given:
		givenForms(w, g, forms)
		for _, st := range petStems(w) {
			m.pets[firstTwo(st)] = append(m.pets[firstTwo(st)], pet{st, kind})
		}
	case patronymic:
		patronymicForms(w, forms)
	}
	m.put(hit{kind: kind, part: part}, forms)
	m.putLatin(kind, part, w)
}

// putLatin adds the Latin spellings of the name as it stands in passports, and
// of its pair (Korotkov, Korotkova).
func (m *matcher) putLatin(kind string, part namePart, w string) {
	forms := map[string]bool{}
	latin(w, forms)
	if part == family {
		for _, p := range pairs {
			for i := range p {
				if st, ok := strings.CutSuffix(w, p[i]); ok && st != "" {
					latin(st+p[1-i], forms)
				}
			}
		}
	}
	m.put(hit{kind: kind, part: part}, forms)
}

// put stores forms. A form of the patient is never overwritten by somebody
// else's, and a strong form never by a weak one.
func (m *matcher) put(h hit, forms map[string]bool) {
	for f, ok := range forms {
		n := len([]rune(f))
		if !ok || n < 2 {
			continue
		}
		if old, has := m.words[f]; has && (old.kind == typePatient || old.kind == h.kind) {
			continue
		}
		h.weak = n <= 2 || ordinary()[f] || n <= 3 && (everydayWord(f) || shortForms[f] || unitWord[f]) || n <= 4 && !cyrillic(f) && english().has(f)
		m.words[f] = h
		if n >= 6 && !h.weak {
			r := []rune(f)
			m.long[r[0]] = append(m.long[r[0]], r)
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
func withinOne(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return string(a[i:]) == string(b[i+1:])
	}
	if i == len(a) || string(a[i+1:]) == string(b[i+1:]) {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:])
}
