package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"

	"vypiska/exporter/issued"
	"vypiska/internal/db"
)

// numbers reserves numbers in the database, one for each copy.
type numbers struct{ house *House }

// tries bounds how often numbers are drawn again of which one is taken; with 55
// random bits a second draw is already unheard of.
const tries = 4

// Reserve implements exporter.Numbers.
func (n numbers) Reserve(ctx context.Context) (issued.Number, error) {
	some, err := n.reserve(ctx, 1)
	if err != nil {
		return issued.Number{}, err
	}
	return some[0], nil
}

func (n numbers) reserve(ctx context.Context, count int) ([]issued.Number, error) {
	for range tries {
		some := make([]issued.Number, count)
		err := n.house.DB.Tx(ctx, func(tx *db.Tx) (err error) {
			for i := range some {
				if some[i], err = issued.NewNumber(rand.Reader); err != nil {
					return err
				}
				if err = tx.ReserveNumber(ctx, some[i].String()); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil || !errors.Is(err, db.ErrTaken) {
			return some, err
		}
	}
	return nil, errors.New("every number drawn is taken: the source of randomness is broken")
}

// block reserves many numbers at once, for who makes many copies: one
// transaction instead of one a copy. Those left over stay unused for ever.
type block struct {
	numbers
	size int

	mu   sync.Mutex
	left []issued.Number
}

// Reserve implements exporter.Numbers.
func (b *block) Reserve(ctx context.Context) (issued.Number, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.left) == 0 {
		some, err := b.reserve(ctx, b.size)
		if err != nil {
			return issued.Number{}, fmt.Errorf("a block: %w", err)
		}
		b.left = some
	}
	n := b.left[0]
	b.left = b.left[1:]
	return n, nil
}
