package signing

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// maxToken is the space kept for a time stamp token. Tokens with a chain of
// three certificates take 3 to 7 KB with the keys in use today (RSA up to 4096
// bits); with the next size of key or one certificate more they still fit. A
// larger one is an error: to sign again for it would be a second use of the key.
const maxToken = 12 << 10

var (
	oidTSTInfo       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidSigningCertV1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidExtUsage      = asn1.ObjectIdentifier{2, 5, 29, 37}
)

var errToken = errors.New("not a time stamp token of RFC 3161")

// token is a time stamp (RFC 3161, 2.4.2) with the signature that makes it one.
type token struct {
	signature
	info    []byte // the TSTInfo that is signed
	policy  asn1.ObjectIdentifier
	hashAlg crypto.Hash
	imprint []byte
	at      time.Time
	nonce   *big.Int // nil if there is none
}

// parseToken reads a token. Its signature is not checked.
func parseToken(der []byte) (token, error) {
	var t token
	e, err := openEnvelope(der)
	if err != nil {
		return t, fmt.Errorf("%w: %w", errToken, err)
	}
	var wrapped, info cryptobyte.String
	if !e.kind.Equal(oidTSTInfo) || !e.content.ReadASN1(&wrapped, context0) || !e.content.Empty() ||
		!wrapped.ReadASN1(&info, tag.OCTET_STRING) || !wrapped.Empty() {
		return t, errToken
	}
	if t.certs, err = e.certificates(); err != nil {
		return t, fmt.Errorf("%w: %w", errToken, err)
	}
	if _, err := t.readSigner(&e, false); err != nil {
		return t, fmt.Errorf("%w: %w", errToken, err)
	}
	if t.gost > 0 {
		return t, fmt.Errorf("%w: %w: a time stamp by GOST", errToken, errUnsupported)
	}
	t.info = info
	return t, t.readInfo(info)
}

// readInfo reads the TSTInfo.
func (t *token) readInfo(s cryptobyte.String) error {
	var info, imprint, alg, sum, at cryptobyte.String
	var version int
	serial := new(big.Int)
	ok := s.ReadASN1(&info, tag.SEQUENCE) && s.Empty() &&
		info.ReadASN1Integer(&version) && version == 1 &&
		info.ReadASN1ObjectIdentifier(&t.policy) &&
		info.ReadASN1(&imprint, tag.SEQUENCE) &&
		imprint.ReadASN1(&alg, tag.SEQUENCE) && imprint.ReadASN1(&sum, tag.OCTET_STRING) && imprint.Empty() &&
		info.ReadASN1Integer(serial) &&
		info.ReadASN1(&at, tag.GeneralizedTime) &&
		info.SkipOptionalASN1(tag.SEQUENCE) && info.SkipOptionalASN1(tag.BOOLEAN)
	if ok && info.PeekASN1Tag(tag.INTEGER) {
		t.nonce = new(big.Int)
		ok = info.ReadASN1Integer(t.nonce)
	}
	var err error
	if t.at, err = time.Parse("20060102150405Z", string(at)); !ok || err != nil {
		return errToken
	}
	t.imprint, t.hashAlg, err = sum, 0, errToken
	var oid asn1.ObjectIdentifier
	if alg.ReadASN1ObjectIdentifier(&oid) && noParameters(alg) {
		t.hashAlg, err = hashOf(oid)
	}
	return err
}

func hashOf(oid asn1.ObjectIdentifier) (crypto.Hash, error) {
	switch {
	case oid.Equal(oidSHA256):
		return crypto.SHA256, nil
	case oid.Equal(oidSHA384):
		return crypto.SHA384, nil
	case oid.Equal(oidSHA512):
		return crypto.SHA512, nil
	}
	return 0, fmt.Errorf("%w: digest %v", errUnsupported, oid)
}

// verify checks that the token was made over content by the key of a TSA's
// certificate, and returns the certificates, the TSA's first. Whether the TSA
// is one to trust is for the caller to judge.
func (t token) verify(content [2][]byte) ([]*x509.Certificate, error) {
	if subtle.ConstantTimeCompare(t.imprint, digest(t.hashAlg, content)) != 1 {
		return nil, fmt.Errorf("%w: it is over something else", errToken)
	}
	return t.verifySignature()
}

// verifySignature is verify without the content.
func (t token) verifySignature() ([]*x509.Certificate, error) {
	var oid asn1.ObjectIdentifier
	var want cryptobyte.String
	kind, sum := t.attrs[oidContentType.String()], t.attrs[oidMessageDigest.String()]
	if !kind.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidTSTInfo) || !sum.ReadASN1(&want, tag.OCTET_STRING) ||
		!bytes.Equal(want, digest(t.hash, [2][]byte{t.info})) {
		return nil, fmt.Errorf("%w: its signed attributes are about something else", errToken)
	}
	certs, err := t.signerFirst()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errToken, err)
	}
	if err := t.namesTSA(certs[0]); err != nil {
		return nil, err
	}
	if err := certs[0].CheckSignature(t.alg, t.signed, t.value); err != nil {
		return nil, fmt.Errorf("%w: it was not made with its certificate's key: %w", errToken, err)
	}
	return certs, nil
}

// namesTSA: the certificate is the one the TSA signed for, and a TSA's own.
func (t token) namesTSA(c *x509.Certificate) error {
	if t.has(oidSigningCert) {
		if err := t.verifySigningCertificate(c); err != nil {
			return fmt.Errorf("%w: %w", errToken, err)
		}
	} else if !t.namesBySHA1(c) {
		return fmt.Errorf("%w: no signing-certificate attribute that names its certificate", errToken)
	}
	if err := timeStamping(c); err != nil {
		return fmt.Errorf("%w: %w", errToken, err)
	}
	if t.at.Before(c.NotBefore) || t.at.After(c.NotAfter) {
		return fmt.Errorf("%w: its time %s lies outside its certificate's", errToken, t.at.Format(time.RFC3339))
	}
	return nil
}

// namesBySHA1 reads the older attribute, which RFC 3161 wants and RFC 5816
// replaces. SHA-1 will do here: the certificate is signed, and was chosen by its
// holder's CA.
func (s signature) namesBySHA1(c *x509.Certificate) bool {
	attr := s.attrs[oidSigningCertV1.String()]
	var outer, ids, id, sum cryptobyte.String
	have := sha1.Sum(c.Raw)
	return attr.ReadASN1(&outer, tag.SEQUENCE) && outer.ReadASN1(&ids, tag.SEQUENCE) &&
		ids.ReadASN1(&id, tag.SEQUENCE) && id.ReadASN1(&sum, tag.OCTET_STRING) && bytes.Equal(sum, have[:])
}

// timeStamping: RFC 3161, 2.3 wants the extended usage critical and alone, so
// that a key for anything else cannot stamp.
func timeStamping(c *x509.Certificate) error {
	switch pub := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if pub.N.BitLen() < 2048 {
			return fmt.Errorf("%w: RSA of %d bits", ErrAlgorithm, pub.N.BitLen())
		}
	case *ecdsa.PublicKey:
	default:
		return fmt.Errorf("%w: %T", ErrAlgorithm, pub)
	}
	critical := false
	for _, e := range c.Extensions {
		critical = critical || e.Critical && e.Id.Equal(oidExtUsage)
	}
	if !critical || len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(c.UnknownExtKeyUsage) > 0 {
		return fmt.Errorf("%w: want critical timeStamping and nothing else", ErrUsage)
	}
	return nil
}
