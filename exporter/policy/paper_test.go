package policy_test

import (
	"errors"
	"testing"
	"time"

	"vypiska/exporter/policy"
)

func TestWhoMayHavePapers(t *testing.T) {
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		ask  policy.PaperAsk
		rule string
		ok   bool
	}{
		{"the officer signs acts", policy.PaperAsk{Asker: policy.Asker{Role: policy.Officer, Subject: "o"}, Paper: policy.Act}, "act-officer", true},
		{"the service writes acts of what it destroys", policy.PaperAsk{Asker: policy.Asker{Role: policy.Service}, Paper: policy.Act}, "act-service", true},
		{"an act is no way to a patient's data", policy.PaperAsk{Asker: policy.Asker{Role: policy.Officer}, Paper: policy.Act, Patient: "17"}, "act-of-a-patient", false},
		{"reception signs no acts", policy.PaperAsk{Asker: policy.Asker{Role: policy.Reception}, Paper: policy.Act}, "paper-default", false},
		{"nor does the operator", policy.PaperAsk{Asker: policy.Asker{Role: policy.Operator}, Paper: policy.Act}, "paper-default", false},
		{"the officer lists disclosures", policy.PaperAsk{Asker: policy.Asker{Role: policy.Officer}, Paper: policy.Disclosures, Patient: "17"}, "disclosures-officer", true},
		{"of one patient at a time", policy.PaperAsk{Asker: policy.Asker{Role: policy.Officer}, Paper: policy.Disclosures}, "disclosures-of-nobody", false},
		{"a patient sees who had their copies", policy.PaperAsk{Asker: policy.Asker{Role: policy.Patient, Subject: "Patient/17"}, Paper: policy.Disclosures, Patient: "17"}, "disclosures-own", true},
		{"and nobody else's", policy.PaperAsk{Asker: policy.Asker{Role: policy.Patient, Subject: "Patient/18"}, Paper: policy.Disclosures, Patient: "17"}, "paper-default", false},
		{"a doctor sees none", policy.PaperAsk{Asker: policy.Asker{Role: policy.Doctor, Subject: "Practitioner/4"}, Paper: policy.Disclosures, Patient: "17"}, "paper-default", false},
		{"a paper nobody knows", policy.PaperAsk{Asker: policy.Asker{Role: policy.Officer}, Paper: "letter"}, "paper-default", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, err := policy.DecidePaper(c.ask, at)
			var r *policy.Refusal
			if c.ok && (err != nil || !w.Valid() || w.Rule() != c.rule || w.Basis() == "") {
				t.Errorf("%v, %v", w.Rule(), err)
			}
			if !c.ok && (!errors.As(err, &r) || r.Rule != c.rule || w.Valid()) {
				t.Errorf("%v, want a refusal by %s", err, c.rule)
			}
		})
	}
	if w, err := policy.DecidePaper(policy.PaperAsk{Asker: policy.Asker{Role: policy.Officer}, Paper: policy.Act}, time.Time{}); err == nil || w.Valid() {
		t.Error("a decision without a moment")
	}
	for _, kind := range []policy.Kind{policy.PaperCopy} {
		for _, role := range []policy.Role{policy.Officer, policy.Operator, policy.Patient, policy.Service} {
			g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: role, Subject: "Patient/17"}, Patient: "17", Kind: kind}, policy.Facts{}, at)
			if err == nil || g.Valid() {
				t.Errorf("%s: a record's copy of kind %s is granted", role, kind)
			}
		}
	}
}
