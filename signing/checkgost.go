package signing

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// CheckGOST is Check for a file of which Check says ReasonOutside: our guard
// looks at structure and history, the verifying command ("" is GOSTVerify) at
// the signatures and, with the PEM certificates roots, at their chains. It takes
// the place of the second opinion too, for it shares no code with us. A file
// with seals of both kinds is refused.
func CheckGOST(ctx context.Context, pdf, roots []byte, verify string, now time.Time) (Report, error) {
	r := Report{Signatures: []Signature{}}
	return r.concluded(ctx, r.checkGOST(ctx, pdf, roots, parseCommand(cmp.Or(verify, GOSTVerify)), now))
}

func (r *Report) checkGOST(ctx context.Context, pdf, roots []byte, verify command, now time.Time) (err error) {
	defer recovered(&err)
	_, seals, err := guard(pdf)
	if err != nil {
		return err
	}
	var untrusted error
	for i, s := range seals {
		sig, certs, err := s.verifyGOST(ctx, pdf, verify)
		if err != nil {
			return fmt.Errorf("signature %d: %w", i+1, err)
		}
		r.Signatures = append(r.Signatures, Signature{
			Signer: owner(certs[0]), Serial: serial(certs[0]), When: s.when, Covers: s.reach == len(pdf),
			Level: sig.gostLevel(), SubFilter: subFilter, JudgedAt: now,
		})
		if err := s.trustGOST(ctx, pdf, verify, certs, roots, now); err != nil && untrusted == nil {
			untrusted = fmt.Errorf("signature %d: %w", i+1, err)
		}
	}
	return untrusted
}

// verifyGOST is seal.verify with a command: whether the seal is whole, whoever
// made it. Every certificate in it is trusted for this.
func (s seal) verifyGOST(ctx context.Context, src []byte, verify command) (signature, []*x509.Certificate, error) {
	sig, err := parseCMS(s.der)
	if errors.Is(err, errUnsupported) {
		return sig, nil, because(ReasonUnsupported, err)
	}
	if err != nil {
		return sig, nil, because(ReasonContents, err)
	}
	certs, err := sig.gostCerts()
	if err != nil {
		return sig, nil, err
	}
	if err := linkedByName(certs); err != nil {
		return sig, nil, err
	}
	if err := verify.verifies(ctx, s.der, s.content(src), certs, pemOf(certs)); err != nil {
		return sig, nil, commandRefusal(err, ReasonSignature)
	}
	return sig, certs, s.claims(certs[0])
}

// linkedByName: every further certificate is a CA's and of the name that issued
// another one. The command follows only those that lead to a root.
func linkedByName(certs []*x509.Certificate) error {
	for i, ca := range certs[1:] {
		issued := false
		for j, c := range certs {
			issued = issued || ca.IsCA && j != i+1 && bytes.Equal(c.RawIssuer, ca.RawSubject)
		}
		if !issued {
			return becausef(ReasonCertificate, "a certificate that has issued none of the others")
		}
	}
	return nil
}

// trustGOST judges a whole seal's signer now, as checkSigner does.
func (s seal) trustGOST(ctx context.Context, src []byte, verify command, certs []*x509.Certificate, roots []byte, now time.Time) error {
	for _, c := range certs {
		switch err := inTime(c, now); {
		case errors.Is(err, ErrExpired):
			return because(ReasonExpired, err)
		case err != nil:
			return because(ReasonNotYetValid, err)
		}
	}
	if len(roots) == 0 {
		return becausef(ReasonUntrusted, "no roots are given")
	}
	if err := verify.verifies(ctx, s.der, s.content(src), certs, roots); err != nil {
		return commandRefusal(err, ReasonUntrusted)
	}
	if err := fitsSealing(certs[0]); err != nil {
		return because(ReasonUsage, err)
	}
	return nil
}

// refused is the exit status of a verifying command that found the signature,
// or its chain, not to hold; it is OpenSSL's.
const refused = 4

// commandRefusal tells a program that says no from one that could not do its work.
func commandRefusal(err error, no Reason) error {
	var status *exec.ExitError
	if errors.As(err, &status) && status.ExitCode() == refused {
		return because(no, err)
	}
	return because(ReasonOutside, err)
}
