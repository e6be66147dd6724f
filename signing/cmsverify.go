package signing

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// verify checks the signature of a PDF over the content and returns the
// certificates, the signer's first. The chain is not looked at.
func (s signature) verify(m *maths, content [2][]byte) ([]*x509.Certificate, error) {
	if _, ok := s.attrs[oidSigningTime.String()]; ok && !s.plain {
		return nil, becausef(ReasonContents, "a signing-time attribute, which PAdES forbids (EN 319 142-1, 6.3)")
	}
	sum, err := m.sum(s, reader(content))
	if err != nil {
		return nil, err
	}
	certs, err := s.verifySum(m, sum)
	if err != nil {
		return nil, err
	}
	return certs, linked(m, certs)
}

// verifySum checks the signature over content of which the digest is known.
func (s signature) verifySum(m *maths, sum []byte) ([]*x509.Certificate, error) {
	if err := s.verifyAttributes(sum); err != nil {
		return nil, err
	}
	certs, err := s.signerFirst()
	if err != nil {
		return nil, err
	}
	leaf := certs[0]
	if err := supported(leaf.PublicKey); err != nil && s.gost == 0 {
		return nil, because(ReasonUnsupported, err)
	}
	if err := s.namesSigner(leaf); err != nil {
		return nil, err
	}
	if err := m.signed(leaf, s.alg, s.gost, s.signed, s.value); err != nil {
		return nil, orReason(ReasonSignature, err)
	}
	return certs, s.verifyStamp()
}

// verifyStamp: a time stamp that is there holds. Nothing is believed of it.
func (s signature) verifyStamp() error {
	if s.stamp == nil {
		return nil
	}
	t, err := parseToken(s.stamp)
	if err == nil {
		_, err = t.verify([2][]byte{s.value})
	}
	if err != nil {
		return because(ReasonContents, err)
	}
	return nil
}

func (s signature) verifyAttributes(have []byte) error {
	var oid asn1.ObjectIdentifier
	var want cryptobyte.String
	kind, sum := s.attrs[oidContentType.String()], s.attrs[oidMessageDigest.String()]
	if !kind.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidData) || !sum.ReadASN1(&want, tag.OCTET_STRING) {
		return becausef(ReasonContents, "content type or message digest is missing")
	}
	if subtle.ConstantTimeCompare(want, have) != 1 {
		return because(ReasonDigest, nil)
	}
	return nil
}

// signerFirst finds the certificate that the signer's issuer and serial name.
func (s signature) signerFirst() ([]*x509.Certificate, error) {
	var certs []*x509.Certificate
	at := -1
	for i, raw := range s.certs {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, becausef(ReasonCertificate, "certificate %d of the signature: %w", i+1, err)
		}
		if pub, ok := c.PublicKey.(*rsa.PublicKey); ok && pub.N.BitLen() > maxRSA {
			return nil, becausef(ReasonUnsupported, "an RSA key of %d bits", pub.N.BitLen())
		}
		if bytes.Equal(c.RawIssuer, s.issuer) && c.SerialNumber.Cmp(s.serial) == 0 {
			if at >= 0 {
				return nil, becausef(ReasonCertificate, "two certificates of one number")
			}
			at = i
		}
		certs = append(certs, c)
	}
	if at < 0 {
		return nil, becausef(ReasonCertificate, "the signer's certificate is not in the signature")
	}
	certs[0], certs[at] = certs[at], certs[0]
	return certs, nil
}

// linked: every further certificate has issued another one of the bag. The bag
// is not signed, and this keeps it to the chain; what a CA's certificate says
// of itself is judged by checkSigner, against the roots.
func linked(m *maths, certs []*x509.Certificate) error {
	for i, ca := range certs[1:] {
		issued := false
		for j, c := range certs {
			if j == i+1 || !bytes.Equal(c.RawIssuer, ca.RawSubject) {
				continue
			}
			if err := m.issued(c, ca); err != nil {
				return orReason(ReasonCertificate, fmt.Errorf("certificate %d of the signature: %w", j+1, err))
			}
			issued = true
		}
		if !issued {
			return becausef(ReasonCertificate, "a certificate that has issued none of the others")
		}
	}
	return nil
}

// verifySigningCertificate compares the hash that the signer signed with the
// certificate (RFC 5035): without it, one key's certificates could be swapped.
func (s signature) verifySigningCertificate(leaf *x509.Certificate) error {
	attr := s.attrs[oidSigningCert.String()]
	var outer, ids, id, alg, sum cryptobyte.String
	ok := attr.ReadASN1(&outer, tag.SEQUENCE) && outer.ReadASN1(&ids, tag.SEQUENCE) && ids.ReadASN1(&id, tag.SEQUENCE)
	hash := crypto.SHA256
	if ok && id.PeekASN1Tag(tag.SEQUENCE) {
		var oid asn1.ObjectIdentifier
		ok = id.ReadASN1(&alg, tag.SEQUENCE) && alg.ReadASN1ObjectIdentifier(&oid)
		switch {
		case oid.Equal(oidSHA256):
		case oid.Equal(oidSHA384):
			hash = crypto.SHA384
		case oid.Equal(oidSHA512):
			hash = crypto.SHA512
		default:
			ok = false
		}
	}
	if !ok || !id.ReadASN1(&sum, tag.OCTET_STRING) {
		return becausef(ReasonCertificate, "no signing-certificate-v2 attribute")
	}
	if subtle.ConstantTimeCompare(sum, digest(hash, [2][]byte{leaf.Raw})) != 1 {
		return becausef(ReasonCertificate, "the signed hash is another certificate's")
	}
	return nil
}
