package form

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"vypiska/exporter"
)

// writers say how a thing of the data is printed where no filter says otherwise.
var writers = map[reflect.Type]func(*Words, reflect.Value) string{
	reflect.TypeFor[exporter.Text]():   func(_ *Words, v reflect.Value) string { return as[exporter.Text](v).Reveal() },
	reflect.TypeFor[exporter.Date]():   func(w *Words, v reflect.Value) string { return w.date(as[exporter.Date](v)) },
	reflect.TypeFor[exporter.Birth]():  func(w *Words, v reflect.Value) string { return w.date(as[exporter.Birth](v).Reveal()) },
	reflect.TypeFor[exporter.Period](): func(w *Words, v reflect.Value) string { return w.span(as[exporter.Period](v)) },
	reflect.TypeFor[exporter.When]():   func(w *Words, v reflect.Value) string { return w.when(as[exporter.When](v)) },
	reflect.TypeFor[exporter.Number](): func(w *Words, v reflect.Value) string { return w.decimal(as[exporter.Number](v)) },
	reflect.TypeFor[exporter.Value]():  func(w *Words, v reflect.Value) string { return w.value(as[exporter.Value](v)) },
	reflect.TypeFor[exporter.Range]():  func(w *Words, v reflect.Value) string { return w.bounds(as[exporter.Range](v)) },
	reflect.TypeFor[exporter.Flag]():   func(_ *Words, v reflect.Value) string { return sign(exporter.Flag(v.Int())) },
	reflect.TypeFor[time.Time]():       func(w *Words, v reflect.Value) string { return w.moment(as[time.Time](v)) },
}

// parts are what a thing of the data has beside what its writer prints: the
// check that all is printed asks for them too.
var parts = map[reflect.Type][]string{
	reflect.TypeFor[exporter.Value](): {"unit"},
	reflect.TypeFor[exporter.Range](): {"text"},
}

// writer is how a type is printed; nil where it is not.
func writer(t reflect.Type) func(*Words, reflect.Value) string {
	if w := writers[t]; w != nil {
		return w
	}
	switch t.Kind() {
	case reflect.String:
		return func(_ *Words, v reflect.Value) string { return v.String() }
	case reflect.Int, reflect.Int64:
		return func(_ *Words, v reflect.Value) string { return strconv.FormatInt(v.Int(), 10) }
	}
	return nil
}

// printed is v as text.
func (e env) printed(at node, v value) (func(*scope) string, error) {
	switch {
	case v.text != nil:
		return v.text, nil
	case v.truth != nil:
		return nil, at.wrong("yes or no cannot be printed; use it in an if")
	}
	list, err := e.texts(at, v)
	if err == nil {
		return func(s *scope) string { return said(", ", list(s)...) }, nil
	}
	write := writer(v.typ)
	if write == nil {
		return nil, at.wrong("%s is %s and cannot be printed as text; name a part of it: %s", v.path, kindOf(v.typ), v.typ.Name()+" has "+placesOf(v.typ))
	}
	e.uses(v.path)
	return func(s *scope) string { return write(s.words, v.raw(s)) }, nil
}

// texts is v as a list of texts.
func (e env) texts(at node, v value) (func(*scope) []string, error) {
	if v.list != nil {
		return v.list, nil
	}
	if v.typ == nil || v.typ.Kind() != reflect.Slice || writer(v.typ.Elem()) == nil {
		return nil, at.wrong("want a list of texts")
	}
	e.uses(v.path)
	write := writer(v.typ.Elem())
	return func(s *scope) []string {
		all := v.raw(s)
		out := make([]string, all.Len())
		for i := range out {
			out[i] = write(s.words, all.Index(i))
		}
		return out
	}, nil
}

// says reports whether there is something in v: a text that is not empty, a
// list with something in it, a date that was stated, a yes.
func (e env) says(v value) func(*scope) bool {
	switch {
	case v.truth != nil:
		return v.truth
	case v.text != nil:
		return func(s *scope) bool { return v.text(s) != "" }
	case v.list != nil:
		return func(s *scope) bool { return said("", v.list(s)...) != "" }
	case v.typ.Kind() == reflect.Slice:
		return func(s *scope) bool { return v.raw(s).Len() > 0 }
	}
	e.uses(v.path)
	return func(s *scope) bool { return !v.raw(s).IsZero() }
}

// kindOf names a type for messages.
func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list of " + t.Elem().Name()
	case reflect.Bool:
		return "a yes or no"
	case reflect.Pointer:
		return t.Elem().Name()
	}
	return t.Name()
}

func placesOf(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var out []string
	for _, f := range sortedFields(t) {
		out = append(out, snake(f.Name))
	}
	if out == nil {
		return "none"
	}
	return strings.Join(out, ", ")
}
