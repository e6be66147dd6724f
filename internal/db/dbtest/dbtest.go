// Package dbtest changes a database behind the program's back, for tests that
// ask whether that is found.
package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "modernc.org/sqlite" // the driver
)

// Exec runs one statement on the database file; one that changes nothing is an error.
func Exec(ctx context.Context, file, statement string) error {
	d, err := sql.Open("sqlite", file)
	if err != nil {
		return fmt.Errorf("open %s: %w", file, err)
	}
	defer d.Close()
	r, err := d.ExecContext(ctx, statement)
	if err != nil {
		return fmt.Errorf("run %q: %w", statement, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(fmt.Errorf("%q changed nothing", statement), err)
	}
	return nil
}
