package jobs

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
)

func TestCancelOfAQueuedJob(t *testing.T) {
	built := make(chan string, 8)
	h := open(t, Config{Build: func(_ context.Context, id string) error { built <- id; return nil }})
	h.order("a", "b")
	for _, id := range []string{"a", "a", "nobody's", `x" OR 1=1 --`} { // twice, and without a job
		if err := h.Cancel(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	h.start()
	if id := receive(t, "the other order", built); id != "b" {
		t.Errorf("%s was built", id)
	}
	if len(built) != 0 {
		t.Error("the cancelled order was built")
	}
}

func TestCancelIsPartOfItsTransaction(t *testing.T) {
	h := open(t, Config{Build: nothing})
	h.order("a")
	stop := errors.New("stop")
	err := h.db.Tx(t.Context(), func(tx *db.Tx) error { return errors.Join(h.CancelTx(t.Context(), tx, "a"), stop) })
	if err.Error() != stop.Error() || h.jobs()[0].State != rivertype.JobStateAvailable {
		t.Errorf("%v, %s", err, h.jobs()[0].State)
	}
}

func TestCancelOfARunningJobEndsItsContext(t *testing.T) {
	for name, elsewhere := range map[string]bool{"in the same process": false, "from a queue that runs nothing": true} {
		t.Run(name, func(t *testing.T) {
			enter, end := make(chan bool), make(chan error)
			var runs atomic.Int32
			h := open(t, Config{tempo: quick, Build: func(ctx context.Context, _ string) error {
				runs.Add(1)
				enter <- true
				<-ctx.Done()
				end <- context.Cause(ctx)
				return ctx.Err()
			}, GiveUp: func(context.Context, string, error) error { t.Error("a cancelled order was given up"); return nil }})
			from := h
			if elsewhere {
				from = openAt(t, h.file, Config{Build: nothing})
			}
			h.order("a")
			if err := dbtest.Exec(t.Context(), h.file, `UPDATE river_job SET attempt = 4`); err != nil { // the next is the last
				t.Fatal(err)
			}
			h.start()
			receive(t, "the build", enter)
			if err := from.Cancel(t.Context(), "a"); err != nil {
				t.Fatal(err)
			}
			cause := receive(t, "the end of the context", end)
			if !errors.Is(cause, river.ErrJobCancelledRemotely) {
				t.Error(cause)
			}
			h.ended(rivertype.JobStateCancelled)
			if n := runs.Load(); n != 1 {
				t.Errorf("ran %d times", n)
			}
		})
	}
}

// A job that is cancelled between its fetch and its start is not in River's list
// of running jobs yet: the worker looks once more itself.
func TestCancelJustBeforeTheStart(t *testing.T) {
	var runs atomic.Int32
	h := open(t, Config{Build: func(context.Context, string) error { runs.Add(1); return nil }})
	h.order("a")
	j := h.jobs()[0]
	if err := dbtest.Exec(t.Context(), h.file, `UPDATE river_job SET state = 'running', attempt = 1`); err != nil {
		t.Fatal(err)
	}
	if err := h.Cancel(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	b := &builder{queue: h.Queue}
	err := b.Work(t.Context(), &river.Job[ExportArgs]{JobRow: j, Args: ExportArgs{OrderID: "a"}})
	var c *river.JobCancelError
	if !errors.As(err, &c) || runs.Load() != 0 {
		t.Errorf("%v, ran %d times", err, runs.Load())
	}
}
