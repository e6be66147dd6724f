package exporter

import (
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// The words forms need of a record, so that templates imports exporter alone.
type (
	// Text is text that does not print by itself.
	Text = record.Personal
	// Date is a date with the precision its source stated.
	Date = record.Date
	// Birth is a birth date, which does not print by itself either.
	Birth = record.BirthDate
	// Period is a span of dates.
	Period = record.Period
	// Number is a decimal as its source wrote it.
	Number = record.Number
	// Value is what an observation found.
	Value = record.Value
	// Range is a reference range.
	Range = record.Range
	// When says when something began, ended or was done.
	When = record.When
	// Age is how old somebody was then.
	Age = record.Age
	// Supply is how much of a medicine may be handed out.
	Supply = record.Supply
	// Status is a FHIR status code.
	Status = record.Status
)

// Extract is what forms may print, and nothing else reaches them: selected by
// the grant and, for an anonymized copy, de-identified before. Times are in
// the clinic's zone. Text stays Personal until a form draws it.
type Extract struct {
	Number   string // 4-4-4, reserved before drawing
	Kind     policy.Kind
	Form     string // the form it is printed on: one of the Form constants
	Lang     string // ru, en
	IssuedAt time.Time
	Basis    string // legal basis, as registered
	Period   record.Period

	Issuer Issuer
	// VerifyURL is printed in short and encoded in the QR code.
	VerifyURL string
	// Mark is the visible signature mark (ГОСТ Р 7.0.97-2016, 5.23); nil on anonymized copies.
	Mark *Mark
	// Anonymized tells how a copy was de-identified; nil on copies that name the patient.
	Anonymized *Anonymized
	// Case is what an insurer's document says of the contract; nil on other copies.
	Case *Case

	Patient       Patient
	Diagnoses     []Diagnosis
	Laboratory    []Panel
	Trends        []Trend
	Reports       []Report
	Measurements  []Panel // vital signs and all other observations
	Medications   []Medication
	Allergies     []Allergy
	Immunizations []Immunization
	Procedures    []Procedure
	Encounters    []Encounter
	Studies       []Study
	// Omissions are things the reader must know are missing ("1 attachment cannot be printed").
	Omissions []Omission
}

// The forms an Extract may be printed on.
const (
	FormExtract    = "extract"    // all of it
	FormLaboratory = "laboratory" // laboratory results alone
	FormImaging    = "imaging"    // reports of imaging studies alone
	FormAnonymized = "anonymized" // every de-identified copy
	FormCase       = "case"       // an insurer's case summary
	// FormPseudonymous is an insurer's document without names.
	FormPseudonymous = "pseudonymous"
)

// Case is the contract a case summary is made under, and the services it is about.
type Case struct {
	Contract string // its number
	Insurer  Text
	Policy   Text // the insured person's policy; empty where the services are under several
	Services []Service
}

// Service is one service rendered, as the contract codes it.
type Service struct {
	Date Date
	Code string
	Name Text
	// Policy is set where the document's services are under several.
	Policy Text
}

// Issuer is the letterhead: the clinic that makes the copy.
type Issuer struct {
	Name    Text
	Address Text
	Phone   Text
	OGRN    Text
	Licence Text
}

// Mark is what the printed signature mark says about the certificate.
type Mark struct {
	Serial   string // hexadecimal, upper case
	Owner    string
	From, To time.Time
	Demo     bool // sealed with a demo key: the mark says so
}

// Anonymized names the profile a copy was de-identified by.
type Anonymized struct {
	Profile string // strict, research
	Version string
	Methods []string // codes of the methods, for the form's words
	// Pseudonym is the patient's name for this recipient alone; empty where the profile gives none.
	Pseudonym string
	// Group says what was done about small groups: one of the Group codes.
	Group string
}

// What was done about small groups of patients who look alike.
const (
	GroupTreating    = ""             // nothing: the recipient treats the patient and knows who it is
	GroupNotAssessed = "not-assessed" // the source holds too few patients to count in
	GroupEnough      = "enough"       // at least deid.k patients look like this one
	GroupGeneralised = "generalised"  // as enough, after some particulars were left out
)

// Patient is the block at the head of the first page. Only fields with
// something in them are printed. On an anonymized copy only Sex, AgeBand and
// Region may be set.
type Patient struct {
	Name     record.Personal // surname, given name, patronymic
	Birth    record.BirthDate
	Age      int // full years on the day of issue, -1 if not known
	AgeBand  string
	Sex      record.Sex
	SNILS    record.Personal
	OMS      record.Personal
	Card     record.Personal
	Policies []record.Personal // "ДМС-123, СК «…»" one line each
	Address  record.Personal
	Phone    record.Personal
	Region   record.Personal
	Deceased record.Date
	Dead     bool // on a day nobody wrote down
}

// Diagnosis is one line of the list of diagnoses.
type Diagnosis struct {
	Code         string // ICD-10 code if the source has one
	Name         record.Personal
	Clinical     record.Status
	Verification record.Status
	Severity     record.Personal
	Stages       []record.Personal
	Evidence     []record.Personal
	Site         record.Personal
	Onset        record.When
	Abated       record.When
	Recorded     record.Date
	Note         record.Personal
}

// Panel is one table of results taken together.
type Panel struct {
	Title   record.Personal
	Date    record.Date
	Rows    []Row
	Comment record.Personal // the laboratory's conclusion
	// Preliminary panels are marked where they are printed.
	Preliminary bool
	Amended     bool
	Performers  []record.Personal
}

// Flag says on which side of its reference range a value lies.
type Flag int

// Flags; FlagNone where the source gives no range and no interpretation.
const (
	FlagNone Flag = iota
	FlagNormal
	FlagLow
	FlagHigh
	FlagLowCritical
	FlagHighCritical
	FlagAbnormal // abnormal without a side
)

// flagCodes name the flags in forms' tables of words.
var flagCodes = [...]string{"none", "normal", "low", "high", "critically-low", "critically-high", "abnormal"}

// Code is the flag's name in forms' tables of words.
func (f Flag) Code() string {
	if f < 0 || int(f) >= len(flagCodes) {
		return flagCodes[FlagNone]
	}
	return flagCodes[f]
}

// Row is one result. Number and bounds are as written in the source, with a
// point; forms print the decimal mark of their language, never other digits.
type Row struct {
	Name  record.Personal
	Value record.Value
	Flag  Flag
	Range record.Range
	// Ranges are all where there are several: which one is meant, nobody said.
	Ranges []record.Range
	// Taken is when, where the table's own date does not say it.
	Taken       record.Date
	Ended       record.Date       // of what lasted
	About       []record.Personal // whom or what, where it is not the patient
	Unfit       bool              // the specimen was unsatisfactory
	Preliminary bool
	Amended     bool
	Said        []record.Personal // interpretations that are no sign, in words or codes
	Note        record.Personal
	Indent      bool // a component of the row above
	Heads       bool // has no value of its own: its components below have
}

// Point is one value of a trend.
type Point struct {
	Date  record.Date
	Value record.Number
	Flag  Flag
}

// Trend is a chart of three or more values of one measurement in one unit, oldest first.
type Trend struct {
	Name   record.Personal
	Unit   string
	Range  record.Range // the newest value's reference range
	Points []Point
}

// Report is one diagnostic report in words.
type Report struct {
	Title       record.Personal
	Category    string // RAD, LAB… of HL7 v2-0074, or ""
	Date        record.Date
	Issued      record.Date
	Status      record.Status
	Preliminary bool
	Amended     bool
	Performers  []record.Personal
	Accession   record.Personal
	Reasons     []record.Personal // it was ordered for
	Specimens   []record.Personal
	// Body holds the report's paragraphs, one for each line of the source.
	Body       []record.Personal
	Conclusion []record.Personal
	Findings   []Finding
	Unreadable int // attachments that cannot be printed
	Images     []Image
}

// Image is a picture of a report. Data is a JPEG or PNG file, not yet decoded.
type Image struct {
	Caption record.Personal
	Date    record.Date
	Data    record.Personal
}

// Finding is a coded conclusion of a report.
type Finding struct {
	Code string
	Name record.Personal
}

// Medication is one line of the list of prescriptions.
type Medication struct {
	Name        record.Personal
	Composition record.Personal
	Dosage      []record.Personal
	Status      record.Status
	Because     []record.Personal // of the status
	Authored    record.Date
	Taken       record.Period
	Course      record.Personal
	Reasons     []record.Personal
	Supply      record.Supply
	Requester   record.Personal
}

// Procedure is one line of the list of procedures.
type Procedure struct {
	Name          record.Personal
	Performed     record.When
	Status        record.Status
	Because       record.Personal // of the status
	Reasons       []record.Personal
	Sites         []record.Personal
	Performers    []record.Personal
	Outcome       record.Personal
	Complications []record.Personal
	Used          []record.Personal
	FollowUp      []record.Personal
	Notes         []record.Personal
}

// Encounter is one visit.
type Encounter struct {
	Period  record.Period
	Status  record.Status // empty where it is over, as visits of a record are
	Class   string
	Types   []record.Personal
	Reasons []record.Personal
	Found   []record.Personal // diagnoses
	Outcome record.Personal   // where the patient went
	Doctors []record.Personal
}

// Study is one imaging study.
type Study struct {
	Started     record.Date
	Description record.Personal
	Modalities  []string
	Sites       []record.Personal
	Steps       []record.Personal
	Reasons     []record.Personal
	Notes       []record.Personal
	Accession   record.Personal
	Series      int
	Instances   int
}

// Omission is a code and a count; forms have the words.
type Omission struct {
	Code  string // attachment, image, result, label, other
	Count int
}

// Paper is a drawn form: a finished, unsealed PDF.
type Paper struct {
	PDF   []byte
	Pages int
	// MarkPage and MarkRect (PDF points, lower left and upper right) say where
	// the signature mark was drawn; the seal's widget lies over it. MarkPage is
	// counted from 0, -1 when no mark was drawn.
	MarkPage int
	MarkRect [4]float64
	// Missing lists code points no font has. Each was drawn as a visible
	// replacement; the copy's maker reports them.
	Missing []rune
	// Spoilt counts images that could not be drawn; the page says so in their place.
	Spoilt int
	// Encoded is what the codes on the pages say to a camera.
	Encoded []string
	// Form, Version and Hash (SHA-256, hexadecimal) name the form.
	Form, Version, Hash string
}
