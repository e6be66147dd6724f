package register

import (
	"context"
	"fmt"
)

// A Leafer leafs through the register from its end.
type Leafer interface {
	// Back returns at most so many rows that match the filter and have the event
	// ("" for any), with Seq < before, in descending order and without leaving
	// one out between. Blank rows match no filter.
	Back(ctx context.Context, f Filter, event Event, before int64, most int) ([]Row, error)
}

// Newest returns at most so many entries that match, the newest first, of those
// numbered below before. Erased entries are left out.
func Newest(ctx context.Context, r Leafer, f Filter, event Event, before int64, most int) ([]Record, error) {
	rows, err := r.Back(ctx, f, event, before, most)
	if err != nil {
		return nil, fmt.Errorf("register: newest: %w", err)
	}
	out := make([]Record, 0, len(rows))
	for _, row := range rows {
		e, err := decode(row.Body)
		if err != nil {
			return nil, fmt.Errorf("register: entry %d: %w", row.Seq, err)
		}
		out = append(out, Record{row.Seq, e})
	}
	return out, nil
}
