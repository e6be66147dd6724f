package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Table holds (migration 32).

// HoldRow is a legal hold on one copy, or on all copies of a patient.
type HoldRow struct {
	ID, Number, Patient, Basis string
	Begun                      time.Time
	BegunBy                    string
}

// AddHold stores a new hold.
func (t *Tx) AddHold(ctx context.Context, h HoldRow) error {
	_, err := t.run(ctx, `INSERT INTO holds (id, number, patient, basis, begun, begun_by, ended_by) VALUES (`+placeholders(1, 6)+`, '')`,
		h.ID, h.Number, h.Patient, h.Basis, micros(h.Begun), h.BegunBy)
	if err != nil {
		return fmt.Errorf("holds: add: %w", err)
	}
	return nil
}

// Hold reads one hold; none: ErrNoRow.
func (s session) Hold(ctx context.Context, id string) (HoldRow, error) {
	return one(ctx, s, "holds", scanHold, `SELECT id, number, patient, basis, begun, begun_by FROM holds WHERE id = $1`, id)
}

// StandingHolds lists the holds that stand, the oldest first.
func (s session) StandingHolds(ctx context.Context) ([]HoldRow, error) {
	return list(ctx, s, scanHold, `SELECT id, number, patient, basis, begun, begun_by FROM holds WHERE ended IS NULL ORDER BY begun, id`)
}

// Held reports whether a hold stands on the copy or its patient.
func (s session) Held(ctx context.Context, c CopyRow) (bool, error) {
	found, err := list(ctx, s, scanText, `SELECT id FROM holds WHERE ended IS NULL AND (number = $1 OR (patient = $2 AND patient <> '')) LIMIT 1`, c.Number, c.Patient)
	return len(found) > 0, err
}

// EndHold ends a hold; false if it had ended.
func (t *Tx) EndHold(ctx context.Context, id, by string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE holds SET ended = $1, ended_by = $2 WHERE id = $3 AND ended IS NULL`, micros(at), by, id)
}

func scanHold(rows *sql.Rows) (HoldRow, error) {
	var h HoldRow
	var begun int64
	err := rows.Scan(&h.ID, &h.Number, &h.Patient, &h.Basis, &begun, &h.BegunBy)
	h.Begun = time.UnixMicro(begun).UTC()
	return h, err
}
