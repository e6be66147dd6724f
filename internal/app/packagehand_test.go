package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/parcel"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/storage/links"
)

func (s *parcels) consent(t testing.TB, patient string) string {
	t.Helper()
	id, err := s.RecordConsent(t.Context(), reception, app.ConsentAsk{Patient: patient, Insurer: "ru-insA", Contract: numberA, Form: "v1", Channel: "in-person", Signed: "2025-01-10"})
	fatal(t, err)
	return id
}

func TestAWithdrawnConsentTakesAPackageBackAndMakesAnotherWithoutThem(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	id := s.consent(t, "ru-p01")
	first := s.made(t, insurerA, numberA, april)
	before := s.fetched(t, insurerA, first)
	report, err := s.judge(before, nil)
	fatal(t, err)
	_, token := s.packageLink(t, first)
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	fatal(t, s.WithdrawConsent(t.Context(), reception, id, "phone"))
	s.pass(2 * time.Second)
	if _, err := io.ReadAll(tr.Content); !errors.Is(err, app.ErrReplaced) {
		t.Errorf("a transfer under way went on: %v", err)
	}
	fatal(t, tr.Close(nil))
	for name, do := range map[string]func() error{
		"landing":  func() error { _, err := s.Landing(t.Context(), app.Visitor{}, token); return err },
		"download": func() error { _, err := s.Download(t.Context(), app.Visitor{}, token, ""); return err },
	} {
		if err := do(); !errors.Is(err, links.ErrRevoked) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.MintPackageLink(t.Context(), insurerA, first.ID, app.LinkAsk{}); !errors.Is(err, app.ErrReplaced) && !errors.Is(err, app.ErrNotReady) {
		t.Errorf("a new link: %v", err)
	}
	s.replaced(t, first, report, "ru-p01", "package-no-consent")
}

func (s *parcels) packageLink(t testing.TB, o app.PackageOrder) (id, token string) {
	t.Helper()
	no := false
	l, err := s.MintPackageLink(t.Context(), insurerA, o.ID, app.LinkAsk{PIN: &no, MaxDownloads: 5})
	fatal(t, err)
	return l.ID, strings.TrimPrefix(l.URL, "http://localhost/d/")
}

// replaced finishes the replacement of a package and checks that it is the next
// in the sequence, without the person, and says whose copy is gone.
func (s *parcels) replaced(t *testing.T, first app.PackageOrder, report parcel.Report, gone, why string) {
	t.Helper()
	first = s.find(t, first.ID)
	if first.Status != app.Refused || first.Refusal != why || first.ReplacedBy == "" {
		t.Fatalf("the first package is %+v", first)
	}
	s.until(t, "")
	next := s.find(t, first.ReplacedBy)
	b := s.fetched(t, insurerA, next)
	r, err := s.judge(b, nil)
	fatal(t, err)
	people := registryOf(t, b)
	if _, in := people[gone]; in || len(people) != first.Documents-1 || next.Sequence != first.Sequence+1 {
		t.Errorf("the replacement has %d people, %s among them: %v; sequence %d", len(people), gone, in, next.Sequence)
	}
	if len(r.Manifest.Deleted) != 1 || r.Manifest.Previous.SHA256 != report.SHA256 || r.Manifest.Replaces != report.Package {
		t.Errorf("deleted %v, previous %v, replaces %q", r.Manifest.Deleted, r.Manifest.Previous, r.Manifest.Replaces)
	}
	number := r.Manifest.Deleted[0].Number
	if v, err := s.VerifyCopy(t.Context(), number, r.Manifest.Deleted[0].SHA256); err != nil || v.Status != "revoked" {
		t.Errorf("the person's copy is %+v, %v", v, err)
	}
	if v, err := s.VerifyCopy(t.Context(), first.Number, first.SHA256); err != nil || v.Status != "revoked" {
		t.Errorf("the first package is %+v, %v", v, err)
	}
}

func TestABlockTakesAPackageBackWhereTheClinicSaysSo(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	first := s.made(t, insurerA, numberA, april)
	report, err := s.judge(s.fetched(t, insurerA, first), nil)
	fatal(t, err)
	_, err = s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all"})
	fatal(t, err)
	s.fetched(t, insurerA, first) // blocks do not bind packages
	s.Settings.BlocksBindPackages = true
	if _, err := s.taking(t, insurerA, first); !errors.Is(err, app.ErrReplaced) {
		t.Errorf("with the setting on: %v", err)
	}
	s.replaced(t, first, report, "ru-p01", "package-blocked")
}

// withdrawn is the MIS after a patient's consent ended there.
type withdrawn struct {
	record.Source
	patient record.PatientID
}

func (w withdrawn) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	rec, err := w.Source.Record(ctx, id)
	if id == w.patient {
		rec.Consents = nil
	}
	return rec, err
}

func TestAConsentThatEndsInTheMISTakesAPackageBackToo(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	first := s.made(t, insurerA, numberA, april)
	report, err := s.judge(s.fetched(t, insurerA, first), nil)
	fatal(t, err)
	s.Source = withdrawn{s.Source, "ru-p05"}
	s.pass(2 * time.Minute) // an answer about the records counts for one
	if _, err := s.taking(t, insurerA, first); !errors.Is(err, app.ErrReplaced) {
		t.Errorf("download: %v", err)
	}
	s.replaced(t, first, report, "ru-p05", "package-no-consent")
}

func TestWhatChangesBetweenDocumentsAndContainerCounts(t *testing.T) {
	t.Run("a consent withdrawn here", func(t *testing.T) {
		s := newParcels(t)
		s.activate(t, contractA)
		id := s.consent(t, "ru-p01")
		o := s.order(t, insurerA, numberA, april)
		s.until(t, "close")
		fatal(t, s.WithdrawConsent(t.Context(), reception, id, "phone"))
		s.until(t, "")
		s.without(t, o.ID, "ru-p01", policy.CodeNoConsent)
	})
	t.Run("a consent that ended in the MIS", func(t *testing.T) {
		s := newParcels(t)
		s.activate(t, contractA)
		o := s.order(t, insurerA, numberA, april)
		s.until(t, "close")
		s.Source = withdrawn{s.Source, "ru-p05"}
		s.until(t, "")
		s.without(t, o.ID, "ru-p05", policy.CodeNoConsent)
	})
	t.Run("the contract suspended", func(t *testing.T) {
		s := newParcels(t)
		c := s.activate(t, contractA)
		for _, at := range []string{"plan", "person", "close"} {
			o := s.order(t, insurerA, numberA, april)
			s.until(t, at)
			fatal(t, s.SuspendContract(t.Context(), officer, c))
			s.until(t, "")
			if o = s.find(t, o.ID); o.Status != app.Refused || o.Refusal != "package-contract" || o.Number != "" {
				t.Errorf("at %s: %+v", at, o)
			}
			fatal(t, s.ResumeContract(t.Context(), officer, c))
		}
		if o := s.made(t, insurerA, numberA, april); o.Sequence != 1 {
			t.Errorf("packages that were not made took %d numbers", o.Sequence-1)
		}
	})
	t.Run("a report more", func(t *testing.T) {
		s := newParcels(t)
		s.activate(t, contractA)
		s.Source = merged{s.Source, "ru-p05", "nobody"}
		o := s.order(t, insurerA, numberA, april)
		s.until(t, "close")
		s.Source = merged{s.Source.(merged).Source, "ru-p05", "ru-p01"}
		s.until(t, "")
		b := s.fetched(t, insurerA, s.find(t, o.ID))
		if _, err := s.judge(b, nil); err != nil || len(registryOf(t, b)["ru-p01"]) < 2 {
			t.Errorf("ru-p01 has %v, %v", registryOf(t, b)["ru-p01"], err)
		}
	})
}

// without checks that a finished package has nobody of this name, and why.
func (s *parcels) without(t *testing.T, order, gone string, code policy.Code) {
	t.Helper()
	o := s.find(t, order)
	b := s.fetched(t, insurerA, o)
	_, err := s.judge(b, nil)
	fatal(t, err)
	left, _, err := s.LeftOutOf(t.Context(), officer, order)
	fatal(t, err)
	if bytes.Contains(b, []byte(gone)) || !slices.Contains(left, app.LeftOut{Patient: record.PatientID(gone), Code: code}) {
		t.Errorf("%s is in the package, or not left out by %s: %v", gone, code, left)
	}
}

func TestAFailingPersonFailsAnOrderedPackageOnlyWhereTheContractSaysSo(t *testing.T) {
	s := newParcels(t)
	s.Source = spoilt{s.Source, "ru-p05"}
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	if o.Failed != 1 {
		t.Errorf("%+v", o)
	}
	s.without(t, o.ID, "ru-p05", app.CodeFailed)
	s.activate(t, strings.Replace(contractA, `"services"`, `"whole":true,"services"`, 1))
	o = s.order(t, insurerA, numberA, april)
	s.until(t, "")
	if o = s.find(t, o.ID); o.Status != app.Failed || o.Refusal != "record" {
		t.Errorf("all or nothing: %+v", o)
	}
}
