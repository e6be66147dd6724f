package app

import (
	"context"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
)

// Review is an order whose copy was not made because its de-identification could
// not be proved or its group is too small. Why names types, rules and places,
// never a value.
type Review struct {
	Order   string
	Patient string // id in the MIS
	Account string // who asked
	Code    string // needs-review, withheld
	Why     string
	At      time.Time
}

// Reviews lists, for the privacy officer alone, the orders that somebody must
// look at, the newest first; before is the last order of the page before.
func (d *Desk) Reviews(ctx context.Context, v Visitor, before string) ([]Review, error) {
	if v.Role != policy.Officer {
		return nil, ErrVisitor
	}
	var rows []db.OrderRow
	err := d.house.DB.View(ctx, func(view *db.View) (err error) {
		rows, err = view.OrdersToReview(ctx, before, maxReviews)
		return err
	})
	all := make([]Review, 0, len(rows))
	for _, o := range rows {
		code, why, _ := strings.Cut(o.Refusal, ": ")
		all = append(all, Review{Order: o.ID, Patient: o.Patient, Account: o.Account, Code: code, Why: why, At: o.Changed})
	}
	return all, err
}

const maxReviews = 500
