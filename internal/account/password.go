package account

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Parameters of argon2id (RFC 9106): the second of OWASP's recommended sets.
// They stand in front of each hash, so that a change leaves older ones readable.
const (
	argonKiB     = 19 * 1024
	argonPasses  = 2
	argonThreads = 1
	argonSalt    = 16 // bytes
	argonKey     = 32 // bytes

	// atOnce bounds how many passwords are hashed at one moment, and with that
	// the memory a storm of them takes: 38 MiB.
	atOnce = 2
	// patience is how long one waits for that: longer would only mean that the
	// person has left.
	patience = 10 * time.Second
)

// hashing does the costly hashing, so many at a time and no more.
type hashing chan struct{}

// hash returns the password's argon2id hash under a fresh salt, in PHC's
// format. It waits for its turn until ctx ends.
func (h hashing) hash(ctx context.Context, password string, rand io.Reader) (string, error) {
	var salt [argonSalt]byte
	if _, err := io.ReadFull(rand, salt[:]); err != nil {
		return "", fmt.Errorf("hash password: read randomness: %w", err)
	}
	if err := h.turn(ctx); err != nil {
		return "", err
	}
	defer h.done()
	return phc{argonKiB, argonPasses, argonThreads, salt[:], nil}.of(password).String(), nil
}

// fits reports whether the password has the hash. It takes the same time for
// every hash of today's parameters, also where there is none ("").
func (h hashing) fits(ctx context.Context, hash, password string) (bool, error) {
	stored, err := parsePHC(hash)
	if err != nil {
		stored = phc{argonKiB, argonPasses, argonThreads, make([]byte, argonSalt), make([]byte, argonKey)}
	}
	if err := h.turn(ctx); err != nil {
		return false, err
	}
	defer h.done()
	same := subtle.ConstantTimeCompare(stored.of(normal(password)).key, stored.key) == 1
	return same && err == nil, nil
}

// turn waits until a password may be hashed, not for longer than patience.
func (h hashing) turn(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case h <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for a turn to hash a password: %w", ctx.Err())
	}
}

func (h hashing) done() { <-h }

// phc is a hash of argon2id in its parts.
type phc struct {
	kib, passes uint32
	threads     uint8
	salt, key   []byte
}

// of returns the password's hash by the same parameters and salt.
func (p phc) of(password string) phc {
	p.key = argon2.IDKey([]byte(password), p.salt, p.passes, p.kib, p.threads, argonKey)
	return p
}

// String writes PHC's format.
func (p phc) String() string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.kib, p.passes, p.threads, b64(p.salt), b64(p.key))
}

// parsePHC reads what String writes.
func parsePHC(text string) (phc, error) {
	var p phc
	part := strings.Split(text, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return phc{}, errors.New("not a hash of argon2id")
	}
	_, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &p.kib, &p.passes, &p.threads)
	if err == nil {
		p.salt, err = base64.RawStdEncoding.DecodeString(part[4])
	}
	if err == nil {
		p.key, err = base64.RawStdEncoding.DecodeString(part[5])
	}
	if err == nil && (p.kib == 0 || p.passes == 0 || p.threads == 0 || len(p.key) != argonKey) {
		err = errors.New("parameters are out of bounds")
	}
	if err != nil {
		return phc{}, fmt.Errorf("hash of argon2id: %w", err)
	}
	return p, nil
}

// normal gives a password typed on different machines the same bytes (Unicode
// NFC, as RFC 8265, 4.2 asks).
func normal(password string) string { return norm.NFC.String(password) }
