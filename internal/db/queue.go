package db

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Queue gives the job queue (internal/jobs) its connections, after migrate has
// brought the queue's own tables up to date; migrate runs under the same lock
// between processes as our migrations.
//
// The queue shares the one connection that writes: it and Tx then wait in one
// line, and never find the database locked by each other. (Measured beside a
// writer that never rests: 100 to 180 jobs a second; with a connection of its
// own, for which SQLite's busy handler keeps no order, 20 to 45.) So within a
// transaction the connections of Queue must not be used, only Tx.SQL.
func (d *DB) Queue(ctx context.Context, migrate func(context.Context, *sql.DB) error) (*sql.DB, error) {
	lock := d.path + ".lock"
	if err := own(lock); err != nil {
		return nil, fmt.Errorf("database %s: %w", d.path, err)
	}
	unlock, err := lockedfile.MutexAt(lock).Lock()
	if err != nil {
		return nil, fmt.Errorf("database %s: lock for migration: %w", d.path, err)
	}
	defer unlock()
	if err := migrate(ctx, d.write.db); err != nil {
		return nil, fmt.Errorf("database %s: migrate the queue: %w", d.path, explain(err))
	}
	return d.write.db, nil
}

// SQL gives the transaction itself to the job queue, whose rows are committed
// or rolled back with everything else. Only Tx ends it. Its statements take a
// context that does not end: others may share the transaction.
func (t *Tx) SQL() *sql.Tx { return t.tx }
