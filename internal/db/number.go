package db

import (
	"context"
	"errors"
	"fmt"
)

// Table number (migration 2): every number ever reserved for a copy, also those
// never used. It outlives the copies.

// ErrTaken says that a number was reserved before.
var ErrTaken = errors.New("the number is taken")

// ReserveNumber takes a number for good; one that is taken: ErrTaken.
func (t *Tx) ReserveNumber(ctx context.Context, number string) error {
	r, err := t.run(ctx, `INSERT INTO number (number) VALUES ($1) ON CONFLICT (number) DO NOTHING`, number)
	if err != nil {
		return fmt.Errorf("number: reserve: %w", err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(ErrTaken, err)
	}
	return nil
}
