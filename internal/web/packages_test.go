package web

import (
	"net/url"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

// parcelDesk is a fake with a package in a state.
func parcelDesk(role policy.Role, status app.Status) *fakeDesk {
	f := clinicDesk(role)
	f.parcel = app.PackageOrder{ID: "k1", Status: status, Insurer: "Organization/a", Contract: "ДМС-7", Version: 2, From: "2026-10-01", To: "2026-10-31", Progress: .5,
		People: 3, LeftOut: 1, MinutesLeft: -1, Created: noon}
	if status == app.Ready {
		f.parcel.Number, f.parcel.Sequence, f.parcel.Documents, f.parcel.Size, f.parcel.SHA256, f.parcel.SealLevel = "7KD2-93QF-0AB1", 4, 2, 90_000, strings.Repeat("a", 64), "B-B"
	}
	return f
}

func TestScreensOfPackages(t *testing.T) {
	for _, c := range []struct {
		name   string
		role   policy.Role
		status app.Status
		path   string
		want   []string
		not    string
	}{
		{"the insurer's list", policy.Insurer, app.Ready, "/packages", []string{"Договор ДМС-7 · № 4", "Готов", "с 1 октября 2026 по 31 октября 2026", "документов: 2", "7KD2-93QF-0AB1", `name="period"`}, `name="insurer"`},
		{"the officer's list", policy.Officer, app.Ready, "/packages", []string{"Organization/a", `name="insurer"`}, ""},
		{"in English", policy.Insurer, app.Ready, "/packages?lang=en", []string{"Insurers&#39; packages", "Ready", "from 1 October 2026 to 31 October 2026"}, ""},
		{"one that is made", policy.Insurer, app.Running, "/packages/k1", []string{"Готовится", `data-follow="/packages/k1/events"`, `value="0.5"`, `action="/packages/k1/cancel"`}, "/download"},
		{"the insurer's", policy.Insurer, app.Ready, "/packages/k1", []string{"версия 2", "88 КБ", `action="/packages/k1/download"`, `action="/packages/k1/receipt"`, `action="/links/l1/end"`, `name="package" value="k1"`, `action="/packages/k1/links"`, strings.Repeat("a", 64)}, "Кого в пакете нет"},
		{"the officer's", policy.Officer, app.Ready, "/packages/k1", []string{"Кого в пакете нет", `action="/packages/k1/left-out"`}, "/download"},
		{"one that failed", policy.Officer, app.Failed, "/packages/k1", []string{"Не получился"}, "/links"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := enter(t, parcelDesk(c.role, c.status)).get(c.path)
			has(t, w, c.want...)
			body, _, _ := strings.Cut(w.Body.String()[strings.Index(w.Body.String(), "<main"):], "</main>")
			if c.not != "" && strings.Contains(body, c.not) {
				t.Errorf("the page has %q", c.not)
			}
		})
	}
	for closed, words := range map[string]string{app.StateRevoked: "Отозван клиникой", app.StateEnded: "Срок хранения закончился"} {
		f := parcelDesk(policy.Insurer, app.Ready)
		f.parcel.Closed = closed
		page := enter(t, f).get("/packages/k1")
		has(t, page, words)
		has(t, enter(t, f).get("/packages"), words)
		if strings.Contains(page.Body.String(), "/packages/k1/") {
			t.Errorf("a package that is %s is offered", closed)
		}
	}
	f := parcelDesk(policy.Insurer, app.Ready)
	f.parcel.ReplacedBy = "k2"
	has(t, enter(t, f).get("/packages/k1"), "Отозван, заменён другим", `href="/packages/k2"`)
}

func TestActsOnPackages(t *testing.T) {
	f := parcelDesk(policy.Insurer, app.Ready)
	b := enter(t, f)
	goes(t, b.do("POST", "/packages", url.Values{"contract": {" ДМС-7 "}, "period": {"2026-10"}}), "/packages/k1")
	goes(t, b.do("POST", "/packages/k1/cancel", url.Values{}), "/packages/k1")
	goes(t, b.do("POST", "/links/l1/end", url.Values{"package": {"k1"}}), "/packages/k1")
	has(t, b.do("POST", "/packages/k1/links", url.Values{"ttl": {"24h"}, "downloads": {"3"}}), "https://clinic.example/d/abc", "123456", `href="/packages/k1"`)
	has(t, b.do("POST", "/packages/k1/receipt", url.Values{"sha256": {" " + strings.Repeat("A", 64) + "\n"}}), "Получение подтверждено")
	if w := b.do("POST", "/packages/k1/download", url.Values{}); w.Code != 200 || w.Body.String() != "%PDF-own" {
		t.Errorf("a download: %d", w.Code)
	}
	for _, want := range []any{app.PackageWish{Contract: "ДМС-7", Period: "2026-10"}, [2]string{"k1", strings.Repeat("a", 64)}, "l1"} {
		if !contains(f.asks, want) {
			t.Errorf("the desk was not asked %v", want)
		}
	}
	f = parcelDesk(policy.Officer, app.Ready)
	has(t, enter(t, f).do("POST", "/packages/k1/left-out", url.Values{}), "Пациент 17 · нет согласия", "DiagnosticReport/9", "договор не покрывает услугу")
	for _, c := range []struct {
		path, want string
		err        error
		code       int
	}{
		{"/packages/k1/receipt", "Это другой файл", app.ErrDigest, 409},
		{"/packages", "сейчас не действует", app.ErrContractState, 422},
		{"/packages", "Такого действующего договора нет", &app.AskError{Field: "period"}, 422},
	} {
		f := parcelDesk(policy.Insurer, app.Ready)
		b := enter(t, f)
		f.parcelErr = c.err
		if w := b.do("POST", c.path, url.Values{"contract": {"7"}, "sha256": {"a"}}); w.Code != c.code || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: %d %s", c.want, w.Code, w.Body)
		}
	}
}
