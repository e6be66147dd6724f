package deidentify

import (
	"slices"
	"unicode/utf8"
)

// A matcher holds one record's identity in the forms texts may show it.
type matcher struct {
	names    []knownName
	starts   starts // of all forms of names
	heads    uint64 // headOf all forms of names
	initials []rune
	pairs    []string // first name and patronymic as two letters, in both orders
	triples  []string // surname, first name and patronymic as three letters, the surname first or last
	own      []string // with which letters all the patient's names begin
	joints   []string // small words of known names: van, de, bin
	crossed  bool     // some known name has several words
	phrases  []phrase
	numbers  map[string]string // squeezed number -> type
	heading  [256]bool         // how a number begins: its first byte
	tails    []string          // the last four figures of long ones
	begins   [256]bool         // beginOf all numbers
	longest  int
	births   days
	visits   days // of day and month alone

	written *forms   // room for the forms of a name
	room    []string // where those of all names are listed that are not kept
}

type day struct{ year, month, day int }

type days []day

func (d days) has(x day) bool { return slices.Contains(d, x) }

// phrase is a place or an organisation of one or more words, as stems.
type phrase struct {
	kind  string
	stems []string
	head  string // the first two letters of the first of stems
	start uint8  // startOf it
}

func newMatcher(k *knowledge) *matcher {
	m := &matcher{numbers: make(map[string]string, len(k.numbers))}
	m.learn(k)
	return m
}

// forget makes room for somebody else.
func (m *matcher) forget() {
	clear(m.names)
	clear(m.room)
	clear(m.initials)
	clear(m.pairs)
	clear(m.triples)
	clear(m.own)
	clear(m.tails)
	clear(m.joints)
	clear(m.phrases)
	clear(m.numbers)
	*m = matcher{names: m.names[:0], room: m.room[:0], own: m.own[:0], tails: m.tails[:0], joints: m.joints[:0], initials: m.initials[:0], pairs: m.pairs[:0], triples: m.triples[:0], phrases: m.phrases[:0], numbers: m.numbers, births: m.births[:0], visits: m.visits[:0]}
}

func (m *matcher) learn(k *knowledge) {
	m.written = sheets.Get().(*forms)
	defer m.putAway()
	m.names, m.phrases = slices.Grow(m.names, 4*len(k.people)), slices.Grow(m.phrases, 2*len(k.things))
	for _, first := range []bool{true, false} { // the patient's forms first
		for _, p := range k.people {
			if (p.kind == typePatient) == first {
				m.addPerson(p)
			}
		}
	}
	for _, t := range k.things {
		m.addThing(t)
	}
	for _, n := range k.numbers {
		m.addNumber(n)
	}
	for _, v := range k.visits {
		_, mo, d := v.Start(utc).Date()
		m.visits = append(m.visits, day{0, int(mo), d})
	}
	for _, b := range k.births {
		y, mo, d := b.Start(utc).Date()
		m.births, m.visits = append(m.births, day{y, int(mo), d}), append(m.visits, day{0, int(mo), d})
	}
}

// addNumber keeps a number by its letters and digits; short ones need a label.
func (m *matcher) addNumber(n thing) {
	s := n.squeezed
	if len(s) < leastNumber {
		return
	}
	if _, ok := m.numbers[s]; !ok {
		m.numbers[s] = n.kind
		m.heading[s[0]], m.begins[beginOf(s)] = true, true
		m.longest = max(m.longest, len(s))
		m.addTail(s)
	}
}

func firstTwo(s string) string {
	_, a := utf8.DecodeRuneInString(s)
	_, b := utf8.DecodeRuneInString(s[a:])
	return s[:a+b]
}
