//go:build chaos

package main

import (
	"testing"
	"time"

	"vypiska/signing/signingtest"
)

// fault is one thing that goes wrong with what it happens to. down begins it, up
// ends it; while it lasts people go on asking, until it was felt: one nobody met
// proves nothing.
type fault[C any] struct {
	name     string
	down, up func(C)
	felt     func(C) bool
	// refuses: while it lasts orders may end without a copy. A clock that is hours
	// away from the TSA's proves nothing, and nobody can know which is right.
	refuses bool
	lasts   time.Duration // at least; some seconds where it is 0
}

func metSome(c *chaos) bool   { return c.felt.Load() >= 3 }
func tsaAsked(c *chaos) bool  { return c.tsa.Asked(signingtest.TSA) >= 3 }
func wentWrong(c *chaos) bool { return c.people.wrong >= 3 }
func (*chaos) always() bool   { return true }
func (*chaos) nothing()       {}

var faults = []fault[*chaos]{
	{"nothing", (*chaos).nothing, (*chaos).nothing, (*chaos).always, false, 0},
	{"FHIR server away", func(c *chaos) { c.fhirAway.Store(true) }, func(c *chaos) { c.fhirAway.Store(false) }, metSome, false, 0},
	{"S3 away", func(c *chaos) { c.s3Away.Store(true) }, func(c *chaos) { c.s3Away.Store(false) }, metSome, false, 0},
	{"TSA away", func(c *chaos) { c.tsa.Only(signingtest.TSA); c.tsa.Behave(signingtest.TSA, signingtest.Broken) }, func(c *chaos) { c.tsa.Behave(signingtest.TSA, "") }, tsaAsked, false, 0},
	{"disk full", (*chaos).fill, (*chaos).free, wentWrong, false, 0},
	{"clock three hours ahead", func(c *chaos) { c.jump("3h") }, func(c *chaos) { c.jump("") }, (*chaos).always, true, 0},
	{"clock three hours behind", func(c *chaos) { c.jump("-3h") }, func(c *chaos) { c.jump("") }, (*chaos).always, true, 0},
	{"process killed", func(c *chaos) { c.people.storm(2); c.kill(); c.start() }, (*chaos).nothing, (*chaos).always, false, 0},
	{"killed while S3 is away", func(c *chaos) { c.s3Away.Store(true); c.people.storm(3); c.kill(); c.s3Away.Store(false); c.start() }, (*chaos).nothing, (*chaos).always, false, 0},
	{"killed on a full disk", func(c *chaos) { c.fill(); c.people.storm(3); c.kill(); c.free(); c.start() }, (*chaos).nothing, (*chaos).always, false, 0},
}

func TestChaos(t *testing.T) {
	c := newChaos(t)
	c.start()
	c.people = c.gather()
	var names []string
	for _, f := range faults {
		names = append(names, f.name)
		c.felt.Store(0)
		begun := time.Now()
		c.people.begin(f.name)
		c.people.storm(3)
		f.down(c)
		c.during(f)
		f.up(c)
		c.people.storm(3)
		c.people.judge(f.refuses)
		t.Logf("%-26s %v", f.name, time.Since(begun).Round(time.Second))
	}
	c.stop()
	c.people.report.write(t, "one process", names)
}

// during lets people ask while a fault lasts: some seconds, and until it was felt.
func (c *chaos) during(f fault[*chaos]) {
	tick, least, late := time.NewTicker(200*time.Millisecond), time.After(3*time.Second), time.After(40*time.Second)
	defer tick.Stop()
	for enough := false; !enough || !f.felt(c); {
		c.people.storm(1)
		select {
		case <-least:
			enough = true
		case <-late:
			c.t.Fatalf("%s: nobody felt it", f.name)
		case <-tick.C:
		}
	}
}
