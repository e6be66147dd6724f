package links_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"vypiska/internal/db"
	"vypiska/storage/links"
)

func TestWhenACountComesBack(t *testing.T) {
	for _, c := range []struct {
		name   string
		before func(h *house, m links.Minted, d links.Download)
		back   bool
		taken  int // afterwards, of two
	}{
		{"a transfer broken by our side", func(*house, links.Minted, links.Download) {}, true, 0},
		{"the same transfer a second time", func(h *house, _ links.Minted, d links.Download) { h.giveBack(d.ID, noon) }, false, 0},
		{"the second time, while another download is out", func(h *house, m links.Minted, d links.Download) {
			h.giveBack(d.ID, noon)
			_, err := h.take(right(m), noon)
			h.must(err)
		}, false, 1},
		{"a used-up link opens again", usedUpAfter, true, 1},
		{"a revoked link gets nothing back", func(h *house, m links.Minted, _ links.Download) { revoked(h, m) }, false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			m := h.mint(withPIN, noon)
			d, err := h.take(right(m), noon)
			h.must(err)
			c.before(h, m, d)
			h.restart()
			if back := h.giveBack(d.ID, noon); back != c.back {
				t.Errorf("given back: %v", back)
			}
			if l := h.find(m.ID); l.Taken != c.taken {
				t.Errorf("%+v", l)
			}
		})
	}
}

func usedUpAfter(h *house, m links.Minted, _ links.Download) {
	_, err := h.take(right(m), noon)
	h.must(err)
	if _, err := h.look(m.Token, "", noon); !is(err, links.ErrUsedUp) {
		h.t.Fatal(err)
	}
}

func TestADownloadNobodyTookIsNotGivenBack(t *testing.T) {
	if newHouse(t).giveBack("nobody's", noon) {
		t.Error("given back")
	}
}

func TestRevokingIsFinalAndSaysSoOnce(t *testing.T) {
	h := newHouse(t)
	m := h.mint(withPIN, noon)
	if !h.revoke(m.ID, noon.Add(time.Hour)) || h.revoke(m.ID, noon.Add(2*time.Hour)) {
		t.Error("the first call revokes, the second changes nothing")
	}
	l := h.find(m.ID)
	if l.RevokedAt != noon.Add(time.Hour) || l.RevokedBy != "officer:anna" {
		t.Errorf("%+v", l)
	}
	err := h.db.Tx(t.Context(), func(tx *tx) error {
		for _, id := range []links.ID{"", "nobody's"} {
			if _, err := links.Revoke(t.Context(), tx.Links(), id, "officer:anna", noon); !errors.Is(err, links.ErrUnknown) {
				t.Errorf("an unknown link: %v", err)
			}
		}
		for _, by := range []string{"", "Анна Петровна"} {
			if _, err := links.Revoke(t.Context(), tx.Links(), m.ID, by, noon); err == nil {
				t.Errorf("revoked by %q", by)
			}
			if _, err := links.RevokeCopy(t.Context(), tx.Links(), number, by, noon); err == nil {
				t.Errorf("copy revoked by %q", by)
			}
		}
		return nil
	})
	h.must(err)
}

func TestRevokingACopyEndsAllItsLinksAndNoOthers(t *testing.T) {
	h := newHouse(t)
	first, second, before := h.mint(withPIN, noon), h.mint(self, noon), h.mint(noPIN, noon)
	h.revoke(before.ID, noon)
	ask := withPIN
	ask.Number = "7Q4M-2HXK-9T3E"
	other := h.mint(ask, noon)
	revokeCopy := func() (ids []links.ID) {
		h.tx(func(l tables) (err error) {
			ids, err = links.RevokeCopy(context.Background(), l, number, "officer:anna", noon)
			return err
		})
		return ids
	}
	ids := revokeCopy()
	slices.Sort(ids)
	want := []links.ID{first.ID, second.ID}
	slices.Sort(want)
	if !slices.Equal(ids, want) {
		t.Errorf("revoked %v, want %v", ids, want)
	}
	if again := revokeCopy(); len(again) != 0 {
		t.Errorf("again: %v", again)
	}
	if _, err := h.take(right(first), noon); !is(err, links.ErrRevoked) {
		t.Error(err)
	}
	if _, err := h.take(right(other), noon); err != nil {
		t.Error(err)
	}
}

func TestWhatIsSwept(t *testing.T) {
	const keep = 30 * day
	for _, c := range []struct {
		name   string
		before func(h *house, m links.Minted)
		at     time.Duration
		want   bool
		take   error // of the right PIN afterwards
	}{
		{"a link that opens stays", func(*house, links.Minted) {}, day, false, nil},
		{"a link that ended lately stays whole", func(*house, links.Minted) {}, 36 * day, false, links.ErrExpired},
		{"a link that expired long ago is stripped", func(*house, links.Minted) {}, 38 * day, true, links.ErrUnknown},
		{"a link that was revoked long ago is stripped", revoked, 31 * day, true, links.ErrUnknown},
		{"a used-up link stays whole until it expires", usedUp, 6 * day, false, links.ErrUsedUp},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			m := h.mint(withPIN, noon)
			d := h.ticket(m, noon)
			h.giveBack(d.ID, noon)
			c.before(h, m)
			was, now := h.find(m.ID), noon.Add(c.at)
			sweep := func() (n int) {
				h.tx(func(l tables) (err error) {
					n, err = links.Sweep(context.Background(), l, keep, now)
					return err
				})
				return n
			}
			if n := sweep(); (n == 1) != c.want {
				t.Errorf("%d swept", n)
			}
			if sweep() != 0 {
				t.Error("swept twice")
			}
			if _, err := h.take(right(m), now); !is(err, c.take) {
				t.Errorf("take: %v", err)
			}
			if c.want {
				was.Recipient = ""
				if got := h.find(m.ID); got != was {
					t.Errorf("left %+v, want %+v", got, was)
				}
				if err := h.goOn(d.ID); !is(err, links.ErrUnknown) {
					t.Errorf("the download's row: %v", err)
				}
			}
		})
	}
}

func TestSweepKeepsWhatATicketMayNeed(t *testing.T) {
	h := newHouse(t)
	err := h.db.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := links.Sweep(t.Context(), tx.Links(), links.LeastKeep-1, noon)
		return err
	})
	if err == nil {
		t.Error("links were swept at once")
	}
}

func TestClosingAnAccountEndsTheLinksItMadeAndNoOthers(t *testing.T) {
	h := newHouse(t)
	made := func(maker string) links.Minted {
		ask := noPIN
		ask.Maker = maker
		return h.mint(ask, noon)
	}
	first, second, other, nobodys := made("I-1"), made("I-1"), made("I-2"), made("")
	h.revoke(second.ID, noon)
	close := func() (ended []links.Link) {
		h.tx(func(l tables) (err error) {
			ended, err = links.RevokeMade(context.Background(), l, "I-1", "officer:anna", noon)
			return err
		})
		return ended
	}
	if ended := close(); len(ended) != 1 || ended[0].ID != first.ID || ended[0].Number != number {
		t.Errorf("ended %+v", ended)
	}
	if again := close(); len(again) != 0 {
		t.Errorf("again: %v", again)
	}
	if _, err := h.take(right(first), noon); !is(err, links.ErrRevoked) {
		t.Error(err)
	}
	for _, m := range []links.Minted{other, nobodys} {
		if _, err := h.take(right(m), noon); err != nil {
			t.Error(err)
		}
	}
	h.tx(func(l tables) error {
		for _, maker := range []string{"", "Анна Петровна"} {
			if _, err := links.RevokeMade(context.Background(), l, maker, "officer:anna", noon); err == nil {
				t.Errorf("made by %q", maker)
			}
		}
		return nil
	})
}
