package app_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/signing"
	"vypiska/signing/signingtest"
)

// sealAt makes the service's seals reach a level with a TSA of a test
// infrastructure, whose roots are apart from the seal's.
func (s *service) sealAt(t *testing.T, level signing.Level, retry bool) (*signingtest.World, app.Sealing) {
	t.Helper()
	world, err := signingtest.New(s.now)
	fatal(t, err)
	t.Cleanup(func() { fatal(t, world.Close()) })
	roots := filepath.Join(t.TempDir(), "tsa.pem")
	fatal(t, os.WriteFile(roots, world.RootPEM(), 0o600))
	sealing := app.Sealing{Level: level, TSA: []string{world.TSA()}, TSARootsFile: roots, Deadline: time.Minute}
	fatal(t, s.house.SealAt(sealing, s.now))
	setup := s.Setup
	setup.RetrySeal = retry
	s.Desk, err = app.NewDesk(s.house, setup)
	fatal(t, err)
	return world, sealing
}

func TestTheLevelReachedIsOnTheCopy(t *testing.T) {
	s := newService(t)
	s.sealAt(t, signing.LevelT, false)
	o := s.ready(t, patient, "signed")
	if o.SealLevel != "B-T" {
		t.Errorf("level %q", o.SealLevel)
	}
	_, token := s.link(t, patient, o, 1)
	if f, err := s.CheckFile(t.Context(), s.file(t, token)); err != nil || f.Seal != "whole" || f.Status != "valid" {
		t.Errorf("on the page for verification, by the roots of the TSA: %+v, %v", f, err)
	}
}

func TestAnOrderWithoutItsTimeStampIsNoCopy(t *testing.T) {
	rows := []struct {
		name   string
		retry  bool
		fault  signingtest.Fault
		again  bool // the job is tried again
		status app.Status
	}{
		{"fail, and the TSA is down", false, signingtest.Broken, false, app.Failed},
		{"retry-later, and the TSA is down", true, signingtest.Broken, true, app.Running},
		{"retry-later, and the TSA lies", true, signingtest.WrongNonce, false, app.Failed},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s := newService(t)
			world, _ := s.sealAt(t, signing.LevelT, row.retry)
			world.Behave(signingtest.TSA, row.fault)
			o, err := s.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed"})
			fatal(t, err)
			if err := s.Run(t.Context(), o.ID); (err != nil) != row.again {
				t.Errorf("the job: %v", err)
			}
			o, err = s.FindOrder(t.Context(), patient, o.ID)
			fatal(t, err)
			if o.Status != row.status || o.Status == app.Failed && o.Refusal != "seal" || o.Number != "" {
				t.Errorf("the order is %s %q, copy %q", o.Status, o.Refusal, o.Number)
			}
			if !row.again {
				return
			}
			world.Behave(signingtest.TSA, "")
			fatal(t, s.Run(t.Context(), o.ID))
			if o, err = s.FindOrder(t.Context(), patient, o.ID); err != nil || o.Status != app.Ready || o.SealLevel != "B-T" {
				t.Errorf("tried again: %s %s, %v", o.Status, o.SealLevel, err)
			}
		})
	}
}

func TestAnExtendedFileIsAVersionOfItsNumber(t *testing.T) {
	s := newService(t)
	_, sealing := s.sealAt(t, signing.LevelB, false)
	o := s.ready(t, patient, "signed")
	_, token := s.link(t, patient, o, 1)
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	pdf, err := io.ReadAll(tr.Content)
	fatal(t, err)
	fatal(t, tr.Close(nil))
	name := filepath.Join(t.TempDir(), "copy.pdf")
	fatal(t, os.WriteFile(name, pdf, 0o600))

	sealing.Level = signing.LevelT
	done, err := s.house.ExtendFile(t.Context(), name, "operator:root", sealing, s.now)
	if err != nil || done.Level != signing.LevelT || done.SHA256 == o.SHA256 {
		t.Fatalf("%+v, %v", done, err)
	}
	again, err := s.house.ExtendFile(t.Context(), name, "operator:root", sealing, s.now)
	if err != nil || again != done {
		t.Errorf("a file that has its level is left alone: %+v, %v", again, err)
	}
	sealing.Level = signing.LevelLT
	if _, err := s.house.ExtendFile(t.Context(), name, "operator:root", sealing, s.now); err == nil {
		t.Error("the demo key's certificate names no address to ask, and B-LT was reached")
	}
	for sum, want := range map[string]string{o.SHA256: "valid", done.SHA256: "valid", strings.Repeat("0", 64): "unknown"} {
		if v, err := s.VerifyCopy(t.Context(), o.Number, sum); err != nil || v.Status != want {
			t.Errorf("%s: %+v, %v; want %s", sum, v, err, want)
		}
	}
}
