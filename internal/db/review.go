package db

import (
	"context"
	"database/sql"
	"math"
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
	UNION ALL SELECT ` + personID + `, p.patient, o.account, p.code || ': ' || p.why, p.ended
	FROM package_people p JOIN package_orders o ON o.id = p.order_id WHERE p.why <> ''`

// Reviews lists them, those found last first; before is the last of the page before.
func (s session) Reviews(ctx context.Context, before string, most int) ([]ReviewRow, error) {
	const all, last = `WITH r AS (` + reviews + `) SELECT id, patient, account, found, at FROM r`, ` ORDER BY at DESC, id DESC LIMIT $1`
	if before == "" {
		return list(ctx, s, scanReview, all+last, most)
	}
	return list(ctx, s, scanReview, all+` WHERE (at, id) < (SELECT at, id FROM r WHERE id = $2)`+last, most, before)
}

// personID names a person of a package, as ORDER/PLACE.
const personID = `p.order_id || '/' || CAST(p.place AS TEXT)`

// fruitless are orders that were refused, failed, or wait for somebody to look at
// them, and people left out of packages whom somebody must look at, as orders of
// the same shape: each the newest behind a row.
const fruitless = `SELECT * FROM (SELECT ` + orderColumns + ` FROM orders WHERE status IN ('refused', 'failed', 'review') AND (created, id) < ($1, $2) ORDER BY created DESC, id DESC LIMIT $3) a
	UNION ALL SELECT * FROM (SELECT ` + personID + ` AS id, o.account, o.role, o.subject, p.patient, 'package', o.period_from, o.period_to, '[]', o.lang,
		CASE p.code WHEN 'leak' THEN 'failed' ELSE 'refused' END, 1.0, '', CASE p.code WHEN 'leak' THEN 'needs-review' ELSE p.code END || ': ' || p.why, p.ended AS created, p.ended
		FROM package_people p JOIN package_orders o ON o.id = p.order_id WHERE p.why <> '' AND (p.ended, ` + personID + `) < ($4, $5) ORDER BY 15 DESC, 1 DESC LIMIT $6) b
	ORDER BY 15 DESC, 1 DESC LIMIT $7`

// FruitlessOrders lists them, the newest first; before is the last of the page before.
func (s session) FruitlessOrders(ctx context.Context, before string, most int) ([]OrderRow, error) {
	at := int64(math.MaxInt64)
	if before != "" {
		found, err := list(ctx, s, scanMicros, `SELECT created FROM orders WHERE id = $1 UNION ALL SELECT p.ended FROM package_people p WHERE p.why <> '' AND `+personID+` = $2`, before, before)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		at = found[0]
	}
	return list(ctx, s, scanOrder, fruitless, at, before, most, at, before, most, most)
}

func scanMicros(rows *sql.Rows) (at int64, err error) {
	err = rows.Scan(&at)
	return at, err
}

func scanReview(rows *sql.Rows) (r ReviewRow, err error) {
	var found string
	var at sql.NullInt64
	err = rows.Scan(&r.ID, &r.Patient, &r.Account, &found, &at)
	r.Code, r.Why, _ = strings.Cut(found, ": ")
	r.At = timeOf(at)
	return r, err
}
