package main

import (
	"context"
	"time"

	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/internal/meter"
	"vypiska/internal/web"
)

// measure lets the meter see what the open service is like.
func (s *service) measure(c config.Config) {
	s.meter.Watch(func(ctx context.Context) (meter.State, error) { return s.state(ctx, c) })
}

// state is read at each look at the metrics.
func (s *service) state(ctx context.Context, c config.Config) (meter.State, error) {
	now, err := s.house.Standing(ctx, s.now(), c.Links.MaxLife)
	if err != nil {
		return meter.State{}, err
	}
	jobs, err := s.queue.Depth(ctx)
	if err != nil {
		return meter.State{}, err
	}
	free, err := freeSpace(c.Data)
	return meter.State{
		Orders: now.Orders, OldestOrder: now.Oldest, Links: now.Links, Entries: now.Entries,
		Jobs: jobs, Lag: s.witness.Lag(now.Entries), Free: free, SealEnd: now.SealEnd,
	}, err
}

// heard counts an entry of the register.
func heard(m *meter.Meter) func(app.Word) {
	return func(w app.Word) {
		m.Entered(w.Event)
		switch {
		case w.Rule != "" && w.Event == "refusal":
			m.Refused(w.Rule)
		case w.Event == "link":
			m.Linked()
		}
		if w.Ended != "" {
			m.Ended(string(w.Ended))
		}
		if w.Leak {
			m.Leak()
		}
	}
}

// ends says when certificates and keys end.
func (s *service) ends(own *web.Certificate) {
	s.meter.Expires(func() map[string]time.Time {
		ends := map[string]time.Time{"seal": s.house.Signer.Expires(), "seal key": s.house.Signer.KeyExpires()}
		if own != nil {
			ends["tls"] = own.Expires()
		}
		return ends
	})
}
