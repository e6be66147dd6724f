package deidentify

import (
	"hash/maphash"
	"sync/atomic"
)

// A trait is what the lexicon says of a word. A token carries those of its word,
// so that the layers need not look the word up again.
type trait uint32

const (
	inDictionary  trait = 1 << iota // in the dictionary, in any form
	heading                         // begins lines of medical papers
	common                          // an ordinary word that is a name too
	firstName                       // a first name or a pet name
	patronymical                    // has the shape of a patronymic
	callingWord                     // says that a person follows, or what one heals
	triggerWord                     // says that a person follows
	curtailed                       // a calling cut short
	medicinal                       // a medicine, a device, a germ
	built                           // built as terms are
	surnamed                        // ends like a surname
	strongly                        // ends like hardly anything but a surname
	genericWord                     // identifies no organisation alone
	addressing                      // a word of addresses
	shortForm                       // capitals that are no initials
	abbreviated                     // its dot ends no sentence
	measuring                       // a unit of measurement
	eponymous                       // met as an eponym in this form
	eponymStemmed                   // an eponym in some case
	monthly                         // a month
	organised                       // a noun of organisations
	engaged                         // says where somebody works, studies or is insured
	townlike                        // begins the name of a town, in any case
)

// explaining are the traits any of which explains a word without a person.
const explaining = inDictionary | heading | genericWord | addressing | monthly | medicinal | built

// any reports whether the word has one of the traits.
func (k *token) any(t trait) bool { return k.traits&t != 0 }

// traitSlots remember what words are, by a keyed hash: a slot holds 40 bits of the
// hash of the last of its words and its traits, so no word stays in memory.
var (
	traitSeed  = maphash.MakeSeed()
	traitSlots [1 << 16]atomic.Uint64
)

const traitBits = 24

// traitsOf looks a folded word up in all lists.
func traitsOf(w string) trait {
	h := maphash.String(traitSeed, w)
	slot, tag := &traitSlots[h%uint64(len(traitSlots))], h>>traitBits<<traitBits
	if k := slot.Load(); k>>traitBits<<traitBits == tag && k != 0 {
		return trait(k & (1<<traitBits - 1))
	}
	t := lookUp(w)
	slot.Store(tag | uint64(t))
	return t
}

// longestWord is in bytes more than any word has: what is longer is no word, is in
// no list, and would cost the square of its length to take apart.
const longestWord = 240

func lookUp(w string) trait {
	var t trait
	if len(w) > longestWord {
		return t
	}
	for _, l := range []struct {
		has bool
		is  trait
	}{
		{everydayWord(w), inDictionary}, {headings()[w], heading}, {ordinary()[w], common}, {firstNames().has(w), firstName},
		{looksPatronymic(w), patronymical}, {calling(w), callingWord}, {triggers()[w], triggerWord}, {abbreviation[w], curtailed},
		{medicine(w) || drug(w), medicinal}, {hasEnd(w, surnameEnds, 4), surnamed}, {hasEnd(w, strongEnds, 5), strongly}, {generic[w], genericWord},
		{addressWord[w], addressing}, {shortForms[w], shortForm}, {abbreviation[w], abbreviated}, {unitWord[w], measuring},
		{eponymForms()[w], eponymous}, {eponyms()[w] || eponyms()[stem(w)], eponymStemmed}, {monthWords[w] > 0, monthly}, {orgWord(w), organised},
		{hasAnyPrefix(w, orgLabels) || hasAnyPrefix(w, employer) || hasAnyPrefix(w, learners), engaged}, {townlikeWord(w), townlike},
	} {
		if l.has {
			t |= l.is
		}
	}
	if t&inDictionary == 0 {
		if formed(w) {
			t |= built
		}
		if cutCalling(w) {
			t |= curtailed
		}
	}
	return t
}
