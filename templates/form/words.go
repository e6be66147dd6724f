package form

import (
	"slices"
	"strings"
	"time"

	"vypiska/exporter"
)

// Words is the vocabulary of one language: phrases by their names, and for each
// table of codes the word for every code.
type Words struct {
	grammar
	phrases map[string]string
	tables  map[string]map[string]string
}

// Vocabulary is the words of all languages.
type Vocabulary map[string]*Words

// Phrases and tables the program itself needs of a vocabulary.
var (
	neededPhrases = []string{"not_stated", "no_date", "from", "until"}
	neededTables  = []string{"absent", "comparators"}
)

// ReadWords reads a file of words: phrases and tables of codes, each word in
// every language.
func ReadWords(f File) (Vocabulary, error) {
	root, err := read(f)
	if err != nil {
		return nil, err
	}
	top, err := root.fields("phrases", "tables")
	if err != nil {
		return nil, err
	}
	v := Vocabulary{}
	for _, l := range Languages {
		v[l] = &Words{grammar: grammars[l], phrases: map[string]string{}, tables: map[string]map[string]string{}}
	}
	phrases, err := top.need("phrases")
	if err != nil {
		return nil, err
	}
	if err := v.readTable(phrases, func(w *Words) map[string]string { return w.phrases }); err != nil {
		return nil, err
	}
	tables, err := top.need("tables")
	if err != nil {
		return nil, err
	}
	return v, v.readTables(tables)
}

func (v Vocabulary) readTables(n node) error {
	all, err := n.pairs()
	if err != nil {
		return err
	}
	for _, p := range all {
		for _, w := range v {
			w.tables[p.key] = map[string]string{}
		}
		if err := v.readTable(p.value, func(w *Words) map[string]string { return w.tables[p.key] }); err != nil {
			return err
		}
	}
	return v.complete(n)
}

// complete wants what the program itself prints with.
func (v Vocabulary) complete(n node) error {
	w := v[Languages[0]]
	for _, p := range neededPhrases {
		if w.phrases[p] == "" {
			return n.wrong("phrases: %s is missing; the program prints it, add it", p)
		}
	}
	for _, t := range neededTables {
		if w.tables[t] == nil {
			return n.wrong("tables: %s is missing; the program prints its words, add it", t)
		}
	}
	return nil
}

// readTable reads words, each in every language, into each language's map.
func (v Vocabulary) readTable(n node, of func(*Words) map[string]string) error {
	all, err := n.pairs()
	if err != nil {
		return err
	}
	for _, p := range all {
		both, err := p.value.fields(Languages...)
		if err != nil {
			return err
		}
		for _, l := range Languages {
			said, err := both.need(l)
			if err != nil {
				return err
			}
			if of(v[l])[p.key], err = said.word(); err != nil {
				return err
			}
		}
	}
	return nil
}

// word is the word for a code; a code without one prints as it is.
func (w *Words) word(table, code string) string {
	if s, ok := w.tables[table][code]; ok {
		return s
	}
	return code
}

// date prints a date as precisely as its source stated it.
func (w *Words) date(d exporter.Date) string {
	if d.IsZero() {
		return ""
	}
	t, err := time.Parse("2006-01-02", d.Day())
	if err == nil {
		return said(" ", w.moment(t), d.Clock())
	}
	if t, err = time.Parse("2006-01", d.Day()); err == nil {
		return t.Format(w.month)
	}
	return d.Day()
}

// span prints a period; an open side is said in words.
func (w *Words) span(p exporter.Period) string {
	from, to := w.date(p.Start), w.date(p.End)
	switch {
	case from == "" && to == "":
		return ""
	case from == "":
		return w.phrases["until"] + " " + to
	case to == "":
		return w.phrases["from"] + " " + from
	case from == to:
		return from
	case p.Start.Day() == p.End.Day() && p.Start.Clock() != "" && p.End.Clock() != "":
		return from + "–" + p.End.Clock()
	}
	return from + " – " + to
}

// happened prints when something took place; without an end only the day it
// began was written down, not that it lasts.
func (w *Words) happened(p exporter.Period) string {
	if p.End.IsZero() {
		return w.date(p.Start)
	}
	return w.span(p)
}

// when prints when something began, ended or was done, in all ways it is stated.
func (w *Words) when(m exporter.When) string {
	age := exporter.AgeIn(w.code, m.Age)
	if age != "" {
		age = w.atAge + " " + age
	}
	return said(", ", w.happened(m.Period), age, m.Words.Reveal())
}

// decimal prints a number with the decimal mark of the language and no other change.
func (w *Words) decimal(n exporter.Number) string {
	if w.comma {
		return strings.Replace(string(n), ".", ",", 1)
	}
	return string(n)
}

// value prints what an observation found, without its unit.
func (w *Words) value(v exporter.Value) string {
	number := w.decimal(v.Number)
	if v.Comparator != "" {
		number = said(" ", w.word("comparators", v.Comparator), number)
	}
	if text := said("\n", number, w.word("answers", v.Words.Reveal())); text != "" {
		return said("\n", text, w.word("absent", v.Absent))
	}
	if v.Absent != "" {
		return w.word("absent", v.Absent)
	}
	return w.phrases["not_stated"]
}

// bounds prints the interval of a reference range.
func (w *Words) bounds(r exporter.Range) string {
	low, high := w.decimal(r.Low), w.decimal(r.High)
	switch {
	case low != "" && high != "":
		return low + "–" + high
	case low != "":
		return "≥ " + low
	case high != "":
		return "≤ " + high
	}
	return ""
}

// wording is what the laboratory wrote about a range, and for whom it holds,
// where that says more than the bounds do.
func (w *Words) wording(r exporter.Range, unit string) (out []string) {
	if r.Text != "" && !repeats(r, unit) {
		out = append(out, r.Text)
	}
	for _, a := range r.AppliesTo {
		if s := a.Text.Reveal(); s != "" {
			out = append(out, s)
			continue
		}
		for _, c := range a.Codes {
			out = append(out, c.Code)
		}
	}
	if ages := exporter.AgeIn(w.code, r.Ages); ages != "" {
		out = append(out, ages)
	}
	return out
}

// plainly writes a range as a laboratory's wording is compared.
var plainly = strings.NewReplacer(",", ".", "-", "–", " ", "")

// repeats reports whether the laboratory's wording says no more than the
// bounds do: "3,9–6,1 ммоль/л", or "0–5 мг/л" where only 5 is a bound.
func repeats(r exporter.Range, unit string) bool {
	plain := plainly.Replace
	text := plain(strings.TrimSuffix(strings.TrimSpace(r.Text), unit))
	low, high := string(r.Low), string(r.High)
	switch {
	case low != "" && high != "":
		return text == plain(low+"–"+high)
	case high != "":
		return text == plain("0–"+high) || text == plain("≤"+high)
	}
	return low != "" && text == plain("≥"+low)
}

// said joins what there is to say with a separator, leaving out the empty.
func said(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), sep)
}
