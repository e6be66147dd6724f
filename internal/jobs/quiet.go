package jobs

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
)

// quiet is the logger River gets: warnings and errors only, and of their
// attributes only those that cannot hold what a job was about. River's own
// errors, of the database, come as "err". While the queue stops River's
// maintenance finds its own contexts ended and calls that errors: those are dropped.
type quiet struct {
	to       slog.Handler
	stopping *atomic.Bool
}

var said = []string{"err", "job_id", "kind", "job_kind", "queue", "attempt", "timeout", "num_jobs", "soft_stop_timeout"}

// Enabled implements slog.Handler.
func (h quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.to.Enabled(ctx, l)
}

// Handle implements slog.Handler.
func (h quiet) Handle(ctx context.Context, r slog.Record) error {
	if h.stopping.Load() && strings.HasPrefix(r.Message, "maintenance.") {
		return nil
	}
	kept := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		kept.AddAttrs(allowed([]slog.Attr{a})...)
		return true
	})
	return h.to.Handle(ctx, kept)
}

// WithAttrs implements slog.Handler.
func (h quiet) WithAttrs(as []slog.Attr) slog.Handler {
	return quiet{h.to.WithAttrs(allowed(as)), h.stopping}
}

// WithGroup implements slog.Handler.
func (h quiet) WithGroup(name string) slog.Handler { return quiet{h.to.WithGroup(name), h.stopping} }

func allowed(as []slog.Attr) []slog.Attr {
	return slices.DeleteFunc(slices.Clone(as), func(a slog.Attr) bool { return !slices.Contains(said, a.Key) })
}
