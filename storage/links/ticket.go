package links

import (
	"context"
	"fmt"
	"time"
)

// A TicketFinder finds downloads by their ticket.
type TicketFinder interface {
	// DownloadByTicket returns the download whose ticket has the hash, and its
	// link; ErrUnknown where there is none.
	DownloadByTicket(ctx context.Context, h Hash) (DownloadRow, Link, error)
}

// OpenTicket is for GET and HEAD of a ticket, as often as the visitor resumes:
// the download was counted and registered when it was taken. Visitor is as in
// Look.
//
// A ticket is bound to its link. Revoking the link ends it at once (ErrRevoked),
// giving its download back does too (ErrGivenBack). The link's own expiry, its
// last download taken or a lock by wrong PINs do not: they stop new downloads, and
// this one was taken before, within its own TicketLife (then ErrExpired).
func OpenTicket(ctx context.Context, f TicketFinder, t Ticket, visitor string, now time.Time) (Download, error) {
	h := t.Hash()
	if h == (Hash{}) {
		return Download{}, fmt.Errorf("links: open ticket: %w", ErrUnknown)
	}
	d, l, err := f.DownloadByTicket(ctx, h)
	if err == nil {
		err = l.audience(visitor)
	}
	if err == nil {
		err = d.opens(l, now)
	}
	if err != nil {
		return Download{}, fmt.Errorf("links: open ticket: %w", err)
	}
	return l.download(d), nil
}

// opens returns why the download's ticket does not open at now.
func (d DownloadRow) opens(l Link, now time.Time) error {
	if err := d.stands(l); err != nil {
		return err
	}
	switch {
	case now.Add(skew).Before(d.At):
		return ErrClock
	case !now.Before(d.Until):
		return ErrExpired
	}
	return nil
}

// stands returns why a transfer of the download must stop.
func (d DownloadRow) stands(l Link) error {
	switch {
	case !l.RevokedAt.IsZero():
		return ErrRevoked
	case !d.Returned.IsZero():
		return ErrGivenBack
	}
	return nil
}

// A Watcher finds downloads by their id.
type Watcher interface {
	// DownloadByID returns the download and its link; ErrUnknown where there is none.
	DownloadByID(ctx context.Context, id DownloadID) (DownloadRow, Link, error)
}

// Continue is asked at least once a second during a transfer, beside the rights
// of the recipient; an error ends the transfer where it is: ErrRevoked,
// ErrGivenBack, or a fault of ours, because doubt means no. Time alone ends no
// transfer that began in time.
func Continue(ctx context.Context, w Watcher, id DownloadID) error {
	d, l, err := w.DownloadByID(ctx, id)
	if err == nil {
		err = d.stands(l)
	}
	if err != nil {
		return fmt.Errorf("links: continue download %s: %w", id, err)
	}
	return nil
}
