package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

// OneAnswer is the size in bytes up to which a POST answers with the file
// itself; above, it answers with a ticket.
const OneAnswer = 16 << 20

// AskAgain is how often the rights are asked again during a transfer.
const AskAgain = time.Second

// Landing tells what a link's page may know. It consumes nothing.
func (d *Desk) Landing(ctx context.Context, v Visitor, token string) (Landing, error) {
	t, err := links.ParseToken(token)
	if err != nil {
		return Landing{}, links.ErrUnknown
	}
	l, h, err := d.look(ctx, v, t)
	if err != nil {
		return Landing{}, err
	}
	if err := d.mayHave(ctx, h); err != nil {
		return Landing{}, err
	}
	return Landing{NeedsPIN: l.PIN, TriesLeft: l.TriesLeft(), ExpiresAt: l.Expires}, nil
}

func (d *Desk) look(ctx context.Context, v Visitor, t links.Token) (l links.Link, h holding, err error) {
	err = d.house.DB.View(ctx, func(view *db.View) error {
		if l, err = links.Look(ctx, view.Links(), t, string(v.Subject), d.Now()); err != nil {
			return err
		}
		h, err = holdingOf(ctx, view, l.Number)
		return err
	})
	return l, h, err
}

// Download takes one download of a link. Rights are asked before, and blocks
// once more inside the transaction that takes the count and writes the entry.
// The caller must Close the transfer.
func (d *Desk) Download(ctx context.Context, v Visitor, token, pin string) (*Transfer, error) {
	t, err := links.ParseToken(token)
	if err != nil {
		return nil, links.ErrUnknown
	}
	_, h, err := d.look(ctx, v, t)
	if err != nil {
		return nil, err
	}
	if err := d.mayTake(ctx, h); err != nil {
		return nil, err
	}
	now, o, c := d.Now(), h.order, h.copy
	try := links.Try{Token: t, PIN: links.ParsePIN(pin), Visitor: string(v.Subject), Ticket: c.Size > OneAnswer}
	dl, err := links.Take(ctx, d.Links, d.house.DB.Tx, (*db.Tx).Links, try, now, func(tx *db.Tx, dl links.Download) error {
		if err := d.standing(ctx, tx, o); err != nil {
			return err
		}
		if o.Kind == packageKind {
			if err := d.Packages.ReleasePackage(ctx, tx, o.ID); err != nil {
				return err
			}
		}
		return d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Download, Actor: recipient(o), Recipient: recipient(o),
			Number: c.Number, Kind: c.Kind, Patient: c.Patient, SHA256: c.SHA256, Size: c.Size, Order: o.ID, Link: string(dl.Link)})
	})
	if err != nil {
		return nil, err
	}
	if try.Ticket {
		return &Transfer{Ticket: dl.Ticket.Text()}, nil
	}
	return d.transfer(ctx, dl, h)
}

// mayTake is mayHave before a download, which for a package looks into the records too.
func (d *Desk) mayTake(ctx context.Context, h holding) error {
	if h.order.Kind == packageKind {
		return d.mayHavePackage(ctx, h.order.ID, h.copy, thorough)
	}
	return d.mayHave(ctx, h)
}

// standing refuses inside the transaction if a block came since the rights were asked.
func (d *Desk) standing(ctx context.Context, tx *db.Tx, o db.OrderRow) error {
	if o.Kind == packageKind {
		return d.packageStands(ctx, tx, o.ID)
	}
	blocks, err := tx.StandingBlocks(ctx, o.Patient)
	for _, b := range blocks {
		if b.Scope == string(policy.AllCabinets) || o.Role == string(policy.Doctor) {
			return ErrBlocked
		}
	}
	return err
}

// OpenTicket opens a granted download of a large copy; each request of the
// browser, with or without Range, comes here.
func (d *Desk) OpenTicket(ctx context.Context, v Visitor, ticket string) (*Transfer, error) {
	t, err := links.ParseTicket(ticket)
	if err != nil {
		return nil, links.ErrUnknown
	}
	var dl links.Download
	var h holding
	err = d.house.DB.View(ctx, func(view *db.View) error {
		if dl, err = links.OpenTicket(ctx, view.Links(), t, string(v.Subject), d.Now()); err != nil {
			return err
		}
		h, err = holdingOf(ctx, view, dl.Number)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := d.mayTake(ctx, h); err != nil {
		return nil, err
	}
	return d.transfer(ctx, dl, h)
}

// transfer opens the stored copy. If that fails the count comes back.
func (d *Desk) transfer(ctx context.Context, dl links.Download, h holding) (*Transfer, error) {
	c := h.copy
	r, err := d.Store.Get(ctx, objectOf(c))
	if err != nil {
		err = fmt.Errorf("copy %s: %w", c.Number, err)
		return nil, errors.Join(err, d.giveBack(ctx, dl.ID, h.order, c))
	}
	w := &watched{ReadSeeker: r, asked: d.Now(), now: d.Now, ask: func() error { return d.stillMay(ctx, dl.ID, c.Number) }}
	done := func(ours error) error {
		err := r.Close()
		if ours == nil {
			return err
		}
		return errors.Join(err, d.giveBack(ctx, dl.ID, h.order, c))
	}
	name, kind := c.Number+".pdf", "application/pdf"
	if h.order.Kind == packageKind {
		if name, kind, err = d.packageName(ctx, h.order, c.Number); err != nil {
			return nil, errors.Join(err, r.Close(), d.giveBack(ctx, dl.ID, h.order, c))
		}
	}
	return &Transfer{Name: name, Type: kind, SHA256: c.SHA256, Size: c.Size, Content: w, done: done}, nil
}

// objectOf is the stored object of a kept copy.
func objectOf(c db.CopyRow) storage.Object {
	return storage.Object{Key: c.Object, WrappedKey: c.Wrapped, KeyID: c.KeyID, Size: c.Size, SHA256: c.SHA256}
}

// giveBack returns the count of a download that our side broke, once.
func (d *Desk) giveBack(ctx context.Context, id links.DownloadID, o db.OrderRow, c db.CopyRow) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	now := d.Now()
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		back, err := links.GiveBack(ctx, tx.Links(), id, now)
		if err != nil || !back {
			return err
		}
		return d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Return, Actor: "service", Recipient: recipient(o), Number: c.Number, Order: o.ID})
	})
}

// stillMay asks for the rights during a transfer. That they ended is an answer;
// that nobody can be asked is a fault of ours, after which the count comes back.
func (d *Desk) stillMay(ctx context.Context, id links.DownloadID, number string) error {
	var h holding
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		if err = links.Continue(ctx, v.Links(), id); err != nil {
			return err
		}
		h, err = holdingOf(ctx, v, number)
		return err
	})
	if err != nil {
		return err
	}
	return d.mayHave(ctx, h)
}

// watched asks for the rights again while it is read.
type watched struct {
	io.ReadSeeker
	asked time.Time
	now   func() time.Time
	ask   func() error
}

func (w *watched) Read(p []byte) (int, error) {
	if now := w.now(); now.Sub(w.asked) >= AskAgain {
		if err := w.ask(); err != nil {
			return 0, err
		}
		w.asked = now
	}
	return w.ReadSeeker.Read(p)
}
