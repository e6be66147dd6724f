package account

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
)

const mask = "•••"

// secret is a text that does not print. It sits behind a pointer so that
// printing an enclosing struct shows an address and never the text.
type secret struct{ p *string }

// Text returns the secret, "" for the zero value. It is told once to the person
// it was made for and belongs nowhere else.
func (s secret) Text() string {
	if s.p == nil {
		return ""
	}
	return *s.p
}

// Format prints the mask whatever the verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, mask) }

// MarshalText returns the mask.
func (secret) MarshalText() ([]byte, error) { return []byte(mask), nil }

// Password is a first password. It does not print: Text gives it.
type Password struct{ secret }

const (
	// unmistakable leaves out 0, 1, l and o. Its 32 characters give 5 bits each.
	unmistakable = "23456789abcdefghijkmnpqrstuvwxyz"
	// passwordDigits of it are 60 bits.
	passwordDigits = 12
)

func newPassword(rand io.Reader) (Password, error) {
	b, err := draw(passwordDigits, unmistakable, rand)
	if err != nil {
		return Password{}, fmt.Errorf("draw password: %w", err)
	}
	text := string(b)
	return Password{secret{&text}}, nil
}

const (
	tokenPrefix = "vyp_" // lets a secret scanner find one that was published
	tokenSize   = 32     // 256 bits

	// What is hashed begins with what it is, so that no other hash of the
	// service can stand for a token's.
	tokenDomain = "vypiska api token 1\x00"
)

// Token is an API token, "vyp_" and 43 characters of base64url. It does not
// print: Text gives it. Only its hash is stored.
type Token struct{ secret }

func newToken(rand io.Reader) (Token, error) {
	var b [tokenSize]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return Token{}, fmt.Errorf("draw token: read randomness: %w", err)
	}
	text := tokenPrefix + base64.RawURLEncoding.EncodeToString(b[:])
	return Token{secret{&text}}, nil
}

// hashToken is what a token is stored and found by. A slow hash would protect
// 256 random bits no better; looking a hash up tells by its time nothing of the
// token.
func hashToken(text string) [sha256.Size]byte {
	return sha256.Sum256([]byte(tokenDomain + text))
}
