package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vypiska/storage/register"
)

func open(t testing.TB, path string) *DB {
	t.Helper()
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

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

func TestOpenExistingMakesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vypiska.db")
	if _, err := OpenExisting(t.Context(), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a file was made")
	}
	open(t, path)
	d, err := OpenExisting(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestManyMayOpenANewFileAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vypiska.db")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			d, err := Open(context.Background(), path)
			if err != nil {
				t.Error(err)
				return
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestNothingRemainsOfAFailedTransaction(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "vypiska.db"))
	k := newLog(t)
	fill(t, d, k.log, 2)
	stop := errors.New("stop")
	add := func(tx *Tx) {
		if _, err := k.log.Append(t.Context(), tx.Register(), sample(2)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Tx(t.Context(), func(tx *Tx) error { add(tx); return stop }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = d.Tx(t.Context(), func(tx *Tx) error { add(tx); panic("bug") })
	}()
	gone, cancel := context.WithCancel(t.Context())
	err := d.Tx(gone, func(tx *Tx) error { add(tx); cancel(); return nil })
	if err == nil {
		t.Error("a cancelled transaction was committed")
	}
	if r := verify(t, d, k.verifier); !r.Intact() || r.Size != 2 {
		t.Errorf("%s", r)
	}
	fill(t, d, k.log, 1) // the writer is free again
}

func TestAViewSeesOneMomentAndCannotWrite(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "vypiska.db"))
	k := newLog(t)
	fill(t, d, k.log, 3)
	err := d.View(t.Context(), func(v *View) error {
		if _, err := v.Register().Head(t.Context()); err != nil {
			return err
		}
		fill(t, d, k.log, 2)
		r, err := register.Verify(t.Context(), v.Register(), k.verifier)
		if err != nil || !r.Intact() || r.Size != 3 {
			t.Errorf("%s, %v", r, err)
		}
		if _, err := v.tx.ExecContext(t.Context(), `DELETE FROM register`); err == nil {
			t.Error("a view wrote")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if r := verify(t, d, k.verifier); r.Size != 5 {
		t.Errorf("%s", r)
	}
}

func TestCommittedMeansOnTheDisk(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "vypiska.db"))
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "secure_delete": "1"} {
		var got string
		if err := d.write.db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s, %v; want %s", pragma, got, err, want)
		}
	}
}

// bare runs SQL on the file as any other program would.
func bare(t testing.TB, path string, statements ...string) {
	t.Helper()
	p, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, s := range statements {
		if _, err := p.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

type keyed struct {
	log      *register.Log
	signer   string
	verifier register.Verifier
}

func newLog(t testing.TB) keyed {
	t.Helper()
	signer, verifier, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	l, err := register.New(signer, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	v, err := register.NewVerifier(verifier)
	if err != nil {
		t.Fatal(err)
	}
	return keyed{l, signer, v}
}
