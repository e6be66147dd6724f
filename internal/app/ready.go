package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"vypiska/internal/db"
)

// Readiness is what of the service works now: each part by its name, with the
// reason why it does not.
type Readiness map[string]error

// Err names the parts that do not work; nil where all do.
func (r Readiness) Err() error {
	var failing []error
	for _, name := range slices.Sorted(maps.Keys(r)) {
		if r[name] != nil {
			failing = append(failing, &partError{name, r[name]})
		}
	}
	return errors.Join(failing...)
}

// partError is a part that does not work.
type partError struct {
	part string
	err  error
}

func (e *partError) Error() string { return e.part + ": " + e.err.Error() }
func (e *partError) Unwrap() error { return e.err }

// Ready tells which parts work: whether the database answers, the queue can be
// read, the store is reached, the seal's key is valid, and records can be read. A
// source of records that rests after failures is not asked again by this.
func (d *Desk) Ready(ctx context.Context) Readiness {
	r := Readiness{"database": d.databaseAnswers(ctx), "keys": d.keyIsValid()}
	if q, ok := d.Queue.(interface {
		Depth(context.Context) (map[string]int64, error)
	}); ok {
		_, r["queue"] = q.Depth(ctx)
	}
	if d.Store != nil {
		r["copies"] = d.storeAnswers(ctx)
	}
	if s, ok := d.Source.(answering); ok {
		r["records"] = soon(ctx, s)
	}
	return r
}

// answering is a source of records that may be away.
type answering interface{ Answers(context.Context) error }

// soon asks the source and does not wait for one that hangs.
func soon(ctx context.Context, s answering) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	said := make(chan error, 1)
	go func() { defer cancel(); said <- s.Answers(ctx) }()
	select {
	case err := <-said:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *Desk) databaseAnswers(ctx context.Context) error {
	return d.house.DB.View(ctx, func(v *db.View) error {
		_, err := v.Register().Head(ctx)
		return err
	})
}

// storeAnswers reads one small object: a list is long work for some storages.
func (d *Desk) storeAnswers(ctx context.Context) error {
	_, err := d.Store.Checkpoint(ctx)
	return err
}

func (d *Desk) keyIsValid() error {
	if end := d.house.Signer.Expires(); end.Before(d.Now()) {
		return errors.New("the seal's certificate has expired")
	}
	return nil
}
