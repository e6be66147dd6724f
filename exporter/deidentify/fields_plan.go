package deidentify

import (
	"embed"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"vypiska/exporter/record"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// A plan is a profile's file, understood. A field it does not name is withheld.
type plan struct {
	version   string
	shift     bool // dates are moved, not cut
	pseudonym bool
	methods   []string
	fields    map[string]rule // by "Type.Field"
}

// keyed reports whether the plan needs a key and a recipient.
func (p *plan) keyed() bool { return p.shift || p.pseudonym }

// plans are the profiles' files by name, read once.
var plans = sync.OnceValue(func() map[string]*plan {
	all := map[string]*plan{}
	for _, name := range []string{"strict", "research"} { // a base before what builds on it
		file := "profiles/" + name + ".yaml"
		raw, err := profileFiles.ReadFile(file)
		if err == nil {
			all[name], err = readPlan(name+".yaml", raw, all)
		}
		if err != nil {
			panic(err) // embedded: wrong on every machine, and a test reads it
		}
	}
	return all
})

// planFile is a profile's file as it is written.
type planFile struct {
	Profile   string
	Version   string
	Base      string
	Dates     oneOf
	Pseudonym oneOf
	Methods   []string
	Fields    fieldRules
}

// oneOf is a word of a short list.
type oneOf string

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (o *oneOf) UnmarshalYAML(n ast.Node) error {
	switch *o = oneOf(n.GetToken().Value); *o {
	case "year", "shift", "none", "recipient":
		return nil
	}
	return at(n, "want year or shift for dates, none or recipient for pseudonym")
}

// fieldRules are the rules of a file by "Type.Field".
type fieldRules map[string]rule

// UnmarshalYAML implements yaml.NodeUnmarshaler: a type, a field or a rule that
// does not exist is an error with its line.
func (f *fieldRules) UnmarshalYAML(n ast.Node) error {
	*f = fieldRules{}
	return eachPair(n, func(typ string, fields ast.Node) error {
		return eachPair(fields, func(field string, value ast.Node) error {
			key := typ + "." + field
			if !model()[key] {
				return at(value, "the record model has no field "+key)
			}
			r, ok := ruleNames[value.GetToken().Value]
			if !ok {
				return at(value, key+": no such rule; use drop, keep, code, unit, decimal, system, text, date, age, ref, into, region, letterhead or issuer")
			}
			(*f)[key] = r
			return nil
		})
	})
}

func eachPair(n ast.Node, do func(key string, value ast.Node) error) error {
	m, ok := n.(ast.MapNode)
	if !ok {
		return at(n, "want lines of the form key: value")
	}
	for rows := m.MapRange(); rows.Next(); {
		if err := do(rows.Key().GetToken().Value, rows.Value()); err != nil {
			return err
		}
	}
	return nil
}

// misread is what a profile's file gets wrong, and in which line.
type misread struct {
	line int
	what string
}

func (m *misread) Error() string { return fmt.Sprintf("%d: %s", m.line, m.what) }

func at(n ast.Node, what string) error {
	m := &misread{what: what}
	if p := n.GetToken().Position; p != nil {
		m.line = p.Line
	}
	return m
}

// readPlan reads a profile's file strictly: an unknown key, a key that stands
// twice, a field or a rule that does not exist are refused with file and line.
func readPlan(file string, raw []byte, known map[string]*plan) (*plan, error) {
	var f planFile
	if err := yaml.NewDecoder(strings.NewReader(string(raw)), yaml.Strict()).Decode(&f); err != nil {
		return nil, fmt.Errorf("%s:%w", file, lineOf(err))
	}
	p := &plan{version: f.Version, shift: f.Dates == "shift", pseudonym: f.Pseudonym == "recipient", methods: f.Methods, fields: map[string]rule{}}
	if f.Base != "" {
		base, ok := known[f.Base]
		if !ok {
			return nil, fmt.Errorf("%s: base: no such profile", file)
		}
		for k, r := range base.fields {
			p.fields[k] = r
		}
	}
	for k, r := range f.Fields {
		p.fields[k] = r
	}
	switch {
	case f.Profile+".yaml" != file:
		return nil, fmt.Errorf("%s: profile: want the file's name", file)
	case f.Version == "" || len(f.Methods) == 0 || len(p.fields) == 0 || f.Dates == "" || f.Pseudonym == "":
		return nil, fmt.Errorf("%s: want version, dates, pseudonym, methods, and fields or a base", file)
	}
	return p, nil
}

// lineOf finds the line in an error of the reader, and leaves out the excerpt.
func lineOf(err error) error {
	var m *misread
	if errors.As(err, &m) {
		return m
	}
	var y yaml.Error
	if errors.As(err, &y) && y.GetToken() != nil && y.GetToken().Position != nil {
		return &misread{y.GetToken().Position.Line, y.GetMessage()}
	}
	return err
}

// model is every "Type.Field" a record can reach.
var model = sync.OnceValue(func() map[string]bool {
	fields := map[string]bool{}
	reach(reflect.TypeFor[record.Record](), fields)
	return fields
})

func reach(t reflect.Type, fields map[string]bool) {
	switch t {
	case reflect.TypeFor[record.Personal](), reflect.TypeFor[record.Date](), reflect.TypeFor[record.BirthDate]():
		return
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer:
		reach(t.Elem(), fields)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if key := t.Name() + "." + f.Name; !fields[key] {
				fields[key] = true
				reach(f.Type, fields)
			}
		}
	}
}
