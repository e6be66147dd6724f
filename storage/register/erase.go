package register

import (
	"context"
	"fmt"
	"time"
)

// Erase takes the text of entry seq away and registers that it did, in the
// caller's transaction. Of the erased entry remain its number, kind, SHA-256
// and day, in the erasure's own entry. Act gives Time, Actor, Basis and Reason;
// what else is set in it is ignored.
//
// Errors: ErrNoEntry, ErrErased, ErrKept for an erasure's entry, ErrBroken
// where the entry is no longer the one that was registered, because erasing it
// would hide that.
func (l *Log) Erase(ctx context.Context, tx ErasingTx, seq int64, act Entry) (int64, error) {
	row, err := tx.Row(ctx, seq)
	if err != nil {
		return 0, fmt.Errorf("register: erase entry %d: %w", seq, err)
	}
	gone, err := erasable(ctx, tx, row)
	if err != nil {
		return 0, fmt.Errorf("register: erase entry %d: %w", seq, err)
	}
	n, err := l.append(ctx, tx, Entry{
		Time: act.Time, Event: Erasure, Actor: act.Actor, Basis: act.Basis, Reason: act.Reason,
		Number: gone.Number, Kind: gone.Kind, SHA256: gone.SHA256,
		Erased: seq, ErasedDay: gone.Time.UTC().Format(time.DateOnly),
	})
	if err != nil {
		return 0, fmt.Errorf("register: erase entry %d: %w", seq, err)
	}
	if err := tx.Blank(ctx, seq); err != nil {
		return 0, fmt.Errorf("register: erase entry %d: %w", seq, err)
	}
	return n, nil
}

// erasable returns the row's entry if it is genuine and may be erased.
func erasable(ctx context.Context, tx Tx, row Row) (Entry, error) {
	if row.Blank {
		return Entry{}, ErrErased
	}
	stored, err := tx.Hashes(ctx, []int64{leafIndex(row.Seq)})
	if err != nil {
		return Entry{}, fmt.Errorf("read its hash: %w", err)
	}
	if stored[0] != leaf(row.Salt, row.Body) {
		return Entry{}, fmt.Errorf("its text is not what was registered: %w", ErrBroken)
	}
	e, err := decode(row.Body)
	if err != nil {
		return Entry{}, err
	}
	if e.Event == Erasure {
		return Entry{}, ErrKept
	}
	return e, nil
}
