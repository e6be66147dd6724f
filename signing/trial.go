package signing

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// maxPaths bounds how many ways to a root are tried.
const maxPaths = 8

// trial judges one chain at one time.
type trial struct {
	certs []*x509.Certificate // the first one's chain is judged; the others may be on its way
	roots *x509.CertPool
	usage x509.ExtKeyUsage
	at    time.Time
	// made is when the signature itself says it was made, if that is believed: a
	// time stamp's own time, else at.
	made time.Time
	// proved: a time stamp proves at; else it is the present.
	proved bool
	// strict: it must be shown that no certificate was revoked.
	strict bool
}

// judge finds a way to a root on which every certificate is in its time at
// t.at and was not revoked then. A certificate that has expired since must be
// shown not to have been revoked, for nobody can be asked about it any more.
func (v *vault) judge(ctx context.Context, t trial) ([]Link, error) {
	paths, err := v.paths(t)
	if err != nil {
		return nil, err
	}
	var first []Link
	var why error
	for i, path := range paths[:min(len(paths), maxPaths)] {
		links, err := v.follow(ctx, t, path)
		if err == nil || ctx.Err() != nil {
			return links, errors.Join(err, ctx.Err())
		}
		if i == 0 {
			first, why = links, err
		}
	}
	return first, why
}

// paths are the ways to a root. Where there is none, the error says whether a
// certificate's time is the reason.
func (v *vault) paths(t trial) ([][]*x509.Certificate, error) {
	between := x509.NewCertPool()
	for _, c := range append(t.certs[1:len(t.certs):len(t.certs)], v.certs...) {
		between.AddCert(c)
	}
	if err := outOfTime(t.certs[0], t.at); err != nil {
		return nil, err
	}
	if gostSignature(t.certs[0]) > 0 && t.usage == x509.ExtKeyUsageAny {
		return v.maths.ways(t.certs[0], append(t.certs[1:len(t.certs):len(t.certs)], v.certs...), func(c *x509.Certificate) error { return outOfTime(c, t.at) })
	}
	paths, err := t.certs[0].Verify(x509.VerifyOptions{Roots: t.roots, Intermediates: between, CurrentTime: t.at, KeyUsages: []x509.ExtKeyUsage{t.usage}})
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil {
		if err := outOfTime(invalid.Cert, t.at); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, because(ReasonUntrusted, err)
	}
	return paths, nil
}

func outOfTime(c *x509.Certificate, at time.Time) error {
	switch err := inTime(c, at); {
	case errors.Is(err, ErrExpired):
		return because(ReasonExpired, err)
	case err != nil:
		return because(ReasonNotYetValid, err)
	}
	return nil
}

// follow asks about the revocation of each certificate below the root.
func (v *vault) follow(ctx context.Context, t trial, path []*x509.Certificate) (links []Link, err error) {
	for i, c := range path {
		l := Link{Name: owner(c), Serial: serial(c), From: c.NotBefore, To: c.NotAfter, Root: i+1 == len(path)}
		if !l.Root {
			l.Revocation, l.file = v.revocation(ctx, c, path[i+1], t.at), v.known(c, path[i+1], t.made)
			if l.Revocation.Status == RevocationUnknown && l.file.Status == RevocationGood {
				l.Revocation = l.file
				l.Revocation.Status = RevocationThen
			}
			err = firstOf(err, t.allows(l, inTime(c, v.now) != nil))
		}
		links = append(links, l)
	}
	return links, err
}

// allows says whether what is known of a certificate's revocation will do.
func (t trial) allows(l Link, expiredSince bool) error {
	switch r := l.Revocation; {
	case r.Status == RevocationRevoked && t.proved:
		return becausef(ReasonRevoked, "certificate %s: since %s", l.Serial, r.Since.UTC().Format(time.RFC3339))
	case r.Status == RevocationRevoked:
		return becausef(ReasonRevokedNow, "certificate %s: since %s", l.Serial, r.Since.UTC().Format(time.RFC3339))
	case r.Status != RevocationGood && r.Status != RevocationLater && (t.strict || expiredSince):
		return becausef(ReasonNoRevocation, "certificate %s: %s", l.Serial, r.Why)
	}
	return nil
}

// shown: of every certificate below the root the file itself shows that it was
// not revoked, by answers that lie before the byte limit.
func shown(links []Link, limit int) bool {
	for _, l := range links {
		r := l.file
		if !l.Root && (r.From != FromFile || r.Status != RevocationGood && r.Status != RevocationLater || r.at >= limit) {
			return false
		}
	}
	return len(links) > 0
}

// unknown says of which certificates nothing is known.
func unknown(links []Link) error {
	for _, l := range links {
		if l.Revocation.Status == RevocationUnknown {
			return fmt.Errorf("certificate %s: %s", l.Serial, l.Revocation.Why)
		}
	}
	return nil
}
