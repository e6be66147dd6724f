package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/signing"
	"vypiska/storage/register"
)

// Codes of an order that failed, beside the policy's rules.
const (
	codeReview   = "needs-review" // de-identification could not be proved
	codeWithheld = "withheld"     // an anonymized copy that is refused, whatever the reason
	codeRecord   = "record"       // the record cannot be read
	codeFault    = "fault"        // a fault of ours, tried several times
	codeSeal     = "seal"         // an authority did not give what the seal's level needs
)

// whySmall is the officer's reason of a copy withheld for its small group.
const whySmall = "small group: too few patients look like this one, even after generalisation"

// Run builds the copy of an order. It may run twice: an order that is final is
// left alone, and of two copies only the one in the committed row counts. An
// error that is returned may be cured by trying again; what cannot be cured
// makes the order final and returns nil.
func (d *Desk) Run(ctx context.Context, id string) error {
	o, _, err := d.order(ctx, id)
	if err != nil || Status(o.Status).Final() {
		return err
	}
	ask, err := askOf(o)
	if err != nil {
		return d.end(ctx, o, Failed, codeFault)
	}
	if err := d.progress(ctx, id, 0.1); err != nil {
		return err
	}
	err = d.build(ctx, o, ask)
	var refusal *policy.Refusal
	var fault *record.Fault
	var authority *signing.AuthorityError
	switch {
	case err == nil || errors.Is(err, errFinal):
		return nil
	case errors.As(err, &refusal) && refusal.Suspends:
		return d.end(ctx, o, Blocked, refusal.Rule)
	case errors.As(err, &refusal):
		return d.end(ctx, o, Refused, refusal.Rule)
	case errors.Is(err, deidentify.ErrSmallGroup):
		return d.end(ctx, o, Refused, codeWithheld+": "+whySmall)
	case errors.Is(err, deidentify.ErrLeak):
		return d.end(ctx, o, Failed, codeReview+": "+found(err))
	case errors.Is(err, record.ErrNoPatient), errors.As(err, &fault):
		return d.end(ctx, o, Failed, codeRecord)
	case errors.As(err, &authority) && ctx.Err() == nil && !(d.RetrySeal && authority.Retry):
		return d.end(ctx, o, Failed, codeSeal)
	}
	return err
}

// found says what the last look met: type, rule and place, never the value.
func found(err error) string {
	var l *deidentify.Leak
	if errors.As(err, &l) {
		return l.Type + " by rule " + l.Rule + " in " + l.Place
	}
	return "the document could not be proved clean"
}

// GiveUp makes an order final whose job was tried too often.
func (d *Desk) GiveUp(ctx context.Context, id string) error {
	o, _, err := d.order(ctx, id)
	if err != nil {
		return err
	}
	return d.end(ctx, o, Failed, codeFault)
}

// build decides again: a grant is never read back.
func (d *Desk) build(ctx context.Context, o db.OrderRow, a policy.Ask) error {
	if o.Kind == kindDisclosures {
		return d.tell(ctx, o, a)
	}
	g, err := d.decide(ctx, a, d.Now())
	if err != nil {
		return err
	}
	e := *d.exporter
	e.Keeper = orderKeeper{d, o}
	_, err = e.Export(ctx, g)
	return err
}

func (d *Desk) progress(ctx context.Context, id string, p float64) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.MoveOrder(ctx, id, string(Running), p, "", "", d.Now())
		return err
	})
}

// end makes an order final with its reason and an entry.
func (d *Desk) end(ctx context.Context, o db.OrderRow, s Status, why string) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		moved, err := tx.MoveOrder(ctx, o.ID, string(s), 0, "", why, d.Now())
		if err != nil || !moved {
			return err
		}
		return d.house.append(ctx, tx, register.Entry{Time: d.Now(), Event: register.Failure, Actor: "service", Order: o.ID,
			Patient: o.Patient, Kind: o.Kind, Recipient: o.Account, Reason: string(s) + ": " + why})
	})
}

// keepOf is how long copies of a kind are kept.
func (d *Desk) keepOf(k policy.Kind) time.Duration {
	if k == policy.Anonymized {
		return cmp.Or(d.KeepAnon, d.Keep)
	}
	return d.Keep
}

// errFinal says that the order became final while its copy was made.
var errFinal = errors.New("the order is final")

// orderKeeper keeps the copy of an order.
type orderKeeper struct {
	desk  *Desk
	order db.OrderRow
}

// Keep puts the copy into storage first, then, in one transaction, the row that
// makes it count, its entry and the ready order. A crash between leaves an
// object without a row and without a key, which the sweep removes; never an
// entry that claims a copy which is not there. An order that was stopped
// meanwhile gets no copy.
func (k orderKeeper) Keep(ctx context.Context, c issued.Copy, o exporter.Origin) error {
	d := k.desk
	if err := d.progress(ctx, k.order.ID, 0.8); err != nil {
		return err
	}
	obj, err := d.Store.Put(ctx, c)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	now := d.Now()
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		moved, err := tx.MoveOrder(ctx, k.order.ID, string(Ready), 1, c.Number().String(), "", now)
		if err != nil {
			return err
		}
		if !moved {
			return errFinal
		}
		e := copyEntry(register.Issue, now, c)
		if c.Warrant().Valid() {
			e = paperEntry(now, c)
		}
		e.Actor, e.Order = "service", k.order.ID
		until := now.Add(d.keepOf(c.Kind()))
		if err := tx.AddCopy(ctx, rowOf(c, k.order.ID, obj, now, until)); err != nil {
			return err
		}
		if err := errors.Join(addAudit(ctx, tx, c), addOrigin(ctx, tx, &e, o, until)); err != nil {
			return err
		}
		return d.house.append(ctx, tx, e)
	})
	if err != nil {
		// The object has no row: nobody can read it. Removing it now is a courtesy to the sweep.
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = d.Store.Delete(clean, obj.Key)
	}
	return err
}
