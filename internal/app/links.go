package app

import (
	"context"
	"time"

	"vypiska/internal/db"
	"vypiska/storage/links"
)

// LiveLink is a link that can still be opened, as the officer and reception see it.
type LiveLink struct {
	ID, Number, Recipient, Audience string
	ExpiresAt                       time.Time
	Taken, MaxDownloads             int
}

// mostLinks bounds the list.
const mostLinks = 1000

// LiveLinks lists the links that can still be opened, the newest first, of one
// copy where a number is given; by reception and the officer.
func (d *Desk) LiveLinks(ctx context.Context, v Visitor, number string) (out []LiveLink, err error) {
	if !v.staff() {
		return nil, ErrVisitor
	}
	now := d.Now()
	err = d.house.DB.View(ctx, func(view *db.View) error {
		for l, err := range links.List(ctx, view.Links(), links.Filter{Number: number}, now) {
			if err != nil {
				return err
			}
			if out = append(out, LiveLink{string(l.ID), l.Number, l.Recipient, string(l.Audience), l.Expires.In(now.Location()), l.Taken, l.Downloads}); len(out) == mostLinks {
				return nil
			}
		}
		return nil
	})
	return out, err
}
