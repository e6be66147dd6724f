package main

import (
	"context"
	"errors"
	"fmt"

	"vypiska/internal/app"
	"vypiska/internal/config"
	"vypiska/storage"
)

// embedded reports whether the data directory holds the database or the copies:
// then it belongs to one process at a time, by its lock. Else processes share it,
// or have one each, and the database tells who works on it.
func embedded(c config.Config) bool { return c.Database.URL == "" || c.S3.Endpoint == "" }

// lockData takes the data directory's lock; nil where it needs none.
func (s *service) lockData(w *world, c config.Config, command string) (*storage.DirLock, error) {
	if !embedded(c) {
		return nil, nil
	}
	lock, err := storage.Lock(c.Data, command, w.now())
	if err != nil {
		return nil, err
	}
	s.atEnd(func(context.Context) error { return lock.Unlock() })
	return lock, nil
}

// serving tells the other processes on the database that this one serves.
func (s *service) serving(ctx context.Context) error {
	end, err := s.house.DB.Live(ctx, "", func(err error) {
		s.log.Warn().Str("class", fmt.Sprintf("%T", err)).Msg("the database was out of reach")
	})
	if err != nil {
		return fmt.Errorf("database %s: %w", s.house.DB.Name(), err)
	}
	s.atEnd(func(context.Context) error { end(); return nil })
	return nil
}

// alone keeps serving processes away from the database until the end.
func (s *service) alone(ctx context.Context) error {
	release, err := s.house.DB.Alone(ctx)
	if err != nil {
		return fmt.Errorf("database %s: %w", s.house.DB.Name(), err)
	}
	s.atEnd(func(context.Context) error { release(); return nil })
	return nil
}

// whileNoneServes runs f while no process of the service works on what the
// settings name.
func whileNoneServes(w *world, c config.Config, command string, f func() error) (err error) {
	s := &service{}
	defer func() { err = errors.Join(err, s.close(w.ctx)) }()
	if _, err := s.lockData(w, c, command); err != nil {
		return err
	}
	if !embedded(c) {
		if s.house, err = app.OpenRegister(w.ctx, addressOf(c)); err != nil {
			return err
		}
		s.atEnd(func(context.Context) error { return s.house.Abandon() })
		if err := s.alone(w.ctx); err != nil {
			return err
		}
	}
	return f()
}
