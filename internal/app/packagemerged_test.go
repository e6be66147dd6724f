package app_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/account"
	"vypiska/internal/app"
	"vypiska/storage/links"
)

// emptied is the MIS after a merge that leaves the old person there with nothing.
type emptied struct{ merged }

func (e emptied) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	rec, err := e.merged.Record(ctx, id)
	if id == e.gone {
		rec.Reports, rec.Observations, rec.Studies = nil, nil, nil
	}
	return rec, err
}

// vanished is the MIS after a merge that leaves no trace of the old person.
type vanished struct{ merged }

func (v vanished) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	if id == v.gone {
		return record.Record{}, record.ErrNoPatient
	}
	return v.merged.Record(ctx, id)
}

// nobodys is a MIS that knows none of them: another clinic's, or an empty one.
type nobodys struct{ record.Source }

func (nobodys) Record(context.Context, record.PatientID) (record.Record, error) {
	return record.Record{}, record.ErrNoPatient
}

func TestPersonsMergedAfterThePackageIsReadyTakeItBack(t *testing.T) {
	for name, after := range map[string]func(merged) record.Source{
		"with nothing left": func(m merged) record.Source { return emptied{m} },
		"without a trace":   func(m merged) record.Source { return vanished{m} },
	} {
		t.Run(name, func(t *testing.T) {
			s := newParcels(t)
			s.activate(t, contractA)
			first := s.made(t, insurerA, numberA, april)
			before := s.fetched(t, insurerA, first)
			report, err := s.judge(before, nil)
			fatal(t, err)
			s.Source = after(merged{s.Source, "ru-p05", "ru-p01"})
			s.pass(2 * time.Minute) // an answer about the records counts for one
			if _, err := s.taking(t, insurerA, first); !errors.Is(err, app.ErrReplaced) {
				t.Fatalf("download: %v", err)
			}
			s.replaced(t, first, report, "ru-p05", "package-merged")
			was, is := registryOf(t, before), registryOf(t, s.fetched(t, insurerA, s.find(t, s.find(t, first.ID).ReplacedBy)))
			want := slices.Sorted(slices.Values(append(slices.Clone(was["ru-p01"]), was["ru-p05"]...)))
			if got := slices.Sorted(slices.Values(is["ru-p01"])); !slices.Equal(got, want) {
				t.Errorf("ru-p01 has %v, want %v", got, want)
			}
		})
	}
}

// A system that has none of the people is asked by mistake: nothing is withdrawn
// for its answer, and nothing given out.
func TestASystemThatKnowsNobodyTakesNothingBack(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	first := s.made(t, insurerA, numberA, april)
	right := s.Source
	s.Source = nobodys{right}
	s.pass(2 * time.Minute)
	if _, err := s.taking(t, insurerA, first); err == nil || errors.Is(err, app.ErrReplaced) {
		t.Errorf("download: %v", err)
	}
	s.Source = right
	s.pass(2 * time.Minute)
	s.fetched(t, insurerA, first)
}

// An insurer's account that is closed has no links any more; what others made stays.
func TestClosingAnInsurersAccountEndsItsLinks(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	visitor := func() (app.Visitor, account.Login) {
		a, _, err := s.People.Add(t.Context(), policy.Insurer, "Organization/ru-insA", "officer-1")
		fatal(t, err)
		return app.Visitor{Account: a.Login.String(), Role: policy.Insurer, Subject: insurerA.Subject}, a.Login
	}
	leaves, login := visitor()
	stays, _ := visitor()
	token := func(v app.Visitor, audience string) string {
		no := false
		l, err := s.MintPackageLink(t.Context(), v, o.ID, app.LinkAsk{PIN: &no, MaxDownloads: 5, Audience: audience})
		fatal(t, err)
		return l.URL[len("http://localhost/d/"):]
	}
	bearer, self, others, officers := token(leaves, "bearer"), token(leaves, "self"), token(stays, "bearer"), token(officer, "bearer")
	running, err := s.Download(t.Context(), app.Visitor{}, bearer, "")
	fatal(t, err)
	fatal(t, s.People.Disable(t.Context(), login, "officer-1"))
	s.pass(2 * time.Second)
	if _, err := io.ReadAll(running.Content); !errors.Is(err, links.ErrRevoked) {
		t.Errorf("a transfer under way went on: %v", err)
	}
	fatal(t, running.Close(nil))
	for _, gone := range []string{bearer, self} {
		if _, err := s.Download(t.Context(), stays, gone, ""); !errors.Is(err, links.ErrRevoked) {
			t.Errorf("a link of the closed account: %v", err)
		}
	}
	for _, open := range []string{others, officers} {
		tr, err := s.Download(t.Context(), app.Visitor{}, open, "")
		fatal(t, err)
		fatal(t, tr.Close(nil))
	}
	if n := countOf(s.events(t, o.Number), "unlink"); n != 2 {
		t.Errorf("%d entries say that a link ended", n)
	}
}

func countOf(list []string, word string) (n int) {
	for _, w := range list {
		if w == word {
			n++
		}
	}
	return n
}
