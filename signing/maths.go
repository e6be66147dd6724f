package signing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// maths is what signatures are verified with in one call: Go's own code for RSA
// and ECDSA, outside programs for GOST. It is for one goroutine and remembers
// what the programs have said.
type maths struct {
	ctx   context.Context // of the call that it lives in
	out   *Outside
	said  map[[sha256.Size]byte]error
	asked int
}

// maxAsked bounds how many programs one call starts for signatures. An honest
// file has one for the seal and some for each renewal.
const maxAsked = 64

func (o *Outside) during(ctx context.Context) *maths {
	return &maths{ctx: ctx, out: o, said: map[[sha256.Size]byte]error{}}
}

// sum digests content for a signature.
func (m *maths) sum(s signature, content io.Reader) ([]byte, error) {
	if s.gost == 0 {
		h := s.hash.New()
		if _, err := io.Copy(h, content); err != nil {
			return nil, err
		}
		return h.Sum(nil), nil
	}
	if m.out == nil {
		return nil, because(ReasonOutside, nil)
	}
	sum, err := m.out.sum(m.ctx, s.gost-1, content)
	if err != nil {
		return nil, because(ReasonOutside, err)
	}
	return sum, nil
}

// signed: value is a signature over text by the certificate's key. gost is the
// kind and one; 0 stands for alg.
func (m *maths) signed(by *x509.Certificate, alg x509.SignatureAlgorithm, gost int, text, value []byte) error {
	switch {
	case gost == 0:
		return by.CheckSignature(alg, text, value)
	case gostKind(by) != gost-1:
		return errors.New("another algorithm than the certificate's")
	case m.out == nil:
		return because(ReasonOutside, nil)
	}
	key := fingerprint(by.RawSubjectPublicKeyInfo, text, value)
	if err, known := m.said[key]; known {
		return err
	}
	if m.asked++; m.asked > maxAsked {
		return becausef(ReasonUnsupported, "more than %d GOST signatures", maxAsked)
	}
	err := m.out.judge(m.ctx, gost-1, by.RawSubjectPublicKeyInfo, text, value)
	if err != nil && !errors.Is(err, errNotSigned) {
		err = because(ReasonOutside, err)
	}
	m.said[key] = err
	return err
}

// fingerprint names a question by its parts.
func fingerprint(parts ...[]byte) [sha256.Size]byte {
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256(p)
		h.Write(sum[:])
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// issued: c was signed by a CA's certificate, as x509's CheckSignatureFrom asks.
func (m *maths) issued(c, ca *x509.Certificate) error {
	gost := gostSignature(c)
	if gost == 0 {
		return c.CheckSignatureFrom(ca)
	}
	if err := mayIssue(ca); err != nil {
		return err
	}
	return m.signed(ca, 0, gost, c.RawTBSCertificate, c.Signature)
}

func mayIssue(ca *x509.Certificate) error {
	if !ca.BasicConstraintsValid || !ca.IsCA || ca.KeyUsage != 0 && ca.KeyUsage&x509.KeyUsageCertSign == 0 {
		return fmt.Errorf("certificate %s is not a CA's", serial(ca))
	}
	return nil
}

// gostSignature is the kind of a certificate's own signature and one, 0 if it is
// another than GOST.
func gostSignature(c *x509.Certificate) int {
	var outer, alg cryptobyte.String
	s := cryptobyte.String(c.Raw)
	if !s.ReadASN1(&outer, tag.SEQUENCE) || !outer.SkipASN1(tag.SEQUENCE) || !outer.ReadASN1(&alg, tag.SEQUENCE) {
		return 0
	}
	return gostAlgorithm(alg)
}

// gostAlgorithm is the same for an AlgorithmIdentifier's content.
func gostAlgorithm(alg cryptobyte.String) int {
	var oid asn1.ObjectIdentifier
	if !alg.ReadASN1ObjectIdentifier(&oid) || !noParameters(alg) {
		return 0
	}
	for i, k := range gostKinds {
		if oid.Equal(k.withDigest) {
			return i + 1
		}
	}
	return 0
}

// search looks for ways to a root as x509's Verify does, for certificates that
// it cannot follow.
type search struct {
	maths *maths
	known []*x509.Certificate // those that may lie on the way
	found [][]*x509.Certificate
	steps int
	why   error
}

// maxSteps bounds the search: CAs that have certified each other give ways without end.
const maxSteps = 1000

// ways are the chains from c, signed by GOST, over the certificates between to a
// root that the programs were given. At what time each certificate of them is
// good is for fit to say.
func (m *maths) ways(c *x509.Certificate, between []*x509.Certificate, fit func(*x509.Certificate) error) ([][]*x509.Certificate, error) {
	if m.out == nil {
		return nil, because(ReasonOutside, nil)
	}
	s := search{maths: m, why: becausef(ReasonUntrusted, "certificate %s: nobody who is known has issued it", serial(c))}
	for _, known := range append(m.out.roots[:len(m.out.roots):len(m.out.roots)], between...) {
		if err := fit(known); err == nil || bytes.Equal(known.Raw, c.Raw) {
			s.known = append(s.known, known)
		} else if bytes.Equal(known.RawSubject, c.RawIssuer) {
			s.why = err
		}
	}
	if err := firstOf(fit(c), plainChain(c)); err != nil {
		return nil, err
	}
	s.from([]*x509.Certificate{c})
	if len(s.found) == 0 {
		return nil, s.why
	}
	return s.found, nil
}

// from follows path further up.
func (s *search) from(path []*x509.Certificate) {
	last := path[len(path)-1]
	for _, root := range s.maths.out.roots {
		if root.Equal(last) {
			s.found = append(s.found, append([]*x509.Certificate(nil), path...))
			return
		}
	}
	for _, ca := range s.known {
		if s.steps++; s.steps > maxSteps || len(path) == maxChain || len(s.found) == maxPaths || !bytes.Equal(last.RawIssuer, ca.RawSubject) || ca.Equal(last) {
			continue
		}
		if err := s.step(path, ca); err != nil {
			s.blame(err)
			continue
		}
		s.from(append(path[:len(path):len(path)], ca))
	}
}

// step: ca may stand above path, and has issued its last certificate.
func (s *search) step(path []*x509.Certificate, ca *x509.Certificate) error {
	if err := firstOf(mayIssue(ca), plainChain(ca)); err != nil {
		return because(ReasonUntrusted, err)
	}
	if below := len(path) - 1; (ca.MaxPathLen > 0 || ca.MaxPathLenZero) && below > ca.MaxPathLen {
		return becausef(ReasonUntrusted, "certificate %s allows %d CAs below it", serial(ca), ca.MaxPathLen)
	}
	err := s.maths.issued(path[len(path)-1], ca)
	if err != nil && reasonOf(err, "") == "" {
		err = because(ReasonUntrusted, err)
	}
	return err
}

// blame keeps why no way was found: that a program is missing says most.
func (s *search) blame(err error) {
	if reasonOf(s.why, "") != ReasonOutside {
		s.why = err
	}
}

var oidNameConstraints = asn1.ObjectIdentifier{2, 5, 29, 30}

// plainChain refuses what this search does not understand.
func plainChain(c *x509.Certificate) error {
	if len(c.UnhandledCriticalExtensions) > 0 {
		return becausef(ReasonUntrusted, "certificate %s has a critical extension %v that this program does not know", serial(c), c.UnhandledCriticalExtensions[0])
	}
	for _, e := range c.Extensions {
		if e.Id.Equal(oidNameConstraints) {
			return becausef(ReasonUntrusted, "certificate %s constrains names, which is not followed for GOST", serial(c))
		}
	}
	return nil
}
