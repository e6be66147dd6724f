package signing

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/digitorus/pdf"
	"github.com/digitorus/pdfsign/extract"
	"github.com/digitorus/pdfsign/verify"
)

// secondOpinion asks digitorus/pdfsign v1.0.0-rc1, which shares no code with
// us. It must find as many signatures as we did and hold each for whole; if we
// trust the signers, it must as well. It runs behind the guard only: a negative
// ByteRange makes it panic, a huge one takes all memory, and it does not notice
// what comes after a signature. It runs in a goroutine of its own, because it
// knows no context; one that does not answer in time is left to end by itself.
func secondOpinion(ctx context.Context, src []byte, want int, roots *x509.CertPool, now time.Time, trusted bool) error {
	ctx, stop := context.WithTimeout(ctx, checkTime)
	defer stop()
	answer := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				answer <- fmt.Errorf("it broke off: %v", p)
			}
		}()
		answer <- ask(src, want, roots, now, trusted)
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

func ask(src []byte, want int, roots *x509.CertPool, now time.Time, trusted bool) error {
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
		if count++; count > want {
			break
		}
		if err := askOne(sig, file, roots, now, trusted); err != nil {
			return fmt.Errorf("signature %d: %w", count, err)
		}
	}
	if count != want {
		return fmt.Errorf("it counts %d signatures, we %d", count, want)
	}
	return nil
}

func askOne(sig *extract.Signature, file io.ReaderAt, roots *x509.CertPool, now time.Time, trusted bool) error {
	size := file.(*bytes.Reader).Size()
	found, err := verify.VerifySignature(sig.Object(), file, size, &verify.VerifyOptions{
		RequiredEKUs:                  []x509.ExtKeyUsage{36}, // its word for documentSigning
		AllowedEKUs:                   []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
		TrustedRoots:                  roots,
		AtTime:                        now,
		ValidateTimestampCertificates: true,
		MinRSAKeySize:                 2048,
		MinECDSAKeySize:               256,
	})
	if err != nil {
		return err
	}
	if !found.ValidSignature {
		return fmt.Errorf("not valid: %w", errors.Join(found.ValidationErrors...))
	}
	if trusted && (len(found.ValidationErrors) > 0 || !found.TrustedIssuer) {
		return fmt.Errorf("not trusted: %w", errors.Join(found.ValidationErrors...))
	}
	return nil
}
