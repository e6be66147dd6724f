package links_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
	"vypiska/storage/links"
)

var noon = time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)

const (
	recipient = "Patient/17"
	number    = "7Q4M-2HXK-9T3D"
)

// dice is a source of randomness that many goroutines may share.
type dice struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

func (d *dice) Read(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.src.Read(p)
}

func newGate(t testing.TB) *links.Gate {
	t.Helper()
	key, err := links.NewKey([]byte("the key of the tests, of 32 bytes"))
	if err != nil {
		t.Fatal(err)
	}
	g, err := links.New(links.Standard(), key, &dice{src: rand.NewChaCha8([32]byte{7})})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// house is a gate over a real database in a file.
type house struct {
	t    testing.TB
	path string
	db   *db.DB
	gate *links.Gate
	// entered counts what stands for register entries.
	mu      sync.Mutex
	entered map[links.ID]int
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, path: dbtest.Name(t), gate: newGate(t), entered: map[links.ID]int{}}
	h.open()
	t.Cleanup(func() { h.must(h.db.Close()) })
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) open() {
	h.t.Helper()
	d, err := db.Open(context.Background(), h.path)
	h.must(err)
	h.db = d
}

func (h *house) restart() {
	h.t.Helper()
	h.must(h.db.Close())
	h.open()
}

func (h *house) tx(f func(l tables) error) {
	h.t.Helper()
	h.must(h.db.Tx(context.Background(), func(tx *db.Tx) error { return f(tx.Links()) }))
}

func (h *house) view(f func(l db.LinksView) error) {
	h.t.Helper()
	h.must(h.db.View(context.Background(), func(v *db.View) error { return f(v.Links()) }))
}

type (
	tables = db.Links
	tx     = db.Tx
)

func (h *house) mint(a links.Ask, now time.Time) (m links.Minted) {
	h.t.Helper()
	h.tx(func(l tables) (err error) {
		m, err = h.gate.Mint(context.Background(), l, a, now)
		return err
	})
	return m
}

func (h *house) take(try links.Try, now time.Time) (links.Download, error) {
	return h.takeBy(h.db, try, now)
}

func (h *house) takeBy(d *db.DB, try links.Try, now time.Time) (links.Download, error) {
	return links.Take(context.Background(), h.gate, d.Tx, (*db.Tx).Links, try, now, func(_ *db.Tx, d links.Download) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.entered[d.Link]++
		return nil
	})
}

func (h *house) look(t links.Token, visitor string, now time.Time) (l links.Link, err error) {
	h.t.Helper()
	h.view(func(v db.LinksView) error {
		l, err = links.Look(context.Background(), v, t, visitor, now)
		return nil
	})
	return l, err
}

func (h *house) openTicket(t links.Ticket, visitor string, now time.Time) (d links.Download, err error) {
	h.t.Helper()
	h.view(func(v db.LinksView) error {
		d, err = links.OpenTicket(context.Background(), v, t, visitor, now)
		return nil
	})
	return d, err
}

func (h *house) goOn(id links.DownloadID) (err error) {
	h.t.Helper()
	h.view(func(v db.LinksView) error {
		err = links.Continue(context.Background(), v, id)
		return nil
	})
	return err
}

func (h *house) giveBack(id links.DownloadID, now time.Time) (back bool) {
	h.t.Helper()
	h.tx(func(l tables) (err error) {
		back, err = links.GiveBack(context.Background(), l, id, now)
		return err
	})
	return back
}

func (h *house) revoke(id links.ID, now time.Time) (first bool) {
	h.t.Helper()
	h.tx(func(l tables) (err error) {
		first, err = links.Revoke(context.Background(), l, id, "officer:anna", now)
		return err
	})
	return first
}

func (h *house) find(id links.ID) (l links.Link) {
	h.t.Helper()
	h.view(func(v db.LinksView) (err error) {
		l, err = links.Find(context.Background(), v, id)
		return err
	})
	return l
}

func (h *house) list(f links.Filter, now time.Time) (found []links.Link) {
	h.t.Helper()
	h.view(func(v db.LinksView) error {
		for l, err := range links.List(context.Background(), v, f, now) {
			if err != nil {
				return err
			}
			found = append(found, l)
		}
		return nil
	})
	return found
}

// bearer is an ask for a link with a PIN; open the try that is right for it.
func bearer(downloads int) links.Ask {
	return links.Ask{Number: number, Recipient: recipient, Audience: links.Bearer, Downloads: downloads}
}

func right(m links.Minted) links.Try {
	return links.Try{Token: m.Token, PIN: m.Code, Visitor: recipient}
}

// wrong is a PIN that is not the link's.
func wrong(m links.Minted) links.PIN {
	if m.Code.Text() == "000000" {
		return links.ParsePIN("000001")
	}
	return links.ParsePIN("000000")
}

func is(err, want error) bool {
	if want == nil {
		return err == nil
	}
	return errors.Is(err, want)
}
