package app_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// A clinic gives out thousands of copies a day: as many end a day.
const manyCopies = 450

func manyNumbers(t *testing.T) (all []string) {
	t.Helper()
	for len(all) < manyCopies {
		n, err := issued.NewNumber(rand.Reader)
		fatal(t, err)
		all = append(all, n.String())
	}
	return all
}

func TestOneSweepTakesAllThatHasHadItsTime(t *testing.T) {
	s := newService(t)
	s.KeepLog = 100 * 24 * time.Hour
	fatal(t, s.house.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for i, n := range manyNumbers(t) {
			c := db.CopyRow{Number: n, Kind: "signed", Patient: fmt.Sprint("ru-many", i), SHA256: fmt.Sprintf("%064x", i), Object: strings.ReplaceAll(n, "-", "") + "." + fmt.Sprintf("%064x.%016x", i, i),
				Wrapped: []byte("wrapped"), KeyID: "k", Issued: s.now(), KeepUntil: s.now().Add(time.Hour)}
			if err := tx.AddCopy(t.Context(), c); err != nil {
				return err
			}
			if _, err := s.house.Log.Append(t.Context(), tx.Register(), register.Entry{Time: s.now(), Event: register.Issue, Actor: "operator:test", Number: n, Kind: "signed", Patient: c.Patient, Basis: "test"}); err != nil {
				return err
			}
		}
		return nil
	}))
	kept := s.ready(t, patient, "signed")
	s.pass(2 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	if n := s.kept(t, "signed"); n != 1 || s.row(t, kept.Number).Object == "" {
		t.Errorf("%d copies are left after their time, want one, whose time is not over", n)
	}
	if n := s.withoutAct(t); n != 0 {
		t.Errorf("%d destroyed copies are in no act", n)
	}
	s.pass(101 * 24 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	if n := s.inBackups(t); n != 0 {
		t.Errorf("%d copies are not noted as destroyed for good after the last backup's end", n)
	}
	if s.onDisk(t, []byte("ru-many")) {
		t.Error("whose the copies were is left after the term of their entries")
	}
	s.intact(t)
}

// An act says that a copy's bytes are removed: there is none before they are.
func TestNoActWhileBytesAreLeft(t *testing.T) {
	s := newService(t)
	lost, err := s.Build(t.Context(), policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "ru-p02", Kind: policy.Signed, Basis: "test", Lang: "ru"}, s.now())
	fatal(t, err)
	left, err := s.Store.Put(t.Context(), lost)
	fatal(t, err)
	d := db.DestructionRow{Number: lost.Number().String(), Kind: "signed", SHA256: strings.Repeat("0", 64), Patient: "ru-p02", Issued: s.now(),
		Event: string(register.Deletion), Seq: 1, At: s.now(), By: "service", Reason: "test", Backups: s.now().Add(24 * time.Hour)}
	fatal(t, s.house.DB.Tx(t.Context(), func(tx *db.Tx) error { return tx.AddDestruction(t.Context(), d) }))
	if err := s.Sweep(t.Context()); err == nil || !strings.Contains(err.Error(), d.Number) || s.withoutAct(t) != 1 {
		t.Errorf("an act was sealed while the bytes lay there, or nobody was told: %v", err)
	}
	fatal(t, s.Store.Delete(t.Context(), left.Key))
	fatal(t, s.Sweep(t.Context()))
	if s.withoutAct(t) != 0 {
		t.Error("there is no act although nothing is left")
	}
}

// kept counts the copies of a kind that are kept.
func (s *service) kept(t *testing.T, kind string) (n int) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		all, err := v.KeptCopies(t.Context(), "", 10_000)
		for _, c := range all {
			if c.Kind == kind {
				n++
			}
		}
		return err
	}))
	return n
}

// inBackups counts the destroyed copies of which a backup may hold remains.
func (s *service) inBackups(t *testing.T) (n int) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		all, err := v.LeftInBackups(t.Context(), s.now(), 10_000)
		n = len(all)
		return err
	}))
	return n
}

// withoutAct counts the destroyed copies that no act states.
func (s *service) withoutAct(t *testing.T) (n int) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		all, err := v.WithoutAct(t.Context(), db.DestructionRow{}, 10_000)
		n = len(all)
		return err
	}))
	return n
}
