package fhir

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vypiska/exporter/record"
)

// treatment is what each malformed input gets. fault "" means that it is issued.
var treatment = map[string]struct{ fault, notice string }{
	"01-truncated.json":                {fault: "ends in the middle"},
	"02-empty.json":                    {fault: "the file is empty"},
	"03-html-error-page.json":          {fault: "XML or an HTML page"},
	"04-wrong-types.json":              {fault: "entry 1, Patient/ru-p05, name: wrong JSON type: is a text, want an array"},
	"05-ndjson.json":                   {fault: "several JSON texts in one file"},
	"06-deep-200.json":                 {fault: "nested deeper than 64 levels"},
	"07-cyclic-references.json":        {},
	"08-invalid-base64.json":           {fault: "presentedForm[0].data: not base64"},
	"09-invalid-dates.json":            {fault: "entry 3, Observation/ru-p05-ob22, effectiveDateTime: not a FHIR date"},
	"10-huge-number.json":              {fault: "number too large"},
	"11-number-precision.json":         {},
	"12-duplicate-keys.json":           {fault: "a key stands twice"},
	"13-bom.json":                      {},
	"14-utf16le.json":                  {fault: "UTF-16"},
	"15-raw-nul.json":                  {fault: "control character"},
	"16-escaped-nul.json":              {fault: "control character"},
	"17-no-resource-type.json":         {fault: "entry 2, resourceType: missing"},
	"18-unknown-resource-type.json":    {fault: "entry 3, resourceType: not a resource type"},
	"19-array-root.json":               {fault: "is an array, want a Bundle"},
	"20-wrong-patient.json":            {fault: "no such patient in the source: read 20-wrong-patient.json"},
	"21-no-patient.json":               {fault: "no Patient resource"},
	"22-two-patients-same-id.json":     {fault: "entry 7, Patient/ru-p05: another text of the same version"},
	"23-cp1251.json":                   {fault: "not UTF-8"},
	"24-lone-surrogate.json":           {fault: "half of a surrogate pair"},
	"25-trailing-garbage.json":         {fault: "several JSON texts"},
	"26-null-entries.json":             {fault: "entry 1: is null"},
	"27-bundle-in-bundle.json":         {fault: "a Bundle inside a Bundle"},
	"28-attachment-type-mismatch.json": {fault: "is not what contentType says (application/pdf)"},
	"29-xml-xxe.json":                  {fault: "XML or an HTML page"},
	"30-reports-without-subject.json":  {notice: "DiagnosticReport/ru-p05-dr21, DiagnosticReport/ru-p05-dr34: left out: names no patient"},
}

func TestMalformedInputs(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(testdata, "fhir-bad", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Files []struct{ File, Defect, Expect string }
	}
	if err := json.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest.Files) != len(treatment) {
		t.Errorf("%d inputs, %d treatments", len(manifest.Files), len(treatment))
	}
	for _, f := range manifest.Files {
		t.Run(f.File+" "+f.Defect, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join(testdata, "fhir-bad", f.File))
			if err != nil {
				t.Fatal(err)
			}
			want, ok := treatment[f.File]
			if !ok || want.fault == "" && strings.HasPrefix(f.Expect, "reject:") {
				t.Fatalf("the manifest says %q", f.Expect)
			}
			judgeBad(t, files(t, map[string]string{f.File: string(content)}), f.File, want.fault, want.notice)
		})
	}
}

func judgeBad(t *testing.T, d *Dir, name, fault, notice string) {
	t.Helper()
	rec, err := d.Record(t.Context(), "ru-p05")
	words := said(d.Faults())
	if err != nil {
		words += err.Error()
	}
	if (fault == "") != (err == nil) {
		t.Fatalf("record: %v", err)
	}
	if !strings.Contains(words, fault) || fault != "" && !strings.Contains(words, name) {
		t.Errorf("said %q, want %q and the file's name", words, fault)
	}
	if !strings.Contains(said(d.Notices()), notice) {
		t.Errorf("notices %q, want %q", said(d.Notices()), notice)
	}
	for _, secret := range []string{"Окуджава", "Наблюдение", "220-774-603 47", "\x00"} {
		if strings.Contains(words+said(d.Notices()), secret) {
			t.Errorf("the words repeat the file's %q", secret)
		}
	}
	if err != nil && rec.Patient.ID != "" {
		t.Error("an error and a record")
	}
}

func TestNumbersStayAsWritten(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(testdata, "fhir-bad", "11-number-precision.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Entry []struct {
			Resource struct {
				ID            string
				ValueQuantity struct{ Value json.Number }
			}
		}
	}
	if err := json.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	rec := mustRecord(t, files(t, map[string]string{"a.json": string(content)}), "ru-p05")
	longest := 0
	for _, o := range rec.Observations {
		for _, e := range doc.Entry {
			if "Observation/"+e.Resource.ID == string(o.Ref) && string(o.Value.Number) != e.Resource.ValueQuantity.Value.String() {
				t.Errorf("%s: %s", o.Ref, o.Value.Number)
			}
		}
		longest = max(longest, len(o.Value.Number))
	}
	if longest < 39 {
		t.Errorf("the longest number has %d characters", longest)
	}
}

func TestLargeInputs(t *testing.T) {
	long := strings.Repeat("Ж", 2_500_000)
	report := `{"resourceType":"DiagnosticReport","id":"r","status":"final","code":{"text":"КТ"},"subject":{"reference":"Patient/p1"},"conclusion":"` + long + `"}`
	rec := mustRecord(t, files(t, map[string]string{"big.json": bundle(patientOne, report)}), "p1")
	wantText(t, "5 MB conclusion", one(t, rec.Reports).Conclusion, long)

	d := files(t, map[string]string{"deep.json": strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)})
	if w := said(d.Faults()); !strings.Contains(w, "nested deeper") {
		t.Errorf("100,000 arrays: %s", w)
	}
}

func TestDirectoriesThatHoldNoRecords(t *testing.T) {
	if _, err := OpenDir(t.Context(), filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a directory that is not there was opened")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDir(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "no *.json") {
		t.Errorf("a directory without records: %v", err)
	}
	d := files(t, map[string]string{"a.json": bundle(patientOne), "b.ndjson": patientTwo})
	if _, err := d.Record(t.Context(), "p9"); !errors.Is(err, record.ErrNoPatient) || !strings.Contains(err.Error(), "a.json and b.ndjson") {
		t.Errorf("an unknown patient: %v", err)
	}
}

func TestFileThatIsTooLargeOrUnreadable(t *testing.T) {
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "huge.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(maxFile+1), f.Close(), os.Symlink("nowhere", filepath.Join(dir, "lost.json")), syscall.Mkfifo(filepath.Join(dir, "pipe.json"), 0o600)); err != nil {
		t.Fatal(err)
	}
	d, err := OpenDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	w := said(d.Faults())
	if !strings.Contains(w, "huge.json: cannot be read: larger than 128 MB") || !strings.Contains(w, "lost.json: cannot be read: no such file") ||
		!strings.Contains(w, "pipe.json: cannot be read: not a regular file") { // waiting for somebody to write into it would never end
		t.Errorf("said %q", w)
	}
}
