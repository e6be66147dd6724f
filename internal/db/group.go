package db

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// mostTogether bounds how many transactions share a commit, so that the first
// of them does not wait long for the last.
const mostTogether = 64

// group lets write transactions that wait for each other share one commit: to
// make a transaction durable costs more than what most of them write. The first
// to come leads: it begins the transaction, does its own work and hands the
// transaction on to those who have come meanwhile, each behind a savepoint, so
// that one that fails takes back its own work alone. Its zero value is ready.
type group struct {
	mu      sync.Mutex
	led     bool
	waiting []*guest
}

// guest is one whose work waits for its turn in the transaction of another.
type guest struct {
	turn   chan turn
	stays  chan bool  // told by the guest: whether its work is to stay
	commit chan error // told to the guest: what became of it
}

// turn is what ends a guest's wait: the transaction, its breakdown, or the lead.
type turn struct {
	session session
	err     error
	lead    bool
}

// run is DB.Tx.
func (g *group) run(ctx context.Context, p *pooled, f func(session) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("database: begin write transaction: %w", err)
	}
	m := g.join()
	if m == nil {
		return g.lead(ctx, p, f)
	}
	t, err := g.wait(ctx, m)
	switch {
	case err != nil:
		return fmt.Errorf("database: begin write transaction: %w", err)
	case t.lead:
		return g.lead(ctx, p, f)
	}
	if err := m.work(t.session, f); err != nil {
		return p.explain(err)
	}
	return <-m.commit
}

// join puts a guest in the line; nil where there is none: the caller leads.
func (g *group) join() *guest {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.led {
		g.led = true
		return nil
	}
	m := &guest{make(chan turn, 1), make(chan bool, 1), make(chan error, 1)}
	g.waiting = append(g.waiting, m)
	return m
}

// wait ends when it is the guest's turn, or when ctx does, unless both come at once.
func (g *group) wait(ctx context.Context, m *guest) (t turn, err error) {
	select {
	case t = <-m.turn:
	case <-ctx.Done():
		if g.leave(m) {
			return turn{}, ctx.Err()
		}
		t = <-m.turn
	}
	return t, t.err
}

// leave takes the guest out of the line; false if its turn has come.
func (g *group) leave(m *guest) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.waiting, m)
	if i >= 0 {
		g.waiting = slices.Delete(g.waiting, i, i+1)
	}
	return i >= 0
}

// next takes the first of the line; nil if there is none.
func (g *group) next() *guest {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		return nil
	}
	m := g.waiting[0]
	g.waiting = slices.Delete(g.waiting, 0, 1)
	return m
}

// pass makes the first of the line lead.
func (g *group) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.led = len(g.waiting) > 0; g.led {
		g.waiting[0].turn <- turn{lead: true} // it has room for one
		g.waiting = slices.Delete(g.waiting, 0, 1)
	}
}

// lead runs f and then the guests' work in one transaction. Where f fails there
// are no guests yet. Whoever leads and goes away does not take the others' work
// along: the transaction is not bound to ctx.
func (g *group) lead(ctx context.Context, p *pooled, f func(session) error) error {
	defer g.pass()
	ctx = context.WithoutCancel(ctx)
	var staying []*guest
	err := p.within(ctx, "write transaction", func(s session) error {
		s.shared = true
		if err := f(s); err != nil {
			return err
		}
		for range mostTogether {
			m := g.next()
			if m == nil {
				return nil
			}
			stays, err := m.serve(ctx, s)
			if stays {
				staying = append(staying, m)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	for _, m := range staying {
		m.commit <- err
	}
	return err
}

// serve hands the transaction to the guest and tells whether its work is to
// stay. An error says that the transaction is broken, and nothing of it stays.
func (m *guest) serve(ctx context.Context, s session) (stays bool, err error) {
	if err := s.exec(ctx, `SAVEPOINT guest`); err != nil {
		m.turn <- turn{err: err}
		return false, err
	}
	m.turn <- turn{session: s}
	if stays = <-m.stays; !stays {
		err = s.exec(ctx, `ROLLBACK TO SAVEPOINT guest`)
	}
	if err == nil {
		err = s.exec(ctx, `RELEASE SAVEPOINT guest`)
	}
	return stays, err
}

// work is the guest's turn, in its own goroutine; a panic is its own too.
func (m *guest) work(s session, f func(session) error) error {
	stays := false
	defer func() { m.stays <- stays }()
	err := f(s)
	stays = err == nil
	return err
}
