// Package account keeps who may use the service: accounts with a role and the
// person or organization they stand for, their first passwords and their API
// tokens. Every act on an account has its register entry in the same
// transaction.
//
// An account never holds a person's name: its login is random, and its subject
// is a resource's id in the MIS or, for staff, a plain name the operator chose.
package account

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
)

// Errors a caller may act on.
var (
	// ErrUnknown says that no account has the login.
	ErrUnknown = errors.New("no account has this login; `vypiska account list` shows them")
	// ErrDisabled says that the account was disabled, which is for good.
	ErrDisabled = errors.New("the account is disabled for good; make another with `vypiska account add`")
	// ErrToken says that a token opens nothing: nobody made it, its time is
	// over, or its account is disabled. Which of them is not told.
	ErrToken = errors.New("the token is not valid")
)

// Account is who may use the service. Several accounts may stand for one
// subject in one role: a lost login is replaced by a new account before the old
// one is disabled, and two people of one insurer have an account each.
type Account struct {
	Login   Login
	Role    policy.Role
	Subject record.Ref // "Patient/17", "Practitioner/4", "Organization/a"; the plain name for staff
	// FirstUntil is when the first password ends; zero once the person set their own.
	FirstUntil time.Time
	// Spent: the first password led in once, and the person did not set their own.
	Spent    bool
	Disabled bool
	// Codes: one-time codes are asked for beside the password.
	Codes bool
	// Epoch counts from 1. What was allowed under an earlier epoch (a session,
	// a token) is over.
	Epoch            int64
	Created, Changed time.Time
	// ReadsOnly: it was named by a token that orders and changes nothing.
	ReadsOnly bool
}

// Of is the account a row tells of.
func Of(r db.AccountRow) Account {
	return Account{
		Login: Login{r.Login}, Role: policy.Role(r.Role), Subject: record.Ref(r.Subject), FirstUntil: r.FirstUntil,
		Spent: strings.HasPrefix(r.Password, spent), Disabled: r.Disabled, Codes: r.TOTP != "",
		Epoch: r.Epoch, Created: r.Created, Changed: r.Changed,
	}
}

// State is where an account stands.
type State string

// The states of an account.
const (
	Waiting  State = "waiting"  // its first password was not changed yet
	Lapsed   State = "lapsed"   // nor will be: its time is over, or it was used
	Active   State = "active"   // the person set their own password
	Disabled State = "disabled" // for good
)

// State tells where the account stands at the moment now.
func (a Account) State(now time.Time) State {
	switch {
	case a.Disabled:
		return Disabled
	case a.FirstUntil.IsZero():
		return Active
	case !a.Spent && now.Before(a.FirstUntil):
		return Waiting
	}
	return Lapsed
}

// kind is what goes with a role.
type kind struct {
	role   policy.Role
	letter byte // of the login
	// resource is the type the subject is of, "" for staff.
	resource string
}

var kinds = []kind{
	{policy.Patient, 'P', "Patient"}, {policy.Doctor, 'D', "Practitioner"}, {policy.Insurer, 'I', "Organization"},
	{policy.Reception, 'R', ""}, {policy.Officer, 'O', ""},
}

func kindOf(r policy.Role) (kind, error) {
	for _, k := range kinds {
		if k.role == r {
			return k, nil
		}
	}
	return kind{}, errors.New("role: want patient, doctor, insurer, reception or officer")
}

var (
	// fhirID is FHIR's id: 1 to 64 letters, digits, '-' and '.' (R4, 2.24.0.1).
	fhirID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)
	// staffName is a name at work, such as "front-desk-2".
	staffName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$`)
)

// check returns an error that says which subject the role wants. It does not
// repeat the subject, which may be a person's name typed by mistake.
func (k kind) check(subject record.Ref) error {
	if k.resource == "" {
		if !staffName.MatchString(string(subject)) {
			return fmt.Errorf("subject of role %s: want a plain name of at most 64 letters, digits, '.', '_' and '-', such as front-desk", k.role)
		}
		return nil
	}
	if _, ok := k.id(subject); !ok {
		return fmt.Errorf("subject of role %s: want %s/ID, where ID is the resource's id in the MIS (1 to 64 letters, digits, '-' and '.')", k.role, k.resource)
	}
	return nil
}

// id is what follows the resource's type in a well-formed subject.
func (k kind) id(subject record.Ref) (string, bool) {
	prefix, s := k.resource+"/", string(subject)
	if len(s) < len(prefix) || s[:len(prefix)] != prefix || !fhirID.MatchString(s[len(prefix):]) {
		return "", false
	}
	return s[len(prefix):], true
}
