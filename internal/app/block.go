package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/account"
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
	case !asker(a.By):
		return BlockRow{}, &AskError{"by", "self or representative"}
	}
	if err := d.knownPatient(ctx, patient); err != nil {
		return BlockRow{}, err
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
		if err := d.house.append(ctx, tx, register.Entry{Time: b.Begun, Event: register.Block, Actor: v.Account, Patient: patient, Reason: a.Scope + " by " + a.Channel + onBehalf(a.By)}); err != nil {
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
	return d.blockRow(b), err
}

// askTime is how long the MIS is asked who a patient is: a prohibition does not
// wait for one that is away.
const askTime = 3 * time.Second

// knownPatient is nil where the id is a patient's: of the MIS, or of an account or
// a copy that outlived the patient's record there; else ErrNotFound. Where the MIS
// cannot be asked, the id is taken for one.
func (d *Desk) knownPatient(ctx context.Context, id string) error {
	asked, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	if _, err := d.Directory.Person(asked, record.Ref("Patient/"+id)); !errors.Is(err, record.ErrNoPatient) {
		return nil
	}
	return d.house.DB.View(ctx, func(v *db.View) error {
		accounts, err := v.Accounts().Of(ctx, string(policy.Patient), "Patient/"+id)
		if err != nil || len(accounts) > 0 {
			return err
		}
		copies, err := v.KeptCopiesOf(ctx, id)
		if err == nil && len(copies) == 0 {
			err = ErrNotFound
		}
		return err
	})
}

func (d *Desk) blockRow(b db.BlockRow) BlockRow {
	return BlockRow{ID: b.ID, Patient: b.Patient, Channel: b.Channel, Scope: b.Scope, At: b.Begun.In(d.Now().Location())}
}

// asker reports whether it is known who asked: the patient, or somebody the law
// lets speak for them. Who that is stays in the MIS.
func asker(by string) bool { return by == "" || by == "self" || by == "representative" }

// onBehalf is what the register adds where the patient did not ask in person.
func onBehalf(by string) string {
	if by == "representative" {
		return ", for a representative"
	}
	return ""
}

// Unblock ends a block, in person against a document, or by phone where the
// clinic allows it (rule 1.13). One that has ended stays ended.
func (d *Desk) Unblock(ctx context.Context, v Visitor, id string, a UnblockAsk) error {
	if v.Role != policy.Reception {
		return ErrVisitor
	}
	how, err := d.mayUnblock(a)
	if err != nil {
		return err
	}
	now, ended := d.Now(), false
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		ended, err = d.unblock(ctx, tx, id, v.Account, how, now)
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

// unblock ends a block; false if it had ended. how is what the register says of it.
func (d *Desk) unblock(ctx context.Context, tx *db.Tx, id, by, how string, now time.Time) (bool, error) {
	b, err := tx.Block(ctx, id)
	if err != nil {
		return false, err
	}
	ended, err := tx.EndBlock(ctx, id, by, now)
	if err != nil || !ended {
		return false, err
	}
	return true, d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Unblock, Actor: by, Patient: b.Patient, Reason: strings.TrimSpace(b.Scope + " " + how)})
}

// mayUnblock checks how an unblocking was asked for and says it as the register does.
func (d *Desk) mayUnblock(a UnblockAsk) (string, error) {
	switch {
	case !asker(a.By):
		return "", &AskError{"by", "self or representative"}
	case a.Channel == "phone" && d.UnblockByPhone:
		return "by phone" + onBehalf(a.By), nil
	case a.Channel == "phone":
		return "", &AskError{"channel", "in-person: this clinic lifts no block by phone (blocks.unblock_by_phone)"}
	case a.Channel != "" && a.Channel != "in-person":
		return "", &AskError{"channel", "in-person, or phone where the clinic allows it"}
	case a.Document == "":
		return "in person, document not stated" + onBehalf(a.By), nil
	case !account.Document(a.Document).Known():
		return "", &AskError{"document", "one of " + strings.Join(Documents(), ", ")}
	}
	return "in person, " + a.Document + onBehalf(a.By), nil
}
