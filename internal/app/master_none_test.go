//go:build !pkcs11

package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/internal/app"
)

// A program without PKCS#11 says so, makes no key of its own instead, and leaves
// a file that names a token's key as it is.
func TestATokensMasterKeyNeedsAProgramWithPKCS11(t *testing.T) {
	dir := t.TempDir()
	pin, file := filepath.Join(dir, "pin"), filepath.Join(dir, "master.key")
	fatal(t, os.WriteFile(pin, []byte("271828\n"), 0o600))
	s := app.MasterSource{File: file, Data: filepath.Join(dir, "data"), Module: "/usr/lib/maker.so", Token: "vault", Key: "copies", PINFile: pin}
	if _, err := app.OpenMasters(s); err == nil || !strings.Contains(err.Error(), "built without PKCS#11") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a file was made")
	}
	const line = "vypiska-master-token-1:0123456789abcdef:copies\n"
	fatal(t, os.WriteFile(file, []byte(line), 0o600))
	for _, s := range []app.MasterSource{s, {File: file, Data: s.Data}} {
		if err := app.AddMaster(s); err == nil {
			t.Error("a rotation over a key that cannot be opened")
		}
	}
	if kept, err := os.ReadFile(file); err != nil || string(kept) != line {
		t.Errorf("%q, %v", kept, err)
	}
}
