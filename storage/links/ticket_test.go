package links_test

import (
	"testing"
	"time"

	"vypiska/storage/links"
)

func (h *house) ticket(m links.Minted, now time.Time) links.Download {
	h.t.Helper()
	try := right(m)
	try.Ticket = true
	d, err := h.take(try, now)
	h.must(err)
	if d.Ticket.Text() == "" || d.Until != now.Add(links.TicketLife) {
		h.t.Fatalf("%+v", d)
	}
	return d
}

func TestHowLongATicketOpens(t *testing.T) {
	late := 7*day - time.Minute // the link's last minute
	for _, c := range []struct {
		name    string
		ask     links.Ask
		taken   time.Duration // after noon, when the link was made
		before  func(h *house, m links.Minted, d links.Download)
		visitor string
		at      time.Duration // after it was taken
		open    error
		goOn    error // a transfer under way
	}{
		{"at once", withPIN, 0, nil, "", 0, nil, nil},
		{"in its last microsecond", withPIN, 0, nil, "", time.Hour - time.Microsecond, nil, nil},
		{"after 60 minutes no request begins, and one that began runs on", withPIN, 0, nil, "", time.Hour, links.ErrExpired, nil},
		{"the link's expiry does not cut it", withPIN, late, nil, "", 30 * time.Minute, nil, nil},
		{"the last download of a link", bearer(1), 0, nil, "", time.Minute, nil, nil},
		{"a link locked by somebody's wrong PINs", withPIN, 0, func(h *house, m links.Minted, _ links.Download) { locked(h, m) }, "", time.Minute, nil, nil},
		{"revoking ends it at once", withPIN, 0, func(h *house, m links.Minted, _ links.Download) { revoked(h, m) }, "", time.Minute, links.ErrRevoked, links.ErrRevoked},
		{"revoking an expired link ends it too", withPIN, late, func(h *house, m links.Minted, _ links.Download) { revoked(h, m) }, "", 30 * time.Minute, links.ErrRevoked, links.ErrRevoked},
		{"a download given back", withPIN, 0, func(h *house, _ links.Minted, d links.Download) { h.giveBack(d.ID, noon) }, "", time.Minute, links.ErrGivenBack, links.ErrGivenBack},
		{"the recipient's session", self, 0, nil, recipient, time.Minute, nil, nil},
		{"a link for a session, without one", self, 0, nil, "", time.Minute, links.ErrAudience, nil},
		{"a link for another's session", self, 0, nil, "Patient/18", time.Minute, links.ErrAudience, nil},
		{"a clock set back", withPIN, 0, nil, "", -2 * time.Hour, links.ErrClock, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			m := h.mint(c.ask, noon)
			taken := noon.Add(c.taken)
			d := h.ticket(m, taken)
			if c.before != nil {
				c.before(h, m, d)
			}
			h.restart()
			was := h.find(m.ID)
			for range 3 { // as often as the visitor resumes
				got, err := h.openTicket(d.Ticket, c.visitor, taken.Add(c.at))
				if !is(err, c.open) {
					t.Fatalf("open: %v", err)
				}
				if c.open == nil && (got.ID != d.ID || got.Link != m.ID || got.Number != number || got.At != taken || got.Until != d.Until) {
					t.Errorf("%+v", got)
				}
			}
			if err := h.goOn(d.ID); !is(err, c.goOn) {
				t.Errorf("go on: %v", err)
			}
			if h.find(m.ID) != was {
				t.Error("a ticket consumed something")
			}
		})
	}
}

func TestATokenIsNoTicketAndATicketNoToken(t *testing.T) {
	h := newHouse(t)
	m := h.mint(noPIN, noon)
	d := h.ticket(m, noon)
	asTicket, err := links.ParseTicket(m.Token.Text())
	h.must(err)
	if _, err := h.openTicket(asTicket, "", noon); !is(err, links.ErrUnknown) {
		t.Errorf("a token opened a download: %v", err)
	}
	asToken, err := links.ParseToken(d.Ticket.Text())
	h.must(err)
	if _, err := h.take(links.Try{Token: asToken}, noon); !is(err, links.ErrUnknown) {
		t.Errorf("a ticket took a download: %v", err)
	}
	if _, err := h.openTicket(links.Ticket{}, "", noon); !is(err, links.ErrUnknown) {
		t.Errorf("no ticket: %v", err)
	}
	if err := h.goOn("nobody's"); !is(err, links.ErrUnknown) {
		t.Errorf("go on with an unknown download: %v", err)
	}
}
