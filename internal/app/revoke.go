package app

import (
	"context"
	"errors"
	"strings"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/internal/db"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

// RevokeCopy declares a copy invalid, by the officer, with a reason: its links
// end for good and verification says so. Twice is once.
func (d *Desk) RevokeCopy(ctx context.Context, v Visitor, number, reason string) error {
	if v.Role != policy.Officer {
		return ErrVisitor
	}
	n, err := issued.ParseNumber(number)
	if err != nil {
		return ErrNotFound
	}
	if reason = strings.TrimSpace(reason); reason == "" || len(reason) > 500 {
		return &AskError{"reason", "why the copy is revoked, at most 500 bytes, no names"}
	}
	now := d.Now()
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		c, err := tx.Copy(ctx, n.String())
		if err != nil {
			return err
		}
		first, err := tx.RevokeCopy(ctx, c.Number, now)
		if err != nil || !first {
			return err
		}
		ended, err := links.RevokeCopy(ctx, tx.Links(), c.Number, v.Account, now)
		if err != nil {
			return err
		}
		entries := []register.Entry{{Time: now, Event: register.Revoke, Actor: v.Account, Number: c.Number, Kind: c.Kind, Patient: c.Patient, SHA256: c.SHA256, Reason: reason}}
		for _, id := range ended {
			entries = append(entries, register.Entry{Time: now, Event: register.Unlink, Actor: v.Account, Number: c.Number, Link: string(id)})
		}
		for _, e := range entries {
			if err := d.house.append(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, db.ErrNoRow) {
		return ErrNotFound
	}
	return err
}
