package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
)

// ErrAway says that the database server does not answer, or no more: it is stopped,
// starts, or the network to it was cut. What was begun may be tried again.
var ErrAway = errors.New("the database is out of reach")

// stopping are the codes of a server that stops, starts or has no place.
var stopping = []string{"57P01", "57P02", "57P03", "53300"}

// away is an error that is ErrAway and says what it said before.
type away struct{ error }

// Unwrap gives the error.
func (a away) Unwrap() error { return a.error }

// Is makes it ErrAway.
func (away) Is(target error) bool { return target == ErrAway }

// cures say what to do about errors of PostgreSQL that a person can cure, by code.
var cures = map[string]string{
	"28P01": "the server refuses the user or the password; look at database.url and at the file that database.password_file names",
	"28000": "the server refuses the user from here; look at its pg_hba.conf",
	"3D000": "there is no such database; make it with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
	"42501": "the user may not do that; it must own the schema and its tables",
	"25006": "the server is read-only, a standby perhaps; name the primary, with target_session_attrs=read-write in the URL",
	"53100": "the server's disk is full; make room",
	"53300": "the server takes no more connections; raise its max_connections or lower database.connections",
	"55P03": "another process holds what is needed; if this lasts, find it in pg_stat_activity",
	"57P01": "the server is being stopped",
	"57P02": "the server has crashed and recovers",
	"57P03": "the server is starting up",
}

// explain implements engine.
func (p *postgres) explain(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		if cure, ok := cures[e.Code]; ok {
			err = fmt.Errorf("%s: %w", cure, err)
		}
		if slices.Contains(stopping, e.Code) {
			err = away{err}
		}
		return err
	}
	var c *pgconn.ConnectError
	var cut net.Error
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &c):
	case errors.As(err, &c):
		return fmt.Errorf("the PostgreSQL server does not answer as it should; is it running, and is the address right? %w", away{err})
	case errors.As(err, &cut), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, driver.ErrBadConn):
		return away{err}
	}
	return err
}
