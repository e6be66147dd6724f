package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"time"
)

// Table account_token (migrations 4, 10), as its owner sees it.

// Tokens lists the tokens of an account that have not ended at the moment, the
// newest first. Those of an earlier epoch are over.
func (r AccountsView) Tokens(ctx context.Context, login string, epoch int64, at time.Time) ([]TokenRow, error) {
	rows, err := list(ctx, r.session, scanToken, `SELECT token, account, epoch, created_at, expires_at, reads_only FROM account_token
		WHERE account = $1 AND epoch = $2 AND expires_at > $3 ORDER BY created_at DESC, token`, login, epoch, micros(at))
	if err != nil {
		return nil, fmt.Errorf("account_token: %w", err)
	}
	return rows, nil
}

// DropToken removes one token; false where it is gone.
func (r Accounts) DropToken(ctx context.Context, hash [sha256.Size]byte) (bool, error) {
	n, err := r.change(ctx, `DELETE FROM account_token WHERE token = $1`, hash[:])
	return n == 1, err
}

// NextEpoch ends all that began under the account's epoch, tokens among them. It
// reports false where the account went on meanwhile.
func (r Accounts) NextEpoch(ctx context.Context, login string, epoch int64) (bool, error) {
	n, err := r.change(ctx, `UPDATE account SET epoch = epoch + 1 WHERE login = $1 AND epoch = $2 AND NOT disabled`, login, epoch)
	if err != nil || n == 0 {
		return false, err
	}
	return true, r.endAll(ctx, login)
}

func scanToken(rows *sql.Rows) (TokenRow, error) {
	var t TokenRow
	var hash []byte
	var created, expires sql.NullInt64
	err := rows.Scan(&hash, &t.Account, &t.Epoch, &created, &expires, &t.ReadsOnly)
	copy(t.Hash[:], hash)
	t.Created, t.Expires = timeOf(created), timeOf(expires)
	return t, err
}
