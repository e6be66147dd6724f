package deidentify

import (
	_ "embed" // the declension rules
	"encoding/json"
	"strings"
	"sync"
)

//go:embed lexicon/petrovich-rules.json
var petrovichRules []byte

// gender as the declension rules know it.
type gender uint8

const (
	androgynous gender = iota
	male
	female
)

type namePart uint8

const (
	family namePart = iota
	given
	patronymic
)

// A declension is one rule of petrovich: its endings, in the order genitive,
// dative, accusative, instrumental, prepositional.
type declension struct {
	gender gender
	mods   [5]mod
	first  bool // only for the first word of a double name
	order  int
}

// A mod makes a case: cut letters give way to what is added, or all stays the same.
type mod struct {
	same bool
	cut  int
	add  string
}

// endings holds the rules of one part of a name by the text they test.
type endings struct {
	whole  map[string][]*declension
	suffix map[string][]*declension
	ended  sieve // of suffix, from the right
}

// petrovich reads the rules once. They are part of the binary: a fault in them
// is a fault of the build, which the tests find.
var petrovich = sync.OnceValue(func() *[3]endings {
	var file map[string]struct{ Exceptions, Suffixes []petrovichRule }
	if err := json.Unmarshal(petrovichRules, &file); err != nil {
		panic("deidentify: embedded petrovich-rules.json: " + err.Error())
	}
	var all [3]endings
	for part, name := range map[namePart]string{family: "lastname", given: "firstname", patronymic: "middlename"} {
		e := endings{whole: map[string][]*declension{}, suffix: map[string][]*declension{}}
		for i, r := range file[name].Exceptions {
			r.into(e.whole, i)
		}
		for i, r := range file[name].Suffixes {
			r.into(e.suffix, i)
		}
		for s := range e.suffix {
			e.ended.add(hashFromRight(s))
		}
		all[part] = e
	}
	return &all
})

type petrovichRule struct {
	Gender string
	Test   []string
	Mods   [5]string
	Tags   []string
}

func (r petrovichRule) into(m map[string][]*declension, order int) {
	d := &declension{order: order, first: len(r.Tags) > 0}
	for i, m := range r.Mods {
		cut := strings.Count(m, "-")
		d.mods[i] = mod{m == ".", cut, strings.ReplaceAll(m[cut:], "ё", "е")}
	}
	switch r.Gender {
	case "male":
		d.gender = male
	case "female":
		d.gender = female
	}
	for _, t := range r.Test {
		t = strings.ReplaceAll(t, "ё", "е")
		m[t] = append(m[t], d)
	}
}

// rule finds the declension of a folded word, or nil: exceptions first, then the
// suffix rule that stands first in the file.
func (e *endings) rule(w string, g gender, firstOfMany bool) *declension {
	best := foremost(nil, e.whole[w], g, firstOfMany)
	if best != nil {
		return best
	}
	hash := uint32(0)
	for i := len(w) - 1; i >= 0; i-- {
		if hash = grown(hash, w[i]); e.ended.may(hash) {
			best = foremost(best, e.suffix[w[i:]], g, firstOfMany)
		}
	}
	return best
}

// foremost gives the rule that fits and stands first in the file.
func foremost(best *declension, rules []*declension, g gender, firstOfMany bool) *declension {
	for _, d := range rules {
		if (d.gender == g || d.gender == androgynous) && (!d.first || firstOfMany) && (best == nil || d.order < best.order) {
			best = d
		}
	}
	return best
}

// decline adds the six cases of one folded word to out. An instrumental in -ой
// or -ей has its older form in -ою and -ею too.
func decline(w string, part namePart, g gender, firstOfMany bool, out *forms) {
	out.add(w)
	d := petrovich()[part].rule(w, g, firstOfMany)
	if d == nil {
		return
	}
	size := lettersIn(w)
	for i := range d.mods {
		if m := &d.mods[i]; !m.same && m.cut <= size {
			out.add(cutLetters(w, m.cut), m.add)
			out.elder()
		}
	}
}
