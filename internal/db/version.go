package db

import (
	"context"
	"fmt"
	"time"
)

// Table copy_versions (migration 6).

// VersionRow is a version of a copy beside the one in its row: older where the
// stored copy was renewed, newer where a file outside was.
type VersionRow struct {
	SHA256, Number string
	Size           int64
	SealLevel      string
	Made           time.Time
}

// AddVersion stores a version of a copy; one that is known is left as it is.
func (t *Tx) AddVersion(ctx context.Context, v VersionRow) error {
	_, err := t.run(ctx, `INSERT INTO copy_versions (sha256, number, size, seal_level, made) VALUES (`+placeholders(1, 5)+`) ON CONFLICT DO NOTHING`,
		v.SHA256, v.Number, v.Size, v.SealLevel, micros(v.Made))
	if err != nil {
		return fmt.Errorf("copy_versions: add: %w", err)
	}
	return nil
}

// NumberOf finds the copy of which these bytes are a version, the issued one or
// a later one; none: ErrNoRow.
func (s session) NumberOf(ctx context.Context, sum string) (string, error) {
	return one(ctx, s, "copies", scanText, `SELECT number FROM copies WHERE sha256 = $1 UNION SELECT number FROM copy_versions WHERE sha256 = $1 LIMIT 1`, sum)
}

// RenewCopy puts a kept copy's new version in the place of the old one; false if
// the row changed since was read, or is revoked.
func (t *Tx) RenewCopy(ctx context.Context, was, now CopyRow) (bool, error) {
	return t.changed(ctx, `UPDATE copies SET sha256 = $1, size = $2, seal_level = $3, object = $4, wrapped = $5, key_id = $6, seal_ends = $7
		WHERE number = $8 AND object = $9 AND object <> '' AND revoked IS NULL`,
		now.SHA256, now.Size, now.SealLevel, now.Object, now.Wrapped, now.KeyID, nullMicros(now.SealEnds), was.Number, was.Object)
}

// Versions lists the digests of a copy's other versions.
func (s session) Versions(ctx context.Context, number string) ([]string, error) {
	return list(ctx, s, scanText, `SELECT sha256 FROM copy_versions WHERE number = $1 ORDER BY made`, number)
}
