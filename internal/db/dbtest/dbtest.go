// Package dbtest gives tests a database of their own and changes it behind the
// program's back, for tests that ask whether that is found. The engine is SQLite,
// and PostgreSQL under the build tag postgres: `make postgres` runs the same tests
// there, on a server that it starts for them.
package dbtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
)

// Exec runs statements on the database as any other program would; the last that
// changes nothing is an error.
func Exec(ctx context.Context, name, statements string) error {
	d, err := sql.Open(driver, name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer d.Close()
	r, err := d.ExecContext(ctx, statements)
	if err != nil {
		return fmt.Errorf("run %q: %w", statements, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(fmt.Errorf("%q changed nothing", statements), err)
	}
	return nil
}

// Ask reads the one value that a query gives, as any other program would.
func Ask(ctx context.Context, name string, to any, query string, args ...any) error {
	d, err := sql.Open(driver, name)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer d.Close()
	if err := d.QueryRowContext(ctx, query, args...).Scan(to); err != nil {
		return fmt.Errorf("ask %q: %w", query, err)
	}
	return nil
}

// Holds reports whether a file of the database has the bytes in it.
func Holds(t testing.TB, name string, what []byte) bool {
	t.Helper()
	return bytes.Contains(Files(t, name), what)
}
