//go:build !linux

package db

import "time"

// boundSilence does nothing: such a bound for one socket is Linux's. Probes of idle
// connections are everywhere.
func boundSilence(uintptr, time.Duration) error { return nil }
