//go:build s3 && postgres

package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
)

// former is the environment variable with the program as it was before the newest
// migration, which internal/db/dbtest/former builds.
const former = "FORMER"

// orders are what visitors asked for while versions changed.
type orders struct {
	*fleet
	tokens map[string]string // patient -> token
	mu     sync.Mutex
	placed map[string]string // order -> patient
}

// place orders one copy for each patient and reads where it stands.
func (o *orders) place() {
	for p, token := range o.tokens {
		a, err := o.try("POST", "/api/v1/extracts", token, map[string]any{"patient": p, "kind": "signed"})
		var x extract
		if err != nil || a.status != http.StatusAccepted || json.Unmarshal(a.body, &x) != nil {
			o.t.Errorf("order: %d, %v: %.200s", a.status, err, a.body)
			continue
		}
		o.mu.Lock()
		o.placed[x.ID] = p
		o.mu.Unlock()
		if a, err = o.try("GET", "/api/v1/extracts/"+x.ID, token, nil); err != nil || a.status != http.StatusOK {
			o.t.Errorf("see an order: %d, %v: %.200s", a.status, err, a.body)
		}
	}
}

// Two versions run at the same time: the former one serves, the tables are
// migrated under it, its processes are replaced one after the other, one goes back
// and forth. Whoever comes meanwhile is served, each order becomes ready once.
func TestVersionsRunBesideEachOther(t *testing.T) {
	old := os.Getenv(former)
	if old == "" {
		t.Fatal(former + " is not set: run make versions, which builds the version before")
	}
	f := newFleet(t)
	now := f.bin
	for _, m := range append(f.members(), f.server) {
		m.bin = old
	}
	f.start()
	o := &orders{fleet: f, tokens: map[string]string{}, placed: map[string]string{}}
	for _, p := range []string{"ru-p01", "ru-p02"} {
		o.tokens[p] = f.account("patient", "Patient/"+p)
	}
	end := o.visited()
	before := f.schema()
	f.bin = now
	f.run("migrate") // beside processes of the former version, which go on
	if after := f.schema(); after <= before {
		t.Errorf("the schema was %d and is %d: nothing was migrated", before, after)
	}
	o.place()
	for _, m := range append(f.members(), f.web[0], f.workers[0]) { // the last two go back
		if m.stop(); m.bin == now {
			m.bin = old
		} else {
			m.bin = now
		}
		m.start()
		o.place()
	}
	for _, m := range []*server{f.web[0], f.workers[0]} {
		m.stop()
		m.bin = now
		m.start()
	}
	end()
	f.allReady(o.tokens, o.placed)
	f.stop()
	f.claims(o.placed)
	if out := f.run("register", "verify"); !strings.Contains(out, "intact") {
		t.Error(out)
	}
}

// schema is the number of the newest migration that the database has.
func (f *fleet) schema() (n int) {
	f.t.Helper()
	if err := dbtest.Ask(f.t.Context(), f.database, &n, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`); err != nil {
		f.t.Fatal(err)
	}
	return n
}

// visited lets people order all the time until the end, which waits for them.
func (o *orders) visited() (end func()) {
	done := make(chan struct{})
	var visitors sync.WaitGroup
	visitors.Go(func() {
		for tick := time.NewTicker(200 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				o.place()
			}
		}
	})
	end = sync.OnceFunc(func() { close(done); visitors.Wait() })
	o.t.Cleanup(end)
	return end
}
