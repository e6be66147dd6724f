//go:build chaos

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/signing/signingtest"
)

// fault is one thing that goes wrong. down begins it, up ends it; while it
// lasts people go on asking, until it was felt: one nobody met proves nothing.
type fault struct {
	name     string
	down, up func(*chaos)
	felt     func(*chaos) bool
	// refuses: while it lasts orders may end without a copy. A clock that is hours
	// away from the TSA's proves nothing, and nobody can know which is right.
	refuses bool
}

func metSome(c *chaos) bool   { return c.felt.Load() >= 3 }
func always(*chaos) bool      { return true }
func tsaAsked(c *chaos) bool  { return c.tsa.Asked(signingtest.TSA) >= 3 }
func wentWrong(c *chaos) bool { return askersOf.wrong >= 3 }

var faults = []fault{
	{"nothing", func(*chaos) {}, func(*chaos) {}, always, false},
	{"FHIR server away", func(c *chaos) { c.fhirAway.Store(true) }, func(c *chaos) { c.fhirAway.Store(false) }, metSome, false},
	{"S3 away", func(c *chaos) { c.s3Away.Store(true) }, func(c *chaos) { c.s3Away.Store(false) }, metSome, false},
	{"TSA away", func(c *chaos) { c.tsa.Only(signingtest.TSA); c.tsa.Behave(signingtest.TSA, signingtest.Broken) }, func(c *chaos) { c.tsa.Behave(signingtest.TSA, "") }, tsaAsked, false},
	{"disk full", (*chaos).fill, (*chaos).free, wentWrong, false},
	{"clock three hours ahead", func(c *chaos) { c.jump("3h") }, func(c *chaos) { c.jump("") }, always, true},
	{"clock three hours behind", func(c *chaos) { c.jump("-3h") }, func(c *chaos) { c.jump("") }, always, true},
	{"process killed", func(c *chaos) { c.storm(2); c.kill(); c.start() }, func(*chaos) {}, always, false},
	{"killed while S3 is away", func(c *chaos) { c.s3Away.Store(true); c.storm(3); c.kill(); c.s3Away.Store(false); c.start() }, func(*chaos) {}, always, false},
	{"killed on a full disk", func(c *chaos) { c.fill(); c.storm(3); c.kill(); c.free(); c.start() }, func(*chaos) {}, always, false},
}

// invariants are what no fault may break.
const (
	entered  = "no copy without its entry"
	blocked  = "no download after a block"
	once     = "no order lost or with two results"
	verified = "the register verifies"
	spoken   = "people got a clear word"
)

// tally counts how often an invariant was looked at and found broken.
type tally struct {
	Checked int `json:"checked"`
	Broken  int `json:"broken"`
}

// report is fault × invariant × count.
type report map[string]map[string]*tally

func (r report) count(fault, invariant string, ok bool) bool {
	if r[fault] == nil {
		r[fault] = map[string]*tally{}
	}
	t := r[fault][invariant]
	if t == nil {
		t = &tally{}
		r[fault][invariant] = t
	}
	t.Checked++
	if !ok {
		t.Broken++
	}
	return ok
}

// askers are who asks: patients with tokens, their orders, and one whose access is
// blocked though a live link is out.
type askers struct {
	tokens map[string]string // patient -> token
	placed map[string]string // order -> patient
	barred freshLink         // of a blocked patient
	links  map[string]int    // link -> downloads that came
	open   freshLink         // of a ready copy, downloaded all the time
	sum    string            // of that copy
}

// askersOf are the askers of the fault that is being tried.
var askersOf struct {
	*askers
	report report
	fault  string
	wrong  int // answers that were errors of the service
}

func TestChaos(t *testing.T) {
	c, r := newChaos(t), report{}
	c.start()
	people := c.gather()
	askersOf.askers, askersOf.report = people, r
	for _, f := range faults {
		askersOf.fault, askersOf.wrong = f.name, 0
		c.felt.Store(0)
		begun := time.Now()
		c.openLink(people)
		c.storm(3)
		f.down(c)
		c.during(f)
		f.up(c)
		c.storm(3)
		c.judge(f, people, r)
		t.Logf("%-26s %v", f.name, time.Since(begun).Round(time.Second))
	}
	c.stop()
	r.write(t)
}

// during lets people ask while a fault lasts: some seconds, and until it was felt.
func (c *chaos) during(f fault) {
	tick, least, late := time.NewTicker(200*time.Millisecond), time.After(3*time.Second), time.After(40*time.Second)
	defer tick.Stop()
	for enough := false; !enough || !f.felt(c); {
		c.storm(1)
		select {
		case <-least:
			enough = true
		case <-late:
			c.t.Fatalf("%s: nobody felt it", f.name)
		case <-tick.C:
		}
	}
}

// openLink gives a link to a ready copy, for people to open while things fail.
func (c *chaos) openLink(people *askers) {
	token := people.tokens["ru-p02"]
	x := c.patient(token, c.order(token, "ru-p02", "signed"))
	people.open, people.sum = c.link(token, x.ID, map[string]any{"pin": false, "max_downloads": 20}), x.SHA256
}

func (c *chaos) gather() *askers {
	people := &askers{tokens: map[string]string{}, placed: map[string]string{}, links: map[string]int{}}
	for _, p := range []string{"ru-p01", "ru-p02", "ru-p03"} {
		people.tokens[p] = c.account("patient", "Patient/"+p)
	}
	who, reception := c.account("patient", "Patient/ru-p04"), c.account("reception", "desk")
	x := c.ended(who, c.order(who, "ru-p04", "signed"))
	if x.Status != "ready" {
		c.t.Fatalf("before any fault an order ended %s: %s", x.Status, x.Refusal)
	}
	people.barred = c.link(who, x.ID, map[string]any{"pin": false, "max_downloads": 20})
	c.want(c.call("POST", "/api/v1/blocks", reception, map[string]any{"patient": "ru-p04", "channel": "phone", "scope": "all"}), 201, "block")
	return people
}

// storm lets people ask so many rounds: orders, downloads, the barred link.
func (c *chaos) storm(rounds int) {
	people := askersOf.askers
	for range rounds {
		for p, token := range people.tokens {
			a, err := c.try("POST", "/api/v1/extracts", token, map[string]any{"patient": p, "kind": "signed"})
			c.heard(a, err)
			var x extract
			if err == nil && a.status == http.StatusAccepted && json.Unmarshal(a.body, &x) == nil {
				people.placed[x.ID] = p
			}
		}
		a, err := c.try("POST", people.barred.URL, "", "")
		c.heard(a, err)
		askersOf.report.count(askersOf.fault, blocked, err != nil || a.status != http.StatusOK)
		c.download()
	}
}

// download opens the live link: the whole copy or a word, never a part.
func (c *chaos) download() {
	people := askersOf.askers
	a, err := c.try("POST", people.open.URL, "", "")
	if err != nil || a.status != http.StatusOK {
		// S3 that goes away under a transfer breaks it, which is no word but no lie either.
		if err == nil {
			c.heard(a, err)
		}
		return
	}
	sum := sha256.Sum256(a.body)
	if !askersOf.report.count(askersOf.fault, once, hex.EncodeToString(sum[:]) == people.sum) {
		c.t.Errorf("%s: a download of %d bytes is not the copy", askersOf.fault, len(a.body))
	}
	people.links[people.open.ID]++
}

// heard looks whether an answer says what is the matter.
func (c *chaos) heard(a answer, err error) {
	clear := err == nil && (a.status < 400 || strings.Contains(string(a.body), `"title":"`) || strings.Contains(string(a.body), "<h1"))
	if err == nil && a.status >= 500 {
		askersOf.wrong++
	}
	if !askersOf.report.count(askersOf.fault, spoken, clear) {
		c.t.Errorf("%s: no clear word: %d %v %.200s", askersOf.fault, a.status, err, a.body)
	}
}

// judge waits until all orders have ended and looks at everything.
func (c *chaos) judge(f fault, people *askers, r report) {
	c.t.Helper()
	name, copies := f.name, map[string]int{}
	for id, p := range people.placed {
		x := c.patient(people.tokens[p], id)
		copies[id] = 0
		ended := x.Status == "ready" || f.refuses && x.Status == "failed" && x.Refusal == "seal"
		if !r.count(name, once, ended) {
			c.t.Errorf("%s: an order ended %s: %s", name, x.Status, x.Refusal)
		}
		if x.Status != "ready" {
			continue
		}
		copies[id] = 1
		l := c.link(people.tokens[p], id, map[string]any{"pin": false, "max_downloads": 1})
		a := c.want(c.call("POST", l.URL, "", ""), 200, "download after "+name)
		sum := sha256.Sum256(a.body)
		r.count(name, once, hex.EncodeToString(sum[:]) == x.SHA256)
		people.links[l.ID]++
	}
	issued, downloads := c.entries()
	for id, want := range copies {
		if !r.count(name, entered, len(issued[id]) == want) {
			c.t.Errorf("%s: order %s has %d entries of a copy", name, id, len(issued[id]))
		}
	}
	for id, n := range people.links {
		if !r.count(name, entered, downloads[id] >= n) {
			c.t.Errorf("%s: %d downloads and %d entries", name, n, downloads[id])
		}
	}
	if !r.count(name, verified, strings.Contains(c.run("register", "verify"), "intact")) {
		c.t.Errorf("%s: the register does not verify", name)
	}
	clear(people.placed)
	clear(people.links)
}

// patient waits for an order as a patient person does: after several failures
// River tries again only minutes later.
func (c *chaos) patient(token, id string) (x extract) {
	c.t.Helper()
	tick, late := time.NewTicker(50*time.Millisecond), time.After(4*time.Minute)
	defer tick.Stop()
	for {
		a := c.call("GET", "/api/v1/extracts/"+id, token, nil)
		if err := json.Unmarshal(a.body, &x); err != nil {
			c.t.Fatalf("%v: %s", err, a.body)
		}
		if x.Status != "" && x.Status != "queued" && x.Status != "running" {
			return x
		}
		select {
		case <-tick.C:
		case <-late:
			return x
		}
	}
}

// entries reads the register: copies issued by order, downloads by link.
func (c *chaos) entries() (issued map[string][]string, downloads map[string]int) {
	c.t.Helper()
	issued, downloads = map[string][]string{}, map[string]int{}
	for l := range strings.Lines(c.run("register", "export")) {
		var e struct{ Event, Number, Order, Link string }
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			c.t.Fatalf("%v: %s", err, l)
		}
		switch e.Event {
		case "issue":
			issued[e.Order] = append(issued[e.Order], e.Number)
		case "download":
			downloads[e.Link]++
		}
	}
	return issued, downloads
}

// write prints the report and puts it into chaos/report.json.
func (r report) write(t *testing.T) {
	t.Helper()
	all := []string{entered, blocked, once, verified, spoken}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-26s", "checked/broken")
	for _, i := range all {
		fmt.Fprintf(&b, " | %s", i)
	}
	for _, f := range faults {
		fmt.Fprintf(&b, "\n%-26s", f.name)
		for _, i := range all {
			n := r[f.name][i]
			if n == nil || n.Checked == 0 {
				t.Errorf("%s: nobody looked whether %s", f.name, i)
				n = &tally{}
			}
			fmt.Fprintf(&b, " | %*s", len(i), fmt.Sprintf("%d/%d", n.Checked, n.Broken))
		}
	}
	t.Log(b.String())
	if !slices.ContainsFunc(faults, func(f fault) bool { return r[f.name] != nil }) {
		t.Fatal("nothing was tried")
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(repo, "chaos")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "report.json"), append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
