package db

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/rogpeppe/go-internal/lockedfile"
)

// migrations are numbered from 00001 on, one file for each table or change,
// and are never altered once released.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date. A file lock beside the database keeps
// processes that open it at the same moment from doing so twice; it is let go
// when a process dies.
func (d *DB) migrate(ctx context.Context) error {
	lock := d.path + ".lock"
	if err := own(lock); err != nil {
		return err
	}
	unlock, err := lockedfile.MutexAt(lock).Lock()
	if err != nil {
		return fmt.Errorf("lock for migration: %w", err)
	}
	defer unlock()
	if other, err := foreign(ctx, d.write.db); err != nil {
		return err
	} else if other {
		return fmt.Errorf("%w: it has the tables of another program; name another file", ErrNotDatabase)
	}
	return d.up(ctx)
}

func (d *DB) up(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, d.write.db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if has > knows {
		return fmt.Errorf("%w: it has schema %d and this program knows %d; install the newer program", ErrNewer, has, knows)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate from schema %d to %d: %w", has, knows, err)
	}
	return nil
}
