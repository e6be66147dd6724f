package links

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	secretSize = 32 // 256 bits
	mask       = "•••"

	// What is hashed begins with what it is, so that no hash of one kind can
	// stand for another.
	tokenDomain  = "vypiska link token 1\x00"
	ticketDomain = "vypiska download ticket 1\x00"
	pinDomain    = "vypiska link pin 1\x00"
)

// Hash is a SHA-256 of a secret, under a key for PINs. Its zero value is none.
type Hash [sha256.Size]byte

// secret is 256 random bits that do not print. They sit behind a pointer so
// that printing an enclosing struct shows an address and never the bits.
type secret struct{ p *[secretSize]byte }

func newSecret(rand io.Reader) (secret, error) {
	var b [secretSize]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return secret{}, fmt.Errorf("read randomness: %w", err)
	}
	return secret{&b}, nil
}

// parseSecret takes the one spelling Text gives: 43 characters of base64url.
func parseSecret(text string) (secret, error) {
	if len(text) != base64.RawURLEncoding.EncodedLen(secretSize) {
		return secret{}, ErrUnknown
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != secretSize {
		return secret{}, ErrUnknown
	}
	return secret{(*[secretSize]byte)(raw)}, nil
}

// Text returns the secret as 43 characters fit for a URL, "" for the zero value.
// It belongs into the address given to the recipient and nowhere else.
func (s secret) Text() string {
	if s.p == nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(s.p[:])
}

// Format prints the mask whatever the verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, mask) }

// MarshalText returns the mask.
func (secret) MarshalText() ([]byte, error) { return []byte(mask), nil }

func (s secret) hash(domain string) Hash {
	if s.p == nil {
		return Hash{}
	}
	return sha256.Sum256(append([]byte(domain), s.p[:]...))
}

// Token opens a link. It is shown once, when the link is minted; only its hash
// is stored. It does not print: Text gives it for the address.
type Token struct{ secret }

// ParseToken reads a token's text. Anything else is ErrUnknown, like a token
// nobody made.
func ParseToken(text string) (Token, error) {
	s, err := parseSecret(text)
	return Token{s}, err
}

// Hash is what is stored of the token and what it is found by: whoever reads
// the database cannot open a link, and looking a hash up tells by its time
// nothing of the token.
func (t Token) Hash() Hash { return t.hash(tokenDomain) }

// Ticket opens one download again and again until its time is over. Like a
// Token it is stored as a hash and does not print; neither opens what is the other's.
type Ticket struct{ secret }

// ParseTicket reads a ticket's text. Anything else is ErrUnknown.
func ParseTicket(text string) (Ticket, error) {
	s, err := parseSecret(text)
	return Ticket{s}, err
}

// Hash is what is stored of the ticket and what it is found by.
func (t Ticket) Hash() Hash { return t.hash(ticketDomain) }

const (
	pinDigits = 6
	pins      = 1_000_000
	pinBits   = 1<<20 - 1 // the least mask over all PINs
	// draws bounds how often a number that is too large is drawn again; each is
	// fit with a chance of 95 %.
	draws = 100
)

// PIN is six digits told apart from the link. It does not print. Its zero value
// is no PIN, and opens no link that has one.
type PIN struct{ p *[pinDigits]byte }

// newPIN draws one of a million with equal chances: what lies above is drawn
// again, never folded.
func newPIN(rand io.Reader) (PIN, error) {
	for range draws {
		var b [4]byte
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return PIN{}, fmt.Errorf("read randomness: %w", err)
		}
		if n := binary.BigEndian.Uint32(b[:]) & pinBits; n < pins {
			return ParsePIN(fmt.Sprintf("%06d", n)), nil
		}
	}
	return PIN{}, errors.New("no PIN in a hundred draws: the source of randomness is broken")
}

// ParsePIN reads what a person typed; spaces do not count. What is not six
// digits is the zero PIN: it cannot be right, so it costs no try.
func ParsePIN(text string) PIN {
	var b [pinDigits]byte
	n := 0
	for _, r := range text {
		switch {
		case r == ' ':
		case r < '0' || r > '9' || n == pinDigits:
			return PIN{}
		default:
			b[n] = byte(r)
			n++
		}
	}
	if n != pinDigits {
		return PIN{}
	}
	return PIN{&b}
}

// Text returns the six digits, "" for the zero value. They are told to the
// recipient once and belong nowhere else.
func (p PIN) Text() string {
	if p.p == nil {
		return ""
	}
	return string(p.p[:])
}

// Format prints the mask whatever the verb.
func (PIN) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, mask) }

// MarshalText returns the mask.
func (PIN) MarshalText() ([]byte, error) { return []byte(mask), nil }

// Key is the server's key under which PINs are hashed: a million PINs are tried
// in no time, so the database alone must not be enough to find one. It is kept
// outside the database. It does not print.
//
// After a change of the key no PIN of an earlier link is right any more; such
// links are to be made anew.
type Key struct{ p *[]byte }

// leastKey is the size of a Key in bytes, that of its hash (RFC 2104, 3).
const leastKey = sha256.Size

// NewKey takes at least 32 secret random bytes.
func NewKey(raw []byte) (Key, error) {
	if len(raw) < leastKey {
		return Key{}, fmt.Errorf("links: key for PINs: want at least %d random bytes, have %d", leastKey, len(raw))
	}
	own := append([]byte(nil), raw...)
	return Key{&own}, nil
}

// Format prints the mask whatever the verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, mask) }

// MarshalText returns the mask.
func (Key) MarshalText() ([]byte, error) { return []byte(mask), nil }

// code is what is stored of a PIN: HMAC-SHA-256 over the link's id and the
// PIN, so that the same PIN of two links is stored differently.
func (k Key) code(id ID, p PIN) Hash {
	if k.p == nil || p.p == nil {
		return Hash{}
	}
	h := hmac.New(sha256.New, *k.p)
	_, _ = fmt.Fprintf(h, "%s%d:%s%s", pinDomain, len(id), id, p.p[:])
	return Hash(h.Sum(nil))
}

// opens reports whether the PIN is the link's.
func (k Key) opens(row Row, p PIN) bool {
	c := k.code(row.ID, p)
	return c != Hash{} && hmac.Equal(c[:], row.Code[:])
}

var idText = base32.StdEncoding.WithPadding(base32.NoPadding)

// newID is 26 letters and digits of 128 random bits.
func newID(rand io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	return strings.ToLower(idText.EncodeToString(b[:])), nil
}
