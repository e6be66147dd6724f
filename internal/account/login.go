package account

import (
	"fmt"
	"io"
	"strings"
)

// crockford is the alphabet of Crockford's base32: without I, L, O and U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	loginDigits = 8 // 40 random bits
	loginHalf   = loginDigits / 2
)

// Login names an account: the letter of its role and eight random characters,
// "D-7K2M-9QXT". It is no secret, and it tells nothing about a person. It is an
// account's id in the register.
type Login struct{ text string }

// ParseLogin reads a login as people type it: in small or capital letters, with
// or without dashes and spaces, O for 0 and I or L for 1. What cannot be a login
// is ErrUnknown, like one nobody has.
func ParseLogin(text string) (Login, error) {
	s := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(text))
	if len(s) != 1+loginDigits || !isLetter(s[0]) {
		return Login{}, ErrUnknown
	}
	digits := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s[1:])
	for _, r := range digits {
		if !strings.ContainsRune(crockford, r) {
			return Login{}, ErrUnknown
		}
	}
	return loginOf(s[0], digits), nil
}

func newLogin(letter byte, rand io.Reader) (Login, error) {
	digits, err := draw(loginDigits, crockford, rand)
	if err != nil {
		return Login{}, fmt.Errorf("draw login: %w", err)
	}
	return loginOf(letter, string(digits)), nil
}

func loginOf(letter byte, digits string) Login {
	return Login{string(letter) + "-" + digits[:loginHalf] + "-" + digits[loginHalf:]}
}

func isLetter(b byte) bool {
	for _, k := range kinds {
		if k.letter == b {
			return true
		}
	}
	return false
}

// String returns the login as it is shown and registered.
func (l Login) String() string { return l.text }

// MarshalText returns the login as it is shown.
func (l Login) MarshalText() ([]byte, error) { return []byte(l.text), nil }

// draw takes n characters of an alphabet of 32, each with the same chance.
func draw(n int, alphabet string, rand io.Reader) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(rand, b); err != nil {
		return nil, fmt.Errorf("read randomness: %w", err)
	}
	for i := range b {
		b[i] = alphabet[b[i]&31]
	}
	return b, nil
}
