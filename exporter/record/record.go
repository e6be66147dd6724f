// Package record is our small model of a patient's record: what an extract can
// be made of and what a decision about it needs. It knows no format and no
// transport; record/fhir reads it from the clinic's information system (MIS).
//
// Every text that can identify a person or tells of their health is Personal.
// exporter/deidentify has a rule for every field here, and a test that fails
// for a field without one: a field added here is withheld until someone decides.
package record

// PatientID is the id of a Patient resource in the MIS ("ru-p01").
type PatientID string

// Ref names a resource as "Type/id" ("Practitioner/ru-doc1"). It is empty
// where the source names nobody we can find.
type Ref string

// Record is everything the source holds of one patient that can be shown, plus
// what decisions need. Resources that were entered in error or cancelled, and
// resources of anybody else, are never in it.
type Record struct {
	Patient       Patient
	Encounters    []Encounter
	Referrals     []Referral
	Diagnoses     []Diagnosis
	Reports       []Report
	Studies       []ImagingStudy
	Observations  []Observation
	Medications   []Medication
	Allergies     []Allergy
	Immunizations []Immunization
	Procedures    []Procedure
	Coverages     []Coverage
	Contracts     []Contract
	Consents      []Consent
	Provenance    []Provenance

	// People are all others the source names beside the patient: staff,
	// relatives, subscribers. De-identification looks for them in free text.
	People []Person
	// Organizations are all the source names, the issuing clinic among them.
	Organizations []Organization
	// Issuer is the organization that keeps the record; empty if not stated.
	Issuer Ref
	// Origin is what all this was read from.
	Origin Origin
}

// Meta is what every resource carries.
type Meta struct {
	Ref         Ref
	VersionID   string
	LastUpdated Date
	Sum         [32]byte // SHA-256 of the resource as the source gave it
	Labels      []Label
	Encounter   Ref
}

// Confidentiality is a code of HL7 v3 Confidentiality.
type Confidentiality string

// Labels that bind a resource to the patient alone (DESIGN.md, decisions).
const (
	Restricted     Confidentiality = "R"
	VeryRestricted Confidentiality = "V"
)

// Label is one meta.security coding.
type Label struct {
	System string
	Code   string
}

// Restricted reports whether the resource may go to nobody but the patient
// without a contract or referral that names the label.
func (m Meta) Restricted() bool {
	for _, l := range m.Labels {
		if c := Confidentiality(l.Code); c == Restricted || c == VeryRestricted {
			return true
		}
	}
	return false
}

// Status is a resource's FHIR status code as written ("final", "active").
type Status string

// Statuses that change what may be shown.
const (
	Preliminary Status = "preliminary"
	Registered  Status = "registered"
	Partial     Status = "partial"
)

// Preliminary reports whether a report or result is not final yet, so that it
// must be marked where it is shown.
func (s Status) Preliminary() bool {
	return s == Preliminary || s == Registered || s == Partial
}

// Code is one coding. Display is kept apart, as Personal, where it is shown.
type Code struct {
	System string
	Code   string
}

// Text is a CodeableConcept: what a person reads, and the codes behind it.
type Text struct {
	Text  Personal
	Codes []Code
}

// Code returns the first code of the system, or "".
func (t Text) Code(system string) string {
	for _, c := range t.Codes {
		if c.System == system {
			return c.Code
		}
	}
	return ""
}
