package deidentify

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the dictionaries
	"io"
	"sort"
	"strings"
	"sync"
)

//go:embed lexicon/words-ru.gz
var russianWords []byte

//go:embed lexicon/endings-ru.txt
var russianEndings string

//go:embed lexicon/words-en.gz
var englishWords []byte

//go:embed lexicon/endings-en.txt
var englishEndings string

// A dictionary knows the everyday words of a language in all their forms, and no
// names: what is not in it and has a capital is somebody until shown otherwise.
type dictionary struct {
	words string              // lines "word/flags", sorted by bytes
	rules map[string][]ending // by what they add
	long  int                 // bytes of the longest that is added
}

// ending makes a form of a word that has the flag: strip gives way to what is added.
type ending struct{ flag, strip string }

var (
	russian = sync.OnceValue(func() *dictionary { return readDictionary(russianWords, russianEndings) })
	english = sync.OnceValue(func() *dictionary { return readDictionary(englishWords, englishEndings) })
)

func readDictionary(packed []byte, endings string) *dictionary {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // embedded: wrong on every machine
	}
	words, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	d := &dictionary{words: string(words), rules: map[string][]ending{}}
	for line := range strings.Lines(endings) {
		if f := strings.Fields(line); len(f) == 3 {
			add := strings.Trim(f[2], "0")
			d.rules[add] = append(d.rules[add], ending{f[0], strings.Trim(f[1], "0")})
			d.long = max(d.long, len(add))
		}
	}
	return d
}

// everydayWord reports whether a folded word is in the dictionary of its script, in
// any form.
func everydayWord(w string) bool {
	if cyrillic(w) {
		return russian().has(w)
	}
	return english().has(w)
}

func (d *dictionary) has(w string) bool {
	if _, ok := d.find(w); ok {
		return true
	}
	for n := 0; n <= min(d.long, len(w)-1); n++ {
		for _, e := range d.rules[w[len(w)-n:]] {
			if flags, ok := d.find(w[:len(w)-n] + e.strip); ok && strings.Contains(flags, e.flag) {
				return true
			}
		}
	}
	return false
}

// find returns the flags of a word as it stands in the list.
func (d *dictionary) find(w string) (flags string, ok bool) {
	i := sort.Search(len(d.words), func(i int) bool { return d.wordAt(i) >= w })
	line := d.lineAt(i)
	word, flags, _ := strings.Cut(line, "/")
	return flags, word == w && w != ""
}

// wordAt is the word of the line that holds byte i.
func (d *dictionary) wordAt(i int) string {
	w, _, _ := strings.Cut(d.lineAt(i), "/")
	return w
}

func (d *dictionary) lineAt(i int) string {
	if i >= len(d.words) {
		return ""
	}
	from := strings.LastIndexByte(d.words[:i], '\n') + 1
	line, _, _ := strings.Cut(d.words[from:], "\n")
	return line
}
