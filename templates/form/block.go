package form

import (
	"maps"
	"reflect"
	"slices"

	"vypiska/templates/paper"
)

// page is a form being drawn.
type page struct {
	scope
	sheet *paper.Sheet
}

// A block draws itself; one that has nothing to print draws nothing.
type block func(*page) error

// blocks are the kinds of blocks there are, by the word that begins them.
var blocks map[string]func(e env, n node) (block, error)

func init() { // the table's functions refer to it
	blocks = map[string]func(e env, n node) (block, error){
		"letterhead": env.letterhead,
		"title":      env.title,
		"grid":       env.grid,
		"heading":    env.heading,
		"subheading": env.subheading,
		"paragraph":  env.paragraph,
		"list":       env.items,
		"table":      env.table,
		"chart":      env.chart,
		"image":      env.image,
		"mark":       env.mark,
		"qr":         env.code,
		"page_break": env.pageBreak,
		"space":      env.space,
		"part":       env.part,
	}
}

// body reads a list of blocks.
func (e env) body(n node) (block, error) {
	items, err := n.list()
	if err != nil {
		return nil, err
	}
	var all []block
	for i := 0; i < len(items); i++ {
		var b block
		if i+1 < len(items) && items[i].begins("mark") && items[i+1].begins("qr") {
			b, err = e.closing(items[i], items[i+1])
			i++
		} else {
			b, err = e.block(items[i])
		}
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return func(p *page) error {
		for _, b := range all {
			if err := b(p); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// begins reports whether n is a block of the kind word.
func (n node) begins(word string) bool {
	all, err := n.pairs()
	return err == nil && len(all) == 1 && all[0].key == word
}

func (e env) block(n node) (block, error) {
	all, err := n.pairs()
	if err != nil || len(all) == 0 {
		return nil, n.wrong("want a block, like heading: text")
	}
	switch all[0].key {
	case "if":
		return e.ifBlock(n)
	case "each":
		return e.eachBlock(n)
	}
	kinds := append(slices.Collect(maps.Keys(blocks)), "if", "each")
	read, ok := blocks[all[0].key]
	if !ok {
		return nil, all[0].at.wrong("%s: no such block; %s", all[0].key, use(all[0].key, kinds))
	}
	if len(all) > 1 {
		return nil, all[1].at.wrong("%s does not belong beside %s: set it in below %s, or begin another block with -", all[1].key, all[0].key, all[0].key)
	}
	return read(e, all[0].value)
}

func (e env) ifBlock(n node) (block, error) {
	f, err := n.fields("if", "then", "else")
	if err != nil {
		return nil, err
	}
	holds, err := e.condition(f.values["if"])
	if err != nil {
		return nil, err
	}
	then, err := f.need("then")
	if err != nil {
		return nil, err
	}
	yes, err := e.body(then)
	if err != nil {
		return nil, err
	}
	no := block(func(*page) error { return nil })
	if otherwise, ok := f.values["else"]; ok {
		no, err = e.body(otherwise)
	}
	return func(p *page) error {
		if holds(&p.scope) {
			return yes(p)
		}
		return no(p)
	}, err
}

func (e env) eachBlock(n node) (block, error) {
	f, err := n.fields("each", "as", "do")
	if err != nil {
		return nil, err
	}
	l, err := e.loop(f)
	if err != nil {
		return nil, err
	}
	do, err := f.need("do")
	if err != nil {
		return nil, err
	}
	one, err := l.env.body(do)
	return func(p *page) (err error) {
		l.run(&p.scope, func() {
			if err == nil {
				err = one(p)
			}
		})
		return err
	}, err
}

// loop goes through a list of the data.
type loop struct {
	env  env // in which each thing has its name
	list value
	slot int
}

// loop reads the fields each and as.
func (e env) loop(f fields) (loop, error) {
	path, err := f.need("each")
	if err != nil {
		return loop{}, err
	}
	word, err := path.word()
	if err != nil {
		return loop{}, err
	}
	v, err := e.resolve(path, word)
	if err != nil {
		return loop{}, err
	}
	if v.typ == nil || v.typ.Kind() != reflect.Slice {
		return loop{}, path.wrong("%s is no list; each goes through lists", word)
	}
	as, err := f.need("as")
	if err != nil {
		return loop{}, err
	}
	name, err := as.word()
	if err != nil {
		return loop{}, err
	}
	if _, taken := fieldsOf(deref(e.spec.data))[name]; taken || name == "words" {
		return loop{}, as.wrong("as: %s is a place of the data; take another word", name)
	}
	l := loop{list: v, slot: len(e.names) + 1}
	if _, taken := e.names[name]; taken {
		return loop{}, as.wrong("as: %s is the name of an each around this one; take another word", name)
	}
	e.slots = max(e.reader.slots, l.slot+1)
	l.env = e.with(name, named{l.slot, v.typ.Elem(), v.path})
	return l, nil
}

func deref(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// run calls f with each thing in its place.
func (l loop) run(s *scope, f func()) {
	all := l.list.raw(s)
	for i := range all.Len() {
		s.vars[l.slot] = all.Index(i)
		f()
	}
}

// part puts in the blocks of a part that several forms share.
func (e env) part(n node) (block, error) {
	name, err := n.word()
	if err != nil {
		return nil, err
	}
	body, ok := e.library.parts[name]
	if !ok {
		return nil, n.wrong("%s: no such part; %s", name, use(name, slices.Collect(maps.Keys(e.library.parts))))
	}
	if e.depth++; e.depth > deepest {
		return nil, n.wrong("parts are nested more than %d deep; does %s contain itself?", deepest, name)
	}
	return e.body(body)
}

func (e env) pageBreak(n node) (block, error) {
	if _, err := n.truth(); err != nil {
		return nil, n.wrong("want page_break: true")
	}
	return func(p *page) error { p.sheet.Break(); return nil }, nil
}

const mm = 72 / 25.4

func (e env) space(n node) (block, error) {
	h, err := n.measure(0, 200)
	return func(p *page) error { p.sheet.Skip(h * mm); return nil }, err
}
