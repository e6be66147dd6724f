package app

import (
	"context"
	"errors"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/links"
)

// LiveLink is a link that can still be opened, as the officer and reception see it.
type LiveLink struct {
	ID, Number, Recipient, Audience string
	ExpiresAt                       time.Time
	Taken, MaxDownloads             int
}

// LiveLinks lists the links that can still be opened, the newest first, of one
// copy where a number is given; by reception and the officer. before is Next of
// the page before.
func (d *Desk) LiveLinks(ctx context.Context, v Visitor, number, before string) (p Page[LiveLink], err error) {
	if !v.staff() {
		return p, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		found, err := d.openLinks(ctx, view, number, before)
		p.Next = found.Next
		for _, l := range found.List {
			p.List = append(p.List, LiveLink{string(l.ID), l.Number, l.Recipient, string(l.Audience), l.Expires.In(d.Now().Location()), l.Taken, l.Downloads})
		}
		return err
	})
	return p, err
}

// openLinks is a page of the links that open now.
func (d *Desk) openLinks(ctx context.Context, view *db.View, number, before string) (Page[links.Link], error) {
	var last links.Link
	var err error
	if before != "" {
		if last, err = links.Find(ctx, view.Links(), links.ID(before)); errors.Is(err, links.ErrUnknown) {
			return Page[links.Link]{}, nil
		}
	}
	var rows []links.Link
	for l, err := range links.ListAfter(ctx, view.Links(), links.Filter{Number: number}, d.Now(), last) {
		if err != nil {
			return Page[links.Link]{}, err
		}
		if rows = append(rows, l); len(rows) > pageRows {
			break
		}
	}
	return pageOf(rows, func(l links.Link) string { return string(l.ID) }), err
}

// OpenLinks lists the links that open now, of everybody, for the officer; before
// is Next of the page before.
func (d *Desk) OpenLinks(ctx context.Context, v Visitor, before string) (p Page[LinkRow], err error) {
	if v.Role != policy.Officer {
		return p, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		found, err := d.openLinks(ctx, view, "", before)
		if err != nil {
			return err
		}
		p.Next = found.Next
		for _, l := range found.List {
			c, err := view.Copy(ctx, l.Number)
			if err != nil {
				return err
			}
			p.List = append(p.List, LinkRow{ID: string(l.ID), Number: l.Number, Kind: c.Kind, Recipient: l.Recipient, Audience: string(l.Audience),
				PIN: l.PIN, Expires: l.Expires.In(d.Now().Location()), Left: l.Left()})
		}
		return nil
	})
	return p, err
}
