//go:build postgres

package jobs

import (
	"context"
	"testing"

	"github.com/riverqueue/river/rivertype"
)

// While a queue runs it takes up what others that die leave behind.
func TestTheJobOfAKilledProcessIsTakenUpByAnother(t *testing.T) {
	built := make(chan string, 8)
	var h *house
	h = open(t, Config{tempo: quick, Build: func(_ context.Context, id string) error { built <- id; return write(h.db, id) }}).effects()
	h.order("hangs")
	killedIn(t, h.file, "hangs", func() { h.start() })
	if id := receive(t, "the killed job", built); id != "hangs" {
		t.Error(id)
	}
	h.ended(rivertype.JobStateCompleted)
	if n := h.count(`SELECT count(*) FROM effect`); n != 1 {
		t.Errorf("%d effects of one order", n)
	}
}

// The jobs of a process that lives are its own, however long they take.
func TestNobodyTakesUpTheJobOfALivingProcess(t *testing.T) {
	var h *house
	h = open(t, Config{tempo: quick, Build: func(_ context.Context, id string) error { return write(h.db, id) }}).effects()
	h.order("hangs")
	p := startProcess(t, h.file)
	p.says("begun hangs")
	h.start()
	for range 2 { // two looks see every orphan
		if _, seen, err := h.putBack(t.Context(), map[sighting]bool{}); err != nil || len(seen) != 0 {
			t.Errorf("orphans %v, %v", seen, err)
		}
	}
	if j := h.jobs()[0]; j.State != rivertype.JobStateRunning {
		t.Error(j.State)
	}
	p.kill()
	h.ended(rivertype.JobStateCompleted)
}

// River's upkeep passes from a leader that dies to another process.
func TestTheUpkeepOfAKilledLeaderGoesOn(t *testing.T) {
	swept := make(chan bool, 8)
	h := open(t, Config{tempo: quick, Build: nothing, Sweep: func(context.Context) error { swept <- true; return nil }}).effects()
	p := startProcess(t, h.file)
	p.says("swept") // it leads
	h.start()
	p.kill()
	receive(t, "this process's first sweep", swept)
	if n := h.count(`SELECT count(*) FROM river_leader WHERE leader_id = '` + h.presence.id + `'`); n != 1 {
		t.Error("another leads")
	}
}
