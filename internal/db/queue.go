package db

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// Pool is the connections of the job queue; one of its fields is set.
type Pool struct {
	SQLite   *sql.DB
	Postgres *pgxpool.Pool
}

// Queue gives the job queue (internal/jobs) its connections, after migrate has
// brought the queue's own tables up to date; migrate runs under the same lock
// between processes as our migrations.
func (d *DB) Queue(ctx context.Context, migrate func(context.Context, Pool) error) (Pool, error) {
	pool, err := d.queue(ctx)
	if err != nil {
		return Pool{}, fmt.Errorf("database %s: the queue's connections: %w", d.name(), d.explain(err))
	}
	if err := d.alone(ctx, func() error { return migrate(ctx, pool) }); err != nil {
		return Pool{}, fmt.Errorf("database %s: migrate the queue: %w", d.name(), d.explain(err))
	}
	return pool, nil
}

// SQL gives the transaction itself to the job queue, whose rows are committed
// or rolled back with everything else. Only Tx ends it. Its statements take a
// context that does not end: others may share the transaction.
func (t *Tx) SQL() *sql.Tx { return t.tx }

// Postgres gives f the connection below a transaction on PostgreSQL, for the job
// queue, which joins the transaction there.
func (t *Tx) Postgres(f func(*pgx.Conn) error) error {
	return t.conn.Raw(func(c any) error { return f(c.(*stdlib.Conn).Conn()) })
}
