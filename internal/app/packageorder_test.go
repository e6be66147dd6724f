package app_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/db"
)

func TestThePackagesOfTheServiceAreThoseOfTheIndex(t *testing.T) {
	s := newParcels(t)
	text, err := os.ReadFile(filepath.Join(root, "testdata/fhir-ru.index.json"))
	fatal(t, err)
	var index struct {
		Patients []struct {
			ID     string
			Access struct {
				Insurers map[string]struct{ VisibleReports []string }
			}
		}
	}
	fatal(t, json.Unmarshal(text, &index))
	left := map[string]map[record.PatientID]policy.Code{
		"ru-insA": {"ru-p03": policy.CodeNoConsent, "ru-p15": policy.CodeNoConsent, "ru-p19": policy.CodeNotInsured},
		"ru-insB": {"ru-p16": policy.CodeNoConsent, "ru-p18": policy.CodeNotInsured, "ru-p23": policy.CodeOutOfScope},
	}
	for _, c := range []struct {
		v    app.Visitor
		text string
	}{{insurerA, contractA}, {insurerB, contractB}} {
		contract := s.activate(t, c.text)
		o := s.made(t, c.v, contract.Number, whole)
		b := s.fetched(t, c.v, o)
		r, err := s.judge(b, nil)
		fatal(t, err)
		if r.SHA256 != o.SHA256 || o.Documents != r.Counts.Documents || o.Sequence != 1 {
			t.Errorf("the order says %+v, the package %+v", o, r)
		}
		insurer := strings.TrimPrefix(string(c.v.Subject), "Organization/")
		want := map[string][]string{}
		for _, p := range index.Patients {
			if v := p.Access.Insurers[insurer].VisibleReports; len(v) > 0 {
				want[p.ID] = v
			}
		}
		people := registryOf(t, b)
		for _, reports := range people {
			slices.Sort(reports)
		}
		if !maps.EqualFunc(people, want, slices.Equal) {
			t.Errorf("%s: in the package %v, want %v", insurer, people, want)
		}
		people2, reports, err := s.LeftOutOf(t.Context(), officer, o.ID)
		fatal(t, err)
		out := map[record.PatientID]policy.Code{}
		for _, l := range people2 {
			out[l.Patient] = l.Code
		}
		if !maps.Equal(out, left[insurer]) || len(reports) == 0 {
			t.Errorf("%s: left out %v, want %v; withheld %v", insurer, out, left[insurer], reports)
		}
	}
	if r, err := s.house.Verify(t.Context()); err != nil || !r.Intact() {
		t.Error(r, err)
	}
}

// isAsk reports whether an error names the field that is wrong.
func isAsk(err error, field string) bool {
	var ask *app.AskError
	return errors.As(err, &ask) && ask.Field == field
}

// Its page and the API say of a package that the clinic revoked, or whose time is
// over, that it is given out no more.
func TestAPackageThatIsGivenOutNoMoreSaysSo(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	revoked, old := s.made(t, insurerA, numberA, april), s.made(t, insurerA, numberA, "2025-05")
	if revoked.Closed != "" {
		t.Errorf("a fresh package: %q", revoked.Closed)
	}
	fatal(t, s.RevokeCopy(t.Context(), officer, revoked.Number, "the wrong file"))
	closed := func(id string) string {
		o, err := s.FindPackage(t.Context(), insurerA, id)
		fatal(t, err)
		return o.Closed
	}
	if got := closed(revoked.ID); got != app.StateRevoked {
		t.Errorf("revoked: %q", got)
	}
	s.pass(20 * 365 * 24 * time.Hour)
	if got := closed(old.ID); got != app.StateEnded {
		t.Errorf("its time is over: %q", got)
	}
}

func TestWhoMayOrderAndKnowOfAPackage(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	for name, v := range map[string]app.Visitor{"a patient": patient, "a doctor": doctor, "reception": reception} {
		if _, err := s.OrderPackage(t.Context(), v, app.PackageWish{Contract: numberA, Period: april}); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s orders: %v", name, err)
		}
	}
	if _, err := s.OrderPackage(t.Context(), insurerB, app.PackageWish{Contract: numberA, Period: april}); !isAsk(err, "contract") {
		t.Errorf("another insurer orders: %v", err)
	}
	if _, err := s.OrderPackage(t.Context(), officer, app.PackageWish{Contract: "nobody's", Period: april}); !isAsk(err, "contract") {
		t.Errorf("a contract nobody has: %v", err)
	}
	o := s.made(t, officer, numberA, april)
	for name, do := range map[string]func() error{
		"finds":     func() error { _, err := s.FindPackage(t.Context(), insurerB, o.ID); return err },
		"cancels":   func() error { return s.CancelPackage(t.Context(), insurerB, o.ID) },
		"links":     func() error { _, err := s.MintPackageLink(t.Context(), insurerB, o.ID, app.LinkAsk{}); return err },
		"confirms":  func() error { return s.Received(t.Context(), insurerB, o.ID, o.SHA256) },
		"a patient": func() error { _, err := s.FindPackage(t.Context(), patient, o.ID); return err },
	} {
		if err := do(); !errors.Is(err, app.ErrNotFound) {
			t.Errorf("another insurer %s: %v", name, err)
		}
	}
	if _, _, err := s.LeftOutOf(t.Context(), insurerA, o.ID); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("the insurer learns who was left out: %v", err)
	}
	if list, err := s.PackageOrders(t.Context(), insurerB, ""); err != nil || len(list.List) != 0 {
		t.Errorf("another insurer lists %v, %v", list, err)
	}
	list, err := s.PackageOrders(t.Context(), insurerA, "")
	if err != nil || len(list.List) != 1 {
		t.Fatalf("the insurer lists %v, %v", list, err)
	}
	found, err := s.FindPackage(t.Context(), insurerA, o.ID)
	fatal(t, err)
	for _, told := range []app.PackageOrder{list.List[0], found} {
		if told.People+told.LeftOut+told.Failed+told.Left != 0 || told.Documents != o.Documents {
			t.Errorf("the insurer learns how many patients there are and how many are left out: %+v", told)
		}
	}
	if o.People == 0 || o.LeftOut == 0 {
		t.Errorf("the officer is not told: %+v", o)
	}
}

func TestAPackageResumesWithoutDoingFinishedPeopleAgain(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.order(t, insurerA, numberA, april)
	s.until(t, "person")
	all := slices.Clone(s.steps.todo)
	for _, one := range all[:12] {
		s.run(t, one)
	}
	before := s.find(t, o.ID)
	copies := s.copies(t)
	for range 2 { // the queue gives some of them twice
		for _, one := range all[:12] {
			s.run(t, one)
		}
	}
	if after := s.find(t, o.ID); after.Done != before.Done || after.Left != before.Left || s.copies(t) != copies || before.Left == 0 || before.Done == 0 {
		t.Errorf("before %+v, after %+v; %d copies, then %d", before, after, copies, s.copies(t))
	}
	s.until(t, "close")
	s.run(t, todo{"plan", o.ID, 0})
	next, _ := s.steps.next()
	s.run(t, next)
	s.run(t, next)
	if o = s.find(t, o.ID); o.Status != app.Ready || o.Left != 0 || o.MinutesLeft != 0 || o.Documents != o.Done {
		t.Errorf("%+v", o)
	}
	_, err := s.judge(s.fetched(t, insurerA, o), nil)
	fatal(t, err)
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		kept, err := v.KeptCopies(t.Context(), "", 500)
		for _, c := range kept {
			seen, err := s.SeeOrigin(t.Context(), officer, c.Number)
			if document := c.Kind == string(policy.Signed); document && (err != nil || !seen.Registered || seen.Changed > 0) || !document && !errors.Is(err, app.ErrNotFound) {
				t.Errorf("the origin of a %s: %v, %+v", c.Kind, err, seen.Read)
			}
		}
		return err
	}))
}

// copies counts the rows of copies.
func (s *parcels) copies(t testing.TB) (n int) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		kept, err := v.KeptCopies(t.Context(), "", 1_000_000)
		n = len(kept)
		return err
	}))
	return n
}

func TestACancelledPackageStops(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	for _, at := range []string{"plan", "person", "close"} {
		o := s.order(t, insurerA, numberA, april)
		s.until(t, at)
		fatal(t, s.CancelPackage(t.Context(), insurerA, o.ID))
		s.until(t, "")
		if o = s.find(t, o.ID); o.Status != app.Cancelled || o.Number != "" {
			t.Errorf("at %s: %+v", at, o)
		}
		if _, err := s.MintPackageLink(t.Context(), insurerA, o.ID, app.LinkAsk{}); !errors.Is(err, app.ErrNotReady) {
			t.Errorf("at %s: %v", at, err)
		}
	}
}
