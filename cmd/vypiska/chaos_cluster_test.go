//go:build chaos && s3 && postgres

package main

import (
	"context"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
)

// Faults of several processes. Each goes on until it was felt.
var clusterFaults = []fault[*machines]{
	{"nothing", (*machines).nothing, (*machines).nothing, (*machines).always, false, 0},
	{"PostgreSQL restarted", func(m *machines) { m.postgres("-m immediate restart") }, (*machines).nothing, (*machines).always, false, 0},
	{"PostgreSQL away", func(m *machines) { m.postgres("-m immediate stop") }, func(m *machines) { m.postgres("start") }, (*machines).wentWrong, false, 0},
	{"S3 away", func(m *machines) { m.s3.set(true) }, func(m *machines) { m.s3.set(false) }, (*machines).metSome, false, 0},
	{"FHIR server away", func(m *machines) { m.fhirAway.Store(true) }, func(m *machines) { m.fhirAway.Store(false) }, (*machines).metSome, false, 0},
	{"worker killed", func(m *machines) { m.workers[0].kill() }, func(m *machines) { m.workers[0].start() }, (*machines).always, false, 0},
	{"both workers killed", func(m *machines) { m.workers[0].kill(); m.workers[1].kill() }, func(m *machines) { m.workers[0].start(); m.workers[1].start() }, (*machines).always, false, 0},
	{"web killed", func(m *machines) { m.web[0].kill() }, func(m *machines) { m.web[0].start() }, (*machines).always, false, 0},
	{"worker cut off from the servers", func(m *machines) { m.cut(3, serversNet) }, func(m *machines) { m.plug(3, serversNet) }, func(m *machines) bool { return !m.lives(3) }, false, 0},
	{"web cut off from the servers", func(m *machines) { m.cut(1, serversNet) }, func(m *machines) { m.plug(1, serversNet) }, func(m *machines) bool { return !m.lives(1) }, false, 50 * time.Second},
	{"web cut off from the front server", func(m *machines) { m.cut(2, frontNet) }, func(m *machines) { m.plug(2, frontNet) }, (*machines).always, false, 50 * time.Second},
	{"two leaders", (*machines).stopLeader, (*machines).wakeLeader, (*machines).another, false, 0},
}

func (*machines) nothing()        {}
func (*machines) always() bool    { return true }
func (m *machines) metSome() bool { return m.felt.Load() >= 3 }
func (m *machines) wentWrong() bool {
	m.people.mu.Lock()
	defer m.people.mu.Unlock()
	return m.people.wrong >= 3
}
func (m *machines) lives(n int) bool {
	var signs int
	m.asks(&signs, `SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid WHERE l.locktype = 'advisory' AND host(a.client_addr) = $1`, m.there(serversNet, n))
	return signs > 0
}

// asks asks the database behind everybody's back.
func (m *machines) asks(to any, query string, args ...any) {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := dbtest.Ask(ctx, m.database, to, query, args...); err != nil {
		m.t.Fatal(err)
	}
}

const leader = `SELECT coalesce((SELECT leader_id FROM river_leader WHERE expires_at > now()), '')`

// stopLeader stops the worker that leads River's upkeep, as a machine stands still
// whose disk hangs: its connections stay.
func (m *machines) stopLeader() {
	m.t.Helper()
	var host string
	for late := time.Now().Add(time.Minute); m.old == "" || host == ""; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(late) {
			m.t.Fatal("nobody leads")
		}
		m.asks(&m.old, leader)
		m.asks(&host, `SELECT coalesce((SELECT host(a.client_addr) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
			WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.classid::bigint << 32 | l.objid::bigint = hashtextextended($1, 1969)), '')`, m.old)
	}
	m.stopped = m.workers[0]
	if host == m.there(serversNet, 4) {
		m.stopped = m.workers[1]
	}
	m.signal(m.stopped, syscall.SIGSTOP)
}

func (m *machines) wakeLeader() { m.signal(m.stopped, syscall.SIGCONT) }

func (m *machines) signal(s *server, what syscall.Signal) {
	m.t.Helper()
	if err := s.cmd.Process.Signal(what); err != nil {
		m.t.Fatal(err)
	}
}

// another reports whether somebody else leads now.
func (m *machines) another() bool {
	var now string
	m.asks(&now, leader)
	return now != "" && now != m.old
}

// periodic counts whether what is due at times was done once: no two sweeps and no
// two looks into the calendar at the same time, one package of each month.
func (m *machines) periodic() {
	m.t.Helper()
	var together, twice, months int
	m.asks(&together, `SELECT count(*) FROM river_job a JOIN river_job b ON a.kind = b.kind AND a.id < b.id WHERE a.kind IN ('sweep', 'package-schedule')
		AND a.attempted_at < coalesce(b.finalized_at, now()) AND b.attempted_at < coalesce(a.finalized_at, now())`)
	m.asks(&twice, `SELECT count(*) FROM (SELECT 1 FROM package_orders WHERE subject = 'schedule' GROUP BY contract, period_from HAVING count(*) > 1) t`)
	m.asks(&months, `SELECT count(*) FROM package_orders WHERE subject = 'schedule'`)
	if !m.people.count(once, together == 0 && twice == 0 && months > 0) {
		m.t.Errorf("%s: %d sweeps or looks at one time, %d months ordered twice, %d once", m.people.fault, together, twice, months)
	}
}

func TestChaosOfSeveralProcesses(t *testing.T) {
	m := newMachines(t)
	m.start()
	m.people = m.gather()
	m.staff()
	var names []string
	for _, f := range clusterFaults {
		t.Run(f.name, func(t *testing.T) {
			names = append(names, f.name)
			begun := time.Now()
			m.suffer(f, rand.New(rand.NewPCG(1, uint64(len(names)))))
			m.people.judge(f.refuses)
			m.periodic()
			t.Logf("took %v; %s", time.Since(begun).Round(time.Second), m.people.times())
		})
	}
	m.stop()
	m.people.report.write(t, "several processes", names)
}

// suffer lets people ask before, during and after a fault.
func (m *machines) suffer(f fault[*machines], rnd *rand.Rand) {
	m.t.Helper()
	m.people.begin(f.name)
	m.felt.Store(0)
	end := m.people.live(rnd)
	defer end()
	m.wait(2*time.Second, 2*time.Second, (*machines).always)
	f.down(m)
	if least := max(5*time.Second, f.lasts); !m.wait(least, least+90*time.Second, f.felt) {
		m.t.Fatalf("%s: nobody felt it", f.name)
	}
	f.up(m)
	m.wait(3*time.Second, 3*time.Second, (*machines).always)
}

// wait lets the least time pass, and more until something has happened, but not
// more than the most; it reports whether it has.
func (m *machines) wait(least, most time.Duration, until func(*machines) bool) bool {
	tick, begun := time.NewTicker(100*time.Millisecond), time.Now()
	defer tick.Stop()
	for range tick.C {
		past := time.Since(begun)
		if past >= least && until(m) {
			return true
		}
		if past >= most {
			return false
		}
	}
	return false
}
