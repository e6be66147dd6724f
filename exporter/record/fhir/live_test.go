package fhir_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
)

func TestALiveDirectoryIsReadAgainWhenItChanges(t *testing.T) {
	dir := t.TempDir()
	put := func(name string) {
		t.Helper()
		text, err := os.ReadFile(filepath.Join("../../../testdata/fhir-ru", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("ru-p01.json")
	readings := 0
	live, err := fhir.OpenLive(t.Context(), dir, func(*fhir.Dir) { readings++ })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := live.Record(t.Context(), "ru-p01"); err != nil {
		t.Fatal(err)
	}
	if _, err := live.Record(t.Context(), "ru-p02"); !errors.Is(err, record.ErrNoPatient) {
		t.Fatalf("got %v", err)
	}
	if readings != 1 {
		t.Errorf("read %d times although nothing changed", readings)
	}
	put("ru-p02.json")
	if _, err := live.Record(t.Context(), "ru-p02"); err != nil || readings != 2 {
		t.Errorf("a new file is not seen: %v, %d readings", err, readings)
	}
	if err := os.Remove(filepath.Join(dir, "ru-p01.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := live.Record(t.Context(), "ru-p01"); !errors.Is(err, record.ErrNoPatient) {
		t.Errorf("a removed file is still served: %v", err)
	}
	if ids, err := live.Patients(t.Context()); err != nil || len(ids) != 1 {
		t.Errorf("got %v, %v", ids, err)
	}
}
