package web

import (
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

func TestAnAddressNobodyDecidedAboutDoesNotStart(t *testing.T) {
	table := []route{{method: "GET", path: "/a"}, {method: "POST", path: "/a"}}
	for _, c := range []struct {
		name   string
		served gin.RoutesInfo
		says   string
	}{
		{"a new address", gin.RoutesInfo{{Method: "GET", Path: "/a"}, {Method: "POST", Path: "/a"}, {Method: "GET", Path: "/b"}}, "GET /b: nobody decided"},
		{"a new method", gin.RoutesInfo{{Method: "GET", Path: "/a"}, {Method: "POST", Path: "/a"}, {Method: "PUT", Path: "/a"}}, "PUT /a: nobody decided"},
		{"a row for nothing", gin.RoutesInfo{{Method: "GET", Path: "/a"}}, "POST /a stands in the route table"},
	} {
		if err := checkTable(table, c.served); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := checkTable(table, gin.RoutesInfo{{Method: "HEAD", Path: "/a"}, {Method: "GET", Path: "/a"}, {Method: "POST", Path: "/a"}}); err != nil {
		t.Error(err)
	}
}

// Every address with every role, and with nobody: whom the table shuts out
// never reaches a use case.
func TestTheTableIsObeyed(t *testing.T) {
	tried := 0
	for _, role := range append([]policy.Role{""}, everyRole...) {
		f := &fakeDesk{role: role, orders: []app.Order{{Status: app.Ready}}, transfer: transferOf("x"), landing: app.Landing{ExpiresAt: noon}}
		f.pass = passFor(role)
		h := newHouse(t, f)
		for _, r := range h.rows {
			b := newBrowser(t, h)
			if role != "" {
				b.login()
			}
			f.asks = nil
			var code int
			switch {
			case r.who.api && role == "":
				code = h.ask(r.method, r.path, `{}`, "Authorization", "").Code
			case r.who.api:
				code = h.ask(r.method, r.path, `{}`).Code
			default:
				code = b.do(r.method, r.path, nil).Code
			}
			allowed := len(r.who.roles) == 0
			for _, a := range r.who.roles {
				allowed = allowed || a == role
			}
			shut := code == 401 || code == 403 || code == 303 && role == ""
			if r.path != "/login" && !allowed && (!shut || len(f.asks) > 0) || allowed && code == 401 || allowed && code == 403 && r.path != "/login" {
				t.Errorf("%s %s by %q: %d, the desk was asked %v", r.method, r.path, role, code, f.asks)
			}
			tried++
		}
	}
	if tried < 100 {
		t.Errorf("only %d were tried", tried)
	}
}
