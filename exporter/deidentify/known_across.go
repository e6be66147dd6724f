package deidentify

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Names of several words, written as one, apart, or across signs: "O'Hara-Quin", "Ji-wo",
// "fa'aloo", "MrsOkafor".

// addJoined puts the words of a part of a name together, all of them and two neighbours.
func (m *matcher) addJoined(kind string, part namePart, words []string) {
	m.written.begin()
	for n := 2; n <= len(words) && n <= 3; n++ {
		for i := 0; i+n <= len(words); i++ {
			whole := strings.Join(words[i:i+n], "")
			if cyrillic(whole) {
				if part == family && n == len(words) && n == 2 {
					surnameForms(whole, false, m.written)
				}
				continue
			}
			m.written.add(whole)
			unaccented(whole, m.written)
		}
	}
	if len(m.written.ends) > 0 {
		m.crossed = true
		m.addName(knownName{kind, part, m.written.nameForms(&m.room)})
	}
}

// acrossSigns is the end of a known name at i that apostrophes or hyphens part, with one slip
// of the pen at most; or i.
func (t *passage) acrossSigns(i int) (to int, h hit) {
	if !t.words.crossed || !t.halfBehind(i) || !t.free(i) {
		return i, h
	}
	to = i
	var room [64]byte
	run := append(room[:0], t.toks[i].fold...)
	for j := i; j < i+4 && t.halfBehind(j) && t.free(j+2); j += 2 {
		run = append(run, t.toks[j+2].fold...)
		if found, ok := t.words.acrossBy(string(run)); ok {
			to, h = j+3, found
		}
	}
	return to, h
}

// halfBehind reports whether an apostrophe or a hyphen joins another word to the one at i.
func (t *passage) halfBehind(i int) bool {
	s, n := t.tok(i+1), t.tok(i+2)
	return (s.is("'") || s.is("’") || s.is("-")) && s.before == glued && n.kind == word && n.before == glued && t.toks[i].kind == word
}

// acrossBy says whose name of several words a word is, with one slip of the pen at most.
func (m *matcher) acrossBy(w string) (h hit, ok bool) {
	if m.heads&headOf(w) == 0 || len(w) < 4 {
		return h, false
	}
	for i := range m.names {
		for _, f := range m.names[i].list {
			if f == w || len(f) > 4 && f[0] == w[0] && withinOne(w, f) {
				return hit{kind: m.names[i].kind, part: m.names[i].part}, true
			}
		}
	}
	return h, false
}

// gluedTitles are how one speaks to somebody, as they stand before a name without a space.
var gluedTitles = []string{"mrs", "mr", "miss", "ms", "dr", "prof"}

// untitled gives the name a title is stuck to: "MrsOkafor"; "" if none is.
func (t *passage) untitled(i int) string {
	k := t.toks[i]
	if k.size < 3 || k.shape == title || k.fold[0] >= utf8.RuneSelf {
		return ""
	}
	for _, g := range gluedTitles {
		if name, ok := strings.CutPrefix(k.fold, g); ok && (len(name) > 1 || t.halfBehind(i)) {
			r := t.plain.runes[k.start+len(g):]
			if k.shape != mixed || isUpper(r[0]) && (len(name) < 2 || !isUpper(r[1])) {
				return name
			}
		}
	}
	return ""
}

// titledName reads "MrsOkafor" and "DrPatel", and of somebody known "mrsokafor".
func (t *passage) titledName(i int) (h hit, ok bool) {
	name := t.untitled(i)
	if name == "" || t.toks[i].any(inDictionary) {
		return h, false
	}
	if h, ok = t.words.name(name); ok && (t.toks[i].shape == mixed || utf8.RuneCountInString(name) > 3) {
		h.weak = false
		return h, true
	}
	return hit{}, false
}

// byGluedTitle reads the same of somebody nobody told us about.
func (t *passage) byGluedTitle(i int) bool {
	if t.toks[i].shape != mixed || !t.english() || t.untitled(i) == "" {
		return false
	}
	t.person(i, i+1)
	return true
}

// ownLetter reports whether one small letter beside the word at i is the first of the rest of
// the patient's name: "j smith", "smith j".
func (t *passage) ownLetter(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if p.is(".") && p.before == glued {
		p = t.tok(i - 2)
	}
	head := first(k.fold)
	fits := func(l *token) bool {
		return l.kind == word && l.size == 1 && !((l.fold == "a" || l.fold == "i" || l.fold == "r" && k.any(inDictionary)) && !t.patientBefore(i-1) && !t.tok(i-2).is(":")) && slices.Contains(t.words.own, l.fold+head)
	}
	return k.before == spaced && fits(p) && t.tok(i-2).kind != number || n.before == spaced && fits(n) && (t.tok(i+2).before != glued || t.tok(i+2).is("."))
}

// seldomWords are names that are words of the dictionary which notes of a ward hardly have.
var seldomWords = wordSet(`abbot amie ana angel angelica archer ariel aurelia barber barker basil boyle brook bugg butler carl carter chad chandler chaplin chapman charity christie clement clementine cole collier constance cooper corrie daisy dale dang
	daniel dean doe duke dunn ester fanny felicity forester freeman geraldine goodman gosling harper hatcher horner ion jack jade jane jasmine jay jean jess jewell jill joey john josh jun ken kent kim kitty kris kyle lee lewis li lily
	linus luke lulu mara marc marguerite marigold mason maya melody mercer mercy merry mickey mike miller milo missy morris myrtle nell nelson newton noel norm opal otto palmer pam parkinson parson partridge payne perry phil piper
	pitt potter prudence raj rankin raven reid rhea rick rickey ross ruby rudd sadler sawyer seaman shaw shelly sheriff skinner slater smith snell sterling stewart stubbs sue swain swann tanner taverner teddy thorne tom tony tori
	townsend tripp troy tubb tucker turner twigg tyler vane vera viola violet walden waller warren waterman weaver webb webster wheeler whitehead wilder wilkin woodman woodward wren wright yates yeoman`)

// ofOwn reports whether the patient's own name in small letters, which is a word too, stands
// at i as somebody: it is hardly ever a word, or somebody is asked, told or speaks.
func (t *passage) ofOwn(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if !t.english() || k.size < 2 || k.any(monthly) {
		return false
	}
	switch {
	case k.in(seldomWords), t.ownLetter(i):
		return true
	case noWho[k.fold] || k.before > spaced || stopsName[k.fold]:
		return false
	}
	spokenOf := p.in(spokenTo) && t.sayable(i+1)
	return spokenOf || n.before == spaced && n.kind == word && (says[n.fold] || acting[n.fold]) && (t.opens(i) || p.is(",")) && n.fold != "is" && n.fold != "was" && n.fold != "will"
}

// spokenTo are words behind which somebody is meant whatever else the word is.
var spokenTo = wordSet("asked told tell rang phoned texted emailed informed met dear thanks hi hello pt patient mr mrs ms miss dr called signed ring")

// together reports whether two words are neighbours in a known name: the "te ao" of Te Ao.
func (m *matcher) together(other, own string, behind bool) bool {
	if behind {
		own, other = other, own
	}
	return m.crossed && slices.ContainsFunc(m.names, func(n knownName) bool { return slices.Contains(n.list, other+own) })
}

// slipOf reports whether a word is a first name of the patient with one slip of the pen: beside
// the surname even a short one is.
func (m *matcher) slipOf(w string) bool {
	return len(w) > 2 && slices.ContainsFunc(m.names, func(n knownName) bool {
		return n.kind == typePatient && n.part == given && len(n.list) > 0 && len(n.list[0]) > 3 && n.list[0][0] == w[0] && withinOne(w, n.list[0])
	})
}
