package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Table web_session (migrations 9, 61).

// Session reads a session that has not ended at the moment; none: ErrNoRow.
func (v *View) Session(ctx context.Context, token string, at time.Time) ([]byte, error) {
	scan := func(rows *sql.Rows) (data []byte, err error) { return data, rows.Scan(&data) }
	return one(ctx, v.session, "web_session", scan, `SELECT data FROM web_session WHERE token = $1 AND expires > $2`, token, micros(at))
}

// SessionRow is a session as its owner sees it.
type SessionRow struct {
	ID, Account          string
	Begun, Seen, Expires time.Time
}

// Sessions lists an account's sessions that have not ended at the moment, the
// newest first.
func (s session) Sessions(ctx context.Context, account string, at time.Time) ([]SessionRow, error) {
	scan := func(rows *sql.Rows) (r SessionRow, err error) {
		var begun, seen, expires int64
		err = rows.Scan(&r.ID, &r.Account, &begun, &seen, &expires)
		r.Begun, r.Seen, r.Expires = time.UnixMicro(begun).UTC(), time.UnixMicro(seen).UTC(), time.UnixMicro(expires).UTC()
		return r, err
	}
	return list(ctx, s, scan, `SELECT id, account, begun, seen, expires FROM web_session WHERE account = $1 AND expires > $2 ORDER BY begun DESC, id`, account, micros(at))
}

// KeepSession stores a session that begins.
func (t *Tx) KeepSession(ctx context.Context, token string, r SessionRow, data []byte) error {
	err := t.exec(ctx, `INSERT INTO web_session (token, id, account, data, begun, seen, expires) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (token) DO UPDATE SET id = excluded.id, account = excluded.account, data = excluded.data, begun = excluded.begun, seen = excluded.seen, expires = excluded.expires`,
		token, r.ID, r.Account, data, micros(r.Begun), micros(r.Seen), micros(r.Expires))
	if err != nil {
		return fmt.Errorf("web_session: keep: %w", err)
	}
	return nil
}

// TouchSession stores the new content of a session that is there still; one
// that was ended meanwhile stays ended.
func (t *Tx) TouchSession(ctx context.Context, token string, data []byte, seen, expires time.Time) error {
	if err := t.exec(ctx, `UPDATE web_session SET data = $2, seen = $3, expires = $4 WHERE token = $1`, token, data, micros(seen), micros(expires)); err != nil {
		return fmt.Errorf("web_session: touch: %w", err)
	}
	return nil
}

// EndSession removes a session of the account; false where it is gone.
func (t *Tx) EndSession(ctx context.Context, account, id string) (bool, error) {
	return t.changed(ctx, `DELETE FROM web_session WHERE account = $1 AND id = $2 AND id <> ''`, account, id)
}

// DropSession removes a session; one that is not there is no error.
func (t *Tx) DropSession(ctx context.Context, token string) error {
	if err := t.exec(ctx, `DELETE FROM web_session WHERE token = $1`, token); err != nil {
		return fmt.Errorf("web_session: drop: %w", err)
	}
	return nil
}

// DropSessions removes the sessions that had ended at the moment.
func (t *Tx) DropSessions(ctx context.Context, at time.Time) error {
	if err := t.exec(ctx, `DELETE FROM web_session WHERE expires <= $1`, micros(at)); err != nil {
		return fmt.Errorf("web_session: drop: %w", err)
	}
	return nil
}

// Tables account, login_idle: logins.

// Tried counts a try at the account before its password is looked at.
func (r Accounts) Tried(ctx context.Context, login string, failed int64, at time.Time) error {
	n, err := r.change(ctx, `UPDATE account SET failed = $2, failed_at = $3 WHERE login = $1`, login, failed, micros(at))
	if err == nil && n != 1 {
		err = ErrNoAccount
	}
	return err
}

// TriedNone is as costly as Tried and changes no account.
func (r Accounts) TriedNone(ctx context.Context) error {
	n, err := r.change(ctx, `UPDATE login_idle SET tries = tries + 1 WHERE one = 1`)
	if err == nil && n != 1 {
		err = errors.New("login_idle: its row is missing")
	}
	return err
}

// Entered forgets the tries of an account that proved itself. password is what
// it proved itself by, keep what is stored from now on. It
// reports false where the account changed meanwhile, or the one-time code's step
// was taken by another.
func (r Accounts) Entered(ctx context.Context, login, password, keep string, step int64) (bool, error) {
	n, err := r.change(ctx, `UPDATE account SET failed = 0, failed_at = NULL, password = $3, totp_step = CASE WHEN $4 > 0 THEN $4 ELSE totp_step END
		WHERE login = $1 AND password = $2 AND NOT disabled AND ($4 = 0 OR totp_step < $4)`, login, password, keep, step)
	return n == 1, err
}

// SetPassword gives the account of that epoch another password and its next
// epoch, and removes its tokens. first is the end of a first password, zero for
// one the person chose. It reports false where the account went on meanwhile.
func (r Accounts) SetPassword(ctx context.Context, login, hash string, epoch int64, first, at time.Time) (bool, error) {
	n, err := r.change(ctx, `UPDATE account SET password = $2, first_until = $4, epoch = epoch + 1, failed = 0, failed_at = NULL, changed_at = $5
		WHERE login = $1 AND epoch = $3 AND NOT disabled`, login, hash, epoch, nullMicros(first), micros(at))
	if err != nil || n == 0 {
		return false, err
	}
	return true, r.endAll(ctx, login)
}

// endAll removes the account's tokens and sessions, which another epoch has ended.
func (r Accounts) endAll(ctx context.Context, login string) error {
	_, err := r.change(ctx, `DELETE FROM account_token WHERE account = $1`, login)
	if err == nil {
		_, err = r.change(ctx, `DELETE FROM web_session WHERE account = $1`, login)
	}
	return err
}

// SetTOTP gives the account a secret of one-time codes, "" for none, and the
// step that was taken last.
func (r Accounts) SetTOTP(ctx context.Context, login, secret string, step int64) error {
	n, err := r.change(ctx, `UPDATE account SET totp = $2, totp_step = $3 WHERE login = $1 AND NOT disabled`, login, secret, step)
	if err == nil && n != 1 {
		err = ErrNoAccount
	}
	return err
}
