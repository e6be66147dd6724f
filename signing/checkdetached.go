package signing

import (
	"context"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// CheckDetached judges a CMS of SignDetached over content that lies elsewhere,
// as Check judges a document's seal: does it hold, and does its chain lead to
// one of roots now. A time stamp in it must hold too; nothing is believed of it.
// content is read once and not kept.
func CheckDetached(ctx context.Context, der []byte, content io.Reader, roots *x509.CertPool, now time.Time) (Report, error) {
	r := Report{Signatures: []Signature{}}
	if roots == nil {
		roots = x509.NewCertPool()
	}
	certs, when, err := verifyDetached(content, der)
	if err == nil {
		r.Signatures = append(r.Signatures, Signature{Signer: owner(certs[0]), Serial: serial(certs[0]), When: when,
			Covers: true, Level: "B-B", SubFilter: "CAdES", Demo: isDemo(certs[0])})
		err = checkSigner(certs, roots, now)
	}
	return r.concluded(ctx, err)
}

func verifyDetached(content io.Reader, der []byte) ([]*x509.Certificate, time.Time, error) {
	if len(der) > maxCMS {
		return nil, time.Time{}, becausef(ReasonTooLarge, "a signature of %d bytes, at most %d", len(der), maxCMS)
	}
	if _, err := derLength(der); err != nil {
		return nil, time.Time{}, because(ReasonContents, err)
	}
	s, err := parseCMS(der)
	switch {
	case errors.Is(err, errUnsupported):
		return nil, time.Time{}, because(ReasonUnsupported, err)
	case err != nil:
		return nil, time.Time{}, because(ReasonContents, err)
	case s.gost > 0:
		return nil, time.Time{}, because(ReasonOutside, nil)
	}
	if err := s.over(content); err != nil {
		return nil, time.Time{}, err
	}
	certs, err := s.signedBy()
	if err != nil {
		return nil, time.Time{}, err
	}
	when, err := s.signingTime(certs[0])
	return certs, when, err
}

// over compares the message digest that was signed with content's.
func (s signature) over(content io.Reader) error {
	var oid asn1.ObjectIdentifier
	var want cryptobyte.String
	kind, sum := s.attrs[oidContentType.String()], s.attrs[oidMessageDigest.String()]
	if !kind.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidData) || !sum.ReadASN1(&want, tag.OCTET_STRING) {
		return becausef(ReasonContents, "content type or message digest is missing")
	}
	h := s.hash.New()
	if _, err := io.Copy(h, content); err != nil {
		return fmt.Errorf("read the signed content: %w", err)
	}
	if subtle.ConstantTimeCompare(want, h.Sum(nil)) != 1 {
		return because(ReasonDigest, nil)
	}
	return nil
}

// signedBy checks the signature itself. The certificates of a B-LT signature are
// those of several chains, so that they are not asked to be one.
func (s signature) signedBy() ([]*x509.Certificate, error) {
	certs, err := s.signerFirst()
	if err != nil {
		return nil, err
	}
	if err := supported(certs[0].PublicKey); err != nil {
		return nil, because(ReasonUnsupported, err)
	}
	if err := s.verifySigningCertificate(certs[0]); err != nil {
		return nil, err
	}
	if err := certs[0].CheckSignature(s.alg, s.signed, s.value); err != nil {
		return nil, because(ReasonSignature, err)
	}
	return certs, s.verifyStamp()
}

// signingTime is the time claimed, which CAdES demands, within the certificate's.
func (s signature) signingTime(c *x509.Certificate) (time.Time, error) {
	var when time.Time
	attr := s.attrs[oidSigningTime.String()]
	if _, err := asn1.Unmarshal(attr, &when); err != nil {
		return when, becausef(ReasonTime, "the signature states no time")
	}
	if err := inTime(c, when); err != nil {
		return when, becausef(ReasonTime, "%s: %w", when.Format(time.RFC3339), err)
	}
	return when, nil
}
