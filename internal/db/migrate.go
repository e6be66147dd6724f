package db

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// migrations are numbered from 00001 on, one file for each table or change, and
// are never altered once released. They add (docs/decisions/0018): the program
// before goes on working while, and after, this one migrates. A test reads them.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date, alone among the processes that open the
// database at the same moment.
func (d *DB) migrate(ctx context.Context) error {
	return d.alone(ctx, func() error {
		if other, err := d.foreign(ctx); err != nil {
			return err
		} else if other {
			return fmt.Errorf("%w: it has the tables of another program; name another one", ErrNotDatabase)
		}
		return d.up(ctx)
	})
}

func (d *DB) up(ctx context.Context) error {
	files, err := fs.Sub(d.files(), "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(d.dialect(), d.write.db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if has > knows {
		return d.newer(ctx, has, knows)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate from schema %d to %d: %w", has, knows, err)
	}
	return nil
}

// newer refuses the schema of a newer program, unless it still serves this one.
func (d *DB) newer(ctx context.Context, has, knows int64) error {
	serves, err := d.serves(ctx, knows)
	if err != nil {
		return fmt.Errorf("read which programs schema %d serves: %w", has, err)
	}
	if !serves {
		return fmt.Errorf("%w: it has schema %d and this program knows %d; install the newer program", ErrNewer, has, knows)
	}
	return nil
}
