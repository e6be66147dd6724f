// Package meter counts what the service does, for Prometheus. It names nobody:
// labels are route patterns, rules of the policy and words of ours, never an id
// or anything from a request, a record or an answer of another server. The table
// in docs/metrics.md has a row for each metric.
package meter

import (
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Meter counts for one process. It is safe for use by many at once.
type Meter struct {
	registry                *prometheus.Registry
	requests, downloads     *prometheus.CounterVec
	placed, ended, refusals *prometheus.CounterVec
	entries                 *prometheus.CounterVec
	links, leaks            prometheus.Counter
	request, step, s3, fhir *prometheus.HistogramVec
	expiry                  *prometheus.Desc
}

// slow are the bounds of what may take minutes: a record read, a package made.
var slow = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 180}

// New returns a meter that has counted nothing.
func New() *Meter {
	m := &Meter{
		registry:  prometheus.NewRegistry(),
		requests:  counters("vypiska_http_requests_total", "Requests answered.", "route", "method", "status"),
		downloads: counters("vypiska_downloads_total", "Downloads asked for, by what came of it.", "outcome"),
		placed:    counters("vypiska_orders_total", "Orders placed, by the status they began with.", "status"),
		ended:     counters("vypiska_orders_ended_total", "Orders that came to their end in this process, by their last status.", "status"),
		refusals:  counters("vypiska_refusals_total", "Copies refused, by the rule that refused.", "rule"),
		entries:   counters("vypiska_register_entries_total", "Entries this process wrote into the register, by event.", "event"),
		links:     prometheus.NewCounter(prometheus.CounterOpts{Name: "vypiska_links_total", Help: "Links made."}),
		leaks:     prometheus.NewCounter(prometheus.CounterOpts{Name: "vypiska_leak_refusals_total", Help: "Anonymized copies withheld because the last look found a known value, or could not be sure."}),
		request:   seconds("vypiska_http_request_seconds", "Time to answer, transfers included.", prometheus.DefBuckets, "route"),
		step:      seconds("vypiska_step_seconds", "Time of each step of making a copy.", slow, "step"),
		s3:        seconds("vypiska_s3_request_seconds", "Time until the S3 server's answer began.", slow, "method", "outcome"),
		fhir:      seconds("vypiska_fhir_request_seconds", "Time until the FHIR server's answer was whole.", slow, "kind", "outcome"),
		expiry: prometheus.NewDesc("vypiska_expiry_timestamp_seconds",
			"When a certificate or key ends, in seconds since 1970.", []string{"of"}, nil),
	}
	m.registry.MustRegister(m.own()...)
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.begin()
	return m
}

func (m *Meter) own() []prometheus.Collector {
	return []prometheus.Collector{m.requests, m.downloads, m.placed, m.ended, m.refusals, m.entries, m.links, m.leaks, m.request, m.step, m.s3, m.fhir}
}

// begin makes what has a closed list of labels visible before it happens: an
// alert on a metric that is not there is silent.
func (m *Meter) begin() {
	for _, s := range []string{"ready", "refused", "failed", "blocked", "cancelled"} {
		m.ended.WithLabelValues(s)
	}
	m.placed.WithLabelValues("queued")
	m.downloads.WithLabelValues("taken")
	m.refusals.WithLabelValues("default")
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func seconds(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
}

// Request counts an answered request.
func (m *Meter) Request(route, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, method, fmt.Sprintf("%dxx", status/100)).Inc()
	m.request.WithLabelValues(route).Observe(took.Seconds())
}

// Download counts a download that was asked for: "taken", or why not.
func (m *Meter) Download(outcome string) { m.downloads.WithLabelValues(outcome).Inc() }

// Placed counts an order by the status it began with.
func (m *Meter) Placed(status string) { m.placed.WithLabelValues(status).Inc() }

// Ended counts an order that came to its end.
func (m *Meter) Ended(status string) { m.ended.WithLabelValues(status).Inc() }

// Refused counts a refusal by its rule.
func (m *Meter) Refused(rule string) { m.refusals.WithLabelValues(rule).Inc() }

// Leak counts an anonymized copy that was withheld at the last look.
func (m *Meter) Leak() { m.leaks.Inc() }

// Linked counts a link that was made.
func (m *Meter) Linked() { m.links.Inc() }

// Entered counts an entry of the register by its event.
func (m *Meter) Entered(event string) { m.entries.WithLabelValues(event).Inc() }

// Step begins a step of making a copy; what it returns ends it.
func (m *Meter) Step(name string) (done func()) {
	begun := time.Now()
	return func() { m.step.WithLabelValues(name).Observe(time.Since(begun).Seconds()) }
}

// FHIR counts a question to the FHIR server by its kind ("Observation").
func (m *Meter) FHIR(kind string, took time.Duration, answered bool) {
	m.fhir.WithLabelValues(kind, outcome(answered)).Observe(took.Seconds())
}

// S3 counts the requests that go through next.
func (m *Meter) S3(next http.RoundTripper) http.RoundTripper { return s3{m, next} }

type s3 struct {
	m *Meter
	http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t s3) RoundTrip(r *http.Request) (*http.Response, error) {
	begun := time.Now()
	res, err := t.RoundTripper.RoundTrip(r)
	answered := err == nil && res.StatusCode < 500
	t.m.s3.WithLabelValues(r.Method, outcome(answered)).Observe(time.Since(begun).Seconds())
	return res, err
}

// CloseIdleConnections closes those of the transport within.
func (t s3) CloseIdleConnections() {
	if keeps, ok := t.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		keeps.CloseIdleConnections()
	}
}

func outcome(answered bool) string {
	if answered {
		return "answered"
	}
	return "failed"
}
