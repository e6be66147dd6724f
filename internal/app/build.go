package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vypiska/exporter/deidentify"
	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/storage/register"
)

// Build decides on the ask as of the given moment and makes the copy. A refusal
// is registered with its rule before it is returned as a *policy.Refusal.
func (d *Desk) Build(ctx context.Context, a policy.Ask, asOf time.Time) (issued.Copy, error) {
	g, err := d.decide(ctx, a, asOf)
	if err != nil {
		return issued.Copy{}, err
	}
	c, err := d.exporter.Export(ctx, g)
	if errors.Is(err, deidentify.ErrSmallGroup) {
		return c, errors.Join(withheld, d.registerRefusal(ctx, a, asOf, codeWithheld))
	}
	if errors.Is(err, deidentify.ErrLeak) {
		return c, errors.Join(err, d.registerLeak(ctx, a, asOf, err))
	}
	return c, err
}

// registerLeak tells the officer of a copy that no order stands for: type, rule
// and place are in the register.
func (d *Desk) registerLeak(ctx context.Context, a policy.Ask, asOf time.Time, leak error) error {
	e := entryOf(register.Failure, d.Now(), a)
	e.AsOf, e.Reason = asOf.Format(time.DateOnly), codeReview+": "+found(leak)
	return d.house.register(ctx, e)
}

// withheld is all that the asker learns; the reason is the officer's, in the register.
var withheld = &policy.Refusal{Rule: codeWithheld, Reason: "the copy is withheld; the privacy officer knows why"}

func (d *Desk) registerRefusal(ctx context.Context, a policy.Ask, asOf time.Time, rule string) error {
	e := entryOf(register.Refusal, d.Now(), a)
	e.Rule, e.AsOf = rule, asOf.Format(time.DateOnly)
	if rule == codeWithheld {
		e.Reason = whySmall
	}
	return d.house.register(ctx, e)
}

func (d *Desk) decide(ctx context.Context, a policy.Ask, asOf time.Time) (policy.Grant, error) {
	facts, err := d.facts(ctx, a)
	if err != nil {
		return policy.Grant{}, err
	}
	g, err := policy.Decide(a, facts, asOf)
	var refusal *policy.Refusal
	if errors.As(err, &refusal) {
		if err := d.registerRefusal(ctx, a, asOf, refusal.Rule); err != nil {
			return policy.Grant{}, errors.Join(refusal, err)
		}
	}
	return g, err
}

// facts are what the rights of who asks rest on, as it is now.
func (d *Desk) facts(ctx context.Context, a policy.Ask) (policy.Facts, error) {
	blocks, err := d.blocks(ctx, a.Patient)
	if err != nil {
		return policy.Facts{}, err
	}
	return d.factsWith(ctx, a, blocks)
}

// factsWith reads the record for those whose rights rest on it; the blocks count
// for those who use a cabinet. The operator's and the patient's rights do not
// rest on the record, so theirs is read once, by Export.
func (d *Desk) factsWith(ctx context.Context, a policy.Ask, blocks []policy.Block) (policy.Facts, error) {
	f := policy.Facts{Settings: d.Settings}
	switch a.Asker.Role {
	case policy.Operator:
		return f, nil
	case policy.Doctor:
		rec, err := d.Source.Record(ctx, a.Patient)
		if err != nil && !errors.Is(err, record.ErrNoPatient) { // nobody there: no referral either
			return f, fmt.Errorf("read the record: %w", err)
		}
		f = policy.FactsOf(rec, d.Settings)
	}
	f.Blocks = append(f.Blocks, blocks...)
	return f, nil
}
