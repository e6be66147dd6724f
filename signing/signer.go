package signing

import (
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
	cms CMS
}

// New returns a signer over a CMS producer, for instance a Key.
func New(cms CMS) *Signer { return &Signer{cms: cms} }

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

// Level is the PAdES baseline level of the seals made (ETSI EN 319 142-1, 6);
// "CAdES-BES" where an outside program's signature does not reach one.
func (s *Signer) Level() string {
	if g, ok := s.cms.(*GOST); ok {
		return g.level
	}
	return "B-B"
}

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

// Seal returns the document with one more revision that holds the signature.
// The bytes of pdf come first in the result, unchanged; pdf is not written to.
// The key is used once, also when Seal fails after it. Errors: ErrExpired and
// ErrNotYetValid, when Request.Time is outside the certificate's time; anything
// else is a document or a request that cannot be sealed, or the CMS producer's.
func (s *Signer) Seal(ctx context.Context, pdf []byte, r Request) ([]byte, error) {
	if s == nil || s.cms == nil || s.cms.Size() <= 0 || len(s.cms.Chain()) == 0 {
		return nil, fmt.Errorf("seal: %w", errNoKey)
	}
	if err := inTime(s.cms.Chain()[0], r.Time); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	doc, err := open(pdf, nodesOwn)
	if err != nil {
		return nil, fmt.Errorf("seal: read the document: %w", err)
	}
	draft, err := s.draft(doc, r)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	der, err := s.cms.Sign(ctx, draft.content())
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if len(der) > s.cms.Size() {
		return nil, fmt.Errorf("seal: the signature takes %d bytes, its maker promised at most %d", len(der), s.cms.Size())
	}
	hex.Encode(draft.out[draft.gap+1:], der)
	return draft.out, nil
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
