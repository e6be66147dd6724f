package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
)

var (
	officer1  = app.Visitor{Account: "officer-1", Role: policy.Officer, Subject: "officer-1"}
	officer2  = app.Visitor{Account: "officer-2", Role: policy.Officer, Subject: "officer-2"}
	frontDesk = app.Visitor{Account: "reception-1", Role: policy.Reception, Subject: "reception-1"}
)

const contractA = `{"number":"Д-2024/118","insurer":"ru-insA","from":"2024-07-01","to":"2025-12-31","services":["CT","MR","LAB"]}`

func TestAContractWorksOnceASecondPersonActivatedIt(t *testing.T) {
	s := newService(t)
	ctx := t.Context()
	april := days(t, "2025-04-01", "2025-04-30")
	if _, err := s.DraftContract(ctx, frontDesk, contractA); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("reception drafts a contract: %v", err)
	}
	c, err := s.DraftContract(ctx, officer1, contractA)
	fatal(t, err)
	if _, err := s.ContractInForce(ctx, string(c.Insurer), c.Number); c.Version != 1 || !errors.Is(err, app.ErrContractState) {
		t.Errorf("a draft is in force: version %d, %v", c.Version, err)
	}
	var refusal *policy.Refusal
	if _, err := s.Package(ctx, askOf(c.Contract, april), "ru", s.now(), filepath.Join(t.TempDir(), "p")); !errors.As(err, &refusal) || refusal.Rule != "package-contract" {
		t.Errorf("a package under a draft: %v", err)
	}
	if err := s.ActivateContract(ctx, officer1, c.Contract); !errors.Is(err, app.ErrSamePerson) {
		t.Errorf("one person alone: %v", err)
	}
	fatal(t, s.ActivateContract(ctx, officer2, c.Contract))
	if err := s.ActivateContract(ctx, officer2, c.Contract); !errors.Is(err, app.ErrContractState) {
		t.Errorf("activated twice: %v", err)
	}
	_, _, r := s.pack(t, c.Contract, april)

	second, err := s.DraftContract(ctx, officer2, `{"number":"Д-2024/118","insurer":"ru-insA","from":"2024-07-01","to":"2025-12-31","services":["CT"]}`)
	fatal(t, err)
	if now, err := s.ContractInForce(ctx, string(c.Insurer), c.Number); err != nil || now.Version != 1 || len(now.Services) != 3 {
		t.Errorf("a draft has changed the version in force: %+v, %v", now, err)
	}
	fatal(t, s.ActivateContract(ctx, officer1, second.Contract))
	now, err := s.ContractInForce(ctx, string(c.Insurer), c.Number)
	if err != nil || now.Version != 2 || len(now.Services) != 1 {
		t.Errorf("version 2 is not in force: %+v, %v", now, err)
	}
	if _, _, next := s.pack(t, now, april); next.Manifest.Contract.Version != 2 || next.Manifest.Contract.Scope == r.Manifest.Contract.Scope || next.Sequence != 2 {
		t.Errorf("the manifest says %+v", next.Manifest.Contract)
	}
}

// during is a source that lets something happen while a record is read.
type during struct {
	record.Source
	patient record.PatientID
	act     func()
}

func (d during) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	rec, err := d.Source.Record(ctx, id)
	if id == d.patient {
		d.act()
	}
	return rec, err
}

func TestWhatChangesWhileAPackageIsMadeStopsIt(t *testing.T) {
	april := days(t, "2025-04-01", "2025-04-30")
	for name, change := range map[string]func(*testing.T, *service, app.Contract, string){
		"the contract is suspended": func(t *testing.T, s *service, c app.Contract, _ string) {
			fatal(t, s.SuspendContract(context.Background(), officer1, c.Contract))
		},
		"a person in it withdraws": func(t *testing.T, s *service, _ app.Contract, consent string) {
			fatal(t, s.WithdrawConsent(context.Background(), frontDesk, consent, "phone"))
		},
		"a person in it blocks, and blocks bind": func(t *testing.T, s *service, _ app.Contract, _ string) {
			_, err := s.Block(context.Background(), frontDesk, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all"})
			fatal(t, err)
		},
		"a person in it withdraws at a desk whose clock is behind": func(t *testing.T, s *service, _ app.Contract, consent string) {
			s.pass(-time.Minute)
			defer s.pass(time.Minute)
			fatal(t, s.WithdrawConsent(context.Background(), frontDesk, consent, "phone"))
		},
		"a person in it blocks at a desk whose clock is behind": func(t *testing.T, s *service, _ app.Contract, _ string) {
			s.pass(-time.Minute)
			defer s.pass(time.Minute)
			_, err := s.Block(context.Background(), frontDesk, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all"})
			fatal(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newService(t)
			s.Settings.BlocksBindPackages = true
			c, err := s.DraftContract(t.Context(), officer1, contractA)
			fatal(t, err)
			fatal(t, s.ActivateContract(t.Context(), officer2, c.Contract))
			consent, err := s.RecordConsent(t.Context(), frontDesk, app.ConsentAsk{Patient: "ru-p01", Insurer: "ru-insA", Contract: c.Number, Form: "2025-1", Channel: "in-person", Signed: "2025-01-10"})
			fatal(t, err)
			quiet := s.Source
			// ru-p01 was decided upon when ru-p24, the last, is read
			s.Source = during{quiet, "ru-p24", func() { change(t, s, c, consent) }}
			dir := t.TempDir()
			if _, err := s.Package(t.Context(), askOf(c.Contract, april), "ru", s.now(), filepath.Join(dir, "p")); !errors.Is(err, app.ErrChanged) {
				t.Errorf("got %v", err)
			}
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			s.Source = quiet
			made, err := s.Package(t.Context(), askOf(c.Contract, april), "ru", s.now(), filepath.Join(dir, "p"))
			if name == "the contract is suspended" {
				if err == nil {
					t.Error("a package under a suspended contract")
				}
				fatal(t, s.ResumeContract(t.Context(), officer1, c.Contract))
				made, err = s.Package(t.Context(), askOf(c.Contract, april), "ru", s.now(), filepath.Join(dir, "p"))
			}
			fatal(t, err)
			out := slices.ContainsFunc(made.LeftOut, func(l app.LeftOut) bool { return l.Patient == "ru-p01" })
			if made.Sequence != 1 || out == (name == "the contract is suspended") {
				t.Errorf("number %d, left out %v", made.Sequence, made.LeftOut)
			}
		})
	}
}

func TestAConsentOnPaperIsAGate(t *testing.T) {
	s := newService(t)
	ctx := t.Context()
	c, june := contractOf(t, "A"), days(t, "2024-07-01", "2025-06-15")
	in := func() bool {
		_, people, _ := s.pack(t, c, june)
		return len(people["ru-p15"]) > 0 // has a policy and no consent in the MIS
	}
	if in() {
		t.Fatal("without consent")
	}
	paper := app.ConsentAsk{Patient: "ru-p15", Insurer: "ru-insA", Contract: c.Number, Form: "2025-1", Channel: "in-person", Signed: "2025-06-10"}
	other := paper
	other.Contract = "another"
	_, err := s.RecordConsent(ctx, frontDesk, other)
	fatal(t, err)
	if in() {
		t.Error("by a consent to another contract")
	}
	id, err := s.RecordConsent(ctx, frontDesk, paper)
	fatal(t, err)
	if !in() {
		t.Error("a consent on paper does not count")
	}
	fatal(t, s.WithdrawConsent(ctx, officer1, id, "email"))
	fatal(t, s.WithdrawConsent(ctx, officer1, id, "email"))
	if in() {
		t.Error("after the withdrawal")
	}
	made, err := s.Package(ctx, askOf(c, june), "ru", s.now().Add(-48*time.Hour), filepath.Join(t.TempDir(), "p"))
	fatal(t, err)
	if !slices.Contains(made.LeftOut, app.LeftOut{Patient: "ru-p15", Code: policy.CodeNoConsent}) {
		t.Error("a decision as of an earlier day brings a withdrawn consent back")
	}
	if err := s.WithdrawConsent(ctx, officer1, "nothing", "email"); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("no such consent: %v", err)
	}
	if _, err := s.RecordConsent(ctx, patient, paper); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("a patient's own account: %v", err)
	}
	for field, change := range map[string]func(*app.ConsentAsk){
		"patient": func(a *app.ConsentAsk) { a.Patient = "a b" }, "insurer": func(a *app.ConsentAsk) { a.Insurer = "" },
		"contract": func(a *app.ConsentAsk) { a.Contract = "" }, "form": func(a *app.ConsentAsk) { a.Form = "" },
		"channel": func(a *app.ConsentAsk) { a.Channel = "pigeon" }, "signed": func(a *app.ConsentAsk) { a.Signed = "2025-06-16" },
	} {
		wrong := paper
		change(&wrong)
		var ask *app.AskError
		if _, err := s.RecordConsent(ctx, frontDesk, wrong); !errors.As(err, &ask) || ask.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
