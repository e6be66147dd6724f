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

	"github.com/pressly/goose/v3"
	"github.com/rogpeppe/go-internal/lockedfile"
	driver "modernc.org/sqlite"
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
	// readersMillis is how long readers may hold up the scrubbing; writers wait behind it.
	readersMillis = "3000"
)

// sqlite is a database in one file, which belongs to its owner alone (mode 0600).
// It lies on a local disk: SQLite's locks and its write-ahead log do not work
// over a network.
type sqlite struct {
	path  string
	write *pooled
}

func openFile(_ context.Context, path string, _ Options) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := own(path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	write := pool(path, 1, writing)
	return &DB{engine: sqlite{path, write}, write: write, read: pool(path, readers, reading)}, nil
}

func (s sqlite) name() string            { return s.path }
func (s sqlite) dialect() goose.Dialect  { return goose.DialectSQLite3 }
func (s sqlite) explain(err error) error { return explain(err) }
func (s sqlite) close()                  {}

// files implements engine.
func (s sqlite) files() fs.FS { return migrations }

// alone implements engine by a file lock beside the database, which is let go
// when a process dies.
func (s sqlite) alone(_ context.Context, f func() error) error {
	lock := s.path + ".lock"
	if err := own(lock); err != nil {
		return err
	}
	unlock, err := lockedfile.MutexAt(lock).Lock()
	if err != nil {
		return fmt.Errorf("lock for migration: %w", err)
	}
	defer unlock()
	return f()
}

// foreign implements engine.
func (s sqlite) foreign(ctx context.Context) (bool, error) {
	var all, ours int
	err := s.write.db.QueryRowContext(ctx, `SELECT count(*), count(CASE WHEN name = 'goose_db_version' THEN 1 END)
		FROM sqlite_master WHERE type = 'table'`).Scan(&all, &ours)
	return all > 0 && ours == 0, err
}

// serves implements engine: one machine has one version of the program.
func (s sqlite) serves(context.Context, int64) (bool, error) { return false, nil }

// queue implements engine. The queue shares the one connection that writes: it
// and Tx then wait in one line, and never find the database locked by each other.
// (Measured beside a writer that never rests: 100 to 180 jobs a second; with a
// connection of its own, for which SQLite's busy handler keeps no order, 20 to
// 45.) So within a transaction the queue's connections must not be used, only
// Tx.SQL.
func (s sqlite) queue(context.Context) (Pool, error) { return Pool{SQLite: s.write.db}, nil }

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
	return &pooled{db: p, explain: explain, learns: true, known: map[string]*sql.Stmt{}}
}

// explain says what to do about the errors of SQLite that a person can cure.
func explain(err error) error {
	var e *driver.Error
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

// scrub implements engine: it empties the write-ahead log into the file and cuts
// it. Writers wait meanwhile, so it waits for readers a moment only.
func (s sqlite) scrub(ctx context.Context) (err error) {
	conn, err := s.write.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	wait := func(millis string) error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA busy_timeout = `+millis)
		return err
	}
	if err := wait(readersMillis); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, wait(busyMillis)) }()
	var busy, pages, moved int
	if err := conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("somebody is reading; erased text may still be in the write-ahead log: try again later")
	}
	return nil
}

// backup implements engine.
func (s sqlite) backup(ctx context.Context, path string) error {
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := own(fresh); err != nil { // SQLite takes an empty file, and leaves its mode
		return err
	}
	alone := pool(s.path, 1, url.Values{}) // readers may not run this, and the writer has other work
	_, err := alone.db.ExecContext(ctx, `VACUUM INTO $1`, fresh)
	if err := errors.Join(err, alone.db.Close()); err != nil {
		return err
	}
	f, err := os.Open(fresh)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}
