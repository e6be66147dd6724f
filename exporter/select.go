package exporter

import (
	"slices"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// Select cuts a record down to what the grant allows: its items, its period,
// nothing after the moment it was decided for, and nothing whose security label
// the recipient may not see. withheld counts what a label kept back; the paper
// does not tell, because that there is such a record is itself restricted.
//
// The patient, people, organizations, consents and contracts stay: decisions
// and de-identification need them, and Extract prints only what it lists.
func Select(rec record.Record, g policy.Grant) (part record.Record, withheld int) {
	s := selection{g: g, loc: g.AsOf().Location(), items: map[record.Ref]bool{}, follows: map[record.Ref]bool{}}
	s.choose(rec)
	s.hide(rec)
	part = rec
	part.Coverages = coveragesFor(g, rec.Coverages)
	part.Diagnoses = kept(&s, rec.Diagnoses, func(d record.Diagnosis) (record.Meta, record.Period) {
		// without an abatement a diagnosis lasts
		return d.Meta, record.Period{Start: earliest(d.Onset.First(), d.Recorded), End: d.Abated.Period.End}
	})
	part.Reports = kept(&s, rec.Reports, func(r record.Report) (record.Meta, record.Period) {
		return r.Meta, dated(r.Effective, r.Issued)
	})
	for i := range part.Reports { // kept made a list of its own
		part.Reports[i].Images = s.images(part.Reports[i].Images)
		part.Reports[i].Why = s.askedFor(rec, part.Reports[i])
	}
	part.Observations = kept(&s, rec.Observations, func(o record.Observation) (record.Meta, record.Period) {
		return o.Meta, on(o.Effective)
	})
	part.Studies = kept(&s, rec.Studies, func(i record.ImagingStudy) (record.Meta, record.Period) { return i.Meta, on(i.Started) })
	part.Encounters = kept(&s, rec.Encounters, func(e record.Encounter) (record.Meta, record.Period) { return e.Meta, dated(e.Period, record.Date{}) })
	part.Medications = kept(&s, rec.Medications, func(m record.Medication) (record.Meta, record.Period) { return m.Meta, on(m.Authored) })
	part.Allergies = kept(&s, rec.Allergies, func(a record.Allergy) (record.Meta, record.Period) { return a.Meta, on(a.Recorded) })
	part.Immunizations = kept(&s, rec.Immunizations, func(i record.Immunization) (record.Meta, record.Period) { return i.Meta, i.Occurred.Period })
	part.Procedures = kept(&s, rec.Procedures, func(p record.Procedure) (record.Meta, record.Period) {
		return p.Meta, dated(p.Performed.Period, record.Date{})
	})
	localise(&part, s.loc)
	return part, s.withheld
}

// selection is one run of Select.
type selection struct {
	g        policy.Grant
	loc      *time.Location
	items    map[record.Ref]bool // empty: everything
	follows  map[record.Ref]bool // what is of its report's time, whenever it was measured
	secret   map[record.Ref]bool // what only reports tell of that the recipient may not see
	withheld int
}

// choose marks the asked items, and what belongs to a report that was asked for.
// Under a contract a report is of its service date with all that belongs to it.
func (s *selection) choose(rec record.Record) {
	_, contract := s.g.Contract()
	for _, i := range s.g.Items() {
		s.items[i] = true
	}
	for _, r := range rec.Reports {
		if !s.items[r.Ref] {
			continue
		}
		for _, list := range [][]record.Ref{r.Results, r.Studies} {
			for _, ref := range list {
				s.items[ref], s.follows[ref] = true, contract
			}
		}
	}
}

// askedFor is what the referrals of a report were written for, those that the
// recipient may see.
func (s *selection) askedFor(rec record.Record, r record.Report) (why record.Why) {
	for _, referral := range rec.Referrals {
		if !slices.Contains(r.BasedOn, referral.Ref) || !s.g.MaySee(referral.Meta) {
			continue
		}
		why.Of = append(why.Of, referral.Why.Of...)
		why.Reasons = append(why.Reasons, referral.Why.Reasons...)
		for _, n := range referral.Notes {
			why.Reasons = append(why.Reasons, record.Text{Text: n})
		}
	}
	return why
}

// hide marks the parts of reports that the recipient may not see: a label on the
// report is meant for its results too, also where the source did not repeat it.
// What another report tells as well is not hidden by it.
func (s *selection) hide(rec record.Record) {
	var hidden, open []record.Ref
	for _, r := range rec.Reports {
		if parts := slices.Concat(r.Results, r.Studies); s.g.MaySee(r.Meta) {
			open = append(open, parts...)
		} else {
			hidden = append(hidden, parts...)
		}
	}
	if hidden == nil {
		return
	}
	members := map[record.Ref][]record.Ref{}
	for _, o := range rec.Observations {
		members[o.Ref] = o.Members
	}
	s.secret = reached(hidden, members)
	for ref := range reached(open, members) {
		delete(s.secret, ref)
	}
}

// reached are refs and all that belongs to them.
func reached(refs []record.Ref, members map[record.Ref][]record.Ref) map[record.Ref]bool {
	out := map[record.Ref]bool{}
	for len(refs) > 0 {
		ref := refs[len(refs)-1]
		if refs = refs[:len(refs)-1]; !out[ref] {
			out[ref] = true
			refs = append(refs, members[ref]...)
		}
	}
	return out
}

// kept filters one list. A thing without a date is kept only where no period
// was set: what cannot be shown to lie inside is outside.
func kept[T any](s *selection, list []T, facts func(T) (record.Meta, record.Period)) []T {
	var out []T
	for _, t := range list {
		m, when := facts(t)
		if len(s.items) > 0 && !s.items[m.Ref] || !s.begun(when) || !s.follows[m.Ref] && !s.inPeriod(when) {
			continue
		}
		if !s.g.MaySee(m) || s.secret[m.Ref] {
			s.withheld++
			continue
		}
		if out == nil {
			out = make([]T, 0, len(list))
		}
		out = append(out, t)
	}
	return out
}

// images are a kept report's pictures that may go with it. One without a date of
// its own is of the report's; where the two differ, its own counts.
func (s *selection) images(all []record.Image) []record.Image {
	var out []record.Image
	for _, i := range all {
		switch {
		case !i.Date.IsZero() && !s.inTime(on(i.Date)):
		case !s.g.MaySee(i.Meta):
			s.withheld++
		default:
			out = append(out, i)
		}
	}
	return out
}

func (s *selection) inTime(when record.Period) bool { return s.begun(when) && s.inPeriod(when) }

// begun: nothing after the moment of the decision is copied.
func (s *selection) begun(when record.Period) bool {
	return when.Start.IsZero() || !when.Start.Start(s.loc).After(s.g.AsOf())
}

func (s *selection) inPeriod(when record.Period) bool {
	want := s.g.Period()
	switch {
	case want == (record.Period{}):
		return true
	case when.Start.IsZero():
		return want.Touches(when.End, s.loc)
	}
	begins := want.End.IsZero() || when.Start.Start(s.loc).Before(want.End.End(s.loc))
	lasts := want.Start.IsZero() || when.End.IsZero() || when.End.End(s.loc).After(want.Start.Start(s.loc))
	return begins && lasts
}

// on is a moment, or a day, as a period.
func on(d record.Date) record.Period { return record.Period{Start: d, End: d} }

// dated is the period something took; without one, the day it was issued. A
// missing end means that only the start was written down, not that it lasts.
func dated(p record.Period, issued record.Date) record.Period {
	if p == (record.Period{}) {
		return on(issued)
	}
	if p.End.IsZero() {
		return on(p.Start)
	}
	return p
}

func earliest(a, b record.Date) record.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
