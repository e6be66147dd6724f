package jobs

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"sync"
)

// presence is this process's sign of life on PostgreSQL. A job that says it is
// run by a process without one is an orphan.
type presence struct {
	id   string // River's name of this process
	end  func()
	done sync.WaitGroup
}

func newPresence() *presence {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return &presence{id: hex.EncodeToString(b)}
}

// appear returns once the sign stands, and takes up others' orphans from then on,
// until vanish. Without a presence both do nothing.
func (q *Queue) appear(ctx context.Context) error {
	if q.presence == nil {
		return nil
	}
	end, err := q.db.Live(ctx, q.presence.id, func(err error) {
		q.log.Warn("the database was out of reach; other processes may have taken up this one's jobs", slog.String("class", class(err)))
	})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	q.presence.done.Go(func() { q.takeUp(ctx) })
	q.presence.end = func() { stop(); q.presence.done.Wait(); end() }
	return nil
}

func (q *Queue) vanish() {
	if q.presence != nil && q.presence.end != nil {
		q.presence.end()
	}
}
