package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A backup that lacks a copy says so, and has all the others.
func TestABackupTellsOfCopiesThatTheStorageLost(t *testing.T) {
	s := newService(t)
	kept, lost := s.ready(t, patient, "signed"), s.ready(t, patient, "signed")
	dir := filepath.Join(t.TempDir(), "backup")
	b, err := s.house.Backup(t.Context(), s.Store, dir)
	if err != nil || b.Copies != 2 {
		t.Fatalf("%+v, %v", b, err)
	}
	fatal(t, s.Store.Delete(t.Context(), s.row(t, lost.Number).Object))
	if _, err := s.house.Backup(t.Context(), s.Store, dir); err != nil {
		t.Errorf("the backup before has the copy: %v", err)
	}
	fatal(t, os.RemoveAll(dir))
	b, err = s.house.Backup(t.Context(), s.Store, dir)
	if err == nil || !strings.Contains(err.Error(), lost.Number) || strings.Contains(err.Error(), kept.Number) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "copies", s.row(t, kept.Number).Object)); err != nil || b.Copies != 1 || b.Entries == 0 {
		t.Errorf("%+v, %v", b, err)
	}
}
