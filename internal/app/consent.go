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

// ConsentAsk is a paper that a patient signed: the consent to one contract
// (323-FZ, art. 13).
type ConsentAsk struct {
	Patient  string // id in the MIS
	Insurer  string // Organization id
	Contract string // its number
	Form     string // version of the text that was signed
	Channel  string // in-person, post, esia
	Signed   string // YYYY-MM-DD
}

// RecordConsent keeps a patient's written consent, by reception or the officer.
func (d *Desk) RecordConsent(ctx context.Context, v Visitor, a ConsentAsk) (id string, err error) {
	if v.Role != policy.Reception && v.Role != policy.Officer {
		return "", ErrVisitor
	}
	row, err := d.consentRow(v, a)
	if err != nil {
		return "", err
	}
	if err := d.knownPatient(ctx, row.Patient); err != nil {
		return "", err
	}
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.AddConsent(ctx, row); err != nil {
			return err
		}
		return d.house.append(ctx, tx, d.consentEntry(v.Account, row, "signed, "+row.Channel+", text "+row.Form))
	})
	return row.ID, err
}

func (d *Desk) consentRow(v Visitor, a ConsentAsk) (db.ConsentRow, error) {
	row := db.ConsentRow{ID: newID(), Patient: strings.TrimPrefix(a.Patient, "Patient/"), Insurer: "Organization/" + strings.TrimPrefix(a.Insurer, "Organization/"),
		Contract: strings.TrimSpace(a.Contract), Form: oneLine(a.Form), Channel: a.Channel, RecordedBy: v.Account}
	signed, err := time.ParseInLocation(time.DateOnly, a.Signed, d.Now().Location())
	row.Signed = signed
	switch {
	case !fhirID(row.Patient):
		return row, &AskError{"patient", "the id of a patient in the clinic's system"}
	case !fhirID(strings.TrimPrefix(row.Insurer, "Organization/")):
		return row, &AskError{"insurer", "the id of the insurer's Organization in the clinic's system"}
	case !mayStand(row.Contract, 100):
		return row, &AskError{"contract", "the contract's number"}
	case !mayStand(row.Form, 100):
		return row, &AskError{"form", "the version of the text that was signed"}
	case a.Channel != "in-person" && a.Channel != "post" && a.Channel != "esia":
		return row, &AskError{"channel", "in-person, post or esia"}
	case err != nil || signed.After(d.Now()):
		return row, &AskError{"signed", "a day as YYYY-MM-DD that is not to come"}
	}
	return row, nil
}

// WithdrawConsent ends a consent through any channel. From the moment it returns
// no package with the patient is made or given out under the contract, also
// where the MIS still holds a permission. Twice is once.
func (d *Desk) WithdrawConsent(ctx context.Context, v Visitor, id, channel string) error {
	switch {
	case v.Role != policy.Reception && v.Role != policy.Officer:
		return ErrVisitor
	case channel != "phone" && channel != "email" && channel != "in-person" && channel != "post" && channel != "esia":
		return &AskError{"channel", "phone, email, in-person, post or esia"}
	}
	now := d.Now()
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		c, err := tx.Consent(ctx, id)
		if err != nil {
			return err
		}
		ended, err := d.withdraw(ctx, tx, c, v.Account, channel, now)
		if err != nil || !ended {
			return err
		}
		return d.house.bury(register.Tombstone{Time: now, Act: register.Consent, Actor: v.Account, Consent: c.ID, Patient: c.Patient, Insurer: c.Insurer, Contract: c.Contract,
			Form: c.Form, Given: c.Channel, Signed: c.Signed, Channel: channel})
	})
	if errors.Is(err, db.ErrNoRow) {
		return ErrNotFound
	}
	return err
}

// withdraw ends a consent; false if it had ended.
func (d *Desk) withdraw(ctx context.Context, tx *db.Tx, c db.ConsentRow, by, channel string, now time.Time) (bool, error) {
	ended, err := tx.WithdrawConsent(ctx, c.ID, by, channel, now)
	if err != nil || !ended {
		return false, err
	}
	return true, d.house.append(ctx, tx, d.consentEntry(by, c, "withdrawn, "+channel))
}

func (d *Desk) consentEntry(by string, c db.ConsentRow, what string) register.Entry {
	return register.Entry{Time: d.Now(), Event: register.Consent, Actor: by, Patient: c.Patient, Recipient: c.Insurer,
		Reason: "contract " + c.Contract + ": " + what}
}
