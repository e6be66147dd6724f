package fhir_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
)

// A person's name goes to the MIS in a body, never in an address that its
// server or a proxy before it writes down; what comes back is filtered again.
func TestAServersPeopleAreFoundWithoutNamingThemInAnAddress(t *testing.T) {
	var form url.Values
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/fhir+json")
		if strings.ContainsAny(r.URL.String(), "?%") {
			t.Errorf("the address says %s", r.URL)
		}
		switch r.Method + " " + r.URL.Path {
		case "POST /Patient/_search":
			body, _ := io.ReadAll(r.Body)
			form, _ = url.ParseQuery(string(body))
			_, _ = io.WriteString(w, `{"resourceType":"Bundle","type":"searchset","total":2,"entry":[
				{"resource":{"resourceType":"Patient","id":"1","name":[{"family":"Соловьёва","given":["Анна"]}],"birthDate":"1980-03-20"},"search":{"mode":"match"}},
				{"resource":{"resourceType":"Patient","id":"2","name":[{"family":"Соловьёва","given":["Анна"]}],"birthDate":"1981-03-20"},"search":{"mode":"match"}}]}`)
		case "GET /Patient/3": // merged into the first
			_, _ = io.WriteString(w, `{"resourceType":"Patient","id":"3","name":[{"family":"Соловьёва"}],"link":[{"other":{"reference":"Patient/1"},"type":"replaced-by"}]}`)
		case "GET /Patient/1":
			_, _ = io.WriteString(w, `{"resourceType":"Patient","id":"1","name":[{"family":"Соловьёва","given":["Анна"]}]}`)
		default:
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}`)
		}
	}))
	defer ts.Close()
	s, err := fhir.NewServer(fhir.ServerSetup{Base: ts.URL})
	if err != nil {
		t.Fatal(err)
	}
	found, err := s.Find(t.Context(), record.Query{Name: record.NewPersonal("Соловьева Анна"), Birth: record.NewBirthDate(record.DateOf(1980, 3, 20))})
	if err != nil || len(found) != 1 || found[0].Ref != "Patient/1" {
		t.Fatalf("found %d, %v", len(found), err)
	}
	if form.Get("birthdate") != "1980-03-20" || form.Get("name") != "Соловьева" {
		t.Errorf("asked %v", form)
	}
	if p, err := s.Person(t.Context(), "Patient/1"); err != nil || p.Name.Reveal() != "Соловьёва Анна" {
		t.Errorf("%v", err)
	}
	for _, ref := range []record.Ref{"Patient/3", "Patient/9", "Organization/1", "Patient/../x"} {
		if _, err := s.Person(t.Context(), ref); !errors.Is(err, record.ErrNoPatient) {
			t.Errorf("%s: %v", ref, err)
		}
	}
}

func TestAServersContractsAreThoseOfTheParty(t *testing.T) {
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/fhir+json")
		switch r.URL.Path {
		case "/metadata":
			_, _ = io.WriteString(w, `{"resourceType":"CapabilityStatement","status":"active","kind":"instance","fhirVersion":"4.0.1","format":["json"],"rest":[{"mode":"server","resource":[
				{"type":"Patient","interaction":[{"code":"read"},{"code":"search-type"}]},{"type":"Contract","interaction":[{"code":"read"},{"code":"search-type"}]}]}]}`)
		case "/Contract":
			_, _ = io.WriteString(w, `{"resourceType":"Bundle","type":"searchset","total":2,"entry":[
				{"fullUrl":"`+"http://"+r.Host+`/Contract/c1","resource":{"resourceType":"Contract","id":"c1","status":"executed","identifier":[{"value":"D-1"}],"subject":[{"reference":"Organization/a"}]},"search":{"mode":"match"}},
				{"fullUrl":"`+"http://"+r.Host+`/Contract/c2","resource":{"resourceType":"Contract","id":"c2","status":"executed","identifier":[{"value":"D-2"}],"subject":[{"reference":"Organization/b"}]},"search":{"mode":"match"}}]}`)
		default:
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}`)
		}
	}))
	defer ts.Close()
	s, err := fhir.NewServer(fhir.ServerSetup{Base: ts.URL})
	if err != nil {
		t.Fatal(err)
	}
	found, err := s.ContractsOf(t.Context(), "Organization/a")
	if err != nil || len(found) != 1 || found[0].Ref != "Contract/c1" {
		t.Fatalf("%+v, %v", found, err)
	}
}
