package deidentify

import "math/bits"

// grams are all three letters of the word that stand together, its ends among them: so a
// word nobody has met is like those that are built as it is.
func (s *sight) grams(fold string) {
	a, b := uint64(0), uint64('^')
	for _, r := range fold {
		if a != 0 {
			s.add(ofGram, a, b, uint64(r))
		}
		a, b = b, uint64(r)
	}
	s.add(ofGram, a, b, '$')
}

// around are what was taken out nearest before and behind, and whether a line begins or
// ends here.
func (s *sight) around(t *passage, i int) {
	shape := looks(t.toks[i])
	for side, step := range [...]int{-1, 1} {
		for n := 1; n < 8; n++ {
			if m := s.mark(i + n*step); m != 0 {
				s.add(ofNextMark, uint64(side), m, uint64(n), shape)
				s.add(ofNextMark, uint64(side), m, shape)
				break
			}
		}
	}
	if t.toks[i].before >= wrapped {
		s.add(ofPlace, 2, shape)
	}
	if t.tok(i+1).before >= wrapped {
		s.add(ofPlace, 3, shape)
	}
}

// earshot is how many tokens away an echo counts, so that a long text costs no square.
const earshot = 250

// echoes tell how often the word stands again near by, and what was made of it there.
func (s *sight) echoes(t *passage, i int) {
	times, shape := 0, looks(t.toks[i])
	for j := max(0, i-earshot); j < min(len(t.toks), i+earshot); j++ {
		if j == i || t.toks[j].fold != t.toks[i].fold {
			continue
		}
		if times++; s.marks[j] != 0 {
			s.add(ofEcho, 1, s.marks[j])
		} else {
			s.add(ofEcho, 2, looks(t.toks[j]), shape)
		}
	}
	s.add(ofEcho, 3, uint64(min(times, 3)), shape)
}

// group are features of all the figures number i stands among ("45-21-96", "622 911 044"):
// how they are written as one, and what stands before and behind them.
func (s *sight) group(t *passage, i int) {
	from, to := t.groupOf(i)
	form := uint64(0)
	for _, k := range t.toks[from:to] {
		form = blend(form, uint64(k.kind)<<16|uint64(k.sign)<<8|uint64(min(k.size, 12)), uint64(k.before))
	}
	figures := uint64(min(t.figuresIn(from, to), 14))
	s.add(ofGroup, form)
	before := t.wordBefore(from)
	s.add(ofGroupSides, t.base(before), t.base(to))
	s.add(ofGroupMark, s.mark(from-1), s.mark(to), figures)
	for side, at := range [...]int{before, to} {
		beyond := t.base(before - 1 + 2*side)
		for size, said := range [...]uint64{form, figures} {
			how := uint64(side)<<1 | uint64(size)
			s.add(ofGroupSides, how, said, t.base(at))
			s.add(ofGroupMark, how, said, s.mark(from-1+side*(to-from+1)))
			for left := meaning(t.tok(at)); left != 0; left &= left - 1 {
				s.add(ofGroupTrait, how, said, uint64(bits.TrailingZeros64(left)))
			}
		}
		s.add(ofGroupSides, uint64(4+side), beyond, t.base(at))
		s.add(ofGroupSides, uint64(6+side), beyond, figures)
	}
}

// wordBefore is the nearest word or number before i, with no more than two signs between.
func (t *passage) wordBefore(i int) int {
	for n := 1; n < 4; n++ {
		if t.tok(i-n).kind != sign {
			return i - n
		}
	}
	return i - 1
}

// groupOf gives the figures that stand together with number i.
func (t *passage) groupOf(i int) (from, to int) {
	const most = 10
	from, to = i, i+1
	for from > 0 && i-from < most && t.standsWith(from-1, from) {
		from--
	}
	for to < len(t.toks) && to-i < most && t.standsWith(to, to-1) {
		to++
	}
	for from < i && t.toks[from].kind == sign {
		from++
	}
	for to > i+1 && t.toks[to-1].kind == sign {
		to--
	}
	return from, to
}

// standsWith reports whether nothing but a space, a stroke, a hyphen, a dot, a colon or up
// to three capitals parts the figures at j from those of its neighbour.
func (t *passage) standsWith(j, neighbour int) bool {
	k, later := t.toks[j], t.toks[max(j, neighbour)]
	switch {
	case t.taken[j] != t.taken[neighbour] || later.before > spaced:
		return false
	case k.kind == number:
		return later.before == glued || t.toks[neighbour].kind == number
	case later.before != glued:
		return false
	case k.kind == word:
		return k.size < 4 && k.shape == upper
	}
	return k.sign == '-' || k.sign == '/' || k.sign == '.' || k.sign == ':'
}

// figuresIn counts the figures of the tokens from..to-1.
func (t *passage) figuresIn(from, to int) (n int) {
	for _, k := range t.toks[from:to] {
		if k.kind == number {
			n += k.size
		}
	}
	return n
}

// ratio reports whether the figures from..to-1 may be a value, a range, a ratio or years:
// 130-150, 140/90, 130-150/90, 2008-12.
func (t *passage) ratio(from, to int) bool {
	strokes := to-from == 3
	for i := from; i < to; i++ {
		k := t.toks[i]
		if (i-from)%2 == 1 {
			if k.kind != sign {
				return false
			}
			strokes = strokes || k.is("/")
		} else if k.kind != number || k.size > 3 && !yearly(k) {
			return false
		}
	}
	return strokes
}
