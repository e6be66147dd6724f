package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vypiska/internal/db"
)

// Errors of a login and of a session.
var (
	// ErrWrong says that login, password and code together open no account now:
	// nobody has the login, the password or code is another, too many tries
	// came before, or the account is closed. Which of them is not told, neither
	// by words nor by time.
	ErrWrong = errors.New("login, password and code do not open an account now")
	// ErrSession says that what a session was begun with is over.
	ErrSession = errors.New("the session is over")
)

const (
	// freeTries may fail one after the other before the account rests.
	freeTries = 5
	// longestRest is the longest time between two tries.
	longestRest = time.Hour
)

// restAfter is how long an account rests after so many failures in a row: not at
// all, then a minute, two, four, up to an hour.
func restAfter(failed int64) time.Duration {
	if failed < freeTries {
		return 0
	}
	return min(time.Minute<<min(failed-freeTries, 6), longestRest)
}

// Enter returns the account that login, password and one-time code open. A
// first password opens it this once. Error: ErrWrong, or one that says why the
// answer is not known.
//
// The try is counted, durably, before the password is looked at, so that many
// tries at once are many. Whatever the outcome, one row is changed and one hash
// is computed.
func (s *Service) Enter(ctx context.Context, login, password, code string) (Account, error) {
	row, may, err := s.try(ctx, login)
	if err != nil {
		return Account{}, fmt.Errorf("enter: %w", err)
	}
	fits, err := s.slots.fits(ctx, row.Password, password)
	if err != nil {
		return Account{}, fmt.Errorf("enter: %w", err)
	}
	step, codeFits := s.takeCode(row, code)
	if !may || !fits || !codeFits {
		return Account{}, ErrWrong
	}
	return s.entered(ctx, row, step)
}

// try counts a try at the account that may be tried now. may is false for an
// account that is not there, rests, is closed, or whose first password's time is over.
func (s *Service) try(ctx context.Context, login string) (row db.AccountRow, may bool, err error) {
	l, _ := ParseLogin(login) // the zero Login is nobody's
	err = s.db.Tx(ctx, func(tx *db.Tx) error {
		row, err = tx.Accounts().Account(ctx, l.String())
		if err != nil && !errors.Is(err, db.ErrNoAccount) {
			return err
		}
		now := moment(s.now())
		rests := now.Before(row.FailedAt.Add(restAfter(row.Failed)))
		lapsed := !row.FirstUntil.IsZero() && !now.Before(row.FirstUntil)
		if may = err == nil && !rests && !lapsed && !row.Disabled; may {
			return tx.Accounts().Tried(ctx, row.Login, row.Failed+1, now)
		}
		return tx.Accounts().TriedNone(ctx)
	})
	return row, may, err
}

// spent stands before the hash of a first password that has led in: it fits
// nothing any more and is kept so that nobody chooses it for their own.
const spent = "spent"

// entered forgets the tries before, and spends a first password.
func (s *Service) entered(ctx context.Context, row db.AccountRow, step int64) (Account, error) {
	keep := row.Password
	if !row.FirstUntil.IsZero() {
		keep = spent + row.Password
	}
	err := s.db.Tx(ctx, func(tx *db.Tx) error {
		ok, err := tx.Accounts().Entered(ctx, row.Login, row.Password, keep, step)
		if err == nil && !ok {
			return ErrWrong // disabled, replaced or used by another meanwhile
		}
		return err
	})
	if errors.Is(err, ErrWrong) {
		return Account{}, ErrWrong
	}
	if err != nil {
		return Account{}, fmt.Errorf("enter: %w", err)
	}
	row.Password = keep
	return Of(row), nil
}

// Still returns the account of a session that began under the epoch, as the
// snapshot has it. ErrSession where that is over.
func Still(ctx context.Context, v *db.View, login string, epoch int64) (Account, error) {
	row, err := v.Accounts().Account(ctx, login)
	if errors.Is(err, db.ErrNoAccount) || err == nil && (row.Disabled || row.Epoch != epoch) {
		return Account{}, ErrSession
	}
	if err != nil {
		return Account{}, fmt.Errorf("look at account: %w", err)
	}
	return Of(row), nil
}
