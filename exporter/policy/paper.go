package policy

import (
	"time"

	"vypiska/exporter/record"
)

// Service is the role of the service itself, which writes the acts of what it
// destroys at the end of its term. It gets no copies of a record: no row of the
// table is about it.
const Service Role = "service"

// Paper is a paper of the clinic's own: about copies, not out of a record.
type Paper string

// The papers there are.
const (
	Act         Paper = "act"         // of destruction
	Disclosures Paper = "disclosures" // who received a patient's copies
)

// PaperCopy is the kind of a sealed paper. No ask for a record's copy has it.
const PaperCopy Kind = "paper"

// Bases of papers.
const (
	BasisAct         = "ст. 21 152-ФЗ, приказ Роскомнадзора № 179 от 28.10.2022"
	BasisDisclosures = "ст. 14 152-ФЗ, запрос субъекта"
)

// PaperAsk is a wish for a paper. Patient is whom a list of disclosures is about.
type PaperAsk struct {
	Asker   Asker
	Paper   Paper
	Patient record.PatientID
}

// Warrant is the proof that a paper may be sealed, as a Grant is for a copy of a
// record; neither stands for the other. Only DecidePaper makes a valid one.
type Warrant struct {
	ask         PaperAsk
	rule, basis string
	asOf        time.Time
	valid       bool
}

// Valid reports whether the warrant was made by DecidePaper.
func (w Warrant) Valid() bool { return w.valid }

// Paper is which paper may be sealed.
func (w Warrant) Paper() Paper { return w.ask.Paper }

// Patient is whom the paper is about, empty for an act.
func (w Warrant) Patient() record.PatientID { return w.ask.Patient }

// Recipient is who asked.
func (w Warrant) Recipient() Asker { return w.ask.Asker }

// Rule names the row that decided.
func (w Warrant) Rule() string { return w.rule }

// Basis is the legal basis, as registered.
func (w Warrant) Basis() string { return w.basis }

// AsOf is the moment of the decision.
func (w Warrant) AsOf() time.Time { return w.asOf }

// paperRule is one row about papers; an empty refuse grants with basis.
type paperRule struct {
	name   string
	when   func(PaperAsk) bool
	refuse string
	basis  string
}

// papers is the whole policy about papers: the first row that matches decides.
var papers = []paperRule{
	{name: "act-of-a-patient", when: func(a PaperAsk) bool { return a.Paper == Act && a.Patient != "" }, refuse: "an act is about copies, not about a patient"},
	{name: "act-officer", when: paper(Act, Officer), basis: BasisAct},
	{name: "act-service", when: paper(Act, Service), basis: BasisAct},
	{name: "disclosures-of-nobody", when: func(a PaperAsk) bool { return a.Paper == Disclosures && a.Patient == "" }, refuse: "a list of disclosures is about one patient"},
	{name: "disclosures-officer", when: paper(Disclosures, Officer), basis: BasisDisclosures},
	{name: "disclosures-own", when: ownDisclosures, basis: BasisDisclosures},
}

func paper(p Paper, r Role) func(PaperAsk) bool {
	return func(a PaperAsk) bool { return a.Paper == p && a.Asker.Role == r }
}

func ownDisclosures(a PaperAsk) bool {
	return paper(Disclosures, Patient)(a) && a.Asker.Subject == record.Ref("Patient/"+string(a.Patient))
}

// DecidePaper applies the rows about papers at the moment now. No match is a
// refusal.
func DecidePaper(a PaperAsk, now time.Time) (Warrant, error) {
	for _, r := range papers {
		if now.IsZero() || !r.when(a) {
			continue
		}
		if r.refuse != "" {
			return Warrant{}, &Refusal{Rule: r.name, Reason: r.refuse}
		}
		return Warrant{ask: a, rule: r.name, basis: r.basis, asOf: now, valid: true}, nil
	}
	return Warrant{}, &Refusal{Rule: "paper-default", Reason: "no rule allows this paper"}
}
