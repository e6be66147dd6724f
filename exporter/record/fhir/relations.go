package fhir

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vypiska/exporter/record"
)

var _ record.Relations = (*Live)(nil)

// ReferredBy implements record.Relations. It reads every referral again: a
// directory stands for a small MIS.
func (d *Dir) ReferredBy(ctx context.Context, doctor record.Ref) ([]record.PatientID, error) {
	var out []record.PatientID
	err := d.each(ctx, "ServiceRequest/", func(s *scene, r resource) {
		if r, ok := r.(*serviceRequest); ok && doctor != "" && s.ref(r.Requester) == doctor {
			out = append(out, s.e.patients...)
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	for _, l := range d.islands {
		if doctor != "" {
			out = append(out, l.referred[doctor]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), err
}

// ContractsOf implements record.Relations.
func (d *Dir) ContractsOf(ctx context.Context, insurer record.Ref) ([]record.Contract, error) {
	var out []record.Contract
	err := d.each(ctx, "Contract/", func(s *scene, r resource) {
		if r, ok := r.(*contract); ok {
			if c := s.contract(r); slices.Contains(c.Parties, insurer) {
				out = append(out, c)
			}
		}
	})
	return out, err
}

// each reads every resource of a type that is not left out, in order of id.
func (d *Dir) each(ctx context.Context, kind string, do func(*scene, resource)) error {
	return d.ix.each(ctx, kind, do)
}

func (ix *index) each(ctx context.Context, kind string, do func(*scene, resource)) error {
	var keys []string
	for key, h := range ix.byKey {
		if strings.HasPrefix(key, kind) && h.newest != nil && h.newest.verdict == "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	a := ix.assembler("")
	defer a.shelf.close()
	for _, key := range keys {
		if err := ctx.Err(); err != nil {
			return err
		}
		s, r, err := a.open(ix.byKey[key].newest)
		if err != nil {
			return fmt.Errorf("look for relations: %w", err)
		}
		do(s, r)
	}
	return nil
}

// ReferredBy implements record.Relations.
func (l *Live) ReferredBy(ctx context.Context, doctor record.Ref) ([]record.PatientID, error) {
	d, err := l.current(ctx)
	if err != nil {
		return nil, err
	}
	return d.ReferredBy(ctx, doctor)
}

// ContractsOf implements record.Relations.
func (l *Live) ContractsOf(ctx context.Context, insurer record.Ref) ([]record.Contract, error) {
	d, err := l.current(ctx)
	if err != nil {
		return nil, err
	}
	return d.ContractsOf(ctx, insurer)
}
