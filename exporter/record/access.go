package record

// Referral is a ServiceRequest: what gives a doctor the right to a report.
type Referral struct {
	Meta
	Status   Status
	Code     Text
	Authored Date
	Valid    Period // occurrence[x]
	// Requester is the Practitioner, also where the source names a PractitionerRole.
	Requester Performer
	Why       Why
	Notes     []Personal
}

// Coverage says who pays for the patient, when, under which contracts.
type Coverage struct {
	Meta
	Status      Status
	Type        Text
	Identifiers []Identifier
	Period      Period
	Payors      []Ref
	Contracts   []Ref
}

// Contract is an insurer's contract.
type Contract struct {
	Meta
	Status   Status
	Number   string
	Applies  Period
	Parties  []Ref
	Services []Code
}

// Decision is what a consent says.
type Decision string

// The two values of Consent.provision.type.
const (
	Permit Decision = "permit"
	Deny   Decision = "deny"
)

// Consent is a patient's permission or prohibition. Nested provisions are kept,
// because an exception inside a permission is a prohibition.
type Consent struct {
	Meta
	Status     Status
	Categories []string // codes: doctor-cabinet, insurer-access…
	Decided    Date
	Provision  Provision
}

// Provision is a Consent's rule; empty Actors mean everybody.
type Provision struct {
	Type       Decision
	Period     Period
	Actors     []Ref
	Provisions []Provision
}
