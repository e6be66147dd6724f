package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"vypiska/internal/app"
)

// metrics counts without naming anybody: labels are route patterns, status
// classes and words of ours, never an id or anything from a request.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	downloads *prometheus.CounterVec
	orders    *prometheus.CounterVec
}

func newMetrics(sealExpires func() time.Time) *metrics {
	m := &metrics{
		registry:  prometheus.NewRegistry(),
		requests:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "vypiska_http_requests_total", Help: "Requests answered."}, []string{"route", "method", "status"}),
		seconds:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "vypiska_http_request_seconds", Help: "Time to answer, transfers included."}, []string{"route"}),
		downloads: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "vypiska_downloads_total", Help: "Downloads asked for of links."}, []string{"outcome"}),
		orders:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "vypiska_orders_total", Help: "Orders placed, by the status they began with."}, []string{"status"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.downloads, m.orders,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if sealExpires != nil {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "vypiska_signing_certificate_expiry_timestamp_seconds",
			Help: "When the first certificate of the seal's chain ends, in seconds since 1970: nothing is sealed after it.",
		}, func() float64 { return float64(sealExpires().Unix()) }))
	}
	return m
}

func (m *metrics) request(route, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, method, fmt.Sprintf("%dxx", status/100)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) download(err error) {
	outcome := "taken"
	if err != nil {
		outcome = find(err).key
	}
	m.downloads.WithLabelValues(outcome).Inc()
}

func (m *metrics) order(st app.Status) { m.orders.WithLabelValues(string(st)).Inc() }

// MetricsHandler serves the metrics, for a listener of its own that the public
// does not reach.
func (s *Server) MetricsHandler() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{ErrorLog: serverLog{s.log}.logger()})
}
