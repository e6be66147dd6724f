package deidentify

import (
	_ "embed" // the lists of names
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed lexicon/names.txt
var nameLines string

//go:embed lexicon/names-peoples.txt
var peoplesNameLines string

//go:embed lexicon/names-en.txt
var englishNameLines string

//go:embed lexicon/names-census.txt
var censusNameLines string

//go:embed lexicon/names-world.txt
var worldNameLines string

//go:embed lexicon/patronymics.txt
var patronymicLines string

//go:embed lexicon/headings.txt
var headingLines string

// headings are words that begin a line of a medical paper and name nobody.
var headings = sync.OnceValue(func() map[string]bool { return readSet(headingLines) })

// patronymics holds the base forms people bear, to tell "Павловной" from "основной".
var patronymics = sync.OnceValue(func() map[string]bool { return readSet(patronymicLines) })

// A nameSet holds first names in all cases; those of doubtful are none where they mean
// something else.
type nameSet struct{ sure, doubtful map[string]bool }

// has looks a folded word up; a Latin one without its accents too (Sofía).
func (s nameSet) has(w string) bool {
	if s.hasExactly(w) {
		return true
	}
	if cyrillic(w) || strings.IndexFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return false
	}
	var out forms
	unaccented(w, &out)
	return slices.ContainsFunc(out.list(), s.hasExactly)
}

func (s nameSet) hasExactly(w string) bool {
	return s.sure[w] || s.doubtful[w] && !everydayWord(w) && !headings()[w] && !medicine(w) && !ordinary()[w]
}

// firstNames holds the first names of the lexicon in all cases, with pet names.
var firstNames = sync.OnceValue(func() nameSet {
	var cases forms
	for line := range strings.Lines(nameLines) {
		g, w, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		if g != "f" {
			decline(w, given, male, false, &cases)
		}
		if g != "m" {
			decline(w, given, female, false, &cases)
		}
	}
	for full, pets := range petNames() {
		cases.add(full)
		for _, p := range pets {
			decline(p, given, female, false, &cases)
		}
	}
	names := make(map[string]bool, 2*len(cases.ends))
	for w := range readSet(englishNameLines) {
		names[w] = true
	}
	for _, w := range cases.list() {
		names[w] = true
	}
	doubtful := peoplesNames()
	for w := range union(readSet(censusNameLines), readSet(worldNameLines)) {
		names[w] = names[w] || !headings()[w]
	}
	for _, w := range []string{"вер", "вич", "ник", "мил", "лар", "тор", "тори", "дар", "гор", "мак", "мин", "саней", "фия", "им", "ли",
		"china", "india", "kenya", "israel", "argentina", "asia", "america", "nevada", "montana", "indiana"} {
		delete(names, w)
		delete(doubtful, w)
	}
	return nameSet{names, doubtful}
})

// peoplesNames are the first names of the peoples of Russia and its neighbours in all cases.
func peoplesNames() map[string]bool {
	var cases forms
	for w := range readSet(peoplesNameLines) {
		decline(w, given, male, false, &cases)
		decline(w, given, female, false, &cases)
	}
	names := make(map[string]bool, len(cases.ends))
	for _, w := range cases.list() {
		names[w] = true
	}
	return names
}

// lemma brings a folded patronymic to its base form; other words come back as
// they are.
func lemma(w string) string {
	for _, e := range []string{"ны", "не", "ну", "ной", "ною"} {
		if st, ok := strings.CutSuffix(w, e); ok {
			return st + "на"
		}
	}
	for _, e := range []string{"а", "у", "ем", "ом", "е"} {
		if st, ok := strings.CutSuffix(w, e); ok && (strings.HasSuffix(st, "ич") || strings.HasSuffix(st, "ыч")) {
			return st
		}
	}
	return w
}

// looksPatronymic reports whether a folded word has the shape of a patronymic
// in any case.
func looksPatronymic(w string) bool {
	if lettersIn(w) < 6 || !cyrillic(w) {
		return false
	}
	l := lemma(w)
	for _, s := range []string{"ович", "евич", "овна", "евна", "инична", "ьич", "кызы", "оглы", "улы"} {
		if strings.HasSuffix(l, s) && lettersIn(l) > lettersIn(s)+1 {
			return !notPatronymic[l] && (s != "улы" || !everydayWord(w) && !term(w)) // папулы
		}
	}
	return patronymics()[l] && lettersIn(l) > 4 || (hasEnd(l, spokenEnds, 5) || shortSpoken(w)) && !everydayWord(w)
}

// spokenEnds end patronymics as people say them: Михалыч.
var spokenEnds = []string{"ыч"}

// shortSpoken reports whether a word is a woman's patronymic as people say it: Степанна, Михална.
func shortSpoken(w string) bool {
	for _, e := range []string{"на", "ны", "не", "ну"} {
		if st, ok := strings.CutSuffix(w, e); ok && (strings.HasSuffix(st, "ан") && len(st) > 8 && firstNames().has(st) || st == "михал" || st == "николав" || st == "андрев" || st == "сергев") {
			return true
		}
	}
	return false
}

var notPatronymic = wordSet("основна верховна духовна церковна деловна уровна ровна кровна полюбовна условна безусловна чиновна виновна невиновна греховна альковна плачевна душевна задушевна повседневна дневна ежедневна гневна равна сыновна однокровна хладнокровна малокровна полнокровна бескровна плановна королевна царевна поповна ковна церевич королевич царевич")

// surnameEnds are endings of surnames, longest classes first; strong ones hardly
// occur in other words of that case.
var surnameEnds = []string{
	"енко", "швили", "дзе", "янц", "янцем", "ский", "ского", "скому", "ским", "ском", "цкий", "цкого", "цкому", "цким", "цком",
	"овский", "евский", "чук", "чука", "чуку", "чуком", "чуке", "щук", "нюк", "сюк", "люк", "юком", "ьян", "ьяна", "ьяну", "ьяном",
	"ов", "ова", "ову", "овым", "ове", "овой", "ев", "ева", "еву", "евым", "еве", "евой", "ин", "ина", "ину", "иным", "ине", "иной",
	"ын", "ына", "ыну", "ыным", "ыной", "ская", "ской", "скую", "цкая", "цкой", "цкую", "ян", "яна", "яну", "яном", "яне", "ко", "ук", "юк", "ыло", "аго", "их", "ых",
	"вич", "вича", "вичу", "вичем", "щук", "ман", "мана", "ману", "маном", "штейн", "штейна", "берг", "берга", "бергом", "ец", "ик", "ак", "ай", "ей",
}

// strongEnds alone make a capitalised word inside a sentence a surname.
var strongEnds = []string{
	"ов", "ова", "ову", "овым", "овой", "ев", "ева", "еву", "евым", "евой", "енко", "швили", "адзе", "идзе", "чук", "чука", "чуку", "чуком",
	"ский", "ского", "скому", "ским", "ская", "ской", "скую", "цкий", "цкого", "цкому", "цкая", "цкой", "ицкая", "янц", "ьян", "ьяна", "ьяну", "ьяном", "оглы", "кызы", "заде",
}

var strongTails = endingsOf(strongEnds)

func hasEnd(w string, ends []string, least int) bool {
	if w == "" {
		return false
	}
	last := w[len(w)-1]
	for _, e := range ends {
		if e[len(e)-1] == last && strings.HasSuffix(w, e) {
			return lettersIn(w) >= least
		}
	}
	return false
}
