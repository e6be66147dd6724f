package links_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"vypiska/storage/links"
)

const day = 24 * time.Hour

func TestWhatMayBeAsked(t *testing.T) {
	h := newHouse(t)
	good := links.Ask{Number: number, Recipient: recipient, Audience: links.Bearer}
	with := func(f func(*links.Ask)) links.Ask { a := good; f(&a); return a }
	for _, c := range []struct {
		name  string
		ask   links.Ask
		field string // of the broken bound
	}{
		{"an ask that names nothing more gets the defaults", good, ""},
		{"the longest life", with(func(a *links.Ask) { a.Life = 7 * day }), ""},
		{"a nanosecond more than the longest life", with(func(a *links.Ask) { a.Life = 7*day + 1 }), "ttl"},
		{"for ever", with(func(a *links.Ask) { a.Life = 1<<63 - 1 }), "ttl"},
		{"a life before now", with(func(a *links.Ask) { a.Life = -day }), "ttl"},
		{"a life too short for anybody", with(func(a *links.Ask) { a.Life = time.Millisecond }), "ttl"},
		{"the most downloads", with(func(a *links.Ask) { a.Downloads = 20 }), ""},
		{"one download more", with(func(a *links.Ask) { a.Downloads = 21 }), "max_downloads"},
		{"less than none", with(func(a *links.Ask) { a.Downloads = -1 }), "max_downloads"},
		{"no audience", with(func(a *links.Ask) { a.Audience = "" }), "audience"},
		{"an unknown audience", with(func(a *links.Ask) { a.Audience = "everybody" }), "audience"},
		{"no recipient", with(func(a *links.Ask) { a.Recipient = "" }), "recipient"},
		{"a recipient that is a name, not an id", with(func(a *links.Ask) { a.Recipient = "Окуджава Иван" }), "recipient"},
		{"a recipient longer than the register takes", with(func(a *links.Ask) { a.Recipient = strings.Repeat("x", 201) }), "recipient"},
		{"a recipient that is not UTF-8", with(func(a *links.Ask) { a.Recipient = "\xff" }), "recipient"},
		{"no number", with(func(a *links.Ask) { a.Number = "" }), "number"},
		{"an unknown choice of PIN", with(func(a *links.Ask) { a.PIN = 9 }), "pin"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var m links.Minted
			err := h.db.Tx(t.Context(), func(tx *tx) (err error) {
				m, err = h.gate.Mint(t.Context(), tx.Links(), c.ask, noon)
				return err
			})
			var bound *links.BoundError
			if c.field == "" {
				if err != nil || m.Token.Text() == "" || !m.Expires.After(noon) {
					t.Errorf("%+v, %v", m, err)
				}
				return
			}
			if !errors.As(err, &bound) || bound.Field != c.field || m.ID != "" || m.Token.Text() != "" {
				t.Errorf("%+v, %v", m, err)
			}
			if strings.Contains(err.Error(), "Иван") {
				t.Error("the error repeats the recipient")
			}
		})
	}
}

func TestTheDefaultsAreThePolicys(t *testing.T) {
	h := newHouse(t)
	m := h.mint(links.Ask{Number: number, Recipient: recipient, Audience: links.Bearer}, noon)
	if m.Expires != noon.Add(7*day) || m.Downloads != 3 || m.Left() != 3 || m.TriesLeft() != links.WrongTries {
		t.Errorf("%+v", m)
	}
	if got := h.find(m.ID); got != m.Link {
		t.Errorf("stored %+v\nminted %+v", got, m.Link)
	}
}

func TestWhoGetsAPIN(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name     string
		audience links.Audience
		choice   links.PINChoice
		want     bool
	}{
		{"a bearer link has a PIN unless it is removed", links.Bearer, links.ByAudience, true},
		{"a bearer link without a PIN is a choice", links.Bearer, links.WithoutPIN, false},
		{"a bearer link with a PIN", links.Bearer, links.WithPIN, true},
		{"a link for the recipient's session has none by itself", links.Self, links.ByAudience, false},
		{"a link for the recipient's session may have one", links.Self, links.WithPIN, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := h.mint(links.Ask{Number: number, Recipient: recipient, Audience: c.audience, PIN: c.choice}, noon)
			if m.PIN != c.want || (m.Code.Text() != "") != c.want || h.find(m.ID).PIN != c.want {
				t.Errorf("PIN %v, code given %v, stored %v", m.PIN, m.Code.Text() != "", h.find(m.ID).PIN)
			}
		})
	}
}

func TestAPolicyHasBounds(t *testing.T) {
	for _, c := range []struct {
		name string
		p    links.Policy
		says string // "" where the policy is fine
	}{
		{"the standard", links.Standard(), ""},
		{"no policy at all", links.Policy{}, "maximum life"},
		{"never ends", links.Policy{Life: day, MaxLife: 1<<63 - 1, Downloads: 1, MaxDownloads: 1}, "maximum life"},
		{"the default is above the maximum", links.Policy{Life: 2 * day, MaxLife: day, Downloads: 1, MaxDownloads: 1}, "default life"},
		{"no default life", links.Policy{MaxLife: day, Downloads: 1, MaxDownloads: 1}, "default life"},
		{"no maximum of downloads", links.Policy{Life: day, MaxLife: day, Downloads: 1}, "maximum downloads"},
		{"unlimited downloads", links.Policy{Life: day, MaxLife: day, Downloads: 1, MaxDownloads: 1 << 40}, "maximum downloads"},
		{"more downloads than the maximum", links.Policy{Life: day, MaxLife: day, Downloads: 3, MaxDownloads: 2}, "default downloads"},
	} {
		t.Run(c.name, func(t *testing.T) {
			key, err := links.NewKey(make([]byte, 32))
			if err != nil {
				t.Fatal(err)
			}
			_, err = links.New(c.p, key, strings.NewReader(""))
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAGateNeedsAKeyAndRandomness(t *testing.T) {
	if _, err := links.NewKey(make([]byte, 31)); err == nil {
		t.Error("a short key was taken")
	}
	if _, err := links.New(links.Standard(), links.Key{}, strings.NewReader("")); err == nil {
		t.Error("a gate without a key")
	}
	key, err := links.NewKey(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	for _, have := range []int{0, 15, 16, 47, 48, 51} { // ends within the id, the token, the PIN
		g, err := links.New(links.Standard(), key, strings.NewReader(strings.Repeat("\x00", have)))
		if err != nil {
			t.Fatal(err)
		}
		added := 0
		if _, err := g.Mint(t.Context(), adder(func(links.Row) error { added++; return nil }), bearer(1), noon); err == nil || added != 0 {
			t.Errorf("%d random bytes: %v, %d rows", have, err, added)
		}
	}
	g, err := links.New(links.Standard(), key, ones{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Mint(t.Context(), adder(func(links.Row) error { return nil }), bearer(1), noon); err == nil {
		t.Error("a PIN from a source that always says the same")
	}
}

func TestMintWithoutATimeIsRefused(t *testing.T) {
	if _, err := newGate(t).Mint(t.Context(), adder(func(links.Row) error { return nil }), bearer(1), time.Time{}); !errors.Is(err, links.ErrClock) {
		t.Errorf("%v", err)
	}
}

func TestALinkThatCouldNotBeStoredIsNotGiven(t *testing.T) {
	broken := errors.New("disk")
	m, err := newGate(t).Mint(t.Context(), adder(func(links.Row) error { return broken }), bearer(1), noon)
	if !errors.Is(err, broken) || m.Token.Text() != "" || m.Code.Text() != "" {
		t.Errorf("%v", err)
	}
}

type adder func(links.Row) error

func (a adder) AddLink(_ context.Context, r links.Row) error { return a(r) }

type ones struct{}

func (ones) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 0xff
	}
	return len(p), nil
}
