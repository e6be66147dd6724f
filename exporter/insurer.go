package exporter

import (
	"slices"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// caseOf is what a document under an insurer's contract says of the contract:
// the policy and the services rendered, oldest first.
func (b builder) caseOf(g policy.Grant, c policy.Contract) *Case {
	x := &Case{Contract: c.Number, Insurer: b.organization(c.Insurer)}
	for _, v := range b.rec.Coverages {
		if len(v.Identifiers) > 0 && x.Policy.Empty() {
			x.Policy = v.Identifiers[0].Value
		}
	}
	codes := map[record.Ref]string{}
	for _, j := range g.Judged() {
		codes[j.Report] = j.Service
	}
	for _, r := range b.rec.Reports {
		x.Services = append(x.Services, Service{Date: when(r), Code: codes[r.Ref], Name: r.Code.Text})
	}
	slices.SortStableFunc(x.Services, func(p, q Service) int { return byDate(p.Date, q.Date) })
	return x
}

// coveragesFor are the policies that an insurer's document may show: its own,
// in force in the period. What another insurer pays is not its business.
func coveragesFor(g policy.Grant, all []record.Coverage) []record.Coverage {
	c, under := g.Contract()
	if !under {
		return all
	}
	loc := g.AsOf().Location()
	var out []record.Coverage
	for _, v := range all {
		begins := v.Period.Start.IsZero() || v.Period.Start.Start(loc).Before(g.Period().End.End(loc))
		lasts := v.Period.End.IsZero() || v.Period.End.End(loc).After(g.Period().Start.Start(loc))
		if v.Status == "active" && slices.Contains(v.Payors, c.Insurer) && begins && lasts {
			out = append(out, v)
		}
	}
	return out
}
