package deidentify

import (
	_ "embed" // the towns
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

//go:embed lexicon/cities.txt
var cityLines string

//go:embed lexicon/towns.txt
var townLines string

//go:embed lexicon/countries.txt
var countryLines string

// countries and states may stay: they are larger than a region.
var countries = sync.OnceValue(func() map[string]bool { return readSet(countryLines) })

// A town is the stems of the words of its name behind the first. One that is doubtful, a
// small town's only word, names it where the word means nothing else: where it does, a word
// that says it is a place must stand before it.
type town struct {
	rest     []string
	doubtful string
	meaning  atomic.Uint32 // of its word: 0 nobody asked yet, 1 the town alone, 2 something else
}

// alone reports whether the town may stand without a word for a place.
func (n *town) alone() bool {
	if n.doubtful == "" {
		return true
	}
	if n.meaning.Load() == 0 {
		if explainedTown(n.doubtful) {
			n.meaning.Store(2)
		} else {
			n.meaning.Store(1)
		}
	}
	return n.meaning.Load() == 1
}

// cities maps the stem of the first word of a town's name to the towns that begin so.
var cities = sync.OnceValue(func() map[string][]*town {
	m := make(map[string][]*town, strings.Count(townLines, "\n"))
	for line := range strings.Lines(cityLines) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			addTown(m, nameWords(name), false)
		}
	}
	for line := range strings.Lines(townLines) {
		if !strings.HasPrefix(line, "#") {
			addTown(m, nameWords(line), true)
		}
	}
	return m
})

// explainedTown reports whether a town's only word, or another with the same stem,
// means something else in a report.
func explainedTown(w string) bool {
	if st := stem(w); lettersIn(w) < 5 || eponyms()[w] || eponyms()[st] || headings()[w] || firstNames().has(w) || formed(w) || medicine(w) {
		return true
	}
	return slices.ContainsFunc(caseEnds(w), func(end string) bool { return everydayWord(stem(w) + end) })
}

// caseEnds are the endings with which a town's stem may be another word. The adjective
// of a town (зарайская) explains nothing.
func caseEnds(w string) []string {
	ends := []string{"", "а", "о", "е", "у", "и", "ы", "ой", "ый", "ая"}
	if hasEnd(w, []string{"ск", "цк"}, 6) {
		return ends[:1]
	}
	return ends
}

// addTown keeps a town under the stems of its cases (Елец, Ельца; Химки, Химок).
func addTown(m map[string][]*town, words []string, small bool) {
	if len(words) == 0 {
		return
	}
	name := new(town)
	for _, w := range words[1:] {
		name.rest = append(name.rest, stem(w))
	}
	if small && len(words) == 1 {
		name.doubtful = words[0]
	}
	var cases forms
	cases.add(words[0])
	if cyrillic(words[0]) {
		fleeting(words[0], &cases)
		if st, ok := strings.CutSuffix(words[0], "ки"); ok {
			cases.add(st, "ок")
			cases.add(st, "ек")
		}
	}
	stems := map[string]bool{}
	for _, f := range cases.list() {
		if len(words) > 1 || f == words[0] || !everydayWord(f) && !everydayWord(stem(f)) {
			stems[stem(f)] = true
		}
	}
	for st := range stems {
		m[st] = append(m[st], name)
	}
}

// cityAt is the end of a known town's name at i, in any case, or i.
func (t *passage) cityAt(i int) int {
	if !t.toks[i].any(townlike) || t.toks[i].before == glued && t.tok(i-1).is("-") {
		return i // the second half of a double name is none
	}
	best := i
	townStems(t.toks[i].fold, func(rest []string) {
		best = max(best, t.townEnd(i+1, rest))
	})
	return best
}

func townlikeWord(w string) (found bool) {
	townStems(w, func([]string) { found = true })
	return found
}

// townStems gives the rest of the name of every town whose first word a folded word
// may be.
func townStems(w string, found func(rest []string)) {
	size := lettersIn(w)
	for n := len(w); n > 0 && len(w)-n <= 6; {
		st := w[:n]
		if (len(st) == len(w) || caseEndings[w[n:]]) && (lettersIn(st) > 3 || size < 6) {
			for _, name := range cities()[st] {
				if name.alone() {
					found(name.rest)
				}
			}
		}
		_, cut := utf8.DecodeLastRuneInString(st)
		n -= cut
	}
}

// borne reports whether initials, a first name or a patronymic stand beside what may
// be a town, or a word that says a person follows: then it is somebody.
func (t *passage) borne(i, to int) bool {
	if t.initialsOn(to) > to || t.initialsBack(i) < i || t.toks[i].any(surnamed) && t.triggered(i) {
		return true
	}
	p, n := t.tok(i-1), t.tok(to)
	return n.capital() && n.before <= wrapped && n.any(patronymical|firstName) || p.capital() && t.toks[i].before <= wrapped && p.any(patronymical|firstName) && !t.opens(i)
}

// townEnd is the end of the rest of a town's name at i, or 0.
func (t *passage) townEnd(i int, rest []string) int {
	for _, st := range rest {
		if t.tok(i).is("-") {
			i++
		}
		if k := t.tok(i); k.kind != word || k.before > wrapped || !hasStem(k.fold, st) {
			return 0
		}
		i++
	}
	return i
}

// toPlace are words behind which a town may stand without a capital.
var toPlace = wordSet("в во из под г гор город города городе in from near")

// district reads "Раменского района", "Пригородный р-н", "Высокогорский муниципальный округ".
func (t *passage) district(i int) bool {
	k, to := t.toks[i], i+1
	if !(k.capital() || t.hushed()) || !cyrillic(k.fold) || !k.any(adjectival) || k.size < 5 || k.any(heading) || k.shape == lower && k.any(inDictionary) {
		return false
	}
	if w := t.tok(to).fold; w == "городской" || w == "городского" || w == "муниципальный" || w == "муниципального" {
		to++
	}
	n := t.tok(to)
	if n.kind != word || n.before > spaced {
		return false
	}
	switch {
	case n.fold == "р" && t.tok(to+1).is("-") && (t.tok(to+2).fold == "н" || t.tok(to+2).fold == "на" || t.tok(to+2).fold == "не"):
		to += 2
	case hasStem(n.fold, "район") || hasStem(n.fold, "улус") || hasStem(n.fold, "сельсовет") || to > i+1 && hasStem(n.fold, "округ"):
	default:
		return false
	}
	t.mark(i, to+1, typeLocation)
	return true
}

// metro reads "у метро «Речной вокзал»" and "м. Сокол".
func (t *passage) metro(i int) bool {
	j := i + 1
	if t.toks[i].fold != "метро" {
		return false
	}
	to := t.quoteEnd(j)
	if to == j {
		to = t.properName(j)
	}
	if n := t.tok(j); to == j && n.kind == word && n.before == spaced && t.hushed() && n.size > 3 && (n.any(adjectival) || !n.any(explaining)) && t.free(j) {
		to = j + 1 // у метро пражская
	}
	if to == j || t.tok(j).before > spaced {
		return false
	}
	t.mark(i, to, typeLocation)
	return true
}

// spots are what a town or its land has many of, each with a name.
var spots = declined("кос гор горк рек озер мор вокзал площад мост пляж трасс перевал остров залив рынк кладбищ пустыр пруд пристан набережн тундр шахт станци бульвар эстакад карьер водохранилищ канал парк сквер полигон")

// namedSpot reads "на Нагорной косе", "на московском вокзале" and "на горе Обзорной": a
// landmark with its name behind "на" and "у".
func (t *passage) namedSpot(i int) bool {
	k, p, n := t.toks[i], t.tok(i-1), t.tok(i+1)
	if k.shape != lower || k.size < 3 || k.before != spaced || t.english() || p.kind != word || !p.any(adjectival) && n.shape != title || !spots[k.fold] {
		return false
	}
	if p.kind == word && p.any(adjectival) && p.size > 5 && t.free(i-1) && (p.shape == title && !t.opens(i-1) || p.shape == lower && t.hushed() && hasEnd(p.fold, []string{"ском", "ской", "ского", "цкой", "цком"}, 7) && !p.any(medical)) && !p.any(heading|eponymStemmed) {
		w := t.tok(i - 2).fold
		if w != "на" && w != "у" && w != "из" && w != "с" && w != "в" && w != "через" || w == "в" && hasStem(k.fold, "канал") {
			return false
		}
		t.mark(i-1, i+1, typeLocation)
		return true
	}
	if n.kind == word && n.before == spaced && n.shape == title && (p.fold == "на" || p.fold == "у") && !n.any(heading|callingWord|monthly) && !t.initialed(i+1) && t.free(i+1) && !hasStem(k.fold, "гор") == !n.any(patronymical) {
		t.mark(i, i+2, typeLocation)
		return true
	}
	return false
}
