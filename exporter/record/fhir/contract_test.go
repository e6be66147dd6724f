package fhir

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir/fhirtest"
)

// keeps checks what every record.Source must hold: it gives the records that a
// directory with the same bundles gives.
func keeps(t *testing.T, bundles string, s record.Source) {
	dir, err := OpenDir(t.Context(), bundles)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("all patients are listed, in order", func(t *testing.T) {
		want, err := dir.Patients(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Patients(t.Context())
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%v, %v", got, err)
		}
	})
	t.Run("each record is that of the directory", func(t *testing.T) {
		ids, err := dir.Patients(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if testing.Short() {
			ids = ids[:6]
		}
		for _, id := range ids {
			want := mustRecord(t, dir, id)
			got, err := s.Record(t.Context(), id)
			if err != nil {
				t.Errorf("%s: %v", id, err)
				continue
			}
			same(t, string(id), got, want)
		}
	})
	t.Run("nobody is told apart from somebody unreadable", func(t *testing.T) {
		for _, id := range []record.PatientID{"nobody", "", "../Observation", "a/b", "ru-p01?x=y"} {
			if _, err := s.Record(t.Context(), id); !errors.Is(err, record.ErrNoPatient) {
				t.Errorf("%q: %v", id, err)
			}
		}
	})
}

// same compares two records but for what each source says of itself: versions,
// and staff that a bundle brings along though nothing in the record names it.
func same(t *testing.T, id string, got, want record.Record) {
	t.Helper()
	g, w := reflect.ValueOf(&got).Elem(), reflect.ValueOf(&want).Elem()
	for i := range g.NumField() {
		name := g.Type().Field(i).Name
		unstamped(g.Field(i))
		unstamped(w.Field(i))
		a, b := g.Field(i).Interface(), w.Field(i).Interface()
		switch name {
		case "Origin": // what it is read from differs
			continue
		case "People":
			b = slices.DeleteFunc(want.People, func(p record.Person) bool { return !has(got.People, p.Ref) })
		case "Organizations":
			b = slices.DeleteFunc(want.Organizations, func(o record.Organization) bool {
				return !slices.ContainsFunc(got.Organizations, func(x record.Organization) bool { return x.Ref == o.Ref })
			})
		}
		if g.Field(i).Kind() == reflect.Slice && g.Field(i).Len() == 0 && reflect.ValueOf(b).Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: %s differ: %d, want %d", id, name, lenOf(a), lenOf(b))
		}
	}
	for _, ref := range namedPeople(want) {
		if !has(got.People, ref) {
			t.Errorf("%s: %s is named and not among the people", id, ref)
		}
	}
}

func has(people []record.Person, ref record.Ref) bool {
	return slices.ContainsFunc(people, func(p record.Person) bool { return p.Ref == ref })
}

func namedPeople(r record.Record) (refs []record.Ref) {
	add := func(p ...record.Performer) {
		for _, one := range p {
			if strings.HasPrefix(string(one.Ref), "Practitioner/") {
				refs = append(refs, one.Ref)
			}
		}
	}
	for _, x := range r.Reports {
		add(x.Performers...)
	}
	for _, x := range r.Referrals {
		add(x.Requester)
	}
	return refs
}

func lenOf(x any) int {
	if v := reflect.ValueOf(x); v.Kind() == reflect.Slice {
		return v.Len()
	}
	return 1
}

// exactNumbers is false for servers that read 4.70 and write 4.7, as everything
// in JavaScript does.
var exactNumbers = true

// unstamped empties versions and times of update: a server gives its own.
func unstamped(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			unstamped(v.Index(i))
		}
	case reflect.String:
		if n, ok := v.Interface().(record.Number); ok && !exactNumbers {
			if f, ok := n.Float(); ok {
				v.SetString(strconv.FormatFloat(f, 'g', -1, 64))
			}
		}
	case reflect.Struct:
		if m, ok := v.Addr().Interface().(*record.Meta); ok {
			m.VersionID, m.LastUpdated, m.Sum = "", record.Date{}, [32]byte{}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				unstamped(v.Field(i))
			}
		}
	}
}

func TestADirectoryKeepsTheContract(t *testing.T) {
	d, err := OpenDir(t.Context(), testdata+"/fhir-ru")
	if err != nil {
		t.Fatal(err)
	}
	keeps(t, testdata+"/fhir-ru", d)
}

func TestAServerKeepsTheContract(t *testing.T) {
	for name, set := range map[string]func(*fhirtest.Clinic){
		"searched by type":       func(*fhirtest.Clinic) {},
		"with $everything":       func(c *fhirtest.Clinic) { c.Everything = true },
		"seven resources a page": func(c *fhirtest.Clinic) { c.PageSize = 7 },
	} {
		t.Run(name, func(t *testing.T) {
			c := newClinic(t)
			set(c)
			keeps(t, testdata+"/fhir-ru", open(t, c))
		})
	}
}
