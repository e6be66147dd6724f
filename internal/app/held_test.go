package app_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

func TestTheOfficerSeesContractsWithAllVersions(t *testing.T) {
	s := newService(t)
	ctx := t.Context()
	terms, err := app.ReadTerms("purposes: [оплата]\ninsurer_ids: {inn: '7707083893', name: 'СК «А»'}\nretention_days: 30\nlinks: {life: 72h, downloads: 2}\ndelivery: {monthly: 5}\n")
	fatal(t, err)
	ask := app.ContractAsk{TermsAsk: terms, Number: "Д-2024/118", Insurer: "ru-insA", From: "2024-07-01", To: "2025-12-31", Services: []string{"CT"}, Insured: []app.InsuredAsk{{Policy: "ДМС 77: 01"}, {Patient: "ru-p01"}}}
	first, err := s.EnterContract(ctx, officer1, ask, false)
	fatal(t, err)
	fatal(t, s.ActivateContract(ctx, officer2, app.ContractNamed("ru-insA", ask.Number, 1)))
	ask.Services, ask.Insured = []string{"CT", "MR"}, nil
	_, err = s.EnterContract(ctx, officer2, ask, true)
	fatal(t, err)
	h, err := s.HeldContract(ctx, officer1, "ru-insA", ask.Number)
	fatal(t, err)
	if len(h.Versions) != 2 || h.InForce() == nil || h.InForce().Version != 1 || h.InForce().ActivatedBy != "officer-2" || h.Newest().Status != "draft" ||
		len(h.Newer()[0].Services) != 2 || len(h.InForce().Insured) != 2 || !h.InForce().Drafted.Equal(first.Drafted) || h.InForce().Activated.IsZero() {
		t.Errorf("got %+v", h)
	}
	again, err := app.ReadTerms(h.Newest().Rest)
	if err != nil || again.Retention != 30 || again.InsurerIDs.INN != "7707083893" || again.Links.Life != "72h" || len(h.Newest().Insured) != 2 || h.Newest().Terms.Monthly != 5 {
		t.Errorf("carried over: %+v, %d insured, %v", again, len(h.Newest().Insured), err)
	}
	if _, err := app.ReadTerms("retention: 30"); err == nil || !errors.Is(err, policy.ErrContract) {
		t.Errorf("a misspelled key: %v", err)
	}
	fatal(t, s.SuspendContract(ctx, officer1, app.ContractNamed("ru-insA", ask.Number, 0)))
	if h, err = s.HeldContract(ctx, officer1, "Organization/ru-insA", ask.Number); err != nil || h.InForce().Status != "suspended" {
		t.Errorf("suspended: %+v, %v", h, err)
	}
	if _, err := s.HeldContract(ctx, officer1, "ru-insA", "another"); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another: %v", err)
	}
	ask.To = "2023-01-01"
	var wrong *policy.ContractError
	if _, err := s.EnterContract(ctx, officer1, ask, false); !errors.As(err, &wrong) || wrong.Field != "to" {
		t.Errorf("an end before the beginning: %v", err)
	}
}

func TestContractsAndConsentsArePaged(t *testing.T) {
	s := newService(t)
	ctx := t.Context()
	s.Directory = gone{s.Directory} // so that a hundred patients need not be in it
	const many = 113
	for n := range many {
		_, err := s.EnterContract(ctx, officer1, app.ContractAsk{Number: fmt.Sprint("N-", n), Insurer: fmt.Sprint("ins", n%7), From: "2025-01-01", To: "2025-12-31", Services: []string{"CT"}}, false)
		fatal(t, err)
		_, err = s.RecordConsent(ctx, frontDesk, app.ConsentAsk{Patient: fmt.Sprint("p", n), Insurer: "ins0", Contract: "N-0", Form: "1", Channel: "post", Signed: time.Date(2025, 1, 1+n%5, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)})
		fatal(t, err)
	}
	leafThrough(t, many, func(next string) ([]string, string, error) {
		p, err := s.HeldContracts(ctx, officer1, next)
		return named(p.List, func(h app.Held) string { return h.Insurer + " " + h.Number }), p.Next, err
	})
	leafThrough(t, many, func(next string) ([]string, string, error) {
		p, err := s.ConsentsTo(ctx, officer1, "ins0", "N-0", next)
		return named(p.List, func(c app.Consent) string { return c.Patient }), p.Next, err
	})
	of, err := s.ConsentsOf(ctx, frontDesk, "Patient/p7")
	if err != nil || len(of) != 1 || of[0].Contract != "N-0" {
		t.Errorf("a patient's consents: %+v, %v", of, err)
	}
	for _, v := range []app.Visitor{frontDesk, doctor, patient, {}} {
		if _, err := s.HeldContracts(ctx, v, ""); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s lists contracts: %v", v.Role, err)
		}
		if _, err := s.HeldContract(ctx, v, "ins0", "N-0"); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s sees a contract: %v", v.Role, err)
		}
		if _, err := s.ConsentsTo(ctx, v, "ins0", "N-0", ""); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s lists consents: %v", v.Role, err)
		}
		if _, err := s.ConsentsOf(ctx, v, "p1"); v.Role != policy.Reception && !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s sees a patient's consents: %v", v.Role, err)
		}
	}
}

func named[T any](list []T, name func(T) string) (out []string) {
	for _, x := range list {
		out = append(out, name(x))
	}
	return out
}

// leafThrough goes from page to page and wants every row once, on full pages.
func leafThrough(t *testing.T, all int, page func(next string) ([]string, string, error)) {
	t.Helper()
	seen := map[string]bool{}
	next, pages := "", 0
	for {
		rows, after, err := page(next)
		fatal(t, err)
		pages++
		for _, r := range rows {
			if seen[r] {
				t.Errorf("%s twice", r)
			}
			seen[r] = true
		}
		if after == "" {
			break
		}
		if len(rows) != 50 || pages > all {
			t.Fatalf("page %d has %d rows", pages, len(rows))
		}
		next = after
	}
	if len(seen) != all || pages != (all+49)/50 {
		t.Errorf("%d of %d rows on %d pages", len(seen), all, pages)
	}
}

func TestListsOfOrdersLinksAccountsAndDisclosuresArePaged(t *testing.T) {
	s := newService(t)
	ctx := t.Context()
	const many = 113
	made := s.ready(t, patient, "signed")
	for range many - 1 { // all at one moment: the clock stands
		_, err := s.Order(ctx, patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed"})
		fatal(t, err)
	}
	for range many {
		s.link(t, patient, made, 1)
		_, _, err := s.People.Add(ctx, policy.Insurer, "Organization/ru-insA", "operator:test")
		fatal(t, err)
	}
	leafThrough(t, many, func(next string) ([]string, string, error) {
		p, err := s.Copies(ctx, patient, next)
		return named(p.List, func(c app.Copy) string { return c.ID }), p.Next, err
	})
	leafThrough(t, many, func(next string) ([]string, string, error) {
		p, err := s.OpenLinks(ctx, officer, next)
		return named(p.List, func(l app.LinkRow) string { return l.ID }), p.Next, err
	})
	leafThrough(t, many, func(next string) ([]string, string, error) {
		p, err := s.LiveLinks(ctx, reception, made.Number, next)
		return named(p.List, func(l app.LiveLink) string { return l.ID }), p.Next, err
	})
	leafThrough(t, many, func(next string) ([]string, string, error) {
		p, err := s.AccountList(ctx, officer, "insurer", next)
		if strings.Contains(p.Next, "-") {
			t.Errorf("the key has a login: %s", p.Next)
		}
		return named(p.List, func(h app.Holder) string { return h.Login }), p.Next, err
	})
	b := s.block(t, "ru-p01", "all") // ends the orders that wait
	fatal(t, s.Unblock(ctx, reception, b.ID, app.UnblockAsk{Document: "passport"}))
	first, err := s.OwnDisclosures(ctx, patient, 0)
	fatal(t, err)
	if first.Next == 0 {
		t.Fatal("one page of disclosures")
	}
	second, err := s.OwnDisclosures(ctx, patient, first.Next)
	fatal(t, err)
	for _, e := range second.Entries {
		if e.Event == "issue" && e.Basis == "" {
			t.Errorf("no basis: %+v", e)
		}
	}
}

func TestOwnSessionsAreSeenAndEnded(t *testing.T) {
	s := newService(t)
	ctx := t.Context()
	a, _, err := s.People.Add(ctx, policy.Patient, "Patient/ru-p01", "operator:test")
	fatal(t, err)
	b, _, err := s.People.Add(ctx, policy.Patient, "Patient/ru-p02", "operator:test")
	fatal(t, err)
	mine := app.Visitor{Account: a.Login.String(), Role: policy.Patient, Subject: "Patient/ru-p01"}
	other := app.Visitor{Account: b.Login.String(), Role: policy.Patient, Subject: "Patient/ru-p02"}
	ends := s.now().Add(time.Hour)
	fatal(t, s.KeepSession(ctx, "hash-1", "one", mine.Account, []byte("a"), ends))
	fatal(t, s.KeepSession(ctx, "hash-2", "two", mine.Account, []byte("b"), ends))
	fatal(t, s.KeepSession(ctx, "hash-3", "three", other.Account, []byte("c"), ends))
	s.pass(time.Minute)
	fatal(t, s.TouchSession(ctx, "hash-1", []byte("a"), ends))
	live, err := s.Sessions(ctx, mine)
	fatal(t, err)
	if len(live) != 2 || !live[0].Seen.Equal(live[0].Begun) && !live[1].Seen.Equal(live[1].Begun) || live[0].Expires.IsZero() {
		t.Errorf("mine: %+v", live)
	}
	if err := s.EndSession(ctx, other, "one"); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another's: %v", err)
	}
	fatal(t, s.EndSession(ctx, mine, "two"))
	if _, found, err := s.FindSession(ctx, "hash-2"); err != nil || found {
		t.Error("it opens still")
	}
	if err := s.EndSession(ctx, mine, "two"); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("twice: %v", err)
	}
	fatal(t, s.EndAllSessions(ctx, mine))
	for hash, want := range map[string]bool{"hash-1": false, "hash-3": true} {
		if _, found, err := s.FindSession(ctx, hash); err != nil || found != want {
			t.Errorf("%s: %v, %v", hash, found, err)
		}
	}
	if _, err := s.Still(ctx, mine.Account, a.Epoch); !errors.Is(err, app.ErrSession) {
		t.Errorf("the epoch goes on: %v", err)
	}
	if _, err := s.Sessions(ctx, app.Visitor{}); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("nobody: %v", err)
	}
}
