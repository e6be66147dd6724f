package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/record"
	"vypiska/internal/app"
)

// broken is a mail server that refuses, for good or for now.
type broken struct{ final bool }

func (b broken) Error() string { return "refused" }
func (b broken) Final() bool   { return b.final }

func (b broken) Send(context.Context, record.Personal, string, string) error { return b }

// torn is a directory in which one person cannot be read.
type torn struct {
	record.Directory
	who record.Ref
}

func (d torn) Person(ctx context.Context, who record.Ref) (record.Found, error) {
	if who == d.who {
		return record.Found{}, &record.Fault{File: "a.json", What: "broken off"}
	}
	return d.Directory.Person(ctx, who)
}

// linked makes each of them an extract and a link of three days, a minute apart.
func (s *service) linked(t *testing.T, all ...app.Visitor) {
	t.Helper()
	for _, v := range all {
		o, err := s.Order(t.Context(), v, app.OrderAsk{Patient: string(v.Subject), Kind: "signed"})
		fatal(t, err)
		fatal(t, s.Run(t.Context(), o.ID))
		_, err = s.MintLink(t.Context(), v, o.ID, app.LinkAsk{TTL: "72h"})
		fatal(t, err)
		s.pass(time.Minute)
	}
}

func TestWhoCannotBeReadKeepsNobodyFromBeingReminded(t *testing.T) {
	s, p := newService(t), &post{}
	s.Post, s.RemindBefore = p, 24*time.Hour
	s.linked(t, other, patient) // the one who cannot be read first
	s.Directory = torn{s.Directory, other.Subject}
	s.pass(49 * time.Hour)
	var fault *record.Fault
	if err := s.Sweep(t.Context()); !errors.As(err, &fault) {
		t.Errorf("the sweep says nothing of it: %v", err)
	}
	if len(p.sent) != 1 {
		t.Errorf("%d letters, want that to the other", len(p.sent))
	}
}

func TestAPatientIsToldOnceOfAnUnusedLinkThatEnds(t *testing.T) {
	s, p := newService(t), &post{}
	s.Post, s.RemindBefore = p, 24*time.Hour
	o := s.ready(t, patient, "signed")
	used, revoked := s.ready(t, patient, "signed"), s.ready(t, patient, "signed")
	mint := func(o app.Order, ttl string) (id, token string) {
		no := false
		l, err := s.MintLink(t.Context(), patient, o.ID, app.LinkAsk{TTL: ttl, PIN: &no})
		fatal(t, err)
		return l.ID, strings.TrimPrefix(l.URL, "http://localhost/d/")
	}
	id, token := mint(o, "72h")
	mint(o, "20h") // shorter than the reminder
	_, taken := mint(used, "72h")
	tr, err := s.Download(t.Context(), app.Visitor{}, taken, "")
	fatal(t, err)
	fatal(t, tr.Close(nil))
	gone, _ := mint(revoked, "72h")
	fatal(t, s.RevokeLink(t.Context(), patient, gone))

	told := func(after time.Duration, want int, why string) {
		t.Helper()
		s.pass(after)
		fatal(t, s.Sweep(t.Context()))
		if len(p.sent) != want {
			t.Fatalf("%s: %d letters, want %d", why, len(p.sent), want)
		}
	}
	told(0, 0, "at once")
	told(47*time.Hour, 0, "too early")
	block, err := s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all"})
	fatal(t, err)
	told(2*time.Hour, 0, "while the link is suspended")
	fatal(t, s.Unblock(t.Context(), reception, block.ID, app.UnblockAsk{Document: "passport"}))
	s.Post = broken{}
	if err := s.Sweep(t.Context()); !errors.Is(err, broken{}) {
		t.Errorf("a mail server that is away: %v", err)
	}
	s.Post = p
	told(0, 1, "in time")
	told(time.Hour, 1, "again")
	if p.sent[0].to.Reveal() != "r.suleymenova15@yandex.ru" || !strings.Contains(p.sent[0].body, "18.06.2025 12:00") {
		t.Errorf("%s", p.sent[0].body)
	}
	for _, secret := range []string{"Сулейменова", "Римма", "ru-p01", patient.Account, o.Number, id, token, "http", "suleymenova"} {
		if strings.Contains(p.sent[0].subject+p.sent[0].body, secret) {
			t.Errorf("the letter has %q", secret)
		}
	}
	mint(o, "48h")
	s.Post = broken{final: true}
	told(25*time.Hour, 1, "an address that is none")
	s.Post = p
	told(time.Hour, 1, "an address that was none")
}
