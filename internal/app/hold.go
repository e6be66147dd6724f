package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// HoldAsk stops the destruction of one copy, or of all copies of a patient.
type HoldAsk struct {
	Number  string
	Patient string
	Basis   string // the claim, the inquiry, the decision
}

// HoldRow is a legal hold as the officer sees it.
type HoldRow struct {
	ID, Number, Patient, Basis string
	At                         time.Time
}

// Hold enters a legal hold, by the officer: until it ends nothing it is about is
// destroyed, neither at the end of its term nor on demand.
func (d *Desk) Hold(ctx context.Context, v Visitor, a HoldAsk) (HoldRow, error) {
	h, err := holdOf(v, a)
	if err != nil {
		return HoldRow{}, err
	}
	if h.Patient != "" {
		if err := d.knownPatient(ctx, h.Patient); err != nil {
			return HoldRow{}, err
		}
	}
	h.ID, h.Begun, h.BegunBy = newID(), d.Now(), v.Account
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if h.Number != "" {
			if _, err := tx.Copy(ctx, h.Number); err != nil {
				return err
			}
		}
		if err := tx.AddHold(ctx, h); err != nil {
			return err
		}
		if err := d.house.append(ctx, tx, register.Entry{Time: h.Begun, Event: register.Hold, Actor: v.Account, Number: h.Number, Patient: h.Patient, Basis: h.Basis}); err != nil {
			return err
		}
		return d.house.bury(register.Tombstone{Time: h.Begun, Act: register.Hold, Actor: v.Account, Hold: h.ID, Number: h.Number, Patient: h.Patient, Basis: h.Basis})
	})
	if errors.Is(err, db.ErrNoRow) {
		err = ErrNotFound
	}
	return HoldRow{h.ID, h.Number, h.Patient, h.Basis, h.Begun}, err
}

func holdOf(v Visitor, a HoldAsk) (db.HoldRow, error) {
	h := db.HoldRow{Patient: strings.TrimPrefix(a.Patient, "Patient/"), Basis: oneLine(a.Basis)}
	switch {
	case v.Role != policy.Officer:
		return h, ErrVisitor
	case (a.Number == "") == (a.Patient == ""):
		return h, &AskError{"number", "the number of one copy, or else a patient"}
	case h.Patient != "" && !fhirID(h.Patient):
		return h, &AskError{"patient", "the id of a patient in the clinic's system"}
	case !mayStand(h.Basis, 500):
		return h, &AskError{"basis", "what the hold rests on, at most 500 bytes, no names"}
	}
	if a.Number == "" {
		return h, nil
	}
	n, err := issued.ParseNumber(a.Number)
	if err != nil {
		return h, ErrNotFound
	}
	h.Number = n.String()
	return h, nil
}

// Holds lists the holds that stand.
func (d *Desk) Holds(ctx context.Context, v Visitor) (out []HoldRow, err error) {
	if v.Role != policy.Officer {
		return nil, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		standing, err := view.StandingHolds(ctx)
		for _, h := range standing {
			out = append(out, HoldRow{h.ID, h.Number, h.Patient, h.Basis, h.Begun.In(d.Now().Location())})
		}
		return err
	})
	return out, err
}

// Unhold ends a hold. What has passed its term meanwhile goes with the next sweep.
func (d *Desk) Unhold(ctx context.Context, v Visitor, id string) error {
	if v.Role != policy.Officer {
		return ErrVisitor
	}
	now, ended := d.Now(), false
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		ended, err = d.unhold(ctx, tx, id, v.Account, now)
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		return ErrNotFound
	}
	if err != nil || !ended {
		return err
	}
	// After the commit: where a crash forgets it, a restored hold stands.
	return d.house.bury(register.Tombstone{Time: now, Act: register.Unhold, Actor: v.Account, Hold: id})
}

// unhold ends a hold; false if it had ended.
func (d *Desk) unhold(ctx context.Context, tx *db.Tx, id, by string, now time.Time) (bool, error) {
	h, err := tx.Hold(ctx, id)
	if err != nil {
		return false, err
	}
	ended, err := tx.EndHold(ctx, id, by, now)
	if err != nil || !ended {
		return false, err
	}
	return true, d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Unhold, Actor: by, Number: h.Number, Patient: h.Patient})
}
