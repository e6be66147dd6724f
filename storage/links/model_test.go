package links_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vypiska/storage/links"
)

// model is what a link should be, told as simply as possible and without the
// package's own functions.
type model struct {
	minted    links.Minted
	ends      time.Time
	audience  links.Audience
	max       int
	wrong     int
	revoked   bool
	swept     bool
	downloads []*given

	// For the property that holds whatever happened between.
	taken, returned int
}

// given is one download a link gave.
type given struct {
	d        links.Download
	ticket   bool
	at       time.Time
	returned bool
}

func (m *model) out() (n int) {
	for _, g := range m.downloads {
		if !g.returned {
			n++
		}
	}
	return n
}

// refuses says what a visitor hears at the moment.
func (m *model) refuses(visitor string, now time.Time) error {
	switch {
	case m.swept:
		return links.ErrUnknown
	case m.audience == links.Self && visitor != recipient:
		return links.ErrAudience
	case m.revoked:
		return links.ErrRevoked
	case now.Sub(m.ends) >= 0:
		return links.ErrExpired
	case m.wrong == 10:
		return links.ErrLocked
	case m.out() == m.max:
		return links.ErrUsedUp
	}
	return nil
}

// walk is one random walk over several links of one house.
type walk struct {
	h     *house
	now   time.Time
	links []*model
	idle  bool // the step did nothing, for it does not apply to what was drawn
}

// No step is skipped: rapid cuts a walk short after some that are. One that does
// not apply is idle, and the test fails where a step was idle every time.
func TestLinksDoWhatTheModelDoes(t *testing.T) {
	h := newHouse(t)
	taken := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		w := &walk{h: h, now: noon}
		w.mint(rt)
		steps := map[string]func(*rapid.T){
			"mint": w.mint, "look": w.look, "take": w.take, "take again": w.take, "wrong PIN": w.miss, "wrong PINs": w.missMany,
			"wait": w.wait, "revoke": w.revoke, "revoke copy": w.revokeCopy, "give back": w.giveBack,
			"open a ticket": w.openTicket, "restart": w.restart, "sweep": w.sweep, "": w.invariants,
		}
		for name, step := range steps {
			taken[name] += 0
			steps[name] = func(rt *rapid.T) {
				w.idle = false
				step(rt)
				if !w.idle {
					taken[name]++
				}
			}
		}
		rt.Repeat(steps)
	})
	t.Logf("steps taken to their end: %v", taken)
	for name, n := range taken {
		if n == 0 && !testing.Short() { // a fifth of the walks
			t.Errorf("step %q was never taken to its end", name)
		}
	}
}

func (w *walk) mint(rt *rapid.T) {
	a := links.Ask{
		Number: fmt.Sprintf("COPY-%d", rapid.IntRange(0, 1).Draw(rt, "copy")), Recipient: recipient,
		Audience:  rapid.SampledFrom([]links.Audience{links.Self, links.Bearer}).Draw(rt, "audience"),
		Life:      rapid.SampledFrom([]time.Duration{time.Minute, time.Hour, 7 * day}).Draw(rt, "life"),
		Downloads: rapid.IntRange(1, 3).Draw(rt, "downloads"),
		PIN:       rapid.SampledFrom([]links.PINChoice{links.ByAudience, links.WithPIN, links.WithoutPIN}).Draw(rt, "PIN"),
	}
	m := w.h.mint(a, w.now)
	w.links = append(w.links, &model{minted: m, ends: w.now.Add(a.Life), audience: a.Audience, max: a.Downloads})
}

func (w *walk) any(rt *rapid.T) *model { return rapid.SampledFrom(w.links).Draw(rt, "link") }

func visitors(rt *rapid.T) string {
	return rapid.SampledFrom([]string{recipient, recipient, recipient, "", "Patient/18"}).Draw(rt, "visitor")
}

func (w *walk) look(rt *rapid.T) {
	m, v := w.any(rt), visitors(rt)
	if _, err := w.h.look(m.minted.Token, v, w.now); !is(err, m.refuses(v, w.now)) {
		rt.Fatalf("look: %v, want %v", err, m.refuses(v, w.now))
	}
}

func (w *walk) take(rt *rapid.T) {
	m, v := w.any(rt), visitors(rt)
	try := links.Try{Token: m.minted.Token, PIN: m.minted.Code, Visitor: v, Ticket: rapid.Bool().Draw(rt, "ticket")}
	want := m.refuses(v, w.now)
	d, err := w.h.take(try, w.now)
	if !is(err, want) {
		rt.Fatalf("take: %v, want %v", err, want)
	}
	if err == nil {
		m.taken++
		m.downloads = append(m.downloads, &given{d: d, ticket: try.Ticket, at: w.now})
	}
}

func (w *walk) miss(rt *rapid.T) {
	m, v := w.any(rt), visitors(rt)
	want := m.refuses(v, w.now)
	if want == nil && m.minted.Code.Text() == "" {
		w.idle = true // the link takes any PIN
		return
	}
	if want == nil {
		m.wrong++
		want = links.ErrPIN
		if m.wrong == 10 {
			want = links.ErrLocked
		}
	}
	if _, err := w.h.take(links.Try{Token: m.minted.Token, PIN: wrong(m.minted), Visitor: v}, w.now); !is(err, want) {
		rt.Fatalf("wrong PIN: %v, want %v", err, want)
	}
}

func (w *walk) missMany(rt *rapid.T) {
	for range rapid.IntRange(1, 6).Draw(rt, "tries") {
		w.miss(rt)
	}
}

func (w *walk) wait(rt *rapid.T) {
	w.now = w.now.Add(rapid.SampledFrom([]time.Duration{
		time.Microsecond, 30 * time.Second, time.Minute, 30 * time.Minute, time.Hour, day, 7 * day,
	}).Draw(rt, "for"))
}

func (w *walk) revoke(rt *rapid.T) {
	m := w.any(rt)
	if first := w.h.revoke(m.minted.ID, w.now); first == m.revoked {
		rt.Fatalf("revoked for the first time: %v", first)
	}
	m.revoked = true
}

func (w *walk) revokeCopy(rt *rapid.T) {
	if rapid.IntRange(0, 3).Draw(rt, "seldom") != 0 {
		w.idle = true
		return
	}
	copied := w.any(rt).minted.Number
	var ended []links.ID
	w.h.tx(func(l tables) (err error) {
		ended, err = links.RevokeCopy(context.Background(), l, copied, "officer:anna", w.now)
		return err
	})
	got := map[links.ID]bool{}
	for _, id := range ended {
		got[id] = true
	}
	for _, m := range w.links {
		if want := m.minted.Number == copied && !m.revoked; got[m.minted.ID] != want {
			rt.Fatalf("link %s ended: %v, want %v", m.minted.ID, got[m.minted.ID], want)
		}
		m.revoked = m.revoked || m.minted.Number == copied
	}
}

func (w *walk) anyDownload(rt *rapid.T) (*model, *given) {
	m := w.any(rt)
	if len(m.downloads) == 0 {
		w.idle = true // nothing was taken
		return m, nil
	}
	return m, rapid.SampledFrom(m.downloads).Draw(rt, "download")
}

func (w *walk) giveBack(rt *rapid.T) {
	m, g := w.anyDownload(rt)
	if g == nil {
		return
	}
	want := !g.returned && !m.revoked && !m.swept
	if back := w.h.giveBack(g.d.ID, w.now); back != want {
		rt.Fatalf("given back: %v, want %v", back, want)
	}
	if want {
		g.returned = true
		m.returned++
	}
}

func (w *walk) openTicket(rt *rapid.T) {
	m, g := w.anyDownload(rt)
	if g == nil {
		return
	}
	v := visitors(rt)
	var goOn, open error
	switch {
	case m.swept:
		goOn = links.ErrUnknown
	case m.revoked:
		goOn = links.ErrRevoked
	case g.returned:
		goOn = links.ErrGivenBack
	}
	switch open = goOn; {
	case !g.ticket || m.swept:
		open = links.ErrUnknown
	case m.audience == links.Self && v != recipient:
		open = links.ErrAudience
	case goOn == nil && w.now.Sub(g.at) >= time.Hour:
		open = links.ErrExpired
	}
	if err := w.h.goOn(g.d.ID); !is(err, goOn) {
		rt.Fatalf("go on: %v, want %v", err, goOn)
	}
	if _, err := w.h.openTicket(g.d.Ticket, v, w.now); !is(err, open) {
		rt.Fatalf("open ticket: %v, want %v", err, open)
	}
}

// restart asks that everything known before is known after.
func (w *walk) restart(rt *rapid.T) {
	if rapid.IntRange(0, 3).Draw(rt, "seldom") != 0 {
		w.idle = true
		return
	}
	before := make([]links.Link, len(w.links))
	for i, m := range w.links {
		before[i] = w.h.find(m.minted.ID)
	}
	w.h.restart()
	for i, m := range w.links {
		if after := w.h.find(m.minted.ID); after != before[i] {
			rt.Fatalf("before %+v\nafter %+v", before[i], after)
		}
	}
}

func (w *walk) sweep(rt *rapid.T) {
	if rapid.IntRange(0, 5).Draw(rt, "seldom") != 0 {
		w.idle = true
		return
	}
	w.h.tx(func(l tables) error {
		_, err := links.Sweep(context.Background(), l, day, w.now)
		return err
	})
	for _, m := range w.links {
		l := w.h.find(m.minted.ID)
		m.swept = m.swept || w.now.Add(-day).After(m.ends) || m.revoked && w.now.Add(-day).After(l.RevokedAt)
	}
}

// invariants hold after every step.
func (w *walk) invariants(rt *rapid.T) {
	open := map[links.ID]bool{}
	for _, l := range w.h.list(links.Filter{Recipient: recipient}, w.now) {
		open[l.ID] = true
	}
	for _, m := range w.links {
		l := w.h.find(m.minted.ID)
		if m.taken > m.max+m.returned {
			rt.Fatalf("%d taken of %d with %d given back", m.taken, m.max, m.returned)
		}
		if l.Taken != m.out() || l.Wrong != m.wrong || l.RevokedAt.IsZero() == m.revoked || w.h.entered[l.ID] != m.taken {
			rt.Fatalf("link %+v, model %+v, registered %d", l, m, w.h.entered[l.ID])
		}
		if want := m.refuses(recipient, w.now) == nil; open[l.ID] != want || (l.Ended(w.now) == nil) != want {
			rt.Fatalf("listed as open %v, ended %v, want open %v", open[l.ID], l.Ended(w.now), want)
		}
	}
}
