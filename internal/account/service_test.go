package account

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"vypiska/exporter/policy"
	"vypiska/storage/register"
)

func TestEveryActHasItsEntry(t *testing.T) {
	h := newHouse(t)
	a, _ := h.add(t, policy.Patient, "Patient/17")
	h.clock = noon.Add(time.Minute)
	h.token(t, a.Login)
	h.clock = noon.Add(2 * time.Minute)
	for range 2 { // the second changes nothing and has no entry
		if err := h.Disable(t.Context(), a.Login, "operator:root"); err != nil {
			t.Fatal(err)
		}
	}
	d, _ := h.add(t, policy.Doctor, "Practitioner/4")
	got := h.entries(t)
	want := []register.Entry{
		{Time: noon, Recipient: a.Login.String(), Patient: "17", Reason: "issued"},
		{Time: noon.Add(time.Minute), Recipient: a.Login.String(), Patient: "17", Reason: "token"},
		{Time: noon.Add(2 * time.Minute), Recipient: a.Login.String(), Patient: "17", Reason: "disabled"},
		{Time: noon.Add(2 * time.Minute), Recipient: d.Login.String(), Reason: "issued"},
	}
	for i := range want {
		want[i].Event, want[i].Actor = register.Account, "operator:root"
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestWithoutItsEntryNothingIsDone(t *testing.T) {
	h := newHouse(t)
	a, _ := h.add(t, policy.Doctor, "Practitioner/4")
	token := h.token(t, a.Login)
	stranger, _, err := register.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	// Its register key is another, so that it may append nothing.
	broken := h.open(t, stranger, rand.Reader)
	_, password, err := broken.Add(t.Context(), policy.Doctor, "Practitioner/5", "operator:root")
	if !errors.Is(err, register.ErrBroken) && !errors.Is(err, register.ErrCheckpoint) || password.Text() != "" {
		t.Errorf("add: %v", err)
	}
	made, err := broken.Token(t.Context(), a.Login, time.Hour, "operator:root")
	if err == nil || made.Text() != "" {
		t.Errorf("token: %v", err)
	}
	if err := broken.Disable(t.Context(), a.Login, "operator:root"); err == nil {
		t.Error("disabled without an entry")
	}
	if all, err := h.List(t.Context()); err != nil || len(all) != 1 || all[0] != a {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := h.bearer(t, token); err != nil {
		t.Errorf("the token of an account that was not disabled: %v", err)
	}
	if n := len(h.entries(t)); n != 2 {
		t.Errorf("%d entries", n)
	}
}

func TestABadAskMakesNothing(t *testing.T) {
	h := newHouse(t)
	a, _ := h.add(t, policy.Insurer, "Organization/a")
	gone, _ := h.add(t, policy.Insurer, "Organization/b")
	if err := h.Disable(t.Context(), gone.Login, "operator:root"); err != nil {
		t.Fatal(err)
	}
	nobody, _ := ParseLogin("P-0000-0000")
	before := len(h.entries(t))
	for _, c := range []struct {
		name string
		do   func() error
		says string
	}{
		{"no such role", func() error { _, _, err := h.Add(t.Context(), "operator", "root", "operator:root"); return err }, "want patient, doctor"},
		{"a subject of another role", func() error {
			_, _, err := h.Add(t.Context(), policy.Doctor, "Patient/1", "operator:root")
			return err
		}, "want Practitioner/ID"},
		{"nobody who acts", func() error { _, _, err := h.Add(t.Context(), policy.Doctor, "Practitioner/1", ""); return err }, "actor"},
		{"a token that lives too long", func() error {
			_, err := h.Token(t.Context(), a.Login, MaxTokenLife+1, "operator:root")
			return err
		}, "want from 1s to 24h"},
		{"a token that never lives", func() error { _, err := h.Token(t.Context(), a.Login, 0, "operator:root"); return err }, "want from 1s to 24h"},
		{"a token of nobody's", func() error { _, err := h.Token(t.Context(), nobody, time.Hour, "operator:root"); return err }, ErrUnknown.Error()},
		{"a token of a disabled account", func() error {
			_, err := h.Token(t.Context(), gone.Login, time.Hour, "operator:root")
			return err
		}, ErrDisabled.Error()},
		{"disabling nobody", func() error { return h.Disable(t.Context(), nobody, "operator:root") }, ErrUnknown.Error()},
		{"the zero login", func() error { return h.Disable(t.Context(), Login{}, "operator:root") }, ErrUnknown.Error()},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.do(); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
		})
	}
	if all, err := h.List(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%v, %v", all, err)
	}
	if after := len(h.entries(t)); after != before {
		t.Errorf("%d entries, then %d", before, after)
	}
}

func TestOneSubjectMayHaveSeveralAccounts(t *testing.T) {
	h := newHouse(t)
	a, p := h.add(t, policy.Insurer, "Organization/a")
	b, q := h.add(t, policy.Insurer, "Organization/a")
	if a.Login == b.Login || p.Text() == q.Text() || a.Subject != b.Subject {
		t.Errorf("%+v, %+v", a, b)
	}
	if all, err := h.List(t.Context()); err != nil || len(all) != 2 || all[0] != a && all[1] != a {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestATakenLoginIsDrawnAgain(t *testing.T) {
	h := newHouse(t)
	same := bytes.Repeat([]byte{5}, 1000)
	first := h.open(t, h.signer, bytes.NewReader(same))
	a, _, err := first.Add(t.Context(), policy.Doctor, "Practitioner/4", "operator:root")
	if err != nil {
		t.Fatal(err)
	}
	// Password 12 bytes, salt 16, then logins of 8: the third is another.
	draws := append(append([]byte(nil), same[:12+16+2*8]...), bytes.Repeat([]byte{7}, 8)...)
	b, _, err := h.open(t, h.signer, bytes.NewReader(draws)).Add(t.Context(), policy.Doctor, "Practitioner/4", "operator:root")
	if err != nil || a.Login.String() != "D-5555-5555" || b.Login.String() != "D-7777-7777" {
		t.Errorf("%s, %s, %v", a.Login, b.Login, err)
	}
	_, _, err = h.open(t, h.signer, bytes.NewReader(same)).Add(t.Context(), policy.Doctor, "Practitioner/4", "operator:root")
	if err == nil || !strings.Contains(err.Error(), "source of randomness is broken") {
		t.Errorf("a source that repeats itself: %v", err)
	}
	_, _, err = h.open(t, h.signer, iotest.ErrReader(errors.New("no entropy"))).Add(t.Context(), policy.Doctor, "Practitioner/4", "operator:root")
	if err == nil || !strings.Contains(err.Error(), "no entropy") {
		t.Errorf("a source that fails: %v", err)
	}
}

func TestDisablingIsForGood(t *testing.T) {
	h := newHouse(t)
	a, _ := h.add(t, policy.Doctor, "Practitioner/4")
	h.clock = noon.Add(time.Minute)
	if err := h.Disable(t.Context(), a.Login, "operator:root"); err != nil {
		t.Fatal(err)
	}
	row := h.stored(t, a.Login)
	if !row.Disabled || row.Epoch != a.Epoch+1 || !row.Changed.Equal(h.clock) || !row.Created.Equal(noon) {
		t.Errorf("%+v", row)
	}
}

func TestManyMayMakeAccountsAtOnce(t *testing.T) {
	h := newHouse(t)
	other := h.open(t, h.signer, rand.Reader)
	var all sync.WaitGroup
	for _, s := range []*Service{h.Service, other, h.Service, other} {
		all.Go(func() {
			a, _, err := s.Add(t.Context(), policy.Reception, "front-desk", "operator:root")
			if err == nil {
				_, err = s.Token(t.Context(), a.Login, time.Hour, "operator:root")
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(h.entries(t)); n != 8 {
		t.Errorf("%d entries", n)
	}
}
