package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"vypiska/exporter/policy"
)

// An operator who names /dev/null loses the device and leaves a record in its place:
// what is no file is left alone.
func TestACopyReplacesFilesAlone(t *testing.T) {
	s := newService(t)
	pipe := filepath.Join(t.TempDir(), "null")
	fatal(t, syscall.Mkfifo(pipe, 0o600))
	c, err := s.Build(t.Context(), policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "ru-p02", Kind: policy.Signed, Basis: "test", Lang: "ru"}, s.now())
	fatal(t, err)
	if err := s.Release(t.Context(), c, pipe); err == nil {
		t.Error("a copy is released into a pipe")
	}
	if _, err := s.Package(t.Context(), askOf(contractOf(t, "A"), days(t, "2025-04-01", "2025-04-30")), "ru", s.now(), pipe); err == nil {
		t.Error("a package is released into a pipe")
	}
	if at, err := os.Stat(pipe); err != nil || at.Mode().Type() != fs.ModeNamedPipe {
		t.Errorf("the pipe is gone: %v, %v", at, err)
	}
	if e := s.events(t, c.Number().String()); len(e) != 1 {
		t.Errorf("the register says of a copy that stayed: %v", e)
	}
}
