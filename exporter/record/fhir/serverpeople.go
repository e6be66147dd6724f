package fhir

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"vypiska/exporter/record"
)

var (
	_ record.Directory = (*Server)(nil)
	_ record.Relations = (*Server)(nil)
)

// ReferredBy implements record.Relations.
func (s *Server) ReferredBy(ctx context.Context, doctor record.Ref) ([]record.PatientID, error) {
	return s.Referred(ctx, doctor)
}

// ContractsOf implements record.Relations. Which contracts name the
// organization is looked for here: the search's filter differs between servers.
func (s *Server) ContractsOf(ctx context.Context, insurer record.Ref) ([]record.Contract, error) {
	can, err := s.abilities(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.limits.Record, errSlow)
	defer cancel()
	r := newReading(s, can, "")
	r.ix.unowned = true
	if err := r.search(ctx, []search{{"Contract", "Contract", url.Values{"_count": {pageSize}}}}); err != nil {
		return nil, fmt.Errorf("look for contracts: %w", err)
	}
	r.ix.settle()
	if len(r.ix.faults) > 0 {
		return nil, fmt.Errorf("look for contracts: %w", joinFaults(r.ix.faults))
	}
	var out []record.Contract
	err = r.ix.each(ctx, "Contract/", func(sc *scene, x resource) {
		if x, ok := x.(*contract); ok {
			if c := sc.contract(x); slices.Contains(c.Parties, insurer) {
				out = append(out, c)
			}
		}
	})
	return out, err
}

// Find implements record.Directory by a search whose words go in its body. The
// server's answer is filtered again here; only its first page is looked at,
// which holds more than MostFound.
func (s *Server) Find(ctx context.Context, q record.Query) ([]record.Found, error) {
	if !q.Enough() {
		return nil, nil
	}
	kind, form := "Patient", url.Values{"_count": {pageSize}}
	if q.Practitioner {
		kind = "Practitioner"
	}
	q.Terms(func(name, value string) { form.Set(name, value) })
	raw, err := s.web.ask(ctx, kind, s.web.address(kind+"/_search", nil), form)
	if err != nil {
		return nil, fmt.Errorf("find a person: %w", err)
	}
	var found []record.Found
	var faults []error
	c := cutter{total: -1, fault: func(place, what string) { faults = append(faults, &record.Fault{File: kind, Place: place, What: what}) }}
	c.each = func(it item) {
		r, err := decodeChecked(it.raw)
		if err != nil {
			path, what := explain(err)
			c.fault(joinPlace(ordinalPlace(it.ordinal, false), path), what)
			return
		}
		f, ok := foundOf(kind+"/"+topString(it.raw, "id"), r)
		if ok && verdict(r) == "" && q.Fits(f) && len(found) < record.MostFound {
			found = append(found, f)
		}
	}
	c.cut(raw, false)
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("find a person: %w", err)
	}
	return found, nil
}

// Person implements record.Directory.
func (s *Server) Person(ctx context.Context, ref record.Ref) (record.Found, error) {
	kind, id, _ := strings.Cut(string(ref), "/")
	if kind != "Patient" && kind != "Practitioner" || !validID(id) {
		return record.Found{}, record.ErrNoPatient
	}
	raw, err := s.web.get(ctx, kind, s.web.address(string(ref), nil))
	if errors.Is(err, errNowhere) {
		return record.Found{}, record.ErrNoPatient
	}
	if err != nil {
		return record.Found{}, fmt.Errorf("find a person: %w", err)
	}
	r, err := decodeChecked(raw)
	if err != nil {
		path, what := explain(err)
		return record.Found{}, &record.Fault{File: kind, Place: path, What: what}
	}
	f, ok := foundOf(string(ref), r)
	if !ok || verdict(r) != "" || topString(raw, "id") != id {
		return record.Found{}, record.ErrNoPatient
	}
	return f, nil
}
