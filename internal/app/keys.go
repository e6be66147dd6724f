package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vypiska/signing"
	"vypiska/storage/register"
)

// makeKeys fills dir with what make returns, if dir is not there. Two
// processes may try at once: one of them wins, both use what it made. A crash
// leaves either all files or none.
func makeKeys(dir string, create func() (map[string][]byte, error)) (made bool, err error) {
	if _, err := os.Stat(dir); err == nil {
		return false, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("keys: %w", err)
	}
	files, err := create()
	if err != nil {
		return false, fmt.Errorf("keys: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return false, fmt.Errorf("keys: %w", err)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), ".new-*")
	if err != nil {
		return false, fmt.Errorf("keys: %w", err)
	}
	defer os.RemoveAll(temp)
	for name, content := range files {
		if err := writeWhole(filepath.Join(temp, name), content); err != nil {
			return false, fmt.Errorf("keys: %w", err)
		}
	}
	if err := os.Rename(temp, dir); err != nil {
		if _, there := os.Stat(dir); there == nil {
			return false, nil
		}
		return false, fmt.Errorf("keys: %w", err)
	}
	return true, syncDir(filepath.Dir(dir))
}

func demoSeal(now time.Time) (map[string][]byte, error) {
	k, err := signing.Demo(rand.Reader, now)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"roots.pem": k.Root, "chain.pem": k.Chain, "key.pem": k.Key}, nil
}

func newRegisterKey() (map[string][]byte, error) {
	signer, verifier, err := register.NewKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"signer.key": []byte(signer + "\n"), "verifiers.txt": []byte(verifier + "\n")}, nil
}

func loadSigner(dir string, now time.Time) (*signing.Signer, error) {
	chain, err := os.ReadFile(filepath.Join(dir, sealKeys, "chain.pem"))
	if err != nil {
		return nil, err
	}
	key, err := readSecret("key file", filepath.Join(dir, sealKeys, "key.pem"))
	if err != nil {
		return nil, err
	}
	k, err := signing.LoadKey(chain, key, now)
	if err != nil {
		return nil, fmt.Errorf("in %s: %w", sealKeys, err)
	}
	return signing.New(k), nil
}

// Trust is the roots by which a seal's signer is trusted: as a pool, and as the
// file says them for an outside program.
type Trust struct {
	Pool *x509.CertPool
	PEM  []byte
}

// Roots are the certificates that seals of this data directory are trusted by.
func Roots(dir string) (Trust, error) {
	return RootsFile(filepath.Join(dir, sealKeys, "roots.pem"))
}

// RootsFile reads trusted certificates from a PEM file.
func RootsFile(name string) (Trust, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return Trust{}, fmt.Errorf("trusted roots: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return Trust{}, fmt.Errorf("trusted roots: %s holds no certificate: want PEM blocks CERTIFICATE", filepath.Base(name))
	}
	return Trust{pool, text}, nil
}

// RotateDemo replaces the demo seal key by a new one. The old root stays
// trusted, so that copies sealed before still verify. A clinic's own key is
// never touched: its owner replaces the files.
func (h *House) RotateDemo(ctx context.Context, now time.Time, actor string) error {
	if h.Provider != own {
		return fmt.Errorf("the seal key is a %s, which the settings name: put the new key there, then start again", h.Provider)
	}
	if !h.Signer.Certificate().Demo {
		return fmt.Errorf("the seal key in %s is not a demo key: put the new chain.pem, key.pem and roots.pem there yourself, and keep the old root in roots.pem", sealKeys)
	}
	files, err := demoSeal(now)
	if err != nil {
		return err
	}
	dir := filepath.Join(h.Dir, sealKeys)
	old, err := os.ReadFile(filepath.Join(dir, "roots.pem"))
	if err != nil {
		return fmt.Errorf("seal key: %w", err)
	}
	files["roots.pem"] = bytes.Join([][]byte{files["roots.pem"], old}, nil)
	serial, err := serialOf(files, now)
	if err != nil {
		return err
	}
	if err := h.register(ctx, register.Entry{Time: now, Event: register.Key, Actor: actor, Reason: "demo seal key rotated, new serial " + serial}); err != nil {
		return err
	}
	return h.replaceSeal(dir, files, now)
}

func serialOf(files map[string][]byte, now time.Time) (string, error) {
	k, err := signing.LoadKey(files["chain.pem"], files["key.pem"], now)
	if err != nil {
		return "", err
	}
	return signing.New(k).Certificate().Serial, nil
}

// sealBefore is where the seal keys lie while they are replaced.
const sealBefore = sealKeys + ".before"

// restoreSeal puts the keys back that a crash in the middle of replaceSeal left
// aside: without it the next start would make new ones and forget the old root.
func restoreSeal(data string) error {
	if _, err := os.Stat(filepath.Join(data, sealKeys)); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := os.Rename(filepath.Join(data, sealBefore), filepath.Join(data, sealKeys))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// replaceSeal swaps the whole directory. A crash leaves the new keys, or the
// old ones aside, which the next start puts back.
func (h *House) replaceSeal(dir string, files map[string][]byte, now time.Time) error {
	before := filepath.Join(h.Dir, sealBefore)
	if err := os.RemoveAll(before); err != nil {
		return fmt.Errorf("seal key: %w", err)
	}
	if err := os.Rename(dir, before); err != nil {
		return fmt.Errorf("seal key: %w", err)
	}
	if _, err := makeKeys(dir, func() (map[string][]byte, error) { return files, nil }); err != nil {
		return errors.Join(err, os.Rename(before, dir))
	}
	var err error
	if h.Signer, err = loadSigner(h.Dir, now); err != nil {
		return err
	}
	return os.RemoveAll(before)
}

// VerifierKeys are the register's public keys as text, today's first.
func (h *House) VerifierKeys() ([]string, error) {
	list, err := os.ReadFile(filepath.Join(h.Dir, registerKeys, "verifiers.txt"))
	if err != nil {
		return nil, fmt.Errorf("register key: %w", err)
	}
	return strings.Fields(string(list)), nil
}
