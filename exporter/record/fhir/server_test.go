package fhir

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir/fhirtest"
)

// someone is a patient of the sample clinic whose record has all kinds of things.
const someone record.PatientID = "ru-p05"

// instead lets a handler answer requests whose path and query hold text.
func instead(text string, answer http.HandlerFunc) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.String(), text) {
				answer(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// first lets a handler answer the first n requests that hold text.
func first(n int32, text string, answer http.HandlerFunc) func(http.Handler) http.Handler {
	var asked atomic.Int32
	return func(next http.Handler) http.Handler {
		return instead(text, func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) <= n {
				answer(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})(next)
	}
}

func says(status int, header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if name, value, ok := strings.Cut(header, ": "); ok {
			w.Header().Set(name, value)
		}
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", "application/fhir+json")
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// half sends half of what it promised.
func half(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/fhir+json")
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"resourceType":"Bundle","type":"searchset","entry":[`))
}

func searchset(rest string) string { return `{"resourceType":"Bundle","type":"searchset"` + rest + `}` }

const quoted = "Планты"

func TestAServerThatFailsGivesNoPartOfARecord(t *testing.T) {
	const outcome = `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"too-costly","diagnostics":"` + quoted + `","details":{"text":"` + quoted + `"}},{"severity":"error","code":"` + quoted + `"}]}`
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		away   bool // else a fault
		says   string
	}{
		"refuses":                       {says(400, "", outcome), false, "the server refuses the request (status 400, too-costly)"},
		"is broken":                     {says(500, "", outcome), true, "status 500, too-costly"},
		"forbids":                       {says(403, "", outcome), true, "status 403"},
		"does not know us":              {says(401, "", outcome), true, "settings fhir.*"},
		"has not what it promised":      {says(404, "", outcome), false, "what its capability statement says"},
		"wants to be left alone":        {says(429, "Retry-After: 3600", outcome), true, "status 429"},
		"is being repaired, until when": {says(503, "Retry-After: "+time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), ""), true, "status 503"},
		"sends us elsewhere":            {says(307, "Location: https://planted.example/"+quoted, ""), false, "sends us elsewhere"},
		"shows a page":                  {says(200, "Content-Type: text/html", "<p>"+planted), false, "not FHIR JSON"},
		"answers half":                  {half, true, "cut off"},
		"answers with broken JSON":      {says(200, "", searchset(`,"entry":["`+quoted+`",]`)), false, "not valid JSON"},
		"answers nothing":               {says(200, "", ""), false, "empty"},
		"errs within a search":          {says(200, "", searchset(`,"entry":[{"resource":`+outcome+`}]`)), false, "reported an error instead of a whole answer"},
		"counts more than it gives":     {says(200, "", searchset(`,"total":3,"entry":[]`)), false, "the server counts 3 and gave 0"},
		"goes on elsewhere":             {says(200, "", searchset(`,"link":[{"relation":"next","url":"https://planted.example/`+quoted+`"}]`)), false, "not on the same server"},
		"goes on with a password":       {says(200, "", searchset(`,"link":[{"relation":"next","url":"//u:p@`+quoted+`"}]`)), false, "not on the same server"},
		"goes on in a circle":           {says(200, "", searchset(`,"link":[{"relation":"next","url":"/fhir/Observation?a=`+quoted+`"}]`)), false, "read already"},
		"has a value of a wrong type":   {says(200, "", searchset(`,"entry":[{"resource":{"resourceType":"Observation","id":"x","status":"`+quoted+`"}}]`)), false, "not a status of Observation"},
	} {
		t.Run(name, func(t *testing.T) {
			c2 := newClinic(t, instead("/Observation?", c.answer))
			rec, err := open(t, c2).Record(t.Context(), someone)
			var fault *record.Fault
			if err == nil || errors.Is(err, record.ErrAway) != c.away || errors.As(err, &fault) == c.away || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v\nwant … %s", err, c.says)
			}
			if rec.Patient.ID != "" {
				t.Error("a part of a record was given")
			}
			for _, secret := range []string{quoted, "127.0.0.1", string(someone)} {
				if err != nil && strings.Contains(err.Error(), secret) {
					t.Errorf("%q is in the error: %v", secret, err)
				}
			}
		})
	}
}

func TestAPassingFailureIsNoFailure(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"busy":        says(429, "", ""),
		"restarting":  says(503, "", ""),
		"cut off":     half,
		"hanging up":  func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"token ended": says(401, "", ""),
	} {
		t.Run(name, func(t *testing.T) {
			c := newClinic(t, first(2, "/Observation?", answer))
			if _, err := open(t, c).Record(t.Context(), someone); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAServerIsAskedAgainWhenItSaid(t *testing.T) {
	c := newClinic(t, first(1, "/Observation?", says(429, "Retry-After: 1", "")))
	begun := time.Now()
	if _, err := open(t, c).Record(t.Context(), someone); err != nil || time.Since(begun) < time.Second {
		t.Errorf("after %v: %v", time.Since(begun), err)
	}
}

func TestWhatIsAnotherPatientsIsLeftOutWhoeverSentIt(t *testing.T) {
	other := `{"resourceType":"Observation","id":"alien","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/ru-p06"}}`
	clean := newClinic(t)
	want, err := open(t, clean).Record(t.Context(), someone)
	if err != nil {
		t.Fatal(err)
	}
	meddled := newClinic(t, instead("/Condition?", says(200, "", searchset(`,"entry":[{"resource":`+other+`},{"resource":`+strings.Replace(patientTwo, "p2", "ru-p06", 1)+`}]`))))
	var told []string
	got, err := open(t, meddled, func(s *ServerSetup) { s.Notice = func(f *record.Fault) { told = append(told, f.Error()) } }).Record(t.Context(), someone)
	if err != nil || len(got.Observations) != len(want.Observations) || len(got.Diagnoses) != 0 || got.Patient.ID != someone {
		t.Errorf("%d observations, want %d; %d diagnoses; %v", len(got.Observations), len(want.Observations), len(got.Diagnoses), err)
	}
	if len(told) != 0 { // it is the other patient's, who is there: nothing to tell of ours
		t.Errorf("told %v", told)
	}
}

func TestTheWrongPatientIsNoPatient(t *testing.T) {
	c := newClinic(t, instead("/Patient/"+string(someone), says(200, "", strings.Replace(patientTwo, "p2", "ru-p06", 1))))
	if _, err := open(t, c).Record(t.Context(), someone); err == nil || !strings.Contains(err.Error(), "another resource than the one asked for") {
		t.Error(err)
	}
}

func TestAProhibitionIsFoundThoughEverythingLacksIt(t *testing.T) {
	c := newClinic(t)
	c.Everything = true
	c.Put(`{"resourceType":"Consent","id":"no","status":"active","scope":{},"category":[],"patient":{"reference":"Patient/` + string(someone) + `"},"provision":{"type":"deny"}}`)
	whole := c.Config.Handler
	c.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "$everything") {
			says(200, "", searchset(""))(w, r)
			return
		}
		whole.ServeHTTP(w, r)
	})
	rec, err := open(t, c).Record(t.Context(), someone)
	if err != nil {
		t.Fatal(err)
	}
	denied := false
	for _, one := range rec.Consents {
		denied = denied || one.Ref == "Consent/no"
	}
	if !denied {
		t.Error("the prohibition is not in the record")
	}
}

func TestNothingBeyondTheLimits(t *testing.T) {
	slow := instead("/Observation?", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	big := newClinic(t)
	big.PageSize = 1
	for name, c := range map[string]struct {
		c    *fhirtest.Clinic
		l    Limits
		away bool
		says string
	}{
		"pages":             {big, Limits{Pages: 20}, false, "larger than a record may be"},
		"bytes":             {big, Limits{Bytes: 10 << 10}, false, "larger than a record may be"},
		"time of an answer": {newClinic(t, slow), Limits{Answer: 20 * time.Millisecond}, true, "does not answer"},
		"time of a record":  {newClinic(t, slow), Limits{Record: 50 * time.Millisecond}, true, "too slow"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := open(t, c.c, func(s *ServerSetup) { c.l.Pause = time.Millisecond; s.Limits = c.l }).Record(t.Context(), someone)
			if err == nil || errors.Is(err, record.ErrAway) != c.away || !strings.Contains(err.Error(), c.says) {
				t.Error(err)
			}
		})
	}
	if _, err := open(t, big, func(s *ServerSetup) { s.Limits.Pages = 3 }).Patients(t.Context()); err == nil {
		t.Error("a part of the list of patients was given")
	}
}

func TestAServerThatFailedIsLeftAloneForAWhile(t *testing.T) {
	var asked atomic.Int32
	var well atomic.Bool
	c := newClinic(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1); !well.Load() {
				says(500, "", "")(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	s := open(t, c, func(s *ServerSetup) { s.Limits.Rest = time.Hour })
	for range 4 {
		if _, err := s.Record(t.Context(), someone); !errors.Is(err, record.ErrAway) {
			t.Fatal(err)
		}
	}
	if n := asked.Load(); n != failures {
		t.Errorf("asked %d times, want %d", n, failures)
	}
	s = open(t, c, func(s *ServerSetup) { s.Limits.Rest = 300 * time.Millisecond })
	for range failures {
		if _, err := s.Record(t.Context(), someone); !errors.Is(err, record.ErrAway) {
			t.Fatal(err)
		}
	}
	well.Store(true)
	deadline := time.Now().Add(time.Minute)
	for {
		_, err := s.Record(t.Context(), someone)
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("never asked again: %v", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestServersThatCannotGiveARecordAreRefused(t *testing.T) {
	with := func(resources string) string {
		return `{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","resource":[` + resources + `]}]}`
	}
	const patients = `{"type":"Patient","interaction":[{"code":"read"},{"code":"search-type"}]}`
	for name, c := range map[string]struct{ statement, says string }{
		"R5":                          {`{"resourceType":"CapabilityStatement","fhirVersion":"5.0.0"}`, "want FHIR R4"},
		"something else":              {`{"resourceType":"Bundle"}`, "want a CapabilityStatement"},
		"no JSON":                     {`nonsense`, "not valid JSON"},
		"no patients":                 {with(""), "does not offer Patient"},
		"results not by patient":      {with(patients + `,{"type":"Observation","interaction":[{"code":"search-type"}],"searchParam":[{"name":"code"}]}`), "Observation: cannot be searched by patient"},
		"prohibitions not by patient": {with(`{"type":"Patient","interaction":[{"code":"read"}],"operation":[{"name":"everything"}]},{"type":"Consent","interaction":[{"code":"search-type"}],"searchParam":[{"name":"date"}]}`), "Consent: cannot be searched by patient"},
	} {
		t.Run(name, func(t *testing.T) {
			c2 := newClinic(t, instead("/metadata", says(200, "", c.statement)))
			if _, err := open(t, c2).Probe(t.Context()); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v\nwant … %s", err, c.says)
			}
			if _, err := open(t, c2).Record(t.Context(), someone); err == nil {
				t.Error("a record was given")
			}
		})
	}
}

func TestARecordGoesOverNoOpenNetwork(t *testing.T) {
	for _, base := range []string{"http://mis.example/fhir", "http://10.0.0.3/fhir", "ftp://localhost/", "localhost", ""} {
		if _, err := NewServer(ServerSetup{Base: base}); err == nil || !strings.Contains(err.Error(), "https://") {
			t.Errorf("%q: %v", base, err)
		}
	}
	for _, base := range []string{"https://mis.example/fhir", "http://localhost:1/x", "http://[::1]:1", "http://127.0.0.1:1"} {
		if _, err := NewServer(ServerSetup{Base: base}); err != nil {
			t.Errorf("%q: %v", base, err)
		}
	}
}

func TestNothingOfARecordIsOnDisk(t *testing.T) {
	dir := t.TempDir()
	c := newClinic(t)
	t.Setenv("TMPDIR", dir)
	t.Chdir(dir)
	if _, err := open(t, c).Record(t.Context(), someone); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestAServersMergedPatientIsNobody(t *testing.T) {
	c := newClinic(t)
	c.Put(`{"resourceType":"Patient","id":"old","name":[{"family":"Иванов"}],"link":[{"other":{"reference":"Patient/ru-p01"},"type":"replaced-by"}]}`)
	s := open(t, c)
	if _, err := s.Record(t.Context(), "old"); !errors.Is(err, record.ErrNoPatient) {
		t.Errorf("its record: %v", err)
	}
	all, err := s.Patients(t.Context())
	if err != nil || len(all) < 2 || slices.Contains(all, "old") {
		t.Errorf("the list: %v, %v", all, err)
	}
}

func TestADoctorsPatientsAreThoseReferred(t *testing.T) {
	c := newClinic(t)
	for _, r := range []string{
		`{"resourceType":"PractitionerRole","id":"role-x","practitioner":{"reference":"Practitioner/x"}}`,
		`{"resourceType":"ServiceRequest","id":"a","status":"active","intent":"order","subject":{"reference":"Patient/ru-p01"},"requester":{"reference":"Practitioner/x"}}`,
		`{"resourceType":"ServiceRequest","id":"b","status":"active","intent":"order","subject":{"reference":"Patient/ru-p02"},"requester":{"reference":"PractitionerRole/role-x"}}`,
		`{"resourceType":"ServiceRequest","id":"c","status":"entered-in-error","intent":"order","subject":{"reference":"Patient/ru-p03"},"requester":{"reference":"Practitioner/x"}}`,
		// named, and not as the one who asks: a server that is lenient gives it too
		`{"resourceType":"ServiceRequest","id":"d","status":"active","intent":"order","subject":{"reference":"Patient/ru-p04"},"requester":{"reference":"Practitioner/y"},"performer":[{"reference":"Practitioner/x"}]}`,
	} {
		c.Put(r)
	}
	got, err := open(t, c).Referred(t.Context(), "Practitioner/x")
	if err != nil || fmt.Sprint(got) != "[ru-p01 ru-p02]" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestAForeignServerLearnsNothing(t *testing.T) {
	var asked atomic.Int32
	foreign := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(foreign.Close)
	for name, answer := range map[string]http.HandlerFunc{
		"a redirect":  says(302, "Location: "+foreign.URL, ""),
		"a next page": says(200, "", searchset(`,"link":[{"relation":"next","url":"`+foreign.URL+`"}]`)),
		"a reference": says(200, "", searchset(`,"entry":[{"resource":{"resourceType":"Observation","id":"x","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/`+string(someone)+`"},"performer":[{"reference":"`+foreign.URL+`/fhir/Practitioner/1"}]}}]`)),
	} {
		c := newClinic(t, instead("/Observation?", answer))
		_, _ = open(t, c).Record(t.Context(), someone)
		if asked.Load() != 0 {
			t.Errorf("%s was followed", name)
		}
	}
}
