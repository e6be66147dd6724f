package signing

import (
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"net/url"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

var oidIssuingPoint = asn1.ObjectIdentifier{2, 5, 29, 28}

// askCRL fetches a list of revoked certificates and looks for c. Its errors are
// *AuthorityError.
func (a *Authorities) askCRL(ctx context.Context, address string, c, issuer *x509.Certificate) (proof, error) {
	der, err := a.fetch(ctx, question{service: ServiceCRL, url: address, most: maxCRLAnswer})
	if err != nil {
		return proof{}, err
	}
	p, err := judgeCRL(a.outside.during(ctx), der, c, issuer, a.now())
	if err != nil {
		return proof{}, &AuthorityError{Service: ServiceCRL, Host: hostOf(address), Err: err}
	}
	return p, nil
}

// judgeCRL accepts a full list of the issuer's own, in time, that speaks of such
// certificates (RFC 5280, 6.3.3; no indirect and no delta lists).
func judgeCRL(m *maths, der []byte, c, issuer *x509.Certificate, now time.Time) (proof, error) {
	l, err := readCRL(der)
	if err != nil {
		return proof{}, err
	}
	s, err := l.about(m, c, issuer)
	if err != nil {
		return proof{}, err
	}
	if err := fresh(s.this, s.next, now); err != nil {
		return proof{}, err
	}
	if s.gone {
		return proof{}, &revokedError{c, s.revoked}
	}
	return proof{crl: der, until: s.next}, nil
}

// speaksOf reads the issuing distribution point (RFC 5280, 5.2.5) and refuses
// every other critical extension, for instance a delta list's.
func speaksOf(extensions []pkix.Extension, c *x509.Certificate) error {
	for _, e := range extensions {
		if !e.Id.Equal(oidIssuingPoint) {
			if e.Critical {
				return fmt.Errorf("its list has a critical extension %v that this program does not know", e.Id)
			}
			continue
		}
		if !pointCovers(e.Value, c.IsCA) {
			return errors.New("its list is not about certificates of this kind, or only about some reasons")
		}
	}
	return nil
}

// pointCovers: [1] only users' certificates, [2] only CAs'; [3] only some
// reasons, [4] indirect and [5] only attributes cover nothing of ours.
func pointCovers(value cryptobyte.String, isCA bool) bool {
	var point cryptobyte.String
	if !value.ReadASN1(&point, tag.SEQUENCE) || !value.Empty() || !point.SkipOptionalASN1(context0) {
		return false
	}
	for !point.Empty() {
		var v cryptobyte.String
		var t tag.Tag
		if !point.ReadAnyASN1(&v, &t) {
			return false
		}
		no := len(v) == 1 && v[0] == 0
		users, cas := t == 0x81, t == 0x82
		if !no && (!users && !cas || users && isCA || cas && !isCA) {
			return false
		}
	}
	return true
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
