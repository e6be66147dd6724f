package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strings"

	"vypiska/exporter/record"
)

// outcome is what became of one patient's copy.
type outcome struct {
	line line
	err  error
}

// each makes copies for the patients, as many at once as there are processors,
// and yields the outcomes in the patients' order.
func each(ctx context.Context, patients []record.PatientID, make1 func(record.PatientID) (line, error)) iter.Seq2[int, outcome] {
	return func(yield func(int, outcome) bool) {
		atOnce := runtime.GOMAXPROCS(0)
		slots := make([]chan outcome, len(patients))
		start := func(i int) {
			slots[i] = make(chan outcome, 1)
			go func() { slots[i] <- guarded(patients[i], make1) }()
		}
		for i := range min(atOnce, len(patients)) {
			start(i)
		}
		defer func() { // what was begun is finished or told to stop by ctx, never left behind
			for _, s := range slots {
				if s != nil {
					<-s
				}
			}
		}()
		for i := range patients {
			made := <-slots[i]
			slots[i] = nil
			if next := i + atOnce; next < len(patients) && ctx.Err() == nil {
				start(next)
			}
			if !yield(i, made) || ctx.Err() != nil {
				return
			}
		}
	}
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
