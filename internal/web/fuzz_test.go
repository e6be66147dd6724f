package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"vypiska/internal/app"
)

// FuzzNoRequestIsAFaultOrComesBack: whatever is sent, a desk without faults never
// gives a 500, and no error answer repeats a word of the request.
func FuzzNoRequestIsAFaultOrComesBack(f *testing.F) {
	f.Add("POST", "/api/v1/extracts", `{"patient":"17","kind":"signed"}`, "application/json", "en")
	f.Add("POST", "/api/v1/extracts/x/links", `{"ttl":1}`, "application/json;charset=x", "ru")
	f.Add("DELETE", "/api/v1/copies/x", `{"reason":[]}`, "text/plain", "")
	f.Add("POST", "/d/x", "pin=%zz", "application/x-www-form-urlencoded", "*")
	f.Add("GET", "/v/x?sha256=1", "", "", ";;")
	h := newHouse(f, &fakeDesk{orders: []app.Order{{ID: "o1", Status: app.Ready}}, transfer: transferOf("pdf"), found: app.Verification{Status: "unknown"}})
	f.Fuzz(func(t *testing.T, method, target, body, kind, accept string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || !strings.HasPrefix(target, "/") {
			return
		}
		const mark = "Zq7plantedZq7"
		r, err := http.NewRequest(method, "http://clinic.example/", strings.NewReader(strings.ReplaceAll(body, "x", mark)))
		if err != nil {
			return
		}
		r.URL.Path, r.URL.RawQuery = strings.ReplaceAll(u.Path, "/x", "/"+mark), u.RawQuery
		r.Header.Set("Authorization", "Bearer "+goodToken)
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Accept-Language", accept)
		w := httptest.NewRecorder()
		h.Handler().ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%s %q: %d %s", method, target, w.Code, w.Body)
		}
		if w.Code >= 400 && strings.Contains(w.Body.String(), mark) {
			t.Errorf("%s %q: the answer repeats the request: %s", method, target, w.Body)
		}
	})
}
