// Package policy decides who may copy what. It is a table of rules over an ask
// and the facts about the patient; the first rule that matches decides, and no
// match is a refusal. Only Decide makes a valid Grant.
package policy

import (
	"fmt"
	"time"

	"vypiska/exporter/record"
)

// Kind is the kind of a copy. There are no others (rule 1.12 of the data policy).
type Kind string

// The two kinds of a copy of one person's record.
const (
	Signed     Kind = "signed"
	Anonymized Kind = "anonymized"
)

// Role says in which capacity somebody asks.
type Role string

// The roles of the data policy, and the operator at the machine's shell.
const (
	Patient   Role = "patient"
	Doctor    Role = "doctor"
	Insurer   Role = "insurer"
	Reception Role = "reception"
	Officer   Role = "officer"
	Operator  Role = "operator"
	// Receiver is whom an operator hands a copy; nobody asks in this role.
	Receiver Role = "receiver"
)

// Asker is who asks. Subject is the person's resource ("Patient/17",
// "Practitioner/4"); for staff and the operator it is the account's or system
// user's name.
type Asker struct {
	Role    Role
	Subject record.Ref
}

// Ask is a wish for one copy.
type Ask struct {
	Asker   Asker
	Patient record.PatientID
	Kind    Kind
	// Period bounds what is copied by its date; the zero Period is everything.
	Period record.Period
	// Items, if any, are the only resources copied, with what belongs to them.
	Items []record.Ref
	// Basis is the legal basis an operator declares. Other roles have theirs by rule.
	Basis string
	Lang  string // ru, en
	// Profile is the de-identification an operator asks for; others have theirs
	// by the clinic's settings. Empty: as the settings say.
	Profile string
	// For is who receives an operator's copy ("Organization/lab"); empty: the asker.
	For record.Ref
	// Contract makes it an ask for an insurer's document: the reports that the
	// contract covers, whose service date lies in Period. Nil on all other asks.
	Contract *Contract
}

// Facts are what a decision about the patient needs to know.
type Facts struct {
	Referrals []record.Referral
	Consents  []record.Consent
	Blocks    []Block // our own, those that stand
	Settings  Settings

	// What only documents under an insurer's contract rest on.
	Coverages []record.Coverage
	Contracts []record.Contract
	Reports   []record.Report
	Written   []Written // consents on paper, our own
}

// Scope says whom a block shuts out.
type Scope string

// The scopes of a block (rule 1.13): all cabinets, or only the doctors'.
const (
	AllCabinets   Scope = "all"
	DoctorsAccess Scope = "doctors"
)

// Block is a patient's standing prohibition, recorded by reception. It binds
// the cabinets, not the operator, and not packages under an insurer's contract.
type Block struct{ Scope Scope }

// Settings are a clinic's own choices within the policy.
type Settings struct {
	// DoctorsMaySign lets doctors have signed copies too (rule 1.7).
	DoctorsMaySign bool
	// NoOperator refuses copies made at the machine's shell (cli.export: off).
	NoOperator bool
	// Profile is how copies are de-identified where no operator asks otherwise
	// (deid.profile).
	Profile string
	// BlocksBindPackages lets a patient's block of all cabinets keep them out of
	// insurers' packages too.
	BlocksBindPackages bool
}

// FactsOf takes from a record what decisions need.
func FactsOf(rec record.Record, s Settings) Facts {
	return Facts{Referrals: rec.Referrals, Consents: rec.Consents, Settings: s,
		Coverages: rec.Coverages, Contracts: rec.Contracts, Reports: rec.Reports}
}

// Refusal is a decision against an ask. Rule names the row of the table.
type Refusal struct {
	Rule   string
	Reason string // for people, without personal data
	// Suspends: the patient forbids it now; it may be allowed again, so nothing
	// ends for good.
	Suspends bool
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused by rule %q: %s", r.Rule, r.Reason) }

// Grant is the proof that a decision was made. Only Decide builds a valid one,
// and Export has no other source of these facts. A grant is never saved or read
// back: the worker decides again, and so does every download.
type Grant struct {
	ask     Ask
	rule    string
	basis   string
	profile string
	asOf    time.Time
	labels  labels
	judged  []Judged
	valid   bool
}

// Valid reports whether the grant was made by Decide.
func (g Grant) Valid() bool { return g.valid }

// Patient is whose record may be copied.
func (g Grant) Patient() record.PatientID { return g.ask.Patient }

// Kind is the only kind of copy allowed.
func (g Grant) Kind() Kind { return g.ask.Kind }

// Recipient is who asked.
func (g Grant) Recipient() Asker { return g.ask.Asker }

// ReceivedBy is who gets the copy: whom an operator named, or who asked.
func (g Grant) ReceivedBy() Asker {
	if g.ask.Asker.Role == Operator && g.ask.For != "" {
		return Asker{Role: Receiver, Subject: g.ask.For}
	}
	return g.ask.Asker
}

// Profile names how an anonymized or pseudonymous copy is de-identified.
func (g Grant) Profile() string { return g.profile }

// Pseudonymous reports whether the contract wants the copy both de-identified
// and signed.
func (g Grant) Pseudonymous() bool {
	return g.valid && g.ask.Contract != nil && g.ask.Contract.Fields == PseudonymFields
}

// Treating reports whether the copy stays in the relation between a patient and
// the doctor the patient was referred to.
func (g Grant) Treating() bool { return g.valid && g.ask.Asker.Role == Doctor }

// Period bounds what may be copied.
func (g Grant) Period() record.Period { return g.ask.Period }

// Items are the only resources that may be copied; none means all.
func (g Grant) Items() []record.Ref { return append([]record.Ref(nil), g.ask.Items...) }

// Lang is the language of the form.
func (g Grant) Lang() string { return g.ask.Lang }

// Rule names the row of the table that decided.
func (g Grant) Rule() string { return g.rule }

// Basis is the legal basis, as printed and registered.
func (g Grant) Basis() string { return g.basis }

// Contract is the insurer's contract the copy is made under; false where there is none.
func (g Grant) Contract() (Contract, bool) {
	if g.ask.Contract == nil {
		return Contract{}, false
	}
	return *g.ask.Contract, true
}

// Judged tells, on a grant under a contract, of each report in the period why it
// is in or stays out.
func (g Grant) Judged() []Judged { return append([]Judged(nil), g.judged...) }

// AsOf is the moment the decision is about; nothing later is copied.
func (g Grant) AsOf() time.Time { return g.asOf }

// MaySee reports whether a resource's security labels allow this recipient to
// see it. Restricted resources go to the patient alone, to others only where
// the referral names the very label.
func (g Grant) MaySee(m record.Meta) bool {
	return g.valid && (!m.Restricted() || g.labels.cover(m.Labels))
}
