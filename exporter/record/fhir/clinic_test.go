package fhir

import (
	"net/http"
	"testing"
	"time"

	"vypiska/exporter/record/fhir/fhirtest"
)

// newClinic serves the sample clinic until the test ends.
func newClinic(t testing.TB, before ...func(http.Handler) http.Handler) *fhirtest.Clinic {
	t.Helper()
	c, err := fhirtest.New(testdata+"/fhir-ru", before...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// open is a source over the clinic that does not wait long.
func open(t testing.TB, c *fhirtest.Clinic, change ...func(*ServerSetup)) *Server {
	t.Helper()
	s := ServerSetup{Base: c.URL + "/fhir", Limits: Limits{Pause: time.Millisecond}}
	for _, f := range change {
		f(&s)
	}
	server, err := NewServer(s)
	if err != nil {
		t.Fatal(err)
	}
	return server
}
