package deidentify

import (
	_ "embed" // the declension rules
	"encoding/json"
	"strings"
	"sync"
	"unicode/utf8"
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
	whole   map[string][]declension
	suffix  map[string][]declension
	longest int
}

// petrovich reads the rules once. They are part of the binary: a fault in them
// is a fault of the build, which the tests find.
var petrovich = sync.OnceValue(func() [3]endings {
	var file map[string]struct{ Exceptions, Suffixes []petrovichRule }
	if err := json.Unmarshal(petrovichRules, &file); err != nil {
		panic("deidentify: embedded petrovich-rules.json: " + err.Error())
	}
	var all [3]endings
	for part, name := range map[namePart]string{family: "lastname", given: "firstname", patronymic: "middlename"} {
		e := endings{whole: map[string][]declension{}, suffix: map[string][]declension{}}
		for i, r := range file[name].Exceptions {
			r.into(e.whole, i)
		}
		for i, r := range file[name].Suffixes {
			r.into(e.suffix, i)
		}
		for s := range e.suffix {
			e.longest = max(e.longest, len(s))
		}
		all[part] = e
	}
	return all
})

type petrovichRule struct {
	Gender string
	Test   []string
	Mods   [5]string
	Tags   []string
}

func (r petrovichRule) into(m map[string][]declension, order int) {
	d := declension{order: order, first: len(r.Tags) > 0}
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

// rule finds the declension of a folded word: exceptions first, then the suffix
// rule that stands first in the file.
func (e endings) rule(w string, g gender, firstOfMany bool) (best declension, ok bool) {
	fits := func(d declension) bool {
		return (d.gender == g || d.gender == androgynous) && (!d.first || firstOfMany) && (!ok || d.order < best.order)
	}
	for _, d := range e.whole[w] {
		if fits(d) {
			best, ok = d, true
		}
	}
	if ok {
		return best, true
	}
	for n := 1; n <= min(e.longest, len(w)); n++ {
		for _, d := range e.suffix[w[len(w)-n:]] {
			if fits(d) {
				best, ok = d, true
			}
		}
	}
	return best, ok
}

// decline adds the six cases of one folded word to out. An instrumental in -ой
// or -ей has its older form in -ою and -ею too.
func decline(w string, part namePart, g gender, firstOfMany bool, out *forms) {
	out.add(w)
	d, ok := petrovich()[part].rule(w, g, firstOfMany)
	if !ok {
		return
	}
	for _, m := range d.mods {
		if m.same || m.cut > utf8.RuneCountInString(w) {
			continue
		}
		out.add(cutLetters(w, m.cut), m.add)
		out.elder()
	}
}
