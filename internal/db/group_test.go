package db

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
)

// crowd holds the transaction of a leader open until n guests wait, lets work
// run as each of them, and returns what Tx said to each and to the leader.
func crowd(t *testing.T, d *DB, n int, leader error, ctx context.Context, work func(i int, tx *Tx) error) (guests []error, lead error) {
	t.Helper()
	in, let := make(chan struct{}), make(chan struct{})
	led := make(chan error, 1)
	go func() {
		led <- d.Tx(t.Context(), func(*Tx) error {
			close(in)
			<-let
			return leader
		})
	}()
	<-in
	guests = make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() {
				if p := recover(); p != nil {
					guests[i] = fmt.Errorf("panic: %v", p)
				}
			}()
			guests[i] = errGone // stands where the goroutine is ended from within
			guests[i] = d.Tx(ctx, func(tx *Tx) error { return work(i, tx) })
		}()
	}
	for d.group.length() < n {
		runtime.Gosched()
	}
	close(let)
	wg.Wait()
	return guests, <-led
}

func (g *group) length() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.waiting)
}

var (
	errGone = errors.New("the goroutine ended")
	errOwn  = errors.New("its own fault")
)

func TestOfThoseWhoShareACommitEachSucceedsOrFailsByItself(t *testing.T) {
	d, k := open(t, dbtest.Name(t)), newLog(t)
	const n = 3 * mostTogether
	guests, lead := crowd(t, d, n, nil, t.Context(), func(i int, tx *Tx) error {
		if _, err := k.log.Append(t.Context(), tx.Register(), sample(i)); err != nil {
			return err
		}
		switch i % 8 {
		case 1:
			return errOwn
		case 2:
			panic("its own")
		case 3:
			runtime.Goexit()
		case 4:
			return tx.exec(t.Context(), `INSERT INTO register SELECT * FROM register`)
		}
		return nil
	})
	if lead != nil {
		t.Error(lead)
	}
	kept := 0
	for i, err := range guests {
		switch i % 8 {
		case 1:
			if !errors.Is(err, errOwn) {
				t.Errorf("%d: %v", i, err)
			}
		case 2, 3, 4:
			if err == nil {
				t.Errorf("%d was told that its work stays", i)
			}
		default:
			if kept++; err != nil {
				t.Errorf("%d: %v", i, err)
			}
		}
	}
	if r := verify(t, d, k.verifier); !r.Intact() || r.Size != int64(kept) {
		t.Errorf("want %d entries: %s", kept, r)
	}
}

func TestALeaderThatFailsLeavesTheOthersAlone(t *testing.T) {
	d, k := open(t, dbtest.Name(t)), newLog(t)
	guests, lead := crowd(t, d, 5, errOwn, t.Context(), func(i int, tx *Tx) error {
		_, err := k.log.Append(t.Context(), tx.Register(), sample(i))
		return err
	})
	if !errors.Is(lead, errOwn) || errors.Join(guests...) != nil {
		t.Errorf("leader %v, others %v", lead, guests)
	}
	if r := verify(t, d, k.verifier); !r.Intact() || r.Size != 5 {
		t.Error(r)
	}
}

func TestWhoGoesAwayLeavesTheLineAndNothingBehind(t *testing.T) {
	d, k := open(t, dbtest.Name(t)), newLog(t)
	ctx, cancel := context.WithCancel(t.Context())
	guests, _ := crowd(t, d, 6, nil, ctx, func(i int, tx *Tx) error {
		if _, err := k.log.Append(ctx, tx.Register(), sample(i)); err != nil {
			return err
		}
		if i == 3 {
			cancel() // some have had their turn, others have not
		}
		return nil
	})
	var stayed int64
	for _, err := range guests {
		if err == nil {
			stayed++
		} else if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if r := verify(t, d, k.verifier); !r.Intact() || r.Size != stayed || guests[3] == nil {
		t.Errorf("%d stayed: %s", stayed, r)
	}
	fill(t, d, k.log, 1) // nobody holds the lead for ever
}

// A transaction that breaks down takes all who share it along, and none of them
// is told that its work stays.
func TestNothingStaysOfABrokenTransaction(t *testing.T) {
	d, k := open(t, dbtest.Name(t)), newLog(t)
	guests, lead := crowd(t, d, 4, nil, t.Context(), func(i int, tx *Tx) error {
		if _, err := k.log.Append(t.Context(), tx.Register(), sample(i)); err != nil {
			return err
		}
		return breakDown(t.Context(), tx)
	})
	if lead == nil {
		t.Error("the leader was told that its work stays")
	}
	for i, err := range guests {
		if err == nil {
			t.Errorf("%d was told that its work stays", i)
		}
	}
	if r := verify(t, d, k.verifier); !r.Intact() || r.Size != 0 {
		t.Error(r)
	}
}

// BenchmarkTogether is BenchmarkAppend for eight at once: rounds of appends that
// may share commits alternate with as many bare transactions, a commit each.
func BenchmarkTogether(b *testing.B) {
	plain := bareDB(b)
	d, k := open(b, dbtest.Name(b)), newLog(b)
	const atOnce = 8
	var bare, appends time.Duration
	for b.Loop() {
		start := time.Now()
		for range atOnce {
			plain(b)
		}
		bare += time.Since(start)
		start = time.Now()
		var all sync.WaitGroup
		for range atOnce {
			all.Go(func() { fill(b, d, k.log, 1) })
		}
		all.Wait()
		appends += time.Since(start)
	}
	b.ReportMetric(float64(bare)/float64(appends)*100, "percent")
	b.ReportMetric(float64(bare.Microseconds())/float64(b.N*atOnce), "bare-µs/op")
	b.ReportMetric(float64(appends.Microseconds())/float64(b.N*atOnce), "append-µs/op")
}
