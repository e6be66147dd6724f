package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// lasting are the copies whose seals are renewed: kept, not revoked, of a level
// that is to hold for years.
const lasting = `object <> '' AND revoked IS NULL AND seal_level IN ('B-LT', 'B-LTA')`

// AgingSeals lists up to limit such copies, by number after the given one, whose
// seal can be proved no longer than until, or of which that is not known.
func (s session) AgingSeals(ctx context.Context, until time.Time, after string, limit int) ([]CopyRow, error) {
	return list(ctx, s, scanCopy, `SELECT `+copyColumns+` FROM copies WHERE `+lasting+` AND (seal_ends IS NULL OR seal_ends < $1) AND number > $2 ORDER BY number LIMIT $3`,
		micros(until), after, limit)
}

// FirstSealEnd is the earliest end of them; zero if there is none.
func (s session) FirstSealEnd(ctx context.Context) (time.Time, error) {
	ends, err := list(ctx, s, func(rows *sql.Rows) (at sql.NullInt64, err error) { return at, rows.Scan(&at) },
		`SELECT MIN(seal_ends) FROM copies WHERE `+lasting)
	if err != nil {
		return time.Time{}, fmt.Errorf("copies: first end of a seal: %w", err)
	}
	return timeOf(ends[0]), nil
}

// NoteSealEnd writes down the end of a copy's seal, where it was not known.
func (t *Tx) NoteSealEnd(ctx context.Context, c CopyRow, ends time.Time) error {
	_, err := t.run(ctx, `UPDATE copies SET seal_ends = $1 WHERE number = $2 AND sha256 = $3`, micros(ends), c.Number, c.SHA256)
	if err != nil {
		return fmt.Errorf("copies: note the end of a seal: %w", err)
	}
	return nil
}
