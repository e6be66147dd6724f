package fhir

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vypiska/exporter/record"
)

// sample is what fhir-ru.index.json, made apart from the bundles, says of a patient.
type sample struct {
	ID      string
	Name    string
	Counts  map[string]int
	Reports []struct {
		ID, Category, Code, Date, Status string
	}
	Referrals []struct {
		ID, Doctor, Status, AuthoredOn, ValidUntil string
		ViaRole                                    bool
	}
	Consents []struct {
		ID, Cat, Type, Actor, Status, Start, End, Date string
	}
	Coverages []struct {
		ID, Insurer, Start, End, Status, Policy string
		Contracts                               []string
	}
	Facts struct {
		Observations []struct {
			ID, Code, Text, Unit, Interpretation, Date string
			Value                                      json.Number
		}
	}
}

func TestSampleRecordsAgreeWithTheirIndex(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(testdata, "fhir-ru.index.json"))
	if err != nil {
		t.Fatal(err)
	}
	var index struct{ Patients []sample }
	if err := json.Unmarshal(raw, &index); err != nil {
		t.Fatal(err)
	}
	d, err := OpenDir(t.Context(), fhirRu)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(d.Notices()); n != 0 {
		t.Errorf("%d notices: %s", n, said(d.Notices()))
	}
	for _, want := range index.Patients {
		t.Run(want.ID, func(t *testing.T) {
			got := mustRecord(t, d, record.PatientID(want.ID))
			checkPeople(t, want, got)
			checkReports(t, want, got)
			checkValues(t, want, got)
			checkAccess(t, want, got)
		})
	}
	if len(index.Patients) != 24 {
		t.Errorf("the index has %d patients", len(index.Patients))
	}
}

func checkPeople(t *testing.T, want sample, got record.Record) {
	t.Helper()
	n := got.Patient.Names[0]
	parts := strings.Fields(want.Name)
	wantText(t, "family", n.Family, parts[0])
	wantText(t, "given", n.Given[0], parts[1])
	wantText(t, "patronymic", n.Patronymic, strings.Join(parts[2:], " "))
	var kinds []record.IdentifierKind
	for _, i := range got.Patient.Identifiers {
		kinds = append(kinds, i.Kind)
	}
	if !slices.Equal(kinds, []record.IdentifierKind{record.SNILS, record.OMS, record.CardNumber, record.Passport}) {
		t.Errorf("identifiers are %v", kinds)
	}
	if len(got.People) != 6 || len(got.Organizations) != 3 || got.Issuer != "Organization/org-clinic" {
		t.Errorf("%d people, %d organizations, issuer %q", len(got.People), len(got.Organizations), got.Issuer)
	}
	for _, p := range got.People {
		if p.Ref == "Practitioner/ru-doc2" {
			wantText(t, "specialty", p.Specialty, "кардиолог")
		}
	}
	for what, n := range map[string]int{
		"Encounter": len(got.Encounters), "ImagingStudy": len(got.Studies), "Condition": len(got.Diagnoses),
		"MedicationRequest": len(got.Medications), "AllergyIntolerance": len(got.Allergies),
		"Immunization": len(got.Immunizations), "Procedure": len(got.Procedures), "Observation": len(got.Observations),
	} {
		if n != want.Counts[what] {
			t.Errorf("%d of %s, want %d", n, what, want.Counts[what])
		}
	}
}

func checkReports(t *testing.T, want sample, got record.Record) {
	t.Helper()
	have := map[record.Ref]record.Report{}
	for _, r := range got.Reports {
		have[r.Ref] = r
	}
	n := 0
	for _, r := range want.Reports {
		got, ok := have[record.Ref("DiagnosticReport/"+r.ID)]
		if r.Status == "entered-in-error" || r.Status == "cancelled" {
			if ok {
				t.Errorf("%s is %s and in the record", r.ID, r.Status)
			}
			continue
		}
		n++
		if !ok || string(got.Status) != r.Status || got.Effective.Start.Day() != r.Date || got.Categories[0].Code != r.Category {
			t.Errorf("%s: have %v %s %s", r.ID, ok, got.Status, got.Effective.Start)
		}
		if ok && got.Code.Codes[0].Code != r.Code {
			t.Errorf("%s: code %s, want %s", r.ID, got.Code.Codes[0].Code, r.Code)
		}
	}
	if n != len(got.Reports) {
		t.Errorf("%d reports, want %d", len(got.Reports), n)
	}
}

func checkValues(t *testing.T, want sample, got record.Record) {
	t.Helper()
	have := map[record.Ref]record.Observation{}
	for _, o := range got.Observations {
		have[o.Ref] = o
	}
	for _, o := range want.Facts.Observations {
		got, ok := have[record.Ref("Observation/"+o.ID)]
		if !ok || got.Code.Code("http://loinc.org") != o.Code || got.Value.Unit != o.Unit || got.Effective.Day() != o.Date ||
			string(got.Value.Number) != o.Value.String() || len(got.Interpretation) != 1 || len(got.Interpretation[0].Codes) != 1 || got.Interpretation[0].Codes[0].Code != o.Interpretation {
			t.Errorf("%s: have %v %+v %v", o.ID, ok, got.Value, got.Interpretation)
		}
		wantText(t, o.ID, got.Code.Text, o.Text)
	}
}

func checkAccess(t *testing.T, want sample, got record.Record) {
	t.Helper()
	for i, r := range want.Referrals {
		g := got.Referrals[i]
		if string(g.Status) != r.Status || g.Authored.Day() != r.AuthoredOn || g.Valid.End.Day() != r.ValidUntil ||
			string(g.Requester.Ref) != "Practitioner/"+r.Doctor || len(want.Referrals) != len(got.Referrals) {
			t.Errorf("%s: %+v", r.ID, g)
		}
	}
	byRef := map[record.Ref]record.Consent{}
	for _, c := range got.Consents {
		byRef[c.Ref] = c
	}
	for _, c := range want.Consents {
		g := byRef[record.Ref("Consent/"+c.ID)]
		actor := ""
		if len(g.Provision.Actors) > 0 {
			_, actor, _ = strings.Cut(string(g.Provision.Actors[0]), "/")
		}
		if string(g.Status) != c.Status || string(g.Provision.Type) != c.Type || actor != c.Actor || g.Decided.Day() != c.Date ||
			g.Provision.Period.Start.Day() != c.Start || g.Provision.Period.End.Day() != c.End || !slices.Equal(g.Categories, []string{c.Cat}) {
			t.Errorf("%s: %+v", c.ID, g)
		}
	}
	n := 0
	for _, c := range want.Coverages {
		if c.Status == "cancelled" {
			continue
		}
		n++
		i := slices.IndexFunc(got.Coverages, func(g record.Coverage) bool { return g.Ref == record.Ref("Coverage/"+c.ID) })
		if i < 0 {
			t.Errorf("%s: missing", c.ID)
			continue
		}
		g := got.Coverages[i]
		if string(g.Payors[0]) != "Organization/"+c.Insurer || string(g.Contracts[0]) != "Contract/"+c.Contracts[0] ||
			g.Period.Start.Day() != c.Start || g.Period.End.Day() != c.End || g.Identifiers[0].Kind != record.PolicyNumber {
			t.Errorf("%s: %+v", c.ID, g)
		}
		wantText(t, "policy", one(t, g.Identifiers).Value, c.Policy)
	}
	if n != len(got.Coverages) {
		t.Errorf("%d coverages, want %d", len(got.Coverages), n)
	}
	for _, c := range got.Contracts {
		services := map[record.Ref]string{"Contract/ru-conA": "CT MR LAB", "Contract/ru-conB": "US MG DX CT LAB"}[c.Ref]
		var codes []string
		for _, s := range c.Services {
			codes = append(codes, s.Code)
		}
		if strings.Join(codes, " ") != services || c.Status != "executed" || c.Number == "" || c.Applies.End.Day() != "2025-12-31" {
			t.Errorf("%s: %v %s", c.Ref, codes, c.Status)
		}
	}
}

func TestSyntheaBundles(t *testing.T) {
	d, err := OpenDir(t.Context(), filepath.Join(testdata, "fhir-synthea"))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[record.PatientID]struct{ reports, observations, encounters, hidden int }{
		"3f6fd0bb-6cd3-eb3f-4401-cd38ace25f2b": {32, 30, 32, 5},
		"aeff9fe6-13d5-5391-30df-8a2913a25557": {37, 115, 37, 5},
	} {
		r := mustRecord(t, d, id)
		if len(r.Reports) != want.reports || len(r.Observations) != want.observations || len(r.Encounters) != want.encounters || len(r.Patient.Hidden) != want.hidden {
			t.Errorf("%s: %d reports, %d observations, %d encounters, %d hidden", id, len(r.Reports), len(r.Observations), len(r.Encounters), len(r.Patient.Hidden))
		}
		for _, one := range r.Reports {
			if len(one.Documents) != 1 || one.Meta.Encounter == "" || one.Performers[0].Display.Empty() {
				t.Errorf("%s: %d documents, encounter %q", one.Ref, len(one.Documents), one.Meta.Encounter)
			}
		}
		p := one(t, r.Provenance)
		if len(p.Targets) < 100 {
			t.Errorf("%s: %d targets of the provenance", id, len(p.Targets))
		}
	}
}
