package jobs

import (
	"context"
	"errors"
	"fmt"

	"vypiska/internal/db"
)

const (
	// A dead process's job that somebody had cancelled has ended.
	endCancelled = `UPDATE river_job SET state = 'cancelled', finalized_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
		WHERE state = 'running' AND json_extract(metadata, '$.cancel_attempted_at') IS NOT NULL`
	// The try that died does not count: deaths have a count of their own (notes.Deaths).
	putBack = `UPDATE river_job SET state = 'available', scheduled_at = strftime('%Y-%m-%d %H:%M:%f', 'now'), attempt = max(attempt - 1, 0),
		metadata = jsonb_set(metadata, '$.vypiska_deaths', coalesce(json_extract(metadata, '$.vypiska_deaths'), 0) + 1)
		WHERE state = 'running'`
	// River's upkeep belongs to one process at a time, by a lease of 15 s.
	endLease = `DELETE FROM river_leader`
)

// PutBack puts the jobs that a dead process left running back into the queue, to
// run as soon as the queue starts, and says how many. Only the process that holds
// the data directory's lock may call it, before Start and while no other process
// runs jobs on the same database: it takes every running job for an orphan.
func (q *Queue) PutBack(ctx context.Context) (n int, err error) {
	if q.started.Load() {
		return 0, errors.New("put jobs back: the queue has started and some of them are its own; do so before Start")
	}
	err = q.db.Tx(ctx, func(tx *db.Tx) error {
		for _, text := range []string{endCancelled, endLease, putBack} {
			r, err := tx.SQL().ExecContext(ctx, text)
			if err != nil {
				return err
			}
			rows, err := r.RowsAffected()
			if err != nil {
				return err
			}
			n = int(rows) // of the last: those put back
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("put jobs back: %w", err)
	}
	return n, nil
}
