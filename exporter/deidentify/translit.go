package deidentify

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// latinTables are the ways a Russian name is written in Latin letters: passports
// (ICAO Doc 9303), the older passport and road rules, GOST 7.79 B and everyday
// e-mail addresses. A letter not in a table is written as in everyday.
var latinTables = []map[rune]string{
	{},
	{'х': "kh", 'ц': "ts", 'ю': "iu", 'я': "ia", 'й': "i", 'щ': "shch", 'ъ': "ie"},
	{'х': "kh", 'й': "y", 'щ': "shch", 'е': "e"},
	{'х': "h", 'ц': "c", 'ю': "ju", 'я': "ja", 'й': "j", 'щ': "sch"},
	{'х': "x", 'ц': "cz", 'щ': "shh", 'ы': "y"},
}

var everyday = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "ch",
	'ш': "sh", 'щ': "sch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
}

// latin adds the Latin spellings of a folded Cyrillic word to out.
func latin(w string, out map[string]bool) {
	for _, t := range latinTables {
		var b strings.Builder
		for _, r := range w {
			s, ok := t[r]
			if !ok {
				s = everyday[r]
			}
			b.WriteString(s)
		}
		s := b.String()
		out[s] = true
		for _, end := range [][2]string{{"iy", "y"}, {"ii", "y"}, {"yy", "y"}, {"iy", "ii"}, {"ya", "ia"}, {"ey", "ei"}, {"iya", "ia"}, {"iya", "iia"}} {
			if stem, ok := strings.CutSuffix(s, end[0]); ok {
				out[stem+end[1]] = true
			}
		}
		if strings.Contains(s, "ks") {
			out[strings.ReplaceAll(s, "ks", "x")] = true
		}
	}
}

// unaccented writes a Latin word without its marks (Müller: muller, mueller).
func unaccented(w string, out map[string]bool) {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(w))
	out[bare] = true
	out[strings.NewReplacer("ü", "ue", "ö", "oe", "ä", "ae", "ß", "ss", "ø", "o", "ł", "l").Replace(w)] = true
}

func cyrillic(w string) bool {
	for _, r := range w {
		return unicode.Is(unicode.Cyrillic, r)
	}
	return false
}
