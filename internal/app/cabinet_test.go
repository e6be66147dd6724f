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

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
)

func (s *service) block(t *testing.T, patient, scope string) app.BlockRow {
	t.Helper()
	b, err := s.Block(t.Context(), reception, app.BlockAsk{Patient: patient, Channel: "phone", Scope: scope})
	fatal(t, err)
	return b
}

func TestAPatientSeesTheirOwnRecordAndADoctorOnlyWhatThereIs(t *testing.T) {
	s := newService(t)
	own, err := s.SeeRecord(t.Context(), patient, app.RecordAsk{})
	fatal(t, err)
	if own.Patient != "ru-p01" || own.Name.Empty() || len(own.Items) == 0 || own.Kinds[0] != policy.Signed {
		t.Fatalf("%+v", own)
	}
	words := 0
	for _, i := range own.Items {
		words += len(i.Rows) + len(i.Body) + len(i.Conclusion)
	}
	if words == 0 {
		t.Error("a patient's record has no results")
	}
	before := s.log(t)
	seen, err := s.SeeRecord(t.Context(), doctor, app.RecordAsk{Patient: "ru-p01"})
	fatal(t, err)
	if seen.Until.IsZero() || len(seen.Items) == 0 || len(seen.Trends) > 0 || !slices.Equal(seen.Kinds, []policy.Kind{policy.Anonymized}) {
		t.Errorf("%+v", seen)
	}
	for _, i := range seen.Items {
		if len(i.Rows)+len(i.Body)+len(i.Conclusion)+len(i.Performers) > 0 {
			t.Errorf("a doctor sees what was found: %s", i.Kind)
		}
	}
	if after := s.log(t); !strings.Contains(after, `"event":"look"`) || strings.Contains(before, `"event":"look"`) {
		t.Error("a doctor's look is not in the register, or a patient's at their own record is")
	}
	part, err := s.SeeRecord(t.Context(), patient, app.RecordAsk{From: "2035-01-01"})
	if err != nil || len(part.Items) > 0 {
		t.Errorf("a period without anything: %d items, %v", len(part.Items), err)
	}
}

func TestWhoHasNoRightSeesNothingOfARecord(t *testing.T) {
	s := newService(t)
	s.block(t, "ru-p04", "doctors")
	for _, c := range []struct {
		name    string
		who     app.Visitor
		patient string
		want    any
	}{
		{"a doctor without a referral", doctor, "ru-p02", "doctor-no-referral"},
		{"a doctor of nobody there", doctor, "nobody", "doctor-no-referral"},
		{"a doctor whose patient forbids it", doctor, "ru-p04", app.ErrBlocked},
		{"reception", reception, "ru-p01", app.ErrVisitor},
		{"the officer", officer, "ru-p01", app.ErrVisitor},
		{"nobody", app.Visitor{}, "ru-p01", app.ErrVisitor},
		{"a made-up id", doctor, "../x", app.ErrNotFound},
	} {
		_, err := s.SeeRecord(t.Context(), c.who, app.RecordAsk{Patient: c.patient})
		var refusal *policy.Refusal
		switch want := c.want.(type) {
		case error:
			if !errors.Is(err, want) {
				t.Errorf("%s: %v", c.name, err)
			}
		case string:
			if !errors.As(err, &refusal) || refusal.Rule != want || errors.Is(err, app.ErrBlocked) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
	if n := strings.Count(s.log(t), `"event":"refusal"`); n != 3 {
		t.Errorf("%d of a doctor's refused looks are in the register, want 3", n)
	}
	// whatever a patient sends, it is their own record
	got, err := s.SeeRecord(t.Context(), patient, app.RecordAsk{Patient: "ru-p02"})
	if err != nil || got.Patient != "ru-p01" {
		t.Errorf("%s, %v", got.Patient, err)
	}
	var ask *app.AskError
	if _, err := s.SeeRecord(t.Context(), patient, app.RecordAsk{From: "soon"}); !errors.As(err, &ask) || ask.Field != "from" {
		t.Errorf("a day that is none: %v", err)
	}
}

func TestADoctorsListHasLiveReferralsOnly(t *testing.T) {
	s := newService(t)
	// the index of the samples: who may, and who may not though referred
	list := func(number string) (ids []string) {
		t.Helper()
		found, err := s.ReferredPatients(t.Context(), app.Visitor{Account: "d", Role: policy.Doctor, Subject: record.Ref("Practitioner/ru-doc" + number)})
		fatal(t, err)
		for _, r := range found {
			word := r.Patient
			if r.Blocked {
				word += " blocked"
			}
			if r.Blocked == !r.Name.Empty() {
				t.Errorf("%s: blocked %v, and a name is shown: %v", r.Patient, r.Blocked, !r.Name.Empty())
			}
			ids = append(ids, word)
		}
		return ids
	}
	want := []string{"ru-p03 blocked", "ru-p09", "ru-p12 blocked", "ru-p15", "ru-p18", "ru-p21", "ru-p24"}
	if got := list("1"); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	s.block(t, "ru-p15", "doctors")
	if got := list("1"); !slices.Contains(got, "ru-p15 blocked") {
		t.Errorf("a block is not told: %v", got)
	}
	for _, v := range []app.Visitor{patient, reception, officer, {}} {
		if _, err := s.ReferredPatients(t.Context(), v); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s: %v", v.Role, err)
		}
	}
}

func TestADoctorIsOfferedSignedCopiesOnlyWhereTheClinicSaysSo(t *testing.T) {
	s := newService(t)
	s.Settings.DoctorsMaySign = true
	seen, err := s.SeeRecord(t.Context(), doctor, app.RecordAsk{Patient: "ru-p01"})
	if err != nil || !slices.Equal(seen.Kinds, []policy.Kind{policy.Anonymized, policy.Signed}) {
		t.Errorf("%v, %v", seen.Kinds, err)
	}
	if o := s.ready(t, doctor, "signed"); o.SealLevel == "" {
		t.Errorf("%+v", o)
	}
}

func TestAnInsurerSeesItsContracts(t *testing.T) {
	s := newService(t)
	insurer := app.Visitor{Account: "i-1", Role: policy.Insurer, Subject: "Organization/ru-insA"}
	list, err := s.Contracts(t.Context(), insurer)
	if err != nil || len(list) != 1 || list[0].Number == "" || list[0].Status != "executed" || len(list[0].Services) == 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := s.Contracts(t.Context(), patient); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("a patient: %v", err)
	}
}

func TestOwnCopiesTellTheirState(t *testing.T) {
	s := newService(t)
	o := s.ready(t, patient, "signed")
	waiting, err := s.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed", From: "2025-01-01"})
	fatal(t, err)
	id, _ := s.link(t, patient, o, 2)
	find := func() app.Copy {
		t.Helper()
		c, err := s.CopyOf(t.Context(), patient, o.ID)
		fatal(t, err)
		return c
	}
	page, err := s.Copies(t.Context(), patient, "")
	fatal(t, err)
	all := page.List
	if len(all) != 2 || find().State != "ready" || find().Links[0].State != "live" || find().Links[0].Left != 2 {
		t.Fatalf("%+v", all)
	}
	for _, c := range all {
		if c.ID == waiting.ID && (c.State != "queued" || c.From != "2025-01-01") {
			t.Errorf("%+v", c)
		}
	}
	fatal(t, s.RevokeLink(t.Context(), patient, id))
	if l := find().Links[0]; l.State != "revoked" {
		t.Errorf("%+v", l)
	}
	fatal(t, s.RevokeCopy(t.Context(), officer, o.Number, "wrong form"))
	if c := find(); c.State != "revoked" {
		t.Errorf("%+v", c)
	}
	s.pass(100 * 24 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	if c := find(); c.State != "ended" && c.State != "revoked" {
		t.Errorf("%+v", c)
	}
	if _, err := s.CopyOf(t.Context(), other, o.ID); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another's copy: %v", err)
	}
}

func TestABlockClosesTheCabinetsAndUnblockingOpensThem(t *testing.T) {
	s := newService(t)
	o, d := s.ready(t, patient, "signed"), s.ready(t, doctor, "anonymized")
	b := s.block(t, "ru-p01", "all")
	for name, call := range map[string]func() error{
		"record":      func() error { _, err := s.SeeRecord(t.Context(), patient, app.RecordAsk{}); return err },
		"copies":      func() error { _, err := s.Copies(t.Context(), patient, ""); return err },
		"a copy":      func() error { _, err := s.CopyOf(t.Context(), patient, o.ID); return err },
		"disclosures": func() error { _, err := s.OwnDisclosures(t.Context(), patient, 0); return err },
		"fetch":       func() error { _, err := s.Fetch(t.Context(), patient, o.ID); return err },
		"the doctor":  func() error { _, err := s.SeeRecord(t.Context(), doctor, app.RecordAsk{Patient: "ru-p01"}); return err },
	} {
		if err := call(); !errors.Is(err, app.ErrBlocked) {
			t.Errorf("%s: %v", name, err)
		}
	}
	theirs, err := s.Copies(t.Context(), doctor, "")
	fatal(t, err)
	if c := theirs.List[0]; c.ID != d.ID || c.State != "blocked" || c.Number != "" || c.Links != nil {
		t.Errorf("the doctor's list: %+v", c)
	}
	fatal(t, s.Unblock(t.Context(), reception, b.ID, app.UnblockAsk{Document: "passport"}))
	if c, err := s.CopyOf(t.Context(), doctor, d.ID); err != nil || c.State != "ready" || c.Number == "" {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := s.Copies(t.Context(), patient, ""); err != nil {
		t.Error(err)
	}
}

func TestAFetchIsCountedAndRegistered(t *testing.T) {
	s := newService(t)
	o := s.ready(t, patient, "signed")
	tr, err := s.Fetch(t.Context(), patient, o.ID)
	fatal(t, err)
	pdf, err := io.ReadAll(tr.Content)
	fatal(t, errors.Join(err, tr.Close(nil)))
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || int64(len(pdf)) != o.Size {
		t.Errorf("%d bytes", len(pdf))
	}
	list, err := s.OwnDisclosures(t.Context(), patient, 0)
	fatal(t, err)
	var events []string
	for _, e := range list.Entries {
		events = append(events, e.Event)
		if e.Event == "download" && (!e.Own || e.Shared || e.Basis == "" || e.Number != o.Number) {
			t.Errorf("%+v", e)
		}
	}
	if !slices.Equal(events, []string{"download", "issue"}) {
		t.Errorf("%v", events)
	}
	if _, err := s.Fetch(t.Context(), other, o.ID); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another's copy: %v", err)
	}
}

func TestAPatientIsToldWhoReceivedTheirData(t *testing.T) {
	s := newService(t)
	_, err := s.SeeRecord(t.Context(), doctor, app.RecordAsk{Patient: "ru-p01"})
	fatal(t, err)
	o := s.ready(t, doctor, "anonymized")
	_, token := s.link(t, doctor, o, 1)
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	fatal(t, tr.Close(nil))
	s.block(t, "ru-p01", "doctors")
	list, err := s.OwnDisclosures(t.Context(), patient, 0)
	fatal(t, err)
	got := map[string]app.Disclosure{}
	for _, e := range list.Entries {
		got[e.Event] = e
	}
	for _, event := range []string{"look", "issue", "download"} {
		if e := got[event]; e.Who != "Practitioner/ru-doc2" || e.Name.Empty() || e.Own || e.Basis == "" {
			t.Errorf("%s: %+v", event, e)
		}
	}
	if !got["download"].Shared || got["block"].Who != "r-1" || len(list.Blocks) != 1 {
		t.Errorf("%+v", list)
	}
	denied, err := s.OwnDisclosures(t.Context(), app.Visitor{Account: "p-3", Role: policy.Patient, Subject: "Patient/ru-p03"}, 0)
	if err != nil || len(denied.Denied) == 0 {
		t.Errorf("a prohibition in the MIS is not told: %+v, %v", denied, err)
	}
	seen, err := s.DisclosuresOf(t.Context(), officer, "ru-p01", 0)
	fatal(t, err)
	if len(seen.Entries) != len(list.Entries)+1 || seen.Entries[0].Event != "look" {
		t.Errorf("the officer's look is not told before it: %+v", seen.Entries)
	}
	for _, e := range seen.Entries {
		if !e.Name.Empty() {
			t.Error("the officer is told a name the register does not hold")
		}
	}
}

func TestEveryLookIntoTheRegisterIsAnEntry(t *testing.T) {
	s := newService(t)
	for range 3 {
		s.ready(t, patient, "signed")
	}
	p, err := s.SeeRegister(t.Context(), officer, app.RegisterAsk{Event: "issue", Patient: "ru-p01", Day: "2025-06-15"})
	if err != nil || len(p.Entries) != 3 || p.Next != 0 || p.Root == "" {
		t.Fatalf("%+v, %v", p, err)
	}
	all, err := s.SeeRegister(t.Context(), officer, app.RegisterAsk{})
	fatal(t, err)
	if e := all.Entries[0]; e.Event != "look" || e.Actor != "o-1" || e.Reason != "register: page" || all.Entries[1].Reason != "register: page, event issue, day 2025-06-15" {
		t.Errorf("%+v", all.Entries[:2])
	}
	state, err := s.CheckRegister(t.Context(), officer)
	if err != nil || !state.Intact || state.Size != all.Size+1 {
		t.Errorf("%+v, %v", state, err)
	}
	var csv bytes.Buffer
	fatal(t, s.ExportRegister(t.Context(), officer, app.RegisterAsk{Patient: "ru-p01"}, &csv))
	if rows := strings.Count(csv.String(), "\r\n"); rows < 8 || !strings.Contains(csv.String(), "register: export") {
		t.Errorf("%d lines:\n%s", rows, &csv)
	}
}

func TestPagesOfTheRegisterMeet(t *testing.T) {
	s := newService(t)
	for range 60 {
		_, err := s.SeeRegister(t.Context(), officer, app.RegisterAsk{Event: "issue"})
		fatal(t, err)
	}
	seen, before := 0, int64(0)
	for {
		p, err := s.SeeRegister(t.Context(), officer, app.RegisterAsk{Before: before, Event: "look"})
		fatal(t, err)
		seen += len(p.Entries)
		if before = p.Next; before == 0 {
			break
		}
	}
	if seen != 61 { // those before, and the first of this walk
		t.Errorf("%d entries on all pages", seen)
	}
}

func TestTheOfficerAloneLeafsThroughTheRegister(t *testing.T) {
	s := newService(t)
	for name, call := range map[string]func(v app.Visitor) error{
		"register":    func(v app.Visitor) error { _, err := s.SeeRegister(t.Context(), v, app.RegisterAsk{}); return err },
		"check":       func(v app.Visitor) error { _, err := s.CheckRegister(t.Context(), v); return err },
		"export":      func(v app.Visitor) error { return s.ExportRegister(t.Context(), v, app.RegisterAsk{}, io.Discard) },
		"disclosures": func(v app.Visitor) error { _, err := s.DisclosuresOf(t.Context(), v, "ru-p01", 0); return err },
		"fruitless":   func(v app.Visitor) error { _, err := s.FruitlessOrders(t.Context(), v, ""); return err },
		"links":       func(v app.Visitor) error { _, err := s.OpenLinks(t.Context(), v, ""); return err },
		"accounts":    func(v app.Visitor) error { _, err := s.AccountList(t.Context(), v, "", ""); return err },
	} {
		for _, v := range []app.Visitor{patient, doctor, reception, {Role: policy.Insurer, Account: "i", Subject: "Organization/a"}, {}} {
			if err := call(v); !errors.Is(err, app.ErrVisitor) {
				t.Errorf("%s by %q: %v", name, v.Role, err)
			}
		}
		if err := call(officer); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var ask *app.AskError
	for field, a := range map[string]app.RegisterAsk{"patient": {Patient: "a b"}, "event": {Event: "x"}, "day": {Day: "x"}, "number": {Number: "x"}} {
		if _, err := s.SeeRegister(t.Context(), officer, a); !errors.As(err, &ask) || ask.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestTheOfficerSeesWhatCameToNothing(t *testing.T) {
	s := newService(t)
	o, err := s.Order(t.Context(), doctor, app.OrderAsk{Patient: "ru-p01", Kind: "anonymized"})
	fatal(t, err)
	fatal(t, s.GiveUp(context.Background(), o.ID))
	found, err := s.FruitlessOrders(t.Context(), officer, "")
	list := found.List
	if err != nil || len(list) != 1 || list[0].ID != o.ID || list[0].Status != "failed" || list[0].Refusal != "fault" {
		t.Errorf("%+v, %v", list, err)
	}
}
