package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is the real program, serving in a process of its own.
type server struct {
	t             *testing.T
	bin, dir, log string
	env           []string
	url, metrics  string
	role          string   // empty: all
	within        []string // a command that runs the program somewhere else; empty: here
	cmd           *exec.Cmd
	patience      time.Duration // until it is ready; 0: two minutes
	records       string        // the address of the clinic's server, which copies name as their source
}

// newServer prepares a service over the sample clinic, moved in time so that
// its day is today.
func newServer(t *testing.T) *server {
	t.Helper()
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, dir: dir, bin: filepath.Join(dir, "vypiska"), log: filepath.Join(dir, "log")}
	if err := os.Symlink(self, s.bin); err != nil { // testscript.Main runs the command of this name
		t.Fatal(err)
	}
	s.moveRecords()
	listen, metrics := freePort(t), freePort(t)
	s.url, s.metrics = "http://"+listen, "http://"+metrics
	s.env = append(os.Environ(), "VYPISKA_LISTEN="+listen, "VYPISKA_METRICS_LISTEN="+metrics, "VYPISKA_PUBLIC_URL="+s.url,
		"VYPISKA_DATA="+filepath.Join(dir, "data"), "VYPISKA_RECORDS="+filepath.Join(dir, "records"))
	t.Cleanup(func() {
		if s.cmd != nil {
			s.kill()
		}
	})
	return s
}

// freePort is a port of a loopback address that is nobody else's: at 127.0.0.1
// any connection may take the port between this look and the start, or between a
// kill and the next start.
func freePort(t *testing.T) string {
	t.Helper()
	n := rand.Uint32()
	own := net.IPv4(127, 1+byte(n)%250, byte(n>>8), 1+byte(n>>16)%250)
	l, err := net.Listen("tcp", own.String()+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *server) moveRecords() {
	s.t.Helper()
	asOf := time.Date(2025, 6, 15, 0, 0, 0, 0, time.UTC)
	days := int(time.Since(asOf).Hours() / 24)
	names, err := filepath.Glob(filepath.Join(repo, "testdata/fhir-ru/*.json"))
	if err != nil || len(names) == 0 {
		s.t.Fatal(err, len(names))
	}
	to := filepath.Join(s.dir, "records")
	if err := os.Mkdir(to, 0o700); err != nil {
		s.t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(name)), moved(text, days), 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
}

// start starts the program and waits until it is ready.
func (s *server) start() {
	s.t.Helper()
	log, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	command := append(s.within[:len(s.within):len(s.within)], s.bin, "serve", "--role", cmp.Or(s.role, roleAll))
	s.cmd = exec.Command(command[0], command[1:]...)
	s.cmd.Env, s.cmd.Stdout, s.cmd.Stderr = s.env, log, log
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	patience := max(s.patience, 2*time.Minute)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if res, err := http.Get(s.ready()); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
	}
	text, _ := os.ReadFile(s.log)
	s.t.Fatalf("not ready in %v: %s", patience, tail(text))
}

// ready is what tells that the program can work; a worker has no other door.
func (s *server) ready() string {
	if s.role == roleWorker {
		return s.metrics + "/metrics"
	}
	return s.url + "/readyz"
}

func tail(b []byte) []byte { return b[max(0, len(b)-2000):] }

// kill ends the program as a power cut would.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	s.cmd = nil
}

// stop asks the program to end and wants it to do so well.
func (s *server) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		text, _ := os.ReadFile(s.log)
		s.t.Errorf("the service did not stop well: %v: %s", err, tail(text))
	}
	s.cmd = nil
}

// run runs another command beside the server.
func (s *server) run(args ...string) string {
	s.t.Helper()
	cmd := exec.Command(s.bin, args...)
	cmd.Env = s.env
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("vypiska %s: %v: %s", args[0], err, said.String())
	}
	return strings.TrimSpace(string(out))
}

// account makes an account and returns its API token.
func (s *server) account(role, subject string) string {
	s.t.Helper()
	return s.run("account", "token", s.newLogin(role, subject))
}

// newLogin makes an account and returns its login.
func (s *server) newLogin(role, subject string) string {
	s.t.Helper()
	var made struct{ Login, Password string }
	if err := json.Unmarshal([]byte(s.run("account", "add", "--role", role, "--subject", subject)), &made); err != nil {
		s.t.Fatal(err)
	}
	return made.Login
}

// answer is what came back of a call.
type answer struct {
	status int
	body   []byte
	header http.Header
}

// call calls the service; body may be nil, text (a form) or a value for JSON.
func (s *server) call(method, path, token string, body any) answer {
	s.t.Helper()
	a, err := s.try(method, path, token, body)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// agent is planted in every request: it must never be found again.
const agent = "PlantedAgent/7.7"

func (s *server) try(method, path, token string, body any) (answer, error) {
	var r io.Reader
	kind := ""
	switch b := body.(type) {
	case nil:
	case string:
		r, kind = strings.NewReader(b), "application/x-www-form-urlencoded"
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return answer{}, err
		}
		r, kind = bytes.NewReader(text), "application/json"
	}
	if !strings.HasPrefix(path, "http") {
		path = s.url + path
	}
	req, err := http.NewRequest(method, path, r)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("User-Agent", agent)
	req.Header.Set("X-Forwarded-For", "203.0.113.77")
	req.Header.Set("Referer", "https://planted.example/from")
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, text, res.Header}, err
}

// want fails unless the answer has the status.
func (s *server) want(a answer, status int, what string) answer {
	s.t.Helper()
	if a.status != status {
		s.t.Errorf("%s: status %d, want %d: %.300s", what, a.status, status, a.body)
	}
	return a
}

// extract is an order as the API shows it.
type extract struct {
	ID, Status, Number, Kind, SHA256, Refusal string
	SealLevel                                 string `json:"seal_level"`
	Size                                      int64
	Pages                                     int
}

func (s *server) order(token, patient, kind string) string {
	s.t.Helper()
	a := s.want(s.call("POST", "/api/v1/extracts", token, map[string]any{"patient": patient, "kind": kind}), 202, "order")
	var x extract
	if err := json.Unmarshal(a.body, &x); err != nil {
		s.t.Fatal(err)
	}
	return x.ID
}

// ended waits until an order is final.
func (s *server) ended(token, id string) extract {
	s.t.Helper()
	var x extract
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		a := s.call("GET", "/api/v1/extracts/"+id, token, nil)
		if err := json.Unmarshal(a.body, &x); err != nil {
			s.t.Fatalf("%v: %s", err, a.body)
		}
		if x.Status != "queued" && x.Status != "running" {
			return x
		}
	}
	s.t.Fatalf("after two minutes the order is %s", x.Status)
	return x
}

// freshLink is a link as the API shows it once.
type freshLink struct {
	ID, URL string
	PIN     *string
}

func (s *server) link(token, order string, ask map[string]any) freshLink {
	s.t.Helper()
	a := s.want(s.call("POST", "/api/v1/extracts/"+order+"/links", token, ask), 201, "link")
	var l freshLink
	if err := json.Unmarshal(a.body, &l); err != nil {
		s.t.Fatal(err)
	}
	return l
}

// nothingLeft searches every file of the data directory, the log and the
// metrics for what must not be there.
func (s *server) nothingLeft(where string, content []byte) {
	s.t.Helper()
	host := regexp.MustCompile(`127(\.\d+){3}:\d+`)
	ours := []string{s.url, s.metrics, s.records}
	for _, bad := range []string{agent, "203.0.113.77", "planted.example", "Сулейменов", "Введенск", "747-174-292"} {
		if bytes.Contains(content, []byte(bad)) {
			s.t.Errorf("%s holds %q", where, bad)
		}
	}
	for _, found := range host.FindAllString(string(content), -1) {
		if !slices.ContainsFunc(ours, func(url string) bool { return strings.HasSuffix(url, "://"+found) }) {
			s.t.Errorf("%s holds the address %s", where, found)
		}
	}
}

func (s *server) searchData() {
	s.t.Helper()
	files := 0
	err := filepath.WalkDir(filepath.Join(s.dir, "data"), func(name string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if bytes.Contains(content, []byte("%PDF-")) {
			s.t.Errorf("%s reads as a PDF", name)
		}
		s.nothingLeft(filepath.Base(name), content)
		return nil
	})
	if err != nil || files == 0 {
		s.t.Fatal(files, err)
	}
	log, err := os.ReadFile(s.log)
	if err != nil {
		s.t.Fatal(err)
	}
	s.nothingLeft("the log", log)
}

func pin(format string, args ...any) string { return "pin=" + fmt.Sprintf(format, args...) }
