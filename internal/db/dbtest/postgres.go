//go:build postgres

package dbtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

const driver = "pgx"

// Postgres tells which engine it is.
const Postgres = true

// Server is the environment variable with the URL of the tests' server, which
// internal/db/dbtest/server sets. Root is that of its certificate's file, Control
// that of the command that stops and starts it, as pg_ctl does.
const (
	Server  = "TEST_POSTGRES"
	Root    = "TEST_POSTGRES_ROOT"
	Control = "TEST_POSTGRES_CONTROL"
)

// Name is a database of the test's own that nobody has made yet, as db.Open wants
// it: an empty schema on the tests' server, which goes with it.
func Name(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Server)
	if server == "" {
		t.Fatal(Server + " is not set: these tests need a PostgreSQL server, which `make postgres` starts (Debian: postgresql)")
	}
	b := make([]byte, 10)
	_, _ = rand.Read(b)
	schema := "test_" + hex.EncodeToString(b)
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	return server + "&search_path=" + schema
}

// URL is the setting database_url for a new database.
func URL(t testing.TB) string { t.Helper(); return Name(t) }

// Of is the database of a data directory with that setting.
func Of(_, url string) string { return url }

// Bytes writes bytes, given in hexadecimal, as the engine's literal.
func Bytes(hex string) string { return `'\x` + hex + `'::bytea` }

// Files is all that the files of tables and indexes hold, after the server has
// written what it had in memory.
func Files(t testing.TB, name string) []byte {
	t.Helper()
	ctx := t.Context()
	c, err := pgx.Connect(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, `CHECKPOINT`); err != nil {
		t.Fatal(err)
	}
	rows, err := c.Query(ctx, `SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c
		WHERE c.relfilenode <> 0 AND (c.relnamespace = current_schema()::regnamespace
			OR c.oid IN (SELECT reltoastrelid FROM pg_class WHERE relnamespace = current_schema()::regnamespace))`)
	if err != nil {
		t.Fatal(err)
	}
	files, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return bytes.Join(files, nil)
}

// Backup keeps the database as it is now, by pg_dump. restore makes another of it
// and returns the setting for that.
func Backup(t testing.TB, name string) (restore func(t testing.TB, dir string) (url string)) {
	t.Helper()
	server, schema := split(t, name)
	dump, err := exec.CommandContext(t.Context(), "pg_dump", "--dbname="+server, "--schema="+schema).Output()
	if err != nil {
		t.Fatalf("pg_dump (Debian: postgresql-client): %v", err)
	}
	return func(t testing.TB, _ string) string {
		t.Helper()
		to := Name(t)
		_, fresh := split(t, to)
		text := strings.ReplaceAll(string(dump), "CREATE SCHEMA "+schema+";", "")
		cmd := exec.CommandContext(t.Context(), "psql", "--dbname="+server, "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
		cmd.Stdin = strings.NewReader(strings.ReplaceAll(text, schema, fresh))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("psql: %v: %s", err, out)
		}
		return to
	}
}

// split takes our schema out of a URL.
func split(t testing.TB, name string) (server, schema string) {
	t.Helper()
	u, err := url.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	schema = q.Get("search_path")
	q.Del("search_path")
	u.RawQuery = q.Encode()
	return u.String(), schema
}
