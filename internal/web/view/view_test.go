package view

import (
	"strings"
	"testing"
	"time"

	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/text"
)

func set(t *testing.T) *Set {
	t.Helper()
	s, err := New(func(name string) string { return "/static/" + name })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryPageRendersInBothLanguages(t *testing.T) {
	at := time.Date(2026, 5, 2, 9, 5, 0, 0, time.UTC)
	for name, content := range map[string]any{
		"start":    Start{API: "/api", Links: []Link{{Title: "T", Note: "N", Href: "/x"}, {Title: "U"}}},
		"landing":  Landing{NeedsPIN: true, Wrong: true, TriesLeft: 2, Until: at},
		"verify":   Verify{Number: "A", Hash: "b", Bad: true, Found: &Found{Status: "valid", Kind: "signed", IssuedOn: "2026-05-02"}, Lang: text.Ru},
		"error":    Error{"T", "D", "N", "R", "/login"},
		"login":    Login{Wrong: true, Code: true},
		"password": Password{First: true, Wrong: "password.short", Least: 10, Advised: 15},
		"search":   Search{Little: true, Asked: true, Most: true, Found: []record.Found{{Ref: "Patient/1", Name: record.NewPersonal("Иванова Мария"), Birth: record.NewBirthDate(record.DateOf(1980, 3, 20)), Card: record.NewPersonal("А-1")}}},
		"person": Person{Person: app.Person{Found: record.Found{Ref: "Patient/1", Name: record.NewPersonal("Иванова Мария")}, Accounts: []app.AccountRow{{Login: "P-1", State: "waiting", FirstUntil: at}, {Login: "P-2", State: "disabled"}},
			Blocks: []app.BlockRow{{ID: "b", Scope: "all", Channel: "phone", At: at}}, Links: []app.LinkRow{{ID: "l", Number: "N", Kind: "signed", Audience: "self", PIN: true, Expires: at, Left: 2}}},
			Role: "R", Documents: []Option{{"passport", "паспорт"}}, ByPhone: true},
		"me":    Me{MayCodes: true, Codes: true},
		"codes": Codes{Wrong: true, Sealed: "s", Secret: "S", Picture: QR{8, "M0 0h1v1h-1z"}},
	} {
		for _, l := range text.Langs {
			var b strings.Builder
			if err := set(t).Render(&b, Frame{Lang: l}, name, content); err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{`<html lang="` + string(l) + `">`, `name="viewport"`, `<main id="content"`, "</html>"} {
				if !strings.Contains(b.String(), want) {
					t.Errorf("%s in %s lacks %s", name, l, want)
				}
			}
			if strings.Count(b.String(), "<h1>") != 1 || strings.Contains(b.String(), "[") && strings.Contains(b.String(), "].") {
				t.Errorf("%s in %s:\n%s", name, l, b.String())
			}
		}
	}
}

func TestEveryFieldHasALabel(t *testing.T) {
	for name, content := range map[string]any{"landing": Landing{NeedsPIN: true}, "verify": Verify{}} {
		var b strings.Builder
		if err := set(t).Render(&b, Frame{Lang: text.Ru}, name, content); err != nil {
			t.Fatal(err)
		}
		for _, id := range map[string][]string{"landing": {"pin"}, "verify": {"sha256"}}[name] {
			if !strings.Contains(b.String(), `<label for="`+id+`">`) || !strings.Contains(b.String(), `id="`+id+`"`) {
				t.Errorf("%s: %s has no label", name, id)
			}
		}
	}
}

func TestTextFromOutsideIsEscaped(t *testing.T) {
	var b strings.Builder
	if err := set(t).Render(&b, Frame{Lang: text.Ru}, "start", Start{Links: []Link{{Title: "<script>", Note: "<b>", Href: "javascript:alert(1)"}}}); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Contains(s, "<script>") || strings.Contains(s, "<b>") || strings.Contains(s, "javascript:") {
		t.Error("it is not")
	}
}

func TestAPageThatIsNotThereIsAnError(t *testing.T) {
	if err := set(t).Render(&strings.Builder{}, Frame{Lang: text.Ru}, "none", nil); err == nil {
		t.Error("no error")
	}
	if err := set(t).Render(&strings.Builder{}, Frame{Lang: text.Ru}, "landing", Start{}); err == nil {
		t.Error("the wrong content renders")
	}
}

func TestTimesAreWrittenOutWithTheirZone(t *testing.T) {
	at := time.Date(2026, 5, 2, 9, 5, 0, 0, time.FixedZone("MSK", 3*3600))
	for want, got := range map[string]string{
		"2 мая 2026, 09:05 МСК":    moment(text.Ru, at),
		"2 May 2026, 09:05 MSK":    moment(text.En, at),
		"2 мая 2026, 09:05 UTC+05": moment(text.Ru, time.Date(2026, 5, 2, 9, 5, 0, 0, time.FixedZone("+05", 5*3600))),
		"2 мая 2026":               day(text.Ru, "2026-05-02"),
		"soon":                     day(text.Ru, "soon"),
	} {
		if strings.ReplaceAll(got, "\u00a0", " ") != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
