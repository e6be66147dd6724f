package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"vypiska/exporter/issued"
	"vypiska/internal/db"
	"vypiska/signing"
	"vypiska/storage"
	"vypiska/storage/register"
)

// errMoved says that a copy was renewed, revoked or removed meanwhile.
var errMoved = errors.New("the copy was changed meanwhile; nothing was done")

// ExtendCopy raises or renews the seal of a stored signed copy. The new version
// takes the place of the old one under the same number: links serve it, and
// verification knows both. It is stored first; then, in one transaction, the row
// changes with its register entry. A crash between leaves an object without a
// row, which the sweep removes as it removes the old version, a reader of which
// reads on to its end.
func (d *Desk) ExtendCopy(ctx context.Context, number, actor string, s Sealing) (Extended, error) {
	done, err := d.extendCopy(ctx, number, actor, s)
	if err != nil {
		return Extended{}, fmt.Errorf("extend copy %s: %w", number, err)
	}
	return done, nil
}

func (d *Desk) extendCopy(ctx context.Context, number, actor string, s Sealing) (Extended, error) {
	was, before, err := d.storedCopy(ctx, number)
	if err != nil {
		return Extended{}, err
	}
	a, err := d.house.authorities(s, d.Now)
	if err != nil {
		return Extended{}, err
	}
	defer a.Close()
	done, _, err := d.renew(ctx, was, before, actor, a, s.Level)
	return done, err
}

// renew returns the new end of the seal besides.
func (d *Desk) renew(ctx context.Context, was db.CopyRow, before issued.Issued, actor string, a *signing.Authorities, to signing.Level) (Extended, time.Time, error) {
	c, err := issued.Renew(ctx, before, a, to)
	if err != nil {
		return Extended{}, time.Time{}, err
	}
	done, ends := Extended{signing.Level(c.SealLevel()), c.SHA256()}, sealEnds(c)
	if done.SHA256 == was.SHA256 {
		return done, ends, nil
	}
	return done, ends, d.replace(ctx, was, c, actor)
}

// storedCopy reads a signed copy that is kept and was not revoked.
func (d *Desk) storedCopy(ctx context.Context, number string) (was db.CopyRow, before issued.Issued, err error) {
	if before.Number, err = issued.ParseNumber(number); err != nil {
		return was, before, err
	}
	err = d.house.DB.View(ctx, func(v *db.View) (err error) {
		was, err = v.Copy(ctx, before.Number.String())
		return err
	})
	if errors.Is(err, db.ErrNoRow) || err == nil && (was.Object == "" || was.SealLevel == "" || !was.Revoked.IsZero()) {
		return was, before, fmt.Errorf("%w: want a signed copy that is kept and not revoked", ErrNotFound)
	}
	if err != nil {
		return was, before, err
	}
	r, err := d.Store.Get(ctx, storage.Object{Key: was.Object, WrappedKey: was.Wrapped, KeyID: was.KeyID, Size: was.Size, SHA256: was.SHA256})
	if err != nil {
		return was, before, err
	}
	before.Pages = was.Pages
	before.PDF, err = io.ReadAll(r)
	return was, before, errors.Join(err, r.Close())
}

func (d *Desk) replace(ctx context.Context, was db.CopyRow, c issued.Copy, actor string) error {
	obj, err := d.Store.Put(ctx, c)
	if err != nil {
		return err
	}
	now := d.Now()
	next := rowOf(c, was.Order, obj, was.Issued, was.KeepUntil)
	err = d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		moved, err := tx.RenewCopy(ctx, was, next)
		if err == nil && !moved {
			err = errMoved
		}
		if err != nil {
			return err
		}
		if err := tx.AddVersion(ctx, db.VersionRow{SHA256: was.SHA256, Number: was.Number, Size: was.Size, SealLevel: was.SealLevel, Made: was.Issued}); err != nil {
			return err
		}
		return d.house.append(ctx, tx, register.Entry{Time: now, Event: register.Extension, Actor: actor, Number: was.Number,
			Kind: was.Kind, Patient: was.Patient, SHA256: next.SHA256, Size: next.Size, Pages: next.Pages, SealLevel: next.SealLevel})
	})
	if err != nil {
		// The object has no row: nobody can read it. Removing it now is a courtesy to the sweep.
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = d.Store.Delete(clean, obj.Key)
	}
	return err
}
