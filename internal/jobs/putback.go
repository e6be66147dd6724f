package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"vypiska/internal/db"
)

// upkeep are an engine's statements for jobs whose process has died.
type upkeep struct {
	// orphans lists id and attempt of the jobs that no living process runs.
	orphans string
	// endCancelled: one that somebody had cancelled has ended.
	endCancelled string
	// putBack: the try that died does not count; deaths have a count of their own
	// (notes.Deaths).
	putBack string
	// endLease: River's upkeep belongs to one process at a time, by a lease of
	// 15 s; a dead process needs none.
	endLease string
}

var onSQLite = upkeep{
	orphans: `SELECT id, attempt FROM river_job WHERE state = 'running'`,
	endCancelled: `UPDATE river_job SET state = 'cancelled', finalized_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
		WHERE id = $1 AND state = 'running' AND json_extract(metadata, '$.cancel_attempted_at') IS NOT NULL`,
	putBack: `UPDATE river_job SET state = 'available', scheduled_at = strftime('%Y-%m-%d %H:%M:%f', 'now'), attempt = max(attempt - 1, 0),
		metadata = jsonb_set(metadata, '$.vypiska_deaths', coalesce(json_extract(metadata, '$.vypiska_deaths'), 0) + 1)
		WHERE id = $1 AND state = 'running'`,
	endLease: `DELETE FROM river_leader`,
}

var onPostgres = upkeep{
	orphans: `SELECT id, attempt FROM river_job WHERE state = 'running' AND NOT ` + db.Lives("attempted_by[cardinality(attempted_by)]"),
	endCancelled: `UPDATE river_job SET state = 'cancelled', finalized_at = now()
		WHERE id = $1 AND state = 'running' AND metadata ->> 'cancel_attempted_at' IS NOT NULL`,
	putBack: `UPDATE river_job SET state = 'available', scheduled_at = now(), attempt = greatest(attempt - 1, 0),
		metadata = jsonb_set(metadata, '{vypiska_deaths}', to_jsonb(coalesce((metadata ->> 'vypiska_deaths')::int, 0) + 1))
		WHERE id = $1 AND state = 'running'`,
	endLease: `DELETE FROM river_leader WHERE NOT ` + db.Lives("leader_id"),
}

// PutBack puts the jobs that dead processes left running back into the queue, to
// run as soon as a queue has room, and says how many. It is called before Start.
// On SQLite only the process that holds the data directory's lock may call it,
// while no other runs jobs on the same database: it takes every running job for an
// orphan. On PostgreSQL it tells orphans by their process's sign of life.
func (q *Queue) PutBack(ctx context.Context) (int, error) {
	if q.started.Load() {
		return 0, errors.New("put jobs back: the queue has started and some of them are its own; do so before Start")
	}
	n, _, err := q.putBack(ctx, nil)
	return n, err
}

// A sighting is an orphan: its id and the attempt it was left in.
type sighting struct {
	id      int64
	attempt int
}

// putBack puts back the orphans that were seen before, all where before is nil, and
// returns all it saw.
func (q *Queue) putBack(ctx context.Context, before map[sighting]bool) (n int, seen map[sighting]bool, err error) {
	does := onSQLite
	if q.presence != nil {
		does = onPostgres
	}
	err = q.db.Tx(ctx, func(tx *db.Tx) error {
		ctx := context.WithoutCancel(ctx) // others may share the transaction
		if _, err := tx.SQL().ExecContext(ctx, does.endLease); err != nil {
			return err
		}
		if seen, err = does.see(ctx, tx); err != nil {
			return err
		}
		for s := range seen {
			if before != nil && !before[s] {
				continue
			}
			back, err := does.one(ctx, tx, s.id)
			if err != nil {
				return err
			}
			n += back
		}
		return nil
	})
	if err != nil {
		return 0, nil, fmt.Errorf("put jobs back: %w", err)
	}
	return n, seen, nil
}

func (u upkeep) see(ctx context.Context, tx *db.Tx) (map[sighting]bool, error) {
	rows, err := tx.SQL().QueryContext(ctx, u.orphans)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	seen := map[sighting]bool{}
	for rows.Next() {
		var s sighting
		if err := rows.Scan(&s.id, &s.attempt); err != nil {
			return nil, err
		}
		seen[s] = true
	}
	return seen, rows.Err()
}

// one ends an orphan or puts it back, and returns how many it put back.
func (u upkeep) one(ctx context.Context, tx *db.Tx, id int64) (int, error) {
	if _, err := tx.SQL().ExecContext(ctx, u.endCancelled, id); err != nil {
		return 0, err
	}
	r, err := tx.SQL().ExecContext(ctx, u.putBack, id)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// lookEvery is the time between looks for orphans. One is put back when it is seen
// a second time: a process whose connection was cut has that long to return.
const lookEvery = 2 * time.Second

// takeUp puts other processes' orphans back while this queue runs.
func (q *Queue) takeUp(ctx context.Context) {
	seen := map[sighting]bool{}
	for tick := time.NewTicker(lookEvery); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		n, now, err := q.putBack(ctx, seen)
		if err != nil {
			if ctx.Err() == nil {
				q.log.WarnContext(ctx, "the database is out of reach; orphaned jobs wait", slog.String("class", class(err)))
			}
			now = map[sighting]bool{} // nothing was seen
		}
		if n > 0 {
			q.log.InfoContext(ctx, "jobs of a process that died are in the queue again", slog.Int("put_back", n))
		}
		seen = now
	}
}
