package signing

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// maxRSA bounds a CA's key: checking with a key of a million bits takes minutes.
const maxRSA = 8192

// maxDER bounds nesting in a CMS before another library's recursion sees it.
const maxDER = 40

var errCMS = errors.New("not a CMS SignedData in DER with one signer")

// derLength checks the shape of the first DER element of b, with definite
// lengths and bounded nesting, and returns its length.
func derLength(b []byte) (int, error) {
	s := cryptobyte.String(b)
	var first cryptobyte.String
	var t tag.Tag
	if !s.ReadAnyASN1Element(&first, &t) || t != tag.SEQUENCE {
		return 0, errCMS
	}
	if depth := derDepth(first, maxDER); depth < 0 {
		return 0, fmt.Errorf("%w: malformed or nested too deeply", errCMS)
	}
	return len(first), nil
}

// derDepth walks constructed elements; -1 if one is malformed or below limit.
func derDepth(s cryptobyte.String, limit int) int {
	if limit == 0 {
		return -1
	}
	for !s.Empty() {
		var inner cryptobyte.String
		var t tag.Tag
		if !s.ReadAnyASN1(&inner, &t) {
			return -1
		}
		if t&0x20 != 0 && derDepth(inner, limit-1) < 0 {
			return -1
		}
	}
	return limit
}

// signature is what we use of a CMS: one signer, detached content.
type signature struct {
	certs  [][]byte // raw, as in the bag
	issuer []byte
	serial *big.Int
	hash   crypto.Hash
	attrs  map[string]cryptobyte.String // each attribute's one value, by OID
	signed []byte                       // the attributes under the tag they are signed with
	alg    x509.SignatureAlgorithm
	gost   int // index in gostKinds and one; then hash and alg are not set
	value  []byte
}

// parseCMS reads a SignedData strictly: DER, one signer named by issuer and
// serial number, attributes sorted and each once with one value, no content of
// its own, no unsigned attributes (a time stamp there would be believed by
// readers, and this version cannot check one).
func parseCMS(der []byte) (signature, error) {
	var s signature
	outer := cryptobyte.String(der)
	var info, wrapped, sd, algs, content, bag, signers cryptobyte.String
	var oid asn1.ObjectIdentifier
	var version int
	ok := outer.ReadASN1(&info, tag.SEQUENCE) && outer.Empty() &&
		info.ReadASN1ObjectIdentifier(&oid) && oid.Equal(oidSignedData) &&
		info.ReadASN1(&wrapped, context0) && info.Empty() &&
		wrapped.ReadASN1(&sd, tag.SEQUENCE) && wrapped.Empty() &&
		sd.ReadASN1Integer(&version) && version == 1 &&
		sd.ReadASN1(&algs, tag.SET) &&
		sd.ReadASN1(&content, tag.SEQUENCE) &&
		content.ReadASN1ObjectIdentifier(&oid) && oid.Equal(oidData) && content.Empty() &&
		sd.ReadASN1(&bag, context0) &&
		sd.SkipOptionalASN1(context0+1) &&
		sd.ReadASN1(&signers, tag.SET) && sd.Empty()
	if !ok {
		return s, errCMS
	}
	for !bag.Empty() {
		var c cryptobyte.String
		if !bag.ReadASN1Element(&c, tag.SEQUENCE) || len(s.certs) == maxChain {
			return s, fmt.Errorf("%w: its certificates", errCMS)
		}
		s.certs = append(s.certs, c)
	}
	return s, s.readSigner(algs, signers)
}

func (s *signature) readSigner(algs, signers cryptobyte.String) error {
	var si, sid, issuer, digestAlg, attrs, sigAlg, value cryptobyte.String
	var version int
	s.serial = new(big.Int)
	ok := signers.ReadASN1(&si, tag.SEQUENCE) && signers.Empty() &&
		si.ReadASN1Integer(&version) && version == 1 &&
		si.ReadASN1(&sid, tag.SEQUENCE) &&
		sid.ReadASN1Element(&issuer, tag.SEQUENCE) && sid.ReadASN1Integer(s.serial) && sid.Empty() &&
		si.ReadASN1(&digestAlg, tag.SEQUENCE) &&
		si.ReadASN1(&attrs, context0) &&
		si.ReadASN1(&sigAlg, tag.SEQUENCE) &&
		si.ReadASN1(&value, tag.OCTET_STRING)
	if !ok {
		return errCMS
	}
	if !si.Empty() {
		return fmt.Errorf("%w: unsigned attributes, for instance a time stamp", errUnsupported)
	}
	var announced cryptobyte.String
	if !algs.ReadASN1(&announced, tag.SEQUENCE) || !algs.Empty() || !bytes.Equal(announced, digestAlg) {
		return fmt.Errorf("%w: the digest announced is not the signer's", errCMS)
	}
	s.issuer, s.value, s.signed = issuer, value, asSet(attrs)
	if err := s.readAlgorithms(digestAlg, sigAlg); err != nil {
		return err
	}
	return s.readAttributes(attrs)
}

var errUnsupported = errors.New("not supported by this version")

func (s *signature) readAlgorithms(digestAlg, sigAlg cryptobyte.String) error {
	var d, a asn1.ObjectIdentifier
	if !digestAlg.ReadASN1ObjectIdentifier(&d) || !sigAlg.ReadASN1ObjectIdentifier(&a) || !noParameters(digestAlg) || !noParameters(sigAlg) {
		return errCMS
	}
	kinds := []struct {
		digest asn1.ObjectIdentifier
		hash   crypto.Hash
		rsa    asn1.ObjectIdentifier
		rsaAlg x509.SignatureAlgorithm
	}{
		{oidSHA256, crypto.SHA256, oidSHA256WithRSA, x509.SHA256WithRSA},
		{oidSHA384, crypto.SHA384, oidSHA384WithRSA, x509.SHA384WithRSA},
		{oidSHA512, crypto.SHA512, oidSHA512WithRSA, x509.SHA512WithRSA},
	}
	for _, k := range kinds {
		if !d.Equal(k.digest) {
			continue
		}
		s.hash = k.hash
		if a.Equal(k.rsa) || a.Equal(oidRSA) {
			s.alg = k.rsaAlg
			return nil
		}
		if k.hash == crypto.SHA256 && a.Equal(oidECDSAWithSHA256) {
			s.alg = x509.ECDSAWithSHA256
			return nil
		}
	}
	for i, k := range gostKinds {
		if d.Equal(k.digest) && (a.Equal(k.key) || a.Equal(k.withDigest)) {
			s.gost = i + 1
			return nil
		}
	}
	return fmt.Errorf("%w: digest %v with signature %v", errUnsupported, d, a)
}

// noParameters: absent or NULL, which is all that our algorithms have.
func noParameters(rest cryptobyte.String) bool {
	return rest.Empty() || bytes.Equal(rest, []byte{5, 0})
}

func (s *signature) readAttributes(attrs cryptobyte.String) error {
	s.attrs = make(map[string]cryptobyte.String)
	var before []byte
	for !attrs.Empty() {
		var element, attr, values, value cryptobyte.String
		var oid asn1.ObjectIdentifier
		var t tag.Tag
		ok := attrs.ReadASN1Element(&element, tag.SEQUENCE) && bytes.Compare(before, element) < 0
		before = element
		ok = ok && element.ReadASN1(&attr, tag.SEQUENCE) && attr.ReadASN1ObjectIdentifier(&oid) &&
			attr.ReadASN1(&values, tag.SET) && attr.Empty() &&
			values.ReadAnyASN1Element(&value, &t) && values.Empty()
		if _, twice := s.attrs[oid.String()]; !ok || twice {
			return fmt.Errorf("%w: its signed attributes", errCMS)
		}
		s.attrs[oid.String()] = value
	}
	return nil
}

// verify checks the signature over the content and returns the certificates,
// the signer's first. The chain is not looked at.
func (s signature) verify(content [2][]byte) ([]*x509.Certificate, error) {
	if s.gost > 0 {
		return nil, because(ReasonOutside, nil)
	}
	if err := s.verifyAttributes(content); err != nil {
		return nil, err
	}
	certs, err := s.signerFirst()
	if err != nil {
		return nil, err
	}
	leaf := certs[0]
	if err := supported(leaf.PublicKey); err != nil {
		return nil, because(ReasonUnsupported, err)
	}
	if err := s.verifySigningCertificate(leaf); err != nil {
		return nil, err
	}
	if err := linked(certs); err != nil {
		return nil, err
	}
	if err := leaf.CheckSignature(s.alg, s.signed, s.value); err != nil {
		return nil, because(ReasonSignature, err)
	}
	return certs, nil
}

func (s signature) verifyAttributes(content [2][]byte) error {
	var oid asn1.ObjectIdentifier
	var want cryptobyte.String
	kind, sum := s.attrs[oidContentType.String()], s.attrs[oidMessageDigest.String()]
	if !kind.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidData) || !sum.ReadASN1(&want, tag.OCTET_STRING) {
		return becausef(ReasonContents, "content type or message digest is missing")
	}
	if _, ok := s.attrs[oidSigningTime.String()]; ok {
		return becausef(ReasonContents, "a signing-time attribute, which PAdES forbids (EN 319 142-1, 6.3)")
	}
	if subtle.ConstantTimeCompare(want, digest(s.hash, content)) != 1 {
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
func linked(certs []*x509.Certificate) error {
	for i, ca := range certs[1:] {
		issued := false
		for j, c := range certs {
			if j == i+1 || !bytes.Equal(c.RawIssuer, ca.RawSubject) {
				continue
			}
			if err := c.CheckSignatureFrom(ca); err != nil {
				return becausef(ReasonCertificate, "certificate %d of the signature: %w", j+1, err)
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
