// Package db holds all SQL. Each table has a file: its columns and migrations'
// numbers at the top, then a type over the transaction, such as Register, that
// implements the small interfaces its user declares. Tables read with list and row
// and write with exec.
//
// The engine is SQLite (modernc.org/sqlite) in one file. Statements are written
// so that PostgreSQL runs them as well: $1 placeholders, ON CONFLICT, no SQLite
// functions. What is SQLite's own stands in sqlite.go.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// DB is an open database: one connection that writes and several that read.
// It may be used by many goroutines, and several processes may open one file.
type DB struct {
	path  string
	write *sql.DB
	read  *sql.DB
	// often are the statements worth keeping prepared on the writing
	// connection; each table's file lists its own.
	often map[string]*sql.Stmt
}

// A Tx is one write transaction. Its methods give the tables; they and it are
// of no use once the function it was given to has returned.
type Tx struct{ session }

// A View is one read transaction: all it reads is of the same moment.
type View struct{ session }

// Tx runs f in a write transaction and commits if f returns nil. When Tx
// returns nil everything f wrote survives a crash; after an error or a panic
// nothing of it remains. Writers wait for each other, also those of other
// processes, from the beginning of f on. Within f, another Tx of the same DB
// would wait for ever: pass the transaction on.
func (d *DB) Tx(ctx context.Context, f func(tx *Tx) error) error {
	return within(ctx, d.write, "write transaction", func(tx *sql.Tx) error { return f(&Tx{session{tx, d.often}}) })
}

// View runs f in a read transaction, which sees what was committed when f
// first reads and holds up no writer.
func (d *DB) View(ctx context.Context, f func(v *View) error) error {
	return within(ctx, d.read, "read transaction", func(tx *sql.Tx) error { return f(&View{session{tx, nil}}) })
}

// within runs f in a transaction of the pool. An error of f is returned as it is,
// but for the database's own, which explain adds to.
func within(ctx context.Context, pool *sql.DB, what string, f func(*sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("database: begin %s: %w", what, explain(err))
	}
	defer tx.Rollback() // does nothing after Commit; ends the transaction when f panics
	if err := f(tx); err != nil {
		return explain(err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("database: commit %s: %w", what, explain(err))
	}
	return nil
}

// prepare keeps the statements prepared. It must not be called within a
// transaction, which has the only writing connection.
func (d *DB) prepare(ctx context.Context, lists ...[]string) error {
	d.often = map[string]*sql.Stmt{}
	for _, list := range lists {
		for _, text := range list {
			s, err := d.write.PrepareContext(ctx, text)
			if err != nil {
				return fmt.Errorf("prepare: %w", err)
			}
			d.often[text] = s
		}
	}
	return nil
}

// Close ends all connections. Transactions under way must have ended.
func (d *DB) Close() error {
	err := errors.Join(d.read.Close(), d.write.Close())
	if err != nil {
		return fmt.Errorf("database: close: %w", err)
	}
	return nil
}

// session is what tables run their statements on.
type session struct {
	tx    *sql.Tx
	often map[string]*sql.Stmt
}

func (s session) exec(ctx context.Context, text string, args ...any) error {
	var err error
	if p := s.often[text]; p != nil {
		_, err = s.tx.StmtContext(ctx, p).ExecContext(ctx, args...)
	} else {
		_, err = s.tx.ExecContext(ctx, text, args...)
	}
	return err
}

func (s session) row(ctx context.Context, text string, args ...any) *sql.Row {
	if p := s.often[text]; p != nil {
		return s.tx.StmtContext(ctx, p).QueryRowContext(ctx, args...)
	}
	return s.tx.QueryRowContext(ctx, text, args...)
}

// list runs a query and reads each of its rows with scan.
func list[T any](ctx context.Context, s session, scan func(*sql.Rows) (T, error), text string, args ...any) ([]T, error) {
	rows, err := s.tx.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, item)
	}
	return found, rows.Err()
}
