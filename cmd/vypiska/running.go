package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"net"
	"net/http"
	"time"

	"vypiska/internal/config"
	"vypiska/internal/web"
)

// runFace builds the service's face and runs it.
func (s *service) runFace(ctx context.Context, c config.Config, role string, setup web.Setup) error {
	face, err := web.New(setup)
	if err != nil {
		return err
	}
	return s.run(ctx, c, role, face)
}

// run serves until ctx ends, then stops gracefully: transfers and running jobs
// are finished, for at most the given time.
func (s *service) run(ctx context.Context, c config.Config, role string, face *web.Server) (err error) {
	errs := make(chan error, 3)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if role != roleWeb {
		stopQueue, err := s.startQueue(ctx)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stopQueue()) }()
	}
	go s.watchExpiry(ctx)
	go s.witness.Watch(ctx)
	running := 0
	if role != roleWorker {
		ln, err := listen(c.Listen)
		if err != nil {
			return err
		}
		running++
		go func() { errs <- face.Serve(ctx, ln) }()
		s.log.Info().Str("listen", ln.Addr().String()).Msg("serving")
	}
	if c.MetricsListen != "" {
		running++
		go func() { errs <- serveMetrics(ctx, c.MetricsListen, face.MetricsHandler()) }()
	}
	return s.wait(ctx, stop, errs, running)
}

// grace bounds how long a stop waits for running jobs; web waits for transfers.
const grace = 30 * time.Second

// startQueue works on orders, first on those that a dead process left running.
// stop waits for the jobs that run.
func (s *service) startQueue(ctx context.Context) (stop func() error, err error) {
	n, err := s.queue.PutBack(ctx)
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	if err := s.queue.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	s.log.Info().Int("put_back", n).Msg("working on orders")
	return func() error {
		end, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		return s.queue.Stop(end)
	}, nil
}

func (s *service) wait(ctx context.Context, stop func(), errs <-chan error, running int) error {
	var err error
	select {
	case <-ctx.Done():
		s.log.Info().Msg("stopping")
	case err = <-errs:
		running--
	}
	stop()
	for range running {
		err = errors.Join(err, <-errs)
	}
	return err
}

// serveMetrics serves the metrics on a listener of their own.
func serveMetrics(ctx context.Context, listen string, h http.Handler) error {
	ln, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("metrics_listen: %w", err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ErrorLog: stdlog.New(io.Discard, "", 0)}
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = srv.Shutdown(end)
	}()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}
