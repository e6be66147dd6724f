package fhir

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"vypiska/exporter/record"
)

// asOne reads a directory with and without islands and wants one answer. It
// returns how many islands there are.
func asOne(t *testing.T, dir string) int {
	t.Helper()
	d, err := openDir(t.Context(), dir, true)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := openDir(t.Context(), dir, false)
	if err != nil {
		t.Fatal(err)
	}
	ids, _ := d.Patients(t.Context())
	all, _ := whole.Patients(t.Context())
	if !reflect.DeepEqual(ids, all) || fmt.Sprint(d.Faults()) != fmt.Sprint(whole.Faults()) {
		t.Fatalf("patients %v and %v, faults %v and %v", ids, all, d.Faults(), whole.Faults())
	}
	if a, b := told(d.Notices()), told(whole.Notices()); a != b {
		t.Errorf("notices\n%s\nand\n%s", a, b)
	}
	for _, id := range ids {
		a, errA := d.Record(t.Context(), id)
		b, errB := whole.Record(t.Context(), id)
		if !reflect.DeepEqual(a, b) || fmt.Sprint(errA) != fmt.Sprint(errB) {
			t.Errorf("%s: the records differ; %v and %v", id, errA, errB)
		}
		if f, err := d.Person(t.Context(), record.Ref("Patient/"+id)); err != nil || f.Ref != record.Ref("Patient/"+id) {
			t.Errorf("%s: found %v, %v", id, f.Ref, err)
		}
	}
	for _, e := range whole.ix.entries {
		ref := record.Ref(e.key)
		switch e.typ {
		case "Practitioner", "PractitionerRole":
			a, errA := d.ReferredBy(t.Context(), ref)
			b, errB := whole.ReferredBy(t.Context(), ref)
			if !reflect.DeepEqual(a, b) || errA != nil || errB != nil {
				t.Errorf("%s referred %v and %v", ref, a, b)
			}
		case "Organization":
			a, errA := d.ContractsOf(t.Context(), ref)
			b, errB := whole.ContractsOf(t.Context(), ref)
			if !reflect.DeepEqual(a, b) || errA != nil || errB != nil {
				t.Errorf("%s has contracts %v and %v, %v %v", ref, a, b, errA, errB)
			}
		}
	}
	for _, q := range []record.Query{{}, {Practitioner: true}} {
		a, errA := d.Find(t.Context(), q)
		b, errB := whole.Find(t.Context(), q)
		if !reflect.DeepEqual(a, b) || errA != nil || errB != nil {
			t.Errorf("found %d and %d people", len(a), len(b))
		}
	}
	return len(d.islands)
}

func told(list []*record.Fault) string {
	var b strings.Builder
	for _, f := range list {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

// sampleDir copies bundles of the sample clinic.
func sampleDir(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(fhirRu, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestTheSampleClinicIsIslandsAndReadsTheSame(t *testing.T) {
	if n := asOne(t, fhirRu); n != 24 {
		t.Errorf("%d islands", n)
	}
	asOne(t, filepath.Join(testdata, "fhir-synthea"))
}

// Whatever ties a bundle to another takes both from the islands, and nothing
// that is told of a record changes by that.
func TestWhatTiesBundlesTogetherIsSeen(t *testing.T) {
	put := func(t *testing.T, dir, name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	edit := func(t *testing.T, dir, name, from, to string) {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(text), from) {
			t.Fatalf("%v: %q is not in %s", err, from, name)
		}
		put(t, dir, name, strings.ReplaceAll(string(text), from, to))
	}
	bundle := func(resources ...string) string {
		var b strings.Builder
		for i, r := range resources {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(`{"resource":` + r + `}`)
		}
		return `{"resourceType":"Bundle","type":"collection","entry":[` + b.String() + `]}`
	}
	const observation = `{"resourceType":"Observation","id":"far","status":"final","subject":{"reference":"Patient/ru-p01"},"code":{"text":"Глюкоза"},"effectiveDateTime":"2025-04-10","valueQuantity":{"value":5,"unit":"mmol/L"}}`
	for name, c := range map[string]struct {
		do   func(t *testing.T, dir string)
		want int
	}{
		"nothing":                  {func(*testing.T, string) {}, 3},
		"a result in another file": {func(t *testing.T, dir string) { put(t, dir, "z.json", bundle(observation)) }, 2},
		"a result alone in a file": {func(t *testing.T, dir string) { put(t, dir, "z.json", observation) }, 2},
		"a line of NDJSON": {func(t *testing.T, dir string) {
			put(t, dir, "z.ndjson", strings.ReplaceAll(observation, "\n", "")+"\n")
		}, 2},
		"an escaped reference": {func(t *testing.T, dir string) {
			put(t, dir, "z.json", bundle(strings.ReplaceAll(observation, "Patient/ru", `Patient\/ru`)))
		}, 2},
		"a later version elsewhere": {func(t *testing.T, dir string) {
			put(t, dir, "z.json", bundle(`{"resourceType":"Patient","id":"ru-p05","meta":{"versionId":"9"},"name":[{"family":"Новая"}]}`))
		}, 2},
		"a doctor's other text": {func(t *testing.T, dir string) {
			put(t, dir, "z.json", bundle(`{"resourceType":"Practitioner","id":"ru-doc1","name":[{"family":"Другая"}]}`))
		}, 0},
		"a doctor's other role": {func(t *testing.T, dir string) {
			put(t, dir, "z.json", bundle(`{"resourceType":"PractitionerRole","id":"other","practitioner":{"reference":"Practitioner/ru-doc1"},"specialty":[{"text":"Онколог"}]}`))
		}, 0},
		"somebody by identifier": {func(t *testing.T, dir string) {
			put(t, dir, "z.json", bundle(strings.Replace(observation, `{"reference":"Patient/ru-p01"}`, `{"type":"Patient","identifier":{"system":"s","value":"1"}}`, 1)))
		}, 0},
		"a broken file that names one": {func(t *testing.T, dir string) {
			put(t, dir, "z.json", `{"resourceType":"Bundle","type":"collection","x":["ru-p07",`)
		}, 2},
		"a broken island": {func(t *testing.T, dir string) {
			edit(t, dir, "ru-p07.json", `"resourceType":"Encounter"`, `"resourceType":"Encounter","status":7`)
		}, 2},
		"one refers to another": {func(t *testing.T, dir string) { edit(t, dir, "ru-p07.json", `"Patient/ru-p07"`, `"Patient/ru-p01"`) }, 1},
		"a page of a search": {func(t *testing.T, dir string) {
			edit(t, dir, "ru-p07.json", `"type":"transaction"`, `"type":"searchset","link":[{"relation":"next","url":"http://a/b"}]`)
		}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			dir := sampleDir(t, "ru-p01.json", "ru-p05.json", "ru-p07.json")
			c.do(t, dir)
			if n := asOne(t, dir); n != c.want {
				t.Errorf("%d islands, want %d", n, c.want)
			}
		})
	}
}

func TestAnIslandThatChangedIsNotRead(t *testing.T) {
	dir := sampleDir(t, "ru-p01.json")
	d, err := OpenDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "ru-p01.json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), "2025", "2024", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Record(t.Context(), "ru-p01"); err == nil || !strings.Contains(err.Error(), "changed since") {
		t.Errorf("%v", err)
	}
}
