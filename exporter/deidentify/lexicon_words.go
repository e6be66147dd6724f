package deidentify

import (
	_ "embed" // the word lists
	"strings"
	"sync"
	"unicode/utf8"
)

// words are a short list of folded words. Ask of tokens with in.
type words map[string]bool

// inWordSets holds for each of their words which sets it is in, a bit for each size of set.
var inWordSets = make(map[string]uint64, 9_000)

// bit is the one that all sets of that size share.
func (w words) bit() uint64 { return 1 << (len(w) % 64) }

// wordSet makes a set of folded words from a line of them. It is for variables of the
// package and what listing asks: nothing is added once words are looked up.
func wordSet(line string) words {
	all := strings.Fields(line)
	set := make(words, len(all))
	for _, w := range all {
		set[w] = true
	}
	return askable(set)
}

// askable makes a set one that tokens are asked for with in.
func askable(set words) words {
	for w := range set {
		inWordSets[w] |= set.bit()
	}
	return set
}

// in reports whether the word is one of the set, which most words are not, nor of any of its
// size. The set is one of wordSet or askable.
func (k *token) in(set words) bool { return k.sets&set.bit() != 0 && set[k.fold] }

// readSet reads an embedded list; lines that begin with # are notes.
func readSet(text string) map[string]bool {
	m := make(map[string]bool, strings.Count(text, "\n")+strings.Count(text, " "))
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			m[w] = true
		}
	}
	return m
}

//go:embed lexicon/ordinary.txt
var ordinaryLines string

// ordinary holds folded words of everyday and clinical speech that are names
// of people too.
var ordinary = sync.OnceValue(func() map[string]bool { return readSet(ordinaryLines) })

// caseEndings are the endings a Russian noun or adjective stem may carry.
var caseEndings = wordSet(`а я у ю е и ы о ь й ой ей ою ею ом ем ам ям ах ях ами ями ов ев ого его ому ему ым им ых их
	ую юю ью ая яя ое ее ые ие ый ий ыми ими`)

// stem cuts the ending of a folded Cyrillic word; other words are their own stem.
func stem(w string) string {
	n := lettersIn(w)
	if n < 3 || !cyrillic(w) {
		return w
	}
	if n >= 5 {
		switch w[max(0, len(w)-4):] { // two letters of two bytes each
		case "ий", "ый", "ой", "ая", "яя", "ое", "ее", "ие", "ые":
			return w[:len(w)-4]
		}
	}
	switch w[len(w)-2:] {
	case "а", "я", "у", "ю", "е", "и", "ы", "о", "ь", "й":
		return w[:len(w)-2]
	}
	return w
}

// hasStem reports whether w is st with nothing or a case ending after it.
func hasStem(w, st string) bool {
	rest, ok := strings.CutPrefix(w, st)
	return ok && (rest == "" || caseEndings[rest])
}

// squeeze keeps the letters and digits of s in their folded spelling.
func squeeze(s string) string {
	if out, ok := squeezeASCII(s); ok {
		return out
	}
	var b strings.Builder
	r := readingOf(s)
	defer r.forget()
	for _, t := range r.toks {
		if t.kind != sign {
			b.WriteString(t.fold)
		}
	}
	return b.String()
}

// squeezeASCII is squeeze for what has no other letters: most numbers.
func squeezeASCII(s string) (string, bool) {
	var room [64]byte
	out := room[:0]
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return "", false
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z':
			out = append(out, c)
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		}
	}
	return string(out), true
}
