package app

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"vypiska/signing"
	"vypiska/storage"
)

// MasterSource names where the master keys are, as the settings do: in a file,
// which must not lie inside the data directory Data, or on a token, whose keys the
// file names.
type MasterSource struct {
	File, Data         string
	Module, Token, Key string // Key is the current one's name on the token; empty: in the file
	PINFile            string
}

// ErrMasterOther says that the settings name another current key than the file.
var ErrMasterOther = errors.New("master.pkcs11_key names another key than the one that wraps the copies now: run `vypiska keys rotate --master`, or name that one")

// MasterRing is the master keys, the current one first. Close lets the token go.
type MasterRing struct {
	Keys []storage.MasterKey
	// Made reports that there was no file, and one with a new key was made.
	Made bool

	token signing.Token
	open  map[string]*signing.TokenKey
}

// Close lets the token go.
func (r *MasterRing) Close() error {
	var err error
	for _, k := range r.open {
		err = errors.Join(err, k.Close())
	}
	return err
}

// OpenMasters reads the master keys, making the file on first use: with a new
// key, or with the name of the token's. The file must not lie inside the data
// directory: whoever takes away the directory, or a backup of it, shall have
// ciphertext alone.
func OpenMasters(s MasterSource) (*MasterRing, error) {
	r, err := openRing(s)
	if err != nil {
		return nil, err
	}
	if s.Key != "" && r.Keys[0].OnToken() != s.Key {
		return nil, errors.Join(fmt.Errorf("master key: %w", ErrMasterOther), r.Close())
	}
	return r, nil
}

// openRing is OpenMasters whatever key is the current one.
func openRing(s MasterSource) (*MasterRing, error) {
	if inside(s.File, s.Data) {
		return nil, fmt.Errorf("master key %s lies inside the data directory: name a file outside it (master_key_file)", filepath.Base(s.File))
	}
	r := &MasterRing{open: map[string]*signing.TokenKey{}}
	err := r.read(s)
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *MasterRing) read(s MasterSource) error {
	if err := r.login(s); err != nil {
		return err
	}
	text, err := os.ReadFile(s.File)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = r.makeFile(s)
	}
	if err != nil {
		return fmt.Errorf("master key: %w", err)
	}
	if r.Keys, err = storage.ParseMaster(text, r.onToken()); err != nil {
		return err
	}
	if slices.ContainsFunc(r.Keys, func(k storage.MasterKey) bool { return k.OnToken() == "" }) {
		return guarded("master_key_file", s.File)
	}
	return nil // names of a token's keys are no secret
}

// login reads the token's PIN, if the settings name a token.
func (r *MasterRing) login(s MasterSource) error {
	if s.Module == "" {
		return nil
	}
	pin, err := readLine("master.pin_file", s.PINFile)
	if err != nil {
		return err
	}
	r.token = signing.Token{Module: s.Module, Label: s.Token, PIN: pin}
	return nil
}

// onToken finds keys on the token; nil where the settings name none.
func (r *MasterRing) onToken() func(string) (storage.Wrapper, error) {
	if r.token.Module == "" {
		return nil
	}
	return func(name string) (storage.Wrapper, error) {
		if k := r.open[name]; k != nil {
			return k, nil
		}
		t := r.token
		t.Key = name
		k, err := signing.LoadTokenKey(t)
		if err != nil {
			return nil, err
		}
		r.open[name] = k
		return k, nil
	}
}

// fresh is a new master key, or the token's that the settings name.
func (r *MasterRing) fresh(s MasterSource) (storage.MasterKey, error) {
	if s.Key == "" {
		return storage.NewMaster(rand.Reader)
	}
	w, err := r.onToken()(s.Key)
	if err != nil {
		return storage.MasterKey{}, err
	}
	return storage.OnToken(s.Key, w)
}

func (r *MasterRing) makeFile(s MasterSource) ([]byte, error) {
	k, err := r.fresh(s)
	if err != nil {
		return nil, err
	}
	if err := writeNew(s.File, k.Line()); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	r.Made = true
	return os.ReadFile(s.File)
}

// AddMaster puts a new master key before those in the file, which still unwrap:
// one that it draws, or the token's that the settings name. Where that is the
// first already, and former ones follow, a rotation was interrupted and goes on.
func AddMaster(s MasterSource) error {
	if _, err := os.Stat(s.File); err != nil {
		return fmt.Errorf("master key: %w", err)
	}
	r, err := openRing(s)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // it was only asked
	k, err := r.fresh(s)
	if err != nil {
		return err
	}
	text := k.Line()
	for _, old := range r.Keys {
		if !bytes.Equal(old.Line(), k.Line()) {
			text = append(text, old.Line()...)
		}
	}
	if len(r.Keys) == 1 && r.Keys[0].ID() == k.ID() {
		return fmt.Errorf("master key %q of the token is the current one already: make another there and name it in master.pkcs11_key", s.Key)
	}
	return writeWhole(s.File, text)
}

// DropMasters leaves the first key of the file alone.
func DropMasters(s MasterSource) error {
	r, err := openRing(s)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // it was only asked
	if len(r.Keys) == 1 {
		return nil
	}
	return writeWhole(s.File, r.Keys[0].Line())
}

// UnmakeMaster removes a master key file that was made a moment ago beside copies
// that another key wraps: it must not pass for the lost one.
func UnmakeMaster(file string) error {
	if err := os.Remove(file); err != nil {
		return fmt.Errorf("master key %s: %w", filepath.Base(file), reason(err))
	}
	return nil
}
