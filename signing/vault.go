package signing

import (
	"bytes"
	"context"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// Bounds of what validation data may cost: an honest file renewed ten times has
// some 40 certificates and 30 answers.
const (
	maxVault    = 400  // certificates and answers of a file
	maxReadings = 1500 // how often one answer's signature is checked
)

// vault is the validation data that a check may use: certificates, and answers
// about revocation. None of it is believed before it is judged.
type vault struct {
	certs    []*x509.Certificate
	answers  []answer
	heard    map[[2][sha256.Size]byte][]heard // by certificate and issuer
	readings int
	maths    *maths
	// net is asked about what the answers do not say; nil asks nobody.
	net *Authorities
	now time.Time
}

// answer is an OCSP answer, or a list if list is set, at a place in the file.
type answer struct {
	der  []byte
	list *crl
	at   int
	from string
}

// heard is a statement and the answer it is in.
type heard struct {
	statement
	at   int
	from string
}

func newVault(m *maths, now time.Time, net *Authorities) *vault {
	return &vault{heard: make(map[[2][sha256.Size]byte][]heard), maths: m, net: net, now: now}
}

// addCert keeps a certificate that is fit to be checked with.
func (v *vault) addCert(der []byte) {
	c, err := x509.ParseCertificate(der)
	if err != nil || len(v.certs) == maxVault {
		return
	}
	if pub, ok := c.PublicKey.(*rsa.PublicKey); ok && pub.N.BitLen() > maxRSA {
		return
	}
	v.certs = append(v.certs, c)
}

func (v *vault) addOCSP(der []byte, at int, from string) {
	if len(v.answers) < maxVault {
		v.answers = append(v.answers, answer{der: der, at: at, from: from})
		clear(v.heard)
	}
}

func (v *vault) addCRL(der []byte, at int, from string) {
	l, err := readCRL(der)
	if err == nil && len(v.answers) < maxVault {
		v.answers = append(v.answers, answer{list: l, at: at, from: from})
		clear(v.heard)
	}
}

// addStore reads the document's /DSS. What of it cannot be read proves nothing
// and is passed by.
func (v *vault) addStore(d *document, s store) error {
	for name, add := range map[string]func([]byte, int){
		"Certs": func(der []byte, _ int) { v.addCert(der) },
		"OCSPs": func(der []byte, at int) { v.addOCSP(der, at, FromFile) },
		"CRLs":  func(der []byte, at int) { v.addCRL(der, at, FromFile) },
	} {
		list, err := d.array(s.dict.get(name))
		if err != nil {
			return becausef(ReasonStructure, "/DSS: /%s: %w", name, err)
		}
		for _, o := range list {
			if o.kind != kindRef || len(v.certs)+len(v.answers) >= maxVault {
				continue
			}
			stream, err := d.resolve(o)
			if err != nil {
				return becausef(ReasonStructure, "/DSS: /%s: %w", name, err)
			}
			if der, err := d.inflate(stream); err == nil && stream.hasData && d.knows(o.ref.num) {
				add(der, d.places[o.ref.num].at)
			}
		}
	}
	return nil
}

// addEnvelope reads what a CMS carries beside its signature (RFC 5652, 5.1 and
// RFC 5940).
func (v *vault) addEnvelope(e envelope) error {
	certs, err := e.certificates()
	if err != nil {
		return because(ReasonContents, err)
	}
	for _, der := range certs {
		v.addCert(der)
	}
	var rest cryptobyte.String
	if s := cryptobyte.String(e.crls); e.crls == nil || !s.ReadASN1(&rest, context0+1) {
		return nil
	}
	for !rest.Empty() {
		var el cryptobyte.String
		var t tag.Tag
		if !rest.ReadAnyASN1Element(&el, &t) {
			return becausef(ReasonContents, "its revocation data cannot be read")
		}
		if t == tag.SEQUENCE {
			v.addCRL(el, 0, FromFile)
		} else if der, ok := ocspChoice(el, t); ok {
			v.addOCSP(der, 0, FromFile)
		}
	}
	return nil
}

// ocspChoice takes an OCSP answer out of an OtherRevocationInfoFormat.
func ocspChoice(el cryptobyte.String, t tag.Tag) ([]byte, bool) {
	var inner cryptobyte.String
	var oid asn1.ObjectIdentifier
	ok := t == context0+1 && el.ReadASN1(&inner, t) && inner.ReadASN1ObjectIdentifier(&oid) && oid.Equal(oidOCSPResponse)
	return inner, ok
}

// about are the statements about c by those who may make them.
func (v *vault) about(c, issuer *x509.Certificate) []heard {
	key := [2][sha256.Size]byte{sha256.Sum256(c.Raw), sha256.Sum256(issuer.Raw)}
	if known, ok := v.heard[key]; ok {
		return known
	}
	var out []heard
	for _, a := range v.answers {
		if a.list == nil && !bytes.Contains(a.der, c.SerialNumber.Bytes()) || a.list != nil && !bytes.Equal(a.list.issuer, issuer.RawSubject) {
			continue
		}
		if v.readings++; v.readings > maxReadings {
			break
		}
		if s, err := a.read(v.maths, c, issuer); err == nil && inTime(issuer, s.made) == nil && !s.this.After(v.now.Add(maxSkew)) {
			out = append(out, heard{s, a.at, a.from})
		}
	}
	v.heard[key] = out
	return out
}

func (a answer) read(m *maths, c, issuer *x509.Certificate) (statement, error) {
	if a.list != nil {
		return a.list.about(m, c, issuer)
	}
	return readOCSP(a.der, c, issuer, nil, time.Time{})
}

// revocation says what is known of c at a time. That it was revoked before is
// final, whoever says it and whatever others say. If the net may be asked, it is
// asked in any case, for a revocation can be published late; if it does not
// answer, what the file says stands.
func (v *vault) revocation(ctx context.Context, c, issuer *x509.Certificate, at time.Time) Revocation {
	r := v.known(c, issuer, at)
	if v.net == nil || r.Status == RevocationRevoked || inTime(c, v.now) != nil {
		return r
	}
	proofs, err := v.net.proveAll(ctx, c, issuer)
	var gone *revokedError
	switch {
	case errors.As(err, &gone) && gone.c.Equal(c):
		r = Revocation{Status: RevocationRevoked, From: FromNet, Of: v.now, Since: gone.at}
		if gone.at.After(at) {
			r.Status = RevocationLater
		}
	case err != nil && r.Status == RevocationUnknown:
		r.Why = err.Error()
	case err == nil && r.Status == RevocationUnknown:
		r = Revocation{Status: RevocationGood, By: proofs[0].service(), From: FromNet, Of: v.now}
	}
	return r
}

func (p proof) service() Service {
	if p.ocsp != nil {
		return ServiceOCSP
	}
	return ServiceCRL
}

func (v *vault) known(c, issuer *x509.Certificate, at time.Time) Revocation {
	best := Revocation{Status: RevocationUnknown, Why: "the file brings no answer about it"}
	if len(c.OCSPServer)+len(c.CRLDistributionPoints) == 0 {
		best.Why = "it names nobody who could be asked"
	}
	for _, s := range v.about(c, issuer) {
		r := Revocation{By: s.service, From: s.from, Of: s.this, Since: s.revoked, at: s.at}
		err := v.speaksFor(s, issuer)
		switch {
		case err != nil:
			best.doubt(err)
		case s.gone && !s.revoked.After(at):
			r.Status = RevocationRevoked
			return r
		case s.gone:
			r.Status = RevocationLater
			best = r
		case best.Status != RevocationUnknown:
		default:
			if err := s.timely(c, at); err != nil {
				best.doubt(err)
				continue
			}
			r.Status = RevocationGood
			best = r
		}
	}
	return best
}

// doubt says why nothing is known, while nothing is.
func (r *Revocation) doubt(err error) {
	if r.Status == RevocationUnknown {
		r.Why = err.Error()
	}
}

// timely: an answer speaks of a time if it holds then or was given later. One
// given after the certificate's end says nothing good: authorities forget.
func (s statement) timely(c *x509.Certificate, at time.Time) error {
	switch {
	case s.this.After(c.NotAfter):
		return fmt.Errorf("the answer of %s is of after the certificate's end", s.this.UTC().Format(time.RFC3339))
	case !s.this.Before(at):
		return nil
	}
	return fresh(s.this, s.next, at)
}

// speaksFor: a delegated responder without id-pkix-ocsp-nocheck must be shown
// not to be revoked, by a list.
func (v *vault) speaksFor(s heard, issuer *x509.Certificate) error {
	if s.responder == nil {
		return nil
	}
	for _, l := range v.about(s.responder, issuer) {
		if l.service == ServiceCRL && l.gone && !l.revoked.After(s.made) {
			return errors.New("the answer's responder was revoked")
		}
		if l.service == ServiceCRL && (l.gone || l.timely(s.responder, s.made) == nil) {
			return nil
		}
	}
	return errors.New("nothing shows that the answer's responder was not revoked")
}
