//go:build !race

// The steps are processes of their own, which the race detector makes ten times
// slower and sees nothing between; make tools runs them.

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// modelCopy is a copy as it ought to be.
type modelCopy struct {
	extract
	state    string // valid, revoked, destroyed; unknown after a restore that lost it
	backedUp bool
}

// modelLink is a link as it ought to be. A kill leaves open whether a download
// was taken: between least and most were.
type modelLink struct {
	freshLink
	of          *modelCopy
	max         int
	least, most int
	received    int // whole files that arrived
	ended       bool
	expires     time.Time
	lost        bool // the database was set back to before it
}

// world of the model: one patient, real processes.
type interleaving struct {
	*server
	rnd                         *rand.Rand
	patient, reception, officer string
	logins                      [3]string
	copies                      []*modelCopy
	links                       []*modelLink
	block                       string // id of the standing one
	backup                      string
	done                        []string
}

// TestNothingIsServedAfterItShouldNotBe runs random interleavings of all that
// begins and ends a copy's way out, with kill -9, restart and restore, against the
// real program. INTERLEAVE_SEEDS and INTERLEAVE_STEPS make it longer.
func TestNothingIsServedAfterItShouldNotBe(t *testing.T) {
	for seed := range number(t, "INTERLEAVE_SEEDS", 2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := &interleaving{server: newServer(t), rnd: rand.New(rand.NewPCG(uint64(seed), 9))}
			w.backup = filepath.Join(w.dir, "backup")
			w.start()
			w.logins = [3]string{w.newLogin("patient", "Patient/ru-p01"), w.newLogin("reception", "r-1"), w.newLogin("officer", "o-1")}
			w.tokens()
			w.issue()
			w.backUp()
			for range number(t, "INTERLEAVE_STEPS", 40) {
				w.step()
				w.check()
			}
		})
	}
}

func number(t *testing.T, name string, otherwise int) int {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (w *interleaving) tokens() {
	for i, to := range []*string{&w.patient, &w.reception, &w.officer} {
		*to = w.run("account", "token", w.logins[i])
	}
}

func (w *interleaving) step() {
	w.t.Helper()
	steps := []struct {
		name   string
		weight int
		do     func()
	}{
		{"issue", 3, w.issue}, {"link", 6, w.mint}, {"download", 12, w.download}, {"end a link", 2, w.endLink},
		{"revoke", 3, w.revoke}, {"destroy", 3, w.destroy}, {"block", 3, w.toggleBlock}, {"expire", 1, w.expire},
		{"kill in the middle", 3, w.killed}, {"restart", 1, func() { w.stop(); w.start() }}, {"backup", 2, w.backUp}, {"restore", 3, w.restore},
	}
	all := 0
	for _, s := range steps {
		all += s.weight
	}
	at := w.rnd.IntN(all)
	for _, s := range steps {
		if at -= s.weight; at < 0 {
			w.done = append(w.done, s.name)
			s.do()
			return
		}
	}
}

func (w *interleaving) fail(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("after %s: %s", strings.Join(w.done, ", "), fmt.Sprintf(format, args...))
}

func (w *interleaving) issue() {
	a := w.call("POST", "/api/v1/extracts", w.patient, map[string]any{"patient": "ru-p01", "kind": "signed"})
	if w.block != "" {
		if a.status != 403 {
			w.fail("an order of a blocked patient: %d", a.status)
		}
		return
	}
	var x extract
	if err := json.Unmarshal(a.body, &x); err != nil || a.status != 202 {
		w.fail("order: %d, %v", a.status, err)
	}
	w.copies = append(w.copies, &modelCopy{extract: w.ended(w.patient, x.ID), state: "valid"})
}

// one picks a copy of the state, nil for none.
func (w *interleaving) one(state string) *modelCopy {
	var all []*modelCopy
	for _, c := range w.copies {
		if c.state == state {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all[w.rnd.IntN(len(all))]
}

func (w *interleaving) mint() { w.mintFor("1h") }

func (w *interleaving) mintFor(ttl string) *modelLink {
	c := w.one("valid")
	if c == nil || w.block != "" {
		return nil
	}
	life, err := time.ParseDuration(ttl)
	if err != nil {
		w.fail("%v", err)
	}
	l := &modelLink{of: c, max: 1 + w.rnd.IntN(3)}
	l.freshLink = w.link(w.patient, c.ID, map[string]any{"pin": false, "ttl": ttl, "max_downloads": l.max})
	l.expires = time.Now().Add(life) // at the latest
	w.links = append(w.links, l)
	return l
}

func (w *interleaving) anyLink() *modelLink {
	if len(w.links) == 0 {
		return nil
	}
	return w.links[w.rnd.IntN(len(w.links))]
}

// download tries a link and compares the answer with the model.
func (w *interleaving) download() {
	l := w.anyLink()
	if l == nil {
		return
	}
	for range 2 { // looking takes nothing
		w.call("GET", l.URL, "", nil)
		w.call("HEAD", l.URL, "", nil)
	}
	a := w.call("POST", l.URL, "", "")
	over := l.ended || l.of.state != "valid" || !time.Now().Before(l.expires) || l.least >= l.max
	switch {
	case l.lost && a.status == 404, over && a.status == 410, !l.lost && !over && w.block != "" && a.status == 403:
	case !over && !l.lost && w.block == "" && a.status == 200:
		w.received(l, a)
	case l.most >= l.max && a.status == 410: // a kill may have taken the last one
	default:
		w.fail("download: %d; link ended %v, lost %v, copy %s, blocked %v, %d to %d of %d taken", a.status, l.ended, l.lost, l.of.state, w.block != "", l.least, l.most, l.max)
	}
}

func (w *interleaving) received(l *modelLink, a answer) {
	if sum := sha256.Sum256(a.body); hex.EncodeToString(sum[:]) != l.of.SHA256 {
		w.fail("a complete answer with other bytes")
	}
	l.least, l.most, l.received = l.least+1, l.most+1, l.received+1
	if l.received > l.max {
		w.fail("%d downloads of %d", l.received, l.max)
	}
}

func (w *interleaving) endLink() {
	if l := w.anyLink(); l != nil && !l.lost {
		w.want(w.call("DELETE", "/api/v1/links/"+l.ID, w.patient, nil), 204, "end a link")
		l.ended = true
	}
}

func (w *interleaving) revoke() {
	if c := w.one("valid"); c != nil {
		w.want(w.call("DELETE", "/api/v1/copies/"+c.Number, w.officer, map[string]string{"reason": "wrong"}), 204, "revoke")
		c.state = "revoked"
	}
}

func (w *interleaving) destroy() {
	if c := w.one("valid"); c != nil {
		w.want(w.call("POST", "/api/v1/destructions", w.officer, map[string]string{"number": c.Number, "basis": "b", "reason": "r"}), 201, "destroy")
		c.state = "destroyed"
	}
}

func (w *interleaving) toggleBlock() {
	if w.block != "" {
		w.want(w.call("DELETE", "/api/v1/blocks/"+w.block, w.reception, nil), 204, "unblock")
		w.block = ""
		return
	}
	var b struct{ ID string }
	a := w.want(w.call("POST", "/api/v1/blocks", w.reception, map[string]string{"patient": "ru-p01", "channel": "phone", "scope": "all"}), 201, "block")
	if err := json.Unmarshal(a.body, &b); err != nil {
		w.fail("%v", err)
	}
	w.block = b.ID
}

func (w *interleaving) expire() {
	if l := w.mintFor("1s"); l != nil {
		time.Sleep(time.Until(l.expires) + 10*time.Millisecond)
		w.want(w.call("POST", l.URL, "", ""), 410, "a link past its end")
	}
}

// killed kills the program -9 in the middle of an act, starts it again and asks
// what became of the act.
func (w *interleaving) killed() {
	l, c, act := w.anyLink(), w.one("valid"), w.rnd.IntN(3)
	over := make(chan struct{})
	go func() {
		defer close(over)
		switch {
		case act == 0 && c != nil:
			_, _ = w.try("DELETE", "/api/v1/copies/"+c.Number, w.officer, map[string]string{"reason": "wrong"})
		case act == 1 && c != nil:
			_, _ = w.try("POST", "/api/v1/destructions", w.officer, map[string]string{"number": c.Number, "basis": "b", "reason": "r"})
		case l != nil:
			a, err := w.try("POST", l.URL, "", "")
			if err == nil && a.status == 200 && int64(len(a.body)) == l.of.Size {
				l.least, l.received = l.least+1, l.received+1
			}
		}
	}()
	time.Sleep(time.Duration(w.rnd.IntN(12_000)) * time.Microsecond)
	w.kill()
	<-over
	if l != nil && l.most < l.max {
		l.most++
	}
	w.start()
	if c != nil {
		c.state = w.verified(c)
	}
}

func (w *interleaving) verified(c *modelCopy) string {
	var v struct{ Status string }
	a := w.want(w.call("GET", "/api/v1/verify/"+c.Number+"?sha256="+c.SHA256, "", nil), 200, "verify")
	if err := json.Unmarshal(a.body, &v); err != nil {
		w.fail("%v", err)
	}
	return v.Status
}

func (w *interleaving) backUp() {
	w.run("backup", w.backup)
	for _, c := range w.copies {
		c.backedUp = true
	}
}

// restore sets the database back to the last backup.
func (w *interleaving) restore() {
	if w.rnd.IntN(2) == 0 {
		w.kill()
	} else {
		w.stop()
	}
	data := filepath.Join(w.dir, "data")
	if err := os.RemoveAll(data); err != nil {
		w.fail("%v", err)
	}
	w.run("restore", "--from", w.backup)
	w.start()
	w.tokens()
	for _, c := range w.copies {
		if !c.backedUp {
			c.state = "unknown"
		}
	}
	for _, l := range w.links {
		l.ended, l.lost = true, true // 410 where the backup knows it, 404 where not
	}
}

// check asks for what must hold after every step.
func (w *interleaving) check() {
	w.t.Helper()
	for _, c := range w.copies {
		if got := w.verified(c); got != c.state {
			w.fail("copy %s is %s, want %s", c.Number, got, c.state)
		}
	}
	if out := w.run("register", "verify"); !strings.Contains(out, "intact") {
		w.fail("%s", out)
	}
	entered := map[string]int{}
	for line := range bytes.Lines([]byte(w.run("register", "export"))) {
		var e struct{ Event, Link string }
		if err := json.Unmarshal(line, &e); err != nil {
			w.fail("%v", err)
		}
		if e.Event == "download" {
			entered[e.Link]++
		}
	}
	for _, l := range w.links {
		if n := entered[l.ID]; !l.lost && (n < l.received || n > l.max) {
			w.fail("%d entries of downloads, %d received, %d allowed", n, l.received, l.max)
		}
	}
}
