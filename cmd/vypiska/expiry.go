package main

import (
	"context"
	"time"
)

const (
	// expiryAhead is how long before the seal's certificate ends the log begins
	// to warn: a CA takes days to issue a new one.
	expiryAhead = 30 * 24 * time.Hour
	// expiryEvery is how often it is looked at.
	expiryEvery = 24 * time.Hour
)

// watchExpiry warns at the start and daily until ctx ends.
func (s *service) watchExpiry(ctx context.Context) {
	every := time.NewTicker(expiryEvery)
	defer every.Stop()
	for {
		s.warnExpiry()
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// warnExpiry logs how long the seal's certificate has left, if that is little.
func (s *service) warnExpiry() {
	end := s.house.Signer.Expires()
	switch left := end.Sub(s.now()); {
	case left <= 0:
		s.log.Error().Time("expired", end).Msg("the seal's certificate has expired: no copy can be sealed; bring a new key (docs/seals.md)")
	case left < expiryAhead:
		s.log.Warn().Time("expires", end).Int("days", int(left/(24*time.Hour))).Msg("the seal's certificate expires soon: order a new one (docs/seals.md)")
	}
}
