package policy

import (
	"slices"
	"time"

	"vypiska/exporter/record"
)

// Code says in a word why something stays out of an insurer's package. It is
// told to the clinic alone.
type Code string

// The codes, in the order in which the first that holds for one of a person's
// reports is the person's own.
const (
	CodeBlocked    Code = "blocked"
	CodeNoConsent  Code = "no-consent"
	CodeNotInsured Code = "not-insured"
	CodeOutOfScope Code = "out-of-scope"
	CodeNotFinal   Code = "not-final"
)

// finalReports are the statuses an insurer gets; a preliminary report is not one.
var finalReports = []record.Status{"final", "amended", "corrected", "appended"}

// Judged is what was decided about one report under a contract.
type Judged struct {
	Report record.Ref
	Code   Code // empty: it goes into the package
	// Service is the contract's code that covers it, Policy the policy that the
	// person was insured by on that day; empty where the MIS has no number of it.
	Service string
	Policy  record.Personal
	// Shared: another insurer's or this insurer's other contract covers it as well.
	Shared bool
}

// Judge decides about each report of the patient whose service date lies in the
// ask's period. Reports outside of it are not in the list.
func Judge(a Ask, f Facts, now time.Time) []Judged {
	if a.Contract == nil {
		return nil
	}
	var out []Judged
	for _, r := range f.Reports {
		if within(r.Effective.Start, a.Period, now.Location()) && !r.Effective.Start.Start(now.Location()).After(now) {
			out = append(out, judge(a, f, r, now))
		}
	}
	return out
}

// judge asks in the order of the data policy: is it a result at all, is the
// person this insurer's, may it go, was the person insured then, is it paid for.
func judge(a Ask, f Facts, r record.Report, now time.Time) Judged {
	j := Judged{Report: r.Ref}
	date, loc := r.Effective.Start, now.Location()
	switch {
	case !has(finalReports, r.Status):
		j.Code = CodeNotFinal
	case !known(a, f):
		j.Code = CodeNotInsured
	case f.Settings.BlocksBindPackages && blocked(AllCabinets)(a, f, now):
		j.Code = CodeBlocked
	case !consented(a, f, now):
		j.Code = CodeNoConsent
	case !insuredOn(*a.Contract, a.Patient, f.Coverages, date, loc):
		j.Code = CodeNotInsured
	case !inScope(a, f, r, loc) || r.Restricted() && !contractLabels(a, f, now).cover(r.Labels):
		j.Code = CodeOutOfScope
	default:
		j.Service, _ = a.Contract.pays(r)
		j.Policy = policyOf(a, f, r, loc)
		j.Shared = shared(a, f, r, loc)
	}
	return j
}

// known reports whether the MIS or the contract's list knows the person as this
// insurer's at any time.
func known(a Ask, f Facts) bool {
	return len(a.Contract.Insured) > 0 && insuredByList(*a.Contract, a.Patient, f.Coverages, nil) ||
		slices.ContainsFunc(f.Coverages, func(c record.Coverage) bool { return has(c.Payors, a.Contract.Insurer) })
}

// Concerns reports whether the record names the contract's insurer at all, in a
// Coverage or a Consent, or the contract names the person: only of such people
// a clinic is told that they were left out.
func Concerns(c Contract, f Facts, patient record.PatientID) bool {
	a := Ask{Patient: patient, Contract: &c}
	return known(a, f) || slices.ContainsFunc(f.Consents, func(k record.Consent) bool {
		return has(k.Categories, insurerAccess) && has(k.Provision.Actors, c.Insurer)
	}) || slices.ContainsFunc(f.Written, func(w Written) bool { return w.Contract == c.Number })
}

// insuredOn: the contract's own list decides where it has one, else a Coverage
// of the MIS that was in force on the day and names the contract.
func insuredOn(c Contract, patient record.PatientID, coverages []record.Coverage, date record.Date, loc *time.Location) bool {
	if len(c.Insured) > 0 {
		return insuredByList(c, patient, coverages, func(p record.Period) bool { return within(date, p, loc) })
	}
	return slices.ContainsFunc(coverages, func(v record.Coverage) bool { return inForce(c, v, date, loc) })
}

// insuredByList looks for a line of the person whose time fits; fits nil takes any.
func insuredByList(c Contract, patient record.PatientID, coverages []record.Coverage, fits func(record.Period) bool) bool {
	return slices.ContainsFunc(c.Insured, func(i Insured) bool {
		if fits != nil && !fits(i.Period) {
			return false
		}
		return i.Patient != "" && i.Patient == patient || slices.ContainsFunc(coverages, func(v record.Coverage) bool {
			return has(v.Payors, c.Insurer) && carries(v, i.Policy) && (fits == nil || v.Status == "active" && fits(v.Period))
		})
	})
}

func carries(v record.Coverage, policy record.Personal) bool {
	return !policy.Empty() && slices.ContainsFunc(v.Identifiers, func(i record.Identifier) bool { return i.Value.Equal(policy) })
}

// inForce: active, of this insurer, and the service date lies in its time.
func inForce(c Contract, v record.Coverage, date record.Date, loc *time.Location) bool {
	return v.Status == "active" && has(v.Payors, c.Insurer) && within(date, v.Period, loc)
}

// inScope: the contract was in force on the day and pays for the service; and
// where the MIS says who is insured, its own Contract of that number agrees.
func inScope(a Ask, f Facts, r record.Report, loc *time.Location) bool {
	c := *a.Contract
	if _, pays := c.pays(r); !pays || !within(r.Effective.Start, c.Period, loc) {
		return false
	}
	if len(c.Insured) > 0 {
		return true
	}
	return slices.ContainsFunc(f.Coverages, func(v record.Coverage) bool { return agrees(c, v, f, r, loc) })
}

// agrees: the Coverage was in force on the day, under the MIS's own Contract of
// that number, which covers the service.
func agrees(c Contract, v record.Coverage, f Facts, r record.Report, loc *time.Location) bool {
	return inForce(c, v, r.Effective.Start, loc) && slices.ContainsFunc(f.Contracts, func(m record.Contract) bool {
		return has(v.Contracts, m.Ref) && m.Number == c.Number && covers(m, r, loc)
	})
}

// policyOf is the policy a service is paid by: of a Coverage that makes the person
// insured under this contract on that day. A person may have others of the insurer.
func policyOf(a Ask, f Facts, r record.Report, loc *time.Location) record.Personal {
	c, date := *a.Contract, r.Effective.Start
	for _, v := range f.Coverages {
		switch {
		case len(v.Identifiers) == 0 || !inForce(c, v, date, loc):
		case len(c.Insured) == 0 && agrees(c, v, f, r, loc):
			return v.Identifiers[0].Value
		case len(c.Insured) > 0 && insuredByList(c, a.Patient, []record.Coverage{v}, func(p record.Period) bool { return within(date, p, loc) }):
			return v.Identifiers[0].Value
		}
	}
	return record.Personal{}
}

// covers: the MIS's contract is executed, applied on the day and lists the service.
func covers(m record.Contract, r record.Report, loc *time.Location) bool {
	return m.Status == "executed" && within(r.Effective.Start, m.Applies, loc) && slices.ContainsFunc(m.Services, func(s record.Code) bool {
		return slices.ContainsFunc(r.Code.Codes, func(c record.Code) bool { return c.Code == s.Code && (s.System == "" || c.System == s.System) })
	})
}

// shared: the MIS knows another contract, under a Coverage that was in force,
// which covers the report too.
func shared(a Ask, f Facts, r record.Report, loc *time.Location) bool {
	return slices.ContainsFunc(f.Coverages, func(v record.Coverage) bool {
		return v.Status == "active" && within(r.Effective.Start, v.Period, loc) && slices.ContainsFunc(f.Contracts, func(m record.Contract) bool {
			return has(v.Contracts, m.Ref) && m.Number != a.Contract.Number && covers(m, r, loc)
		})
	})
}

// pays returns the contract's code that covers the report.
func (c Contract) pays(r record.Report) (code string, ok bool) {
	for _, k := range r.Code.Codes {
		if has(c.Services, k.Code) {
			return k.Code, true
		}
	}
	for _, k := range r.Categories {
		if has(c.Kinds, k.Code) {
			return k.Code, true
		}
	}
	return "", false
}

// within: all that the date may mean lies in the period. Doubt means no.
func within(d record.Date, p record.Period, loc *time.Location) bool {
	return !d.IsZero() && (p.Start.IsZero() || !d.Start(loc).Before(p.Start.Start(loc))) &&
		(p.End.IsZero() || !d.End(loc).After(p.End.End(loc)))
}
