package web

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

// browser keeps cookies and follows nothing.
type browser struct {
	t       testing.TB
	handler http.Handler
	jar     map[string]*http.Cookie
}

func newBrowser(t testing.TB, h *house) *browser {
	return &browser{t, h.Handler(), map[string]*http.Cookie{}}
}

func (b *browser) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "https://clinic.example"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept", page)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range b.jar {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.jar, c.Name)
		} else {
			b.jar[c.Name] = c
		}
	}
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder { return b.do("GET", path, nil) }

func (b *browser) login() *httptest.ResponseRecorder {
	return b.do("POST", "/login", url.Values{"login": {goodLogin}, "password": {goodPassword}})
}

// goes checks that the answer sends the browser on.
func goes(t testing.TB, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		t.Fatalf("status %d to %q, want 303 to %q", w.Code, w.Header().Get("Location"), to)
	}
}

func passFor(role policy.Role) app.Pass {
	return app.Pass{Visitor: app.Visitor{Account: goodLogin, Role: role, Subject: "Patient/17"}, Epoch: 1}
}

// clocked is a house whose clock a test moves.
func clocked(t *testing.T, f *fakeDesk) (*house, *time.Time) {
	clock := noon
	return newHouse(t, f, func(s *Setup) { s.Now = func() time.Time { return clock } }), &clock
}

func TestALoginOpensTheCabinetAndALogoutClosesIt(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Patient)}
	b := newBrowser(t, newHouse(t, f))
	goes(t, b.get("/me"), "/login")
	status(t, b.get("/login"), 200)
	w := b.login()
	goes(t, w, "/record")
	c := b.jar["__Host-session"]
	if c == nil || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 0 || !c.Expires.IsZero() {
		t.Fatalf("cookie %+v", c)
	}
	w = b.get("/me")
	status(t, w, 200)
	for _, want := range []string{goodLogin, "пациент", "30 мин", "00:00", `action="/logout"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, w.Body)
		}
	}
	goes(t, b.get("/"), "/record")
	goes(t, b.get("/login"), "/record")
	w = b.do("POST", "/logout", url.Values{})
	goes(t, w, "/login")
	if !strings.Contains(w.Header().Get("Clear-Site-Data"), `"cookies"`) || len(f.sessions) != 0 {
		t.Errorf("%v, %d sessions kept", w.Header(), len(f.sessions))
	}
	b.jar[c.Name] = c // whoever copied the cookie
	goes(t, b.get("/me"), "/login")
}

func TestTheStoreHasNoTokenThatOpensASession(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Patient)}
	b := newBrowser(t, newHouse(t, f))
	b.login()
	token := b.jar["__Host-session"].Value
	for stored, data := range f.sessions {
		if stored == token || strings.Contains(string(data), token) {
			t.Fatal("whoever reads the database could enter")
		}
		b.jar["__Host-session"].Value = stored
		goes(t, b.get("/me"), "/login")
	}
}

func TestATokenPlantedBeforeTheLoginOpensNothing(t *testing.T) {
	b := newBrowser(t, newHouse(t, &fakeDesk{pass: passFor(policy.Patient)}))
	planted := &http.Cookie{Name: "__Host-session", Value: "planted"}
	b.jar[planted.Name] = planted
	b.login()
	if b.jar[planted.Name].Value == "planted" {
		t.Fatal("the session kept its token")
	}
	b.jar[planted.Name] = planted
	goes(t, b.get("/me"), "/login")
}

func TestAWrongLoginSaysOneThing(t *testing.T) {
	b := newBrowser(t, newHouse(t, &fakeDesk{pass: passFor(policy.Patient)}))
	var first string
	for _, form := range []url.Values{
		{"login": {goodLogin}, "password": {"bad"}}, {"login": {"P-0000-0000"}, "password": {goodPassword}}, {"login": {""}, "password": {""}}, {},
		{"login": {strings.Repeat("x", 1000)}, "password": {"\xff"}},
	} {
		w := b.do("POST", "/login", form)
		status(t, w, 403)
		if first == "" {
			first = w.Body.String()
		}
		if w.Body.String() != first || len(b.jar) != 0 {
			t.Errorf("%v: another answer, or a cookie", form)
		}
	}
	if !strings.Contains(first, "Вход не выполнен") || !strings.Contains(first, `role="alert"`) {
		t.Errorf("%s", first)
	}
}

func TestAFirstPasswordLeadsToChoosingAnotherAndNowhereElse(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Reception)}
	f.pass.First = true
	h := newHouse(t, f)
	b := newBrowser(t, h)
	goes(t, b.login(), "/password")
	for _, r := range h.rows {
		if len(r.who.roles) == 0 || r.who.first || r.who.api {
			continue
		}
		w := b.do(r.method, r.path, nil)
		if r.method == "GET" {
			goes(t, w, "/password")
		} else if w.Code != 403 {
			t.Errorf("%s %s: %d", r.method, r.path, w.Code)
		}
	}
	before := b.jar["__Host-session"].Value
	status(t, b.do("POST", "/password", url.Values{"new": {"a long password"}, "again": {"another one"}}), 422)
	if len(f.asks) != 1 {
		t.Error("two different passwords reached the desk")
	}
	w := b.do("POST", "/password", url.Values{"new": {"a long password"}, "again": {"a long password"}})
	if w.Code != 303 || w.Header().Get("Location") == "/password" || b.jar["__Host-session"].Value == before {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	status(t, b.get("/me"), 200)
}

func TestEachFlawOfAPasswordHasItsWords(t *testing.T) {
	for why, want := range map[string]error{
		"слишком короткий": &app.PasswordError{Why: "short"}, "слишком длинный": &app.PasswordError{Why: "long"},
		"часто встречается": &app.PasswordError{Why: "common"}, "не должен повторять": &app.PasswordError{Why: "same"}, "Нынешний пароль не подошёл": app.ErrWrong,
	} {
		f := &fakeDesk{pass: passFor(policy.Patient)}
		b := newBrowser(t, newHouse(t, f))
		b.login()
		f.err = want
		w := b.do("POST", "/password", url.Values{"old": {"o"}, "new": {"n"}, "again": {"n"}})
		if w.Code/100 != 4 || !strings.Contains(w.Body.String(), why) {
			t.Errorf("%v: %d %s", want, w.Code, w.Body)
		}
	}
}

func TestASessionEnds(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(f *fakeDesk, clock *time.Time, b *browser)
	}{
		{"after its time without a click", func(_ *fakeDesk, clock *time.Time, _ *browser) { *clock = clock.Add(30 * time.Minute) }},
		{"after its whole time, however much it was used", func(_ *fakeDesk, clock *time.Time, b *browser) {
			for *clock = clock.Add(20 * time.Minute); clock.Sub(noon) < 12*time.Hour; *clock = clock.Add(20 * time.Minute) {
				status(b.t, b.get("/me"), 200)
			}
		}},
		{"when the account's epoch goes on", func(f *fakeDesk, _ *time.Time, _ *browser) { f.pass.Epoch++ }},
		{"when the account is gone", func(f *fakeDesk, _ *time.Time, _ *browser) { f.pass.Account = "P-0000-0000" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &fakeDesk{pass: passFor(policy.Patient)}
			h, clock := clocked(t, f)
			b := newBrowser(t, h)
			b.login()
			status(t, b.get("/me"), 200)
			c.end(f, clock, b)
			goes(t, b.get("/me"), "/login")
			if len(f.sessions) != 0 {
				t.Error("its row is kept")
			}
		})
	}
}

func TestAClickOnItsWayDoesNotBringASessionBack(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Patient)}
	h, clock := clocked(t, f)
	b, other := newBrowser(t, h), newBrowser(t, h)
	b.login()
	other.jar["__Host-session"] = b.jar["__Host-session"] // the same browser, another tab
	*clock = clock.Add(seenEvery)
	f.loaded = func() { // the session is read, and then the other tab logs out
		f.loaded = nil
		goes(t, other.do("POST", "/logout", url.Values{}), "/login")
	}
	b.get("/me?lang=en")
	if len(f.sessions) != 0 {
		t.Fatal("the session is back")
	}
	goes(t, b.get("/me"), "/login")
	b.login()
	status(t, b.get("/me"), 200)
}

func TestAClickIsWrittenOnceAMinute(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Patient)}
	h, clock := clocked(t, f)
	b := newBrowser(t, h)
	b.login()
	writes := 0
	for range 120 { // two minutes
		*clock = clock.Add(time.Second)
		if len(b.get("/me").Result().Cookies()) > 0 {
			writes++
		}
	}
	if writes != 2 {
		t.Errorf("%d writes in two minutes", writes)
	}
}

func TestAFormThatCameTooLateLeadsToTheDoor(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Patient)}
	b := newBrowser(t, newHouse(t, f))
	w := b.do("POST", "/password", url.Values{"new": {own}, "again": {own}})
	status(t, w, 401)
	if !strings.Contains(w.Body.String(), `href="/login"`) {
		t.Errorf("it leads nowhere:\n%s", w.Body)
	}
}

func TestTheLanguageStaysWithTheSession(t *testing.T) {
	b := newBrowser(t, newHouse(t, &fakeDesk{pass: passFor(policy.Patient)}))
	b.do("POST", "/login?lang=en", url.Values{"login": {goodLogin}, "password": {goodPassword}})
	english := func() bool { return strings.Contains(b.get("/me").Body.String(), `<html lang="en">`) }
	if !english() {
		t.Error("the language of the login is lost")
	}
	b.get("/me?lang=ru")
	if english() {
		t.Error("the switch is forgotten")
	}
	b.get("/me?lang=xx")
	b.get("/me?lang=en")
	if !english() {
		t.Error("the switch is forgotten")
	}
}

func TestAnotherSitesFormIsRefused(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Patient)}
	h := newHouse(t, f)
	b := newBrowser(t, h)
	b.login()
	for _, r := range h.rows {
		if r.method != "POST" || r.who.api {
			continue
		}
		req := httptest.NewRequest("POST", "https://clinic.example"+r.path, nil)
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		req.AddCookie(b.jar["__Host-session"])
		w := httptest.NewRecorder()
		h.Handler().ServeHTTP(w, req)
		status(t, w, 403)
		if !strings.Contains(w.Body.String(), "request.foreign") {
			t.Errorf("%s: %s", r.path, w.Body)
		}
	}
	status(t, b.get("/me"), 200)
}

func TestATokenOpensNoCabinetAndASessionNoAPI(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Patient)}
	h := newHouse(t, f)
	goes(t, h.ask("GET", "/me", "", "Accept", page), "/login")
	status(t, h.ask("GET", "/me", ""), 401)
	b := newBrowser(t, h)
	b.login()
	status(t, b.get("/api/v1/extracts/o1"), 401)
}

func TestPlainHTTPHasAPlainCookie(t *testing.T) {
	h := newHouse(t, &fakeDesk{pass: passFor(policy.Patient)}, func(s *Setup) { s.PublicURL = "http://localhost:8080" })
	b := newBrowser(t, h)
	b.login()
	if c := b.jar["session"]; c == nil || c.Secure || !c.HttpOnly {
		t.Errorf("cookie %+v", c)
	}
}

func TestOneTimeCodesAreSetUpOnAPage(t *testing.T) {
	f := &fakeDesk{pass: passFor(policy.Officer)}
	b := newBrowser(t, newHouse(t, f))
	b.login()
	f.asks = nil
	w := b.get("/me/codes")
	status(t, w, 200)
	for _, want := range []string{"JBSWY3DPEHPK3PXP", `value="sealed-secret"`, `<path d="M`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("it lacks %s", want)
		}
	}
	f.err = app.ErrWrong
	w = b.do("POST", "/me/codes", url.Values{"sealed": {"mine"}, "code": {"000000"}})
	status(t, w, 422)
	if !strings.Contains(w.Body.String(), `value="mine"`) {
		t.Error("a wrong code threw the secret away")
	}
	f.err = nil
	goes(t, b.do("POST", "/me/codes", url.Values{"sealed": {"mine"}, "code": {"123456"}}), "/me")
	if f.asks[1] != [2]string{"mine", "123456"} {
		t.Errorf("the desk was asked %v", f.asks)
	}
	f.pass.Codes = true
	if w = b.get("/me/codes"); strings.Contains(w.Body.String(), "JBSWY3DPEHPK3PXP") {
		t.Error("a new secret is shown while codes are on")
	}
	goes(t, b.do("POST", "/me/codes/off", url.Values{"password": {own}}), "/me")
}

const own = "тихая река под мостом"

func TestTheOtherLanguageShowsTheSamePage(t *testing.T) {
	other := regexp.MustCompile(`<a class="lang" href="([^"]*)"`)
	for _, c := range []struct {
		name, method, path string
		role               policy.Role
		want               string
	}{
		{"a page", "GET", "/register", policy.Officer, "?lang=en"},
		{"a list that is filtered keeps the filter", "GET", "/register?event=refusal&patient=17&lang=ru", policy.Officer, "?event=refusal&amp;patient=17&amp;lang=en"},
		{"the next page of a list is the next page", "GET", "/copies?before=o1", policy.Patient, "?before=o1&amp;lang=en"},
		{"what did not fit is not repeated", "GET", "/nothing?patient=17", policy.Officer, "?lang=en"},
		{"the answer of a form whose address is a page's", "POST", "/reception", policy.Reception, "?lang=en"},
		{"the answer of a form that has no page", "POST", "/register/check", policy.Officer, "/?lang=en"},
		{"an error of such a form", "POST", "/orders", policy.Patient, "/?lang=en"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := enter(t, clinicDesk(c.role))
			w := b.do(c.method, c.path, url.Values{})
			found := other.FindStringSubmatch(w.Body.String())
			if found == nil || found[1] != c.want {
				t.Fatalf("%d, the other language is at %q, want %q", w.Code, found, c.want)
			}
			here, err := url.Parse(c.path)
			if err != nil {
				t.Fatal(err)
			}
			there, err := here.Parse(html.UnescapeString(found[1]))
			if err != nil {
				t.Fatal(err)
			}
			if w := b.get(there.RequestURI()); w.Code == http.StatusMethodNotAllowed {
				t.Errorf("%s answers %d", there, w.Code)
			}
		})
	}
}
