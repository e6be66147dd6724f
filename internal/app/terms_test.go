package app_test

import (
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
)

// Every kind of copy and every contract has a term of its own, after which the
// sweep destroys what is of it, object and key, and nothing else.
func TestEachKindAndContractHasItsTerm(t *testing.T) {
	const day = 24 * time.Hour
	s := newParcels(t)
	s.Keep, s.KeepAnon, s.KeepPackages = 40*day, 20*day, 30*day
	s.Settings.DoctorsMaySign = true
	s.activate(t, `{"number":"`+numberA+`","insurer":"ru-insA","from":"2024-07-01","to":"2025-12-31","services":["CT","MR","LAB"],"retention_days":10}`)
	s.activate(t, contractB)
	kept := map[string]time.Duration{
		s.ready(t, patient, "signed").Number:           40 * day,
		s.ready(t, doctor, "anonymized").Number:        20 * day,
		s.made(t, insurerA, numberA, whole).Number:     10 * day,
		s.made(t, insurerB, "М-77/2025", april).Number: 30 * day,
	}
	documents := s.copies(t) - len(kept)
	if documents < 2 {
		t.Fatal("the packages hold no documents")
	}
	begin := s.now()
	for _, after := range []time.Duration{9 * day, 11 * day, 21 * day, 31 * day, 41 * day} {
		s.pass(begin.Add(after).Sub(s.now()))
		fatal(t, s.Sweep(t.Context()))
		for number, term := range kept {
			c := s.row(t, number)
			if gone := c.Object == ""; gone != (after > term) {
				t.Errorf("after %v: %s, to be kept %v, gone: %v", after, c.Kind, term, gone)
			}
		}
	}
	if n := s.acts(t); s.copies(t) != n {
		t.Errorf("%d objects are kept beside %d acts", s.copies(t), n)
	}
	s.intact(t)
}

// acts counts the acts that are kept, which have a term of their own.
func (s *parcels) acts(t *testing.T) (n int) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		kept, err := v.KeptCopies(t.Context(), "", 1000)
		for _, c := range kept {
			if c.Kind == string(policy.PaperCopy) {
				n++
			}
		}
		return err
	}))
	return n
}
