package jobs

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// pgxConn keeps the embedded field from hiding the method Conn.
type pgxConn = *pgx.Conn

// joined shows River a connection, on which database/sql has begun a transaction,
// as a transaction of pgx. database/sql alone ends it.
type joined struct{ pgxConn }

// Begin implements pgx.Tx by a savepoint.
func (j joined) Begin(ctx context.Context) (pgx.Tx, error) {
	if _, err := j.Exec(ctx, "SAVEPOINT river"); err != nil {
		return nil, err
	}
	return savepoint{j}, nil
}

// Conn implements pgx.Tx.
func (j joined) Conn() *pgx.Conn { return j.pgxConn }

// Commit implements pgx.Tx; it must not be called.
func (joined) Commit(context.Context) error { panic("jobs: the commit is db.Tx's") }

// Rollback implements pgx.Tx; it must not be called.
func (joined) Rollback(context.Context) error { panic("jobs: the rollback is db.Tx's") }

// LargeObjects implements pgx.Tx; nobody here has any.
func (joined) LargeObjects() pgx.LargeObjects { panic("jobs: there are no large objects") }

type savepoint struct{ joined }

// Commit implements pgx.Tx.
func (s savepoint) Commit(ctx context.Context) error {
	_, err := s.Exec(ctx, "RELEASE SAVEPOINT river")
	return err
}

// Rollback implements pgx.Tx.
func (s savepoint) Rollback(ctx context.Context) error {
	_, err := s.Exec(ctx, "ROLLBACK TO SAVEPOINT river")
	return err
}
