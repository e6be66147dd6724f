package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"

	"vypiska/exporter/record"
	"vypiska/internal/app"
)

// outcome is what became of one patient's copy.
type outcome struct {
	line line
	err  error
}

// waiters is how many copies are under way for each processor: most of them wait
// for the disk, and those that wait together share a commit.
const waiters = 4

// each makes copies for the patients and yields the outcomes in their order.
func each(ctx context.Context, patients []record.PatientID, make1 func(record.PatientID) (line, error)) iter.Seq2[record.PatientID, outcome] {
	return app.InOrder(ctx, waiters*runtime.GOMAXPROCS(0), patients, func(id record.PatientID) outcome { return guarded(id, make1) })
}

// guarded turns a panic into an error that says where it happened. The panic's
// own words may hold a record's text and are dropped.
func guarded(id record.PatientID, make1 func(record.PatientID) (line, error)) (o outcome) {
	defer func() {
		if recover() != nil {
			o = outcome{err: fmt.Errorf("a fault of the program at %s: nothing was issued; please report it", site())}
		}
	}()
	l, err := make1(id)
	if err == nil && l.Number == "" {
		err = errors.New("no copy was made")
	}
	return outcome{l, err}
}

// site is the innermost of our own functions on the panicking stack.
func site() string {
	pc := make([]uintptr, 64)
	frames := runtime.CallersFrames(pc[:runtime.Callers(3, pc)])
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "vypiska/") {
			return fmt.Sprintf("%s:%d", strings.TrimPrefix(f.Function, "vypiska/"), f.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}
