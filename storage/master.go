package storage

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// masterPrefix begins the line of a master key; the digit is the format.
const masterPrefix = "vypiska-master-1"

// ErrMasterFile says that a text is not a file of master keys.
var ErrMasterFile = errors.New("not a file of master keys: want a line " + masterPrefix + ":ID:KEY for each key, the current one first")

// MasterKey wraps the keys of copies. Whoever has it and the database reads
// every copy; whoever loses it has lost every copy. It does not print.
type MasterKey struct {
	id  string
	key *[32]byte // behind a pointer, so that no printed struct shows it
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
// left out. The id is a digest of the key, so that a damaged line is found here
// and not by the first copy that cannot be read. Errors never repeat the line.
func ParseMaster(file []byte) ([]MasterKey, error) {
	var keys []MasterKey
	lines := bufio.NewScanner(bytes.NewReader(file))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := parseMasterLine(line)
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

func parseMasterLine(line string) (MasterKey, error) {
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

// Line is the key as its file holds it, with a line feed. It is the secret itself.
func (k MasterKey) Line() []byte {
	return fmt.Appendf(nil, "%s:%s:%s\n", masterPrefix, k.id, base64.StdEncoding.EncodeToString(k.key[:]))
}

// ID names the key and tells nothing about it.
func (k MasterKey) ID() string { return k.id }

// IsZero reports whether there is no key.
func (k MasterKey) IsZero() bool { return k.key == nil }

// Format prints the id whatever the verb.
func (k MasterKey) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "master key %s", k.id) }

// MarshalText gives the id, so that no encoder writes the key.
func (k MasterKey) MarshalText() ([]byte, error) { return []byte("master key " + k.id), nil }
