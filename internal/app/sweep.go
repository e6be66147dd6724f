package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vypiska/internal/db"
	"vypiska/storage"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

// Bounds of the sweep.
const (
	sweepBatch = 200
	// orphanAge protects an object whose row is being written at this moment.
	orphanAge = time.Hour
	// uploadAge protects a container that is being written.
	uploadAge = 24 * time.Hour
	// linkAge is how long ended links keep what the register does not need.
	linkAge = 30 * 24 * time.Hour
)

// Sweep destroys copies past their time on which no hold stands, key first and
// then object, and writes the act; removes objects that no row claims, strips
// links that ended long ago, removes sessions that are over, and erases entries
// at the end of their term.
func (d *Desk) Sweep(ctx context.Context) error {
	now := d.Now()
	var over []db.CopyRow
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		over, err = v.ExpiredCopies(ctx, now, sweepBatch)
		return err
	})
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	for _, c := range over {
		if err := d.destroyCopy(ctx, c, endOfTerm, now); err != nil && !errors.Is(err, ErrHeld) {
			return fmt.Errorf("sweep: copy %s: %w", c.Number, err)
		}
	}
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := links.Sweep(ctx, tx.Links(), linkAge, now)
		return errors.Join(err, tx.DropSessions(ctx, now), tx.DropOrigins(ctx, now))
	})
	return errors.Join(err, d.orphans(ctx, now), d.Store.DropUploads(ctx, now.Add(-uploadAge)), d.writeActs(ctx), d.forGood(ctx, now), d.eraseOld(ctx, now), d.remind(ctx, now), d.scrubShared(ctx))
}

// scrubShared takes what any process has erased since the last sweep out of the
// files of a database that several share; one of our own is scrubbed at each act.
func (d *Desk) scrubShared(ctx context.Context) error {
	if !d.house.DB.Shared() {
		return nil
	}
	return d.house.DB.Scrub(ctx)
}

// eraseOld takes the text of entries that have had their term, each by an entry
// of its own, and whose orders and copies they were about.
func (d *Desk) eraseOld(ctx context.Context, now time.Time) error {
	if d.KeepLog == 0 {
		return nil
	}
	before, erased := now.Add(-d.KeepLog), 0
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		old, err := tx.Register().OverdueRows(ctx, before, sweepBatch)
		if err != nil {
			return err
		}
		for _, seq := range old {
			act := register.Entry{Time: now, Actor: "service", Reason: "the entry's term is over"}
			if _, err := d.house.Log.Erase(ctx, tx.Register(), seq, act); err != nil {
				return err
			}
		}
		erased = len(old)
		return tx.ForgetPeople(ctx, before)
	})
	if err != nil || erased == 0 {
		return err
	}
	return d.house.DB.Scrub(ctx)
}

// orphans removes objects without a row, old enough that none is being written.
func (d *Desk) orphans(ctx context.Context, now time.Time) error {
	var found []string
	err := d.Store.List(ctx, func(o storage.Stored) error {
		if now.Sub(o.Modified) > orphanAge {
			found = append(found, o.Key)
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		return err
	}
	claimed := map[string]bool{}
	err = d.house.DB.View(ctx, func(v *db.View) error {
		keys, err := v.KeptObjects(ctx)
		for _, k := range keys {
			claimed[k] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, k := range found {
		if !claimed[k] {
			if err := d.Store.Delete(ctx, k); err != nil {
				return err
			}
		}
	}
	return nil
}

// Visitor returns whose API token it is.
func (d *Desk) Visitor(ctx context.Context, bearer string) (Visitor, error) {
	return d.Accounts.Bearer(ctx, bearer)
}
