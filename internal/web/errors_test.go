package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/text"
)

func TestEachErrorHasItsAnswer(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		status int
		key    string
	}{
		{"an unknown link", app.ErrLinkUnknown, 404, "link.unknown"},
		{"a revoked link", app.ErrLinkRevoked, 410, "link.revoked"},
		{"an expired link", app.ErrLinkExpired, 410, "link.expired"},
		{"a locked link", app.ErrLinkLocked, 410, "link.locked"},
		{"a link without downloads left", app.ErrLinkUsedUp, 410, "link.used-up"},
		{"a download given back", app.ErrLinkGivenBack, 410, "link.given-back"},
		{"somebody else's link", app.ErrLinkAudience, 403, "link.audience"},
		{"a wrong PIN", &app.PINError{Left: 7}, 403, "link.pin"},
		{"a PIN error without a count", app.ErrLinkPIN, 403, "link.pin"},
		{"no token", app.ErrToken, 401, "token"},
		{"an account that may not", app.ErrVisitor, 403, "visitor"},
		{"a blocked patient", app.ErrBlocked, 403, "patient.blocked"},
		{"a refusal", &policy.Refusal{Rule: "doctor-no-referral", Reason: "r"}, 403, "order.refused"},
		{"nothing there", app.ErrNotFound, 404, "none"},
		{"no such patient", record.ErrNoPatient, 404, "none"},
		{"no copy yet", app.ErrNotReady, 409, "order.not-ready"},
		{"a copy under a legal hold", app.ErrHeld, 409, "copy.held"},
		{"too many files at once", errBusy, 503, "busy"},
		{"an ended copy", app.ErrEnded, 410, "copy.ended"},
		{"a wrong field of an ask", &app.AskError{Field: "from", Want: "YYYY-MM-DD"}, 422, "request.invalid"},
		{"a bound of a link", &app.BoundError{Field: "ttl", Want: "at most 168h"}, 422, "request.invalid"},
		{"a body too large", &http.MaxBytesError{Limit: 1}, 413, "request.large"},
		{"another site", errForeign, 403, "request.foreign"},
		{"a broken form", errForm, 400, "request.bad"},
		{"a wrong method", errMethod, 405, "method"},
		{"a wrong address", errNoRoute, 404, "none"},
		{"the database is away", fmt.Errorf("order: %w", app.ErrAway), 503, "busy"},
		{"the clinic's system is away", fmt.Errorf("Observation: %w", record.ErrAway), 503, "source.away"},
		{"an unreadable record", &record.Fault{File: "a.json", What: "w"}, 502, "source.faulty"},
		{"no time left", context.DeadlineExceeded, 503, "busy"},
		{"a client that left", context.Canceled, 503, "busy"},
		{"what nobody foresaw", errors.New("disk"), 500, "fault"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wrapped := fmt.Errorf("place order: %w", errors.Join(errors.New("beside"), c.err))
			p := problemOf(wrapped, text.Ru, "NUMBER")
			if p.Status != c.status || p.Type != problemType+c.key {
				t.Errorf("got %d %s", p.Status, p.Type)
			}
			if fault := c.status >= 500; fault != strings.Contains(p.Detail, "NUMBER") || fault != (p.Instance != "") {
				t.Errorf("detail %q, instance %q", p.Detail, p.Instance)
			}
		})
	}
}

func TestAnAnswerCarriesWhatHelps(t *testing.T) {
	p := problemOf(&policy.Refusal{Rule: "doctor-no-referral"}, text.En, "")
	if p.Rule != "doctor-no-referral" || !strings.Contains(p.Detail, "referral") {
		t.Errorf("a refusal: %+v", p)
	}
	if p = problemOf(&policy.Refusal{Rule: "made-up"}, text.En, ""); p.Detail != text.En.Say("order.refused.do") {
		t.Errorf("a refusal without words of its own: %+v", p)
	}
	if p = problemOf(&app.PINError{Left: 7}, text.Ru, ""); p.TriesLeft == nil || *p.TriesLeft != 7 {
		t.Errorf("a wrong PIN: %+v", p)
	}
	if p = problemOf(&app.BoundError{Field: "ttl", Want: "at most 168h"}, text.Ru, ""); len(p.Errors) != 1 || p.Errors[0] != (Field{"ttl", "at most 168h"}) {
		t.Errorf("a bound: %+v", p)
	}
	if want := text.Ru.Say("field.ttl"); p.Detail != want {
		t.Errorf("a person reads %q, want %q", p.Detail, want)
	}
}

func TestAnErrorSpeaksTheReadersLanguage(t *testing.T) {
	h := newHouse(t, &fakeDesk{err: app.ErrBlocked})
	for _, c := range []struct{ accept, query, want string }{
		{"", "", "Пациент"}, {"ru-RU,en;q=0.5", "", "Пациент"}, {"en-GB", "", "The patient"}, {"de,en;q=0.3", "", "The patient"},
		{"fr", "", "Пациент"}, {"ru", "?lang=en", "The patient"}, {"en", "?lang=ru", "Пациент"},
	} {
		w := h.ask("GET", "/api/v1/extracts/o1"+c.query, "", "Accept-Language", c.accept)
		status(t, w, 403)
		if !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%q %q: got %s", c.accept, c.query, w.Body)
		}
		w = h.ask("POST", "/api/v1/extracts"+c.query, `{}`, "Accept-Language", c.accept)
		if strings.Contains(w.Body.String(), "Something") != (c.want == "The patient") {
			t.Errorf("huma's own answer, %q %q: got %s", c.accept, c.query, w.Body)
		}
	}
}

func TestAProgramGetsJSONAndABrowserAPage(t *testing.T) {
	h := newHouse(t, &fakeDesk{err: app.ErrLinkExpired})
	for _, method := range []string{"GET", "POST"} {
		w := h.ask(method, "/d/x", "")
		status(t, w, 410)
		var p Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != 410 || w.Header().Get("Content-Type") != problemJSON {
			t.Errorf("%s: %v %v %s", method, err, w.Header(), w.Body)
		}
		w = h.ask(method, "/d/x", "", "Accept", page)
		status(t, w, 410)
		if !strings.Contains(w.Body.String(), "<h1>Срок действия ссылки истёк</h1>") {
			t.Errorf("%s: %s", method, w.Body)
		}
	}
}

func TestAPanicIsAFaultWithANumberAndNoValue(t *testing.T) {
	h := newHouse(t, &fakeDesk{panics: "Окуджава Иван"})
	for _, path := range []string{"/d/x", "/api/v1/extracts/o1"} {
		w := h.ask("GET", path, "")
		status(t, w, 500)
		if strings.Contains(w.Body.String()+h.log.String(), "Окуджава") {
			t.Fatal("the panic's value reached the answer or the log")
		}
		var p Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if number := p.number(); number == "" || !strings.Contains(h.log.String(), number) {
			t.Errorf("the log lacks number %q:\n%s", number, h.log)
		}
	}
	if !strings.Contains(h.log.String(), "fake_test.go:") {
		t.Errorf("the log names no place:\n%s", h.log)
	}
}

func TestAFaultIsLoggedByClassAlone(t *testing.T) {
	h := newHouse(t, &fakeDesk{err: fmt.Errorf("Окуджава: %w", &record.Fault{File: "Окуджава.json", What: "w"})})
	status(t, h.ask("GET", "/api/v1/extracts/o1", ""), 502)
	if log := h.log.String(); !strings.Contains(log, "*record.Fault") || strings.Contains(log, "Окуджава") {
		t.Errorf("log:\n%s", log)
	}
}
