package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Table blocks (migration 5).

// BlockRow is one prohibition by a patient.
type BlockRow struct {
	ID, Patient, Channel, Scope string
	Begun                       time.Time
	BegunBy                     string
	Ended                       time.Time // zero while it stands
	EndedBy                     string
}

const blockColumns = `id, patient, channel, scope, begun, begun_by, ended, ended_by`

// AddBlock stores a new block.
func (t *Tx) AddBlock(ctx context.Context, b BlockRow) error {
	_, err := t.run(ctx, `INSERT INTO blocks (`+blockColumns+`) VALUES (`+placeholders(1, 8)+`)`,
		b.ID, b.Patient, b.Channel, b.Scope, micros(b.Begun), b.BegunBy, nullMicros(b.Ended), b.EndedBy)
	if err != nil {
		return fmt.Errorf("blocks: add: %w", err)
	}
	return nil
}

// Block reads one block; none: ErrNoRow.
func (s session) Block(ctx context.Context, id string) (BlockRow, error) {
	return one(ctx, s, "blocks", scanBlock, `SELECT `+blockColumns+` FROM blocks WHERE id = $1`, id)
}

// StandingBlocks lists the blocks of a patient that stand.
func (s session) StandingBlocks(ctx context.Context, patient string) ([]BlockRow, error) {
	return list(ctx, s, scanBlock, `SELECT `+blockColumns+` FROM blocks WHERE patient = $1 AND ended IS NULL`, patient)
}

// EndBlock ends a block; false if it had ended.
func (t *Tx) EndBlock(ctx context.Context, id, by string, at time.Time) (bool, error) {
	return t.changed(ctx, `UPDATE blocks SET ended = $1, ended_by = $2 WHERE id = $3 AND ended IS NULL`, micros(at), by, id)
}

func scanBlock(rows *sql.Rows) (BlockRow, error) {
	var b BlockRow
	var begun int64
	var ended sql.NullInt64
	err := rows.Scan(&b.ID, &b.Patient, &b.Channel, &b.Scope, &begun, &b.BegunBy, &ended, &b.EndedBy)
	b.Begun, b.Ended = time.UnixMicro(begun).UTC(), timeOf(ended)
	return b, err
}
