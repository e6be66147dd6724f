package fhir

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"vypiska/exporter/record"
)

func TestARecordSaysWhatItWasReadFrom(t *testing.T) {
	d := files(t, map[string]string{
		"a.json": bundle(patientOne, observed("o1", "Patient/p1", ""), `{"resourceType":"Observation","id":"nobodys","status":"final","code":{"text":"x"}}`),
		"b.json": bundle(observed("o2", "Patient/p1", "")),
		"c.json": bundle(patientTwo),
	})
	got := mustRecord(t, d, "p1").Origin
	if got.Kind != record.FromDirectory || got.Name == "" || strings.Contains(got.Name, "/") || got.Answers != 2 || got.LeftOut != 1 {
		t.Errorf("%+v", got)
	}
	if got = mustRecord(t, d, "p2").Origin; got.Answers != 1 || got.LeftOut != 0 {
		t.Errorf("%+v", got)
	}
}

func TestAServersRecordSaysWhatTheServerIs(t *testing.T) {
	const warning = `{"resourceType":"Bundle","type":"searchset","entry":[{"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"incomplete","diagnostics":"` + quoted + `"},{"severity":"information","code":"` + quoted + `"}]}}]}`
	statement := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/metadata") {
				next.ServeHTTP(w, r)
				return
			}
			says(200, "", `{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","software":{"name":"Our\u0009MIS","version":"7.1 \"b\""},"rest":[{"mode":"server","resource":[
				{"type":"Patient","interaction":[{"code":"read"},{"code":"search-type"}]},{"type":"Immunization","interaction":[{"code":"search-type"}]}]}]}`)(w, r)
		})
	}
	c := newClinic(t, statement, instead("/Immunization?", says(200, "", warning)))
	s := open(t, c, func(set *ServerSetup) { set.Base = strings.Replace(set.Base, "http://", "http://login:secret@", 1) })
	rec, err := s.Record(t.Context(), someone)
	if err != nil {
		t.Fatal(err)
	}
	want := record.Origin{Kind: record.FromServer, Name: strings.TrimPrefix(c.URL, "http://") + "/fhir", Software: `Our MIS 7.1 "b"`, FHIR: "4.0.1", Answers: rec.Origin.Answers, Warnings: []string{"incomplete"}}
	if !reflect.DeepEqual(rec.Origin, want) || rec.Origin.Answers < 2 {
		t.Errorf("%+v\nwant %+v", rec.Origin, want)
	}
}
