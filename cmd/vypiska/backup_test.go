package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheDrill is the drill of docs/operating.md: back up a running service, go
// on, lose the data directory, restore, serve.
func TestTheDrill(t *testing.T) {
	s := newServer(t)
	s.start()
	login := s.newLogin("patient", "Patient/ru-p01")
	patient, officer := s.run("account", "token", login), s.account("officer", "officer-1")
	stays, revoked, destroyed := s.ended(patient, s.order(patient, "ru-p01", "signed")), s.ended(patient, s.order(patient, "ru-p01", "signed")), s.ended(patient, s.order(patient, "ru-p01", "signed"))
	live := s.link(patient, stays.ID, map[string]any{"pin": false})
	backup := filepath.Join(s.dir, "backup")
	if out := s.run("backup", backup); !strings.Contains(out, "3 copies") {
		t.Error(out)
	}
	s.searchBackup(backup)
	master := filepath.Join(s.dir, "data.master.key")
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	move(master, master+".kept")
	s.run("backup", backup)
	if _, err := os.Stat(master); err == nil {
		t.Error("a backup made a master key in the place of the lost one")
	}
	move(master+".kept", master)
	s.want(s.call("DELETE", "/api/v1/copies/"+revoked.Number, officer, map[string]string{"reason": "wrong"}), 204, "revoke")
	s.want(s.call("POST", "/api/v1/destructions", officer, map[string]string{"number": destroyed.Number, "basis": "b", "reason": "r"}), 201, "destroy")
	s.want(s.call("POST", live.URL, "", ""), 200, "download")
	s.stop()

	data := filepath.Join(s.dir, "data")
	if out := s.fails("restore", "--from", backup); !strings.Contains(out, "holds a database already") {
		t.Errorf("over a living database: %s", out)
	}
	if err := os.Rename(data, data+".lost"); err != nil {
		t.Fatal(err)
	}
	move(master, master+".kept")
	if out := s.fails("restore", "--from", backup); !strings.Contains(out, "master key of stored copies is lost") {
		t.Errorf("without the master key: %s", out)
	}
	move(master+".kept", master)
	for _, early := range []string{"restore", "serve"} { // the copies lie in the backup still
		if out := s.fails(early); !strings.Contains(out, "has not ended") {
			t.Errorf("%s: %s", early, out)
		}
	}
	if out := s.run("restore", "--from", backup); !strings.Contains(out, "3 copies put back; 2 acts carried out again; links to 1 copies ended") {
		t.Error(out)
	}
	s.start()
	verify := func(x extract, want string) {
		t.Helper()
		if a := s.want(s.call("GET", "/api/v1/verify/"+x.Number+"?sha256="+x.SHA256, "", nil), 200, "verify"); !bytes.Contains(a.body, []byte(want)) {
			t.Errorf("want %s: %s", want, a.body)
		}
	}
	verify(stays, "valid")
	verify(revoked, "revoked")
	verify(destroyed, "destroyed")
	s.want(s.call("POST", live.URL, "", ""), 410, "a link of before")
	s.want(s.call("GET", "/api/v1/extracts/"+stays.ID, patient, nil), 401, "a token of before")
	patient = s.run("account", "token", login)
	again := s.link(patient, stays.ID, map[string]any{"pin": false})
	s.want(s.call("POST", again.URL, "", ""), 200, "a restored copy")
	s.stop()
	if out := s.run("register", "verify"); !strings.Contains(out, "intact") {
		t.Error(out)
	}
	if out := s.run("register", "export"); !strings.Contains(out, `"event":"restore"`) {
		t.Error("the register does not say that it was restored")
	}
	kept, err := filepath.Glob(filepath.Join(s.dir, "data.outside", "before-*-outside.txt"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("evidence: %v, %v", kept, err)
	}
	if out := s.fails("register", "verify", "--checkpoint", kept[0]); !strings.Contains(out, "not") {
		t.Errorf("the lost entries are not noticed: %s", out)
	}
}

// A data directory that was put back by hand does not serve before it is accepted.
func TestADataDirectoryPutBackByHand(t *testing.T) {
	s := newServer(t)
	s.start()
	patient := s.account("patient", "Patient/ru-p01")
	s.ended(patient, s.order(patient, "ru-p01", "signed"))
	s.stop()
	data := filepath.Join(s.dir, "data")
	if err := os.CopyFS(data+".copy", os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.ended(patient, s.order(patient, "ru-p01", "signed"))
	s.stop()
	s.start() // carries the checkpoint out
	s.stop()
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(data+".copy", data); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(filepath.Join(data, "keys"), func(name string, d fs.DirEntry, err error) error { // CopyFS forgets modes
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chmod(name, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	if out := s.fails("serve"); !strings.Contains(out, "set back or replaced") {
		t.Fatalf("it serves: %s", out)
	}
	if out := s.run("restore"); !strings.Contains(out, "later ones lost") || strings.Contains(out, " 0 later") {
		t.Error(out)
	}
	s.start()
	s.stop()
}

// searchBackup looks for what must not be in a backup.
func (s *server) searchBackup(dir string) {
	s.t.Helper()
	master := s.read(filepath.Join(s.dir, "data.master.key"))
	secret := bytes.TrimSpace(master[bytes.LastIndexByte(master, ':')+1:])
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b := s.read(name)
		if bytes.Contains(b, secret) || bytes.HasPrefix(b, []byte("%PDF-")) {
			s.t.Errorf("%s holds the master key or an open copy", d.Name())
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
