//go:build !postgres

package dbtest

import (
	"os"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // the driver
)

const driver = "sqlite"

// Postgres tells which engine it is.
const Postgres = false

// Name is a database of the test's own that nobody has made yet, as db.Open wants it.
func Name(t testing.TB) string { return filepath.Join(t.TempDir(), "vypiska.db") }

// URL is the setting database_url for a new database: empty on SQLite, whose file
// is in the data directory.
func URL(testing.TB) string { return "" }

// Of is the database of a data directory with that setting.
func Of(dir, _ string) string { return filepath.Join(dir, "vypiska.db") }

// Bytes writes bytes, given in hexadecimal, as the engine's literal.
func Bytes(hex string) string { return "x'" + hex + "'" }

// Files is all that the database's files hold.
func Files(t testing.TB, name string) (content []byte) {
	t.Helper()
	files, err := filepath.Glob(name + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files, %v", name, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		content = append(content, b...)
	}
	return content
}

// Backup keeps the database, whose log is in its file (db.Scrub), as it is now.
// restore puts it into a data directory and returns the setting for it.
func Backup(t testing.TB, name string) (restore func(t testing.TB, dir string) (url string)) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return func(t testing.TB, dir string) string {
		t.Helper()
		if err := os.WriteFile(Of(dir, ""), b, 0o600); err != nil {
			t.Fatal(err)
		}
		return ""
	}
}
