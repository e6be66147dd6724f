package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/rs/zerolog"

	"vypiska/internal/config"
	"vypiska/internal/web"
)

// serveCmd runs the service.
type serveCmd struct {
	Role string `enum:"web,worker,all" default:"all" help:"Which part this process plays: web, worker or all."`
	settingFlags
}

// Help tells what is needed.
func (serveCmd) Help() string {
	return `Serves orders, copies and links over HTTP until it is stopped; a stop waits for transfers and running orders.
Everything is kept in the data directory (SQLite, S3, keys) unless the settings name other places. Without records, a
directory of FHIR bundles, invented ones are served. See vypiska config for all settings.

Example: VYPISKA_RECORDS=examples/records vypiska serve`
}

// Run serves until the process is told to stop.
func (c *serveCmd) Run(w *world) error {
	settings, _, err := c.load()
	if err == nil {
		err = absoluteFiles(&settings)
	}
	if err != nil {
		return err
	}
	log := newLog(w, settings)
	s, err := openService(w, settings, "vypiska serve", log)
	if err != nil {
		return err
	}
	setup, err := faceOf(s, settings)
	if err == nil {
		err = s.runFace(w.ctx, settings, c.Role, setup)
	}
	return errors.Join(err, s.close(context.Background()))
}

// faceOf is what the settings say of the service's face.
func faceOf(s *service, c config.Config) (web.Setup, error) {
	setup := web.Setup{
		Desk: s.desk, PublicURL: c.PublicURL, Log: s.log, Now: s.now,
		Idle: c.Sessions.Idle, Life: c.Sessions.Life, UnblockByPhone: c.Blocks.UnblockByPhone,
		Limits: web.Limits(c.Limits), Proxied: c.TLS.Proxy,
		Meter: s.meter, Drain: c.Drain,
	}
	if c.TLS.CertFile == "" {
		s.ends(nil)
		return setup, nil
	}
	own, err := web.OpenCertificate(c.TLS.CertFile, c.TLS.KeyFile, s.now, s.log)
	if err != nil {
		return web.Setup{}, err
	}
	s.ends(own)
	setup.TLS = own.Config()
	return setup, nil
}

// newLog writes JSON lines to stderr: codes and ids, never a person's data.
func newLog(w *world, c config.Config) zerolog.Logger {
	level, err := zerolog.ParseLevel(c.Log.Level)
	if err != nil {
		level = zerolog.InfoLevel
	}
	return zerolog.New(w.stderr).Level(level).With().Timestamp().Logger()
}

// zerologHandler lets packages that speak slog write into the service's log.
type zerologHandler struct{ log zerolog.Logger }

// Enabled implements slog.Handler.
func (h zerologHandler) Enabled(_ context.Context, l slog.Level) bool {
	return zerologLevel(l) >= h.log.GetLevel()
}

// Handle implements slog.Handler.
func (h zerologHandler) Handle(_ context.Context, r slog.Record) error {
	e := h.log.WithLevel(zerologLevel(r.Level))
	r.Attrs(func(a slog.Attr) bool { e = e.Any(a.Key, a.Value.Any()); return true })
	e.Msg(r.Message)
	return nil
}

// WithAttrs implements slog.Handler.
func (h zerologHandler) WithAttrs(as []slog.Attr) slog.Handler {
	c := h.log.With()
	for _, a := range as {
		c = c.Any(a.Key, a.Value.Any())
	}
	return zerologHandler{c.Logger()}
}

// WithGroup implements slog.Handler; groups are not used here.
func (h zerologHandler) WithGroup(string) slog.Handler { return h }

func zerologLevel(l slog.Level) zerolog.Level {
	switch {
	case l >= slog.LevelError:
		return zerolog.ErrorLevel
	case l >= slog.LevelWarn:
		return zerolog.WarnLevel
	case l >= slog.LevelInfo:
		return zerolog.InfoLevel
	}
	return zerolog.DebugLevel
}
