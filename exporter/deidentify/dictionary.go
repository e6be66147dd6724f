package deidentify

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the dictionaries
	"hash/maphash"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed lexicon/words-ru.gz
var russianWords []byte

//go:embed lexicon/endings-ru.txt
var russianEndings string

//go:embed lexicon/words-en.gz
var englishWords []byte

//go:embed lexicon/endings-en.txt
var englishEndings string

// medicalWords are words of British spelling and of the classifications of illnesses
// and operations; tradeWords those of wards.
//
//go:embed lexicon/words-medical.gz
var medicalWords []byte

//go:embed lexicon/trade-en.txt
var tradeWords string

//go:embed lexicon/no-words-en.txt
var noWordLines string

// noWords are names that only the endings of the dictionary make words.
var noWords = sync.OnceValue(func() map[string]bool { return readSet(noWordLines) })

// A dictionary knows the everyday words of a language in all their forms, and no
// names: what is not in it and has a capital is somebody until shown otherwise.
type dictionary struct {
	text  string              // of the list it was read from
	words map[string]string   // word to flags, all in one text
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
		d := readDictionary(englishWords, englishEndings)
		d.add(medicalText())
		for w := range readSet(tradeWords) {
			d.add(w)
		}
		return d
	})
)

// medicalText is the list of medicalWords.
var medicalText = sync.OnceValue(func() string { return unpacked(medicalWords) })

// clinicalEnglish are the words of medicine that may stand with a capital inside a
// sentence and are nobody's.
var clinicalEnglish = sync.OnceValue(func() map[string]bool {
	words := readSet(tradeWords)
	for w := range strings.FieldsSeq(medicalText()) {
		if len(w) > 5 { // Rima, Alba
			words[w] = true
		}
	}
	return words
})

// unpacked is the text of an embedded list.
func unpacked(packed []byte) string {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // embedded: wrong on every machine
	}
	text, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func readDictionary(packed []byte, endings string) *dictionary {
	d := &dictionary{text: unpacked(packed), rules: map[string][]ending{}}
	d.words = make(map[string]string, strings.Count(d.text, "\n"))
	d.add(d.text)
	for line := range strings.Lines(endings) {
		if f := strings.Fields(line); len(f) == 3 {
			d.rule(strings.Trim(f[2], "0"), strings.Trim(f[1], "0"), f[0])
		}
	}
	return d
}

// add takes lines of words and flags; what a word had before stays.
func (d *dictionary) add(lines string) {
	for line := range strings.Lines(lines) {
		w, flags, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "/")
		if _, has := d.words[w]; !has {
			d.words[w] = flags
			at, bit := d.hole([]byte(w))
			*at |= bit
		}
	}
}

// hole gives the word's bit of the sieve.
func (d *dictionary) hole(w []byte) (at *uint64, bit uint64) {
	h := maphash.Bytes(wordSeed, w)
	return &d.sieve[h>>6%uint64(len(d.sieve))], 1 << (h % 64)
}

// everydayWord reports whether a folded word is in the dictionary of its script, in
// any form.
func everydayWord(w string) bool {
	if cyrillic(w) {
		return russian().has(w)
	}
	return (english().has(w) || prefixed(w)) && !noWords()[w]
}

// englishPrefixes are the flags of words that may have them (reports: port/A).
var englishPrefixes = map[string]string{"re": "A", "in": "I", "un": "U", "de": "C", "dis": "E", "con": "F", "pro": "K"}

// prefixed reports whether an English word is one of the dictionary behind a
// prefix that it may have.
func prefixed(w string) bool {
	for p, flag := range englishPrefixes {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 1 && english().hasWith(rest, flag) {
			return true
		}
	}
	return false
}

func (d *dictionary) has(w string) bool { return d.hasWith(w, "") }

// hasWith reports whether a form of a word that has the flag is w.
func (d *dictionary) hasWith(w, flag string) bool {
	if flags, ok := d.words[w]; ok && strings.Contains(flags, flag) {
		return true
	}
	var base [96]byte
	for n := 0; n <= min(d.long, len(w)-1); n++ {
		if n > 0 && !utf8.RuneStart(w[len(w)-n]) {
			continue // inside a letter
		}
		for _, e := range d.rules[w[len(w)-n:]] {
			b := append(append(base[:0], w[:len(w)-n]...), e.strip...)
			if at, bit := d.hole(b); *at&bit == 0 {
				continue
			}
			if flags, ok := d.words[string(b)]; ok && strings.ContainsAny(flags, e.flags) && strings.Contains(flags, flag) {
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
