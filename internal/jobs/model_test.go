package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/riverqueue/river/rivertype"
	"pgregory.net/rapid"

	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
)

// Whatever is enqueued, cancelled, taken, rolled back and orphaned in whatever
// order, the jobs there are are those the orders want.
func TestJobsFollowTheirOrders(t *testing.T) {
	few(t)
	h := open(t, Config{})
	undo := errors.New("undo")
	rapid.Check(t, func(r *rapid.T) {
		want := map[string]string{} // order: state of its job
		if len(h.jobs()) > 0 {
			if err := dbtest.Exec(context.Background(), h.file, `DELETE FROM river_job`); err != nil {
				r.Fatal(err)
			}
		}
		id := func(r *rapid.T) string { return rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "order") }
		// within runs f in a transaction that is committed or not, and reports which.
		within := func(r *rapid.T, f func(tx *db.Tx) error) bool {
			commit := rapid.Bool().Draw(r, "commit")
			err := h.db.Tx(context.Background(), func(tx *db.Tx) error {
				if err := f(tx); err != nil || commit {
					return err
				}
				return undo
			})
			if err != nil && (commit || !errors.Is(err, undo)) {
				r.Fatal(err)
			}
			return commit
		}
		r.Repeat(map[string]func(*rapid.T){
			"enqueue": func(r *rapid.T) {
				id := id(r)
				if within(r, func(tx *db.Tx) error { return h.Enqueue(context.Background(), tx, id) }) && want[id] == "" {
					want[id] = "available"
				}
			},
			"cancel": func(r *rapid.T) {
				id := id(r)
				if !within(r, func(tx *db.Tx) error { return h.CancelTx(context.Background(), tx, id) }) {
					return
				}
				if want[id] == "available" {
					delete(want, id)
				} else if want[id] != "" {
					want[id] = "running, cancelled"
				}
			},
			"take": func(r *rapid.T) {
				id := id(r)
				if want[id] != "available" {
					r.Skip("nothing to take")
				}
				want[id] = "running"
				if err := dbtest.Exec(context.Background(), h.file, `UPDATE river_job SET state = 'running', attempt = attempt + 1
					WHERE state = 'available' AND args ->> 'order_id' = '`+id+`'`); err != nil {
					r.Fatal(err)
				}
			},
			"die and put back": func(r *rapid.T) {
				back := 0
				for id, state := range want {
					switch state {
					case "running":
						want[id] = "available"
						back++
					case "running, cancelled":
						delete(want, id)
					}
				}
				if n, err := h.PutBack(context.Background()); err != nil || n != back {
					r.Fatalf("%d put back, want %d, %v", n, back, err)
				}
			},
			"": func(r *rapid.T) {
				got := map[string]string{}
				for _, j := range h.jobs() {
					state := string(j.State)
					if notesOf(j).Cancelled != "" && j.State == rivertype.JobStateRunning {
						state += ", cancelled"
					}
					if slices.Contains(alive, j.State) {
						var args ExportArgs
						if err := json.Unmarshal(j.EncodedArgs, &args); err != nil {
							r.Fatal(err)
						}
						got[args.OrderID] += state
					}
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					r.Fatalf("jobs %v, want %v", got, want)
				}
			},
		})
	})
}

// few makes the property's rounds fewer, unless somebody asked for a number:
// each is some thirty durable transactions.
func few(t *testing.T) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	if was := checks.Value.String(); was == checks.DefValue {
		t.Cleanup(func() { _ = checks.Value.Set(was) })
		if err := checks.Value.Set("15"); err != nil {
			t.Fatal(err)
		}
	}
}

const secret = "Кузнецов Кузьма"

// However an error is put together, its class has nothing of its text.
func TestAClassHasNothingOfTheText(t *testing.T) {
	var err func(r *rapid.T, depth int) error
	err = func(r *rapid.T, depth int) error {
		n := 2
		if depth > 0 {
			n = 7
		}
		switch rapid.IntRange(0, n).Draw(r, "kind") {
		case 0:
			return errors.New(secret)
		case 1:
			return sure{secret}
		case 2:
			return context.DeadlineExceeded
		case 3:
			return &fs.PathError{Op: secret, Path: secret, Err: err(r, depth-1)}
		case 4:
			return errors.Join(err(r, depth-1), err(r, depth-1))
		case 5:
			return fmt.Errorf(secret+" %w %w", err(r, depth-1), err(r, depth-1))
		case 6:
			return guard(func() error { panic(err(r, depth-1)) })
		}
		return fmt.Errorf(secret+": %w", err(r, depth-1))
	}
	rapid.Check(t, func(r *rapid.T) {
		e := err(r, 4)
		if c := class(e); c == "" || strings.Contains(c, "Кузнецов") || len(c) > 600 {
			r.Fatalf("%q", c)
		}
	})
}

func TestClasses(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"a plain error":          {errors.New("x"), "*errors.errorString"},
		"wrapped":                {fmt.Errorf("x: %w", &fs.PathError{Err: fs.ErrNotExist}), "*fs.PathError: *errors.errorString"},
		"two at once":            {errors.Join(sure{}, fs.ErrNotExist), "jobs.sure: *errors.errorString"},
		"too late":               {fmt.Errorf("x: %w", context.DeadlineExceeded), "deadline"},
		"cancelled":              {fmt.Errorf("x: %w", context.Canceled), "cancelled"},
		"the process died often": {ErrDied, "died"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := class(c.err); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// River's logger gets nothing through but what is listed.
func TestRiversLogIsQuiet(t *testing.T) {
	var out bytes.Buffer
	l := slog.New(quiet{slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}), new(atomic.Bool)})
	l.Info("chatter")
	l.With("panic_val", secret, "queue", "q").Error("boom", "error", secret, "args", secret, "job_id", 7, slog.Group("g", "err", secret))
	l.WithGroup("x").Warn("boom", "panic_val", secret)
	if s := out.String(); strings.Contains(s, "Кузнецов") || strings.Contains(s, "chatter") ||
		!strings.Contains(s, "job_id=7") || !strings.Contains(s, "queue=q") || strings.Count(s, "boom") != 2 {
		t.Errorf("%s", s)
	}
}

// While the queue stops, River's maintenance complains about its own end.
func TestWhatEndsIsNotAnError(t *testing.T) {
	var out bytes.Buffer
	var stopping atomic.Bool
	l := slog.New(quiet{slog.NewTextHandler(&out, nil), &stopping})
	l.Error("maintenance.X: before")
	stopping.Store(true)
	l.Error("maintenance.X: after")
	l.Error("jobexecutor: a job failed")
	if s := out.String(); !strings.Contains(s, "before") || strings.Contains(s, "after") || !strings.Contains(s, "a job failed") {
		t.Errorf("%s", s)
	}
}
