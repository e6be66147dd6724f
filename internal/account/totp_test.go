package account

import (
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
)

// The last six digits of RFC 6238, appendix B, for SHA-1.
func TestCodesAreThoseOfRFC6238(t *testing.T) {
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got := fmt.Sprintf("%06d", codeAt([]byte("12345678901234567890"), at/codeStep)); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

// withCodes is an account that asks for codes, and what its app shows at a moment.
func withCodes(t *testing.T, h *house) (a Account, code func(time.Time) string) {
	t.Helper()
	var key [32]byte
	_, _ = rand.Read(key[:])
	h.KeepCodes(key)
	a = h.settled(t, policy.Officer, "officer-1")
	e, err := h.Enrol(a.Login, "clinic.example", "")
	if err != nil {
		t.Fatal(err)
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(e.Secret)
	if err != nil || len(secret) != codeSecret || !strings.Contains(e.Address, e.Secret) || strings.Contains(e.Sealed, e.Secret) {
		t.Fatalf("%v", err)
	}
	if again, err := h.Enrol(a.Login, "clinic.example", e.Sealed); err != nil || again != e {
		t.Errorf("shown again it is another: %v", err)
	}
	code = func(at time.Time) string { return fmt.Sprintf("%06d", codeAt(secret, at.Unix()/codeStep)) }
	if err := h.TurnOn(t.Context(), a.Login, e.Sealed, "000000"); !errors.Is(err, ErrWrong) {
		t.Fatalf("a wrong code turned them on: %v", err)
	}
	if err := h.TurnOn(t.Context(), a.Login, e.Sealed, code(h.clock)); err != nil {
		t.Fatal(err)
	}
	return a, code
}

func TestACodeIsAskedForAndTakenOnce(t *testing.T) {
	h := newHouse(t)
	a, code := withCodes(t, h)
	enter := func(c string) error { _, err := h.Enter(t.Context(), a.Login.String(), own, c); return err }
	used := code(h.clock)
	h.clock = h.clock.Add(2 * codeStep * time.Second)
	now := code(h.clock)
	for name, c := range map[string]string{"none": "", "the one of the enrolment": used, "letters": "abcdef", "one too many": now + "0"} {
		if enter(c) != ErrWrong {
			t.Errorf("%s opens", name)
		}
	}
	if err := enter(now[:3] + " " + now[3:]); err != nil {
		t.Errorf("the right one: %v", err)
	}
	if enter(now) != ErrWrong {
		t.Error("a code opens twice")
	}
	if err := enter(code(h.clock.Add(codeStep * time.Second))); err != nil {
		t.Errorf("a clock one step ahead: %v", err)
	}
	if enter(code(h.clock)) != ErrWrong {
		t.Error("an earlier step opens after a later one")
	}
	h.clock = h.clock.Add(5 * codeStep * time.Second)
	if err := enter(code(h.clock.Add(-codeStep * time.Second))); err != nil {
		t.Errorf("a clock one step behind: %v", err)
	}
	h.clock = h.clock.Add(5 * codeStep * time.Second)
	if enter(code(h.clock.Add(-2*codeStep*time.Second))) != ErrWrong || enter(code(h.clock.Add(2*codeStep*time.Second))) != ErrWrong {
		t.Error("two steps off open")
	}
}

func TestASecretOpensForItsAccountAndKeyAlone(t *testing.T) {
	h := newHouse(t)
	a, code := withCodes(t, h)
	sealed := h.stored(t, a.Login).TOTP
	other := h.settled(t, policy.Officer, "officer-2")
	if err := h.TurnOn(t.Context(), other.Login, sealed, code(h.clock)); err == nil {
		t.Error("another account took the secret")
	}
	for _, bad := range []string{"", "x", sealed[:len(sealed)-4], "A" + sealed} {
		if err := h.TurnOn(t.Context(), a.Login, bad, code(h.clock)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	h.clock = h.clock.Add(time.Minute)
	h.KeepCodes([32]byte{1})
	if _, err := h.Enter(t.Context(), a.Login.String(), own, code(h.clock)); err != ErrWrong {
		t.Errorf("under another key: %v", err)
	}
	keyless := h.open(t, h.signer, rand.Reader)
	if _, err := keyless.Enter(t.Context(), a.Login.String(), own, code(h.clock)); err != ErrWrong {
		t.Errorf("without a key the codes are not asked for: %v", err)
	}
	if _, err := keyless.Enrol(a.Login, "x", ""); !errors.Is(err, ErrNoCodes) {
		t.Errorf("%v", err)
	}
}

func TestCodesAreTurnedOffByThePasswordOrAReset(t *testing.T) {
	h := newHouse(t)
	a, _ := withCodes(t, h)
	if err := h.TurnOff(t.Context(), a.Login, "another password"); !errors.Is(err, ErrWrong) {
		t.Errorf("%v", err)
	}
	if err := h.TurnOff(t.Context(), a.Login, own); err != nil {
		t.Fatal(err)
	}
	if in, err := h.Enter(t.Context(), a.Login.String(), own, ""); err != nil || in.Codes {
		t.Errorf("%+v, %v", in, err)
	}
	var reasons []string
	for _, e := range h.entries(t) {
		reasons = append(reasons, e.Reason)
	}
	if got := strings.Join(reasons, "; "); got != "issued; password chosen; codes on; codes off" {
		t.Errorf("%s", got)
	}
	b, _ := withCodes(t, h)
	_, first, err := h.Reset(t.Context(), b.Login, "passport", "operator:root")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Enter(t.Context(), b.Login.String(), first.Text(), ""); err != nil {
		t.Errorf("a reset kept the codes of a lost telephone: %v", err)
	}
}
