package issued

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// alphabet is Crockford's base32: no I, L, O, U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ErrNumber says that a text is not a copy's number, or was mistyped.
var ErrNumber = errors.New("not a copy's number: want twelve letters and digits as printed, 4-4-4")

// Number names a copy: 12 Crockford base32 characters, eleven random (55 bits)
// and one check by the Luhn algorithm modulo 32. It tells nothing about the
// patient and outlives the copy. The zero Number is not one.
type Number struct{ s string }

// NewNumber draws a number from rand.
func NewNumber(rand io.Reader) (Number, error) {
	var b [11]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return Number{}, fmt.Errorf("draw a number: %w", err)
	}
	for i := range b {
		b[i] = alphabet[b[i]%32]
	}
	return Number{string(b[:]) + string(checkOf(string(b[:])))}, nil
}

// ParseNumber reads a number as people type it: with or without hyphens and
// spaces, in any case, O for 0, I or L for 1.
func ParseNumber(s string) (Number, error) {
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(s))
	if len(s) != 12 || strings.Trim(s, alphabet) != "" {
		return Number{}, ErrNumber
	}
	if checkOf(s[:11]) != s[11] {
		return Number{}, ErrNumber
	}
	return Number{s}, nil
}

// String prints the number 4-4-4.
func (n Number) String() string {
	if n.s == "" {
		return ""
	}
	return n.s[:4] + "-" + n.s[4:8] + "-" + n.s[8:]
}

// IsZero reports whether there is no number.
func (n Number) IsZero() bool { return n.s == "" }

// checkOf is the Luhn check character modulo 32: every single wrong character
// changes it.
func checkOf(s string) byte {
	sum := 0
	for i := range len(s) {
		v := strings.IndexByte(alphabet, s[len(s)-1-i])
		if i%2 == 0 {
			v *= 2
		}
		sum += v/32 + v%32
	}
	return alphabet[(32-sum%32)%32]
}
