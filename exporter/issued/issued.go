// Package issued holds the only ways a copy comes to be. Seal takes the real
// signer, Clean the verdict of the last look, SealClean both, Renew the authorities that raise
// a seal which holds, SealPaper a warrant for a paper that is no record's copy; each checks its proof against the very bytes. What storage accepts and what leaves the house is an
// issued.Copy, and a Copy that is neither signed nor anonymized cannot be built
// (rule 1.12 of the data policy).
package issued

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/policy"
	"vypiska/signing"
)

// Errors of the constructors: each means that a step before was left out.
var (
	ErrNoGrant   = errors.New("no valid grant: a copy needs a decision of policy.Decide")
	ErrKind      = errors.New("the grant is for the other kind of copy")
	ErrNamed     = errors.New("the contract wants no names: a copy under it needs the last look as well as the seal")
	ErrNoSigner  = errors.New("no signer: a signed copy needs a signing key")
	ErrNoVerdict = errors.New("no valid verdict: an anonymized copy needs the last look")
	ErrVerdict   = errors.New("the verdict is about other bytes")
	ErrDraft     = errors.New("the draft has no number, no pages or no PDF")
)

// Draft is a drawn document on its way to become a copy.
type Draft struct {
	Number Number
	PDF    []byte
	Pages  int
	// MadeAt is printed on the copy and stands in its seal.
	MadeAt time.Time
	// MarkPage (from 0) and MarkRect (PDF points) say where the seal's widget
	// lies; MarkPage -1 makes it invisible.
	MarkPage int
	MarkRect [4]float64
	// Form names the form: id, version, SHA-256.
	Form, FormVersion, FormHash string
	// Profile names how the record was de-identified; empty on copies that name the patient.
	Profile, ProfileVersion string
	// Coarse says what was left out for a small group.
	Coarse deidentify.Coarseness
	// Findings lists what was taken out of its texts; nothing of it tells what it was.
	Findings []deidentify.Finding
}

func (d Draft) complete() bool { return !d.Number.IsZero() && len(d.PDF) > 0 && d.Pages > 0 }

// Copy is a finished copy. Its fields cannot be set from outside; the zero Copy
// is not one.
type Copy struct {
	grant   policy.Grant
	warrant policy.Warrant
	kind    policy.Kind
	draft   Draft
	sha256  [sha256.Size]byte
	level   string
	valid   bool
}

// Seal makes a signed copy: it seals the draft and, before it returns, checks
// on the sealed bytes that the signature covers the whole file and verifies.
// That also catches a broken external signing command.
func Seal(ctx context.Context, g policy.Grant, d Draft, s *signing.Signer) (Copy, error) {
	if err := fits(g, policy.Signed, d); err != nil {
		return Copy{}, err
	}
	switch {
	case g.Pseudonymous():
		return Copy{}, ErrNamed
	case s == nil:
		return Copy{}, ErrNoSigner
	}
	sealed, err := seal(ctx, d, s)
	if err != nil {
		return Copy{}, err
	}
	d.PDF = sealed
	return made(g, d, string(s.Level())), nil
}

// SealClean makes a copy that is both signed and de-identified, as a contract
// without names wants it: it seals the draft as Seal does, and the last look is
// at the sealed bytes, which are the copy's.
func SealClean(ctx context.Context, g policy.Grant, d Draft, s *signing.Signer, look func(pdf []byte) (deidentify.Verdict, error)) (Copy, error) {
	if err := fits(g, policy.Signed, d); err != nil {
		return Copy{}, err
	}
	switch {
	case !g.Pseudonymous():
		return Copy{}, ErrKind
	case s == nil:
		return Copy{}, ErrNoSigner
	case look == nil:
		return Copy{}, ErrNoVerdict
	}
	sealed, err := seal(ctx, d, s)
	if err != nil {
		return Copy{}, err
	}
	v, err := look(sealed)
	if err != nil {
		return Copy{}, err
	}
	d.PDF = sealed
	if err := proves(v, d); err != nil {
		return Copy{}, err
	}
	return made(g, d, string(s.Level())), nil
}

// seal seals the draft and checks the fresh seal over the very bytes.
func seal(ctx context.Context, d Draft, s *signing.Signer) ([]byte, error) {
	sealed, err := s.Seal(ctx, d.PDF, signing.Request{
		Time:   d.MadeAt,
		Reason: d.Number.String(),
		Field:  "Seal",
		Page:   d.MarkPage,
		Rect:   d.MarkRect,
	})
	if err != nil {
		return nil, fmt.Errorf("copy %s: seal: %w", d.Number, err)
	}
	if err := s.Intact(ctx, sealed); err != nil {
		return nil, fmt.Errorf("copy %s: the fresh seal does not verify: %w", d.Number, err)
	}
	return sealed, nil
}

// Clean makes an anonymized copy of exactly the bytes the verdict is about.
func Clean(g policy.Grant, d Draft, v deidentify.Verdict) (Copy, error) {
	if err := fits(g, policy.Anonymized, d); err != nil {
		return Copy{}, err
	}
	if err := proves(v, d); err != nil {
		return Copy{}, err
	}
	return made(g, d, ""), nil
}

// proves: the verdict is one, and about the draft's very bytes.
func proves(v deidentify.Verdict, d Draft) error {
	switch {
	case !v.Valid():
		return ErrNoVerdict
	case v.SHA256() != sha256.Sum256(d.PDF):
		return ErrVerdict
	}
	return nil
}

func fits(g policy.Grant, k policy.Kind, d Draft) error {
	switch {
	case !g.Valid():
		return ErrNoGrant
	case g.Kind() != k:
		return ErrKind
	case !d.complete():
		return ErrDraft
	}
	return nil
}

func made(g policy.Grant, d Draft, level string) Copy {
	return Copy{grant: g, kind: g.Kind(), draft: d, sha256: sha256.Sum256(d.PDF), level: level, valid: true}
}

// Valid reports whether the copy was made by one of the constructors.
func (c Copy) Valid() bool { return c.valid }

// Number names the copy.
func (c Copy) Number() Number { return c.draft.Number }

// Kind is signed or anonymized, or a paper, which is sealed.
func (c Copy) Kind() policy.Kind { return c.kind }

// Grant is the decision the copy rests on, zero on a version that Renew made.
func (c Copy) Grant() policy.Grant { return c.grant }

// PDF is the finished file; the caller must not change it.
func (c Copy) PDF() []byte { return c.draft.PDF }

// SHA256 is the digest of the finished file in lower-case hexadecimal.
func (c Copy) SHA256() string { return hex.EncodeToString(c.sha256[:]) }

// Pages counts the printed pages.
func (c Copy) Pages() int { return c.draft.Pages }

// SealLevel is the PAdES level reached ("B-B"), empty on anonymized copies.
func (c Copy) SealLevel() string { return c.level }

// Form names the form the copy was drawn by: id, version, SHA-256.
func (c Copy) Form() (id, version, hash string) {
	return c.draft.Form, c.draft.FormVersion, c.draft.FormHash
}

// Profile names how the record was de-identified.
func (c Copy) Profile() (id, version string) { return c.draft.Profile, c.draft.ProfileVersion }

// Coarse is what the copy leaves out for a small group.
func (c Copy) Coarse() deidentify.Coarseness { return c.draft.Coarse }

// Findings lists what de-identification took out of the copy's texts.
func (c Copy) Findings() []deidentify.Finding {
	return append([]deidentify.Finding{}, c.draft.Findings...)
}
