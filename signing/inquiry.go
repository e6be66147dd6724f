package signing

import (
	"context"
	"crypto/x509"
	"fmt"
	"math"
	"time"
)

// inquiry judges the trust of signatures and time stamps, from the newest to the
// oldest (EN 319 102-1, 5.6, in spirit): each time stamp that is trusted proves
// that everything it covers was there at its time, and what is older is judged
// at that time instead of today.
type inquiry struct {
	by    Checker
	vault *vault
	// at is the time at which what is judged next is known to have been there;
	// proof is the time stamp that shows it, nil while at is the present.
	at    time.Time
	proof *TimeStamp
	// archive are the bytes of the file that each trusted document time stamp covers.
	archive []int
	// promises: the file says that it brings what validates it.
	promises bool
	fault    error // the first thing that forbids trust, of the oldest
}

func (c Checker) inquire(v *vault) *inquiry { return &inquiry{by: c, vault: v, at: c.Now} }

// blame keeps what forbids trust. Seals are judged from the newest, and the
// oldest is named.
func (q *inquiry) blame(err error) {
	if err != nil {
		q.fault = err
	}
}

// document judges all seals of a file.
func (q *inquiry) document(ctx context.Context, seals []seal, r *Report) error {
	signatures, stamps := len(r.Signatures), len(r.TimeStamps)
	for i := len(seals) - 1; i >= 0; i-- {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := seals[i]
		if s.stamp {
			stamps--
			if err := q.documentStamp(ctx, s, i == len(seals)-1, &r.TimeStamps[stamps]); err != nil {
				return err
			}
			continue
		}
		signatures--
		if err := q.signature(ctx, s.der, &r.Signatures[signatures]); err != nil {
			return err
		}
	}
	if q.fault != nil {
		return q.fault
	}
	return nil
}

// documentStamp judges one document time stamp. If it is trusted, it is the
// proof of what is older.
func (q *inquiry) documentStamp(ctx context.Context, s seal, last bool, out *TimeStamp) error {
	t, certs, err := readToken(s.der)
	if err != nil {
		return err
	}
	*out = q.stamp(ctx, t, certs, StampOfDocument)
	if out.Trusted {
		q.at, q.proof = t.at, out
		q.archive = append(q.archive, s.gap)
		out.last = last
	}
	return nil
}

func readToken(der []byte) (token, []*x509.Certificate, error) {
	t, err := parseToken(der)
	if err != nil {
		return t, nil, because(ReasonContents, err)
	}
	certs, err := t.signerFirst()
	return t, certs, err
}

// stamp judges the authority of a time stamp at the time at which the token is
// known to have been there. One that is only too old proves nothing and is
// passed by; one of an authority that is not trusted forbids trust in the file.
func (q *inquiry) stamp(ctx context.Context, t token, certs []*x509.Certificate, kind string) TimeStamp {
	out := TimeStamp{Kind: kind, Time: t.at, TSA: owner(certs[0]), Serial: serial(certs[0]), JudgedAt: q.at}
	err := q.order(t)
	if err == nil {
		out.Chain, err = q.vault.judge(ctx, trial{certs: certs, roots: q.by.tsaRoots(), usage: x509.ExtKeyUsageTimeStamping,
			at: q.at, made: t.at, proved: q.proof != nil, strict: q.by.Authorities != nil})
	}
	if out.Trusted = err == nil; err == nil {
		return out
	}
	out.Why = err.Error()
	switch reasonOf(err, ReasonTimeStamp) {
	case ReasonExpired, ReasonNoRevocation:
	case ReasonRevoked, ReasonRevokedNow:
		q.blame(becausef(ReasonTimeStampGone, "%s of %s", kind, t.at.Format(time.RFC3339)))
	case ReasonTimeStampOrder:
		q.blame(err)
	default:
		q.blame(becausef(ReasonTimeStamp, "%s of %s: %w", kind, t.at.Format(time.RFC3339), causeOf(err)))
	}
	return out
}

// order: nothing is older than what covers it, or of the future.
func (q *inquiry) order(t token) error {
	if t.at.After(q.at.Add(maxSkew)) {
		return becausef(ReasonTimeStampOrder, "a time stamp of %s was there at %s", t.at.Format(time.RFC3339), q.at.UTC().Format(time.RFC3339))
	}
	return nil
}

// signature judges one signature: its own time stamp first, then the signer at
// the earliest time that is proved.
func (q *inquiry) signature(ctx context.Context, der []byte, out *Signature) error {
	sig, err := parseCMS(der)
	if err != nil {
		return because(ReasonContents, err)
	}
	certs, err := sig.signerFirst()
	if err != nil {
		return err
	}
	at, proof := q.at, q.proof
	if sig.stamp != nil {
		t, by, err := readToken(sig.stamp)
		if err != nil {
			return err
		}
		ts := q.stamp(ctx, t, by, StampOfSignature)
		if out.TimeStamp = &ts; ts.Trusted && (proof == nil || !t.at.After(at)) {
			at, proof = t.at, &ts
		}
	}
	out.JudgedAt = at
	if proof != nil {
		out.Proved = &Proof{proof.Time, proof.Kind, proof.TSA, proof.Serial}
	}
	out.Chain, err = q.vault.judge(ctx, trial{certs: certs, roots: q.by.roots(), usage: x509.ExtKeyUsageAny,
		at: at, made: at, proved: proof != nil, strict: q.promises || q.by.Authorities != nil})
	if err == nil {
		if unfit := fitsSealing(certs[0]); unfit != nil {
			err = because(ReasonUsage, unfit)
		}
	}
	out.Level = q.level(out, proof)
	q.warn(out, proof)
	if err != nil {
		q.blame(err)
	}
	return nil
}

// level is what is in the file and holds (EN 319 142-1, 6; EN 319 122-1, 6).
// The last time stamp of all need not bring its own validation data.
func (q *inquiry) level(s *Signature, proof *TimeStamp) Level {
	if proof == nil {
		return LevelB
	}
	complete := func(limit int) bool { return shown(s.Chain, limit) && (proof.last || shown(proof.Chain, limit)) }
	if !complete(math.MaxInt) {
		return LevelT
	}
	for _, covered := range q.archive {
		if complete(covered) {
			return LevelLTA
		}
	}
	return LevelLT
}

// warn says what does not change the verdict and should be known.
func (q *inquiry) warn(s *Signature, proof *TimeStamp) {
	if err := unknown(s.Chain); err != nil {
		s.Warnings = append(s.Warnings, "whether it was revoked is not known: "+err.Error())
	}
	if ts := s.TimeStamp; ts != nil && !ts.Trusted {
		s.Warnings = append(s.Warnings, "its time stamp proves nothing: "+ts.Why)
	}
	if proof != nil {
		if err := unknown(proof.Chain); err != nil && !proof.last {
			s.Warnings = append(s.Warnings, "whether the time stamp's authority was revoked is not known: "+err.Error())
		}
		if s.When.After(proof.Time.Add(maxSkew)) {
			s.Warnings = append(s.Warnings, fmt.Sprintf("the time claimed is after the time proved, %s", proof.Time.Format(time.RFC3339)))
		}
	}
}
