package form

import (
	"strings"
)

// A text is a node of a form that gives text: a scalar with bindings, a word
// for each language, a choice, a list of parts, or one text for each thing.
type text func(*scope) string

// nothing is the text that is not there.
func nothing(*scope) string { return "" }

// text reads n as a text.
func (e env) text(n node) (text, error) {
	if s, ok := n.scalar(); ok {
		return e.template(n, s)
	}
	if !n.isMap() {
		return nil, n.wrong("want a text, or {ru: …, en: …}")
	}
	all, err := n.pairs()
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		switch p.key {
		case "ru", "en":
			return e.spoken(n)
		case "if":
			return e.choice(n)
		case "parts":
			return e.parts(n)
		case "each":
			return e.eachText(n)
		}
	}
	return nil, n.wrong("want a text: {ru: …, en: …}, {if: …, text: …}, {parts: […]} or {each: …, as: …, text: …}")
}

// isText reports whether a mapping is a text rather than a block's fields.
func (n node) isText() bool {
	if !n.isMap() {
		return true
	}
	all, err := n.pairs()
	if err != nil || len(all) == 0 {
		return false
	}
	switch all[0].key {
	case "ru", "en", "if", "parts", "each":
		return true
	}
	return false
}

// maybe reads the text of a field that may be missing.
func (e env) maybe(f fields, key string) (text, error) {
	n, ok := f.values[key]
	if !ok {
		return nothing, nil
	}
	return e.text(n)
}

// spoken is a text in every language.
func (e env) spoken(n node) (text, error) {
	f, err := n.fields(Languages...)
	if err != nil {
		return nil, err
	}
	all := make([]text, len(Languages))
	for i, l := range Languages {
		said, err := f.need(l)
		if err != nil {
			return nil, err
		}
		if all[i], err = e.text(said); err != nil {
			return nil, err
		}
	}
	return func(s *scope) string { return all[s.lang](s) }, nil
}

func (e env) choice(n node) (text, error) {
	f, err := n.fields("if", "text", "else")
	if err != nil {
		return nil, err
	}
	holds, err := e.condition(f.values["if"])
	if err != nil {
		return nil, err
	}
	yes, err := e.maybe(f, "text")
	if err != nil {
		return nil, err
	}
	no, err := e.maybe(f, "else")
	return func(s *scope) string {
		if holds(s) {
			return yes(s)
		}
		return no(s)
	}, err
}

// joining is the separator of a text made of several.
func (f fields) joining() (string, error) {
	n, ok := f.values["join"]
	if !ok {
		return ", ", nil
	}
	s, ok := n.scalar()
	if !ok {
		return "", n.wrong("want a text to put between the parts")
	}
	return s, nil
}

func (e env) parts(n node) (text, error) {
	f, err := n.fields("parts", "join", "or")
	if err != nil {
		return nil, err
	}
	sep, err := f.joining()
	if err != nil {
		return nil, err
	}
	all, err := e.textList(f.values["parts"])
	if err != nil {
		return nil, err
	}
	otherwise, err := e.maybe(f, "or")
	return func(s *scope) string {
		if t := said(sep, all(s)...); t != "" {
			return t
		}
		return otherwise(s)
	}, err
}

// textList reads a list of texts, or one text for a list of one.
func (e env) textList(n node) (func(*scope) []string, error) {
	if n.isText() && !n.isList() {
		one, err := e.text(n)
		return func(s *scope) []string { return []string{one(s)} }, err
	}
	items, err := n.list()
	if err != nil {
		return nil, err
	}
	all := make([]text, len(items))
	for i, item := range items {
		if all[i], err = e.text(item); err != nil {
			return nil, err
		}
	}
	return func(s *scope) []string {
		out := make([]string, len(all))
		for i, t := range all {
			out[i] = t(s)
		}
		return out
	}, nil
}

func (e env) eachText(n node) (text, error) {
	f, err := n.fields("each", "as", "text", "join")
	if err != nil {
		return nil, err
	}
	sep, err := f.joining()
	if err != nil {
		return nil, err
	}
	l, err := e.loop(f)
	if err != nil {
		return nil, err
	}
	item, err := f.need("text")
	if err != nil {
		return nil, err
	}
	one, err := l.env.text(item)
	return func(s *scope) string {
		var all []string
		l.run(s, func() { all = append(all, one(s)) })
		return said(sep, all...)
	}, err
}

// condition reads a yes or no: true, false, or a path with filters, which "not"
// may turn round.
func (e env) condition(n node) (func(*scope) bool, error) {
	if b, err := n.truth(); err == nil {
		return func(*scope) bool { return b }, nil
	}
	s, err := n.word()
	if err != nil {
		return nil, err
	}
	rest, turned := strings.CutPrefix(s, "not ")
	v, err := e.binding(n, rest)
	if err != nil {
		return nil, err
	}
	holds := e.says(v)
	return func(s *scope) bool { return holds(s) != turned }, nil
}

// binding reads what stands between braces: a path, then filters behind bars.
func (e env) binding(n node, s string) (value, error) {
	steps, err := cutFilters(n, s)
	if err != nil {
		return value{}, err
	}
	if len(steps[0]) != 1 || steps[0][0].quoted {
		return value{}, n.wrong("{%s}: want one place of the data, then filters behind |", s)
	}
	v, err := e.resolve(n, steps[0][0].word)
	for _, f := range steps[1:] {
		if err != nil {
			return value{}, err
		}
		if len(f) == 0 || f[0].quoted {
			return value{}, n.wrong("{%s}: want a filter's name behind |", s)
		}
		v, err = e.apply(n, v, f[0].word, f[1:])
	}
	return v, err
}

// cutFilters splits "a.b | f 'x' y" into its words, a list for each step.
func cutFilters(n node, s string) ([][]arg, error) {
	steps := [][]arg{nil}
	for rest := strings.TrimSpace(s); rest != ""; rest = strings.TrimSpace(rest) {
		last := len(steps) - 1
		switch rest[0] {
		case '|':
			steps, rest = append(steps, nil), rest[1:]
		case '\'':
			word, after, closed := strings.Cut(rest[1:], "'")
			if !closed {
				return nil, n.wrong("{%s}: a quote is opened and not closed", s)
			}
			steps[last], rest = append(steps[last], arg{word, true}), after
		default:
			end := strings.IndexAny(rest, " |'")
			if end < 0 {
				end = len(rest)
			}
			steps[last], rest = append(steps[last], arg{word: rest[:end]}), rest[end:]
		}
	}
	return steps, nil
}
