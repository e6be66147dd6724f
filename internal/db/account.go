package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Tables account, account_token (migration 4).
const (
	accountColumns = `a.login, a.role, a.subject, a.password, a.first_until, a.disabled, a.epoch, a.created_at, a.changed_at, a.failed, a.failed_at, a.totp, a.totp_step`

	selectAccount  = `SELECT ` + accountColumns + ` FROM account a WHERE a.login = $1`
	selectOfOne    = `SELECT ` + accountColumns + ` FROM account a WHERE a.role = $1 AND a.subject = $2 ORDER BY a.created_at, a.login`
	selectAccounts = `SELECT ` + accountColumns + ` FROM account a ORDER BY a.created_at, a.login`
	selectNewest   = `SELECT ` + accountColumns + ` FROM account a WHERE a.created_at <= $1 AND ($2 = '' OR a.role = $2) ORDER BY a.created_at DESC, a.login LIMIT $3 OFFSET $4`
	selectToken    = `SELECT ` + accountColumns + `, t.epoch, t.created_at, t.expires_at, t.reads_only
		FROM account_token t JOIN account a ON a.login = t.account WHERE t.token = $1`
)

// ErrNoAccount says that there is no such account or token.
var ErrNoAccount = errors.New("no such account")

// AccountRow is an account as it is stored.
type AccountRow struct {
	Login, Role, Subject string
	Password             string // argon2id, in PHC's format
	// FirstUntil is the end of a first password, zero once the person set their own.
	FirstUntil time.Time
	Disabled   bool
	// Epoch ends sessions and tokens: those made under another are over.
	Epoch            int64
	Created, Changed time.Time
	// Failed counts the logins tried since the last good one; FailedAt is the last of them.
	Failed   int64
	FailedAt time.Time
	TOTP     string // secret of one-time codes, encrypted; empty for none
	TOTPStep int64  // of the last code taken
}

// TokenRow is an API token as it is stored: only its hash.
type TokenRow struct {
	Hash             [sha256.Size]byte
	Account          string // login
	Epoch            int64  // the account's when the token was made
	Created, Expires time.Time
	ReadsOnly        bool
}

// AccountsView reads accounts and tokens.
type AccountsView struct{ session }

// Accounts is accounts and tokens within a write transaction.
type Accounts struct{ AccountsView }

// Accounts gives the accounts within the transaction.
func (t *Tx) Accounts() Accounts { return Accounts{AccountsView{t.session}} }

// Accounts gives the accounts as the snapshot has them.
func (v *View) Accounts() AccountsView { return AccountsView{v.session} }

// Account returns one account; ErrNoAccount where there is none.
func (r AccountsView) Account(ctx context.Context, login string) (AccountRow, error) {
	rows, err := list(ctx, r.session, scanWholeAccount, selectAccount, login)
	if err != nil {
		return AccountRow{}, fmt.Errorf("account: %w", err)
	}
	if len(rows) == 0 {
		return AccountRow{}, ErrNoAccount
	}
	return rows[0], nil
}

// All returns every account, the oldest first.
func (r AccountsView) All(ctx context.Context) ([]AccountRow, error) {
	rows, err := list(ctx, r.session, scanWholeAccount, selectAccounts)
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	return rows, nil
}

// Newest returns at most so many accounts made at the moment or before, the
// newest first, of one role or, for "", of all; it leaves out the first skip.
func (r AccountsView) Newest(ctx context.Context, role string, until time.Time, skip, most int) ([]AccountRow, error) {
	rows, err := list(ctx, r.session, scanWholeAccount, selectNewest, micros(until), role, most, skip)
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	return rows, nil
}

// Of returns the accounts of one subject in a role, the oldest first.
func (r AccountsView) Of(ctx context.Context, role, subject string) ([]AccountRow, error) {
	rows, err := list(ctx, r.session, scanWholeAccount, selectOfOne, role, subject)
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	return rows, nil
}

// Token finds a token and its account by the token's hash in one statement;
// ErrNoAccount where there is none. Whether it still counts is the caller's to
// say.
func (r AccountsView) Token(ctx context.Context, hash [sha256.Size]byte) (TokenRow, AccountRow, error) {
	type both struct {
		token   TokenRow
		account AccountRow
	}
	found, err := list(ctx, r.session, func(rows *sql.Rows) (b both, err error) {
		var created, expires sql.NullInt64
		b.account, err = scanAccount(rows, &b.token.Epoch, &created, &expires, &b.token.ReadsOnly)
		b.token.Created, b.token.Expires = timeOf(created), timeOf(expires)
		return b, err
	}, selectToken, hash[:])
	if err != nil {
		return TokenRow{}, AccountRow{}, fmt.Errorf("account_token: %w", err)
	}
	if len(found) == 0 {
		return TokenRow{}, AccountRow{}, ErrNoAccount
	}
	b := found[0]
	b.token.Hash, b.token.Account = hash, b.account.Login
	return b.token, b.account, nil
}

// Add stores a new account; ErrTaken where the login is another's, which the
// transaction survives.
func (r Accounts) Add(ctx context.Context, a AccountRow) error {
	n, err := r.change(ctx, `INSERT INTO account (login, role, subject, password, first_until, disabled, epoch, created_at, changed_at)
		VALUES (`+placeholders(1, 9)+`) ON CONFLICT (login) DO NOTHING`,
		a.Login, a.Role, a.Subject, a.Password, nullMicros(a.FirstUntil), a.Disabled, a.Epoch, micros(a.Created), micros(a.Changed))
	if err == nil && n == 0 {
		return ErrTaken
	}
	return err
}

// Disable closes the account, begins its next epoch and removes its tokens. It
// reports whether that changed anything: a closed account stays as it is.
func (r Accounts) Disable(ctx context.Context, login string, at time.Time) (bool, error) {
	n, err := r.change(ctx, `UPDATE account SET disabled = TRUE, epoch = epoch + 1, changed_at = $2
		WHERE login = $1 AND NOT disabled`, login, micros(at))
	if err != nil || n == 0 {
		return false, err
	}
	return true, r.endAll(ctx, login)
}

// AddToken stores a token.
func (r Accounts) AddToken(ctx context.Context, t TokenRow) error {
	_, err := r.change(ctx, `INSERT INTO account_token (token, account, epoch, created_at, expires_at, reads_only) VALUES (`+placeholders(1, 6)+`)`,
		t.Hash[:], t.Account, t.Epoch, micros(t.Created), micros(t.Expires), t.ReadsOnly)
	return err
}

// DropTokens removes the tokens whose time was over at the moment.
func (r Accounts) DropTokens(ctx context.Context, at time.Time) error {
	_, err := r.change(ctx, `DELETE FROM account_token WHERE expires_at <= $1`, micros(at))
	return err
}

// change runs a statement and returns how many rows it changed.
func (r Accounts) change(ctx context.Context, text string, args ...any) (int64, error) {
	res, err := r.run(ctx, text, args...)
	if err != nil {
		return 0, fmt.Errorf("account: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("account: count changed rows: %w", err)
	}
	return n, nil
}

// scanAccount reads accountColumns and what follows them.
func scanAccount(rows *sql.Rows, more ...any) (AccountRow, error) {
	var a AccountRow
	var first, created, changed, failed sql.NullInt64
	into := []any{&a.Login, &a.Role, &a.Subject, &a.Password, &first, &a.Disabled, &a.Epoch, &created, &changed, &a.Failed, &failed, &a.TOTP, &a.TOTPStep}
	if err := rows.Scan(append(into, more...)...); err != nil {
		return AccountRow{}, fmt.Errorf("row %q is malformed: %w", a.Login, err)
	}
	a.FirstUntil, a.Created, a.Changed, a.FailedAt = timeOf(first), timeOf(created), timeOf(changed), timeOf(failed)
	return a, nil
}

func scanWholeAccount(rows *sql.Rows) (AccountRow, error) { return scanAccount(rows) }

// EndTokens ends every API token there is.
func (t *Tx) EndTokens(ctx context.Context) error {
	if err := t.exec(ctx, `DELETE FROM account_token`); err != nil {
		return fmt.Errorf("account_token: end all: %w", err)
	}
	return nil
}
