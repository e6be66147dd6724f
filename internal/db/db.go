// Package db holds all SQL. Each table has a file: its columns and migrations'
// numbers at the top, then a type over the transaction, such as Register, that
// implements the small interfaces its user declares. Tables read with list and row
// and write with exec.
//
// The engine is SQLite (modernc.org/sqlite) in one file, or PostgreSQL (pgx)
// where several processes work. Statements and migrations are written once, so
// that both run them: $1 placeholders, ON CONFLICT, no functions that only one
// has. What an engine does in its own way stands in sqlite.go and postgres.go.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
)

// DB is an open database: connections that write, one at a time, and several
// that read. It may be used by many goroutines, and several processes may open
// one database.
type DB struct {
	engine
	write, read *pooled
	group       group
}

// engine is what the two engines do in ways of their own.
type engine interface {
	// name is the database in an error, without anything secret.
	name() string
	dialect() goose.Dialect
	// files are the migrations as the engine reads them.
	files() fs.FS
	// alone runs f while no other process changes the tables' shape.
	alone(ctx context.Context, f func() error) error
	// foreign reports whether the database has tables, none of them ours.
	foreign(ctx context.Context) (bool, error)
	// serves reports whether this program may work on the schema of a newer one.
	serves(ctx context.Context, knows int64) (bool, error)
	// explain says what a person can do about the engine's error.
	explain(error) error
	// queue gives the job queue its connections.
	queue(ctx context.Context) (Pool, error)
	scrub(context.Context) error
	backup(ctx context.Context, path string) error
	// close ends what the engine has beside the two pools.
	close()
}

// A Tx is one write transaction. Its methods give the tables; they and it are
// of no use once the function it was given to has returned.
type Tx struct{ session }

// A View is one read transaction: all it reads is of the same moment.
type View struct{ session }

// Tx runs f in a write transaction and commits if f returns nil. When Tx
// returns nil everything f wrote survives a crash; after an error or a panic
// nothing of it remains. Writers wait for each other, also those of other
// processes and on both engines, from the beginning of f on: what f has read still
// holds when it writes. Those that wait in one process share a commit, and each
// succeeds or fails by itself (group). Within f, another Tx of the same DB would
// wait for ever: pass the transaction on. Where ctx ends before f has, nothing
// remains.
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

// Open opens a database: a PostgreSQL database by its URL (postgres://…), or the
// SQLite database in a file by its name, which it makes if there is none. It
// brings the tables up to date; several processes may open one database at the
// same moment.
func Open(ctx context.Context, name string) (*DB, error) { return OpenWith(ctx, name, Options{}) }

// OpenWith is Open with options.
func OpenWith(ctx context.Context, name string, o Options) (*DB, error) {
	open := openFile
	if IsPostgres(name) {
		open = openPostgres
	}
	d, err := open(ctx, name, o)
	if err != nil {
		return nil, fmt.Errorf("database %w", err)
	}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", d.name(), d.explain(err)), d.Close())
	}
	return d, nil
}

// Options are PostgreSQL's; SQLite has none.
type Options struct {
	// PasswordFile is the file whose one line is the user's password. It is read
	// at each new connection, so that it can be changed while the service runs.
	PasswordFile string
	// Connections is the most this process opens, at least 10; 0 for 16.
	Connections int
}

// IsPostgres tells the URL of a PostgreSQL database from a file's name.
func IsPostgres(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// Shared reports whether processes on other machines may work on the database.
func (d *DB) Shared() bool { return d.dialect() == goose.DialectPostgres }

// Name is the file, or server and database, without anything secret.
func (d *DB) Name() string { return d.name() }

// Scrub takes what was erased out of the database's files as well. Where somebody
// holds it up it returns an error, and what was erased may still be in a file:
// call it again later.
func (d *DB) Scrub(ctx context.Context) error {
	if err := d.scrub(ctx); err != nil {
		return fmt.Errorf("database: scrub: %w", d.explain(err))
	}
	return nil
}

// Backup writes the database as it is at one moment into a file, whole or not at
// all, in the place of an earlier backup; writers go on meanwhile. PostgreSQL has
// its own means of backup: ErrOwnBackup.
func (d *DB) Backup(ctx context.Context, path string) error {
	if err := d.backup(ctx, path); err != nil {
		return fmt.Errorf("database: back up: %w", d.explain(err))
	}
	return nil
}

// Close ends all connections. Transactions under way must have ended.
func (d *DB) Close() error {
	d.close()
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
