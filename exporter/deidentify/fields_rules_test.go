package deidentify

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/record"
)

var leaves = map[reflect.Type]bool{
	reflect.TypeFor[record.Personal](): true, reflect.TypeFor[record.Date](): true, reflect.TypeFor[record.BirthDate](): true,
}

// reached lists "Type.Field" of everything a type can reach.
func reached(typ reflect.Type, out map[string]reflect.Type) {
	switch {
	case typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer:
		reached(typ.Elem(), out)
	case typ.Kind() == reflect.Struct && !leaves[typ]:
		for i := range typ.NumField() {
			f := typ.Field(i)
			key := typ.Name() + "." + f.Name
			if _, ok := out[key]; !ok {
				out[key] = f.Type
				reached(f.Type, out)
			}
		}
	}
}

func TestEveryFieldOfTheModelHasARule(t *testing.T) {
	fields := map[string]reflect.Type{}
	reached(reflect.TypeFor[record.Record](), fields)
	for name, p := range plans() {
		for key := range fields {
			if _, ok := p.fields[key]; !ok {
				t.Errorf("%s: %s has no rule: decide in profiles/%s.yaml what becomes of it (until then it is withheld)", name, key, name)
			}
		}
		for key := range p.fields {
			if _, ok := fields[key]; !ok {
				t.Errorf("profiles/%s.yaml decides about %s, which the model does not have", name, key)
			}
		}
	}
}

func TestOnlyTextDatesAndStructuresPassAsWhatTheyAre(t *testing.T) {
	fields := map[string]reflect.Type{}
	reached(reflect.TypeFor[record.Record](), fields)
	for key, typ := range fields {
		for typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		switch r := strictRules()[key]; {
		case typ == reflect.TypeFor[record.Personal]() && r != drop && r != text && r != region,
			typ == reflect.TypeFor[record.Date]() && r != drop && r != date,
			typ == reflect.TypeFor[record.BirthDate]() && r != drop,
			typ == reflect.TypeFor[record.Age]() && r != drop && r != age && key != "Range.Ages", // norms are nobody's age
			typ == reflect.TypeFor[record.Ref]() && r != drop && r != ref && r != issuer,
			typ == reflect.TypeFor[record.PatientID]() && r != drop:
			t.Errorf("%s passes by rule %d, which is not made for a %s", key, r, typ.Name())
		}
	}
}

// A filler puts a marker of its own into every leaf of a record and remembers
// where each must be found afterwards.
type filler struct {
	n    int
	want map[string]bool   // marker -> must survive
	path map[string]string // marker -> field
}

func (f *filler) fill(v reflect.Value, path string, passes bool, depth int) {
	if depth > 12 {
		return
	}
	f.n++
	marker := fmt.Sprintf("zq%dzq", f.n)
	if strictRules()[path] == age { // looked at by TestAnAgeAtAnEventIsTheBandItLiesIn
		return
	}
	switch v.Type() {
	case reflect.TypeFor[record.Personal]():
		v.Set(reflect.ValueOf(record.NewPersonal(marker)))
		f.note(marker, path, passes)
		return
	case reflect.TypeFor[record.Date]():
		v.Set(reflect.ValueOf(record.DateOf(1000+f.n, 3, 17)))
		f.note(fmt.Sprint(1000+f.n), path, passes)
		return
	case reflect.TypeFor[record.BirthDate]():
		v.Set(reflect.ValueOf(record.NewBirthDate(record.DateOf(1000+f.n, 3, 17))))
		f.note(fmt.Sprint(1000+f.n), path, false)
		return
	case reflect.TypeFor[record.Ref]():
		v.SetString("Observation/" + marker)
		f.note(marker, path, false)
		return
	case reflect.TypeFor[record.Number]():
		v.SetString(fmt.Sprintf("%d.5", 500000+f.n))
		f.note(fmt.Sprintf("%d.5", 500000+f.n), path, passes)
		return
	}
	switch v.Kind() {
	case reflect.String:
		if strings.HasSuffix(path, ".System") {
			marker = "urn:" + marker
		}
		v.SetString(marker)
		f.note(marker, path, passes)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(7000 + f.n))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(v.Index(0), path, passes, depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			key := v.Type().Name() + "." + v.Type().Field(i).Name
			f.fill(v.Field(i), key, passes && strictRules()[key] != drop, depth+1)
		}
	}
}

func (f *filler) note(marker, path string, passes bool) {
	f.want[marker], f.path[marker] = passes, path
}

func collect(v reflect.Value, out *[]string) {
	switch x := v.Interface().(type) {
	case record.Personal:
		*out = append(*out, x.Reveal())
		return
	case record.Date:
		*out = append(*out, x.Day())
		return
	case record.BirthDate:
		*out = append(*out, x.Reveal().Day())
		return
	}
	switch v.Kind() {
	case reflect.String:
		*out = append(*out, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			collect(v.Field(i), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(v.Index(i), out)
		}
	}
}

func TestWhatARuleWithholdsIsGoneAndWhatItKeepsIsThere(t *testing.T) {
	f := &filler{want: map[string]bool{}, path: map[string]string{}}
	var rec record.Record
	f.fill(reflect.ValueOf(&rec).Elem(), "Record", true, 0)
	out, _, err := Record(rec, Gather(rec), Strict, "ru", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	collect(reflect.ValueOf(out), &all)
	text := strings.Join(all, "\n")
	kept := 0
	for _, m := range slices.Sorted(maps.Keys(f.want)) {
		there := strings.Contains(text, m)
		if there && !f.want[m] {
			t.Errorf("%s was to be withheld and is still in the record", f.path[m])
		}
		if !there && f.want[m] {
			t.Errorf("%s was to be kept and is gone", f.path[m])
		}
		if there {
			kept++
		}
	}
	if kept < 60 {
		t.Errorf("only %d leaves were kept: the test fills too little", kept)
	}
	if strings.Contains(text, "-03-17") {
		t.Error("a date kept its day")
	}
}

// A field nobody decided about must be withheld: rename one rule away and look.
func TestAFieldWithoutARuleIsWithheld(t *testing.T) {
	r := strictRules()["Diagnosis.Note"]
	delete(strictRules(), "Diagnosis.Note")
	defer func() { strictRules()["Diagnosis.Note"] = r }()
	rec := record.Record{Diagnoses: []record.Diagnosis{{Note: record.NewPersonal("ремиссия")}}}
	out, _, err := Record(rec, Gather(rec), Strict, "ru", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if !out.Diagnoses[0].Note.Empty() {
		t.Error("a field without a rule was handed out")
	}
}

func strictRules() map[string]rule { return plans()["strict"].fields }
