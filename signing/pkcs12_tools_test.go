//go:build tools

package signing

import (
	"crypto"
	"os"
	"path/filepath"
	"testing"
)

// Clinics have files from Windows and from old and new OpenSSL.
func TestPKCS12FilesOfOpenSSLAreRead(t *testing.T) {
	for alg, key := range map[string]crypto.Signer{"RSA": rsa2048(), "ECDSA": p256()} {
		leaf := write(t, "leaf.pem", certPEM(ours().leaf(key.Public(), nil)))
		secret, ca := write(t, "key.pem", keyPEM(t, key)), write(t, "ca.pem", certPEM(ours().root))
		pass := write(t, "pass", []byte(passphrase))
		for kind, options := range map[string][]string{
			"modern":       nil,
			"legacy":       {"-legacy"},
			"triple DES":   {"-legacy", "-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES"},
			"AES, SHA-512": {"-keypbe", "AES-256-CBC", "-certpbe", "AES-256-CBC", "-macalg", "sha512"},
		} {
			t.Run(alg+", "+kind, func(t *testing.T) {
				out := filepath.Join(t.TempDir(), "key.p12")
				run(t, "openssl", "openssl", append([]string{"pkcs12", "-export", "-in", leaf, "-inkey", secret, "-certfile", ca,
					"-passout", "file:" + pass, "-out", out}, options...)...)
				file, err := os.ReadFile(out)
				if err != nil {
					t.Fatal(err)
				}
				k, err := LoadPKCS12(file, passphrase, noon)
				if err != nil || len(k.Chain()) != 2 {
					t.Fatalf("a chain of %d, %v", len(k.Chain()), err)
				}
				sealed, err := New(k).Seal(t.Context(), onePage(), request())
				if err != nil {
					t.Fatal(err)
				}
				if _, err := Check(t.Context(), sealed, ours().pool, noon); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
