package app

import (
	"context"
	"errors"
	"time"

	"vypiska/internal/db"
)

// TryTSA asks each time-stamping authority for a stamp and says which gave none.
func (h *House) TryTSA(ctx context.Context, s Sealing, now func() time.Time) error {
	var failed error
	for _, address := range s.TSA {
		one := s
		one.TSA = []string{address}
		a, err := h.authorities(one, now)
		if err == nil {
			_, err = a.Stamp(ctx, []byte("vypiska"))
			a.Close()
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// LastEntry is the time of the register's last entry, long ago if there is none or
// its text was erased.
func (h *House) LastEntry(ctx context.Context) (at time.Time, err error) {
	err = h.DB.View(ctx, func(v *db.View) error {
		head, err := v.Register().Head(ctx)
		if err != nil || head.Size == 0 {
			return err
		}
		rows, err := v.Register().RowPage(ctx, head.Size-1)
		for _, r := range rows {
			at = time.UnixMicro(r.At)
		}
		return err
	})
	return at, err
}
