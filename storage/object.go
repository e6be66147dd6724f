package storage

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"vypiska/exporter/issued"
)

// Errors that a caller acts on.
var (
	// ErrGone says that the storage holds no object under the key.
	ErrGone = errors.New("the storage holds no such copy: it was destroyed, or the bucket is another one")
	// ErrDamaged says that what is stored is not what was put: changed, cut,
	// swapped, or with a row that belongs to another copy.
	ErrDamaged = errors.New("the stored copy is not what was put there: restore the object or its row from a backup, or issue the copy anew")
	// ErrNoMaster says that the master key that wraps a copy's key was not given.
	ErrNoMaster = errors.New("the master key of this copy is missing: add its line to the master key file")
	// ErrNotACopy refuses what did not come out of package issued.
	ErrNotACopy = errors.New("not an issued copy: only issued.Seal and issued.Clean make one")
	// ErrKey says that a text is not the key of a stored copy.
	ErrKey = errors.New("not the key of a stored copy: want NUMBER.SHA256.TAG")
)

// Object is what the caller records of a stored copy, in its database: S3 holds
// only the ciphertext. It names nobody. WrappedKey is the copy's own key under
// the master key KeyID; erasing it destroys the copy wherever its bytes are.
type Object struct {
	Key        string // number without hyphens, SHA-256 or "package", tag: the name in the bucket
	WrappedKey []byte
	KeyID      string
	Size       int64  // bytes of the PDF
	SHA256     string // of the PDF, lower-case hexadecimal
}

const (
	copyKeySize = 32
	tagSize     = 8 // random bytes that end an object's name
	nonceSize   = 12
	gcmOverhead = 16
	numberChars = 12
)

// Number is the copy's number, 4-4-4; the zero Number if Key is none of ours.
func (o Object) Number() issued.Number {
	n, _ := numberOf(o.Key)
	return n
}

func numberOf(key string) (issued.Number, error) {
	part := strings.Split(key, ".")
	if len(part) != 3 || len(part[0]) != numberChars || part[1] != streamed && !isHex(part[1], 64) || !isHex(part[2], 2*tagSize) {
		return issued.Number{}, ErrKey
	}
	n, err := issued.ParseNumber(part[0])
	if err != nil || strings.ReplaceAll(n.String(), "-", "") != part[0] {
		return issued.Number{}, ErrKey
	}
	return n, nil
}

func isHex(s string, size int) bool {
	return len(s) == size && strings.Trim(s, "0123456789abcdef") == ""
}

// check refuses an object no Put returned, before anything is asked of S3.
func (o Object) check() error {
	if _, err := numberOf(o.Key); err != nil {
		return err
	}
	if o.streamed() && o.Size > 0 && o.Size <= maxStream && isHex(o.SHA256, 64) {
		return nil
	}
	if o.Size <= 0 || o.Size > maxSize || strings.Split(o.Key, ".")[1] != o.SHA256 {
		return fmt.Errorf("copy %s: its row gives another size or digest than its key: %w", o.Number(), ErrDamaged)
	}
	return nil
}

// streamed reports whether the object was written as a stream (Upload).
func (o Object) streamed() bool { return strings.Contains(o.Key, "."+streamed+".") }

// bound is what the wrapped key is bound to: a key moved to another row, or a
// row with another size or digest, does not unwrap. No part holds a zero byte.
func (o Object) bound() []byte {
	if o.streamed() {
		return fmt.Appendf(nil, "vypiska package key 1\x00%s\x00%s\x00%d\x00%s", o.KeyID, o.Key, o.Size, o.SHA256)
	}
	return fmt.Appendf(nil, "vypiska copy key 1\x00%s\x00%s\x00%d", o.KeyID, o.Key, o.Size)
}

// wrap puts copyKey under the master key, with AES-256-GCM and a random nonce.
func (o *Object) wrap(k MasterKey, copyKey []byte, rand io.Reader) error {
	nonce := make([]byte, nonceSize)
	if _, err := io.ReadFull(rand, nonce); err != nil {
		return fmt.Errorf("draw a nonce: %w", err)
	}
	o.KeyID = k.id
	sealed, err := k.seal(nonce, copyKey, o.bound())
	if err != nil {
		return err
	}
	o.WrappedKey = append(nonce, sealed...)
	return nil
}

func (o Object) unwrap(keys []MasterKey) ([]byte, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	for _, k := range keys {
		if k.id == o.KeyID {
			return o.unwrapWith(k)
		}
	}
	return nil, fmt.Errorf("copy %s: wrapped by master key %q: %w", o.Number(), o.KeyID, ErrNoMaster)
}

func (o Object) unwrapWith(k MasterKey) ([]byte, error) {
	if len(o.WrappedKey) != nonceSize+copyKeySize+gcmOverhead {
		return nil, fmt.Errorf("copy %s: its key was destroyed or cut: %w", o.Number(), ErrDamaged)
	}
	key, err := k.open(o.WrappedKey[:nonceSize], o.WrappedKey[nonceSize:], o.bound())
	if err != nil && k.on != nil { // the token may be away
		return nil, fmt.Errorf("copy %s: unwrap its key: %w", o.Number(), err)
	}
	if err != nil {
		return nil, fmt.Errorf("copy %s: its wrapped key does not belong to it: %w", o.Number(), ErrDamaged)
	}
	return key, nil
}

// Prepare names a copy and draws its key without storing anything, for a caller
// that records the object before it stores it: see [Store.PutPrepared].
func (s *Store) Prepare(c issued.Copy) (Object, error) {
	o, _, err := s.prepare(c)
	return o, err
}

func (s *Store) prepare(c issued.Copy) (Object, []byte, error) {
	if !c.Valid() {
		return Object{}, nil, ErrNotACopy
	}
	random := make([]byte, copyKeySize+tagSize)
	if _, err := io.ReadFull(s.rand, random); err != nil {
		return Object{}, nil, fmt.Errorf("copy %s: draw its key: %w", c.Number(), err)
	}
	number := strings.ReplaceAll(c.Number().String(), "-", "")
	o := Object{
		Key:    number + "." + c.SHA256() + "." + hex.EncodeToString(random[copyKeySize:]),
		Size:   int64(len(c.PDF())),
		SHA256: c.SHA256(),
	}
	if err := o.check(); err != nil {
		return Object{}, nil, err
	}
	if err := o.wrap(s.masters[0], random[:copyKeySize], s.rand); err != nil {
		return Object{}, nil, fmt.Errorf("copy %s: wrap its key: %w", c.Number(), err)
	}
	return o, random[:copyKeySize], nil
}

// UnwrappedBy proves that one of the keys is the one that wraps the copy's.
func (o Object) UnwrappedBy(keys []MasterKey) error {
	_, err := o.unwrap(keys)
	return err
}

// Rewrap puts the copy's key under the current master key, for the rotation of
// master keys. The object in S3 stays as it is; an object that is already under
// the current key is returned as it is, after its key was proved to unwrap.
func (s *Store) Rewrap(o Object) (Object, error) {
	key, err := o.unwrap(s.masters)
	if err != nil {
		return Object{}, err
	}
	if o.KeyID == s.masters[0].id {
		return o, nil
	}
	if err := o.wrap(s.masters[0], key, s.rand); err != nil {
		return Object{}, fmt.Errorf("copy %s: wrap its key: %w", o.Number(), err)
	}
	return o, nil
}
