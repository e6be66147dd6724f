//go:build !postgres

package db

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/register"
)

// breakDown ends the transaction, as SQLite does by itself when the disk is full.
func breakDown(ctx context.Context, tx *Tx) error { return tx.exec(ctx, `ROLLBACK`) }

func TestOpenMakesTheFileForItsOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "данные 100% #1?x=1&y")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	loose := filepath.Join(dir, "loose.db")
	if err := os.WriteFile(loose, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "vypiska.db"), loose} {
		d := open(t, path)
		fill(t, d, newLog(t).log, 1)
		files, err := filepath.Glob(path + "*")
		if err != nil || len(files) < 3 {
			t.Fatalf("files %v, %v", files, err)
		}
		for _, f := range files {
			if s, err := os.Stat(f); err != nil || s.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", f, s.Mode(), err)
			}
		}
	}
	if strays, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), "*")); len(strays) != 1 {
		t.Errorf("files outside the directory: %v", strays)
	}
}

func TestWhatIsNotOurDatabaseIsRefused(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database\n", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other.db")
	bare(t, other, `CREATE TABLE customers (id INTEGER)`)
	newer := filepath.Join(dir, "newer.db")
	d, err := Open(t.Context(), newer)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	bare(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)

	for name, c := range map[string]struct {
		path string
		want error
		says string
	}{
		"a text file":                {text, ErrNotDatabase, "the file is of another kind"},
		"another program's database": {other, ErrNotDatabase, "tables of another program"},
		"a newer schema":             {newer, ErrNewer, "it has schema 9999 and this program knows"},
		"a missing directory":        {filepath.Join(dir, "no", "x.db"), fs.ErrNotExist, "x.db"},
	} {
		t.Run(name, func(t *testing.T) {
			before, _ := os.ReadFile(c.path)
			_, err := Open(t.Context(), c.path)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.path) {
				t.Errorf("%v", err)
			}
			if after, _ := os.ReadFile(c.path); len(before) > 0 && name == "a text file" && string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestCommittedMeansOnTheDisk(t *testing.T) {
	d := open(t, dbtest.Name(t))
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "secure_delete": "1"} {
		var got string
		if err := d.write.db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s, %v; want %s", pragma, got, err, want)
		}
	}
}

func TestWhatCannotBeReadIsAnErrorNotAVerdict(t *testing.T) {
	path, k := closed(t, 5)
	bare(t, path, `UPDATE register SET at = 'noon' WHERE seq = 4`)
	d := open(t, path)
	err := d.View(t.Context(), func(v *View) error {
		_, err := register.Verify(t.Context(), v.Register(), k.verifier)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "row 4 is malformed") {
		t.Errorf("%v", err)
	}
}

func TestSearchingForAPatientUsesTheIndex(t *testing.T) {
	d := open(t, dbtest.Name(t))
	var id, parent, unused int
	var plan string
	err := d.read.db.QueryRowContext(t.Context(), `EXPLAIN QUERY PLAN SELECT seq FROM register WHERE seq >= $1 AND body IS NOT NULL
		AND at >= $2 AND at < $3 AND patient = $4 AND patient <> '' ORDER BY seq LIMIT $5`, 1, 2, 3, "x", 5).Scan(&id, &parent, &unused, &plan)
	if err != nil || !strings.Contains(plan, "register_patient") {
		t.Errorf("%q, %v", plan, err)
	}
}

// What only an engine without strict types lets another program write.
func TestALinkDamagedInItsTypesOpensToNobody(t *testing.T) {
	damagedLinks(t, map[string]string{
		"whether there is a PIN":    `PRAGMA ignore_check_constraints = 1; UPDATE link SET pin = 'maybe'`,
		"the expiry is a word":      `UPDATE link SET expires_at = 'never'`,
		"the count is a word":       `UPDATE link SET max_downloads = 'many'`,
		"the revocation is a word":  `UPDATE link SET revoked_at = 'no', revoked_by = 'x'`,
		"the wrong tries are blank": `PRAGMA ignore_check_constraints = 1; UPDATE link SET wrong = x'20'`,
	})
}

func TestLinksAreFoundByAnIndex(t *testing.T) {
	d := open(t, dbtest.Name(t))
	for index, text := range map[string]string{
		"sqlite_autoindex_link_2 ":          `SELECT id FROM link WHERE token = x'00'`,
		"sqlite_autoindex_link_download_2 ": `SELECT id FROM link_download WHERE ticket = x'00'`,
		"link_number ":                      `SELECT id FROM link WHERE (created_at, id) < (1, '') AND number = 'x' ORDER BY created_at DESC, id DESC LIMIT 5`,
		"link_recipient ":                   `SELECT id FROM link WHERE (created_at, id) < (1, '') AND recipient = 'x' ORDER BY created_at DESC, id DESC LIMIT 5`,
		"link_newest ":                      `SELECT id FROM link WHERE (created_at, id) < (1, '') ORDER BY created_at DESC, id DESC LIMIT 5`,
		"link_download_link ":               `SELECT id FROM link_download WHERE link = 'x'`,
	} {
		var id, parent, unused int
		var plan string
		err := d.read.db.QueryRowContext(t.Context(), `EXPLAIN QUERY PLAN `+text).Scan(&id, &parent, &unused, &plan)
		if err != nil || !strings.HasPrefix(plan, "SEARCH") || !strings.Contains(plan+" ", index) {
			t.Errorf("%s: %q, %v", index, plan, err)
		}
	}
}

func TestOrdersAndAccountsAreFoundByAnIndex(t *testing.T) {
	d := open(t, dbtest.Name(t))
	for want, text := range map[string]string{
		"SEARCH c USING INDEX sqlite_autoindex_copies_1": forgetOrders,
		"SEARCH a USING INDEX account_subject":           selectOfOne,
	} {
		rows, err := d.read.db.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+text, "1", "2")
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Error(err)
			}
			plan = append(plan, step)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil || !strings.Contains(strings.Join(plan, "; "), want) {
			t.Errorf("want %s: %q, %v", want, plan, err)
		}
	}
}
