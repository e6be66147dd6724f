package app_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/internal/db/dbtest"
	"vypiska/signing"
)

// keyFiles writes a demo's chain and key, as a clinic's files would lie.
func keyFiles(t *testing.T, now time.Time) (chain, key string) {
	t.Helper()
	demo, err := signing.Demo(rand.Reader, now)
	fatal(t, err)
	dir := t.TempDir()
	chain, key = filepath.Join(dir, "chain.pem"), filepath.Join(dir, "key.pem")
	fatal(t, os.WriteFile(chain, demo.Chain, 0o644))
	fatal(t, os.WriteFile(key, demo.Key, 0o600))
	return chain, key
}

func openWith(t *testing.T, key app.SealKey, now time.Time) (*app.House, error) {
	t.Helper()
	h, err := app.OpenHouse(context.Background(), app.Address{Dir: t.TempDir(), URL: dbtest.URL(t)}, key, now)
	if err == nil {
		t.Cleanup(func() {
			if err := h.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return h, err
}

func TestAKeyOfTheSettingsSealsAndNoDemoKeyIsMade(t *testing.T) {
	now := time.Now()
	chain, key := keyFiles(t, now)
	for _, mode := range []os.FileMode{0o600, 0o400, 0o640, 0o440} {
		fatal(t, os.Chmod(key, mode))
		h, err := openWith(t, app.SealKey{CertificateFile: chain, KeyFile: key}, now)
		fatal(t, err)
		if h.Provider != "key file key.pem" {
			t.Errorf("provider %q", h.Provider)
		}
		fatal(t, h.Signer.TryOut(t.Context(), now))
		if _, err := os.Stat(filepath.Join(h.Dir, "keys", "seal")); !errors.Is(err, os.ErrNotExist) {
			t.Error("a demo key was made beside the clinic's own:", err)
		}
	}
}

func TestAVerifyingCommandAloneIsNoKey(t *testing.T) {
	h, err := openWith(t, app.SealKey{GOST: signing.Programs{Verify: "verify {signature}"}}, time.Now())
	fatal(t, err)
	if !h.Signer.Certificate().Demo || h.Provider != "key file in keys/seal" {
		t.Error(h.Provider, h.Signer.Certificate())
	}
}

// The start refuses what would stop copies later, and says which setting and
// what to do; no secret is in its words.
func TestTheStartRefusesAKeyThatWillNotDo(t *testing.T) {
	now := time.Now()
	chain, key := keyFiles(t, now)
	otherChain, _ := keyFiles(t, now)
	at := func(name, content string, mode os.FileMode) string {
		name = filepath.Join(t.TempDir(), name)
		fatal(t, os.WriteFile(name, []byte(content), 0o600))
		fatal(t, os.Chmod(name, mode))
		return name
	}
	pem, err := os.ReadFile(key)
	fatal(t, err)
	open, pin := at("key.pem", string(pem), 0o604), at("pin", "planted\n", 0o600)
	token := func(pinFile string) app.SealKey {
		return app.SealKey{CertificateFile: chain, PKCS11Module: "/nowhere/lib.so", PKCS11Token: "clinic", PKCS11Key: "seal", PassphraseFile: pinFile}
	}
	pkcs12 := func(file, pass string) app.SealKey { return app.SealKey{PKCS12File: file, PassphraseFile: pass} }
	rows := map[string]struct {
		key  app.SealKey
		now  time.Time
		is   error
		says string
	}{
		"no certificate file":             {app.SealKey{CertificateFile: "/nowhere.pem", KeyFile: key}, now, os.ErrNotExist, "signing.certificate_file"},
		"no key file":                     {app.SealKey{CertificateFile: chain, KeyFile: "/nowhere.pem"}, now, os.ErrNotExist, "signing.key_file"},
		"a key that everybody may read":   {app.SealKey{CertificateFile: chain, KeyFile: open}, now, nil, "chmod 0640"},
		"a directory for a key":           {app.SealKey{CertificateFile: chain, KeyFile: filepath.Dir(pin)}, now, nil, "signing.key_file"},
		"a huge certificate file":         {app.SealKey{CertificateFile: at("huge", strings.Repeat("x", 1<<20+1), 0o644), KeyFile: key}, now, nil, "larger than 1 MB"},
		"another certificate":             {app.SealKey{CertificateFile: otherChain, KeyFile: key}, now, signing.ErrKeyMismatch, "signing.certificate_file"},
		"an expired certificate":          {app.SealKey{CertificateFile: chain, KeyFile: key}, now.AddDate(1, 0, 1), signing.ErrExpired, "get a new one"},
		"a certificate not valid yet":     {app.SealKey{CertificateFile: chain, KeyFile: key}, now.AddDate(0, 0, -1), signing.ErrNotYetValid, "check the clock"},
		"GOST commands, an RSA key":       {app.SealKey{CertificateFile: chain, GOST: signing.Programs{Sign: "sign"}}, now, nil, "signing.gost_command"},
		"a token without PKCS#11 in us":   {token(pin), now, nil, "signing.pkcs11_module"},
		"a PIN that everybody may read":   {token(at("pin", "planted", 0o644)), now, nil, "signing.passphrase_file"},
		"a PIN of two lines":              {token(at("pin", "planted\nplanted\n", 0o600)), now, nil, "one line"},
		"an empty PIN":                    {token(at("pin", "\n", 0o600)), now, nil, "one line"},
		"no PKCS#12 file":                 {pkcs12("/nowhere.p12", pin), now, os.ErrNotExist, "signing.pkcs12_file"},
		"PKCS#12 that everybody reads":    {pkcs12(at("a.p12", "x", 0o644), pin), now, nil, "signing.pkcs12_file"},
		"what is no PKCS#12":              {pkcs12(at("a.p12", "planted", 0o600), pin), now, nil, "damaged"},
		"a passphrase file not there":     {pkcs12(at("a.p12", "x", 0o600), "/nowhere"), now, os.ErrNotExist, "signing.passphrase_file"},
		"a certificate that is none":      {app.SealKey{CertificateFile: pin, KeyFile: key}, now, nil, "no certificate in it"},
		"a key file that holds no key":    {app.SealKey{CertificateFile: chain, KeyFile: pin}, now, nil, "no key in it"},
		"a key in the certificate's file": {app.SealKey{CertificateFile: key, KeyFile: key}, now, nil, "want only CERTIFICATE"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			_, err := openWith(t, row.key, row.now)
			if err == nil || row.is != nil && !errors.Is(err, row.is) {
				t.Fatalf("got %v, want %v", err, row.is)
			}
			if !strings.Contains(err.Error(), "seal key: ") || !strings.Contains(err.Error(), row.says) {
				t.Errorf("%v\ndoes not say %s", err, row.says)
			}
			if strings.Contains(err.Error(), "planted") {
				t.Errorf("a secret is in the error: %v", err)
			}
		})
	}
}
