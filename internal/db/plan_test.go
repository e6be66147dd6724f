package db

import (
	"context"
	"database/sql"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What a sweep does each hour while all other writers wait, and what the officer
// waits for, must not read a table that grows for years from one end to the other.
func TestTheSweepReadsNoWholeTable(t *testing.T) {
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	scan := func(rows *sql.Rows) (step string, err error) {
		var id, parent, unused int
		return step, rows.Scan(&id, &parent, &unused, &step)
	}
	for name, text := range map[string]string{"strip links": stripLinks, "drop downloads": dropDownloads, "ending links": endingLinks,
		"forget orders": forgetOrders, "forget copies": forgetCopies, "packages with": packagesWith} {
		args := make([]any, highest(text))
		err := d.View(t.Context(), func(v *View) error {
			steps, err := list(t.Context(), v.session, scan, "EXPLAIN QUERY PLAN "+text, args...)
			for _, s := range steps {
				if strings.HasPrefix(s, "SCAN ") && !strings.Contains(s, "CONSTANT ROW") {
					t.Errorf("%s: %s", name, s)
				}
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// highest is how many arguments a statement takes.
func highest(text string) (n int) {
	for i := 1; i < 10; i++ {
		if strings.Contains(text, "$"+string(rune('0'+i))) {
			n = i
		}
	}
	return n
}

// Whoever reads for long, as a backup or a check of the register does, holds up the
// scrubbing, and that for a moment only whoever writes.
func TestAReaderHoldsUpNoWriterThroughAScrub(t *testing.T) {
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	write := func(ctx context.Context, number string) error {
		return d.Tx(ctx, func(tx *Tx) error { return tx.ReserveNumber(ctx, number) })
	}
	err = d.View(t.Context(), func(v *View) error {
		if _, err := v.StandingHolds(t.Context()); err != nil { // the snapshot begins
			return err
		}
		if err := write(t.Context(), "1"); err != nil {
			return err
		}
		scrubbed := make(chan error)
		go func() { scrubbed <- d.Scrub(context.Background()) }()
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
		defer cancel()
		for i := 2; ; i++ {
			if err := write(ctx, strconv.Itoa(i)); err != nil {
				t.Errorf("a writer waits for the reader: %v", err)
			}
			select {
			case err := <-scrubbed:
				if err == nil {
					t.Error("what was erased is said to be gone though somebody reads it")
				}
				return nil
			case <-time.After(10 * time.Millisecond):
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Scrub(t.Context()); err != nil {
		t.Errorf("nobody reads any more: %v", err)
	}
}
