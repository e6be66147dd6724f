package app

import (
	"context"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
)

// Review is an order whose copy was not made because its de-identification could
// not be proved or its group is too small, or such a person of a package. Why
// names types, rules and places, never a value.
type Review struct {
	Order   string // ORDER/PLACE of a person in a package
	Patient string // id in the MIS
	Account string // who asked
	Code    string // needs-review, withheld; leak in a package
	Why     string
	At      time.Time
}

// Reviews lists, for the privacy officer alone, the orders that somebody must
// look at, the newest first; before is the last order of the page before.
func (d *Desk) Reviews(ctx context.Context, v Visitor, before string) ([]Review, error) {
	if v.Role != policy.Officer {
		return nil, ErrVisitor
	}
	var rows []db.ReviewRow
	err := d.house.DB.View(ctx, func(view *db.View) (err error) {
		rows, err = view.Reviews(ctx, before, maxReviews)
		return err
	})
	all := make([]Review, 0, len(rows))
	for _, r := range rows {
		all = append(all, Review{Order: r.ID, Patient: r.Patient, Account: r.Account, Code: r.Code, Why: r.Why, At: r.At})
	}
	return all, err
}

const maxReviews = 500
