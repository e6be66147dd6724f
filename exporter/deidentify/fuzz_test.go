package deidentify

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"vypiska/exporter/record"
)

// spellings are ways a name is met in; each must be found.
var spellings = []func(string) string{
	func(s string) string { return s },
	strings.ToUpper,
	strings.ToLower,
	func(s string) string { return strings.ReplaceAll(s, "о", "o") }, // Latin o
	func(s string) string { r := []rune(s); return string(r[:4]) + "-\n" + string(r[4:]) },
	func(s string) string { r := []rune(s); return string(r[:3]) + "\u00ad" + string(r[3:]) },
	func(s string) string { r := []rune(s); return string(r[:5]) + "\u200b" + string(r[5:]) },
	func(s string) string { r := []rune(s); return string(r[:len(r)-2]) + string(r[len(r)-1:]) }, // a letter lost
}

var cases = []string{"Кожемякин", "Кожемякина", "Кожемякину", "Кожемякиным", "Кожемякине", "Кожемякиной"}

func FuzzScrub(f *testing.F) {
	for i, s := range []string{"Осмотрен ", "снимки выданы\n", "12.09.2024 г. ", "г. ", "«", "врач ", "- ", "(", "№ ", "a@b.ru ", ""} {
		f.Add(s, " на руки.", uint8(i), uint8(i))
	}
	s := NewScrubber(known(), "ru")
	f.Fuzz(func(t *testing.T, before, after string, how, which uint8) {
		name := spellings[int(how)%len(spellings)](cases[int(which)%len(cases)])
		if b := []rune(before); len(b) > 0 && joinsWords(b[len(b)-1]) {
			before += " "
		}
		if a := []rune(after); len(a) > 0 && joinsWords(a[0]) {
			after = " " + after
		}
		text := before + name + after
		clean, spans := s.Scrub(text)
		start := len([]rune(before))
		end := start + len([]rune(name))
		for i, r := range []rune(text) {
			if i >= start && i < end && unicode.IsLetter(r) && !covered(spans, i) {
				t.Fatalf("the name %q is not taken out of %q: %q", name, text, clean)
			}
		}
	})
}

// joinsWords reports whether a rune beside a word makes another word of it.
func joinsWords(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r) || unicode.IsDigit(r) || strings.ContainsRune("-‐‑−\u00ad'", r) || !unicode.IsPrint(r) && r != '\n'
}

func covered(spans []Span, i int) bool {
	for _, s := range spans {
		if s.Start <= i && i < s.End {
			return true
		}
	}
	return false
}

func TestSpansAreTheTextTakenOut(t *testing.T) {
	s := NewScrubber(known(), "ru")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + rapid.SampledFrom([]string{" Кожемякин ", " 12.09.2024 ", " ул. Мира, 5 ", ""}).Draw(t, "known")
		clean, spans := s.Scrub(text)
		in, at := []rune(text), 0
		rest := clean
		for _, sp := range spans {
			if sp.Start < at || sp.End > len(in) || sp.Start >= sp.End {
				t.Fatalf("spans %v out of order in %d code points", spans, len(in))
			}
			if !strings.HasPrefix(rest, string(in[at:sp.Start])) {
				t.Fatalf("text between spans changed: %q in %q", string(in[at:sp.Start]), clean)
			}
			rest = strings.TrimPrefix(rest, string(in[at:sp.Start]))
			if i := strings.IndexAny(rest, "]0123456789"); i >= 0 && strings.HasPrefix(rest, "[") {
				rest = rest[i+1:]
			} else {
				return // a year or an age instead: their length is not known here
			}
			at = sp.End
		}
	})
}

func TestCleanTextIsClean(t *testing.T) {
	s := NewScrubber(known(), "ru")
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"Кожемякину", "П.Е.", "Петру", "боли", "в", "12.09.2024", "г. Нижняя Салда", "мм", "\n", ".", "Жалобы", "555-01-22"}), 1, 12).Draw(t, "words")
		once, _ := s.Scrub(strings.Join(words, " "))
		for _, w := range []string{"Кожемякин", "Петр", "Салда", "555-01", "12.09"} {
			if strings.Contains(once, w) {
				t.Fatalf("%q is left in %q", w, once)
			}
		}
	})
}

func BenchmarkScrub(b *testing.B) {
	s := NewScrubber(known(), "ru")
	text := strings.Repeat("Хрящевые узлы Шморля в телах Th6. Сведения о Кожемякине П.Е. переданы 12.09.2024 г. в страховую. "+
		"Свободной жидкости не выявлено. Срединные структуры не смещены, очаг 12,5×8.1 мм, плотность +45 HU.\n", 50)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Scrub(text)
	}
}

func BenchmarkNewScrubber(b *testing.B) {
	rec := smallRecord()
	for _, n := range [][3]string{{"Хомутова", "Инна", "Ильшатовна"}, {"Рябинина", "Диляра", "Александровна"}, {"Талызина", "Мадина", "Романовна"},
		{"Волкова", "Зульфия", "Вадимовна"}, {"Грязнов", "Рамиль", "Гиоргиевич"}, {"Луценко", "Иван", "Айратович"}} {
		rec.People = append(rec.People, record.Person{Relation: record.Staff, Names: []record.Name{{Family: pers(n[0]), Given: []record.Personal{pers(n[1])}, Patronymic: pers(n[2])}}})
	}
	for b.Loop() {
		NewScrubber(Gather(rec), "ru")
	}
}
