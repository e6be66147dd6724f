package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

const (
	// MaxCheck is the size in bytes above which Check refuses a file.
	MaxCheck = 512 << 20
	// maxSeals bounds the work that one file can ask for: each costs a pass of hashing.
	maxSeals = 16
	// checkTime is how long the second opinion may take if ctx sets no earlier end.
	checkTime = 20 * time.Second
)

// Report is what Check found out about a file.
type Report struct {
	// Valid: at least one signature, all of them whole, covering all of the file.
	Valid bool `json:"valid"`
	// Trusted: valid, and every signer's chain ends in a given root now.
	Trusted bool `json:"trusted"`
	// Reason is why not; empty when valid and trusted.
	Reason Reason `json:"reason,omitempty"`
	// Signatures are those that could be read, oldest first.
	Signatures []Signature `json:"signatures"`
}

// Signature is one signature of a file.
type Signature struct {
	Signer    string    `json:"signer"` // the certificate's owner
	Serial    string    `json:"serial"` // of the certificate, hexadecimal
	When      time.Time `json:"when,omitzero"`
	Covers    bool      `json:"covers"` // the whole file but itself
	Level     string    `json:"level"`
	SubFilter string    `json:"subfilter"`
	Demo      bool      `json:"demo,omitempty"` // made with a demo key
}

// Check judges a file from outside. First our guard looks at its structure,
// signatures and history; then digitorus/pdfsign, an independent program, has
// to accept it as well; then the chains have to lead to one of roots at now.
// roots nil trusts nobody; the system's roots are never used.
//
// The error is nil only if the seal holds and is trusted. Else it wraps
// ErrUnreadable, ErrInvalid or ErrUntrusted and says why in English, and the
// report says it as a code; or it wraps ctx's error. Any input is safe: memory
// is bounded by four times its size and 64 MB, time by ctx and 20 seconds.
func Check(ctx context.Context, pdf []byte, roots *x509.CertPool, now time.Time) (Report, error) {
	r := Report{Signatures: []Signature{}}
	if roots == nil {
		roots = x509.NewCertPool()
	}
	return r.concluded(ctx, r.check(ctx, pdf, roots, now))
}

// concluded writes down what err says of the file.
func (r Report) concluded(ctx context.Context, err error) (Report, error) {
	if err != nil && ctx.Err() != nil {
		return Report{Signatures: []Signature{}}, fmt.Errorf("check: %w", ctx.Err())
	}
	r.Reason = reasonOf(err, ReasonStructure)
	r.Valid = err == nil || errors.Is(err, ErrUntrusted)
	r.Trusted = err == nil
	if err != nil {
		return r, fmt.Errorf("check: %w", err)
	}
	return r, nil
}

func (r *Report) check(ctx context.Context, pdf []byte, roots *x509.CertPool, now time.Time) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = becausef(ReasonStructure, "the check broke off: %v", p)
		}
	}()
	seals, err := guard(pdf)
	if err != nil {
		return err
	}
	chains, err := r.verify(ctx, pdf, seals)
	if err != nil {
		return err
	}
	untrusted := checkChains(chains, roots, now)
	if err := secondOpinion(ctx, pdf, len(seals), roots, now, untrusted == nil); err != nil {
		return err
	}
	return untrusted
}

// guard is our look at the file's structure, history and places of signatures.
func guard(pdf []byte) ([]seal, error) {
	if len(pdf) > MaxCheck {
		return nil, becausef(ReasonTooLarge, "%d bytes, at most %d", len(pdf), MaxCheck)
	}
	d, err := open(pdf, nodesOutside)
	if err != nil {
		return nil, opening(pdf, err)
	}
	if d.freed {
		return nil, becausef(ReasonUnsupported, "a revision gives up an object of an earlier one")
	}
	seals, err := d.seals()
	if err != nil {
		return nil, err
	}
	if len(seals) > maxSeals {
		return nil, becausef(ReasonUnsupported, "%d signatures, at most %d", len(seals), maxSeals)
	}
	return seals, d.checkRevisions(seals)
}

// verify checks every CMS and fills in the report.
func (r *Report) verify(ctx context.Context, pdf []byte, seals []seal) ([][]*x509.Certificate, error) {
	var chains [][]*x509.Certificate
	for i, s := range seals {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		certs, err := s.verify(pdf)
		if err != nil {
			return nil, fmt.Errorf("signature %d: %w", i+1, err)
		}
		chains = append(chains, certs)
		r.Signatures = append(r.Signatures, Signature{
			Signer: owner(certs[0]), Serial: serial(certs[0]), When: s.when, Covers: s.reach == len(pdf),
			Level: "B-B", SubFilter: subFilter, Demo: isDemo(certs[0]),
		})
	}
	return chains, nil
}

// checkChains judges the signers now. A B-B seal proves no time, so that the
// end of the certificate is the end of trust (EN 319 102-1, 5.2).
func checkChains(chains [][]*x509.Certificate, roots *x509.CertPool, now time.Time) error {
	for i, certs := range chains {
		if err := checkSigner(certs, roots, now); err != nil {
			return fmt.Errorf("signature %d: %w", i+1, err)
		}
	}
	return nil
}

func checkSigner(certs []*x509.Certificate, roots *x509.CertPool, now time.Time) error {
	for _, c := range certs {
		switch err := inTime(c, now); {
		case errors.Is(err, ErrExpired):
			return because(ReasonExpired, err)
		case err != nil:
			return because(ReasonNotYetValid, err)
		}
	}
	between := x509.NewCertPool()
	for _, c := range certs[1:] {
		between.AddCert(c)
	}
	_, err := certs[0].Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: now,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		return because(ReasonUntrusted, err)
	}
	if err := fitsSealing(certs[0]); err != nil {
		return because(ReasonUsage, err)
	}
	return nil
}

// looksSigned is for files whose structure cannot be read.
func looksSigned(src []byte) bool { return bytes.Contains(src, []byte("/ByteRange")) }
