package web

import (
	"net/url"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
)

func atReception(t *testing.T) (*fakeDesk, *browser) {
	f := &fakeDesk{pass: passFor(policy.Reception)}
	f.person = app.Person{Role: policy.Patient, Found: record.Found{Ref: "Patient/17", Name: record.NewPersonal("Иванова Мария")}}
	b := newBrowser(t, newHouse(t, f))
	goes(t, b.login(), "/reception")
	f.asks = nil
	return f, b
}

func TestASearchReachesTheDeskAndNoAddress(t *testing.T) {
	f, b := atReception(t)
	f.people = []record.Found{{Ref: "Patient/17", Name: record.NewPersonal("Иванова <Мария>"), Birth: record.NewBirthDate(record.DateOf(1971, 3, 12))}}
	status(t, b.get("/reception"), 200)
	w := b.do("POST", "/reception", url.Values{"who": {"patient"}, "card": {" А-104 "}, "name": {"иванова"}, "birth": {"1971-03-12"}})
	status(t, w, 200)
	for _, want := range []string{`href="/reception/Patient/17"`, "Иванова &lt;Мария&gt;", "12\u00a0марта\u00a01971"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("it lacks %q:\n%s", want, w.Body)
		}
	}
	q := f.query
	if q.Practitioner || q.Card.Reveal() != "А-104" || q.Name.Reveal() != "иванова" || q.Birth.Reveal() != record.DateOf(1971, 3, 12) {
		t.Error("the query did not reach the desk whole")
	}
	b.do("POST", "/reception", url.Values{"who": {"doctor"}, "name": {"петров"}})
	if !f.query.Practitioner {
		t.Error("a doctor was not asked for")
	}
	for _, bad := range []string{"12.03.1971", "x"} {
		status(t, b.do("POST", "/reception", url.Values{"birth": {bad}}), 422)
	}
	f.err = &app.AskError{Field: "query", Want: "more"}
	status(t, b.do("POST", "/reception", url.Values{}), 422)
}

func TestASlipIsSentAndKeptNowhere(t *testing.T) {
	f, b := atReception(t)
	for path, form := range map[string]url.Values{
		"/reception/Patient/17/issue":   {},
		"/reception/Patient/17/replace": {"login": {goodLogin}, "document": {"passport"}, "seen": {"yes"}},
	} {
		w := b.do("POST", path, form)
		status(t, w, 200)
		if w.Body.String() != "%PDF-slip" || w.Header().Get("Content-Type") != "application/pdf" || w.Header().Get("Cache-Control") != "no-store" ||
			w.Header().Get("Content-Disposition") != `attachment; filename="`+goodLogin+`.pdf"` {
			t.Errorf("%s: %v %s", path, w.Header(), w.Body)
		}
	}
	f.asks = nil
	status(t, b.do("POST", "/reception/Patient/17/replace", url.Values{"login": {goodLogin}, "document": {"passport"}}), 422)
	if len(f.asks) > 0 {
		t.Error("a password was replaced without a document seen")
	}
	f.err = app.ErrHasAccess
	status(t, b.do("POST", "/reception/Patient/17/issue", nil), 409)
}

func TestFormsOfAPersonReachTheDesk(t *testing.T) {
	for _, c := range []struct {
		name, path string
		form       url.Values
		want       any
	}{
		{"close", "/reception/Patient/17/close", url.Values{"login": {goodLogin}}, [2]string{"Patient/17", goodLogin}},
		{"block", "/reception/Patient/17/block", url.Values{"channel": {"phone"}, "scope": {"all"}, "by": {"representative"}},
			app.BlockAsk{Patient: "17", Channel: "phone", Scope: "all", By: "representative"}},
		{"unblock", "/reception/Patient/17/unblock", url.Values{"block": {"b1"}, "document": {"passport"}}, "b1"},
		{"revoke", "/reception/Patient/17/revoke", url.Values{"link": {"l1"}}, "l1"},
	} {
		f, b := atReception(t)
		goes(t, b.do("POST", c.path, c.form), "/reception/Patient/17")
		if len(f.asks) != 1 || f.asks[0] != c.want {
			t.Errorf("%s: the desk was asked %v", c.name, f.asks)
		}
		f.err = app.ErrNotFound
		status(t, b.do("POST", c.path, c.form), 404)
	}
	f, b := atReception(t)
	status(t, b.do("POST", "/reception/Patient/17/unblock", url.Values{"block": {"b1"}}), 422)
	status(t, b.do("POST", "/reception/Practitioner/4/block", url.Values{"channel": {"phone"}, "scope": {"all"}}), 404)
	if len(f.asks) > 0 {
		t.Errorf("the desk was asked %v", f.asks)
	}
}

func TestAPersonsPageShowsNothingMedical(t *testing.T) {
	f, b := atReception(t)
	f.person.Accounts = []app.AccountRow{{Login: "P-7K2M-9QXT", State: "active"}}
	f.person.Blocks = []app.BlockRow{{ID: "b1", Scope: "doctors", Channel: "email", At: noon}}
	f.person.Links = []app.LinkRow{{ID: "l1", Number: "7KD2-93QF-0AB1", Kind: "signed", Audience: "self", Expires: noon, Left: 2}}
	w := b.get("/reception/Patient/17")
	status(t, w, 200)
	for _, want := range []string{"Иванова Мария", "действует", "только врачи", "по электронной почте", "7KD2-93QF-0AB1", "осталось скачиваний: 2", `value="passport"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if strings.Contains(w.Body.String(), "/issue") {
		t.Error("a second account is offered")
	}
	f.person.Accounts[0].State = "disabled"
	if !strings.Contains(b.get("/reception/Patient/17").Body.String(), "/issue") {
		t.Error("no account is offered where all are closed")
	}
}
