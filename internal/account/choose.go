package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"vypiska/internal/account/guessed"
	"vypiska/internal/db"
)

// Bounds of a password a person chooses, in characters. NIST SP 800-63B: length
// counts, composition rules and forced changes do not.
const (
	LeastPassword   = 10
	AdvisedPassword = 15
	mostPassword    = 200
)

// PasswordError says why a password is not taken. It never carries the password.
type PasswordError struct{ Why Flaw }

func (e *PasswordError) Error() string { return "the password is not taken: " + string(e.Why) }

// Flaw is what is wrong with a password.
type Flaw string

// The flaws of a password.
const (
	Short  Flaw = "short"  // shorter than LeastPassword
	Long   Flaw = "long"   // longer than anybody types
	Common Flaw = "common" // among those that are tried first
	Same   Flaw = "same"   // the login, or the password it is to replace
)

// flaw returns what is wrong with a password for the account, "" for nothing.
func flaw(l Login, password string) Flaw {
	switch n := utf8.RuneCountInString(password); {
	case n < LeastPassword:
		return Short
	case n > mostPassword || !utf8.ValidString(password):
		return Long
	case guessed.Has(password):
		return Common
	case strings.EqualFold(strings.ReplaceAll(password, "-", ""), strings.ReplaceAll(l.String(), "-", "")):
		return Same
	}
	return ""
}

// Choose gives the account the password its person chose. old is the one before;
// it is not asked for where a first password was just spent, which the epoch of
// that session proves. Every session and token of the account is over then; the
// account it returns has the epoch of a new one. Errors: *PasswordError, ErrWrong for
// the old password, ErrSession.
func (s *Service) Choose(ctx context.Context, l Login, epoch int64, old, chosen string) (Account, error) {
	old, chosen = normal(old), normal(chosen)
	if why := flaw(l, chosen); why != "" {
		return Account{}, &PasswordError{why}
	}
	if chosen == old {
		return Account{}, &PasswordError{Same}
	}
	if err := s.proves(ctx, l, epoch, old, chosen); err != nil {
		return Account{}, fmt.Errorf("choose password: %w", err)
	}
	hash, err := s.slots.hash(ctx, chosen, s.rand)
	if err != nil {
		return Account{}, fmt.Errorf("choose password: %w", err)
	}
	a, err := s.replace(ctx, l, epoch, hash, time.Time{}, reasonChosen, l.String())
	if err != nil {
		return Account{}, fmt.Errorf("choose password: %w", err)
	}
	return a, nil
}

// proves reports, as nil, that whoever has the session may set the password:
// the first password was spent for it, or the old one is known. A spent first
// password lies about on paper and is not taken for one's own.
func (s *Service) proves(ctx context.Context, l Login, epoch int64, old, chosen string) error {
	var row db.AccountRow
	err := s.db.View(ctx, func(v *db.View) (err error) {
		if _, err = Still(ctx, v, l.String(), epoch); err != nil {
			return err
		}
		row, err = v.Accounts().Account(ctx, l.String())
		return err
	})
	if err != nil {
		return err
	}
	if first, is := strings.CutPrefix(row.Password, spent); is {
		again, err := s.slots.fits(ctx, first, chosen)
		if err == nil && again {
			err = &PasswordError{Same}
		}
		return err
	}
	return s.knows(ctx, l, old)
}

// knows is a try at the account's present password; ErrWrong for another.
func (s *Service) knows(ctx context.Context, l Login, password string) error {
	row, may, err := s.try(ctx, l.String())
	if err != nil {
		return err
	}
	fits, err := s.slots.fits(ctx, row.Password, password)
	if err == nil && (!may || !fits) {
		err = ErrWrong
	}
	return err
}

// Reset gives the account a new first password, told here once, and ends its
// sessions, tokens and old password. seen is the kind of identity document that was
// shown, never its number. Errors: ErrUnknown, ErrDisabled.
func (s *Service) Reset(ctx context.Context, l Login, seen Document, actor string) (Account, Password, error) {
	if !seen.Known() {
		return Account{}, Password{}, fmt.Errorf("reset password: document: want one of %v", Documents)
	}
	a, err := s.Find(ctx, l)
	if err == nil && a.Disabled {
		err = ErrDisabled
	}
	if err != nil {
		return Account{}, Password{}, fmt.Errorf("reset password: %w", err)
	}
	password, err := newPassword(s.rand)
	if err != nil {
		return Account{}, Password{}, fmt.Errorf("reset password: %w", err)
	}
	hash, err := s.slots.hash(ctx, password.Text(), s.rand)
	if err != nil {
		return Account{}, Password{}, fmt.Errorf("reset password: %w", err)
	}
	until := moment(s.now()).Add(FirstPasswordLife)
	a, err = s.replace(ctx, l, a.Epoch, hash, until, reasonReset+", "+string(seen), actor)
	if err != nil {
		return Account{}, Password{}, fmt.Errorf("reset password: %w", err)
	}
	return a, password, nil
}

// replace puts another password in place of the epoch's, with its entry.
func (s *Service) replace(ctx context.Context, l Login, epoch int64, hash string, first time.Time, reason, actor string) (Account, error) {
	err := s.act(ctx, l, reason, actor, func(tx *db.Tx, _ Account, now time.Time) (bool, error) {
		ok, err := tx.Accounts().SetPassword(ctx, l.String(), hash, epoch, first, now)
		if err == nil && !ok {
			err = ErrSession
		}
		if err == nil && !first.IsZero() { // whoever lost the password may have lost the app
			err = tx.Accounts().SetTOTP(ctx, l.String(), "", 0)
			if err == nil && s.reset != nil {
				err = s.reset(ctx, tx, l.String())
			}
		}
		return ok, err
	})
	if err != nil {
		return Account{}, err
	}
	return s.Find(ctx, l)
}

// Find returns one account; ErrUnknown where there is none.
func (s *Service) Find(ctx context.Context, l Login) (Account, error) {
	var a Account
	err := s.db.View(ctx, func(v *db.View) error {
		row, err := v.Accounts().Account(ctx, l.String())
		a = Of(row)
		return err
	})
	if errors.Is(err, db.ErrNoAccount) {
		return Account{}, ErrUnknown
	}
	if err != nil {
		return Account{}, fmt.Errorf("find account: %w", err)
	}
	return a, nil
}

// Document is a kind of identity document. Its number is never asked for.
type Document string

// Documents are the kinds that identify a person at reception.
var Documents = []Document{"passport", "foreign-passport", "military-id", "residence-permit", "birth-certificate", "temporary-id"}

// Known reports whether the kind is one of Documents.
func (d Document) Known() bool {
	for _, k := range Documents {
		if d == k {
			return true
		}
	}
	return false
}
