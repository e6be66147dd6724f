package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vypiska/internal/app"
	"vypiska/internal/text"
)

var demoLinks = []StartLink{{Title: text.Phrase{Ru: "Подписанная выписка", En: "Signed extract"}, Note: text.Phrase{Ru: "ПИН 123456", En: "PIN 123456"}, Href: "/d/demo"}}

func TestEveryAnswerIsHardened(t *testing.T) {
	h := newHouse(t, &fakeDesk{transfer: transferOf("x"), landing: app.Landing{ExpiresAt: noon}, orders: []app.Order{{Status: app.Ready}}})
	for _, path := range []string{"/", "/d/x", "/d/t/x", "/v/7KD293QF0AB1", "/verify", "/nothing", "/api/v1/extracts/o1", "/api/v1/nothing", "/api/openapi.json", "/healthz"} {
		w := h.ask("GET", path, "")
		for name, want := range fixedHeaders {
			if strings.HasPrefix(path, "/v") && name == "Content-Security-Policy" {
				want = "script-src 'self'; " + want // the one page with a script, and it may connect to nothing
			}
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if w.Header().Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: no HSTS on https", path)
		}
	}
	plain := newHouse(t, &fakeDesk{}, func(s *Setup) { s.PublicURL = "http://localhost:8080" })
	if plain.ask("GET", "/", "").Header().Get("Strict-Transport-Security") != "" {
		t.Error("HSTS without https would lock people out")
	}
}

func TestTheStartPageSaysWhatIsHere(t *testing.T) {
	h := newHouse(t, &fakeDesk{}, func(s *Setup) { s.Start = demoLinks })
	w := h.ask("GET", "/", "", "Authorization", "")
	status(t, w, 200)
	for _, yes := range []string{`href="/d/demo"`, "Подписанная выписка", "ПИН 123456", "/api/openapi.json"} {
		if !strings.Contains(w.Body.String(), yes) {
			t.Errorf("it lacks %q", yes)
		}
	}
	if w = h.ask("GET", "/?lang=en", ""); !strings.Contains(w.Body.String(), "Signed extract") || !strings.Contains(w.Body.String(), `<html lang="en">`) {
		t.Error("no English")
	}
	if strings.Contains(newHouse(t, &fakeDesk{}).ask("GET", "/", "").Body.String(), "Демонстрация") {
		t.Error("a clinic's page speaks of a demo")
	}
}

func TestThePageOfACopy(t *testing.T) {
	hash := strings.Repeat("ab", 32)
	for _, c := range []struct {
		name, path string
		found      app.Verification
		status     int
		want       string
		asked      int
	}{
		{"the printed address explains what to do", "/v/7KD2-93QF-0AB1", app.Verification{}, 200, "sha256sum 7KD2-93QF-0AB1.pdf", 0},
		{"small letters without hyphens", "/v/7kd293qf0ab1", app.Verification{}, 200, "7KD2-93QF-0AB1", 0},
		{"a genuine copy", "/v/7KD2-93QF-0AB1?sha256=" + hash, app.Verification{Status: "valid", Kind: "signed", IssuedOn: "2026-11-30"}, 200, "30\u00a0ноября\u00a02026", 1},
		{"a hash in capitals with spaces", "/v/7KD2-93QF-0AB1?sha256=+" + strings.ToUpper(hash), app.Verification{Status: "valid"}, 200, "Копия подлинная и действует", 1},
		{"a revoked copy", "/v/7KD2-93QF-0AB1?sha256=" + hash, app.Verification{Status: "revoked"}, 200, "Копия отозвана", 1},
		{"a destroyed copy", "/v/7KD2-93QF-0AB1?sha256=" + hash, app.Verification{Status: "destroyed"}, 200, "срок её хранения закончился", 1},
		{"another file", "/v/7KD2-93QF-0AB1?sha256=" + hash, app.Verification{Status: "unknown"}, 200, "Клиника не подтверждает эту копию", 1},
		{"no hash at all", "/v/7KD2-93QF-0AB1?sha256=hello", app.Verification{}, 422, "Это не SHA-256", 0},
		{"no number", "/v/hello", app.Verification{}, 404, "Здесь ничего нет", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &fakeDesk{found: c.found}
			w := newHouse(t, f).ask("GET", c.path, "", "Accept", page, "Authorization", "")
			status(t, w, c.status)
			if !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("it lacks %q:\n%s", c.want, w.Body)
			}
			if len(f.asks) != c.asked {
				t.Errorf("the desk was asked %v", f.asks)
			}
		})
	}
}

func TestPagesAskNobodyElseAndRunNothing(t *testing.T) {
	foreign := regexp.MustCompile(`(?i)<script|https?://|url\(|@import|\son[a-z]+=|style=`)
	for _, pattern := range []string{"view/pages/*.html", "static/*"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v %v", pattern, files, err)
		}
		for _, f := range files {
			content, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			clean := strings.NewReplacer(`xmlns="http://www.w3.org/2000/svg"`, "", `<script src="{{asset "follow.js"}}" defer></script>`, "", `<script src="{{asset "verify.js"}}" defer></script>`, "").Replace(string(content))
			if found := foreign.FindString(clean); found != "" {
				t.Errorf("%s: %q", f, found)
			}
		}
	}
}

func TestAssetsMayBeKeptAndNothingElse(t *testing.T) {
	h := newHouse(t, &fakeDesk{})
	start := h.ask("GET", "/", "").Body.String()
	for _, href := range regexp.MustCompile(`/static/[^"]+`).FindAllString(start, -1) {
		w := h.ask("GET", href, "")
		status(t, w, 200)
		if !strings.HasPrefix(w.Header().Get("Cache-Control"), "public") || w.Body.Len() == 0 {
			t.Errorf("%s: %v", href, w.Header())
		}
		status(t, h.ask("GET", href, "", "If-None-Match", w.Header().Get("ETag")), 304)
	}
}

func TestEveryMessageIsUsedAndEveryUsedOneIsThere(t *testing.T) {
	var sources strings.Builder
	said := regexp.MustCompile(`(?:say|Say\() ?"([a-z.-]+)"`)
	for _, pattern := range []string{"*.go", "view/*.go", "view/pages/*.html"} {
		files, _ := filepath.Glob(pattern)
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			content, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(content)
			for _, m := range said.FindAllStringSubmatch(string(content), -1) {
				if !text.Known(m[1]) {
					t.Errorf("%s says %q, which has no words", f, m[1])
				}
			}
		}
	}
	rules := refusals(t)
	for _, key := range text.Keys() {
		if rule, is := strings.CutPrefix(key, "rule."); is {
			if !slices.Contains(rules, rule) {
				t.Errorf("%s: policy has no such rule", key)
			}
			continue
		}
		if field, is := strings.CutPrefix(key, "field."); is {
			if !regexp.MustCompile(`"` + field + `[",]`).MatchString(sources.String()) {
				t.Errorf("%s: no form and no call has such a field", key)
			}
			continue
		}
		if !strings.Contains(sources.String(), `"`+strings.TrimSuffix(key, ".do")+`"`) {
			t.Errorf("%s is used nowhere", key)
		}
	}
	for _, rule := range rules {
		if !text.Known("rule." + rule) {
			t.Errorf("the refusal of rule %s has no words", rule)
		}
	}
}

// refusals are the rules by which the policy refuses a copy or a package.
func refusals(t *testing.T) (rules []string) {
	t.Helper()
	for _, file := range []string{"rules.go", "package.go"} {
		content, err := os.ReadFile(filepath.Join("..", "..", "exporter", "policy", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`name: "([a-z-]+)".*refuse: "|refuse\("([a-z-]+)"`).FindAllStringSubmatch(string(content), -1) {
			rules = append(rules, m[1]+m[2])
		}
	}
	return rules
}
