package signing

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
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
	if _, end := keyUseOf(c); !end.IsZero() && end.Before(c.NotAfter) {
		return end
	}
	return c.NotAfter
}

// keyInTime: a key may not sign outside of its own period, whatever its
// certificate's: who checks by the authority's rules would not take the seal.
func keyInTime(c *x509.Certificate, at time.Time) error {
	from, to := keyUseOf(c)
	switch {
	case !to.IsZero() && at.After(to):
		return fmt.Errorf("%w (serial %s): its private key may sign until %s: get a new one", ErrExpired, serial(c), to.Format(time.DateOnly))
	case at.Before(from):
		return fmt.Errorf("%w (serial %s): its private key may sign from %s", ErrNotYetValid, serial(c), from.Format(time.DateOnly))
	}
	return nil
}

// keyUseOf are zero times where the certificate does not tell, or not readably.
func keyUseOf(c *x509.Certificate) (from, to time.Time) {
	for _, e := range c.Extensions {
		if !e.Id.Equal(keyUse) {
			continue
		}
		var period struct {
			From time.Time `asn1:"optional,tag:0,generalized"`
			To   time.Time `asn1:"optional,tag:1,generalized"`
		}
		if rest, err := asn1.Unmarshal(e.Value, &period); err == nil && len(rest) == 0 {
			return period.From, period.To
		}
	}
	return time.Time{}, time.Time{}
}
