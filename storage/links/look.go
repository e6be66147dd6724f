package links

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// A Finder finds links by their token.
type Finder interface {
	// LinkByToken returns the row whose token has the hash; ErrUnknown where
	// there is none.
	LinkByToken(ctx context.Context, h Hash) (Row, error)
}

// Look is for GET and HEAD: it changes nothing, so that mail scanners and
// previews may come as often as they like. Visitor is the id of the recipient
// whose session is open, "" for none. What the visitor may not open is an error:
// ErrUnknown, ErrAudience, or why the link has ended.
func Look(ctx context.Context, f Finder, t Token, visitor string, now time.Time) (Link, error) {
	row, err := find(ctx, f, t)
	if err == nil {
		err = row.admits(visitor, now)
	}
	if err != nil {
		return Link{}, fmt.Errorf("links: look: %w", err)
	}
	return row.Link, nil
}

// find asks for a token; the zero Token is nobody's.
func find(ctx context.Context, f Finder, t Token) (Row, error) {
	h := t.Hash()
	if h == (Hash{}) {
		return Row{}, ErrUnknown
	}
	return f.LinkByToken(ctx, h)
}

// A Reader finds links by their id.
type Reader interface {
	// LinkByID returns the link; ErrUnknown where there is none.
	LinkByID(ctx context.Context, id ID) (Link, error)
}

// Find returns a link, ended or not: for whoever administers it, not for who opens it.
func Find(ctx context.Context, r Reader, id ID) (Link, error) {
	l, err := r.LinkByID(ctx, id)
	if err != nil {
		return Link{}, fmt.Errorf("links: find: %w", err)
	}
	return l, nil
}

// Filter chooses links for List; empty fields choose all.
type Filter struct {
	Number    string // of the copy
	Recipient string
	Ended     bool // also those that cannot be opened any more
}

// A Lister gives links page by page.
type Lister interface {
	// LinkPage returns some of the links the filter chooses, newest first (by
	// Created, then ID, descending), without leaving one out between: those that
	// come after last, or from the newest on where last is the zero Link; none
	// where there are no more. Unless f.Ended, only links that are not ended at
	// the time given.
	LinkPage(ctx context.Context, f Filter, at time.Time, last Link) ([]Link, error)
}

// List gives the links the filter chooses, newest first. It ends after an error.
func List(ctx context.Context, l Lister, f Filter, now time.Time) iter.Seq2[Link, error] {
	return ListAfter(ctx, l, f, now, Link{})
}

// ListAfter is List from the link after last on.
func ListAfter(ctx context.Context, l Lister, f Filter, now time.Time, last Link) iter.Seq2[Link, error] {
	return func(yield func(Link, error) bool) {
		last := last
		for {
			page, err := l.LinkPage(ctx, f, moment(now), last)
			if err != nil {
				yield(Link{}, fmt.Errorf("links: list: %w", err))
				return
			}
			for _, last = range page {
				if !yield(last, nil) {
					return
				}
			}
			if len(page) == 0 {
				return
			}
		}
	}
}
