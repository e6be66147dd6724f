package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vypiska/internal/db"
	"vypiska/storage"
	"vypiska/storage/register"
)

// ErrMasterLost says that stored copies are wrapped by a master key that is not
// in the file.
var ErrMasterLost = errors.New("the master key of stored copies is lost or another one is in its place: put the file named by master_key_file back from its copy; without that key no stored copy can be read")

// CheckMasters proves for each master key in use that it is among the keys and that
// it is the right one, by a copy it wraps.
func (h *House) CheckMasters(ctx context.Context, keys []storage.MasterKey) error {
	var samples []db.CopyRow
	err := h.DB.View(ctx, func(v *db.View) (err error) {
		samples, err = v.OneCopyOfEachKey(ctx)
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range samples {
		if err := objectOf(c).UnwrappedBy(keys); err != nil {
			return errors.Join(ErrMasterLost, err)
		}
	}
	return nil
}

// Rewrap wraps the key of every kept copy by the store's first master key;
// objects stay as they are. It returns how many copies there are. A crash leaves some
// under the former key, which the file still has; then it is run again.
func (h *House) Rewrap(ctx context.Context, s *storage.Store, actor string, now time.Time) (n int, err error) {
	for after := ""; ; {
		var page []db.CopyRow
		err := h.DB.View(ctx, func(v *db.View) (err error) {
			page, err = v.KeptCopies(ctx, after, sweepBatch)
			return err
		})
		if err != nil {
			return n, err
		}
		if len(page) == 0 {
			break
		}
		if err := h.rewrap(ctx, s, page); err != nil {
			return n, err
		}
		n, after = n+len(page), page[len(page)-1].Number
	}
	e := register.Entry{Time: now, Event: register.Key, Actor: actor, Reason: fmt.Sprintf("master key rotated, %d copies wrapped anew", n)}
	return n, errors.Join(h.register(ctx, e), h.DB.Scrub(ctx))
}

func (h *House) rewrap(ctx context.Context, s *storage.Store, page []db.CopyRow) error {
	return h.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, c := range page {
			o, err := s.Rewrap(objectOf(c))
			if err != nil {
				return err
			}
			moved, err := tx.RewrapCopy(ctx, c, o.WrappedKey, o.KeyID)
			if err == nil && !moved {
				err = errMoved
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
