package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"vypiska/exporter/issued"
	"vypiska/internal/db"
	"vypiska/signing"
)

// VerifyCopy says what became of a copy to whoever holds it. Without the
// matching hash the answer is always "unknown".
//
// It looks for the hash and compares the number afterwards: who does not hold the
// file learns nothing from the answer, nor from its time, about which numbers
// there are.
func (d *Desk) VerifyCopy(ctx context.Context, number, sha256 string) (Verification, error) {
	c, err := d.copyOf(ctx, sha256)
	if err != nil {
		return Verification{}, err
	}
	n, err := issued.ParseNumber(number)
	if err != nil || c.Number == "" || n.String() != c.Number {
		return Verification{Status: "unknown"}, nil
	}
	return d.known(c), nil
}

// copyOf finds the copy of which the hash is a version; the zero row for none.
func (d *Desk) copyOf(ctx context.Context, sha256 string) (c db.CopyRow, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		number, err := v.NumberOf(ctx, strings.ToLower(sha256))
		if err == nil {
			c, err = v.Copy(ctx, number)
		}
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		err = nil
	}
	return c, err
}

func (d *Desk) known(c db.CopyRow) Verification {
	v := Verification{Status: "valid", Kind: c.Kind, IssuedOn: c.Issued.In(d.Now().Location()).Format(time.DateOnly)}
	if !c.Destroyed.IsZero() {
		v.Status = "destroyed"
	}
	if !c.Revoked.IsZero() {
		v.Status = "revoked"
	}
	return v
}

// FileCheck is what the checker and the register say of a file somebody holds.
type FileCheck struct {
	Number string // of the copy these bytes are; empty: the register knows none
	Verification
	// Seal is whole (trusted), untrusted, broken, or none; Reason is the checker's code.
	Seal   string
	Reason string
}

// checkLimit bounds the time one file may take.
const checkLimit = 10 * time.Second

// CheckFile judges a file for anybody: its seal, by the roots of the house, and
// whether the register knows its bytes. Nothing of the file is kept.
func (d *Desk) CheckFile(ctx context.Context, pdf []byte) (FileCheck, error) {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	f := FileCheck{Verification: Verification{Status: "unknown"}}
	c, err := d.copyOf(ctx, sumOf(pdf))
	if err != nil {
		return FileCheck{}, err
	}
	if c.Number != "" {
		f.Number, f.Verification = c.Number, d.known(c)
	}
	f.Seal, f.Reason, err = d.house.checkSeal(ctx, pdf, d.Now())
	return f, err
}

// checkSeal puts the checker's report into one word. A file without any
// signature has none; only a fault of ours is an error.
func (h *House) checkSeal(ctx context.Context, pdf []byte, now time.Time) (word, reason string, err error) {
	c, err := h.checker(now)
	if err != nil {
		return "", "", err
	}
	r, err := c.Check(ctx, pdf)
	if ctx.Err() != nil {
		return "", "", err
	}
	switch {
	case r.Trusted:
		return "whole", "", nil
	case r.Valid:
		return "untrusted", string(r.Reason), nil
	case r.Reason == signing.ReasonOutside:
		return "outside", string(r.Reason), nil
	case len(r.Signatures) == 0 && r.Reason == signing.ReasonUnsigned:
		return "none", string(r.Reason), nil
	}
	return "broken", string(r.Reason), nil
}
