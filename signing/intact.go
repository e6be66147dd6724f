package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// Intact says whether a copy's seal holds by itself: the last signature or
// document time stamp covers the whole file except exactly its own /Contents
// and validation data added after it, and every CMS verifies over the bytes it
// covers with the certificate it names. It is the look before a copy may exist;
// it says nothing about trust and not whether an older revision was changed, for
// which Check is there. Only PAdES is a seal of ours. Errors wrap ErrInvalid or
// ErrUnreadable.
func Intact(sealed []byte) error {
	return intact((*Outside)(nil).during(context.Background()), sealed)
}

// Intact is the same for a file that a has raised, which may be GOST's.
func (a *Authorities) Intact(ctx context.Context, sealed []byte) error {
	return intact(a.outside.during(ctx), sealed)
}

// Intact is the same for a seal that s has just made, which may need an outside
// program to verify it; that program ends with ctx.
func (s *Signer) Intact(ctx context.Context, sealed []byte) error {
	return intact(s.outside().during(ctx), sealed)
}

// NeedsOutside reports that s's signatures can be verified by outside programs only.
func (s *Signer) NeedsOutside() bool { return s.outside() != nil }

// outside are the programs that s's own signatures are verified with.
func (s *Signer) outside() *Outside {
	if s == nil {
		return nil
	}
	if g, ok := s.cms.(*GOST); ok {
		return g.outside
	}
	return nil
}

func intact(m *maths, sealed []byte) error {
	d, err := open(sealed, nodesOwn)
	if err != nil {
		return fmt.Errorf("seal: %w", opening(sealed, err))
	}
	seals, err := d.seals()
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	if err := d.nothingAfter(seals[len(seals)-1]); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	last := lastOfEach(seals)
	if last[0].stamp {
		return fmt.Errorf("seal: %w", becausef(ReasonUnsigned, "there is only a document time stamp"))
	}
	for _, s := range last {
		if s.plain {
			return fmt.Errorf("seal: %w", errPlain)
		}
		if _, err := s.verify(m, sealed); err != nil {
			return fmt.Errorf("seal: %w", err)
		}
	}
	return nil
}

// lastOfEach are the last seal and, if that is a document time stamp, all from
// the last signature on: a time stamp alone seals nothing.
func lastOfEach(seals []seal) []seal {
	from := len(seals) - 1
	for from > 0 && seals[from].stamp {
		from--
	}
	return seals[from:]
}

// maxRenewals bounds the revisions behind the last seal; each costs a reading of
// the file.
const maxRenewals = 32

// nothingAfter: behind the last seal only validation data may follow (/DSS), as
// revisions of their own, each of which brings some.
func (d *document) nothingAfter(last seal) error {
	if last.reach == len(d.src) {
		return nil
	}
	ends, err := d.revisionsAfter(last.reach)
	if err != nil {
		return becausef(ReasonAppended, "%d bytes: %w", len(d.src)-last.reach, err)
	}
	older, err := d.revision(last.reach, d.nodes)
	for i := 0; i < len(ends) && err == nil; i++ {
		newer := d
		if i+1 < len(ends) {
			newer, err = d.revision(ends[i], older.nodes)
		}
		if err == nil {
			err = compare(older, newer)
		}
		if c := (comparison{old: older, now: newer}); err == nil && !c.moreValidationData() {
			err = errors.New("a revision that brings no validation data")
		}
		older = newer
	}
	if err != nil {
		return becausef(ReasonAppended, "%d bytes: %w", len(d.src)-last.reach, err)
	}
	return nil
}

// revisionsAfter are the ends of the revisions that begin at reach or later.
func (d *document) revisionsAfter(reach int) ([]int, error) {
	var ends []int
	for i := len(d.sections) - 1; i >= 0; i-- {
		at := d.sections[i].at
		if at < reach {
			continue
		}
		if len(ends) == maxRenewals {
			return nil, fmt.Errorf("more than %d revisions: have a document time stamp put over them", maxRenewals)
		}
		end := d.endOf(at)
		if end < 0 {
			return nil, errors.New("a revision has no end")
		}
		ends = append(ends, end)
	}
	if len(ends) == 0 || len(bytes.TrimSpace(d.src[ends[len(ends)-1]:])) > 0 {
		return nil, errors.New("they are no revision of the file")
	}
	return ends, nil
}

// endOf finds the line %%EOF that closes the revision whose cross-reference
// section is at at; -1 if there is none.
func (d *document) endOf(at int) int {
	for from := at; ; {
		i := bytes.Index(d.src[from:], []byte("%%EOF"))
		if i < 0 {
			return -1
		}
		from += i + len("%%EOF")
		if start, err := lastSection(d.src[:from]); err == nil && start == at {
			return from
		}
	}
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
func (s seal) verify(m *maths, src []byte) ([]*x509.Certificate, error) {
	if s.stamp {
		return s.verifyStamp(src)
	}
	sig, err := s.cms()
	if err != nil {
		return nil, err
	}
	certs, err := sig.verify(m, s.content(src))
	if err != nil {
		return nil, err
	}
	return certs, s.claims(certs[0])
}

// cms reads a signature by the rules of its kind.
func (s seal) cms() (signature, error) {
	sig, err := parseCMS(s.der)
	sig.plain = s.plain
	switch {
	case errors.Is(err, errUnsupported):
		return sig, because(ReasonUnsupported, err)
	case err != nil:
		return sig, because(ReasonContents, err)
	}
	return sig, nil
}

// claims: the time claimed lies within the certificate's.
func (s seal) claims(c *x509.Certificate) error {
	if s.when.IsZero() && s.plain {
		return nil
	}
	if s.when.IsZero() {
		return becausef(ReasonTime, "the signature states no time")
	}
	if err := inTime(c, s.when); err != nil {
		return becausef(ReasonTime, "%s: %w", s.when.Format(time.RFC3339), err)
	}
	return nil
}

// verifyStamp checks the token of a document time stamp.
func (s seal) verifyStamp(src []byte) ([]*x509.Certificate, error) {
	t, err := parseToken(s.der)
	if err != nil {
		return nil, because(ReasonContents, err)
	}
	certs, err := t.verify(s.content(src))
	if err != nil {
		return nil, because(ReasonSignature, err)
	}
	return certs, nil
}
