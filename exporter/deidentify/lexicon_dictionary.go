package deidentify

import (
	_ "embed" // the dictionaries
	"hash/maphash"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// The word lists are lines of word/flags in the order of their bytes. medicalWords are words
// of British spelling and of the classifications of illnesses and operations; tradeWords
// those of wards.
var (
	//go:embed lexicon/words-ru.txt
	russianWords string
	//go:embed lexicon/endings-ru.txt
	russianEndings string
	//go:embed lexicon/words-en.txt
	englishWords string
	//go:embed lexicon/endings-en.txt
	englishEndings string
	//go:embed lexicon/words-medical.txt
	medicalWords string
	//go:embed lexicon/trade-en.txt
	tradeWords string
	//go:embed lexicon/no-words-en.txt
	noWordLines string
)

// noWords are names that only the endings of the dictionary make words.
var noWords = sync.OnceValue(func() map[string]bool { return readSet(noWordLines) })

// A dictionary knows the everyday words of a language in all their forms, and no
// names: what is not in it and has a capital is somebody until shown otherwise.
type dictionary struct {
	text  string              // lines of word/flags
	table []uint32            // by the hash of a word, where its line begins, plus one
	sieve [1 << 15]uint64     // a bit for each word, to turn down most of what is none
	rules map[string][]ending // by what they add
	long  int                 // bytes of the longest that is added
}

// ending makes forms of the words that have one of the flags: strip gives way to
// what is added.
type ending struct{ strip, flags string }

var (
	russian = sync.OnceValue(func() *dictionary { return readDictionary(russianWords, russianEndings) })
	english = sync.OnceValue(func() *dictionary {
		trade := strings.Join(slices.Collect(maps.Keys(readSet(tradeWords))), "\n")
		return readDictionary(englishWords+medicalWords+trade+"\n", englishEndings)
	})
)

// clinicalEnglish are the words of medicine that may stand with a capital inside a
// sentence and are nobody's.
var clinicalEnglish = sync.OnceValue(func() map[string]bool {
	words := readSet(tradeWords)
	for w := range strings.FieldsSeq(medicalWords) {
		if len(w) > 5 { // Rima, Alba
			words[w] = true
		}
	}
	return words
})

func readDictionary(words, endings string) *dictionary {
	lines := strings.Count(words, "\n")
	d := &dictionary{text: words, table: make([]uint32, 1<<bits.Len(uint(lines))), rules: map[string][]ending{}}
	for at := 0; at < len(words); at += strings.IndexByte(words[at:], '\n') + 1 {
		d.add(at)
	}
	for line := range strings.Lines(endings) {
		if f := strings.Fields(line); len(f) == 3 {
			d.rule(strings.Trim(f[2], "0"), strings.Trim(f[1], "0"), f[0])
		}
	}
	return d
}

// add takes the word whose line begins there; of two that are the same the first is found.
func (d *dictionary) add(at int) {
	end := at
	for d.text[end] != '/' && d.text[end] != '\n' {
		end++
	}
	h := maphash.String(wordSeed, d.text[at:end])
	slot, bit := d.hole(h)
	*slot |= bit
	i := h >> 32
	for d.table[i%uint64(len(d.table))] != 0 {
		i++
	}
	d.table[i%uint64(len(d.table))] = uint32(at + 1)
}

// lineIs reports whether a line is that of the word.
func lineIs(line string, w []byte) bool {
	return len(line) > len(w) && line[:len(w)] == string(w) && (line[len(w)] == '/' || line[len(w)] == '\n')
}

// hole gives the bit of the sieve for a word with that hash.
func (d *dictionary) hole(h uint64) (at *uint64, bit uint64) {
	return &d.sieve[h>>6%uint64(len(d.sieve))], 1 << (h % 64)
}

// flags gives a word's flags, if it is in the list.
func (d *dictionary) flags(w []byte) (flags string, has bool) {
	h := maphash.Bytes(wordSeed, w)
	if at, bit := d.hole(h); *at&bit == 0 {
		return "", false
	}
	for i := h >> 32; ; i++ {
		at := d.table[i%uint64(len(d.table))]
		if at == 0 {
			return "", false
		}
		if line := d.text[at-1:]; lineIs(line, w) {
			return line[len(w):strings.IndexByte(line, '\n')], true
		}
	}
}

// everydayWord reports whether a folded word is in the dictionary of its script, in
// any form.
func everydayWord(w string) bool {
	if cyrillic(w) {
		return russian().has(w)
	}
	return (english().has(w) || prefixed(w)) && !noWords()[w]
}

// englishPrefixes are before the flags of words that may have them (reports: port/A).
var englishPrefixes = [...][2]string{{"re", "A"}, {"in", "I"}, {"un", "U"}, {"de", "C"}, {"dis", "E"}, {"con", "F"}, {"pro", "K"}}

// prefixed reports whether an English word is one of the dictionary behind a
// prefix that it may have.
func prefixed(w string) bool {
	for _, p := range englishPrefixes {
		if rest, ok := strings.CutPrefix(w, p[0]); ok && len(rest) > 1 && english().hasWith(rest, p[1]) {
			return true
		}
	}
	return false
}

func (d *dictionary) has(w string) bool { return d.hasWith(w, "") }

// hasWith reports whether a form of a word that has the flag is w.
func (d *dictionary) hasWith(w, flag string) bool {
	var room [96]byte
	base := append(room[:0], w...)
	if flags, ok := d.flags(base); ok && strings.Contains(flags, flag) {
		return true
	}
	for n := 0; n <= min(d.long, len(w)-1); n++ {
		if n > 0 && !utf8.RuneStart(w[len(w)-n]) {
			continue // inside a letter
		}
		for _, e := range d.rules[w[len(w)-n:]] {
			base = append(append(base[:0], w[:len(w)-n]...), e.strip...)
			if flags, ok := d.flags(base); ok && strings.ContainsAny(flags, e.flags) && strings.Contains(flags, flag) {
				return true
			}
		}
	}
	return false
}

// rule adds an ending; those that differ in their flag alone are one.
func (d *dictionary) rule(add, strip, flag string) {
	d.long = max(d.long, len(add))
	for i, e := range d.rules[add] {
		if e.strip == strip {
			d.rules[add][i].flags += flag
			return
		}
	}
	d.rules[add] = append(d.rules[add], ending{strip, flag})
}
