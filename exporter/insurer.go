package exporter

import (
	"slices"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// caseOf is what a document under an insurer's contract says of the contract:
// the services rendered, oldest first, and the policy they are under. Where that
// changed in between, each service tells its own.
func (b builder) caseOf(g policy.Grant, c policy.Contract) *Case {
	x := &Case{Contract: c.Number, Insurer: b.organization(c.Insurer)}
	in := servicesOf(g)
	for _, r := range b.rec.Reports {
		x.Services = append(x.Services, Service{Date: when(r), Code: in[r.Ref].Service, Name: r.Code.Text, Policy: in[r.Ref].Policy})
	}
	slices.SortStableFunc(x.Services, func(p, q Service) int { return byDate(p.Date, q.Date) })
	x.onePolicy()
	return x
}

// onePolicy says once what all services say.
func (x *Case) onePolicy() {
	if len(x.Services) == 0 || slices.ContainsFunc(x.Services, func(s Service) bool { return !s.Policy.Equal(x.Services[0].Policy) }) {
		return
	}
	x.Policy = x.Services[0].Policy
	for i := range x.Services {
		x.Services[i].Policy = Text{}
	}
}

// coveragesFor are the policies that a document may show: those that are in force
// and, in an insurer's, its own that are so in the period. What another insurer pays
// is not its business.
func coveragesFor(g policy.Grant, all []record.Coverage) []record.Coverage {
	loc := g.AsOf().Location()
	c, under := g.Contract()
	if !under {
		return slices.DeleteFunc(slices.Clone(all), func(v record.Coverage) bool { return !v.Period.Contains(g.AsOf(), loc) })
	}
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
