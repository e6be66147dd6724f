package app_test

import (
	"errors"
	"strings"
	"testing"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/app"
)

const contractText = `{"number": "Д-1", "insurer": "a", "from": "2025-01-01", "to": "2025-12-31", "services": ["CT"],
	"labels": ["http://x|R", "V"], "insured": [{"patient": "Patient/p1"}, {"policy": "ДМС-77", "to": "2025-06-30"}]}`

func TestAContractIsReadFromJSONOrYAML(t *testing.T) {
	yamlText := "number: Д-1\ninsurer: Organization/a\nfrom: 2025-01-01\nto: 2025-12-31\nservices: [CT]\n" +
		"labels: ['http://x|R', V]\ninsured:\n- patient: p1\n- policy: ДМС-77\n  to: 2025-06-30\n"
	for name, text := range map[string]string{"json": contractText, "yaml": yamlText, "with a mark before it": "\ufeff" + contractText} {
		c, err := app.ParseContract([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if c.Number != "Д-1" || c.Version != 1 || c.Insurer != "Organization/a" || c.Fields != policy.FullFields || c.Period.End.Day() != "2025-12-31" ||
			c.Labels[0] != (record.Label{System: "http://x", Code: "R"}) || c.Labels[1].Code != "V" ||
			c.Insured[0].Patient != "p1" || !c.Insured[1].Policy.Equal(record.NewPersonal("ДМС-77")) || c.Insured[1].Period.End.Day() != "2025-06-30" {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func TestAContractThatBindsLessThanItSaysIsRefused(t *testing.T) {
	for _, c := range []struct{ name, old, new string }{
		{"a misspelled key", `"services"`, `"service"`},
		{"a key twice", `"number": "Д-1"`, `"number": "Д-1", "number": "Д-2"`},
		{"a text in windows-1251", `"Д-1"`, "\"\xc4-1\""},
		{"no number", `"Д-1"`, `""`},
		{"no end", `"to": "2025-12-31", `, ``},
		{"an end before its beginning", `"2025-12-31"`, `"2024-12-31"`},
		{"an end known to the month", `"2025-12-31"`, `"2025-12"`},
		{"no services", `["CT"]`, `[]`},
		{"a service without a code", `["CT"]`, `["CT", ""]`},
		{"an insurer that is no id", `"insurer": "a"`, `"insurer": "a b"`},
		{"a line that names nobody", `{"patient": "Patient/p1"}`, `{"to": "2025-06-30"}`},
		{"fields of a kind there is not", `"insurer": "a"`, `"insurer": "a", "fields": "nameless"`},
		{"a day that is none", `"2025-06-30"`, `"2025-06-31"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := app.ParseContract([]byte(strings.Replace(contractText, c.old, c.new, 1)))
			if !errors.Is(err, policy.ErrContract) {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), "ДМС-77") {
				t.Errorf("the error names a policy: %v", err)
			}
		})
	}
}
