package app_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"vypiska/internal/app"
	"vypiska/storage/register"
)

// place remembers the sizes it was given and fails as often as it is told.
type place struct {
	sizes []int64
	fails int
}

func (p *place) keep(_ context.Context, size int64, _ register.Checkpoint) error {
	if p.fails > 0 {
		p.fails--
		return errors.New("away")
	}
	p.sizes = append(p.sizes, size)
	return nil
}

func (s *service) size(t *testing.T) int64 {
	t.Helper()
	n, err := s.house.Size(t.Context())
	fatal(t, err)
	return n
}

func TestCheckpointsAreCarriedOutByNumberAndByTime(t *testing.T) {
	s := newService(t)
	p := &place{}
	w := &app.Witness{House: s.house, Entries: 4, Every: time.Minute, Now: s.now, Places: []*app.Place{{Name: "test", Keep: p.keep}, s.house.Bucket(s.Store)}}
	step := func(want ...int64) {
		t.Helper()
		fatal(t, w.Step(t.Context()))
		if len(p.sizes) != len(want) || len(want) > 0 && p.sizes[len(want)-1] != want[len(want)-1] {
			t.Fatalf("carried out at %v, want %v", p.sizes, want)
		}
	}
	step()
	o := s.ready(t, patient, "signed")
	first := s.size(t)
	step(first)
	step(first)
	s.link(t, patient, o, 1) // one entry more: not yet
	step(first)
	s.pass(time.Minute)
	step(first, first+1)
	s.pass(time.Hour) // nothing new: nothing is told
	step(first, first+1)
	for range 4 {
		s.link(t, patient, o, 1)
	}
	step(first, first+1, first+5)
	s.link(t, patient, o, 1)
	fatal(t, w.Finish(t.Context())) // before a stop, whatever the number and the time
	step(first, first+1, first+5, first+6)
	c, err := s.Store.Checkpoint(t.Context())
	fatal(t, err)
	if n, _, err := s.house.Verifier.Open(c); err != nil || n != first+6 {
		t.Errorf("in the bucket: %d, %v", n, err)
	}
}

func TestAPlaceThatIsAwayIsAskedAgainLater(t *testing.T) {
	s := newService(t)
	s.ready(t, patient, "signed")
	p, calm := &place{fails: 2}, &place{}
	w := &app.Witness{House: s.house, Entries: 1, Every: time.Minute, Now: s.now, Places: []*app.Place{{Name: "hook", Keep: p.keep}, {Name: "other", Keep: calm.keep}}}
	if err := w.Step(t.Context()); err == nil || !strings.Contains(err.Error(), "hook: away") {
		t.Errorf("%v", err)
	}
	fatal(t, w.Step(t.Context())) // not asked again at once
	s.pass(time.Second)
	if err := w.Step(t.Context()); err == nil {
		t.Error("it was not asked again")
	}
	s.pass(2 * time.Second)
	fatal(t, w.Step(t.Context()))
	if len(p.sizes) != 1 || len(calm.sizes) != 1 || p.sizes[0] != calm.sizes[0] {
		t.Errorf("carried out at %v and %v", p.sizes, calm.sizes)
	}
}

func TestTheBucketTakesNothingButOurCheckpoints(t *testing.T) {
	s := newService(t)
	if err := s.Store.PutCheckpoint(t.Context(), "Сулейменов, 17.03.1980", s.house.Verifier); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("%v", err)
	}
	if c, err := s.Store.Checkpoint(t.Context()); err != nil || c != "" {
		t.Errorf("%q, %v", c, err)
	}
}
