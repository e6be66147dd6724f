package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vypiska/exporter/issued"
	"vypiska/internal/db"
	"vypiska/signing"
)

// ErrShortStamp: a new time stamp would be due again at once.
var ErrShortStamp = errors.New("the TSA's own certificate ends before that: look less far ahead, or name a TSA whose certificate lasts longer")

// ExtendDue renews every kept copy of B-LT and B-LTA whose seal can be proved for
// less than within, and tells of each. A copy that cannot be renewed is named in
// the error and passed by; when an authority fails, the rest waits, for it would
// fail as well. A crash leaves some renewed, and the next run goes on.
func (d *Desk) ExtendDue(ctx context.Context, within time.Duration, actor string, s Sealing, tell func(number string, done Extended)) error {
	a, err := d.house.authorities(s, d.Now)
	if err != nil {
		return err
	}
	defer a.Close()
	due := dues{desk: d, actor: actor, authorities: a, to: s.Level, before: d.Now().Add(within), tell: tell}
	var failed []error
	for after := ""; ; {
		page, err := due.page(ctx, after)
		if err != nil || len(page) == 0 {
			return errors.Join(append(failed, err)...)
		}
		for _, c := range page {
			after = c.Number
			if err := due.renew(ctx, c); err != nil {
				failed = append(failed, fmt.Errorf("extend copy %s: %w", c.Number, err))
				var of *signing.AuthorityError
				if errors.As(err, &of) || errors.Is(err, ErrShortStamp) || ctx.Err() != nil {
					return errors.Join(failed...)
				}
			}
		}
	}
}

// dues are the copies whose seals end before a moment.
type dues struct {
	desk        *Desk
	actor       string
	authorities *signing.Authorities
	to          signing.Level
	before      time.Time
	tell        func(string, Extended)
}

func (u dues) page(ctx context.Context, after string) (page []db.CopyRow, err error) {
	err = u.desk.house.DB.View(ctx, func(v *db.View) (err error) {
		page, err = v.AgingSeals(ctx, u.before, after, sweepBatch)
		return err
	})
	return page, err
}

func (u dues) renew(ctx context.Context, c db.CopyRow) error {
	was, before, err := u.desk.storedCopy(ctx, c.Number)
	if err != nil {
		return err
	}
	if was.SealEnds.IsZero() {
		if fresh, err := u.note(ctx, was, before); fresh || err != nil {
			return err
		}
	}
	done, ends, err := u.desk.renew(ctx, was, before, u.actor, u.authorities, u.to)
	if err != nil {
		return err
	}
	u.tell(c.Number, done)
	if ends.Before(u.before) {
		return ErrShortStamp
	}
	return nil
}

// note writes down the end of a seal that was not known, and says whether it is
// far enough away.
func (u dues) note(ctx context.Context, was db.CopyRow, before issued.Issued) (fresh bool, err error) {
	ends, err := signing.Lasts(before.PDF)
	if err != nil {
		return false, err
	}
	err = u.desk.house.DB.Tx(ctx, func(tx *db.Tx) error { return tx.NoteSealEnd(ctx, was, ends) })
	return !ends.Before(u.before), err
}
