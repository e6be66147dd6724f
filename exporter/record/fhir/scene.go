package fhir

import (
	"slices"

	"vypiska/exporter/record"
)

// point takes a reference of this resource apart.
func (s *scene) point(r reference) pointer {
	p := point(r)
	p.from = base(s.e.url)
	return p
}

// ref resolves a reference to what may be shown with the patient's record:
// staff, organizations, contracts and the patient's own. A Type/id that is not
// in the source is kept as it is (an account may be known by it); everything
// else unknown, and whatever is another patient's, is "".
func (s *scene) ref(r reference) record.Ref {
	p := s.point(r)
	if p.kind == toContained {
		return s.containedRef(p.id)
	}
	key := s.ix.find(p, s.e.source)
	if key == "" {
		if p.kind != toRelative || p.typ == "PractitionerRole" || p.typ == "Patient" {
			return ""
		}
		return record.Ref(p.typ + "/" + p.id)
	}
	target := s.ix.byKey[key].newest
	switch {
	case target.typ == "PractitionerRole":
		return s.role(s.ix.byKey[key].from(s.e.source)) // never nil: roles have no rivals
	case target.owned || target.typ == "Patient":
		if s.mine[key] {
			return record.Ref(key)
		}
		return ""
	}
	s.need(key, s.e)
	return record.Ref(key)
}

func (s *scene) refs(list []reference) []record.Ref {
	var out []record.Ref
	for _, r := range list {
		if ref := s.ref(r); ref != "" {
			out = append(out, ref)
		}
	}
	return out
}

// role leads from a PractitionerRole to its practitioner, else to its organization.
func (s *scene) role(e *entry) record.Ref {
	inner, r, err := s.open(e)
	if err != nil {
		if f, ok := asFault(err); ok {
			s.faults = append(s.faults, f)
		}
		return ""
	}
	role, ok := r.(*practitionerRole)
	if !ok {
		return ""
	}
	return inner.throughRole(role)
}

func (s *scene) throughRole(role *practitionerRole) record.Ref {
	organization := s.ref(role.Organization)
	if role.Practitioner.Reference != "" || role.Practitioner.Identifier != nil {
		return s.ref(role.Practitioner)
	}
	return organization
}

// containedRef adds a contained practitioner or organization under a name of its own.
func (s *scene) containedRef(id string) record.Ref {
	ref := record.Ref(string(s.self) + "#" + id)
	switch r := s.contained[id].(type) {
	case *practitionerRole:
		return s.throughRole(r)
	case *practitioner:
		if !s.inner[ref] {
			s.inner[ref] = true
			s.out.People = append(s.out.People, r.person(ref))
		}
		return ref
	case *organization:
		if !s.inner[ref] {
			s.inner[ref] = true
			s.out.Organizations = append(s.out.Organizations, r.record(ref))
		}
		return ref
	}
	return ""
}

// performer is who a reference names; none for an empty reference.
func (s *scene) performer(r reference) []record.Performer {
	p := record.Performer{Ref: s.ref(r), Display: words(r.Display)}
	if p.Ref == "" && p.Display.Empty() {
		return nil
	}
	return []record.Performer{p}
}

func (s *scene) onePerformer(r reference) record.Performer {
	for _, p := range s.performer(r) {
		return p
	}
	return record.Performer{}
}

// payer marks a RelatedPerson as the one who pays.
func (s *scene) payer(r reference) {
	if ref := s.ref(r); ref != "" {
		s.payers[string(ref)] = true
	}
}

// own keeps the references to resources that are in this record. A contained
// observation gets into it here.
func (s *scene) own(list []reference) []record.Ref {
	var out []record.Ref
	for _, r := range list {
		p := s.point(r)
		if p.kind == toContained {
			if ref := s.containedObservation(p.id); ref != "" {
				out = append(out, ref)
			}
			continue
		}
		if key := s.ix.find(p, s.e.source); s.mine[key] {
			out = append(out, record.Ref(key))
		}
	}
	return out
}

// why keeps reasons in words, and those that resources of this record tell by
// reference: who may not see the resource may not see its name here either.
func (s *scene) why(codes []concept, refs ...reference) record.Why {
	out := record.Why{Reasons: texts(codes)}
	for _, r := range refs {
		p := s.point(r)
		switch key := s.ix.find(p, s.e.source); {
		case p.kind == toContained:
			if c, ok := s.contained[p.id].(*condition); ok && verdict(c) == "" {
				out.Reasons = append(out.Reasons, texts([]concept{c.Code})...)
			}
		case s.mine[key]:
			out.Of = append(out.Of, record.Ref(key))
		case key == "" && !words(r.Display).Empty():
			out.Reasons = append(out.Reasons, record.Text{Text: words(r.Display)})
		}
	}
	return out
}

// missing counts references that lead nowhere in the source, or to somebody else's.
func (s *scene) missing(list []reference) int {
	n := 0
	for _, r := range list {
		p := s.point(r)
		if key := s.ix.find(p, s.e.source); p.kind != toContained && (key == "" || !slices.Contains(s.ix.byKey[key].newest.patients, idOf(s.key))) {
			n++
		}
	}
	return n
}

// containedObservation takes a result that lies inside the report. It is the
// patient's as the report is, unless it names somebody else (R4, 2.3.0.1: a
// contained resource has no life of its own).
func (s *scene) containedObservation(id string) record.Ref {
	o, ok := s.contained[id].(*observation)
	if !ok || verdict(o) != "" {
		return ""
	}
	if p := s.point(o.Subject); p.kind != noPointer && s.ix.find(p, s.e.source) != s.key {
		return ""
	}
	host := s
	if s.outer != nil {
		host = s.outer
	}
	ref := record.Ref("Observation/" + string(idOf(s.e.key)) + "#" + id)
	if s.inner[ref] {
		return ref
	}
	s.inner[ref] = true
	inside := &scene{assembler: s.assembler, e: s.e, h: &o.head, contained: s.contained, self: ref, outer: host}
	s.out.Observations = append(s.out.Observations, inside.observation(o))
	return ref
}

// target decodes what a reference points to, contained or in the source, when
// it is of the wanted type and nobody else's.
func (s *scene) target(r reference, want string) resource {
	p := s.point(r)
	if p.kind == toContained {
		return s.contained[p.id]
	}
	key := s.ix.find(p, s.e.source, want)
	if key == "" {
		return nil
	}
	e := s.ix.byKey[key].newest
	if e.owned && !s.mine[key] {
		return nil
	}
	_, found, err := s.open(e)
	if f, ok := asFault(err); ok {
		s.faults = append(s.faults, f)
	}
	return found
}
