package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/account"
	"vypiska/internal/db"
)

// Errors of internal/account under the names internal/web matches them by.
var (
	ErrWrong   = account.ErrWrong
	ErrSession = account.ErrSession
)

// PasswordError says why a chosen password is not taken.
type PasswordError = account.PasswordError

// Bounds of a password a person chooses, in characters.
const (
	LeastPassword   = account.LeastPassword
	AdvisedPassword = account.AdvisedPassword
)

// Pass is what a login gives: who it is, and what the session rests on.
type Pass struct {
	Visitor
	// Epoch ends the session once the account has another.
	Epoch int64
	// First: the account was entered by a first password, which leads to
	// choosing another and to nothing else.
	First bool
	// Codes: the account asks for one-time codes.
	Codes bool
}

func passOf(a account.Account) Pass {
	return Pass{Visitor{Account: a.Login.String(), Role: a.Role, Subject: a.Subject}, a.Epoch, !a.FirstUntil.IsZero(), a.Codes}
}

// Enter lets in whoever has login, password and, where the account asks for
// one, the code. A first password leads in once. ErrWrong tells nothing more.
func (d *Desk) Enter(ctx context.Context, login, password, code string) (Pass, error) {
	a, err := d.People.Enter(ctx, login, password, code)
	if err != nil {
		return Pass{}, err
	}
	return passOf(a), nil
}

// Still returns the pass of a session begun under the epoch. ErrSession once
// that is over: the account was disabled, its password changed or reset.
func (d *Desk) Still(ctx context.Context, login string, epoch int64) (Pass, error) {
	var p Pass
	err := d.house.DB.View(ctx, func(v *db.View) error {
		a, err := account.Still(ctx, v, login, epoch)
		p = passOf(a)
		return err
	})
	return p, err
}

// ChoosePassword sets the visitor's own password and ends every session but the
// one that goes on with the returned pass. old is not asked for after a first
// password. Errors: *PasswordError, ErrWrong for the old one, ErrSession.
func (d *Desk) ChoosePassword(ctx context.Context, p Pass, old, chosen string) (Pass, error) {
	l, err := account.ParseLogin(p.Account)
	if err != nil {
		return Pass{}, ErrSession
	}
	a, err := d.People.Choose(ctx, l, p.Epoch, old, chosen)
	if err != nil {
		return Pass{}, err
	}
	return passOf(a), nil
}

// Enrolment is a new secret of one-time codes on its way into the person's app.
type Enrolment = account.Enrolment

// mayUseCodes: staff and insurers may ask for a one-time code beside the password.
func mayUseCodes(v Visitor) bool { return v.staff() || v.Role == policy.Insurer }

// EnrolCodes draws a secret of one-time codes for the visitor, or shows again
// the one that was sealed before; TurnCodesOn takes it.
func (d *Desk) EnrolCodes(_ context.Context, v Visitor, sealed string) (Enrolment, error) {
	l, err := account.ParseLogin(v.Account)
	if err != nil || !mayUseCodes(v) {
		return Enrolment{}, ErrVisitor
	}
	_, host, _ := strings.Cut(d.PublicURL, "://")
	return d.People.Enrol(l, host, sealed)
}

// TurnCodesOn makes the visitor's account ask for codes, once one of them was
// typed. ErrWrong for one that does not fit.
func (d *Desk) TurnCodesOn(ctx context.Context, v Visitor, sealed, typed string) error {
	l, err := account.ParseLogin(v.Account)
	if err != nil || !mayUseCodes(v) {
		return ErrVisitor
	}
	return d.People.TurnOn(ctx, l, sealed, typed)
}

// TurnCodesOff needs the present password; ErrWrong for another.
func (d *Desk) TurnCodesOff(ctx context.Context, v Visitor, password string) error {
	l, err := account.ParseLogin(v.Account)
	if err != nil {
		return ErrVisitor
	}
	return d.People.TurnOff(ctx, l, password)
}

// FindSession reads the content of a session by the hash of its token.
func (d *Desk) FindSession(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = d.house.DB.View(ctx, func(v *db.View) error {
		data, err = v.Session(ctx, token, d.Now())
		return err
	})
	if errors.Is(err, db.ErrNoRow) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// KeepSession stores a session that begins, until it expires. id names it to its
// owner and opens nothing.
func (d *Desk) KeepSession(ctx context.Context, token, id, login string, data []byte, expires time.Time) error {
	row := db.SessionRow{ID: id, Account: login, Begun: d.Now(), Seen: d.Now(), Expires: expires}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error { return tx.KeepSession(ctx, token, row, data) })
}

// TouchSession stores the new content of a session that is there still. A click
// that was on its way while the session ended does not bring it back.
func (d *Desk) TouchSession(ctx context.Context, token string, data []byte, expires time.Time) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error { return tx.TouchSession(ctx, token, data, d.Now(), expires) })
}

// DropSession ends a session.
func (d *Desk) DropSession(ctx context.Context, token string) error {
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error { return tx.DropSession(ctx, token) })
}

// OwnSession is one of a person's sessions as they see it: nothing tells of the
// machine it is on.
type OwnSession struct {
	ID                   string
	Begun, Seen, Expires time.Time // Seen is the last click, to the minute
}

// Sessions lists the sessions of the visitor's account, the newest first.
func (d *Desk) Sessions(ctx context.Context, v Visitor) (out []OwnSession, err error) {
	if v.IsZero() {
		return nil, ErrVisitor
	}
	err = d.house.DB.View(ctx, func(view *db.View) error {
		rows, err := view.Sessions(ctx, v.Account, d.Now())
		for _, r := range rows {
			zone := d.Now().Location()
			out = append(out, OwnSession{r.ID, r.Begun.In(zone), r.Seen.In(zone), r.Expires.In(zone)})
		}
		return err
	})
	return out, err
}

// EndSession ends one session of the visitor's account at once; ErrNotFound where
// there is none.
func (d *Desk) EndSession(ctx context.Context, v Visitor, id string) error {
	if v.IsZero() {
		return ErrVisitor
	}
	return d.house.DB.Tx(ctx, func(tx *db.Tx) error {
		ended, err := tx.EndSession(ctx, v.Account, id)
		if err == nil && !ended {
			err = ErrNotFound
		}
		return err
	})
}

// EndAllSessions ends every session and token of the visitor's account, the one
// that asked too.
func (d *Desk) EndAllSessions(ctx context.Context, v Visitor) error {
	l, err := account.ParseLogin(v.Account)
	if err != nil {
		return ErrVisitor
	}
	var epoch int64
	err = d.house.DB.View(ctx, func(view *db.View) error {
		row, err := view.Accounts().Account(ctx, l.String())
		epoch = row.Epoch
		return err
	})
	if err == nil {
		_, err = d.People.EndSessions(ctx, l, epoch)
	}
	return err
}
