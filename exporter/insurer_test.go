package exporter_test

import (
	"context"
	"testing"

	"vypiska/exporter"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// insuredRecord is a person with two insurers, and a report whose one result
// was measured before the month the report is of.
func insuredRecord() record.Record {
	year := record.Period{Start: record.DateOf(2026, 1, 1), End: record.DateOf(2026, 12, 31)}
	lab := record.Text{Text: record.NewPersonal("Анализ крови"), Codes: []record.Code{{Code: "LAB"}}}
	mine := record.Coverage{Status: "active", Period: year, Payors: []record.Ref{"Organization/a"}, Contracts: []record.Ref{"Contract/1"},
		Identifiers: []record.Identifier{{Value: record.NewPersonal("ДМС-111")}}}
	other := record.Coverage{Status: "active", Period: year, Payors: []record.Ref{"Organization/b"}, Identifiers: []record.Identifier{{Value: record.NewPersonal("ДМС-222")}}}
	report := func(id string, of record.Date, results ...record.Ref) record.Report {
		return record.Report{Meta: record.Meta{Ref: record.Ref("DiagnosticReport/" + id)}, Status: "final", Code: lab, Effective: record.Period{Start: of}, Results: results}
	}
	result := func(id string, on record.Date) record.Observation {
		return record.Observation{Meta: record.Meta{Ref: record.Ref("Observation/" + id)}, Status: "final", Categories: []string{"laboratory"},
			Code: record.Text{Text: record.NewPersonal("Показатель " + id)}, Effective: on, Value: record.Value{Number: "4.70", Unit: "ммоль/л"}}
	}
	return record.Record{
		Patient: record.Patient{ID: "p1", Names: []record.Name{{Family: record.NewPersonal("Шилова")}},
			Addresses: []record.Address{{Text: record.NewPersonal("Казань, ул. Мира, 5")}}},
		Reports: []record.Report{report("may", record.DateOf(2026, 5, 4), "Observation/early"), report("june", record.DateOf(2026, 6, 4), "Observation/june")},
		Observations: []record.Observation{result("early", record.DateOf(2026, 4, 30)), result("june", record.DateOf(2026, 6, 4)),
			result("alone", record.DateOf(2026, 5, 5))},
		Diagnoses: []record.Diagnosis{{Meta: record.Meta{Ref: "Condition/1"}, Code: record.Text{Text: record.NewPersonal("Гипертония")}, Onset: record.When{Period: record.Period{Start: record.DateOf(2020, 1, 1)}}}},
		Coverages: []record.Coverage{other, mine},
		Contracts: []record.Contract{{Meta: record.Meta{Ref: "Contract/1"}, Status: "executed", Number: "К-1", Applies: year, Services: []record.Code{{Code: "LAB"}}}},
		Consents: []record.Consent{{Status: "active", Categories: []string{"insurer-access"},
			Provision: record.Provision{Type: record.Permit, Actors: []record.Ref{"Organization/a"}}}},
		Organizations: []record.Organization{{Ref: "Organization/a", Name: record.NewPersonal("СК «А»")}},
	}
}

func contractGrant(t *testing.T, rec record.Record, fields policy.Fields) policy.Grant {
	t.Helper()
	c := policy.Contract{Number: "К-1", Version: 1, Insurer: "Organization/a", Services: []string{"LAB"}, Fields: fields,
		Period: record.Period{Start: record.DateOf(2026, 1, 1), End: record.DateOf(2026, 12, 31)}}
	g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: policy.Insurer, Subject: "Organization/a"}, Patient: "p1", Kind: policy.Signed, Contract: &c, Lang: "ru",
		Period: record.Period{Start: record.DateOf(2026, 5, 1), End: record.DateOf(2026, 5, 31)}}, policy.FactsOf(rec, policy.Settings{}), now)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAnInsurersDocumentHoldsTheCoveredReportsAndNothingElse(t *testing.T) {
	rec := insuredRecord()
	part, _ := exporter.Select(rec, contractGrant(t, rec, policy.FullFields))
	if len(part.Reports) != 1 || part.Reports[0].Ref != "DiagnosticReport/may" {
		t.Errorf("reports %v", part.Reports)
	}
	if len(part.Observations) != 1 || part.Observations[0].Ref != "Observation/early" {
		t.Errorf("results %v: want the report's own, also measured before the month", part.Observations)
	}
	if len(part.Diagnoses) != 0 {
		t.Error("a diagnosis that no report under the contract makes is in the document")
	}
	if len(part.Coverages) != 1 || part.Coverages[0].Payors[0] != "Organization/a" {
		t.Error("the policy of another insurer is in the document")
	}
}

// A person who changed the policy has two of one insurer.
func TestTheRegistryNamesThePolicyOfThePeriod(t *testing.T) {
	rec := insuredRecord()
	next := rec.Coverages[1]
	next.Period = record.Period{Start: record.DateOf(2027, 1, 1)}
	next.Identifiers = []record.Identifier{{Value: record.NewPersonal("ДМС-333")}}
	rec.Coverages = append(rec.Coverages, next)
	row, err := new(exporter.Exporter).Row(contractGrant(t, rec, policy.FullFields), rec, 0)
	if err != nil || len(row.Services) != 1 || !row.Services[0].Policy.Equal(record.NewPersonal("ДМС-111")) {
		t.Errorf("%d services, another policy than the document's; %v", len(row.Services), err)
	}
}

// Each service is claimed under the policy of its day, and none under a policy of
// another contract with the same insurer.
func TestAServiceIsUnderThePolicyOfItsDay(t *testing.T) {
	rec := insuredRecord()
	other, mine := rec.Coverages[0], rec.Coverages[1]
	teeth := mine
	teeth.Contracts, teeth.Identifiers = []record.Ref{"Contract/teeth"}, []record.Identifier{{Value: record.NewPersonal("ДМС-000")}}
	next := mine
	mine.Period.End, next.Period.Start = record.DateOf(2026, 5, 15), record.DateOf(2026, 5, 16)
	next.Identifiers = []record.Identifier{{Value: record.NewPersonal("ДМС-333")}}
	rec.Coverages = []record.Coverage{other, teeth, mine, next}
	rec.Contracts = append(rec.Contracts, record.Contract{Meta: record.Meta{Ref: "Contract/teeth"}, Status: "executed", Number: "К-2", Applies: teeth.Period, Services: rec.Contracts[0].Services})
	later := rec.Reports[0]
	later.Ref, later.Effective.Start = "DiagnosticReport/later", record.DateOf(2026, 5, 20)
	rec.Reports = append(rec.Reports, later)

	g := contractGrant(t, rec, policy.ClaimFields)
	row, err := new(exporter.Exporter).Row(g, rec, 0)
	if err != nil || len(row.Services) != 2 {
		t.Fatalf("%d services, %v", len(row.Services), err)
	}
	e, drawn, _ := newExporter(t, rec)
	var x exporter.Extract
	drawn.change = func(y *exporter.Extract) { x = *y }
	if _, err := e.Export(context.Background(), g); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"ДМС-111", "ДМС-333"} {
		if !row.Services[i].Policy.Equal(record.NewPersonal(want)) {
			t.Errorf("service %d is under another policy in the registry", i)
		}
		if !x.Case.Services[i].Policy.Equal(record.NewPersonal(want)) {
			t.Errorf("service %d is under another policy in the document", i)
		}
	}
	if !x.Case.Policy.Empty() {
		t.Error("one policy stands over services under two")
	}
}

func TestTheContractChoosesTheForm(t *testing.T) {
	rec := insuredRecord()
	for fields, form := range map[policy.Fields]string{policy.FullFields: exporter.FormExtract, policy.ClaimFields: exporter.FormCase} {
		e, drawn, _ := newExporter(t, rec)
		var x exporter.Extract
		drawn.change = func(y *exporter.Extract) { x = *y }
		c, err := e.Export(context.Background(), contractGrant(t, rec, fields))
		if err != nil {
			t.Fatal(err)
		}
		if got, _, _ := c.Form(); got != form || x.Form != form {
			t.Errorf("%s is printed on %s, want %s", fields, got, form)
		}
		if form != exporter.FormCase {
			continue
		}
		if x.Case == nil || x.Case.Contract != "К-1" || !x.Case.Policy.Equal(record.NewPersonal("ДМС-111")) || !x.Case.Insurer.Equal(record.NewPersonal("СК «А»")) {
			t.Fatalf("the case summary says %+v", x.Case)
		}
		if s := x.Case.Services; len(s) != 1 || !s[0].Policy.Empty() || s[0].Code != "LAB" || s[0].Date.Day() != "2026-05-04" {
			t.Errorf("services %+v", s)
		}
	}
}
