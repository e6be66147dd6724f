package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river/rivertype"

	"vypiska/internal/db/dbtest"
)

func TestHowJobsEnd(t *testing.T) {
	plain := errors.New("Иванов Иван")
	type end struct {
		builds, givenUp int
		state           rivertype.JobState
	}
	for name, c := range map[string]struct {
		build func(n int) error
		up    func(n int) error
		want  end
	}{
		"the third try succeeds": {
			func(n int) error {
				if n < 3 {
					return plain
				}
				return nil
			}, nil, end{3, 0, rivertype.JobStateCompleted}},
		"an error that is final is not tried again": {
			func(int) error { return fmt.Errorf("build: %w", sure{"Иванов"}) }, nil, end{1, 0, rivertype.JobStateCancelled}},
		"five tries, then it is given up once": {
			func(int) error { return plain }, nil, end{5, 1, rivertype.JobStateCancelled}},
		"a panic is tried again like an error": {
			func(int) error { panic(plain) }, nil, end{5, 1, rivertype.JobStateCancelled}},
		"giving up is tried until it is written down, without another build": {
			func(int) error { return plain }, func(n int) error {
				switch n {
				case 1:
					return plain
				case 2:
					panic(plain)
				}
				return nil
			}, end{5, 3, rivertype.JobStateCancelled}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var builds, ups atomic.Int32
			done := make(chan error, 8)
			h := open(t, Config{tempo: quick,
				Build: func(context.Context, string) error { return c.build(int(builds.Add(1))) },
				GiveUp: func(_ context.Context, id string, err error) error {
					n := int(ups.Add(1))
					done <- err
					if c.up == nil {
						return nil
					}
					return c.up(n)
				}}).start()
			h.order("a")
			h.ended(c.want.state)
			if got := (end{int(builds.Load()), int(ups.Load()), h.jobs()[0].State}); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
			h.silent("Иванов")
		})
	}
}

// silent checks that the text is neither in the log nor in any file of the database.
func (h *house) silent(text string) {
	h.t.Helper()
	if dbtest.Holds(h.t, h.file, []byte(text)) {
		h.t.Error("the database has the text of an error")
	}
	if s := h.log.String(); strings.Contains(s, text) {
		h.t.Errorf("the log has the text of an error: %s", s)
	}
}

func TestAPanicIsKnownByItsPlaceAlone(t *testing.T) {
	var empty map[string]int
	for name, bug := range map[string]func(){
		"a value":          func() { panic("Петров Пётр") },
		"a runtime error":  func() { empty["Петров Пётр"] = 1 },
		"a nil pointer":    func() { _ = (*house)(nil).file },
		"an error, nested": func() { defer func() { panic(fmt.Errorf("again: %v", recover())) }(); panic("Петров Пётр") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failed := make(chan error, 1)
			h := open(t, Config{tempo: quick, Build: func(context.Context, string) error { bug(); return nil },
				GiveUp: func(_ context.Context, _ string, err error) error { failed <- err; return nil }}).start()
			h.order("a")
			err := receive(t, "giving up", failed)
			h.ended(rivertype.JobStateCancelled)
			if s := err.Error(); !strings.HasPrefix(s, "panic at vypiska/internal/jobs.") || !strings.Contains(s, "outcome_test.go:") {
				t.Errorf("%s", s)
			}
			if !strings.Contains(h.log.String(), "outcome_test.go:") {
				t.Errorf("the log has no place: %s", h.log)
			}
			h.silent("Петров")
		})
	}
}

func TestATryThatTakesTooLongIsTriedAgain(t *testing.T) {
	var n atomic.Int32
	h := open(t, Config{tempo: tempo{waits: quick.waits, timeout: 500 * time.Millisecond}, Build: func(ctx context.Context, _ string) error {
		if n.Add(1) == 1 {
			<-ctx.Done()
			return fmt.Errorf("build: %w", ctx.Err())
		}
		return nil
	}}).start()
	h.order("a")
	h.ended(rivertype.JobStateCompleted)
	if n.Load() != 2 || !strings.Contains(h.log.String(), "class=deadline") {
		t.Errorf("%d tries: %s", n.Load(), h.log)
	}
}
