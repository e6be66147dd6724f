package deidentify

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// knownNumbers finds known numbers whatever stands between their digits.
func (t *passage) knownNumbers() {
	for i := range t.toks {
		if t.toks[i].kind == sign || i > 0 && t.toks[i].before == glued && t.toks[i-1].kind == number {
			continue
		}
		switch to, kind := t.knownNumberAt(i); {
		case to > 0:
			if kind == typePhone {
				i = t.trunkBefore(i)
			}
			t.mark(t.seriesBefore(i), to, kind)
		case t.tailAt(i):
			t.mark(i, i+1, typeNumber)
		default:
			if to, kind = t.saidNumberAt(i); to > 0 {
				t.mark(i, to, kind)
			}
		}
	}
}

func (t *passage) knownNumberAt(i int) (to int, kind string) {
	if !t.words.heading[t.toks[i].fold[0]] {
		return 0, ""
	}
	var room [64]byte
	s, skipped := room[:0], 0
	for j := i; j < len(t.toks) && len(s) < t.words.longest; j++ {
		k := t.toks[j]
		if k.kind == sign {
			if skipped++; skipped > 3 {
				break
			}
			continue
		}
		skipped = 0
		before := len(s)
		s = append(s, k.fold...)
		if len(s) < leastNumber {
			continue
		}
		if before < leastNumber && !t.words.begins[beginOf(s)] {
			return 0, ""
		}
		if found, ok := t.words.numbers[string(s)]; ok {
			to, kind = j+1, found
		}
	}
	return to, kind
}

// leastNumber is how many bytes a number has at least that is looked for without a label.
const leastNumber = 5

// beginOf gives one of 256 places for how a number begins.
func beginOf[T string | []byte](s T) byte { return s[0] ^ 3*s[1] ^ 17*s[2] ^ 31*s[3] ^ 97*s[4] }

// knownNames finds known people by every form of their names.
func (t *passage) knownNames() {
	for i, k := range t.toks {
		if k.fold[0] < utf8.RuneSelf {
			if h, to := t.mistyped(i); to > i && t.free(i) {
				t.mark(i, t.mistypedRest(to), h.kind)
				continue
			}
		}
		if k.kind != word {
			if h, n := t.scanned(i); n > 0 && t.free(i) {
				t.mark(i, i+n, h.kind) // 0KONJ0
			}
			continue
		}
		if to := t.lettersOrHalves(i); to > i {
			t.mark(i, to, typePatient)
			continue
		}
		if to, kind := t.piecesAt(i); to > i {
			t.mark(t.withParticle(i), to, kind)
			continue
		}
		if to, h := t.acrossSigns(i); to > i {
			from, to := t.withRest(i, to, h)
			t.mark(t.withParticle(from), to, h.kind)
			continue
		}
		if k.size < 2 {
			if h, n := t.scanned(i); n > 0 && t.free(i) {
				t.mark(i, i+n, h.kind) // M0NTAGUE
			} else {
				t.knownLetters(i)
			}
			continue
		}
		h, n, ok := t.nameAt(i)
		if !ok || t.kept[i] || h.weak && !t.surely(i, h) || t.clinical(i) {
			continue
		}
		from, to := t.withInitials(i, i+n)
		from, to = t.withRest(from, to, h)
		from, to = t.withSmall(from, t.babyBehind(to, h))
		for n := 0; n < 2 && t.nameCutShort(to); n++ {
			if to += 2; t.tok(to - 1).is("-") {
				to++ // орест-на
			}
		}
		if t.cutBehind(to) {
			to++ // железняк фекла поликарп,
		}
		if end, _ := t.acrossSigns(to - 1); end > to {
			to = end // Sina Fa'alofo
		}
		for t.tok(to).in(honorific) && t.tok(to).before == spaced {
			to++
		}
		for t.tok(to).is("_") && t.tok(to).before == glued && t.tok(to+1).kind != sign && t.tok(to+1).before == glued {
			to += 2 // дашка_кузя
		}
		if d, w := t.tok(to), t.tok(to+1); d.is(".") && d.before == glued && w.kind == word && w.before == glued && w.shape == lower && w.size > 1 && t.toks[to-1].shape == lower && !w.any(explaining|abbreviated|medical) {
			to += 2 // scarlett.ohn
		}
		t.mark(t.otherHalfCut(t.withParticle(from)), t.withJoint(to), h.kind)
	}
}

// withRest widens a known name over the unknown rest of somebody else's: a
// doctor may share the patient's first name.
func (t *passage) withRest(from, to int, h hit) (int, int) {
	for n := 0; n < 2 && t.restOf(t.after(to), h) && t.toks[t.after(to)].before <= spaced; n++ {
		_, to = t.withInitials(from, t.after(to)+1)
	}
	for n := 0; n < 2 && from > 0 && t.restOf(t.before(from), h) && t.toks[from].before <= spaced && t.gapless(t.before(from), from); n++ {
		from, _ = t.withInitials(t.before(from), to)
	}
	to = t.secondHalf(t.initialsSaid(to), h)
	if h, n := t.tok(to), t.tok(to+1); h.is("-") && h.before == glued && n.shape == lower && n.size <= 4 && n.before == glued && (t.toks[to-1].shape == lower && n.size <= 3 || n.in(patronymicTails)) {
		to += 2 // нина орест-на
	}
	return from, to
}

// secondHalf steps over the other half of a double name behind a known surname, whatever it
// is ("Gudrun Petersen-Lake"), where a first name says that it is one.
func (t *passage) secondHalf(to int, h hit) int {
	s, n, p := t.tok(to), t.tok(to+1), t.tok(to-2)
	if h.part == family && (s.fold == "y" || s.fold == "e") && s.shape == lower && s.before == spaced && n.shape == title && n.before == spaced && n.size > 2 && t.english() {
		return to + 2 // Magsaysay y Aquino
	}
	if h.part != family || !s.is("-") || s.before != glued || n.before != glued || n.kind != word || n.size < 3 || n.shape != t.toks[to-1].shape || n.shape == lower || !t.free(to+1) {
		return to
	}
	if _, ok := t.words.name(p.fold); !ok && !p.any(firstName) || !p.capital() || t.toks[to-1].before != spaced {
		return to
	}
	return to + 2
}

// gapless reports whether nothing but a hyphen stands between two words.
func (t *passage) gapless(a, b int) bool { return b == a+1 || b == a+2 && t.toks[a+1].is("-") }

// restOf reports whether the word at i may belong to the name beside it.
func (t *passage) restOf(i int, h hit) bool {
	if t.free(i) && h.part == family && t.hushed() && t.toks[i].shape == lower && (t.toks[i].any(firstName) && !t.toks[i].any(inDictionary) || t.toks[i].any(patronymical) || patronymics()[lemma(t.toks[i].fold)]) {
		return true
	}
	if !t.free(i) || !t.namish(i) {
		return false
	}
	k := t.toks[i]
	if h.part == family && k.shape == title && t.toks[i].before == spaced && !k.any(heading|medicinal|organised) && kin()[t.tok(i-2).fold] && t.tok(i-1).shape == title {
		return true // муж Ахмедьянов Илнар
	}
	if h.part == family && h.kind == typePatient && !k.any(heading|medicinal|callingWord) && (k.shape == title && t.english() || !k.any(inDictionary)) && t.words.slipOf(k.fold) {
		return true // Sone Tupou, of Sione
	}
	if h.part == given && k.shape != lower && (!t.opens(i) || t.triggered(i) || t.tok(i-1).is(".") && t.tok(i-2).size == 1) {
		return true
	}
	return k.any(patronymical) || k.any(firstName) || k.isSurname() && h.part != family
}

// nameAt looks a word up: as it stands, as two halves a line end parted, and,
// with a capital, with one slip of the pen. n is how many tokens it takes.
func (t *passage) nameAt(i int) (h hit, n int, ok bool) {
	k := t.toks[i]
	begun := t.words.starts.has(k.lead) // as some known name does
	if begun {
		if h, n, ok = t.wholeAt(i); ok {
			return h, n, true
		}
	}
	if called := t.tok(i - 1).fold; (k.size == 2 || k.size == 3) && k.shape == upper && (called == "initials" || called == "инициалы") {
		return hit{kind: typePatient, part: family}, 1, true
	}
	if k.size == 3 && k.shape == upper && slices.Contains(t.words.triples, k.fold) && (hasAnyPrefix(t.tok(i-1).fold, asInitials) || t.lineHead(i) && !k.any(shortForm|inDictionary)) {
		return hit{kind: typePatient, part: family}, 1, true // КАЛ, ЛАХ
	}
	if h, ok = t.upright(k); ok {
		return h, 1, true
	}
	if begun {
		if h, ok = t.fondly(k.fold); ok {
			return h, 1, true
		}
	}
	if h, n = t.scanned(i); n > 0 {
		return h, n, true
	}
	if begun {
		if st, ok := t.stuck(i); ok {
			if h, ok = t.words.name(st); ok {
				h.weak = false // the initials say that it is a name
				return h, t.stuckTail(i), true
			}
		}
	}
	if h, ok = t.joinedName(i); ok {
		return h, 1, true
	}
	if h, ok = t.titledName(i); ok {
		return h, 1, true
	}
	if begun {
		if kind, ok := t.words.pet(k); ok {
			return hit{kind: kind, part: given}, 1, true
		}
	}
	if begun && t.belongsTo(i) {
		return hit{kind: typePatient, part: given}, 1, true
	}
	if t.cutFirst(i) || begun && t.cutFamily(i) {
		return hit{kind: typePatient, part: given}, 1, true
	}
	if (k.size >= 6 && k.shape != lower || k.size >= 5 && !k.any(inDictionary)) && t.words.near(k) {
		return hit{kind: typePatient, part: family}, 1, true
	}
	return hit{}, 0, false
}

// wholeAt looks a word up as it stands, with its ending or its other half behind it.
func (t *passage) wholeAt(i int) (h hit, n int, ok bool) {
	k, next := t.toks[i], t.tok(i+1)
	if h, ok = t.words.nameOf(k); ok {
		if next.kind == word && next.shape == lower && next.size == 2 && next.before == spaced && !smallWords[next.fold] && next.fold != "на" && k.shape != lower {
			if _, whole := t.words.name(k.fold + next.fold); whole {
				return h, 2, true // Федорчук ом
			}
		}
		return h, t.number(i), true
	}
	if next.kind == word && next.before == wrapped && next.shape != title {
		if h, ok = t.words.name(k.fold + next.fold); ok && !h.weak {
			return h, 2, true
		}
	}
	if o := t.tok(i + 2); next.is("-") && next.before == glued && o.kind == word && o.before == glued && k.size > 1 && (o.shape == lower || o.shape == k.shape) {
		if h, ok = t.words.name(k.fold + o.fold); ok && !(k.any(inDictionary) && o.any(inDictionary) && k.shape == lower) {
			h.weak = false
			return h, 3, true // Гаса-нова, a line's end no longer there
		}
	}
	h, ok = t.parted(i)
	return h, 2, ok
}

// stuck gives the word at i without the initial stuck to it («ФамC.», «ШИЛОМ.Р.»).
func (t *passage) stuck(i int) (string, bool) {
	k, n := t.toks[i], t.tok(i+1)
	if k.size < 3 || k.size == 3 && k.shape != mixed || !n.is(".") || n.before != glued || k.shape != mixed && !(t.tok(i+2).kind == word && t.tok(i+2).size == 1 && t.tok(i+2).before == glued) {
		return "", false
	}
	_, size := utf8.DecodeLastRuneInString(k.fold)
	return k.fold[:len(k.fold)-size], true
}

// stuckTail is how many tokens a name with a stuck initial takes, the second
// initial among them.
func (t *passage) stuckTail(i int) int {
	if o := t.tok(i + 2); o.kind != word || o.size != 1 || o.before != glued {
		return 1
	}
	if t.tok(i+3).is(".") && t.tok(i+3).before == glued {
		return 4
	}
	return 3
}

// number is how many tokens a name takes with the digits stuck to it ("Bob965").
func (t *passage) number(i int) int {
	if n := t.tok(i + 1); n.kind == number && n.before == glued {
		return 2
	}
	return 1
}

// pet reports whether a capitalised word is a pet name of somebody known.
func (m *matcher) pet(k *token) (kind string, ok bool) {
	if k.shape == lower || k.size < 5 || k.size > 14 || k.any(common) || k.any(heading) {
		return "", false
	}
	for i := range m.names {
		for _, st := range m.names[i].pets {
			if end, has := strings.CutPrefix(k.fold, st); has && petEnds()[end] {
				return m.names[i].kind, true
			}
		}
	}
	return "", false
}

// surely decides about a known name that is an ordinary word, or very short: a
// capital inside a sentence, or a neighbour that belongs to a name. With a
// capital and doubt it goes.
func (t *passage) surely(i int, h hit) bool {
	k := t.toks[i]
	if from, to := t.withSmall(i, i+1); to-from > 1 || t.signature(i) {
		return true
	}
	if t.english() && k.size > 2 && signOffs[t.tok(i-1).fold] && k.before <= wrapped && (i+1 >= len(t.toks) || t.tok(i+1).before >= wrapped) {
		return true // thx dean
	}
	if n := t.tok(i + 1); h.part == family && (n.fold == "jr" || n.fold == "sr") && n.before == spaced {
		return true
	}
	if t.besideInitials(i, i+1) || t.triggered(i) || t.besideName(i) || t.besidePart(i, h) {
		return true
	}
	if k.shape == lower {
		if h.kind == typePatient && (t.smallPatient(i, h) || t.owns(i) || t.namedInBrackets(i) || !h.nick && t.ofOwn(i)) {
			return true
		}
		if t.hushed() && h.kind == typePatient && (t.placed(i) || t.smallLetters(i+1) > i+1 && t.smallInitial(i+1) || t.lettersOfKnown(i) || t.tok(i-1).is(":") && t.namedInBed(i)) {
			return true
		}
		if h.kind == typePatient && t.saysWho(i) {
			return true
		}
		return (h.kind == typePatient || h.part == family && t.hushed()) && t.actsAlone(i) && t.tok(i+1).kind == word
	}
	if k.size <= 3 && k.shape == upper { // АН, ЛИ: rather an abbreviation
		return h.kind == typePatient && !(h.nick && (k.any(shortForm|measuring|abbreviated) || abbreviationsEn()[k.fold])) && (!t.opens(i) || !t.shouted() && !k.any(shortForm|measuring) || t.tok(i+1).is(":") || t.tok(i+1).is(","))
	}
	// A cut word at the head of a line of findings: «Лев. доля», «Прав. почка».
	if t.tok(i+1).is(".") && t.tok(i+2).shape == lower && t.tok(i+2).kind == word && k.size <= 5 && cyrillic(k.fold) && t.opens(i) {
		return false
	}
	return !t.opens(i) || h.kind == typePatient || h.part == family
}

// owns reports whether something is said to be that of whom the word at i names: "harper's redraw".
func (t *passage) owns(i int) bool {
	a, s := t.tok(i+1), t.tok(i+2)
	return t.english() && a.before == glued && (a.is("'") || a.is("’")) && s.fold == "s" && s.before == glued
}

// namedInBrackets reports whether somebody known is named in brackets behind i: "will (hargis)".
func (t *passage) namedInBrackets(i int) bool {
	if !t.tok(i+1).is("(") || t.tok(i+2).kind != word || !t.tok(i+3).is(")") {
		return false
	}
	_, _, known := t.nameAt(i + 2)
	return known
}

// lettersOfKnown reports whether two small initials with dots of somebody known stand right
// before i: "п.ф. щека".
func (t *passage) lettersOfKnown(i int) bool {
	return t.tok(i-1).is(".") && t.tok(i-3).is(".") && t.free(i-2) && t.free(i-4) && t.tok(i-2).size == 1 && t.tok(i-4).size == 1 && slices.Contains(t.words.pairs, t.tok(i-4).fold+t.tok(i-2).fold)
}

// signOffs are words right before the name that ends a message.
var signOffs = wordSet("thx thanks thank ty cheers regards love sincerely from xx xo yours best")

// names reports whether a code or a system's name holds a known name.
func (s *Scrubber) names(code string) bool {
	r := readingOf(code)
	defer r.forget()
	for _, t := range r.toks {
		if h, ok := s.known.name(t.fold); ok && !h.weak && t.kind == word {
			return true
		}
	}
	return false
}
