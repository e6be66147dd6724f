package app

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"strings"
	"time"

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

// VerifyCopy says what became of a copy to whoever holds it. Without the
// matching hash the answer is always "unknown".
func (d *Desk) VerifyCopy(ctx context.Context, number, sha256 string) (Verification, error) {
	unknown := Verification{Status: "unknown"}
	n, err := issued.ParseNumber(number)
	if err != nil {
		return unknown, nil
	}
	var c db.CopyRow
	var versions []string
	err = d.house.DB.View(ctx, func(v *db.View) (err error) {
		if c, err = v.Copy(ctx, n.String()); err == nil {
			versions, err = v.Versions(ctx, c.Number)
		}
		return err
	})
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Verification{}, err
	}
	if err != nil || !slices.ContainsFunc(append(versions, c.SHA256), func(sum string) bool {
		return subtle.ConstantTimeCompare([]byte(sum), []byte(strings.ToLower(sha256))) == 1
	}) {
		return unknown, nil
	}
	known := Verification{Status: "valid", Kind: c.Kind, IssuedOn: c.Issued.In(d.Now().Location()).Format(time.DateOnly)}
	if !c.Destroyed.IsZero() {
		known.Status = "destroyed"
	}
	if !c.Revoked.IsZero() {
		known.Status = "revoked"
	}
	return known, nil
}
