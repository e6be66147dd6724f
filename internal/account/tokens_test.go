package account

import (
	"errors"
	"testing"
	"time"

	"vypiska/exporter/policy"
)

// insurer is an account whose person chose a password.
func (h *house) insurer(t *testing.T) Account {
	t.Helper()
	a, p := h.add(t, policy.Insurer, "Organization/a")
	a, err := h.Enter(t.Context(), a.Login.String(), p.Text(), "")
	if err != nil {
		t.Fatal(err)
	}
	if a, err = h.Choose(t.Context(), a.Login, a.Epoch, "", "a password of mine"); err != nil {
		t.Fatal(err)
	}
	return a
}

func (h *house) own(t *testing.T, a Account, life time.Duration, readsOnly bool) string {
	t.Helper()
	token, err := h.OwnToken(t.Context(), a.Login, life, readsOnly)
	if err != nil {
		t.Fatal(err)
	}
	return token.Text()
}

func TestAnInsurersTokenHasItsScopeAndItsTime(t *testing.T) {
	h := newHouse(t)
	a := h.insurer(t)
	reads, acts := h.own(t, a, time.Hour, true), h.own(t, a, 48*time.Hour, false)
	for token, want := range map[string]bool{reads: true, acts: false} {
		got, err := h.bearer(t, token)
		if err != nil || got.Login != a.Login || got.ReadsOnly != want {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if live, err := h.Tokens(t.Context(), a.Login); err != nil || len(live) != 2 {
		t.Errorf("%v, %v", live, err)
	}
	h.clock = h.clock.Add(time.Hour)
	if _, err := h.bearer(t, reads); !errors.Is(err, ErrToken) {
		t.Errorf("past its time: %v", err)
	}
	live, err := h.Tokens(t.Context(), a.Login)
	if err != nil || len(live) != 1 || live[0].ReadsOnly {
		t.Fatalf("%v, %v", live, err)
	}
	if err := h.EndToken(t.Context(), a.Login, live[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.bearer(t, acts); !errors.Is(err, ErrToken) {
		t.Errorf("ended: %v", err)
	}
	if err := h.EndToken(t.Context(), a.Login, live[0].ID); !errors.Is(err, ErrToken) {
		t.Errorf("ended twice: %v", err)
	}
}

func TestWhoMayNotMakeTokensMakesNone(t *testing.T) {
	h := newHouse(t)
	first, _ := h.add(t, policy.Insurer, "Organization/a")
	doctor, _ := h.add(t, policy.Doctor, "Practitioner/4")
	for name, a := range map[string]Account{"before the first password was changed": first, "a doctor": doctor} {
		if _, err := h.OwnToken(t.Context(), a.Login, time.Hour, true); !errors.Is(err, ErrNoOwnTokens) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := h.insurer(t)
	for _, life := range []time.Duration{0, time.Minute, LongestOwnToken + 1} {
		if _, err := h.OwnToken(t.Context(), a.Login, life, true); err == nil {
			t.Errorf("a life of %v was allowed", life)
		}
	}
	for range mostTokens {
		h.own(t, a, time.Hour, true)
	}
	if _, err := h.OwnToken(t.Context(), a.Login, time.Hour, true); !errors.Is(err, ErrTokens) {
		t.Errorf("one more: %v", err)
	}
	b := h.insurer(t)
	mine, err := h.Tokens(t.Context(), a.Login)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.EndToken(t.Context(), b.Login, mine[0].ID); !errors.Is(err, ErrToken) {
		t.Errorf("another's token: %v", err)
	}
}

func TestEndingSessionsEndsThemAll(t *testing.T) {
	h := newHouse(t)
	a := h.insurer(t)
	token := h.own(t, a, time.Hour, false)
	after, err := h.EndSessions(t.Context(), a.Login, a.Epoch)
	if err != nil || after.Epoch != a.Epoch+1 {
		t.Fatalf("%+v, %v", after, err)
	}
	if _, err := h.bearer(t, token); !errors.Is(err, ErrToken) {
		t.Errorf("the token lives on: %v", err)
	}
	if _, err := h.EndSessions(t.Context(), a.Login, a.Epoch); !errors.Is(err, ErrSession) {
		t.Errorf("from a session that is over: %v", err)
	}
	last := h.entries(t)
	if e := last[len(last)-1]; e.Reason != "sessions ended" || e.Recipient != a.Login.String() {
		t.Errorf("%+v", e)
	}
}
