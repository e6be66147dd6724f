package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Table destructions (migration 32).

// DestructionRow is a destroyed copy on its way to an act and to the end of backups.
type DestructionRow struct {
	Number, Kind, SHA256 string
	Patient              string // empty once the act states it
	Issued               time.Time
	Event                string
	Seq                  int64
	At                   time.Time
	By, Reason           string
	Backups              time.Time
}

const destructionColumns = `number, kind, sha256, patient, issued, event, seq, at, by_whom, reason, backups`

// AddDestruction stores a destroyed copy that has no act yet; one that is known
// stays as it is.
func (t *Tx) AddDestruction(ctx context.Context, d DestructionRow) error {
	_, err := t.run(ctx, `INSERT INTO destructions (`+destructionColumns+`, act) VALUES (`+placeholders(1, 11)+`, '') ON CONFLICT DO NOTHING`,
		d.Number, d.Kind, d.SHA256, d.Patient, micros(d.Issued), d.Event, d.Seq, micros(d.At), d.By, d.Reason, micros(d.Backups))
	if err != nil {
		return fmt.Errorf("destructions: add: %w", err)
	}
	return nil
}

// WithoutAct lists up to limit destroyed copies that no act states yet, those of
// one act beside each other: the ones that come after the last one seen, which is
// zero at first.
func (s session) WithoutAct(ctx context.Context, last DestructionRow, limit int) ([]DestructionRow, error) {
	return list(ctx, s, scanDestruction, `SELECT `+destructionColumns+` FROM destructions WHERE act = '' AND (event, by_whom, reason, at, number) > ($1, $2, $3, $4, $5)
		ORDER BY event, by_whom, reason, at, number LIMIT $6`, last.Event, last.By, last.Reason, micros(last.At), last.Number, limit)
}

// StateInAct notes the act that states a destroyed copy, and forgets whose it was.
func (t *Tx) StateInAct(ctx context.Context, number, act string) (bool, error) {
	ok, err := t.changed(ctx, `UPDATE destructions SET act = $1, patient = '' WHERE number = $2 AND act = ''`, act, number)
	return ok, errors.Join(err, t.erased(ctx, "destructions"))
}

// LeftInBackups lists up to limit destroyed copies whose last backup had ended at
// the moment and that are not noted as gone.
func (s session) LeftInBackups(ctx context.Context, at time.Time, limit int) ([]DestructionRow, error) {
	return list(ctx, s, scanDestruction, `SELECT `+destructionColumns+` FROM destructions WHERE gone IS NULL AND backups <= $1 ORDER BY backups LIMIT $2`, micros(at), limit)
}

// NoteGone notes that no backup holds a destroyed copy any more; false if it was noted.
func (t *Tx) NoteGone(ctx context.Context, number string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE destructions SET gone = $1 WHERE number = $2 AND gone IS NULL`, micros(at), number)
}

// StatedInAct lists the destroyed copies that an act states.
func (s session) StatedInAct(ctx context.Context, act string) ([]DestructionRow, error) {
	return list(ctx, s, scanDestruction, `SELECT `+destructionColumns+` FROM destructions WHERE act = $1 AND act <> '' ORDER BY number`, act)
}

// ActOf is the number of the act that states a destroyed copy, empty while there
// is none; not destroyed: ErrNoRow.
func (s session) ActOf(ctx context.Context, number string) (string, error) {
	return one(ctx, s, "destructions", scanText, `SELECT act FROM destructions WHERE number = $1`, number)
}

func scanDestruction(rows *sql.Rows) (DestructionRow, error) {
	var d DestructionRow
	var issued, at, backups int64
	err := rows.Scan(&d.Number, &d.Kind, &d.SHA256, &d.Patient, &issued, &d.Event, &d.Seq, &at, &d.By, &d.Reason, &backups)
	d.Issued, d.At, d.Backups = time.UnixMicro(issued).UTC(), time.UnixMicro(at).UTC(), time.UnixMicro(backups).UTC()
	return d, err
}
