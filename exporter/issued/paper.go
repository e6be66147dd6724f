package issued

import (
	"context"
	"errors"

	"vypiska/exporter/policy"
	"vypiska/signing"
)

// ErrNoWarrant says that a paper was to be sealed without a decision about it.
var ErrNoWarrant = errors.New("no valid warrant: a paper needs a decision of policy.DecidePaper")

// SealPaper makes a sealed copy of a paper of the clinic's own, as Seal does of a
// record's extract: its Grant is zero, its Warrant the decision it rests on.
func SealPaper(ctx context.Context, w policy.Warrant, d Draft, s *signing.Signer) (Copy, error) {
	switch {
	case !w.Valid():
		return Copy{}, ErrNoWarrant
	case !d.complete():
		return Copy{}, ErrDraft
	case s == nil:
		return Copy{}, ErrNoSigner
	}
	sealed, err := seal(ctx, d, s)
	if err != nil {
		return Copy{}, err
	}
	d.PDF = sealed
	c := made(policy.Grant{}, d, string(s.Level()))
	c.kind, c.warrant = policy.PaperCopy, w
	return c, nil
}

// Warrant is the decision a paper rests on, zero on copies of a record.
func (c Copy) Warrant() policy.Warrant { return c.warrant }
