package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/text"
)

const onePackage = `{"id":"k1","status":"running","progress":0.4,"insurer":"Organization/a","contract":"D-1","version":2,"from":"2026-10-01","to":"2026-10-31","people":10,"done":3,"left":6,"left_out":1,"failed":0,"minutes_left":2,"created_at":"2026-11-30T12:00:00+03:00"}`

func TestEveryCallOfTheAPIIsAnswered(t *testing.T) {
	pin := "123456"
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		want                     string
		ask                      any
	}{
		{"an order is accepted", "POST", "/api/v1/extracts", `{"patient":"17","kind":"signed","from":"2026-01-01","to":"2026-06-30","items":["DiagnosticReport/9"],"lang":"en"}`, 202,
			`{"id":"o1","status":"queued"}`, nil},
		{"an order is found", "GET", "/api/v1/extracts/o1", "", 200,
			`{"id":"o1","status":"ready","progress":1,"number":"7KD2-93QF-0AB1","kind":"signed","sha256":"abc","size":9,"pages":2,"seal_level":"B-B"}`, "o1"},
		{"an order is cancelled", "DELETE", "/api/v1/extracts/o1", "", 204, "", "o1"},
		{"a link is made", "POST", "/api/v1/extracts/o1/links", `{"ttl":"24h","max_downloads":3,"audience":"bearer"}`, 201,
			`{"id":"l1","url":"https://clinic.example/d/x","expires_at":"2026-11-30T12:00:00+03:00","max_downloads":3,"pin":"123456"}`, app.LinkAsk{TTL: "24h", MaxDownloads: 3, Audience: "bearer"}},
		{"a package is ordered", "POST", "/api/v1/packages", `{"contract":"D-1","period":"2026-10"}`, 202, `{"id":"k1","status":"running"}`, app.PackageWish{Contract: "D-1", Period: "2026-10"}},
		{"a package is found", "GET", "/api/v1/packages/k1", "", 200, onePackage, "k1"},
		{"packages are listed", "GET", "/api/v1/packages", "", 200, `{"packages":[` + onePackage + `]}`, "packages"},
		{"a package is cancelled", "DELETE", "/api/v1/packages/k1", "", 204, "", "k1"},
		{"a link to a package is made", "POST", "/api/v1/packages/k1/links", `{"ttl":"24h"}`, 201,
			`{"id":"l1","url":"https://clinic.example/d/x","expires_at":"2026-11-30T12:00:00+03:00","max_downloads":3,"pin":"123456"}`, app.LinkAsk{TTL: "24h"}},
		{"who is left out is told", "GET", "/api/v1/packages/k1/left-out", "", 200,
			`{"people":[{"patient":"17","code":"no-consent"}],"reports":[{"patient":"18","report":"DiagnosticReport/9","code":"out-of-scope"}]}`, "k1"},
		{"a receipt is taken", "POST", "/api/v1/packages/k1/receipt", `{"sha256":"` + strings.Repeat("a", 64) + `"}`, 204, "", [2]string{"k1", strings.Repeat("a", 64)}},
		{"what webhooks were told is listed", "GET", "/api/v1/deliveries?before=msg_2", "", 200,
			`{"deliveries":[{"id":"msg_1","package":"k1","status":"waiting","tries":2,"answer":"failed","created_at":"2026-11-30T12:00:00+03:00","changed_at":"2026-11-30T12:00:00+03:00"}],"next":"msg_1"}`, "deliveries before msg_2"},
		{"a webhook is told again", "POST", "/api/v1/deliveries/k1/replay", "", 202, "", "k1"},
		{"the officer learns a webhook's secret", "GET", "/api/v1/webhook-secret?insurer=a&number=D-1", "", 200, `{"secret":"whsec_x"}`, [2]string{"a", "D-1"}},
		{"a link is revoked", "DELETE", "/api/v1/links/l1", "", 204, "", "l1"},
		{"a block is entered", "POST", "/api/v1/blocks", `{"patient":"17","channel":"phone","scope":"all"}`, 201,
			`{"id":"b1","patient":"17","channel":"phone","scope":"all","at":"2026-11-30T12:00:00+03:00"}`, app.BlockAsk{Patient: "17", Channel: "phone", Scope: "all"}},
		{"a block is lifted", "DELETE", "/api/v1/blocks/b1", "", 204, "", "b1"},
		{"a person is found", "POST", "/api/v1/people", `{"card":"А-104"}`, 200, `{"people":[{"ref":"Patient/17","name":"Иванова Мария","birth":"1971-03-12","card":"А-104"}]}`, "find people"},
		{"a person is shown", "GET", "/api/v1/people/Patient/17", "", 200,
			`{"ref":"Patient/17","name":"Иванова Мария","birth":"1971-03-12","card":"А-104","role":"patient","accounts":[{"login":"P-7K2M-9QXT","state":"active"}],"blocks":[{"id":"b1","patient":"17","channel":"phone","scope":"all","at":"2026-11-30T12:00:00+03:00"}],"links":[{"id":"l1","number":"7KD2-93QF-0AB1","kind":"signed","recipient":"Patient/17","audience":"self","pin":false,"expires_at":"2026-11-30T12:00:00+03:00","downloads_left":2}],"consents":[{"id":"c1","patient":"17","insurer":"Organization/a","contract":"ДМС-7","form":"2026-1","channel":"post","signed":"2026-11-30"}]}`, "Patient/17"},
		{"access is given", "POST", "/api/v1/people/Patient/17/accounts?lang=en", "", 201, "%PDF-slip", [2]string{"Patient/17", "en"}},
		{"a password is replaced", "POST", "/api/v1/people/Patient/17/accounts/P-7K2M-9QXT/reset", `{"document":"passport"}`, 201, "%PDF-slip", [3]string{"Patient/17", "P-7K2M-9QXT", "passport"}},
		{"access is closed", "DELETE", "/api/v1/people/Patient/17/accounts/P-7K2M-9QXT", "", 204, "", [2]string{"Patient/17", "P-7K2M-9QXT"}},
		{"a copy is revoked with its reason", "DELETE", "/api/v1/copies/7KD2-93QF-0AB1", `{"reason":"wrong period"}`, 204, "", [2]string{"7KD2-93QF-0AB1", "wrong period"}},
		{"the officer sees what was taken out of a copy", "GET", "/api/v1/copies/7KD2-93QF-0AB1/audit", "", 200,
			`[{"text":1,"start":4,"end":9,"type":"DATE","rule":"date"}]`, "7KD2-93QF-0AB1"},
		{"the officer sees what a copy was made from", "GET", "/api/v1/copies/7KD2-93QF-0AB1/origin", "", 200,
			`{"source":"server","name":"mis.example/fhir","software":"HAPI FHIR Server 8.8.0","fhir":"4.0.1","read":"2026-11-30T12:00:00+03:00","answers":9,"left_out":1,"resources":3,"registered":true,"now":{"unchanged":2,"changed":1}}`, "7KD2-93QF-0AB1"},
		{"the officer sees what needs review", "GET", "/api/v1/reviews", "", 200,
			`[{"order":"o1","patient":"17","account":"d-2","code":"needs-review","why":"PATIENT by rule name in page 2","at":"2026-11-30T12:00:00+03:00"}]`, "reviews"},
		{"live links are listed", "GET", "/api/v1/links?number=7KD2-93QF-0AB1", "", 200,
			`{"links":[{"id":"l1","number":"7KD2-93QF-0AB1","recipient":"Patient/17","audience":"bearer","expires_at":"2026-11-30T12:00:00+03:00","taken":1,"max_downloads":3}]}`, "7KD2-93QF-0AB1"},
		{"copies are destroyed", "POST", "/api/v1/destructions", `{"patient":"17","basis":"b","reason":"r"}`, 201,
			`{"numbers":["7KD2-93QF-0AB1"],"act":"9B1K-5ZHE-7QNA"}`, app.DestroyAsk{Patient: "17", Basis: "b", Reason: "r"}},
		{"a legal hold is entered", "POST", "/api/v1/holds", `{"patient":"17","basis":"b"}`, 201,
			`{"id":"h1","patient":"17","basis":"b","at":"2026-11-30T12:00:00+03:00"}`, app.HoldAsk{Patient: "17", Basis: "b"}},
		{"legal holds are listed", "GET", "/api/v1/holds", "", 200, `{"holds":[{"id":"h1","number":"7KD2-93QF-0AB1","basis":"b","at":"2026-11-30T12:00:00+03:00"}]}`, "holds"},
		{"a legal hold is ended", "DELETE", "/api/v1/holds/h1", "", 204, "", "h1"},
		{"an act is handed out", "GET", "/api/v1/papers/9B1K-5ZHE-7QNA", "", 200, "act", "9B1K-5ZHE-7QNA"},
		{"papers are listed", "GET", "/api/v1/papers?before=9B1K-5ZHE-7QNA", "", 200,
			`{"papers":[{"number":"9B1K-5ZHE-7QNA","copies":["7KD2-93QF-0AB1"],"reason":"срок","sha256":"abc","pages":1,"issued_at":"2026-11-30T12:00:00+03:00","kept_till":"2026-11-30T12:00:00+03:00","kept":true}],"next":"9B1K-5ZHE-7QNA"}`, "papers 9B1K-5ZHE-7QNA"},
		{"contracts are listed with their versions", "GET", "/api/v1/contract-versions", "", 200,
			`{"versions":[{"insurer":"Organization/a","number":"ДМС-7","version":1,"status":"active","from":"2025-01-01","to":"2025-12-31","services":["CT"],"kinds":[],"fields":"full","basis":"договор № ДМС-7; ` + policy.BasisContract + `","whole":false,"insured":1,"drafted_at":"2026-11-30T12:00:00+03:00","drafted_by":"O-1","activated_at":"2026-11-30T12:00:00+03:00","activated_by":"O-2"},{"insurer":"Organization/a","number":"ДМС-7","version":2,"status":"draft","from":"2025-01-01","to":"2025-12-31","services":["CT"],"kinds":[],"fields":"full","basis":"договор № ДМС-7; ` + policy.BasisContract + `","whole":false,"insured":1,"drafted_at":"2026-11-30T12:00:00+03:00","drafted_by":"O-2"}]}`, "held "},
		{"a contract is entered", "POST", "/api/v1/contract-versions", `{"insurer":"a","number":"ДМС-7","from":"2025-01-01","to":"2025-12-31","services":["CT"]}`, 201,
			`{"insurer":"Organization/a","number":"ДМС-7","version":1,"status":"draft","from":"2025-01-01","to":"2025-12-31","services":["CT"],"kinds":[],"fields":"full","basis":"договор № ДМС-7; ` + policy.BasisContract + `","whole":false,"insured":0,"drafted_at":"2026-11-30T12:00:00+03:00","drafted_by":"ivan"}`, "draft"},
		{"a contract's version is activated", "POST", "/api/v1/contract-versions/activate", `{"insurer":"a","number":"ДМС-7","version":2}`, 204, "", "activate Organization/a ДМС-7 2"},
		{"a contract is suspended", "POST", "/api/v1/contract-versions/suspend", `{"insurer":"a","number":"ДМС-7"}`, 204, "", "suspend Organization/a ДМС-7"},
		{"a contract is resumed", "POST", "/api/v1/contract-versions/resume", `{"insurer":"a","number":"ДМС-7"}`, 204, "", "resume Organization/a ДМС-7"},
		{"consents are listed", "GET", "/api/v1/consents?insurer=a&contract=7&before=c0", "", 200,
			`{"consents":[{"id":"c1","patient":"17","insurer":"Organization/a","contract":"ДМС-7","form":"2026-1","channel":"post","signed":"2026-11-30"}]}`, [3]string{"a", "7", "c0"}},
		{"a consent is recorded", "POST", "/api/v1/consents", `{"patient":"17","insurer":"a","contract":"7","form":"1","channel":"post","signed":"2026-01-01"}`, 201, `{"id":"c1"}`,
			app.ConsentAsk{Patient: "17", Insurer: "a", Contract: "7", Form: "1", Channel: "post", Signed: "2026-01-01"}},
		{"a consent is withdrawn", "DELETE", "/api/v1/consents/c1?channel=phone", "", 204, "", [2]string{"c1", "phone"}},
		{"the list of disclosures is ordered", "POST", "/api/v1/disclosures", `{"from":"2026-01-01","lang":"en"}`, 202, `{"id":"o1","status":"queued"}`, app.DisclosuresAsk{From: "2026-01-01", Lang: "en"}},
		{"the list of disclosures is sealed", "POST", "/api/v1/patients/17/disclosures", "", 201, `{"number":"9B1K-5ZHE-7QNA"}`, "seal 17"},
		{"sessions are listed, without those that went idle", "GET", "/api/v1/sessions", "", 200,
			`{"sessions":[{"id":"s1","begun_at":"2026-11-30T12:00:00+03:00","seen_at":"2026-11-30T12:00:00+03:00","expires_at":"2026-11-30T12:00:00+03:00"}]}`, nil},
		{"a session is ended", "DELETE", "/api/v1/sessions/s1", "", 204, "", "end s1"},
		{"all sessions are ended", "DELETE", "/api/v1/sessions", "", 204, "", "end all"},
		{"a page of links", "GET", "/api/v1/links?before=l0", "", 200,
			`{"links":[{"id":"l1","number":"","recipient":"Patient/17","audience":"bearer","expires_at":"2026-11-30T12:00:00+03:00","taken":1,"max_downloads":3}],"next":"l9"}`, "l0"},
		{"a page of orders", "GET", "/api/v1/extracts?before=o0", "", 200, `{"extracts":[],"next":"l9"}`, "copieso0"},
		{"a page of orders without a copy", "GET", "/api/v1/orders/fruitless?before=o0", "", 200, `{"orders":[],"next":"l9"}`, "fruitlesso0"},
		{"a page of packages", "GET", "/api/v1/packages?before=k0", "", 200, `{"packages":[` + onePackage + `],"next":"l9"}`, "packagesk0"},
		{"a page of accounts", "GET", "/api/v1/accounts?role=doctor&before=7.1", "", 200, `{"accounts":[],"next":"l9"}`, "doctor7.1"},
		{"the register is exported", "GET", "/api/v1/register/export?patient=17", "", 200, "seq,time", app.RegisterAsk{Patient: "17"}},
		{"a copy is verified", "GET", "/api/v1/verify/7KD2-93QF-0AB1?sha256=ABC", "", 200,
			`{"status":"valid","kind":"signed","issued_on":"2026-11-30"}`, [2]string{"7KD2-93QF-0AB1", "abc"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &fakeDesk{
				orders:   []app.Order{{ID: "o1", Status: app.Ready, Progress: 1, Number: "7KD2-93QF-0AB1", Kind: "signed", SHA256: "abc", Size: 9, Pages: 2, SealLevel: "B-B"}},
				link:     app.NewLink{ID: "l1", URL: "https://clinic.example/d/x", ExpiresAt: noon, MaxDownloads: 3, PIN: pin},
				found:    app.Verification{Status: "valid", Kind: "signed", IssuedOn: "2026-11-30"},
				transfer: transferOf("act"),
				parcel: app.PackageOrder{ID: "k1", Status: app.Running, Progress: 0.4, Insurer: "Organization/a", Contract: "D-1", Version: 2, From: "2026-10-01", To: "2026-10-31",
					People: 10, Done: 3, Left: 6, LeftOut: 1, MinutesLeft: 2, Created: noon},
			}
			f.people = []record.Found{{Ref: "Patient/17", Name: record.NewPersonal("Иванова Мария"), Birth: record.NewBirthDate(record.DateOf(1971, 3, 12)), Card: record.NewPersonal("А-104")}}
			f.person = app.Person{Found: f.people[0], Role: policy.Patient, Accounts: []app.AccountRow{{Login: goodLogin, State: "active"}},
				Blocks:   []app.BlockRow{{ID: "b1", Patient: "17", Channel: "phone", Scope: "all", At: noon}},
				Links:    []app.LinkRow{{ID: "l1", Number: "7KD2-93QF-0AB1", Kind: "signed", Recipient: "Patient/17", Audience: "self", Expires: noon, Left: 2}},
				Consents: []app.Consent{consentSample}}
			if strings.HasPrefix(c.name, "a page of ") {
				f.next = "l9"
			}
			f.held, f.consents, f.papers = []app.Held{heldSample()}, []app.Consent{consentSample}, paperSample
			if who := programsAt(c.method, patternOf(c.path)).roles; len(who) < len(everyRole) && len(who) > 0 {
				f.role = who[0]
			}
			w := newHouse(t, f).ask(c.method, c.path, c.body)
			status(t, w, c.status)
			if got := strings.TrimSpace(w.Body.String()); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
			if c.ask != nil && (len(f.asks) != 1 || f.asks[0] != c.ask) {
				t.Errorf("the desk was asked %v, want %v", f.asks, c.ask)
			}
		})
	}
}

// patternOf is the address in the description that the path is an example of.
func patternOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return strings.NewReplacer("/Patient/17", "/{kind}/{id}", "/"+goodLogin, "/{login}", "/o1", "/{id}", "/l1", "/{id}", "/b1", "/{id}", "/9B1K-5ZHE-7QNA", "/{number}", "/h1", "/{id}", "/s1", "/{id}", "/k1", "/{id}", "/c1", "/{id}", "/patients/17", "/patients/{id}", "/7KD2-93QF-0AB1", "/{number}").Replace(path)
}

func TestAnOrderReachesTheDeskWhole(t *testing.T) {
	f := &fakeDesk{}
	w := newHouse(t, f).ask("POST", "/api/v1/extracts", `{"patient":"17","kind":"anonymized","from":"2026-01-01","to":"2026-06-30","items":["DiagnosticReport/9"],"lang":"en"}`)
	if w.Header().Get("Location") != "/api/v1/extracts/o1" {
		t.Errorf("Location %q", w.Header().Get("Location"))
	}
	a := f.asks[0].(app.OrderAsk)
	if a.Patient != "17" || a.Kind != "anonymized" || a.From != "2026-01-01" || a.To != "2026-06-30" || a.Lang != "en" || !slices.Equal(a.Items, []string{"DiagnosticReport/9"}) {
		t.Errorf("the desk was asked %+v", a)
	}
}

func TestALinkWithoutPINSaysNull(t *testing.T) {
	f := &fakeDesk{link: app.NewLink{ID: "l1", URL: "u", ExpiresAt: noon, MaxDownloads: 1}}
	w := newHouse(t, f).ask("POST", "/api/v1/extracts/o1/links", `{"pin":false}`)
	status(t, w, 201)
	if !strings.Contains(w.Body.String(), `"pin":null`) {
		t.Errorf("got %s", w.Body)
	}
	if a := f.asks[0].(app.LinkAsk); a.PIN == nil || *a.PIN {
		t.Error("the wish for no PIN did not reach the desk")
	}
}

func TestWhoHasNoTokenLearnsNothing(t *testing.T) {
	f := &fakeDesk{}
	h := newHouse(t, f)
	for _, c := range apiCalls(h) {
		if c.path == "/api/v1/verify/x" {
			continue
		}
		for _, header := range []string{"", "Bearer", "Bearer wrong", "Basic dnlwX2dvb2Q=", goodToken} {
			w := h.ask(c.method, c.path, `{"nonsense":1}`, "Authorization", header)
			status(t, w, 401)
			if w.Header().Get("WWW-Authenticate") == "" || w.Header().Get("Content-Type") != problemJSON {
				t.Errorf("%s %s: headers %v", c.method, c.path, w.Header())
			}
		}
	}
	if len(f.asks) > 0 {
		t.Errorf("the desk was asked %v", f.asks)
	}
}

type apiCall struct{ method, path string }

// apiCalls lists every operation of the description.
func apiCalls(h *house) (calls []apiCall) {
	var doc struct {
		Paths map[string]map[string]any
	}
	if err := json.Unmarshal(h.openapi, &doc); err != nil {
		panic(err)
	}
	for path, methods := range doc.Paths {
		for m := range methods {
			path = strings.NewReplacer("{id}", "x", "{number}", "x", "{kind}", "x", "{login}", "x").Replace(path)
			calls = append(calls, apiCall{strings.ToUpper(m), path})
		}
	}
	return calls
}

func TestTheDescriptionIsOpenAPI31AndHasEveryCall(t *testing.T) {
	h := newHouse(t, &fakeDesk{})
	w := h.ask("GET", "/api/openapi.json", "", "Authorization", "")
	status(t, w, 200)
	if !strings.HasPrefix(w.Body.String(), `{"components"`) && !strings.Contains(w.Body.String(), `"openapi":"3.1.0"`) {
		t.Error("not OpenAPI 3.1")
	}
	if strings.Contains(w.Body.String(), "$schema") {
		t.Error("it has schema links")
	}
	if n := len(apiCalls(h)); n != len(apiRoutes) {
		t.Errorf("%d operations, want %d", n, len(apiRoutes))
	}
	if strings.Contains(w.Body.String(), "unpkg") || h.ask("GET", "/docs", "").Code != 404 {
		t.Error("there is a documentation page that loads foreign scripts")
	}
}

func TestEveryErrorHasItsStatusAndWords(t *testing.T) {
	for _, r := range table {
		for _, lang := range text.Langs {
			for _, key := range []string{r.key, r.key + ".do"} {
				if !text.Known(key) {
					t.Errorf("%s has no words in %s", key, lang)
				}
			}
		}
	}
}

func TestAWrongFieldIsNamedWithWhatWouldDo(t *testing.T) {
	h := newHouse(t, &fakeDesk{})
	for _, c := range []struct {
		name, body string
		status     int
		fields     []string
	}{
		{"a missing field", `{"patient":"17"}`, 422, []string{"body.kind"}},
		{"two missing fields", `{}`, 422, []string{"body.kind", "body.patient"}},
		{"a wrong word", `{"patient":"17","kind":"paper"}`, 422, []string{"body.kind"}},
		{"a wrong type", `{"patient":17,"kind":"signed"}`, 422, []string{"body.patient"}},
		{"a choice of nothing is not the whole record", `{"patient":"17","kind":"signed","items":[]}`, 422, []string{"body.items"}},
		{"a wrong type inside a list", `{"patient":"17","kind":"signed","items":[1]}`, 422, []string{"body.items"}},
		{"a field nobody knows", `{"patient":"17","kind":"signed","Иванов":1}`, 422, []string{"body"}},
		{"no JSON", `{"patient":`, 400, []string{"body"}},
		{"nothing", ``, 400, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := h.ask("POST", "/api/v1/extracts", c.body, "Content-Type", "application/json")
			status(t, w, c.status)
			var p Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range p.Errors {
				got = append(got, f.Field)
				if f.Want == "" {
					t.Errorf("%s says not what would do", f.Field)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, c.fields) {
				t.Errorf("named %v, want %v", got, c.fields)
			}
		})
	}
}

func TestALargeRequestIsRefused(t *testing.T) {
	h := newHouse(t, &fakeDesk{})
	w := h.ask("POST", "/api/v1/extracts", `{"patient":"`+strings.Repeat("x", mostAPI)+`"}`)
	status(t, w, http.StatusRequestEntityTooLarge)
	status(t, h.ask("POST", "/d/x", "pin="+strings.Repeat("1", mostForm)), http.StatusRequestEntityTooLarge)
}

func TestWrongAddressesAndMethods(t *testing.T) {
	h := newHouse(t, &fakeDesk{})
	status(t, h.ask("GET", "/nothing", ""), 404)
	status(t, h.ask("GET", "/d/", ""), 404)
	status(t, h.ask("GET", "/static/../errors.go", ""), 404)
	w := h.ask("PUT", "/api/v1/extracts", "")
	status(t, w, 405)
	if w.Header().Get("Allow") == "" {
		t.Error("no Allow header (RFC 9110, 15.5.6)")
	}
	status(t, h.ask("DELETE", "/d/x", ""), 405)
}

func TestProbes(t *testing.T) {
	f := &fakeDesk{}
	h := newHouse(t, f)
	status(t, h.ask("GET", "/healthz", ""), 200)
	status(t, h.ask("GET", "/readyz", ""), 200)
	f.records = errors.New("Окуджава: the MIS is away")
	if w := h.ask("GET", "/readyz", ""); w.Code != 200 || w.Body.String() != `{"parts":{"database":"ok","records":"failing"},"ready":true}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	f.ready = errors.New("Окуджава: disk is full")
	w := h.ask("GET", "/readyz", "")
	status(t, w, 503)
	if strings.Contains(w.Body.String()+h.log.String(), "Окуджава") {
		t.Error("the cause reached the answer or the log")
	}
}

func TestASetupThatCannotWorkIsNamed(t *testing.T) {
	good := Setup{Desk: &fakeDesk{}, PublicURL: "http://localhost:8080", Now: func() time.Time { return noon }}
	for _, c := range []struct {
		name, want string
		change     func(*Setup)
	}{
		{"no desk", "Setup.Desk", func(s *Setup) { s.Desk = nil }},
		{"no clock", "Setup.Now", func(s *Setup) { s.Now = nil }},
		{"no public address", "Setup.PublicURL", func(s *Setup) { s.PublicURL = "" }},
		{"a public address with a path", "Setup.PublicURL", func(s *Setup) { s.PublicURL = "https://x/y" }},
		{"a public address that is none", "Setup.PublicURL", func(s *Setup) { s.PublicURL = "javascript:x" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := good
			c.change(&p)
			if _, err := New(p); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := New(good); err != nil {
		t.Error(err)
	}
}
