package deidentify

import (
	"hash/maphash"
	"sync/atomic"
)

// An entry is what the lexicon says of a word. A token carries that of its word,
// so that the layers need not look the word up again.
type entry struct {
	traits trait
	sets   uint64 // the bits of the short lists it is in
}

// A trait is one thing the lexicon says of a word.
type trait uint64

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
	adjectival                      // ends like an adjective
	serviceWord                     // a name of an account stands behind
	headWord                        // an eponym stands behind
	tailWord                        // an eponym stands before, in English
	diagnosing                      // an illness or an operation, behind which its author stands
	regionKind                      // a region's kind
	doing                           // said of people alone
	takingWord                      // a medicine, a device or a brand stands behind
	drugEnded                       // ends like a medicine
	finding                         // behind the name of a sign or a test
	somebodyMay                     // may be a surname that does something
	valueWord                       // its number is a value
	dateAsking                      // a date stands behind
	calendar                        // a month in any case
	dayWord                         // a day of the month as people say it
	counting                        // a number in words
	branded                         // an employer, an insurer, a laboratory
	cueing                          // an organisation stands behind, in English
	legal                           // capitals of an organisation's form
	unitNoun                        // of an institution with a number
	orgEnglish                      // a noun of organisations, in English
	settling                        // a settlement's name stands behind
	living                          // a place stands behind, with "в"
	dwellingWord                    // an address stands behind
	credentialed                    // letters behind names of staff
	leadsOn                         // between a trigger and a name
	particle                        // a small word of names
	listed                          // in some short list (wordSet)
	filial                          // ends a patronymic of the East
	trading                         // what somebody works as
	labelling                       // may begin the label of a number
	opensAddress                    // may begin an address or be of one
	unitHead                        // the first word of an institution with a number
	clinicSaid                      // a clinic as people call it
	sigla                           // spelled like an institution's capitals
	papered                         // a paper, a record, a sample or a study
	lawful                          // a rule everybody may read, or who gives rules
	staffWord                       // a role or what a typist does: somebody stands behind, in English
	placing                         // somebody stands right behind
	surnameToo                      // an everyday word that is a surname too
	medical                         // a word that is medicine's and nobody's
)

// explaining are the traits any of which explains a word without a person.
const explaining = inDictionary | heading | genericWord | addressing | monthly | medicinal | built

// opensOrg are the traits of small words any of which may begin an organisation.
const opensOrg = engaged | branded | cueing | legal | organised | orgEnglish | unitHead | clinicSaid | sigla | trading

// any reports whether the word has one of the traits.
func (k *token) any(t trait) bool { return k.traits&t != 0 }

// A lexeme is what is remembered of a word: its entry, and its keyed hash crossed with
// it, so that no word stays in memory and none is given what another's writer left half.
type lexeme struct{ crossed, traits, sets atomic.Uint64 }

// of gives what is remembered of the word with that hash.
func (l *lexeme) of(hash uint64) (entry, bool) {
	t, s := l.traits.Load(), l.sets.Load()
	return entry{trait(t), s}, l.crossed.Load() == hash^t^s
}

func (l *lexeme) remember(hash uint64, e entry) {
	l.traits.Store(uint64(e.traits))
	l.sets.Store(e.sets)
	l.crossed.Store(hash ^ uint64(e.traits) ^ e.sets)
}

// lexemes remember words by two places of each hash: who comes first stays in the first.
var (
	wordSeed = maphash.MakeSeed()
	lexemes  [1 << 17]lexeme
)

// entryOf gives what all lists say of a folded word.
func entryOf(w string) entry {
	h := maphash.String(wordSeed, w)
	first, second := &lexemes[h%uint64(len(lexemes))], &lexemes[h>>32%uint64(len(lexemes))]
	if e, ok := first.of(h); ok {
		return e
	}
	if e, ok := second.of(h); ok {
		return e
	}
	e := lookUp(w)
	if first.crossed.Load() == 0 {
		first.remember(h, e)
	} else {
		second.remember(h, e)
	}
	return e
}

// longestWord is in bytes more than any word has: what is longer is no word, is in
// no list, and would cost the square of its length to take apart.
const longestWord = 240

// scientific are endings of adjectives of science, which surnames do not share.
var scientific = endingsOf([]string{"ческий", "ческого", "ческому", "ческим", "ческом", "ческая", "ческой", "ческую", "ческое", "ческие", "ческих", "ческими"})

func lookUp(w string) entry {
	if len(w) > longestWord {
		return entry{}
	}
	e := listing().of(w)
	t := e.traits
	for _, r := range rules {
		if r.holds(w) {
			t |= r.is
		}
	}
	if scientific.ends(w, 6) {
		t &^= surnamed | strongly // nobody is called Трофическая
	}
	if t&(surnamed|common|firstName|surnameToo) == 0 && clinicalWord(w, t&inDictionary != 0) {
		t |= medical
	}
	if t&inDictionary == 0 {
		if formed(w) {
			t |= built
		}
		if cutCalling(w) {
			t |= curtailed
		}
	}
	return entry{t, e.sets}
}
