package form

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vypiska/exporter"
)

// A filter makes another value of one. There are no others than those of the
// table: a form cannot compute.
type filter struct {
	least, most int    // arguments
	form        string // for messages: the filter with its arguments
	apply       func(e env, at node, v value, args []arg) (value, error)
}

// arg is one argument: a text between quotes, or a word.
type arg struct {
	word   string
	quoted bool
}

var filters map[string]filter

func init() { // the table's functions refer to it
	filters = map[string]filter{
		"or":       {1, 1, "or words.NAME, or 'text'", filterOr},
		"word":     {1, 1, "word TABLE", filterWord},
		"join":     {1, 1, "join ', '", filterJoin},
		"lines":    {0, 0, "lines", filterLines},
		"clock":    {0, 0, "clock", timed(clock)},
		"happened": {0, 0, "happened", filterHappened},
		"years":    {0, 0, "years", counted(func(w *Words, n int) string { return w.years(n) }, 0)},
		"count":    {0, 0, "count", counted(func(_ *Words, n int) string { return strconv.Itoa(n) }, 1)},
		"initials": {0, 0, "initials", texted(initials)},
		"bare":     {0, 0, "bare", texted(bare)},
		"labelled": {1, 4, "labelled 'Label:'", filterLabelled},
		"longer":   {1, 1, "longer NUMBER", filterLonger},
		"is":       {1, 1, "is 'code'", filterIs},
		"abnormal": {0, 0, "abnormal", filterAbnormal},
		"wording":  {0, 1, "wording UNIT", filterWording},
	}
}

// apply looks a filter up and applies it.
func (e env) apply(at node, v value, name string, args []arg) (value, error) {
	f, ok := filters[name]
	if !ok {
		return value{}, at.wrong("%s: no such filter; %s", name, use(name, slices.Collect(maps.Keys(filters))))
	}
	if len(args) < f.least || len(args) > f.most {
		return value{}, at.wrong("%s: want it written as: %s", name, f.form)
	}
	return f.apply(e, at, v, args)
}

// argument is the text an argument stands for.
func (e env) argument(at node, a arg) (func(*scope) string, error) {
	if a.quoted {
		return func(*scope) string { return a.word }, nil
	}
	v, err := e.resolve(at, a.word)
	if err != nil {
		return nil, err
	}
	return e.printed(at, v)
}

func filterOr(e env, at node, v value, args []arg) (value, error) {
	text, err := e.printed(at, v)
	if err != nil {
		return value{}, err
	}
	otherwise, err := e.argument(at, args[0])
	return value{text: func(s *scope) string {
		if t := text(s); strings.TrimSpace(t) != "" {
			return t
		}
		return otherwise(s)
	}}, err
}

func filterWord(e env, at node, v value, args []arg) (value, error) {
	tables := e.library.words[Languages[0]].tables
	name := args[0].word
	if tables[name] == nil {
		return value{}, at.wrong("word %s: no such table of words; %s", name, use(name, slices.Collect(maps.Keys(tables))))
	}
	if list, err := e.texts(at, v); err == nil {
		return value{list: func(s *scope) []string {
			out := list(s)
			for i, code := range out {
				out[i] = s.words.word(name, code)
			}
			return out
		}}, nil
	}
	text, err := e.printed(at, v)
	if v.typ == reflect.TypeFor[exporter.Flag]() {
		text, err = e.signal(v), nil
	}
	return value{text: func(s *scope) string { return s.words.word(name, text(s)) }}, err
}

func filterJoin(e env, at node, v value, args []arg) (value, error) {
	list, err := e.texts(at, v)
	return value{text: func(s *scope) string { return said(args[0].word, list(s)...) }}, err
}

func filterLines(e env, at node, v value, _ []arg) (value, error) {
	return filterJoin(e, at, v, []arg{{word: "\n"}})
}

func filterHappened(e env, at node, v value, _ []arg) (value, error) {
	if v.typ != reflect.TypeFor[exporter.Period]() {
		return value{}, at.wrong("happened: want a period")
	}
	e.uses(v.path)
	return value{text: func(s *scope) string { return s.words.happened(as[exporter.Period](v.raw(s))) }}, nil
}

// timed makes a filter of a moment.
func timed(f func(time.Time) string) func(env, node, value, []arg) (value, error) {
	return func(e env, at node, v value, _ []arg) (value, error) {
		if v.typ != reflect.TypeFor[time.Time]() {
			return value{}, at.wrong("clock: want a moment, like issued_at; a date of the record prints its own time")
		}
		e.uses(v.path)
		return value{text: func(s *scope) string { return f(as[time.Time](v.raw(s))) }}, nil
	}
}

// counted makes a filter of a number that says nothing below least.
func counted(f func(*Words, int) string, least int) func(env, node, value, []arg) (value, error) {
	return func(e env, at node, v value, _ []arg) (value, error) {
		if v.typ == nil || v.typ.Kind() != reflect.Int {
			return value{}, at.wrong("want a whole number before this filter")
		}
		e.uses(v.path)
		return value{text: func(s *scope) string {
			if n := int(v.raw(s).Int()); n >= least {
				return f(s.words, n)
			}
			return ""
		}}, nil
	}
}

// texted makes a filter of text.
func texted(f func(string) string) func(env, node, value, []arg) (value, error) {
	return func(e env, at node, v value, _ []arg) (value, error) {
		text, err := e.printed(at, v)
		return value{text: func(s *scope) string { return f(text(s)) }}, err
	}
}

// initials shortens "Иванова Мария Петровна" to "Иванова М. П."; other shapes stay.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 3 {
		return strings.Join(words, " ")
	}
	out := words[0]
	for _, w := range words[1:] {
		out += " " + string([]rune(w)[:1]) + "."
	}
	return out
}

// bare is an address as people type it: without the scheme.
func bare(url string) string {
	return strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
}

// filterLabelled puts the first label before a text that does not begin with
// one of the labels already: the source often wrote it itself.
func filterLabelled(e env, at node, v value, args []arg) (value, error) {
	text, err := e.printed(at, v)
	return value{text: func(s *scope) string {
		t := strings.TrimSpace(text(s))
		head, _, _ := strings.Cut(t, ":")
		if t == "" || slices.ContainsFunc(args, func(a arg) bool { return strings.EqualFold(strings.TrimSpace(head), strings.TrimSuffix(a.word, ":")) }) {
			return t
		}
		return args[0].word + " " + t
	}}, err
}

func filterLonger(e env, at node, v value, args []arg) (value, error) {
	text, err := e.printed(at, v)
	if err != nil {
		return value{}, err
	}
	n, err := strconv.Atoi(args[0].word)
	if err != nil || n < 0 {
		return value{}, at.wrong("longer: want a number of letters")
	}
	return value{truth: func(s *scope) bool { return utf8.RuneCountInString(text(s)) > n }}, nil
}

func filterIs(e env, at node, v value, args []arg) (value, error) {
	text, err := e.printed(at, v)
	return value{truth: func(s *scope) bool { return text(s) == args[0].word }}, err
}

// sign is the mark of an abnormal value; colour and weight only repeat it.
func sign(f exporter.Flag) string {
	switch f {
	case exporter.FlagLow:
		return "↓"
	case exporter.FlagHigh:
		return "↑"
	case exporter.FlagLowCritical:
		return "↓↓"
	case exporter.FlagHighCritical:
		return "↑↑"
	case exporter.FlagAbnormal:
		return "!"
	}
	return ""
}

// signal is a flag's code in tables of words.
func (e env) signal(v value) func(*scope) string {
	e.uses(v.path)
	return func(s *scope) string { return exporter.Flag(v.raw(s).Int()).Code() }
}

func filterAbnormal(e env, at node, v value, _ []arg) (value, error) {
	if v.typ != reflect.TypeFor[exporter.Flag]() {
		return value{}, at.wrong("abnormal: want a flag, like row.flag")
	}
	e.uses(v.path)
	return value{truth: func(s *scope) bool { return exporter.Flag(v.raw(s).Int()) > exporter.FlagNormal }}, nil
}

// filterWording is what the laboratory wrote about a range beside its bounds.
func filterWording(e env, at node, v value, args []arg) (value, error) {
	if v.typ != reflect.TypeFor[exporter.Range]() {
		return value{}, at.wrong("wording: want a range, like row.range")
	}
	unit := func(*scope) string { return "" }
	if len(args) > 0 {
		var err error
		if unit, err = e.argument(at, args[0]); err != nil {
			return value{}, err
		}
	}
	e.uses(join(v.path, "text"))
	return value{list: func(s *scope) []string { return s.words.wording(as[exporter.Range](v.raw(s)), unit(s)) }}, nil
}
