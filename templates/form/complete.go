package form

import (
	"reflect"
	"slices"
	"strings"
)

// complete wants every place of the data printed somewhere, named under
// leaves_out, or such that it never holds anything: what a clinic takes off a
// form must not vanish unnoticed.
func (r *reader) complete(top fields) error {
	out := slices.Clone(r.spec.Never)
	all := leaves(r.spec.data, "")
	if n, ok := top.values["leaves_out"]; ok {
		items, err := n.list()
		if err != nil {
			return err
		}
		for _, item := range items {
			word, err := item.word()
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(all, func(p string) bool { return below(p, word) }) {
				return item.wrong("%s: no such place of the data; %s", word, use(word, all))
			}
			out = append(out, word)
		}
	}
	var lost []string
	for _, place := range all {
		if !r.used[place] && !slices.ContainsFunc(out, func(w string) bool { return below(place, w) }) {
			lost = append(lost, place)
		}
	}
	if lost == nil {
		return nil
	}
	return top.wrong("the form does not print %s; print it, or name it under leaves_out", strings.Join(highest(lost, all), ", "))
}

// highest names in the place of many lost ones the place they all lie in.
func highest(lost, all []string) (out []string) {
	for _, place := range lost {
		for up := place; up != ""; up = up[:max(strings.LastIndexByte(up, '.'), 0)] {
			whole := !slices.ContainsFunc(all, func(p string) bool { return below(p, up) && !slices.Contains(lost, p) })
			if whole {
				place = up
			}
		}
		if !slices.Contains(out, place) {
			out = append(out, place)
		}
	}
	return out
}

func below(place, of string) bool { return place == of || strings.HasPrefix(place, of+".") }

// leaves are all places of t that hold something to print.
func leaves(t reflect.Type, path string) []string {
	t = deref(t)
	if writer(t) != nil || t.Kind() == reflect.Bool {
		out := []string{path}
		for _, p := range parts[t] {
			out = append(out, join(path, p))
		}
		return out
	}
	switch t.Kind() {
	case reflect.Slice:
		return leaves(t.Elem(), path)
	case reflect.Struct:
		var out []string
		for _, f := range sortedFields(t) {
			out = append(out, leaves(f.Type, join(path, snake(f.Name)))...)
		}
		return out
	}
	return []string{path}
}

// sortedFields are the fields of a struct in the order of their declaration.
func sortedFields(t reflect.Type) []reflect.StructField {
	if t.Kind() != reflect.Struct {
		return nil
	}
	return slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return !f.IsExported() || f.Anonymous })
}
