package deidentify

import (
	"fmt"
	"slices"
	"strings"

	"vypiska/exporter/record"
)

// Identity is what is known of the patient and of everybody else a record
// names: what the free text must not tell. It does not print. The zero value
// knows nobody; the other layers still work.
type Identity struct{ k *knowledge }

// knowledge holds the texts as their sources wrote them.
type knowledge struct {
	people  []person
	things  []thing
	numbers []thing
	births  []record.Date
	visits  []record.Date // days the clinic saw the patient on
	// letterhead is what the issuing clinic prints of itself on every copy.
	letterhead []string
	// printed is the letterhead of the settings: its places may be the patient's
	// town as well, its words are nobody's name for that.
	printed []string
}

// forget makes room for what is known of somebody else.
func (k *knowledge) forget() {
	clear(k.people)
	clear(k.numbers)
	clear(k.things)
	*k = knowledge{people: k.people[:0], numbers: k.numbers[:0], things: k.things[:0]}
}

// person is one human being. loose words are parts of a name whose role nobody
// stated.
type person struct {
	kind       string
	family     string
	given      []string
	patronymic string
	loose      []string
	gender     gender
}

// thing is a place, an organisation or a number, and the type of its span. A number is
// squeezed, too.
type thing struct{ kind, text, squeezed string }

const mask = "•••"

// Format prints the mask whatever the verb.
func (Identity) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, mask) }

// MarshalText returns the mask.
func (Identity) MarshalText() ([]byte, error) { return []byte(mask), nil }

func (id Identity) knowledge() *knowledge {
	if id.k == nil {
		return &knowledge{}
	}
	return id.k
}

// Gather collects the identity from all linked resources of a record. The
// issuing clinic's own name and numbers are the letterhead and stay out.
func Gather(rec record.Record) Identity {
	k := &knowledge{}
	k.patient(rec.Patient)
	for _, p := range rec.People {
		k.person(p)
	}
	for _, o := range rec.Organizations {
		if o.Ref != rec.Issuer || rec.Issuer == "" {
			k.organization(o)
		}
	}
	k.performers(rec)
	k.documents(rec)
	k.visited(rec)
	k.spareLetterhead(rec)
	return Identity{k}
}

// Beside gives the identity for a copy with that letterhead, which the settings
// and not the record tell: a town that stands in it is no leak there. Names and
// numbers in it still are.
func (id Identity) Beside(letterhead ...record.Personal) Identity {
	k := *id.knowledge()
	for _, l := range letterhead {
		k.printed = append(slices.Clone(k.printed), l.Reveal())
	}
	return Identity{&k}
}

// Sparing gives the identity for a copy that names these numbers on purpose: a
// document made under a contract states the contract's. Only what is the very
// number is spared.
func (id Identity) Sparing(numbers ...string) Identity {
	k := *id.knowledge()
	k.numbers = slices.DeleteFunc(slices.Clone(k.numbers), func(n thing) bool {
		return slices.ContainsFunc(numbers, func(s string) bool { return squeeze(s) == n.squeezed })
	})
	return Identity{&k}
}

// spareLetterhead notes the issuing clinic's own words and takes its numbers and
// addresses out of what is looked for: staff are reached by the clinic's phone.
func (k *knowledge) spareLetterhead(rec record.Record) {
	own := &knowledge{}
	for _, o := range rec.Organizations {
		if o.Ref == rec.Issuer && rec.Issuer != "" {
			own.organization(o)
		}
	}
	numbers, texts := map[string]bool{}, map[string]bool{}
	for _, n := range own.numbers {
		numbers[n.squeezed] = true
	}
	for _, t := range own.things {
		k.letterhead = append(k.letterhead, t.text)
		texts[squeeze(t.text)] = t.kind != typeLocation
	}
	k.numbers = slices.DeleteFunc(k.numbers, func(n thing) bool { return numbers[n.squeezed] })
	k.things = slices.DeleteFunc(k.things, func(t thing) bool { return texts[squeeze(t.text)] })
}

func (k *knowledge) patient(p record.Patient) {
	k.names(typePatient, p.Names, genderOf(p.Sex))
	k.identifiers(p.Identifiers)
	k.addresses(p.Addresses)
	k.contacts(p.Contacts)
	k.birth(p.Birth)
	for _, h := range p.Hidden {
		k.hidden(h.Reveal())
	}
}

func (k *knowledge) person(p record.Person) {
	kind := typePerson
	switch p.Relation {
	case record.Staff:
		kind = typeDoctor
	case record.Relative:
		kind = typeRelative
	}
	k.names(kind, p.Names, androgynous)
	k.identifiers(p.Identifiers)
	k.addresses(p.Addresses)
	k.contacts(p.Contacts)
	k.birth(p.Birth)
}

func (k *knowledge) organization(o record.Organization) {
	k.thing(typeOrg, o.Name.Reveal())
	k.identifiers(o.Identifiers)
	k.addresses(o.Addresses)
	k.contacts(o.Contacts)
}

func (k *knowledge) performers(rec record.Record) {
	for _, r := range rec.Reports {
		k.staff(r.Performers...)
	}
	for _, r := range rec.Referrals {
		k.staff(r.Requester)
	}
	for _, m := range rec.Medications {
		k.staff(m.Requester)
	}
	for _, e := range rec.Encounters {
		k.staff(e.Doctors...)
	}
	for _, p := range rec.Procedures {
		k.staff(p.Performers...)
	}
	for _, p := range rec.Provenance {
		k.staff(p.Agents...)
	}
}

// staff takes a performer that is no resource of People: the display is all
// there is. An organisation may perform too.
func (k *knowledge) staff(ps ...record.Performer) {
	for _, p := range ps {
		if strings.HasPrefix(string(p.Ref), "Organization/") {
			continue
		}
		k.fullName(typeDoctor, p.Display.Reveal(), androgynous)
	}
}

func (k *knowledge) documents(rec record.Record) {
	for _, r := range rec.Reports {
		k.identifiers(r.Identifiers)
	}
	for _, s := range rec.Studies {
		k.identifiers(s.Identifiers)
	}
	for _, c := range rec.Coverages {
		k.identifiers(c.Identifiers)
	}
	for _, c := range rec.Contracts {
		k.number(typeInsurance, c.Number)
	}
	for _, i := range rec.Immunizations {
		k.number(typeDevice, i.LotNumber.Reveal())
	}
}

func (k *knowledge) names(kind string, ns []record.Name, g gender) {
	for _, n := range ns {
		if n.Family.Empty() && len(n.Given) == 0 {
			k.fullName(kind, n.Text.Reveal(), g)
			continue
		}
		p := person{kind: kind, family: n.Family.Reveal(), patronymic: n.Patronymic.Reveal(), gender: g}
		for _, w := range n.Given {
			p.given = append(p.given, w.Reveal())
		}
		k.people = append(k.people, p)
		if !n.Text.Empty() {
			k.fullName(kind, n.Text.Reveal(), g)
		}
	}
}

// titlesOfPeople stand beside a name and are no part of it.
var titlesOfPeople = wordSet("dr mr mrs ms miss prof md phd rn do jr sr dds np pa врач доктор др проф профессор")

// fullName takes a name whose parts nobody told apart.
func (k *knowledge) fullName(kind, text string, g gender) {
	p := person{kind: kind, gender: g}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,.;()\t\n\u00a0", r) }) {
		if !titlesOfPeople[fold([]rune(w))] {
			p.loose = append(p.loose, w)
		}
	}
	if len(p.loose) > 0 {
		k.people = append(k.people, p)
	}
}

// hidden takes what extensions tell: a maiden name of one or two words, a birth
// place, a race. Only words that begin with a capital can name somebody.
func (k *knowledge) hidden(text string) {
	if len(strings.Fields(text)) == 1 {
		k.fullName(typeRelative, text, androgynous)
		return
	}
	k.thing(typeLocation, text)
}

func (k *knowledge) identifiers(ids []record.Identifier) {
	for _, id := range ids {
		k.number(identifierType[id.Kind], id.Value.Reveal())
	}
}

var identifierType = map[record.IdentifierKind]string{
	record.SNILS: "SNILS", record.OMS: "OMS", record.Passport: "PASSPORT", record.INN: "INN", record.CardNumber: typeMRN,
	record.PolicyNumber: typeInsurance, record.OGRN: typeNumber, record.Accession: typeAccession,
	record.DicomUID: typeAccession, record.OtherIdentifier: typeNumber, "": typeNumber,
}

func (k *knowledge) contacts(cs []record.Contact) {
	for _, c := range cs {
		v := c.Value.Reveal()
		switch {
		case strings.Contains(v, "@"):
			k.number(typeEmail, v)
		case strings.Contains(v, "://") || c.System == "url":
			k.number(typeURL, v)
		default:
			k.phone(v)
		}
	}
}

// phone keeps a telephone number in the groupings that lose its first digits:
// without the country code, and the local number alone.
func (k *knowledge) phone(v string) {
	k.number(typePhone, v)
	d := squeeze(v)
	if len(d) == 11 && (d[0] == '7' || d[0] == '8' || d[0] == '1') {
		d = d[1:]
		k.number(typePhone, "7"+d)
		k.number(typePhone, "8"+d)
	}
	if len(d) == 10 {
		k.number(typePhone, d)
		k.number(typePhone, d[3:])
	}
}

func (k *knowledge) addresses(as []record.Address) {
	for _, a := range as {
		for _, l := range a.Lines {
			k.thing(typeAddress, l.Reveal())
		}
		k.thing(typeAddress, a.Text.Reveal())
		k.thing(typeLocation, a.City.Reveal())
		k.thing(typeLocation, a.District.Reveal())
		k.number(typeAddress, a.PostalCode.Reveal())
	}
}

// visited notes the days of visits, studies and reports: texts tell them without
// a year.
func (k *knowledge) visited(rec record.Record) {
	for _, e := range rec.Encounters {
		k.visit(e.Period.Start, e.Period.End)
	}
	for _, r := range rec.Reports {
		k.visit(r.Effective.Start, r.Effective.End, r.Issued)
	}
	for _, s := range rec.Studies {
		k.visit(s.Started)
	}
}

func (k *knowledge) visit(days ...record.Date) {
	for _, d := range days {
		if d.Precision() >= record.ToDay {
			k.visits = append(k.visits, d)
		}
	}
}

func (k *knowledge) birth(b record.BirthDate) {
	if d := b.Reveal(); d.Precision() >= record.ToDay {
		k.births = append(k.births, d)
	}
}

func (k *knowledge) thing(kind, text string) {
	if strings.TrimSpace(text) != "" {
		k.things = append(k.things, thing{kind: kind, text: text})
	}
}

func (k *knowledge) number(kind, text string) {
	if s := squeeze(text); len(s) >= 4 {
		k.numbers = append(k.numbers, thing{kind, text, s})
	}
}

func genderOf(s record.Sex) gender {
	switch s {
	case record.Male:
		return male
	case record.Female:
		return female
	}
	return androgynous
}
