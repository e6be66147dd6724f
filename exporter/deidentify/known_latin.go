package deidentify

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// everyday is how Russian letters are written in Latin ones where no table says else.
var everyday = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "ch",
	'ш': "sh", 'щ': "sch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
}

// A latinTable writes the letters from а to я.
type latinTable [32]string

// latinTables are the ways a Russian name is written in Latin letters: everyday
// speech, passports (ICAO Doc 9303), the older passport and road rules, GOST 7.79 B
// and everyday e-mail addresses.
var latinTables = func() (all []latinTable) {
	for _, own := range []map[rune]string{
		{},
		{'х': "kh", 'ц': "ts", 'ю': "iu", 'я': "ia", 'й': "i", 'щ': "shch", 'ъ': "ie"},
		{'х': "kh", 'й': "y", 'щ': "shch", 'е': "e"},
		{'х': "h", 'ц': "c", 'ю': "ju", 'я': "ja", 'й': "j", 'щ': "sch"},
		{'х': "x", 'ц': "cz", 'щ': "shh", 'ы': "y"},
	} {
		var t latinTable
		for r, s := range everyday {
			t[r-'а'] = s
		}
		for r, s := range own {
			t[r-'а'] = s
		}
		all = append(all, t)
	}
	return all
}()

// latinEndings are the other ways of writing the end of a name.
var latinEndings = [][2]string{{"iy", "y"}, {"ii", "y"}, {"yy", "y"}, {"iy", "ii"}, {"ya", "ia"}, {"ey", "ei"}, {"iya", "ia"}, {"iya", "iia"}}

// variedInLatin are the letters the tables write differently, a bit for each from а on.
var variedInLatin = func() (bits uint32) {
	for i := range latinTables[0] {
		for _, t := range latinTables {
			if t[i] != latinTables[0][i] {
				bits |= 1 << i
			}
		}
	}
	return bits
}()

// latin adds the Latin spellings of a folded Cyrillic word to out.
func latin(w string, out *forms) {
	var room [64]byte
	letters, varied := room[:0], false
	for _, r := range w {
		if r >= 'а' && r <= 'я' { // others go
			letters = append(letters, byte(r-'а'))
			varied = varied || variedInLatin>>(r-'а')&1 != 0
		}
	}
	tables := latinTables
	if !varied {
		tables = tables[:1] // none writes it otherwise
	}
	var begun [8]int
	written := begun[:0] // which of out
	for i := range tables {
		if out.addNew(&tables[i], letters, written) {
			written = append(written, len(out.ends)-1)
			latinVariants(out.last(), out)
		}
	}
}

// addNew adds the letters as the table writes them, unless one of the spellings written is so.
func (f *forms) addNew(t *latinTable, letters []byte, written []int) bool {
	from := len(f.text)
	for _, l := range letters {
		f.text = append(f.text, t[l]...)
	}
	for _, n := range written {
		if bytes.Equal(f.at(n), f.text[from:]) {
			f.text = f.text[:from]
			return false
		}
	}
	f.ends = append(f.ends, len(f.text))
	return true
}

// latinVariants adds the other ways of writing a name's end, and x for ks.
func latinVariants(s []byte, out *forms) {
	for _, end := range latinEndings {
		if stem, ok := bytes.CutSuffix(s, []byte(end[0])); ok {
			out.text = append(append(out.text, stem...), end[1]...)
			out.ends = append(out.ends, len(out.text))
		}
	}
	if bytes.Contains(s, []byte("ks")) {
		out.add(strings.ReplaceAll(string(s), "ks", "x"))
	}
}

// addLogins adds what the patient is called as one word, in accounts and names of files, and
// where a space was lost: "jsmith", "smithj", "johnsmith", "иванованна".
func (m *matcher) addLogins(p person, firsts []string) {
	families := nameWords(p.family)
	if len(families) == 0 || len(firsts) == 0 {
		return
	}
	whole := strings.Join(families, "")
	m.written.begin()
	for _, g := range firsts[:1] {
		m.written.joined(whole, g)
		if !cyrillic(whole) {
			continue
		}
		for _, i := range [...]int{0, 1, 3} { // speech, passports, e-mail addresses
			m.written.joined(latinTables[i].spell(whole), latinTables[i].spell(g))
		}
	}
	nicks := m.written.nameForms(&m.room)
	m.addName(knownName{p.kind, family, &nameForms{nicks: nicks, starts: nicks.starts}})
}

// spell writes a word by the table.
func (t *latinTable) spell(w string) string {
	var room [64]byte
	to := room[:0]
	for _, r := range w {
		if r >= 'а' && r <= 'я' {
			to = append(to, t[r-'а']...)
		}
	}
	return string(to)
}

// joined adds a surname and a first name, or its first letter, as one word.
func (f *forms) joined(family, given string) {
	if len(family) < 2 || len(given) < 2 {
		return
	}
	f.add(family, given)
	f.add(given, family)
	if cyrillic(family) {
		return // КольцоваН.О. ends before the letter's dot
	}
	if len(family) > 3 {
		f.add(first(given), family)
		f.add(family, first(given))
	}
	if len(given) > 3 {
		f.add(given, first(family))
	}
}

// unaccented writes a Latin word without its marks (Müller: muller, mueller).
func unaccented(w string, out *forms) {
	if strings.IndexFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return
	}
	out.add(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(w)))
	out.add(accentsSpelled.Replace(w))
}

var accentsSpelled = strings.NewReplacer("ü", "ue", "ö", "oe", "ä", "ae", "ß", "ss", "ø", "o", "ł", "l")

func cyrillic(w string) bool {
	if w == "" || w[0] < utf8.RuneSelf {
		return false
	}
	if w[0] == 0xD0 || w[0] == 0xD1 { // from U+0400 to U+047F
		return true
	}
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.Is(unicode.Cyrillic, r)
}
