package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/exporter/parcel"
	"vypiska/exporter/parcel/parceltest"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/storage/links"
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

func TestWhoMayOrderAndKnowOfAPackage(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	for name, v := range map[string]app.Visitor{"a patient": patient, "a doctor": doctor, "reception": reception} {
		if _, err := s.OrderPackage(t.Context(), v, app.PackageWish{Contract: numberA, Period: april}); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s orders: %v", name, err)
		}
	}
	if _, err := s.OrderPackage(t.Context(), insurerB, app.PackageWish{Contract: numberA, Period: april}); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another insurer orders: %v", err)
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
	if list, err := s.PackageOrders(t.Context(), insurerA, ""); err != nil || len(list.List) != 1 {
		t.Errorf("the insurer lists %v, %v", list, err)
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
}

// copies counts the rows of copies.
func (s *parcels) copies(t testing.TB) (n int) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		kept, err := v.KeptObjects(t.Context())
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

func (s *parcels) consent(t testing.TB, patient string) string {
	t.Helper()
	id, err := s.RecordConsent(t.Context(), reception, app.ConsentAsk{Patient: patient, Insurer: "ru-insA", Contract: numberA, Form: "v1", Channel: "in-person", Signed: "2025-01-10"})
	fatal(t, err)
	return id
}

func TestAWithdrawnConsentTakesAPackageBackAndMakesAnotherWithoutThem(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	id := s.consent(t, "ru-p01")
	first := s.made(t, insurerA, numberA, april)
	before := s.fetched(t, insurerA, first)
	report, err := s.judge(before, nil)
	fatal(t, err)
	_, token := s.packageLink(t, first)
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	fatal(t, s.WithdrawConsent(t.Context(), reception, id, "phone"))
	s.pass(2 * time.Second)
	if _, err := io.ReadAll(tr.Content); !errors.Is(err, app.ErrReplaced) {
		t.Errorf("a transfer under way went on: %v", err)
	}
	fatal(t, tr.Close(nil))
	for name, do := range map[string]func() error{
		"landing":  func() error { _, err := s.Landing(t.Context(), app.Visitor{}, token); return err },
		"download": func() error { _, err := s.Download(t.Context(), app.Visitor{}, token, ""); return err },
	} {
		if err := do(); !errors.Is(err, links.ErrRevoked) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.MintPackageLink(t.Context(), insurerA, first.ID, app.LinkAsk{}); !errors.Is(err, app.ErrReplaced) && !errors.Is(err, app.ErrNotReady) {
		t.Errorf("a new link: %v", err)
	}
	s.replaced(t, first, report, "ru-p01", "package-no-consent")
}

func (s *parcels) packageLink(t testing.TB, o app.PackageOrder) (id, token string) {
	t.Helper()
	no := false
	l, err := s.MintPackageLink(t.Context(), insurerA, o.ID, app.LinkAsk{PIN: &no, MaxDownloads: 5})
	fatal(t, err)
	return l.ID, strings.TrimPrefix(l.URL, "http://localhost/d/")
}

// replaced finishes the replacement of a package and checks that it is the next
// in the sequence, without the person, and says whose copy is gone.
func (s *parcels) replaced(t *testing.T, first app.PackageOrder, report parcel.Report, gone, why string) {
	t.Helper()
	first = s.find(t, first.ID)
	if first.Status != app.Refused || first.Refusal != why || first.ReplacedBy == "" {
		t.Fatalf("the first package is %+v", first)
	}
	s.until(t, "")
	next := s.find(t, first.ReplacedBy)
	b := s.fetched(t, insurerA, next)
	r, err := s.judge(b, nil)
	fatal(t, err)
	people := registryOf(t, b)
	if _, in := people[gone]; in || len(people) != first.Documents-1 || next.Sequence != first.Sequence+1 {
		t.Errorf("the replacement has %d people, %s among them: %v; sequence %d", len(people), gone, in, next.Sequence)
	}
	if len(r.Manifest.Deleted) != 1 || r.Manifest.Previous.SHA256 != report.SHA256 || r.Manifest.Replaces != report.Package {
		t.Errorf("deleted %v, previous %v, replaces %q", r.Manifest.Deleted, r.Manifest.Previous, r.Manifest.Replaces)
	}
	number := r.Manifest.Deleted[0].Number
	if v, err := s.VerifyCopy(t.Context(), number, r.Manifest.Deleted[0].SHA256); err != nil || v.Status != "revoked" {
		t.Errorf("the person's copy is %+v, %v", v, err)
	}
	if v, err := s.VerifyCopy(t.Context(), first.Number, first.SHA256); err != nil || v.Status != "revoked" {
		t.Errorf("the first package is %+v, %v", v, err)
	}
}

func TestABlockTakesAPackageBackWhereTheClinicSaysSo(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	first := s.made(t, insurerA, numberA, april)
	report, err := s.judge(s.fetched(t, insurerA, first), nil)
	fatal(t, err)
	_, err = s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all"})
	fatal(t, err)
	s.fetched(t, insurerA, first) // blocks do not bind packages
	s.Settings.BlocksBindPackages = true
	if _, err := s.taking(t, insurerA, first); !errors.Is(err, app.ErrReplaced) {
		t.Errorf("with the setting on: %v", err)
	}
	s.replaced(t, first, report, "ru-p01", "package-blocked")
}

// withdrawn is the MIS after a patient's consent ended there.
type withdrawn struct {
	record.Source
	patient record.PatientID
}

func (w withdrawn) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	rec, err := w.Source.Record(ctx, id)
	if id == w.patient {
		rec.Consents = nil
	}
	return rec, err
}

func TestAConsentThatEndsInTheMISTakesAPackageBackToo(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	first := s.made(t, insurerA, numberA, april)
	report, err := s.judge(s.fetched(t, insurerA, first), nil)
	fatal(t, err)
	s.Source = withdrawn{s.Source, "ru-p05"}
	s.pass(2 * time.Minute) // an answer about the records counts for one
	if _, err := s.taking(t, insurerA, first); !errors.Is(err, app.ErrReplaced) {
		t.Errorf("download: %v", err)
	}
	s.replaced(t, first, report, "ru-p05", "package-no-consent")
}

func TestWhatChangesBetweenDocumentsAndContainerCounts(t *testing.T) {
	t.Run("a consent withdrawn here", func(t *testing.T) {
		s := newParcels(t)
		s.activate(t, contractA)
		id := s.consent(t, "ru-p01")
		o := s.order(t, insurerA, numberA, april)
		s.until(t, "close")
		fatal(t, s.WithdrawConsent(t.Context(), reception, id, "phone"))
		s.until(t, "")
		s.without(t, o.ID, "ru-p01", policy.CodeNoConsent)
	})
	t.Run("a consent that ended in the MIS", func(t *testing.T) {
		s := newParcels(t)
		s.activate(t, contractA)
		o := s.order(t, insurerA, numberA, april)
		s.until(t, "close")
		s.Source = withdrawn{s.Source, "ru-p05"}
		s.until(t, "")
		s.without(t, o.ID, "ru-p05", policy.CodeNoConsent)
	})
	t.Run("the contract suspended", func(t *testing.T) {
		s := newParcels(t)
		c := s.activate(t, contractA)
		for _, at := range []string{"plan", "person", "close"} {
			o := s.order(t, insurerA, numberA, april)
			s.until(t, at)
			fatal(t, s.SuspendContract(t.Context(), officer, c))
			s.until(t, "")
			if o = s.find(t, o.ID); o.Status != app.Refused || o.Refusal != "package-contract" || o.Number != "" {
				t.Errorf("at %s: %+v", at, o)
			}
			fatal(t, s.ResumeContract(t.Context(), officer, c))
		}
		if o := s.made(t, insurerA, numberA, april); o.Sequence != 1 {
			t.Errorf("packages that were not made took %d numbers", o.Sequence-1)
		}
	})
	t.Run("a report more", func(t *testing.T) {
		s := newParcels(t)
		s.activate(t, contractA)
		s.Source = merged{s.Source, "ru-p05", "nobody"}
		o := s.order(t, insurerA, numberA, april)
		s.until(t, "close")
		s.Source = merged{s.Source.(merged).Source, "ru-p05", "ru-p01"}
		s.until(t, "")
		b := s.fetched(t, insurerA, s.find(t, o.ID))
		if _, err := s.judge(b, nil); err != nil || len(registryOf(t, b)["ru-p01"]) < 2 {
			t.Errorf("ru-p01 has %v, %v", registryOf(t, b)["ru-p01"], err)
		}
	})
}

// without checks that a finished package has nobody of this name, and why.
func (s *parcels) without(t *testing.T, order, gone string, code policy.Code) {
	t.Helper()
	o := s.find(t, order)
	b := s.fetched(t, insurerA, o)
	_, err := s.judge(b, nil)
	fatal(t, err)
	left, _, err := s.LeftOutOf(t.Context(), officer, order)
	fatal(t, err)
	if bytes.Contains(b, []byte(gone)) || !slices.Contains(left, app.LeftOut{Patient: record.PatientID(gone), Code: code}) {
		t.Errorf("%s is in the package, or not left out by %s: %v", gone, code, left)
	}
}

func TestAFailingPersonFailsAnOrderedPackageOnlyWhereTheContractSaysSo(t *testing.T) {
	s := newParcels(t)
	s.Source = spoilt{s.Source, "ru-p05"}
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	if o.Failed != 1 {
		t.Errorf("%+v", o)
	}
	s.without(t, o.ID, "ru-p05", app.CodeFailed)
	s.activate(t, strings.Replace(contractA, `"services"`, `"whole":true,"services"`, 1))
	o = s.order(t, insurerA, numberA, april)
	s.until(t, "")
	if o = s.find(t, o.ID); o.Status != app.Failed || o.Refusal != "record" {
		t.Errorf("all or nothing: %+v", o)
	}
}

func TestReceipts(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	fatal(t, s.Received(t.Context(), insurerA, o.ID, o.SHA256))
	if err := s.Received(t.Context(), insurerA, o.ID, strings.Repeat("0", 64)); !errors.Is(err, app.ErrDigest) {
		t.Errorf("another digest: %v", err)
	}
	var ask *app.AskError
	if err := s.Received(t.Context(), insurerA, o.ID, "x"); !errors.As(err, &ask) {
		t.Errorf("no digest: %v", err)
	}
	if err := s.Received(t.Context(), officer, o.ID, o.SHA256); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("the officer confirms: %v", err)
	}
	if all := s.events(t, o.Number); len(slices.DeleteFunc(all, func(e string) bool { return e != "receipt" })) != 2 {
		t.Errorf("the register says %v", all)
	}
}

func TestTheCalendarOrdersLastMonthOnce(t *testing.T) {
	s := newParcels(t)
	s.activate(t, strings.Replace(contractA, `"services"`, `"delivery":{"monthly":10},"services"`, 1))
	s.activate(t, contractB)
	s.clock = time.Date(2025, 7, 9, 23, 0, 0, 0, msk)
	orders := func() []app.PackageOrder {
		fatal(t, s.SchedulePackages(t.Context()))
		page, err := s.PackageOrders(t.Context(), officer, "")
		list := page.List
		fatal(t, err)
		return list
	}
	if list := orders(); len(list) != 0 {
		t.Errorf("before its day: %+v", list)
	}
	s.pass(2 * time.Hour)
	orders()
	s.until(t, "")
	list := orders()
	if len(list) != 1 || list[0].From != "2025-06-01" || list[0].To != "2025-06-30" || list[0].Status != app.Ready {
		t.Errorf("on its day: %+v", list)
	}
	s.pass(31 * 24 * time.Hour)
	if list := orders(); len(list) != 2 || list[0].From != "2025-07-01" {
		t.Errorf("a month later: %+v", list)
	}
}

func TestTheContractsTermsHaveEffect(t *testing.T) {
	s := newParcels(t)
	s.activate(t, strings.Replace(contractA, `"services"`, `"retention_days":10,"links":{"life":"2h","downloads":2},"services"`, 1))
	o := s.made(t, insurerA, numberA, april)
	no := false
	l, err := s.MintPackageLink(t.Context(), insurerA, o.ID, app.LinkAsk{PIN: &no})
	fatal(t, err)
	if l.MaxDownloads != 2 || !l.ExpiresAt.Equal(s.now().Add(2*time.Hour)) {
		t.Errorf("the link: %+v", l)
	}
	var ask *app.AskError
	for _, a := range []app.LinkAsk{{TTL: "3h"}, {MaxDownloads: 3}} {
		if _, err := s.MintPackageLink(t.Context(), insurerA, o.ID, a); !errors.As(err, &ask) {
			t.Errorf("%+v: %v", a, err)
		}
	}
	s.pass(10*24*time.Hour + time.Minute)
	if _, err := s.MintPackageLink(t.Context(), insurerA, o.ID, app.LinkAsk{PIN: &no}); !errors.Is(err, app.ErrEnded) {
		t.Errorf("after its term: %v", err)
	}
}

func TestAnEncryptedPackageIsOpenedByTheInsurersKeyAlone(t *testing.T) {
	s := newParcels(t)
	recipient, decrypted := parceltest.Age(t)
	s.activate(t, strings.Replace(contractA, `"services"`, `"encryption":"age","age_recipients":["`+recipient+`"],"purposes":["оплата оказанных услуг"],"insurer_ids":{"name":"СК","inn":"7700000000"},"services"`, 1))
	first := s.made(t, insurerA, numberA, april)
	open := func(o app.PackageOrder) []byte {
		tr, err := s.taking(t, insurerA, o)
		fatal(t, err)
		if tr.Name != o.Number+".asice.age" || tr.Type != "application/age-encryption" || tr.SHA256 != o.SHA256 {
			t.Errorf("%s, %s", tr.Name, tr.Type)
		}
		sealed, err := io.ReadAll(tr.Content)
		fatal(t, err)
		fatal(t, tr.Close(nil))
		if bytes.Contains(sealed, []byte("%PDF-")) || sha256Of(sealed) != o.SHA256 {
			t.Error("the file is not encrypted, or another than the order says")
		}
		return decrypted(sealed)
	}
	before, err := s.judge(open(first), nil)
	fatal(t, err)
	second, err := s.judge(open(s.made(t, insurerA, numberA, april)), nil)
	fatal(t, err)
	if second.Manifest.Previous.SHA256 != before.SHA256 {
		t.Error("the sequence names another digest than the container's")
	}
	c := before.Manifest.Contract
	if !slices.Equal(c.Purposes, []string{"оплата оказанных услуг"}) || c.LegalIDs == nil || c.LegalIDs.INN != "7700000000" {
		t.Errorf("the manifest says %+v", c)
	}
}

func sha256Of(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func TestAPatientLearnsThatADocumentWentOutWithAPackage(t *testing.T) {
	s := newParcels(t)
	s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	went := func() (n int) {
		all, err := s.DisclosuresOf(t.Context(), officer, "ru-p01", 0)
		fatal(t, err)
		for _, e := range all.Entries {
			if e.Event == "release" && e.Who == "Organization/ru-insA" {
				n++
			}
		}
		return n
	}
	if n := went(); n != 0 {
		t.Errorf("%d documents went out before a download", n)
	}
	for range 2 {
		s.fetched(t, insurerA, o)
		s.until(t, "")
	}
	if n := went(); n != 1 {
		t.Errorf("%d documents went out", n)
	}
}

func TestASuspendedContractsPackageWaits(t *testing.T) {
	s := newParcels(t)
	c := s.activate(t, contractA)
	o := s.made(t, insurerA, numberA, april)
	_, token := s.packageLink(t, o)
	fatal(t, s.SuspendContract(t.Context(), officer, c))
	for name, do := range map[string]func() error{
		"landing":  func() error { _, err := s.Landing(t.Context(), app.Visitor{}, token); return err },
		"download": func() error { _, err := s.Download(t.Context(), app.Visitor{}, token, ""); return err },
		"a link":   func() error { _, err := s.taking(t, insurerA, o); return err },
	} {
		if err := do(); !errors.Is(err, app.ErrContractState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	fatal(t, s.ResumeContract(t.Context(), officer, c))
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	fatal(t, tr.Close(nil))
}
