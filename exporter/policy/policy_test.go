package policy_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

var (
	moscow = time.FixedZone("MSK", 3*60*60)
	day    = time.Date(2025, 6, 15, 12, 0, 0, 0, moscow)
)

func date(t *testing.T, s string) record.Date {
	t.Helper()
	d, err := record.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const doctor = record.Ref("Practitioner/d1")

// live is a referral of doctor that is live on day.
func live(t *testing.T) record.Referral {
	return record.Referral{Status: "active", Authored: date(t, "2025-05-20T09:15:00+03:00"),
		Valid:     record.Period{Start: date(t, "2025-05-20"), End: date(t, "2025-09-01")},
		Requester: record.Performer{Ref: doctor}}
}

// denial forbids doctors' access, to the named ones or to all.
func denial(actors ...record.Ref) record.Consent {
	return record.Consent{Status: "active", Categories: []string{"doctor-cabinet"}, Provision: record.Provision{Type: record.Deny, Actors: actors}}
}

// suspends are the rules after which the patient may allow it again.
var suspends = map[string]bool{"patient-blocked": true, "doctor-blocked": true, "doctor-denied": true}

func TestTheTable(t *testing.T) {
	ask := func(role policy.Role, subject record.Ref, kind policy.Kind) policy.Ask {
		return policy.Ask{Asker: policy.Asker{Role: role, Subject: subject}, Patient: "p1", Kind: kind}
	}
	referral := func(change func(*record.Referral)) policy.Facts {
		r := live(t)
		change(&r)
		return policy.Facts{Referrals: []record.Referral{r}}
	}
	referred := referral(func(*record.Referral) {})
	with := func(c record.Consent) policy.Facts { f := referred; f.Consents = []record.Consent{c}; return f }
	changed := func(c record.Consent, change func(*record.Consent)) policy.Facts { change(&c); return with(c) }

	for _, c := range []struct {
		name  string
		ask   policy.Ask
		facts policy.Facts
		rule  string
		yes   bool
	}{
		{"a patient gets a signed copy of their own record", ask(policy.Patient, "Patient/p1", policy.Signed), policy.Facts{}, "patient-own", true},
		{"a patient gets nobody else's record", ask(policy.Patient, "Patient/p2", policy.Signed), policy.Facts{}, "patient-other", false},
		{"a patient without an id gets nothing", ask(policy.Patient, "", policy.Signed), policy.Facts{}, "patient-other", false},
		{"a patient gets no unsigned copy", ask(policy.Patient, "Patient/p1", policy.Anonymized), policy.Facts{}, "patient-unsigned", false},
		{"a doctor with a live referral gets an anonymized report", ask(policy.Doctor, doctor, policy.Anonymized), referred, "doctor-referral", true},
		{"a doctor gets no signed copy", ask(policy.Doctor, doctor, policy.Signed), referred, "doctor-signed", false},
		{"a clinic may let doctors have signed copies", ask(policy.Doctor, doctor, policy.Signed),
			policy.Facts{Referrals: referred.Referrals, Settings: policy.Settings{DoctorsMaySign: true}}, "doctor-referral", true},
		{"a doctor without a referral gets nothing", ask(policy.Doctor, doctor, policy.Anonymized), policy.Facts{}, "doctor-no-referral", false},
		{"another doctor's referral gives nothing", ask(policy.Doctor, "Practitioner/d2", policy.Anonymized), referred, "doctor-no-referral", false},
		{"a referral without requester gives nothing to a doctor without id", ask(policy.Doctor, "", policy.Anonymized),
			referral(func(r *record.Referral) { r.Requester.Ref = "" }), "doctor-no-referral", false},
		{"a completed referral gives nothing", ask(policy.Doctor, doctor, policy.Anonymized),
			referral(func(r *record.Referral) { r.Status = "completed" }), "doctor-no-referral", false},
		{"a revoked referral gives nothing", ask(policy.Doctor, doctor, policy.Anonymized),
			referral(func(r *record.Referral) { r.Status = "revoked" }), "doctor-no-referral", false},
		{"a referral gives nothing after its end", ask(policy.Doctor, doctor, policy.Anonymized),
			referral(func(r *record.Referral) { r.Valid.End = date(t, "2025-06-14") }), "doctor-no-referral", false},
		{"a referral counts on its last day", ask(policy.Doctor, doctor, policy.Anonymized),
			referral(func(r *record.Referral) { r.Valid.End = date(t, "2025-06-15") }), "doctor-referral", true},
		{"a referral gives nothing before it was written", ask(policy.Doctor, doctor, policy.Anonymized),
			referral(func(r *record.Referral) { r.Authored = date(t, "2025-06-16") }), "doctor-no-referral", false},
		{"a referral gives nothing before its start", ask(policy.Doctor, doctor, policy.Anonymized),
			referral(func(r *record.Referral) { r.Valid.Start = date(t, "2025-06-16") }), "doctor-no-referral", false},
		{"a referral without an end is not live", ask(policy.Doctor, doctor, policy.Anonymized),
			referral(func(r *record.Referral) { r.Valid.End = record.Date{} }), "doctor-no-referral", false},
		{"a denial to all doctors counts", ask(policy.Doctor, doctor, policy.Anonymized), with(denial()), "doctor-denied", false},
		{"a denial to a clinic or a team, in which the doctor may be, counts", ask(policy.Doctor, doctor, policy.Anonymized), with(denial("CareTeam/7")), "doctor-denied", false},
		{"a denial to this doctor counts", ask(policy.Doctor, doctor, policy.Anonymized), with(denial("Practitioner/d9", doctor)), "doctor-denied", false},
		{"a denial to another doctor does not", ask(policy.Doctor, doctor, policy.Anonymized), with(denial("Practitioner/d9")), "doctor-referral", true},
		{"a withdrawn denial does not", ask(policy.Doctor, doctor, policy.Anonymized),
			changed(denial(), func(c *record.Consent) { c.Status = "inactive" }), "doctor-referral", true},
		{"an expired denial does not", ask(policy.Doctor, doctor, policy.Anonymized),
			changed(denial(), func(c *record.Consent) { c.Provision.Period.End = date(t, "2025-01-31") }), "doctor-referral", true},
		{"a denial of another category does not", ask(policy.Doctor, doctor, policy.Anonymized),
			changed(denial(), func(c *record.Consent) { c.Categories = []string{"insurer-access"} }), "doctor-referral", true},
		{"an exception inside a permission is a denial", ask(policy.Doctor, doctor, policy.Anonymized),
			changed(denial(), func(c *record.Consent) {
				c.Provision = record.Provision{Type: record.Permit, Provisions: []record.Provision{{Type: record.Deny, Actors: []record.Ref{doctor}}}}
			}), "doctor-denied", false},
		{"a denial does not bind the patient", ask(policy.Patient, "Patient/p1", policy.Signed), with(denial()), "patient-own", true},
		{"a block of all cabinets suspends the patient's own", ask(policy.Patient, "Patient/p1", policy.Signed), policy.Facts{Blocks: []policy.Block{{Scope: policy.AllCabinets}}}, "patient-blocked", false},
		{"a block of the doctors leaves the patient's own", ask(policy.Patient, "Patient/p1", policy.Signed), policy.Facts{Blocks: []policy.Block{{Scope: policy.DoctorsAccess}}}, "patient-own", true},
		{"a block of the doctors suspends them", ask(policy.Doctor, doctor, policy.Anonymized),
			policy.Facts{Referrals: referred.Referrals, Blocks: []policy.Block{{Scope: policy.DoctorsAccess}}}, "doctor-blocked", false},
		{"a block of all cabinets suspends doctors", ask(policy.Doctor, doctor, policy.Anonymized),
			policy.Facts{Referrals: referred.Referrals, Blocks: []policy.Block{{Scope: policy.AllCabinets}}}, "doctor-blocked", false},
		{"a block does not tell a doctor without a referral that there is one", ask(policy.Doctor, doctor, policy.Anonymized),
			policy.Facts{Blocks: []policy.Block{{Scope: policy.AllCabinets}}}, "doctor-no-referral", false},
		{"a block does not bind the operator", ask(policy.Operator, "root", policy.Signed), policy.Facts{Blocks: []policy.Block{{Scope: policy.AllCabinets}}}, "operator", true},
		{"an insurer gets no single copy", ask(policy.Insurer, "Organization/a", policy.Signed), policy.Facts{}, "insurer-package-only", false},
		{"reception gets nothing medical", ask(policy.Reception, "reception-1", policy.Signed), policy.Facts{}, "reception-nothing-medical", false},
		{"the officer gets nothing medical", ask(policy.Officer, "officer-1", policy.Anonymized), policy.Facts{}, "officer-nothing-medical", false},
		{"the operator gets a signed copy", ask(policy.Operator, "root", policy.Signed), policy.Facts{}, "operator", true},
		{"the operator gets an anonymized copy", ask(policy.Operator, "root", policy.Anonymized), policy.Facts{}, "operator", true},
		{"a clinic may switch the operator's copies off", ask(policy.Operator, "root", policy.Signed),
			policy.Facts{Settings: policy.Settings{NoOperator: true}}, "operator-off", false},
		{"an unknown role gets nothing", ask("cleaner", "x", policy.Signed), policy.Facts{}, "default", false},
		{"no role gets nothing", ask("", "Patient/p1", policy.Signed), policy.Facts{}, "default", false},
		{"an unknown kind is refused", ask(policy.Operator, "root", "plain"), policy.Facts{}, "ask-incomplete", false},
		{"no patient is refused", policy.Ask{Asker: policy.Asker{Role: policy.Operator}, Kind: policy.Signed}, policy.Facts{}, "ask-incomplete", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := policy.Decide(c.ask, c.facts, day)
			if c.yes {
				if err != nil || !g.Valid() || g.Rule() != c.rule || g.Basis() == "" {
					t.Fatalf("got %v, rule %q, basis %q; want a grant by %q", err, g.Rule(), g.Basis(), c.rule)
				}
				return
			}
			var r *policy.Refusal
			if !errors.As(err, &r) || r.Rule != c.rule || r.Reason == "" || g.Valid() || r.Suspends != suspends[c.rule] {
				t.Fatalf("got %v, grant %v; want a refusal by %q", err, g.Valid(), c.rule)
			}
		})
	}
}

func TestTheOperatorsBasisIsKeptOrItsAbsence(t *testing.T) {
	for basis, want := range map[string]string{"запрос суда № 7": "запрос суда № 7", "": policy.BasisNotStated, "  ": policy.BasisNotStated} {
		g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: policy.Operator}, Patient: "p", Kind: policy.Signed, Basis: basis}, policy.Facts{}, day)
		if err != nil || g.Basis() != want {
			t.Errorf("basis %q: got %q, %v", basis, g.Basis(), err)
		}
	}
}

func TestNobodyElsesBasisIsTheirOwnWord(t *testing.T) {
	g, err := policy.Decide(policy.Ask{Asker: policy.Asker{Role: policy.Patient, Subject: "Patient/p"}, Patient: "p", Kind: policy.Signed, Basis: "because"}, policy.Facts{}, day)
	if err != nil || strings.Contains(g.Basis(), "because") {
		t.Errorf("got %q, %v", g.Basis(), err)
	}
}

func TestSecurityLabels(t *testing.T) {
	hiv := record.Label{System: "x", Code: "R"}
	psy := record.Label{System: "x", Code: "V"}
	restricted := record.Meta{Labels: []record.Label{hiv}}
	both := record.Meta{Labels: []record.Label{hiv, psy}}
	normal := record.Meta{Labels: []record.Label{{System: "x", Code: "N"}}}
	named := live(t)
	named.Labels = []record.Label{hiv}

	for _, c := range []struct {
		name                       string
		ask                        policy.Ask
		referral                   record.Referral
		restricted, both, ordinary bool
	}{
		{"the patient sees everything", policy.Ask{Asker: policy.Asker{Role: policy.Patient, Subject: "Patient/p"}, Kind: policy.Signed}, record.Referral{}, true, true, true},
		{"a doctor sees what has no label", policy.Ask{Asker: policy.Asker{Role: policy.Doctor, Subject: doctor}, Kind: policy.Anonymized}, live(t), false, false, true},
		{"a doctor sees the label the referral names, not others", policy.Ask{Asker: policy.Asker{Role: policy.Doctor, Subject: doctor}, Kind: policy.Anonymized}, named, true, false, true},
		{"the operator sees what has no label", policy.Ask{Asker: policy.Asker{Role: policy.Operator}, Kind: policy.Signed}, record.Referral{}, false, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.ask.Patient = "p"
			g, err := policy.Decide(c.ask, policy.Facts{Referrals: []record.Referral{c.referral}}, day)
			if err != nil {
				t.Fatal(err)
			}
			if g.MaySee(restricted) != c.restricted || g.MaySee(both) != c.both || g.MaySee(normal) != c.ordinary || !g.MaySee(record.Meta{}) {
				t.Errorf("sees restricted %v, both %v, ordinary %v", g.MaySee(restricted), g.MaySee(both), g.MaySee(normal))
			}
		})
	}
	if (policy.Grant{}).MaySee(restricted) {
		t.Error("a zero grant sees a restricted resource")
	}
}
