package app_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/internal/app"
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

// A backup whose copies did not all come along says which, after the rest is restored.
func TestARestoreTellsOfCopiesThatAreNowhere(t *testing.T) {
	s := newService(t)
	kept, lost := s.ready(t, patient, "signed"), s.ready(t, patient, "signed")
	dir := filepath.Join(t.TempDir(), "backup")
	_, err := s.house.Backup(t.Context(), s.Store, dir)
	fatal(t, err)
	for _, c := range []string{kept.Number, lost.Number} {
		fatal(t, s.Store.Delete(t.Context(), s.row(t, c).Object))
	}
	fatal(t, os.Remove(filepath.Join(dir, "copies", s.row(t, lost.Number).Object)))
	r, err := s.Restore(t.Context(), dir, "operator:x")
	if err != nil || r.Copies != 1 || r.Nowhere == nil || !strings.Contains(r.Nowhere.Error(), lost.Number) || strings.Contains(r.Nowhere.Error(), kept.Number) {
		t.Errorf("%+v, %v", r, err)
	}
	fatal(t, os.RemoveAll(filepath.Join(dir, "copies")))                                         // no backup is without this folder
	tables, err := os.OpenFile(filepath.Join(dir, "vypiska.db"), os.O_CREATE|os.O_RDONLY, 0o600) // none where they are in PostgreSQL
	fatal(t, err)
	fatal(t, tables.Close())
	if err := app.Unpack(dir, app.Address{Dir: filepath.Join(t.TempDir(), "new")}); err == nil || !strings.Contains(err.Error(), "no copies in it") {
		t.Errorf("%v", err)
	}
}

// Whoever names the data directory as the place of its backup loses nothing.
func TestABackupDoesNotGoIntoTheDataDirectory(t *testing.T) {
	s := newService(t)
	s.ready(t, patient, "signed")
	live := filepath.Join(s.house.Dir, "vypiska.db")
	if _, err := os.Stat(live); errors.Is(err, fs.ErrNotExist) {
		live = filepath.Join(s.house.Dir, "keys", "register", "signer.key") // the tables are in PostgreSQL
	}
	before, err := os.Stat(live)
	fatal(t, err)
	link := filepath.Join(t.TempDir(), "link")
	fatal(t, os.Symlink(s.house.Dir, link))
	for _, dir := range []string{s.house.Dir, filepath.Join(s.house.Dir, "backup"), link, filepath.Join(link, "not", "yet")} {
		if b, err := s.house.Backup(t.Context(), s.Store, dir); err == nil {
			t.Errorf("into %s: %+v", dir, b)
		}
	}
	after, err := os.Stat(live)
	fatal(t, err)
	if !os.SameFile(before, after) {
		t.Errorf("%s was replaced", filepath.Base(live))
	}
}
