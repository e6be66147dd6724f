package app

import (
	"context"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/issued"
	"vypiska/internal/db"
	"vypiska/signing"
	"vypiska/storage"
	"vypiska/storage/register"
)

// keeper keeps a copy that an operator made: its entry and its row. The file
// itself leaves by Release and is not kept here.
type keeper struct{ desk *Desk }

// Keep implements exporter.Keeper.
func (k keeper) Keep(ctx context.Context, c issued.Copy, o exporter.Origin) error {
	now := k.desk.Now()
	return k.desk.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.AddCopy(ctx, rowOf(c, "", storage.Object{}, now, now)); err != nil {
			return err
		}
		if err := addAudit(ctx, tx, c); err != nil {
			return err
		}
		e := copyEntry(register.Issue, now, c)
		if err := addOrigin(ctx, tx, &e, o, now.Add(k.desk.keepOf(c.Kind()))); err != nil {
			return err
		}
		return k.desk.house.append(ctx, tx, e)
	})
}

func rowOf(c issued.Copy, order string, o storage.Object, now, until time.Time) db.CopyRow {
	patient := c.Grant().Patient()
	if w := c.Warrant(); w.Valid() {
		patient = w.Patient()
	}
	return db.CopyRow{
		Number: c.Number().String(), Order: order, Kind: string(c.Kind()), Patient: string(patient),
		SHA256: c.SHA256(), Size: int64(len(c.PDF())), Pages: c.Pages(), SealLevel: c.SealLevel(),
		Object: o.Key, Wrapped: o.WrappedKey, KeyID: o.KeyID, Issued: now, KeepUntil: until,
		SealEnds: sealEnds(c),
	}
}

// sealEnds is until when a copy's seal can be proved; zero for one without a seal.
func sealEnds(c issued.Copy) time.Time {
	if c.SealLevel() == "" {
		return time.Time{}
	}
	ends, err := signing.Lasts(c.PDF())
	if err != nil {
		return time.Time{} // it is looked at again when seals are renewed
	}
	return ends
}

// copyEntry tells of an act on a finished copy.
func copyEntry(ev register.Event, at time.Time, c issued.Copy) register.Entry {
	g := c.Grant()
	e := register.Entry{
		Time: at, Event: ev, Actor: actor(g.Recipient()), Recipient: actor(g.ReceivedBy()),
		Number: c.Number().String(), Kind: string(c.Kind()), Patient: string(g.Patient()),
		Basis: g.Basis(), Rule: g.Rule(), Period: period(g.Period()), AsOf: g.AsOf().Format(time.DateOnly),
		SHA256: c.SHA256(), Size: int64(len(c.PDF())), Pages: c.Pages(), SealLevel: c.SealLevel(),
	}
	e.Form, e.FormVersion, e.FormHash = c.Form()
	e.Profile, e.ProfileVersion = c.Profile()
	return e
}
