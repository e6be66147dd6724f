// Package links mints, opens, ends and lists time-limited links to copies. A
// link is the only way out of the house beside the operator's own --out.
//
// A link is a row: the hash of a 256-bit token, an expiry, a maximum of
// downloads, perhaps the keyed hash of a PIN. The package is the state machine
// over that row. What is the caller's: HTTP, the bytes, the register's entries,
// and whether the recipient still has the right to the copy, which is asked
// again at every request and during a transfer. A patient's block suspends a
// link by that answer and leaves the row alone, so that unblocking restores it;
// only Revoke is final.
//
// Nothing about a visitor is ever stored: no address, no browser, no time of a
// look. The package knows no database; each act states what it needs of a
// transaction as a small interface. Time and randomness are arguments.
package links

import (
	"errors"
	"fmt"
	"time"
)

// Errors a caller acts on. All but ErrClock are answers to a visitor.
var (
	// ErrUnknown says that no link, ticket or download answers to what was given (404).
	ErrUnknown = errors.New("no such link: check that the address is complete, or ask for a new link")
	// ErrAudience says that the link is for its recipient's own session (403).
	ErrAudience = errors.New("the link is for its recipient alone: log in as the recipient")
	// ErrRevoked says that the link was ended by hand (410).
	ErrRevoked = errors.New("the link was revoked: ask for a new one")
	// ErrExpired says that the time of the link or ticket is over (410).
	ErrExpired = errors.New("the link has expired: ask for a new one")
	// ErrLocked says that too many wrong PINs were tried (410).
	ErrLocked = errors.New("the link is locked after too many wrong PINs: ask for a new one")
	// ErrUsedUp says that all downloads were taken (410).
	ErrUsedUp = errors.New("the link's downloads are used up: ask for a new one")
	// ErrGivenBack says that the download was given back to the link, which
	// ends its ticket (410).
	ErrGivenBack = errors.New("the download was given back: open the link again")
	// ErrPIN says that the PIN is missing or wrong (403); see PINError.
	ErrPIN = errors.New("the PIN is missing or wrong")
	// ErrClock says that the time given lies before the link was made. It is a
	// fault of ours, not an answer: a clock set back would revive ended links.
	ErrClock = errors.New("the clock stands before the link was made: set the machine's clock right")
)

// A PINError is ErrPIN with the number of wrong tries the link still has.
type PINError struct{ Left int }

func (e *PINError) Error() string { return fmt.Sprintf("%v: %d tries left", ErrPIN, e.Left) }

// Unwrap returns ErrPIN.
func (e *PINError) Unwrap() error { return ErrPIN }

// WrongTries is how many wrong PINs a link takes in its whole life. The chance
// of guessing one of a million PINs is then one in a hundred thousand.
const WrongTries = 10

// skew is how far the clocks of two machines of one house may lie apart.
const skew = time.Hour

// ID names a link in the register, in lists and to those who may revoke it. It
// opens nothing.
type ID string

// DownloadID names one download taken from a link.
type DownloadID string

// Audience says who may open a link.
type Audience string

const (
	// Self needs the recipient's session as well as the token.
	Self Audience = "self"
	// Bearer opens to whoever has the token and, if there is one, the PIN.
	Bearer Audience = "bearer"
)

// Link is what may be known of a link. Times are UTC to the microsecond.
type Link struct {
	ID        ID
	Number    string // of the copy
	Recipient string // id, as in the register; empty once swept
	Maker     string // the account that made it; empty once swept
	Audience  Audience
	Created   time.Time
	Expires   time.Time // the first moment the link does not open
	Downloads int       // maximum
	Taken     int       // downloads taken and not given back
	PIN       bool      // a PIN is needed
	Wrong     int       // wrong PINs tried

	RevokedAt time.Time // zero unless revoked
	RevokedBy string    // id of who did it
}

// Left returns how many downloads can still be taken.
func (l Link) Left() int { return max(0, l.Downloads-l.Taken) }

// TriesLeft returns how many wrong PINs the link still takes.
func (l Link) TriesLeft() int { return max(0, WrongTries-l.Wrong) }

// Ended returns why the link cannot be opened at now, nil while it can:
// ErrRevoked, ErrExpired, ErrLocked or ErrUsedUp, in this order where several
// are true. A now before the link was made: ErrClock.
func (l Link) Ended(now time.Time) error {
	switch {
	case now.Add(skew).Before(l.Created):
		return ErrClock
	case !l.RevokedAt.IsZero():
		return ErrRevoked
	case !now.Before(l.Expires):
		return ErrExpired
	case l.TriesLeft() == 0:
		return ErrLocked
	case l.Left() == 0:
		return ErrUsedUp
	}
	return nil
}

// admits returns why the link does not open to the visitor at now. The audience
// comes first: whoever a link is not for learns nothing about it.
func (l Link) admits(visitor string, now time.Time) error {
	if err := l.audience(visitor); err != nil {
		return err
	}
	return l.Ended(now)
}

// audience refuses whoever the link is not for. An audience that is not known
// counts as Self, and Self without a recipient is for nobody.
func (l Link) audience(visitor string) error {
	if l.Audience == Bearer || l.Recipient != "" && visitor == l.Recipient {
		return nil
	}
	return ErrAudience
}

// Row is a link as it is stored.
type Row struct {
	Link
	Token Hash // of the token; zero once swept
	Code  Hash // keyed hash of the PIN; zero for none
}

// DownloadRow is a download as it is stored.
type DownloadRow struct {
	ID       DownloadID
	Link     ID
	At       time.Time
	Ticket   Hash      // of the ticket; zero for none
	Until    time.Time // the first moment the ticket does not open; zero for none
	Returned time.Time // when it was given back; zero if it was not
}

// Download is one permitted download.
type Download struct {
	ID        DownloadID
	Link      ID
	Number    string // of the copy
	Recipient string
	At        time.Time // when it was taken
	// Ticket, if Take was asked for one, opens the download until Until.
	Ticket Ticket
	Until  time.Time
}

func (l Link) download(d DownloadRow) Download {
	return Download{ID: d.ID, Link: l.ID, Number: l.Number, Recipient: l.Recipient, At: d.At, Until: d.Until}
}

// moment is a time as it is stored.
func moment(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// refusals are the answers to a visitor; all other errors are faults of ours.
var refusals = []error{ErrUnknown, ErrAudience, ErrRevoked, ErrExpired, ErrLocked, ErrUsedUp, ErrGivenBack, ErrPIN}

// Refused reports whether err is an answer to a visitor, one of this package's
// errors but ErrClock, rather than a fault of ours.
func Refused(err error) bool {
	for _, r := range refusals {
		if errors.Is(err, r) {
			return true
		}
	}
	return false
}
