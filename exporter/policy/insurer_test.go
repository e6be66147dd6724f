package policy_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/exporter/record/fhir"
)

// insurerIndex is what testdata/fhir-ru.index.json says of insurers.
type insurerIndex struct {
	Rules    struct{ AsOf string }
	Insurers []struct {
		ID              string
		PatientsVisible []record.PatientID
		ReportsVisible  int
	}
	Contracts []struct {
		ID, Insurer, Number, Start, End string
		Scope                           []string
	}
	Patients []struct {
		ID      record.PatientID
		Reports []struct{ ID string }
		Access  struct {
			Insurers map[string]struct {
				VisibleReports []string
				Hidden         map[string]string
			}
		}
	}
}

// indexCodes are the index's reasons in our codes.
var indexCodes = map[string]policy.Code{
	"no coverage": policy.CodeNotInsured, "coverage not in force on service date": policy.CodeNotInsured,
	"consent none": policy.CodeNoConsent, "consent deny": policy.CodeNoConsent,
	"outside contract period or scope": policy.CodeOutOfScope, "status preliminary": policy.CodeNotFinal,
}

// TestPackagesHoldExactlyWhatTheSampleClinicOwes decides for both insurers about
// every report of testdata/fhir-ru, and compares each with its reason.
func TestPackagesHoldExactlyWhatTheSampleClinicOwes(t *testing.T) {
	const data = "../../testdata/"
	text, err := os.ReadFile(data + "fhir-ru.index.json")
	if err != nil {
		t.Fatal(err)
	}
	var index insurerIndex
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	asOf, err := time.ParseInLocation(time.DateOnly, index.Rules.AsOf, moscow)
	if err != nil {
		t.Fatal(err)
	}
	src, err := fhir.OpenDir(t.Context(), data+"fhir-ru")
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range index.Contracts {
		c := policy.Contract{Number: k.Number, Version: 1, Insurer: record.Ref("Organization/" + k.Insurer), Services: k.Scope, Fields: policy.FullFields,
			Period: record.Period{Start: date(t, k.Start), End: date(t, k.End)}}
		var people []record.PatientID
		reports := 0
		for _, p := range index.Patients {
			rec, err := src.Record(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			a := policy.Ask{Asker: policy.Asker{Role: policy.Insurer, Subject: c.Insurer}, Patient: p.ID, Kind: policy.Signed, Contract: &c,
				Period: record.Period{Start: date(t, "2000-01-01"), End: date(t, "2030-12-31")}}
			truth := p.Access.Insurers[k.Insurer]
			for _, j := range policy.Judge(a, policy.FactsOf(rec, policy.Settings{}), asOf) {
				id := string(j.Report[len("DiagnosticReport/"):])
				if want := indexCodes[truth.Hidden[id]]; j.Code != want || (want == "") != slices.Contains(truth.VisibleReports, id) {
					t.Errorf("contract %s, %s: got %q, the index says %q", k.Number, id, j.Code, truth.Hidden[id])
				}
			}
			g, err := policy.Decide(a, policy.FactsOf(rec, policy.Settings{}), asOf)
			if (err == nil) != (len(truth.VisibleReports) > 0) || len(g.Items()) != len(truth.VisibleReports) {
				t.Errorf("contract %s, %s: got %v with %d reports, want %d", k.Number, p.ID, err, len(g.Items()), len(truth.VisibleReports))
			}
			if err == nil {
				people = append(people, p.ID)
				reports += len(g.Items())
			}
		}
		if want := index.Insurers[i]; want.ID != k.Insurer || !slices.Equal(people, want.PatientsVisible) || reports != want.ReportsVisible {
			t.Errorf("contract %s: people %v with %d reports, want %v with %d", k.Number, people, reports, want.PatientsVisible, want.ReportsVisible)
		}
	}
}

// insured is a person with one report of each kind of service, all in order.
type insured struct {
	ask   policy.Ask
	facts policy.Facts
}

func newInsured(t *testing.T) insured {
	year := record.Period{Start: date(t, "2025-01-01"), End: date(t, "2025-12-31")}
	ct := record.Code{System: "services", Code: "CT"}
	c := policy.Contract{Number: "К-1", Version: 1, Insurer: "Organization/a", Period: year, Services: []string{"CT"}, Fields: policy.FullFields}
	return insured{
		policy.Ask{Asker: policy.Asker{Role: policy.Insurer, Subject: "Organization/a"}, Patient: "p1", Kind: policy.Signed, Contract: &c,
			Period: record.Period{Start: date(t, "2025-05-01"), End: date(t, "2025-05-31")}},
		policy.Facts{
			Reports: []record.Report{{Meta: record.Meta{Ref: "DiagnosticReport/r1"}, Status: "final", Code: record.Text{Codes: []record.Code{ct}},
				Effective: record.Period{Start: date(t, "2025-05-10T10:00:00+03:00")}}},
			Coverages: []record.Coverage{{Status: "active", Period: year, Payors: []record.Ref{"Organization/a"}, Contracts: []record.Ref{"Contract/1"},
				Identifiers: []record.Identifier{{Value: record.NewPersonal("ДМС-1")}}}},
			Contracts: []record.Contract{{Meta: record.Meta{Ref: "Contract/1"}, Status: "executed", Number: "К-1", Applies: year, Services: []record.Code{ct}}},
			Consents: []record.Consent{{Status: "active", Categories: []string{"insurer-access"},
				Provision: record.Provision{Type: record.Permit, Actors: []record.Ref{"Organization/a"}}}},
		},
	}
}

func TestWhoIsInAPackage(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*insured)
		rule   string
	}{
		{"an insured person with consent is in", func(*insured) {}, "package"},
		{"another insurer asks under this contract", func(i *insured) { i.ask.Asker.Subject = "Organization/b" }, "package-other-insurer"},
		{"a contract without an end gives nothing", func(i *insured) { i.ask.Contract.Period.End = record.Date{} }, "package-other-insurer"},
		{"an ask without a period gives nothing", func(i *insured) { i.ask.Period = record.Period{} }, "package-other-insurer"},
		{"an ask for single items is not a package", func(i *insured) { i.ask.Items = []record.Ref{"DiagnosticReport/r1"} }, "package-other-insurer"},
		{"a doctor gets nothing by a contract", func(i *insured) { i.ask.Asker.Role = policy.Doctor }, "ask-incomplete"},
		{"the operator's own copies are not under a contract", func(i *insured) { i.ask.Asker.Role = policy.Operator }, "ask-incomplete"},
		{"an anonymized document is not for a package", func(i *insured) { i.ask.Kind = policy.Anonymized }, "package-unsigned"},
		{"a service of another month is not in", func(i *insured) { i.facts.Reports[0].Effective.Start = date(t, "2025-06-01T00:30:00+03:00") }, "package-nothing"},
		{"the clinic's midnight divides the months, not the source's", func(i *insured) { i.facts.Reports[0].Effective.Start = date(t, "2025-06-01T01:30:00+05:00") }, "package"},
		{"a report known to the year only is in no month", func(i *insured) { i.facts.Reports[0].Effective.Start = date(t, "2025") }, "package-nothing"},
		{"a report without a date of service is in no month", func(i *insured) {
			i.facts.Reports[0].Effective, i.facts.Reports[0].Issued = record.Period{}, date(t, "2025-05-10")
		}, "package-nothing"},
		{"a preliminary report stays out", func(i *insured) { i.facts.Reports[0].Status = "preliminary" }, "package-not-final"},
		{"an amended report is in", func(i *insured) { i.facts.Reports[0].Status = "amended" }, "package"},
		{"nobody's coverage is not insured", func(i *insured) { i.facts.Coverages = nil }, "package-not-insured"},
		{"a cancelled coverage is not insured", func(i *insured) { i.facts.Coverages[0].Status = "cancelled" }, "package-not-insured"},
		{"a coverage that began the day after is not insured", func(i *insured) { i.facts.Coverages[0].Period.Start = date(t, "2025-05-11") }, "package-not-insured"},
		{"a coverage that ended on the day is insured", func(i *insured) { i.facts.Coverages[0].Period.End = date(t, "2025-05-10") }, "package"},
		{"the second of two policies is enough", func(i *insured) {
			old := i.facts.Coverages[0]
			old.Period.End = date(t, "2025-05-01")
			i.facts.Coverages = []record.Coverage{old, i.facts.Coverages[0]}
		}, "package"},
		{"a service the contract does not list is out of scope", func(i *insured) { i.ask.Contract.Services = []string{"MR"} }, "package-out-of-scope"},
		{"a kind of service is enough", func(i *insured) {
			i.ask.Contract.Services, i.ask.Contract.Kinds = nil, []string{"RAD"}
			i.facts.Reports[0].Categories = []record.Code{{Code: "RAD"}}
		}, "package"},
		{"after the contract's end in mid-period nothing goes", func(i *insured) { i.ask.Contract.Period.End = date(t, "2025-05-09") }, "package-out-of-scope"},
		{"on the contract's last day it goes", func(i *insured) { i.ask.Contract.Period.End = date(t, "2025-05-10") }, "package"},
		{"a contract that the MIS has suspended gives nothing", func(i *insured) { i.facts.Contracts[0].Status = "cancelled" }, "package-out-of-scope"},
		{"a contract of the MIS with another number gives nothing", func(i *insured) { i.facts.Contracts[0].Number = "К-2" }, "package-out-of-scope"},
		{"a service that the MIS's contract does not list gives nothing", func(i *insured) { i.facts.Contracts[0].Services = nil }, "package-out-of-scope"},
		{"without consent nothing goes", func(i *insured) { i.facts.Consents = nil }, "package-no-consent"},
		{"a consent to everybody names nobody", func(i *insured) { i.facts.Consents[0].Provision.Actors = nil }, "package-no-consent"},
		{"a consent to another insurer is none", func(i *insured) { i.facts.Consents[0].Provision.Actors = []record.Ref{"Organization/b"} }, "package-no-consent"},
		{"a consent that has ended is none", func(i *insured) { i.facts.Consents[0].Provision.Period.End = date(t, "2025-06-14") }, "package-no-consent"},
		{"a withdrawn consent of the MIS is none", func(i *insured) { i.facts.Consents[0].Status = "inactive" }, "package-no-consent"},
		{"a prohibition beside the consent is stronger", func(i *insured) {
			deny := i.facts.Consents[0]
			deny.Provision.Type = record.Deny
			i.facts.Consents = append(i.facts.Consents, deny)
		}, "package-no-consent"},
		{"a consent on paper is enough", func(i *insured) {
			i.facts.Consents, i.facts.Written = nil, []policy.Written{{Contract: "К-1", Signed: day.AddDate(0, -3, 0)}}
		}, "package"},
		{"a consent on paper to another contract is none", func(i *insured) {
			i.facts.Consents, i.facts.Written = nil, []policy.Written{{Contract: "К-2", Signed: day.AddDate(0, -3, 0)}}
		}, "package-no-consent"},
		{"a paper that was withdrawn is stronger than the MIS's consent", func(i *insured) {
			i.facts.Written = []policy.Written{{Contract: "К-1", Signed: day.AddDate(0, -3, 0), Withdrawn: day.Add(-time.Second)}}
		}, "package-no-consent"},
		{"a newer paper after a withdrawal is enough", func(i *insured) {
			i.facts.Written = []policy.Written{{Contract: "К-1", Signed: day.AddDate(0, -1, 0)}, {Contract: "К-1", Signed: day.AddDate(0, -3, 0), Withdrawn: day.AddDate(0, -2, 0)}}
		}, "package"},
		{"a block of the cabinets does not bind packages", func(i *insured) { i.facts.Blocks = []policy.Block{{Scope: policy.AllCabinets}} }, "package"},
		{"a clinic may let it", func(i *insured) {
			i.facts.Blocks, i.facts.Settings.BlocksBindPackages = []policy.Block{{Scope: policy.AllCabinets}}, true
		}, "package-blocked"},
		{"a block of doctors does not bind packages even so", func(i *insured) {
			i.facts.Blocks, i.facts.Settings.BlocksBindPackages = []policy.Block{{Scope: policy.DoctorsAccess}}, true
		}, "package"},
		{"a restricted report stays out", func(i *insured) { i.facts.Reports[0].Labels = []record.Label{{Code: "R"}} }, "package-out-of-scope"},
		{"a restricted report goes where the contract names the label", func(i *insured) {
			i.facts.Reports[0].Labels, i.ask.Contract.Labels = []record.Label{{Code: "R"}}, []record.Label{{Code: "R"}}
		}, "package"},
		{"a list of the contract decides instead of the MIS's contracts", func(i *insured) {
			i.facts.Coverages, i.facts.Contracts = nil, nil
			i.ask.Contract.Insured = []policy.Insured{{Patient: "p1"}}
		}, "package"},
		{"who is not on the list is not insured", func(i *insured) { i.ask.Contract.Insured = []policy.Insured{{Patient: "p2"}} }, "package-not-insured"},
		{"a policy on the list is found in a coverage", func(i *insured) {
			i.facts.Contracts = nil
			i.ask.Contract.Insured = []policy.Insured{{Policy: record.NewPersonal("ДМС-1")}}
		}, "package"},
		{"a line of the list has its own time", func(i *insured) {
			i.ask.Contract.Insured = []policy.Insured{{Patient: "p1", Period: record.Period{End: date(t, "2025-05-09")}}}
		}, "package-not-insured"},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := newInsured(t)
			c.change(&i)
			g, err := policy.Decide(i.ask, i.facts, day)
			if got := ruleOf(g, err); got != c.rule {
				t.Fatalf("decided by %q (%v), want %q", got, err, c.rule)
			}
			if err == nil && (len(g.Items()) != 1 || g.Basis() == "") {
				t.Errorf("items %v, basis %q", g.Items(), g.Basis())
			}
		})
	}
}

func ruleOf(g policy.Grant, err error) string {
	if r, ok := err.(*policy.Refusal); ok {
		return r.Rule
	}
	return g.Rule()
}

func TestAReportUnderTwoContractsIsMarked(t *testing.T) {
	i := newInsured(t)
	other := i.facts.Contracts[0]
	other.Ref, other.Number = "Contract/2", "К-2"
	i.facts.Contracts = append(i.facts.Contracts, other)
	for _, shared := range []bool{false, true} {
		if shared {
			i.facts.Coverages = append(i.facts.Coverages, record.Coverage{Status: "active", Payors: []record.Ref{"Organization/b"}, Contracts: []record.Ref{"Contract/2"}})
		}
		g, err := policy.Decide(i.ask, i.facts, day)
		if err != nil || g.Judged()[0].Shared != shared {
			t.Errorf("shared %v: %v, %+v", shared, err, g.Judged())
		}
	}
}

func TestTheClinicHearsOnlyOfPeopleTheInsurerHasToDoWith(t *testing.T) {
	i := newInsured(t)
	if !policy.Concerns(*i.ask.Contract, i.facts, "p1") {
		t.Error("an insured person does not concern the contract")
	}
	if policy.Concerns(*i.ask.Contract, policy.Facts{Reports: i.facts.Reports}, "p1") {
		t.Error("a stranger concerns the contract")
	}
}

func TestAPackageWithoutNamesIsOfFourWeeksOrMore(t *testing.T) {
	c := policy.Contract{Number: "1", Version: 1, Insurer: "Organization/a", Services: []string{"LAB"}, Fields: policy.PseudonymFields,
		Period: record.Period{Start: record.DateOf(2025, 1, 1), End: record.DateOf(2025, 12, 31)}}
	for to, rule := range map[int]string{1: "package-short", 27: "package-short", 28: "", 31: ""} {
		ask := policy.PackageAsk{Asker: policy.Asker{Role: policy.Officer}, Contract: c, Period: record.Period{Start: record.DateOf(2025, 3, 1), End: record.DateOf(2025, 3, to)}}
		_, err := policy.DecidePackage(ask, policy.Settings{}, time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC))
		var r *policy.Refusal
		if errors.As(err, &r) != (rule != "") || r != nil && r.Rule != rule {
			t.Errorf("to the %d.: %v, want %q", to, err, rule)
		}
		ask.Contract.Fields = policy.ClaimFields
		if _, err := policy.DecidePackage(ask, policy.Settings{}, time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Errorf("with names, to the %d.: %v", to, err)
		}
	}
	c.Fields = "nameless"
	if c.Check() == nil {
		t.Error("fields of a kind there is not")
	}
}
