package db

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/register"
)

func open(t testing.TB, path string) *DB {
	t.Helper()
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestManyMayOpenANewFileAtOnce(t *testing.T) {
	path := dbtest.Name(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			d, err := Open(context.Background(), path)
			if err != nil {
				t.Error(err)
				return
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestNothingRemainsOfAFailedTransaction(t *testing.T) {
	d := open(t, dbtest.Name(t))
	k := newLog(t)
	fill(t, d, k.log, 2)
	stop := errors.New("stop")
	add := func(tx *Tx) {
		if _, err := k.log.Append(t.Context(), tx.Register(), sample(2)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Tx(t.Context(), func(tx *Tx) error { add(tx); return stop }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = d.Tx(t.Context(), func(tx *Tx) error { add(tx); panic("bug") })
	}()
	gone, cancel := context.WithCancel(t.Context())
	err := d.Tx(gone, func(tx *Tx) error { add(tx); cancel(); return nil })
	if err == nil {
		t.Error("a cancelled transaction was committed")
	}
	if r := verify(t, d, k.verifier); !r.Intact() || r.Size != 2 {
		t.Errorf("%s", r)
	}
	fill(t, d, k.log, 1) // the writer is free again
}

func TestAViewSeesOneMomentAndCannotWrite(t *testing.T) {
	undo := errors.New("undo")
	d := open(t, dbtest.Name(t))
	k := newLog(t)
	fill(t, d, k.log, 3)
	err := d.View(t.Context(), func(v *View) error {
		if _, err := v.Register().Head(t.Context()); err != nil {
			return err
		}
		fill(t, d, k.log, 2)
		r, err := register.Verify(t.Context(), v.Register(), k.verifier)
		if err != nil || !r.Intact() || r.Size != 3 {
			t.Errorf("%s, %v", r, err)
		}
		if _, err := v.tx.ExecContext(t.Context(), `DELETE FROM register`); err == nil {
			t.Error("a view wrote")
		}
		return undo // PostgreSQL commits nothing after an error
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	if r := verify(t, d, k.verifier); r.Size != 5 {
		t.Errorf("%s", r)
	}
}

type keyed struct {
	log      *register.Log
	signer   string
	verifier register.Verifier
}

func newLog(t testing.TB) keyed {
	t.Helper()
	signer, verifier, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	l, err := register.New(signer, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	v, err := register.NewVerifier(verifier)
	if err != nil {
		t.Fatal(err)
	}
	return keyed{l, signer, v}
}

// bare runs SQL on the database as any other program would.
func bare(t testing.TB, name string, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if err := dbtest.Exec(t.Context(), name, s); err != nil && !strings.Contains(err.Error(), "changed nothing") {
			t.Fatal(err)
		}
	}
}

// Whose an order was is forgotten once it ended before the moment and its copy is
// not kept.
func TestOnlyWhatIsOverForgetsItsPeople(t *testing.T) {
	d, ctx := open(t, dbtest.Name(t)), t.Context()
	before := noon.Add(-time.Hour)
	if err := d.Tx(ctx, func(tx *Tx) (err error) {
		for id, ended := range map[string]time.Time{"kept": before, "gone": before, "none": before, "open": before, "late": noon} {
			err = errors.Join(err, tx.AddOrder(ctx, OrderRow{ID: id, Account: "a", Role: "patient", Subject: "Patient/17", Patient: "17", Kind: "signed", Lang: "ru", Status: "queued", Created: before, Changed: before}))
			if id == "open" {
				continue
			}
			number := map[string]string{"kept": "KEPT", "gone": "GONE"}[id]
			_, moved := tx.MoveOrder(ctx, id, "ready", 1, number, "", ended)
			err = errors.Join(err, moved)
			if number != "" {
				err = errors.Join(err, tx.AddCopy(ctx, CopyRow{Number: number, Order: id, Kind: "signed", Patient: "17", SHA256: "00", Object: map[bool]string{true: "o"}[id == "kept"], Issued: before, KeepUntil: noon}))
			}
		}
		return errors.Join(err, tx.ForgetPeople(ctx, noon))
	}); err != nil {
		t.Fatal(err)
	}
	err := d.View(ctx, func(v *View) error {
		for id, known := range map[string]bool{"kept": true, "gone": false, "none": false, "open": true, "late": true} {
			o, err := v.Order(ctx, id)
			if err != nil || (o.Patient != "") != known || (o.Subject != "") != known || (o.Account != "") != known {
				t.Errorf("%s: %+v, %v", id, o, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
