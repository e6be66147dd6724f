package signing

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// Intact says whether a copy's seal holds by itself: the last signature covers
// the whole file except exactly its own /Contents, and the CMS in it verifies
// over those bytes with the certificate it names. It is the look before a copy
// may exist; it says nothing about trust and not whether an older revision was
// changed, for which Check is there. Errors wrap ErrInvalid or ErrUnreadable.
func Intact(sealed []byte) error {
	return intact(sealed, func(s seal) error {
		_, err := s.verify(sealed)
		return err
	})
}

// Intact is the same for a seal that s has just made, which may need an outside
// program to verify it; that program ends with ctx.
func (s *Signer) Intact(ctx context.Context, sealed []byte) error {
	g, ok := s.cms.(*GOST)
	if !ok {
		return Intact(sealed)
	}
	return intact(sealed, func(last seal) error { return g.judge(ctx, last, sealed) })
}

func intact(sealed []byte, verify func(seal) error) error {
	d, err := open(sealed, nodesOwn)
	if err != nil {
		return fmt.Errorf("seal: %w", opening(sealed, err))
	}
	seals, err := d.seals()
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	last := seals[len(seals)-1]
	if last.reach != len(sealed) {
		return fmt.Errorf("seal: %w", becausef(ReasonAppended, "%d bytes", len(sealed)-last.reach))
	}
	if err := verify(last); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}

// opening gives an error of open its reason: a PDF that carries a signature
// and cannot be read was damaged or altered, which is not the same as a file
// that is none of ours.
func opening(src []byte, err error) error {
	switch {
	case errors.Is(err, errNotPDF):
		return because(ReasonNotPDF, err)
	case errors.Is(err, errEncrypted):
		return because(ReasonEncrypted, err)
	case looksSigned(src):
		return because(ReasonStructure, err)
	}
	return because(ReasonDamaged, err)
}

// verify checks the CMS of one seal over the bytes it covers, and that the
// claimed time lies within the certificate's.
func (s seal) verify(src []byte) ([]*x509.Certificate, error) {
	sig, err := parseCMS(s.der)
	if errors.Is(err, errUnsupported) {
		return nil, because(ReasonUnsupported, err)
	}
	if err != nil {
		return nil, because(ReasonContents, err)
	}
	certs, err := sig.verify(s.content(src))
	if err != nil {
		return nil, err
	}
	return certs, s.claims(certs[0])
}

// claims: the time claimed lies within the certificate's.
func (s seal) claims(c *x509.Certificate) error {
	if s.when.IsZero() {
		return becausef(ReasonTime, "the signature states no time")
	}
	if err := inTime(c, s.when); err != nil {
		return becausef(ReasonTime, "%s: %w", s.when.Format(time.RFC3339), err)
	}
	return nil
}
