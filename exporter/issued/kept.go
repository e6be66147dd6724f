package issued

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"vypiska/exporter/policy"
	"vypiska/signing"
)

// ErrOther says that what the storage gave back is not the copy that was issued.
var ErrOther = errors.New("the stored bytes are not those of the copy")

// Kept gives a signed copy back that was read from storage, under a decision made
// anew: a package takes copies, not bytes. It is one only if its digest is the
// one it was issued with and its seal holds by itself.
func Kept(ctx context.Context, g policy.Grant, c Issued, digest string, s *signing.Signer) (Copy, error) {
	d := Draft{Number: c.Number, PDF: c.PDF, Pages: c.Pages}
	if err := fits(g, policy.Signed, d); err != nil {
		return Copy{}, err
	}
	if s == nil {
		return Copy{}, ErrNoSigner
	}
	if sum := sha256.Sum256(c.PDF); hex.EncodeToString(sum[:]) != digest {
		return Copy{}, fmt.Errorf("copy %s: %w", c.Number, ErrOther)
	}
	if err := s.Intact(ctx, c.PDF); err != nil {
		return Copy{}, fmt.Errorf("copy %s: the kept seal does not verify: %w", c.Number, err)
	}
	return made(g, d, string(s.Level())), nil
}
