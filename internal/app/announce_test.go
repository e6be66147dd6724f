package app_test

import (
	"context"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// letter is what a Post was handed.
type letter struct {
	to            record.Personal
	subject, body string
}

type post struct{ sent []letter }

func (p *post) Send(_ context.Context, to record.Personal, subject, body string) error {
	p.sent = append(p.sent, letter{to, subject, body})
	return nil
}

func TestAResetIsAnnouncedToTheContactInTheMIS(t *testing.T) {
	s, p := newService(t), &post{}
	slip, err := s.IssueAccess(t.Context(), reception, "Patient/ru-p01", "ru")
	fatal(t, err)
	fatal(t, s.Announce(t.Context(), slip.Login))
	s.Post = p
	fatal(t, s.Announce(t.Context(), slip.Login))
	if len(p.sent) != 1 || p.sent[0].to.Reveal() != "r.suleymenova15@yandex.ru" {
		t.Fatalf("%d letters", len(p.sent))
	}
	for _, secret := range []string{"Сулейменова", "Римма", "ru-p01", slip.Login, "suleymenova", "http"} {
		if strings.Contains(p.sent[0].subject+p.sent[0].body, secret) {
			t.Errorf("the notice has %q", secret)
		}
	}
	a, _, err := s.People.Add(t.Context(), policy.Reception, "front-desk", "operator:root")
	fatal(t, err)
	fatal(t, s.Announce(t.Context(), a.Login.String()))
	if len(p.sent) != 1 {
		t.Error("staff, whom the MIS does not have, got a letter")
	}
	if err := s.Announce(t.Context(), "P-0000-0000"); err == nil {
		t.Error("nobody's account was announced")
	}
}
