//go:build tools

package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/internal/app"
)

func openssl(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
		t.Fatalf("openssl %s: %v (apt-get install openssl libengine-gost-openssl)\n%s", strings.Join(args, " "), err, out)
	}
}

func TestAPKCS12FileOfTheSettingsSeals(t *testing.T) {
	now := time.Now()
	chain, key := keyFiles(t, now)
	file, pass := filepath.Join(filepath.Dir(key), "seal.p12"), filepath.Join(filepath.Dir(key), "pass")
	fatal(t, os.WriteFile(pass, []byte("два слова\r\n"), 0o600))
	openssl(t, "pkcs12", "-export", "-in", chain, "-inkey", key, "-passout", "pass:два слова", "-out", file)
	fatal(t, os.Chmod(file, 0o600))
	h, err := openWith(t, app.SealKey{PKCS12File: file, PassphraseFile: pass}, now)
	fatal(t, err)
	fatal(t, h.Signer.TryOut(t.Context(), now))
	if h.Provider != "PKCS#12 file seal.p12" || h.Signer.Level() != "B-B" {
		t.Error(h.Provider, h.Signer.Level())
	}
}

// The certificate alone decides that OpenSSL with its GOST engine signs.
func TestAGOSTCertificateOfTheSettingsSeals(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	openssl(t, "req", "-engine", "gost", "-x509", "-newkey", "gost2012_256", "-pkeyopt", "paramset:A", "-nodes", "-keyout", key, "-out", cert,
		"-subj", "/CN=Clinic", "-days", "90", "-addext", "keyUsage=digitalSignature", "-addext", "extendedKeyUsage=emailProtection", "-addext", "basicConstraints=critical,CA:FALSE")
	fatal(t, os.Chmod(key, 0o600))
	now := time.Now()
	h, err := openWith(t, app.SealKey{CertificateFile: cert, KeyFile: key}, now)
	fatal(t, err)
	fatal(t, h.Signer.TryOut(t.Context(), now))
	if h.Provider != "GOST by OpenSSL, key file key.pem" {
		t.Error(h.Provider)
	}
	fatal(t, os.Chmod(key, 0o644))
	if _, err := openWith(t, app.SealKey{CertificateFile: cert, KeyFile: key}, now); err == nil || !strings.Contains(err.Error(), "signing.key_file: everybody") {
		t.Error("a GOST key that everybody may read:", err)
	}
	if _, err := openWith(t, app.SealKey{CertificateFile: cert}, now); err == nil || !strings.Contains(err.Error(), "signing.key_file: want") {
		t.Error("OpenSSL without a key:", err)
	}
}
