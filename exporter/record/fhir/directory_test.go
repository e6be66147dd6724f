package fhir

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/record"
)

func TestPeopleAreFoundInTheSampleClinic(t *testing.T) {
	d, err := OpenDir(t.Context(), "../../../testdata/fhir-ru")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		q    record.Query
		want record.Ref
	}{
		"by card":           {record.Query{Card: record.NewPersonal("ак-39914/21")}, "Patient/ru-p02"},
		"by name and birth": {record.Query{Name: record.NewPersonal("введенский ашот ильдарович"), Birth: record.NewBirthDate(record.DateOf(2001, 4, 25))}, "Patient/ru-p02"},
		"a doctor":          {record.Query{Practitioner: true, Name: record.NewPersonal("Хомутова Инна")}, "Practitioner/ru-doc1"},
	} {
		found, err := d.Find(t.Context(), c.q)
		if err != nil || len(found) != 1 || found[0].Ref != c.want {
			t.Errorf("%s: %d found, %v", name, len(found), err)
			continue
		}
		if again, err := d.Person(t.Context(), c.want); err != nil || !again.Name.Equal(found[0].Name) {
			t.Errorf("%s: by reference: %v", name, err)
		}
	}
	p, err := d.Person(t.Context(), "Patient/ru-p01")
	if err != nil || p.Contact("email", time.Now()).Reveal() != "r.suleymenova15@yandex.ru" || p.Card.Empty() || p.Birth.Reveal().IsZero() {
		t.Errorf("%v", err)
	}
	if found, err := d.Find(t.Context(), record.Query{Card: record.NewPersonal("АК-00000/00")}); err != nil || len(found) != 0 {
		t.Errorf("nobody's card: %d, %v", len(found), err)
	}
	for _, ref := range []record.Ref{"Patient/nobody", "Observation/ru-p01-ob1", "Organization/ru-org1", "", "Patient/"} {
		if _, err := d.Person(t.Context(), ref); !errors.Is(err, record.ErrNoPatient) {
			t.Errorf("%q: %v", ref, err)
		}
	}
}

func TestAWideQueryIsCutOffAndAnEndedOneStops(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	for _, id := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
		b.WriteString(`{"resourceType":"Practitioner","id":"` + id + `","name":[{"family":"Иванов"}]}` + "\n")
	}
	if err := os.WriteFile(filepath.Join(dir, "doctors.ndjson"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := OpenLive(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	q := record.Query{Practitioner: true, Name: record.NewPersonal("иванов")}
	found, err := d.Find(t.Context(), q)
	if err != nil || len(found) != record.MostFound || found[0].Ref != "Practitioner/a" {
		t.Errorf("%d, %v", len(found), err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Find(ended, q); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestWhoWasEnteredInErrorIsNotFound(t *testing.T) {
	dir := t.TempDir()
	text := `{"resourceType":"Patient","id":"1","name":[{"family":"Иванов"}],"birthDate":"1980-01-02","identifier":[{"system":"urn:oid:1.2.643.5.1.13.13.12.2.1","value":"7"}]}`
	if err := os.WriteFile(filepath.Join(dir, "a.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := OpenDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := d.Find(t.Context(), record.Query{Card: record.NewPersonal("7")}); err != nil || len(found) != 1 {
		t.Fatalf("%d, %v", len(found), err)
	}
	d.ix.byKey["Patient/1"].newest.verdict = "entered in error"
	if found, err := d.Find(t.Context(), record.Query{Card: record.NewPersonal("7")}); err != nil || len(found) != 0 {
		t.Errorf("%d, %v", len(found), err)
	}
}

// A record that another has taken the place of must no longer be used: an extract
// of it would lack what was moved to the other one.
func TestARecordThatWasMergedIntoAnotherIsNobodys(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"old.json": `{"resourceType":"Bundle","type":"collection","entry":[
			{"resource":{"resourceType":"Patient","id":"old","active":false,"name":[{"family":"Иванов"}],"birthDate":"1980-01-02","link":[{"other":{"reference":"Patient/new"},"type":"replaced-by"}]}},
			{"resource":{"resourceType":"Observation","id":"o","status":"final","code":{"text":"Глюкоза"},"subject":{"reference":"Patient/old"}}}]}`,
		"new.json": `{"resourceType":"Patient","id":"new","name":[{"family":"Иванов"}],"birthDate":"1980-01-02","link":[{"other":{"reference":"Patient/old"},"type":"replaces"},{"other":{"reference":"Patient/x"},"type":"seealso"}]}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d, err := OpenDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Record(t.Context(), "old"); !errors.Is(err, record.ErrNoPatient) {
		t.Errorf("the old record: %v", err)
	}
	if _, err := d.Record(t.Context(), "new"); err != nil {
		t.Errorf("the record that is left: %v", err)
	}
	if found, err := d.Find(t.Context(), record.Query{Name: record.NewPersonal("иванов"), Birth: record.NewBirthDate(record.DateOf(1980, 1, 2))}); err != nil || len(found) != 1 || found[0].Ref != "Patient/new" {
		t.Errorf("%d found, %v", len(found), err)
	}
	if all, err := d.Patients(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("patients: %v, %v", all, err)
	}
	notices := ""
	for _, n := range d.Notices() {
		notices += n.Error() + "\n"
	}
	if !strings.Contains(notices, "replaced-by") {
		t.Errorf("nobody is told: %s", notices)
	}
}
