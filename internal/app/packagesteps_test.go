package app_test

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
	"vypiska/internal/db"
)

// steps is a queue of packages' steps that a test runs when it likes.
type steps struct {
	mu   sync.Mutex
	todo []todo
}

type todo struct {
	kind, order string
	place       int
}

func (s *steps) add(t ...todo) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.todo = append(s.todo, t...)
	return nil
}

func (s *steps) PlanPackage(_ context.Context, _ *db.Tx, order string) error {
	return s.add(todo{"plan", order, 0})
}

func (s *steps) ClosePackage(_ context.Context, _ *db.Tx, order string) error {
	return s.add(todo{"close", order, 0})
}

func (s *steps) ReleasePackage(_ context.Context, _ *db.Tx, order string) error {
	return s.add(todo{"release", order, 0})
}

func (s *steps) BuildPeople(_ context.Context, _ *db.Tx, order string, from, n int) error {
	for i := range n {
		_ = s.add(todo{"person", order, from + i})
	}
	return nil
}

func (s *steps) next() (todo, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.todo) == 0 {
		return todo{}, false
	}
	t := s.todo[0]
	s.todo = s.todo[1:]
	return t, true
}

// parcels is a service that makes packages.
type parcels struct {
	*service
	steps *steps
}

var (
	insurerA = app.Visitor{Account: "i-a", Role: policy.Insurer, Subject: "Organization/ru-insA"}
	insurerB = app.Visitor{Account: "i-b", Role: policy.Insurer, Subject: "Organization/ru-insB"}
)

func newParcels(t testing.TB) *parcels {
	s := &parcels{newService(t), &steps{}}
	s.Packages = s.steps
	return s
}

// activate enters a contract by two officers.
func (s *parcels) activate(t testing.TB, text string) policy.Contract {
	t.Helper()
	c, err := s.DraftContract(t.Context(), officer, text)
	fatal(t, err)
	fatal(t, s.ActivateContract(t.Context(), officer2, c.Contract))
	return c.Contract
}

func (s *parcels) run(t testing.TB, todo todo) {
	t.Helper()
	switch todo.kind {
	case "plan":
		fatal(t, s.PlanPackage(t.Context(), todo.order))
	case "person":
		fatal(t, s.BuildPerson(t.Context(), todo.order, todo.place))
	case "close":
		fatal(t, s.ClosePackage(t.Context(), todo.order))
	case "release":
		fatal(t, s.ReleasePackage(t.Context(), todo.order))
	}
}

// until runs steps up to the first of a kind, which is left.
func (s *parcels) until(t testing.TB, kind string) {
	t.Helper()
	for {
		next, ok := s.steps.next()
		if !ok {
			return
		}
		if next.kind == kind {
			s.steps.todo = append([]todo{next}, s.steps.todo...)
			return
		}
		s.run(t, next)
	}
}

func (s *parcels) order(t testing.TB, v app.Visitor, contract, period string) app.PackageOrder {
	t.Helper()
	o, err := s.OrderPackage(t.Context(), v, app.PackageWish{Contract: contract, Period: period})
	fatal(t, err)
	return o
}

func (s *parcels) find(t testing.TB, id string) app.PackageOrder {
	t.Helper()
	o, err := s.FindPackage(t.Context(), officer, id)
	fatal(t, err)
	return o
}

// made orders a package and runs all its steps.
func (s *parcels) made(t testing.TB, v app.Visitor, contract, period string) app.PackageOrder {
	t.Helper()
	o := s.order(t, v, contract, period)
	s.until(t, "")
	if o = s.find(t, o.ID); o.Status != app.Ready || o.Progress != 1 {
		t.Fatalf("the package is %s %s", o.Status, o.Refusal)
	}
	return o
}

// fetched downloads a package as its insurer, by a link.
func (s *parcels) fetched(t testing.TB, v app.Visitor, o app.PackageOrder) []byte {
	t.Helper()
	tr, err := s.taking(t, v, o)
	fatal(t, err)
	b, err := io.ReadAll(tr.Content)
	fatal(t, err)
	fatal(t, tr.Close(nil))
	return b
}

func (s *parcels) taking(t testing.TB, v app.Visitor, o app.PackageOrder) (*app.Transfer, error) {
	t.Helper()
	no := false
	l, err := s.MintPackageLink(t.Context(), v, o.ID, app.LinkAsk{PIN: &no})
	if err != nil {
		return nil, err
	}
	return s.Download(t.Context(), app.Visitor{}, strings.TrimPrefix(l.URL, "http://localhost/d/"), "")
}

const (
	contractB = `{"number":"М-77/2025","insurer":"ru-insB","from":"2025-01-01","to":"2025-12-31","services":["US","MG","DX","CT","LAB"]}`
	numberA   = "Д-2024/118"
	whole     = "2024-01-01/2025-06-15"
	april     = "2025-04"
)
