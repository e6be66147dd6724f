package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"vypiska/exporter/deidentify"
	"vypiska/storage/links"
)

// writeNew writes a durable file that must not exist yet; of two processes one wins.
func writeNew(name string, content []byte) error {
	temp := name + ".new"
	if err := writeWhole(temp, content); err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := os.Link(temp, name); err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}

func inside(file, dir string) bool {
	f, errF := filepath.Abs(file)
	d, errD := filepath.Abs(dir)
	if errF != nil || errD != nil {
		return true
	}
	rel, err := filepath.Rel(d, f)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// LinkKey is the key of the links' PINs, made on first use. Another key makes
// the PINs of live links useless, nothing more.
func (h *House) LinkKey() (links.Key, error) {
	raw, err := h.ownKey("keys/links", "pin.key")
	if err != nil {
		return links.Key{}, fmt.Errorf("link key: %w", err)
	}
	return links.NewKey(raw)
}

// Secret is the key of pseudonyms and moved dates: the file's, or one of the data
// directory's own, made on first use. With another key no recipient recognises
// a patient again.
func (h *House) Secret(file string) ([]byte, error) {
	if file == "" {
		return h.ownKey("keys/deid", "secret.key")
	}
	return ReadSecret(file)
}

// ReadSecret reads a key of pseudonyms and moved dates.
func ReadSecret(file string) ([]byte, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("de-identification key: %w", err)
	}
	if len(raw) < deidentify.KeySize {
		return nil, fmt.Errorf("de-identification key %s: %d bytes; want %d random bytes or more", filepath.Base(file), len(raw), deidentify.KeySize)
	}
	return raw, nil
}

// HookKey is what the secrets of contracts' webhooks follow from, made on first
// use. With another key no listener takes a notice before it has the new secret.
func (h *House) HookKey() ([]byte, error) {
	raw, err := h.ownKey("keys/webhooks", "secret.key")
	if err != nil {
		return nil, fmt.Errorf("webhook key: %w", err)
	}
	return raw, nil
}

// CodeKey is the key under which secrets of one-time codes are stored, made on
// first use. With another nobody who uses codes can log in before a reset.
func (h *House) CodeKey() ([32]byte, error) {
	raw, err := h.ownKey("keys/accounts", "codes.key")
	if err == nil && len(raw) != 32 {
		err = errors.New("keys/accounts/codes.key: want 32 bytes: restore it from a backup")
	}
	if err != nil {
		return [32]byte{}, fmt.Errorf("key of one-time codes: %w", err)
	}
	return [32]byte(raw), nil
}

// OwnKeySize is how many bytes a key has that the house makes for itself.
const OwnKeySize = 32

// ownKey reads random bytes that are made on first use.
func (h *House) ownKey(folder, name string) ([]byte, error) {
	dir := filepath.Join(h.Dir, folder)
	_, err := makeKeys(dir, func() (map[string][]byte, error) {
		raw := make([]byte, OwnKeySize)
		_, err := rand.Read(raw)
		return map[string][]byte{name: raw}, err
	})
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err == nil && len(raw) < OwnKeySize {
		err = fmt.Errorf("%s/%s: %d bytes where %d were made: restore it from a backup", folder, name, len(raw), OwnKeySize)
	}
	return raw, err
}
