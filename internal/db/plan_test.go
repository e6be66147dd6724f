package db

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
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
