package deidentify

import (
	"bytes"
	_ "embed" // the medicines of the world
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed lexicon/drugs.txt
var drugLines string

// drugs are the sounds of medicines' names (soundOf), so that one list serves both
// scripts: amoxicillin and амоксициллин.
var drugs = sync.OnceValue(func() map[string]bool {
	return readSet(drugLines)
})

// drug reports whether a folded word is a medicine of the world's lists, in any case.
func drug(w string) bool {
	if len(w) < 6 {
		return false
	}
	if !cyrillic(w) {
		return drugs()[soundOf(w)] || drugs()[soundOf(w)+"um"]
	}
	if strongTails.ends(w, 5) {
		return false
	}
	for _, end := range []string{"", "а", "у", "ом", "е", "ы", "ой", "и", "ю", "я", "ем"} {
		if st, ok := strings.CutSuffix(w, end); ok && soundsLikeDrug(st, end != "") {
			return true
		}
	}
	return false
}

// soundsLikeDrug reports whether a Russian word, or what is left of it without its ending, is
// a medicine.
func soundsLikeDrug(w string, cut bool) bool {
	var room [64]byte
	s := appendSound(room[:0], w)
	if len(s) <= 5 {
		return false
	}
	return drugs()[string(s)] || bytes.Contains(s, []byte("gidro")) && drugs()[strings.Replace(string(s), "gidro", "hidro", 1)] ||
		cut && drugs()[string(append(s, 'a'))] || drugs()[string(append(s, "um"...))]
}

// soundRussian is how the letters from а to я sound in the name of a medicine, soundLatin
// what Latin letters are written for.
var (
	soundRussian = [...]string{"a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "c", "h", "sh", "sh", "", "i", "", "e", "iu", "ia"}
	soundLatin   = strings.NewReplacer("ph", "f", "th", "t", "ch", "h", "qu", "kv", "x", "ks", "ae", "e", "oe", "e", "w", "v", "y", "i", "j", "i",
		"ce", "ce", "ci", "ci", "cy", "ci", "c", "k")
)

// soundOf spells a folded word by how the name of a medicine sounds in either script
// (lexicon/drugs.py does the same).
func soundOf(w string) string { return string(appendSound(nil, w)) }

func appendSound(to []byte, w string) []byte {
	if cyrillic(w) {
		for _, r := range w {
			if r >= 'а' && r <= 'я' {
				to = append(to, soundRussian[r-'а']...)
			} else {
				to = utf8.AppendRune(to, r)
			}
		}
	} else {
		to = append(to, soundLatin.Replace(strings.TrimSuffix(w, "e"))...)
	}
	return slices.Compact(to)
}
