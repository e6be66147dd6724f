package record

// Sex is FHIR's administrative gender.
type Sex string

// The codes of administrative-gender; empty means not stated.
const (
	Male    Sex = "male"
	Female  Sex = "female"
	Other   Sex = "other"
	Unknown Sex = "unknown"
)

// Name is one HumanName. Patronymic holds the Russian отчество, whether the
// source wrote it as a second given name or in an extension.
type Name struct {
	Use        string
	Text       Personal
	Family     Personal
	Given      []Personal
	Patronymic Personal
	Prefix     []Personal
	Suffix     []Personal
}

// IdentifierKind says what an identifier is.
type IdentifierKind string

// Kinds known from their naming system or type code; Other keeps the rest.
const (
	SNILS           IdentifierKind = "snils"
	OMS             IdentifierKind = "oms"
	Passport        IdentifierKind = "passport"
	INN             IdentifierKind = "inn"
	CardNumber      IdentifierKind = "card" // medical record number of the clinic
	PolicyNumber    IdentifierKind = "policy"
	OGRN            IdentifierKind = "ogrn"
	Accession       IdentifierKind = "accession"
	DicomUID        IdentifierKind = "dicom-uid"
	OtherIdentifier IdentifierKind = "other"
)

// Identifier is a number somebody gave to a person or thing.
type Identifier struct {
	Kind   IdentifierKind
	System string
	Value  Personal
}

// Address as the source wrote it, whole and in parts.
type Address struct {
	Text       Personal
	Lines      []Personal
	City       Personal
	District   Personal
	State      Personal
	PostalCode Personal
	Country    string
}

// Contact is a telephone number, an e-mail address or a URL.
type Contact struct {
	System string
	Value  Personal
	Until  Date // when it stopped or will stop being theirs; zero where nothing says so
}

// Patient is the person the record is about.
type Patient struct {
	Meta
	ID          PatientID
	Names       []Name
	Identifiers []Identifier
	Birth       BirthDate
	Sex         Sex
	Deceased    Date
	Dead        bool // said without a date
	Addresses   []Address
	Contacts    []Contact
	// Mother's maiden name, birth place, race and such, which extensions tell:
	// never printed, looked for by de-identification.
	Hidden []Personal
	// Practitioners the patient is registered with (Patient.generalPractitioner).
	GeneralPractitioners []Ref
}

// Relation says why a person stands in somebody's record.
type Relation string

// Relations of a Person to the record.
const (
	Staff    Relation = "staff"
	Relative Relation = "relative"
	Payer    Relation = "subscriber"
)

// Person is somebody else the record names: a doctor, a relative.
type Person struct {
	Ref         Ref
	Relation    Relation
	Names       []Name
	Identifiers []Identifier
	Addresses   []Address
	Contacts    []Contact
	Birth       BirthDate
	Specialty   Personal
}

// Organization is a clinic, an insurer, an employer.
type Organization struct {
	Ref         Ref
	Name        Personal
	Identifiers []Identifier
	Addresses   []Address
	Contacts    []Contact
}
