package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// Block records a patient's prohibition (rule 1.13), by reception. From the
// moment it returns, orders, links and transfers of the scope are refused;
// orders under way end as blocked. Links are suspended, not ended.
func (d *Desk) Block(ctx context.Context, v Visitor, a BlockAsk) (BlockRow, error) {
	patient := strings.TrimPrefix(a.Patient, "Patient/")
	switch {
	case v.Role != policy.Reception:
		return BlockRow{}, ErrVisitor
	case !fhirID(patient):
		return BlockRow{}, &AskError{"patient", "the id of a patient in the clinic's system"}
	case a.Channel != "phone" && a.Channel != "email" && a.Channel != "in-person":
		return BlockRow{}, &AskError{"channel", "phone, email or in-person"}
	case a.Scope != string(policy.AllCabinets) && a.Scope != string(policy.DoctorsAccess):
		return BlockRow{}, &AskError{"scope", "all or doctors"}
	}
	b := db.BlockRow{ID: newID(), Patient: patient, Channel: a.Channel, Scope: a.Scope, Begun: d.Now(), BegunBy: v.Account}
	var open []db.OrderRow
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		if err = tx.AddBlock(ctx, b); err != nil {
			return err
		}
		if open, err = tx.OpenOrders(ctx, patient); err != nil {
			return err
		}
		if err := d.house.append(ctx, tx, register.Entry{Time: b.Begun, Event: register.Block, Actor: v.Account, Patient: patient, Reason: a.Scope + " by " + a.Channel}); err != nil {
			return err
		}
		return d.house.bury(register.Tombstone{Time: b.Begun, Act: register.Block, Actor: v.Account, Block: b.ID, Patient: patient, Channel: b.Channel, Scope: b.Scope})
	})
	if err != nil {
		return BlockRow{}, err
	}
	for _, o := range open {
		if a.Scope == string(policy.AllCabinets) || o.Role == string(policy.Doctor) {
			err = errors.Join(err, d.stop(ctx, o.ID, Blocked, v.Account, "patient-blocked"))
		}
	}
	return BlockRow{ID: b.ID, Patient: patient, Channel: b.Channel, Scope: b.Scope, At: b.Begun}, err
}

// Unblock ends a block. One that has ended stays ended.
func (d *Desk) Unblock(ctx context.Context, v Visitor, id string) error {
	if v.Role != policy.Reception {
		return ErrVisitor
	}
	now, ended := d.Now(), false
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		ended, err = d.unblock(ctx, tx, id, v.Account, now)
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		return ErrNotFound
	}
	if err != nil || !ended {
		return err
	}
	// After the commit: where a crash forgets it, a restored block stands.
	return d.house.bury(register.Tombstone{Time: now, Act: register.Unblock, Actor: v.Account, Block: id})
}

// unblock ends a block; false if it had ended.
func (d *Desk) unblock(ctx context.Context, tx *db.Tx, id, by string, now time.Time) (bool, error) {
	b, err := tx.Block(ctx, id)
	if err != nil {
		return false, err
	}
	ended, err := tx.EndBlock(ctx, id, by, now)
	if err != nil || !ended {
		return false, err
	}
	return true, d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Unblock, Actor: by, Patient: b.Patient, Reason: b.Scope})
}
