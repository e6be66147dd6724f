package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/digitorus/pdf"
	"github.com/digitorus/pdfsign/extract"
	"github.com/digitorus/pdfsign/verify"
)

// asked is what is asked about one signature.
type asked struct {
	reach   int // where what it covers ends
	roots   *x509.CertPool
	at      time.Time
	trusted bool // we trust the signer
}

// secondOpinion asks digitorus/pdfsign v1.0.0-rc1, which shares no code with us.
// It must hold each signature for whole; if we trust the signers, it must as
// well. It runs behind the guard only: a negative ByteRange makes it panic, a
// huge one takes all memory, and it does not notice what comes after a signature.
// It runs in a goroutine of its own, because it knows no context; one that does
// not answer in time is left to end by itself.
//
// It sees each signature in the revision that the signature covers. What comes
// after it is never shown: it knows neither /DSS nor what a document time
// stamp may change (with P=1 it holds both for a forgery), and it takes the
// time of a token for proved before it has judged its authority. On time
// stamps and validation data our guard and our inquiry are the only judges.
func secondOpinion(ctx context.Context, src []byte, about []asked) error {
	ctx, stop := context.WithTimeout(ctx, checkTime)
	defer stop()
	answer := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				answer <- fmt.Errorf("it broke off: %v", p)
			}
		}()
		answer <- askAll(src, about)
	}()
	select {
	case err := <-answer:
		if err != nil {
			return because(ReasonDisagree, err)
		}
		return nil
	case <-ctx.Done():
		return because(ReasonDisagree, errors.New("it did not answer in time"))
	}
}

func askAll(src []byte, about []asked) error {
	for i, a := range about {
		if err := a.ask(src[:a.reach]); err != nil {
			return fmt.Errorf("signature %d: %w", i+1, err)
		}
	}
	return nil
}

// ask finds the signature that covers the whole of src, and has it judged.
func (a asked) ask(src []byte) error {
	file := bytes.NewReader(src)
	reader, err := pdf.NewReader(file, file.Size())
	if err != nil {
		return err
	}
	count := 0
	for sig, err := range extract.Iter(reader, file) {
		if err != nil {
			return err
		}
		if count++; count > maxSeals {
			break
		}
		if br := sig.ByteRange(); len(br) == 4 && br[2]+br[3] == file.Size() {
			return a.judge(sig, file)
		}
	}
	return fmt.Errorf("it does not find it among %d signatures", count)
}

func (a asked) judge(sig *extract.Signature, file *bytes.Reader) error {
	found, err := verify.VerifySignature(sig.Object(), file, file.Size(), &verify.VerifyOptions{
		RequiredEKUs:    []x509.ExtKeyUsage{36}, // its word for documentSigning
		AllowedEKUs:     []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
		TrustedRoots:    a.roots,
		AtTime:          a.at,
		MinRSAKeySize:   2048,
		MinECDSAKeySize: 256,
	})
	if err != nil {
		return err
	}
	if !found.ValidSignature {
		return fmt.Errorf("not valid: %w", errors.Join(found.ValidationErrors...))
	}
	if a.trusted && (len(found.ValidationErrors) > 0 || !found.TrustedIssuer) {
		return fmt.Errorf("not trusted: %w", errors.Join(found.ValidationErrors...))
	}
	return nil
}
