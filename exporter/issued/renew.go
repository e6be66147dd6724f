package issued

import (
	"context"
	"errors"
	"fmt"

	"vypiska/exporter/policy"
	"vypiska/signing"
)

// ErrLevel: only levels that prove the signer's chain make a further version.
var ErrLevel = errors.New("want level B-LT or B-LTA: lower ones do not look at the signer")

// Issued is a signed copy as it was issued: what Renew starts from.
type Issued struct {
	Number Number
	PDF    []byte
	Pages  int
}

// Renew makes a further version of a signed copy, with its seal raised or
// renewed behind the bytes it has. It takes the concrete *signing.Authorities,
// which refuse a file whose seal does not hold or leads to none of the house's
// roots, so that what comes out is sealed by the house. The version rests on the
// decision the copy was issued by, which is not kept: its Grant is zero.
func Renew(ctx context.Context, c Issued, a *signing.Authorities, to signing.Level) (Copy, error) {
	d := Draft{Number: c.Number, PDF: c.PDF, Pages: c.Pages}
	switch {
	case !d.complete():
		return Copy{}, ErrDraft
	case a == nil:
		return Copy{}, ErrNoSigner
	case !to.Reaches(signing.LevelLT):
		return Copy{}, ErrLevel
	}
	pdf, level, err := a.Extend(ctx, c.PDF, to)
	if err != nil {
		return Copy{}, fmt.Errorf("copy %s: %w", c.Number, err)
	}
	if err := a.Intact(ctx, pdf); err != nil {
		return Copy{}, fmt.Errorf("copy %s: the renewed seal does not verify: %w", c.Number, err)
	}
	d.PDF = pdf
	renewed := made(policy.Grant{}, d, string(level))
	renewed.kind = policy.Signed
	return renewed, nil
}
