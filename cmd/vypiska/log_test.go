package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A log is read by people who may not read records, and is kept elsewhere: ids
// and codes are all it may say. The service does everything it can, at the most
// talkative level, with good records and broken ones; then its log and metrics
// are searched for every name, number and address of the sample clinic's people.
func TestTheLogNamesNobody(t *testing.T) {
	s := newServer(t)
	s.env = append(s.env, "VYPISKA_LOG_LEVEL=debug")
	words := peopleOf(t, filepath.Join(s.dir, "records"))
	s.life()

	s.breakRecords(words)
	s.start()
	for role, subject := range map[string]string{"patient": "Patient/ru-p03", "doctor": "Practitioner/ru-doc2", "insurer": "Organization/ru-ins1", "reception": "desk-2", "officer": "officer-2"} {
		var made struct{ Login, Password string }
		if err := json.Unmarshal([]byte(s.run("account", "add", "--role", role, "--subject", subject)), &made); err != nil {
			t.Fatal(err)
		}
		v := newSurfer(t, s.url, nil)
		v.broken = true
		v.crawl(v.begin(made.Login, made.Password))
		if role == "reception" {
			v.do("POST", "/reception", url.Values{"who": {"patient"}, "card": {"АК-39030/21"}, "name": {"Сулейменова Римма"}, "birth": {"2015-07-13"}})
			v.crawl("/reception/Patient/ru-p03")
		}
		v.c.CloseIdleConnections()
	}
	doctor := s.account("doctor", "Practitioner/ru-doc2")
	for _, patient := range []string{"ru-p03", "ru-p04", "ru-p05", "ru-p06", "nobody"} {
		s.try("POST", s.url+"/api/v1/extracts", doctor, map[string]any{"patient": patient, "kind": "anonymized"})
		who := s.account("patient", "Patient/"+patient)
		if a, err := s.try("POST", s.url+"/api/v1/extracts", who, map[string]any{"patient": patient, "kind": "signed"}); err == nil && a.status == 202 {
			var placed struct{ ID string }
			if err := json.Unmarshal(a.body, &placed); err != nil {
				t.Fatal(err)
			}
			s.ended(who, placed.ID)
		}
	}
	shown := s.metricsText()
	s.stop()
	log, err := os.ReadFile(s.log)
	if err != nil {
		t.Fatal(err)
	}
	if len(log) < 10_000 || !strings.Contains(string(log), "records cannot be read") {
		t.Fatalf("a log of %d bytes, without a word of broken records: this test says nothing", len(log))
	}
	for _, w := range words {
		if i := strings.Index(string(log), w); i >= 0 {
			t.Errorf("the log has a person's data: …%s…", log[max(0, i-150):min(len(log), i+150)])
		}
		if strings.Contains(string(shown), w) {
			t.Error("the metrics have a person's data")
		}
	}
}

// peopleOf gathers what names or reaches a person in the records: names, dates
// of birth, numbers, telephones, streets.
func peopleOf(t *testing.T, dir string) (words []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var bundle struct {
			Entry []struct{ Resource json.RawMessage }
		}
		if err := json.Unmarshal(text, &bundle); err != nil {
			t.Fatal(err)
		}
		for _, e := range bundle.Entry {
			var p person // an organization's name is no person's, and of another shape
			if json.Unmarshal(e.Resource, &p) == nil && slices.Contains([]string{"Patient", "Practitioner", "RelatedPerson"}, p.ResourceType) {
				words = append(words, p.words()...)
			}
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) < 200 {
		t.Fatalf("%d words of the sample clinic's people", len(words))
	}
	return words
}

type person struct {
	ResourceType, BirthDate string
	Name                    []struct {
		Text, Family string
		Given        []string
	}
	Identifier, Telecom []struct{ Value string }
	Address             []struct{ Line []string }
}

func (p person) words() (words []string) {
	add := func(all ...string) {
		for _, w := range all {
			if len([]rune(w)) >= 4 { // shorter ones are parts of other words
				words = append(words, w)
			}
		}
	}
	add(p.BirthDate)
	for _, n := range p.Name {
		add(n.Text, n.Family)
		add(n.Given...)
	}
	for _, v := range append(p.Identifier, p.Telecom...) {
		add(v.Value)
	}
	for _, a := range p.Address {
		add(a.Line...)
	}
	return words
}

// breakRecords puts broken files beside the good ones, each with people's data
// where a parser is likely to quote it.
func (s *server) breakRecords(words []string) {
	s.t.Helper()
	w, err := json.Marshal(words[len(words)-1])
	if err != nil {
		s.t.Fatal(err)
	}
	name := string(w)
	for file, text := range map[string]string{
		"cut.json":     `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"x1","name":[{"text":` + name,
		"typed.json":   `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"x2","name":` + name + `,"birthDate":` + name + `}}]}`,
		"key.json":     `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"x3",` + name + `:1,` + name + `:2}}]}`,
		"plain.json":   strings.Repeat(name+"\n", 3),
		"kind.json":    `{"resourceType":` + name + `,"id":` + name + `}`,
		"date.json":    `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Observation","id":"o1","status":"final","subject":{"reference":"Patient/ru-p03"},"effectiveDateTime":` + name + `,"code":{"text":` + name + `}}}]}`,
		"lines.ndjson": `{"resourceType":"Patient","id":` + name + "}\n" + name + "\n",
	} {
		if err := os.WriteFile(filepath.Join(s.dir, "records", file), []byte(text), 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
}
