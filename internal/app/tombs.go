package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"vypiska/internal/db"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

// Names in the directory outside.
const tombstonesName = "tombstones.txt"

// outsideOf is where what a restored backup is measured against lies, unless
// the settings name another place: beside the data directory, never inside.
func outsideOf(data string) string {
	if abs, err := filepath.Abs(data); err == nil {
		data = abs
	}
	return filepath.Clean(data) + ".outside"
}

func (h *House) tombstones() register.TombstoneFile {
	return register.TombstoneFile{Path: filepath.Join(h.Outside, tombstonesName)}
}

// bury makes an act outlive the database. It is called inside the act's own
// transaction, before the commit: a crash between leaves a tombstone whose act
// the next start carries out, as was wanted.
func (h *House) bury(t register.Tombstone) error { return h.tombstones().Append(h.Log, t) }

// Replay carries out what tombstones tell and the database does not know, after a
// backup took its place. It must have returned nil before anything is served. It
// returns how many acts were carried out. The database notes how far it was told,
// so that a start reads what came since the one before, and a database that was
// set back what it lacks.
func (d *Desk) Replay(ctx context.Context) (done int, err error) {
	file := d.house.tombstones()
	name, err := file.Name()
	if err != nil || name == "" {
		return 0, err
	}
	from := int64(0)
	err = d.house.DB.View(ctx, func(v *db.View) (err error) {
		from, err = v.Replayed(ctx, name)
		return err
	})
	if err != nil {
		return 0, err
	}
	done, to, err := d.replayFrom(ctx, file, from)
	if err == nil && to != from {
		err = d.house.DB.Tx(ctx, func(tx *db.Tx) error { return tx.NoteReplayed(ctx, name, to) })
	}
	return done, err
}

// replayFrom carries out what stands behind the place, and tells where the next
// start begins: before the first that lifts what nobody has told of yet. That may
// be in another machine's file.
func (d *Desk) replayFrom(ctx context.Context, file register.TombstoneFile, place int64) (done int, to int64, err error) {
	to, waits := place, false
	for t, err := range file.Since(d.house.Verifier, place) {
		if err != nil {
			return done, to, err
		}
		did, err := d.replay(ctx, t.Tombstone)
		if err != nil && !errors.Is(err, errUnheard) {
			return done, to, fmt.Errorf("replay %s of %s: %w", t.Act, t.Time.Format(time.DateOnly), err)
		}
		if did {
			done++
		}
		if waits = waits || err != nil; !waits {
			to = t.End
		}
	}
	return done, to, nil
}

// errUnheard says that the database does not know of what an act lifts.
var errUnheard = errors.New("what is lifted is not known")

// replayed marks entries that repeat an act of before.
const replayed = "a restored database was told of it"

func (d *Desk) replay(ctx context.Context, t register.Tombstone) (did bool, err error) {
	switch t.Act {
	case register.Deletion, register.Destruction:
		return d.replayEnd(ctx, t)
	case register.Revoke:
		return d.again(ctx, func(tx *db.Tx) (bool, error) { return d.revoke(ctx, tx, t.Number, t.Actor, replayed, d.Now()) })
	case register.Unlink:
		return d.again(ctx, func(tx *db.Tx) (bool, error) { return d.unlink(ctx, tx, links.ID(t.Link), t.Actor, d.Now()) })
	case register.Block:
		return d.again(ctx, func(tx *db.Tx) (bool, error) { return d.replayBlock(ctx, tx, t) })
	case register.Unblock:
		return d.lifted(ctx, func(tx *db.Tx) (bool, error) { return d.unblock(ctx, tx, t.Block, t.Actor, "", d.Now()) })
	case register.Consent:
		return d.again(ctx, func(tx *db.Tx) (bool, error) { return d.replayWithdrawal(ctx, tx, t) })
	case register.Hold:
		return d.again(ctx, func(tx *db.Tx) (bool, error) { return d.replayHold(ctx, tx, t) })
	case register.Unhold:
		return d.lifted(ctx, func(tx *db.Tx) (bool, error) { return d.unhold(ctx, tx, t.Hold, t.Actor, d.Now()) })
	}
	return false, fmt.Errorf("%w: no such act", register.ErrTombstone)
}

// again runs a transaction; what the database has never heard of is nothing to do.
func (d *Desk) again(ctx context.Context, f func(*db.Tx) (bool, error)) (bool, error) {
	did, err := d.lifted(ctx, f)
	if errors.Is(err, errUnheard) {
		err = nil
	}
	return did, err
}

// lifted runs a transaction that ends something; errUnheard where it is not known.
func (d *Desk) lifted(ctx context.Context, f func(*db.Tx) (bool, error)) (did bool, err error) {
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		did, err = f(tx)
		return err
	})
	if errors.Is(err, db.ErrNoRow) || errors.Is(err, links.ErrUnknown) {
		return false, errUnheard
	}
	return did, err
}

// replayEnd destroys a copy again, a legal hold or not: it was destroyed. Its
// object goes in any case; a backup of the bucket may have brought it back.
func (d *Desk) replayEnd(ctx context.Context, t register.Tombstone) (bool, error) {
	did, err := d.again(ctx, func(tx *db.Tx) (bool, error) {
		c, err := tx.Copy(ctx, t.Number)
		if err != nil || c.Object == "" {
			return false, err
		}
		if _, err := tx.ForgetCopy(ctx, c.Number, d.Now()); err != nil {
			return false, err
		}
		return true, d.destroyed(ctx, tx, c, ending{event: t.Act, by: t.Actor, reason: replayed}, d.Now())
	})
	if err != nil || !did {
		return did, err
	}
	return did, d.Store.Delete(ctx, t.Object)
}

func (d *Desk) replayBlock(ctx context.Context, tx *db.Tx, t register.Tombstone) (bool, error) {
	if _, err := tx.Block(ctx, t.Block); !errors.Is(err, db.ErrNoRow) {
		return false, err
	}
	if err := tx.AddBlock(ctx, db.BlockRow{ID: t.Block, Patient: t.Patient, Channel: t.Channel, Scope: t.Scope, Begun: t.Time, BegunBy: t.Actor}); err != nil {
		return false, err
	}
	return true, d.house.append(ctx, tx, register.Entry{Time: d.Now(), Event: register.Block, Actor: t.Actor, Patient: t.Patient, Reason: replayed})
}

// replayWithdrawal also enters a consent that was given after the backup: a paper
// that was withdrawn counts against what the MIS permits.
func (d *Desk) replayWithdrawal(ctx context.Context, tx *db.Tx, t register.Tombstone) (bool, error) {
	c, err := tx.Consent(ctx, t.Consent)
	if errors.Is(err, db.ErrNoRow) {
		c = db.ConsentRow{ID: t.Consent, Patient: t.Patient, Insurer: t.Insurer, Contract: t.Contract, Form: t.Form, Channel: t.Given, Signed: t.Signed, RecordedBy: t.Actor}
		err = tx.AddConsent(ctx, c)
	}
	if err != nil {
		return false, err
	}
	return d.withdraw(ctx, tx, c, t.Actor, t.Channel, t.Time)
}

func (d *Desk) replayHold(ctx context.Context, tx *db.Tx, t register.Tombstone) (bool, error) {
	if _, err := tx.Hold(ctx, t.Hold); !errors.Is(err, db.ErrNoRow) {
		return false, err
	}
	if err := tx.AddHold(ctx, db.HoldRow{ID: t.Hold, Number: t.Number, Patient: t.Patient, Basis: t.Basis, Begun: t.Time, BegunBy: t.Actor}); err != nil {
		return false, err
	}
	return true, d.house.append(ctx, tx, register.Entry{Time: d.Now(), Event: register.Hold, Actor: t.Actor, Number: t.Number, Patient: t.Patient, Basis: t.Basis, Reason: replayed})
}
