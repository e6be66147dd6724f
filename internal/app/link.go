package app

import (
	"context"
	"errors"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

// MintLink makes a link to the copy of an order of this account. Rights are
// asked again. Its entry is in the same transaction.
func (d *Desk) MintLink(ctx context.Context, v Visitor, order string, a LinkAsk) (NewLink, error) {
	if _, err := d.FindOrder(ctx, v, order); err != nil {
		return NewLink{}, err
	}
	o, c, err := d.order(ctx, order)
	if err != nil {
		return NewLink{}, err
	}
	if Status(o.Status) != Ready {
		return NewLink{}, ErrNotReady
	}
	if err := d.stillHas(ctx, c.Number); err != nil {
		return NewLink{}, err
	}
	return d.mint(ctx, v, o, c, a)
}

// mint makes a link to a copy whose rights were asked for.
func (d *Desk) mint(ctx context.Context, v Visitor, o db.OrderRow, c db.CopyRow, a LinkAsk) (NewLink, error) {
	ask, err := linkAsk(o, c, a)
	if err != nil {
		return NewLink{}, err
	}
	ask.Maker = v.Account
	now := d.Now()
	var m links.Minted
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		if m, err = d.Links.Mint(ctx, tx.Links(), ask, now); err != nil {
			return err
		}
		return d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Link, Actor: v.Account, Recipient: ask.Recipient,
			Number: c.Number, Kind: c.Kind, Patient: c.Patient, Order: o.ID, Link: string(m.ID)})
	})
	if err != nil {
		return NewLink{}, err
	}
	return NewLink{ID: string(m.ID), URL: d.PublicURL + "/d/" + m.Token.Text(), ExpiresAt: m.Expires, MaxDownloads: m.Downloads, PIN: m.Code.Text()}, nil
}

func linkAsk(o db.OrderRow, c db.CopyRow, a LinkAsk) (links.Ask, error) {
	ask := links.Ask{Number: c.Number, Recipient: recipient(o), Audience: links.Bearer, Downloads: a.MaxDownloads}
	switch a.Audience {
	case "", "bearer":
	case "self":
		ask.Audience = links.Self
	default:
		return ask, &AskError{"audience", "bearer or self"}
	}
	if a.TTL != "" {
		life, err := time.ParseDuration(a.TTL)
		if err != nil || life <= 0 {
			return ask, &AskError{"ttl", "a duration such as 24h"}
		}
		ask.Life = life
	}
	if a.MaxDownloads < 0 {
		return ask, &AskError{"max_downloads", "a number from 1"}
	}
	if a.PIN != nil && *a.PIN {
		ask.PIN = links.WithPIN
	} else if a.PIN != nil {
		ask.PIN = links.WithoutPIN
	}
	return ask, nil
}

// recipient names who a copy is for, as the register writes it.
func recipient(o db.OrderRow) string { return o.Subject }

// RevokeLink ends a link for good: by who it was made for, by reception or the officer.
func (d *Desk) RevokeLink(ctx context.Context, v Visitor, id string) error {
	now := d.Now()
	err := d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		l, err := links.Find(ctx, tx.Links(), links.ID(id))
		if err != nil {
			return err
		}
		if !v.staff() && (v.IsZero() || l.Recipient != string(v.Subject)) {
			return ErrNotFound
		}
		first, err := d.unlink(ctx, tx, l.ID, v.Account, now)
		if err != nil || !first {
			return err
		}
		return d.house.bury(register.Tombstone{Time: now, Act: register.Unlink, Actor: v.Account, Link: string(l.ID)})
	})
	if errors.Is(err, links.ErrUnknown) {
		return ErrNotFound
	}
	return err
}

// unlink ends a link for good; false if it had been ended by hand.
func (d *Desk) unlink(ctx context.Context, tx *db.Tx, id links.ID, by string, now time.Time) (bool, error) {
	l, err := links.Find(ctx, tx.Links(), id)
	if err != nil {
		return false, err
	}
	first, err := links.Revoke(ctx, tx.Links(), l.ID, by, now)
	if err != nil || !first {
		return false, err
	}
	return true, d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Unlink, Actor: by, Recipient: l.Recipient, Number: l.Number, Link: string(l.ID)})
}

func (v Visitor) staff() bool { return v.Role == policy.Reception || v.Role == policy.Officer }
