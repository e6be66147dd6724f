package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vypiska/internal/db/dbtest"
)

func TestTheLifeOfACopyOverHTTP(t *testing.T) { newServer(t).life() }

func (s *server) life() {
	t := s.t
	s.start()
	s.lives()
	m, err := s.try("GET", s.metrics+"/metrics", "", nil)
	if err != nil || m.status != 200 {
		t.Fatal(m.status, err)
	}
	s.nothingLeft("the metrics", m.body)
	s.measured(string(m.body))
	s.stop()
	s.searchData()
	if out := s.run("register", "verify"); !strings.Contains(out, "intact") {
		t.Error(out)
	}
	s.tampered()
}

// lives walks through the life of copies at a service that runs.
func (s *server) lives() {
	t := s.t
	patient, doctor := s.account("patient", "Patient/ru-p01"), s.account("doctor", "Practitioner/ru-doc2")
	other, reception := s.account("patient", "Patient/ru-p02"), s.account("reception", "reception-1")
	officer := s.account("officer", "officer-1")

	for kind, who := range map[string]string{"signed": patient, "anonymized": doctor} {
		x := s.ended(who, s.order(who, "ru-p01", kind))
		if x.Status != "ready" || x.Kind != kind || (kind == "signed") != (x.SealLevel == "B-B") {
			t.Fatalf("%s: %+v", kind, x)
		}
		if a := s.call("GET", "/api/v1/extracts/"+x.ID, other, nil); a.status != 404 {
			t.Errorf("another patient sees the order: %d", a.status)
		}
		s.downloads(who, x)
	}
	s.wrongPeople(doctor, other, reception, s.account("doctor", "Practitioner/ru-doc1"))

	x := s.ended(patient, s.order(patient, "ru-p01", "signed"))
	s.pins(patient, x)
	live := s.link(patient, x.ID, map[string]any{"pin": false, "ttl": "1h", "max_downloads": 9})
	s.blocks(reception, patient, live)
	s.revokes(officer, patient, x, live)
}

// downloads follows links to their ends.
func (s *server) downloads(who string, x extract) {
	t := s.t
	l := s.link(who, x.ID, map[string]any{"pin": false, "ttl": "1h", "max_downloads": 2, "audience": "bearer"})
	for range 3 {
		page := s.want(s.call("GET", l.URL, "", nil), 200, "landing page")
		for _, bad := range []string{x.Number, x.Kind, "Сулейменов", "ru-p01"} {
			if bytes.Contains(page.body, []byte(bad)) {
				t.Errorf("the landing page reveals %q", bad)
			}
		}
		s.want(s.call("HEAD", l.URL, "", nil), 200, "HEAD of the landing page")
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	files, gone := 0, 0
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a, err := s.try("POST", l.URL, "", "")
			mu.Lock()
			defer mu.Unlock()
			sum := sha256.Sum256(a.body)
			switch {
			case err != nil:
				t.Error(err)
			case a.status == 200 && hex.EncodeToString(sum[:]) == x.SHA256 && bytes.HasPrefix(a.body, []byte("%PDF-")):
				files++
			case a.status == 410:
				gone++
			default:
				t.Errorf("a parallel download: %d, %d bytes", a.status, len(a.body))
			}
		}()
	}
	wg.Wait()
	if files != 2 || gone != 6 {
		t.Errorf("%d files and %d refusals of 8 with a limit of 2", files, gone)
	}
	short := s.link(who, x.ID, map[string]any{"pin": false, "ttl": "1s"})
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if a := s.call("GET", short.URL, "", nil); a.status == 410 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("a link of one second still opens after a minute")
		}
	}
	s.want(s.call("POST", short.URL, "", ""), 410, "after its time")
	ended := s.link(who, x.ID, map[string]any{"pin": false})
	s.want(s.call("DELETE", "/api/v1/links/"+ended.ID, who, nil), 204, "revoke")
	s.want(s.call("POST", ended.URL, "", ""), 410, "after revoke")
	s.want(s.call("POST", s.url+"/d/"+strings.Repeat("A", 43), "", ""), 404, "a link nobody made")
	v := s.want(s.call("GET", "/api/v1/verify/"+x.Number+"?sha256="+x.SHA256, "", nil), 200, "verify")
	if !bytes.Contains(v.body, []byte(`"valid"`)) {
		t.Errorf("verify: %s", v.body)
	}
	v = s.want(s.call("GET", "/api/v1/verify/"+x.Number+"?sha256="+strings.Repeat("0", 64), "", nil), 200, "verify")
	if !bytes.Contains(v.body, []byte(`"unknown"`)) {
		t.Errorf("verify with another hash: %s", v.body)
	}
}

func (s *server) wrongPeople(doctor, other, reception, doctor1 string) {
	for _, c := range []struct {
		name, token, patient, kind string
		status                     int
		rule                       string
	}{
		{"another patient", other, "ru-p01", "signed", 403, "patient-other"},
		{"a patient who wants it anonymized", other, "ru-p02", "anonymized", 403, "patient-unsigned"},
		{"a doctor who wants it signed", doctor, "ru-p01", "signed", 403, "doctor-signed"},
		{"a doctor with an expired referral", doctor, "ru-p07", "anonymized", 403, "doctor-no-referral"},
		{"a doctor with a revoked referral", doctor1, "ru-p06", "anonymized", 403, "doctor-no-referral"},
		{"a doctor whom the patient shut out", doctor1, "ru-p12", "anonymized", 403, "doctor-denied"},
		{"a doctor without a referral", doctor, "ru-p08", "anonymized", 403, "doctor-no-referral"},
		{"reception", reception, "ru-p01", "signed", 403, "reception-nothing-medical"},
		{"nobody", "", "ru-p01", "signed", 401, ""},
		{"a made-up token", "vyp_" + strings.Repeat("A", 43), "ru-p01", "signed", 401, ""},
	} {
		a := s.want(s.call("POST", "/api/v1/extracts", c.token, map[string]any{"patient": c.patient, "kind": c.kind}), c.status, c.name)
		if !bytes.Contains(a.body, []byte(c.rule)) || !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
			s.t.Errorf("%s: %s %s", c.name, a.header.Get("Content-Type"), a.body)
		}
	}
}

func (s *server) pins(patient string, x extract) {
	l := s.link(patient, x.ID, map[string]any{"max_downloads": 2})
	if l.PIN == nil || len(*l.PIN) != 6 {
		s.t.Fatal("a bearer link has no PIN of six digits")
	}
	wrong := "000000"
	if *l.PIN == wrong {
		wrong = "111111"
	}
	s.want(s.call("POST", l.URL, "", ""), 403, "without the PIN")
	s.want(s.call("POST", l.URL, "", pin("%s", wrong)), 403, "with a wrong PIN")
	s.want(s.call("POST", l.URL, "", pin("%s", *l.PIN)), 200, "with the PIN")
	for range 8 {
		s.want(s.call("POST", l.URL, "", pin("%s", wrong)), 403, "with a wrong PIN")
	}
	s.want(s.call("POST", l.URL, "", pin("%s", wrong)), 410, "the tenth wrong PIN")
	s.want(s.call("POST", l.URL, "", pin("%s", *l.PIN)), 410, "the PIN of a locked link")
}

func (s *server) blocks(reception, patient string, live freshLink) {
	a := s.want(s.call("POST", "/api/v1/blocks", reception, map[string]any{"patient": "ru-p01", "channel": "phone", "scope": "all"}), 201, "block")
	var b struct{ ID string }
	if err := json.Unmarshal(a.body, &b); err != nil {
		s.t.Fatal(err)
	}
	s.want(s.call("POST", live.URL, "", ""), 403, "download during a block")
	s.want(s.call("GET", live.URL, "", nil), 403, "landing page during a block")
	s.want(s.call("POST", "/api/v1/extracts", patient, map[string]any{"patient": "ru-p01", "kind": "signed"}), 403, "order during a block")
	s.want(s.call("DELETE", "/api/v1/blocks/"+b.ID, patient, nil), 403, "a patient unblocks")
	s.want(s.call("DELETE", "/api/v1/blocks/"+b.ID, reception, nil), 204, "unblock")
	s.want(s.call("POST", live.URL, "", ""), 200, "download after unblocking")
}

func (s *server) revokes(officer, patient string, x extract, live freshLink) {
	reason := map[string]any{"reason": "made for the wrong period"}
	s.want(s.call("DELETE", "/api/v1/copies/"+x.Number, officer, nil), 400, "a revocation without a reason")
	s.want(s.call("DELETE", "/api/v1/copies/"+x.Number, patient, reason), 403, "a patient revokes a copy")
	s.want(s.call("DELETE", "/api/v1/copies/"+x.Number, officer, reason), 204, "the officer revokes a copy")
	s.want(s.call("POST", live.URL, "", ""), 410, "download of a revoked copy")
	v := s.call("GET", "/api/v1/verify/"+x.Number+"?sha256="+x.SHA256, "", nil)
	if !bytes.Contains(v.body, []byte(`"revoked"`)) {
		s.t.Errorf("verify of a revoked copy: %s", v.body)
	}
}

// tampered changes the register of copies of the data directory behind the
// program's back; each must be found.
func (s *server) tampered() {
	s.t.Helper()
	for name, sql := range map[string]string{
		"changed": `UPDATE register SET body = replace(body, 'a', 'b') WHERE seq = (SELECT max(seq)/2 FROM register)`,
		"removed": `DELETE FROM register WHERE seq = (SELECT max(seq)/2 FROM register)`,
		"cut":     `DELETE FROM register WHERE seq = (SELECT max(seq) FROM register)`,
	} {
		to := filepath.Join(s.dir, name)
		if err := os.CopyFS(to, os.DirFS(filepath.Join(s.dir, "data"))); err != nil {
			s.t.Fatal(err)
		}
		if err := dbtest.Exec(s.t.Context(), filepath.Join(to, "vypiska.db"), sql); err != nil {
			s.t.Fatal(err)
		}
		w := &world{ctx: s.t.Context(), stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, now: time.Now}
		if code := run(w, []string{"register", "verify", "--data", to}); code == 0 {
			s.t.Errorf("a register with an entry %s verifies", name)
		}
	}
}

// kills is how often the crash test kills the service.
func kills() int {
	if testing.Short() {
		return 8
	}
	return 20
}

// TestKilledDuringOrders kills the real program at random moments while orders
// run. Afterwards each order is ready or says why not, the register is intact,
// and every ready copy can be downloaded whole.
func TestKilledDuringOrders(t *testing.T) { newServer(t).killed() }

func (s *server) killed() {
	t := s.t
	s.start()
	tokens := map[string]string{}
	for _, p := range []string{"ru-p01", "ru-p02", "ru-p03"} {
		tokens[p] = s.account("patient", "Patient/"+p)
	}
	placed := map[string]string{} // order -> patient
	for range kills() {
		for p, token := range tokens {
			a, err := s.try("POST", "/api/v1/extracts", token, map[string]any{"patient": p, "kind": "signed"})
			var x extract
			if err == nil && a.status == http.StatusAccepted && json.Unmarshal(a.body, &x) == nil {
				placed[x.ID] = p
			}
		}
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond) // the moment of the crash, not a wait for anything
		s.kill()
		s.start()
	}
	s.allReady(tokens, placed)
	s.stop()
	s.searchData()
	if out := s.run("register", "verify"); !strings.Contains(out, "intact") {
		t.Error(out)
	}
	s.claims(placed)
}

// allReady wants every order ready, and its copy whole.
func (s *server) allReady(tokens, placed map[string]string) {
	t := s.t
	t.Helper()
	if len(placed) < kills() {
		t.Fatalf("only %d orders were placed", len(placed))
	}
	for id, p := range placed {
		x := s.ended(tokens[p], id)
		if x.Status != "ready" {
			t.Errorf("an order ended %s: %s", x.Status, x.Refusal)
			continue
		}
		l := s.link(tokens[p], id, map[string]any{"pin": false, "max_downloads": 1})
		a := s.want(s.call("POST", l.URL, "", ""), 200, "download")
		if sum := sha256.Sum256(a.body); hex.EncodeToString(sum[:]) != x.SHA256 || int64(len(a.body)) != x.Size {
			t.Errorf("copy %s came back as %d bytes, want %d", x.Number, len(a.body), x.Size)
		}
	}
}

// claims compares the register's issued copies with the orders' copies.
func (s *server) claims(placed map[string]string) {
	s.t.Helper()
	issued := map[string]bool{}
	for l := range strings.Lines(s.run("register", "export")) {
		var e struct{ Event, Number, Order string }
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			s.t.Fatalf("%v: %s", err, l)
		}
		if e.Event == "issue" {
			if issued[e.Order] {
				s.t.Errorf("order %s has two issued copies", e.Order)
			}
			issued[e.Order] = true
		}
	}
	for id := range placed {
		if !issued[id] {
			s.t.Errorf("order %s is ready and the register has no entry of its copy", id)
		}
	}
}
