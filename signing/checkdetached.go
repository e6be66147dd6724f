package signing

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/crypto/cryptobyte"
)

// maxDetached bounds a detached CMS; validation data makes it large.
const maxDetached = 64 << 20

// CheckDetached is Checker.CheckDetached with one set of roots, offline.
func CheckDetached(ctx context.Context, der []byte, content io.Reader, roots *x509.CertPool, now time.Time) (Report, error) {
	return Checker{Roots: roots, Now: now}.CheckDetached(ctx, der, content)
}

// CheckDetached judges a CMS over content that lies elsewhere, as SignDetached
// makes it: CAdES of B-B to B-LT with the same verdict and errors as Check, but
// that an error of reading content is returned as it is. There is no second
// opinion: pdfsign knows PDF only. A CMS that SignDetached would not make, for
// instance with an archive time stamp, is refused as unsupported.
func (c Checker) CheckDetached(ctx context.Context, der []byte, from io.Reader) (Report, error) {
	content := noting{Reader: from}
	r := Report{Signatures: []Signature{}}
	err := r.checkDetached(c.Outside.during(ctx), der, c, &content)
	if content.failed != nil {
		return Report{Signatures: []Signature{}}, fmt.Errorf("check: read the content: %w", content.failed)
	}
	return r.concluded(ctx, err)
}

// noting remembers how reading failed: that is no fault of the signature.
type noting struct {
	io.Reader
	failed error
}

func (n *noting) Read(p []byte) (int, error) {
	got, err := n.Reader.Read(p)
	if err != nil && err != io.EOF {
		n.failed = err
	}
	return got, err
}

func (r *Report) checkDetached(m *maths, der []byte, c Checker, content io.Reader) (err error) {
	defer recovered(&err)
	e, sig, err := readDetached(der)
	if err != nil {
		return err
	}
	sum, err := m.sum(sig, content)
	if err != nil {
		return err
	}
	certs, err := sig.verifySum(m, sum)
	if err != nil {
		return err
	}
	s := Signature{Signer: owner(certs[0]), Serial: serial(certs[0]), Covers: true, Demo: isDemo(certs[0])}
	if s.When, err = sig.signingTime(); err != nil {
		return err
	}
	if err := (seal{when: s.When}).claims(certs[0]); err != nil {
		return err
	}
	v := newVault(m, c.Now, c.Authorities)
	if err := v.addEnvelope(e); err != nil {
		return err
	}
	q := c.inquire(v)
	q.promises = e.crls != nil
	err = q.signature(m.ctx, der, &s)
	if s.Level != "" {
		s.Baseline = s.Level.baseline("CAdES")
	}
	r.Signatures = append(r.Signatures, s)
	return firstOf(err, q.fault)
}

// readDetached opens a CMS and refuses what cannot be judged.
func readDetached(der []byte) (envelope, signature, error) {
	if len(der) > maxDetached {
		return envelope{}, signature{}, becausef(ReasonTooLarge, "%d bytes, at most %d", len(der), maxDetached)
	}
	if n, err := derLength(der); err != nil || n != len(der) {
		return envelope{}, signature{}, because(ReasonContents, firstOf(err, errCMS))
	}
	sig, err := parseCMS(der)
	switch {
	case errors.Is(err, errUnsupported):
		return envelope{}, sig, because(ReasonUnsupported, err)
	case err != nil:
		return envelope{}, sig, because(ReasonContents, err)
	}
	e, err := openEnvelope(der)
	return e, sig, err
}

// signingTime reads the attribute that CAdES demands (EN 319 122-1, 6.3).
func (s signature) signingTime() (at time.Time, err error) {
	attr := cryptobyte.String(s.attrs[oidSigningTime.String()])
	if !readTime(&attr, &at) || !attr.Empty() {
		return at, becausef(ReasonContents, "no signing-time attribute, which CAdES demands (EN 319 122-1, 6.3)")
	}
	return at.UTC(), nil
}
