package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The first minutes of docs/start.md, word for word.
func TestTheFirstMinutes(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(repo, "docs/start.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```sh\n")
	block, _, ok := strings.Cut(rest, "```")
	if !ok || strings.Count(block, "\n") < 5 {
		t.Fatal("docs/start.md has no block of sh")
	}
	bin, err := exec.LookPath("vypiska")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(bin, filepath.Join(dir, "bin", "vypiska")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(repo, "examples"), filepath.Join(dir, "examples")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-e")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(block)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, want := range []string{`"kind":"signed"`, `"kind":"anonymized"`, "extract.pdf  VALID, signer trusted", "changed.pdf  NOT VALID", "not valid, as it should be", "4 entries", "intact"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("does not say %q:\n%s", want, out)
		}
	}
}
