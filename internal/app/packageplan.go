package app

import (
	"context"
	"errors"
	"fmt"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
)

// planBatch is how many people one transaction of a plan takes in.
const planBatch = 500

// PlanPackage writes down every person of the source with their jobs, a batch in
// a transaction: one that died goes on behind the last batch.
func (d *Desk) PlanPackage(ctx context.Context, id string) error {
	o, err := d.openPackage(ctx, id)
	if err != nil || o.ID == "" || o.Planned {
		return err
	}
	left, err := d.unplanned(ctx, o)
	if err != nil {
		return err
	}
	for place := o.People; len(left) > 0; {
		n := min(planBatch, len(left))
		if err := d.planSome(ctx, id, place, left[:n]); err != nil {
			return err
		}
		place, left = place+n, left[n:]
	}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := d.running(ctx, tx, id); err != nil {
			return err
		}
		o, err := tx.PlannedPackage(ctx, id, d.Now())
		if err != nil || o.Waiting > 0 {
			return err
		}
		return d.Packages.ClosePackage(ctx, tx, id)
	})
}

// openPackage reads an order that is not final; the zero order where it is.
func (d *Desk) openPackage(ctx context.Context, id string) (o db.PackageOrderRow, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		o, err = v.PackageOrder(ctx, id)
		return err
	})
	if err == nil && Status(o.Status).Final() {
		return db.PackageOrderRow{}, nil
	}
	return o, err
}

// unplanned are the source's patients whom the order has not planned yet.
func (d *Desk) unplanned(ctx context.Context, o db.PackageOrderRow) ([]string, error) {
	all, err := d.Source.Patients(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the patients: %w", err)
	}
	c, err := d.contractVersion(ctx, o.Insurer, o.Contract, o.Version)
	if err == nil {
		all, err = d.exporter.Arranged(c, all)
	}
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	err = d.house.DB.View(ctx, func(v *db.View) error {
		planned, err := v.PackagePatients(ctx, o.ID)
		for _, p := range planned {
			known[p] = true
		}
		return err
	})
	var out []string
	for _, p := range all {
		if !known[string(p)] {
			out = append(out, string(p))
		}
	}
	return out, err
}

func (d *Desk) planSome(ctx context.Context, id string, place int, patients []string) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := d.running(ctx, tx, id); err != nil {
			return err
		}
		if err := tx.AddPackagePeople(ctx, id, place, patients, d.Now()); err != nil {
			return err
		}
		return d.Packages.BuildPeople(ctx, tx, id, place, len(patients))
	})
}

// running marks an order as running; errFinal where it was stopped meanwhile.
func (d *Desk) running(ctx context.Context, tx *db.Tx, id string) error {
	moved, err := tx.MovePackageOrder(ctx, id, string(Running), "", d.Now())
	if err == nil && !moved {
		err = errFinal
	}
	return err
}

// packingOf decides again about the package of an order: a grant is never saved.
// A contract that is not in force any more ends the order; packing is nil then.
func (d *Desk) packingOf(ctx context.Context, o db.PackageOrderRow) (*packing, error) {
	g, err := d.packageGrant(ctx, o)
	var refusal *policy.Refusal
	switch {
	case errors.Is(err, ErrContractState):
		return nil, d.endPackage(ctx, o, Refused, "package-contract", "service")
	case errors.As(err, &refusal):
		return nil, d.endPackage(ctx, o, Refused, refusal.Rule, "service")
	case err != nil:
		return nil, err
	}
	return &packing{desk: d, grant: g, lang: o.Lang, mark: o.ID, tries: true}, nil
}

// packageGrant is the decision about an order's package as of now, under the
// version it was ordered under, which must be in force.
func (d *Desk) packageGrant(ctx context.Context, o db.PackageOrderRow) (policy.PackageGrant, error) {
	status := ""
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		status, err = v.ContractStatus(ctx, o.Insurer, o.Contract, o.Version)
		return err
	})
	if err == nil && status != "active" {
		err = ErrContractState
	}
	if err != nil {
		return policy.PackageGrant{}, err
	}
	return d.grantUnder(ctx, o)
}

// grantUnder is the same whatever became of the version since.
func (d *Desk) grantUnder(ctx context.Context, o db.PackageOrderRow) (policy.PackageGrant, error) {
	c, err := d.contractVersion(ctx, o.Insurer, o.Contract, o.Version)
	if err != nil {
		return policy.PackageGrant{}, err
	}
	p, err := daysOf(o.From + "/" + o.To)
	if err != nil {
		return policy.PackageGrant{}, err
	}
	return policy.DecidePackage(policy.PackageAsk{Asker: askerOf(o), Contract: c, Period: p}, d.Settings, d.Now())
}

type contractKey struct {
	insurer, number string
	version         int
}

// contractVersion reads a version once: its list may name a hundred thousand people.
func (d *Desk) contractVersion(ctx context.Context, insurer, number string, version int) (policy.Contract, error) {
	key := contractKey{insurer, number, version}
	if c, ok := d.contracts.Load(key); ok {
		return c.(policy.Contract), nil
	}
	var row db.ContractRow
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		row, err = v.Contract(ctx, insurer, number, version)
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		err = ErrNotFound
	}
	if err != nil {
		return policy.Contract{}, err
	}
	_, c, err := storedContract(row.Text)
	if err != nil {
		return c, err
	}
	c.Version = row.Version
	d.contracts.Store(key, c)
	return c, nil
}

// patientOf is the id in a row.
func patientOf(p db.PackagePerson) record.PatientID { return record.PatientID(p.Patient) }
