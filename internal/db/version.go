package db

import (
	"context"
	"fmt"
	"time"
)

// Table copy_versions (migration 6).

// VersionRow is a version of an issued copy with its seal extended.
type VersionRow struct {
	SHA256, Number string
	Size           int64
	SealLevel      string
	Made           time.Time
}

// AddVersion stores a new version of a copy.
func (t *Tx) AddVersion(ctx context.Context, v VersionRow) error {
	_, err := t.run(ctx, `INSERT INTO copy_versions (sha256, number, size, seal_level, made) VALUES (`+placeholders(1, 5)+`)`,
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

// Versions lists the digests of a copy's later versions.
func (s session) Versions(ctx context.Context, number string) ([]string, error) {
	return list(ctx, s, scanText, `SELECT sha256 FROM copy_versions WHERE number = $1 ORDER BY made`, number)
}
