package web

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

// heldSample is a contract in force with a draft by another officer, whose list
// has a policy that no screen may show.
func heldSample() app.Held {
	c, err := app.ParseContract([]byte(`{"number":"ДМС-7","insurer":"a","from":"2025-01-01","to":"2025-12-31","services":["CT"],"insured":[{"policy":"ПОЛИС-77"}]}`))
	if err != nil {
		panic(err)
	}
	next := c
	next.Version = 2
	return app.Held{Insurer: "Organization/a", Number: "ДМС-7", Versions: []app.Contract{
		{Contract: c, Status: "active", Drafted: noon, DraftedBy: "O-1", Activated: noon, ActivatedBy: "O-2"}, {Contract: next, Status: "draft", Drafted: noon, DraftedBy: "O-2"}}}
}

var (
	consentSample = app.Consent{ID: "c1", Patient: "17", Insurer: "Organization/a", Contract: "ДМС-7", Form: "2026-1", Channel: "post", Signed: noon}
	paperSample   = app.Page[app.PaperRow]{Next: "9B1K-5ZHE-7QNA", List: []app.PaperRow{{Number: "9B1K-5ZHE-7QNA", Copies: []string{"7KD2-93QF-0AB1"}, Reason: "срок", SHA256: "abc", Pages: 1, Issued: noon, Keep: noon, Kept: true}}}
)

func TestAContractIsEnteredAsTheFormSays(t *testing.T) {
	f := clinicDesk(policy.Officer)
	b := enter(t, f)
	goes(t, b.do("POST", "/agreements", url.Values{"insurer": {" a "}, "number": {"ДМС-7"}, "from": {"2025-01-01"}, "to": {"2025-12-31"}, "services": {"CT, MR\tLAB"},
		"fields": {"claims-minimal"}, "labels": {"http://x|R V"}, "insured": {"Patient/p1\n\nДМС 77 01 2025-01-01 2025-06-30\r\n0078 2025-02-01\n"}, "whole": {"yes"}}),
		"/agreements/one?insurer=Organization%2Fa&number=%D0%94%D0%9C%D0%A1-7")
	want := app.ContractAsk{Insurer: "a", Number: "ДМС-7", From: "2025-01-01", To: "2025-12-31", Services: []string{"CT", "MR", "LAB"}, Fields: "claims-minimal",
		Labels: []string{"http://x|R", "V"}, Whole: true, Kinds: []string{},
		Insured: []app.InsuredAsk{{Patient: "Patient/p1"}, {Policy: "ДМС 77 01", From: "2025-01-01", To: "2025-06-30"}, {Policy: "0078", From: "2025-02-01"}}}
	if !reflect.DeepEqual(f.entered, want) {
		t.Errorf("entered %+v", f.entered)
	}
	w := b.do("POST", "/agreements", url.Values{"insurer": {"a"}, "number": {"ДМС-7"}, "from": {"2025-01-01"}, "to": {"nonsense"}, "services": {"CT"}})
	if w.Code != 422 || !strings.Contains(w.Body.String(), "проверьте отмеченное поле") || !strings.Contains(w.Body.String(), `value="nonsense" required aria-invalid="true"`) {
		t.Errorf("a wrong day: %d %s", w.Code, w.Body)
	}
}

func TestAContractMayBeWithoutNames(t *testing.T) {
	f := clinicDesk(policy.Officer)
	b := enter(t, f)
	has(t, b.get("/agreements"), `name="fields" value="full" checked`, `name="fields" value="pseudonymous">`, "псевдоним вместо имени")
	b.do("POST", "/agreements", url.Values{"insurer": {"a"}, "number": {"7"}, "from": {"2025-01-01"}, "to": {"2025-12-31"}, "services": {"CT"}, "fields": {"pseudonymous"}})
	if f.entered.Fields != "pseudonymous" {
		t.Errorf("entered %+v", f.entered)
	}
	w := b.do("POST", "/agreements", url.Values{"insurer": {"a"}, "number": {"7"}, "from": {"nonsense"}, "fields": {"pseudonymous"}})
	if w.Code != 422 || !strings.Contains(w.Body.String(), `value="pseudonymous" checked`) {
		t.Errorf("a wrong form forgets the choice: %d", w.Code)
	}
}

func TestNoScreenShowsWhoIsInsured(t *testing.T) {
	b := enter(t, clinicDesk(policy.Officer))
	for _, path := range []string{"/agreements", "/agreements/one?insurer=a&number=7"} {
		if strings.Contains(b.get(path).Body.String(), "ПОЛИС-77") {
			t.Errorf("%s shows a policy", path)
		}
	}
	f := clinicDesk(policy.Officer)
	f.role = policy.Officer
	if w := newHouse(t, f).ask("GET", "/api/v1/contract-versions", ""); w.Code != 200 || strings.Contains(w.Body.String(), "ПОЛИС-77") {
		t.Errorf("the API: %d", w.Code)
	}
}

func TestActsOnContractsAndConsents(t *testing.T) {
	for _, c := range []struct {
		path string
		form url.Values
		want any
	}{
		{"/agreements/activate", url.Values{"insurer": {"Organization/a"}, "number": {"7"}, "version": {"2"}}, "activate Organization/a 7 2"},
		{"/agreements/suspend", url.Values{"insurer": {"Organization/a"}, "number": {"7"}}, "suspend Organization/a 7"},
		{"/agreements/resume", url.Values{"insurer": {"Organization/a"}, "number": {"7"}}, "resume Organization/a 7"},
		{"/consents", url.Values{"insurer": {"Organization/a"}, "number": {"7"}, "patient": {"17"}, "form": {"1"}, "signed": {"2026-01-01"}, "channel": {"post"}},
			app.ConsentAsk{Patient: "17", Insurer: "Organization/a", Contract: "7", Form: "1", Channel: "post", Signed: "2026-01-01"}},
		{"/consents/c1/withdraw", url.Values{"insurer": {"Organization/a"}, "number": {"7"}, "channel": {"phone"}}, [2]string{"c1", "phone"}},
	} {
		f := clinicDesk(policy.Officer)
		goes(t, enter(t, f).do("POST", c.path, c.form), "/agreements/one?insurer=Organization%2Fa&number=7")
		if last := f.asks[len(f.asks)-1]; last != c.want {
			t.Errorf("%s: the desk was asked %v", c.path, last)
		}
		for what, err := range map[string]error{"Нужен второй человек": app.ErrSamePerson, "Состояние договора этого не допускает": app.ErrContractState} {
			f := clinicDesk(policy.Officer)
			b := enter(t, f)
			f.err = fmt.Errorf("change: %w", err)
			if w := b.do("POST", c.path, c.form); w.Code != 409 || !strings.Contains(w.Body.String(), what) {
				t.Errorf("%s: %d", what, w.Code)
			}
		}
	}
	f := clinicDesk(policy.Reception)
	b := enter(t, f)
	goes(t, b.do("POST", "/reception/Patient/17/consent", url.Values{"insurer": {"a"}, "number": {"7"}, "form": {"1"}, "signed": {"2026-01-01"}, "channel": {"post"}}), "/reception/Patient/17")
	if last := f.asks[len(f.asks)-1]; last != (app.ConsentAsk{Patient: "17", Insurer: "a", Contract: "7", Form: "1", Channel: "post", Signed: "2026-01-01"}) {
		t.Errorf("reception's consent: %v", last)
	}
	goes(t, b.do("POST", "/reception/Patient/17/withdraw", url.Values{"consent": {"c1"}, "channel": {"phone"}}), "/reception/Patient/17")
	if w := b.do("POST", "/reception/Practitioner/4/consent", url.Values{}); w.Code != 404 {
		t.Errorf("a doctor's consent: %d", w.Code)
	}
}

func TestCopiesAreDestroyedByTheForm(t *testing.T) {
	demand := url.Values{"what": {"patient"}, "which": {"17"}, "basis": {"ст. 21"}, "reason": {"отзыв"}, "sure": {"yes"}}
	f := clinicDesk(policy.Officer)
	has(t, enter(t, f).do("POST", "/destruction", demand), "Копии уничтожены: 1", "9B1K-5ZHE-7QNA")
	if !contains(f.asks, app.DestroyAsk{Patient: "17", Basis: "ст. 21", Reason: "отзыв"}) {
		t.Errorf("the desk was asked %v", f.asks)
	}
	for _, c := range []struct {
		name, want string
		err        error
		code       int
		sure       string
	}{
		{"held", "уничтожение приостановлено", app.ErrHeld, 409, "yes"},
		{"no such copy", "таких копий нет", app.ErrNotFound, 422, "yes"},
		{"no reason", "заполнены не все поля", &app.AskError{Field: "reason"}, 422, "yes"},
		{"not ticked", "заполнены не все поля", nil, 422, ""},
	} {
		f := clinicDesk(policy.Officer)
		b := enter(t, f)
		f.destroyErr = c.err
		demand.Set("sure", c.sure)
		w := b.do("POST", "/destruction", demand)
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.want) || !strings.Contains(w.Body.String(), `value="ст. 21"`) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
	f = clinicDesk(policy.Officer)
	b := enter(t, f)
	goes(t, b.do("POST", "/holds", url.Values{"what": {"copy"}, "which": {"7KD2-93QF-0AB1"}, "basis": {"иск"}}), "/destruction")
	goes(t, b.do("POST", "/holds/h1/end", url.Values{}), "/destruction")
	if !contains(f.asks, app.HoldAsk{Number: "7KD2-93QF-0AB1", Basis: "иск"}) || !contains(f.asks, "h1") {
		t.Errorf("the desk was asked %v", f.asks)
	}
	if w := b.do("POST", "/papers/9B1K-5ZHE-7QNA", url.Values{}); w.Code != 200 || w.Body.String() != "%PDF-own" {
		t.Errorf("an act: %d %s", w.Code, w.Body)
	}
}

func contains(asks []any, want any) bool {
	for _, a := range asks {
		if reflect.DeepEqual(a, want) {
			return true
		}
	}
	return false
}

func TestTheListOfDisclosuresIsADocument(t *testing.T) {
	f := clinicDesk(policy.Patient)
	goes(t, enter(t, f).do("POST", "/disclosures", url.Values{"from": {"2026-01-01"}, "to": {""}, "lang": {"en"}}), "/orders/o1")
	if !contains(f.asks, app.DisclosuresAsk{From: "2026-01-01", Lang: "en"}) {
		t.Errorf("the desk was asked %v", f.asks)
	}
	f = clinicDesk(policy.Officer)
	goes(t, enter(t, f).do("POST", "/register/patients/17/list", url.Values{}), "/destruction")
	if !contains(f.asks, "seal 17") {
		t.Errorf("the desk was asked %v", f.asks)
	}
}

func TestAListLeadsToItsNextPageAndBack(t *testing.T) {
	for path, role := range map[string]policy.Role{"/copies": policy.Patient, "/links": policy.Officer, "/fruitless": policy.Officer, "/accounts": policy.Officer, "/packages": policy.Insurer} {
		f := clinicDesk(role)
		f.next = "k2"
		b := enter(t, f)
		has(t, b.get(path), `href="`+path+`?before=k2"`)
		has(t, b.get(path+"?before=k1&lang=en"), `href="`+path+`?before=k2"`, `href="`+path+`?"`, "Back to the first page")
	}
	f := clinicDesk(policy.Officer)
	f.next = "k2"
	has(t, enter(t, f).get("/accounts?role=doctor"), `href="/accounts?before=k2&amp;role=doctor"`)
	f.told.Next = 7
	has(t, enter(t, f).get("/register/patients/17"), `href="/register/patients/17?before=7"`)
}

func TestASessionIsEndedFromTheList(t *testing.T) {
	f := clinicDesk(policy.Patient)
	b := enter(t, f)
	if body := b.get("/me").Body.String(); strings.Contains(body, "/me/sessions/idle/end") || strings.Contains(body, "/me/sessions/"+f.ids[0]+"/end") {
		t.Error("the list offers to end this session, or one that went idle")
	}
	goes(t, b.do("POST", "/me/sessions/s1/end", url.Values{}), "/me")
	if !contains(f.asks, "end s1") {
		t.Errorf("the desk was asked %v", f.asks)
	}
}
