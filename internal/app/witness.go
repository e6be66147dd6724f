package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"vypiska/internal/db"
	"vypiska/storage"
	"vypiska/storage/register"
)

// A Witness carries the register's checkpoints out of the database, so that one
// who changes or sets back the database cannot change what was seen of it: to
// the file beside it at once, then to each place, which may be slow or away.
type Witness struct {
	House   *House
	Entries int64         // a checkpoint after so many new entries,
	Every   time.Duration // or after this time, if there is a new one at all
	Places  []*Place
	Now     func() time.Time
	// Trouble hears of a place that could not be reached, and of a register
	// that was set back; errors carry no personal data.
	Trouble func(error)

	mu   sync.Mutex
	size atomic.Int64
	at   time.Time
}

// A Place keeps checkpoints outside. Keep may be called again with the same one.
type Place struct {
	Name string
	Keep func(ctx context.Context, size int64, c register.Checkpoint) error

	size  atomic.Int64
	fails int
	next  time.Time
}

// look is how often the register's size is looked at.
const look = time.Second

// Watch works until ctx ends. What a crash leaves: older checkpoints, which
// are still true.
func (w *Witness) Watch(ctx context.Context) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		if err := w.Step(ctx); err != nil && ctx.Err() == nil {
			w.Trouble(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Step moves the checkpoint if it is time and brings it to the places that lack it.
func (w *Witness) Step(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.step(ctx)
}

// Finish carries the last checkpoint out before a stop, whenever the one before
// was.
func (w *Witness) Finish(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = time.Time{}
	for _, p := range w.Places {
		p.next = time.Time{}
	}
	return w.step(ctx)
}

func (w *Witness) step(ctx context.Context) error {
	size, err := w.House.Size(ctx)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	now := w.Now()
	if seen := w.size.Load(); size > seen && (size >= seen+w.Entries || now.Sub(w.at) >= w.Every) {
		if err := w.House.moveCheckpoint(ctx); err != nil {
			return fmt.Errorf("checkpoint: %w", err)
		}
		w.at = now
		w.size.Store(size)
	}
	return w.carry(ctx, now)
}

// carry brings the file's checkpoint to each place. One that fails is asked
// again later, each time twice as late, up to five minutes.
func (w *Witness) carry(ctx context.Context, now time.Time) error {
	var errs error
	for _, p := range w.Places {
		if p.size.Load() >= w.size.Load() || now.Before(p.next) {
			continue
		}
		c, size, err := w.House.outside()
		if err == nil {
			err = p.Keep(ctx, size, c)
		}
		if err != nil {
			p.next = now.Add(min(look<<min(p.fails, 9), 5*time.Minute))
			p.fails++
			errs = errors.Join(errs, fmt.Errorf("checkpoint to the %s: %w", p.Name, err))
			continue
		}
		p.size.Store(size)
		p.fails = 0
	}
	return errs
}

// Lag is how many of the register's entries the checkpoint at each place does not
// cover, as far as this process has carried it.
func (w *Witness) Lag(entries int64) map[string]int64 {
	lag := map[string]int64{"file": entries - w.size.Load()}
	for _, p := range w.Places {
		lag[p.Name] = entries - p.size.Load()
	}
	return lag
}

// Size is how many entries the register has.
func (h *House) Size(ctx context.Context) (size int64, err error) {
	err = h.DB.View(ctx, func(v *db.View) error {
		head, err := v.Register().Head(ctx)
		size = head.Size
		return err
	})
	return size, err
}

// outside is the checkpoint of the file beside the database.
func (h *House) outside() (c register.Checkpoint, size int64, err error) {
	if c, err = h.checkpoint().Read(); err != nil {
		return "", 0, err
	}
	size, _, err = h.Verifier.Open(c)
	return c, size, err
}

// Bucket is the place of checkpoints in the copies' bucket.
func (h *House) Bucket(s *storage.Store) *Place {
	return &Place{Name: "bucket", Keep: func(ctx context.Context, _ int64, c register.Checkpoint) error {
		return s.PutCheckpoint(ctx, c, h.Verifier)
	}}
}

// Beside is the place of checkpoints in the directory outside.
func (h *House) Beside() *Place {
	return &Place{Name: "directory outside", Keep: func(ctx context.Context, _ int64, _ register.Checkpoint) error {
		return h.advance(ctx, h.outsideCheckpoint())
	}}
}

func (h *House) outsideCheckpoint() register.CheckpointFile {
	return register.CheckpointFile{Path: filepath.Join(h.Outside, checkpointName)}
}

// Continues proves that the register continues the checkpoints in the file, in
// the directory outside and in the bucket: a service does not start over one that was set back
// (register.ErrRolledBack). `vypiska restore` is the way to set it back and say so.
func (h *House) Continues(ctx context.Context, s *storage.Store) error {
	kept, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	file, err := h.checkpoint().Read()
	if err != nil {
		return err
	}
	beside, err := h.outsideCheckpoint().Read()
	if err != nil {
		return err
	}
	return h.DB.View(ctx, func(v *db.View) error {
		for _, c := range []register.Checkpoint{file, beside, kept} {
			if _, err := register.Latest(ctx, v.Register(), h.Verifier, c); err != nil {
				return err
			}
		}
		return nil
	})
}
