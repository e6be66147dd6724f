package app

import (
	"context"
	"errors"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/links"
)

// holding is what a recipient's right to a kept copy rests on, all of one moment.
// (A doctor's rests on the record too, which is in the MIS.)
type holding struct {
	order  db.OrderRow
	copy   db.CopyRow
	served bool // the account that ordered it
	blocks []policy.Block
}

// holdingOf reads it. A package's rights rest on more, which mayHavePackage reads.
func holdingOf(ctx context.Context, v *db.View, number string) (h holding, err error) {
	h.order, h.copy, err = orderOfCopy(ctx, v, number)
	if err != nil || h.order.Kind == packageKind {
		return h, err
	}
	acc, err := v.Accounts().Account(ctx, h.order.Account)
	if err != nil && !errors.Is(err, db.ErrNoAccount) {
		return h, err
	}
	h.served = err == nil && !acc.Disabled
	h.blocks, err = blocksOf(ctx, v, h.order.Patient)
	return h, err
}

// orderOfCopy finds a copy and what it was made for; a copy that nobody ordered
// is nobody's: links.ErrUnknown.
func orderOfCopy(ctx context.Context, v *db.View, number string) (o db.OrderRow, c db.CopyRow, err error) {
	if c, err = v.Copy(ctx, number); err == nil && c.Kind == packageKind {
		var p db.PackageOrderRow
		p, err = v.PackageOrder(ctx, c.Order)
		o = orderOfPackage(p)
	} else if err == nil {
		o, err = v.Order(ctx, c.Order)
	}
	if errors.Is(err, db.ErrNoRow) {
		err = links.ErrUnknown
	}
	return o, c, err
}

// blocksOf are a patient's standing blocks as the policy knows them.
func blocksOf(ctx context.Context, v *db.View, patient string) (blocks []policy.Block, err error) {
	standing, err := v.StandingBlocks(ctx, patient)
	for _, b := range standing {
		blocks = append(blocks, policy.Block{Scope: policy.Scope(b.Scope)})
	}
	return blocks, err
}

// blocks reads a patient's standing blocks.
func (d *Desk) blocks(ctx context.Context, patient record.PatientID) (found []policy.Block, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		found, err = blocksOf(ctx, v, string(patient))
		return err
	})
	return found, err
}

// stillHas asks for the rights to a copy as they are now.
func (d *Desk) stillHas(ctx context.Context, number string) error {
	var h holding
	err := d.house.DB.View(ctx, func(v *db.View) (err error) {
		h, err = holdingOf(ctx, v, number)
		return err
	})
	if err != nil {
		return err
	}
	return d.mayHave(ctx, h)
}

// mayHave asks for the rights again: the account serves, the policy still
// allows the order, the copy is given out.
func (d *Desk) mayHave(ctx context.Context, h holding) error {
	c := h.copy
	if h.order.Kind == packageKind {
		return d.mayHavePackage(ctx, h.order.ID, c, quick)
	}
	if !c.Revoked.IsZero() || !c.Destroyed.IsZero() || c.Object == "" || !d.Now().Before(c.KeepUntil) {
		return ErrEnded
	}
	if !h.served {
		return ErrVisitor
	}
	err := d.decideAgain(ctx, h.order, h.blocks)
	var refusal *policy.Refusal
	if errors.As(err, &refusal) && refusal.Suspends {
		return errors.Join(ErrBlocked, refusal)
	}
	return err
}

// decideAgain decides on an order as of now, with the blocks that stand.
func (d *Desk) decideAgain(ctx context.Context, o db.OrderRow, blocks []policy.Block) error {
	a, err := askOf(o)
	if err != nil {
		return err
	}
	if o.Kind == kindDisclosures {
		_, err = d.mayTell(a, blocks)
		return err
	}
	f, err := d.factsWith(ctx, a, blocks)
	if err == nil {
		_, err = policy.Decide(a, f, d.Now())
	}
	return err
}
