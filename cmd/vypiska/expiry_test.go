package main

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vypiska/internal/app"
	"vypiska/signing"
)

// A certificate that ends unnoticed stops every copy of the clinic.
func TestTheEndOfTheCertificateIsLoggedAhead(t *testing.T) {
	made := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	demo, err := signing.Demo(rand.Reader, made)
	if err != nil {
		t.Fatal(err)
	}
	key, err := signing.LoadKey(demo.Chain, demo.Key, made)
	if err != nil {
		t.Fatal(err)
	}
	signer := signing.New(key)
	for name, c := range map[string]struct {
		left time.Duration
		says []string
	}{
		"thirty-one days":    {31 * 24 * time.Hour, nil},
		"thirty days":        {30 * 24 * time.Hour, nil},
		"a little less":      {30*24*time.Hour - time.Second, []string{`"warn"`, `"days":29`, "order a new one"}},
		"an hour":            {time.Hour, []string{`"warn"`, `"days":0`}},
		"the very end":       {0, []string{`"error"`, "has expired"}},
		"a day after it":     {-24 * time.Hour, []string{`"error"`, "no copy can be sealed"}},
		"just made, a year":  {365 * 24 * time.Hour, nil},
		"the day it is made": {360 * 24 * time.Hour, nil},
	} {
		var log bytes.Buffer
		s := &service{house: &app.House{Signer: signer}, log: zerolog.New(&log), now: func() time.Time { return signer.Expires().Add(-c.left) }}
		s.warnExpiry()
		if len(c.says) == 0 && log.Len() > 0 {
			t.Errorf("%s: %s", name, log.String())
		}
		for _, want := range c.says {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%s: %q does not say %s", name, log.String(), want)
			}
		}
	}
}
