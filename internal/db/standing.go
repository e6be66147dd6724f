package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// OpenCount is how many orders are open in one status.
type OpenCount struct {
	Status string
	Count  int64
	Oldest time.Time
}

// OpenCounts counts the orders that are queued or running.
func (s session) OpenCounts(ctx context.Context) ([]OpenCount, error) {
	return list(ctx, s, func(rows *sql.Rows) (c OpenCount, err error) {
		var created int64
		err = rows.Scan(&c.Status, &c.Count, &created)
		c.Oldest = time.UnixMicro(created).UTC()
		return c, err
	}, `SELECT status, COUNT(*), MIN(created) FROM orders WHERE status IN ('queued', 'running') GROUP BY status`)
}

// LiveLinks counts the links that may still be opened, among those made since.
func (s session) LiveLinks(ctx context.Context, now, since time.Time) (n int64, err error) {
	counts, err := list(ctx, s, func(rows *sql.Rows) (n int64, err error) { return n, rows.Scan(&n) },
		`SELECT COUNT(*) FROM link WHERE created_at >= $1 AND expires_at > $2 AND revoked_at IS NULL AND taken < max_downloads AND token IS NOT NULL`,
		micros(since), micros(now))
	if err != nil {
		return 0, fmt.Errorf("links: count: %w", err)
	}
	return counts[0], nil
}
