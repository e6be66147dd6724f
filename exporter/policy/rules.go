package policy

import (
	"slices"
	"strings"
	"time"

	"vypiska/exporter/record"
)

// Bases printed on copies and kept in the register.
const (
	BasisPatient   = "запрос пациента, ст. 22 323-ФЗ"
	BasisReferral  = "направление лечащего врача, ст. 13 323-ФЗ"
	BasisContract  = "письменное согласие пациента, ст. 13 323-ФЗ"
	BasisNotStated = "operator, not stated"
)

// A rule is one row of the table. When says whether the row is about this ask
// at all; the first row that is decides. An empty refuse grants with basis.
type rule struct {
	name     string
	when     func(a Ask, f Facts, now time.Time) bool
	refuse   string
	suspends bool // of a refusal: the patient may allow it again
	basis    func(a Ask) string
	labels   func(a Ask, f Facts, now time.Time) labels
}

// table is the whole policy: read it from top to bottom.
var table = []rule{
	{name: "ask-incomplete", when: incomplete, refuse: "the ask names no patient, or no kind of copy that exists: ask for a signed or an anonymized copy of one patient"},

	{name: "operator-off", when: both(by(Operator), func(_ Ask, f Facts, _ time.Time) bool { return f.Settings.NoOperator }), refuse: "copies at the machine's shell are switched off (cli.export)"},
	{name: "operator", when: by(Operator), basis: declared, labels: noLabels},

	{name: "patient-other", when: both(by(Patient), not(ownRecord)), refuse: "a patient gets copies of their own record only"},
	{name: "patient-blocked", when: both(by(Patient), blocked(AllCabinets)), suspends: true, refuse: "access in the cabinets is blocked; reception can unblock it"},
	{name: "patient-unsigned", when: both(by(Patient), kind(Anonymized)), refuse: "a patient's copy is always signed"},
	{name: "patient-own", when: by(Patient), basis: always(BasisPatient), labels: allLabels},

	{name: "doctor-no-referral", when: both(by(Doctor), not(referred)), refuse: "no referral of this doctor for the patient is live on this day"},
	{name: "doctor-blocked", when: both(by(Doctor), blocked(AllCabinets, DoctorsAccess)), suspends: true, refuse: "the patient has forbidden doctors' access"},
	{name: "doctor-denied", when: both(by(Doctor), deniedToDoctor), suspends: true, refuse: "the patient has forbidden doctors' access"},
	{name: "doctor-signed", when: both(by(Doctor), both(kind(Signed), not(doctorsMaySign))), refuse: "doctors get anonymized reports; this clinic has not switched on signed copies for doctors"},
	{name: "doctor-referral", when: by(Doctor), basis: always(BasisReferral), labels: referralLabels},

	{name: "insurer-package-only", when: both(by(Insurer), not(underContract)), refuse: "insurers get packages under a contract, not single copies"},
	{name: "package-other-insurer", when: both(by(Insurer), not(ownContract)), refuse: "the contract is another insurer's, or cannot be used as it is"},
	{name: "package-unsigned", when: both(by(Insurer), kind(Anonymized)), refuse: "a document in a package is always signed"},
	{name: "package-nothing", when: both(by(Insurer), nothingInPeriod), refuse: "no report has its service date in the period"},
	{name: "package-blocked", when: leftOut(CodeBlocked), suspends: true, refuse: "the patient has blocked access, and this clinic lets blocks bind packages"},
	{name: "package-no-consent", when: leftOut(CodeNoConsent), suspends: true, refuse: "no written consent of the patient to this insurer stands"},
	{name: "package-not-insured", when: leftOut(CodeNotInsured), refuse: "the person was not insured under the contract on the day of the service"},
	{name: "package-out-of-scope", when: leftOut(CodeOutOfScope), refuse: "the contract does not cover the services of the period"},
	{name: "package-not-final", when: leftOut(CodeNotFinal), refuse: "the reports of the period are not final yet"},
	{name: "package", when: by(Insurer), basis: contractBasis, labels: contractLabels},

	{name: "reception-nothing-medical", when: by(Reception), refuse: "reception sees nothing medical"},
	{name: "officer-nothing-medical", when: by(Officer), refuse: "the privacy officer sees nothing medical"},
}

// Decide applies the table to an ask at the moment now, whose location is the
// clinic's. It returns a valid Grant, or a *Refusal naming the rule.
func Decide(a Ask, f Facts, now time.Time) (Grant, error) {
	for _, r := range table {
		if !r.when(a, f, now) {
			continue
		}
		if r.refuse != "" {
			return Grant{}, &Refusal{Rule: r.name, Reason: r.refuse, Suspends: r.suspends}
		}
		return grant(r, a, f, now), nil
	}
	return Grant{}, &Refusal{Rule: "default", Reason: "no rule allows this"}
}

// profileOf is how a copy is de-identified: as the operator asks, as a contract
// without names needs, else as the clinic chose, else strictly.
func profileOf(a Ask, s Settings) string {
	switch {
	case a.Contract != nil && a.Contract.Fields == PseudonymFields:
		return "research"
	case a.Asker.Role == Operator && a.Profile != "":
		return a.Profile
	case s.Profile != "":
		return s.Profile
	}
	return "strict"
}

// grant is the proof. Under a contract its items are the reports that are covered.
func grant(r rule, a Ask, f Facts, now time.Time) Grant {
	a.Items = append([]record.Ref(nil), a.Items...)
	judged := Judge(a, f, now)
	if a.Contract != nil {
		c := *a.Contract
		a.Contract, a.Items = &c, nil
	}
	for _, j := range judged {
		if j.Code == "" {
			a.Items = append(a.Items, j.Report)
		}
	}
	return Grant{ask: a, rule: r.name, basis: r.basis(a), profile: profileOf(a, f.Settings), asOf: now, labels: r.labels(a, f, now), judged: judged, valid: true}
}

type condition = func(Ask, Facts, time.Time) bool

func by(r Role) condition   { return func(a Ask, _ Facts, _ time.Time) bool { return a.Asker.Role == r } }
func kind(k Kind) condition { return func(a Ask, _ Facts, _ time.Time) bool { return a.Kind == k } }
func not(c condition) condition {
	return func(a Ask, f Facts, t time.Time) bool { return !c(a, f, t) }
}
func both(c, d condition) condition {
	return func(a Ask, f Facts, t time.Time) bool { return c(a, f, t) && d(a, f, t) }
}

func incomplete(a Ask, _ Facts, now time.Time) bool {
	return a.Patient == "" || a.Kind != Signed && a.Kind != Anonymized || now.IsZero() || a.Contract != nil && a.Asker.Role != Insurer
}

func underContract(a Ask, _ Facts, _ time.Time) bool { return a.Contract != nil }

// ownContract: an insurer asks under its own contract, for all that it covers:
// single items, or everything at once, are not a package.
func ownContract(a Ask, _ Facts, _ time.Time) bool {
	return a.Contract.Check() == nil && a.Contract.Insurer == a.Asker.Subject && len(a.Items) == 0 && !a.Period.Start.IsZero() && !a.Period.End.IsZero()
}

func nothingInPeriod(a Ask, f Facts, now time.Time) bool { return len(Judge(a, f, now)) == 0 }

// leftOut: no report of the period goes into the package, and one stays out by the code.
func leftOut(code Code) condition {
	return func(a Ask, f Facts, now time.Time) bool {
		found := false
		for _, j := range Judge(a, f, now) {
			if j.Code == "" {
				return false
			}
			found = found || j.Code == code
		}
		return found
	}
}

func contractBasis(a Ask) string { return a.Contract.LegalBasis() }

func blocked(scopes ...Scope) condition {
	return func(_ Ask, f Facts, _ time.Time) bool {
		for _, b := range f.Blocks {
			if has(scopes, b.Scope) {
				return true
			}
		}
		return false
	}
}

func ownRecord(a Ask, _ Facts, _ time.Time) bool {
	return a.Asker.Subject == record.Ref("Patient/"+string(a.Patient))
}

func doctorsMaySign(_ Ask, f Facts, _ time.Time) bool { return f.Settings.DoctorsMaySign }

func referred(a Ask, f Facts, now time.Time) bool { return len(liveReferrals(a, f, now)) > 0 }

// liveReferrals are the doctor's own referrals that are active, written, and
// inside their period. One that states no end is not live: doubt means no.
func liveReferrals(a Ask, f Facts, now time.Time) []record.Referral {
	var live []record.Referral
	for _, r := range f.Referrals {
		mine := a.Asker.Subject != "" && r.Requester.Ref == a.Asker.Subject
		written := !r.Authored.IsZero() && !now.Before(r.Authored.Start(now.Location()))
		if mine && written && r.Status == "active" && !r.Valid.End.IsZero() && r.Valid.Contains(now, now.Location()) {
			live = append(live, r)
		}
	}
	return live
}

// doctorCabinet is the category of consents about doctors' access (rule 1.13).
const doctorCabinet = "doctor-cabinet"

func deniedToDoctor(a Ask, f Facts, now time.Time) bool {
	for _, c := range f.Consents {
		if c.Status == "active" && has(c.Categories, doctorCabinet) && denies(c.Provision, mayBe(a.Asker.Subject), now) {
			return true
		}
	}
	return false
}

// mayBe reports whether an actor is the doctor, or something that doctors belong
// to, like a clinic or a team: who belongs to it is not known, and the stricter wins.
func mayBe(doctor record.Ref) func(record.Ref) bool {
	return func(actor record.Ref) bool {
		return actor == doctor || !strings.HasPrefix(string(actor), "Practitioner/")
	}
}

// is reports whether an actor is the very one.
func is(who record.Ref) func(record.Ref) bool {
	return func(actor record.Ref) bool { return actor == who }
}

// denies looks for a prohibition anywhere in the provision: an exception inside
// a permission is a prohibition, and the stricter wins.
func denies(p record.Provision, meant func(record.Ref) bool, now time.Time) bool {
	if !p.Period.Contains(now, now.Location()) {
		return false
	}
	if p.Type == record.Deny && (len(p.Actors) == 0 || slices.ContainsFunc(p.Actors, meant)) {
		return true
	}
	for _, q := range p.Provisions {
		if denies(q, meant, now) {
			return true
		}
	}
	return false
}

func has[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func always(basis string) func(Ask) string { return func(Ask) string { return basis } }

func declared(a Ask) string {
	if b := strings.TrimSpace(a.Basis); b != "" {
		return b
	}
	return BasisNotStated
}

// labels are the restricted labels a recipient may see.
type labels struct {
	all   bool
	named map[record.Label]bool
}

func (l labels) cover(of []record.Label) bool {
	if l.all {
		return true
	}
	for _, label := range of {
		m := record.Meta{Labels: []record.Label{label}}
		if m.Restricted() && !l.named[label] {
			return false
		}
	}
	return true
}

func allLabels(Ask, Facts, time.Time) labels { return labels{all: true} }
func noLabels(Ask, Facts, time.Time) labels  { return labels{} }

func contractLabels(a Ask, _ Facts, _ time.Time) labels {
	named := map[record.Label]bool{}
	for _, l := range a.Contract.Labels {
		named[l] = true
	}
	return labels{named: named}
}

func referralLabels(a Ask, f Facts, now time.Time) labels {
	named := map[record.Label]bool{}
	for _, r := range liveReferrals(a, f, now) {
		for _, l := range r.Labels {
			named[l] = true
		}
	}
	return labels{named: named}
}
