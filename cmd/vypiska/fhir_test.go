package main

import (
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"

	"vypiska/exporter/record/fhir/fhirtest"
)

// overFHIR makes the service read its records from a FHIR server, which is away
// while away says so.
func (s *server) overFHIR(away *atomic.Bool) {
	s.t.Helper()
	c, err := fhirtest.New(filepath.Join(s.dir, "records"), func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if away.Load() {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(c.Close)
	s.records = c.URL
	s.env = append(s.env, "VYPISKA_RECORDS="+c.URL+"/fhir")
}

func TestTheLifeOfACopyOfAFHIRServersRecord(t *testing.T) {
	s := newServer(t)
	s.overFHIR(new(atomic.Bool))
	s.life()
}

// The clinic's system is away: whose right rests on its records gets a clear
// word, who has a right without them an order that waits.
func TestTheClinicsSystemIsAway(t *testing.T) {
	s := newServer(t)
	away := new(atomic.Bool)
	away.Store(true)
	s.overFHIR(away)
	s.start()
	doctor, patient := s.account("doctor", "Practitioner/ru-doc2"), s.account("patient", "Patient/ru-p01")
	if a := s.call("POST", "/api/v1/extracts", doctor, map[string]any{"patient": "ru-p01", "kind": "anonymized"}); a.status != http.StatusServiceUnavailable {
		t.Errorf("status %d: %s", a.status, a.body)
	}
	id := s.order(patient, "ru-p01", "signed")
	away.Store(false)
	if x := s.ended(patient, id); x.Status != "ready" {
		t.Errorf("%+v", x)
	}
	s.stop()
}
