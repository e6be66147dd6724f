package signing

import (
	"fmt"
	"time"
)

// Lasts is until when a file's seal can be proved as it is: the end of the first
// certificate in its newest time stamp or, where it has none, of the signer's
// chain. Before that day a further document time stamp has to be put over it. The
// seal itself is not judged.
func Lasts(sealed []byte) (time.Time, error) {
	f, err := openSealed(sealed)
	if err != nil {
		return time.Time{}, fmt.Errorf("how long a seal lasts: %w", err)
	}
	s := f.seals[len(f.seals)-1]
	der := s.der
	if !s.stamp {
		sig, err := s.cms()
		if err != nil {
			return time.Time{}, fmt.Errorf("how long a seal lasts: %w", err)
		}
		if sig.stamp == nil {
			return firstEnd(sig)
		}
		der = sig.stamp
	}
	t, err := parseToken(der)
	if err != nil {
		return time.Time{}, fmt.Errorf("how long a seal lasts: %w", err)
	}
	return firstEnd(t.signature)
}

// firstEnd is when the first of a signature's certificates ends.
func firstEnd(s signature) (first time.Time, err error) {
	certs, err := s.signerFirst()
	for _, c := range certs {
		if first.IsZero() || c.NotAfter.Before(first) {
			first = c.NotAfter
		}
	}
	return first.UTC(), err
}
