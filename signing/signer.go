package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

var errNoKey = errors.New("no key: a signer comes from New with a key from LoadKey")

// Signer seals documents with one key. It is safe for use by several
// goroutines if its CMS is; Key is.
type Signer struct {
	cms         CMS
	level       Level
	authorities *Authorities
}

// New returns a signer over a CMS producer, for instance a Key. Its seals are of
// level B-B and ask nobody.
func New(cms CMS) *Signer { return &Signer{cms: cms, level: LevelB} }

// At returns a signer with the same key whose seals reach a level with what the
// authorities give. Nil authorities will do for B-B.
func (s *Signer) At(l Level, a *Authorities) (*Signer, error) {
	if _, err := ParseLevel(string(l)); err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	if l != LevelB && (a == nil || len(a.tsa) == 0) {
		return nil, fmt.Errorf("signer: level %s: %w", l, ErrNoTSA)
	}
	if c := unasked(s.cms.Chain()); l.Reaches(LevelLT) && c != nil {
		return nil, fmt.Errorf("signer: level %s: certificate %s: %w: want an OCSP responder or a list in it, or seal at B-T", l, serial(c), errNoAddress)
	}
	return &Signer{cms: s.cms, level: l, authorities: a}, nil
}

// Request says what one seal shall state.
type Request struct {
	// Time is the moment claimed in /M; it must lie within the certificate's time.
	Time time.Time
	// Reason, Location and ContactInfo go into the signature dictionary; "" leaves one out.
	Reason, Location, ContactInfo string
	// Field is the form field's name, "Seal" if empty; it must not be taken and has no point in it.
	Field string
	// Page, counted from 0, carries the field's widget. -1 means that no mark is
	// drawn; Rect must be zero then.
	Page int
	// Rect is the widget's place in PDF points, lower left and upper right
	// corner. The seal draws nothing there: the form has drawn the mark. Zero: an
	// invisible field.
	Rect [4]float64
	// Certify makes a certification signature that permits filling in and signing
	// (DocMDP, P=2; ISO 32000-1, 12.8.2.2) instead of an approval signature. It
	// must be the document's first.
	Certify bool
}

// unasked returns a certificate that names nobody who says whether it is
// revoked, nil if there is none. A root need not.
func unasked(chain []*x509.Certificate) *x509.Certificate {
	for _, c := range chain {
		if !bytes.Equal(c.RawIssuer, c.RawSubject) && len(c.OCSPServer)+len(c.CRLDistributionPoints) == 0 {
			return c
		}
	}
	return nil
}

// Certificate is what the printed mark says of the signer's certificate
// (ГОСТ Р 7.0.97-2016, 5.23).
type Certificate struct {
	Serial   string // hexadecimal, upper case
	Owner    string // common name, or the organization
	From, To time.Time
	Demo     bool // made by Demo: without legal standing
}

// Certificate describes the signer's certificate; zero if there is no key.
func (s *Signer) Certificate() Certificate {
	if s == nil || s.cms == nil || len(s.cms.Chain()) == 0 {
		return Certificate{}
	}
	c := s.cms.Chain()[0]
	return Certificate{Serial: serial(c), Owner: owner(c), From: c.NotBefore, To: c.NotAfter, Demo: isDemo(c)}
}

// Level is the level of the seals made: Seal reaches it or fails.
func (s *Signer) Level() Level { return s.level }

// Close lets go of what the key holds, for instance a token. The signer does not work after it.
func (s *Signer) Close() error {
	if s == nil {
		return nil
	}
	if c, ok := s.cms.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// Expires is when the first certificate of the chain ends: from then on nothing
// can be sealed that is trusted. It is the zero time if there is no key.
func (s *Signer) Expires() (first time.Time) {
	if s == nil || s.cms == nil {
		return time.Time{}
	}
	for _, c := range s.cms.Chain() {
		if first.IsZero() || c.NotAfter.Before(first) {
			first = c.NotAfter
		}
	}
	return first
}

// Seal returns the document with the signature, and with what the signer's level
// asks for, in revisions appended to it. The bytes of pdf come first in the
// result, unchanged; pdf is not written to. The key is used once, also when Seal
// fails after it.
//
// Errors: ErrExpired and ErrNotYetValid, when Request.Time is outside the
// certificate's time; *AuthorityError, when the level is above B-B and an
// authority did not give what it needs; anything else is a document or a request
// that cannot be sealed, or the CMS producer's.
func (s *Signer) Seal(ctx context.Context, pdf []byte, r Request) ([]byte, error) {
	if err := s.ready(ctx, r.Time); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	doc, err := open(pdf, nodesOwn)
	if err != nil {
		return nil, fmt.Errorf("seal: read the document: %w", err)
	}
	draft, err := doc.draft(r, owner(s.cms.Chain()[0]), s.space(), s.later())
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	der, err := s.sign(ctx, draft.content())
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	hex.Encode(draft.out[draft.gap+1:], der)
	if !s.level.Reaches(LevelLT) {
		return draft.out, nil
	}
	out, err := s.authorities.raise(ctx, draft.out, s.level, true)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return out, nil
}

// ready looks before the key is used: the certificate is in its time, and where
// its chain will be proved good, it leads to a root.
func (s *Signer) ready(ctx context.Context, at time.Time) error {
	if s == nil || s.cms == nil || s.cms.Size() <= 0 || len(s.cms.Chain()) == 0 {
		return errNoKey
	}
	chain := s.cms.Chain()
	if err := firstOf(inTime(chain[0], at), keyInTime(chain[0], at)); err != nil {
		return err
	}
	if !s.level.Reaches(LevelLT) {
		return nil
	}
	_, err := chainOf(s.authorities.outside.during(ctx), chain, s.authorities.roots, s.authorities.now(), x509.ExtKeyUsageAny)
	return err
}

// space is what the CMS may take in the file. It is settled before the document
// is hashed, so that no token can make a second signature needed.
func (s *Signer) space() int {
	if s.level.Reaches(LevelT) {
		return s.cms.Size() + maxToken + stampOverhead
	}
	return s.cms.Size()
}

// later is room for the revisions after the signature's: with it they are
// written where the file lies. A long list of revoked certificates makes it grow.
func (s *Signer) later() int {
	switch s.level {
	case LevelLT:
		return 48 << 10
	case LevelLTA:
		return 56<<10 + 2*maxToken
	}
	return 0
}

// sign makes the CMS and, above B-B, has it stamped.
func (s *Signer) sign(ctx context.Context, content [2][]byte) ([]byte, error) {
	der, err := s.cms.Sign(ctx, content)
	if err != nil {
		return nil, err
	}
	if len(der) > s.cms.Size() {
		return nil, fmt.Errorf("the signature takes %d bytes, its maker promised at most %d", len(der), s.cms.Size())
	}
	if !s.level.Reaches(LevelT) {
		return der, nil
	}
	return s.authorities.stampCMS(ctx, der)
}

// serial writes a serial number as hexadecimal bytes, upper case.
func serial(c *x509.Certificate) string {
	if c.SerialNumber == nil || c.SerialNumber.Sign() == 0 {
		return "00"
	}
	return strings.ToUpper(hex.EncodeToString(c.SerialNumber.Bytes()))
}

func owner(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return strings.Join(c.Subject.Organization, ", ")
}

func isDemo(c *x509.Certificate) bool {
	return slices.Contains(c.Subject.OrganizationalUnit, demoUnit)
}
