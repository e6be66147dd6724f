package fhir

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/exporter/record"
)

const testdata = "../../../testdata"

// files writes name -> content into a directory of its own and opens it.
func files(t testing.TB, contents map[string]string) *Dir {
	t.Helper()
	dir := t.TempDir()
	for name, content := range contents {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d, err := OpenDir(t.Context(), dir)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return d
}

// bundle makes a collection of resources, each with a fullUrl if it is given as "url|json".
func bundle(resources ...string) string {
	var entries []string
	for _, r := range resources {
		if url, body, ok := strings.Cut(r, "|{"); ok && !strings.HasPrefix(r, "{") {
			entries = append(entries, fmt.Sprintf(`{"fullUrl":%q,"resource":{%s}`, url, body))
			continue
		}
		entries = append(entries, `{"resource":`+r+`}`)
	}
	return `{"resourceType":"Bundle","type":"collection","entry":[` + strings.Join(entries, ",") + `]}`
}

const patientOne = `{"resourceType":"Patient","id":"p1","name":[{"family":"Тестова","given":["Анна","Олеговна"]}]}`
const patientTwo = `{"resourceType":"Patient","id":"p2","name":[{"family":"Чужой","given":["Пётр"]}]}`

// observed is an Observation of a subject.
func observed(id, subject, rest string) string {
	return `{"resourceType":"Observation","id":"` + id + `","status":"final","code":{"text":"Глюкоза"},"subject":{"reference":"` +
		subject + `"}` + rest + `}`
}

func mustRecord(t testing.TB, d *Dir, id record.PatientID) record.Record {
	t.Helper()
	for _, f := range d.Faults() {
		t.Fatalf("fault: %v", f)
	}
	r, err := d.Record(t.Context(), id)
	if err != nil {
		t.Fatalf("record of %s: %v", id, err)
	}
	return r
}

func one[T any](t testing.TB, list []T) T {
	t.Helper()
	if len(list) != 1 {
		t.Fatalf("have %d of %T, want 1", len(list), *new(T))
	}
	return list[0]
}

func wantText(t testing.TB, what string, got record.Personal, want string) {
	t.Helper()
	if !got.Equal(record.NewPersonal(want)) {
		t.Errorf("%s: not %q", what, want)
	}
}

func said(faults []*record.Fault) string {
	var b strings.Builder
	for _, f := range faults {
		b.WriteString(f.Error() + "\n")
	}
	return b.String()
}
