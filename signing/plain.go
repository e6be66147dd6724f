package signing

import (
	"crypto/x509"
	"encoding/asn1"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// The older kind of PDF signature, adbe.pkcs7.detached (ISO 32000-1, 12.8.3.3):
// Acrobat's for many years, and pdfsign's. It is checked by the same rules as
// PAdES but for what it does not demand: the signing-certificate attribute and a
// time in the dictionary. We never make it.

var errPlain = becausef(ReasonUnsupported, "/SubFilter %s is no PAdES, which our seals are", plainFilter)

// oidAdobeRevocation is Adobe's signed attribute with answers about revocation
// (ISO 32000-1, 12.8.3.3.2).
var oidAdobeRevocation = asn1.ObjectIdentifier{1, 2, 840, 113583, 1, 1, 8}

// plainLevel says that a signature has what a level asks for, but is no PAdES.
// The names are EU DSS's: PKCS7-B, PKCS7-T, PKCS7-LT, PKCS7-LTA.
func plainLevel(l Level) Level { return Level("PKCS7" + strings.TrimPrefix(string(l), "B")) }

// nameLevel gives the level found the name that its kind of signature has.
func (s *Signature) nameLevel() {
	if s.SubFilter == plainFilter {
		s.Level = plainLevel(s.Level)
		return
	}
	s.Baseline = s.Level.baseline("PAdES")
}

// claimed is the time that the signer states: /M, which PAdES demands, or else,
// as ISO 32000-1 has it, the attribute in the signature. Zero: he states none.
func (s seal) claimed() time.Time {
	at, ok := parseDate(string(s.dict.get("M").text()))
	if ok || !s.plain {
		return at
	}
	sig, err := parseCMS(s.der)
	if err != nil {
		return time.Time{}
	}
	at, _ = sig.signingTime()
	return at
}

func (s signature) has(attr asn1.ObjectIdentifier) bool {
	_, ok := s.attrs[attr.String()]
	return ok
}

// namesSigner: the certificate is the one the signer signed for. A plain
// signature need not say so; one that does must be right.
func (s signature) namesSigner(leaf *x509.Certificate) error {
	switch {
	case !s.plain || s.has(oidSigningCert):
		return s.verifySigningCertificate(leaf)
	case s.has(oidSigningCertV1) && !s.namesBySHA1(leaf):
		return becausef(ReasonCertificate, "the signed hash is another certificate's")
	}
	return nil
}

// addAdobe reads the answers in a plain signature. What of it cannot be read
// proves nothing and is passed by.
func (v *vault) addAdobe(der []byte) {
	sig, err := parseCMS(der)
	if err != nil {
		return
	}
	var archive, lists, list cryptobyte.String
	attr := sig.attrs[oidAdobeRevocation.String()]
	if !attr.ReadASN1(&archive, tag.SEQUENCE) {
		return
	}
	for kind, add := range []func([]byte, int, string){v.addCRL, v.addOCSP} {
		here := context0 + tag.Tag(kind)
		if !archive.PeekASN1Tag(here) || !archive.ReadASN1(&lists, here) || !lists.ReadASN1(&list, tag.SEQUENCE) {
			continue
		}
		for el := (cryptobyte.String)(nil); list.ReadASN1Element(&el, tag.SEQUENCE); {
			add(el, 0, FromFile)
		}
	}
}

// Words names the level for people.
func (s Signature) Words() string {
	switch {
	case s.Baseline != "":
		return s.Baseline
	case s.SubFilter == plainFilter:
		return string(s.Level) + ", a PDF signature, not PAdES"
	}
	return string(s.Level)
}
