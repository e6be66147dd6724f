package deidentify

import (
	"math/bits"
	"unicode/utf8"
)

// A feature is one thing that may be said of a token, as a hash: "the word before
// is vs", "it ends in ова", "a date was taken out behind it".
type feature = uint64

// The families of features: two of different families never mean the same.
const (
	ofAll uint64 = iota + 1
	ofWord
	ofShape
	ofGap
	ofSize
	ofEnd
	ofFigures
	ofRange
	ofTrait
	ofShapedTrait
	ofTraits
	ofWriting
	ofNeighbour
	ofNeighbourShape
	ofNeighbourMark
	ofNeighbourShapedMark
	ofNeighbourTrait
	ofSides
	ofBefore
	ofBehind
	ofPair
	ofPairBehind
	ofShapes
	ofNumberPlace
	ofGroup
	ofGroupSides
	ofGroupMark
	ofGroupTrait
	ofGram
	ofNextMark
	ofPlace
	ofEcho
)

// blend hashes values into one. The weights are kept by these hashes: whoever changes
// this or a feature teaches the weights anew.
func blend(values ...uint64) (h uint64) {
	for _, v := range values {
		h = (h ^ v) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h
}

// base is a hash of the token: of a number its length alone, so that no figures count.
func base(k *token) uint64 {
	if k.kind == number {
		return uint64(min(k.size, 12))
	}
	h := uint64(14695981039346656037)
	for _, c := range []byte(k.fold) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// looks is how the token looks, without what stands before it.
func looks(k *token) uint64 { return uint64(k.kind)<<2 | uint64(k.shape) }

// meaning is the traits of a token that say something of its word: that it is in some short
// list or other says nothing, and changes with every list.
func meaning(k *token) uint64 { return uint64(k.traits &^ listed) }

// A sight is a passage as the learned layer sees it: hashes of the tokens, and what
// the layers before it have taken out.
type sight struct {
	marks []uint64
	found []feature
}

// look makes the sight of a passage.
func (s *sight) look(t *passage) {
	s.marks = append(s.marks[:0], make([]uint64, len(t.toks))...)
	for _, m := range t.marks {
		kind := uint64(m.kind[0])<<8 | uint64(m.kind[1])
		for i := m.from; i < m.to; i++ {
			s.marks[i] = kind
		}
	}
}

// base and mark are 0 outside the text.
func (t *passage) base(i int) uint64 {
	if uint(i) >= uint(len(t.toks)) {
		return 0
	}
	return base(t.toks[i])
}

func (s *sight) mark(i int) uint64 {
	if uint(i) >= uint(len(s.marks)) {
		return 0
	}
	return s.marks[i]
}

func (s *sight) add(values ...uint64) { s.found = append(s.found, blend(values...)) }

// features tells all that may be said of token i of the passage. They are valid until
// the next call.
func (s *sight) features(t *passage, i int) []feature {
	s.found = s.found[:0]
	s.own(t, i)
	for _, o := range [...]int{-2, -1, 1, 2} {
		s.neighbour(t, i, o)
	}
	s.together(t, i)
	s.around(t, i)
	if t.toks[i].kind == number {
		s.group(t, i)
	} else {
		s.grams(t.toks[i].fold)
		s.echoes(t, i)
	}
	return s.found
}

// own are features of the token itself.
func (s *sight) own(t *passage, i int) {
	k := t.toks[i]
	shape := looks(k)
	s.add(ofAll)
	s.add(ofWord, base(k))
	s.add(ofShape, shape)
	s.add(ofGap, uint64(k.before), shape)
	s.add(ofSize, uint64(min(k.size, 10)), uint64(k.kind))
	hand := uint64(t.written)
	if t.english() {
		hand |= 8
	}
	s.add(ofWriting, hand, shape)
	s.add(ofTraits, meaning(k), shape)
	for left := meaning(k); left != 0; left &= left - 1 {
		bit := uint64(bits.TrailingZeros64(left))
		s.add(ofTrait, bit)
		s.add(ofShapedTrait, bit, shape)
	}
	if k.kind == number {
		s.figures(k)
		return
	}
	s.ends(k)
}

// ends are the last two and three letters.
func (s *sight) ends(k *token) {
	h := uint64(0)
	for n, rest := 1, k.fold; n <= 3 && rest != ""; n++ {
		r, size := utf8.DecodeLastRuneInString(rest)
		rest = rest[:len(rest)-size]
		if h = blend(h, uint64(r)); n > 1 && rest != "" {
			s.add(ofEnd, uint64(n), h)
		}
	}
}

// figures tell of a number only whether it could be a month, an hour or a day, and how it begins.
func (s *sight) figures(k *token) {
	v := uint64(0)
	for _, c := range []byte(k.fold) {
		if v = v*10 + uint64(c-'0'); v > 99 {
			break
		}
	}
	most := uint64(4)
	for n, limit := range [...]uint64{12, 23, 31} {
		if v <= limit {
			most = uint64(n)
			break
		}
	}
	s.add(ofRange, most, uint64(min(k.size, 12)))
	if k.size > 1 {
		s.add(ofFigures, uint64(k.fold[0]), uint64(k.fold[1]), uint64(min(k.size, 12)))
	}
}

// neighbour are features of the token o places away.
func (s *sight) neighbour(t *passage, i, o int) {
	q, at, shape := t.tok(i+o), uint64(o+8), looks(t.toks[i])
	s.add(ofNeighbour, at, t.base(i+o))
	s.add(ofNeighbourShape, at, looks(q), uint64(q.before))
	if m := s.mark(i + o); m != 0 {
		s.add(ofNeighbourMark, at, m)
		s.add(ofNeighbourShapedMark, at, m, shape)
	}
	for left := meaning(q); left != 0; left &= left - 1 {
		s.add(ofNeighbourTrait, at, uint64(bits.TrailingZeros64(left)), shape)
	}
}

// together are features of the token and its neighbours as one.
func (s *sight) together(t *passage, i int) {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	shape, pb, b, nb := looks(k), t.base(i-1), base(k), t.base(i+1)
	s.add(ofSides, pb, nb)
	s.add(ofBefore, t.base(i-2), pb)
	s.add(ofBehind, nb, t.base(i+2))
	s.add(ofPair, pb, b, shape)
	s.add(ofPairBehind, b, nb, shape)
	s.add(ofShapes, looks(t.tok(i-2)), looks(p)<<3|uint64(k.before), shape, looks(n)<<3|uint64(n.before), looks(t.tok(i+2)))
	if k.kind == number {
		s.add(ofNumberPlace, t.base(i-2), pb, b, nb, t.base(i+2))
	}
}
