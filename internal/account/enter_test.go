package account

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
)

const own = "тихая река под мостом"

// settled is an account whose person set their own password.
func (h *house) settled(t testing.TB, role policy.Role, subject string) Account {
	t.Helper()
	a, first := h.add(t, role, subject)
	entered, err := h.Enter(t.Context(), a.Login.String(), first.Text(), "")
	if err != nil {
		t.Fatal(err)
	}
	a, err = h.Choose(t.Context(), a.Login, entered.Epoch, "", own)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (h *house) still(t testing.TB, a Account) error {
	t.Helper()
	return h.db.View(t.Context(), func(v *db.View) error {
		_, err := Still(t.Context(), v, a.Login.String(), a.Epoch)
		return err
	})
}

func TestAFirstPasswordLeadsInOnceAndOnlyToChoosing(t *testing.T) {
	h := newHouse(t)
	a, first := h.add(t, policy.Patient, "Patient/17")
	in, err := h.Enter(t.Context(), strings.ToLower(a.Login.String()), first.Text(), "")
	if err != nil || in.Login != a.Login || in.FirstUntil.IsZero() || !in.Spent || in.State(noon) != Lapsed {
		t.Fatalf("%+v, %v", in, err)
	}
	if _, err := h.Enter(t.Context(), a.Login.String(), first.Text(), ""); !errors.Is(err, ErrWrong) {
		t.Errorf("a second time: %v", err)
	}
	var flawed *PasswordError
	if _, err := h.Choose(t.Context(), a.Login, in.Epoch, "", first.Text()); !errors.As(err, &flawed) || flawed.Why != Same {
		t.Errorf("the password of the slip for one's own: %v", err)
	}
	mine, err := h.Choose(t.Context(), a.Login, in.Epoch, "", own)
	if err != nil || !mine.FirstUntil.IsZero() || mine.Epoch != in.Epoch+1 || mine.State(noon) != Active {
		t.Fatalf("%+v, %v", mine, err)
	}
	if h.still(t, in) != ErrSession || h.still(t, mine) != nil {
		t.Error("the session of the first password goes on, or the new one does not")
	}
	again, err := h.Enter(t.Context(), a.Login.String(), own, "")
	if err != nil || again != mine {
		t.Errorf("%+v, %v", again, err)
	}
	if e := h.entries(t); e[len(e)-1].Reason != "password chosen" || e[len(e)-1].Actor != a.Login.String() || e[len(e)-1].Patient != "17" {
		t.Errorf("%+v", e[len(e)-1])
	}
}

func TestAFirstPasswordEndsWithItsTime(t *testing.T) {
	h := newHouse(t)
	a, first := h.add(t, policy.Doctor, "Practitioner/4")
	h.clock = noon.Add(FirstPasswordLife)
	if _, err := h.Enter(t.Context(), a.Login.String(), first.Text(), ""); err != ErrWrong {
		t.Errorf("%v", err)
	}
}

func TestOfManyFirstLoginsAtOnceOneLeadsIn(t *testing.T) {
	h := newHouse(t)
	a, first := h.add(t, policy.Patient, "Patient/17")
	var all sync.WaitGroup
	var in atomic.Int64
	for range 4 {
		all.Go(func() {
			if _, err := h.Enter(t.Context(), a.Login.String(), first.Text(), ""); err == nil {
				in.Add(1)
			} else if err != ErrWrong {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d led in", in.Load())
	}
}

// What does not open an account says one thing, whatever it is.
func TestWhatDoesNotFitIsNotTold(t *testing.T) {
	h := newHouse(t)
	a := h.settled(t, policy.Patient, "Patient/17")
	gone := h.settled(t, policy.Patient, "Patient/18")
	if err := h.Disable(t.Context(), gone.Login, "operator:root"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string][2]string{
		"another password":    {a.Login.String(), "another password"},
		"nobody's login":      {"P-0000-0000", own},
		"no login at all":     {"Иванов", own},
		"nothing":             {"", ""},
		"a disabled account":  {gone.Login.String(), own},
		"a password cut":      {a.Login.String(), own[:len(own)-2]},
		"bytes that are none": {a.Login.String(), "\xff\xfe"},
	} {
		if got, err := h.Enter(t.Context(), c[0], c[1], ""); err != ErrWrong || got != (Account{}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := h.Enter(t.Context(), a.Login.String(), own, ""); err != nil {
		t.Errorf("the right one: %v", err)
	}
}

// The same password typed on a Mac and on a PC is the same password.
func TestAPasswordIsReadInEveryNormalForm(t *testing.T) {
	h := newHouse(t)
	a, first := h.add(t, policy.Patient, "Patient/17")
	in, err := h.Enter(t.Context(), a.Login.String(), first.Text(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Choose(t.Context(), a.Login, in.Epoch, "", "и\u0306од и е\u0308лка"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Enter(t.Context(), a.Login.String(), "йод и ёлка", ""); err != nil {
		t.Error(err)
	}
}

func TestAnAccountRestsAfterFailuresAlsoAfterARestart(t *testing.T) {
	h := newHouse(t)
	a := h.settled(t, policy.Patient, "Patient/17")
	wrong := func(s *Service, n int) {
		for range n {
			if _, err := s.Enter(t.Context(), a.Login.String(), "another password", ""); err != ErrWrong {
				t.Fatal(err)
			}
		}
	}
	wrong(h.Service, freeTries)
	again := h.open(t, h.signer, rand.Reader) // a new process
	right := func() error { _, err := again.Enter(t.Context(), a.Login.String(), own, ""); return err }
	if right() != ErrWrong {
		t.Fatal("it does not rest")
	}
	wrong(again, 20) // does not make the rest longer
	h.clock = h.clock.Add(time.Minute - time.Microsecond)
	if right() != ErrWrong {
		t.Error("the rest is shorter than a minute")
	}
	h.clock = h.clock.Add(time.Microsecond)
	wrong(again, 1)
	h.clock = h.clock.Add(time.Minute)
	if right() != ErrWrong {
		t.Error("the second rest is not longer")
	}
	h.clock = h.clock.Add(time.Minute)
	if err := right(); err != nil {
		t.Errorf("after the rest: %v", err)
	}
	wrong(again, freeTries-1)
	if err := right(); err != nil {
		t.Errorf("a good login did not forget the failures before it: %v", err)
	}
}

func TestRestsGrowToAnHour(t *testing.T) {
	var got []time.Duration
	for n := int64(4); n < 13; n++ {
		got = append(got, restAfter(n)/time.Minute)
	}
	if !slices.Equal(got, []time.Duration{0, 1, 2, 4, 8, 16, 32, 60, 60}) || restAfter(1<<40) != time.Hour {
		t.Errorf("%v", got)
	}
}

// Every outcome writes one row and computes one hash, so that its time tells
// nothing: here the rows, in storm_test.go the time.
func TestEveryFailureWritesOneRow(t *testing.T) {
	h := newHouse(t)
	a := h.settled(t, policy.Patient, "Patient/17")
	gone := h.settled(t, policy.Patient, "Patient/18")
	if err := h.Disable(t.Context(), gone.Login, "operator:root"); err != nil {
		t.Fatal(err)
	}
	for _, login := range []string{a.Login.String(), "P-0000-0000", "no login", gone.Login.String()} {
		if _, err := h.Enter(t.Context(), login, "another password", ""); err != ErrWrong {
			t.Fatal(err)
		}
	}
	if n := h.stored(t, a.Login).Failed; n != 1 {
		t.Errorf("%d failures counted at the account", n)
	}
	sql(t, h, `UPDATE login_idle SET tries = 0 WHERE tries = 3`)
}

func TestAPasswordIsTakenByItsLengthAndNothingElse(t *testing.T) {
	h := newHouse(t)
	a := h.settled(t, policy.Patient, "Patient/17")
	for _, c := range []struct {
		name, chosen string
		want         Flaw
	}{
		{"nine characters", "девятьбук", Short},
		{"nothing", "", Short},
		{"a book", strings.Repeat("слово ", 34), Long},
		{"one of the first tried", "Qwertyuiop", Common},
		{"the login", strings.ReplaceAll(a.Login.String(), "-", "") + "", Short},
		{"the one before", own, Same},
	} {
		_, err := h.Choose(t.Context(), a.Login, a.Epoch, own, c.chosen)
		var e *PasswordError
		if !errors.As(err, &e) || e.Why != c.want || c.chosen != "" && strings.Contains(err.Error(), c.chosen) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := h.Choose(t.Context(), a.Login, a.Epoch, own, "десять бук"); err != nil {
		t.Errorf("ten characters: %v", err)
	}
}

func TestOnlyWhoKnowsTheOldPasswordChangesIt(t *testing.T) {
	h := newHouse(t)
	a := h.settled(t, policy.Patient, "Patient/17")
	token := h.token(t, a.Login)
	if _, err := h.Choose(t.Context(), a.Login, a.Epoch, "another password", "новый длинный пароль"); !errors.Is(err, ErrWrong) {
		t.Errorf("a wrong old one: %v", err)
	}
	if _, err := h.Choose(t.Context(), a.Login, a.Epoch-1, own, "новый длинный пароль"); !errors.Is(err, ErrSession) {
		t.Errorf("a session that is over: %v", err)
	}
	if err := h.still(t, a); err != nil {
		t.Fatalf("a refused change ended the session: %v", err)
	}
	b, err := h.Choose(t.Context(), a.Login, a.Epoch, own, "новый длинный пароль")
	if err != nil {
		t.Fatal(err)
	}
	if h.still(t, a) != ErrSession || h.still(t, b) != nil {
		t.Error("other sessions go on, or the own one does not")
	}
	if _, err := h.bearer(t, token); err != ErrToken {
		t.Errorf("a token from before: %v", err)
	}
}

func TestAResetEndsEverythingAndNamesTheDocument(t *testing.T) {
	h := newHouse(t)
	a := h.settled(t, policy.Patient, "Patient/17")
	token := h.token(t, a.Login)
	if _, _, err := h.Reset(t.Context(), a.Login, "4509 123456", "R-0000-0001"); err == nil || strings.Contains(err.Error(), "4509") {
		t.Errorf("a number for a document: %v", err)
	}
	b, first, err := h.Reset(t.Context(), a.Login, "passport", "R-0000-0001")
	if err != nil || b.State(noon) != Waiting || len(first.Text()) != passwordDigits {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := h.Enter(t.Context(), a.Login.String(), own, ""); err != ErrWrong {
		t.Errorf("the old password: %v", err)
	}
	if h.still(t, a) != ErrSession {
		t.Error("a session goes on")
	}
	if _, err := h.bearer(t, token); err != ErrToken {
		t.Errorf("a token goes on: %v", err)
	}
	if in, err := h.Enter(t.Context(), a.Login.String(), first.Text(), ""); err != nil || in.FirstUntil.IsZero() {
		t.Errorf("the new first password: %+v, %v", in, err)
	}
	e := h.entries(t)
	if last := e[len(e)-1]; last.Reason != "reset, passport" || last.Actor != "R-0000-0001" || last.Recipient != a.Login.String() || last.Patient != "17" {
		t.Errorf("%+v", last)
	}
	if err := h.Disable(t.Context(), a.Login, "operator:root"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Reset(t.Context(), a.Login, "passport", "R-0000-0001"); !errors.Is(err, ErrDisabled) {
		t.Errorf("a closed account: %v", err)
	}
}

// A reset that is not announced is none, and of an undone one nobody hears.
func TestAResetIsToldInItsTransaction(t *testing.T) {
	h := newHouse(t)
	a := h.settled(t, policy.Patient, "Patient/17")
	var told []string
	refuse := errors.New("no room")
	h.OnReset(func(_ context.Context, _ *db.Tx, login string) error { told = append(told, login); return refuse })
	if _, _, err := h.Reset(t.Context(), a.Login, "passport", "R-0000-0001"); !errors.Is(err, refuse) {
		t.Errorf("%v", err)
	}
	if _, err := h.Enter(t.Context(), a.Login.String(), own, ""); err != nil {
		t.Errorf("an undone reset took the password: %v", err)
	}
	refuse = nil
	if _, _, err := h.Reset(t.Context(), a.Login, "passport", "R-0000-0001"); err != nil || len(told) != 2 || told[1] != a.Login.String() {
		t.Errorf("%v, %v", told, err)
	}
}
