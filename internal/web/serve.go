package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	mostHeader = 32 << 10 // bytes
)

// Serve answers on ln, over TLS where Setup has it, until ctx ends. From then on it is not ready, and for
// Setup.Drain goes on: a connection that the system took for a listener that closes is reset. Then it takes
// no new connection, ends the streams of events, and waits at most Setup.Stop for what is under way;
// transfers finish. What still runs then is cut off, and the error says so.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	// There is no WriteTimeout, which would cut long transfers: every answer and
	// every piece of one has its own deadline (guard.go).
	srv := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime,
		MaxHeaderBytes: mostHeader, ErrorLog: serverLog{s.log}.logger(),
	}
	newcomers := newcomersOf(srv)
	served := make(chan error, 1)
	go func() {
		if s.tls == nil {
			served <- srv.Serve(ln)
			return
		}
		srv.TLSConfig = s.tls
		served <- srv.ServeTLS(ln, "", "")
	}()
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.draining.Store(true)
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-time.After(s.drain):
	}
	s.stopOnce.Do(func() { close(s.stopping) })
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.stop)
	defer cancel()
	_ = ln.Close()
	<-served // from here on no connection is new to us
	srv.SetKeepAlivesEnabled(false)
	newcomers.wait(wait)
	if err := srv.Shutdown(wait); err != nil {
		return fmt.Errorf("stop: transfers were cut off after %v: %w", s.stop, errors.Join(err, srv.Close()))
	}
	return nil
}

// isStopping reports whether a stop has begun.
func (s *Server) isStopping() bool {
	select {
	case <-s.stopping:
		return true
	default:
		return false
	}
}
