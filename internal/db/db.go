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
	path        string
	write, read *pooled
	group       group
}

// A Tx is one write transaction. Its methods give the tables; they and it are
// of no use once the function it was given to has returned.
type Tx struct{ session }

// A View is one read transaction: all it reads is of the same moment.
type View struct{ session }

// Tx runs f in a write transaction and commits if f returns nil. When Tx
// returns nil everything f wrote survives a crash; after an error or a panic
// nothing of it remains. Writers wait for each other, also those of other
// processes, from the beginning of f on; those that wait in one process share a
// commit, and each succeeds or fails by itself (group). Within f, another Tx of
// the same DB would wait for ever: pass the transaction on. Where ctx ends
// before f has, nothing remains.
func (d *DB) Tx(ctx context.Context, f func(tx *Tx) error) error {
	return d.group.run(ctx, d.write, func(s session) error {
		if err := f(&Tx{s}); err != nil {
			return err
		}
		return ctx.Err()
	})
}

// View runs f in a read transaction, which sees what was committed when f
// first reads and holds up no writer.
func (d *DB) View(ctx context.Context, f func(v *View) error) error {
	return d.read.within(ctx, "read transaction", func(s session) error { return f(&View{s}) })
}

// Close ends all connections. Transactions under way must have ended.
func (d *DB) Close() error {
	err := errors.Join(d.read.db.Close(), d.write.db.Close())
	if err != nil {
		return fmt.Errorf("database: close: %w", err)
	}
	return nil
}

// list runs a query and reads each of its rows with scan.
func list[T any](ctx context.Context, s session, scan func(*sql.Rows) (T, error), text string, args ...any) ([]T, error) {
	rows, err := s.query(ctx, text, args...)
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
