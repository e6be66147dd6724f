package signing

import (
	"crypto/x509"
	"encoding/asn1"
	"time"
)

// keyUse is the extension privateKeyUsagePeriod (X.509, 9.2.2.5), which Russian
// authorities put into qualified certificates: the key ends before its certificate.
var keyUse = asn1.ObjectIdentifier{2, 5, 29, 16}

// KeyExpires is when the private key may no longer sign, where the certificate
// says so; else the certificate's own end. It is the zero time if there is no key.
func (s *Signer) KeyExpires() time.Time {
	if s == nil || s.cms == nil || len(s.cms.Chain()) == 0 {
		return time.Time{}
	}
	c := s.cms.Chain()[0]
	if end := keyUseEnd(c); !end.IsZero() && end.Before(c.NotAfter) {
		return end
	}
	return c.NotAfter
}

// keyUseEnd is the zero time where the certificate does not tell, or not readably.
func keyUseEnd(c *x509.Certificate) time.Time {
	for _, e := range c.Extensions {
		if !e.Id.Equal(keyUse) {
			continue
		}
		var period struct {
			From time.Time `asn1:"optional,tag:0,generalized"`
			To   time.Time `asn1:"optional,tag:1,generalized"`
		}
		if rest, err := asn1.Unmarshal(e.Value, &period); err == nil && len(rest) == 0 {
			return period.To
		}
	}
	return time.Time{}
}
