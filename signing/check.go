package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
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

// Checker judges seals from outside.
type Checker struct {
	// Roots are trusted for signers, TSARoots for time stamps; nil TSARoots are
	// Roots. Nil Roots trust nobody; the system's roots are never used.
	Roots, TSARoots *x509.CertPool
	// Now is today's clock.
	Now time.Time
	// Outside verifies GOST signatures and has the roots of their chains; without
	// it such a file is not judged.
	Outside *Outside
	// Authorities are asked about the revocation of certificates that lead to a
	// root, where the file does not bring it. Nil asks nobody: the check is offline.
	Authorities *Authorities
}

func (c Checker) roots() *x509.CertPool {
	if c.Roots == nil {
		return x509.NewCertPool()
	}
	return c.Roots
}

func (c Checker) tsaRoots() *x509.CertPool {
	if c.TSARoots == nil {
		return c.roots()
	}
	return c.TSARoots
}

// Check is Checker.Check with one set of roots, offline.
func Check(ctx context.Context, pdf []byte, roots *x509.CertPool, now time.Time) (Report, error) {
	return Checker{Roots: roots, Now: now}.Check(ctx, pdf)
}

// Check judges a file from outside. First our guard looks at its structure,
// signatures and history; then digitorus/pdfsign, an independent program, has to
// accept each signature as well; then the chains have to lead to a root, at the
// earliest time that a trusted time stamp proves, or now.
//
// The error is nil only if the seal holds and is trusted. Else it wraps
// ErrUnreadable, ErrInvalid or ErrUntrusted and says why in English, and the
// report says it as a code; or it wraps ctx's error. Any input is safe: memory
// is bounded by four times its size and 64 MB, time by ctx and 20 seconds.
func (c Checker) Check(ctx context.Context, pdf []byte) (Report, error) {
	r := Report{Signatures: []Signature{}}
	return r.concluded(ctx, r.check(ctx, pdf, c))
}

// concluded writes down what err says of the file.
func (r Report) concluded(ctx context.Context, err error) (Report, error) {
	if err != nil && ctx.Err() != nil {
		return Report{Signatures: []Signature{}}, fmt.Errorf("check: %w", ctx.Err())
	}
	r.Reason = reasonOf(err, ReasonStructure)
	r.Verdict = verdictOf(r.Reason, err)
	r.Valid = err == nil || errors.Is(err, ErrUntrusted)
	r.Trusted = err == nil
	if err != nil {
		return r, fmt.Errorf("check: %w", err)
	}
	return r, nil
}

func (r *Report) check(ctx context.Context, pdf []byte, c Checker) (err error) {
	defer recovered(&err)
	d, seals, err := guard(pdf)
	if err != nil {
		return err
	}
	m := c.Outside.during(ctx)
	if err := r.verify(m, d, seals); err != nil {
		return err
	}
	untrusted := r.trust(m, d, seals, c)
	if untrusted != nil && !errors.Is(untrusted, ErrUntrusted) {
		return untrusted
	}
	if err := secondOpinion(ctx, pdf, r.questions(seals, c, untrusted == nil)); err != nil {
		return err
	}
	return untrusted
}

// recovered makes an error of a panic: whatever a file does, the process lives.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = becausef(ReasonStructure, "the check broke off: %v", p)
	}
}

// guard is our look at the file's structure, history and places of signatures.
func guard(pdf []byte) (*document, []seal, error) {
	if len(pdf) > MaxCheck {
		return nil, nil, becausef(ReasonTooLarge, "%d bytes, at most %d", len(pdf), MaxCheck)
	}
	d, err := open(pdf, nodesOutside)
	if err != nil {
		return nil, nil, opening(pdf, err)
	}
	if d.freed {
		return nil, nil, becausef(ReasonUnsupported, "a revision gives up an object of an earlier one")
	}
	seals, err := d.seals()
	if err != nil {
		return nil, nil, err
	}
	if len(seals) > maxSeals {
		return nil, nil, becausef(ReasonUnsupported, "%d signatures, at most %d", len(seals), maxSeals)
	}
	return d, seals, d.checkRevisions(seals)
}

// verify checks every CMS over what it covers and begins the report.
func (r *Report) verify(m *maths, d *document, seals []seal) error {
	signed := false
	for i, s := range seals {
		if err := m.ctx.Err(); err != nil {
			return err
		}
		certs, err := s.verify(m, d.src)
		if err != nil {
			return fmt.Errorf("signature %d: %w", i+1, err)
		}
		if s.stamp {
			r.TimeStamps = append(r.TimeStamps, TimeStamp{Kind: StampOfDocument})
			continue
		}
		signed = true
		r.Signatures = append(r.Signatures, Signature{
			Signer: owner(certs[0]), Serial: serial(certs[0]), When: s.when, Covers: !slices.Contains(d.after(seals[i:]), FurtherSignature),
			SubFilter: s.dict.get("SubFilter").name(), Demo: isDemo(certs[0]), After: d.after(seals[i:]), Warnings: d.cautions(seals[i:]),
		})
	}
	if !signed {
		return becausef(ReasonUnsigned, "there is only a document time stamp")
	}
	return nil
}

// trust judges signers and time stamps with the validation data in the file.
func (r *Report) trust(m *maths, d *document, seals []seal, c Checker) error {
	v := newVault(m, c.Now, c.Authorities)
	s, err := d.store()
	if err != nil {
		return because(ReasonStructure, err)
	}
	if err := v.addStore(d, s); err != nil {
		return err
	}
	q := c.inquire(v)
	q.promises = s.dict.kind == kindDict
	for _, sl := range seals {
		if e, err := openEnvelope(sl.der); err == nil && !sl.stamp {
			_ = v.addEnvelope(e) // its certificates: parseCMS has read them
		}
		if sl.plain {
			v.addAdobe(sl.der)
		}
	}
	err = q.document(m.ctx, seals, r)
	for i := range r.Signatures {
		r.Signatures[i].nameLevel()
	}
	return err
}

// questions are what the second opinion is asked: about each signature that it
// can read, which GOST's are not, at the time at which we judged it.
func (r *Report) questions(seals []seal, c Checker, trusted bool) []asked {
	var out []asked
	n := 0
	for _, s := range seals {
		if s.stamp {
			continue
		}
		if sig, err := s.cms(); err == nil && sig.gost == 0 {
			out = append(out, asked{reach: s.reach, roots: c.roots(), at: r.Signatures[n].JudgedAt, trusted: trusted && s.signerLeads()})
		}
		n++
	}
	return out
}

// signerLeads: the signer's certificate is the first in the CMS. The second
// opinion takes the first for the signer's, wherever it is: where it is another,
// as pyHanko writes them, it judges a CA's by the rules for signers, and only
// what it says of the signature's mathematics is taken.
func (s seal) signerLeads() bool {
	sig, err := parseCMS(s.der)
	if err != nil {
		return false
	}
	certs, err := sig.signerFirst()
	return err == nil && bytes.Equal(certs[0].Raw, sig.certs[0])
}

// looksSigned is for files whose structure cannot be read.
func looksSigned(src []byte) bool { return bytes.Contains(src, []byte("/ByteRange")) }
