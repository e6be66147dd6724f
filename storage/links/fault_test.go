package links_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"vypiska/internal/db"
	"vypiska/storage/links"
)

// fake is a store of one link that another transaction changes between the
// look and the count, or that breaks. The real one is in internal/db.
type fake struct {
	row   links.Row
	fault error      // of everything but finding
	later *links.Row // the row as it is found from the second time on
	found int
	seen  links.DownloadRow
}

func (f *fake) LinkByToken(context.Context, links.Hash) (links.Row, error) {
	if f.found++; f.found > 1 && f.later != nil {
		return *f.later, nil
	}
	return f.row, nil
}

func (f *fake) TakeDownload(_ context.Context, d links.DownloadRow) (bool, error) {
	f.seen = d
	return false, f.fault
}

func (f *fake) MissPIN(context.Context, links.ID, time.Time) (int, error) { return 0, f.fault }

func (f *fake) LinkPage(context.Context, links.Filter, time.Time, links.Link) ([]links.Link, error) {
	return nil, f.fault
}

func (f *fake) take(g *links.Gate, try links.Try) (links.Download, error) {
	run := func(ctx context.Context, do func(*fake) error) error { return do(f) }
	of := func(f *fake) *fake { return f }
	return links.Take(context.Background(), g, run, of, try, noon, func(*fake, links.Download) error { return nil })
}

// On an engine where two transactions run at once the condition of the count
// decides, and the loser hears why.
func TestWhoComesSecondHearsWhy(t *testing.T) {
	g := newGate(t)
	for _, c := range []struct {
		name  string
		later func(*links.Row)
		want  error
	}{
		{"the other took the last download", func(r *links.Row) { r.Taken = r.Downloads }, links.ErrUsedUp},
		{"the other tried the last PIN", func(r *links.Row) { r.Wrong = links.WrongTries }, links.ErrLocked},
		{"the other revoked", func(r *links.Row) { r.RevokedAt = noon }, links.ErrRevoked},
		{"nothing changed, which cannot be", func(*links.Row) {}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var row links.Row
			m, err := g.Mint(t.Context(), adder(func(r links.Row) error { row = r; return nil }), withPIN, noon)
			if err != nil {
				t.Fatal(err)
			}
			later := row
			c.later(&later)
			for _, pin := range []links.PIN{m.Code, wrong(m)} {
				d, err := (&fake{row: row, later: &later}).take(g, links.Try{Token: m.Token, PIN: pin})
				if err == nil || d.ID != "" || c.want != nil && !errors.Is(err, c.want) || links.Refused(err) != (c.want != nil) {
					t.Errorf("%+v, %v", d, err)
				}
			}
		})
	}
}

func TestALinkWhosePINWasLostOpensToNobody(t *testing.T) {
	g := newGate(t)
	var row links.Row
	m, err := g.Mint(t.Context(), adder(func(r links.Row) error { row = r; return nil }), withPIN, noon)
	if err != nil {
		t.Fatal(err)
	}
	row.Code = links.Hash{}
	for _, pin := range []links.PIN{{}, m.Code, wrong(m)} {
		f := &fake{row: row}
		if _, err := f.take(g, links.Try{Token: m.Token, PIN: pin}); err == nil || f.seen.ID != "" {
			t.Errorf("%v", err)
		}
	}
}

func TestWhatIsNotForAnybodyIsForNobody(t *testing.T) {
	g := newGate(t)
	for name, spoil := range map[string]func(*links.Row){
		"an audience nobody knows":              func(r *links.Row) { r.Audience = "" },
		"a link for a session, of no recipient": func(r *links.Row) { r.Audience, r.Recipient = links.Self, "" },
	} {
		var row links.Row
		m, err := g.Mint(t.Context(), adder(func(r links.Row) error { row = r; return nil }), withPIN, noon)
		if err != nil {
			t.Fatal(err)
		}
		spoil(&row)
		f := &fake{row: row}
		if _, err := f.take(g, links.Try{Token: m.Token, PIN: m.Code}); !errors.Is(err, links.ErrAudience) || f.seen.ID != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whoever can write to the database cannot put a PIN they know on a link.
func TestAPINsHashOpensNoOtherLink(t *testing.T) {
	g := newGate(t)
	var rows []links.Row
	add := adder(func(r links.Row) error { rows = append(rows, r); return nil })
	known, err := g.Mint(t.Context(), add, withPIN, noon)
	other, otherErr := g.Mint(t.Context(), add, withPIN, noon)
	if err := errors.Join(err, otherErr); err != nil {
		t.Fatal(err)
	}
	moved := rows[1]
	moved.Code = rows[0].Code
	f := &fake{row: moved}
	if _, err := f.take(g, links.Try{Token: other.Token, PIN: known.Code}); err == nil || f.seen.ID != "" {
		t.Errorf("%v", err)
	}
}

func TestAFaultOfTheDatabaseIsNoAnswerToTheVisitor(t *testing.T) {
	g, broken := newGate(t), errors.New("disk")
	var row links.Row
	m, err := g.Mint(t.Context(), adder(func(r links.Row) error { row = r; return nil }), withPIN, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, pin := range []links.PIN{m.Code, wrong(m)} {
		_, err := (&fake{row: row, fault: broken}).take(g, links.Try{Token: m.Token, PIN: pin})
		if !errors.Is(err, broken) || links.Refused(err) || !strings.Contains(err.Error(), string(m.ID)) {
			t.Errorf("%v", err)
		}
		if s := err.Error(); strings.Contains(s, m.Token.Text()) || strings.Contains(s, pin.Text()) {
			t.Error("the error carries a secret")
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	h := newHouse(t)
	stored := h.mint(withPIN, noon)
	_, err = links.Take(gone, h.gate, h.db.Tx, (*db.Tx).Links, right(stored), noon, func(*db.Tx, links.Download) error { return nil })
	if !errors.Is(err, context.Canceled) || links.Refused(err) {
		t.Errorf("%v", err)
	}
}

func TestATakeThatDidNotCommitGivesNothing(t *testing.T) {
	h := newHouse(t)
	m := h.mint(noPIN, noon)
	lost := errors.New("commit: disk full")
	run := func(ctx context.Context, do func(*db.Tx) error) error {
		return h.db.Tx(ctx, func(tx *db.Tx) error {
			if err := do(tx); err != nil {
				return err
			}
			return lost
		})
	}
	try := right(m)
	try.Ticket = true
	d, err := links.Take(t.Context(), h.gate, run, (*db.Tx).Links, try, noon, func(*db.Tx, links.Download) error { return nil })
	if !errors.Is(err, lost) || d.ID != "" || d.Ticket.Text() != "" || h.find(m.ID).Taken != 0 {
		t.Errorf("%+v, %v", d, err)
	}
}
