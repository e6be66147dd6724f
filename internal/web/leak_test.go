package web

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

// name is planted wherever a request or an error can carry text.
const name = "Окуджава"

// planted holds every spelling the name could come back in.
var planted = []string{name, url.PathEscape(name), `\u041e\u043a\u0443\u0434\u0436\u0430\u0432\u0430`}

func seen(text string) bool {
	for _, p := range planted {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// plantings are requests with the name in every place that may hold text.
func plantings(h *house) (out []*http.Request) {
	add := func(method, target, body string) {
		kind := "application/json"
		if strings.HasPrefix(body, "pin=") {
			kind = "application/x-www-form-urlencoded"
		}
		for _, accept := range []string{"application/json", page} {
			r := httptest.NewRequest(method, target, strings.NewReader(body))
			r.Header.Set("Authorization", "Bearer "+goodToken)
			r.Header.Set("Content-Type", kind)
			r.Header.Set("Accept", accept)
			out = append(out, r)
		}
	}
	e := url.PathEscape(name)
	for _, c := range apiCalls(h) {
		path := strings.Replace(c.path, "/x", "/"+e, 1)
		for _, body := range []string{
			"", name, `"` + name + `"`, `{"` + name + `":1}`, `{"patient":"` + name + `","kind":"` + name + `","from":"` + name + `","to":"` + name + `","lang":"` + name + `"}`,
			`{"patient":"` + name + `","kind":"signed","from":"` + name + `"}`,
			`{"patient":"17","kind":"signed","items":["` + name + `",{"` + name + `":1}],"` + name + `":"` + name + `"}`,
			`{"ttl":"` + name + `","max_downloads":"` + name + `","pin":"` + name + `","audience":"` + name + `"}`,
			`{"ttl":"` + name + `"}`, `{"patient":"` + name + `","channel":"` + name + `","scope":"` + name + `"}`,
			`{"reason":"` + name + `"}`, `{"reason":["` + name + `"]}`, `{"reason":"` + strings.Repeat(name, 100) + `"}`,
		} {
			add(c.method, path+"?sha256="+e+"&lang="+e+"&"+e+"="+e, body)
		}
	}
	for _, path := range []string{"/d/", "/d/t/", "/v/", "/", "/static/", "/api/v1/"} {
		for _, method := range []string{"GET", "HEAD", "POST", "DELETE"} {
			add(method, path+e+"?lang="+e+"&sha256="+e+"&"+e+"="+e, "pin="+e)
		}
	}
	add("GET", "/v/7KD293QF0AB1?sha256="+e, "")
	add("POST", "/d/x", "pin=%zz"+e)
	return out
}

func TestNoAnswerHeaderOrLogRepeatsARequestOrAnError(t *testing.T) {
	stderr := captureStderr(t)
	asked := 0
	for _, err := range []error{
		errors.New(name), fmt.Errorf("%s: %w", name, app.ErrBlocked), fmt.Errorf("%s: %w", name, &app.PINError{Left: 3}),
		fmt.Errorf("%s: %w", name, app.ErrLinkExpired), fmt.Errorf("%s: %w", name, &policy.Refusal{Rule: "doctor-denied", Reason: name}), nil,
	} {
		for _, role := range []policy.Role{policy.Patient, policy.Reception, policy.Officer} {
			f := &fakeDesk{err: err, role: role, orders: []app.Order{{ID: "o1", Status: app.Ready}}, transfer: transferOf("pdf"), ready: errors.New(name)}
			h := newHouse(t, f)
			for _, r := range plantings(h) {
				for _, secret := range []string{"User-Agent", "X-Forwarded-For", "X-Real-Ip", "Referer", "Accept-Language", "Cookie", "X-Request-Id", "Forwarded"} {
					r.Header.Set(secret, name)
				}
				r.RemoteAddr = name + ":1234"
				w := httptest.NewRecorder()
				h.Handler().ServeHTTP(w, r)
				asked++
				// A block's answer is the row itself: the patient's id goes back to reception.
				if err == nil && r.URL.Path == "/api/v1/blocks" {
					continue
				}
				if seen(w.Body.String()) || seen(fmt.Sprint(w.Header())) {
					t.Errorf("%s %s (error %v): answered %d %v %s", r.Method, r.URL, err, w.Code, w.Header(), w.Body)
				}
			}
			if seen(h.log.String()) {
				t.Fatalf("the log has it:\n%s", h.log)
			}
			if !strings.Contains(h.log.String(), `"route":"/d/:token"`) {
				t.Fatal("nothing was logged: the test sees nothing")
			}
			m := httptest.NewRecorder()
			h.MetricsHandler().ServeHTTP(m, httptest.NewRequest("GET", "/metrics", nil))
			if seen(m.Body.String()) {
				t.Error("the metrics have it")
			}
		}
	}
	if out := stderr(); seen(out) {
		t.Errorf("stderr has it: %s", out)
	}
	if asked < 1000 {
		t.Errorf("only %d requests were made", asked)
	}
}

// captureStderr catches what libraries print past the log.
func captureStderr(t *testing.T) func() string {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "stderr")
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stderr
	os.Stderr = f
	log.SetOutput(f)
	t.Cleanup(func() { os.Stderr = old; log.SetOutput(old) })
	return func() string {
		_, _ = f.Seek(0, io.SeekStart)
		text, _ := io.ReadAll(f)
		return string(text)
	}
}

func TestNothingOfAVisitorIsLogged(t *testing.T) {
	h := newHouse(t, &fakeDesk{landing: app.Landing{ExpiresAt: noon}})
	secret := "198.51.100.77"
	r := httptest.NewRequest("GET", "/d/secret-token?q=secret-query", nil)
	r.RemoteAddr = secret + ":4711"
	for _, header := range []string{"User-Agent", "X-Forwarded-For", "X-Real-Ip", "Forwarded", "Referer", "Origin"} {
		r.Header.Set(header, "planted-"+secret)
	}
	h.Handler().ServeHTTP(httptest.NewRecorder(), r)
	for _, trace := range []string{secret, "planted", "secret-token", "secret-query", "4711"} {
		if strings.Contains(h.log.String(), trace) {
			t.Errorf("the log has %q:\n%s", trace, h.log)
		}
	}
	if !strings.Contains(h.log.String(), `"status":200`) {
		t.Fatalf("nothing was logged:\n%s", h.log)
	}
}

func TestTheServersOwnLogDropsAddressesAndValues(t *testing.T) {
	h := newHouse(t, &fakeDesk{})
	l := serverLog{h.Server.log}.logger()
	l.Printf("http: TLS handshake error from 198.51.100.77:1: EOF")
	l.Printf("http: panic serving 198.51.100.77:1: %s\nstack", name)
	l.Printf("http: %s", name)
	out := h.log.String()
	if strings.Contains(out, "198.51") || seen(out) || strings.Count(out, "\n") != 3 || !strings.Contains(out, "tls handshake error") {
		t.Errorf("log:\n%s", out)
	}
}

func TestErrorsWithoutClassSayTheirType(t *testing.T) {
	for want, err := range map[string]error{
		"*errors.errorString":                 fmt.Errorf("x: %w", errors.New(name)),
		"*http.MaxBytesError *policy.Refusal": errors.Join(&http.MaxBytesError{}, fmt.Errorf("y: %w", &policy.Refusal{})),
		"<nil>":                               nil,
	} {
		if got := classes(err); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
