package app_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/storage/register"
)

// log is the register's text.
func (s *service) log(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	fatal(t, s.house.ExportRegister(t.Context(), &b, register.Filter{}, false))
	return b.String()
}

func card(number string) record.Query { return record.Query{Card: record.NewPersonal(number)} }

func TestReceptionFindsAPersonAndGivesAccess(t *testing.T) {
	s := newService(t)
	found, err := s.FindPeople(t.Context(), reception, card("АК-39914/21"))
	if err != nil || len(found) != 1 || found[0].Ref != "Patient/ru-p02" {
		t.Fatalf("%d found, %v", len(found), err)
	}
	slip, err := s.IssueAccess(t.Context(), reception, "Patient/ru-p02", "ru")
	if err != nil || !bytes.HasPrefix(slip.PDF, []byte("%PDF-")) {
		t.Fatalf("%v", err)
	}
	p, err := s.FindPerson(t.Context(), reception, "Patient/ru-p02")
	if err != nil || len(p.Accounts) != 1 || p.Accounts[0].Login != slip.Login || p.Accounts[0].State != "waiting" || p.Role != policy.Patient {
		t.Fatalf("%+v, %v", p.Accounts, err)
	}
	if _, err := s.IssueAccess(t.Context(), reception, "Patient/ru-p02", "ru"); !errors.Is(err, app.ErrHasAccess) {
		t.Errorf("a second account: %v", err)
	}
	again, err := s.ReplaceAccess(t.Context(), reception, "Patient/ru-p02", slip.Login, "passport", "en")
	if err != nil || again.Login != slip.Login || bytes.Equal(again.PDF, slip.PDF) {
		t.Fatalf("%v", err)
	}
	fatal(t, s.CloseAccess(t.Context(), reception, "Patient/ru-p02", slip.Login))
	if _, err := s.ReplaceAccess(t.Context(), reception, "Patient/ru-p02", slip.Login, "passport", "ru"); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("a closed account: %v", err)
	}
	anew, err := s.IssueAccess(t.Context(), reception, "Patient/ru-p02", "ru")
	if err != nil || anew.Login == slip.Login {
		t.Errorf("%v", err)
	}
	log := s.log(t)
	for _, want := range []string{`"reason":"issued"`, `"reason":"reset, passport"`, `"reason":"disabled"`, `"actor":"r-1"`, `"patient":"ru-p02"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the register lacks %s:\n%s", want, log)
		}
	}
	if strings.Contains(log, "Введенский") {
		t.Error("the register has a name")
	}
}

func TestADoctorGetsAccessToo(t *testing.T) {
	s := newService(t)
	found, err := s.FindPeople(t.Context(), reception, record.Query{Practitioner: true, Name: record.NewPersonal("Хомутова")})
	if err != nil || len(found) != 1 {
		t.Fatalf("%d, %v", len(found), err)
	}
	slip, err := s.IssueAccess(t.Context(), reception, string(found[0].Ref), "ru")
	if err != nil || !strings.HasPrefix(slip.Login, "D-") {
		t.Errorf("%s, %v", slip.Login, err)
	}
}

func TestReceptionAloneLooksAfterPeople(t *testing.T) {
	s := newService(t)
	slip, err := s.IssueAccess(t.Context(), reception, "Patient/ru-p02", "ru")
	fatal(t, err)
	for _, v := range []app.Visitor{{}, patient, other, doctor, officer, {Account: "i-1", Role: policy.Insurer, Subject: "Organization/a"}} {
		calls := map[string]error{}
		_, calls["find people"] = s.FindPeople(t.Context(), v, card("АК-39914/21"))
		_, calls["find person"] = s.FindPerson(t.Context(), v, "Patient/ru-p02")
		_, calls["issue"] = s.IssueAccess(t.Context(), v, "Patient/ru-p03", "ru")
		_, calls["replace"] = s.ReplaceAccess(t.Context(), v, "Patient/ru-p02", slip.Login, "passport", "ru")
		calls["close"] = s.CloseAccess(t.Context(), v, "Patient/ru-p02", slip.Login)
		for name, err := range calls {
			if !errors.Is(err, app.ErrVisitor) {
				t.Errorf("%s by %q: %v", name, v.Role, err)
			}
		}
	}
}

func TestWhatReceptionMayNotNameIsNotThere(t *testing.T) {
	s := newService(t)
	slip, err := s.IssueAccess(t.Context(), reception, "Patient/ru-p02", "ru")
	fatal(t, err)
	for _, ref := range []string{"Patient/nobody", "Organization/ru-ins1", "Observation/ru-p01-ob1", "Patient/", "ru-p02", "", "Patient/../x"} {
		if _, err := s.IssueAccess(t.Context(), reception, ref, "ru"); !errors.Is(err, app.ErrNotFound) && !errors.Is(err, record.ErrNoPatient) {
			t.Errorf("%q: %v", ref, err)
		}
	}
	if _, err := s.ReplaceAccess(t.Context(), reception, "Patient/ru-p03", slip.Login, "passport", "ru"); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another person's account: %v", err)
	}
	var ask *app.AskError
	if _, err := s.ReplaceAccess(t.Context(), reception, "Patient/ru-p02", slip.Login, "4509 123456", "ru"); !errors.As(err, &ask) || strings.Contains(err.Error(), "4509") {
		t.Errorf("a number for a document: %v", err)
	}
	if _, err := s.FindPeople(t.Context(), reception, record.Query{Name: record.NewPersonal("введенский")}); !errors.As(err, &ask) {
		t.Errorf("leafing through: %v", err)
	}
}

// A prohibition under a mistyped id would stand for nobody, and its patient's
// record stay open.
func TestAProhibitionOfNobodyIsRefusedUnlessItCannotBeKnown(t *testing.T) {
	s := newService(t)
	nobody := app.BlockAsk{Patient: "ru-p999", Channel: "phone", Scope: "all"}
	if _, err := s.Block(t.Context(), reception, nobody); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("nobody's: %v", err)
	}
	if _, err := s.Hold(t.Context(), officer, app.HoldAsk{Patient: "ru-p999", Basis: "иск"}); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("a hold on nobody's copies: %v", err)
	}
	consent := app.ConsentAsk{Patient: "ru-p999", Insurer: "ru-insA", Contract: "Д-1", Form: "1", Channel: "post", Signed: "2025-01-01"}
	if _, err := s.RecordConsent(t.Context(), reception, consent); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("nobody's consent: %v", err)
	}
	_, _, err := s.People.Add(t.Context(), policy.Patient, "Patient/ru-p998", "operator:root")
	fatal(t, err)
	if _, err := s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p998", Channel: "phone", Scope: "all"}); err != nil {
		t.Errorf("of somebody whom the clinic's system does not hold any more: %v", err)
	}
	s.Directory = gone{s.Directory}
	if _, err := s.Block(t.Context(), reception, nobody); err != nil {
		t.Errorf("while the clinic's system is away: %v", err)
	}
}

// gone is a directory that cannot be asked.
type gone struct{ record.Directory }

func (gone) Person(context.Context, record.Ref) (record.Found, error) {
	return record.Found{}, record.ErrAway
}

func TestABlockIsLiftedAgainstADocument(t *testing.T) {
	s := newService(t)
	ask := app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all", By: "representative"}
	b, err := s.Block(t.Context(), reception, ask)
	fatal(t, err)
	var wrong *app.AskError
	for _, a := range []app.UnblockAsk{{Channel: "phone"}, {Channel: "email"}, {Document: "4509 123456"}, {By: "neighbour"}} {
		if err := s.Unblock(t.Context(), reception, b.ID, a); !errors.As(err, &wrong) {
			t.Errorf("%+v: %v", a, err)
		}
	}
	p, err := s.FindPerson(t.Context(), reception, "Patient/ru-p01")
	if err != nil || len(p.Blocks) != 1 || p.Blocks[0].ID != b.ID {
		t.Fatalf("%+v, %v", p.Blocks, err)
	}
	fatal(t, s.Unblock(t.Context(), reception, b.ID, app.UnblockAsk{Channel: "in-person", Document: "passport"}))
	s.UnblockByPhone = true
	b, err = s.Block(t.Context(), reception, ask)
	fatal(t, err)
	fatal(t, s.Unblock(t.Context(), reception, b.ID, app.UnblockAsk{Channel: "phone"}))
	if p, err = s.FindPerson(t.Context(), reception, "Patient/ru-p01"); err != nil || len(p.Blocks) != 0 {
		t.Errorf("%+v, %v", p.Blocks, err)
	}
	log := s.log(t)
	for _, want := range []string{"all by phone, for a representative", "all in person, passport", `"reason":"all by phone"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the register lacks %q:\n%s", want, log)
		}
	}
	ask.By = "neighbour"
	if _, err := s.Block(t.Context(), reception, ask); !errors.As(err, &wrong) {
		t.Errorf("a neighbour's wish: %v", err)
	}
}

func TestReceptionSeesLiveLinksAboutAPatient(t *testing.T) {
	s := newService(t)
	o, err := s.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed"})
	fatal(t, err)
	fatal(t, s.Run(t.Context(), o.ID))
	l, err := s.MintLink(t.Context(), patient, o.ID, app.LinkAsk{})
	fatal(t, err)
	p, err := s.FindPerson(t.Context(), reception, "Patient/ru-p01")
	if err != nil || len(p.Links) != 1 || p.Links[0].ID != l.ID || p.Links[0].Recipient != "Patient/ru-p01" || !p.Links[0].PIN {
		t.Fatalf("%+v, %v", p.Links, err)
	}
	fatal(t, s.RevokeLink(t.Context(), reception, l.ID))
	if p, err = s.FindPerson(t.Context(), reception, "Patient/ru-p01"); err != nil || len(p.Links) != 0 {
		t.Errorf("%+v, %v", p.Links, err)
	}
}

func TestASessionIsKeptUntilItsEnd(t *testing.T) {
	s := newService(t)
	ends := s.now().Add(1e9)
	fatal(t, s.KeepSession(t.Context(), "hash", "id", "P-0000-0000", []byte("a"), ends))
	fatal(t, s.KeepSession(t.Context(), "hash", "id", "P-0000-0000", []byte("b"), ends))
	if data, found, err := s.FindSession(t.Context(), "hash"); err != nil || !found || string(data) != "b" {
		t.Errorf("%q, %v, %v", data, found, err)
	}
	if _, found, err := s.FindSession(t.Context(), "other"); err != nil || found {
		t.Errorf("another's: %v, %v", found, err)
	}
	fatal(t, s.TouchSession(t.Context(), "hash", []byte("c"), ends))
	fatal(t, s.TouchSession(t.Context(), "ended", []byte("c"), ends))
	if data, _, err := s.FindSession(t.Context(), "hash"); err != nil || string(data) != "c" {
		t.Errorf("%q, %v", data, err)
	}
	if _, found, err := s.FindSession(t.Context(), "ended"); err != nil || found {
		t.Errorf("a touch began a session: %v", err)
	}
	s.pass(1e9)
	if _, found, err := s.FindSession(t.Context(), "hash"); err != nil || found {
		t.Errorf("after its end: %v, %v", found, err)
	}
	fatal(t, s.Sweep(t.Context()))
	fatal(t, s.DropSession(t.Context(), "hash"))
}
