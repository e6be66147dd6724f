package deidentify

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// forms collects the spellings of a word, one behind another in one text: a name has
// a hundred.
type forms struct {
	text []byte
	ends []int
}

// sheets are the room in which the forms of names are written.
var sheets = sync.Pool{New: func() any { return new(forms) }}

// putAway wipes the sheet and leaves it to the next matcher.
func (m *matcher) putAway() {
	clear(m.written.text[:cap(m.written.text)])
	sheets.Put(m.written)
	m.written = nil
}

// begin makes room for another word's.
func (f *forms) begin() { f.text, f.ends = f.text[:0], f.ends[:0] }

// add keeps a spelling, told in parts.
func (f *forms) add(parts ...string) {
	for _, p := range parts {
		f.text = append(f.text, p...)
	}
	f.ends = append(f.ends, len(f.text))
}

// at gives the spelling with that number, last the one added last.
func (f *forms) at(n int) []byte {
	from := 0
	if n > 0 {
		from = f.ends[n-1]
	}
	return f.text[from:f.ends[n]]
}

func (f *forms) last() []byte { return f.at(len(f.ends) - 1) }

// elder adds the older form of an instrumental in -ой or -ей that was added last.
func (f *forms) elder() {
	last := f.last()
	if bytes.HasSuffix(last, []byte("ой")) || bytes.HasSuffix(last, []byte("ей")) {
		f.text = append(append(f.text, last[:len(last)-len("й")]...), "ю"...)
		f.ends = append(f.ends, len(f.text))
	}
}

// list gives the spellings of two letters and more.
func (f *forms) list() []string { return f.listIn(nil) }

// listIn appends them.
func (f *forms) listIn(out []string) []string {
	all, from := string(f.text), 0
	out = slices.Grow(out, len(f.ends))
	for _, end := range f.ends {
		if w := all[from:end]; len(w) > utf8.UTFMax || lettersIn(w) > 1 {
			out = append(out, w)
		}
		from = end
	}
	return out
}

// nameForms are all forms of one word of a name, in both scripts. What is looked up for
// many people has them as a set too.
type nameForms struct {
	list   []string
	set    map[string]bool
	starts starts // of all
	heads  uint64 // headOf all
	pets   []string
	nicks  *nameForms // of a first name, what it is called besides; nil: nothing
}

// nameForms makes them of what is written. room is where the forms of people are listed
// that make room for others; nil: they are kept.
func (f *forms) nameForms(room *[]string) *nameForms {
	s := new(nameForms)
	if room == nil {
		s.list = f.list()
	} else {
		from := len(*room)
		*room = f.listIn(*room)
		s.list = (*room)[from:]
	}
	last := "" // the first two letters are mostly those of the form before
	for _, w := range s.list {
		if last == "" || !strings.HasPrefix(w, last) {
			last = firstTwo(w)
			s.starts.add(startOf(w))
			s.heads |= headOf(w)
		}
	}
	return s
}

// index makes the set of the forms.
func (s *nameForms) index() {
	s.set = make(map[string]bool, len(s.list))
	for _, f := range s.list {
		s.set[f] = true
	}
}

func (s *nameForms) has(w string) bool {
	if s.set != nil {
		return s.set[w]
	}
	return slices.Contains(s.list, w)
}

// startOf gives one of 256 places for the first two letters of a word.
func startOf(w string) uint8 {
	var a, b rune
	switch {
	case len(w) > 1 && w[0] < utf8.RuneSelf && w[1] < utf8.RuneSelf:
		a, b = rune(w[0]), rune(w[1])
	case len(w) > 3 && w[0]&0xE0 == 0xC0 && w[2]&0xE0 == 0xC0: // two bytes each
		a, b = rune(w[0]&0x1F)<<6|rune(w[1]&0x3F), rune(w[2]&0x1F)<<6|rune(w[3]&0x3F)
	default:
		var n int
		a, n = utf8.DecodeRuneInString(w)
		b, _ = utf8.DecodeRuneInString(w[n:])
	}
	return uint8(uint(a)*31 + uint(b))
}

// starts are places of startOf.
type starts [4]uint64

func (s *starts) add(start uint8)      { s[start/64] |= 1 << (start % 64) }
func (s *starts) has(start uint8) bool { return s[start/64]>>(start%64)&1 != 0 }

// join adds all others.
func (s *starts) join(others *starts) {
	for i := range s {
		s[i] |= others[i]
	}
}

// headOf gives one of 64 bits for the first letter of a word.
func headOf(w string) uint64 { return 1 << (uint(firstRune(w)) % 64) }

// spelled keeps the spellings of first names and patronymics the lexicon has; no
// surname is kept.
var spelled = struct {
	sync.RWMutex
	names [patronymic + 1][female + 1]map[string]*nameForms
}{}

type nameKey struct {
	part   namePart
	gender gender
	word   string
}

// spellingsOf lists all forms of one word of a name, in both scripts.
func (m *matcher) spellingsOf(n nameKey, first bool) *nameForms {
	if n.part == family {
		return m.written.spell(n, first, &m.room)
	}
	spelled.RLock()
	known := spelled.names[n.part][n.gender][n.word]
	spelled.RUnlock()
	if known != nil {
		return known
	}
	if !firstNames().hasExactly(n.word) && !patronymics()[n.word] {
		return m.written.spell(n, first, &m.room)
	}
	known = m.written.spell(n, first, nil)
	known.index()
	if known.nicks != nil {
		known.nicks.index()
	}
	spelled.Lock()
	defer spelled.Unlock()
	kept := &spelled.names[n.part][n.gender]
	if *kept == nil {
		*kept = map[string]*nameForms{}
	}
	(*kept)[n.word] = known
	return known
}

func (f *forms) spell(n nameKey, first bool, room *[]string) *nameForms {
	f.begin()
	f.add(n.word)
	inLatin := []string{n.word}
	switch {
	case !cyrillic(n.word):
		unaccented(n.word, f)
		if n.part == given {
			for _, pet := range petNames()[n.word] {
				f.add(pet)
			}
		}
		return f.withNicks(n, room)
	case n.part == family:
		inLatin = surnameForms(n.word, first, f)
	case n.part == given:
		givenForms(n.word, n.gender, f)
	default:
		patronymicForms(n.word, f)
	}
	for _, w := range inLatin { // as it stands in passports, and of a surname its pair too (Korotkov, Korotkova)
		latin(w, f)
	}
	all := f.withNicks(n, room)
	if n.part == given {
		all.pets = petStems(n.word)
	}
	return all
}

// withNicks gives the forms, with those of the nicknames, and with the s of more people or of
// what is theirs: "the Okafors", "odells mother".
func (f *forms) withNicks(n nameKey, room *[]string) *nameForms {
	all := f.nameForms(room)
	var nicks []string
	if n.part == given {
		nicks = nicknamesOf()[n.word]
	}
	f.begin()
	if n.part == family && cyrillic(n.word) && familyForms(n.word, f) {
		all.nicks = f.nameForms(room)
		all.starts.join(&all.nicks.starts)
		return all
	}
	if !cyrillic(n.word) && utf8.RuneCountInString(n.word) > 3 && entryOf(n.word).traits&eponymStemmed == 0 {
		f.add(n.word, "s")
		if hasEnd(n.word, []string{"s", "x", "z", "ch", "sh"}, 1) {
			f.add(n.word, "es")
		}
	} else if len(nicks) == 0 {
		return all
	}
	for _, w := range nicks {
		if !cyrillic(w) {
			f.add(w)
			continue
		}
		for _, g := range gendersOf(n.gender, w) {
			decline(w, given, g, false, f)
		}
	}
	all.nicks = f.nameForms(room)
	all.starts.join(&all.nicks.starts)
	return all
}
