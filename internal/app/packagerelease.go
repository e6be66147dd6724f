package app

import (
	"context"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// releaseBatch is how many documents one transaction writes down as released.
const releaseBatch = 200

// ReleasePackage tells the register of each document of a package that it went
// out, once: a patient's list of recipients is made of these. Its job is in the
// transaction of the first download, whose own entry stands before the first byte;
// for ten thousand people that one transaction could not wait.
func (d *Desk) ReleasePackage(ctx context.Context, id string) error {
	var o db.PackageOrderRow
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		o, err = v.PackageOrder(ctx, id)
		return err
	})
	for more := true; more && err == nil; {
		err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
			some, err := tx.UnreleasedPeople(ctx, id, releaseBatch)
			if err != nil {
				return err
			}
			more = len(some) == releaseBatch
			return d.releaseSome(ctx, tx, o, some)
		})
	}
	return err
}

func (d *Desk) releaseSome(ctx context.Context, tx *db.Tx, o db.PackageOrderRow, people []db.PackagePerson) error {
	for _, p := range people {
		e := register.Entry{Time: d.Now(), Event: register.Release, Actor: o.Insurer, Recipient: o.Insurer, Number: p.Number, Kind: string(policy.Signed),
			Patient: p.Patient, Period: o.From + "/" + o.To, SHA256: p.SHA256, Size: p.Size, Pages: p.Pages, SealLevel: p.Level, Order: o.Number}
		if err := d.house.append(ctx, tx, e); err != nil {
			return err
		}
		if err := tx.ReleasedPerson(ctx, p.Order, p.Place); err != nil {
			return err
		}
	}
	return nil
}
