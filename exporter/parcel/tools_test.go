//go:build tools

package parcel

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"vypiska/exporter/policy"
)

// TestOpenSSLOpensTheEnvelope is what an insurer without a program of ours does.
func TestOpenSSLOpensTheEnvelope(t *testing.T) {
	tool, err := exec.LookPath("openssl")
	if err != nil {
		t.Fatal("openssl is missing: install the Debian package openssl")
	}
	key, _, cert := holderOf(t)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := map[string][]byte{"cert.pem": []byte(cert), "key.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})}
	for _, n := range lengths {
		content := contentOf(n)
		files["in.p7m"] = inEnvelope(t, policy.Terms{Encryption: policy.ToCertificate, Certificates: []string{cert}}, content)
		for name, b := range files {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command(tool, "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "in.p7m", "-recip", "cert.pem", "-inkey", "key.pem", "-out", "out")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%d bytes: %v: %s", n, err, out)
		}
		if got, err := os.ReadFile(filepath.Join(dir, "out")); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: %d came back, %v", n, len(got), err)
		}
	}
}
