package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/signing"
	"vypiska/signing/signingtest"
)

// younger is another TSA whose certificate ends half a year later, and the settings that name it.
func younger(t *testing.T, s app.Sealing, old *signingtest.World) (*signingtest.World, app.Sealing) {
	t.Helper()
	at := old.Now().AddDate(0, 6, 0)
	world, err := signingtest.New(func() time.Time { return at })
	fatal(t, err)
	t.Cleanup(func() { fatal(t, world.Close()) })
	at = old.Now()
	s.TSA, s.TSARootsFile = []string{world.TSA()}, filepath.Join(t.TempDir(), "tsa.pem")
	fatal(t, os.WriteFile(s.TSARootsFile, append(old.RootPEM(), world.RootPEM()...), 0o600))
	return world, s
}

// TestSealsAreRenewedBeforeTheyEnd: all of those that are due, and no others.
func TestSealsAreRenewedBeforeTheyEnd(t *testing.T) {
	s, old, sealing := newSealing(t)
	_, renewing := younger(t, sealing, old)
	aging := map[string]bool{}
	for range 3 {
		o := s.ready(t, patient, "signed")
		_, err := s.ExtendCopy(t.Context(), o.Number, "operator:root", sealing)
		fatal(t, err)
		aging[o.Number] = true
	}
	fresh := s.ready(t, patient, "signed")
	_, err := s.ExtendCopy(t.Context(), fresh.Number, "operator:root", renewing)
	fatal(t, err)
	s.ready(t, patient, "signed") // of B-B: nobody wanted it to last
	revoked := s.ready(t, patient, "signed")
	_, err = s.ExtendCopy(t.Context(), revoked.Number, "operator:root", sealing)
	fatal(t, err)
	fatal(t, s.RevokeCopy(t.Context(), officer, revoked.Number, "entered in error"))

	renewed := map[string]bool{}
	due := func(within time.Duration, with app.Sealing) error {
		clear(renewed)
		return s.ExtendDue(t.Context(), within, "operator:root", with, func(number string, done app.Extended) {
			if renewed[number] = true; done.Level != signing.LevelLTA {
				t.Errorf("%s: %+v", number, done)
			}
		})
	}
	const years = 365 * 24 * time.Hour
	if err := due(4*years, renewing); err != nil || len(renewed) != 0 {
		t.Errorf("nothing is due: %v, %v", renewed, err)
	}
	ends := func() time.Time {
		now, err := s.house.Standing(t.Context(), s.now(), years)
		fatal(t, err)
		return now.SealEnd
	}
	if !ends().Equal(old.Now().AddDate(5, 0, 0)) {
		t.Errorf("the metric says %v", ends())
	}
	if err := due(5*years+60*24*time.Hour, renewing); err != nil || len(renewed) != 3 {
		t.Errorf("renewed %v, %v", renewed, err)
	}
	for number := range renewed {
		if !aging[number] {
			t.Errorf("%s was not due", number)
		}
	}
	if !ends().Equal(old.Now().AddDate(5, 6, 0)) {
		t.Errorf("after it the metric says %v", ends())
	}
	if err := due(5*years+60*24*time.Hour, renewing); err != nil || len(renewed) != 0 {
		t.Errorf("a second run: %v, %v", renewed, err)
	}
	if err := due(9*years, renewing); !errors.Is(err, app.ErrShortStamp) || len(renewed) != 1 {
		t.Errorf("a TSA whose certificate ends before that: %v, %v", renewed, err)
	}
}

// TestRenewingStopsWhereTheTSAFails: the others would fail as well, and nothing is lost.
func TestRenewingStopsWhereTheTSAFails(t *testing.T) {
	s, old, sealing := newSealing(t)
	tsa, renewing := younger(t, sealing, old)
	for range 2 {
		o := s.ready(t, patient, "signed")
		_, err := s.ExtendCopy(t.Context(), o.Number, "operator:root", sealing)
		fatal(t, err)
	}
	within, renewed := old.Now().AddDate(5, 2, 0).Sub(old.Now()), 0
	due := func() error {
		return s.ExtendDue(t.Context(), within, "operator:root", renewing, func(string, app.Extended) { renewed++ })
	}
	tsa.Behave(signingtest.TSA, signingtest.Broken)
	var of *signing.AuthorityError
	if err := due(); !errors.As(err, &of) || tsa.Asked(signingtest.TSA) != 1 || renewed != 0 {
		t.Errorf("%v after %d questions, %d renewed", err, tsa.Asked(signingtest.TSA), renewed)
	}
	tsa.Behave(signingtest.TSA, "")
	if err := due(); err != nil || renewed != 2 {
		t.Errorf("%v, %d renewed", err, renewed)
	}
}
