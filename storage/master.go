package storage

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// What begins the line of a master key; the digit is the format.
const (
	masterPrefix = "vypiska-master-1"
	tokenPrefix  = "vypiska-master-token-1"
)

// Errors of a file of master keys.
var (
	// ErrMasterFile says that a text is not one.
	ErrMasterFile = errors.New("not a file of master keys: want a line " + masterPrefix + ":ID:KEY for each key, or " + tokenPrefix + ":ID:NAME for one on a token, the current one first")
	// ErrMasterToken says that the token's key is another than the file names.
	ErrMasterToken = errors.New("the token holds another key under this name than the one that the master key file names: plug in the token with the right key")
)

// MasterKey wraps the keys of copies. Whoever has it and the database reads
// every copy; whoever loses it has lost every copy. It does not print.
type MasterKey struct {
	id   string
	key  *[32]byte // behind a pointer, so that no printed struct shows it; nil for one on a token
	name string    // on its token
	on   Wrapper
}

// A Wrapper encrypts and decrypts by AES-256-GCM under a key that it does not
// show: a token.
type Wrapper interface {
	Seal(nonce, plain, bound []byte) ([]byte, error)
	Open(nonce, sealed, bound []byte) ([]byte, error)
}

// OnToken is the master key that a token has under a name. Its id is what the key
// makes of a fixed text with a nonce of zeros, which no wrapped key ever has.
func OnToken(name string, w Wrapper) (MasterKey, error) {
	if name == "" || strings.ContainsAny(name, "\r\n") {
		return MasterKey{}, errors.New("master key on a token: want the key's name, one line")
	}
	made, err := w.Seal(make([]byte, nonceSize), make([]byte, 16), []byte("vypiska master key id"))
	if err != nil {
		return MasterKey{}, fmt.Errorf("master key %q: %w", name, err)
	}
	sum := sha256.Sum256(made)
	return MasterKey{id: hex.EncodeToString(sum[:8]), name: name, on: w}, nil
}

// NewMaster draws a master key from rand.
func NewMaster(rand io.Reader) (MasterKey, error) {
	var key [32]byte
	if _, err := io.ReadFull(rand, key[:]); err != nil {
		return MasterKey{}, fmt.Errorf("draw a master key: %w", err)
	}
	return masterOf(key), nil
}

func masterOf(key [32]byte) MasterKey {
	sum := sha256.Sum256(append([]byte("vypiska master key id\x00"), key[:]...))
	return MasterKey{id: hex.EncodeToString(sum[:8]), key: &key}
}

// ParseMaster reads the keys of a master key file, the current one first, then
// former ones that still unwrap. Empty lines and lines that begin with # are
// left out. The id is a digest of the key, so that a damaged line, or a token with
// another key, is found here and not by the first copy that cannot be read. Errors
// never repeat the line. Token finds a token's key by its name; nil where there is
// no token.
func ParseMaster(file []byte, token func(name string) (Wrapper, error)) ([]MasterKey, error) {
	var keys []MasterKey
	lines := bufio.NewScanner(bytes.NewReader(file))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := parseMasterLine(line, token)
		if err != nil {
			return nil, fmt.Errorf("master key file, line %d: %w", n, err)
		}
		keys = append(keys, key)
	}
	if lines.Err() != nil || len(keys) == 0 {
		return nil, ErrMasterFile
	}
	return keys, nil
}

func parseMasterLine(line string, token func(string) (Wrapper, error)) (MasterKey, error) {
	if rest, ok := strings.CutPrefix(line, tokenPrefix+":"); ok {
		return parseTokenLine(rest, token)
	}
	part := strings.Split(line, ":")
	if len(part) != 3 || part[0] != masterPrefix {
		return MasterKey{}, ErrMasterFile
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(part[2])
	if err != nil || len(raw) != 32 {
		return MasterKey{}, fmt.Errorf("the key is not 32 bytes in base64: %w", ErrMasterFile)
	}
	key := masterOf([32]byte(raw))
	if key.id != part[1] {
		return MasterKey{}, fmt.Errorf("the key is not the one its id names, the line was damaged: %w", ErrMasterFile)
	}
	return key, nil
}

func parseTokenLine(rest string, token func(string) (Wrapper, error)) (MasterKey, error) {
	id, name, ok := strings.Cut(rest, ":")
	if !ok || name == "" {
		return MasterKey{}, ErrMasterFile
	}
	if token == nil {
		return MasterKey{}, fmt.Errorf("the key lies on a token: name it by master.pkcs11_module")
	}
	w, err := token(name)
	if err != nil {
		return MasterKey{}, err
	}
	key, err := OnToken(name, w)
	if err == nil && key.id != id {
		err = fmt.Errorf("key %q: %w", name, ErrMasterToken)
	}
	return key, err
}

// Line is the key as its file holds it, with a line feed: the secret itself, or
// its name on the token.
func (k MasterKey) Line() []byte {
	if k.on != nil {
		return fmt.Appendf(nil, "%s:%s:%s\n", tokenPrefix, k.id, k.name)
	}
	return fmt.Appendf(nil, "%s:%s:%s\n", masterPrefix, k.id, base64.StdEncoding.EncodeToString(k.key[:]))
}

// ID names the key and tells nothing about it.
func (k MasterKey) ID() string { return k.id }

// OnToken is the key's name on its token, empty for one in the file.
func (k MasterKey) OnToken() string { return k.name }

// IsZero reports whether there is no key.
func (k MasterKey) IsZero() bool { return k.key == nil && k.on == nil }

// seal and open are AES-256-GCM under the key.
func (k MasterKey) seal(nonce, plain, bound []byte) ([]byte, error) {
	if k.on != nil {
		sealed, err := k.on.Seal(nonce, plain, bound)
		if err != nil {
			err = fmt.Errorf("master key %s: %w", k.id, err)
		}
		return sealed, err
	}
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nonce, plain, bound), nil
}

func (k MasterKey) open(nonce, sealed, bound []byte) ([]byte, error) {
	if k.on != nil {
		return k.on.Open(nonce, sealed, bound)
	}
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, nonce, sealed, bound)
}

func (k MasterKey) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.key[:])
	if err != nil {
		return nil, fmt.Errorf("master key %s: %w", k.id, err)
	}
	return cipher.NewGCM(block)
}

// Format prints the id whatever the verb.
func (k MasterKey) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "master key %s", k.id) }

// MarshalText gives the id, so that no encoder writes the key.
func (k MasterKey) MarshalText() ([]byte, error) { return []byte("master key " + k.id), nil }
