package account

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
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
)

// hashing does the costly hashing, so many at a time and no more.
type hashing chan struct{}

// hash returns the password's argon2id hash under a fresh salt, in PHC's
// format. It waits for its turn until ctx ends.
func (h hashing) hash(ctx context.Context, p Password, rand io.Reader) (string, error) {
	var salt [argonSalt]byte
	if _, err := io.ReadFull(rand, salt[:]); err != nil {
		return "", fmt.Errorf("hash password: read randomness: %w", err)
	}
	select {
	case h <- struct{}{}:
		defer func() { <-h }()
	case <-ctx.Done():
		return "", fmt.Errorf("hash password: %w", ctx.Err())
	}
	key := argon2.IDKey([]byte(p.Text()), salt[:], argonPasses, argonKiB, argonThreads, argonKey)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonKiB, argonPasses, argonThreads, b64(salt[:]), b64(key)), nil
}
