package signing

import (
	"context"
	"crypto"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Token says where a key lies that never leaves its device.
type Token struct {
	Module string // file of the maker's PKCS#11 library
	Label  string // the token's label
	Key    string // the key pair's label (CKA_LABEL), or "id=" and its CKA_ID in hexadecimal
	PIN    string
}

// LoadToken opens a token and joins its key with the certificates, which are
// PEM as for LoadKey. Several seals use the token at once. When it was taken
// away and is back, the next seal opens it again; a PIN the token refuses is
// never tried twice, since a few wrong ones lock it. It refuses what NewKey
// refuses. Close the Signer to let the token go.
func LoadToken(t Token, certPEM []byte, now time.Time) (Key, error) {
	chain, err := parseChain(certPEM)
	if err != nil {
		return Key{}, fmt.Errorf("load key: certificate file: %w", err)
	}
	signer, shut, err := openToken(t, chain[0].PublicKey)
	if err != nil {
		return Key{}, fmt.Errorf("load key: %w", err)
	}
	k, err := NewKey(signer, chain, now)
	if err != nil {
		return Key{}, errors.Join(fmt.Errorf("load key: %w", err), shut())
	}
	k.shut = shut
	return k, nil
}

// name splits Key into what crypto11 looks for: an id or a label.
func (t Token) name() (id, label []byte, err error) {
	number, isID := strings.CutPrefix(t.Key, "id=")
	if !isID {
		return nil, []byte(t.Key), nil
	}
	if id, err = hex.DecodeString(number); err != nil || len(id) == 0 {
		return nil, nil, fmt.Errorf("key %q: want id= and hexadecimal digits, two a byte, like id=01", t.Key)
	}
	return id, nil, nil
}

// raw signs a digest. A token that hangs, as some do when they are pulled out,
// is left to itself when ctx ends: its libraries know no way to stop a call.
func (k Key) raw(ctx context.Context, digest []byte) ([]byte, error) {
	if k.shut == nil {
		return k.signer.Sign(nil, digest, crypto.SHA256)
	}
	type answer struct {
		signature []byte
		err       error
	}
	answers := make(chan answer, 1)
	go func() {
		signature, err := k.signer.Sign(nil, digest, crypto.SHA256)
		answers <- answer{signature, err}
	}()
	select {
	case a := <-answers:
		return a.signature, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("the token does not answer: %w", ctx.Err())
	}
}
