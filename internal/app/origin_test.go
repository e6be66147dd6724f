package app_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record/fhir"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// withRecords is the service over records that the test changes: the bundle's path.
func withRecords(t *testing.T) (*service, string) {
	t.Helper()
	s, dir := newService(t), filepath.Join(t.TempDir(), "records")
	text, err := os.ReadFile(filepath.Join(root, "testdata/fhir-ru/ru-p01.json"))
	fatal(t, err)
	fatal(t, os.Mkdir(dir, 0o700))
	file := filepath.Join(dir, "ru-p01.json")
	fatal(t, os.WriteFile(file, text, 0o600))
	set := s.Setup
	set.Source, err = fhir.OpenLive(t.Context(), dir, nil)
	fatal(t, err)
	s.Desk, err = app.NewDesk(s.house, set)
	fatal(t, err)
	return s, file
}

func replace(t *testing.T, file, old, by string) {
	t.Helper()
	text, err := os.ReadFile(file)
	fatal(t, err)
	if n := bytes.Count(text, []byte(old)); n != 1 {
		t.Fatalf("%d of %s", n, old)
	}
	fatal(t, os.WriteFile(file, bytes.Replace(text, []byte(old), []byte(by), 1), 0o600))
}

func TestACopySaysFromWhichStateItWasMade(t *testing.T) {
	s, file := withRecords(t)
	for v, kind := range map[app.Visitor]string{patient: "signed", doctor: "anonymized"} {
		o := s.ready(t, v, kind)
		seen, err := s.SeeOrigin(t.Context(), officer, o.Number)
		fatal(t, err)
		if seen.Kind != "directory" || seen.Name != "records" || !seen.Read.Equal(s.now()) || seen.Answers != 1 || !seen.Registered {
			t.Errorf("%s: %+v", kind, seen)
		}
		if !seen.Compared || seen.Resources < 20 || seen.Unchanged != seen.Resources || seen.Changed != 0 {
			t.Errorf("%s: of %d resources %d are unchanged, %d not", kind, seen.Resources, seen.Unchanged, seen.Changed)
		}
		replace(t, file, `"valueQuantity":{"value":147,"unit"`, `"valueQuantity":{"value":14.7,"unit"`)
		after, err := s.SeeOrigin(t.Context(), officer, o.Number)
		fatal(t, err)
		if after.Unchanged != seen.Resources-1 || after.Changed != 1 {
			t.Errorf("%s: one result was changed: %d are unchanged, %d not", kind, after.Unchanged, after.Changed)
		}
		replace(t, file, `"valueQuantity":{"value":14.7,"unit"`, `"valueQuantity":{"value":147,"unit"`)
	}
	o := s.ready(t, patient, "signed")
	replace(t, file, `"valueQuantity":{"value":147,"unit"`, `"valueQuantity":{"value":"much","unit"`)
	if seen, err := s.SeeOrigin(t.Context(), officer, o.Number); err != nil || seen.Compared || seen.Resources < 20 {
		t.Errorf("a record that cannot be read now: %v, compared %v", err, seen.Compared)
	}
	fatal(t, os.WriteFile(file, []byte(`{"resourceType":"Patient","id":"somebody-else"}`), 0o600))
	if seen, err := s.SeeOrigin(t.Context(), officer, o.Number); err != nil || seen.Changed != seen.Resources {
		t.Errorf("a record that is there no more: %v, %d changed", err, seen.Changed)
	}
}

// What is stored names no resource and no person, is as the register says or is
// seen not to be, and ends with the copy.
func TestAnOriginTellsNothingAndEndsWithItsCopy(t *testing.T) {
	s, _ := withRecords(t)
	o := s.ready(t, patient, "signed")
	var body string
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) (err error) {
		body, err = v.Origin(t.Context(), o.Number)
		return err
	}))
	for _, word := range []string{"ru-p01", "Observation", "Patient", "2025-04-08", root} {
		if strings.Contains(body, word) {
			t.Errorf("%q is in the row", word)
		}
	}
	for _, v := range []app.Visitor{doctor, patient, reception, {}} {
		if _, err := s.SeeOrigin(t.Context(), v, o.Number); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s: %v", v.Role, err)
		}
	}
	looks := s.looks(t)
	if _, err := s.SeeOrigin(t.Context(), officer, o.Number); err != nil || s.looks(t) != looks+1 {
		t.Errorf("%v: %d looks are registered, were %d", err, s.looks(t), looks)
	}
	fatal(t, s.house.DB.Tx(t.Context(), func(tx *db.Tx) error {
		if err := tx.DropOrigins(t.Context(), s.now().AddDate(9, 0, 0)); err != nil { // it stays while the copy is kept
			return err
		}
		_, err := tx.RevokeCopy(t.Context(), o.Number, s.now())
		return err
	}))
	if _, err := s.SeeOrigin(t.Context(), officer, o.Number); err != nil {
		t.Errorf("of a revoked copy: %v", err)
	}
	_, err := s.Destroy(t.Context(), officer, app.DestroyAsk{Number: o.Number, Basis: "demand", Reason: "test"})
	fatal(t, err)
	if _, err := s.SeeOrigin(t.Context(), officer, o.Number); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("of a destroyed copy: %v", err)
	}
	fatal(t, s.house.DB.Tx(t.Context(), func(tx *db.Tx) error {
		return tx.AddOrigin(t.Context(), o.Number, strings.Replace(body, "records", "others", 1), s.now())
	}))
	if seen, err := s.SeeOrigin(t.Context(), officer, o.Number); err != nil || seen.Registered {
		t.Errorf("a row that is not as the register says: %v, registered %v", err, seen.Registered)
	}
}

func (s *service) looks(t *testing.T) (n int) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		for e, err := range register.Export(t.Context(), v.Register(), register.Filter{}) {
			fatal(t, err)
			if e.Event == register.Look && strings.Contains(e.Reason, "origin") {
				n++
			}
		}
		return nil
	}))
	return n
}

// A copy that the operator took away and nobody keeps has its origin for the term
// that a kept one would have.
func TestTheOriginOfACopyTakenAwayEndsWithItsTerm(t *testing.T) {
	s, _ := withRecords(t)
	c, err := s.Build(t.Context(), policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "ru-p01", Kind: policy.Signed, Basis: "test", Lang: "ru"}, s.now())
	fatal(t, err)
	see := func() error {
		_, err := s.SeeOrigin(t.Context(), officer, c.Number().String())
		return err
	}
	fatal(t, s.Sweep(t.Context()))
	fatal(t, see())
	s.pass(91 * 24 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	if err := see(); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("after its term: %v", err)
	}
}
