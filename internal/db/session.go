package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5/stdlib"
)

// mostPrepared bounds the statements kept prepared; ours are about sixty texts,
// and a few whose length varies.
const mostPrepared = 200

// deadAtMost is how many dead connections in a row are no reason to give up: a
// pool may be full of them.
const deadAtMost = 20

// pooled is a pool of connections with the statements it has learned. A
// statement that a transaction ran is prepared once that transaction is over,
// because the writing pool has a single connection, and then kept.
type pooled struct {
	db      *sql.DB
	explain func(error) error   // what a person can do about the engine's errors
	options *sql.TxOptions      // of each transaction
	first   string              // is run at the beginning of each transaction; may be empty
	text    func(string) string // makes an argument fit to be stored or compared; nil: all are
	learns  bool                // false: the driver prepares statements itself

	mu    sync.RWMutex
	known map[string]*sql.Stmt
}

// session is what tables run their statements on.
type session struct {
	conn   *sql.Conn
	tx     *sql.Tx
	pool   *pooled
	missed *[]string // statements to be learned
	shared bool      // with others: nobody's going away ends a statement
}

// within runs f in a transaction of the pool. An error of f is returned as it is,
// but for the database's own, which explain adds to.
func (p *pooled) within(ctx context.Context, what string, f func(session) error) error {
	var missed []string
	defer func() { p.learn(ctx, missed) }() // after the Rollback below
	conn, tx, err := p.begin(ctx)
	if err != nil {
		return fmt.Errorf("database: begin %s: %w", what, p.explain(err))
	}
	defer conn.Close()
	defer tx.Rollback() // does nothing after Commit; ends the transaction when f panics
	if err := f(session{conn: conn, tx: tx, pool: p, missed: &missed}); err != nil {
		return p.explain(err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("database: commit %s: %w", what, p.explain(err))
	}
	return nil
}

// begin begins a transaction. A connection that turns out to be dead, because the
// server was started again, is replaced before anything has been asked of it.
func (p *pooled) begin(ctx context.Context) (conn *sql.Conn, tx *sql.Tx, err error) {
	for range deadAtMost {
		if conn, err = p.db.Conn(ctx); err != nil {
			return nil, nil, err
		}
		tx, err = conn.BeginTx(ctx, p.options)
		if err == nil && p.first != "" {
			if _, err = tx.ExecContext(ctx, p.first); err != nil {
				_ = tx.Rollback()
			}
		}
		if err == nil {
			return conn, tx, nil
		}
		again := ctx.Err() == nil && (errors.Is(err, driver.ErrBadConn) || dead(conn))
		_ = conn.Close()
		if !again {
			return nil, nil, err
		}
	}
	return nil, nil, err
}

// dead reports whether the server has closed the connection, and throws it away.
func dead(conn *sql.Conn) bool {
	return conn.Raw(func(c any) error {
		if p, ok := c.(*stdlib.Conn); ok && p.Conn().IsClosed() {
			return driver.ErrBadConn
		}
		return nil
	}) != nil
}

// learn prepares statements. One that cannot be prepared goes on unprepared.
// Preparing waits for a connection, whose transaction may be waiting for mu: so
// mu is not held meanwhile.
func (p *pooled) learn(ctx context.Context, texts []string) {
	for _, text := range texts {
		if !p.wants(text) {
			continue
		}
		s, err := p.db.PrepareContext(ctx, text)
		if err != nil {
			continue
		}
		p.mu.Lock()
		if p.known[text] == nil {
			p.known[text], s = s, nil
		}
		p.mu.Unlock()
		if s != nil { // another was quicker
			_ = s.Close()
		}
	}
}

func (p *pooled) wants(text string) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.known[text] == nil && len(p.known) < mostPrepared
}

// prepared gives the statement within the transaction, nil while it is not learned.
func (s session) prepared(ctx context.Context, text string) *sql.Stmt {
	s.pool.mu.RLock()
	defer s.pool.mu.RUnlock()
	if p := s.pool.known[text]; p != nil {
		return s.tx.StmtContext(ctx, p)
	}
	if !s.pool.learns {
		return nil
	}
	*s.missed = append(*s.missed, text)
	return nil
}

// lasting is the context of a statement. Where SQLite gives up a statement it
// may take back the whole transaction, which is not the caller's alone.
func (s session) lasting(ctx context.Context) context.Context {
	if s.shared {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

func (s session) run(ctx context.Context, text string, args ...any) (sql.Result, error) {
	ctx = s.lasting(ctx)
	s.pool.fit(args)
	if p := s.prepared(ctx, text); p != nil {
		return p.ExecContext(ctx, args...)
	}
	return s.tx.ExecContext(ctx, text, args...)
}

func (s session) exec(ctx context.Context, text string, args ...any) error {
	_, err := s.run(ctx, text, args...)
	return err
}

func (s session) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	ctx = s.lasting(ctx)
	s.pool.fit(args)
	if p := s.prepared(ctx, text); p != nil {
		return p.QueryContext(ctx, args...)
	}
	return s.tx.QueryContext(ctx, text, args...)
}

func (s session) row(ctx context.Context, text string, args ...any) *sql.Row {
	ctx = s.lasting(ctx)
	s.pool.fit(args)
	if p := s.prepared(ctx, text); p != nil {
		return p.QueryRowContext(ctx, args...)
	}
	return s.tx.QueryRowContext(ctx, text, args...)
}

// fit changes the texts among the arguments to what the engine can hold.
func (p *pooled) fit(args []any) {
	if p.text == nil {
		return
	}
	for i, a := range args {
		switch a := a.(type) {
		case string:
			args[i] = p.text(a)
		case sql.NullString:
			a.String = p.text(a.String)
			args[i] = a
		}
	}
}
