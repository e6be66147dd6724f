//go:build tools

package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// systemd judges the unit: it must know every line of it, and call what the
// service may still do little (1.4 of 10 when this was written).
func TestTheUnit(t *testing.T) {
	unit, err := os.ReadFile("vypiska.service")
	if err != nil {
		t.Fatal(err)
	}
	const program = "/usr/local/bin/vypiska"
	if !strings.Contains(string(unit), "ExecStart="+program+" serve ") {
		t.Fatalf("the unit does not start %s", program)
	}
	// verify wants the program to be there, which is not for a test to install.
	judged := strings.ReplaceAll(string(unit), program, "/bin/true")
	if out, err := analyze(t, judged, "verify"); err != nil || strings.Contains(out, "vypiska.service:") {
		t.Errorf("verify: %v\n%s", err, out)
	}
	if out, err := analyze(t, judged, "security", "--offline=yes", "--threshold=20"); err != nil {
		t.Errorf("security: %v\n%s", err, out)
	}
	if out, _ := analyze(t, judged+"\n[Service]\nNoNewPriviliges=yes\n", "verify"); !strings.Contains(out, "NoNewPriviliges") {
		t.Errorf("a misspelt line is not seen, so that this test says nothing:\n%s", out)
	}
	if out, err := analyze(t, "[Service]\nExecStart=/bin/true\n", "security", "--offline=yes", "--threshold=20"); err == nil {
		t.Errorf("a unit that forbids nothing passes, so that this test says nothing:\n%s", out)
	}
}

// The socket is the service's own: same name, and an address it would listen on.
func TestTheSocket(t *testing.T) {
	socket, err := os.ReadFile("vypiska.socket")
	if err != nil {
		t.Fatal(err)
	}
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Fatal("no systemd-analyze: install the package systemd")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"vypiska.socket": string(socket), "vypiska.service": "[Service]\nExecStart=/bin/true\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), tool, "verify", filepath.Join(dir, "vypiska.socket")).CombinedOutput()
	if err != nil || strings.Contains(string(out), "vypiska.socket:") {
		t.Errorf("%v\n%s", err, out)
	}
}

func analyze(t *testing.T, unit string, args ...string) (string, error) {
	t.Helper()
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Fatal("no systemd-analyze: install the package systemd")
	}
	name := filepath.Join(t.TempDir(), "vypiska.service")
	if err := os.WriteFile(name, []byte(unit), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), tool, append(args, name)...).CombinedOutput()
	return string(out), err
}
