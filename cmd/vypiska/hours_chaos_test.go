//go:build chaos && s3 && postgres

package main

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// longest is how long a fault may last of its minute.
const longest = 40 * time.Second

// TestHoursOfChaos lets people ask for CHAOS_MINUTES (3 without it), with a fault
// of each minute drawn by CHAOS_SEED, and judges at the end. The seed is printed.
func TestHoursOfChaos(t *testing.T) {
	minutes, seed := number(t, "CHAOS_MINUTES", 3), uint64(time.Now().UnixNano())
	if text := os.Getenv("CHAOS_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("CHAOS_SEED=%d CHAOS_MINUTES=%d", seed, minutes)
	m, rnd := newMachines(t), rand.New(rand.NewPCG(seed, 1))
	m.start()
	m.people = m.gather()
	m.staff()
	m.people.begin(mixed)
	end := m.people.live(rand.New(rand.NewPCG(seed, 2)))
	tally := map[string]int{}
	for range minutes {
		f := clusterFaults[1+rnd.IntN(len(clusterFaults)-1)] // the first is none
		tally[f.name]++
		m.minute(f, rnd)
	}
	end()
	t.Logf("faults: %v", tally)
	t.Log(m.people.times())
	m.people.judge(false)
	m.periodic()
	m.stop()
	m.people.report.write(t, "a mixed load", []string{mixed})
}

const mixed = "a fault each minute"

// minute is one minute with a fault somewhere in it.
func (m *machines) minute(f fault[*machines], rnd *rand.Rand) {
	m.t.Helper()
	over := time.Now().Add(time.Minute)
	m.felt.Store(0)
	m.people.fresh()
	calm := time.Duration(rnd.Int64N(int64(10 * time.Second)))
	least := max(f.lasts, 2*time.Second+time.Duration(rnd.Int64N(int64(20*time.Second))))
	m.wait(calm, calm, (*machines).always)
	begun := time.Now()
	f.down(m)
	m.wait(min(least, longest), longest, f.felt)
	lasted := time.Since(begun)
	f.up(m)
	m.t.Logf("%-36s after %2.0f s, for %2.0f s", f.name, calm.Seconds(), lasted.Seconds())
	rest := time.Until(over)
	m.wait(rest, rest, (*machines).always)
}
