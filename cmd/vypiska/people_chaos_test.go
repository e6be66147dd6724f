//go:build chaos

package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// people ask the service while things fail, and remember what they were told.
// Several of them may ask at once.
type people struct {
	*server
	report   report
	patients map[string]string // patient -> token
	barred   freshLink         // of a patient whose access is blocked all the time
	others   *staff            // beside the patients; nil for none

	mu     sync.Mutex
	fault  string              // the one that is being tried
	wrong  int                 // answers since it began that were errors of the service
	placed map[string]wish     // orders that nobody has judged yet
	links  map[string]int      // link -> downloads that came
	took   map[string][]timing // what was asked -> answers
	open   freshLink           // of a ready copy, downloaded all the time
	copy   string              // its order
	sum    string              // and digest
}

// staff are the people beside the patients.
type staff struct {
	doctor, insurer, reception, officer string // tokens
	guarded                             string // token of a patient whom reception blocks and unblocks
	copy                                string // an order of that patient
	mu                                  sync.Mutex
}

// wish is an order: where it is seen, by whom, and how it may end beside ready.
type wish struct {
	path, token string
	may         []string
}

const (
	extracts = "/api/v1/extracts/"
	packages = "/api/v1/packages/"
)

// timing is an answer; status 0 is none.
type timing struct {
	status int
	took   time.Duration
}

// gather makes the people's accounts, and a copy of a patient who is blocked.
func (s *server) gather() *people {
	s.t.Helper()
	p := &people{server: s, report: report{}, patients: map[string]string{}, placed: map[string]wish{}, links: map[string]int{}, took: map[string][]timing{}}
	for _, id := range []string{"ru-p01", "ru-p02", "ru-p03"} {
		p.patients[id] = s.account("patient", "Patient/"+id)
	}
	who, reception := s.account("patient", "Patient/ru-p04"), s.account("reception", "desk")
	x := s.ended(who, s.order(who, "ru-p04", "signed"))
	if x.Status != "ready" {
		s.t.Fatalf("before any fault an order ended %s: %s", x.Status, x.Refusal)
	}
	p.barred = s.link(who, x.ID, map[string]any{"pin": false, "max_downloads": 20})
	s.want(s.call("POST", "/api/v1/blocks", reception, map[string]any{"patient": "ru-p04", "channel": "phone", "scope": "all"}), 201, "block")
	return p
}

// begin is the beginning of a fault: from now on all that is asked counts as its.
func (p *people) begin(fault string) {
	token := p.patients["ru-p02"]
	x := p.patient(extracts, token, p.order(token, "ru-p02", "signed"))
	l := p.link(token, x.ID, map[string]any{"pin": false, "max_downloads": 20})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault, p.wrong, p.open, p.copy, p.sum = fault, 0, l, x.ID, x.SHA256
}

// fresh gives people a new link to the same copy, if it can be had: the former one
// is soon used up.
func (p *people) fresh() {
	var l freshLink
	token := p.patients["ru-p02"]
	a, err := p.asks("link", "POST", extracts+p.copy+"/links", token, map[string]any{"pin": false, "max_downloads": 20})
	if err == nil && a.status == http.StatusCreated && json.Unmarshal(a.body, &l) == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.open = l
	}
}

// count counts whether an invariant held.
func (p *people) count(invariant string, ok bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.report.count(p.fault, invariant, ok)
}

// storm lets people ask so many rounds: orders, downloads, the barred link.
func (p *people) storm(rounds int) {
	for range rounds {
		for _, id := range slices.Sorted(maps.Keys(p.patients)) {
			p.wish("order", extracts, p.patients[id], map[string]any{"patient": id, "kind": "signed"})
		}
		p.knock(p.barred)
		p.download()
	}
}

// asks asks something and wants to hear what is the matter. Where a connection that
// was used before closes without an answer it asks again, once, as browsers do:
// HAProxy counts on that when a server's connection breaks.
func (p *people) asks(what, method, path, token string, body any) (answer, error) {
	begun := time.Now()
	a, err := p.try(method, path, token, body)
	if errors.Is(err, io.EOF) {
		a, err = p.try(method, path, token, body)
	}
	p.heard(what, a, err)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.took[what] = append(p.took[what], timing{a.status, time.Since(begun)})
	return a, err
}

// heard looks whether an answer says what is the matter.
func (p *people) heard(what string, a answer, err error) {
	clear := err == nil && (a.status < 400 || strings.Contains(string(a.body), `"title":"`) || strings.Contains(string(a.body), "<h1>Сервис ненадолго"))
	if !p.count(spoken, clear) {
		p.t.Errorf("%s: %s: no clear word: %d %v %.200s", p.fault, what, a.status, err, a.body)
	}
	if err == nil && a.status >= 500 {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.wrong++
	}
}

// wish places an order and remembers it, if it was taken.
func (p *people) wish(what, path, token string, body any, may ...string) {
	a, err := p.asks(what, "POST", strings.TrimSuffix(path, "/"), token, body)
	var x extract
	if err == nil && a.status == http.StatusAccepted && json.Unmarshal(a.body, &x) == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.placed[x.ID] = wish{path, token, may}
	}
}

// knock tries the link of a patient whose access is blocked.
func (p *people) knock(at freshLink) {
	a, err := p.asks("barred link", "POST", at.URL, "", "")
	if !p.count(blocked, err != nil || a.status != http.StatusOK) {
		p.t.Errorf("%s: a download after the block", p.fault)
	}
}

// download opens the live link: the whole copy or a word, never a part.
func (p *people) download() {
	p.mu.Lock()
	open, sum := p.open, p.sum
	p.mu.Unlock()
	begun := time.Now()
	a, err := p.try("POST", open.URL, "", "")
	if err != nil { // what goes away under a transfer breaks it, which is no word but no lie either
		return
	}
	p.mu.Lock()
	p.took["download"] = append(p.took["download"], timing{a.status, time.Since(begun)})
	p.mu.Unlock()
	if a.status != http.StatusOK {
		p.heard("download", a, err)
		return
	}
	p.received(open.ID, a, sum)
}

// received counts a download, which must be the copy.
func (p *people) received(link string, a answer, want string) {
	sum := sha256.Sum256(a.body)
	if !p.count(once, hex.EncodeToString(sum[:]) == want) {
		p.t.Errorf("%s: a download of %d bytes is not the copy", p.fault, len(a.body))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.links[link]++
}

// judge waits until all orders have ended and looks at everything. refuses: they
// may have failed for want of a seal.
func (p *people) judge(refuses bool) {
	p.t.Helper()
	copies := map[string]int{}
	for id, w := range p.placed {
		x := p.patient(w.path, w.token, id)
		ended := x.Status == "ready" || slices.Contains(w.may, x.Status) || refuses && x.Status == "failed" && x.Refusal == "seal"
		if !p.count(once, ended) {
			p.t.Errorf("%s: an order ended %s: %s", p.fault, x.Status, x.Refusal)
		}
		copies[id] = 0
		if x.Status == "ready" {
			copies[id] = 1
			p.fetch(w, x)
		}
	}
	issued, downloads := p.entries()
	for id, want := range copies {
		if !p.count(entered, issued[id] == want) {
			p.t.Errorf("%s: order %s has %d entries of a copy, want %d", p.fault, id, issued[id], want)
		}
	}
	for id, n := range p.links {
		if !p.count(entered, downloads[id] >= n) {
			p.t.Errorf("%s: %d downloads and %d entries", p.fault, n, downloads[id])
		}
	}
	if !p.count(verified, strings.Contains(p.run("register", "verify"), "intact")) {
		p.t.Errorf("%s: the register does not verify", p.fault)
	}
	clear(p.placed)
	clear(p.links)
}

// fetch downloads a ready copy once.
func (p *people) fetch(w wish, x extract) {
	p.t.Helper()
	var l freshLink
	a := p.call("POST", w.path+x.ID+"/links", w.token, map[string]any{"pin": false, "max_downloads": 1})
	if a.status == http.StatusForbidden && len(w.may) > 0 {
		return // blocked meanwhile
	}
	if err := json.Unmarshal(p.want(a, 201, "link").body, &l); err != nil {
		p.t.Fatal(err)
	}
	p.received(l.ID, p.want(p.call("POST", l.URL, "", ""), 200, "download after "+p.fault), x.SHA256)
}

// patient waits for an order as a patient person does: after several failures
// River tries again only minutes later.
func (s *server) patient(path, token, id string) (x extract) {
	s.t.Helper()
	tick, late := time.NewTicker(50*time.Millisecond), time.After(4*time.Minute)
	defer tick.Stop()
	for {
		a := s.call("GET", path+id, token, nil)
		if err := json.Unmarshal(a.body, &x); err != nil {
			s.t.Fatalf("%v: %s", err, a.body)
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

// times says how long answers took, and forgets it.
func (p *people) times() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(p.took)) {
		all, refused := p.took[what], 0
		slices.SortFunc(all, func(a, b timing) int { return cmp.Compare(a.took, b.took) })
		for _, t := range all {
			if t.status == 0 || t.status >= 500 {
				refused++
			}
		}
		fmt.Fprintf(&b, "\n%-12s %4d asked, %3d in vain, median %v, slowest %v", what, len(all), refused, all[len(all)/2].took.Round(time.Millisecond), all[len(all)-1].took.Round(time.Millisecond))
	}
	clear(p.took)
	return b.String()
}

// entries reads the register: copies and packages issued by order, downloads by link.
func (s *server) entries() (issued, downloads map[string]int) {
	s.t.Helper()
	issued, downloads = map[string]int{}, map[string]int{}
	of := map[string]map[string]int{} // of a package's order: the documents in it
	for l := range strings.Lines(s.run("register", "export")) {
		var e struct{ Event, Order, Link string }
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			s.t.Fatalf("%v: %s", err, l)
		}
		switch e.Event {
		case "issue", "package":
			if of[e.Order] == nil {
				of[e.Order] = map[string]int{}
			}
			of[e.Order][e.Event]++
		case "download":
			downloads[e.Link]++
		}
	}
	for order, n := range of {
		if issued[order] = n["issue"]; n["package"] > 0 {
			issued[order] = n["package"]
		}
	}
	return issued, downloads
}
