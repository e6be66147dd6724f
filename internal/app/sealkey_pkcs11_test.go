//go:build pkcs11

package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"vypiska/internal/app"
)

// From the settings to a seal: what an administrator does with a token.
func TestATokenOfTheSettingsSeals(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	at := func(name string) string { return filepath.Join(dir, name) }
	fatal(t, os.Mkdir(at("tokens"), 0o700))
	fatal(t, os.WriteFile(at("conf"), []byte("directories.tokendir = "+at("tokens")+"\n"), 0o600))
	fatal(t, os.WriteFile(at("pin"), []byte("271828\n"), 0o640))
	t.Setenv("SOFTHSM2_CONF", at("conf"))
	chain, key := keyFiles(t, now)
	for _, args := range [][]string{
		{"--init-token", "--free", "--label", "clinic", "--pin", "271828", "--so-pin", "00000000"},
		{"--import", key, "--token", "clinic", "--label", "seal", "--id", "01", "--pin", "271828"},
	} {
		if out, err := exec.Command("softhsm2-util", args...).CombinedOutput(); err != nil {
			t.Fatalf("softhsm2-util: %v (apt-get install softhsm2)\n%s", err, out)
		}
	}
	modules, err := filepath.Glob("/usr/lib/softhsm/libsofthsm2.so")
	if err != nil || len(modules) != 1 {
		t.Fatal("SoftHSM2 is not installed: apt-get install softhsm2")
	}
	h, err := openWith(t, app.SealKey{CertificateFile: chain, PKCS11Module: modules[0], PKCS11Token: "clinic", PKCS11Key: "seal", PassphraseFile: at("pin")}, now)
	fatal(t, err)
	fatal(t, h.Signer.TryOut(t.Context(), now))
	if h.Provider != `PKCS#11 token "clinic", key "seal"` {
		t.Error(h.Provider)
	}
}
