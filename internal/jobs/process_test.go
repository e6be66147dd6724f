package jobs

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river/rivertype"

	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
)

// The test binary, started again with envFile set, works on that database
// instead of testing, until it is killed. It prints "begun ID" in the middle of
// each job; jobs of orders named after "hangs" do not end, those of orders named
// after "waits" end when they are told to, and print "cancelled ID" then. "swept"
// is printed by a sweep.
const envFile = "VYPISKA_TEST_JOBS"

func TestMain(m *testing.M) {
	if file := os.Getenv(envFile); file != "" {
		if err := work(file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func work(file string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, file)
	if err != nil {
		return err
	}
	sweep := func(context.Context) error { fmt.Println("swept"); return nil }
	q, err := Open(ctx, d, Config{Workers: 1, tempo: quick, Sweep: sweep, Build: func(ctx context.Context, id string) error {
		err := write(d, id) // the effect, before the crash
		fmt.Println("begun", id)
		if strings.HasPrefix(id, "hangs") {
			select {}
		}
		if strings.HasPrefix(id, "waits") {
			<-ctx.Done()
			fmt.Println("cancelled", id)
			return ctx.Err()
		}
		return err
	}})
	if err != nil {
		return err
	}
	if _, err := q.PutBack(ctx); err != nil {
		return err
	}
	if err := q.Start(ctx); err != nil {
		return err
	}
	select {}
}

// write is what a build leaves; a second run finds it done.
func write(d *db.DB, id string) error {
	return d.Tx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.SQL().Exec(`INSERT INTO effect (id) VALUES ($1) ON CONFLICT DO NOTHING`, id)
		return err
	})
}

func (h *house) effects() *house {
	h.t.Helper()
	err := h.db.Tx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.SQL().Exec(`CREATE TABLE effect (id TEXT PRIMARY KEY)`)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return h
}

func (h *house) count(query string) (n int) {
	h.t.Helper()
	err := h.db.Tx(context.Background(), func(tx *db.Tx) error { return tx.SQL().QueryRow(query).Scan(&n) })
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// process is another process that works on the same database.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	said *bufio.Scanner
}

func startProcess(t *testing.T, file string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envFile+"="+file)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &process{t, cmd, bufio.NewScanner(out)}
}

// says waits until the process prints the line.
func (p *process) says(line string) {
	p.t.Helper()
	lost := time.AfterFunc(patience, func() { _ = p.cmd.Process.Kill() })
	defer lost.Stop()
	for p.said.Scan() && p.said.Text() != line {
	}
	if p.said.Text() != line {
		p.t.Fatalf("the process never said %q", line)
	}
}

func (p *process) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err == nil {
		p.t.Fatal("the process was not killed")
	}
}

// killedIn starts a process on the file and kills it in the middle of the job,
// after what before does.
func killedIn(t *testing.T, file, order string, before func()) {
	t.Helper()
	p := startProcess(t, file)
	p.says("begun " + order)
	before()
	p.kill()
}

func TestAJobThatRunsInAnotherProcessIsCancelled(t *testing.T) {
	h := open(t, Config{Build: nothing}).effects()
	h.order("waits")
	p := startProcess(t, h.file)
	p.says("begun waits")
	if err := h.Cancel(t.Context(), "waits"); err != nil {
		t.Fatal(err)
	}
	p.says("cancelled waits")
	h.ended(rivertype.JobStateCancelled)
	p.kill()
}

// putsBack puts back what a dead process left; a PostgreSQL server hears of its
// death a moment later.
func (h *house) putsBack() int {
	h.t.Helper()
	n, err := h.PutBack(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestAKilledProcessesJobRunsAgainAtOnce(t *testing.T) {
	built := make(chan string, 8)
	var h *house
	h = open(t, Config{Build: func(_ context.Context, id string) error { built <- id; return write(h.db, id) }}).effects()
	h.order("fine", "hangs")
	killedIn(t, h.file, "hangs", func() {})

	until(t, "the killed job is put back", func() bool { return h.putsBack() > 0 })
	h.start()
	for receive(t, "the killed job", built) != "hangs" {
	}
	h.ended(rivertype.JobStateCompleted)
	if n := h.count(`SELECT count(*) FROM effect`); n != 2 {
		t.Errorf("%d effects of 2 orders", n)
	}
	for _, j := range h.jobs() {
		if j.Attempt != 1 || len(j.Errors) != 0 {
			t.Errorf("the try that died counts: attempt %d", j.Attempt)
		}
	}
	if _, err := h.PutBack(t.Context()); err == nil {
		t.Error("a queue that runs put its own jobs back")
	}
}

func TestACancelledJobOfAKilledProcessStaysCancelled(t *testing.T) {
	built := make(chan string, 8)
	h := open(t, Config{Build: func(_ context.Context, id string) error { built <- id; return nil }}).effects()
	h.order("hangs")
	killedIn(t, h.file, "hangs", func() {
		if err := h.Cancel(t.Context(), "hangs"); err != nil {
			t.Error(err)
		}
	})
	until(t, "the killed job has ended", func() bool {
		if n := h.putsBack(); n != 0 {
			t.Fatalf("%d put back", n)
		}
		return h.jobs()[0].State == rivertype.JobStateCancelled
	})
	h.start()
	h.order("next")
	if id := receive(t, "the next order", built); id != "next" || h.jobs()[0].State != rivertype.JobStateCancelled {
		t.Errorf("%s, %s", id, h.jobs()[0].State)
	}
}

// An order that kills the process, or whose last try ended without a word, does
// not do so for ever.
func TestAJobThatKillsIsGivenUp(t *testing.T) {
	for name, c := range map[string]struct {
		history string
		builds  int
	}{
		"after nine deaths it has one more chance": {`UPDATE river_job SET state = 'running', attempt = 1, metadata = '{"vypiska_deaths": 8}'`, 1},
		"after ten deaths it has none":             {`UPDATE river_job SET state = 'running', attempt = 1, metadata = '{"vypiska_deaths": 9}'`, 0},
		"a sixth try is none":                      {`UPDATE river_job SET state = 'available', attempt = 5`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var builds atomic.Int32
			up := make(chan error, 8)
			h := open(t, Config{tempo: quick,
				Build:  func(context.Context, string) error { builds.Add(1); return sure{"x"} },
				GiveUp: func(_ context.Context, _ string, err error) error { up <- err; return nil }})
			h.order("a")
			if err := dbtest.Exec(t.Context(), h.file, c.history); err != nil {
				t.Fatal(err)
			}
			if _, err := h.PutBack(t.Context()); err != nil {
				t.Fatal(err)
			}
			h.start().ended(rivertype.JobStateCancelled)
			if n := int(builds.Load()); n != c.builds || len(up) != 1-c.builds {
				t.Errorf("%d builds, given up %d times", n, len(up))
			}
			if c.builds == 0 {
				if err := <-up; err != ErrDied {
					t.Errorf("%v", err)
				}
			}
		})
	}
}

// Builds write in transactions of their own, so do others in this and in another
// process, while two queues look for work: nobody waits for ever and nobody finds
// the database locked.
func TestTransactionsGoOnWhileTheQueueRuns(t *testing.T) {
	orders := 500
	if raceDetector { // SQLite is in Go: some twenty times slower
		orders = 60
	}
	var h *house
	h = open(t, Config{Workers: 8, tempo: quick, Build: func(_ context.Context, id string) error {
		if err := write(h.db, id); err != nil {
			t.Errorf("build: %v", err)
			return err
		}
		return write(h.db, id+"-again")
	}}).effects()
	var other *house
	other = openAt(t, h.file, Config{Workers: 2, tempo: quick, Build: func(_ context.Context, id string) error {
		if err := write(other.db, id); err != nil {
			t.Errorf("build elsewhere: %v", err)
			return err
		}
		return write(other.db, id+"-again")
	}})
	h.start()
	other.start()
	var all sync.WaitGroup
	for _, by := range []*house{h, other} {
		all.Go(func() {
			for n := range orders / 2 {
				id := fmt.Sprintf("%p-%d", by, n)
				by.order(id)
				if err := write(by.db, "beside-"+id); err != nil {
					t.Errorf("beside: %v", err)
				}
			}
		})
	}
	all.Wait()
	h.ended(rivertype.JobStateCompleted)
	if n := h.count(`SELECT count(*) FROM effect`); n != 3*orders {
		t.Errorf("%d effects, want %d", n, 3*orders)
	}
	if s := h.log.String() + other.log.String(); s != "" {
		t.Errorf("%s", s)
	}
}

func percentile(d []time.Duration, p int) float64 {
	slices.Sort(d)
	return float64(d[min(len(d)*p/100, len(d)-1)].Microseconds()) / 1000
}

// BenchmarkEnqueueToStart is the time from the beginning of the transaction that
// enqueues an order to the beginning of its build, one order at a time.
func BenchmarkEnqueueToStart(b *testing.B) {
	begun := make(chan time.Time)
	h := open(b, Config{Build: func(context.Context, string) error { begun <- time.Now(); return nil }}).start()
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		start := time.Now()
		h.order(fmt.Sprint(n))
		took = append(took, (<-begun).Sub(start))
	}
	b.ReportMetric(percentile(took, 50), "p50-ms")
	b.ReportMetric(percentile(took, 99), "p99-ms")
}

// BenchmarkTransactionsBesideTheQueue is the time of a durable transaction while
// four builders, each with two transactions a job, are kept busy.
func BenchmarkTransactionsBesideTheQueue(b *testing.B) {
	var h *house
	var built atomic.Int32
	h = openAt(b, dbtest.Name(b), Config{Build: func(_ context.Context, id string) error {
		built.Add(1)
		if err := write(h.db, id); err != nil {
			b.Error(err)
		}
		return write(h.db, id+"-again")
	}}).effects().start()
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	all.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			h.order(fmt.Sprint(n))
		}
	})
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		start := time.Now()
		if err := write(h.db, fmt.Sprint("beside-", n)); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	cancel()
	all.Wait()
	b.ReportMetric(percentile(took, 50), "p50-ms")
	b.ReportMetric(percentile(took, 99), "p99-ms")
	b.ReportMetric(percentile(took, 100), "max-ms")
	b.ReportMetric(float64(built.Load())/b.Elapsed().Seconds(), "jobs/s")
}
