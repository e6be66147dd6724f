package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/deidentify/pdftext"
	"vypiska/internal/app"
	"vypiska/internal/db"
	"vypiska/internal/db/dbtest"
	"vypiska/signing"
	"vypiska/storage"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

// row reads a copy's row.
func (s *service) row(t *testing.T, number string) (c db.CopyRow) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) (err error) { c, err = v.Copy(t.Context(), number); return err }))
	return c
}

// events are the register's events about a number, in order.
func (s *service) events(t *testing.T, number string) (all []string) {
	t.Helper()
	fatal(t, s.house.DB.View(t.Context(), func(v *db.View) error {
		for r, err := range register.Export(t.Context(), v.Register(), register.Filter{Number: number}) {
			if err != nil {
				return err
			}
			all = append(all, string(r.Event))
		}
		return nil
	}))
	return all
}

// intact verifies the whole register.
func (s *service) intact(t *testing.T) {
	t.Helper()
	if r, err := s.house.Verify(t.Context()); err != nil || !r.Intact() {
		t.Errorf("%v, %v", r, err)
	}
}

var demand = app.DestroyAsk{Patient: "ru-p01", Basis: "ст. 21 ч. 5 152-ФЗ", Reason: "отзыв согласия"}

func TestADemandDestroysObjectKeyAndLinksAndIsStatedInAnAct(t *testing.T) {
	s := newService(t)
	s.Backups = 30 * 24 * time.Hour
	o, a := s.ready(t, patient, "signed"), s.ready(t, doctor, "anonymized")
	_, token := s.link(t, patient, o, 3)
	was := s.row(t, o.Number)
	object := s.objectFile(t, was.Object)
	backup, err := os.ReadFile(object)
	fatal(t, err)
	if !s.onDisk(t, was.Wrapped) {
		t.Fatal("the test cannot see the key")
	}
	done, err := s.Destroy(t.Context(), officer, demand)
	fatal(t, err)
	if len(done.Numbers) != 2 || done.Act == "" {
		t.Fatalf("%+v", done)
	}
	if s.onDisk(t, was.Wrapped) {
		t.Error("the copy's wrapped key is still in a file")
	}
	fatal(t, os.WriteFile(object, backup, 0o600)) // a backup of the bucket brings the bytes back
	now := s.row(t, o.Number)
	_, err = s.Store.Get(t.Context(), storage.Object{Key: was.Object, WrappedKey: now.Wrapped, KeyID: was.KeyID, Size: was.Size, SHA256: was.SHA256})
	if !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("the restored bytes open: %v", err)
	}
	if _, err := s.Download(t.Context(), app.Visitor{}, token, ""); !errors.Is(err, links.ErrRevoked) && !errors.Is(err, app.ErrEnded) {
		t.Errorf("its link: %v", err)
	}
	if v, err := s.VerifyCopy(t.Context(), o.Number, o.SHA256); err != nil || v.Status != "destroyed" {
		t.Errorf("%+v, %v", v, err)
	}
	s.act(t, done.Act, o.Number, a.Number, "отзыв согласия", "15.07.2025", "Patient/ru-p01")
	s.intact(t)
}

// act reads the act and looks for what it must state.
func (s *service) act(t *testing.T, number string, want ...string) {
	t.Helper()
	if _, err := s.Paper(t.Context(), patient, number); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("a patient gets the act: %v", err)
	}
	tr, err := s.Paper(t.Context(), officer, number)
	fatal(t, err)
	pdf, err := io.ReadAll(tr.Content)
	fatal(t, errors.Join(err, tr.Close(nil)))
	fatal(t, signing.Intact(pdf))
	text := pdfText(t, pdf)
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("the act lacks %q", w)
		}
	}
	if e := s.events(t, number); len(e) != 2 || e[0] != "paper" || e[1] != "download" {
		t.Errorf("the act's entries: %v", e)
	}
}

func TestWhoMayDemandAndWhat(t *testing.T) {
	s := newService(t)
	o := s.ready(t, patient, "signed")
	for _, v := range []app.Visitor{patient, doctor, reception, {}} {
		if _, err := s.Destroy(t.Context(), v, demand); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s: %v", v.Role, err)
		}
	}
	var ask *app.AskError
	for _, a := range []app.DestroyAsk{{Basis: "b", Reason: "r"}, {Number: o.Number, Patient: "x", Basis: "b", Reason: "r"}, {Number: o.Number, Reason: "r"}, {Number: o.Number, Basis: "b"}} {
		if _, err := s.Destroy(t.Context(), officer, a); !errors.As(err, &ask) {
			t.Errorf("%+v: %v", a, err)
		}
	}
	for _, a := range []app.DestroyAsk{{Number: "0000-0000-0000", Basis: "b", Reason: "r"}, {Number: "?", Basis: "b", Reason: "r"}, {Patient: "nobody", Basis: "b", Reason: "r"}} {
		if _, err := s.Destroy(t.Context(), officer, a); !errors.Is(err, app.ErrNotFound) {
			t.Errorf("%+v: %v", a, err)
		}
	}
}

// mute is a key that signs nothing, as a token that was pulled out.
type mute struct{ signing.Key }

func (mute) Sign(context.Context, [2][]byte) ([]byte, error) { return nil, errors.New("no token") }

func TestADemandIsFulfilledThoughItsActCannotBeSealedNow(t *testing.T) {
	s := newService(t)
	o, signer := s.ready(t, patient, "signed"), s.house.Signer
	demo, err := signing.DemoP256(rand.Reader, s.now())
	fatal(t, err)
	key, err := signing.LoadKey(demo.Chain, demo.Key, s.now())
	fatal(t, err)
	s.house.Signer = signing.New(mute{key})
	done, err := s.Destroy(t.Context(), officer, demand)
	if err != nil || done.Act != "" || len(done.Numbers) != 1 || s.row(t, o.Number).Object != "" {
		t.Fatalf("%+v, %v", done, err)
	}
	if s.Sweep(t.Context()) == nil {
		t.Error("the sweep does not tell that the act cannot be sealed")
	}
	s.house.Signer = signer
	fatal(t, s.Sweep(t.Context()))
	papers, err := s.Papers(t.Context(), officer, "")
	if err != nil || len(papers.List) != 1 || len(papers.List[0].Copies) != 1 || papers.List[0].Copies[0] != o.Number {
		t.Errorf("the acts: %+v, %v", papers.List, err)
	}
}

func TestStaffSeesOneListOfLiveLinks(t *testing.T) {
	s := newService(t)
	o, a := s.ready(t, patient, "signed"), s.ready(t, doctor, "anonymized")
	ended, _ := s.link(t, patient, o, 3)
	open, token := s.link(t, patient, o, 3)
	of, _ := s.link(t, doctor, a, 1)
	s.file(t, token)
	fatal(t, s.RevokeLink(t.Context(), patient, ended))
	for _, v := range []app.Visitor{reception, officer} {
		page, err := s.LiveLinks(t.Context(), v, "", "")
		all := page.List
		if err != nil || len(all) != 2 || all[0].ID != of && all[1].ID != of {
			t.Errorf("%s: %+v, %v", v.Role, all, err)
		}
	}
	page, err := s.LiveLinks(t.Context(), reception, o.Number, "")
	one := page.List
	if err != nil || len(one) != 1 || one[0].ID != open || one[0].Taken != 1 || one[0].MaxDownloads != 3 {
		t.Errorf("of one copy: %+v, %v", one, err)
	}
	for _, v := range []app.Visitor{patient, doctor, {}} {
		if _, err := s.LiveLinks(t.Context(), v, "", ""); !errors.Is(err, app.ErrVisitor) {
			t.Errorf("%s: %v", v.Role, err)
		}
	}
}

func TestALegalHoldStopsDestruction(t *testing.T) {
	for name, ask := range map[string]func(app.Order) app.HoldAsk{
		"on a copy":    func(o app.Order) app.HoldAsk { return app.HoldAsk{Number: o.Number, Basis: "иск 2-17/2025"} },
		"on a patient": func(app.Order) app.HoldAsk { return app.HoldAsk{Patient: "Patient/ru-p01", Basis: "иск 2-17/2025"} },
	} {
		t.Run(name, func(t *testing.T) {
			s := newServiceKeeping(t, 30*24*time.Hour)
			o := s.ready(t, patient, "signed")
			if _, err := s.Hold(t.Context(), reception, ask(o)); !errors.Is(err, app.ErrVisitor) {
				t.Errorf("reception: %v", err)
			}
			h, err := s.Hold(t.Context(), officer, ask(o))
			fatal(t, err)
			if _, err := s.Destroy(t.Context(), officer, demand); !errors.Is(err, app.ErrHeld) {
				t.Errorf("on demand: %v", err)
			}
			s.pass(31 * 24 * time.Hour)
			fatal(t, s.Sweep(t.Context()))
			if s.row(t, o.Number).Object == "" {
				t.Fatal("a held copy was destroyed at the end of its term")
			}
			fatal(t, s.Unhold(t.Context(), officer, h.ID))
			fatal(t, s.Unhold(t.Context(), officer, h.ID))
			fatal(t, s.Sweep(t.Context()))
			if s.row(t, o.Number).Object != "" {
				t.Error("the hold ended and the copy stays")
			}
			s.intact(t)
		})
	}
}

func TestDestroyedForGoodFollowsTheLastBackup(t *testing.T) {
	s := newServiceKeeping(t, 30*24*time.Hour)
	s.Backups = 10 * 24 * time.Hour
	o := s.ready(t, patient, "signed")
	s.pass(31 * 24 * time.Hour)
	for _, c := range []struct {
		pass time.Duration
		last string
	}{{0, "deletion"}, {9 * 24 * time.Hour, "deletion"}, {24 * time.Hour, "gone"}, {24 * time.Hour, "gone"}} {
		s.pass(c.pass)
		fatal(t, s.Sweep(t.Context()))
		if e := s.events(t, o.Number); e[len(e)-1] != c.last || strings.Count(strings.Join(e, " "), "gone") > 1 {
			t.Errorf("after %v: %v", c.pass, e)
		}
	}
}

// restored is a desk over a backup of the database, beside what was kept outside.
func (s *service) restored(t *testing.T, backup restore) *service {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	fatal(t, os.MkdirAll(dir, 0o700))
	if out, err := exec.Command("cp", "-pR", filepath.Join(s.house.Dir, "keys"), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	h, err := app.OpenHouse(t.Context(), app.Address{Dir: dir, URL: backup(t, dir)}, app.SealKey{}, s.clock)
	fatal(t, err)
	t.Cleanup(func() { fatal(t, h.Close()) })
	h.Outside = s.house.Outside
	desk, err := app.NewDesk(h, s.Setup)
	fatal(t, err)
	return &service{Desk: desk, house: h, queue: s.queue, clock: s.clock}
}

// restore puts a backup of the database into a data directory and returns its URL.
type restore = func(t testing.TB, dir string) (url string)

func (s *service) backup(t *testing.T) restore {
	t.Helper()
	fatal(t, s.house.DB.Scrub(t.Context()))
	return dbtest.Backup(t, s.database)
}

func TestRestoringRevivesNothing(t *testing.T) {
	s := newService(t)
	destroyed, revoked, stays := s.ready(t, patient, "signed"), s.ready(t, patient, "signed"), s.ready(t, patient, "signed")
	_, t1 := s.link(t, patient, destroyed, 3)
	_, t2 := s.link(t, patient, revoked, 3)
	ended, t3 := s.link(t, patient, stays, 3)
	_, t4 := s.link(t, patient, stays, 3)
	block, err := s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p02", Channel: "phone", Scope: "all"})
	fatal(t, err)
	old := s.backup(t)

	_, err = s.Destroy(t.Context(), officer, app.DestroyAsk{Number: destroyed.Number, Basis: "b", Reason: "r"})
	fatal(t, err)
	fatal(t, s.RevokeCopy(t.Context(), officer, revoked.Number, "wrong"))
	fatal(t, s.RevokeLink(t.Context(), patient, ended))
	fatal(t, s.Unblock(t.Context(), reception, block.ID, app.UnblockAsk{}))
	_, err = s.Block(t.Context(), reception, app.BlockAsk{Patient: "ru-p01", Channel: "phone", Scope: "doctors"})
	fatal(t, err)

	r := s.restored(t, old)
	if v, _ := r.VerifyCopy(t.Context(), destroyed.Number, destroyed.SHA256); v.Status != "valid" {
		t.Fatal("the test restored nothing")
	}
	n, err := r.Replay(t.Context())
	if err != nil || n != 5 {
		t.Fatalf("%d acts, %v", n, err)
	}
	for name, token := range map[string]string{"destroyed": t1, "revoked": t2, "an ended link": t3} {
		if _, err := r.Download(t.Context(), app.Visitor{}, token, ""); err == nil {
			t.Errorf("%s is served again", name)
		}
	}
	if got := r.file(t, t4); !bytes.HasPrefix(got, []byte("%PDF")) {
		t.Error("what nobody ended is gone")
	}
	for o, want := range map[string]app.Order{"destroyed": destroyed, "revoked": revoked} {
		if v, err := r.VerifyCopy(t.Context(), want.Number, want.SHA256); err != nil || v.Status != o {
			t.Errorf("%s: %+v, %v", o, v, err)
		}
	}
	if _, err := r.Order(t.Context(), doctor, app.OrderAsk{Patient: "ru-p01", Kind: "anonymized"}); err == nil {
		t.Error("a block is forgotten")
	}
	if _, err := r.Order(t.Context(), other, app.OrderAsk{Patient: "ru-p02", Kind: "signed"}); err != nil {
		t.Errorf("an ended block stands again: %v", err)
	}
	if n, err := r.Replay(t.Context()); err != nil || n != 0 {
		t.Errorf("again: %d acts, %v", n, err)
	}
	r.intact(t)
}

func TestEntriesLoseTheirTextAtTheEndOfTheirTerm(t *testing.T) {
	s := newServiceKeeping(t, 200*24*time.Hour)
	s.KeepLog = 100 * 24 * time.Hour
	kept := s.ready(t, patient, "signed")
	o := s.ready(t, patient, "signed")
	_, err := s.Destroy(t.Context(), officer, app.DestroyAsk{Number: o.Number, Basis: "b", Reason: "r"})
	fatal(t, err)
	fatal(t, s.Sweep(t.Context()))
	if len(s.events(t, o.Number)) == 0 {
		t.Fatal("erased before their term")
	}
	s.pass(101 * 24 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	if e := s.events(t, o.Number); len(e) == 0 || e[0] != "erasure" {
		t.Errorf("of the destroyed copy: %v", e)
	}
	if e := s.events(t, kept.Number); len(e) == 0 || e[0] != "issue" {
		t.Errorf("of the copy that is still kept: %v", e)
	}
	if v, err := s.VerifyCopy(t.Context(), o.Number, o.SHA256); err != nil || v.Status != "destroyed" {
		t.Errorf("what outlives erasure: %+v, %v", v, err)
	}
	s.intact(t)
	s.pass(100 * 24 * time.Hour)
	fatal(t, s.Sweep(t.Context()))
	fatal(t, s.Sweep(t.Context()))
	if s.onDisk(t, []byte("ru-p01")) {
		t.Error("the patient's id is still in the database")
	}
	s.intact(t)
}

// onDisk reports whether the database's files hold the bytes.
func (s *service) onDisk(t *testing.T, what []byte) bool {
	t.Helper()
	return dbtest.Holds(t, s.database, what)
}

// objectFile is where the embedded server keeps an object.
func (s *service) objectFile(t *testing.T, key string) (found string) {
	t.Helper()
	fatal(t, filepath.WalkDir(filepath.Join(s.house.Dir, "s3"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == key && !d.IsDir() {
			found = name
		}
		return err
	}))
	return found
}

func pdfText(t *testing.T, pdf []byte) string {
	t.Helper()
	c, err := pdftext.Read(pdf)
	fatal(t, err)
	return c.Text()
}

func TestActsAreListedWithWhatTheyState(t *testing.T) {
	s := newService(t)
	first, second := s.ready(t, patient, "signed"), s.ready(t, patient, "signed")
	for _, o := range []app.Order{first, second} {
		_, err := s.Destroy(t.Context(), officer, app.DestroyAsk{Number: o.Number, Basis: "ст. 21", Reason: "отзыв " + o.ID[:3]})
		fatal(t, err)
	}
	p, err := s.Papers(t.Context(), officer, "")
	fatal(t, err)
	if len(p.List) != 2 || p.Next != "" || !slices.Equal(p.List[0].Copies, []string{second.Number}) && !slices.Equal(p.List[1].Copies, []string{second.Number}) || !p.List[0].Kept || p.List[0].Pages == 0 {
		t.Errorf("got %+v", p)
	}
	after, err := s.Papers(t.Context(), officer, p.List[0].Number)
	if err != nil || len(after.List) != 1 || after.List[0].Number != p.List[1].Number {
		t.Errorf("after the first: %+v, %v", after, err)
	}
	if _, err := s.Papers(t.Context(), patient, ""); !errors.Is(err, app.ErrVisitor) {
		t.Errorf("a patient: %v", err)
	}
}
