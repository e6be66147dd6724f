package db

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// takes are statements after which an older program's may fail.
var takes = regexp.MustCompile(`(?i)\b(DROP\s+(TABLE|COLUMN)|RENAME|ALTER\s+COLUMN|ADD\s+CONSTRAINT|CREATE\s+UNIQUE\s+INDEX)\b`)

// adds are columns that older programs leave out of their inserts.
var adds = regexp.MustCompile(`(?i)\bADD\s+COLUMN\s+([^;]*);`)

// takesAway says what in a migration an older program would not survive: two
// versions run while processes are replaced one after the other.
func takesAway(migration string) (faults []string) {
	up, _, _ := strings.Cut(migration, "-- +goose Down")
	if strings.Contains(up, "UPDATE schema_floor") { // it says so: older programs are refused
		return nil
	}
	made := regexp.MustCompile(`(?i)CREATE\s+TABLE\s+(\w+)`).FindAllStringSubmatch(up, -1)
	for _, found := range takes.FindAllStringIndex(up, -1) {
		statement := up[found[0]:]
		statement, _, _ = strings.Cut(statement, ";")
		own := false // on a table that the migration makes itself
		for _, m := range made {
			own = own || strings.Contains(statement, " "+m[1]+" ")
		}
		if !own {
			faults = append(faults, statement)
		}
	}
	for _, m := range adds.FindAllStringSubmatch(up, -1) {
		if strings.Contains(m[1], "NOT NULL") && !strings.Contains(m[1], "DEFAULT") {
			faults = append(faults, m[0])
		}
	}
	return faults
}

func TestMigrationsOnlyAdd(t *testing.T) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range takesAway(string(text)) {
			t.Errorf("%s takes away what an older program needs, and does not raise schema_floor: %s", name, fault)
		}
	}
}

func TestTheRuleSeesWhatTakesAway(t *testing.T) {
	for text, faults := range map[string]int{
		`ALTER TABLE link DROP COLUMN code;`:                                   1,
		`ALTER TABLE link RENAME COLUMN code TO pin_code;`:                     1,
		`ALTER TABLE link ADD COLUMN note TEXT NOT NULL;`:                      1,
		`CREATE UNIQUE INDEX one ON link (number);`:                            1,
		`ALTER TABLE link ADD COLUMN note TEXT NOT NULL DEFAULT '';`:           0,
		`CREATE TABLE note (id TEXT); CREATE UNIQUE INDEX one ON note (id);`:   0,
		`DROP TABLE link; UPDATE schema_floor SET version = 99 WHERE one = 1;`: 0,
		"CREATE TABLE note (id TEXT);\n-- +goose Down\nDROP TABLE note;":       0,
	} {
		if got := takesAway(text); len(got) != faults {
			t.Errorf("%s: %q", text, got)
		}
	}
}
