package jobs

import (
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
)

// failure is what River may know of an error: its class.
type failure string

func (f failure) Error() string { return string(f) }

// panicked is a panic of which only the place is kept: its value may hold a
// record's text.
type panicked struct{ place string }

func (p *panicked) Error() string { return "panic at " + p.place }

// guard turns a panic of f into an error. A panic in a goroutine that f starts
// is out of its reach.
func guard(f func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = &panicked{place()}
		}
	}()
	return f()
}

// place names the function, file and line that panicked. It must be called by
// the deferred function that recovers.
func place() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for below := false; ; {
		f, more := frames.Next()
		if below && !strings.HasPrefix(f.Function, "runtime.") {
			return fmt.Sprintf("%s (%s:%d)", f.Function, path.Base(f.File), f.Line)
		}
		below = below || f.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}

// final reports whether trying again cannot cure the error.
func final(err error) bool {
	var f interface{ Final() bool }
	return errors.As(err, &f) && f.Final()
}

// class says what kind of error it is, for logs: the types it is made of, never
// its text.
func class(err error) string {
	var p *panicked
	switch {
	case errors.As(err, &p):
		return p.Error()
	case errors.Is(err, ErrDied):
		return "died"
	case errors.Is(err, context.DeadlineExceeded):
		return "deadline"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return strings.Join(types(nil, err), ": ")
}

// types lists the types of an error and of what it wraps, without the wrappings
// that say nothing.
func types(found []string, err error) []string {
	var inside []error
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		inside = []error{e.Unwrap()}
	case interface{ Unwrap() []error }:
		inside = e.Unwrap()
	}
	if t := fmt.Sprintf("%T", err); len(inside) == 0 || !strings.HasPrefix(t, "*fmt.") && t != "*errors.joinError" {
		found = append(found, t)
	}
	for _, e := range inside {
		if e != nil && len(found) < 8 {
			found = types(found, e)
		}
	}
	return found
}
