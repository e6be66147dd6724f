package signingtest

import (
	"sync"
	"time"
)

// Clock is a world's clock that tests move. It is safe for use by several goroutines.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock stands at a moment.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now is where it stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Forward moves it, back where d is negative.
func (c *Clock) Forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
