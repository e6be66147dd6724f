package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vypiska/exporter/record"
)

// Fields says how much of a report an insurer gets.
type Fields string

// What a contract may say of it.
const (
	// FullFields is the whole report on the clinic's own extract.
	FullFields Fields = "full"
	// ClaimFields is the case summary: services and reports, without the
	// person's address, telephone, SNILS and card number.
	ClaimFields Fields = "claims-minimal"
	// PseudonymFields is the report without who it is about: de-identified by the
	// research profile, the person named by a pseudonym of the contract's own.
	PseudonymFields Fields = "pseudonymous"
)

// Contract is an insurer's contract as the clinic entered it (rule 1.6 of the
// data policy): the outer bound of every package made under it. A version is
// never changed; a change is a new version.
type Contract struct {
	Number  string
	Version int
	Insurer record.Ref
	// Period is when it is in force; both ends are days and are stated.
	Period record.Period
	// Services and Kinds are the codes of services and the categories of reports
	// (HL7 v2-0074) it pays for; one of them is enough for a report.
	Services, Kinds []string
	// Insured, if any, are the only persons insured under it. Without it the
	// MIS says who is: a Coverage that names the contract's number.
	Insured []Insured
	Fields  Fields
	// Labels are the restricted labels the insurer may see all the same.
	Labels []record.Label
	// Basis is the legal basis as printed and registered; empty is BasisContract.
	Basis string
	// Whole: a package is not made where one person's document fails.
	Whole bool
	// Terms are purposes and the ways of handing over.
	Terms Terms
}

// Insured is one line of a contract's list: a patient, or whoever has the policy.
type Insured struct {
	Patient record.PatientID
	Policy  record.Personal
	Period  record.Period
}

// ErrContract says that a contract cannot be used as it is.
var ErrContract = errors.New("the contract cannot be used")

// A ContractError is ErrContract with the field that is wrong and what would do,
// never its value.
type ContractError struct{ Field, Want string }

func (e *ContractError) Error() string {
	return fmt.Sprintf("%v: %s: want %s", ErrContract, e.Field, e.Want)
}

// Unwrap returns ErrContract.
func (e *ContractError) Unwrap() error { return ErrContract }

// Check names the first thing that is missing or wrong.
func (c Contract) Check() error {
	for _, f := range []struct {
		ok         bool
		name, want string
	}{
		{printable(c.Number, 100), "number", "the contract's number, at most 100 bytes"},
		{c.Version > 0, "version", "a whole number from 1"},
		{strings.HasPrefix(string(c.Insurer), "Organization/") && plainID(string(c.Insurer)[len("Organization/"):]), "insurer", "the id of the insurer's Organization in the clinic's system"},
		{c.Period.Start.Precision() == record.ToDay && c.Period.End.Precision() == record.ToDay, "from, to", "both days as YYYY-MM-DD"},
		{!c.Period.End.Before(c.Period.Start), "to", "a day that is not before from"},
		{len(c.Services)+len(c.Kinds) > 0, "services", "at least one code of services, or of kinds"},
		{!slices.Contains(append(slices.Clone(c.Services), c.Kinds...), ""), "services, kinds", "codes that are not empty"},
		{has([]Fields{FullFields, ClaimFields, PseudonymFields}, c.Fields), "fields", "full, claims-minimal or pseudonymous"},
		{!slices.ContainsFunc(c.Insured, Insured.nobody), "insured", "a patient or a policy in each line"},
		{c.Basis == "" || printable(c.Basis, 1000), "basis", "at most 1000 bytes on one line"},
	} {
		if !f.ok {
			return &ContractError{f.name, f.want}
		}
	}
	if name, want := c.Terms.wrong(); name != "" {
		return &ContractError{name, want}
	}
	return nil
}

func (i Insured) nobody() bool { return (i.Patient == "") == i.Policy.Empty() }

// LegalBasis is what copies made under the contract state.
func (c Contract) LegalBasis() string {
	if c.Basis != "" {
		return c.Basis
	}
	return "договор № " + c.Number + "; " + BasisContract
}

// ScopeHash is a digest of what the contract allows, so that a package says
// under which words it was made. The list of insured persons is not in it: a
// digest of policies could be guessed back.
func (c Contract) ScopeHash() string {
	text, err := json.Marshal(struct {
		Number, Insurer, From, To, Fields string
		Version                           int
		Services, Kinds                   []string
		Labels                            []record.Label
	}{c.Number, string(c.Insurer), c.Period.Start.Day(), c.Period.End.Day(), string(c.Fields), c.Version, sorted(c.Services), sorted(c.Kinds), c.Labels})
	if err != nil {
		panic(err) // strings and numbers only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

func printable(s string, longest int) bool {
	return s != "" && len(s) <= longest && s == strings.TrimSpace(s) && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// plainID reports whether s has the form of a FHIR id (R4, 2.24.0.1).
func plainID(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.") == ""
}
