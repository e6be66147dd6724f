package meter

import (
	"context"
	"log"
	"net/http"
	"regexp"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// State is what the service is like at one moment.
type State struct {
	Orders      map[string]int64 // open ones, by status
	OldestOrder time.Duration    // how long the oldest open order has waited
	Links       int64            // that may still be opened
	Jobs        map[string]int64 // by state
	Entries     int64            // of the register
	Lag         map[string]int64 // entries that each place of checkpoints has not seen
	Free        uint64           // bytes, where the data directory is
	SealEnd     time.Time        // until when the seals of all kept copies can be proved; zero: not shown
}

// stateLimit bounds how long a scrape waits for the state.
const stateLimit = 5 * time.Second

// Watch reads the state at each scrape. When it cannot be read, what it has is
// missing, and vypiska_state_readable is 0.
func (m *Meter) Watch(read func(context.Context) (State, error)) {
	m.registry.MustRegister(state{read})
}

type state struct {
	read func(context.Context) (State, error)
}

var (
	readable = prometheus.NewDesc("vypiska_state_readable", "1 while the database answers, else 0 and what follows from it is missing.", nil, nil)
	orders   = prometheus.NewDesc("vypiska_orders_open", "Orders that have not come to their end.", []string{"status"}, nil)
	oldest   = prometheus.NewDesc("vypiska_order_oldest_seconds", "How long the oldest open order has waited; 0 if there is none.", nil, nil)
	live     = prometheus.NewDesc("vypiska_links_live", "Links that may still be opened.", nil, nil)
	queue    = prometheus.NewDesc("vypiska_queue_jobs", "Jobs of the queue; completed ones are kept for a day.", []string{"state"}, nil)
	entries  = prometheus.NewDesc("vypiska_register_entries", "Entries of the register.", nil, nil)
	lag      = prometheus.NewDesc("vypiska_register_lag_entries", "Entries that the checkpoint at a place does not cover yet.", []string{"place"}, nil)
	sealEnd  = prometheus.NewDesc("vypiska_seal_end_timestamp_seconds", "Until when the seals of all kept copies of B-LT and B-LTA can be proved, in seconds since 1970: renew them before.", nil, nil)
	free     = prometheus.NewDesc("vypiska_data_free_bytes", "Free space where the data directory is.", nil, nil)
)

// Describe implements prometheus.Collector.
func (state) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{readable, orders, oldest, live, queue, entries, lag, free, sealEnd} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (s state) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), stateLimit)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	now, err := s.read(ctx)
	if err != nil {
		gauge(readable, 0)
		return
	}
	gauge(readable, 1)
	gauge(oldest, now.OldestOrder.Seconds())
	gauge(live, float64(now.Links))
	gauge(entries, float64(now.Entries))
	gauge(free, float64(now.Free))
	if !now.SealEnd.IsZero() {
		gauge(sealEnd, float64(now.SealEnd.Unix()))
	}
	for _, many := range []struct {
		desc *prometheus.Desc
		by   map[string]int64
	}{{orders, now.Orders}, {queue, now.Jobs}, {lag, now.Lag}} {
		for label, n := range many.by {
			gauge(many.desc, float64(n), label)
		}
	}
}

// Expires shows when something ends: "seal", "seal key", "tls". A zero time is
// no end and is not shown.
func (m *Meter) Expires(when func() map[string]time.Time) {
	m.registry.MustRegister(expiry{m.expiry, when})
}

type expiry struct {
	desc *prometheus.Desc
	when func() map[string]time.Time
}

// Describe implements prometheus.Collector.
func (e expiry) Describe(out chan<- *prometheus.Desc) { out <- e.desc }

// Collect implements prometheus.Collector.
func (e expiry) Collect(out chan<- prometheus.Metric) {
	for of, at := range e.when() {
		if !at.IsZero() {
			out <- prometheus.MustNewConstMetric(e.desc, prometheus.GaugeValue, float64(at.Unix()), of)
		}
	}
}

// Handler serves the metrics, for a listener of its own that the public does not reach.
func (m *Meter) Handler(errs *log.Logger) http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorLog: errs})
}

// Help gives the help of each metric of ours, by its name: what the manual and
// the alerts are checked against.
func (m *Meter) Help() map[string]string {
	out := make(chan *prometheus.Desc)
	go func() {
		defer close(out)
		for _, c := range m.own() {
			c.Describe(out)
		}
		state{}.Describe(out)
		expiry{desc: m.expiry}.Describe(out)
	}()
	help := map[string]string{}
	for d := range out {
		// Desc keeps its name to itself; its text is the one way to it.
		if parts := said.FindStringSubmatch(d.String()); parts != nil {
			help[parts[1]] = parts[2]
		}
	}
	return help
}

var said = regexp.MustCompile(`fqName: "([^"]+)", help: "([^"]+)"`)
