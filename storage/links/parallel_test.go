package links_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"vypiska/internal/db"
	"vypiska/storage/links"
)

// atOnce runs f n times at the same moment, by turns on two handles of one file.
func (h *house) atOnce(n int, f func(d *db.DB)) {
	h.t.Helper()
	second, err := db.Open(h.t.Context(), h.path)
	h.must(err)
	defer func() { h.must(second.Close()) }()
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-begin
			f([]*db.DB{h.db, second}[i%2])
		})
	}
	close(begin)
	all.Wait()
}

func TestEightAtOnceTakeTwoDownloadsExactlyTwice(t *testing.T) {
	h := newHouse(t)
	for range 5 {
		m := h.mint(withPIN, noon)
		var taken, usedUp atomic.Int32
		h.atOnce(8, func(d *db.DB) {
			switch _, err := h.takeBy(d, right(m), noon); {
			case err == nil:
				taken.Add(1)
			case errors.Is(err, links.ErrUsedUp):
				usedUp.Add(1)
			default:
				t.Error(err)
			}
		})
		if taken.Load() != 2 || usedUp.Load() != 6 || h.entered[m.ID] != 2 || h.find(m.ID).Taken != 2 {
			t.Errorf("%d taken, %d refused, %d registered, %+v", taken.Load(), usedUp.Load(), h.entered[m.ID], h.find(m.ID))
		}
	}
}

func TestManyWrongPINsAtOnceAreNoMoreThanTenGuesses(t *testing.T) {
	h := newHouse(t)
	m := h.mint(withPIN, noon)
	var counted, locked atomic.Int32
	h.atOnce(16, func(d *db.DB) {
		_, err := h.takeBy(d, links.Try{Token: m.Token, PIN: wrong(m)}, noon)
		switch {
		case errors.Is(err, links.ErrPIN):
			counted.Add(1)
		case errors.Is(err, links.ErrLocked):
			locked.Add(1)
		default:
			t.Error(err)
		}
	})
	// The tenth wrong PIN is answered with the lock.
	if counted.Load() != links.WrongTries-1 || locked.Load() != 16-links.WrongTries+1 || h.find(m.ID).Wrong != links.WrongTries {
		t.Errorf("%d counted, %d locked, %+v", counted.Load(), locked.Load(), h.find(m.ID))
	}
	if _, err := h.take(right(m), noon); !errors.Is(err, links.ErrLocked) {
		t.Errorf("the eleventh guess: %v", err)
	}
}

func TestOneDownloadGivenBackManyTimesAtOnceComesBackOnce(t *testing.T) {
	h := newHouse(t)
	m := h.mint(bearer(5), noon)
	var first links.Download
	for range 5 {
		d, err := h.take(right(m), noon)
		h.must(err)
		first = d
	}
	var back atomic.Int32
	h.atOnce(8, func(d *db.DB) {
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			ok, err := links.GiveBack(t.Context(), tx.Links(), first.ID, noon)
			if ok {
				back.Add(1)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	if back.Load() != 1 || h.find(m.ID).Taken != 4 {
		t.Errorf("%d times, %+v", back.Load(), h.find(m.ID))
	}
}

func TestNothingIsTakenAfterARevokeThatCameBetween(t *testing.T) {
	h := newHouse(t)
	m := h.mint(bearer(20), noon)
	var after atomic.Bool
	var late atomic.Int32
	h.atOnce(8, func(d *db.DB) {
		for i := range 2 {
			was := after.Load()
			_, err := h.takeBy(d, right(m), noon)
			if err == nil && was {
				late.Add(1)
			}
			if i == 0 && h.revokeBy(d, m.ID) {
				after.Store(true)
			}
		}
	})
	if late.Load() != 0 || h.entered[m.ID] != h.find(m.ID).Taken {
		t.Errorf("%d taken after the revoke, %d registered, %+v", late.Load(), h.entered[m.ID], h.find(m.ID))
	}
}

func (h *house) revokeBy(d *db.DB, id links.ID) (first bool) {
	err := d.Tx(h.t.Context(), func(tx *db.Tx) (err error) {
		first, err = links.Revoke(h.t.Context(), tx.Links(), id, "officer:anna", noon)
		return err
	})
	if err != nil {
		h.t.Error(err)
	}
	return first
}
