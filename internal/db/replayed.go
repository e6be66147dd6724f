package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Table replayed (migration 98).

// Replayed is how far a file of tombstones was carried out here, 0 where it was not.
func (s session) Replayed(ctx context.Context, file string) (int64, error) {
	scan := func(rows *sql.Rows) (place int64, err error) { return place, rows.Scan(&place) }
	place, err := one(ctx, s, "replayed", scan, `SELECT place FROM replayed WHERE file = $1`, file)
	if errors.Is(err, ErrNoRow) {
		err = nil
	}
	return place, err
}

// NoteReplayed notes how far it was.
func (t *Tx) NoteReplayed(ctx context.Context, file string, place int64) error {
	err := t.exec(ctx, `INSERT INTO replayed (file, place) VALUES ($1, $2) ON CONFLICT (file) DO UPDATE SET place = excluded.place`, file, place)
	if err != nil {
		return fmt.Errorf("replayed: note: %w", err)
	}
	return nil
}
