package signing

import (
	"bytes"
	"crypto"
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

// maxBag bounds the certificates of a CMS: a seal's chain, and with B-LT in a
// detached one the chains of its time stamp and responders.
const maxBag = 2 * maxChain

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

// signature is what we use of a CMS: one signer.
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
	stamp  []byte // the token of a signature-time-stamp attribute, nil if there is none
	plain  bool   // by the rules of adbe.pkcs7.detached
}

// envelope is a SignedData with one signer, opened but not read.
type envelope struct {
	head       []byte // everything before the set of signers
	version    int
	algs       cryptobyte.String
	kind       asn1.ObjectIdentifier // of the content
	content    cryptobyte.String     // empty if it lies elsewhere
	bag        cryptobyte.String     // the certificates, one after the other
	crls       []byte                // the element [1], if it is there
	signer     cryptobyte.String     // inside the one SignerInfo
	beforeBag  int                   // where in head the certificates begin
	signerTail cryptobyte.String     // the unsigned attributes, once the signer is read
}

// openEnvelope takes a SignedData (RFC 5652, 5.1) apart.
func openEnvelope(der []byte) (envelope, error) {
	var e envelope
	outer := cryptobyte.String(der)
	var info, wrapped, sd, content, signers cryptobyte.String
	var oid asn1.ObjectIdentifier
	ok := outer.ReadASN1(&info, tag.SEQUENCE) && outer.Empty() &&
		info.ReadASN1ObjectIdentifier(&oid) && oid.Equal(oidSignedData) &&
		info.ReadASN1(&wrapped, context0) && info.Empty() &&
		wrapped.ReadASN1(&sd, tag.SEQUENCE) && wrapped.Empty()
	all := sd
	ok = ok && sd.ReadASN1Integer(&e.version) && sd.ReadASN1(&e.algs, tag.SET) &&
		sd.ReadASN1(&content, tag.SEQUENCE) && content.ReadASN1ObjectIdentifier(&e.kind)
	if !ok {
		return e, errCMS
	}
	e.content, e.beforeBag = content, len(all)-len(sd)
	if sd.PeekASN1Tag(context0) && !sd.ReadASN1(&e.bag, context0) {
		return e, errCMS
	}
	var crls cryptobyte.String
	if sd.PeekASN1Tag(context0+1) && !sd.ReadASN1Element(&crls, context0+1) {
		return e, errCMS
	}
	e.crls, e.head = crls, all[:len(all)-len(sd)]
	if !sd.ReadASN1(&signers, tag.SET) || !sd.Empty() || !signers.ReadASN1(&e.signer, tag.SEQUENCE) || !signers.Empty() {
		return e, errCMS
	}
	return e, nil
}

// certificates splits the bag.
func (e envelope) certificates() ([][]byte, error) {
	var certs [][]byte
	for bag := e.bag; !bag.Empty(); {
		var c cryptobyte.String
		if !bag.ReadASN1Element(&c, tag.SEQUENCE) || len(certs) == maxBag {
			return nil, fmt.Errorf("%w: its certificates", errCMS)
		}
		certs = append(certs, c)
	}
	return certs, nil
}

// parseCMS reads the SignedData of a seal strictly: DER, one signer named by
// issuer and serial number, attributes sorted and each once with one value, no
// content of its own, and no unsigned attribute but one signature-time-stamp.
func parseCMS(der []byte) (signature, error) {
	e, err := openEnvelope(der)
	if err != nil {
		return signature{}, err
	}
	if e.version != 1 && (e.version != 5 || e.crls == nil) || !e.kind.Equal(oidData) || !e.content.Empty() {
		return signature{}, errCMS
	}
	var s signature
	if s.certs, err = e.certificates(); err != nil {
		return s, err
	}
	digestAlg, err := s.readSigner(&e, true)
	if err != nil {
		return s, err
	}
	var announced cryptobyte.String
	if !e.algs.ReadASN1(&announced, tag.SEQUENCE) || !e.algs.Empty() || !bytes.Equal(announced, digestAlg) {
		return s, fmt.Errorf("%w: the digest announced is not the signer's", errCMS)
	}
	return s, s.readUnsigned(e.signerTail)
}

// readSigner reads a SignerInfo up to its unsigned attributes. sorted insists
// on the order that DER demands of signed attributes; not every TSA keeps it.
func (s *signature) readSigner(e *envelope, sorted bool) (digestAlg cryptobyte.String, err error) {
	var sid, issuer, attrs, sigAlg, value cryptobyte.String
	var version int
	s.serial = new(big.Int)
	si := e.signer
	ok := si.ReadASN1Integer(&version) && version == 1 &&
		si.ReadASN1(&sid, tag.SEQUENCE) &&
		sid.ReadASN1Element(&issuer, tag.SEQUENCE) && sid.ReadASN1Integer(s.serial) && sid.Empty() &&
		si.ReadASN1(&digestAlg, tag.SEQUENCE) &&
		si.ReadASN1(&attrs, context0) &&
		si.ReadASN1(&sigAlg, tag.SEQUENCE) &&
		si.ReadASN1(&value, tag.OCTET_STRING)
	if !ok {
		return nil, errCMS
	}
	e.signerTail = si
	s.issuer, s.value, s.signed = issuer, value, asSet(attrs)
	if err := s.readAlgorithms(digestAlg, sigAlg); err != nil {
		return nil, err
	}
	return digestAlg, s.readAttributes(attrs, sorted)
}

// readUnsigned takes a signature-time-stamp (RFC 3161, appendix A) and nothing
// else: what no signature covers could say anything.
func (s *signature) readUnsigned(rest cryptobyte.String) error {
	if rest.Empty() {
		return nil
	}
	var attrs, attr, values, token cryptobyte.String
	var oid asn1.ObjectIdentifier
	ok := rest.ReadASN1(&attrs, context0+1) && rest.Empty() &&
		attrs.ReadASN1(&attr, tag.SEQUENCE) && attrs.Empty() &&
		attr.ReadASN1ObjectIdentifier(&oid) && oid.Equal(oidTimeStamp) &&
		attr.ReadASN1(&values, tag.SET) && attr.Empty() &&
		values.ReadASN1Element(&token, tag.SEQUENCE) && values.Empty()
	if !ok {
		return fmt.Errorf("%w: unsigned attributes other than one time stamp", errUnsupported)
	}
	s.stamp = token
	return nil
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
		ec     asn1.ObjectIdentifier
		ecAlg  x509.SignatureAlgorithm
	}{
		{oidSHA256, crypto.SHA256, oidSHA256WithRSA, x509.SHA256WithRSA, oidECDSAWithSHA256, x509.ECDSAWithSHA256},
		{oidSHA384, crypto.SHA384, oidSHA384WithRSA, x509.SHA384WithRSA, oidECDSAWithSHA384, x509.ECDSAWithSHA384},
		{oidSHA512, crypto.SHA512, oidSHA512WithRSA, x509.SHA512WithRSA, oidECDSAWithSHA512, x509.ECDSAWithSHA512},
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
		if a.Equal(k.ec) {
			s.alg = k.ecAlg
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

func (s *signature) readAttributes(attrs cryptobyte.String, sorted bool) error {
	s.attrs = make(map[string]cryptobyte.String)
	var before []byte
	for !attrs.Empty() {
		var element, attr, values, value cryptobyte.String
		var oid asn1.ObjectIdentifier
		var t tag.Tag
		ok := attrs.ReadASN1Element(&element, tag.SEQUENCE) && (!sorted || bytes.Compare(before, element) < 0)
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
