package jobs

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"vypiska/internal/db"
)

// lost is an error of a mail server, which repeats an address.
type lost struct{ final bool }

func (lost) Error() string { return "550 m.ivanova@mail.example" }
func (l lost) Final() bool { return l.final }

func (h *house) announce(login string) {
	h.t.Helper()
	if err := h.db.Tx(h.t.Context(), func(tx *db.Tx) error { return h.Announce(h.t.Context(), tx, login) }); err != nil {
		h.t.Fatal(err)
	}
}

func TestANoticeIsPartOfItsTransactionAndTriedAgain(t *testing.T) {
	told := make(chan string, 10)
	tries := 0
	h := open(t, Config{tempo: quick, Build: func(context.Context, string) error { return nil }, Notify: func(_ context.Context, account string) error {
		told <- account
		if tries++; tries == 1 {
			return lost{}
		}
		return nil
	}})
	undone := errors.New("undone")
	err := h.db.Tx(t.Context(), func(tx *db.Tx) error {
		if err := h.Announce(t.Context(), tx, "P-GONE"); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	h.announce("P-1")
	h.start()
	for range 2 {
		select {
		case got := <-told:
			if got != "P-1" {
				t.Errorf("told of %s", got)
			}
		case <-time.After(patience):
			t.Fatal("nobody was told, or not a second time")
		}
	}
	if log := h.log.String(); strings.Contains(log, "ivanova") || !strings.Contains(log, "tried again") {
		t.Errorf("log:\n%s", log)
	}
}

func TestANoticeThatCannotArriveIsNotTriedAgain(t *testing.T) {
	told := make(chan string, 10)
	h := open(t, Config{tempo: quick, Build: func(context.Context, string) error { return nil }, Notify: func(_ context.Context, account string) error {
		told <- account
		if account == "P-1" {
			return lost{final: true}
		}
		return nil
	}})
	h.announce("P-1")
	h.start()
	if got := <-told; got != "P-1" {
		t.Fatal(got)
	}
	h.announce("P-2")
	select {
	case got := <-told:
		if got != "P-2" {
			t.Errorf("tried again: %s", got)
		}
	case <-time.After(patience):
		t.Fatal("the next notice waits")
	}
	if err := h.db.Tx(t.Context(), func(tx *db.Tx) error { return h.Announce(t.Context(), tx, "") }); err == nil {
		t.Error("a notice about nobody")
	}
}
