package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"vypiska/exporter/record/fhir"
	"vypiska/internal/app"
	"vypiska/internal/config"
)

// tryClock compares the machine's clock with the register: one that was set back
// would date entries before those they follow.
func tryClock(ctx context.Context, w *world, c config.Config) (string, error) {
	now, err := w.zoned(c.Zone)
	if err != nil {
		return "", err
	}
	said := now().Format(time.DateTime) + " in " + c.Zone
	if app.Nothing(addressOf(c)) {
		return said, nil
	}
	h, err := app.OpenExisting(ctx, addressOf(c))
	if err != nil {
		return "", err
	}
	last, err := h.LastEntry(ctx)
	if err = errors.Join(err, h.Abandon()); err != nil {
		return "", err
	}
	if ahead := last.Sub(now()); ahead > mostSkew {
		return "", fmt.Errorf("%s, but the register's last entry is from %v later: let NTP set the clock", said, ahead.Round(time.Second))
	}
	return said + ", not before the register's last entry", nil
}

// clocks are the doors in other machines that tell the time.
func clocks(w *world, c config.Config) (doors []door) {
	if c.S3.Endpoint != "" {
		doors = append(doors, door{"clock and S3", func(ctx context.Context) (string, error) {
			return agree(w, func() (time.Time, error) { return dateOf(ctx, c.S3) })
		}})
	}
	if isServer(c.Records) {
		doors = append(doors, door{"clock and records", func(ctx context.Context) (string, error) {
			s, err := fhir.NewServer(fhir.ServerSetup{Base: c.Records, Access: accessOf(c.FHIR)})
			if err != nil {
				return "", err
			}
			return agree(w, func() (time.Time, error) { return s.Clock(ctx) })
		}})
	}
	return doors
}

// mostSkew is how far our clock may be from others': links end and stamps are
// judged by it.
const mostSkew = 30 * time.Second

// agree compares our clock with another.
func agree(w *world, other func() (time.Time, error)) (string, error) {
	theirs, err := other()
	if err != nil {
		return "", fmt.Errorf("it tells no time: %w", err)
	}
	if skew := w.now().Sub(theirs).Abs(); skew > mostSkew {
		return "", fmt.Errorf("%v apart; want at most %v: let NTP set the clocks", skew.Round(time.Second), mostSkew)
	}
	return "agree within " + mostSkew.String(), nil
}

// dateOf is the date the S3 server puts on any answer.
func dateOf(ctx context.Context, c config.S3) (time.Time, error) {
	scheme := map[bool]string{true: "https://", false: "http://"}[c.TLS]
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, scheme+c.Endpoint, nil)
	if err != nil {
		return time.Time{}, errors.New("an address that cannot be asked")
	}
	req.Close = true
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return time.Time{}, errors.New("no answer")
	}
	_ = resp.Body.Close()
	return http.ParseTime(resp.Header.Get("Date"))
}
