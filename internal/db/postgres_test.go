//go:build postgres

package db

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"vypiska/internal/db/dbtest"
)

// breakDown ends the transaction with its connection, and keeps quiet about it.
func breakDown(ctx context.Context, tx *Tx) error {
	if tx.exec(ctx, `SELECT pg_terminate_backend(pg_backend_pid())`) == nil {
		return errors.New("the connection is still there")
	}
	return nil
}

func TestWhatIsNotOurDatabaseIsRefused(t *testing.T) {
	other, newer, loose := dbtest.Name(t), dbtest.Name(t), dbtest.Name(t)
	bare(t, other, `CREATE TABLE customers (id INTEGER)`)
	for _, name := range []string{newer, loose} {
		d, err := Open(t.Context(), name)
		if err == nil {
			err = d.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		bare(t, name, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`)
	}
	bare(t, newer, `UPDATE schema_floor SET version = 9999`)
	server := os.Getenv(dbtest.Server)
	for name, c := range map[string]struct {
		url  string
		want error
		says string
	}{
		"another program's database": {other, ErrNotDatabase, "tables of another program"},
		"a newer schema":             {newer, ErrNewer, "it has schema 9999 and this program knows"},
		"a missing schema":           {server + "&search_path=nobodys", nil, "no schema of search_path is there"},
		"a missing database":         {strings.Replace(server, "/postgres?", "/nobodys?", 1), nil, "there is no such database; make it"},
		"a user nobody knows":        {strings.Replace(server, "postgres@", "nobody@", 1), nil, `role "nobody" does not exist`},
		"nobody listens":             {"postgres://postgres@127.0.0.1:1/postgres", ErrAway, "is it running, and is the address right?"},
		"no durable commits":         {loose + "&synchronous_commit=off", nil, "synchronous_commit is off"},
		"a password in the URL":      {strings.Replace(server, "postgres@", "postgres:pa55word@", 1), nil, "database.password_file"},
		"no URL at all":              {"postgres://host:port/x?sslmode=perhaps", nil, "the URL cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(t.Context(), c.url)
			if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
			if err != nil && strings.Contains(err.Error(), "pa55word") {
				t.Errorf("the password is told: %v", err)
			}
		})
	}
	open(t, loose) // a newer schema that says nothing against this program
}

func TestAServerElsewhereMustProveWhoItIs(t *testing.T) {
	root := os.Getenv(dbtest.Root)
	for query, fine := range map[string]bool{
		"":                                    false,
		"sslmode=disable":                     false,
		"sslmode=prefer":                      false,
		"sslmode=require":                     false,
		"sslmode=verify-full":                 true,
		"sslmode=verify-ca":                   true,
		"sslrootcert=" + root:                 false, // prefer: TLS, or none where the server has none
		"sslmode=require&sslrootcert=" + root: true,
	} {
		if _, err := readAddress("postgres://clinic@db.clinic.example/vypiska?" + query); (err == nil) != fine {
			t.Errorf("%s: %v", query, err)
		}
	}
	for _, near := range []string{"postgres://clinic@localhost/x", "postgres://clinic@[::1]/x", "postgres://clinic@/x?host=/run/postgresql"} {
		if _, err := readAddress(near); err != nil {
			t.Errorf("%s: %v", near, err)
		}
	}
	if _, err := readAddress("postgres://clinic@localhost,db.clinic.example/x?sslmode=disable"); err == nil {
		t.Error("the second host is not looked at")
	}
}

// overTLS is the tests' server by its loopback address, as the user.
func overTLS(t *testing.T, name, user string) string {
	t.Helper()
	c, err := pgx.ParseConfig(name)
	if err != nil {
		t.Fatal(err)
	}
	port := os.Getenv(dbtest.Server)
	port = port[strings.LastIndex(port, "=")+1:]
	return "postgres://" + user + "@localhost:" + port + "/postgres?sslmode=verify-full&search_path=" + c.RuntimeParams["search_path"]
}

func TestTheServersCertificateIsVerified(t *testing.T) {
	name := overTLS(t, dbtest.Name(t), "postgres")
	open(t, name+"&sslrootcert="+os.Getenv(dbtest.Root))
	if _, err := Open(t.Context(), name); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("an unknown authority: %v", err)
	}
}

func TestAPasswordIsReadAtEachConnection(t *testing.T) {
	name := dbtest.Name(t)
	c, err := pgx.ParseConfig(name)
	if err != nil {
		t.Fatal(err)
	}
	user := "u" + c.RuntimeParams["search_path"]
	bare(t, name, `CREATE ROLE `+user+` LOGIN PASSWORD 'first' IN ROLE postgres`)
	t.Cleanup(func() {
		bareAfter(t, os.Getenv(dbtest.Server), `REASSIGN OWNED BY `+user+` TO postgres; DROP ROLE `+user)
	})
	file := filepath.Join(t.TempDir(), "password")
	give := func(password string) {
		if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	address := overTLS(t, name, user) + "&sslrootcert=" + os.Getenv(dbtest.Root)
	give("wrong")
	if _, err := OpenWith(t.Context(), address, Options{PasswordFile: file}); err == nil || !strings.Contains(err.Error(), "refuses the user or the password") {
		t.Errorf("%v", err)
	}
	give("first")
	d, err := OpenWith(t.Context(), address, Options{PasswordFile: file})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	bare(t, name, `ALTER ROLE `+user+` PASSWORD 'second'; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '`+user+`'`)
	give("second")
	if err := d.View(t.Context(), func(*View) error { return nil }); err != nil {
		t.Errorf("after the password was changed: %v", err)
	}
}

func bareAfter(t *testing.T, name, statement string) {
	c, err := pgx.Connect(context.Background(), name)
	if err != nil {
		t.Error(err)
		return
	}
	defer c.Close(context.Background())
	if _, err := c.Exec(context.Background(), statement); err != nil {
		t.Error(err)
	}
}

func TestTextThatCannotBeStoredIsFoundNowhere(t *testing.T) {
	d := open(t, dbtest.Name(t))
	for _, odd := range []string{"D-1\x00", "\xff", "D-1\xc0\xaf"} {
		err := d.View(t.Context(), func(v *View) error { _, err := v.Accounts().Account(t.Context(), odd); return err })
		if !errors.Is(err, ErrNoAccount) {
			t.Errorf("%q: %v", odd, err)
		}
	}
}

// Every connection of the pools is dead at once, as after the server was started
// again: nobody sees an error.
func TestDeadConnectionsAreReplaced(t *testing.T) {
	name := dbtest.Name(t)
	d, k := open(t, name+"&application_name=doomed"), newLog(t)
	for range 5 {
		fill(t, d, k.log, 3)
		bare(t, name, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doomed'`)
	}
	if r := verify(t, d, k.verifier); !r.Intact() || r.Size != 15 {
		t.Errorf("%s", r)
	}
}

func TestRowsAreFoundByAnIndex(t *testing.T) {
	d := open(t, dbtest.Name(t))
	for index, text := range map[string]string{
		"link_token_key":           `SELECT id FROM link WHERE token = '\x00'`,
		"link_download_ticket_key": `SELECT id FROM link_download WHERE ticket = '\x00'`,
		"link_number":              `SELECT id FROM link WHERE (created_at, id) < (1, '') AND number = 'x' ORDER BY created_at DESC, id DESC LIMIT 5`,
		"link_recipient":           `SELECT id FROM link WHERE (created_at, id) < (1, '') AND recipient = 'x' ORDER BY created_at DESC, id DESC LIMIT 5`,
		"link_newest":              `SELECT id FROM link WHERE (created_at, id) < (1, '') ORDER BY created_at DESC, id DESC LIMIT 5`,
		"link_download_link":       `SELECT id FROM link_download WHERE link = 'x'`,
		"register_patient":         `SELECT seq FROM register WHERE seq >= 1 AND body IS NOT NULL AND at >= 2 AND at < 3 AND patient = 'x' AND patient <> '' ORDER BY seq LIMIT 5`,
	} {
		plan := ""
		err := d.View(t.Context(), func(v *View) error {
			if err := v.exec(t.Context(), `SET LOCAL enable_seqscan = off`); err != nil { // the tables are empty
				return err
			}
			rows, err := list(t.Context(), v.session, scanText, `EXPLAIN `+text)
			plan = strings.Join(rows, "\n")
			return err
		})
		if err != nil || !strings.Contains(plan, index+" ") || strings.Contains(plan, "Sort") {
			t.Errorf("%s: %s, %v", index, plan, err)
		}
	}
}

// A destroyed copy's key, and whose it was, are in no file of a table once the
// database was scrubbed; while somebody reads, Scrub says that they may be.
func TestWhatIsErasedLeavesTheFiles(t *testing.T) {
	name := dbtest.Name(t)
	d := open(t, name)
	key, patient := []byte("wrapped-key-zq7391-0123456789ab"), "Patient-zq7391"
	row := CopyRow{Number: "AAAA-BBBB-0001", Kind: "signed", Patient: patient, SHA256: "00", Object: "o", Wrapped: key, KeyID: "k", Issued: noon, KeepUntil: noon}
	in := func() bool { return dbtest.Holds(t, name, key) || dbtest.Holds(t, name, []byte(patient)) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.Tx(t.Context(), func(tx *Tx) error { return tx.AddCopy(t.Context(), row) }))
	must(d.Tx(t.Context(), func(tx *Tx) error {
		_, err := tx.ForgetCopy(t.Context(), row.Number, noon)
		return err
	}))
	if !in() {
		t.Fatal("the test cannot see what an update leaves behind")
	}
	must(d.View(t.Context(), func(v *View) error {
		if _, err := v.Copy(t.Context(), row.Number); err != nil {
			return err
		}
		if err := d.Scrub(t.Context()); err == nil || !strings.Contains(err.Error(), "may still hold erased text") {
			t.Errorf("while somebody reads: %v", err)
		}
		return nil
	}))
	must(d.Scrub(t.Context()))
	if in() {
		t.Error("the erased bytes are in a table's or index's file")
	}
	must(d.Scrub(t.Context())) // with nothing to do
}
