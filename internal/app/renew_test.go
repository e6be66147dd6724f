package app_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/signing"
	"vypiska/signing/signingtest"
)

// newSealing is a service whose seal key is under a test infrastructure.
func newSealing(t *testing.T) (*service, *signingtest.World, app.Sealing) {
	t.Helper()
	at := time.Date(2025, 6, 15, 12, 0, 0, 0, msk)
	world, err := signingtest.New(func() time.Time { return at })
	fatal(t, err)
	t.Cleanup(func() { fatal(t, world.Close()) })
	signer, err := world.P256()
	fatal(t, err)
	chain, key, err := signer.PEM()
	fatal(t, err)
	dir := t.TempDir()
	fatal(t, os.MkdirAll(filepath.Join(dir, "keys/seal"), 0o700))
	for name, text := range map[string][]byte{"chain.pem": chain, "key.pem": key, "roots.pem": world.RootPEM()} {
		fatal(t, os.WriteFile(filepath.Join(dir, "keys/seal", name), text, 0o600))
	}
	return newServiceIn(t, dir, 90*24*time.Hour), world, app.Sealing{Level: signing.LevelLTA, TSA: []string{world.TSA()}, Deadline: time.Minute}
}

// download takes the copy by its link.
func (s *service) download(t *testing.T, token string) []byte {
	t.Helper()
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	pdf, err := io.ReadAll(tr.Content)
	fatal(t, err)
	fatal(t, tr.Close(nil))
	return pdf
}

func TestAStoredCopyIsRenewedUnderItsNumber(t *testing.T) {
	s, _, sealing := newSealing(t)
	o := s.ready(t, patient, "signed")
	_, token := s.link(t, patient, o, 9)
	sums := map[string]bool{o.SHA256: true}
	for range 3 {
		before := s.download(t, token)
		done, err := s.ExtendCopy(t.Context(), o.Number, "operator:root", sealing)
		if err != nil || done.Level != signing.LevelLTA || sums[done.SHA256] {
			t.Fatalf("%+v, %v", done, err)
		}
		after := s.download(t, token)
		sum := sha256.Sum256(after)
		if !strings.HasPrefix(string(after), string(before)) || hex.EncodeToString(sum[:]) != done.SHA256 {
			t.Error("the link does not serve the new version, or it is not behind the old one")
		}
		sums[done.SHA256] = true
		if o, err = s.FindOrder(t.Context(), patient, o.ID); err != nil || o.SHA256 != done.SHA256 || o.SealLevel != "B-LTA" || o.Size != int64(len(after)) {
			t.Errorf("the order says %+v, %v", o, err)
		}
	}
	for sum := range sums {
		if v, err := s.VerifyCopy(t.Context(), o.Number, sum); err != nil || v.Status != "valid" {
			t.Errorf("a version is %+v, %v", v, err)
		}
	}
	if len(sums) != 4 {
		t.Errorf("%d versions", len(sums))
	}
}

func TestACopyIsNotRenewed(t *testing.T) {
	s, world, sealing := newSealing(t)
	signed, anonymized := s.ready(t, patient, "signed"), s.ready(t, doctor, "anonymized")
	_, token := s.link(t, patient, signed, 9)
	before := s.download(t, token)
	refused := func(name, number string, want app.Sealing) {
		t.Helper()
		if done, err := s.ExtendCopy(t.Context(), number, "operator:root", want); err == nil {
			t.Errorf("%s: %+v", name, done)
		}
	}
	refused("an anonymized copy", anonymized.Number, sealing)
	refused("a number that is none", "nonsense", sealing)
	low := sealing
	low.Level = signing.LevelT
	refused("a level that does not look at the signer", signed.Number, low)
	for _, service := range []signingtest.Service{signingtest.TSA, signingtest.OCSP} {
		world.Behave(service, signingtest.Broken)
		world.Behave(signingtest.CRL, signingtest.Broken)
		refused("no answer of "+string(service), signed.Number, sealing)
		world.Behave(service, "")
		world.Behave(signingtest.CRL, "")
	}
	if string(s.download(t, token)) != string(before) {
		t.Error("a renewal that failed changed the copy")
	}
	fatal(t, s.RevokeCopy(t.Context(), officer, signed.Number, "entered in error"))
	refused("a revoked copy", signed.Number, sealing)
}

func TestOfTwoRenewalsAtOnceNoneIsLost(t *testing.T) {
	s, _, sealing := newSealing(t)
	o := s.ready(t, patient, "signed")
	_, token := s.link(t, patient, o, 9)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { _, errs[i] = s.ExtendCopy(t.Context(), o.Number, "operator:root", sealing) })
	}
	wg.Wait()
	good := 0
	for _, err := range errs {
		if err == nil {
			good++
		} else if !strings.Contains(err.Error(), "changed meanwhile") && !errors.Is(err, app.ErrNotFound) {
			t.Error(err)
		}
	}
	if err := signing.Intact(s.download(t, token)); err != nil || good == 0 {
		t.Errorf("%d renewed it, and it is %v", good, err)
	}
}
