package jobs

import (
	"context"
	"fmt"
)

// Depth counts the jobs in each state, for the metrics.
func (q *Queue) Depth(ctx context.Context) (map[string]int64, error) {
	by, err := q.client.depth(ctx)
	if err != nil {
		return nil, fmt.Errorf("queue: count jobs: %w", err)
	}
	counts := map[string]int64{}
	for state, n := range by {
		counts[string(state)] = int64(n)
	}
	return counts, nil
}
