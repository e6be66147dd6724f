package links_test

import (
	"errors"
	"testing"
	"time"

	"vypiska/internal/db"
	"vypiska/storage/links"
)

// opening is one visit to one link: what was done before, and what is answered.
type opening struct {
	name   string
	ask    links.Ask
	before func(h *house, m links.Minted)
	try    func(m links.Minted) links.Try
	at     time.Duration // after noon, when the link was made
	look   error         // what Look answers the same visitor at the same moment
	take   error
}

var (
	self      = links.Ask{Number: number, Recipient: recipient, Audience: links.Self, Downloads: 2}
	withPIN   = bearer(2)
	noPIN     = links.Ask{Number: number, Recipient: recipient, Audience: links.Bearer, Downloads: 2, PIN: links.WithoutPIN}
	untouched = func(*house, links.Minted) {}
	revoked   = func(h *house, m links.Minted) { h.revoke(m.ID, noon) }
)

func visited(visitor string) func(links.Minted) links.Try {
	return func(m links.Minted) links.Try { return links.Try{Token: m.Token, PIN: m.Code, Visitor: visitor} }
}

func usedUp(h *house, m links.Minted) {
	for range m.Downloads {
		_, err := h.take(right(m), noon)
		h.must(err)
	}
}

func locked(h *house, m links.Minted) {
	for range links.WrongTries {
		if _, err := h.take(links.Try{Token: m.Token, PIN: wrong(m)}, noon); err == nil {
			h.t.Fatal("a wrong PIN opened the link")
		}
	}
}

var openings = []opening{
	{"the right PIN", withPIN, untouched, right, 0, nil, nil},
	{"a wrong PIN", withPIN, untouched, func(m links.Minted) links.Try { return links.Try{Token: m.Token, PIN: wrong(m)} }, 0, nil, links.ErrPIN},
	{"no PIN where one is needed", withPIN, untouched, func(m links.Minted) links.Try { return links.Try{Token: m.Token} }, 0, nil, links.ErrPIN},
	{"a bearer without a session", noPIN, untouched, visited(""), 0, nil, nil},
	{"a PIN where none is needed", noPIN, untouched, func(m links.Minted) links.Try {
		return links.Try{Token: m.Token, PIN: links.ParsePIN("123456")}
	}, 0, nil, nil},
	{"the recipient's own session", self, untouched, visited(recipient), 0, nil, nil},
	{"no session where it is needed", self, untouched, visited(""), 0, links.ErrAudience, links.ErrAudience},
	{"somebody else's session", self, untouched, visited("Patient/18"), 0, links.ErrAudience, links.ErrAudience},
	{"a session of a longer name", self, untouched, visited(recipient + "0"), 0, links.ErrAudience, links.ErrAudience},
	{"a stranger learns nothing of a link that has ended", self, revoked, visited("Patient/18"), 0, links.ErrAudience, links.ErrAudience},
	{"a token nobody made", withPIN, untouched, func(m links.Minted) links.Try {
		other, err := links.ParseToken("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
		if err != nil {
			panic(err)
		}
		return links.Try{Token: other, PIN: m.Code}
	}, 0, links.ErrUnknown, links.ErrUnknown},
	{"no token", withPIN, untouched, func(links.Minted) links.Try { return links.Try{} }, 0, links.ErrUnknown, links.ErrUnknown},
	{"the last microsecond", withPIN, untouched, right, 7*day - time.Microsecond, nil, nil},
	{"the moment of expiry", withPIN, untouched, right, 7 * day, links.ErrExpired, links.ErrExpired},
	{"long after", withPIN, untouched, right, 700 * day, links.ErrExpired, links.ErrExpired},
	{"revoked", withPIN, revoked, right, 0, links.ErrRevoked, links.ErrRevoked},
	{"revoked and expired is revoked", withPIN, revoked, right, 8 * day, links.ErrRevoked, links.ErrRevoked},
	{"used up", withPIN, usedUp, right, 0, links.ErrUsedUp, links.ErrUsedUp},
	{"used up, and a wrong PIN tells nothing", withPIN, usedUp, func(m links.Minted) links.Try {
		return links.Try{Token: m.Token, PIN: wrong(m)}
	}, 0, links.ErrUsedUp, links.ErrUsedUp},
	{"locked, and the right PIN comes too late", withPIN, locked, right, 0, links.ErrLocked, links.ErrLocked},
	{"nine wrong PINs and then the right one", withPIN, func(h *house, m links.Minted) {
		for range links.WrongTries - 1 {
			_, _ = h.take(links.Try{Token: m.Token, PIN: wrong(m)}, noon)
		}
	}, right, 0, nil, nil},
	{"a right PIN between does not forgive wrong ones", bearer(20), func(h *house, m links.Minted) {
		for range links.WrongTries {
			_, _ = h.take(links.Try{Token: m.Token, PIN: wrong(m)}, noon)
			_, _ = h.take(right(m), noon)
		}
	}, right, 0, links.ErrLocked, links.ErrLocked},
	{"a clock a little behind the one that made the link", withPIN, untouched, right, -time.Minute, nil, nil},
	{"a clock set back", withPIN, untouched, right, -2 * time.Hour, links.ErrClock, links.ErrClock},
}

func TestWhoMayTakeADownload(t *testing.T) {
	h := newHouse(t)
	for _, c := range openings {
		t.Run(c.name, func(t *testing.T) {
			m := h.mint(c.ask, noon)
			c.before(h, m)
			try, now := c.try(m), noon.Add(c.at)
			was, entries := h.find(m.ID), h.entered[m.ID]
			l, err := h.look(try.Token, try.Visitor, now)
			if !is(err, c.look) || (err != nil && l != links.Link{}) || (err == nil && l != was) {
				t.Errorf("look: %+v, %v", l, err)
			}
			if now := h.find(m.ID); now != was {
				t.Errorf("look changed the link: %+v", now)
			}
			d, err := h.take(try, now)
			if !is(err, c.take) || links.Refused(err) != (c.take != nil && c.take != links.ErrClock) {
				t.Fatalf("take: %v", err)
			}
			taken := h.find(m.ID).Taken - was.Taken
			if got := c.take == nil; got != (taken == 1) || got != (h.entered[m.ID]-entries == 1) || got != (d.ID != "") {
				t.Errorf("counted %d, registered %d, got %+v", taken, h.entered[m.ID]-entries, d)
			}
			if c.take == nil && (d.Number != number || d.Recipient != recipient || d.Link != m.ID || d.Ticket.Text() != "") {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestAWrongPINIsCountedAndAMissingOneIsNot(t *testing.T) {
	h := newHouse(t)
	m := h.mint(withPIN, noon)
	for i := range links.WrongTries {
		for _, unread := range []string{"", "12345", "1234567", "12345x", "１２３４５６"} {
			_, err := h.take(links.Try{Token: m.Token, PIN: links.ParsePIN(unread)}, noon)
			var pin *links.PINError
			if !errors.As(err, &pin) || pin.Left != links.WrongTries-i {
				t.Fatalf("%q after %d wrong PINs: %v", unread, i, err)
			}
		}
		_, err := h.take(links.Try{Token: m.Token, PIN: wrong(m)}, noon)
		if i == links.WrongTries-1 {
			if !errors.Is(err, links.ErrLocked) {
				t.Errorf("the last try: %v", err)
			}
			break
		}
		var pin *links.PINError
		if !errors.As(err, &pin) || pin.Left != links.WrongTries-i-1 || !errors.Is(err, links.ErrPIN) {
			t.Fatalf("wrong PIN %d: %v", i+1, err)
		}
		h.restart() // what was counted is on the disk
	}
	if l := h.find(m.ID); l.Wrong != links.WrongTries || l.Taken != 0 {
		t.Errorf("%+v", l)
	}
}

// The entry and the count are one: where the entry fails nothing was taken.
func TestADownloadThatCannotBeRegisteredIsNotTaken(t *testing.T) {
	h := newHouse(t)
	m := h.mint(bearer(1), noon)
	full := errors.New("the register is broken")
	try := right(m)
	try.Ticket = true
	d, err := links.Take(t.Context(), h.gate, h.db.Tx, (*db.Tx).Links, try, noon, func(*db.Tx, links.Download) error { return full })
	if !errors.Is(err, full) || links.Refused(err) || d.ID != "" || d.Ticket.Text() != "" {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := links.Take(t.Context(), h.gate, h.db.Tx, (*db.Tx).Links, try, noon, nil); err == nil {
		t.Error("a download without a register entry")
	}
	if l := h.find(m.ID); l != m.Link {
		t.Errorf("%+v", l)
	}
	if _, err := h.take(try, noon); err != nil {
		t.Error(err)
	}
}

// Another key is as good as a wrong PIN, also where the key was changed.
func TestAPINIsBoundToKeyAndLink(t *testing.T) {
	h := newHouse(t)
	first, second := h.mint(withPIN, noon), h.mint(withPIN, noon)
	if first.Code.Text() != second.Code.Text() {
		if _, err := h.take(links.Try{Token: second.Token, PIN: first.Code}, noon); !errors.Is(err, links.ErrPIN) {
			t.Errorf("%v", err)
		}
	}
	key, err := links.NewKey(make([]byte, 32))
	h.must(err)
	h.gate, err = links.New(links.Standard(), key, ones{})
	h.must(err)
	if _, err := h.take(right(first), noon); !errors.Is(err, links.ErrPIN) {
		t.Errorf("%v", err)
	}
}
