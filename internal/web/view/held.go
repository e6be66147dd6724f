package view

import (
	"slices"
	"strings"

	"vypiska/internal/app"
)

// Leaf leads to other pages of a list; empty where there are none.
type Leaf struct{ First, Next string }

// Draft is the form of a contract's version, as it was typed.
type Draft struct {
	Insurer, Number, From, To      string
	Services, Kinds, Labels, Basis string
	Fields, Insured                string
	Terms                          string // purposes and ways of handing over, as a file says them
	Keep                           bool   // the list of who is insured is that of the version before
	Listed                         int    // lines of that list
	Whole                          bool
	Wrong                          string // names of what is wrong, with a comma between; "" before anything was sent
	Fixed                          bool   // a new version of a contract: insurer and number stand
}

// Bad reports whether a field is wrong.
func (d Draft) Bad(field string) bool {
	return slices.Contains(strings.Split(d.Wrong, ", "), field)
}

// BadTerms reports whether what is wrong is among purposes and ways of handing over.
func (d Draft) BadTerms() bool {
	first, _, _ := strings.Cut(d.Wrong, ".")
	return slices.Contains([]string{"terms", "purposes", "insurer_ids", "certificates", "age_recipients", "encryption", "delivery", "retention_days", "links"}, first)
}

// ConsentForm is the form of a consent, as it was typed.
type ConsentForm struct {
	Patient, Insurer, Contract, Form, Signed, Channel string
	Wrong                                             bool
}

// Agreements lists the contracts that the clinic keeps.
type Agreements struct {
	List  []app.Held
	Leaf  Leaf
	Draft Draft
}

// Agreement is one contract with its versions and the consents to it.
type Agreement struct {
	app.Held
	Me       string // login of who looks: who entered a version does not activate it
	Consents []app.Consent
	Leaf     Leaf
	Draft    Draft
	Consent  ConsentForm
}

// Destruction is the page on which copies are destroyed and what stops it.
type Destruction struct {
	Papers []app.PaperRow
	Leaf   Leaf
	Holds  []app.HoldRow
	Demand Demand
	Hold   Demand
	Done   *app.Destroyed
}

// Demand is a form that is about one copy or one patient, as it was typed.
type Demand struct {
	What, Which, Basis, Reason string
	Wrong, Held                bool
}
