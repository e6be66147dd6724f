package deidentify

import (
	_ "embed" // the medicines of the world
	"strings"
	"sync"
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
	if hasEnd(w, strongEnds, 5) {
		return false
	}
	for _, end := range []string{"", "а", "у", "ом", "е", "ы", "ой", "и", "ю", "я", "ем"} {
		if st, ok := strings.CutSuffix(w, end); ok {
			s := soundOf(st)
			if len(s) > 5 && (drugs()[s] || drugs()[strings.Replace(s, "gidro", "hidro", 1)] || end != "" && drugs()[s+"a"] || drugs()[s+"um"]) {
				return true
			}
		}
	}
	return false
}

var (
	soundRussian = strings.NewReplacer("а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i", "й", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r",
		"с", "s", "т", "t", "у", "u", "ф", "f", "х", "h", "ц", "c", "ч", "h", "ш", "sh", "щ", "sh", "ъ", "", "ы", "i", "ь", "", "э", "e", "ю", "iu", "я", "ia")
	soundLatin = strings.NewReplacer("ph", "f", "th", "t", "ch", "h", "qu", "kv", "x", "ks", "ae", "e", "oe", "e", "w", "v", "y", "i", "j", "i",
		"ce", "ce", "ci", "ci", "cy", "ci", "c", "k")
)

// soundOf spells a folded word by how the name of a medicine sounds in either script
// (lexicon/drugs.py does the same).
func soundOf(w string) string {
	if cyrillic(w) {
		w = soundRussian.Replace(w)
	} else {
		w = soundLatin.Replace(strings.TrimSuffix(w, "e"))
	}
	out := make([]byte, 0, len(w))
	for i := range len(w) {
		if i == 0 || w[i] != w[i-1] {
			out = append(out, w[i])
		}
	}
	return string(out)
}
