package deidentify

import (
	"slices"
	"strings"
	"sync"
)

// A list gives its words a trait: those of words, those whose stem is one of bare, those
// that begin as one of stems says, those of least letters and more that end as one of ends says.
type list struct {
	is    trait
	words map[string]bool
	bare  map[string]bool
	stems []string
	ends  []string
	least int
}

// lists are looked through at once, however many they are.
func lists() []list {
	return []list{
		{is: heading, words: headings()}, {is: common, words: ordinary()}, {is: triggerWord, words: triggers()}, {is: curtailed | abbreviated, words: abbreviation},
		{is: genericWord, words: generic}, {is: genericWord, words: countries()}, {is: addressing, words: addressWord}, {is: shortForm, words: shortForms}, {is: shortForm, words: russianAbbreviations()}, {is: measuring, words: unitWord},
		{is: eponymous, words: eponymForms()}, {is: monthly, words: keys(monthWords)}, {is: engaged, stems: orgLabels}, {is: engaged, stems: employer}, {is: engaged, stems: learners},
		{is: surnamed, ends: surnameEnds, least: 4}, {is: strongly, ends: strongEnds, least: 5}, {is: adjectival, ends: adjectiveEnds},
		{is: serviceWord, words: services, bare: union(services, withoutEnd(services, "м"))}, {is: eponymStemmed, words: eponyms(), bare: eponyms()}, {is: unitNoun, bare: keys(unitNouns)}, {is: headWord, stems: eponymHeads}, {is: tailWord, words: eponymTailsEn}, {is: diagnosing, words: shortHeads},
		{is: regionKind, words: regionWord}, {is: doing, stems: does}, {is: takingWord, stems: taking}, {is: drugEnded, ends: drugEnds, least: 6}, {is: finding, stems: found},
		{is: valueWord, words: shortOf(valueWords), stems: longOf(valueWords)}, {is: dateAsking, stems: dateAsked}, {is: dayWord, words: union(tens, smallOrdinals, bigOrdinals, tensEnglish, eraMonths)}, {is: counting, stems: numerals},
		{is: cueing, words: cues}, {is: legal, words: legalForms}, {is: orgEnglish, words: orgWordsEn}, {is: settling, words: settlement}, {is: living, stems: live},
		{is: dwellingWord, stems: dwelling}, {is: credentialed, words: credential}, {is: leadsOn, words: afterTrigger}, {is: particle, words: particles},
		{is: opensAddress, words: streetWord, stems: addressLabel}, {is: opensAddress, words: shortStreet}, {is: opensAddress, words: addressLeads}, {is: unitHead, words: wordSet("место"), stems: unitHeads()},
		{is: listed, words: keys(inWordSets)}, {is: filial, words: sonOf}, {is: labelling, words: labelHeads(), bare: keys(labels)},
		{is: papered, words: union(paperWords, sampleWords, recordWords, seriesWords, policyWords, studyWords)},
		{is: clinicSaid, words: union(calledAfter, cutNouns, cutKinds, departments, smallUnits, inUnits, nameable, sites, stations)}, {is: clinicSaid, stems: regional}, {is: lawful, words: lawWords}, {is: lawful, stems: ministries},
		{is: trading, words: wordSet("вод прод раб"), stems: trades}, {is: staffWord, words: union(roleLetters, typistWords)}, {is: placing, stems: placingStems}, {is: surnameToo, words: namesakes},
	}
}

// rules are what no list can say.
var rules = []struct {
	is    trait
	holds func(string) bool
}{
	{inDictionary, everydayWord}, {firstName, func(w string) bool { return firstNames().has(w) }}, {patronymical, looksPatronymic}, {callingWord, calling},
	{medicinal, func(w string) bool { return medicine(w) || drug(w) }},
	{organised, orgWord}, {townlike, townlikeWord}, {diagnosing, diagnosis},
	{drugEnded, func(w string) bool { return drugTails.ends(strings.TrimRight(w, "аеуомы"), 6) }}, {somebodyMay, mayAct}, {calendar, func(w string) bool { return monthNamed(w) > 0 }},
	{dayWord, ordinal}, {branded, func(w string) bool { _, ok := brandAt(w); return ok }},
	{sigla, orgSigla},
}

// An index holds many lists in one: traits by whole words, by beginnings and by ends.
type index struct {
	words        map[string]entry
	bare, stems  map[string]trait
	ends         map[string][]list
	begun, ended sieve // of stems from the left, of ends from the right
}

// A sieve turns down most of what is in no list: a bit for each that is, by a hash that
// grows with each byte.
type sieve [1 << 8]uint64

func (s *sieve) add(hash uint32)      { s[hash>>6%uint32(len(s))] |= 1 << (hash % 64) }
func (s *sieve) may(hash uint32) bool { return s[hash>>6%uint32(len(s))]&(1<<(hash%64)) != 0 }

func grown(hash uint32, b byte) uint32 { return (hash ^ uint32(b)) * 16777619 } // FNV-1a

func hashFromLeft(s string) (hash uint32) {
	for i := range len(s) {
		hash = grown(hash, s[i])
	}
	return hash
}

func hashFromRight(s string) (hash uint32) {
	for i := len(s) - 1; i >= 0; i-- {
		hash = grown(hash, s[i])
	}
	return hash
}

// listing is the index of all lists.
var listing = sync.OnceValue(func() *index {
	x := &index{words: make(map[string]entry, 52_000), bare: map[string]trait{}, stems: map[string]trait{}, ends: map[string][]list{}}
	for _, l := range lists() {
		for w := range l.words {
			x.words[w] = entry{traits: x.words[w].traits | l.is}
		}
		for w := range l.bare {
			x.bare[w] |= l.is
		}
		for _, s := range l.stems {
			x.stems[s] |= l.is
		}
		for _, e := range l.ends {
			x.ends[e] = append(x.ends[e], list{is: l.is, least: l.least})
		}
	}
	for w, sets := range inWordSets {
		x.words[w] = entry{x.words[w].traits, sets}
	}
	for s := range x.stems {
		x.begun.add(hashFromLeft(s))
	}
	for e := range x.ends {
		x.ended.add(hashFromRight(e))
	}
	return x
})

// of gives what the lists say of a folded word.
func (x *index) of(w string) entry {
	e, size := x.words[w], lettersIn(w)
	t := e.traits | x.bare[stem(w)]
	left, right := uint32(0), uint32(0)
	for i := range len(w) {
		if left = grown(left, w[i]); x.begun.may(left) {
			t |= x.stems[w[:i+1]]
		}
		if right = grown(right, w[len(w)-1-i]); x.ended.may(right) {
			for _, l := range x.ends[w[len(w)-1-i:]] {
				if size >= l.least {
					t |= l.is
				}
			}
		}
	}
	return entry{t, e.sets}
}

// withoutEnd gives the words that end so, without it.
func withoutEnd(words map[string]bool, end string) map[string]bool {
	cut := map[string]bool{}
	for w := range words {
		if st, ok := strings.CutSuffix(w, end); ok {
			cut[st] = true
		}
	}
	return cut
}

func keys[V any](m map[string]V) map[string]bool {
	all := make(map[string]bool, len(m))
	for k := range m {
		all[k] = true
	}
	return all
}

// shortOf and longOf part stems by whether they have more than three letters: shorter ones
// are whole words, since many others begin with them.
func shortOf(stems []string) map[string]bool {
	words := map[string]bool{}
	for _, s := range stems {
		if lettersIn(s) <= 3 {
			words[s] = true
		}
	}
	return words
}

func longOf(stems []string) []string {
	return slices.DeleteFunc(slices.Clone(stems), func(s string) bool {
		return lettersIn(s) <= 3 && s != "доз" && s != "вес" && s != "шаг" && s != "лей"
	})
}
