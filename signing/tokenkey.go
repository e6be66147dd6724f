package signing

import "fmt"

// TokenKey is a secret AES key of 256 bits that never leaves its token, where it
// encrypts other keys. It may be used by several at once, and is opened again
// when the token was taken away and is back.
type TokenKey struct{ secret secretKey }

// secretKey is what a build with PKCS#11 has behind a TokenKey.
type secretKey interface {
	seal(nonce, plain, bound []byte) ([]byte, error)
	open(nonce, sealed, bound []byte) ([]byte, error)
	shut() error
}

// LoadTokenKey opens a token and finds the key by its label or id, of which there
// must be one alone.
func LoadTokenKey(t Token) (*TokenKey, error) {
	k, err := openSecret(t)
	if err != nil {
		return nil, fmt.Errorf("load key: %w", err)
	}
	return &TokenKey{k}, nil
}

// Seal encrypts by AES-GCM in the token, with a nonce of 12 bytes that must not
// repeat, and binds the result to bound.
func (k *TokenKey) Seal(nonce, plain, bound []byte) ([]byte, error) {
	return k.secret.seal(nonce, plain, bound)
}

// Open gives back what Seal encrypted, and an error where anything is another.
func (k *TokenKey) Open(nonce, sealed, bound []byte) ([]byte, error) {
	return k.secret.open(nonce, sealed, bound)
}

// Close lets the token go.
func (k *TokenKey) Close() error { return k.secret.shut() }
