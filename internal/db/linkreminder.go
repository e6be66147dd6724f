package db

import (
	"context"
	"fmt"
	"time"

	"vypiska/storage/links"
)

// LinksEnding lists links that open at the moment, end before the other, were made
// longer than that before their end, and whose recipient neither took a download
// nor was told; the soonest to end first.
func (r LinksView) LinksEnding(ctx context.Context, at time.Time, within time.Duration, limit int) ([]links.Link, error) {
	rows, err := list(ctx, r.session, scanLink, `SELECT `+linkColumns+` FROM link WHERE `+linkOpen+`
		AND taken = 0 AND reminded_at IS NULL AND expires_at <= $2 AND expires_at - created_at > $3 ORDER BY expires_at, id LIMIT $4`,
		micros(at), micros(at.Add(within)), within.Microseconds(), limit)
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
