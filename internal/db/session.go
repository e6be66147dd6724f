package db

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// mostPrepared bounds the statements kept prepared; ours are about sixty texts,
// and a few whose length varies.
const mostPrepared = 200

// pooled is a pool of connections with the statements it has learned. A
// statement that a transaction ran is prepared once that transaction is over,
// because the writing pool has a single connection, and then kept.
type pooled struct {
	db *sql.DB

	mu    sync.RWMutex
	known map[string]*sql.Stmt
}

// session is what tables run their statements on.
type session struct {
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
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("database: begin %s: %w", what, explain(err))
	}
	defer tx.Rollback() // does nothing after Commit; ends the transaction when f panics
	if err := f(session{tx: tx, pool: p, missed: &missed}); err != nil {
		return explain(err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("database: commit %s: %w", what, explain(err))
	}
	return nil
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
	if p := s.prepared(ctx, text); p != nil {
		return p.QueryContext(ctx, args...)
	}
	return s.tx.QueryContext(ctx, text, args...)
}

func (s session) row(ctx context.Context, text string, args ...any) *sql.Row {
	ctx = s.lasting(ctx)
	if p := s.prepared(ctx, text); p != nil {
		return p.QueryRowContext(ctx, args...)
	}
	return s.tx.QueryRowContext(ctx, text, args...)
}
