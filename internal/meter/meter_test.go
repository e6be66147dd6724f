package meter

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func shown(t *testing.T, m *Meter) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler(nil).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func lacks(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, "\n"+want+"\n") {
			t.Errorf("it lacks %s:\n%s", want, text)
		}
	}
}

func TestWhatIsCountedIsShown(t *testing.T) {
	m := New()
	m.Request("/d/:token", "POST", 410, time.Second)
	m.Download("link.expired")
	m.Placed("queued")
	m.Ended("failed")
	m.Refused("doctor-referral")
	m.Leak()
	m.Linked()
	m.Entered("issue")
	m.Step("seal")()
	m.FHIR("Observation", time.Second, false)
	lacks(t, shown(t, m),
		`vypiska_http_requests_total{method="POST",route="/d/:token",status="4xx"} 1`, `vypiska_http_request_seconds_sum{route="/d/:token"} 1`,
		`vypiska_downloads_total{outcome="link.expired"} 1`, `vypiska_orders_total{status="queued"} 1`,
		`vypiska_orders_ended_total{status="failed"} 1`, `vypiska_orders_ended_total{status="ready"} 0`,
		`vypiska_refusals_total{rule="doctor-referral"} 1`, "vypiska_leak_refusals_total 1", "vypiska_links_total 1",
		`vypiska_register_entries_total{event="issue"} 1`, `vypiska_step_seconds_count{step="seal"} 1`,
		`vypiska_fhir_request_seconds_count{kind="Observation",outcome="failed"} 1`)
}

func TestS3IsMeasuredOnItsWay(t *testing.T) {
	status := http.StatusNotFound
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	m := New()
	c := &http.Client{Transport: m.S3(srv.Client().Transport)}
	ask := func() {
		if res, err := c.Get(srv.URL + "/vypiska/secret"); err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			res.Body.Close()
		}
	}
	ask()
	status = http.StatusServiceUnavailable
	ask()
	c.CloseIdleConnections()
	srv.Close()
	ask()
	text := shown(t, m)
	lacks(t, text, `vypiska_s3_request_seconds_count{method="GET",outcome="answered"} 1`, `vypiska_s3_request_seconds_count{method="GET",outcome="failed"} 2`)
	if strings.Contains(text, "secret") {
		t.Error("a key is in the metrics")
	}
}

func TestTheStateIsReadAtEachLook(t *testing.T) {
	m, now, err := New(), State{
		Orders: map[string]int64{"queued": 3}, OldestOrder: time.Minute, Links: 4, Jobs: map[string]int64{"retryable": 5}, Entries: 6,
		Lag: map[string]int64{"bucket": 7}, Free: 8,
	}, error(nil)
	m.Watch(func(ctx context.Context) (State, error) {
		if _, ok := ctx.Deadline(); !ok {
			t.Error("a look may take for ever")
		}
		return now, err
	})
	lacks(t, shown(t, m), "vypiska_state_readable 1", `vypiska_orders_open{status="queued"} 3`, "vypiska_order_oldest_seconds 60", "vypiska_links_live 4",
		`vypiska_queue_jobs{state="retryable"} 5`, "vypiska_register_entries 6", `vypiska_register_lag_entries{place="bucket"} 7`, "vypiska_data_free_bytes 8")
	err = errors.New("away")
	text := shown(t, m)
	lacks(t, text, "vypiska_state_readable 0")
	if strings.Contains(text, "vypiska_orders_open") {
		t.Error("a state that could not be read is shown")
	}
}

func TestEndsAreShown(t *testing.T) {
	m := New()
	m.Expires(func() map[string]time.Time {
		return map[string]time.Time{"seal": time.Unix(1_823_456_789, 0), "tls": {}}
	})
	text := shown(t, m)
	lacks(t, text, `vypiska_expiry_timestamp_seconds{of="seal"} 1.823456789e+09`)
	if strings.Contains(text, "tls") {
		t.Error("what has no end has one")
	}
}

var metric = regexp.MustCompile(`vypiska_[a-z0-9_]+`)

// names are the metrics a text speaks of, without what a histogram adds.
func names(t *testing.T, file string) (found []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range metric.FindAllString(string(text), -1) {
		for _, end := range []string{"_bucket", "_count", "_sum"} {
			n = strings.TrimSuffix(n, end)
		}
		found = append(found, n)
	}
	return found
}

// An alert on a metric that is not there is silent for ever.
func TestEveryMetricAnAlertNamesExists(t *testing.T) {
	help := New().Help()
	if len(help) < 20 {
		t.Fatalf("%d metrics: %v", len(help), help)
	}
	for _, file := range []string{"../../deploy/alerts.yml", "../../deploy/alerts_test.yml", "../../docs/metrics.md"} {
		for _, n := range names(t, file) {
			if help[n] == "" {
				t.Errorf("%s names %s, which nobody shows", file, n)
			}
		}
	}
}

func TestTheManualHasEveryMetric(t *testing.T) {
	manual := names(t, "../../docs/metrics.md")
	for n := range New().Help() {
		if !slices.Contains(manual, n) {
			t.Errorf("docs/metrics.md lacks %s", n)
		}
	}
}
