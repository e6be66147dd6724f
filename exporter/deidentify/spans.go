package deidentify

// The types of spans, in the words of the evaluation data.
const (
	typePatient   = "PATIENT"
	typeRelative  = "RELATIVE"
	typeDoctor    = "DOCTOR"
	typePerson    = "PERSON"
	typeDate      = "DATE"
	typeOrg       = "ORG"
	typeLocation  = "LOCATION"
	typeAddress   = "ADDRESS"
	typePhone     = "PHONE"
	typeEmail     = "EMAIL"
	typeURL       = "URL"
	typeTelegram  = "TELEGRAM"
	typeSocial    = "SOCIAL"
	typePlate     = "PLATE"
	typeIP        = "IP"
	typeMRN       = "MRN"
	typeAccession = "ACCESSION"
	typeDevice    = "DEVICE"
	typeAge90     = "AGE90"
	typeAge       = "AGE"
	typeInsurance = "INSURANCE_ID"
	typeNumber    = "NUMBER"
)

// Span is one thing taken out of a text. Start and End count Unicode code
// points of the input; End is exclusive.
type Span struct {
	Start, End int
	Type       string
	Rule       string // the layer that found it
}

// placeholders by span type and language. They hold no digits, so that a reader
// cannot take one for a value.
var placeholders = map[string][2]string{
	typePatient: {"[ФИО]", "[name]"}, typeRelative: {"[ФИО]", "[name]"}, typeDoctor: {"[ФИО]", "[name]"}, typePerson: {"[ФИО]", "[name]"},
	typeDate: {"[дата]", "[date]"}, typeOrg: {"[организация]", "[organization]"}, typeLocation: {"[место]", "[place]"},
	typeAge: {"[возраст]", "[age]"}, typeAddress: {"[адрес]", "[address]"}, typePhone: {"[телефон]", "[phone]"}, typeEmail: {"[e-mail]", "[e-mail]"},
	typeURL: {"[ссылка]", "[link]"}, typeTelegram: {"[ссылка]", "[link]"}, typeSocial: {"[ссылка]", "[link]"},
}

func placeholder(kind, lang string) string {
	p, ok := placeholders[kind]
	if !ok {
		p = [2]string{"[номер]", "[number]"}
	}
	if lang == "en" {
		return p[1]
	}
	return p[0]
}
