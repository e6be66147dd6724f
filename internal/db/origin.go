package db

import (
	"context"
	"fmt"
	"time"
)

// Table origins (migration 95).

// AddOrigin stores, as JSON, what a copy was made from.
func (t *Tx) AddOrigin(ctx context.Context, number, body string, until time.Time) error {
	if _, err := t.run(ctx, `INSERT INTO origins (number, until, body) VALUES ($1, $2, $3)`, number, micros(until), body); err != nil {
		return fmt.Errorf("origins: add: %w", err)
	}
	return nil
}

// Origin reads what a copy was made from; none: ErrNoRow.
func (s session) Origin(ctx context.Context, number string) (string, error) {
	return one(ctx, s, "origins", scanText, `SELECT body FROM origins WHERE number = $1`, number)
}

// forgetOrigin ends that of a copy.
func (t *Tx) forgetOrigin(ctx context.Context, number string) error {
	n, err := t.count(ctx, `DELETE FROM origins WHERE number = $1`, number)
	if err != nil || n == 0 {
		return err
	}
	return t.erased(ctx, "origins")
}

// DropOrigins ends those whose time is over and whose copy is not kept.
func (t *Tx) DropOrigins(ctx context.Context, now time.Time) error {
	n, err := t.count(ctx, `DELETE FROM origins WHERE until < $1 AND NOT EXISTS
		(SELECT 1 FROM copies c WHERE c.number = origins.number AND c.object <> '')`, micros(now))
	if err != nil || n == 0 {
		return err
	}
	return t.erased(ctx, "origins")
}
