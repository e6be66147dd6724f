package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/exporter/record/fhir"
	"vypiska/internal/account"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
	"vypiska/signing"
	"vypiska/storage"
	"vypiska/storage/links"
)

// queue runs nothing by itself: a test calls Run.
type queue struct {
	mu        sync.Mutex
	enqueued  []string
	cancelled []string
}

func (q *queue) Enqueue(_ context.Context, _ *db.Tx, order string) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.enqueued = append(q.enqueued, order)
	return nil
}

func (q *queue) Cancel(_ context.Context, order string) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.cancelled = append(q.cancelled, order)
	return nil
}

// accounts is for what has no tokens.
type accounts struct{}

func (accounts) Bearer(context.Context, string) (app.Visitor, error) {
	return app.Visitor{}, errors.New("not in this test")
}

// service is a desk over real parts: SQLite, the embedded S3 server, the sample clinic.
type service struct {
	*app.Desk
	house *app.House
	// database is the name dbtest knows it by.
	database string
	queue    *queue
	mu       sync.Mutex
	clock    time.Time
}

func (s *service) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock
}

func (s *service) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(d)
}

var msk = time.FixedZone("MSK", 3*3600)

// root is the module's; the embedded S3 server changes the working directory.
var root, rootErr = filepath.Abs("../..")

func newService(t testing.TB) *service { return newServiceKeeping(t, 90*24*time.Hour) }

func newServiceKeeping(t testing.TB, keep time.Duration) *service {
	return newServiceIn(t, t.TempDir(), keep)
}

// begin is what a service's clock shows at first.
var begin = time.Date(2025, 6, 15, 12, 0, 0, 0, msk)

// clinic is the sample clinic, which no test changes, read once.
var clinic = sync.OnceValues(func() (*fhir.Live, error) {
	return fhir.OpenLive(context.Background(), filepath.Join(root, "testdata/fhir-ru"), nil)
})

// demo is a demo key, drawn once: two large primes for each test take their time.
var demo = sync.OnceValues(func() (signing.DemoKeys, error) { return signing.Demo(rand.Reader, begin) })

// giveSealKey gives a data directory without a seal key the demo key.
func giveSealKey(t testing.TB, dir string) {
	t.Helper()
	to := filepath.Join(dir, "keys/seal")
	if _, err := os.Stat(to); err == nil {
		return
	}
	k, err := demo()
	fatal(t, err)
	fatal(t, os.MkdirAll(to, 0o700))
	for name, pem := range map[string][]byte{"roots.pem": k.Root, "chain.pem": k.Chain, "key.pem": k.Key} {
		fatal(t, os.WriteFile(filepath.Join(to, name), pem, 0o600))
	}
}

// newServiceIn opens a service over a data directory, which may hold keys already.
func newServiceIn(t testing.TB, dir string, keep time.Duration) *service {
	t.Helper()
	fatal(t, rootErr)
	ctx := context.Background()
	s := &service{queue: &queue{}, clock: begin}
	src, err := clinic()
	fatal(t, err)
	giveSealKey(t, dir)
	url := dbtest.URL(t)
	s.database = dbtest.Of(dir, url)
	s.house, err = app.OpenHouse(ctx, app.Address{Dir: dir, URL: url}, app.SealKey{}, s.clock)
	fatal(t, err)
	t.Cleanup(func() { fatal(t, s.house.Close()) })
	key, err := s.house.LinkKey()
	fatal(t, err)
	gate, err := links.New(links.Standard(), key, rand.Reader)
	fatal(t, err)
	s.Desk, err = app.NewDesk(s.house, app.Setup{
		Source: src, Directory: src, Relations: src, People: account.New(s.house.DB, s.house.Log, s.now, rand.Reader), Clinic: exporter.Clinic{VerifyURL: "http://localhost"}, Now: s.now, Store: newStore(t, dir), Links: gate,
		Queue: s.queue, Accounts: accounts{}, PublicURL: "http://localhost", Keep: keep,
	})
	fatal(t, err)
	fatal(t, s.open(ctx, patient, other, doctor))
	return s
}

// open gives the visitors accounts, whose passwords nobody knows and whose
// subjects leave the true ones to the tests of reception.
func (s *service) open(ctx context.Context, all ...app.Visitor) error {
	return s.house.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, v := range all {
			row := db.AccountRow{Login: v.Account, Role: string(v.Role), Subject: v.Account, Epoch: 1, Created: s.clock, Changed: s.clock}
			if err := tx.Accounts().Add(ctx, row); err != nil && !errors.Is(err, db.ErrTaken) {
				return err
			}
		}
		return nil
	})
}

func newStore(t testing.TB, dir string) *storage.Store {
	t.Helper()
	lock, err := storage.Lock(dir, "test", time.Now())
	fatal(t, err)
	e, err := storage.Embed(lock, rand.Reader)
	fatal(t, err)
	masters, err := app.OpenMasters(app.MasterSource{File: filepath.Join(t.TempDir(), "master.key"), Data: dir})
	fatal(t, err)
	c := e.Config()
	c.Master, c.Rand = masters.Keys, rand.Reader
	store, err := storage.Open(context.Background(), c)
	fatal(t, err)
	t.Cleanup(func() {
		store.Close()
		fatal(t, e.Close(context.Background()))
		fatal(t, lock.Unlock())
	})
	return store
}

func fatal(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var (
	patient   = app.Visitor{Account: "p-1", Role: policy.Patient, Subject: "Patient/ru-p01"}
	other     = app.Visitor{Account: "p-2", Role: policy.Patient, Subject: "Patient/ru-p02"}
	doctor    = app.Visitor{Account: "d-2", Role: policy.Doctor, Subject: "Practitioner/ru-doc2"}
	reception = app.Visitor{Account: "r-1", Role: policy.Reception, Subject: "reception-1"}
	officer   = app.Visitor{Account: "o-1", Role: policy.Officer, Subject: "officer-1"}
)

// ready places an order and runs it.
func (s *service) ready(t *testing.T, v app.Visitor, kind string) app.Order {
	t.Helper()
	o, err := s.Order(t.Context(), v, app.OrderAsk{Patient: "ru-p01", Kind: kind})
	fatal(t, err)
	fatal(t, s.Run(t.Context(), o.ID))
	o, err = s.FindOrder(t.Context(), v, o.ID)
	fatal(t, err)
	if o.Status != app.Ready {
		t.Fatalf("the order is %s %s", o.Status, o.Refusal)
	}
	return o
}

func (s *service) link(t *testing.T, v app.Visitor, o app.Order, downloads int) (id, token string) {
	t.Helper()
	no := false
	l, err := s.MintLink(t.Context(), v, o.ID, app.LinkAsk{MaxDownloads: downloads, PIN: &no})
	fatal(t, err)
	return l.ID, strings.TrimPrefix(l.URL, "http://localhost/d/")
}

func TestTheLifeOfACopy(t *testing.T) {
	s := newService(t)
	for _, c := range []struct {
		v    app.Visitor
		kind string
	}{{patient, "signed"}, {doctor, "anonymized"}} {
		o := s.ready(t, c.v, c.kind)
		_, token := s.link(t, c.v, o, 1)
		if l, err := s.Landing(t.Context(), app.Visitor{}, token); err != nil || l.NeedsPIN {
			t.Fatalf("landing: %+v, %v", l, err)
		}
		tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
		fatal(t, err)
		got, err := io.ReadAll(tr.Content)
		fatal(t, err)
		fatal(t, tr.Close(nil))
		if !bytes.HasPrefix(got, []byte("%PDF-")) || int64(len(got)) != o.Size || tr.SHA256 != o.SHA256 {
			t.Errorf("%s: got %d bytes, %s", c.kind, len(got), tr.SHA256)
		}
		if _, err := s.Download(t.Context(), app.Visitor{}, token, ""); !errors.Is(err, links.ErrUsedUp) {
			t.Errorf("a second download: %v", err)
		}
		if v, err := s.VerifyCopy(t.Context(), o.Number, o.SHA256); err != nil || v.Status != "valid" || v.Kind != c.kind {
			t.Errorf("verify: %+v, %v", v, err)
		}
		if v, err := s.VerifyCopy(t.Context(), o.Number, strings.Repeat("0", 64)); err != nil || v.Status != "unknown" {
			t.Errorf("verify with another hash: %+v, %v", v, err)
		}
	}
	report, err := s.house.Verify(t.Context())
	if err != nil || !report.Intact() {
		t.Errorf("register: %v, %v", report, err)
	}
}

func TestWrongPeopleAreRefused(t *testing.T) {
	s := newService(t)
	for name, c := range map[string]struct {
		v    app.Visitor
		ask  app.OrderAsk
		rule string
	}{
		"another patient":              {other, app.OrderAsk{Patient: "ru-p01", Kind: "signed"}, "patient-other"},
		"a doctor who wants it signed": {doctor, app.OrderAsk{Patient: "ru-p01", Kind: "signed"}, "doctor-signed"},
		"an expired referral":          {doctor, app.OrderAsk{Patient: "ru-p07", Kind: "anonymized"}, "doctor-no-referral"},
		"a patient who does not exist": {doctor, app.OrderAsk{Patient: "nobody", Kind: "anonymized"}, "doctor-no-referral"},
		"reception":                    {reception, app.OrderAsk{Patient: "ru-p01", Kind: "signed"}, "reception-nothing-medical"},
	} {
		_, err := s.Order(t.Context(), c.v, c.ask)
		var r *policy.Refusal
		if !errors.As(err, &r) || r.Rule != c.rule {
			t.Errorf("%s: got %v, want %s", name, err, c.rule)
		}
	}
	o := s.ready(t, patient, "signed")
	if _, err := s.FindOrder(t.Context(), other, o.ID); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another patient sees the order: %v", err)
	}
	if _, err := s.MintLink(t.Context(), other, o.ID, app.LinkAsk{}); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another patient makes a link: %v", err)
	}
	id, token := s.link(t, patient, o, 3)
	if err := s.RevokeLink(t.Context(), other, id); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("another patient revokes the link: %v", err)
	}
	fatal(t, s.house.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Accounts().Disable(t.Context(), patient.Account, s.clock)
		return err
	}))
	if _, err := s.Download(t.Context(), app.Visitor{}, token, ""); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("a disabled account's link: %v", err)
	}
}

func TestABlockSuspendsAndUnblockingRestores(t *testing.T) {
	s := newService(t)
	o := s.ready(t, patient, "signed")
	_, token := s.link(t, patient, o, 5)
	waiting, err := s.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed"})
	fatal(t, err)
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)

	b, err := s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "all"})
	fatal(t, err)
	s.pass(2 * time.Second)
	if _, err := io.ReadAll(tr.Content); err == nil {
		t.Error("a transfer went on after the block")
	} else {
		fatal(t, tr.Close(err))
	}
	if _, err := s.Download(t.Context(), app.Visitor{}, token, ""); !errors.Is(err, app.ErrBlocked) {
		t.Errorf("download during a block: %v", err)
	}
	if _, err := s.Landing(t.Context(), app.Visitor{}, token); !errors.Is(err, app.ErrBlocked) {
		t.Errorf("landing during a block: %v", err)
	}
	if o, err := s.FindOrder(t.Context(), patient, waiting.ID); err != nil || o.Status != app.Blocked {
		t.Errorf("the waiting order is %s, %v", o.Status, err)
	}
	fatal(t, s.Run(t.Context(), waiting.ID))
	if o, _ := s.FindOrder(t.Context(), patient, waiting.ID); o.Status != app.Blocked {
		t.Errorf("a blocked order was built: %s", o.Status)
	}
	fatal(t, s.Unblock(t.Context(), reception, b.ID, app.UnblockAsk{}))
	tr, err = s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	fatal(t, tr.Close(nil))
	if err := s.Unblock(t.Context(), patient, b.ID, app.UnblockAsk{}); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("a patient unblocks: %v", err)
	}
}

func TestRevokingACopyIsFinal(t *testing.T) {
	s := newService(t)
	o := s.ready(t, patient, "signed")
	_, token := s.link(t, patient, o, 5)
	if err := s.RevokeCopy(t.Context(), reception, o.Number, "x"); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("reception revokes a copy: %v", err)
	}
	fatal(t, s.RevokeCopy(t.Context(), officer, o.Number, "made for the wrong period"))
	if _, err := s.Download(t.Context(), app.Visitor{}, token, ""); !errors.Is(err, links.ErrRevoked) {
		t.Errorf("download of a revoked copy: %v", err)
	}
	if v, err := s.VerifyCopy(t.Context(), o.Number, o.SHA256); err != nil || v.Status != "revoked" {
		t.Errorf("verify: %+v, %v", v, err)
	}
	if _, err := s.MintLink(t.Context(), patient, o.ID, app.LinkAsk{}); !errors.Is(err, app.ErrEnded) {
		t.Errorf("a new link to a revoked copy: %v", err)
	}
}

// taken counts the downloads taken by all links.
func (s *service) taken(t *testing.T) (n int) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		for l, err := range links.List(t.Context(), v.Links(), links.Filter{}, s.now()) {
			if err != nil {
				return err
			}
			n += l.Taken
		}
		return nil
	}))
	return n
}

func TestATransferBrokenByUsGivesItsCountBackOnce(t *testing.T) {
	s := newService(t)
	o := s.ready(t, patient, "signed")
	_, token := s.link(t, patient, o, 2)
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	if n := s.taken(t); n != 1 {
		t.Fatalf("%d downloads are taken", n)
	}
	fatal(t, tr.Close(errors.New("the store broke off")))
	fatal(t, tr.Close(errors.New("and once more")))
	if n := s.taken(t); n != 0 {
		t.Errorf("%d downloads are taken after a transfer broken by us", n)
	}
	tr, err = s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	fatal(t, tr.Close(nil)) // the reader went away: that is not our fault
	if n := s.taken(t); n != 1 {
		t.Errorf("%d downloads are taken after a reader went away", n)
	}

	var keys []string
	fatal(t, s.Store.List(t.Context(), func(k storage.Stored) error { keys = append(keys, k.Key); return nil }))
	for _, k := range keys {
		fatal(t, s.Store.Delete(t.Context(), k))
	}
	if _, err := s.Download(t.Context(), app.Visitor{}, token, ""); !errors.Is(err, storage.ErrGone) {
		t.Errorf("a copy whose object is gone: %v", err)
	}
	if n := s.taken(t); n != 1 {
		t.Errorf("%d downloads are taken although the object was gone", n)
	}
}

func TestCopiesPastTheirTimeAreDestroyedObjectAndKey(t *testing.T) {
	s := newService(t)
	o := s.ready(t, patient, "signed")
	s.pass(91 * 24 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	if v, err := s.VerifyCopy(t.Context(), o.Number, o.SHA256); err != nil || v.Status != "destroyed" {
		t.Errorf("verify: %+v, %v", v, err)
	}
	var left []string
	fatal(t, s.Store.List(t.Context(), func(o storage.Stored) error { left = append(left, o.Key); return nil }))
	if len(left) != 1 || strings.HasPrefix(left[0], strings.ReplaceAll(o.Number, "-", "")) {
		t.Errorf("want the act alone, there are %v", left)
	}
}

func TestTheSweepTakesWhatNoRowClaimsAndIsOldEnough(t *testing.T) {
	s := newServiceKeeping(t, 100*365*24*time.Hour)
	s.ready(t, patient, "signed")
	lost, err := s.Build(t.Context(), policy.Ask{Asker: policy.Asker{Role: policy.Operator, Subject: "root"}, Patient: "ru-p02", Kind: policy.Signed, Basis: "test", Lang: "ru"}, s.now())
	fatal(t, err)
	_, err = s.Store.Put(t.Context(), lost) // as a crash before the row's transaction leaves it
	fatal(t, err)
	for _, c := range []struct {
		at   time.Time
		want int
	}{{time.Now(), 2}, {time.Now().Add(2 * time.Hour), 1}} {
		s.pass(c.at.Sub(s.now()))
		fatal(t, s.Sweep(t.Context()))
		left := 0
		fatal(t, s.Store.List(t.Context(), func(storage.Stored) error { left++; return nil }))
		if left != c.want {
			t.Errorf("%d objects are left, want %d", left, c.want)
		}
	}
}

func TestAnOrderThatRunsTwiceHasOneCopy(t *testing.T) {
	s := newService(t)
	o, err := s.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed"})
	fatal(t, err)
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() { defer wg.Done(); _ = s.Run(context.Background(), o.ID) }()
	}
	wg.Wait()
	fatal(t, s.Run(t.Context(), o.ID))
	left := 0
	fatal(t, s.Store.List(t.Context(), func(storage.Stored) error { left++; return nil }))
	if o, _ = s.FindOrder(t.Context(), patient, o.ID); o.Status != app.Ready || left != 1 {
		t.Errorf("the order is %s, %d objects", o.Status, left)
	}
}

func TestACancelledOrderGetsNoCopy(t *testing.T) {
	s := newService(t)
	o, err := s.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed"})
	fatal(t, err)
	fatal(t, s.CancelOrder(t.Context(), patient, o.ID))
	fatal(t, s.Run(t.Context(), o.ID))
	if o, _ = s.FindOrder(t.Context(), patient, o.ID); o.Status != app.Cancelled || o.Number != "" {
		t.Errorf("the order is %s with %q", o.Status, o.Number)
	}
	if len(s.queue.cancelled) != 1 {
		t.Errorf("the queue was told %d times", len(s.queue.cancelled))
	}
}

func TestNothingUnderTheDataDirectoryReadsAsAPDFOrAName(t *testing.T) {
	s := newService(t)
	s.ready(t, patient, "signed")
	files := 0
	err := filepath.WalkDir(s.house.Dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, bad := range []string{"%PDF-", "Сулейменов", "747-174-292"} {
			if bytes.Contains(content, []byte(bad)) || strings.Contains(name, bad) {
				t.Errorf("%s holds %q", filepath.Base(name), bad)
			}
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatal(files, err)
	}
}

// The list offers a result that lies inside a report where the report itself is
// not of the period.
func TestAResultInsideAReportMayBeOrdered(t *testing.T) {
	s := newService(t)
	if _, err := s.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed", Items: []string{"Observation/ru-p01-dr1#o1"}}); err != nil {
		t.Errorf("%v", err)
	}
	var wrong *app.AskError
	for _, bad := range []string{"Observation/a#b#c", "Observation/#", "Observation/a#", "#a"} {
		if _, err := s.Order(t.Context(), patient, app.OrderAsk{Patient: "ru-p01", Kind: "signed", Items: []string{bad}}); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestWrongFieldsAreNamedWithoutTheirValue(t *testing.T) {
	s := newService(t)
	good := app.OrderAsk{Patient: "ru-p01", Kind: "signed"}
	for field, change := range map[string]func(*app.OrderAsk){
		"patient": func(a *app.OrderAsk) { a.Patient = "Иванова Мария" },
		"kind":    func(a *app.OrderAsk) { a.Kind = "Иванова" },
		"from":    func(a *app.OrderAsk) { a.From = "Иванова" },
		"to":      func(a *app.OrderAsk) { a.To = "2025-02-30" },
		"to ":     func(a *app.OrderAsk) { a.From, a.To = "2025-06-01", "2025-01-31" },
		"items":   func(a *app.OrderAsk) { a.Items = []string{"Иванова"} },
		"lang":    func(a *app.OrderAsk) { a.Lang = "Иванова" },
	} {
		a := good
		change(&a)
		_, err := s.Order(t.Context(), patient, a)
		var wrong *app.AskError
		if !errors.As(err, &wrong) || wrong.Field != strings.TrimSpace(field) || strings.Contains(err.Error(), "Иванов") {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

// file takes a download to its end.
func (s *service) file(t *testing.T, token string) []byte {
	t.Helper()
	tr, err := s.Download(t.Context(), app.Visitor{}, token, "")
	fatal(t, err)
	pdf, err := io.ReadAll(tr.Content)
	fatal(t, err)
	fatal(t, tr.Close(nil))
	return pdf
}
