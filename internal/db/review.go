package db

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

// ReviewRow is a copy that was not made and that the officer must look at: an
// order's, or one person's of a package.
type ReviewRow struct {
	ID      string // of the order; "ORDER/PLACE" of a person in a package
	Patient string
	Account string
	Code    string
	Why     string
	At      time.Time
}

// reviews are orders that failed or were refused with a reason behind the code,
// and people left out of packages with one. The states are named as the index
// orders_ended has them.
const reviews = `SELECT id, patient, account, refusal AS found, changed AS at FROM orders WHERE status IN ('refused', 'failed', 'review') AND status <> 'review' AND refusal LIKE '%: %'
	UNION ALL SELECT p.order_id || '/' || CAST(p.place AS TEXT), p.patient, o.account, p.code || ': ' || p.why, p.ended
	FROM package_people p JOIN package_orders o ON o.id = p.order_id WHERE p.why <> ''`

// Reviews lists them, those found last first; before is the last of the page before.
func (s session) Reviews(ctx context.Context, before string, most int) ([]ReviewRow, error) {
	const all, last = `WITH r AS (` + reviews + `) SELECT id, patient, account, found, at FROM r`, ` ORDER BY at DESC, id DESC LIMIT $1`
	if before == "" {
		return list(ctx, s, scanReview, all+last, most)
	}
	return list(ctx, s, scanReview, all+` WHERE (at, id) < (SELECT at, id FROM r WHERE id = $2)`+last, most, before)
}

func scanReview(rows *sql.Rows) (r ReviewRow, err error) {
	var found string
	var at sql.NullInt64
	err = rows.Scan(&r.ID, &r.Patient, &r.Account, &found, &at)
	r.Code, r.Why, _ = strings.Cut(found, ": ")
	r.At = timeOf(at)
	return r, err
}
