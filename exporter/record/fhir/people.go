package fhir

import (
	"strings"

	"vypiska/exporter/record"
)

// individual is what all resources about persons share.
type individual struct {
	Telecom []contactPoint `json:"telecom"`
	Birth   date           `json:"birthDate"`
}

type patient struct {
	head
	individual
	Name          []humanName `json:"name"`
	Gender        string      `json:"gender"`
	Deceased      date        `json:"deceasedDateTime"`
	Dead          bool        `json:"deceasedBoolean"`
	Address       []address   `json:"address"`
	Extension     []extension `json:"extension"`
	Practitioners []reference `json:"generalPractitioner"`
	Managing      reference   `json:"managingOrganization"`
	Contact       []struct {
		Name         *humanName     `json:"name"`
		Telecom      []contactPoint `json:"telecom"`
		Address      *address       `json:"address"`
		Organization reference      `json:"organization"`
	} `json:"contact"`
	Link []struct {
		Type string `json:"type"`
	} `json:"link"`
}

// replaced says why a record that another took the place of is not read: it must
// no longer be used (FHIR R4, link-type replaced-by).
func (p *patient) replaced() string {
	for _, l := range p.Link {
		if l.Type == "replaced-by" {
			return "another record has taken its place (Patient.link, replaced-by), which is to be used instead"
		}
	}
	return ""
}

func (p *patient) check() error {
	switch record.Sex(p.Gender) {
	case "", record.Male, record.Female, record.Other, record.Unknown:
		return nil
	}
	return wrongf("gender", "want male, female, other or unknown")
}

type relatedPerson struct {
	head
	individual
	Patient reference   `json:"patient"`
	Name    []humanName `json:"name"`
	Address []address   `json:"address"`
}

func (r *relatedPerson) owners() ([]reference, bool) { return []reference{r.Patient}, true }

type practitioner struct {
	head
	individual
	Name          []humanName `json:"name"`
	Address       []address   `json:"address"`
	Qualification []struct {
		Code concept `json:"code"`
	} `json:"qualification"`
}

type practitionerRole struct {
	head
	Practitioner reference `json:"practitioner"`
	Organization reference `json:"organization"`
	Specialty    []concept `json:"specialty"`
}

type organization struct {
	head
	Name    string         `json:"name"`
	Alias   []string       `json:"alias"`
	Address []address      `json:"address"`
	Telecom []contactPoint `json:"telecom"`
}

// kindBySystem names identifier systems; urn:oid: is taken off before.
var kindBySystem = map[string]record.IdentifierKind{
	"1.2.643.100.3":                  record.SNILS,
	"1.2.643.2.69.1.1.1.6.228":       record.OMS,
	"1.2.643.2.69.1.1.1.6.14":        record.Passport,
	"1.2.643.3.131.1.1":              record.INN,
	"1.2.643.100.1":                  record.OGRN,
	"urn:dicom:uid":                  record.DicomUID,
	"http://hl7.org/fhir/sid/us-ssn": record.OtherIdentifier,
}

// kindByType names codes of HL7 v2-0203.
var kindByType = map[string]record.IdentifierKind{
	"MR": record.CardNumber, "PPN": record.Passport, "ACSN": record.Accession, "MB": record.PolicyNumber,
}

// cardSystem is the root of the clinics' own card numbers (НСИ Минздрава).
const cardSystem = "1.2.643.5.1.13.13.12.2."

func (i identifier) kind() record.IdentifierKind {
	system := strings.TrimPrefix(i.System, "urn:oid:")
	if k, ok := kindBySystem[system]; ok {
		return k
	}
	if strings.HasPrefix(system, cardSystem) {
		return record.CardNumber
	}
	for _, c := range i.Type.Coding {
		if k, ok := kindByType[c.Code]; ok {
			return k
		}
	}
	switch strings.ToLower(system[strings.LastIndexByte(system, '/')+1:]) {
	case "accession", "accession-number":
		return record.Accession
	case "policy", "policy-number":
		return record.PolicyNumber
	}
	return record.OtherIdentifier
}

func identifierList(list []identifier) []record.Identifier {
	var out []record.Identifier
	for _, i := range currentFirst(list, func(i identifier) tenure { return i.tenure }) {
		if v := words(i.Value); !v.Empty() {
			out = append(out, record.Identifier{Kind: i.kind(), System: i.System, Value: v})
		}
	}
	return out
}

func names(list []humanName) []record.Name {
	var out []record.Name
	for _, n := range outlived(list) {
		out = append(out, n.record())
	}
	return out
}

// record takes the patronymic from its extension, else from the given names
// after the first (Мамед Али оглы has two).
func (n humanName) record() record.Name {
	given := allWords(n.Given)
	out := record.Name{
		Use: n.Use, Text: words(n.Text), Family: words(n.Family), Given: given,
		Prefix: allWords(n.Prefix), Suffix: allWords(n.Suffix), Patronymic: n.patronymic(),
	}
	if out.Patronymic.Empty() && len(given) > 1 {
		var rest []string
		for _, g := range n.Given {
			if g = strings.TrimSpace(g); g != "" {
				rest = append(rest, g)
			}
		}
		out.Given, out.Patronymic = given[:1], words(strings.Join(rest[1:], " "))
	}
	return out
}

func (n humanName) patronymic() record.Personal {
	for _, list := range [][]extension{n.Extension, n.FamilyMore.Extension} {
		for _, e := range list {
			url := strings.ToLower(e.URL)
			for _, end := range []string{"patronymic", "fathers-family", "middle-name", "middlename"} {
				if strings.HasSuffix(url, end) && strings.TrimSpace(e.String) != "" {
					return words(e.String)
				}
			}
		}
	}
	return record.Personal{}
}

func addresses(list []address) []record.Address {
	var out []record.Address
	for _, a := range currentFirst(list, func(a address) tenure { return a.tenure }) {
		out = append(out, record.Address{
			Text: words(a.Text), Lines: allWords(a.Line), City: words(a.City), District: words(a.District),
			State: words(a.State), PostalCode: words(a.PostalCode), Country: a.Country,
		})
	}
	return out
}

func contacts(list []contactPoint) []record.Contact {
	var out []record.Contact
	for _, c := range currentFirst(list, func(c contactPoint) tenure { return c.tenure }) {
		if v := words(c.Value); !v.Empty() {
			out = append(out, record.Contact{System: c.System, Value: v, Until: c.Period.Date})
		}
	}
	return out
}

// hidden collects the words of extensions, each once.
func hidden(list []extension) []record.Personal {
	var out []record.Personal
	seen := map[string]bool{}
	for _, e := range list {
		e.each(func(s string) {
			if s = strings.TrimSpace(s); s != "" && !seen[s] {
				seen[s] = true
				out = append(out, record.NewPersonal(s))
			}
		})
	}
	return out
}

// each calls say with every text of the extension. Depth is bounded by scan.
func (e extension) each(say func(string)) {
	say(e.String)
	say(e.Markdown)
	if a := e.Address; a != nil {
		for _, s := range append([]string{a.Text, a.City, a.District, a.State, a.PostalCode}, a.Line...) {
			say(s)
		}
	}
	if n := e.Name; n != nil {
		for _, s := range append([]string{n.Text, n.Family}, n.Given...) {
			say(s)
		}
	}
	if e.Contact != nil {
		say(e.Contact.Value)
	}
	if e.ID != nil {
		say(e.ID.Value)
	}
	if e.Concept != nil {
		say(e.Concept.Text)
		for _, c := range e.Concept.Coding {
			say(c.Display)
		}
	}
	if e.Coding != nil {
		say(e.Coding.Display)
	}
	for _, inner := range e.Extension {
		inner.each(say)
	}
}

func (p *practitioner) person(ref record.Ref) record.Person {
	out := record.Person{
		Ref: ref, Relation: record.Staff, Names: names(p.Name), Identifiers: identifierList(p.Identifier),
		Addresses: addresses(p.Address), Contacts: contacts(p.Telecom), Birth: record.NewBirthDate(p.Birth.Date),
	}
	for _, q := range p.Qualification {
		if s := q.Code.plain(); s != "" {
			out.Specialty = words(s)
			break
		}
	}
	return out
}

func (r *relatedPerson) person(ref record.Ref) record.Person {
	return record.Person{
		Ref: ref, Relation: record.Relative, Names: names(r.Name), Identifiers: identifierList(r.Identifier),
		Addresses: addresses(r.Address), Contacts: contacts(r.Telecom), Birth: record.NewBirthDate(r.Birth.Date),
	}
}

func (o *organization) record(ref record.Ref) record.Organization {
	return record.Organization{
		Ref: ref, Name: words(o.Name), Identifiers: identifierList(o.Identifier),
		Addresses: addresses(o.Address), Contacts: contacts(o.Telecom),
	}
}
