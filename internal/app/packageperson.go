package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
)

// The states of a person on the way into a package.
const (
	personWaits = "waiting"
	personMade  = "made"
	personNone  = "none" // not this insurer's, or without a service in the period
	personOut   = "left-out"
)

// BuildPerson decides about one person of a package and keeps their document. A
// person who was looked at already, and an order that is final, are left alone:
// what a dead process had finished is not done again. An error may be cured by
// trying again.
func (d *Desk) BuildPerson(ctx context.Context, id string, place int) error {
	o, p, err := d.waitingPerson(ctx, id, place)
	if err != nil || p.State != personWaits {
		return err
	}
	m, err := d.packingOf(ctx, o)
	if err != nil || m == nil {
		return err
	}
	made := m.judge(ctx, patientOf(p), func(g policy.Grant) exporter.Keeper { return personKeeper{m, p} })
	switch {
	case made.err != nil && m.grant.Contract().Whole && certain(made.err):
		return d.endWhole(ctx, o, m, p, made)
	case errors.Is(made.err, errFinal):
		return nil
	case made.err != nil:
		return made.err
	case made.grant.Valid(): // its keeper has written that down
		return nil
	}
	return d.endPerson(ctx, p, made)
}

// endWhole ends an order that is whole or nothing, for one person's sake. A leak
// is written down, so that the officer's reviews tell of it.
func (d *Desk) endWhole(ctx context.Context, o db.PackageOrderRow, m *packing, p db.PackagePerson, made document) error {
	if !errors.Is(made.err, deidentify.ErrLeak) {
		return d.endPackage(ctx, o, Failed, codeRecord, "service")
	}
	if err := d.endPerson(ctx, p, m.without(made, made.err)); err != nil {
		return err
	}
	return d.endPackage(ctx, o, Failed, codeReview, "service")
}

func (d *Desk) waitingPerson(ctx context.Context, id string, place int) (o db.PackageOrderRow, p db.PackagePerson, err error) {
	if o, err = d.openPackage(ctx, id); err != nil || o.ID == "" {
		return o, p, err
	}
	err = d.house.DB.View(ctx, func(v *db.View) error {
		p, err = v.PackagePerson(ctx, id, place)
		return err
	})
	return o, p, err
}

// GiveUpPerson leaves a person out whose document was tried too often.
func (d *Desk) GiveUpPerson(ctx context.Context, id string, place int) error {
	o, p, err := d.waitingPerson(ctx, id, place)
	if err != nil || p.State != personWaits {
		return err
	}
	m, err := d.packingOf(ctx, o)
	if err != nil || m == nil {
		return err
	}
	if m.grant.Contract().Whole {
		return d.endPackage(ctx, o, Failed, codeFault, "service")
	}
	return d.endPerson(ctx, p, m.leaveOut(document{patient: patientOf(p)}))
}

// endPerson writes down that a person is not in, and tells the register.
func (d *Desk) endPerson(ctx context.Context, p db.PackagePerson, made document) error {
	was := p.State
	p.State, p.Code, p.Why, p.Number, p.Judged = personNone, string(made.code), made.why, "", ""
	if made.code != "" {
		p.State = personOut
	}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		moved, err := tx.EndPackagePerson(ctx, p, was, d.Now())
		if err != nil || !moved {
			return err
		}
		if made.told.Event != "" {
			if err := d.house.append(ctx, tx, made.told); err != nil {
				return err
			}
		}
		return d.personEnded(ctx, tx, p.Order)
	})
}

// personEnded starts the close once nobody waits. The order's row is locked by
// the count before, so that exactly one of two last people sees that.
func (d *Desk) personEnded(ctx context.Context, tx *db.Tx, order string) error {
	o, err := tx.PackageOrder(ctx, order)
	if err != nil || !o.Planned || o.Waiting > 0 || Status(o.Status).Final() {
		return err
	}
	return d.Packages.ClosePackage(ctx, tx, order)
}

// personKeeper keeps the document of one person of a package.
type personKeeper struct {
	packing *packing
	person  db.PackagePerson
}

// Keep puts the document into storage, then, in one transaction, its row, its
// entry and what became of the person. A crash between leaves an object without
// a row and without a key, which the sweep removes.
func (k personKeeper) Keep(ctx context.Context, c issued.Copy, o exporter.Origin) error {
	d, p := k.packing.desk, k.person
	obj, err := d.Store.Put(ctx, c)
	if err != nil {
		return fmt.Errorf("%w: %w", errKeep, err)
	}
	now, was, old := d.Now(), p.State, p.Number
	p.State, p.Code, p.Number, p.Judged = personMade, "", c.Number().String(), judgedText(c)
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		moved, err := tx.EndPackagePerson(ctx, p, was, now)
		if err == nil && !moved {
			err = errFinal
		}
		if err != nil {
			return err
		}
		until := now.Add(d.keepUnder(k.packing.grant.Contract()))
		if err := tx.AddCopy(ctx, rowOf(c, p.Order, obj, now, until)); err != nil {
			return err
		}
		if err := k.packing.issued(ctx, tx, c, o, until); err != nil {
			return err
		}
		if old != "" {
			if _, err := d.revoke(ctx, tx, old, "service", "made anew before its package was finished", now); err != nil {
				return err
			}
		}
		return d.personEnded(ctx, tx, p.Order)
	})
	if err != nil {
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = d.Store.Delete(clean, obj.Key) // a courtesy to the sweep
		return fmt.Errorf("%w: %w", errKeep, err)
	}
	return nil
}

// keepUnder is how long what is made under a contract is kept.
// The contract may say less than the clinic's own term, or more.
func (d *Desk) keepUnder(c policy.Contract) time.Duration {
	return cmp.Or(c.Terms.Retention, d.KeepPackages, d.Keep)
}

// judgedReport is one report of the period as the person's row has it.
type judgedReport struct {
	Report record.Ref  `json:"r"`
	Code   policy.Code `json:"c,omitempty"`
	// Coarse is what the document leaves out of it for a small group.
	Coarse deidentify.Coarseness `json:"g,omitempty"`
}

func judgedText(c issued.Copy) string {
	var all []judgedReport
	for _, j := range c.Grant().Judged() {
		all = append(all, judgedReport{j.Report, j.Code, c.Coarse()})
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // strings only
	}
	return string(text)
}

// reportsIn are the reports that a person's document was made of.
func reportsIn(p db.PackagePerson) (in []record.Ref) {
	var all []judgedReport
	_ = json.Unmarshal([]byte(p.Judged), &all) // our own text
	for _, j := range all {
		if j.Code == "" {
			in = append(in, j.Report)
		}
	}
	return in
}

// coarseOf is what a person's document leaves out for a small group: one for all of it.
func coarseOf(p db.PackagePerson) (c deidentify.Coarseness) {
	var all []judgedReport
	_ = json.Unmarshal([]byte(p.Judged), &all)
	for _, j := range all {
		c = max(c, j.Coarse)
	}
	return c
}

// withheldOf are the single reports that stay out of a person's document.
func withheldOf(p db.PackagePerson) (out []Withheld) {
	var all []judgedReport
	_ = json.Unmarshal([]byte(p.Judged), &all)
	for _, j := range all {
		if j.Code != "" {
			out = append(out, Withheld{patientOf(p), j.Report, j.Code})
		}
	}
	return out
}

// sameReports reports whether the decision of now is about the very reports the
// document was made of.
func sameReports(p db.PackagePerson, g policy.Grant) bool {
	now := g.Items()
	made := reportsIn(p)
	slices.Sort(now)
	slices.Sort(made)
	return slices.Equal(now, made)
}
