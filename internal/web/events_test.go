package web

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vypiska/internal/app"
)

var story = []app.Order{
	{ID: "o1", Status: app.Queued}, {ID: "o1", Status: app.Queued}, {ID: "o1", Status: app.Running, Progress: 0.5},
	{ID: "o1", Status: app.Ready, Progress: 1, Number: "7KD2-93QF-0AB1"}, {ID: "o1", Status: app.Queued},
}

func TestEventsTellEachChangeUntilTheEnd(t *testing.T) {
	w := newHouse(t, &fakeDesk{orders: story}).ask("GET", "/api/v1/extracts/o1/events", "")
	status(t, w, 200)
	if ct := w.Header().Get("Content-Type"); ct != "text/event-stream" {
		t.Errorf("Content-Type %q", ct)
	}
	want := `data: {"id":"o1","status":"queued","progress":0}

data: {"id":"o1","status":"running","progress":0.5}

data: {"id":"o1","status":"ready","progress":1,"number":"7KD2-93QF-0AB1"}

`
	if w.Body.String() != want || !w.Flushed {
		t.Errorf("flushed %v, got:\n%s", w.Flushed, w.Body)
	}
}

func TestEventsOfAnOrderThatIsNotThere(t *testing.T) {
	status(t, newHouse(t, &fakeDesk{err: app.ErrNotFound}).ask("GET", "/api/v1/extracts/o1/events", ""), 404)
}

// fading knows its visitor for so many calls.
type fading struct {
	*fakeDesk
	left atomic.Int64
}

func (f *fading) Visitor(ctx context.Context, bearer string) (app.Visitor, error) {
	if f.left.Add(-1) < 0 {
		return app.Visitor{}, app.ErrToken
	}
	return f.fakeDesk.Visitor(ctx, bearer)
}

func TestEventsEndWithTheToken(t *testing.T) {
	f := &fading{fakeDesk: &fakeDesk{orders: story[:1]}}
	f.left.Store(3)
	w := newHouse(t, f).ask("GET", "/api/v1/extracts/o1/events", "")
	if !strings.Contains(w.Body.String(), "event: problem\ndata: ") || !strings.Contains(w.Body.String(), `"status":401`) {
		t.Errorf("got:\n%s", w.Body)
	}
}

func TestEventsEndWithTheClient(t *testing.T) {
	h := newHouse(t, &fakeDesk{orders: story[:1]})
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequest("GET", "/api/v1/extracts/o1/events", nil).WithContext(ctx)
	r.Header.Set("Authorization", "Bearer "+goodToken)
	done := make(chan struct{})
	go func() { h.Handler().ServeHTTP(httptest.NewRecorder(), r); close(done) }()
	cancel()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("the stream goes on without its client")
	}
}

// slowReader gives its second half only when let go.
type slowReader struct {
	*strings.Reader
	reads atomic.Int64
	begun chan struct{}
	goOn  chan struct{}
}

func (s *slowReader) Read(p []byte) (int, error) {
	if s.reads.Add(1) == 2 {
		close(s.begun)
		<-s.goOn
	}
	return s.Reader.Read(p)
}

func serve(t *testing.T, h *house) (base string, stop context.CancelFunc, ended chan error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended = make(chan error, 1)
	go func() { ended <- h.Serve(ctx, ln) }()
	t.Cleanup(cancel)
	return "http://" + ln.Addr().String(), cancel, ended
}

// A front server has to hear of a stop while connections are still taken: one that the system
// took for a listener that closes is reset.
func TestAStopIsAnnouncedBeforeConnectionsEnd(t *testing.T) {
	h := newHouse(t, &fakeDesk{})
	h.drain = 3 * time.Second
	base, stop, ended := serve(t, h)
	anew := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	says := func(path string) int {
		res, err := anew.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	if got := says("/readyz"); got != http.StatusOK {
		t.Fatal("ready before the stop:", got)
	}
	stop()
	for says("/readyz") == http.StatusOK {
	}
	if got := says("/login"); got != http.StatusOK {
		t.Error("a visitor who comes after the announcement:", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if res, err := anew.Get(base + "/login"); err == nil {
		res.Body.Close()
		t.Error("connections are taken after the end")
	}
}

func TestAStopLetsATransferFinishAndEndsStreams(t *testing.T) {
	content := strings.Repeat("x", 200<<10)
	slow := &slowReader{Reader: strings.NewReader(content), begun: make(chan struct{}), goOn: make(chan struct{})}
	f := &fakeDesk{orders: story[:1], transfer: func() *app.Transfer {
		return &app.Transfer{Name: "A", SHA256: "s", Size: int64(len(content)), Content: slow}
	}}
	h := newHouse(t, f)
	base, stop, ended := serve(t, h)

	stream, err := http.NewRequest("GET", base+"/api/v1/extracts/o1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream.Header.Set("Authorization", "Bearer "+goodToken)
	events, err := http.DefaultClient.Do(stream)
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	if line, err := bufio.NewReader(events.Body).ReadString('\n'); err != nil || !strings.HasPrefix(line, "data: ") {
		t.Fatalf("the first event did not come at once: %q %v", line, err)
	}

	got := make(chan int, 1)
	go func() {
		res, err := http.PostForm(base+"/d/token", nil)
		if err != nil {
			got <- -1
			return
		}
		defer res.Body.Close()
		n, _ := bufio.NewReader(res.Body).WriteTo(discard{})
		got <- int(n)
	}()
	<-slow.begun
	stop()
	<-h.stopping
	close(slow.goOn)
	if n := <-got; n != len(content) {
		t.Errorf("the transfer gave %d bytes of %d", n, len(content))
	}
	if err := <-ended; err != nil {
		t.Errorf("stop: %v", err)
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func TestAStopDoesNotWaitForever(t *testing.T) {
	content := strings.Repeat("x", 200<<10)
	slow := &slowReader{Reader: strings.NewReader(content), begun: make(chan struct{}), goOn: make(chan struct{})}
	h := newHouse(t, &fakeDesk{transfer: func() *app.Transfer {
		return &app.Transfer{Name: "A", SHA256: "s", Size: int64(len(content)), Content: slow}
	}}, func(s *Setup) { s.Stop = time.Millisecond })
	base, stop, ended := serve(t, h)
	go func() {
		if res, err := http.PostForm(base+"/d/token", nil); err == nil {
			_ = res.Body.Close()
		}
	}()
	<-slow.begun
	stop()
	err := <-ended
	close(slow.goOn)
	if err == nil || !strings.Contains(err.Error(), "transfers were cut off") {
		t.Errorf("got %v", err)
	}
}

func TestMetricsCountWithoutNamingAnybody(t *testing.T) {
	f := &fakeDesk{transfer: transferOf("x"), landing: app.Landing{ExpiresAt: noon}}
	h := newHouse(t, f)
	h.ask("GET", "/d/secret-token", "")
	h.ask("POST", "/d/secret-token", "")
	h.ask("BREW", "/d/secret-token", "")
	h.ask("POST", "/api/v1/extracts", `{"patient":"17","kind":"signed"}`)
	f.err = app.ErrLinkExpired
	h.ask("POST", "/d/secret-token", "")
	w := httptest.NewRecorder()
	h.MetricsHandler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{
		`vypiska_http_requests_total{method="GET",route="/d/:token",status="2xx"} 1`,
		`vypiska_http_requests_total{method="other",route="none",status="4xx"} 1`,
		`vypiska_downloads_total{outcome="taken"} 1`, `vypiska_downloads_total{outcome="link.expired"} 1`, `vypiska_orders_total{status="queued"} 1`,
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("it lacks %s:\n%s", want, w.Body)
		}
	}
	if strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "BREW") {
		t.Error("a metric repeats a request")
	}
	status(t, h.ask("GET", "/metrics", ""), 404)
}

func TestAClientThatTakesNothingIsCutOff(t *testing.T) {
	content := strings.Repeat("x", 64<<20) // more than any socket buffer holds
	h := newHouse(t, &fakeDesk{transfer: transferOf(content)}, func(s *Setup) { s.Patience = 50 * time.Millisecond })
	ended := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		h.Handler().ServeHTTP(w, r)
	}))
	defer srv.Close()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("POST /d/token HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Fatal("the transfer waits for a client that takes nothing")
	}
	if strings.Contains(h.log.String(), `"message":"fault"`) {
		t.Errorf("the client's doing is logged as our fault:\n%s", h.log)
	}
}

func TestASlowStoreDoesNotCutAPatientClient(t *testing.T) {
	content := strings.Repeat("x", 200<<10)
	slow := &slowReader{Reader: strings.NewReader(content), begun: make(chan struct{}), goOn: make(chan struct{})}
	h := newHouse(t, &fakeDesk{transfer: func() *app.Transfer {
		return &app.Transfer{Name: "A", SHA256: "s", Size: int64(len(content)), Content: slow}
	}}, func(s *Setup) { s.Patience = 3 * time.Second })
	srv := httptest.NewServer(h.Handler())
	defer srv.Close()
	go func() {
		<-slow.begun
		<-time.After(3500 * time.Millisecond) // the deadline of the piece before is over
		close(slow.goOn)
	}()
	res, err := http.PostForm(srv.URL+"/d/token", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if n, err := bufio.NewReader(res.Body).WriteTo(discard{}); err != nil || int(n) != len(content) {
		t.Errorf("%d bytes of %d, %v", n, len(content), err)
	}
}
