package deidentify

// A rule says what becomes of one field. The zero rule withholds.
type rule int

const (
	drop       rule = iota
	keep            // as it is: counts, sex
	code            // a code, if it has a code's shape and is nobody's number
	unit            // a unit of measure, if it has a unit's shape
	decimal         // a number, if it is one
	system          // the name of a code system
	text            // free text: scrubbed
	year            // a date: cut to its year
	ref             // a reference: an opaque one, or none if its target is withheld
	into            // a structure or a list: its fields have rules of their own
	region          // a place not below the region: scrubbed text
	letterhead      // the issuing clinic alone, whole
	issuer          // the reference of the issuing clinic
)

// rules decides about every field of the record model, by "Type.Field". A field
// that is not here is withheld, and a test fails until somebody decides.
var rules = map[string]rule{
	"Record.Patient": into, "Record.Encounters": into, "Record.Diagnoses": into, "Record.Reports": into, "Record.Studies": into,
	"Record.Observations": into, "Record.Medications": into, "Record.Allergies": into, "Record.Immunizations": into, "Record.Procedures": into,
	"Record.Referrals": drop, "Record.Coverages": drop, "Record.Contracts": drop, "Record.Consents": drop, "Record.Provenance": drop,
	"Record.People": drop, "Record.Organizations": letterhead, "Record.Issuer": issuer,

	"Meta.Ref": ref, "Meta.VersionID": drop, "Meta.LastUpdated": drop, "Meta.Labels": drop, "Meta.Encounter": ref,
	"Label.System": drop, "Label.Code": drop,
	"Code.System": system, "Code.Code": code, "Text.Text": text, "Text.Codes": into,
	"Period.Start": year, "Period.End": year,

	"Patient.Meta": drop, "Patient.ID": drop, "Patient.Names": drop, "Patient.Identifiers": drop, "Patient.Birth": drop,
	"Patient.Sex": keep, "Patient.Deceased": year, "Patient.Addresses": into, "Patient.Contacts": drop, "Patient.Hidden": drop,
	"Patient.GeneralPractitioners": drop,
	"Address.Text":                 drop, "Address.Lines": drop, "Address.City": drop, "Address.District": drop, "Address.State": region,
	"Address.PostalCode": drop, "Address.Country": code,

	"Encounter.Meta": into, "Encounter.Status": code, "Encounter.Class": code, "Encounter.Types": into, "Encounter.Reasons": into,
	"Encounter.Period": into, "Encounter.Provider": drop,

	"Diagnosis.Meta": into, "Diagnosis.Code": into, "Diagnosis.Clinical": code, "Diagnosis.Verification": code, "Diagnosis.Onset": year,
	"Diagnosis.Abated": year, "Diagnosis.Recorded": year, "Diagnosis.Note": text,

	"Report.Meta": into, "Report.Status": code, "Report.Categories": into, "Report.Code": into, "Report.Identifiers": drop,
	"Report.Effective": into, "Report.Issued": year, "Report.Performers": drop, "Report.Results": ref, "Report.Studies": ref,
	"Report.BasedOn": drop, "Report.Conclusion": text, "Report.Findings": into, "Report.Documents": into, "Report.Unreadable": keep,
	// Names are burnt into pictures and faces are in them: what is left says that there was one.
	"Report.Images": into,
	"Image.Meta":    drop, "Image.Caption": drop, "Image.Date": drop, "Image.Data": drop,
	"Document.Title": text, "Document.Language": code, "Document.Text": text,

	"ImagingStudy.Meta": into, "ImagingStudy.Status": code, "ImagingStudy.Identifiers": drop, "ImagingStudy.Started": year,
	"ImagingStudy.Description": text, "ImagingStudy.Modalities": code, "ImagingStudy.BodySites": text, "ImagingStudy.Series": keep,
	"ImagingStudy.Instances": keep,

	"Observation.Meta": into, "Observation.Status": code, "Observation.Categories": code, "Observation.Code": into,
	"Observation.Effective": year, "Observation.Value": into, "Observation.Interpretation": code, "Observation.Ranges": into,
	"Observation.Note": text, "Observation.Method": text, "Observation.Specimen": text, "Observation.Components": into, "Observation.Members": ref,
	"Value.Number": decimal, "Value.Comparator": code, "Value.Unit": unit, "Value.Words": text, "Value.Absent": code,
	"Range.Low": decimal, "Range.High": decimal, "Range.Text": text, "Range.AppliesTo": into,
	"Component.Code": into, "Component.Value": into, "Component.Interpretation": code, "Component.Ranges": into,

	"Medication.Meta": into, "Medication.Status": code, "Medication.Drug": into, "Medication.Dosage": text, "Medication.Authored": year,
	"Medication.Requester": drop,
	"Allergy.Meta":         into, "Allergy.Clinical": code, "Allergy.Verification": code, "Allergy.Code": into, "Allergy.Criticality": code,
	"Allergy.Reactions": into, "Allergy.Recorded": year, "Allergy.Note": text,
	"Immunization.Meta": into, "Immunization.Status": code, "Immunization.Vaccine": into, "Immunization.Occurred": year,
	"Immunization.LotNumber": drop, "Immunization.DoseNumber": code,
	"Procedure.Meta": into, "Procedure.Status": code, "Procedure.Code": into, "Procedure.Performed": into, "Procedure.Performers": drop,
	"Procedure.Outcome": into, "Procedure.Notes": text,

	// Reached through withheld fields alone: withheld too, should a road open.
	"Referral.Meta": drop, "Referral.Status": drop, "Referral.Code": drop, "Referral.Authored": drop, "Referral.Valid": drop,
	"Referral.Requester": drop, "Referral.Reasons": drop,
	"Coverage.Meta": drop, "Coverage.Status": drop, "Coverage.Type": drop, "Coverage.Identifiers": drop, "Coverage.Period": drop,
	"Coverage.Payors": drop, "Coverage.Contracts": drop,
	"Contract.Meta": drop, "Contract.Status": drop, "Contract.Number": drop, "Contract.Applies": drop, "Contract.Parties": drop, "Contract.Services": drop,
	"Consent.Meta": drop, "Consent.Status": drop, "Consent.Categories": drop, "Consent.Decided": drop, "Consent.Provision": drop,
	"Provision.Type": drop, "Provision.Period": drop, "Provision.Actors": drop, "Provision.Provisions": drop,
	"Provenance.Meta": drop, "Provenance.Targets": drop, "Provenance.Recorded": drop, "Provenance.Agents": drop,
	"Performer.Ref": drop, "Performer.Display": drop,
	"Name.Use": drop, "Name.Text": drop, "Name.Family": drop, "Name.Given": drop, "Name.Patronymic": drop, "Name.Prefix": drop, "Name.Suffix": drop,
	"Identifier.Kind": drop, "Identifier.System": drop, "Identifier.Value": drop,
	"Contact.System": drop, "Contact.Value": drop,
	"Person.Ref": drop, "Person.Relation": drop, "Person.Names": drop, "Person.Identifiers": drop, "Person.Addresses": drop,
	"Person.Contacts": drop, "Person.Birth": drop, "Person.Specialty": drop,
	"Organization.Ref": drop, "Organization.Name": drop, "Organization.Identifiers": drop, "Organization.Addresses": drop, "Organization.Contacts": drop,
}
