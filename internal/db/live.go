package db

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrServed says that processes of the service run on the database.
var ErrServed = errors.New("processes of the service run on this database: stop all of them first")

// Locks that last as long as the connection of their process, however it dies.
const (
	lockServing = `SELECT pg_advisory_lock_shared(1970, hashtext(current_schema()))`
	lockAlone   = `SELECT pg_try_advisory_lock(1970, hashtext(current_schema()))`
	lockLife    = `SELECT pg_advisory_lock(hashtextextended($1, 1969))`

	heartbeat = time.Second
	// again is how soon a lost sign of life is put up anew.
	again = 250 * time.Millisecond
)

// Lives is the condition, on PostgreSQL, that a process lives which put up a sign
// of life (Live) under the id that the expression gives.
func Lives(expression string) string {
	return `EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND classid::bigint << 32 | objid::bigint = hashtextextended(` + expression + `, 1969))`
}

// Live puts up this process's sign of life and keeps it up until end: it serves,
// and others can tell by the id, which may be empty, whether it still does. lost
// hears that the database could not be reached, and that others may have taken the
// process for dead. On SQLite, where one process serves, it does nothing.
func (d *DB) Live(ctx context.Context, id string, lost func(error)) (end func(), err error) {
	p, ok := d.engine.(*postgres)
	if !ok {
		return func() {}, nil
	}
	l := &life{p: p, id: id, lost: lost}
	conn, err := l.begin(ctx)
	if err != nil {
		return nil, p.explain(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	var kept sync.WaitGroup
	kept.Go(func() { l.keep(ctx, conn) })
	return func() { stop(); kept.Wait() }, nil
}

// Alone keeps processes of the service away until release; ErrServed where one
// runs. On SQLite it does nothing: there the data directory has a lock.
func (d *DB) Alone(ctx context.Context) (release func(), err error) {
	p, ok := d.engine.(*postgres)
	if !ok {
		return func() {}, nil
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return nil, p.explain(err)
	}
	release = func() { _ = conn.Close(context.WithoutCancel(ctx)) }
	var alone bool
	if err := conn.QueryRow(ctx, lockAlone).Scan(&alone); err != nil || !alone {
		release()
		return nil, errors.Join(p.explain(err), ErrServed)
	}
	return release, nil
}

// connect opens a connection beside the pools.
func (p *postgres) connect(ctx context.Context) (*pgx.Conn, error) {
	c := p.config.Copy()
	if err := p.before(ctx, c); err != nil {
		return nil, err
	}
	return pgx.ConnectConfig(ctx, c)
}

// life is a sign of life.
type life struct {
	p    *postgres
	id   string
	lost func(error)
}

func (l *life) begin(ctx context.Context) (*pgx.Conn, error) {
	conn, err := l.p.connect(ctx)
	if err != nil {
		return nil, err
	}
	_, err = conn.Exec(ctx, lockServing)
	if err == nil && l.id != "" {
		_, err = conn.Exec(ctx, lockLife, l.id)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
	}
	return conn, nil
}

// keep looks after the connection and replaces it when it is lost.
func (l *life) keep(ctx context.Context, conn *pgx.Conn) {
	for {
		wait := heartbeat
		if conn == nil {
			conn, _ = l.begin(ctx) // lost has been told
		} else if err := answers(ctx, conn); err != nil && ctx.Err() == nil {
			l.lost(l.p.explain(err))
			_ = conn.Close(ctx)
			conn = nil
		}
		if conn == nil {
			wait = again
		}
		select {
		case <-ctx.Done():
			if conn != nil {
				_ = conn.Close(context.WithoutCancel(ctx))
			}
			return
		case <-time.After(wait):
		}
	}
}

func answers(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, 10*heartbeat)
	defer cancel()
	return conn.Ping(ctx)
}
