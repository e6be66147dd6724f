package links

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// TicketLife is how long a ticket opens its download. A request begun within it
// may run to its end.
const TicketLife = 60 * time.Minute

// Try is what a visitor brings to take a download.
type Try struct {
	Token   Token
	PIN     PIN
	Visitor string // id of the recipient whose session is open, "" for none
	// Ticket asks for one: the copy is too large for a single answer.
	Ticket bool
}

// A TakeTx is what Take needs of a write transaction.
type TakeTx interface {
	Finder
	// TakeDownload adds one to the link's Taken and stores the row, both or
	// neither. It must do nothing and return false unless, at d.At and at the
	// very moment of the change, the link is not revoked, d.At is before its
	// Expires, fewer than WrongTries wrong PINs were tried and Taken is below
	// Downloads: of many at once no more succeed than there are downloads.
	TakeDownload(ctx context.Context, d DownloadRow) (bool, error)
	// MissPIN adds one to the link's Wrong under the same conditions and with
	// the same strictness, and returns the new number; 0 where they do not hold.
	MissPIN(ctx context.Context, id ID, at time.Time) (wrong int, err error)
}

// Take is for POST: it takes one download from a link and has it registered, or
// returns a refusal (Refused tells it from a fault of ours): ErrUnknown,
// ErrAudience, why the link has ended, or a *PINError.
//
// Take runs the transaction itself, because a wrong PIN must be counted though
// nothing is handed out: run begins a write transaction, calls its function and
// commits if that returns nil (db.DB.Tx); of gives the links of the transaction
// (db.Tx.Links). A refusal always commits. Only a download that is granted
// reaches enter, which writes the register entry in the same transaction and
// asks once more for a block; an error of enter is returned wrapped and takes
// the whole download back. When Take returns a Download, count and entry
// have survived any crash and the first byte may go: a crash before leaves
// neither, a crash after leaves a registered download that perhaps nobody
// received, never one received that nobody registered.
func Take[T any, L TakeTx](ctx context.Context, g *Gate, run func(context.Context, func(T) error) error, of func(T) L,
	try Try, now time.Time, enter func(tx T, d Download) error) (Download, error) {
	if enter == nil {
		return Download{}, errors.New("links: take: enter is nil: no download leaves without its register entry")
	}
	var d Download
	var refusal error
	err := run(ctx, func(tx T) (err error) {
		if d, refusal, err = g.take(ctx, of(tx), try, moment(now)); err != nil || refusal != nil {
			return err
		}
		return enter(tx, d)
	})
	if err != nil {
		return Download{}, fmt.Errorf("links: take: %w", err)
	}
	if refusal != nil {
		return Download{}, fmt.Errorf("links: take: %w", refusal)
	}
	return d, nil
}

// take decides and stores. A refusal is kept apart from a fault, so that what
// was stored with it is not rolled back.
func (g *Gate) take(ctx context.Context, tx TakeTx, try Try, now time.Time) (d Download, refusal, fault error) {
	row, err := find(ctx, tx, try.Token)
	if err != nil {
		refusal, fault = divide(err)
		return Download{}, refusal, fault
	}
	if err := row.admits(try.Visitor, now); err != nil {
		refusal, fault = divide(err)
		return Download{}, refusal, fault
	}
	if row.PIN && !g.key.opens(row, try.PIN) {
		refusal, fault = missed(ctx, tx, row, try, now)
		return Download{}, refusal, fault
	}
	return g.count(ctx, tx, row, try, now)
}

// missed counts a wrong PIN. One that is no PIN at all costs nothing.
func missed(ctx context.Context, tx TakeTx, row Row, try Try, now time.Time) (refusal, fault error) {
	if try.PIN.p == nil {
		return &PINError{row.TriesLeft()}, nil
	}
	wrong, err := tx.MissPIN(ctx, row.ID, now)
	switch {
	case err != nil:
		return nil, fmt.Errorf("link %s: count wrong PIN: %w", row.ID, err)
	case wrong == 0:
		return overtaken(ctx, tx, row.ID, try, now)
	case wrong >= WrongTries:
		return ErrLocked, nil
	}
	return &PINError{WrongTries - wrong}, nil
}

// count takes the download.
func (g *Gate) count(ctx context.Context, tx TakeTx, row Row, try Try, now time.Time) (d Download, refusal, fault error) {
	kept, ticket, err := g.download(row.ID, try.Ticket, now)
	if err != nil {
		return Download{}, nil, fmt.Errorf("link %s: %w", row.ID, err)
	}
	ok, err := tx.TakeDownload(ctx, kept)
	if err != nil {
		return Download{}, nil, fmt.Errorf("link %s: count download: %w", row.ID, err)
	}
	if !ok {
		refusal, fault = overtaken(ctx, tx, row.ID, try, now)
		return Download{}, refusal, fault
	}
	d = row.download(kept)
	d.Ticket = ticket
	return d, nil, nil
}

func (g *Gate) download(link ID, withTicket bool, now time.Time) (DownloadRow, Ticket, error) {
	id, err := newID(g.rand)
	if err != nil {
		return DownloadRow{}, Ticket{}, err
	}
	row := DownloadRow{ID: DownloadID(id), Link: link, At: now}
	if !withTicket {
		return row, Ticket{}, nil
	}
	s, err := newSecret(g.rand)
	if err != nil {
		return DownloadRow{}, Ticket{}, err
	}
	t := Ticket{s}
	row.Ticket, row.Until = t.Hash(), now.Add(TicketLife)
	return row, t, nil
}

// overtaken says why a link that was open a moment ago is not any more: another
// transaction was faster. (On SQLite there is none beside ours.)
func overtaken(ctx context.Context, tx TakeTx, id ID, try Try, now time.Time) (refusal, fault error) {
	row, err := find(ctx, tx, try.Token)
	if err != nil {
		return divide(err)
	}
	if err := row.admits(try.Visitor, now); err != nil {
		return divide(err)
	}
	return nil, fmt.Errorf("link %s: it is open and its count could not be changed; look at the row", id)
}

// divide tells an answer to the visitor from a fault of ours.
func divide(err error) (refusal, fault error) {
	if Refused(err) {
		return err, nil
	}
	return nil, err
}
