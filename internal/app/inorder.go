package app

import (
	"context"
	"iter"
	"runtime"

	"vypiska/exporter/record"
)

// InOrder does work for each patient, for so many at once, and yields what came of it in the patients' order. What was begun
// is finished, or told to stop by ctx, before it returns.
func InOrder[T any](ctx context.Context, atOnce int, patients []record.PatientID, work func(record.PatientID) T) iter.Seq2[record.PatientID, T] {
	return func(yield func(record.PatientID, T) bool) {
		slots := make([]chan T, len(patients))
		start := func(i int) {
			slots[i] = make(chan T, 1)
			go func() { slots[i] <- work(patients[i]) }()
		}
		for i := range min(atOnce, len(patients)) {
			start(i)
		}
		defer func() {
			for _, s := range slots {
				if s != nil {
					<-s
				}
			}
		}()
		for i, id := range patients {
			made := <-slots[i]
			slots[i] = nil
			if next := i + atOnce; next < len(patients) && ctx.Err() == nil {
				start(next)
			}
			if !yield(id, made) || ctx.Err() != nil {
				return
			}
		}
	}
}

// processors is how much work without waiting is done at once.
func processors() int { return runtime.GOMAXPROCS(0) }
