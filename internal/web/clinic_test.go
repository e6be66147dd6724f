package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
	"vypiska/internal/account"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
	"vypiska/storage/links"
)

// clinic is a server over the real use cases and the sample clinic.
type clinic struct {
	*Server
	t     testing.TB
	desk  *app.Desk
	house *app.House
	now   time.Time
}

// idle is a queue that runs nothing.
type idle struct{}

func (idle) Enqueue(context.Context, *db.Tx, string) error { return nil }
func (idle) Cancel(context.Context, string) error          { return nil }

// everybody knows accounts as the wiring does.
type everybody struct{ r *clinic }

func (e everybody) Bearer(ctx context.Context, token string) (v app.Visitor, err error) {
	err = e.r.house.DB.View(ctx, func(view *db.View) error {
		a, err := account.Bearer(ctx, view, token, e.r.now)
		v = app.Visitor{Account: a.Login.String(), Role: a.Role, Subject: a.Subject}
		return err
	})
	return v, err
}

func newClinic(t testing.TB) *clinic {
	t.Helper()
	r := &clinic{t: t, now: time.Date(2025, 6, 15, 12, 0, 0, 0, time.UTC)}
	src, err := fhir.OpenLive(context.Background(), "../../testdata/fhir-ru", nil)
	must(t, err)
	r.house, err = app.OpenHouse(context.Background(), app.Address{Dir: filepath.Join(t.TempDir(), "data"), URL: dbtest.URL(t)}, app.SealKey{}, r.now)
	must(t, err)
	t.Cleanup(func() { must(t, r.house.Close()) })
	key, err := r.house.LinkKey()
	must(t, err)
	gate, err := links.New(links.Standard(), key, rand.Reader)
	must(t, err)
	now := func() time.Time { return r.now }
	people := account.New(r.house.DB, r.house.Log, now, rand.Reader)
	people.KeepCodes([32]byte{1})
	r.desk, err = app.NewDesk(r.house, app.Setup{
		Source: src, Directory: src, Relations: src, Clinic: exporter.Clinic{VerifyURL: "https://clinic.example"}, Now: now, Links: gate,
		Queue: idle{}, Accounts: everybody{r}, People: people, PublicURL: "https://clinic.example", Keep: 90 * 24 * time.Hour,
	})
	must(t, err)
	r.Server, err = New(Setup{Desk: r.desk, PublicURL: "https://clinic.example", Log: zerolog.Nop(), Now: now, Poll: time.Millisecond, Life: 24 * time.Hour})
	must(t, err)
	close(r.stopping) // streams of events end at once
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// holder is an account that set its own password, with a browser and an API token.
type holder struct {
	app.Visitor
	browser *browser
	bearer  string
}

func (r *clinic) holder(role policy.Role, subject string) holder {
	r.t.Helper()
	people := r.desk.People
	a, first, err := people.Add(r.t.Context(), role, record.Ref(subject), "operator:test")
	must(r.t, err)
	b := &browser{r.t, r.Handler(), map[string]*http.Cookie{}}
	goes(r.t, b.do("POST", "/login", url.Values{"login": {a.Login.String()}, "password": {first.Text()}}), "/password")
	if w := b.do("POST", "/password", url.Values{"new": {own}, "again": {own}}); w.Code != 303 {
		r.t.Fatalf("password: %d %s", w.Code, w.Body)
	}
	token, err := people.Token(r.t.Context(), a.Login, time.Hour, "operator:test")
	must(r.t, err)
	return holder{app.Visitor{Account: a.Login.String(), Role: role, Subject: record.Ref(subject)}, b, token.Text()}
}

// belong places an order, makes it ready with a copy and links to it, as if it
// had been built. Link and token are of two links: one may be ended by a test.
func (r *clinic) belong(v app.Visitor, patient, kind, number string) belongings {
	r.t.Helper()
	ctx := r.t.Context()
	o, err := r.desk.Order(ctx, v, app.OrderAsk{Patient: patient, Kind: kind})
	must(r.t, err)
	must(r.t, r.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.MoveOrder(ctx, o.ID, string(app.Ready), 1, number, "", r.now); err != nil {
			return err
		}
		return tx.AddCopy(ctx, db.CopyRow{Number: number, Order: o.ID, Kind: kind, Patient: patient, SHA256: strings.Repeat("a", 64), Size: 1, Pages: 1, Object: number, Issued: r.now, KeepUntil: r.now.Add(time.Hour)})
	}))
	l, err := r.desk.MintLink(ctx, v, o.ID, app.LinkAsk{})
	must(r.t, err)
	self, err := r.desk.MintLink(ctx, v, o.ID, app.LinkAsk{Audience: "self"})
	must(r.t, err)
	return belongings{ref: "Patient/" + patient, order: o.ID, link: l.ID, token: self.URL[strings.LastIndex(self.URL, "/")+1:], number: number}
}

// parcel adds the order of a package of another insurer, a link to it and a notice
// of it, with the insurer's own session and token.
func (r *clinic) parcel(b belongings, of holder) belongings {
	r.t.Helper()
	ctx := r.t.Context()
	b.pack, b.delivery = "k"+strings.ToLower(of.Account[2:6]), "msg_"+of.Account
	must(r.t, r.house.DB.Tx(ctx, func(tx *db.Tx) error {
		o := db.PackageOrderRow{ID: b.pack, Account: of.Account, Role: string(of.Role), Subject: string(of.Subject), Insurer: string(of.Subject), Contract: "1", Version: 1,
			From: "2025-04-01", To: "2025-04-30", Lang: "ru", Status: string(app.Queued), Created: r.now}
		if err := tx.AddPackageOrder(ctx, o); err != nil {
			return err
		}
		if err := tx.AddDelivery(ctx, db.DeliveryRow{ID: b.delivery, Order: o.ID, Insurer: o.Insurer, Created: r.now}); err != nil {
			return err
		}
		m, err := r.desk.Links.Mint(ctx, tx.Links(), links.Ask{Number: b.number, Recipient: o.Insurer, Audience: links.Self}, r.now)
		b.link, b.token = string(m.ID), m.Token.Text()
		return err
	}))
	sessions, err := r.desk.Sessions(ctx, of.Visitor)
	must(r.t, err)
	tokens, err := r.desk.Tokens(ctx, of.Visitor)
	must(r.t, err)
	b.session, b.bearer = sessions[0].ID, tokens[0].ID
	return b
}
