package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/register"
	"vypiska/templates"
)

// keepActs is how long acts are kept (order of Roskomnadzor 179, paragraph 8).
const keepActs = 3 * 366 * 24 * time.Hour

// Words of the act, which is Russian whatever its reader's language.
const (
	actMethod = "уничтожение ключа шифрования копии и удаление объекта из хранилища"
	actSystem = "vypiska, хранилище копий"
	actRole   = "ответственный за обработку персональных данных"
	actRobot  = "автоматически, по сроку хранения"
)

// writeActs seals acts for what was destroyed and is in none yet: of what the
// storage has no byte of any more. An error tells what has no act now; the next
// sweep tries again.
func (d *Desk) writeActs(ctx context.Context) error {
	var left remains
	var last db.DestructionRow
	err := batches(ctx, func() (int, error) {
		var open []db.DestructionRow
		err := d.house.DB.View(ctx, func(v *db.View) (err error) {
			open, err = v.WithoutAct(ctx, last, sweepBatch)
			return err
		})
		if err != nil || len(open) == 0 {
			return 0, err
		}
		last = open[len(open)-1]
		gone, err := d.removed(ctx, open, &left)
		return len(open), errors.Join(err, d.writeActsOf(ctx, gone))
	})
	return errors.Join(left.err(), err)
}

// removed asks the storage of which copies nothing is left, and tells there of the others.
func (d *Desk) removed(ctx context.Context, all []db.DestructionRow, there *remains) (gone []db.DestructionRow, err error) {
	for _, c := range all {
		held := false
		n, err := issued.ParseNumber(c.Number)
		if err == nil {
			held, err = d.Store.Holds(ctx, n)
		}
		switch {
		case err != nil:
			return gone, fmt.Errorf("act of destruction: copy %s: %w", c.Number, err)
		case held:
			there.add(c.Number, errLeft)
		default:
			gone = append(gone, c)
		}
	}
	return gone, nil
}

// writeActsOf seals an act for each event, officer and reason. The database is
// scrubbed first: an act says "unreadable now".
func (d *Desk) writeActsOf(ctx context.Context, open []db.DestructionRow) error {
	if len(open) == 0 {
		return nil
	}
	if err := d.house.DB.Scrub(ctx); err != nil {
		return err
	}
	for len(open) > 0 {
		n := 1
		for n < len(open) && open[n].Event == open[0].Event && open[n].By == open[0].By && open[n].Reason == open[0].Reason {
			n++
		}
		if err := d.writeAct(ctx, open[:n]); err != nil {
			return fmt.Errorf("act of destruction: %w", err)
		}
		open = open[n:]
	}
	return d.house.DB.Scrub(ctx) // of whose they were
}

// writeAct decides on the act, draws, seals and keeps it, and notes in one
// transaction which copies it states. A crash before leaves an object without a
// row, and the act is made again.
func (d *Desk) writeAct(ctx context.Context, of []db.DestructionRow) error {
	ask := policy.PaperAsk{Asker: policy.Asker{Role: policy.Officer, Subject: record.Ref(of[0].By)}, Paper: policy.Act}
	if of[0].By == endOfTerm.by {
		ask.Asker.Role = policy.Service
	}
	w, err := policy.DecidePaper(ask, d.Now())
	if err != nil {
		return err
	}
	n, err := numbers{d.house}.Reserve(ctx)
	if err != nil {
		return err
	}
	p, err := d.forms.Act(d.act(n, of, ask.Asker, w.AsOf()), "ru")
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	c, err := issued.SealPaper(ctx, w, issued.Draft{Number: n, PDF: p.PDF, Pages: p.Pages, MadeAt: w.AsOf(), MarkPage: p.MarkPage, MarkRect: p.MarkRect,
		Form: p.Form, FormVersion: p.Version, FormHash: p.Hash}, d.house.Signer)
	if err != nil {
		return err
	}
	return d.keepPaper(ctx, c, keepActs, func(tx *db.Tx) error {
		for _, r := range of {
			first, err := tx.StateInAct(ctx, r.Number, n.String())
			if err == nil && !first {
				err = errMoved
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// act is what the form states.
func (d *Desk) act(n issued.Number, of []db.DestructionRow, by policy.Asker, now time.Time) templates.Act {
	officer := templates.Officer{Name: exporter.NewText(string(by.Subject)), Position: exporter.NewText(actRole)}
	if by.Role == policy.Service {
		officer.Position = exporter.NewText(actRobot)
	}
	last := of[len(of)-1]
	a := templates.Act{
		Number: n.String(), Issuer: d.Clinic.Issuer, IssuedAt: now, Reason: exporter.NewText(last.Reason), Method: exporter.NewText(actMethod),
		System: exporter.NewText(actSystem), DestroyedAt: last.At.In(now.Location()), Officers: []templates.Officer{officer},
		Mark: exporter.MarkOf(d.house.Signer), VerifyURL: d.verifyAt(n),
	}
	for _, r := range of {
		if until := dayOf(r.Backups.In(now.Location())); r.Backups.After(now) && a.BackupsUntil.Day() < until.Day() {
			a.BackupsUntil = until
		}
		a.Items = append(a.Items, templates.Destroyed{Number: r.Number, Kind: r.Kind, Person: person(r.Patient), Categories: categories(r.Kind),
			IssuedOn: dayOf(r.Issued.In(now.Location()))})
		a.Log = append(a.Log, templates.Logged{Index: int(r.Seq), Time: r.At.In(now.Location()), Event: r.Event, Number: r.Number})
	}
	return a
}

// verifyAt is the address at which a paper's number is verified.
func (d *Desk) verifyAt(n issued.Number) string {
	return strings.TrimSuffix(d.Clinic.VerifyURL, "/") + "/v/" + strings.ReplaceAll(n.String(), "-", "")
}

// person is whom a copy was about as order 179 allows it: another piece of
// information that belongs to the person, their id in the MIS.
func person(patient string) exporter.Text {
	if patient == "" {
		return exporter.NewText("")
	}
	return exporter.NewText("Patient/" + patient)
}

func categories(kind string) []string {
	switch kind {
	case string(policy.Anonymized):
		return []string{"anonymized"}
	case string(policy.PaperCopy):
		return []string{"identity"}
	}
	return []string{"identity", "contact", "insurance", "health"}
}

func dayOf(t time.Time) exporter.Date {
	d, err := exporter.ParseDate(t.Format(time.DateOnly))
	if err != nil {
		return exporter.Date{} // no time of ours is outside of four-digit years
	}
	return d
}

// keepPaper stores a sealed paper that nobody ordered; then, in one transaction,
// its row, its entry and what goes with them.
func (d *Desk) keepPaper(ctx context.Context, c issued.Copy, keep time.Duration, with func(*db.Tx) error) error {
	obj, err := d.Store.Put(ctx, c)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	now := d.Now()
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.AddCopy(ctx, rowOf(c, "", obj, now, now.Add(keep))); err != nil {
			return err
		}
		if err := d.house.append(ctx, tx, paperEntry(now, c)); err != nil {
			return err
		}
		return with(tx)
	})
}

// paperEntry tells of a paper that was sealed.
func paperEntry(at time.Time, c issued.Copy) register.Entry {
	w := c.Warrant()
	e := register.Entry{Time: at, Event: register.Paper, Actor: string(w.Recipient().Subject), Number: c.Number().String(), Kind: string(c.Kind()), Patient: string(w.Patient()),
		Basis: w.Basis(), Rule: w.Rule(), SHA256: c.SHA256(), Size: int64(len(c.PDF())), Pages: c.Pages(), SealLevel: c.SealLevel()}
	if e.Patient != "" {
		e.Recipient = e.Actor
	}
	e.Form, e.FormVersion, e.FormHash = c.Form()
	return e
}

func (d *Desk) actOf(ctx context.Context, number string) (act string, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		act, err = v.ActOf(ctx, number)
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		return "", nil // an act's own end has none
	}
	return act, err
}

// Paper hands a sealed paper to the officer. The entry is durable before the
// first byte is sent.
func (d *Desk) Paper(ctx context.Context, v Visitor, number string) (*Transfer, error) {
	if v.Role != policy.Officer {
		return nil, ErrVisitor
	}
	n, err := issued.ParseNumber(number)
	if err != nil {
		return nil, ErrNotFound
	}
	var c db.CopyRow
	now := d.Now()
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if c, err = tx.Copy(ctx, n.String()); err != nil {
			return err
		}
		if c.Kind != string(policy.PaperCopy) {
			return db.ErrNoRow
		}
		if c.Object == "" || !c.Revoked.IsZero() {
			return ErrEnded
		}
		return d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Download, Actor: v.Account, Recipient: v.Account,
			Number: c.Number, Kind: c.Kind, Patient: c.Patient, SHA256: c.SHA256, Size: c.Size})
	})
	if errors.Is(err, db.ErrNoRow) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	r, err := d.Store.Get(ctx, objectOf(c))
	if err != nil {
		return nil, fmt.Errorf("paper %s: %w", c.Number, err)
	}
	return &Transfer{Name: c.Number, SHA256: c.SHA256, Size: c.Size, Content: r, done: func(error) error { return r.Close() }}, nil
}
