package fhir

import "strings"

// resourceTypes are the resource types of FHIR R4 (4.0.1, resourcelist.html).
var resourceTypes = wordSet(`Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment
	AppointmentResponse AuditEvent Basic Binary BiologicallyDerivedProduct BodyStructure Bundle
	CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem ChargeItemDefinition Claim ClaimResponse
	ClinicalImpression CodeSystem Communication CommunicationRequest CompartmentDefinition Composition
	ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse
	DetectedIssue Device DeviceDefinition DeviceMetric DeviceRequest DeviceUseStatement DiagnosticReport
	DocumentManifest DocumentReference EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest
	EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario
	ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse
	HealthcareService ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation
	ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure MeasureReport Media
	Medication MedicationAdministration MedicationDispense MedicationKnowledge MedicationRequest
	MedicationStatement MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication
	MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction
	MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical
	MedicinalProductUndesirableEffect MessageDefinition MessageHeader MolecularSequence NamingSystem
	NutritionOrder Observation ObservationDefinition OperationDefinition OperationOutcome Organization
	OrganizationAffiliation Parameters Patient PaymentNotice PaymentReconciliation Person PlanDefinition
	Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse RelatedPerson
	RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment
	RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen SpecimenDefinition
	StructureDefinition StructureMap Subscription Substance SubstanceNucleicAcid SubstancePolymer
	SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification
	SupplyDelivery SupplyRequest Task TerminologyCapabilities TestReport TestScript ValueSet
	VerificationResult VisionPrescription`)

// bundleTypes are the kinds of Bundle that hold resources as they are now. A
// history holds deletions too, a message and a response hold something else.
var bundleTypes = wordSet("collection document transaction batch searchset")

// statuses are R4's codes of each type's status. A code not in the list, or
// none where one is required, could mean anything, so it is a fault.
var statuses = map[string]map[string]bool{
	"DiagnosticReport":    wordSet("registered partial preliminary final amended corrected appended cancelled entered-in-error unknown"),
	"Observation":         wordSet("registered preliminary final amended corrected cancelled entered-in-error unknown"),
	"Encounter":           wordSet("planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown"),
	"ServiceRequest":      wordSet("draft active on-hold revoked completed entered-in-error unknown"),
	"ImagingStudy":        wordSet("registered available cancelled entered-in-error unknown"),
	"MedicationRequest":   wordSet("active on-hold cancelled completed entered-in-error stopped draft unknown"),
	"MedicationStatement": wordSet("active completed entered-in-error intended stopped on-hold unknown not-taken"),
	"Immunization":        wordSet("completed entered-in-error not-done"),
	"Procedure":           wordSet("preparation in-progress not-done on-hold stopped completed entered-in-error unknown"),
	"Coverage":            wordSet("active cancelled draft entered-in-error"),
	"Consent":             wordSet("draft proposed active rejected inactive entered-in-error"),
	"Contract": wordSet(`amended appended cancelled disputed entered-in-error executable executed negotiable
		offered policy rejected renewed revoked resolved terminated`),
}

// mediaStatuses are R4's codes of Media.status. They stand apart because a Media
// with another is left out and is no fault (image.go says why).
var mediaStatuses = wordSet("preparation in-progress not-done on-hold stopped completed entered-in-error unknown")

// leftOut are the statuses of resources that never get into a record.
var leftOut = wordSet("entered-in-error cancelled")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// validID is FHIR's id: 1 to 64 letters, digits, '-' and '.' (R4, 2.24.0.1).
func validID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, c := range []byte(id) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.':
		default:
			return false
		}
	}
	return true
}
