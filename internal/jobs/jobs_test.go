package jobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
)

// patience is for what happens: only a failure takes that long.
const patience = 2 * time.Minute

// quick is a tempo for tests: everything as in the service but for the waits.
var quick = tempo{waits: []time.Duration{time.Millisecond}, poll: 20 * time.Millisecond}

// house is a database with a queue, and what its log said.
type house struct {
	*Queue
	t    testing.TB
	db   *db.DB
	file string
	log  *syncBuffer
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func openAt(t testing.TB, file string, c Config) *house {
	t.Helper()
	d, err := db.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: d, file: file, log: &syncBuffer{}}
	c.Log = slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if h.Queue, err = Open(t.Context(), d, c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := errors.Join(h.Stop(ctx), d.Close()); err != nil {
			t.Error(err)
		}
	})
	return h
}

func open(t testing.TB, c Config) *house {
	t.Helper()
	return openAt(t, dbtest.Name(t), c)
}

func (h *house) start() *house {
	h.t.Helper()
	if err := h.Start(context.Background()); err != nil {
		h.t.Fatal(err)
	}
	return h
}

func (h *house) order(ids ...string) {
	h.t.Helper()
	for _, id := range ids {
		if err := h.db.Tx(context.Background(), func(tx *db.Tx) error { return h.Enqueue(context.Background(), tx, id) }); err != nil {
			h.t.Fatal(err)
		}
	}
}

// jobs lists all export jobs there are, ended or not.
func (h *house) jobs() []*rivertype.JobRow {
	h.t.Helper()
	found, err := h.client.JobList(context.Background(), river.NewJobListParams().Kinds("export").First(10_000))
	if err != nil {
		h.t.Fatal(err)
	}
	return found.Jobs
}

// until waits for a condition that nobody announces.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(patience); ; {
		if ok() {
			return
		}
		select {
		case <-end:
			t.Fatalf("waited %v in vain: %s", patience, what)
		case <-tick.C:
		}
	}
}

func (h *house) ended(want rivertype.JobState) {
	h.t.Helper()
	until(h.t, "all jobs "+string(want), func() bool {
		for _, j := range h.jobs() {
			if j.State != want {
				return false
			}
		}
		return true
	})
}

func receive[T any](t testing.TB, what string, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(patience):
		t.Fatalf("waited %v in vain: %s", patience, what)
	}
	return v
}

func nothing(context.Context, string) error { return nil }

// sure is an error that trying again cannot cure.
type sure struct{ text string }

func (s sure) Error() string { return s.text }
func (sure) Final() bool     { return true }

func TestOpenSaysWhatIsWrong(t *testing.T) {
	d, err := db.Open(t.Context(), dbtest.Name(t))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for name, c := range map[string]struct {
		config Config
		says   string
	}{
		"too many workers": {Config{Build: nothing, Workers: 65}, "want 1 to 64"},
		"fewer than none":  {Config{Build: nothing, Workers: -1}, "want 1 to 64"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Open(t.Context(), d, c.config); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAQueueWithoutBuildOnlyTakesOrders(t *testing.T) {
	h := open(t, Config{})
	h.order("a")
	if err := h.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "Config.Build is missing") {
		t.Errorf("%v", err)
	}
	if n := len(h.jobs()); n != 1 {
		t.Errorf("%d jobs", n)
	}
}

func TestTablesOfANewerRiverAreRefused(t *testing.T) {
	h := open(t, Config{Build: nothing})
	if err := dbtest.Exec(t.Context(), h.file, `INSERT INTO river_migration (line, version) VALUES ('main', 999)`); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), h.db, Config{Build: nothing}); !errors.Is(err, db.ErrNewer) || !strings.Contains(err.Error(), "migrate the queue") {
		t.Errorf("%v", err)
	}
}

func TestManyMayOpenANewQueueAtOnce(t *testing.T) {
	file := dbtest.Name(t)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			d, err := db.Open(context.Background(), file)
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if _, err := Open(context.Background(), d, Config{Build: nothing}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestAJobIsPartOfItsTransaction(t *testing.T) {
	built := make(chan string, 8)
	h := open(t, Config{Build: func(_ context.Context, id string) error { built <- id; return nil }}).start()
	stop := errors.New("stop")
	err := h.db.Tx(t.Context(), func(tx *db.Tx) error {
		if err := h.Enqueue(t.Context(), tx, "rolled-back"); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if n := len(h.jobs()); n != 0 {
		t.Errorf("%d jobs after a rollback", n)
	}
	h.order("committed")
	if id := receive(t, "the order", built); id != "committed" {
		t.Errorf("%s was built", id)
	}
	if err := h.db.Tx(t.Context(), func(tx *db.Tx) error { return h.Enqueue(t.Context(), tx, "") }); err == nil {
		t.Error("a job without an order")
	}
}

func TestAJobHoldsTheOrdersIDAndNothingElse(t *testing.T) {
	h := open(t, Config{Build: nothing})
	h.order("o-1")
	if j := h.jobs()[0]; strings.ReplaceAll(string(j.EncodedArgs), " ", "") != `{"order_id":"o-1"}` || len(j.Tags) != 0 {
		t.Errorf("%s, tags %v", j.EncodedArgs, j.Tags)
	}
}

func TestAnOrderHasOneJobAtATime(t *testing.T) {
	enter, leave := make(chan string), make(chan bool)
	h := open(t, Config{Build: func(_ context.Context, id string) error { enter <- id; <-leave; return nil }})
	h.order("a", "a")
	h.start()
	receive(t, "the build", enter)
	h.order("a") // while it runs
	if n := len(h.jobs()); n != 1 {
		t.Errorf("%d jobs for one order", n)
	}
	leave <- true
	h.ended(rivertype.JobStateCompleted)
	h.order("a") // once it has ended it may be asked for again
	receive(t, "the second build", enter)
	leave <- true
	h.ended(rivertype.JobStateCompleted)
	if n := len(h.jobs()); n != 2 {
		t.Errorf("%d jobs", n)
	}
}

func TestStopWaitsForRunningJobs(t *testing.T) {
	enter, leave := make(chan bool), make(chan bool)
	h := open(t, Config{Workers: 1, Build: func(ctx context.Context, _ string) error {
		enter <- true
		select {
		case <-leave:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}}).start()
	h.order("a", "b")
	receive(t, "the build", enter)
	stopped := make(chan error)
	go func() { stopped <- h.Stop(context.Background()) }()
	select {
	case err := <-stopped:
		t.Fatalf("stopped in the middle of a job: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(leave)
	if err := receive(t, "the stop", stopped); err != nil {
		t.Error(err)
	}
	if js := h.jobs(); js[0].State != rivertype.JobStateCompleted || js[1].State != rivertype.JobStateAvailable {
		t.Errorf("%s, %s", js[0].State, js[1].State)
	}
}

func TestStopCancelsWhatDoesNotEndInTime(t *testing.T) {
	enter := make(chan bool)
	h := open(t, Config{Build: func(ctx context.Context, _ string) error {
		enter <- true
		<-ctx.Done()
		return errors.New("some error that does not say why")
	}, GiveUp: func(context.Context, string, error) error { t.Error("given up"); return nil }})
	h.order("a")
	if err := dbtest.Exec(t.Context(), h.file, `UPDATE river_job SET attempt = 4`); err != nil { // the next is the last
		t.Fatal(err)
	}
	h.start()
	receive(t, "the build", enter)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if err := h.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if j := h.jobs()[0]; j.State != rivertype.JobStateAvailable || j.Attempt != 4 || len(j.Errors) != 0 {
		t.Errorf("%s, attempt %d, errors %v", j.State, j.Attempt, j.Errors)
	}
}

func TestStopSaysThatAJobDoesNotEnd(t *testing.T) {
	enter, leave := make(chan bool), make(chan bool)
	h := open(t, Config{tempo: tempo{ending: 30 * time.Millisecond}, Build: func(context.Context, string) error {
		enter <- true
		<-leave
		return nil
	}}).start()
	h.order("a")
	receive(t, "the build", enter)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := h.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "jobs still run") {
		t.Errorf("%v", err)
	}
	close(leave)
}

func TestSweepRunsAtTheStart(t *testing.T) {
	swept := make(chan bool, 8)
	h := open(t, Config{Build: nothing, Sweep: func(context.Context) error { swept <- true; panic("Сидоров") }}).start()
	receive(t, "the sweep", swept)
	until(t, "a word about the failure", func() bool { return strings.Contains(h.log.String(), "the sweep has failed") })
	h.silent("Сидоров")
}

func TestABurstOfJobsRunsEachOnce(t *testing.T) {
	orders := 200
	if raceDetector {
		orders = 40
	}
	var mu sync.Mutex
	runs := map[string]int{}
	h := open(t, Config{Workers: 4, tempo: quick, Build: func(_ context.Context, id string) error {
		mu.Lock()
		defer mu.Unlock()
		if runs[id]++; runs[id] == 1 && strings.HasSuffix(id, "7") {
			return errors.New("once")
		}
		return nil
	}}).start()
	var all sync.WaitGroup
	for part := range 4 {
		all.Go(func() {
			for n := range orders / 4 {
				h.order(fmt.Sprintf("order-%d", part*orders/4+n))
			}
		})
	}
	all.Wait()
	h.ended(rivertype.JobStateCompleted)
	for n := range orders {
		id, want := fmt.Sprintf("order-%d", n), 1
		if n%10 == 7 {
			want = 2
		}
		if runs[id] != want {
			t.Errorf("%s ran %d times, want %d", id, runs[id], want)
		}
	}
}

func TestJobsThatEndedAreKeptForADay(t *testing.T) {
	c := open(t, Config{Build: nothing}).settings()
	for _, d := range []time.Duration{c.CompletedJobRetentionPeriod, c.CancelledJobRetentionPeriod, c.DiscardedJobRetentionPeriod} {
		if d != 24*time.Hour {
			t.Errorf("%v", d)
		}
	}
}

func TestWaitsGrow(t *testing.T) {
	for attempt, want := range map[int]time.Duration{1: time.Second, 2: 5 * time.Second, 3: 30 * time.Second, 4: 2 * time.Minute, 5: 10 * time.Minute, 900: 10 * time.Minute} {
		got := time.Until(backOff(usual.waits).NextRetry(&rivertype.JobRow{Attempt: attempt}))
		if got > want || got < want-time.Second {
			t.Errorf("after try %d: %v, want %v", attempt, got, want)
		}
	}
}
