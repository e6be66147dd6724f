package app_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/internal/db"
)

// ofOrder are the kept copies of an order: the container and the documents beside it.
func (s *parcels) ofOrder(t *testing.T, id string) (all []db.CopyRow) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) (err error) { all, err = v.KeptCopiesOfOrder(t.Context(), id); return err }))
	return all
}

// A package that was withdrawn, and one that was revoked, are kept to the end of
// their term like every revoked copy; then they and all their documents go, object
// and key.
func TestWithdrawnAndRevokedPackagesGoWithTheirDocumentsAtTheEndOfTheirTerm(t *testing.T) {
	s := newParcels(t)
	s.KeepPackages = 30 * 24 * time.Hour
	s.activate(t, contractA)
	s.activate(t, contractB)
	id := s.consent(t, "ru-p01")
	first := s.made(t, insurerA, numberA, april)
	s.fetched(t, insurerA, first)
	fatal(t, s.WithdrawConsent(t.Context(), reception, id, "phone"))
	if _, err := s.taking(t, insurerA, first); err == nil {
		t.Fatal("a package with a withdrawn consent was given out")
	}
	s.until(t, "")
	revoked := s.made(t, insurerB, "М-77/2025", april)
	fatal(t, s.RevokeCopy(t.Context(), officer, revoked.Number, "wrong month"))
	next := s.find(t, first.ID).ReplacedBy
	for _, order := range []string{first.ID, next, revoked.ID} {
		if n := len(s.ofOrder(t, order)); n < 2 {
			t.Fatalf("%d copies are kept of an order", n)
		}
	}
	s.pass(29 * 24 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	if n := len(s.ofOrder(t, first.ID)); n != first.Documents+1 {
		t.Errorf("%d copies are left before the end, want %d", n, first.Documents+1)
	}
	s.pass(2 * 24 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	for _, order := range []string{first.ID, next, revoked.ID} {
		if left := s.ofOrder(t, order); len(left) != 0 {
			t.Errorf("%d copies are left of an order", len(left))
		}
	}
	if n := s.acts(t); s.copies(t) != n {
		t.Errorf("%d objects are in storage beside %d acts", s.copies(t), n)
	}
	s.intact(t)
}

// A demand about one patient takes the packages that hold a document of theirs:
// the container is a copy as well. The documents of others stay beside it.
func TestADemandAboutAPatientTakesThePackagesTheyAreIn(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	before := s.ofOrder(t, o.ID)
	done, err := s.Destroy(t.Context(), officer, demand)
	fatal(t, err)
	if !slices.Contains(done.Numbers, o.Number) {
		t.Errorf("destroyed %v, the package %s is not among them", done.Numbers, o.Number)
	}
	left := s.ofOrder(t, o.ID)
	if len(left) != len(before)-2 {
		t.Errorf("%d of %d copies are left", len(left), len(before))
	}
	for _, c := range left {
		if c.Patient == "ru-p01" || c.Number == o.Number {
			t.Errorf("%s is still kept", c.Number)
		}
	}
	if _, err := s.taking(t, insurerA, o); !errors.Is(err, app.ErrEnded) {
		t.Errorf("the package is given out: %v", err)
	}
	s.intact(t)
}

// A demand about a package takes all of it, unless a legal hold stands on one.
func TestADemandAboutAPackageTakesItsDocumentsToo(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	ask := app.DestroyAsk{Number: o.Number, Basis: demand.Basis, Reason: demand.Reason}
	hold, err := s.Hold(t.Context(), officer, app.HoldAsk{Patient: "ru-p05", Basis: "запрос суда"})
	fatal(t, err)
	if _, err := s.Destroy(t.Context(), officer, ask); !errors.Is(err, app.ErrHeld) || len(s.ofOrder(t, o.ID)) != o.Documents+1 {
		t.Errorf("under a hold: %v, %d left", err, len(s.ofOrder(t, o.ID)))
	}
	fatal(t, s.Unhold(t.Context(), officer, hold.ID))
	done, err := s.Destroy(t.Context(), officer, ask)
	fatal(t, err)
	if len(done.Numbers) != o.Documents+1 || len(s.ofOrder(t, o.ID)) != 0 || s.copies(t) != s.acts(t) {
		t.Errorf("destroyed %d of %d, %d left", len(done.Numbers), o.Documents+1, len(s.ofOrder(t, o.ID)))
	}
	s.intact(t)
}
