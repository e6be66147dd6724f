//go:build s3 && postgres

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
	"vypiska/storage/storagetest"
)

// fleet is two web and two worker processes over PostgreSQL and an S3 server of
// its own, behind a front server. The embedded server is what the operator's
// commands and the visitors see: one data directory, one address.
type fleet struct {
	*server
	web, workers []*server
	database     string // as tests reach it
}

// newFleet prepares it; before may change what all processes are told.
func newFleet(t *testing.T, before ...func(*server)) *fleet {
	t.Helper()
	f := &fleet{server: newServer(t)}
	for _, change := range before {
		change(f.server)
	}
	s3 := storagetest.Servers(t)[0].Start(t)
	f.database = dbtest.Name(t)
	f.env = append(f.env, "VYPISKA_S3_ENDPOINT="+s3.Endpoint, "VYPISKA_S3_REGION="+s3.Region, "VYPISKA_S3_TLS=off",
		"VYPISKA_S3_BUCKET="+storagetest.NewBucket(), "VYPISKA_S3_ACCESS_KEY_FILE="+f.secret("access", s3.AccessKey),
		"VYPISKA_S3_SECRET_KEY_FILE="+f.secret("secret", s3.SecretKey), "VYPISKA_DATABASE_URL="+f.database,
		"VYPISKA_MASTER_KEY_FILE="+filepath.Join(f.dir, "master.key"))
	front := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.Host = "http", r.In.Host }, Transport: &turns{fleet: f}, FlushInterval: -1,
	})
	t.Cleanup(front.Close)
	f.url = front.URL
	f.env = append(f.env, "VYPISKA_PUBLIC_URL="+f.url)
	f.web = []*server{f.member("web-1", roleWeb), f.member("web-2", roleWeb)}
	f.workers = []*server{f.member("worker-1", roleWorker), f.member("worker-2", roleWorker)}
	return f
}

// member is one process, with a data directory of its own.
func (f *fleet) member(name, role string) *server {
	listen, metrics := freePort(f.t), freePort(f.t)
	m := &server{t: f.t, bin: f.bin, dir: f.dir, log: filepath.Join(f.dir, "log-"+name), role: role, url: "http://" + listen, metrics: "http://" + metrics}
	m.env = append(f.env[:len(f.env):len(f.env)], "VYPISKA_LISTEN="+listen, "VYPISKA_METRICS_LISTEN="+metrics, "VYPISKA_DRAIN=2s", "VYPISKA_DATA="+filepath.Join(f.dir, name))
	f.t.Cleanup(func() {
		if m.cmd != nil {
			m.kill()
		}
	})
	return m
}

func (f *fleet) members() []*server { return append(f.web[:2:2], f.workers...) }

// start starts the first process, which makes the keys, gives them to the others'
// data directories as an administrator would, and starts those.
func (f *fleet) start() {
	f.t.Helper()
	f.web[0].start()
	for _, data := range []string{"data", "web-2", "worker-1", "worker-2"} {
		if err := os.MkdirAll(filepath.Join(f.dir, data), 0o700); err != nil {
			f.t.Fatal(err)
		}
		if out, err := exec.Command("cp", "-pR", filepath.Join(f.dir, "web-1", "keys"), filepath.Join(f.dir, data)).CombinedOutput(); err != nil {
			f.t.Fatalf("%v: %s", err, out)
		}
	}
	for _, m := range f.members()[1:] {
		m.start()
	}
}

func (f *fleet) stop() {
	f.t.Helper()
	for _, m := range f.members() {
		m.stop()
		log, err := os.ReadFile(m.log)
		if err != nil {
			f.t.Fatal(err)
		}
		f.nothingLeft("the log of a "+m.role, bytes.ReplaceAll(log, []byte(strings.TrimPrefix(m.url, "http://")), nil))
	}
	if out := f.run("register", "verify"); !strings.Contains(out, "intact") {
		f.t.Error(out)
	}
}

// turns sends requests to the web processes in turn, and to the other one where a
// process is not ready or does not take the connection, as front servers do.
type turns struct {
	fleet *fleet
	next  atomic.Uint32
}

// RoundTrip implements http.RoundTripper.
func (r *turns) RoundTrip(req *http.Request) (*http.Response, error) {
	direct := &http.Transport{DisableKeepAlives: true}
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	for turn, tries := int(r.next.Add(1)), 2*len(r.fleet.web); tries > 0; turn, tries = turn+1, tries-1 {
		to, err := url.Parse(r.fleet.web[turn%len(r.fleet.web)].url)
		if err != nil {
			return nil, err
		}
		if tries > len(r.fleet.web) && !ready(direct, to) {
			continue
		}
		again := req.Clone(req.Context())
		again.URL.Scheme, again.URL.Host, again.Body = to.Scheme, to.Host, io.NopCloser(bytes.NewReader(body))
		res, err := direct.RoundTrip(again)
		var refused *net.OpError
		if errors.As(err, &refused) && refused.Op == "dial" {
			continue
		}
		return res, err
	}
	return nil, errors.New("no web process takes connections")
}

func ready(direct http.RoundTripper, of *url.URL) bool {
	res, err := direct.RoundTrip(&http.Request{Method: http.MethodGet, URL: of.JoinPath("/readyz"), Host: of.Host})
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// The life of a copy, with records from a directory and from a FHIR server.
func TestClusterLivesTheLifeOfACopy(t *testing.T) {
	for name, records := range map[string]func(*server){
		"directory": func(*server) {}, "FHIR server": func(s *server) { s.overFHIR(new(atomic.Bool)) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFleet(t, records)
			f.start()
			f.lives()
			f.stop()
		})
	}
}

// Other keys than those of the processes that serve already are refused, and so is
// a command that wants nobody beside it.
func TestClusterIsOfOneMind(t *testing.T) {
	f := newFleet(t)
	f.web[0].start()
	f.web[0].run("config", "check")
	f.web[0].run("migrate") // beside those that serve
	if out := f.web[1].fails("serve", "--role", "web"); !strings.Contains(out, "copy keys/ from the data directory") {
		t.Error(out)
	}
	for _, command := range [][]string{{"keys", "rotate", "--master"}, {"restore"}} {
		if out := f.web[0].fails(command...); !strings.Contains(out, "stop all of them first") {
			t.Errorf("%v: %s", command, out)
		}
	}
	before, err := os.ReadFile(filepath.Join(f.dir, "master.key"))
	if err != nil || bytes.Count(before, []byte("\n")) != 1 {
		t.Errorf("the master key was touched: %v", err)
	}
	f.web[0].stop()
	f.web[0].run("keys", "rotate", "--master")
	if after, err := os.ReadFile(filepath.Join(f.dir, "master.key")); err != nil || bytes.Equal(before, after) {
		t.Errorf("the master key was not rotated: %v", err)
	}
}

// Processes are killed at random moments while orders are placed: each order
// becomes ready, once, and its copy comes back whole.
func TestClusterKilledDuringOrders(t *testing.T) {
	f := newFleet(t)
	f.start()
	tokens, placed := map[string]string{}, map[string]string{}
	for _, p := range []string{"ru-p01", "ru-p02", "ru-p03"} {
		tokens[p] = f.account("patient", "Patient/"+p)
	}
	for round := range kills() {
		for p, token := range tokens {
			var x extract
			a, err := f.try("POST", "/api/v1/extracts", token, map[string]any{"patient": p, "kind": "signed"})
			if err == nil && a.status == http.StatusAccepted && json.Unmarshal(a.body, &x) == nil {
				placed[x.ID] = p
			}
		}
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond) // the moment of the crash, not a wait for anything
		victim := f.workers[round%2]
		if round%5 == 4 {
			victim = f.web[round%2]
		}
		victim.kill()
		victim.start()
	}
	f.allReady(tokens, placed)
	f.stop()
	f.claims(placed)
}

// Processes are replaced one after the other, as for a new version: whoever comes
// meanwhile is served.
func TestClusterIsReplacedWhileItServes(t *testing.T) {
	f := newFleet(t)
	f.start()
	token := f.account("patient", "Patient/ru-p01")
	x := f.ended(token, f.order(token, "ru-p01", "signed"))
	l := f.link(token, x.ID, map[string]any{"pin": false, "max_downloads": 20})
	var visitors sync.WaitGroup
	var calls atomic.Int64
	done := make(chan bool)
	for range 3 {
		visitors.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				for _, path := range []string{l.URL, "/api/v1/extracts/" + x.ID} {
					a, err := f.try("GET", path, token, nil)
					if err != nil || a.status != http.StatusOK && a.status != http.StatusTooManyRequests {
						t.Errorf("%s: %d, %v: %.200s", path, a.status, err, a.body)
					}
					calls.Add(1)
				}
			}
		})
	}
	for _, m := range f.members() {
		m.stop()
		m.start()
	}
	close(done)
	visitors.Wait()
	if calls.Load() < 20 {
		t.Errorf("only %d calls were made meanwhile", calls.Load())
	}
	f.stop()
}
