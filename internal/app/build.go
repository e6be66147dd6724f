package app

import (
	"context"
	"errors"
	"time"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/storage/register"
)

// Build decides on the ask as of the given moment and makes the copy. A refusal
// is registered with its rule before it is returned as a *policy.Refusal.
func (d *Desk) Build(ctx context.Context, a policy.Ask, asOf time.Time) (issued.Copy, error) {
	g, err := d.decide(ctx, a, asOf)
	if err != nil {
		return issued.Copy{}, err
	}
	return d.exporter.Export(ctx, g)
}

func (d *Desk) decide(ctx context.Context, a policy.Ask, asOf time.Time) (policy.Grant, error) {
	facts, err := d.facts(ctx, a)
	if err != nil {
		return policy.Grant{}, err
	}
	g, err := policy.Decide(a, facts, asOf)
	var refusal *policy.Refusal
	if errors.As(err, &refusal) {
		e := entryOf(register.Refusal, d.now(), a)
		e.Rule, e.AsOf = refusal.Rule, asOf.Format(time.DateOnly)
		if err := d.house.register(ctx, e); err != nil {
			return policy.Grant{}, errors.Join(refusal, err)
		}
	}
	return g, err
}

// facts reads the record for those whose rights rest on it. The operator's and
// the patient's do not, so that their record is read once, by Export.
func (d *Desk) facts(ctx context.Context, a policy.Ask) (policy.Facts, error) {
	if a.Asker.Role != policy.Doctor {
		return policy.Facts{Settings: d.settings}, nil
	}
	rec, err := d.exporter.Source.Record(ctx, a.Patient)
	if err != nil {
		return policy.Facts{}, err
	}
	return policy.FactsOf(rec, d.settings), nil
}
