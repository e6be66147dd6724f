package deidentify

import (
	_ "embed"
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
// what it has found tells of what is beside it. It never puts anything back.
func (t *passage) learned() {
	for look := 0; look < 2; look++ {
		before := len(t.marks)
		t.sight.look(t)
		for i := range t.toks {
			if t.arguable(i) && odds(t.sight.features(t, i)) >= t.least(i) {
				t.suspected(i)
			}
		}
		if len(t.marks) == before {
			return
		}
	}
}

func (t *passage) suspected(i int) {
	if t.toks[i].kind == number {
		t.mark(i, i+1, typeNumber)
		return
	}
	t.person(i, i+1)
}

// odds sums the weights of features.
func odds(found []feature) (sum int) {
	for _, f := range found {
		sum += int(int8(weights[f>>(64-weightBits)]))
	}
	return sum
}

// arguable reports whether token i is left and may be somebody's at all: neither a word
// of the dictionary that nothing sets apart nor what another layer explains, nor a short
// number, a time of day or a count.
func (t *passage) arguable(i int) bool {
	k := t.toks[i]
	switch {
	case k.kind == sign || !t.free(i):
		return false
	case k.kind == number:
		return k.size > 2 && !emergency[k.fold] && !t.timeOfDay(i) && !(k.size > 3 && strings.HasSuffix(k.fold, "000"))
	case k.any(medicinal | built | measuring | monthly | medical | shortForm | abbreviated | sigla), k.any(inDictionary) && !t.setApart(i):
		return false
	case (k.size == 1 || k.size == 2 && k.shape == lower) && t.sight.mark(i-1) == 0 && t.sight.mark(i+1) == 0:
		return false
	case k.before == glued && t.tok(i-1).kind == number:
		return false // the 5th
	case k.shape == upper && (abbreviationsEn()[k.fold] || k.size < 4 && t.tok(i+1).is("-") && t.tok(i+2).kind == number):
		return false // CAMHS; GX-3500, a model
	case k.shape == lower && !k.any(inDictionary) && !cyrillic(k.fold) && !t.unexplained(i):
		return false
	}
	return !t.explained(i) && !t.cutShort(i)
}

// setApart reports whether the word at i, which the dictionary has, is written or known as a name.
func (t *passage) setApart(i int) bool {
	k := t.toks[i]
	if k.shape == lower {
		return k.any(firstName) && t.hushed()
	}
	return k.any(common|firstName) || !t.shouted() && !t.opens(i) && !article[t.tok(i-1).fold]
}

var article = wordSet("the a an")

// least are the log odds from which on token i goes: one to three, for doubt means no, and
// three to one where a word of the dictionary or three figures may have other reasons.
func (t *passage) least(i int) int {
	k := t.toks[i]
	if k.kind == number && k.size < 4 || k.any(inDictionary) {
		return weightUnit
	}
	return -weightUnit
}

// timeOfDay reports whether the number reads as a time: 0930, 09:30.
func (t *passage) timeOfDay(i int) bool {
	f := t.toks[i].fold
	return len(f) == 4 && f < "2400" && f[2] < '6' || len(f) == 2 && (t.tok(i-1).is(":") || t.tok(i+1).is(":"))
}
