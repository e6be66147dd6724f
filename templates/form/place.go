package form

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// scope is what texts see while a form is drawn.
type scope struct {
	words *Words
	lang  int             // place in Languages
	vars  []reflect.Value // the data, then what each "each" is at
	page  [2]string       // number of this page and of all, in footers
}

// named is a word a path may begin with.
type named struct {
	slot int // in scope.vars
	typ  reflect.Type
	path string // where it lies in the data, for the check that all is printed
}

// env is what a place of a form may name.
type env struct {
	*reader
	names  map[string]named
	footer bool // page and pages are known
	depth  int  // of parts in parts
}

// with is the env in which name is one of the things below path.
func (e env) with(name string, n named) env {
	e.names = maps.Clone(e.names)
	e.names[name] = n
	return e
}

// value is what a path or a filter gives: something of the data with its type,
// or text, texts or a truth made of it. Exactly one of the functions is set.
type value struct {
	typ   reflect.Type // of raw
	path  string       // where raw lies in the data
	raw   func(*scope) reflect.Value
	text  func(*scope) string
	list  func(*scope) []string
	truth func(*scope) bool
}

// resolve finds what a path names: "patient.name", "row.value.unit",
// "words.not_stated".
func (e env) resolve(at node, path string) (value, error) {
	steps := strings.Split(path, ".")
	switch {
	case steps[0] == "words":
		return e.phrase(at, steps)
	case e.footer && len(steps) == 1 && steps[0] == "page":
		return value{text: func(s *scope) string { return s.page[0] }}, nil
	case e.footer && len(steps) == 1 && steps[0] == "pages":
		return value{text: func(s *scope) string { return s.page[1] }}, nil
	}
	v, rest := e.begin(steps)
	for _, step := range rest {
		var err error
		if v, err = e.step(at, v, step); err != nil {
			return value{}, err
		}
	}
	return v, nil
}

// begin is the thing a path starts at: one that an each named, or the data.
func (e env) begin(steps []string) (value, []string) {
	n, ok := e.names[steps[0]]
	if ok {
		steps = steps[1:]
	} else {
		n = named{slot: 0, typ: e.spec.data}
	}
	return value{typ: n.typ, path: n.path, raw: func(s *scope) reflect.Value { return s.vars[n.slot] }}, steps
}

func (e env) phrase(at node, steps []string) (value, error) {
	known := e.library.words[Languages[0]].phrases
	if len(steps) != 2 || known[steps[1]] == "" {
		return value{}, at.wrong("%s: no such phrase; %s", strings.Join(steps, "."), use(steps[len(steps)-1], slices.Collect(maps.Keys(known))))
	}
	return value{text: func(s *scope) string { return s.words.phrases[steps[1]] }}, nil
}

// step goes from a struct to one of its fields.
func (e env) step(at node, v value, name string) (value, error) {
	t := v.typ
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Slice {
		return value{}, at.wrong("%s is a list: go through it with each", v.path)
	}
	all := fieldsOf(t)
	f, ok := all[name]
	if !ok {
		known := slices.Collect(maps.Keys(all))
		if v.path == "" {
			known = append(known, slices.Collect(maps.Keys(e.names))...)
		}
		if len(known) == 0 {
			return value{}, at.wrong("%s has no parts; leave out .%s", v.path, name)
		}
		return value{}, at.wrong("%s: no such place; %s", join(v.path, name), use(name, known))
	}
	base, typ, index := v.raw, f.Type, f.Index
	return value{typ: typ, path: join(v.path, name), raw: func(s *scope) reflect.Value { return field(base(s), typ, index) }}, nil
}

// field is the field of v, or nothing of its type where a pointer is nil.
func field(v reflect.Value, typ reflect.Type, index []int) reflect.Value {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return reflect.Zero(typ)
		}
		v = v.Elem()
	}
	return v.FieldByIndex(index)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// fieldsOf are the fields of a struct by the names forms have for them, those
// of embedded structs among them.
func fieldsOf(t reflect.Type) map[string]reflect.StructField {
	if t.Kind() != reflect.Struct {
		return nil
	}
	out := map[string]reflect.StructField{}
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() && !f.Anonymous {
			out[snake(f.Name)] = f
		}
	}
	return out
}

// snake writes a Go name as forms do: IssuedAt is issued_at, VerifyURL verify_url.
func snake(name string) string {
	var b strings.Builder
	rs := []rune(name)
	for i, r := range rs {
		if i > 0 && unicode.IsUpper(r) && (unicode.IsLower(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// as is v as a T, without a copy on the heap where v has an address.
func as[T any](v reflect.Value) T {
	if v.CanAddr() {
		return *v.Addr().Interface().(*T)
	}
	return v.Interface().(T)
}
