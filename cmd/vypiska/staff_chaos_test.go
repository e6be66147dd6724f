//go:build chaos && s3 && postgres

package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// pace is the time between two things that people ask: the load is bounded.
const pace = 300 * time.Millisecond

// mostAtOnce bounds how many wait for an answer; who comes then goes away again.
const mostAtOnce = 24

const (
	insurer  = "ru-insA"
	contract = "Д-2024/118"
)

// staff makes the accounts of the others, a contract in force whose packages are
// made every month, and a copy of a patient who will be blocked and unblocked.
func (m *machines) staff() {
	m.t.Helper()
	s, p := &staff{}, m.people
	s.doctor, s.insurer = m.account("doctor", "Practitioner/ru-doc2"), m.account("insurer", "Organization/"+insurer)
	s.reception, s.officer = m.account("reception", "desk-2"), m.account("officer", "officer-1")
	s.guarded = m.account("patient", "Patient/ru-p05")
	version := map[string]any{"insurer": insurer, "number": contract}
	draft := map[string]any{"insurer": insurer, "number": contract, "from": "2024-01-01", "to": "2035-12-31", "services": []string{"CT", "MR", "LAB"}, "delivery": map[string]any{"monthly": 1}}
	m.want(m.call("POST", "/api/v1/contract-versions", s.officer, draft), 201, "draft a contract")
	version["version"] = 1
	m.want(m.call("POST", "/api/v1/contract-versions/activate", m.account("officer", "officer-2"), version), 204, "activate the contract")
	x := m.ended(s.guarded, m.order(s.guarded, "ru-p05", "signed"))
	if x.Status != "ready" {
		m.t.Fatalf("an order ended %s: %s", x.Status, x.Refusal)
	}
	s.copy = x.ID
	p.others = s
	for _, w := range m.workers { // whoever leads looks into the calendar when it begins
		w.stop()
		w.start()
	}
}

// act is one thing that somebody does; the weight says how often.
type act struct {
	weight int
	do     func(*people)
}

var acts = []act{
	{8, func(p *people) { p.orders("ru-p01") }}, {4, func(p *people) { p.orders("ru-p02") }}, {4, func(p *people) { p.orders("ru-p03") }},
	{8, (*people).download}, {4, func(p *people) { p.knock(p.barred) }},
	{4, func(p *people) {
		p.wish("report", extracts, p.others.doctor, map[string]any{"patient": "ru-p01", "kind": "anonymized"})
	}},
	{1, func(p *people) {
		p.wish("package", packages, p.others.insurer, map[string]any{"contract": contract, "period": "2024-01-01/" + time.Now().Format(time.DateOnly)})
	}},
	{4, (*people).block},
	{2, func(p *people) { _, _ = p.asks("register", "GET", "/api/v1/register", p.others.officer, nil) }},
	{1, func(p *people) { _, _ = p.asks("accounts", "GET", "/api/v1/accounts", p.others.officer, nil) }},
	{1, func(p *people) { _, _ = p.asks("fruitless", "GET", "/api/v1/orders/fruitless", p.others.officer, nil) }},
	{1, func(p *people) { _, _ = p.asks("packages", "GET", "/api/v1/packages", p.others.insurer, nil) }},
	{2, func(p *people) { _, _ = p.asks("own record", "GET", "/api/v1/record", p.patients["ru-p03"], nil) }},
}

func (p *people) orders(patient string) {
	p.wish("order", extracts, p.patients[patient], map[string]any{"patient": patient, "kind": "signed"})
}

// live lets people do one thing after the other, several at the same time, until
// the end, which waits for the last answers.
func (p *people) live(rnd *rand.Rand) (end func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		room := make(chan struct{}, mostAtOnce)
		var busy sync.WaitGroup
		defer busy.Wait()
		for tick := time.NewTicker(pace); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
			}
			a := pick(rnd)
			select {
			case room <- struct{}{}:
				busy.Go(func() { a.do(p); <-room })
			default: // too many wait already
			}
		}
	}()
	return sync.OnceFunc(func() { close(done); <-ended })
}

func pick(rnd *rand.Rand) act {
	all := 0
	for _, a := range acts {
		all += a.weight
	}
	at := rnd.IntN(all)
	for _, a := range acts {
		if at -= a.weight; at < 0 {
			return a
		}
	}
	panic("no act")
}

// block blocks a patient, tries a link that was live before, and unblocks. From
// the answer to the block until the unblocking is asked for nothing may come.
func (p *people) block() {
	s := p.others
	if !s.mu.TryLock() {
		return
	}
	defer s.mu.Unlock()
	var l freshLink
	a, err := p.asks("link", "POST", extracts+s.copy+"/links", s.guarded, map[string]any{"pin": false, "max_downloads": 20})
	if err != nil || a.status != http.StatusCreated || json.Unmarshal(a.body, &l) != nil {
		return
	}
	p.wish("order", extracts, s.guarded, map[string]any{"patient": "ru-p05", "kind": "signed"}, "blocked")
	var b struct{ ID string }
	a, err = p.asks("block", "POST", "/api/v1/blocks", s.reception, map[string]any{"patient": "ru-p05", "channel": "phone", "scope": "all"})
	if err != nil || a.status != http.StatusCreated || json.Unmarshal(a.body, &b) != nil {
		return // whether it stands is not known
	}
	for range 4 {
		p.knock(l)
	}
	_, _ = p.asks("unblock", "DELETE", "/api/v1/blocks/"+b.ID, s.reception, nil)
}
