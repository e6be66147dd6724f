package app

import (
	"errors"
	"fmt"
	"io"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
)

// Visitor is who uses the service: an account that proved itself. The zero
// Visitor is nobody.
type Visitor struct {
	Account string // the account's login, as the register names it
	Role    policy.Role
	Subject record.Ref // "Patient/17", "Practitioner/4"; the plain name for staff
	// ReadsOnly: proved by a token that orders and changes nothing.
	ReadsOnly bool
}

// IsZero reports whether nobody has proved to be anybody.
func (v Visitor) IsZero() bool { return v.Account == "" }

// Errors that callers act on; internal/web/errors.go has their words. Those of
// exporter/policy (*Refusal), storage/links and exporter/record pass through as
// they are.
var (
	// ErrVisitor: the account may not do this.
	ErrVisitor = errors.New("this account may not do this")
	// ErrNotFound: there is none, or none that this account may know of.
	ErrNotFound = errors.New("there is none, or not for this account")
	// ErrBlocked: the patient has forbidden access; unblocking restores it.
	ErrBlocked = errors.New("the patient has forbidden access")
	// ErrNotReady: the order has no copy yet, or never will have.
	ErrNotReady = errors.New("the order has no copy")
	// ErrEnded: the copy was revoked, destroyed or swept.
	ErrEnded = errors.New("the copy is not given out any more")
)

// AskError says which field of an ask is wrong and what would do; it never
// carries the value.
type AskError struct{ Field, Want string }

func (e *AskError) Error() string { return fmt.Sprintf("%s: want %s", e.Field, e.Want) }

// OrderAsk is a wish for a copy as it comes from outside.
type OrderAsk struct {
	Patient string // id in the MIS, with or without "Patient/"
	Kind    string // signed, anonymized
	From    string // YYYY-MM-DD or empty
	To      string
	Items   []string // "DiagnosticReport/9"
	Lang    string   // ru (default), en
}

// Status is where an order stands.
type Status string

// The states of an order. All but queued and running are final.
const (
	Queued    Status = "queued"
	Running   Status = "running"
	Ready     Status = "ready"
	Refused   Status = "refused"
	Failed    Status = "failed"
	Blocked   Status = "blocked"
	Cancelled Status = "cancelled"
)

// Final reports whether the order will not change any more.
func (s Status) Final() bool { return s != Queued && s != Running }

// Order is one wish for a copy and what became of it. Number to SealLevel are
// set once it is ready; Refusal is the rule, or a code, once it is refused or failed.
type Order struct {
	ID        string
	Status    Status
	Progress  float64 // 0 to 1
	Number    string
	Kind      string
	SHA256    string
	Size      int64
	Pages     int
	SealLevel string
	Refusal   string
	Created   time.Time
}

// LinkAsk is a wish for a link. Zero values mean the service's defaults.
type LinkAsk struct {
	TTL          string // Go duration: "24h"
	MaxDownloads int
	PIN          *bool  // nil: by audience
	Audience     string // bearer (default), self
}

// NewLink is a fresh link. URL and PIN are shown once and kept nowhere.
type NewLink struct {
	ID           string
	URL          string
	ExpiresAt    time.Time
	MaxDownloads int
	PIN          string // empty: none needed
}

// Landing is what a link's page may know before anything is taken.
type Landing struct {
	NeedsPIN  bool
	TriesLeft int // of the PIN
	ExpiresAt time.Time
}

// Transfer is a granted download on its way. Ticket is set instead of Content
// for large copies: the browser goes on to /d/t/{ticket} with GET. Reading
// Content asks for the rights again at least once a second and fails when they
// ended. Close tells whether our side broke the transfer.
type Transfer struct {
	Ticket  string
	Name    string // file name: the copy's number
	Type    string // media type of the file
	SHA256  string // of the file, hexadecimal: its ETag
	Size    int64  // bytes
	Content io.ReadSeeker

	done func(ours error) error
}

// Close ends the transfer. ours is the error of our side that broke it (a
// storage error, an ended right is not one), nil otherwise; it gives the
// download's count back once.
func (t *Transfer) Close(ours error) error {
	if t.done == nil {
		return nil
	}
	return t.done(ours)
}

// BlockAsk forbids access to a patient's data in the cabinets (rule 1.13).
type BlockAsk struct {
	Patient string
	Channel string // phone, email, in-person
	Scope   string // all, doctors
	By      string // self (default), representative: who asked
}

// UnblockAsk lifts a block. In person the kind of the identity document that
// was shown is named, never its number.
type UnblockAsk struct {
	Channel  string // in-person (default); phone where the clinic allows it
	Document string // of Documents; a program that sends none answers for having looked
	By       string // self (default), representative
}

// BlockRow is a block as reception sees it.
type BlockRow struct {
	ID      string
	Patient string
	Channel string
	Scope   string
	At      time.Time
}

// Verification is what anybody holding a copy may know of it.
type Verification struct {
	Status   string // valid, revoked, destroyed, unknown
	Kind     string
	IssuedOn string // YYYY-MM-DD
}
