package deidentify

import (
	_ "embed" // the pet names
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// pairs are the endings of a man's and a woman's surname of one family.
var pairs = [][2]string{
	{"ский", "ская"}, {"цкий", "цкая"}, {"ской", "ская"}, {"цкой", "цкая"},
	{"ов", "ова"}, {"ев", "ева"}, {"ин", "ина"}, {"ын", "ына"},
	{"ый", "ая"}, {"ой", "ая"}, {"ий", "ая"}, {"ий", "яя"},
}

// plurals are what a family is called by its surname's ending ("Ивановы").
var plurals = []struct {
	of   string
	cut  int
	ends []string
}{
	{"ов", 0, []string{"ы", "ых", "ым", "ыми"}}, {"ев", 0, []string{"ы", "ых", "ым", "ыми"}},
	{"ин", 0, []string{"ы", "ых", "ым", "ыми"}}, {"ын", 0, []string{"ы", "ых", "ым", "ыми"}},
	{"кий", 2, []string{"ие", "их", "им", "ими"}}, {"ый", 2, []string{"ые", "ых", "ым", "ыми"}},
}

// surnameBases gives a surname and what its pairs make of it.
func surnameBases(w string) []string {
	bases := append(make([]string, 0, 4), w)
	for _, p := range pairs {
		for i := range p {
			if stem, ok := strings.CutSuffix(w, p[i]); ok && stem != "" {
				if b := stem + p[1-i]; !slices.Contains(bases, b) {
					bases = append(bases, b)
				}
			}
		}
	}
	return bases
}

// surnameForms lists the folded forms of one folded part of a surname: all
// cases of the form given and of its pair, for both genders, and the plural.
// A wrong gender in a report must not save a name. It gives the bases.
func surnameForms(w string, first bool, out *forms) []string {
	bases := surnameBases(w)
	for _, b := range bases {
		decline(b, family, male, first, out)
		decline(b, family, female, first, out)
		for _, p := range plurals {
			if strings.HasSuffix(b, p.of) {
				for _, e := range p.ends {
					out.add(cutLetters(b, p.cut), e)
				}
			}
		}
	}
	fleeting(w, out)
	return bases
}

// familyForms adds what a family is called by a surname that is a noun («Мельники», «Ткачей»,
// «Сорокам»), and reports whether there is any.
func familyForms(w string, out *forms) bool {
	last, stem := lastLetter(w), cutLetters(w, 1)
	ends := []string{"ы", "ов", "ам", "ами", "ах"}
	switch {
	case lettersIn(w) < 3 || hasEnd(w, []string{"ов", "ев", "ин", "ын", "их", "ых", "ий", "ый", "ой", "ая", "яя"}, 3):
		return false
	case strings.HasSuffix(w, "ец"):
		stem = cutLetters(w, 2) + "ц"
	case strings.HasSuffix(w, "яц"):
		stem = cutLetters(w, 2) + "йц"
	case strings.ContainsRune("жчшщ", last):
		stem, ends = w, []string{"и", "ей", "ам", "ами", "ах"}
	case strings.ContainsRune("гкх", last):
		stem, ends = w, []string{"и", "ов", "ам", "ами", "ах"}
	case last == 'ь':
		ends = []string{"и", "ей", "ям", "ями", "ях"}
	case last == 'й':
		ends = []string{"и", "ев", "ям", "ями", "ях"}
	case last == 'а':
		ends = []string{"ы", "и", "ам", "ами", "ах"}
	case strings.ContainsRune("еиоуыэюя", last):
		return false
	default:
		stem = w
	}
	for _, e := range ends {
		out.add(stem, e)
	}
	return true
}

// lastLetter gives the last letter of a word.
func lastLetter(w string) rune {
	r, _ := utf8.DecodeLastRuneInString(w)
	return r
}

// fleeting adds the cases of surnames whose last vowel falls out (Заяц, Зайца;
// Кузнец, Кузнеца or Кузнца; Соловей, Соловья), which the rules leave whole.
func fleeting(w string, out *forms) {
	add := func(stem string, ends ...string) {
		for _, e := range ends {
			out.add(stem, e)
		}
	}
	switch {
	case strings.HasSuffix(w, "яц"):
		add(strings.TrimSuffix(w, "яц")+"йц", "а", "у", "ем", "е", "ы", "ев")
	case strings.HasSuffix(w, "ец"):
		stem := strings.TrimSuffix(w, "ец")
		if strings.HasSuffix(stem, "л") {
			stem += "ь"
		}
		add(stem+"ц", "а", "у", "ом", "ем", "е", "ы")
		add(strings.TrimSuffix(w, "ец")+"йц", "а", "у", "ем", "е")
	case strings.HasSuffix(w, "ок"), strings.HasSuffix(w, "ек"):
		stem := cutLetters(w, 2)
		add(stem+"к", "а", "у", "ом", "е", "и")
		add(stem+"ьк", "а", "у", "ом", "е", "и")
	case strings.HasSuffix(w, "ей"):
		add(strings.TrimSuffix(w, "ей")+"ь", "я", "ю", "ем", "е", "и")
	case strings.HasSuffix(w, "ел"), strings.HasSuffix(w, "ен"), strings.HasSuffix(w, "ер"):
		add(cutLetters(w, 2)+w[len(cutLetters(w, 1)):], "а", "у", "ом", "е", "ы")
	}
}

// cutLetters gives a word without its last n letters.
func cutLetters(w string, n int) string {
	for ; n > 0 && w != ""; n-- {
		last := len(w) - 1
		for last > 0 && !utf8.RuneStart(w[last]) {
			last--
		}
		w = w[:last]
	}
	return w
}

// givenForms lists the cases of a first name and of its pet names.
func givenForms(w string, g gender, out *forms) {
	for _, n := range calledBy(w) {
		for _, gg := range gendersOf(g, n) {
			decline(n, given, gg, false, out)
		}
	}
}

// petEnds are the endings of pet names in all cases, for stems of first names and
// of their short forms ("Ван-юшу", "Том-очкой").
var petEnds = sync.OnceValue(func() map[string]bool {
	ends := map[string]bool{}
	for _, e := range []string{"очка", "ечка", "енька", "онька", "ушка", "юшка", "ишка", "иша", "оша", "уша", "юша", "уля", "юля", "уся", "юся", "уня", "юня", "аша", "яша", "ка", "ик", "ек", "чик"} {
		var out forms
		decline("а"+e, given, female, false, &out)
		decline("а"+e, given, male, false, &out)
		for _, f := range out.list() {
			ends[strings.TrimPrefix(f, "а")] = true
		}
	}
	return ends
})

// petStems lists the stems pet names of a first name are made of.
func petStems(w string) []string {
	var out []string
	for _, n := range calledBy(w) {
		if st := stem(n); cyrillic(n) && len([]rune(st)) >= 2 {
			out = append(out, st)
		}
	}
	return out
}

func gendersOf(g gender, n string) []gender {
	switch {
	case strings.HasSuffix(n, "а") || strings.HasSuffix(n, "я"): // Никита, Саша: men decline like women
		return []gender{female}
	case g == androgynous:
		return []gender{male, female}
	}
	return []gender{g}
}

// spokenPatronymics are the ends of patronymics and what speech makes of them: «Иваныч», «Пална», «Саныч».
var spokenPatronymics = [][2]string{
	{"ович", "ыч"}, {"евич", "ич"}, {"ьевич", "ич"}, {"йлович", "лыч"}, {"авлович", "алыч"}, {"андрович", "аныч"}, {"александрович", "саныч"}, {"ич", "ыч"},
	{"овна", "на"}, {"овна", "вна"}, {"евна", "на"}, {"ьевна", "на"}, {"аевна", "авна"}, {"еевна", "евна"}, {"иевна", "ивна"}, {"йловна", "лна"}, {"авловна", "ална"}, {"андровна", "анна"}, {"александровна", "санна"}, {"ична", "ишна"},
}

// patronymicForms lists the cases of a patronymic and of its pair (a son's and
// a daughter's), with the shorter forms of speech ("Михалыч", "Иваныч").
func patronymicForms(w string, out *forms) {
	bases := []string{w}
	for _, p := range [][2]string{{"ович", "овна"}, {"евич", "евна"}, {"ич", "инична"}, {"ич", "ична"}, {"оглы", "кызы"}} {
		for i := range p {
			if stem, ok := strings.CutSuffix(w, p[i]); ok && stem != "" {
				bases = append(bases, stem+p[1-i])
			}
		}
	}
	for _, b := range slices.Clone(bases) {
		for _, p := range spokenPatronymics {
			if stem, ok := strings.CutSuffix(b, p[0]); ok {
				bases = append(bases, stem+p[1])
			}
		}
	}
	for _, b := range bases {
		decline(b, patronymic, male, false, out)
		decline(b, patronymic, female, false, out)
	}
}

//go:embed lexicon/petnames.txt
var petNameLines string

// petNames maps a folded first name to what people are called by it.
var petNames = sync.OnceValue(func() map[string][]string { return petsOf(petNameLines) })

//go:embed lexicon/nicknames.txt
var nicknameLines string

// nicknamesOf maps a folded first name to more of that, which is nobody's name where nobody
// of that name is known.
var nicknamesOf = sync.OnceValue(func() map[string][]string { return petsOf(nicknameLines) })

// calledBy lists a folded first name behind its pet names, in room of its own: the table is
// everybody's.
func calledBy(w string) []string { return append(slices.Clip(petNames()[w]), w) }

// petsOf reads lines of given names, a colon, and their pet forms.
func petsOf(lines string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(lines) {
		if full, pets, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			for _, f := range strings.Fields(full) {
				m[f] = append(m[f], strings.Fields(pets)...)
			}
		}
	}
	return m
}
