package record

// Encounter is one visit.
type Encounter struct {
	Meta
	Status   Status
	Class    string // v3-ActCode: AMB, IMP, EMER…
	Types    []Text // what kind of visit, of which service
	Why      Why
	Found    Why  // the diagnoses of the visit
	Outcome  Text // where the patient went
	Period   Period
	Provider Ref
	Doctors  []Performer
}

// Diagnosis is a Condition.
type Diagnosis struct {
	Meta
	Code         Text
	Clinical     Status // active, resolved…
	Verification Status // confirmed, provisional…
	Onset        When
	Abated       When
	Recorded     Date
	Severity     Personal // as the source words it, or mild, moderate, severe
	Stages       []Personal
	Evidence     []Text
	Site         Personal
	Note         Personal
}

// Performer names who did or wrote something: a resource of People, or just text.
type Performer struct {
	Ref     Ref
	Display Personal
}

// Document is a presentedForm as readable text. HTML has become text; its
// paragraphs are separated by newlines.
type Document struct {
	Title    Personal
	Language string
	Text     Personal
}

// Report is a DiagnosticReport.
type Report struct {
	Meta
	Status      Status
	Categories  []Code
	Code        Text
	Identifiers []Identifier
	Effective   Period
	Issued      Date
	Performers  []Performer
	Results     []Ref // Observations, in the report's order
	Studies     []Ref
	BasedOn     []Ref // Referrals
	Why         Why   // they were written for; filled in with what a recipient may see
	Specimens   []Personal
	Conclusion  Personal
	Findings    []Text // conclusionCode
	Documents   []Document
	// Unreadable counts presented forms we can neither turn into text nor show
	// (PDF, DICOM); forms say that they exist.
	Unreadable int
	// Missing counts results it names that the source does not hold as this
	// patient's; forms say so.
	Missing int
	// Images are its key images and the presented forms that are pictures.
	Images []Image
}

// Image is one picture of a report. Its Meta has the labels of the resource it
// came from, which may forbid what the report's own allow.
type Image struct {
	Meta
	Caption Personal
	Date    Date
	// Data is the JPEG or PNG file as the source gave it. A face or a name burnt
	// into the picture tells who it is, so its bytes do not print either. It is
	// empty where the picture is left out: broken, missing, too large, too many,
	// or of a copy that must not tell who the patient is.
	Data Personal
}

// LeftOut reports whether the picture exists and cannot be shown.
func (i Image) LeftOut() bool { return i.Data.Empty() }

// ImagingStudy is one study of the archive.
type ImagingStudy struct {
	Meta
	Status      Status
	Identifiers []Identifier
	Started     Date
	Description Personal
	Modalities  []string
	BodySites   []Personal // with their side
	Steps       []Text     // procedures done
	Why         Why
	Notes       []Personal
	Series      int
	Instances   int
}

// Value is what an observation found: a quantity, or words, or nothing with a reason.
type Value struct {
	Number     Number
	Comparator string // <, <=, >=, >
	Unit       string
	// Words holds every value that is not one number: a text, a code's display,
	// a range, a ratio, a time, yes or no.
	Words  Personal
	Absent string // data-absent-reason code
}

// Range is one reference range. Bounds are as written; Text is the laboratory's own wording.
type Range struct {
	Low, High Number
	Text      string
	AppliesTo []Text
	Ages      Age // whom it is for; never the patient's own
}

// Component is one part of an observation (systolic, diastolic).
type Component struct {
	Code           Text
	Value          Value
	Interpretation []Text
	Ranges         []Range
}

// Observation is one measurement or finding.
type Observation struct {
	Meta
	Status     Status
	Categories []string // laboratory, vital-signs, survey…
	Code       Text
	Effective  Date
	Ended      Date // of what lasted: urine of a day, a Holter
	About      Why  // whom or what, where it is not the patient (focus): a fetus, an implant
	Value      Value
	// Interpretation is what the laboratory says of the value, in words; its
	// codes are those of v3-ObservationInterpretation: N, H, LL, R…
	Interpretation []Text
	Ranges         []Range
	Note           Personal
	Method         Personal
	Specimen       Personal
	Unfit          bool     // the specimen was unsatisfactory
	Site           Personal // of the body
	Components     []Component
	Members        []Ref
}

// Medication is a MedicationRequest or MedicationStatement.
type Medication struct {
	Meta
	Status      Status
	Because     []Text // of the status: why it was stopped, or is not taken
	Drug        Text
	Composition Personal // form, and substances with their strength
	Dosage      []Personal
	Authored    Date
	Taken       Period // as a MedicationStatement states it
	Course      Text   // short, long, seasonal
	Why         Why
	Supply      Supply
	Requester   Performer
}

// Supply is how much of a medicine may be handed out.
type Supply struct {
	Quantity Personal
	Refills  Number
	Lasts    Personal
	Valid    Period
	Exactly  bool // no other may be given instead
}

// Allergy is an AllergyIntolerance.
type Allergy struct {
	Meta
	Clinical     Status
	Verification Status
	Code         Text
	Type         string   // allergy, intolerance
	Categories   []string // food, medication, environment, biologic
	Criticality  string
	Onset        When
	LastSeen     Date // of a reaction
	Reactions    []Reaction
	Recorded     Date
	Note         Personal
}

// Reaction is one event of an allergy.
type Reaction struct {
	Signs     []Text
	Severity  string // mild, moderate, severe
	Substance Text   // where it is narrower than the allergy's own code
	Route     Personal
	Began     Date
	Story     Personal
	Note      Personal
}

// Immunization is one vaccination, or one that was not given.
type Immunization struct {
	Meta
	Status       Status // completed, not-done
	NotDone      Text   // why not
	Vaccine      Text
	Occurred     When
	Told         Text // whom it is known from, where the giver did not record it
	Manufacturer Performer
	LotNumber    Personal
	Expires      Date
	Dose         Personal // how much
	Route        Personal
	Site         Personal
	Why          Why
	Weak         bool // the dose does not count (isSubpotent)
	WeakReasons  []Text
	Courses      []Course
	Reactions    []AfterEffect
	Notes        []Personal
}

// Course is the place of a dose in a series.
type Course struct {
	Series   Personal
	Diseases []Text
	Dose, Of Personal // numbers, or words
}

// AfterEffect is what followed a vaccination.
type AfterEffect struct {
	Date Date
	What Why
	Self bool // reported by the patient
}

// Procedure is something done to the patient.
type Procedure struct {
	Meta
	Status        Status
	Because       Text // of the status: why it was not done, or stopped
	Code          Text
	Performed     When
	Why           Why
	Sites         []Personal // of the body
	Performers    []Performer
	Outcome       Text
	Complications Why
	Used          []Text // devices and materials, those that stay in the body among them
	FollowUp      []Text
	Notes         []Personal
}

// Provenance says where a resource came from.
type Provenance struct {
	Meta
	Targets  []Ref
	Recorded Date
	Agents   []Performer
}
