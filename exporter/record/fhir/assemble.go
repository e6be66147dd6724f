package fhir

import (
	"cmp"
	"errors"
	"slices"

	"vypiska/exporter/record"
)

// assembler puts one patient's record together.
type assembler struct {
	ix    *index
	shelf loader
	key   string // the patient
	out   record.Record

	mine   map[string]bool   // keys of what gets in
	cast   map[string]*entry // others to be read: staff, organizations, contracts
	queue  []*entry
	payers map[string]bool // RelatedPersons who pay
	inner  map[record.Ref]bool
	shows  map[record.Ref]bool // reports with pictures
	faults []*record.Fault

	managed record.Ref
	card    reference // who assigned the card number
}

// scene is one resource while it is turned into our model.
type scene struct {
	*assembler
	e         *entry
	h         *head
	contained map[string]resource
	self      record.Ref // the resource's own
	outer     *scene     // of a contained resource: what contains it
}

// assembler reads resources again; its shelf must be closed.
func (ix *index) assembler(key string) *assembler {
	return &assembler{
		ix: ix, shelf: ix.open(), key: key, mine: map[string]bool{}, cast: map[string]*entry{},
		payers: map[string]bool{}, inner: map[record.Ref]bool{}, shows: map[record.Ref]bool{},
	}
}

// assemble reads the patient's resources and what they name. It is called for
// patients of the index without faults.
func (ix *index) assemble(id record.PatientID) (record.Record, error) {
	a := ix.assembler("Patient/" + string(id))
	defer a.shelf.close()
	for _, e := range ix.own[id] {
		if e.verdict == "" {
			a.mine[e.key] = true
		}
	}
	for _, e := range ix.own[id] {
		if !a.mine[e.key] {
			continue
		}
		if err := a.take(e); err != nil {
			return record.Record{}, err
		}
		a.bundleStaff(e)
	}
	for len(a.queue) > 0 {
		e := a.queue[0]
		a.queue = a.queue[1:]
		if err := a.take(e); err != nil {
			return record.Record{}, err
		}
	}
	if err := a.specialties(); err != nil {
		return record.Record{}, err
	}
	if len(a.faults) > 0 {
		return record.Record{}, joinFaults(a.faults)
	}
	a.out.Issuer = a.issuer()
	sortAll(&a.out)
	return a.out, a.illustrate()
}

// open reads one resource again.
func (a *assembler) open(e *entry) (*scene, resource, error) {
	r, err := a.decoded(e)
	if err != nil {
		return nil, nil, err
	}
	s := &scene{assembler: a, e: e, h: r.top(), self: record.Ref(e.key), contained: map[string]resource{}}
	for _, c := range s.h.Contained {
		if inner, err := decodeChecked(c); err == nil && inner != nil && inner.top().ID != "" {
			s.contained[inner.top().ID] = inner
		}
	}
	return s, r, nil
}

// decoded is the resource, decoded again where the index does not hold it.
func (a *assembler) decoded(e *entry) (resource, error) {
	if e.decoded != nil {
		return e.decoded, nil
	}
	raw, err := a.shelf.load(e)
	if err != nil {
		return nil, err
	}
	r, err := decodeChecked(raw)
	if err == nil && r == nil {
		err = wrongf("", "cannot be decoded")
	}
	if err != nil {
		path, what := explain(err)
		f := a.ix.faultAt(e, what)
		f.Place = joinPlace(f.Place, path)
		return nil, f
	}
	return r, nil
}

func (a *assembler) take(e *entry) error {
	s, r, err := a.open(e)
	if err != nil {
		return err
	}
	if err := s.put(r); err != nil {
		path, what := explain(err)
		f := a.ix.faultAt(e, what)
		f.Place = joinPlace(f.Place, path)
		return f
	}
	return nil
}

// put turns a resource into our model and adds it to the record.
func (s *scene) put(r resource) error {
	out := &s.out
	switch r := r.(type) {
	case *patient:
		s.patient(r)
	case *relatedPerson:
		out.People = append(out.People, r.person(s.self))
	case *practitioner:
		out.People = append(out.People, r.person(s.self))
	case *organization:
		out.Organizations = append(out.Organizations, r.record(s.self))
	case *contract:
		if verdict(r) == "" {
			out.Contracts = append(out.Contracts, s.contract(r))
		}
	case *diagnosticReport:
		one, err := s.report(r)
		if err != nil {
			return err
		}
		out.Reports = append(out.Reports, one)
	default:
		s.putClinical(r)
	}
	return nil
}

func (s *scene) putClinical(r resource) {
	out := &s.out
	switch r := r.(type) {
	case *encounter:
		out.Encounters = append(out.Encounters, s.encounter(r))
	case *serviceRequest:
		out.Referrals = append(out.Referrals, s.referral(r))
	case *condition:
		out.Diagnoses = append(out.Diagnoses, s.diagnosis(r))
	case *imagingStudy:
		out.Studies = append(out.Studies, s.study(r))
	case *observation:
		out.Observations = append(out.Observations, s.observation(r))
	case *medicationRequest:
		out.Medications = append(out.Medications, s.prescription(r))
	case *medicationStatement:
		out.Medications = append(out.Medications, s.statement(r))
	case *allergyIntolerance:
		out.Allergies = append(out.Allergies, s.allergy(r))
	case *immunization:
		out.Immunizations = append(out.Immunizations, s.immunization(r))
	case *procedure:
		out.Procedures = append(out.Procedures, s.procedure(r))
	case *coverage:
		out.Coverages = append(out.Coverages, s.coverage(r))
	case *consent:
		out.Consents = append(out.Consents, s.consent(r))
	case *media:
		s.ref(r.Operator) // who took it may be named in a text
	case *provenance:
		out.Provenance = append(out.Provenance, s.provenance(r))
	}
}

func (s *scene) patient(p *patient) {
	out := record.Patient{
		Meta: s.meta(reference{}), ID: idOf(s.e.key), Names: names(p.Name), Identifiers: identifierList(p.Identifier),
		Birth: record.NewBirthDate(p.Birth.Date), Sex: record.Sex(p.Gender), Deceased: p.Deceased.Date, Dead: p.Dead,
		Addresses: addresses(p.Address), Contacts: contacts(p.Telecom), Hidden: hidden(p.Extension),
		GeneralPractitioners: s.refs(p.Practitioners),
	}
	s.out.Patient = out
	s.managed = s.ref(p.Managing)
	for _, i := range p.Identifier {
		if i.Assigner == nil {
			continue
		}
		if s.ref(*i.Assigner); i.kind() == record.CardNumber {
			s.card = *i.Assigner
		}
	}
	for _, c := range p.Contact {
		s.ref(c.Organization)
		one := record.Person{Relation: record.Relative, Contacts: contacts(c.Telecom)}
		if c.Name != nil {
			one.Names = names([]humanName{*c.Name})
		}
		if c.Address != nil {
			one.Addresses = addresses([]address{*c.Address})
		}
		if one.Names != nil || one.Addresses != nil || one.Contacts != nil {
			s.out.People = append(s.out.People, one)
		}
	}
}

// meta is what every resource carries. A contained resource has the labels of
// what contains it (R4, dom-5).
func (s *scene) meta(encounter reference) record.Meta {
	m := record.Meta{Ref: s.self, VersionID: s.h.Meta.VersionID, LastUpdated: s.h.Meta.LastUpdated.Date, Sum: s.e.sum}
	for _, l := range s.h.Meta.Security {
		m.Labels = append(m.Labels, record.Label{System: l.System, Code: l.Code})
	}
	for _, ref := range s.own([]reference{encounter}) {
		m.Encounter = ref
	}
	if s.outer != nil {
		m.Labels = append(m.Labels, s.outer.meta(reference{}).Labels...)
		m.VersionID, m.LastUpdated = s.outer.h.Meta.VersionID, s.outer.h.Meta.LastUpdated.Date
	}
	return m
}

// bundleStaff adds the practitioners and organizations a bundle brings along:
// free text may name them though no reference does.
func (a *assembler) bundleStaff(e *entry) {
	if src := a.ix.sources[e.source]; src.bundle {
		for _, key := range src.staff {
			a.need(key, e)
		}
	}
}

// need asks for another resource to be read. Where several texts of it are
// equally new, it is that of the bundle that asks.
func (a *assembler) need(key string, from *entry) {
	e := a.ix.byKey[key].from(from.source)
	if e == nil {
		a.faults = append(a.faults, a.ix.faultAt(from, "names "+key+", of which there are several texts of the same version elsewhere"))
		return
	}
	if known := a.cast[key]; known != nil {
		if known.sum != e.sum && !a.ix.sameContent(known, e) {
			a.faults = append(a.faults, a.ix.faultAt(e, "another text of the same version is in "+a.ix.sources[known.source].name))
		}
		return
	}
	a.cast[key] = e
	if e.verdict == "" {
		a.queue = append(a.queue, e)
	}
}

// specialties gives the practitioners the specialties of their roles, and
// marks who pays.
func (a *assembler) specialties() error {
	for i := range a.out.People {
		p := &a.out.People[i]
		if a.payers[string(p.Ref)] {
			p.Relation = record.Payer
		}
		var names []string
		for _, key := range a.ix.roles[string(p.Ref)] {
			_, r, err := a.open(a.ix.byKey[key].newest)
			if err != nil {
				return err
			}
			if role, ok := r.(*practitionerRole); ok {
				for _, c := range role.Specialty {
					if t := c.plain(); t != "" && !slices.Contains(names, t) {
						names = append(names, t)
					}
				}
			}
		}
		if len(names) > 0 {
			p.Specialty = words(joinParts(names))
		}
	}
	return nil
}

// issuer is the organization that keeps the record, as far as the source states
// it: the patient's managing organization, else who assigned the card number,
// else the one organization of all visits.
func (a *assembler) issuer() record.Ref {
	if a.managed != "" {
		return a.managed
	}
	if ref := a.assigner(); ref != "" {
		return ref
	}
	var one record.Ref
	for _, e := range a.out.Encounters {
		if e.Provider == "" || one != "" && e.Provider != one {
			return ""
		}
		one = e.Provider
	}
	return one
}

// assigner finds who assigned the card number, by reference or by name.
func (a *assembler) assigner() record.Ref {
	if key := a.ix.find(point(a.card), -1, "Organization"); key != "" {
		return record.Ref(key)
	}
	var found []record.Ref
	for _, o := range a.out.Organizations {
		if name := words(a.card.Display); !name.Empty() && o.Name.Equal(name) {
			found = append(found, o.Ref)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return ""
}

// sortAll sorts everything by date, then by ref, whatever order the files had.
func sortAll(r *record.Record) {
	by(r.Encounters, func(x record.Encounter) (record.Date, record.Meta) { return x.Period.Start, x.Meta })
	by(r.Referrals, func(x record.Referral) (record.Date, record.Meta) { return x.Authored, x.Meta })
	by(r.Diagnoses, func(x record.Diagnosis) (record.Date, record.Meta) {
		return dateOr(x.Recorded, x.Onset.First()), x.Meta
	})
	by(r.Reports, func(x record.Report) (record.Date, record.Meta) { return dateOr(x.Effective.Start, x.Issued), x.Meta })
	by(r.Studies, func(x record.ImagingStudy) (record.Date, record.Meta) { return x.Started, x.Meta })
	by(r.Observations, func(x record.Observation) (record.Date, record.Meta) { return x.Effective, x.Meta })
	by(r.Medications, func(x record.Medication) (record.Date, record.Meta) { return x.Authored, x.Meta })
	by(r.Allergies, func(x record.Allergy) (record.Date, record.Meta) { return x.Recorded, x.Meta })
	by(r.Immunizations, func(x record.Immunization) (record.Date, record.Meta) { return x.Occurred.First(), x.Meta })
	by(r.Procedures, func(x record.Procedure) (record.Date, record.Meta) { return x.Performed.First(), x.Meta })
	by(r.Coverages, func(x record.Coverage) (record.Date, record.Meta) { return x.Period.Start, x.Meta })
	by(r.Contracts, func(x record.Contract) (record.Date, record.Meta) { return x.Applies.Start, x.Meta })
	by(r.Consents, func(x record.Consent) (record.Date, record.Meta) { return x.Decided, x.Meta })
	by(r.Provenance, func(x record.Provenance) (record.Date, record.Meta) { return x.Recorded, x.Meta })
	slices.SortStableFunc(r.People, func(a, b record.Person) int { return cmp.Compare(a.Ref, b.Ref) })
	slices.SortStableFunc(r.Organizations, func(a, b record.Organization) int { return cmp.Compare(a.Ref, b.Ref) })
}

func dateOr(d, otherwise record.Date) record.Date {
	if d.IsZero() {
		return otherwise
	}
	return d
}

func by[T any](list []T, of func(T) (record.Date, record.Meta)) {
	slices.SortStableFunc(list, func(a, b T) int {
		x, mx := of(a)
		y, my := of(b)
		switch {
		case x.Before(y):
			return -1
		case y.Before(x):
			return 1
		}
		return cmp.Compare(mx.Ref, my.Ref)
	})
}

// asFault is err as the *record.Fault it should be.
func asFault(err error) (*record.Fault, bool) {
	var f *record.Fault
	return f, errors.As(err, &f)
}
