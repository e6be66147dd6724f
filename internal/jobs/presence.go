package jobs

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// presence is this process's sign of life on PostgreSQL: a lock that it holds on a
// connection of its own and that ends with it, however it dies. A job that says
// it is run by a process without one is an orphan.
type presence struct {
	id   string // River's name of this process
	pool *pgxpool.Pool
	log  *slog.Logger
	ctx  context.Context // ends with the presence
	stop context.CancelFunc
	done sync.WaitGroup
}

const (
	holdPresence = `SELECT pg_advisory_lock(hashtextextended($1, 1969))`
	// present is the condition that the process named by %s lives.
	present = `EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND classid::bigint << 32 | objid::bigint = hashtextextended(%s, 1969))`

	heartbeat = time.Second
	// again is how soon a lost sign of life is put up anew: well before another
	// process takes its jobs up.
	again = 250 * time.Millisecond
)

func newPresence(pool *pgxpool.Pool, log *slog.Logger) *presence {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return &presence{id: hex.EncodeToString(b), pool: pool, log: log}
}

// begin returns once the sign stands; it is renewed until end. Without a presence
// it does nothing.
func (p *presence) begin(ctx context.Context) error {
	if p == nil {
		return nil
	}
	conn, err := p.hold(ctx)
	if err != nil {
		return fmt.Errorf("sign of life: %w", err)
	}
	p.ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	p.done.Go(func() { p.keep(p.ctx, conn) })
	return nil
}

func (p *presence) end() {
	if p != nil && p.stop != nil {
		p.stop()
		p.done.Wait()
	}
}

func (p *presence) hold(ctx context.Context) (*pgx.Conn, error) {
	pooled, err := p.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	conn := pooled.Hijack()
	if _, err := conn.Exec(ctx, holdPresence, p.id); err != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return conn, nil
}

// keep looks after the connection and replaces it when it is lost.
func (p *presence) keep(ctx context.Context, conn *pgx.Conn) {
	for {
		if conn == nil {
			conn, _ = p.hold(ctx) // the log has said it already
		} else if err := answers(ctx, conn); err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "the database is out of reach; its jobs may be taken up by others", slog.String("class", class(err)))
			_ = conn.Close(ctx)
			conn = nil
		}
		wait := heartbeat
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
