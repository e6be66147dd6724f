//go:build tools

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

// truth is what testdata/fhir-ru.index.json knows of one patient.
type truth struct {
	ID        string
	PHI       []struct{ S, Type string }
	PHITokens []string
	Ignore    []string
	Facts     struct {
		Text         []string
		Observations []struct{ Value json.Number }
	}
	ExcludedFacts []any
}

// outside runs a program of Debian's; one that is missing fails the test.
func outside(t *testing.T, debian, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatalf("%s is missing: install the Debian package %s", name, debian)
	}
	if err != nil {
		t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return string(out)
}

var blanks = regexp.MustCompile(`\s+`)

func flat(s string) string { return strings.ToLower(blanks.ReplaceAllString(norm.NFC.String(s), " ")) }

func squeezed(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "\u00ad", "").Replace(flat(s))
}

func readTruth(t *testing.T) map[string]truth {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repo, "testdata/fhir-ru.index.json"))
	if err != nil {
		t.Fatal(err)
	}
	var index struct{ Patients []truth }
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	all := map[string]truth{}
	for _, p := range index.Patients {
		all[p.ID] = p
	}
	return all
}

// exported makes copies of all patients and returns what stdout said of them.
func exported(t *testing.T, kind string) []line {
	t.Helper()
	dir := t.TempDir()
	var out, said bytes.Buffer
	w := &world{context.Background(), strings.NewReader(""), &out, &said, time.Now}
	code := run(w, []string{"export", "--records", filepath.Join(repo, "testdata/fhir-ru"), "--all", "--kind", kind, "--basis", "test",
		"--as-of", "2025-06-15", "--data", filepath.Join(dir, "data"), "--out-dir", filepath.Join(dir, "out")})
	if code != 0 {
		t.Fatalf("exit %d: %s", code, said.String())
	}
	var made []line
	for d := json.NewDecoder(&out); d.More(); {
		var l line
		if err := d.Decode(&l); err != nil {
			t.Fatal(err)
		}
		made = append(made, l)
	}
	return made
}

func TestEverySignedCopyIsWholeForPoppler(t *testing.T) {
	all := readTruth(t)
	made := exported(t, "signed")
	if len(made) != len(all) {
		t.Fatalf("%d copies for %d patients", len(made), len(all))
	}
	for _, l := range made {
		seal := outside(t, "poppler-utils", "pdfsig", l.File)
		if !strings.Contains(seal, "Signature is Valid") || !strings.Contains(seal, "Total document signed") {
			t.Errorf("%s: %s", l.Patient, seal)
		}
		outside(t, "qpdf", "qpdf", "--check", l.File)
		text := flat(outside(t, "poppler-utils", "pdftotext", "-layout", l.File, "-") + outside(t, "poppler-utils", "pdftotext", "-raw", l.File, "-"))
		for _, f := range all[l.Patient].Facts.Text {
			if !strings.Contains(text, flat(f)) && !strings.Contains(squeezed(text), squeezed(f)) {
				t.Errorf("%s: %q is lost", l.Patient, f)
			}
		}
		for _, o := range all[l.Patient].Facts.Observations {
			if v := o.Value.String(); !strings.Contains(text, v) && !strings.Contains(text, strings.ReplaceAll(v, ".", ",")) {
				t.Errorf("%s: the value %s is lost", l.Patient, v)
			}
		}
		for id, other := range all {
			if id != l.Patient && strings.Contains(text, flat(other.ID)) {
				t.Errorf("%s: %s is in it", l.Patient, id)
			}
		}
	}
}

func TestNoAnonymizedCopyTellsWhoForPoppler(t *testing.T) {
	all := readTruth(t)
	for _, l := range exported(t, "anonymized") {
		p := all[l.Patient]
		text := outside(t, "poppler-utils", "pdftotext", "-layout", l.File, "-") + outside(t, "poppler-utils", "pdftotext", "-raw", l.File, "-")
		everything := flat(text + outside(t, "poppler-utils", "pdfinfo", l.File) + outside(t, "poppler-utils", "pdfinfo", "-meta", l.File) + filepath.Base(l.File))
		for _, s := range identifying(p) {
			if wholeWord(s).MatchString(everything) {
				t.Errorf("%s: an identifying string of %d letters is in the copy", l.Patient, len([]rune(s)))
			}
		}
		lost := 0
		for _, f := range p.Facts.Text {
			if !strings.Contains(everything, flat(f)) && !strings.Contains(squeezed(text), squeezed(f)) {
				lost++
			}
		}
		if lost > 1 {
			t.Errorf("%s: %d of %d clinical facts are lost", l.Patient, lost, len(p.Facts.Text))
		}
	}
}

func identifying(p truth) []string {
	ignore := map[string]bool{}
	for _, s := range p.Ignore {
		ignore[s] = true
	}
	var out []string
	for _, x := range p.PHI {
		if year := regexp.MustCompile(`^\d{4}$`); x.Type == "DATE" && year.MatchString(x.S) || ignore[x.S] {
			continue
		}
		out = append(out, x.S)
	}
	for _, s := range p.PHITokens {
		if !ignore[s] {
			out = append(out, s)
		}
	}
	return out
}

// wholeWord matches s with no letter or digit on either side.
func wholeWord(s string) *regexp.Regexp {
	return regexp.MustCompile(`(^|[^\p{L}\p{N}_])` + regexp.QuoteMeta(flat(s)) + `($|[^\p{L}\p{N}_])`)
}
