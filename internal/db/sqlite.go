package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Errors of Open a caller may act on.
var (
	// ErrNotDatabase says that the file is something else, or damaged.
	ErrNotDatabase = errors.New("not a database of vypiska")
	// ErrNewer says that a newer program has changed the database.
	ErrNewer = errors.New("made by a newer version of vypiska")
)

const (
	readers    = 4
	busyMillis = "30000"
)

// Open opens the database file, makes it if there is none, and brings its
// tables up to date; several processes may open one file at the same moment.
// The file belongs to its owner alone (mode 0600). It lies on a local disk:
// SQLite's locks and its write-ahead log do not work over a network.
func Open(ctx context.Context, path string) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	if err := own(path); err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	d := &DB{path: path, write: pool(path, 1, writing), read: pool(path, readers, reading)}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", path, explain(err)), d.Close())
	}
	return d, nil
}

// OpenExisting is Open for commands that look at what is there: where there is
// no file it returns an error that wraps fs.ErrNotExist and makes none.
func OpenExisting(ctx context.Context, path string) (*DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("database %s: there is none; name the data directory it is in: %w", path, fs.ErrNotExist)
	}
	return Open(ctx, path)
}

// own makes the file, if there is none, and takes it from everybody else.
// SQLite gives its -wal and -shm files the same mode.
func own(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	s, err := f.Stat()
	if err != nil {
		return err
	}
	if s.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return f.Chmod(0o600)
}

// Pragmas for each connection of a pool, applied in this order.
var (
	// FULL: a committed transaction survives a power cut. secure_delete: what
	// is erased is overwritten, not only unlinked.
	writing = url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"},
	}
	reading = url.Values{
		"_txlock": {"deferred"},
		"_pragma": {"query_only(1)"},
	}
)

func pool(path string, size int, options url.Values) *pooled {
	q := url.Values{"_time_format": {"sqlite"}, "_txlock": options["_txlock"]}
	q["_pragma"] = append([]string{"busy_timeout(" + busyMillis + ")"}, options["_pragma"]...)
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	// The driver is registered by the import above: Open of a known one does not fail.
	p, err := sql.Open("sqlite", name.String())
	if err != nil {
		panic(err)
	}
	p.SetMaxOpenConns(size)
	p.SetMaxIdleConns(size)
	return &pooled{db: p, known: map[string]*sql.Stmt{}}
}

// explain says what to do about the errors of SQLite that a person can cure.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: the file is of another kind; name another file, or restore this one from a backup: %w", ErrNotDatabase, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: the file is damaged; keep it and restore a backup: %w", ErrNotDatabase, err)
	case sqlite3.SQLITE_BUSY:
		return fmt.Errorf("another program holds it for more than %s ms; find and stop that program: %w", busyMillis, err)
	case sqlite3.SQLITE_READONLY:
		return fmt.Errorf("it cannot be written; check the owner and mode of file and directory: %w", err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("the disk is full; make room: %w", err)
	}
	return err
}

// foreign reports whether the file is a database with tables, none of them ours.
func foreign(ctx context.Context, p *sql.DB) (bool, error) {
	var all, ours int
	err := p.QueryRowContext(ctx, `SELECT count(*), count(CASE WHEN name = 'goose_db_version' THEN 1 END)
		FROM sqlite_master WHERE type = 'table'`).Scan(&all, &ours)
	return all > 0 && ours == 0, err
}

// Scrub empties the write-ahead log into the file and cuts it, so that what was
// erased is in no file any more. It waits for readers; where one stays longer
// than the busy timeout the log is kept and Scrub returns an error.
func (d *DB) Scrub(ctx context.Context) error {
	var busy, pages, moved int
	if err := d.write.db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		return fmt.Errorf("database: scrub: %w", explain(err))
	}
	if busy != 0 {
		return errors.New("database: scrub: somebody is reading; erased text may still be in the write-ahead log: try again later")
	}
	return nil
}

// Backup writes the database as it is at one moment into a file, whole or not at
// all, in the place of an earlier backup; writers go on meanwhile.
func (d *DB) Backup(ctx context.Context, path string) error {
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("database: back up: %w", err)
	}
	if err := own(fresh); err != nil { // SQLite takes an empty file, and leaves its mode
		return fmt.Errorf("database: back up: %w", err)
	}
	alone := pool(d.path, 1, url.Values{}) // readers may not run this, and the writer has other work
	_, err := alone.db.ExecContext(ctx, `VACUUM INTO $1`, fresh)
	if err := errors.Join(err, alone.db.Close()); err != nil {
		return fmt.Errorf("database: back up: %w", explain(err))
	}
	f, err := os.Open(fresh)
	if err != nil {
		return fmt.Errorf("database: back up: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("database: back up: %w", err)
	}
	return os.Rename(fresh, path)
}
