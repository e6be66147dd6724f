package account

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
)

func TestATokenOpensItsAccountOnly(t *testing.T) {
	h := newHouse(t)
	a, _ := h.add(t, policy.Insurer, "Organization/a")
	token := h.token(t, a.Login)
	if got, err := h.bearer(t, token); err != nil || got != a {
		t.Errorf("%+v, %v", got, err)
	}
	other, err := newToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"one nobody made": other.Text(), "nothing": "", "the prefix": "vyp_", "without its prefix": token[4:],
		"with a space": token + " ", "cut": token[:len(token)-1], "in capitals": strings.ToUpper(token), "the login": a.Login.String(),
		"very long": strings.Repeat(token, 1000), "the hash": string(bytesOf(hashToken(token))), "zero bytes": "\x00",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := h.bearer(t, text); err != ErrToken || got != (Account{}) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func bytesOf(h [sha256.Size]byte) []byte { return h[:] }

// A token's ends all look the same from outside.
func TestATokenEndsWithItsTimeItsAccountAndItsEpoch(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(t *testing.T, h *house, a Account)
	}{
		{"its time is over", func(_ *testing.T, h *house, _ Account) { h.clock = h.clock.Add(time.Hour) }},
		{"its account is disabled, by another process", func(t *testing.T, h *house, a Account) {
			if err := h.open(t, h.signer, rand.Reader).Disable(t.Context(), a.Login, "operator:root"); err != nil {
				t.Fatal(err)
			}
		}},
		{"its account is disabled while the clock is set back", func(t *testing.T, h *house, a Account) {
			h.clock = h.clock.Add(-48 * time.Hour)
			if err := h.Disable(t.Context(), a.Login, "operator:root"); err != nil {
				t.Fatal(err)
			}
		}},
		{"the disabled flag stands alone", func(t *testing.T, h *house, _ Account) { sql(t, h, `UPDATE account SET disabled = TRUE`) }},
		{"the epoch went on alone", func(t *testing.T, h *house, _ Account) { sql(t, h, `UPDATE account SET epoch = epoch + 1`) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			a, _ := h.add(t, policy.Doctor, "Practitioner/4")
			token := h.token(t, a.Login)
			h.clock = noon.Add(time.Hour - time.Microsecond)
			if _, err := h.bearer(t, token); err != nil {
				t.Fatalf("a moment before: %v", err)
			}
			h.clock = noon
			c.end(t, h, a)
			if got, err := h.bearer(t, token); err != ErrToken || got != (Account{}) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func sql(t *testing.T, h *house, statement string) {
	t.Helper()
	if err := dbtest.Exec(t.Context(), h.file, statement); err != nil {
		t.Fatal(err)
	}
}

// Whatever is done in whatever order, a token works exactly as long as its
// time, its account and the epoch it was made in.
func TestTokensFollowTheirAccounts(t *testing.T) {
	h := newHouse(t)
	rapid.Check(t, func(rt *rapid.T) {
		m := model{h: h, t: t}
		h.clock = noon
		for range 2 {
			m.account(rt)
		}
		acts := map[string]func(*rapid.T){"token": m.token, "disable": m.disable, "bump": m.bump, "later": m.later}
		// Half of them tokens, so that there is something to end.
		act := rapid.SampledFrom([]string{"token", "token", "token", "later", "bump", "disable"})
		for _, name := range rapid.SliceOfN(act, 1, 12).Draw(rt, "acts") {
			acts[name](rt)
			m.check(rt)
		}
	})
}

type model struct {
	h        *house
	t        *testing.T
	accounts []*modelAccount
}

type modelAccount struct {
	login    Login
	disabled bool
	tokens   []modelToken
}

type modelToken struct {
	text    string
	expires time.Time
	over    bool
}

// account stores one without the costly hashing of a password.
func (m *model) account(rt *rapid.T) {
	l, err := newLogin('D', rand.Reader)
	if err != nil {
		rt.Fatal(err)
	}
	err = m.h.db.Tx(m.t.Context(), func(tx *db.Tx) error {
		return tx.Accounts().Add(m.t.Context(), db.AccountRow{Login: l.String(), Role: "doctor", Subject: "Practitioner/4", Epoch: 1, Created: noon, Changed: noon})
	})
	if err != nil {
		rt.Fatal(err)
	}
	m.accounts = append(m.accounts, &modelAccount{login: l})
}

func (m *model) any(rt *rapid.T) *modelAccount {
	return rapid.SampledFrom(m.accounts).Draw(rt, "account")
}

func (m *model) token(rt *rapid.T) {
	a := m.any(rt)
	life := time.Duration(rapid.Int64Range(int64(time.Second), int64(3*time.Hour)).Draw(rt, "life"))
	token, err := m.h.Token(m.t.Context(), a.login, life, "operator:root")
	if errors.Is(err, ErrDisabled) != a.disabled || err != nil && !a.disabled {
		rt.Fatalf("disabled %v: %v", a.disabled, err)
	}
	if err == nil {
		a.tokens = append(a.tokens, modelToken{text: token.Text(), expires: moment(m.h.clock).Add(life)})
	}
}

func (m *model) later(rt *rapid.T) {
	m.h.clock = m.h.clock.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(rt, "later")))
}

func (m *model) disable(rt *rapid.T) {
	a := m.any(rt)
	if err := m.h.Disable(m.t.Context(), a.login, "operator:root"); err != nil {
		rt.Fatal(err)
	}
	a.disabled = true
	a.end()
}

// bump is what a changed password will do.
func (m *model) bump(rt *rapid.T) {
	a := m.any(rt)
	sql(m.t, m.h, `UPDATE account SET epoch = epoch + 1 WHERE login = '`+a.login.String()+`'`)
	a.end()
}

func (a *modelAccount) end() {
	for i := range a.tokens {
		a.tokens[i].over = true
	}
}

func (m *model) check(rt *rapid.T) {
	err := m.h.db.View(m.t.Context(), func(v *db.View) error {
		for _, a := range m.accounts {
			for _, token := range a.tokens {
				got, err := Bearer(m.t.Context(), v, token.text, m.h.clock)
				works := !token.over && m.h.clock.Before(token.expires.Truncate(time.Microsecond))
				if works != (err == nil) || works && got.Login != a.login || !works && err != ErrToken {
					return fmt.Errorf("want it to work: %v; got %+v, %w", works, got, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
}
