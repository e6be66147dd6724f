package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"vypiska/internal/db"
)

// people puts n people of an order into the queue.
func (h *house) people(order string, n int) {
	h.t.Helper()
	err := h.db.Tx(context.Background(), func(tx *db.Tx) error { return h.BuildPeople(context.Background(), tx, order, 0, n) })
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestThePackagesStepsRunWithTheirArguments(t *testing.T) {
	ran := make(chan string, 16)
	steps := Packages{
		Plan:   func(_ context.Context, order string) error { ran <- "plan " + order; return nil },
		Person: func(_ context.Context, order string, place int) error { ran <- "person " + order; return nil },
		Close:  func(_ context.Context, order string) error { ran <- "close " + order; return nil },
	}
	h := open(t, Config{Build: nothing, Packages: steps})
	err := h.db.Tx(t.Context(), func(tx *db.Tx) error {
		for range 2 { // the same order twice is one job
			if err := h.PlanPackage(t.Context(), tx, "a"); err != nil {
				return err
			}
			if err := h.ClosePackage(t.Context(), tx, "a"); err != nil {
				return err
			}
		}
		return h.BuildPeople(t.Context(), tx, "a", 5, 3)
	})
	if err != nil {
		t.Fatal(err)
	}
	h.start()
	var all []string
	for range 5 {
		all = append(all, receive(t, "a step", ran))
	}
	slices.Sort(all)
	if want := []string{"close a", "person a", "person a", "person a", "plan a"}; !slices.Equal(all, want) {
		t.Errorf("ran %v", all)
	}
}

// A patient's single copy does not wait behind ten thousand documents of an
// insurer: it is built before anybody of the package whose turn has not come yet.
func TestASingleCopyGoesBeforeThePackagesPeople(t *testing.T) {
	const crowd = 2000
	var done atomic.Int32
	gate, built := make(chan bool), make(chan int32, 1)
	h := open(t, Config{Workers: 2,
		Build: func(context.Context, string) error { built <- done.Load(); return nil },
		Packages: Packages{Plan: nothing, Close: nothing, Person: func(context.Context, string, int) error {
			<-gate
			done.Add(1)
			return nil
		}}})
	h.people("big", crowd)
	h.start()
	gate <- true // the package is under way
	h.order("single")
	go func() {
		for range crowd - 1 {
			gate <- true
		}
	}()
	before := receive(t, "the single copy", built)
	if before > crowd/4 {
		t.Errorf("%d of %d people were built before the single copy", before, crowd)
	}
}

func TestAPersonThatFailsIsTriedAgainAndThenGivenUp(t *testing.T) {
	var mu sync.Mutex
	tried, given := map[int]int{}, make(chan int, 4)
	h := open(t, Config{tempo: quick, Build: nothing, Packages: Packages{Plan: nothing, Close: nothing,
		Person: func(_ context.Context, _ string, place int) error {
			mu.Lock()
			defer mu.Unlock()
			tried[place]++
			if place == 1 {
				return errors.New("away")
			}
			return nil
		},
		GiveUpPerson: func(_ context.Context, order string, place int) error { given <- place; return nil },
	}})
	h.people("a", 3)
	h.start()
	if place := receive(t, "the giving up", given); place != 1 {
		t.Errorf("place %d was given up", place)
	}
	mu.Lock()
	defer mu.Unlock()
	if tried[1] != tries || len(given) != 0 {
		t.Errorf("tried %v times, given up %d more", tried, len(given))
	}
}

func TestAPersonOfADeadProcessRunsAgain(t *testing.T) {
	ran := make(chan int, 4)
	h := open(t, Config{Build: nothing, Packages: Packages{Plan: nothing, Close: nothing,
		Person: func(_ context.Context, _ string, place int) error { ran <- place; return nil }}})
	h.people("a", 1)
	if err := h.db.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.SQL().ExecContext(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if n, err := h.PutBack(t.Context()); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	h.start()
	receive(t, "the person", ran)
}

func TestAJobOfAPackageNamesNobody(t *testing.T) {
	h := open(t, Config{Build: nothing})
	h.people("o-1", 1)
	found, err := h.client.JobList(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var args map[string]any
	j := found.Jobs[0]
	if err := json.Unmarshal(j.EncodedArgs, &args); err != nil || len(args) != 2 || args["order_id"] != "o-1" || args["place"] != 0.0 || j.Priority <= 1 {
		t.Errorf("%s, priority %d", j.EncodedArgs, j.Priority)
	}
}

func TestANoticeIsTriedForADayAndThenGivenUp(t *testing.T) {
	var day, tried = deliveryWaits, 0
	var all int64
	for _, w := range day {
		all += int64(w)
	}
	if hours := all / int64(3600e9); hours < 23 || hours > 25 {
		t.Errorf("tried for %d hours", hours)
	}
	given := make(chan string, 1)
	fast := quick
	for range day {
		fast.delivery = append(fast.delivery, quick.waits[0])
	}
	h := open(t, Config{tempo: fast, Build: nothing, Packages: Packages{Plan: nothing, Close: nothing,
		Deliver:        func(context.Context, string) error { tried++; return errors.New("no answer") },
		GiveUpDelivery: func(_ context.Context, id string) error { given <- id; return nil },
	}})
	if err := h.db.Tx(t.Context(), func(tx *db.Tx) error { return h.Deliver(t.Context(), tx, "msg") }); err != nil {
		t.Fatal(err)
	}
	h.start()
	if id := receive(t, "the giving up", given); id != "msg" || tried != len(day)+1 {
		t.Errorf("%s was given up after %d tries", id, tried)
	}
}
