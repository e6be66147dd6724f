package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

// ErrHeld says that a legal hold stands on the copy: end the hold first.
var ErrHeld = errors.New("a legal hold stands on the copy: it cannot be destroyed")

// errLeft says that the bytes of a destroyed copy, which nobody can read any more,
// still lie in the storage; the sweep removes them as an orphan's.
var errLeft = errors.New("the key is destroyed, the bytes are left in the storage")

// DestroyAsk is a lawful demand to destroy one copy, or all kept copies of a
// patient with the packages that hold one. A package goes with the documents that
// are kept beside it.
type DestroyAsk struct {
	Number  string
	Patient string // id in the MIS
	Basis   string // the law or decision
	Reason  string
}

// Destroyed is what became of a demand. Act is empty while the act is still to
// be sealed; the sweep makes it then.
type Destroyed struct {
	Numbers []string
	Act     string
}

// ending is why copies are destroyed.
type ending struct {
	event             register.Event
	by, reason, basis string
}

var endOfTerm = ending{event: register.Deletion, by: "service", reason: "истёк срок хранения копии"}

// Destroy destroys copies on a lawful demand, by the officer, and seals the act.
// Nothing is begun where a legal hold stands on any of them. A copy is destroyed
// with its key, in one transaction with its entry; a crash leaves some copies
// destroyed and their act to the sweep. So do an act that cannot be sealed now and
// a storage that does not remove the bytes now: the keys are destroyed, and the
// sweep tells what stands in the way.
func (d *Desk) Destroy(ctx context.Context, v Visitor, a DestroyAsk) (Destroyed, error) {
	e, err := endingOf(v, a)
	if err != nil {
		return Destroyed{}, err
	}
	copies, err := d.demanded(ctx, a)
	if err != nil {
		return Destroyed{}, err
	}
	var done Destroyed
	for _, c := range copies {
		if err := d.destroyCopy(ctx, c, e, d.Now()); err != nil && !errors.Is(err, errLeft) {
			return done, fmt.Errorf("destroy copy %s: %w", c.Number, err)
		}
		done.Numbers = append(done.Numbers, c.Number)
	}
	_ = d.writeActs(ctx)
	done.Act, err = d.actOf(ctx, done.Numbers[0])
	return done, err
}

func endingOf(v Visitor, a DestroyAsk) (ending, error) {
	e := ending{register.Destruction, v.Account, oneLine(a.Reason), oneLine(a.Basis)}
	switch {
	case v.Role != policy.Officer:
		return e, ErrVisitor
	case (a.Number == "") == (a.Patient == ""):
		return e, &AskError{"number", "the number of one copy, or else a patient"}
	case !mayStand(e.basis, 500):
		return e, &AskError{"basis", "the law or decision that demands it, at most 500 bytes"}
	case !mayStand(e.reason, 500):
		return e, &AskError{"reason", "why the copies are destroyed, at most 500 bytes, no names"}
	}
	return e, nil
}

// demanded are the kept copies a demand is about, none of them held.
func (d *Desk) demanded(ctx context.Context, a DestroyAsk) (copies []db.CopyRow, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		if copies, err = keptCopies(ctx, v, a); err != nil {
			return err
		}
		for _, c := range copies {
			if held, err := v.Held(ctx, c); err != nil || held {
				return errors.Join(err, ErrHeld)
			}
		}
		return nil
	})
	if err == nil && len(copies) == 0 || errors.Is(err, db.ErrNoRow) {
		err = ErrNotFound
	}
	return copies, err
}

func keptCopies(ctx context.Context, v *db.View, a DestroyAsk) ([]db.CopyRow, error) {
	if a.Patient != "" {
		return copiesWith(ctx, v, strings.TrimPrefix(a.Patient, "Patient/"))
	}
	n, err := issued.ParseNumber(a.Number)
	if err != nil {
		return nil, db.ErrNoRow
	}
	c, err := v.Copy(ctx, n.String())
	switch {
	case err == nil && c.Object == "":
		err = db.ErrNoRow
	case err == nil && c.Kind == packageKind:
		return v.KeptCopiesOfOrder(ctx, c.Order)
	}
	return []db.CopyRow{c}, err
}

// copiesWith are a patient's copies and the packages that hold one of them; what
// is kept beside such a package is other people's and stays.
func copiesWith(ctx context.Context, v *db.View, patient string) ([]db.CopyRow, error) {
	own, err := v.KeptCopiesOf(ctx, patient)
	if err != nil {
		return nil, err
	}
	packages, err := v.PackagesWith(ctx, patient)
	return append(own, packages...), err
}

// destroyCopy ends the key in the transaction that registers it, after a
// tombstone that outlives the database. A crash before the object is removed
// leaves bytes that nobody can read and that the next sweep takes.
func (d *Desk) destroyCopy(ctx context.Context, c db.CopyRow, e ending, now time.Time) error {
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if held, err := tx.Held(ctx, c); err != nil || held {
			return errors.Join(err, ErrHeld)
		}
		gone, err := tx.ForgetCopy(ctx, c.Number, now)
		if err != nil || !gone {
			return err
		}
		if err := d.house.bury(register.Tombstone{Time: now, Act: e.event, Actor: e.by, Number: c.Number, Object: c.Object}); err != nil {
			return err
		}
		return d.destroyed(ctx, tx, c, e, now)
	})
	if err != nil {
		return err
	}
	if err := d.Store.Delete(ctx, c.Object); err != nil {
		return fmt.Errorf("%w: %w", errLeft, err)
	}
	return nil
}

// destroyed ends the copy's links and registers what was done.
func (d *Desk) destroyed(ctx context.Context, tx *db.Tx, c db.CopyRow, e ending, now time.Time) error {
	if err := d.endLinks(ctx, tx, c.Number, e.by, now); err != nil {
		return err
	}
	seq, err := d.house.Log.Append(ctx, tx.Register(), register.Entry{Time: now, Event: e.event, Actor: e.by, Number: c.Number,
		Kind: c.Kind, SHA256: c.SHA256, Basis: e.basis, Reason: e.reason})
	if err != nil || c.Kind == string(policy.PaperCopy) && c.Patient == "" { // an act's own end needs no act
		return err
	}
	return tx.AddDestruction(ctx, db.DestructionRow{Number: c.Number, Kind: c.Kind, SHA256: c.SHA256, Patient: c.Patient, Issued: c.Issued,
		Event: string(e.event), Seq: seq, At: now, By: e.by, Reason: e.reason, Backups: now.Add(d.Backups)})
}

// endLinks ends every link of a copy, each with its entry.
func (d *Desk) endLinks(ctx context.Context, tx *db.Tx, number, by string, now time.Time) error {
	ended, err := links.RevokeCopy(ctx, tx.Links(), number, by, now)
	if err != nil {
		return err
	}
	for _, id := range ended {
		if err := d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Unlink, Actor: by, Number: number, Link: string(id)}); err != nil {
			return err
		}
	}
	return nil
}

// forGood registers that no backup holds what was destroyed long enough ago.
func (d *Desk) forGood(ctx context.Context, now time.Time) error {
	return batches(ctx, func() (int, error) {
		var left []db.DestructionRow
		err := d.house.DB.View(ctx, func(v *db.View) (err error) {
			left, err = v.LeftInBackups(ctx, now, sweepBatch)
			return err
		})
		if err != nil || len(left) == 0 {
			return 0, err
		}
		return len(left), d.noteGone(ctx, left, now)
	})
}

func (d *Desk) noteGone(ctx context.Context, all []db.DestructionRow, now time.Time) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, c := range all {
			first, err := tx.NoteGone(ctx, c.Number, now)
			if err == nil && first {
				err = d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Gone, Actor: "service", Number: c.Number, Kind: c.Kind, SHA256: c.SHA256})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
