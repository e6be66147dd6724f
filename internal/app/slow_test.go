package app_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/storage/register"
)

// stalled is a reader's end of the line that takes nothing until it is let go.
type stalled struct {
	begun func()
	let   <-chan struct{}
}

func (w stalled) Write(p []byte) (int, error) {
	w.begun()
	<-w.let
	return len(p), nil
}

// Officers whose browsers take the register's export slowly, or not at all, keep
// nobody else from the database.
func TestASlowReaderOfTheRegisterHoldsNobodyUp(t *testing.T) {
	const officers = 16 // more than the database has connections for reading
	s := newService(t)
	fatal(t, s.house.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for range 100 {
			if _, err := s.house.Log.Append(t.Context(), tx.Register(), register.Entry{Time: s.now(), Event: register.Look, Actor: "o-1", Reason: "test"}); err != nil {
				return err
			}
		}
		return nil
	}))
	var begun, ended sync.WaitGroup
	let := make(chan struct{})
	for range officers {
		begun.Add(1)
		ended.Go(func() {
			w := stalled{sync.OnceFunc(begun.Done), let}
			if err := s.ExportRegister(t.Context(), officer, app.RegisterAsk{}, w); err != nil {
				t.Error(err)
			}
			w.begun() // also where nothing was written
		})
	}
	all := make(chan struct{})
	go func() { begun.Wait(); close(all) }()
	select {
	case <-all:
	case <-time.After(time.Minute):
		t.Error("an export waits for the others")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := s.Order(ctx, patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed"}); err != nil {
		t.Errorf("an order beside them: %v", err)
	}
	close(let)
	ended.Wait()
}
