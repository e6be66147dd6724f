//go:build crowd

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/db"
)

// Bounds of a package of many people: docs/packages.md.
const (
	mostRSS   = 300 << 10 // KiB, of the whole service
	mostTimes = 1.3       // of the same documents without the container
)

// insured are the people of the sample clinic whom insurer A owes a document.
const insured = "ru-p01,ru-p05,ru-p07,ru-p09,ru-p11,ru-p13,ru-p20,ru-p21,ru-p22"

// crowd is a service with many insured people.
type crowd struct {
	*server
	members  []*server // the processes, where they are several
	people   int
	database string // a PostgreSQL, or empty
	token    string
	killed   [2]bool         // of two workers
	took     []time.Duration // of each package
	rss      int             // KiB, the most so far of a process
}

// crowdOf prepares CROWD_PEOPLE people (10,000 without it) as the service's records.
func crowdOf(s *server) *crowd {
	t := s.t
	t.Helper()
	c := &crowd{server: s, people: 10_000}
	if n, err := strconv.Atoi(os.Getenv("CROWD_PEOPLE")); err == nil {
		c.people = n
	}
	c.patience = 10 * time.Minute
	dir := filepath.Join(c.dir, "crowd")
	make1 := exec.Command("go", "run", "./examples/crowd", "-from", filepath.Join(c.dir, "records"), "-only", insured, "-people", fmt.Sprint(c.people), "-out", dir)
	make1.Dir = repo
	if out, err := make1.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c.env = append(c.env, "VYPISKA_RECORDS="+dir, "GOMEMLIMIT=220MiB") // as docs/packages.md advises
	return c
}

// newCrowd is one process that does everything, with a contract that covers them.
func newCrowd(t *testing.T) *crowd {
	t.Helper()
	c := crowdOf(newServer(t))
	c.contract()
	c.start()
	defer func() { c.note("started") }()
	c.token = c.account("officer", "crowd") // who is told how many there are
	return c
}

// contract enters the contract by two officers, as their screens would.
func (c *crowd) contract() {
	c.t.Helper()
	now := func() time.Time { return time.Now() }
	house, err := app.OpenHouse(context.Background(), app.Address{Dir: filepath.Join(c.dir, "data"), URL: c.database}, app.SealKey{}, now())
	if err != nil {
		c.t.Fatal(err)
	}
	desk, err := app.NewDesk(house, app.Setup{Now: now})
	if err != nil {
		c.t.Fatal(err)
	}
	text := `{"number":"Д-2024/118","insurer":"ru-insA","from":"2024-01-01","to":"2035-12-31","services":["CT","MR","LAB"]}`
	v, err := desk.DraftContract(context.Background(), app.Visitor{Account: "o-1", Role: policy.Officer, Subject: "o-1"}, text)
	if err == nil {
		err = desk.ActivateContract(context.Background(), app.Visitor{Account: "o-2", Role: policy.Officer, Subject: "o-2"}, v.Contract)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	if err := house.Close(); err != nil {
		c.t.Fatal(err)
	}
}

// ordered is a package as the API shows it.
type ordered struct {
	ID, Status, Refusal, SHA256 string
	People, Done, Left, Failed  int
	Documents                   int
	Size                        int64
	LeftOut                     int `json:"left_out"`
}

// note says how much memory the service has had so far.
func (c *crowd) note(when string) {
	c.t.Helper()
	c.measure()
	c.t.Logf("%s: at most %d MB of memory so far", when, c.rss>>10)
}

func (c *crowd) place() string {
	c.t.Helper()
	a := c.want(c.call("POST", "/api/v1/packages", c.token, map[string]string{"contract": "Д-2024/118", "period": "2024-01-01/" + time.Now().Format(time.DateOnly)}), 202, "order")
	var o ordered
	if err := json.Unmarshal(a.body, &o); err != nil {
		c.t.Fatal(err)
	}
	return o.ID
}

// see asks where the package stands, and how much memory the service holds.
func (c *crowd) see(id string) (o ordered) {
	c.t.Helper()
	a := c.want(c.call("GET", "/api/v1/packages/"+id, c.token, nil), 200, "find")
	if err := json.Unmarshal(a.body, &o); err != nil {
		c.t.Fatal(err)
	}
	c.measure()
	return o
}

// measure reads the most memory a process has had.
func (c *crowd) measure() {
	c.t.Helper()
	if c.members == nil {
		c.measureOne(c.server)
	}
	for _, m := range c.members {
		c.measureOne(m)
	}
}

func (c *crowd) measureOne(s *server) {
	c.t.Helper()
	if s.cmd == nil { // stopped
		return
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		c.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			c.rss = max(c.rss, kib)
		}
	}
}

// until waits for a condition of the package.
func (c *crowd) until(id string, ok func(ordered) bool) ordered {
	c.t.Helper()
	for end := time.Now().Add(50 * time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if o := c.see(id); ok(o) || o.Status != "queued" && o.Status != "running" {
			return o
		}
	}
	c.t.Fatal("the package is not made in 50 minutes")
	return ordered{}
}

func looked(part float64) func(ordered) bool {
	return func(o ordered) bool {
		return o.People > 0 && float64(o.People-o.Left) >= part*float64(o.People) && (part < 1 || o.Left == 0)
	}
}

func never(ordered) bool { return false }

// verified fetches the package by a link and looks at it as its insurer would.
func (c *crowd) verified(id string, o ordered) {
	c.t.Helper()
	if o.Status != "ready" || o.Documents != c.people || o.Failed+o.LeftOut != 0 {
		c.t.Fatalf("the package is %+v", o)
	}
	var a answer
	for end := time.Now().Add(10 * time.Minute); time.Now().Before(end); time.Sleep(time.Second) { // 503: everybody's consent is looked at
		if a = c.call("POST", "/api/v1/packages/"+id+"/links", c.token, map[string]any{"pin": false}); a.status != http.StatusServiceUnavailable {
			break
		}
	}
	c.want(a, 201, "link")
	var l freshLink
	if err := json.Unmarshal(a.body, &l); err != nil {
		c.t.Fatal(err)
	}
	res, err := http.PostForm(l.URL, nil)
	if err != nil || res.StatusCode != http.StatusOK {
		c.t.Fatal(err, res.Status)
	}
	defer res.Body.Close()
	name := filepath.Join(c.dir, "package.asice")
	f, err := os.Create(name)
	if err != nil {
		c.t.Fatal(err)
	}
	if n, err := io.Copy(f, res.Body); err != nil || n != o.Size {
		c.t.Fatal(n, err)
	}
	if err := f.Close(); err != nil {
		c.t.Fatal(err)
	}
	c.see(id)
	c.run("verify", "--data", filepath.Join(c.dir, "data"), name) // exit 1 fails the test
}

// copies counts the documents and packages that are kept.
func (c *crowd) copies() (n int) {
	c.t.Helper()
	d, err := db.Open(context.Background(), cmp.Or(c.database, filepath.Join(c.dir, "data", "vypiska.db")))
	if err != nil {
		c.t.Fatal(err)
	}
	defer d.Close()
	if err := d.View(context.Background(), func(v *db.View) error {
		kept, err := v.KeptCopies(context.Background(), "", 1_000_000)
		n = len(kept)
		return err
	}); err != nil {
		c.t.Fatal(err)
	}
	return n
}

// TestCrowd makes a package of many people: its time beside the same documents
// made by the same workers without the container, in the same run, and the
// memory of the whole service.
func TestCrowd(t *testing.T) {
	c := newCrowd(t)
	id, start := c.place(), time.Now()
	c.until(id, looked(1))
	documents := time.Since(start)
	c.note("documents made")
	o := c.until(id, never)
	all := time.Since(start)
	times := float64(all) / float64(documents)
	t.Logf("%d MB when it was ready; documents %v, package %v", c.rss>>10, documents, all)
	c.verified(id, o)
	t.Logf("%d people: documents %v, package %v, %.2f of the documents alone; %d MB; %.1f ms a person; at most %d MB of memory",
		c.people, documents.Round(time.Second), all.Round(time.Second), times, o.Size>>20, float64(all.Milliseconds())/float64(c.people), c.rss>>10)
	if times > mostTimes || c.rss > mostRSS {
		t.Errorf("want at most %v and %d MB", mostTimes, mostRSS>>10)
	}
}

// TestCrowdKilled kills the service at 30 and 80 percent and once in the
// container: nobody who was finished is done again, and the package verifies.
func TestCrowdKilled(t *testing.T) {
	c := newCrowd(t)
	id := c.place()
	for _, part := range []float64{0.3, 0.8, 1} {
		before := c.until(id, looked(part))
		c.kill()
		c.start()
		if after := c.see(id); after.Done < before.Done {
			t.Errorf("%d documents before the kill, %d after", before.Done, after.Done)
		}
	}
	o := c.until(id, never)
	c.verified(id, o)
	if n := c.copies(); n != c.people+1 {
		t.Errorf("%d copies are kept, want one for each of %d people and the package", n, c.people)
	}
	t.Logf("%d people, killed three times: ready, verified, each document made once; at most %d MB of memory", c.people, c.rss>>10)
}
