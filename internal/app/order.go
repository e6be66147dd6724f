package app

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// Order decides on the ask and, if it is allowed, stores it with its register
// entry and its job in one transaction. A refusal is registered and returned as
// a *policy.Refusal, a wrong field as an *AskError.
func (d *Desk) Order(ctx context.Context, v Visitor, a OrderAsk) (Order, error) {
	row, err := d.orderRow(v, a)
	if err != nil {
		return Order{}, err
	}
	ask, err := askOf(row)
	if err != nil {
		return Order{}, err
	}
	if _, err := d.decide(ctx, ask, d.Now()); err != nil {
		return Order{}, err
	}
	e := entryOf(register.Order, row.Created, ask)
	e.Actor, e.Order = v.Account, row.ID
	return d.place(ctx, row, e)
}

// place stores an order with its entry and its job, in one transaction.
func (d *Desk) place(ctx context.Context, row db.OrderRow, e register.Entry) (Order, error) {
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.AddOrder(ctx, row); err != nil {
			return err
		}
		if err := d.house.append(ctx, tx, e); err != nil {
			return err
		}
		return d.Queue.Enqueue(ctx, tx, row.ID)
	})
	if err != nil {
		return Order{}, err
	}
	return orderOf(row, db.CopyRow{}), nil
}

// orderRow checks what came from outside, field by field.
func (d *Desk) orderRow(v Visitor, a OrderAsk) (db.OrderRow, error) {
	now := d.Now()
	row := db.OrderRow{
		ID: newID(), Account: v.Account, Role: string(v.Role), Subject: string(v.Subject),
		Patient: strings.TrimPrefix(a.Patient, "Patient/"), Kind: a.Kind, From: a.From, To: a.To,
		Items: a.Items, Lang: a.Lang, Status: string(Queued), Created: now, Changed: now,
	}
	if row.Lang == "" {
		row.Lang = "ru"
	}
	switch {
	case v.IsZero():
		return row, ErrVisitor
	case !fhirID(row.Patient):
		return row, &AskError{"patient", "the id of a patient in the clinic's system"}
	case row.Kind != string(policy.Signed) && row.Kind != string(policy.Anonymized):
		return row, &AskError{"kind", "signed or anonymized"}
	case row.Lang != "ru" && row.Lang != "en":
		return row, &AskError{"lang", "ru or en"}
	case len(a.Items) > maxItems:
		return row, &AskError{"items", "at most 1000 references"}
	}
	for _, i := range a.Items {
		kind, id, ok := strings.Cut(i, "/")
		id, inner, inside := strings.Cut(id, "#") // a result that lies inside a report
		if !ok || !fhirID(kind) || !fhirID(id) || inside && !fhirID(inner) {
			return row, &AskError{"items", "references such as DiagnosticReport/9"}
		}
	}
	return row, checkDays(a.From, a.To)
}

// checkDays names the first day that is not one, and the last one where it is
// before the first.
func checkDays(from, to string) error {
	for _, day := range []struct{ field, value string }{{"from", from}, {"to", to}} {
		if _, err := time.Parse(time.DateOnly, day.value); day.value != "" && err != nil {
			return &AskError{day.field, "a day as YYYY-MM-DD"}
		}
	}
	if from != "" && to != "" && to < from {
		return &AskError{"to", "a day that is not before from"}
	}
	return nil
}

const maxItems = 1000

// fhirID reports whether s has the form of a FHIR id (R4, 2.24.0.1) and so can
// stand in a register entry.
func fhirID(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.") == ""
}

// askOf is the ask an order stands for, decided upon again at each use.
func askOf(o db.OrderRow) (policy.Ask, error) {
	from, err := record.ParseDate(o.From)
	if err != nil {
		return policy.Ask{}, err
	}
	to, err := record.ParseDate(o.To)
	if err != nil {
		return policy.Ask{}, err
	}
	a := policy.Ask{
		Asker:   policy.Asker{Role: policy.Role(o.Role), Subject: record.Ref(o.Subject)},
		Patient: record.PatientID(o.Patient), Kind: policy.Kind(o.Kind), Lang: o.Lang,
		Period: record.Period{Start: from, End: to},
	}
	for _, i := range o.Items {
		a.Items = append(a.Items, record.Ref(i))
	}
	return a, nil
}

// FindOrder shows an order to the account that placed it.
func (d *Desk) FindOrder(ctx context.Context, v Visitor, id string) (Order, error) {
	o, c, err := d.order(ctx, id)
	if err != nil {
		return Order{}, err
	}
	if v.IsZero() || o.Account != v.Account {
		return Order{}, ErrNotFound
	}
	return orderOf(o, c), nil
}

// order reads an order and the copy it became.
func (d *Desk) order(ctx context.Context, id string) (o db.OrderRow, c db.CopyRow, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		if o, err = v.Order(ctx, id); err != nil || o.Number == "" {
			return err
		}
		c, err = v.Copy(ctx, o.Number)
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		err = ErrNotFound
	}
	return o, c, err
}

// CancelOrder ends an order that is not ready yet. One that is final stays as it is.
func (d *Desk) CancelOrder(ctx context.Context, v Visitor, id string) error {
	if _, err := d.FindOrder(ctx, v, id); err != nil {
		return err
	}
	return d.stop(ctx, id, Cancelled, v.Account, "")
}

// stop makes an open order final and ends its job.
func (d *Desk) stop(ctx context.Context, id string, s Status, by, why string) error {
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		o, err := tx.Order(ctx, id)
		if err != nil {
			return err
		}
		moved, err := tx.MoveOrder(ctx, id, string(s), 0, "", why, d.Now())
		if err != nil || !moved {
			return err
		}
		return d.house.append(ctx, tx, register.Entry{Time: d.Now(), Event: register.Cancel, Actor: by, Order: id, Patient: o.Patient, Kind: o.Kind, Reason: string(s)})
	})
	if err != nil {
		return err
	}
	return d.Queue.Cancel(ctx, id)
}

// orderOf is the order as its asker sees it: what follows a code is the officer's,
// and a refused anonymized copy is withheld, whatever the reason.
func orderOf(o db.OrderRow, c db.CopyRow) Order {
	o.Refusal, _, _ = strings.Cut(o.Refusal, ":")
	if o.Status == string(Refused) && o.Kind == string(policy.Anonymized) {
		o.Refusal = codeWithheld
	}
	return Order{
		ID: o.ID, Status: Status(o.Status), Progress: o.Progress, Number: o.Number, Kind: o.Kind,
		SHA256: c.SHA256, Size: c.Size, Pages: c.Pages, SealLevel: c.SealLevel, Refusal: o.Refusal, Created: o.Created,
	}
}

// newID is a random id of 26 characters that tells nothing.
func newID() string { return strings.ToLower(rand.Text()) }
