package fhir

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"vypiska/exporter/record"
)

// memory is the transport of tests: files in memory.
type memory struct {
	ix    *index
	texts map[string]string
}

func (m memory) load(e *entry) ([]byte, error) {
	return []byte(m.texts[m.ix.sources[e.source].name][e.start:e.end]), nil
}

func (m memory) close() {}

func inMemory(texts map[string]string, order ...string) *index {
	m := memory{texts: texts}
	ix := newIndex(func() loader { return m })
	m.ix = ix
	for _, name := range order {
		ix.addSource(name, []byte(texts[name]), strings.HasSuffix(name, ".ndjson"))
	}
	ix.settle()
	return ix
}

// planted is a name that is in every fuzzed file and must be in no words.
const planted = "Вымышлятский"

// FuzzBundle reads any bytes beside a good record of another patient. Nothing
// panics, no words repeat the planted name, and whatever is read belongs to
// the patient it is given out for.
func FuzzBundle(f *testing.F) {
	for _, dir := range []string{"fhir-bad", "fhir-ru"} {
		seeds, err := filepath.Glob(filepath.Join(testdata, dir, "*.json"))
		if err != nil {
			f.Fatal(err)
		}
		for _, s := range seeds[:min(len(seeds), 40)] {
			raw, err := os.ReadFile(s)
			if err != nil {
				f.Fatal(err)
			}
			if len(raw) < 16<<10 {
				f.Add(strings.ReplaceAll(string(raw), "Окуджава", planted))
			}
		}
	}
	f.Add(bundle(patientOne, observed(planted, "Patient/p1", `,"valueQuantity":{"value":1e5}`), observed("o", "Patient/p1", `,"`+planted+`":[],"effectiveDateTime":"`+planted+`"`)))
	f.Add(patientOne + "\n" + observed("o", "Patient/"+planted, ""))
	f.Add(bundle(patientOne, showing(link("Media/m"), link("#x")), shot("m", "Patient/p1", `"content":{"url":"Binary/b"},"`+planted+`":1`),
		`{"resourceType":"Binary","id":"b","contentType":"image/png","securityContext":{"reference":"Patient/p1"},"data":"iVBORw0KGgo="}`))
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"a.json", "a.ndjson"} {
			judgeFuzzed(t, inMemory(map[string]string{name: text, "z.json": bundle(patientTwo, observed("two", "Patient/p2", ""))}, name, "z.json"))
		}
	})
}

func judgeFuzzed(t *testing.T, ix *index) {
	t.Helper()
	words := said(ix.faults) + said(ix.notices)
	for _, id := range ix.patients {
		rec, err := ix.assemble(id)
		if err != nil {
			words += err.Error()
			continue
		}
		if rec.Patient.ID != id {
			t.Errorf("record of %q given for %q", rec.Patient.ID, id)
		}
		for _, o := range rec.Observations {
			if o.Ref == "Observation/two" && id != "p2" {
				t.Errorf("%s has another patient's observation", id)
			}
		}
	}
	if strings.Contains(words, planted) {
		t.Errorf("the words repeat the planted name: %q", words)
	}
}

// FuzzScan compares our scan and walk with the parser: text the parser takes
// is cut where the parser cuts it, and what scan passes has no control characters.
func FuzzScan(f *testing.F) {
	for _, s := range []string{`{"a":[1,-2.5e3,"\u0041\ud83d\ude00"],"b":{}}`, `["\\",{"x":"\""}]`, `"\u0007"`, "[1e999]", `{"a" : null , "b":[]}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw := []byte(text)
		if _, what := scan(raw); what != "" || jsontext.Value(raw).IsValid() == false {
			return
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			return // a number too large, that scan leaves to numberFault
		}
		names := map[string]any{}
		for m := range members(raw) {
			var inner any
			if err := json.Unmarshal(m.value, &inner); err != nil {
				t.Fatalf("cut %q out of %q", m.value, raw)
			}
			names[m.name] = inner
		}
		if object, ok := v.(map[string]any); ok && !reflect.DeepEqual(object, names) {
			t.Errorf("members of %q are %v", raw, names)
		}
		n := 0
		for range elements(raw) {
			n++
		}
		if list, ok := v.([]any); ok && len(list) != n {
			t.Errorf("%d elements of %q", n, raw)
		}
	})
}

// TestOrderAndFilesDoNotMatter deals a patient's resources out to two bundles in
// any order; the record is the same, but for staff no reference names, who
// come with the bundles the patient is in.
func TestOrderAndFilesDoNotMatter(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(fhirRu, "ru-p24.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Entry []struct{ Resource json.RawMessage }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range doc.Entry {
		all = append(all, string(e.Resource))
	}
	want, err := inMemory(map[string]string{"a.json": bundle(all...)}, "a.json").assemble("ru-p24")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		places := make([]int, len(all))
		for i := range places {
			places[i] = i
		}
		var two [2][]string
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		for i, place := range rapid.Permutation(places).Draw(t, "order") {
			file := 0
			if i >= cut {
				file = 1
			}
			two[file] = append(two[file], all[place])
		}
		ix := inMemory(map[string]string{"a.json": bundle(two[0]...), "b.json": bundle(two[1]...)}, "a.json", "b.json")
		got, err := ix.assemble("ru-p24")
		if err != nil {
			t.Fatal(err)
		}
		got.People, got.Organizations = want.People, want.Organizations
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("another record: %s", firstDifference(got, want))
		}
	})
}

// firstDifference names the field of two records that differs.
func firstDifference(a, b record.Record) string {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			return x.Type().Field(i).Name
		}
	}
	return "none"
}
