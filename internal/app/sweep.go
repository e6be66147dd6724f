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
	// sweepEntries bounds how many of the register's entries a sweep looks at.
	sweepEntries = 1_000_000
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
// at the end of their term. However much has had its time, all of it is taken,
// until ctx ends. A part that fails does not keep the others from their work; the
// list of all objects, which may be long, comes last.
func (d *Desk) Sweep(ctx context.Context) error {
	now, failed := d.Now(), error(nil)
	for _, part := range []func(context.Context, time.Time) error{
		d.endTerms, d.acts, d.forGood, d.stripEnded, d.dropUploads, d.eraseOld, d.scrubShared, d.remind, d.orphans,
	} {
		failed = errors.Join(failed, part(ctx, now))
	}
	return failed
}

// batches calls f until it finds less than a whole batch.
func batches(ctx context.Context, f func() (found int, err error)) error {
	for {
		found, err := f()
		if err == nil && found == sweepBatch {
			err = ctx.Err()
		}
		if err != nil || found < sweepBatch {
			return err
		}
	}
}

// endTerms destroys the copies past their time.
func (d *Desk) endTerms(ctx context.Context, now time.Time) error {
	var left remains
	err := batches(ctx, func() (int, error) {
		var over []db.CopyRow
		err := d.house.DB.View(ctx, func(v *db.View) (err error) {
			over, err = v.ExpiredCopies(ctx, now, sweepBatch)
			return err
		})
		for _, c := range over {
			err := d.destroyCopy(ctx, c, endOfTerm, now)
			switch {
			case errors.Is(err, errLeft):
				left.add(c.Number, err)
			case err != nil && !errors.Is(err, ErrHeld):
				return 0, fmt.Errorf("sweep: copy %s: %w", c.Number, err)
			}
		}
		return len(over), err
	})
	return errors.Join(left.err(), err)
}

// remains counts destroyed copies whose bytes are left, and tells of the first.
type remains struct {
	count int
	first error
}

func (r *remains) add(number string, err error) {
	if r.count++; r.first == nil {
		r.first = fmt.Errorf("copy %s: %w", number, err)
	}
}

func (r *remains) err() error {
	if r.count == 0 {
		return nil
	}
	return fmt.Errorf("of %d destroyed copies, as of %w", r.count, r.first)
}

func (d *Desk) acts(ctx context.Context, _ time.Time) error { return d.writeActs(ctx) }

// stripEnded takes what ended links, sessions and origins no longer need.
func (d *Desk) stripEnded(ctx context.Context, now time.Time) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := links.Sweep(ctx, tx.Links(), linkAge, now)
		return errors.Join(err, tx.DropSessions(ctx, now), tx.DropOrigins(ctx, now))
	})
}

func (d *Desk) dropUploads(ctx context.Context, now time.Time) error {
	return d.Store.DropUploads(ctx, now.Add(-uploadAge))
}

// scrubShared takes what any process has erased since the last sweep out of the
// files of a database that several share; one of our own is scrubbed at each act.
func (d *Desk) scrubShared(ctx context.Context, _ time.Time) error {
	if !d.house.DB.Shared() {
		return nil
	}
	return d.house.DB.Scrub(ctx)
}

// eraseOld takes the text of entries that have had their term, each by an entry
// of its own, and whose orders and copies they were about. Entries whose term is
// over may lie anywhere among those that stay: a sweep looks at sweepEntries and
// the next goes on from there.
func (d *Desk) eraseOld(ctx context.Context, now time.Time) error {
	if d.KeepLog == 0 {
		return nil
	}
	before, erased := now.Add(-d.KeepLog), 0
	from := d.looks.Load()
	end := from + sweepEntries
	err := batches(ctx, func() (int, error) {
		old, err := d.overdue(ctx, before, from, end)
		if err == nil && len(old) > 0 {
			from, erased = old[len(old)-1], erased+len(old)
			err = d.erase(ctx, old, now)
		}
		return len(old), err
	})
	if err == nil {
		err = d.lookOn(ctx, end)
	}
	err = errors.Join(err, d.house.DB.Tx(ctx, func(tx *db.Tx) error { return tx.ForgetPeople(ctx, before) }))
	if erased > 0 {
		err = errors.Join(err, d.house.DB.Scrub(ctx))
	}
	return err
}

// lookOn notes where the next sweep begins: after what was looked at, or at the
// beginning again.
func (d *Desk) lookOn(ctx context.Context, end int64) error {
	return d.house.DB.View(ctx, func(v *db.View) error {
		head, err := v.Register().Head(ctx)
		if end >= head.Size {
			end = 0
		}
		d.looks.Store(end)
		return err
	})
}

// overdue reads outside the write transaction: nobody waits for it.
func (d *Desk) overdue(ctx context.Context, before time.Time, from, end int64) (old []int64, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		old, err = v.Register().OverdueRows(ctx, before, from, end, sweepBatch)
		return err
	})
	return old, err
}

func (d *Desk) erase(ctx context.Context, old []int64, now time.Time) error {
	act := register.Entry{Time: now, Actor: "service", Reason: "the entry's term is over"}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, seq := range old {
			if _, err := d.house.Log.Erase(ctx, tx.Register(), seq, act); err != nil {
				return err
			}
		}
		return nil
	})
}

// orphans removes objects without a row, old enough that none is being written.
// One that cannot be removed keeps no other in its place.
func (d *Desk) orphans(ctx context.Context, now time.Time) error {
	var old []storage.Stored
	var left remains
	err := d.Store.List(ctx, func(o storage.Stored) error {
		if now.Sub(o.Modified) <= orphanAge {
			return nil
		}
		if old = append(old, o); len(old) < sweepBatch {
			return nil
		}
		defer func() { old = old[:0] }()
		return d.dropOrphans(ctx, old, &left)
	})
	return errors.Join(err, d.dropOrphans(ctx, old, &left), left.err())
}

// dropOrphans removes those of the objects that no row claims, and tells there of
// those that stay.
func (d *Desk) dropOrphans(ctx context.Context, of []storage.Stored, there *remains) error {
	if len(of) == 0 {
		return nil
	}
	numbers, claimed := make([]string, len(of)), map[string]bool{}
	for i, o := range of {
		numbers[i] = o.Number.String()
	}
	err := d.house.DB.View(ctx, func(v *db.View) error {
		keys, err := v.ObjectsOf(ctx, numbers)
		for _, k := range keys {
			claimed[k] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, o := range of {
		if claimed[o.Key] {
			continue
		}
		if err := d.Store.Delete(ctx, o.Key); err != nil {
			there.add(o.Number.String(), fmt.Errorf("%w: %w", errLeft, err))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// Visitor returns whose API token it is.
func (d *Desk) Visitor(ctx context.Context, bearer string) (Visitor, error) {
	return d.Accounts.Bearer(ctx, bearer)
}
