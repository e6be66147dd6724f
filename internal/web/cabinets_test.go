package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
)

func words(s string) exporter.Text { return exporter.NewText(s) }

func dated(s string) exporter.Date {
	d, err := exporter.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// clinicDesk is a fake with something on every screen.
func clinicDesk(role policy.Role) *fakeDesk {
	copies := []app.Copy{{Order: app.Order{ID: "o1", Status: app.Ready, Kind: "signed", Number: "7KD2-93QF-0AB1", Size: 90_000, Pages: 2, SealLevel: "B-B", Created: noon},
		Patient: "17", State: "ready", Keep: noon, Links: []app.OwnLink{{ID: "l1", Audience: "bearer", State: "live", PIN: true, Expires: noon, Left: 2}}}}
	return &fakeDesk{
		pass: passFor(role), orders: []app.Order{{ID: "o1", Status: app.Running, Progress: .1}, {ID: "o1", Status: app.Ready, Progress: 1}}, transfer: transferOf("%PDF-own"),
		landing: app.Landing{ExpiresAt: noon}, link: app.NewLink{ID: "l2", URL: "https://clinic.example/d/abc", PIN: "123456", ExpiresAt: noon, MaxDownloads: 1}, copies: copies,
		seen: app.Seen{Kinds: []policy.Kind{policy.Signed}, Until: dated("2026-12-31"), Asked: map[record.Ref]bool{"DiagnosticReport/1": true},
			Contents: exporter.Contents{Name: words("Иванова Мария"), Items: []exporter.Item{
				{Refs: []record.Ref{"DiagnosticReport/1"}, Kind: "imaging", Title: words("КТ органов грудной клетки"), Date: dated("2026-03-01"), Body: []exporter.Text{words("Очагов нет.")}},
				{Refs: []record.Ref{"Observation/1", "Observation/2"}, Kind: "measured", Date: dated("2026-02"), Rows: []exporter.Row{{Name: words("Пульс"), Value: exporter.Value{Number: "72.5", Unit: "уд/мин"}, Flag: exporter.FlagHigh}}},
			}, Trends: []exporter.Trend{{Name: words("Глюкоза"), Unit: "ммоль/л", Range: exporter.Range{Low: "3.9", High: "6.1"}, Points: []exporter.Point{
				{Date: dated("2026-01-01"), Value: "5.1"}, {Date: dated("2026-02-01"), Value: "6.8", Flag: exporter.FlagHigh}, {Date: dated("2026-03-01"), Value: "5.5"}}}}}},
		referred:   []app.Referred{{Patient: "17", Name: words("Иванова Мария"), Until: dated("2026-12-31")}, {Patient: "18", Blocked: true}, {Patient: "19", Unreadable: true}},
		agreements: []app.Agreement{{Number: "ДМС-7", Status: "executed", Services: []string{"CT"}}},
		told: app.Disclosures{Patient: "17", Blocks: []app.BlockRow{{Scope: "doctors", Channel: "phone", At: noon}}, Denied: []exporter.Date{dated("2026-01-01")},
			Entries: []app.Disclosure{{At: noon, Event: "download", Who: "Practitioner/4", Name: words("Петров П. П."), Basis: "направление", Number: "7KD2-93QF-0AB1", Kind: "anonymized", Shared: true},
				{At: noon, Event: "account", Who: "R-7K2M-9QXT", Reason: "reset, passport"}}},
		tokens:    []app.Token{{ID: "abcd", ReadsOnly: true, Created: noon, Expires: noon}},
		register:  app.RegisterPage{Size: 3, Root: "root", Next: 2, Entries: []app.RegisterEntry{{Seq: 3, Entry: app.Entry{Time: noon, Event: "refusal", Actor: "d", Patient: "17", Rule: "doctor-no-referral"}}}},
		state:     app.RegisterState{Intact: true, Size: 3, Root: "root"},
		fruitless: []app.Fruitless{{ID: "o9", Role: "doctor", Account: "D-1", Patient: "17", Kind: "anonymized", Status: "failed", Refusal: "needs-review", Why: "NAME by rule name", Created: noon}},
		held:      []app.Held{heldSample()},
		consents:  []app.Consent{consentSample},
		papers:    paperSample,
		liveLinks: []app.LinkRow{{ID: "l1", Number: "7KD2-93QF-0AB1", Kind: "signed", Recipient: "Patient/17", Audience: "bearer", Expires: noon, Left: 1}},
		holders:   []app.Holder{{Login: "P-1", Role: "patient", Subject: "Patient/17", State: "active", Created: noon}},
	}
}

// enter is a browser of somebody of the role who logged in.
func enter(t *testing.T, f *fakeDesk) *browser {
	t.Helper()
	b := newBrowser(t, newHouse(t, f))
	if w := b.login(); w.Code != http.StatusSeeOther {
		t.Fatalf("login: %d", w.Code)
	}
	return b
}

// has checks that a page shows all of the words.
func has(t *testing.T, w *httptest.ResponseRecorder, wanted ...string) {
	t.Helper()
	status(t, w, 200)
	body := strings.ReplaceAll(w.Body.String(), "\u00a0", " ")
	for _, want := range wanted {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q:\n%s", want, body)
		}
	}
	if regexp.MustCompile(`\[[a-z]+\.[a-z.-]+\]`).MatchString(body) {
		t.Errorf("a message has no words:\n%s", body)
	}
	if c := w.Header().Get("Cache-Control"); c != "no-store" {
		t.Errorf("a personal page may be kept: %q", c)
	}
}

func TestEveryScreenShowsWhatItIsFor(t *testing.T) {
	for _, c := range []struct {
		role policy.Role
		path string
		want []string
	}{
		{policy.Patient, "/record", []string{"Иванова Мария", "КТ органов грудной клетки", "1 марта 2026", "Очагов нет.", "72,5 уд/мин", "выше нормы", `value="Observation/1 Observation/2"`,
			`aria-label="Глюкоза, значений: 3, от 5,1 ммоль/л (1 января 2026) до 5,5 ммоль/л (1 марта 2026)"`, "3,9–6,1", `value="signed"`}},
		{policy.Patient, "/record?lang=en", []string{"My record", "72.5 уд/мин", "1 March 2026", "Make an extract"}},
		{policy.Patient, "/record?of=measured", []string{"Пульс", "Показать всё"}},
		{policy.Patient, "/copies", []string{"7KD2-93QF-0AB1", "Готова", "подписанная копия", "ссылок: 1"}},
		{policy.Patient, "/orders/o1", []string{"Готова", "88 КБ", "страниц: 2", "Отозвать ссылку", `action="/orders/o1/download"`, `name="order" value="o1"`, `action="/orders/o1/links"`}},
		{policy.Patient, "/disclosures", []string{"врач Петров П. П.", "Скачивание", "Основание: направление", "ссылку можно передать", "пароль заменён по документу", "регистратура R-7K2M-9QXT", "1 января 2026", "Список документом"}},
		{policy.Doctor, "/patients", []string{"Иванова Мария", `href="/patients/17"`, "доступ запрещён", "карта не читается", "31 декабря 2026"}},
		{policy.Doctor, "/patients/17", []string{"по вашему направлению", `name="patient" value="17"`, `name="asked" value="DiagnosticReport/1"`}},
		{policy.Doctor, "/copies", []string{"7KD2-93QF-0AB1"}},
		{policy.Insurer, "/contracts", []string{"Договор ДМС-7", "действует", "подписанные пакеты по договору"}},
		{policy.Insurer, "/tokens", []string{"abcd", "только читать"}},
		{policy.Officer, "/register", []string{"№ 3", "Отказ", "doctor-no-referral", "before=2", "Просмотр"}},
		{policy.Officer, "/register/patients/17", []string{"Кто получил данные пациента 17", "врач Петров", "регистратура R-7K2M-9QXT"}},
		{policy.Officer, "/fruitless", []string{"Обезличенность отчёта не удалось доказать", "o9"}},
		{policy.Officer, "/links", []string{"7KD2-93QF-0AB1", `action="/links/l1/end"`, "/revoke?number=7KD2-93QF-0AB1"}},
		{policy.Officer, "/revoke?number=7KD2", []string{`value="7KD2"`, "Отозвать насовсем"}},
		{policy.Officer, "/accounts", []string{"P-1", "Patient/17"}},
		{policy.Officer, "/agreements", []string{"Договор ДМС-7", "Organization/a", "версия 1, 1 января 2025 — 31 декабря 2025", "версия 2 ждёт второго человека", `href="/agreements/one?insurer=Organization%2fa&amp;number=%d0%94%d0%9c%d0%a1-7"`, `name="insured"`}},
		{policy.Officer, "/agreements/one?insurer=a&number=7", []string{"Версия 2", "действует", "договор № ДМС-7", "по списку, строк: 1", `action="/agreements/activate"`, `action="/agreements/suspend"`, `name="services" type="text" value="CT"`,
			"Пациент 17", "подписано 30 ноября 2026, почтой", "редакция 2026-1", `action="/consents/c1/withdraw"`}},
		{policy.Officer, "/agreements/one?insurer=a&number=7&lang=en", []string{"Version 2", "in force", "signed 30 November 2026, by post", "Enter a new version"}},
		{policy.Officer, "/destruction", []string{"Акт об уничтожении", "копий: 1", `action="/papers/9B1K-5ZHE-7QNA"`, `href="/destruction?before=9B1K-5ZHE-7QNA"`, "копия 7KD2-93QF-0AB1", `action="/holds/h1/end"`, `name="sure"`}},
		{policy.Officer, "/destruction?lang=en&before=x", []string{"Act of destruction", `href="/destruction?"`}},
		{policy.Patient, "/me", []string{"Завершить остальные сеансы", "этот сеанс", `action="/me/sessions/s1/end"`}},
	} {
		t.Run(string(c.role)+c.path, func(t *testing.T) { has(t, enter(t, clinicDesk(c.role)).get(c.path), c.want...) })
	}
}

func TestEmptyScreensSayWhatToDoNext(t *testing.T) {
	for _, c := range []struct {
		role       policy.Role
		path, want string
	}{
		{policy.Patient, "/record", "Результаты появятся здесь"}, {policy.Patient, "/record?from=2026-01-01", "Измените даты"}, {policy.Patient, "/copies", "закажите первую"},
		{policy.Patient, "/disclosures", "Ваши данные никто не получал"}, {policy.Doctor, "/patients", "Действующих направлений нет"},
		{policy.Insurer, "/contracts", "обратитесь в клинику"}, {policy.Insurer, "/tokens", "Ключей нет"}, {policy.Officer, "/register", "Таких записей нет"},
		{policy.Officer, "/fruitless", "Таких заказов нет"}, {policy.Officer, "/links", "Ни одна ссылка"}, {policy.Officer, "/accounts", "Таких учётных записей нет"},
	} {
		t.Run(string(c.role)+c.path, func(t *testing.T) { has(t, enter(t, &fakeDesk{pass: passFor(c.role)}).get(c.path), c.want) })
	}
}

func TestADoctorChoosesTheKindWhereThereAreTwo(t *testing.T) {
	f := clinicDesk(policy.Doctor)
	f.seen.Kinds = []policy.Kind{policy.Anonymized, policy.Signed}
	has(t, enter(t, f).get("/patients/17"), `type="radio" name="kind" value="anonymized" checked`, `type="radio" name="kind" value="signed"`)
}

// Each end of an order has its own sentence, and none offers what is not there.
func TestEachStateOfAnOrderHasItsOwnWords(t *testing.T) {
	said := map[string]string{}
	for state, order := range map[string]app.Order{
		"queued": {Status: app.Queued}, "running": {Status: app.Running}, "refused": {Status: app.Refused, Refusal: "doctor-no-referral"}, "failed": {Status: app.Failed, Refusal: "record"},
		"blocked": {Status: app.Blocked}, "cancelled": {Status: app.Cancelled}, "revoked": {Status: app.Ready}, "ended": {Status: app.Ready}, "ready": {Status: app.Ready},
	} {
		f := clinicDesk(policy.Patient)
		order.ID, order.Kind, order.Created = "o1", "signed", noon
		f.copies = []app.Copy{{Order: order, State: state}}
		w := enter(t, f).get("/orders/o1")
		has(t, w)
		text := regexp.MustCompile(`(?s)role="status">(.*?)</h2></div>\s*<p>(.*?)</p>`).FindString(w.Body.String())
		for other, s := range said {
			if s == text {
				t.Errorf("%s and %s say the same", state, other)
			}
		}
		said[state] = text
		going := state == "queued" || state == "running"
		if strings.Contains(w.Body.String(), "data-follow") != going || strings.Contains(w.Body.String(), "/cancel") != going || strings.Contains(w.Body.String(), "follow.js") != going {
			t.Errorf("%s: going %v\n%s", state, going, w.Body)
		}
		if strings.Contains(w.Body.String(), "/download") != (state == "ready") {
			t.Errorf("%s: the download is offered, or is not", state)
		}
	}
	if !strings.Contains(said["refused"], "Оформите направление") || !strings.Contains(said["failed"], "не удалось прочитать целиком") {
		t.Errorf("%v", said)
	}
}

func TestAFormBecomesAnOrder(t *testing.T) {
	for _, c := range []struct {
		name string
		role policy.Role
		form url.Values
		want app.OrderAsk
	}{
		{"everything", policy.Patient, url.Values{"kind": {"signed"}, "scope": {"all"}, "lang": {"en"}, "from": {"2026-01-01"}}, app.OrderAsk{Patient: "Patient/17", Kind: "signed", Lang: "en"}},
		{"a period", policy.Patient, url.Values{"kind": {"signed"}, "scope": {"period"}, "from": {"2026-01-01"}, "to": {"2026-02-01"}}, app.OrderAsk{Patient: "Patient/17", Kind: "signed", From: "2026-01-01", To: "2026-02-01"}},
		{"chosen items", policy.Patient, url.Values{"kind": {"signed"}, "scope": {"chosen"}, "item": {"A/1", "B/1 B/2"}}, app.OrderAsk{Patient: "Patient/17", Kind: "signed", Items: []string{"A/1", "B/1", "B/2"}}},
		{"a patient names another: their own", policy.Patient, url.Values{"kind": {"signed"}, "patient": {"18"}, "scope": {"all"}}, app.OrderAsk{Patient: "Patient/17", Kind: "signed"}},
		{"a doctor's referral", policy.Doctor, url.Values{"kind": {"anonymized"}, "patient": {"17"}, "scope": {"asked"}, "asked": {"A/1 A/2"}}, app.OrderAsk{Patient: "17", Kind: "anonymized", Items: []string{"A/1", "A/2"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := clinicDesk(c.role)
			b := enter(t, f)
			f.asks = nil
			goes(t, b.do("POST", "/orders", c.form), "/orders/o1")
			got := f.asks[0].(app.OrderAsk)
			if strings.Join(got.Items, " ") != strings.Join(c.want.Items, " ") || got.Patient != c.want.Patient || got.Kind != c.want.Kind || got.From != c.want.From || got.To != c.want.To || got.Lang != c.want.Lang {
				t.Errorf("%+v", got)
			}
		})
	}
	f := clinicDesk(policy.Patient)
	b := enter(t, f)
	f.asks = nil
	for name, form := range map[string]url.Values{
		"a period without a day": {"kind": {"signed"}, "scope": {"period"}, "from": {""}, "to": {""}},
		"nothing chosen at all":  {"kind": {"signed"}},
	} {
		if w := b.do("POST", "/orders", form); w.Code != 422 || !strings.Contains(w.Body.String(), "хотя бы один день") || len(f.asks) != 0 {
			t.Errorf("%s: %d, and %v was asked", name, w.Code, f.asks)
		}
	}
	status(t, b.do("POST", "/orders", url.Values{"kind": {"signed"}, "scope": {"asked"}}), 422)
	w := b.do("POST", "/orders", url.Values{"kind": {"signed"}, "scope": {"chosen"}})
	status(t, w, 422)
	if !strings.Contains(w.Body.String(), "Ничего не отмечено") {
		t.Errorf("%s", w.Body)
	}
}

func TestAnOrderIsFollowedByItsSession(t *testing.T) {
	f := clinicDesk(policy.Patient)
	b := enter(t, f)
	w := b.get("/orders/o1/events")
	status(t, w, 200)
	if s := w.Body.String(); strings.Count(s, "data: ") != 2 || !strings.Contains(s, `"status":"ready"`) || w.Header().Get("Content-Type") != "text/event-stream" {
		t.Errorf("%s", s)
	}
	f.orders = []app.Order{{ID: "o1", Status: app.Running}}
	f.finds.Store(0)
	go func() {
		for f.finds.Load() < 3 {
			time.Sleep(time.Millisecond)
		}
		f.mu.Lock()
		f.pass.Epoch++ // logged out elsewhere
		f.mu.Unlock()
	}()
	if s := b.get("/orders/o1/events").Body.String(); !strings.Contains(s, "event: problem") || !strings.Contains(s, "login.needed") {
		t.Errorf("a session that ended goes on listening: %s", s)
	}
}

func TestAFreshLinkIsToldOnceAndOnItsOwnPage(t *testing.T) {
	f := clinicDesk(policy.Patient)
	b := enter(t, f)
	w := b.do("POST", "/orders/o1/links", url.Values{"ttl": {"24h"}, "downloads": {"1"}})
	has(t, w, "https://clinic.example/d/abc", "123456")
	pin := true
	want := app.LinkAsk{TTL: "24h", MaxDownloads: 1, PIN: &pin, Audience: "bearer"}
	if got := f.asks[len(f.asks)-1].(app.LinkAsk); got.TTL != want.TTL || got.MaxDownloads != 1 || !*got.PIN || got.Audience != "bearer" {
		t.Errorf("%+v", got)
	}
	for _, path := range []string{"/orders/o1", "/copies"} {
		if strings.Contains(b.get(path).Body.String(), "123456") {
			t.Errorf("%s tells the PIN again", path)
		}
	}
	goes(t, b.do("POST", "/links/l1/end", url.Values{"order": {"o1"}}), "/orders/o1")
	goes(t, b.do("POST", "/links/l1/end", url.Values{"order": {"//evil.example"}}), "/copies")
	goes(t, enter(t, clinicDesk(policy.Officer)).do("POST", "/links/l1/end", url.Values{}), "/links")
}

func TestADownloadOfOnesOwnIsTheFileOrATicket(t *testing.T) {
	f := clinicDesk(policy.Patient)
	b := enter(t, f)
	w := b.do("POST", "/orders/o1/download", url.Values{})
	status(t, w, 200)
	if w.Body.String() != "%PDF-own" || !strings.Contains(w.Header().Get("Content-Disposition"), "7KD2-93QF-0AB1.pdf") {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
	f.transfer = func() *app.Transfer { return &app.Transfer{Ticket: "T"} }
	goes(t, b.do("POST", "/orders/o1/download", url.Values{}), "/d/t/T")
}

func TestABlockIsSaidInAClearWord(t *testing.T) {
	for _, c := range []struct {
		role policy.Role
		rule string
		path string
		want string
	}{
		{policy.Patient, "patient-blocked", "/record", "снять запрет может он сам"}, {policy.Patient, "patient-blocked", "/copies", "Пациент запретил доступ"},
		{policy.Doctor, "doctor-blocked", "/patients/17", "Пациент запретил врачам доступ"}, {policy.Doctor, "doctor-no-referral", "/patients/17", "Нет действующего направления"},
	} {
		f := clinicDesk(c.role)
		b := enter(t, f)
		f.err = errors.Join(app.ErrBlocked, &policy.Refusal{Rule: c.rule, Suspends: true})
		w := b.get(c.path)
		status(t, w, 403)
		if !strings.Contains(w.Body.String(), c.want) || strings.Contains(w.Body.String(), "Иванова") {
			t.Errorf("%s %s: %s", c.role, c.path, w.Body)
		}
	}
}

func TestATokenIsToldOnceAndOneThatOnlyReadsChangesNothing(t *testing.T) {
	f := clinicDesk(policy.Insurer)
	b := enter(t, f)
	has(t, b.do("POST", "/tokens", url.Values{"days": {"30"}, "scope": {"read"}}), "vyp_fresh")
	if strings.Contains(b.get("/tokens").Body.String(), "vyp_fresh") {
		t.Error("the token is told again")
	}
	goes(t, b.do("POST", "/tokens/abcd/end", url.Values{}), "/tokens")
	f.err = app.ErrTokens
	w := b.do("POST", "/tokens", url.Values{"days": {"30"}, "scope": {"read"}})
	if w.Code != 409 || !strings.Contains(w.Body.String(), "сначала отзовите ненужный") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	reads := &fakeDesk{role: policy.Insurer, readsOnly: true, orders: []app.Order{{ID: "o1"}}}
	h := newHouse(t, reads)
	for _, r := range h.rows {
		if !r.who.api || len(r.who.roles) == 0 || r.who.may(guest{Pass: app.Pass{Visitor: app.Visitor{Account: "i", Role: policy.Insurer}}, token: true}) != nil {
			continue
		}
		reads.asks = nil
		w := h.ask(r.method, strings.ReplaceAll(r.path, ":id", "x"), "{}")
		if r.method != "GET" && (w.Code != 403 || len(reads.asks) > 0) {
			t.Errorf("%s %s: %d, the desk was asked %v", r.method, r.path, w.Code, reads.asks)
		}
	}
}

func TestEndingSessionsKeepsThisOne(t *testing.T) {
	f := clinicDesk(policy.Patient)
	here, there := enter(t, f), (*browser)(nil)
	there = &browser{t, here.handler, map[string]*http.Cookie{}}
	there.login()
	goes(t, here.do("POST", "/me/sessions/end", url.Values{}), "/me")
	status(t, here.get("/me"), 200)
	goes(t, there.get("/me"), "/login")
}

func TestTheRegisterIsExportedWholeOrNotAtAll(t *testing.T) {
	f := clinicDesk(policy.Officer)
	b := enter(t, f)
	w := b.do("POST", "/register/export", url.Values{"patient": {"17"}})
	status(t, w, 200)
	if w.Body.String() != "seq,time\r\n" || !strings.Contains(w.Header().Get("Content-Disposition"), "register.csv") || f.asks[len(f.asks)-1] != (app.RegisterAsk{Patient: "17"}) {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
	f.exportErr = errors.New("the disk")
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("half an export ends like a whole one")
			}
		}()
		b.do("POST", "/register/export", url.Values{})
	}()
	f.err = &app.AskError{Field: "patient", Want: "an id"}
	w = b.do("POST", "/register/export", url.Values{})
	if w.Code != 422 || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	w = b.get("/register?patient=a+b")
	if w.Code != 422 || !strings.Contains(w.Body.String(), `aria-invalid="true"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestARevocationByFormSaysWhatIsWrong(t *testing.T) {
	f := clinicDesk(policy.Officer)
	b := enter(t, f)
	goes(t, b.do("POST", "/revoke", url.Values{"number": {"7KD2-93QF-0AB1"}, "reason": {"wrong form"}}), "/revoke?done=1")
	has(t, b.get("/revoke?done=1"), "Копия отозвана")
	for _, err := range []error{app.ErrNotFound, &app.AskError{Field: "reason", Want: "why"}} {
		f.err = err
		w := b.do("POST", "/revoke", url.Values{"number": {"X"}})
		if w.Code != 422 || !strings.Contains(w.Body.String(), "Такой копии нет, или причина не указана") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}

func TestThePagesDataIsInTheAPIToo(t *testing.T) {
	for _, c := range []struct {
		role       policy.Role
		path, want string
	}{
		{policy.Patient, "/api/v1/record", `"results":[{"name":"Пульс","value":"72.5","unit":"уд/мин","flag":"high"}]`},
		{policy.Patient, "/api/v1/disclosures", `"who":"Practitioner/4"`},
		{policy.Patient, "/api/v1/extracts", `"links":[{"id":"l1","audience":"bearer","state":"live","pin":true,`},
		{policy.Doctor, "/api/v1/patients", `{"id":"18","blocked":true}`},
		{policy.Doctor, "/api/v1/patients/17/record", `"asked":true`},
		{policy.Insurer, "/api/v1/contracts", `{"number":"ДМС-7","status":"executed","services":["CT"]}`},
		{policy.Insurer, "/api/v1/tokens", `"scope":"read"`},
		{policy.Officer, "/api/v1/register", `{"seq":3,"time":"2026-11-30T12:00:00+03:00","event":"refusal","actor":"d","patient":"17","rule":"doctor-no-referral"}`},
		{policy.Officer, "/api/v1/patients/17/disclosures", `"blocks":[{`},
		{policy.Officer, "/api/v1/orders/fruitless", `"refusal":"needs-review","why":"NAME by rule name"`},
		{policy.Officer, "/api/v1/links", `"recipient":"Patient/17"`},
		{policy.Officer, "/api/v1/accounts", `"subject":"Patient/17"`},
	} {
		f := clinicDesk(c.role)
		f.role = c.role
		w := newHouse(t, f).ask("GET", c.path, "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: %d %s", c.path, w.Code, w.Body)
		}
	}
}
