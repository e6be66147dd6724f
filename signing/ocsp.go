package signing

import (
	"bytes"
	"context"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"
)

var (
	oidSHA1      = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidOCSPNonce = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 2}
	oidNoCheck   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
)

// certID names a certificate in OCSP (RFC 6960, 4.1.1), by SHA-1 as responders
// everywhere know it; nothing here rests on its strength.
type certID struct {
	name, key [sha1.Size]byte
	serial    *big.Int
}

func idOf(c, issuer *x509.Certificate) (certID, error) {
	id := certID{name: sha1.Sum(issuer.RawSubject), serial: c.SerialNumber}
	var info, alg cryptobyte.String
	var bits asn1.BitString
	s := cryptobyte.String(issuer.RawSubjectPublicKeyInfo)
	if !s.ReadASN1(&info, tag.SEQUENCE) || !info.ReadASN1(&alg, tag.SEQUENCE) || !info.ReadASN1BitString(&bits) {
		return id, errors.New("the issuer's public key cannot be read")
	}
	id.key = sha1.Sum(bits.RightAlign())
	return id, nil
}

func (id certID) query(nonce []byte) ([]byte, error) {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) { sequence(b, id.write) })
			})
			b.AddASN1(context0+2, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) { nonceExtension(b, nonce) })
			})
		})
	})
	return b.Bytes()
}

func (id certID) write(b *cryptobyte.Builder) {
	sequence(b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSHA1)
		b.AddASN1NULL()
	})
	b.AddASN1OctetString(id.name[:])
	b.AddASN1OctetString(id.key[:])
	b.AddASN1BigInt(id.serial)
}

func nonceExtension(b *cryptobyte.Builder, nonce []byte) {
	sequence(b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidOCSPNonce)
		b.AddASN1(tag.OCTET_STRING, func(b *cryptobyte.Builder) { b.AddASN1OctetString(nonce) })
	})
}

// proof is an answer about one certificate that is good.
type proof struct {
	ocsp, crl []byte // one of them
	until     time.Time
	// responder signed the OCSP answer and has to be shown not to be revoked
	// itself; nil if it is the issuer or need not be (id-pkix-ocsp-nocheck).
	responder *x509.Certificate
	certs     []*x509.Certificate // a delegated responder's own
}

// askOCSP asks one responder about c. Its errors are *AuthorityError.
func (a *Authorities) askOCSP(ctx context.Context, address string, c, issuer *x509.Certificate) (proof, error) {
	id, err := idOf(c, issuer)
	if err != nil {
		return proof{}, &AuthorityError{Service: ServiceOCSP, Err: err}
	}
	nonce := make([]byte, 16)
	if _, err := io.ReadFull(a.rand, nonce); err != nil {
		return proof{}, fmt.Errorf("OCSP: nonce: %w", err)
	}
	query, err := id.query(nonce)
	if err != nil {
		return proof{}, fmt.Errorf("OCSP: write the request: %w", err)
	}
	der, err := a.fetch(ctx, question{ServiceOCSP, address, "application/ocsp-request", query, maxOCSPAnswer})
	if err != nil {
		return proof{}, err
	}
	p, err := judgeOCSP(der, c, issuer, nonce, a.now())
	if err != nil {
		var status ocsp.ResponseError
		later := errors.As(err, &status) && (status.Status == ocsp.TryLater || status.Status == ocsp.InternalError)
		return proof{}, &AuthorityError{ServiceOCSP, hostOf(address), later, err}
	}
	return p, nil
}

// judgeOCSP accepts an answer about this certificate of this issuer, in time,
// by the issuer or a responder it authorised (RFC 6960, 3.2 and 4.2.2.2). An
// answer without nonce is taken, for responders may prepare their answers; a
// wrong one is not.
func judgeOCSP(der []byte, c, issuer *x509.Certificate, nonce []byte, now time.Time) (proof, error) {
	s, err := readOCSP(der, c, issuer, nonce, now)
	if err != nil {
		return proof{}, err
	}
	if err := fresh(s.this, s.next, now); err != nil {
		return proof{}, err
	}
	if s.gone {
		return proof{}, &revokedError{c, s.revoked}
	}
	return proof{ocsp: der, until: s.next, responder: s.responder, certs: s.certs}, nil
}

// readOCSP reads what an answer says of c, of whatever time it is. The responder
// must have been in its time at at; the zero time stands for the answer's own.
// Nil nonce: nobody knows what was asked.
func readOCSP(der []byte, c, issuer *x509.Certificate, nonce []byte, at time.Time) (statement, error) {
	if _, err := derLength(der); err != nil {
		return statement{}, errors.New("its answer is no OCSP response")
	}
	// Without an issuer the library checks an embedded responder's signature, and
	// leaves the responder's rights to us.
	r, err := ocsp.ParseResponseForCert(der, c, nil)
	if err != nil {
		return statement{}, fmt.Errorf("its answer: %w", err)
	}
	if err := aboutThis(r.TBSResponseData, c, issuer, nonce); err != nil {
		return statement{}, err
	}
	if at.IsZero() {
		at = r.ProducedAt
	}
	s := statement{service: ServiceOCSP, this: r.ThisUpdate, next: r.NextUpdate, made: r.ProducedAt}
	if err := s.authorised(r, issuer, at); err != nil {
		return statement{}, err
	}
	switch r.Status {
	case ocsp.Good:
		return s, nil
	case ocsp.Revoked:
		s.gone, s.revoked = true, r.RevokedAt
		return s, nil
	}
	return statement{}, fmt.Errorf("it does not know the certificate (serial %s)", serial(c))
}

// authorised says whether the signer of an answer may speak for the issuer, and
// notes a delegated responder's certificate.
func (s *statement) authorised(r *ocsp.Response, issuer *x509.Certificate, at time.Time) error {
	by := r.Certificate
	if by == nil || bytes.Equal(by.Raw, issuer.Raw) {
		if err := r.CheckSignatureFrom(issuer); err != nil {
			return fmt.Errorf("its answer is not signed by the issuer: %w", err)
		}
		return nil
	}
	if !bytes.Equal(by.RawIssuer, issuer.RawSubject) || by.CheckSignatureFrom(issuer) != nil {
		return errors.New("its answer is signed by somebody the issuer has not certified")
	}
	if !slices.Contains(by.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) {
		return errors.New("its answer is signed by a certificate that is not for OCSP")
	}
	if pub, ok := by.PublicKey.(*rsa.PublicKey); ok && pub.N.BitLen() > maxRSA {
		return fmt.Errorf("its responder has an RSA key of %d bits", pub.N.BitLen())
	}
	if err := inTime(by, at); err != nil {
		return fmt.Errorf("its responder: %w", err)
	}
	s.certs = []*x509.Certificate{by}
	if !slices.ContainsFunc(by.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidNoCheck) }) {
		s.responder = by
	}
	return nil
}

// fresh: an answer holds from thisUpdate to nextUpdate; one without an end says
// that newer ones are always to be had, so that it must be of today.
func fresh(this, next, now time.Time) error {
	switch {
	case this.After(now.Add(maxSkew)):
		return fmt.Errorf("its answer begins to hold on %s, which is not yet", this.Format(time.RFC3339))
	case next.IsZero() && now.Sub(this) > 24*time.Hour, !next.IsZero() && next.Before(now):
		return fmt.Errorf("its answer is out of date: of %s", this.Format(time.RFC3339))
	}
	return nil
}

// aboutThis looks for the certificate among the answers, which the library
// knows by the serial number alone, and at the nonce, which it does not read.
func aboutThis(tbs []byte, c, issuer *x509.Certificate, nonce []byte) error {
	id, err := idOf(c, issuer)
	if err != nil {
		return err
	}
	var data, singles, extensions cryptobyte.String
	var responder tag.Tag
	s := cryptobyte.String(tbs)
	ok := s.ReadASN1(&data, tag.SEQUENCE) && data.SkipOptionalASN1(context0) &&
		data.ReadAnyASN1(new(cryptobyte.String), &responder) && data.SkipASN1(tag.GeneralizedTime) &&
		data.ReadASN1(&singles, tag.SEQUENCE) && data.ReadOptionalASN1(&extensions, nil, context0+1)
	if !ok {
		return errors.New("its answer cannot be read")
	}
	if !id.among(singles) {
		return errors.New("its answer is about another certificate")
	}
	if got, there := nonceIn(extensions); there && nonce != nil && !bytes.Equal(got, nonce) {
		return errors.New("its answer has not the nonce of the question")
	}
	return nil
}

// among: the first answer with our serial number, which is the one the library
// takes, must be of our issuer.
func (id certID) among(singles cryptobyte.String) bool {
	for !singles.Empty() {
		var single, cid, name, key cryptobyte.String
		number := new(big.Int)
		if !singles.ReadASN1(&single, tag.SEQUENCE) || !single.ReadASN1(&cid, tag.SEQUENCE) || !cid.SkipASN1(tag.SEQUENCE) ||
			!cid.ReadASN1(&name, tag.OCTET_STRING) || !cid.ReadASN1(&key, tag.OCTET_STRING) || !cid.ReadASN1Integer(number) {
			return false
		}
		if number.Cmp(id.serial) == 0 {
			return bytes.Equal(name, id.name[:]) && bytes.Equal(key, id.key[:])
		}
	}
	return false
}

func nonceIn(extensions cryptobyte.String) (nonce []byte, there bool) {
	var list cryptobyte.String
	if !extensions.ReadASN1(&list, tag.SEQUENCE) {
		return nil, false
	}
	for !list.Empty() {
		var e, value, inner cryptobyte.String
		var oid asn1.ObjectIdentifier
		if !list.ReadASN1(&e, tag.SEQUENCE) || !e.ReadASN1ObjectIdentifier(&oid) || !e.SkipOptionalASN1(tag.BOOLEAN) || !e.ReadASN1(&value, tag.OCTET_STRING) {
			return nil, true
		}
		if oid.Equal(oidOCSPNonce) {
			if !value.ReadASN1(&inner, tag.OCTET_STRING) {
				return nil, true
			}
			return inner, true
		}
	}
	return nil, false
}
