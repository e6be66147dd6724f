package db

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/register"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func sample(i int) register.Entry {
	return register.Entry{
		Time: noon.Add(time.Duration(i) * time.Hour), Event: register.Issue, Actor: "operator:demo",
		Number: fmt.Sprintf("AAAA-BBBB-%04d", i), Kind: "signed", Patient: fmt.Sprintf("Patient-%d", i%3), Basis: "договор 7",
	}
}

// fill appends n entries, each in a transaction of its own.
func fill(t testing.TB, d *DB, l *register.Log, n int) {
	t.Helper()
	for i := range n {
		err := d.Tx(t.Context(), func(tx *Tx) error {
			_, err := l.Append(t.Context(), tx.Register(), sample(i))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func verify(t testing.TB, d *DB, v register.Verifier, outside ...register.Checkpoint) register.Report {
	t.Helper()
	var report register.Report
	err := d.View(t.Context(), func(view *View) (err error) {
		report, err = register.Verify(t.Context(), view.Register(), v, outside...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// copyOf copies a closed database.
func copyOf(t testing.TB, name string) string {
	t.Helper()
	restore, dir := dbtest.Backup(t, name), t.TempDir()
	return dbtest.Of(dir, restore(t, dir))
}

// closed makes a database with n entries that nobody has open.
func closed(t testing.TB, n int) (path string, k keyed) {
	t.Helper()
	path, k = dbtest.Name(t), newLog(t)
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Tx(t.Context(), func(tx *Tx) error {
		for i := range n {
			if _, err := k.log.Append(t.Context(), tx.Register(), sample(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, d.Close()); err != nil {
		t.Fatal(err)
	}
	return path, k
}

var zeros = dbtest.Bytes(strings.Repeat("00", 32))

const entriesInTamperTest = 37

// Each statement is run with %d an entry between 2 and the last but one.
var tamperings = []struct {
	name string
	sql  string
	kind register.FaultKind
}{
	{"the text is changed", `UPDATE register SET body = replace(body, 'a', 'b') WHERE seq = %d`, register.Changed},
	{"the text is gone, the salt stays", `UPDATE register SET body = NULL WHERE seq = %d`, register.Changed},
	{"the salt is changed", `UPDATE register SET salt = ` + dbtest.Bytes("00112233445566778899aabbccddeeff") + ` WHERE seq = %d`, register.Changed},
	{"the salt is gone, the text stays", `UPDATE register SET salt = NULL WHERE seq = %d`, register.Changed},
	{"both are gone", `UPDATE register SET body = NULL, salt = NULL, at = NULL, patient = NULL, number = NULL WHERE seq = %d`, register.Blanked},
	{"the row is removed", `DELETE FROM register WHERE seq = %d`, register.Missing},
	{"the patient beside it is changed", `UPDATE register SET patient = 'x' WHERE seq = %d`, register.Columns},
	{"the number beside it is changed", `UPDATE register SET number = NULL WHERE seq = %d`, register.Columns},
	{"the time beside it is changed", `UPDATE register SET at = at + 1 WHERE seq = %d`, register.Columns},
	{"it is swapped with the next", `UPDATE register SET seq = -1 WHERE seq = %[1]d;
		UPDATE register SET seq = %[1]d WHERE seq = %[1]d + 1; UPDATE register SET seq = %[1]d + 1 WHERE seq = -1`, register.Swapped},
	{"a copy is inserted before it", `UPDATE register SET seq = -seq - 1 WHERE seq >= %[1]d; UPDATE register SET seq = -seq WHERE seq < 0;
		INSERT INTO register SELECT %[1]d, at, patient, number, replace(body, 'a', 'b'), salt FROM register WHERE seq = 1`, register.Inserted},
	{"it is removed and the rest renumbered", `DELETE FROM register WHERE seq = %[1]d; UPDATE register SET seq = -seq WHERE seq > %[1]d;
		UPDATE register SET seq = -seq - 1 WHERE seq < 0`, register.Renumbered},
}

func TestVerifyNamesTheRowThatWasTamperedWith(t *testing.T) {
	path, k := closed(t, entriesInTamperTest)
	d := open(t, path)
	for _, c := range tamperings {
		t.Run(c.name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				seq := rapid.Int64Range(2, entriesInTamperTest-1).Draw(rt, "seq")
				r := tamper(t, d, k.verifier, fmt.Sprintf(c.sql, seq))
				if len(r.Faults) != 1 || r.Faults[0].Kind != c.kind || r.Faults[0].First != seq {
					rt.Fatalf("entry %d: %s", seq, r)
				}
			})
		})
	}
}

// tamper verifies the register as statements leave it, and takes them back.
func tamper(t *testing.T, d *DB, v register.Verifier, statements string) (report register.Report) {
	t.Helper()
	undo := errors.New("undo")
	err := d.Tx(t.Context(), func(tx *Tx) (err error) {
		if err = tx.exec(t.Context(), statements); err != nil {
			return err
		}
		if report, err = register.Verify(t.Context(), tx.Register(), v); err != nil {
			return err
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	return report
}

func TestVerifyFindsWhatConcernsNoSingleRow(t *testing.T) {
	path, k := closed(t, entriesInTamperTest)
	for name, c := range map[string]struct {
		sql  string
		kind register.FaultKind
	}{
		"the last row is removed":       {`DELETE FROM register WHERE seq = (SELECT max(seq) FROM register)`, register.Cut},
		"the last rows and hashes":      {`DELETE FROM register WHERE seq > 30; DELETE FROM register_hashes WHERE idx > 56`, register.Cut},
		"all rows are removed":          {`DELETE FROM register`, register.Cut},
		"all rows and hashes":           {`DELETE FROM register; DELETE FROM register_hashes`, register.Cut},
		"all but the head row":          {`DELETE FROM register_head`, register.BadHead},
		"the head's size":               {`UPDATE register_head SET size = size - 1`, register.BadHead},
		"the head's root":               {`UPDATE register_head SET root = ` + zeros + ``, register.BadHead},
		"the head's root is cut":        {`UPDATE register_head SET root = ` + dbtest.Bytes("000000") + ``, register.BadHead},
		"the head's note":               {`UPDATE register_head SET note = replace(note, '37', '36'), size = 36`, register.BadHead},
		"the head's note is emptied":    {`UPDATE register_head SET note = ''`, register.BadHead},
		"a hash":                        {`UPDATE register_hashes SET hash = ` + zeros + ` WHERE idx = 20`, register.BadHash},
		"a hash is removed":             {`DELETE FROM register_hashes WHERE idx = 21`, register.BadHash},
		"a hash is added":               {`INSERT INTO register_hashes VALUES (99, ` + zeros + `)`, register.BadHash},
		"a row is added":                {`INSERT INTO register SELECT 38, at, patient, number, body, salt FROM register WHERE seq = 5`, register.Inserted},
		"a row is added before entry 1": {`INSERT INTO register SELECT 0, at, patient, number, body, salt FROM register WHERE seq = 5`, register.Inserted},
		"a row at the least number":     {`INSERT INTO register (seq, body) VALUES (-9223372036854775808, 'x')`, register.Inserted},
		"a row at the greatest number":  {`INSERT INTO register (seq, body) VALUES (9223372036854775807, 'x')`, register.Inserted},
	} {
		t.Run(name, func(t *testing.T) {
			tampered := copyOf(t, path)
			bare(t, tampered, c.sql)
			r := verify(t, open(t, tampered), k.verifier)
			if r.Intact() || r.Faults[0].Kind != c.kind {
				t.Errorf("%s", r)
			}
		})
	}
}

func TestADatabaseSetBackIsFoundAgainstTheCheckpointFile(t *testing.T) {
	path, k := closed(t, 5)
	file := register.CheckpointFile{Path: filepath.Join(t.TempDir(), "checkpoint.txt")}
	older := open(t, copyOf(t, path))
	d := open(t, path)
	fill(t, d, k.log, 4)
	advance := func(d *DB) error {
		return file.Advance(t.Context(), k.verifier, func(use func(register.Prover) error) error {
			return d.View(t.Context(), func(v *View) error { return use(v.Register()) })
		})
	}
	for range 2 {
		if err := advance(d); err != nil {
			t.Fatal(err)
		}
	}
	outside, err := file.Read()
	if err != nil {
		t.Fatal(err)
	}
	if r := verify(t, d, k.verifier, outside); !r.Intact() || r.Outside != 1 {
		t.Errorf("genuine: %s", r)
	}
	for _, more := range []int{0, 20} { // right after, and grown beyond the checkpoint
		fill(t, older, k.log, more)
		if r := verify(t, older, k.verifier, outside); r.Intact() || r.Faults[0].Kind != register.RolledBack {
			t.Errorf("set back, %d more: %s", more, r)
		}
		if err := advance(older); !errors.Is(err, register.ErrRolledBack) {
			t.Errorf("set back, %d more: advance: %v", more, err)
		}
	}
	if kept, err := file.Read(); err != nil || kept != outside {
		t.Errorf("the evidence was overwritten: %v", err)
	}
	if err := os.WriteFile(file.Path, []byte("forged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := advance(d); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("forged file: %v", err)
	}
}

func TestErasedTextIsInNoFile(t *testing.T) {
	path, k := dbtest.Name(t), newLog(t)
	d := open(t, path)
	const mark = "Patient-zq7391"
	fill(t, d, k.log, 3)
	err := d.Tx(t.Context(), func(tx *Tx) error {
		e := sample(4)
		e.Patient = mark
		_, err := k.log.Append(t.Context(), tx.Register(), e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !dbtest.Holds(t, path, []byte(mark)) {
		t.Fatal("the test cannot see the text")
	}
	err = d.Tx(t.Context(), func(tx *Tx) error {
		_, err := k.log.Erase(t.Context(), tx.Register(), 4, register.Entry{Time: noon, Actor: "officer-1"})
		return err
	})
	if err := errors.Join(err, d.Scrub(t.Context())); err != nil {
		t.Fatal(err)
	}
	if dbtest.Holds(t, path, []byte(mark)) {
		t.Error("the erased text is still in a file")
	}
	if r := verify(t, d, k.verifier); !r.Intact() || r.Erased != 1 {
		t.Errorf("%s", r)
	}
}

func TestExportByPatientPeriodAndNumber(t *testing.T) {
	path, k := closed(t, 1500)
	d := open(t, path)
	err := d.Tx(t.Context(), func(tx *Tx) error {
		_, err := k.log.Erase(t.Context(), tx.Register(), 4, register.Entry{Time: noon, Actor: "officer-1"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		filter register.Filter
		want   int
		first  string
	}{
		"everything but the erased": {register.Filter{}, 1500, `{"seq":1,`},
		"one patient":               {register.Filter{Patient: "Patient-1"}, 500, `{"seq":2,`},
		"a patient, one erased":     {register.Filter{Patient: "Patient-0"}, 499, `{"seq":1,`},
		"a period":                  {register.Filter{From: noon.Add(10 * time.Hour), To: noon.Add(20 * time.Hour)}, 10, `{"seq":11,`},
		"a patient in a period":     {register.Filter{Patient: "Patient-2", From: noon.Add(10 * time.Hour), To: noon.Add(20 * time.Hour)}, 3, `{"seq":12,`},
		"one copy":                  {register.Filter{Number: "AAAA-BBBB-0700"}, 1, `{"seq":701,`},
		"nobody":                    {register.Filter{Patient: "'; DROP TABLE register; --"}, 0, ``},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := d.View(t.Context(), func(v *View) error {
				return register.WriteJSON(&out, register.Export(t.Context(), v.Register(), c.filter))
			})
			if err != nil || strings.Count(out.String(), "\n") != c.want || !strings.HasPrefix(out.String(), c.first) {
				t.Errorf("%v, %d lines, %.80s", err, strings.Count(out.String(), "\n"), out.String())
			}
		})
	}
}

// BenchmarkAppend alternates appends with bare durable transactions of one
// insert of the same size, because a shared disk changes its pace: percent is
// the register's rate against theirs.
func BenchmarkAppend(b *testing.B) {
	plain := bareDB(b)
	d, k := open(b, dbtest.Name(b)), newLog(b)
	var bare, appends time.Duration
	for b.Loop() {
		start := time.Now()
		plain(b)
		bare += time.Since(start)
		start = time.Now()
		fill(b, d, k.log, 1)
		appends += time.Since(start)
	}
	b.ReportMetric(float64(bare)/float64(appends)*100, "percent")
	b.ReportMetric(float64(bare.Microseconds())/float64(b.N), "bare-µs/op")
	b.ReportMetric(float64(appends.Microseconds())/float64(b.N), "append-µs/op")
}

// bareDB makes a database of its own and returns what does one bare durable
// transaction there.
func bareDB(b *testing.B) func(*testing.B) {
	d := open(b, dbtest.Name(b))
	if _, err := d.write.db.Exec(`CREATE TABLE plain (body TEXT)`); err != nil {
		b.Fatal(err)
	}
	body := strings.Repeat("x", 250)
	return func(b *testing.B) {
		err := d.Tx(b.Context(), func(tx *Tx) error {
			return tx.exec(b.Context(), `INSERT INTO plain (body) VALUES ($1)`, body)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	path, k := closed(b, 20_000)
	d := open(b, path)
	for b.Loop() {
		if r := verify(b, d, k.verifier); !r.Intact() {
			b.Fatal(r)
		}
	}
}

// BenchmarkMillion is the register at its size: full verification and the proof
// of one copy among a million entries. VYPISKA_ENTRIES makes it smaller.
func BenchmarkMillion(b *testing.B) {
	n := 1_000_000
	if text := os.Getenv("VYPISKA_ENTRIES"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	path, k := closed(b, n)
	d := open(b, path)
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if r := verify(b, d, k.verifier); !r.Intact() || r.Size != int64(n) {
				b.Fatal(r)
			}
		}
	})
	b.Run("prove", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			err := d.View(b.Context(), func(v *View) error {
				_, err := register.Prove(b.Context(), v.Register(), sample(i*7919%n).Number, "")
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("append", func(b *testing.B) {
		for b.Loop() {
			fill(b, d, k.log, 1)
		}
	})
}
