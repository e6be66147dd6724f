package db

import (
	"context"
	"fmt"
)

// Table audits (migration 40).

// AddAudit stores what was taken out of a copy, as JSON.
func (t *Tx) AddAudit(ctx context.Context, number, body string) error {
	if _, err := t.run(ctx, `INSERT INTO audits (number, body) VALUES ($1, $2)`, number, body); err != nil {
		return fmt.Errorf("audits: add: %w", err)
	}
	return nil
}

// Audit reads what was taken out of a copy; none: ErrNoRow.
func (s session) Audit(ctx context.Context, number string) (string, error) {
	return one(ctx, s, "audits", scanText, `SELECT body FROM audits WHERE number = $1`, number)
}
