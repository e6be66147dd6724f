package db

import (
	"context"
	"fmt"
	"math"
	"time"

	"vypiska/storage/links"
)

const endingLinks = `SELECT ` + linkColumns + ` FROM link WHERE token IS NOT NULL AND ` + linkOpen + `
	AND taken = 0 AND reminded_at IS NULL AND expires_at <= $2 AND expires_at - created_at > $3 AND (expires_at, id) > ($4, $5) ORDER BY expires_at, id LIMIT $6`

// LinksEnding lists up to limit links that open at the moment, end before the other,
// were made longer than that before their end, and whose recipient neither took a
// download nor was told: the soonest to end first, those that come after the last
// one seen, which is zero at first.
func (r LinksView) LinksEnding(ctx context.Context, at time.Time, within time.Duration, last links.Link, limit int) ([]links.Link, error) {
	after := int64(math.MinInt64)
	if last.ID != "" {
		after = micros(last.Expires)
	}
	rows, err := list(ctx, r.session, scanLink, endingLinks, micros(at), micros(at.Add(within)), within.Microseconds(), after, string(last.ID), limit)
	if err != nil {
		return nil, fmt.Errorf("link: ending: %w", err)
	}
	found := make([]links.Link, len(rows))
	for i, row := range rows {
		found[i] = row.Link
	}
	return found, nil
}

// NoteReminded notes that a link's recipient was told, or cannot be.
func (r Links) NoteReminded(ctx context.Context, id links.ID, at time.Time) error {
	_, err := r.change(ctx, `UPDATE link SET reminded_at = $2 WHERE id = $1`, string(id), micros(at))
	return err
}
