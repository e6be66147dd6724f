package web

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
)

// fakeDesk answers what a test tells it to. err, if set, is every call's answer.
type fakeDesk struct {
	err      error
	landing  app.Landing
	transfer func() *app.Transfer
	orders   []app.Order // what FindOrder gives, one after the other; the last again and again
	ready    error
	records  error
	link     app.NewLink
	found    app.Verification
	seal     string
	panics   any
	role     policy.Role // of whoever comes; patient without it
	people   []record.Found
	person   app.Person
	query    record.Query
	lifted   app.UnblockAsk
	pass     app.Pass // what Enter and ChoosePassword give and Still looks at

	readsOnly  bool
	seen       app.Seen
	referred   []app.Referred
	agreements []app.Agreement
	copies     []app.Copy
	told       app.Disclosures
	tokens     []app.Token
	register   app.RegisterPage
	state      app.RegisterState
	exportErr  error
	fruitless  []app.Fruitless
	liveLinks  []app.LinkRow
	next       string // of every list
	holders    []app.Holder
	parcel     app.PackageOrder
	parcelErr  error
	held       []app.Held
	entered    app.ContractAsk
	kept       bool
	destroyErr error
	consents   []app.Consent
	papers     app.Page[app.PaperRow]

	mu        sync.Mutex
	asks      []any
	looks     atomic.Int64
	downloads atomic.Int64
	tickets   atomic.Int64
	finds     atomic.Int64
	sessions  map[string][]byte
	ids       []string // of the sessions that began
	loaded    func()   // called between a session's reading and what follows
}

func (f *fakeDesk) note(ask any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.panics != nil {
		panic(f.panics)
	}
	f.asks = append(f.asks, ask)
	return f.err
}

const (
	goodToken    = "vyp_good"
	goodLogin    = "P-7K2M-9QXT"
	goodPassword = "good password"
)

func (f *fakeDesk) Visitor(_ context.Context, bearer string) (app.Visitor, error) {
	if bearer != goodToken {
		return app.Visitor{}, app.ErrToken
	}
	return app.Visitor{Account: "ivan", Role: cmp.Or(f.role, policy.Patient), Subject: "Patient/17", ReadsOnly: f.readsOnly}, nil
}
func (f *fakeDesk) Enter(_ context.Context, login, password, _ string) (app.Pass, error) {
	if login != goodLogin || password != goodPassword {
		return app.Pass{}, app.ErrWrong
	}
	return f.pass, f.note(login)
}
func (f *fakeDesk) Still(_ context.Context, login string, epoch int64) (app.Pass, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if login != f.pass.Account || epoch != f.pass.Epoch {
		return app.Pass{}, app.ErrSession
	}
	return f.pass, nil
}
func (f *fakeDesk) ChoosePassword(_ context.Context, _ app.Pass, _, chosen string) (app.Pass, error) {
	if err := f.note(len(chosen)); err != nil {
		return app.Pass{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pass.Epoch++
	f.pass.First = false
	return f.pass, nil
}
func (f *fakeDesk) EnrolCodes(_ context.Context, _ app.Visitor, sealed string) (app.Enrolment, error) {
	return app.Enrolment{Sealed: cmp.Or(sealed, "sealed-secret"), Secret: "JBSWY3DPEHPK3PXP", Address: "otpauth://totp/clinic.example:x?secret=JBSWY3DPEHPK3PXP"}, nil
}
func (f *fakeDesk) TurnCodesOn(_ context.Context, _ app.Visitor, sealed, typed string) error {
	return f.note([2]string{sealed, typed})
}
func (f *fakeDesk) TurnCodesOff(_ context.Context, _ app.Visitor, password string) error {
	return f.note(password)
}
func (f *fakeDesk) FindSession(_ context.Context, token string) ([]byte, bool, error) {
	f.mu.Lock()
	data, found := f.sessions[token]
	f.mu.Unlock()
	if f.loaded != nil {
		f.loaded()
	}
	return data, found, nil
}
func (f *fakeDesk) KeepSession(_ context.Context, token, id, _ string, data []byte, _ time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sessions == nil {
		f.sessions = map[string][]byte{}
	}
	f.sessions[token] = data
	f.ids = append(f.ids, id)
	return nil
}
func (f *fakeDesk) TouchSession(_ context.Context, token string, data []byte, _ time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, there := f.sessions[token]; there {
		f.sessions[token] = data
	}
	return nil
}
func (f *fakeDesk) DropSession(_ context.Context, token string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.sessions, token)
	return nil
}
func (f *fakeDesk) Ready(context.Context) app.Readiness {
	return app.Readiness{"database": f.ready, "records": f.records}
}
func (f *fakeDesk) Order(_ context.Context, _ app.Visitor, a app.OrderAsk) (app.Order, error) {
	return app.Order{ID: "o1", Status: app.Queued}, f.note(a)
}
func (f *fakeDesk) FindOrder(_ context.Context, _ app.Visitor, id string) (app.Order, error) {
	n := int(f.finds.Add(1)) - 1
	if err := f.note(id); err != nil {
		return app.Order{}, err
	}
	return f.orders[min(n, len(f.orders)-1)], nil
}
func (f *fakeDesk) CancelOrder(_ context.Context, _ app.Visitor, id string) error { return f.note(id) }
func (f *fakeDesk) MintLink(_ context.Context, _ app.Visitor, _ string, a app.LinkAsk) (app.NewLink, error) {
	return f.link, f.note(a)
}
func (f *fakeDesk) RevokeLink(_ context.Context, _ app.Visitor, id string) error { return f.note(id) }
func (f *fakeDesk) Landing(_ context.Context, _ app.Visitor, token string) (app.Landing, error) {
	f.looks.Add(1)
	return f.landing, f.note(token)
}
func (f *fakeDesk) Download(_ context.Context, _ app.Visitor, token, pin string) (*app.Transfer, error) {
	f.downloads.Add(1)
	if err := f.note([2]string{token, pin}); err != nil {
		return nil, err
	}
	return f.transfer(), nil
}
func (f *fakeDesk) OpenTicket(_ context.Context, _ app.Visitor, ticket string) (*app.Transfer, error) {
	f.tickets.Add(1)
	if err := f.note(ticket); err != nil {
		return nil, err
	}
	return f.transfer(), nil
}
func (f *fakeDesk) Block(_ context.Context, _ app.Visitor, a app.BlockAsk) (app.BlockRow, error) {
	return app.BlockRow{ID: "b1", Patient: a.Patient, Channel: a.Channel, Scope: a.Scope, At: noon}, f.note(a)
}
func (f *fakeDesk) Unblock(_ context.Context, _ app.Visitor, id string, a app.UnblockAsk) error {
	f.lifted = a
	return f.note(id)
}
func (f *fakeDesk) FindPeople(_ context.Context, _ app.Visitor, q record.Query) ([]record.Found, error) {
	f.query = q
	return f.people, f.note("find people")
}
func (f *fakeDesk) FindPerson(_ context.Context, _ app.Visitor, ref string) (app.Person, error) {
	return f.person, f.note(ref)
}
func (f *fakeDesk) IssueAccess(_ context.Context, _ app.Visitor, ref, lang string) (app.Slip, error) {
	return app.Slip{Login: goodLogin, PDF: []byte("%PDF-slip")}, f.note([2]string{ref, lang})
}
func (f *fakeDesk) ReplaceAccess(_ context.Context, _ app.Visitor, ref, login, document, _ string) (app.Slip, error) {
	return app.Slip{Login: login, PDF: []byte("%PDF-slip")}, f.note([3]string{ref, login, document})
}
func (f *fakeDesk) CloseAccess(_ context.Context, _ app.Visitor, ref, login string) error {
	return f.note([2]string{ref, login})
}
func (f *fakeDesk) RevokeCopy(_ context.Context, _ app.Visitor, number, reason string) error {
	return f.note([2]string{number, reason})
}
func (f *fakeDesk) Audit(_ context.Context, _ app.Visitor, number string) ([]deidentify.Finding, error) {
	return []deidentify.Finding{{Text: 1, Start: 4, End: 9, Type: "DATE", Rule: "date"}}, f.note(number)
}
func (f *fakeDesk) SeeOrigin(_ context.Context, _ app.Visitor, number string) (app.OriginSeen, error) {
	o := app.Origin{Kind: "server", Name: "mis.example/fhir", Software: "HAPI FHIR Server 8.8.0", FHIR: "4.0.1", Read: noon, Answers: 9, LeftOut: 1}
	return app.OriginSeen{Origin: o, Resources: 3, Registered: true, Compared: true, Unchanged: 2, Changed: 1}, f.note(number)
}
func (f *fakeDesk) Reviews(context.Context, app.Visitor, string) ([]app.Review, error) {
	return []app.Review{{Order: "o1", Patient: "17", Account: "d-2", Code: "needs-review", Why: "PATIENT by rule name in page 2", At: noon}}, f.note("reviews")
}
func (f *fakeDesk) VerifyCopy(_ context.Context, number, sha256 string) (app.Verification, error) {
	return f.found, f.note([2]string{number, sha256})
}

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.FixedZone("MSK", 3*60*60))

// house is a server over a fake desk, with its log.
type house struct {
	*Server
	log *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newHouse(t testing.TB, f Desk, change ...func(*Setup)) *house {
	t.Helper()
	log := &lockedBuffer{}
	p := Setup{Desk: f, PublicURL: "https://clinic.example", Log: zerolog.New(log), Now: func() time.Time { return noon }, Poll: time.Millisecond}
	for _, c := range change {
		c(&p)
	}
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	return &house{s, log}
}

// ask sends a request with a good token; more are header names and values.
func (h *house) ask(method, path, body string, more ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body == "" {
		r = httptest.NewRequest(method, path, nil)
	}
	r.Header.Set("Authorization", "Bearer "+goodToken)
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	} else if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] == "" {
			r.Header.Del(more[i])
			continue
		}
		r.Header.Set(more[i], more[i+1])
	}
	w := httptest.NewRecorder()
	h.Handler().ServeHTTP(w, r)
	return w
}

// transferOf is a transfer of content; closed gets what Close was told. The real
// Close is app's, so a fake reader stands for a store that breaks.
func transferOf(content string) func() *app.Transfer {
	return func() *app.Transfer {
		return &app.Transfer{Name: "7KD2-93QF-0AB1", SHA256: "abc123", Size: int64(len(content)), Content: strings.NewReader(content)}
	}
}

// breaking fails after so many bytes.
type breaking struct {
	io.ReadSeeker
	left int
	err  error
}

func (b *breaking) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, b.err
	}
	n, err := b.ReadSeeker.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

const page = "text/html,application/xhtml+xml"

func status(t testing.TB, w *httptest.ResponseRecorder, want int) {
	t.Helper()
	if w.Code != want {
		t.Fatalf("status %d, want %d: %s", w.Code, want, w.Body)
	}
}

// What web needs is what app has.
var _ Desk = (*app.Desk)(nil)

func (f *fakeDesk) CheckFile(_ context.Context, pdf []byte) (app.FileCheck, error) {
	return app.FileCheck{Number: "7KD2-93QF-0AB1", Verification: f.found, Seal: f.seal}, f.note(string(pdf))
}

func (f *fakeDesk) Destroy(_ context.Context, _ app.Visitor, a app.DestroyAsk) (app.Destroyed, error) {
	if f.destroyErr != nil {
		return app.Destroyed{}, f.destroyErr
	}
	return app.Destroyed{Numbers: []string{"7KD2-93QF-0AB1"}, Act: "9B1K-5ZHE-7QNA"}, f.note(a)
}
func (f *fakeDesk) Hold(_ context.Context, _ app.Visitor, a app.HoldAsk) (app.HoldRow, error) {
	return app.HoldRow{ID: "h1", Patient: a.Patient, Basis: a.Basis, At: noon}, f.note(a)
}
func (f *fakeDesk) Holds(context.Context, app.Visitor) ([]app.HoldRow, error) {
	return []app.HoldRow{{ID: "h1", Number: "7KD2-93QF-0AB1", Basis: "b", At: noon}}, f.note("holds")
}
func (f *fakeDesk) Unhold(_ context.Context, _ app.Visitor, id string) error { return f.note(id) }
func (f *fakeDesk) Paper(_ context.Context, _ app.Visitor, number string) (*app.Transfer, error) {
	if err := f.note(number); err != nil {
		return nil, err
	}
	return f.transfer(), nil
}
func (f *fakeDesk) LiveLinks(_ context.Context, _ app.Visitor, number, before string) (app.Page[app.LiveLink], error) {
	return app.Page[app.LiveLink]{Next: f.next, List: []app.LiveLink{{ID: "l1", Number: number, Recipient: "Patient/17", Audience: "bearer", ExpiresAt: noon, Taken: 1, MaxDownloads: 3}}}, f.note(number + before)
}

func (f *fakeDesk) OrderPackage(_ context.Context, _ app.Visitor, w app.PackageWish) (app.PackageOrder, error) {
	return f.parcel, cmp.Or(f.parcelErr, f.note(w))
}
func (f *fakeDesk) FindPackage(_ context.Context, _ app.Visitor, id string) (app.PackageOrder, error) {
	return f.parcel, f.note(id)
}
func (f *fakeDesk) PackageOrders(_ context.Context, _ app.Visitor, before string) (app.Page[app.PackageOrder], error) {
	return app.Page[app.PackageOrder]{List: []app.PackageOrder{f.parcel}, Next: f.next}, f.note("packages" + before)
}
func (f *fakeDesk) PackageLinks(context.Context, app.Visitor, string) ([]app.OwnLink, error) {
	return []app.OwnLink{{ID: "l1", Audience: "bearer", State: "live", PIN: true, Expires: noon, Left: 2}}, nil
}
func (f *fakeDesk) CancelPackage(_ context.Context, _ app.Visitor, id string) error {
	return f.note(id)
}
func (f *fakeDesk) MintPackageLink(_ context.Context, _ app.Visitor, _ string, a app.LinkAsk) (app.NewLink, error) {
	return f.link, f.note(a)
}
func (f *fakeDesk) FetchPackage(_ context.Context, _ app.Visitor, id string) (*app.Transfer, error) {
	if err := f.note(id); err != nil {
		return nil, err
	}
	return f.transfer(), nil
}
func (f *fakeDesk) LeftOutOf(_ context.Context, _ app.Visitor, id string) ([]app.LeftOut, []app.Withheld, error) {
	return []app.LeftOut{{Patient: "17", Code: "no-consent"}}, []app.Withheld{{Patient: "18", Report: "DiagnosticReport/9", Code: "out-of-scope"}}, f.note(id)
}
func (f *fakeDesk) Received(_ context.Context, _ app.Visitor, id, sum string) error {
	return cmp.Or(f.parcelErr, f.note([2]string{id, sum}))
}

func (f *fakeDesk) Deliveries(_ context.Context, _ app.Visitor, before string) (app.Page[app.Delivery], error) {
	one := app.Delivery{ID: "msg_1", Order: "k1", Status: "waiting", Answer: "failed", Tries: 2, Created: noon, Changed: noon}
	return app.Page[app.Delivery]{List: []app.Delivery{one}, Next: "msg_1"}, f.note("deliveries before " + before)
}
func (f *fakeDesk) ReplayNotice(_ context.Context, _ app.Visitor, id string) error { return f.note(id) }
func (f *fakeDesk) HookSecret(_ context.Context, _ app.Visitor, insurer, number string) (string, error) {
	return "whsec_x", f.note([2]string{insurer, number})
}
