package app

import (
	"context"

	"vypiska/internal/db"
)

// PackageLinks lists the links to a package for its insurer and the officer, but
// for those of downloads that are over.
func (d *Desk) PackageLinks(ctx context.Context, v Visitor, id string) (out []OwnLink, err error) {
	o, err := d.packageOrder(ctx, v, id)
	if err != nil || o.Number == "" {
		return nil, err
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		out, err = d.ownLinks(ctx, view, o.Number)
		return err
	})
	return out, err
}
