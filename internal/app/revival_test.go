package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"vypiska/internal/app"
)

// What a patient withdrew and what a court stopped after the backup holds in the
// restored database too.
func TestRestoringRevivesNoConsentAndForgetsNoHold(t *testing.T) {
	s := newService(t)
	give := func(patient string) string {
		id, err := s.RecordConsent(t.Context(), reception, app.ConsentAsk{Patient: patient, Insurer: "ru-insA", Contract: "Д-2024/118", Form: "v1", Channel: "in-person", Signed: "2025-01-10"})
		fatal(t, err)
		return id
	}
	known, stays := give("ru-p01"), give("ru-p03")
	ended, err := s.Hold(t.Context(), officer, app.HoldAsk{Patient: "ru-p03", Basis: "иск 1"})
	fatal(t, err)
	held := s.ready(t, patient, "signed")
	old := s.backup(t)

	fatal(t, s.WithdrawConsent(t.Context(), reception, known, "phone"))
	fatal(t, s.WithdrawConsent(t.Context(), reception, give("ru-p02"), "post")) // the backup has neither
	stands, err := s.Hold(t.Context(), officer, app.HoldAsk{Number: held.Number, Basis: "иск 2"})
	fatal(t, err)
	fatal(t, s.Unhold(t.Context(), officer, ended.ID))

	r := s.restored(t, old)
	if n, err := r.Replay(t.Context()); err != nil || n != 4 {
		t.Fatalf("%d acts, %v", n, err)
	}
	for patient, withdrawn := range map[string]bool{"ru-p01": true, "ru-p02": true, "ru-p03": false} {
		all, err := r.ConsentsOf(t.Context(), reception, patient)
		if err != nil || len(all) != 1 || all[0].Withdrawn.IsZero() == withdrawn || all[0].Contract != "Д-2024/118" || all[0].Form != "v1" {
			t.Errorf("%s: %+v, %v", patient, all, err)
		}
	}
	if holds, err := r.Holds(t.Context(), officer); err != nil || len(holds) != 1 || holds[0].ID != stands.ID || holds[0].Number != held.Number || holds[0].Basis != "иск 2" {
		t.Errorf("%+v, %v", holds, err)
	}
	if n, err := r.Replay(t.Context()); err != nil || n != 0 {
		t.Errorf("once more: %d acts, %v", n, err)
	}
	if stays == known {
		t.Error("two papers have one id")
	}
	r.intact(t)
}

// A start reads the tombstones that came since the one before: a clinic that
// destroys thousands of copies a day starts as quickly after years.
func TestAStartReadsTheTombstonesThatAreNew(t *testing.T) {
	s := newService(t)
	first, o := s.ready(t, patient, "signed"), s.ready(t, patient, "signed")
	old := s.backup(t)
	fatal(t, s.RevokeCopy(t.Context(), officer, first.Number, "wrong"))
	fatal(t, s.RevokeCopy(t.Context(), officer, o.Number, "wrong"))
	told := func(s *service, want int) {
		t.Helper()
		if n, err := s.Replay(t.Context()); err != nil || n != want {
			t.Errorf("%d acts, want %d: %v", n, want, err)
		}
	}
	told(s, 0)
	file := filepath.Join(s.house.Outside, "tombstones.txt")
	text, err := os.ReadFile(file)
	fatal(t, err)
	forged := bytes.Replace(text, []byte(o.Number), []byte("0000-0000-0000"), 1) // read, it would be refused: it is not what was signed
	fatal(t, os.WriteFile(file, forged, 0o600))
	told(s, 0) // what it knows is not read again
	fatal(t, os.WriteFile(file, text, 0o600))
	r := s.restored(t, old)
	told(r, 2)
	told(r, 0)
}

// On several machines each has its own file: what one of them lifted may have been
// set by another, whose process starts later.
func TestWhatIsLiftedBeforeItIsToldOfIsLiftedThen(t *testing.T) {
	s := newService(t)
	old, here, there := s.backup(t), s.house.Outside, t.TempDir()
	block, err := s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all"})
	fatal(t, err)
	s.house.Outside = there
	fatal(t, s.Unblock(t.Context(), reception, block.ID, app.UnblockAsk{}))
	s.house.Outside = here
	r := s.restored(t, old)
	for _, start := range []struct {
		outside string
		acts    int
	}{{there, 0}, {here, 1}, {there, 1}, {here, 0}, {there, 0}} {
		r.house.Outside = start.outside
		if n, err := r.Replay(t.Context()); err != nil || n != start.acts {
			t.Errorf("%d acts, want %d: %v", n, start.acts, err)
		}
	}
	if _, err := r.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed"}); err != nil {
		t.Errorf("the block stands: %v", err)
	}
}
