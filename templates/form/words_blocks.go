package form

import (
	"maps"
	"slices"

	"vypiska/templates/paper"
)

func (e env) letterhead(n node) (block, error) {
	f, err := n.fields("name", "facts")
	if err != nil {
		return nil, err
	}
	name, err := e.maybe(f, "name")
	if err != nil {
		return nil, err
	}
	facts := func(*scope) []string { return nil }
	if list, ok := f.values["facts"]; ok {
		facts, err = e.textList(list)
	}
	return func(p *page) error {
		who, what := name(&p.scope), said(" · ", facts(&p.scope)...)
		if who != "" || what != "" {
			p.sheet.Letterhead(who, []string{what})
		}
		return nil
	}, err
}

// aside reads a block of a text and, maybe, another at its right.
func (e env) aside(n node) (main, aside text, err error) {
	if n.isText() {
		main, err = e.text(n)
		return main, nothing, err
	}
	f, err := n.fields("text", "aside")
	if err != nil {
		return nil, nil, err
	}
	said, err := f.need("text")
	if err != nil {
		return nil, nil, err
	}
	if main, err = e.text(said); err != nil {
		return nil, nil, err
	}
	aside, err = e.maybe(f, "aside")
	return main, aside, err
}

func (e env) title(n node) (block, error) {
	main, aside, err := e.aside(n)
	return func(p *page) error { p.sheet.Title(main(&p.scope), aside(&p.scope)); return nil }, err
}

func (e env) heading(n node) (block, error) {
	t, err := e.text(n)
	return func(p *page) error { p.sheet.Section(t(&p.scope)); return nil }, err
}

func (e env) subheading(n node) (block, error) {
	main, aside, err := e.aside(n)
	return func(p *page) error { p.sheet.Sub(main(&p.scope), aside(&p.scope)); return nil }, err
}

// styles are the looks a paragraph may have.
var styles = map[string]paper.Kind{
	"text": paper.Text, "story": paper.Story, "claim": paper.Claim, "small": paper.Small, "warn": paper.Warn,
}

func (e env) paragraph(n node) (block, error) {
	if n.isText() {
		t, err := e.text(n)
		return func(p *page) error { p.sheet.Paragraphs(paper.Text, t(&p.scope)); return nil }, err
	}
	f, err := n.fields("text", "style")
	if err != nil {
		return nil, err
	}
	said, err := f.need("text")
	if err != nil {
		return nil, err
	}
	kind := paper.Text
	if style, ok := f.values["style"]; ok {
		word, _ := style.scalar()
		if kind, ok = styles[word]; !ok {
			return nil, style.wrong("%s: no such style; %s", word, use(word, slices.Collect(maps.Keys(styles))))
		}
	}
	t, err := e.text(said)
	return func(p *page) error { p.sheet.Paragraphs(kind, t(&p.scope)); return nil }, err
}

// items is a list with a dash before each: texts, or one for each thing.
func (e env) items(n node) (block, error) {
	if n.isList() {
		all, err := e.textList(n)
		return func(p *page) error { p.sheet.List(all(&p.scope)); return nil }, err
	}
	f, err := n.fields("each", "as", "item")
	if err != nil {
		return nil, err
	}
	l, err := e.loop(f)
	if err != nil {
		return nil, err
	}
	item, err := f.need("item")
	if err != nil {
		return nil, err
	}
	one, err := l.env.text(item)
	return func(p *page) error {
		var all []string
		l.run(&p.scope, func() { all = append(all, one(&p.scope)) })
		p.sheet.List(all)
		return nil
	}, err
}

// entry is one line of a grid.
type entry struct {
	label, value text
	strong       bool
}

func (e env) grid(n node) (block, error) {
	f, err := n.fields("left", "right")
	if err != nil {
		return nil, err
	}
	left, err := e.entries(f, "left")
	if err != nil {
		return nil, err
	}
	right, err := e.entries(f, "right")
	return func(p *page) error { p.sheet.Grid(filled(p, left), filled(p, right)); return nil }, err
}

func (e env) entries(f fields, key string) ([]entry, error) {
	n, ok := f.values[key]
	if !ok {
		return nil, nil
	}
	items, err := n.list()
	if err != nil {
		return nil, err
	}
	out := make([]entry, len(items))
	for i, item := range items {
		f, err := item.fields("label", "value", "strong")
		if err != nil {
			return nil, err
		}
		if out[i].label, err = e.maybe(f, "label"); err != nil {
			return nil, err
		}
		value, err := f.need("value")
		if err != nil {
			return nil, err
		}
		if out[i].value, err = e.text(value); err != nil {
			return nil, err
		}
		if strong, ok := f.values["strong"]; ok {
			if out[i].strong, err = strong.truth(); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// filled are the entries that have something to say.
func filled(p *page, all []entry) []paper.Field {
	var out []paper.Field
	for _, e := range all {
		if v := e.value(&p.scope); v != "" {
			out = append(out, paper.Field{Label: e.label(&p.scope), Value: v, Strong: e.strong})
		}
	}
	return out
}
