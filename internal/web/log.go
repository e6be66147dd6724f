package web

import (
	"fmt"
	"log"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"
)

// logged writes one line per request, at its end: number, route pattern, status
// and duration. Address, browser, referrer, path and query stay out. Durations
// are the network's, so they come from the real clock and not from Setup.Now.
func (s *Server) logged(c *gin.Context) {
	begun := time.Now()
	defer func() {
		k, took := callOf(c.Request.Context()), time.Since(begun)
		s.meter.Request(k.route, methodOf(c.Request), c.Writer.Status(), took)
		s.log.Info().Str("number", k.number).Str("method", methodOf(c.Request)).Str("route", k.route).
			Int("status", c.Writer.Status()).Int64("ms", took.Milliseconds()).Msg("request")
	}()
	c.Next()
}

// recovered turns a panic into a 500. Only the place is logged: a panic's value
// may carry anything.
func (s *Server) recovered(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler {
			panic(v) // the transfer broke after its first byte; net/http cuts the connection
		}
		k := callOf(c.Request.Context())
		s.log.Error().Str("number", k.number).Str("route", k.route).
			Str("class", fmt.Sprintf("%T", v)).Str("place", place()).Msg("panic")
		c.Abort()
		if c.Writer.Written() {
			panic(http.ErrAbortHandler)
		}
		clearHeaders(c.Writer.Header())
		s.answer(c, problemOf(errPanic, k.lang, k.number))
	}()
	c.Next()
}

// clearHeaders takes back what a handler said about a body it did not send.
func clearHeaders(h http.Header) {
	for _, name := range []string{"Content-Length", "Content-Disposition", "ETag", "Content-Range", "Accept-Ranges", "Location"} {
		h.Del(name)
	}
}

// place is the first frame of a panic outside the runtime and this file.
func place() string {
	pc := make([]uintptr, 32)
	frames := runtime.CallersFrames(pc[:runtime.Callers(3, pc)])
	for {
		f, more := frames.Next()
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		if !more {
			return "unknown"
		}
	}
}

// serverLog takes what net/http writes by itself. Those lines carry remote
// addresses and panic values, so only what kind of line it was is kept.
type serverLog struct{ log zerolog.Logger }

func (w serverLog) Write(line []byte) (int, error) {
	w.log.Warn().Str("event", kindOf(string(line))).Msg("http server")
	return len(line), nil
}

func (w serverLog) logger() *log.Logger { return log.New(w, "", 0) }

func kindOf(line string) string {
	for _, k := range []string{"TLS handshake error", "panic serving", "Accept error", "superfluous response.WriteHeader"} {
		if strings.Contains(line, k) {
			return strings.ToLower(k)
		}
	}
	return "other"
}
