package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// objects are the stored objects' names and digests.
func (s *server) objects() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(filepath.Join(s.dir, "data/s3/objects/copies"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Count(d.Name(), ".") != 2 {
			return err
		}
		b, err := os.ReadFile(name)
		sum := sha256.Sum256(b)
		all[d.Name()] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// fails runs a command that must fail and returns what it said.
func (s *server) fails(args ...string) string {
	s.t.Helper()
	cmd := exec.Command(s.bin, args...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	if err == nil {
		s.t.Fatalf("%v succeeded: %s", args, out)
	}
	return string(out)
}

func TestTheMasterKeyRotatesWithoutTouchingObjects(t *testing.T) {
	s := newServer(t)
	s.start()
	patient := s.account("patient", "Patient/ru-p01")
	x := s.ended(patient, s.order(patient, "ru-p01", "signed"))
	l := s.link(patient, x.ID, map[string]any{"pin": false, "max_downloads": 9})
	file := filepath.Join(s.dir, "data.master.key")
	if out := s.fails("keys", "rotate", "--master"); !strings.Contains(out, "in use") {
		t.Errorf("while serve runs: %s", out)
	}
	s.stop()
	before, old := s.objects(), s.read(file)
	if len(before) != 1 {
		t.Fatalf("%d objects", len(before))
	}
	if out := s.run("keys", "rotate", "--master"); !strings.Contains(out, "1 copies are wrapped") {
		t.Error(out)
	}
	fresh := s.read(file)
	if bytes.Equal(old, fresh) || bytes.Count(fresh, []byte("\n")) != 1 || bytes.Contains(fresh, old) {
		t.Error("the former key is still there")
	}
	for name, sum := range s.objects() {
		if before[name] != sum {
			t.Errorf("object %s was touched", name)
		}
	}
	s.start()
	if a := s.want(s.call("POST", l.URL, "", ""), 200, "download under the new key"); !bytes.HasPrefix(a.body, []byte("%PDF-")) {
		t.Error("not the file")
	}
	s.stop()

	s.write(file, old)
	if out := s.fails("serve"); !strings.Contains(out, "lost or another one is in its place") {
		t.Errorf("with the former key: %s", out)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if out := s.fails("serve"); !strings.Contains(out, "lost or another one is in its place") {
		t.Errorf("without the key: %s", out)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a new key lies in the place of the lost one")
	}
	s.write(file, fresh)
	s.start()
	s.want(s.call("POST", l.URL, "", ""), 200, "with the key put back")
	s.stop()
	if out := s.run("register", "verify"); !strings.Contains(out, "intact") {
		t.Error(out)
	}
}

func (s *server) read(name string) []byte {
	s.t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

func (s *server) write(name string, b []byte) {
	s.t.Helper()
	if err := os.WriteFile(name, b, 0o600); err != nil {
		s.t.Fatal(err)
	}
}
