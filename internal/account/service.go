package account

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"time"

	"vypiska/exporter/policy"
	"vypiska/exporter/record"
	"vypiska/internal/db"
	"vypiska/storage/links"
	"vypiska/storage/register"
)

const (
	// FirstPasswordLife is how long a first password may wait for its person.
	FirstPasswordLife = 7 * 24 * time.Hour
	// MaxTokenLife is the longest life of a token the operator makes.
	MaxTokenLife = 24 * time.Hour

	// draws bounds how often a login that is taken is drawn again; with 40
	// random bits a second draw is unheard of.
	draws = 4
)

// What the register says was done to an account; its Recipient is the login.
const (
	reasonIssued   = "issued"
	reasonToken    = "token"
	reasonDisabled = "disabled"
	reasonChosen   = "password chosen"
	reasonReset    = "reset"
	reasonCodesOn  = "codes on"
	reasonCodesOff = "codes off"
)

// Service makes and ends accounts. It may be used by several goroutines where
// its source of randomness may, and beside other processes on one database.
type Service struct {
	db    *db.DB
	log   *register.Log
	now   func() time.Time
	rand  io.Reader
	slots hashing
	reset func(context.Context, *db.Tx, string) error // told of each reset; nil: nobody is
	codes cipher.AEAD                                 // of one-time codes' secrets; nil: none are kept
}

// New returns a service over the database and its register.
func New(d *db.DB, log *register.Log, now func() time.Time, rand io.Reader) *Service {
	return &Service{db: d, log: log, now: now, rand: rand, slots: make(hashing, atOnce)}
}

// OnReset has tell called with the login in the transaction of each reset: both
// survive or neither.
func (s *Service) OnReset(tell func(ctx context.Context, tx *db.Tx, login string) error) {
	s.reset = tell
}

// Add makes an account and its first password, which is told here once and
// stored as a hash. Actor is who does it, as the register names them:
// "operator:root". Whether the subject exists in the MIS is not asked: an
// account of nobody's may read nobody's record.
//
// When Add returns without an error the account and its register entry survive
// a crash; after an error there is neither.
func (s *Service) Add(ctx context.Context, role policy.Role, subject record.Ref, actor string) (Account, Password, error) {
	k, err := kindOf(role)
	if err == nil {
		err = k.check(subject)
	}
	if err != nil {
		return Account{}, Password{}, fmt.Errorf("add account: %w", err)
	}
	password, err := newPassword(s.rand)
	if err != nil {
		return Account{}, Password{}, fmt.Errorf("add account: %w", err)
	}
	// Hashed before the transaction, which keeps other writers waiting.
	hash, err := s.slots.hash(ctx, password.Text(), s.rand)
	if err != nil {
		return Account{}, Password{}, fmt.Errorf("add account: %w", err)
	}
	a, err := s.store(ctx, k, subject, hash, actor)
	if err != nil {
		return Account{}, Password{}, fmt.Errorf("add account: %w", err)
	}
	return a, password, nil
}

// store puts a new account under a login that is free, with its entry.
func (s *Service) store(ctx context.Context, k kind, subject record.Ref, hash, actor string) (Account, error) {
	a := Account{Role: k.role, Subject: subject, Epoch: 1}
	err := s.db.Tx(ctx, func(tx *db.Tx) error {
		a.Created = moment(s.now())
		a.Changed, a.FirstUntil = a.Created, a.Created.Add(FirstPasswordLife)
		for range draws {
			var err error
			if a.Login, err = newLogin(k.letter, s.rand); err != nil {
				return err
			}
			err = tx.Accounts().Add(ctx, db.AccountRow{
				Login: a.Login.String(), Role: string(a.Role), Subject: string(a.Subject), Password: hash,
				FirstUntil: a.FirstUntil, Epoch: a.Epoch, Created: a.Created, Changed: a.Changed,
			})
			if errors.Is(err, db.ErrTaken) {
				continue
			}
			if err != nil {
				return err
			}
			return s.register(ctx, tx, a, reasonIssued, actor, a.Created)
		}
		return errors.New("every login drawn is taken: the source of randomness is broken")
	})
	return a, err
}

// Token makes an API token of the account that lives for life, at most
// MaxTokenLife. It is told here once and stored as a hash. Errors: ErrUnknown,
// ErrDisabled.
func (s *Service) Token(ctx context.Context, l Login, life time.Duration, actor string) (Token, error) {
	if life < time.Second || life > MaxTokenLife {
		return Token{}, fmt.Errorf("make token: life %v: want from 1s to %v", life, MaxTokenLife)
	}
	token, err := newToken(s.rand)
	if err != nil {
		return Token{}, fmt.Errorf("make token: %w", err)
	}
	err = s.act(ctx, l, reasonToken, actor, func(tx *db.Tx, a Account, now time.Time) (bool, error) {
		if a.Disabled {
			return false, ErrDisabled
		}
		if err := tx.Accounts().DropTokens(ctx, now); err != nil {
			return false, err
		}
		return true, tx.Accounts().AddToken(ctx, db.TokenRow{
			Hash: hashToken(token.Text()), Account: l.String(), Epoch: a.Epoch, Created: now, Expires: now.Add(life),
		})
	})
	if err != nil {
		return Token{}, fmt.Errorf("make token: %w", err)
	}
	return token, nil
}

// Disable closes the account for good and ends its sessions, its tokens and the
// links it made at once; transfers by them stop within a second. One that is closed already stays as it is, without another entry. Error:
// ErrUnknown.
func (s *Service) Disable(ctx context.Context, l Login, actor string) error {
	err := s.act(ctx, l, reasonDisabled, actor, func(tx *db.Tx, _ Account, now time.Time) (bool, error) {
		changed, err := tx.Accounts().Disable(ctx, l.String(), now)
		if err != nil || !changed {
			return changed, err
		}
		return true, s.endLinks(ctx, tx, l, actor, now)
	})
	if err != nil {
		return fmt.Errorf("disable account: %w", err)
	}
	return nil
}

// endLinks ends the links the account made, each with its entry.
func (s *Service) endLinks(ctx context.Context, tx *db.Tx, l Login, actor string, now time.Time) error {
	ended, err := links.RevokeMade(ctx, tx.Links(), l.String(), actor, now)
	for _, e := range ended {
		if err == nil {
			_, err = s.log.Append(ctx, tx.Register(), register.Entry{Time: now, Event: register.Unlink, Actor: actor, Number: e.Number, Link: string(e.ID), Reason: "its maker's account was closed"})
		}
	}
	return err
}

// act does something to an account and, if that changed it, registers it in the
// same transaction.
func (s *Service) act(ctx context.Context, l Login, reason, actor string, do func(*db.Tx, Account, time.Time) (changed bool, err error)) error {
	return s.db.Tx(ctx, func(tx *db.Tx) error {
		row, err := tx.Accounts().Account(ctx, l.String())
		if errors.Is(err, db.ErrNoAccount) {
			return ErrUnknown
		}
		if err != nil {
			return err
		}
		// Asked for under the writers' lock, so that the register's times rise.
		now := moment(s.now())
		changed, err := do(tx, Of(row), now)
		if err != nil || !changed {
			return err
		}
		return s.register(ctx, tx, Of(row), reason, actor, now)
	})
}

// register writes the entry of an act on the account. A patient's is found by
// their id: it answers who was given access to their record.
func (s *Service) register(ctx context.Context, tx *db.Tx, a Account, reason, actor string, at time.Time) error {
	e := register.Entry{Time: at, Event: register.Account, Actor: actor, Recipient: a.Login.String(), Reason: reason}
	if k, err := kindOf(a.Role); err == nil && a.Role == policy.Patient {
		e.Patient, _ = k.id(a.Subject)
	}
	_, err := s.log.Append(ctx, tx.Register(), e)
	return err
}

// List returns every account, the oldest first.
func (s *Service) List(ctx context.Context) ([]Account, error) {
	var found []Account
	err := s.db.View(ctx, func(v *db.View) error {
		rows, err := v.Accounts().All(ctx)
		for _, r := range rows {
			found = append(found, Of(r))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return found, nil
}

// Newest returns at most so many accounts made until the moment, the newest first,
// of one role or, for "", of all, without the first skip.
func (s *Service) Newest(ctx context.Context, role string, until time.Time, skip, most int) (found []Account, err error) {
	err = s.db.View(ctx, func(v *db.View) error {
		rows, err := v.Accounts().Newest(ctx, role, until, skip, most)
		for _, r := range rows {
			found = append(found, Of(r))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("newest accounts: %w", err)
	}
	return found, nil
}

// Bearer returns the account whose token this is at the moment now, as the
// snapshot has it: with a fresh one for each request, disabling an account takes
// hold at once. Any text costs one hash and one look-up by it. ErrToken where it
// opens nothing.
func Bearer(ctx context.Context, v *db.View, token string, now time.Time) (Account, error) {
	t, row, err := v.Accounts().Token(ctx, hashToken(token))
	if errors.Is(err, db.ErrNoAccount) {
		return Account{}, ErrToken
	}
	if err != nil {
		return Account{}, fmt.Errorf("find token: %w", err)
	}
	if row.Disabled || t.Epoch != row.Epoch || !now.Before(t.Expires) {
		return Account{}, ErrToken
	}
	a := Of(row)
	a.ReadsOnly = t.ReadsOnly
	return a, nil
}

// moment is a time as the database keeps it.
func moment(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
