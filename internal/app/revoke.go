package app

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vypiska/exporter/issued"
	"vypiska/exporter/policy"
	"vypiska/internal/db"
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
	if reason = oneLine(reason); !mayStand(reason, 500) {
		return &AskError{"reason", "why the copy is revoked, at most 500 bytes, no names"}
	}
	now := d.Now()
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		first, err := d.revoke(ctx, tx, n.String(), v.Account, reason, now)
		if err != nil || !first {
			return err
		}
		return d.house.bury(register.Tombstone{Time: now, Act: register.Revoke, Actor: v.Account, Number: n.String()})
	})
	if errors.Is(err, db.ErrNoRow) {
		return ErrNotFound
	}
	return err
}

// oneLine is what somebody typed or pasted as one line: a line's end or a tab is a
// space, as no entry of the register has any.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// mayStand reports whether a text is one that an entry of the register may have.
func mayStand(s string, most int) bool {
	return s != "" && len(s) <= most && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// revoke marks a copy as revoked and ends its links; false if it was revoked.
func (d *Desk) revoke(ctx context.Context, tx *db.Tx, number, by, reason string, now time.Time) (bool, error) {
	c, err := tx.Copy(ctx, number)
	if err != nil {
		return false, err
	}
	first, err := tx.RevokeCopy(ctx, c.Number, now)
	if err != nil || !first {
		return false, err
	}
	err = d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Revoke, Actor: by, Number: c.Number, Kind: c.Kind, Patient: c.Patient, SHA256: c.SHA256, Reason: reason})
	if err != nil {
		return false, err
	}
	return true, d.endLinks(ctx, tx, c.Number, by, now)
}
