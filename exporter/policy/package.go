package policy

import (
	"time"

	"vypiska/exporter/record"
)

// PackageAsk is a wish for one package: everything a contract covers in a period.
type PackageAsk struct {
	// Asker is the officer or operator on the insurer's behalf, or the insurer.
	Asker    Asker
	Contract Contract
	Period   record.Period // whole days, both stated
}

// PackageGrant is the proof that a package may be made. Only DecidePackage
// builds a valid one. What goes into it is decided for each person by Decide.
type PackageGrant struct {
	ask   PackageAsk
	asOf  time.Time
	valid bool
}

// DecidePackage decides whether a package may be made at all at the moment now,
// whose location is the clinic's. A period in which the contract was not in
// force gives an empty package, not a refusal: the insurer is owed that answer.
func DecidePackage(a PackageAsk, s Settings, now time.Time) (PackageGrant, error) {
	refuse := func(rule, reason string) (PackageGrant, error) {
		return PackageGrant{}, &Refusal{Rule: rule, Reason: reason}
	}
	switch own := a.Asker.Role == Insurer && a.Asker.Subject == a.Contract.Insurer; {
	case a.Contract.Check() != nil:
		return refuse("package-contract", "the contract cannot be used as it is")
	case a.Asker.Role == Operator && s.NoOperator:
		return refuse("operator-off", "copies at the machine's shell are switched off (cli.export)")
	case a.Asker.Role != Operator && a.Asker.Role != Officer && !own:
		return refuse("package-asker", "packages are made for the insurer of the contract alone, by the officer or by itself")
	case a.Period.Start.Precision() != record.ToDay || a.Period.End.Precision() != record.ToDay || a.Period.End.Before(a.Period.Start):
		return refuse("package-period", "a package is of whole days, from one to another that is not before it")
	case a.Contract.Fields == PseudonymFields && a.Period.End.Before(record.DateOf(a.Period.Start.Start(time.UTC).AddDate(0, 0, shortestVeiled-1).Date())):
		return refuse("package-short", "a package without names is of four weeks or more: a shorter period would tell by how much its dates were moved")
	case now.IsZero() || a.Period.Start.Start(now.Location()).After(now):
		return refuse("package-early", "the period has not begun")
	}
	return PackageGrant{ask: a, asOf: now, valid: true}, nil
}

// shortestVeiled is how many days a package without names is about at least.
const shortestVeiled = 28

// Valid reports whether the grant was made by DecidePackage.
func (g PackageGrant) Valid() bool { return g.valid }

// Contract is what the package is made under.
func (g PackageGrant) Contract() Contract { return g.ask.Contract }

// Period is what the package is about.
func (g PackageGrant) Period() record.Period { return g.ask.Period }

// AsOf is the moment the decision is about.
func (g PackageGrant) AsOf() time.Time { return g.asOf }

// Asker is who asked for the package.
func (g PackageGrant) Asker() Asker { return g.ask.Asker }

// Document is the ask for one person's document in the package.
func (g PackageGrant) Document(patient record.PatientID, lang string) Ask {
	c := g.ask.Contract
	return Ask{Asker: Asker{Role: Insurer, Subject: c.Insurer}, Patient: patient, Kind: Signed, Period: g.ask.Period, Lang: lang, Contract: &c}
}

// Holds reports whether a document decided by d belongs into this package.
func (g PackageGrant) Holds(d Grant) bool {
	c, under := d.Contract()
	return g.valid && d.Valid() && under && d.Kind() == Signed && d.Period() == g.ask.Period &&
		c.Number == g.ask.Contract.Number && c.ScopeHash() == g.ask.Contract.ScopeHash()
}
