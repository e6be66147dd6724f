package deidentify

import (
	_ "embed"
	"slices"
	"strings"
)

// The weights are those of a logistic regression over hashed features: a signed byte
// for each of 2^weightBits places. `make deid-learn` teaches them by the blind batches.
//
//go:embed lexicon/weights.bin
var weights string

const (
	weightBits = 17 // so many bits of a feature's hash choose its weight
	weightUnit = 32 // so many units of a weight are one unit of log odds
)

// learned takes out what no rule has a reason for and what nevertheless stands as
// names and numbers of people stand in thousands of marked texts. It looks twice, for
// what it has found tells of what is beside it. First it puts back what rules took for
// somebody for want of any other reason and what stands as nobody does.
func (t *passage) learned() {
	t.sight.look(t)
	t.putBack()
	for look := 0; look < 2; look++ {
		before := len(t.marks)
		for i := range t.toks {
			if t.arguable(i) && odds(t.sight.features(t, i)) >= t.least(i) {
				t.suspected(i)
			}
		}
		if len(t.marks) == before {
			return
		}
		t.sight.look(t)
	}
}

// nobodys are the log odds up to which a word taken for a stranger stays: one to a hundred and
// fifty. On batches that taught nothing none of the words put back was marked.
const nobodys = -5 * weightUnit

// putBack gives back what was taken for a stranger and is nobody. What a rule had a reason
// for, and a text without capitals, it leaves as they are.
func (t *passage) putBack() {
	held := t.holders()
	for at := range t.marks {
		m := &t.marks[at]
		if m.rule == "stranger" && t.toks[m.from].capital() && slices.Max(held[m.from:m.to]) == 1 && t.nobody(m.from, m.to) {
			clear(t.taken[m.from:m.to])
			m.to = m.from
		}
	}
	t.marks = slices.DeleteFunc(t.marks, func(m mark) bool { return m.from == m.to })
}

// holders counts of each token the marks that hold it.
func (t *passage) holders() []uint8 {
	held := make([]uint8, len(t.toks))
	for _, m := range t.marks {
		for i := m.from; i < m.to; i++ {
			held[i] = min(held[i]+1, 2)
		}
	}
	return held
}

// nobody reports whether none of the tokens from..to-1 would be somebody's if nothing had
// taken them out. If so the sight forgets that they were.
func (t *passage) nobody(from, to int) bool {
	was := slices.Clone(t.sight.marks[from:to])
	clear(t.sight.marks[from:to])
	for i := from; i < to; i++ {
		if t.toks[i].kind != sign && odds(t.sight.features(t, i)) > nobodys {
			copy(t.sight.marks[from:], was)
			return false
		}
	}
	return true
}

func (t *passage) suspected(i int) {
	if t.toks[i].kind == number {
		if from, to := t.groupOf(i); t.pairs(from, to) {
			t.mark(from, to, typeNumber)
			return
		}
		t.mark(i, t.restOfGroups(i+1), typeNumber)
		return
	}
	t.person(i, i+1)
}

// pairs reports whether the tokens from..to-1 are three numbers of two figures, as short
// telephones are said: "12 04 39".
func (t *passage) pairs(from, to int) bool {
	n := 0
	for _, k := range t.toks[from:to] {
		if k.kind == word || k.kind == number && k.size != 2 {
			return false
		}
		if k.kind == number {
			n++
		}
	}
	return n == 3
}

// restOfGroups steps over the groups of three figures and four that go on behind a number: one
// of them suspected, the whole goes ("622 911 044 873", "45216446.016").
func (t *passage) restOfGroups(to int) int {
	for n := 0; n < 4; n++ {
		j := to
		if s := t.tok(j); (s.is(".") || s.is("-")) && s.before == glued && t.tok(j+1).before == glued {
			j++
		}
		k, e := t.tok(j), t.tok(j+1)
		if k.kind != number || k.size < 3 || k.size > 4 || k.before > spaced || !t.free(j) || t.isMeasure(j, j+1) || yearly(k) || e.before == glued && e.kind != sign || t.timeOfDay(j) && t.toks[to-1].size > 4 {
			return to
		}
		to = j + 1
	}
	return to
}

// odds sums the weights of features.
func odds(found []feature) (sum int) {
	for _, f := range found {
		sum += int(int8(weights[f>>(64-weightBits)]))
	}
	return sum
}

// arguable reports whether token i is left and may be somebody's at all: neither a word
// of the dictionary that nothing sets apart nor a term, nor a count or the hour of a day.
func (t *passage) arguable(i int) bool {
	k := t.toks[i]
	switch {
	case k.kind == sign || !t.free(i):
		return false
	case k.kind == number:
		return t.ofSomebody(i) && !emergency[k.fold] && !t.timeOfDay(i) && !strings.HasSuffix(k.fold, "00")
	case k.any(namesNobody), k.any(inDictionary) && !t.setApart(i), t.named(i):
		return false
	case (k.size == 1 || k.size == 2 && k.shape == lower) && t.sight.mark(i-1) == 0 && t.sight.mark(i+1) == 0:
		return false
	case t.tok(i-1).kind == number && k.before == glued:
		return false // the 5th
	case k.any(listed) && journalCues[k.fold].least > 0:
		return false // IMEI, a label
	case k.size == 1 && t.tok(i-1).is("&"):
		return false // A&E
	case k.shape == upper && (abbreviationsEn()[k.fold] || k.size < 4 && t.tok(i+1).is("-") && t.tok(i+2).kind == number):
		return false // CAMHS; GX-3500, a model
	}
	return k.shape != lower || k.any(inDictionary) || cyrillic(k.fold) || t.unexplained(i)
}

// namesNobody are traits of words that are nobody's name wherever they stand.
const namesNobody = medicinal | built | measuring | medical | shortForm | abbreviated | sigla | headWord | credentialed |
	organised | orgEnglish | genericWord | labelling

// setApart reports whether the word at i, which the dictionary has, is written or known as a name.
func (t *passage) setApart(i int) bool {
	k := t.toks[i]
	if k.shape == lower {
		return k.any(firstName) && t.hushed()
	}
	return k.any(common|firstName) || !t.shouted() && !t.opens(i) && !t.tok(i-1).in(article)
}

var article = wordSet("the a an")

// named reports whether what stands around says what the word is a name of: a label, a
// heading, a product, a region.
func (t *passage) named(i int) bool {
	return t.labels(i) || t.headed(i) || t.headFollows(i) || t.product(i) || t.region(i)
}

// least are the log odds from which on token i goes: one to seven for a number long enough
// to be somebody's and two to three for a word no list has, for doubt means no, and more
// where a word or a number may well have other reasons. What a rule explains goes when the
// weights are sure.
func (t *passage) least(i int) int {
	k := t.toks[i]
	switch {
	case k.kind == number && k.size < 3 && t.figuresIn(t.groupOf(i)) < 6:
		return 7 * weightUnit / 2
	case k.kind == number && k.size < 4:
		return 2 * weightUnit
	case k.kind == number:
		return -2 * weightUnit
	case k.any(monthly):
		return 9 * weightUnit / 2
	case t.explained(i), t.cutShort(i):
		return 15 * weightUnit / 4
	case k.shape == lower:
		return 5 * weightUnit / 2
	case k.any(inDictionary):
		return 7 * weightUnit / 4
	}
	return -weightUnit / 2
}

// timeOfDay reports whether the number reads as a time: 0930, 09:30.
func (t *passage) timeOfDay(i int) bool {
	f := t.toks[i].fold
	return len(f) == 4 && f < "2400" && f[2] < '6' || len(f) == 2 && (t.tok(i-1).is(":") || t.tok(i+1).is(":"))
}

// course reports whether the figures are the days of a course: 3-7-14-30-90.
func (t *passage) course(from, to int) bool {
	if to-from < 7 || t.toks[from].size > 1 || t.toks[from+2].size > 1 {
		return false
	}
	for i := from + 2; i < to; i += 2 {
		if !t.toks[i-1].is("-") || t.toks[i].kind != number || atoi(t.toks[i].fold) <= atoi(t.toks[i-2].fold) {
			return false
		}
	}
	return true
}

// ofSomebody reports whether number i is long enough to be somebody's, by itself or with
// the figures it stands among, and no value.
func (t *passage) ofSomebody(i int) bool {
	from, to := t.groupOf(i)
	return (t.toks[i].size > 2 || t.toks[i].size > 1 && t.figuresIn(from, to) > 3) && !t.ratio(from, to) && !t.course(from, to) && !t.tok(to).any(measuring)
}
