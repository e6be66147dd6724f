package signing

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// statement is what an OCSP answer or a list of revoked certificates says of one
// certificate, signed by one who may say it. Whether it is of a time that helps
// is for the caller to judge.
type statement struct {
	service    Service
	this, next time.Time // it holds from this to next; next is zero if it names no end
	made       time.Time // when it was signed
	gone       bool
	revoked    time.Time           // since when, if gone
	responder  *x509.Certificate   // as in proof
	certs      []*x509.Certificate // a delegated responder's own
}

// revokedError is an answer that c is revoked; it wraps ErrRevoked.
type revokedError struct {
	c  *x509.Certificate
	at time.Time
}

func (e *revokedError) Error() string {
	return fmt.Sprintf("%v (serial %s, since %s)", ErrRevoked, serial(e.c), e.at.UTC().Format(time.DateTime))
}

// Unwrap makes it ErrRevoked.
func (e *revokedError) Unwrap() error { return ErrRevoked }

// crl is a list of revoked certificates (RFC 5280, 5.1), opened but not unpacked:
// a list of a large CA has a million entries, which are walked where they lie.
type crl struct {
	tbs, issuer []byte
	alg         x509.SignatureAlgorithm
	gost        int // as in signature; then alg is not set
	value       []byte
	this, next  time.Time
	entries     cryptobyte.String
	extensions  []pkix.Extension
}

var errCRL = errors.New("its answer is no list of revoked certificates")

func readCRL(der []byte) (*crl, error) {
	var l crl
	var outer, tbs, alg cryptobyte.String
	var bits asn1.BitString
	s := cryptobyte.String(der)
	ok := s.ReadASN1(&outer, tag.SEQUENCE) && s.Empty() &&
		outer.ReadASN1Element(&tbs, tag.SEQUENCE) && outer.ReadASN1(&alg, tag.SEQUENCE) &&
		outer.ReadASN1BitString(&bits) && outer.Empty()
	if !ok {
		return nil, errCRL
	}
	l.tbs, l.value = tbs, bits.RightAlign()
	var err error
	if l.gost = gostAlgorithm(alg); l.gost > 0 {
		return &l, l.readTBS(tbs, alg)
	}
	if l.alg, err = signatureAlgorithm(alg); err != nil {
		return nil, fmt.Errorf("its list: %w", err)
	}
	return &l, l.readTBS(tbs, alg)
}

func (l *crl) readTBS(element, alg cryptobyte.String) error {
	var tbs, inner, issuer cryptobyte.String
	var version int
	ok := element.ReadASN1(&tbs, tag.SEQUENCE)
	if ok && tbs.PeekASN1Tag(tag.INTEGER) {
		ok = tbs.ReadASN1Integer(&version) && version == 1
	}
	ok = ok && tbs.ReadASN1(&inner, tag.SEQUENCE) && bytes.Equal(inner, alg) &&
		tbs.ReadASN1Element(&issuer, tag.SEQUENCE) && readTime(&tbs, &l.this)
	if ok && (tbs.PeekASN1Tag(tag.UTCTime) || tbs.PeekASN1Tag(tag.GeneralizedTime)) {
		ok = readTime(&tbs, &l.next)
	}
	if ok && tbs.PeekASN1Tag(tag.SEQUENCE) {
		ok = tbs.ReadASN1(&l.entries, tag.SEQUENCE)
	}
	l.issuer = issuer
	if !ok || !l.readExtensions(tbs) {
		return errCRL
	}
	return nil
}

func (l *crl) readExtensions(rest cryptobyte.String) bool {
	var wrapped, list cryptobyte.String
	if rest.Empty() {
		return true
	}
	if !rest.ReadASN1(&wrapped, context0) || !rest.Empty() || !wrapped.ReadASN1(&list, tag.SEQUENCE) || !wrapped.Empty() {
		return false
	}
	for !list.Empty() {
		var e, value cryptobyte.String
		var x pkix.Extension
		if !list.ReadASN1(&e, tag.SEQUENCE) || !e.ReadASN1ObjectIdentifier(&x.Id) ||
			e.PeekASN1Tag(tag.BOOLEAN) && !e.ReadASN1Boolean(&x.Critical) || !e.ReadASN1(&value, tag.OCTET_STRING) || !e.Empty() {
			return false
		}
		x.Value = value
		l.extensions = append(l.extensions, x)
	}
	return true
}

func readTime(s *cryptobyte.String, t *time.Time) bool {
	if s.PeekASN1Tag(tag.UTCTime) {
		return s.ReadASN1UTCTime(t)
	}
	return s.ReadASN1GeneralizedTime(t)
}

// signatureAlgorithm names an algorithm by its identifier; SHA-1 is none.
func signatureAlgorithm(alg cryptobyte.String) (x509.SignatureAlgorithm, error) {
	var oid asn1.ObjectIdentifier
	if !alg.ReadASN1ObjectIdentifier(&oid) || !noParameters(alg) {
		return 0, errUnsupported
	}
	for _, k := range []struct {
		oid asn1.ObjectIdentifier
		alg x509.SignatureAlgorithm
	}{
		{oidSHA256WithRSA, x509.SHA256WithRSA}, {oidSHA384WithRSA, x509.SHA384WithRSA}, {oidSHA512WithRSA, x509.SHA512WithRSA},
		{oidECDSAWithSHA256, x509.ECDSAWithSHA256}, {oidECDSAWithSHA384, x509.ECDSAWithSHA384}, {oidECDSAWithSHA512, x509.ECDSAWithSHA512},
	} {
		if oid.Equal(k.oid) {
			return k.alg, nil
		}
	}
	return 0, fmt.Errorf("%w: signature %v", errUnsupported, oid)
}

// about says what the list says of c, if it is the issuer's and about such
// certificates.
func (l *crl) about(m *maths, c, issuer *x509.Certificate) (statement, error) {
	if !bytes.Equal(l.issuer, issuer.RawSubject) {
		return statement{}, errors.New("its list is another issuer's")
	}
	if issuer.KeyUsage != 0 && issuer.KeyUsage&x509.KeyUsageCRLSign == 0 {
		return statement{}, errors.New("its issuer's key is not for lists")
	}
	if err := m.signed(issuer, l.alg, l.gost, l.tbs, l.value); err != nil {
		return statement{}, fmt.Errorf("its list is not signed by the issuer: %w", err)
	}
	if err := speaksOf(l.extensions, c); err != nil {
		return statement{}, err
	}
	s := statement{service: ServiceCRL, this: l.this, next: l.next, made: l.this}
	var err error
	s.gone, s.revoked, err = l.find(c.SerialNumber)
	return s, err
}

// find walks the entries to one serial number.
func (l *crl) find(number *big.Int) (gone bool, since time.Time, err error) {
	var b cryptobyte.Builder
	b.AddASN1BigInt(number)
	want := b.BytesOrPanic() // fails for no number
	for entries := l.entries; !entries.Empty(); {
		var e, n cryptobyte.String
		if !entries.ReadASN1(&e, tag.SEQUENCE) || !e.ReadASN1Element(&n, tag.INTEGER) {
			return false, since, errCRL
		}
		if bytes.Equal(n, want) {
			if !readTime(&e, &since) {
				return false, since, errCRL
			}
			return true, since, nil
		}
	}
	return false, since, nil
}
